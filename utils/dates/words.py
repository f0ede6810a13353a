"""The words of dates, and a batch of text as a string with one letter for each of its words.

Which words speak of dates, and of what kind each is, stands in data/lexicon (date_words.csv,
months.csv, weekdays.csv). A text becomes a string of kinds ("w d m Y" for الثلاثاء 11 أغسطس 2015),
so that a grammar of dates is a regular expression over kinds, and the many words that have nothing
to do with dates cost next to nothing: they are hashed in one pass over arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from utils import calendars

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
    """(kind, value, key) of every word in the lexicon's three files, words of months apart."""
    rows = []
    for row in calendars.read_names("date_words.csv"):
        value = row["value"]
        number = int(value) if value.lstrip("-").isdigit() else value or None
        rows += [(row["kind"], number, key) for key in calendars.variants(row["words"])]
    for row in calendars.read_names("weekdays.csv"):
        kinds = {True: "english weekday", False: "weekday"}
        for key in calendars.variants(row["names"]):
            bare = not key.isascii() and not key.startswith("ال")
            rows.append(("bare weekday" if bare else kinds[key.isascii()], int(row["number"]), key))
    kinds = {"latin": "english month", "word": "guarded month",
             "spelled": "spelled month", "number": "doubtful month", "": "month"}
    eastern = {"guarded month": "guarded eastern name", "month": "eastern name"}
    for row in calendars.read_names("months.csv"):
        for key in calendars.variants(row["names"]):
            first, *rest = key.split()
            hijri = row["calendar"] == "hijri"
            if rest:
                rows.append(("hijri head" if hijri else "month head", None, first))
            else:
                kind = f"hijri {kinds[row['guard']]}" if hijri else kinds[row["guard"]]
                if row["region"].startswith("Levant"):
                    kind = eastern.get(kind, kind)
                rows.append((kind, int(row["number"]), first))
    return rows


# Words that are looked for around a date and never are part of one.
AROUND = {"future marker", "scheduled verb", "past verb", "no future verb", "no past verb",
          "report", "of our time", "new", "the two", "counted", "names the month", "outlet",
          "outlet of today", "delivery", "numbered", "of one day", "of a morrow", "became",
          "at a time of day"}


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


@lru_cache(maxsize=1 << 14)
def value(word: str) -> int | str | None:
    """What a word of dates stands for: a number, the name of a unit, or nothing.

    >>> value("الثامن"), value("11"), value("شهرين")
    (8, 11, 'month')
    """
    known = vocabulary().get(word)
    if known is None or known.joined:
        known = vocabulary().get("ا" + word)     # the article that ل took its alef from: لليوم
    return known.value if known else None


# ---------------------------------------------------------------- a batch as kinds

_SPACE, _ARABIC, _DIGIT, _LATIN = 0, 1, 2, 3
_FACTOR = 0x9E3779B97F4A7C15
_SIEVE = 16                                     # bits of the hash that the first look-up uses


@cache
def _character_table() -> np.ndarray:
    """For each character its group; a mark's group is the code of the letter it stands for."""
    table = np.full(0x10000, ord(OTHER_MARK), np.uint8)
    table[0x3001:0xD800] = _ARABIC                      # letters of the Far East, all alike here
    for code in (*range(0x3001), *range(0xF900, 0x10000)):
        character = chr(code)
        if character.isspace():
            table[code] = _SPACE
        elif character.isalpha():
            table[code] = _LATIN if code < 0x250 else _ARABIC
        elif character.isdigit():
            table[code] = _DIGIT
    for mark, kind in MARKS.items():
        table[ord(mark)] = ord(kind)
    return table


class _Powers:
    """The powers of the hash's factor and of its inverse, grown when a longer batch comes."""

    up = down = np.ones(1, np.uint64)

    @classmethod
    def for_length(cls, length: int) -> tuple[np.ndarray, np.ndarray]:
        """The powers up to that length at least, each as an array."""
        if len(cls.up) < length:
            size = max(length, 1 << 18)
            steps = np.full(size, _FACTOR, np.uint64), np.full(size, pow(_FACTOR, -1, 1 << 64),
                                                               np.uint64)
            for step in steps:
                step[0] = 1
            cls.up, cls.down = (np.multiply.accumulate(step) for step in steps)
        return cls.up, cls.down


def _hashes(codes: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """A 64-bit number for each stretch of the text, the same for the same characters."""
    up, down = _Powers.for_length(len(codes) + 1)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * up[:len(codes)], out=sums[1:])
    return (sums[ends] - sums[starts]) * down[starts]


def _split(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Group, start and end of every token: a run of letters or digits, or one mark."""
    groups = _character_table()[np.minimum(codes, 0xFFFF)]
    cuts = groups[1:] != groups[:-1]
    cuts |= groups[1:] > _LATIN
    edges = np.concatenate(([0], np.flatnonzero(cuts) + 1, [len(codes)]))
    kept = np.flatnonzero(groups[edges[:-1]])
    starts, ends = edges[kept], edges[kept + 1]
    return groups[starts], starts, ends


class _Index(NamedTuple):
    """The vocabulary by hash."""

    hashes: np.ndarray
    kinds: np.ndarray
    joined: np.ndarray
    sieve: np.ndarray


def _codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


@cache
def _index() -> _Index:
    words = vocabulary()
    ends = np.cumsum([len(word) for word in words])
    hashes = _hashes(_codes("".join(words)), np.concatenate(([0], ends[:-1])), ends)
    order = np.argsort(hashes)
    sieve = np.zeros(1 << _SIEVE, bool)
    sieve[hashes >> np.uint64(64 - _SIEVE)] = True
    kinds = np.array([ord(letter(word.kind)) for word in words.values()], np.uint8)
    joined = np.array([word.joined for word in words.values()], np.int64)
    return _Index(hashes[order], kinds[order], joined[order], sieve)


class Tokens(NamedTuple):
    """A text's words and marks: a letter for the kind of each, and where each stands."""

    kinds: str
    starts: Sequence[int]          # views of arrays: few of the places are ever looked at
    ends: Sequence[int]


def read_tokens(key: str) -> Tokens:
    """The kinds and places of a folded text's words; what is written on to a word stands apart.

    >>> tokens = read_tokens("وبالثامن من يونيو")
    >>> list(tokens.starts)
    [0, 2, 9, 12]
    >>> tokens.kinds == "".join(map(letter, ("and", "ordinal", "from", "month")))
    True
    """
    if not key:
        return Tokens("", [], [])
    codes = _codes(key)
    groups, starts, ends = _split(codes)
    letters = np.where(groups > _LATIN, groups, ord(OTHER)).astype(np.uint8)
    letters[groups == _DIGIT] = ord(NUMBER)
    index = _index()
    hashes = _hashes(codes, starts, ends)
    likely = np.flatnonzero(index.sieve[hashes >> np.uint64(64 - _SIEVE)])
    places = np.searchsorted(index.hashes, hashes[likely])
    places[places == len(index.hashes)] = 0
    found = index.hashes[places] == hashes[likely]
    words, places = likely[found], places[found]
    letters[words] = index.kinds[places]
    joined = index.joined[places]
    split, lengths = words[joined > 0], joined[joined > 0]
    conjunction = np.isin(codes[starts[split]], [ord("و"), ord("ف")])
    before = np.where(conjunction, ord(letter("and")), ord(letter("joined preposition")))
    heads = starts[split]
    starts = starts.copy()
    starts[split] += lengths
    return Tokens(
        np.insert(letters, split, before).tobytes().decode("latin-1"),
        memoryview(np.insert(starts, split, heads)),
        memoryview(np.insert(ends, split, heads + lengths)),
    )
