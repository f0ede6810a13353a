"""The words of speech: verbs that say something, and the words that stand around them.

They are rows of `data/lexicon/speech_verbs.csv` and `speech_words.csv`; here they are spread over
the conjunctions that Arabic writes onto a word, once, into two tables.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from utils.tables import LEXICON
from utils.text.folding import fold

COLUMNS = {
    "speech_verbs.csv": ("verb", "past", "present", "participle", "takes", "note"),
    "speech_words.csv": ("words", "role", "note"),
}
_ALONE = {"addressee", "medium kind", "particle"}      # roles of words that no و is written onto
_MAQSURA = "\N{ARABIC LETTER ALEF MAKSURA}"


class Verb(NamedTuple):
    """A form of a verb of speech: قالت is a past form of قال, feminine."""

    verb: str                # as a dictionary has it
    tense: str               # past, present, participle
    feminine: bool
    joined: bool             # with و or ف written onto it
    takes: frozenset = frozenset()     # what the column `takes` says


class Sayings(NamedTuple):
    """The words of both files by their folded forms."""

    words: dict[str, tuple[Verb | None, frozenset]]
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
            if reader.line_num == 1:
                continue
            row = dict(zip(expected, cells, strict=True))
            forms = "|".join(row[name] for name in expected[:-2]).split("|")
            several = [form for form in forms if " " in form]
            if several:
                raise ValueError(
                    f"{path}, line {reader.line_num}: {several}, expected one word a form. Give "
                    "the word of them that decides."
                )
            yield row


def _is_feminine(form: str, tense: str, verb: str) -> bool:
    """Whether a form of the verb is one of a woman's, a body's or of things."""
    if tense == "past":                  # the ت of لفت is its own
        return form.endswith(("ت", "تا")) and form != verb
    return form.startswith("ت") if tense == "present" else form.endswith("ة")


@lru_cache(maxsize=2)
def read_sayings(folder: Path = LEXICON) -> Sayings:
    """The verbs and words of speech.

    >>> read_sayings().words["واضافت"][0][:4]
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
                    feminine = _is_feminine(form, tense, row["verb"])
                    verbs.setdefault(
                        key, Verb(row["verb"], tense, feminine, bool(before), takes))
                    note(form, key)
    for row in _read(folder, "speech_words.csv"):
        for form in row["words"].split("|"):
            for before in ("",) if row["role"] in _ALONE else ("", "و"):
                key = before + fold(form).key
                roles.setdefault(key, set()).add(row["role"])
                note(form, key)
    words = {key: (verbs.get(key), frozenset(roles.get(key, ())))
             for key in sorted({*verbs, *roles})}
    return Sayings(words, frozenset(exact - open_ended))
