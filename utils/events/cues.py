"""The words that carry events and voices, found in a text as marks with a role.

What the words are stands in `data/lexicon/triggers.csv`, `event_frames.csv` and `voice_words.csv`;
here they are spread over what Arabic writes onto a word, once, into one table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from utils.lexicon.spotting import bit_table, known_words
from utils.lexicon_rows import Row, read_rows
from utils.tables import LEXICON
from utils.text.folding import Folded, fold
from utils.text.tokens import Ready

_WORD = re.compile(r"\w+|[،؛,;:()\n…]")
_COMMAS, _BRACKETS = frozenset("،؛,;:\n…"), frozenset("()")
_CONJUNCTIONS = ("", "و", "ف")
_NOUN_PREFIXES = ("", "ب", "ل", "ك", "ال", "بال", "لل", "كال")
FILES = ("triggers", "event_frames", "voice_words")


class Cue(NamedTuple):
    """What a word or phrase of the CSVs means, in one of its written forms."""

    role: str                # trigger, or a role of event_frames.csv / voice_words.csv
    rest: str = ""           # the folded words that must follow, "" for a single word
    kind: str = ""           # of a trigger: meeting, visit, ...
    plover: str = ""
    part: str = ""           # noun, verb, or word (a particle: takes conjunctions only)
    needs: str = ""          # of a weak trigger: the role that must follow for it to be an event
    tense: str = ""          # of a verb: past, present, future
    definite: bool = False
    means: str = ""          # of a bloc's or a kingdom's word: the entity ids that it may mean
    own: bool = False        # a pronoun is written onto the noun (لقائه): its subject stands before


class Mark(NamedTuple):
    """A cue found in a text, at characters start..end of what was printed."""

    start: int
    end: int
    cue: Cue


_new = tuple.__new__         # what Mark() does, without the call in between: there are many

# No character before these letters hangs on the one before it.
_FIRST_HANGING = "\N{ARABIC TATWEEL}"
_COMMA, _BRACKET = Cue("comma"), Cue("bracket")


def _spread(form: str, cue: Cue) -> list[tuple[str, Cue]]:
    """The written forms of one form of a CSV: conjunctions, prepositions, article, future."""
    first, _, rest = fold(form).key.partition(" ")
    cue = cue._replace(rest=rest)
    found = []
    for conjunction in _CONJUNCTIONS:
        if cue.tense == "present" and conjunction == "ف":
            continue                                       # فيصل is a name far more often
        if cue.part != "noun":
            found.append((conjunction + first, cue))
            if cue.tense == "present":
                found.append((conjunction + "س" + first, cue._replace(tense="future")))
                found.append((conjunction + "ل" + first, cue))
            continue
        for prefix in _NOUN_PREFIXES:
            if first.startswith("ال"):
                if prefix.endswith(("ال", "لل")):
                    continue
                written = "لل" + first[2:] if prefix == "ل" else prefix + first
                found.append((conjunction + written, cue._replace(definite=True)))
            else:
                definite = prefix.endswith(("ال", "لل")) or (
                    cue.kind == "meeting" and rest.startswith("ال"))       # جلسة المباحثات
                found.append((conjunction + prefix + first, cue._replace(definite=definite)))
    return found


def _cues_of(row: Row) -> list[tuple[str, Cue]]:
    """The forms of one row, each with its cue."""
    if "role" in row.cells:
        tense = {"verb": "past", "present": "present"}.get(row["part"], "")
        role, _, means = row["role"].partition(":")
        return [(row["words"], Cue(role, part=row["part"], tense=tense, means=means))]
    cue = Cue("trigger", "", row["kind"], row["plover"], row["part"], row["needs"])
    return [
        (row["forms"], cue._replace(tense="past" if row["part"] == "verb" else "")),
        (row["present"], cue._replace(part="verb", tense="present")),
        (row["own"], cue._replace(own=True)),
    ]


@lru_cache(maxsize=4)
def read_cues(folder: Path = LEXICON) -> dict[str, tuple[Cue, ...]]:
    """All cues by their first folded word; the longest phrase of a word stands first.

    >>> [cue.tense for cue in read_cues()["سيلتقي"]]
    ['future']
    """
    spread: dict[str, dict[Cue, None]] = {}
    for name in FILES:
        for row in read_rows(folder, name):
            for forms, cue in _cues_of(row):
                for form in filter(None, forms.split("|")):
                    for written, found in _spread(form, cue):
                        spread.setdefault(written, {})[found] = None
    return {
        first: tuple(sorted(cues, key=lambda cue: -len(cue.rest)))
        for first, cues in spread.items()
    }


def find_cues(text: str | Folded, cues: dict[str, tuple[Cue, ...]] | None = None,
              base: int = 0) -> list[Mark]:
    """The marks of the text in their order; commas, brackets and line ends are marks too.

    A phrase covers its words: in اتصالا هاتفيا there is no mark for هاتفيا alone. A word may carry
    several roles (دعا is a statement and makes what follows hypothetical); each is a mark.
    `base` is the text's own place in a longer one, by whose characters the marks are given.

    >>> [(mark.cue.role, mark.cue.kind) for mark in find_cues("أجرى اتصالا هاتفيا مع")]
    [('does', ''), ('trigger', 'call'), ('with', '')]
    """
    cues = read_cues() if cues is None else cues
    folded = text if isinstance(text, Folded) else fold(text)
    words = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(folded.key)]
    return _marks(folded, words, cues, base)


def find_all_cues(ready: Ready, places: np.ndarray, starts: np.ndarray,
                  ends: np.ndarray) -> Iterator[list[Mark]]:
    """What `find_cues` gives for each of some sentences, several times sooner.

    A sentence is starts..ends of the text at its place; all are in the order of the texts. Their
    marks are given by the characters of the text.
    """
    cues, table = read_cues(), _table()
    firsts = [chunk.first for chunk in ready.chunks]
    edges = np.searchsorted(places, [*firsts, len(ready.folded)]).tolist()
    for chunk, first, last in zip(ready.chunks, edges, edges[1:], strict=False):
        if first == last:
            continue
        some = slice(first, last)
        parts = [ready.folded[place].part(start, end) for place, start, end in zip(
            *(rows[some].tolist() for rows in (places, starts, ends)), strict=True)]
        begins = chunk.begins[places[some] - chunk.first] + [begin for begin, _ in parts]
        words = known_words(chunk, table, begins, begins + [len(part.key) for _, part in parts])
        for (_, part), found, base in zip(parts, words, starts[some].tolist(), strict=True):
            if "\n" in part.key:                    # is white space, and no token
                found = sorted([*found, *((place, place + 1, "\n") for place, sign in enumerate(
                    part.key) if sign == "\n")])
            yield _marks(part, found, cues, base)


@lru_cache(maxsize=1)
def _table() -> np.ndarray:
    return bit_table([*read_cues(), *_COMMAS - {"\n"}, *_BRACKETS])


def _marks(folded: Folded, words: list[tuple[int, int, str]], cues: dict,
           base: int) -> list[Mark]:
    """The marks of a folded text whose words and signs are these, in their order."""
    key, marks, done = folded.key, [], 0
    shift = 0 if folded.resumes else base     # printed as in the key: no way back to look for
    for start, end, word in words:
        found = cues.get(word)
        if found is None:
            if word in _COMMAS:
                marks.append(_new(Mark, (start + shift, end + shift, _COMMA)))
            elif word in _BRACKETS:
                marks.append(_new(Mark, (start + shift, end + shift, _BRACKET)))
            continue
        if start < done:
            continue
        if not found[0].rest:                  # the longest stands first: all are single words
            for cue in found:
                marks.append(_new(Mark, (start + shift, end + shift, cue)))
            continue
        longest = 0
        for cue in found:
            length = len(cue.rest)
            if length < longest:
                break
            if length:
                last = end + 1 + length
                if key[end + 1:last] != cue.rest or key[last:last + 1].isalnum():
                    continue
                longest, done = length, last
            marks.append(_new(Mark, (start + shift, (done if longest else end) + shift, cue)))
    if not folded.resumes:
        return marks
    at, printed = folded.at, folded.text
    placed = []
    for start, end, cue in marks:
        last = at(end - 1) + 1
        if printed[last:last + 1] >= _FIRST_HANGING:       # a vowel mark or tatweel may follow
            last = folded.span(start, end)[1]
        placed.append(_new(Mark, (at(start) + base, last + base, cue)))
    return placed
