"""The words of speech: verbs that say something, and the words that stand around them.

They are rows of `data/lexicon/speech_verbs.csv` and `speech_words.csv`; here they are spread over
the conjunctions that Arabic writes onto a word, once, into two tables.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from utils.folding import fold
from utils.tables import LEXICON

COLUMNS = {
    "speech_verbs.csv": ("verb", "past", "present", "participle", "takes", "note"),
    "speech_words.csv": ("words", "role", "note"),
}
_TOKEN = re.compile(r"\w+|[^\w\s]")
_ALONE = {"addressee", "medium kind", "particle"}      # roles of words that no و is written onto
_MAQSURA, _YEH = "\N{ARABIC LETTER ALEF MAKSURA}", "\N{ARABIC LETTER YEH}"


class Verb(NamedTuple):
    """A form of a verb of speech: قالت is a past form of قال, feminine."""

    verb: str                # as a dictionary has it
    tense: str               # past, present, participle
    feminine: bool
    joined: bool             # with و or ف written onto it
    takes: frozenset = frozenset()     # that (أن), mark (a colon, «), name (who speaks next)


class Token(NamedTuple):
    """A word or a mark of a text, folded, at characters start..end of what was printed."""

    key: str
    start: int
    end: int
    verb: Verb | None
    roles: frozenset


class Sayings(NamedTuple):
    """The words of both files by their folded forms."""

    verbs: dict[str, Verb]
    roles: dict[str, frozenset]
    exact: frozenset         # forms whose last letter must be printed as alef maqsura


def _read(folder: Path, name: str) -> list[dict]:
    """The rows of one file.

    Raises ValueError naming file, line, what stood there and what was expected.
    """
    path, expected = Path(folder) / name, COLUMNS[name]
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        for cells in reader:
            if reader.line_num == 1 and tuple(cells) != expected or len(cells) != len(expected):
                raise ValueError(
                    f"{path}, line {reader.line_num}: {cells}, expected the cells "
                    f"{', '.join(expected)}. Put a cell that holds a comma between double quotes."
                )
            if reader.line_num > 1:
                yield dict(zip(expected, cells, strict=True))


def _is_feminine(form: str, tense: str) -> bool:
    """Whether a form of the file is one of a woman's, a body's or of things."""
    if tense == "past":
        return form.endswith(("ت", "تا"))
    return form.startswith("ت") if tense == "present" else form.endswith("ة")


@lru_cache(maxsize=2)
def read_sayings(folder: Path = LEXICON) -> Sayings:
    """The verbs and words of speech.

    >>> read_sayings().verbs["واضافت"][:4]
    ('أضاف', 'past', True, True)
    """
    verbs: dict[str, Verb] = {}
    roles: dict[str, set] = {}
    exact, open_ended = set(), set()

    def note(form: str, key: str) -> None:
        (exact if form.endswith(_MAQSURA) else open_ended).add(key)

    for row in _read(folder, "speech_verbs.csv"):
        takes = frozenset(row["takes"].split("|"))
        for tense in ("past", "present", "participle"):
            for form in filter(None, row[tense].split("|")):
                for before in ("", "و", "ف"):
                    key = before + fold(form).key
                    verbs.setdefault(key, Verb(row["verb"], tense, _is_feminine(form, tense),
                                               bool(before), takes))
                    note(form, key)
    for row in _read(folder, "speech_words.csv"):
        for form in row["words"].split("|"):
            for before in ("",) if row["role"] in _ALONE else ("", "و"):
                key = before + fold(form).key
                roles.setdefault(key, set()).add(row["role"])
                note(form, key)
    return Sayings(verbs, {key: frozenset(found) for key, found in roles.items()},
                   frozenset(exact - open_ended))


_NONE: frozenset = frozenset()


def read_tokens(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of text[start:end], each with what it is to speech.

    >>> [token.verb.verb for token in read_tokens("وقال الوزير", 0, 11) if token.verb]
    ['قال']
    """
    verbs, roles, exact = read_sayings()
    folded = fold(text[start:end])
    plain = not folded.resumes
    tokens = []
    for match in _TOKEN.finditer(folded.key):
        key, (first, last) = match[0], match.span()
        if not plain:
            first, last = folded.span(first, last)
        first, last = first + start, last + start
        verb, role = verbs.get(key), roles.get(key, _NONE)
        # على is no علي, and رأى no رأي: alef maqsura and yeh fold to one letter
        if (verb or role) and key in exact and text[last - 1] == _YEH:
            verb, role = None, _NONE
        tokens.append(Token(key, first, last, verb, role))
    return tokens
