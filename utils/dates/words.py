"""The words of dates: of which kind each is, and what it stands for.

They stand in data/lexicon (date_words.csv, months.csv, weekdays.csv). Each kind has a letter, so
that a text can be read as a string of kinds, and a grammar of dates is a regular expression.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from utils import calendars
from utils.lexicon_rows import read_rows
from utils.tables import LEXICON

OTHER, NUMBER = "_", "#"
# Marks that a date may hold stand for themselves; all others are one kind.
MARKS = {**dict.fromkeys("/\\", "/"), **dict.fromkeys("-–—", "-"), **dict.fromkeys(",،", ","),
         **dict.fromkeys("([{«“", "("), **dict.fromkeys(")]}»”", ")"),
         **dict.fromkeys("\n\r", "\n"), ".": ".", ":": ":", '"': '"'}
OTHER_MARK = ";"
DIGITS = {"day": range(1, 32), "gregorian year": range(1501, 2151), "hijri year": range(1300, 1501)}
COUNTS = range(32, 1300)                 # what can only be counted, or be a year of long ago

# One byte for each kind; ASCII is left to the marks.
_LETTERS = [chr(code) for code in range(0x80, 0x100)]
# Conjunctions and prepositions that are written on to the word after them.
_JOINED = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل")


class Word(NamedTuple):
    """A word of dates: its kind, what it stands for, and how many letters are written on to it."""

    kind: str
    value: int | str | None
    joined: int = 0


@cache
def _rows() -> list[tuple[str, int | str | None, str]]:
    """(kind, value, key) of every word in the lexicon's four files, words of months apart."""
    rows = []
    for row in read_rows(LEXICON, "date_words"):
        value = row["value"]
        number = int(value) if value.lstrip("-").isdigit() else value or None
        rows += [(row["kind"], number, key) for key in calendars.variants(row["words"])]
    for row in read_rows(LEXICON, "given_names"):
        rows += [("given name", None, key) for key in calendars.variants(row["names"])]
    for row in read_rows(LEXICON, "weekdays"):
        kinds = {True: "english weekday", False: "weekday"}
        for key in calendars.variants(row["names"]):
            bare = not key.isascii() and not key.startswith("ال")
            rows.append(("bare weekday" if bare else kinds[key.isascii()], row.number("number"),
                         key))
    kinds = {"latin": "english month", "word": "guarded month",
             "spelled": "spelled month", "number": "doubtful month", "": "month"}
    eastern = {"guarded month": "guarded eastern name", "month": "eastern name"}
    for row in read_rows(LEXICON, "months"):
        for key in calendars.variants(row["names"]):
            first, *rest = key.split()
            hijri = row["calendar"] == "hijri"
            if rest:
                rows.append(("hijri head" if hijri else "month head", None, first))
            else:
                kind = f"hijri {kinds[row['guard']]}" if hijri else kinds[row["guard"]]
                if row["region"].startswith("Levant"):
                    kind = eastern.get(kind, kind)
                rows.append((kind, row.number("number"), first))
    return rows


# Words that are looked for around a date and never are part of one.
AROUND = {"future marker", "scheduled verb", "past verb", "no future verb", "no past verb",
          "report", "of our time", "new", "the two", "counted", "names the month", "outlet",
          "outlet of today", "delivery", "numbered", "of one day", "of a morrow", "became",
          "at a time of day", "put off", "given name", "gathering", "holding", "calls",
          "agrees", "weekend", "pay"}


@cache
def listed(kind: str) -> frozenset[str]:
    """The words of a kind, folded.

    >>> "سوف" in listed("future marker")
    True
    """
    return frozenset(key for row_kind, _, key in _rows() if row_kind == kind)


@cache
def vocabulary() -> dict[str, Word]:
    """Every printed form of a word of dates, with what may be written on to it.

    >>> vocabulary()["وبالثامن"], vocabulary()["للثلاثاء"].joined
    (Word(kind='ordinal', value=8, joined=2), 1)
    """
    words = {}
    for kind, value, key in _rows():
        if kind not in AROUND:
            words.setdefault(key, Word(kind, value))
    for kind, numbers in DIGITS.items():
        words.update({str(number): Word(kind, number) for number in numbers})
    words.update({f"0{number}": Word("day", number) for number in range(1, 10)})
    words.update({str(number): Word("count", number) for number in COUNTS})
    for key, word in list(words.items()):
        if key[0].isdigit() or key.isascii() or len(key) < 2:
            continue
        for joined in _JOINED:
            form = joined + key
            if joined[-1] == "ل" and key.startswith("ال"):
                form = joined + key[1:]
            if form not in words:
                words[form] = Word(word.kind, word.value, len(joined))
    return words


def letter(kind: str) -> str:
    """The letter that stands for a kind of word in a string of kinds."""
    return kinds()[kind]


@cache
def kinds() -> dict[str, str]:
    """Every kind of word with the letter that stands for it."""
    named = dict.fromkeys([*(word.kind for word in vocabulary().values()), "joined preposition"])
    return dict(zip(named, _LETTERS[:len(named)], strict=True))


@lru_cache(maxsize=4096)
def value(word: str) -> int | str | None:
    """What a word of dates stands for: a number, the name of a unit, or nothing.

    >>> value("الثامن"), value("11"), value("شهرين")
    (8, 11, 'month')
    """
    known = vocabulary().get(word)
    if known is None or known.joined:
        known = vocabulary().get("ا" + word)     # the article that ل took its alef from: لليوم
    return known.value if known else None
