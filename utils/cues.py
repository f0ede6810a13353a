"""The words that carry events and voices, found in a text as marks with a role.

What the words are stands in `data/lexicon/triggers.csv`, `event_frames.csv` and `voice_words.csv`;
here they are spread over the proclitics that Arabic writes onto a word, once, into one table.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from utils.folding import Folded, fold
from utils.tables import LEXICON

_WORD = re.compile(r"\w+|[،؛,;:«»\"“”()\n]")
_CONJUNCTIONS = ("", "و", "ف")
_NOUN_PREFIXES = ("", "ب", "ل", "ك", "ال", "بال", "لل", "كال")


class Cue(NamedTuple):
    """What a word or phrase of the CSVs means, in one of its written forms."""

    role: str            # trigger, or a role of event_frames.csv / voice_words.csv
    rest: tuple          # the folded words that must follow, () for a single word
    kind: str = ""       # of a trigger: meeting, visit, ...
    plover: str = ""
    part: str = ""       # noun or verb
    definite: bool = False
    future: bool = False


class Mark(NamedTuple):
    """A cue found in a text, at characters start..end of what was printed."""

    start: int
    end: int
    cue: Cue


def _spread(form: str, cue: Cue, verb: bool) -> list[tuple[str, Cue]]:
    """The written forms of one form of the CSV: conjunctions, prepositions, article, future."""
    first, *rest = fold(form).key.split()
    cue = cue._replace(rest=tuple(rest))
    forms = []
    for conjunction in _CONJUNCTIONS:
        if verb:
            forms.append((conjunction + first, cue))
            if cue.future is None:
                forms.append((conjunction + "س" + first, cue._replace(future=True)))
            continue
        for prefix in _NOUN_PREFIXES:
            if first.startswith("ال") and prefix.endswith(("ال", "لل")):
                continue
            definite = prefix.endswith(("ال", "لل")) or first.startswith("ال")
            forms.append((conjunction + prefix + first, cue._replace(definite=definite)))
    return [(written, found._replace(future=bool(found.future))) for written, found in forms]


@lru_cache(maxsize=4)
def read_cues(folder: Path = LEXICON) -> dict[str, list[Cue]]:
    """All cues by their first folded word; the longest phrase of a word stands first.

    Raises FileNotFoundError or KeyError naming the file or column when a CSV is not as
    data/README.md says.
    """
    spread: dict[str, dict[Cue, None]] = {}

    def add(forms: str, cue: Cue, verb: bool) -> None:
        for form in filter(None, forms.split("|")):
            for written, found in _spread(form, cue, verb):
                spread.setdefault(written, {})[found] = None

    for row in pd.read_csv(folder / "triggers.csv", dtype=str, keep_default_na=False).itertuples():
        cue = Cue("trigger", (), row.kind, row.plover, row.part)
        add(row.forms, cue, verb=row.part == "verb")
        add(row.present, cue._replace(future=None), verb=True)
    for name in ("event_frames.csv", "voice_words.csv"):
        for row in pd.read_csv(folder / name, dtype=str, keep_default_na=False).itertuples():
            role, _, present = row.role.partition(" present")
            cue = Cue(role, (), future=None if row.role.endswith("present") else False)
            add(row.words, cue, verb=role in ("happens", "says", "from", "participant", "toward"))
    return {
        first: sorted(cues, key=lambda cue: -len(cue.rest)) for first, cues in spread.items()
    }


def find_cues(text: str | Folded, cues: dict[str, list[Cue]] | None = None) -> list[Mark]:
    """The marks of the text in their order; commas and line ends are marks of role `comma`.

    A word may carry several roles (بحث is a verb of meeting and a word that opens a topic); each
    is a mark of its own.
    """
    cues = read_cues() if cues is None else cues
    folded = text if isinstance(text, Folded) else fold(text)
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(folded.key)]
    marks = []
    for place, (word, start, end) in enumerate(words):
        if word in "،؛,;\n":
            marks.append(Mark(*folded.span(start, end), Cue("comma", ())))
            continue
        found = cues.get(word)
        if not found:
            continue
        longest = 0
        for cue in found:
            length = len(cue.rest)
            if length < longest:
                break
            if length:
                following = words[place + 1:place + 1 + length]
                if tuple(w for w, _, _ in following) != cue.rest:
                    continue
                longest = length
            marks.append(Mark(*folded.span(start, following[-1][2] if length else end), cue))
    return marks
