"""A batch of text as a string with one letter for each of its words and marks.

"w d m Y" stands for الثلاثاء 11 أغسطس 2015: a grammar of dates is then a regular expression over
kinds. Most words have nothing to do with dates and cost next to nothing: all words are looked at
in one pass over arrays, and what their first four letters give away is not looked at twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from utils.dates.words import MARKS, NUMBER, OTHER, OTHER_MARK, letter, vocabulary

_SPACE, _ARABIC, _DIGIT, _LATIN = 0, 1, 2, 3
_FOUR = 4                                    # letters of 16 bits that make one number of 64
_KEPT = np.array([(1 << 16 * length) - 1 for length in range(_FOUR + 1)], np.uint64)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SIEVE = 18                                  # bits that are left of four letters and a length
_SLOTS = 17                                  # bits of a hash that say where it may stand
_OTHER_CHARACTER = 0xFFFF                    # of four bytes: no letter of a date


class Tokens(NamedTuple):
    """A text's words and marks: a letter for the kind of each, and where each stands."""

    kinds: str
    starts: Sequence[int]          # views of arrays: few of the places are ever looked at
    ends: Sequence[int]


@cache
def _letter_of_group() -> np.ndarray:
    """The letter that a token of each group gets as long as nothing more is known of it."""
    letters = np.arange(0x100, dtype=np.uint8)
    letters[:_LATIN + 1] = ord(OTHER)
    letters[_DIGIT] = ord(NUMBER)
    return letters


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


def _codes(text: str) -> np.ndarray:
    """The text's characters as numbers, and as many zeros behind them as the longest word has."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    if len(encoded) != 2 * len(text):
        wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        encoded = np.minimum(wide, _OTHER_CHARACTER).astype("<u2").tobytes()
    return np.frombuffer(encoded + bytes(2 * (_longest() + _FOUR)), "<u2")


def _split(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Group, start and end of every token: a run of letters or digits, or one mark."""
    groups = _character_table()[codes]
    cuts = np.ones(len(groups) + 1, bool)
    np.not_equal(groups[1:], groups[:-1], out=cuts[1:-1])
    cuts[1:-1] |= groups[1:] > _LATIN
    printed = groups > _SPACE
    starts, ends = np.flatnonzero(cuts[:-1] & printed), np.flatnonzero(cuts[1:] & printed)
    return groups[starts], starts, ends + 1


# ---------------------------------------------------------------- words by their letters


def _fours(codes: np.ndarray) -> np.ndarray:
    """The four characters from each place on as one number; a view, nothing is copied."""
    return np.ndarray(len(codes) - _FOUR + 1, "<u8", codes, strides=codes.strides)


def _sieved(firsts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """What is left of the length and the first letters of words: a place in the sieve."""
    return (firsts + lengths.view(np.uint64)) * _FACTOR >> np.uint64(64 - _SIEVE)


def _hashes(fours: np.ndarray, firsts: np.ndarray, starts: np.ndarray,
            lengths: np.ndarray) -> np.ndarray:
    """A number of 64 bits for each word, the same for the same letters."""
    hashes = firsts * _FACTOR
    for part, kept in _kept_of_parts():
        hashes += fours[starts + part] & kept[lengths]
        hashes *= _FACTOR
    return hashes


@cache
def _kept_of_parts() -> list[tuple[int, np.ndarray]]:
    """For each further part of a word where it begins, and what is kept of it by length."""
    lengths = np.arange(_longest() + 1)
    return [(part, _KEPT[np.clip(lengths - part, 0, _FOUR)])
            for part in range(_FOUR, _longest(), _FOUR)]


@cache
def _longest() -> int:
    return max(map(len, vocabulary()))


class _Index(NamedTuple):
    """The vocabulary by hash."""

    hashes: np.ndarray
    kinds: np.ndarray
    joined: np.ndarray
    sieve: np.ndarray
    slots: list[np.ndarray]      # by some bits of the hash, the next where two share them


def _slot(hashes: np.ndarray, table: int) -> np.ndarray:
    """Where hashes stand in one of the tables of slots: other bits of them in each."""
    return hashes >> np.uint64(64 - _SLOTS - 8 * table) & np.uint64((1 << _SLOTS) - 1)


def _slots(hashes: np.ndarray) -> list[np.ndarray]:
    """Tables of the words' places; a word that another has put out stands in the next of them."""
    tables, left = [], np.arange(len(hashes))
    while len(left):
        slots = _slot(hashes[left], len(tables))
        tables.append(np.zeros(1 << _SLOTS, np.int32))
        tables[-1][slots] = left
        left = left[tables[-1][slots] != left]
    return tables


@cache
def _index() -> _Index:
    words = vocabulary()
    lengths = np.array([len(word) for word in words])
    starts = np.cumsum(lengths) - lengths
    fours = _fours(_codes("".join(words)))
    firsts = fours[starts] & _KEPT[np.minimum(lengths, _FOUR)]
    hashes = _hashes(fours, firsts, starts, lengths)
    sieve = np.zeros(1 << _SIEVE, bool)
    sieve[_sieved(firsts, lengths)] = True
    kinds = np.array([ord(letter(word.kind)) for word in words.values()], np.uint8)
    joined = np.array([word.joined for word in words.values()], np.int64)
    return _Index(hashes, kinds, joined, sieve, _slots(hashes))


def _known(codes: np.ndarray, starts: np.ndarray,
           ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which of the tokens are words of dates, and the place of each in the index."""
    index, fours, lengths = _index(), _fours(codes), ends - starts
    firsts = fours[starts] & _KEPT[np.minimum(lengths, _FOUR)]
    likely = np.flatnonzero(index.sieve[_sieved(firsts, lengths)])
    likely = likely[lengths[likely] <= _longest()]
    hashes = _hashes(fours, firsts[likely], starts[likely], lengths[likely])
    places = index.slots[0][_slot(hashes, 0)]
    found = index.hashes[places] == hashes
    for table, slots in enumerate(index.slots[1:], 1):
        others = np.flatnonzero(~found)
        places[others] = slots[_slot(hashes[others], table)]
        found[others] = index.hashes[places[others]] == hashes[others]
    return likely[found], places[found]


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
    groups, starts, ends = _split(codes[:len(key)])
    letters = _letter_of_group()[groups]
    words, places = _known(codes, starts, ends)
    index = _index()
    letters[words] = index.kinds[places]
    joined = index.joined[places]
    split, lengths = words[joined > 0], joined[joined > 0]
    heads = starts[split]
    first = codes[heads]
    conjunction = (first == ord("و")) | (first == ord("ف"))
    before = np.where(conjunction, ord(letter("and")), ord(letter("joined preposition")))
    starts[split] += lengths
    return Tokens(
        np.insert(letters, split, before).tobytes().decode("latin-1"),
        memoryview(np.insert(starts, split, heads)),
        memoryview(np.insert(ends, split, heads + lengths)),
    )
