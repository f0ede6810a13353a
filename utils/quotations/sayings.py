"""The words of speech: verbs that say something, and the words that stand around them.

They are rows of `data/lexicon/speech_verbs.csv` and `speech_words.csv`; here they are spread over
the conjunctions that Arabic writes onto a word, once, into two tables.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from utils.lexicon_rows import LexiconError, Row, read_rows
from utils.tables import LEXICON
from utils.text.folding import fold

_ALONE = {"addressee", "himself", "medium kind", "particle"}      # no و is written onto these
_TO_ME = "لي"                                        # nor onto this: ولي العهد is a prince
_TENSES = ("past", "present", "participle")
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


def _read(folder: Path, name: str, *columns: str) -> list[Row]:
    """The rows of one file. Raises LexiconError also where a form is of several words."""
    rows = read_rows(folder, name)
    for row in rows:
        for column in columns:
            if several := [form for form in row.many(column) if " " in form]:
                raise LexiconError(f"{row.complaint(column, 'one word a form')}. Give the word of "
                                   f"{several[0]!r} that decides.")
    return rows


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

    for row in _read(folder, "speech_verbs", *_TENSES):
        takes = frozenset(row["takes"].split("|"))
        for tense in _TENSES:
            for form in row.many(tense):
                for before in ("", "و", "ف"):
                    key = before + fold(form).key
                    feminine = _is_feminine(form, tense, row["verb"])
                    verbs.setdefault(
                        key, Verb(row["verb"], tense, feminine, bool(before), takes))
                    note(form, key)
    for row in _read(folder, "speech_words", "words"):
        for form in row.many("words"):
            alone = row["role"] in _ALONE or form == _TO_ME
            for before in ("",) if alone else ("", "و"):
                key = before + fold(form).key
                roles.setdefault(key, set()).add(row["role"])
                note(form, key)
    words = {key: (verbs.get(key), frozenset(roles.get(key, ())))
             for key in sorted({*verbs, *roles})}
    return Sayings(words, frozenset(exact - open_ended))


def roles_of(key: str) -> frozenset:
    """The roles that a folded word has beside verbs of speech, empty where it has none."""
    return read_sayings().words.get(key, (None, frozenset()))[1]
