"""Where words of a table stand in many texts, by array look-ups instead of work per word.

Each word of a batch has a number from its letters, and a bit table says which numbers can be a form
of the lexicon. Only those words are looked at in
Python, so the bit table may err on the side of too many, never of too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from utils.text.tokens import Chunk, Tokens, hash_words, spell

ROOM = 32                             # places in a bit table for each word in it
_NEXT = np.uint64(0xC2B2AE3D27D4EB4F)  # keeps (a, b) apart from (b, a)


class Table(NamedTuple):
    """Bit tables: which words, as they are written, can begin a form."""

    alone: np.ndarray      # a form by itself
    begins: np.ndarray     # with the word after it, the beginning of a form
    pairs: np.ndarray      # with the word after it, a whole form
    triples: np.ndarray    # with the two words after it, the beginning of a form
    titles: np.ndarray     # a title of one word, which needs a state after it
    states: np.ndarray     # the beginning of a state's name or adjective
    glued: np.ndarray      # the first two words of a form in one


class Words(NamedTuple):
    """The words of joined texts: first and last character of each, and which may begin a form."""

    starts: np.ndarray
    ends: np.ndarray
    known: np.ndarray      # places in `starts`


def _slots(numbers: np.ndarray, table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The two places of each number in a bit table; the product spreads numbers that lie close."""
    bits = np.uint64(len(table).bit_length() - 1)
    with np.errstate(over="ignore"):
        spread = numbers * np.uint64(0xD6E8FEB86659FD93)
        return spread >> (np.uint64(64) - bits), (spread << bits) >> (np.uint64(64) - bits)


def holds(table: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Whether each number is in the table; the second place is looked at where the first is set."""
    first, second = _slots(numbers, table)
    held = table[first]
    some = np.flatnonzero(held)
    held[some] = table[second[some]]
    return held


def bit_table(words) -> np.ndarray:
    """A table that says True for the number of every one of the words (and of a few others).

    Words that follow one another are given as a tuple; all tuples have one length.
    """
    rows = [word if isinstance(word, tuple) else (word,) for word in words]
    numbers = np.zeros(len(rows), np.uint64)
    with np.errstate(over="ignore"):
        for column in zip(*rows, strict=True):
            numbers = numbers * _NEXT + hash_words([spell(word) for word in column])
    table = np.zeros(1 << (ROOM * len(numbers)).bit_length(), bool)
    for slots in _slots(numbers, table):
        table[slots] = True
    return table


def find_words(tokens: Tokens, table: Table) -> Words:
    """The words among the tokens of folded texts, and those of them that can begin a form."""
    words = np.flatnonzero(~tokens.signs)
    numbers = tokens.hashes[words]
    with np.errstate(over="ignore"):
        following = np.append(numbers[1:], np.zeros(2, np.uint64))
        pairs = numbers * _NEXT + following[:-1]
        known = holds(table.alone, numbers)
        some = np.flatnonzero(holds(table.begins, pairs) & ~known)
        rows = pairs[some]
        known[some] = holds(table.pairs, rows) | holds(
            table.triples, rows * _NEXT + following[some + 1])
    some = np.flatnonzero(holds(table.titles, numbers) & ~known)
    known[some] = holds(table.states, following[some])
    return Words(tokens.starts[words], tokens.ends[words], np.flatnonzero(known))


def known_words(chunk: Chunk, table: np.ndarray, begins: np.ndarray,
                ends: np.ndarray) -> Iterator[list[tuple[int, int, str]]]:
    """For each stretch of the joined texts its words and signs that the bit table may hold.

    A stretch is begins..ends, a word its first and last character, counted from there, and itself.
    """
    known = np.flatnonzero(holds(table, chunk.tokens.hashes))
    starts, stops, joined = chunk.tokens.starts[known], chunk.tokens.ends[known], chunk.joined
    if "_" in joined:                                # it parts tokens, but no words
        lines = [found.start() for found in re.finditer("_", joined)]
        whole = chunk.tokens.signs[known] | ~(np.isin(stops, lines) | np.isin(starts - 1, lines))
        starts, stops = starts[whole], stops[whole]
    edges = zip(begins.tolist(), np.searchsorted(starts, begins).tolist(),
                np.searchsorted(stops, ends, "right").tolist(), strict=True)
    starts, stops = starts.tolist(), stops.tolist()
    for begin, first, last in edges:
        yield [(start - begin, stop - begin, joined[start:stop])
               for start, stop in zip(starts[first:last], stops[first:last], strict=True)]
