"""The words of many bodies as numbers, and their sequences of three, to compare bodies by.

Words are spelled by the house's folding and hashed for a whole batch at once with numpy;
`plain_words` is the slow twin that the tests hold it against. No hash depends on Python's hash
seed, so every run gives the same numbers.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from utils.text.cleaning import plain_letters, unescape
from utils.text.folding import FOLDS, fold
from utils.text.tokens import polynomials

SHINGLE = 3
BATCH = 200                  # bodies hashed at once: the arrays stay near the processor

_PARTS, _DROPPED = 0, 1      # in the table: what stands between words, and what has no weight
_PRIME = 0x9E3779B97F4A7C15  # odd, so that no two words in a row weigh alike


@cache
def _table() -> np.ndarray:
    """What each character counts as in a word: the code of its folded letter, or one of these."""
    table = np.array([code * chr(code).isalnum() for code in range(0x10000)], dtype=np.uint16)
    for printed, plain in FOLDS.items():
        if len(plain) <= 1:      # ligatures were taken apart before
            table[ord(printed)] = ord(plain) * plain.isalnum() if plain else _DROPPED
    return table


def plain_words(text: str) -> list[str]:
    """The words of a text in folded spelling: what the hashes stand for.

    >>> plain_words("قال د.أحمد: «إلى غـزّة».")
    ['قال', 'د', 'احمد', 'الي', 'غزه']
    """
    key = fold(_plain(text)).key
    return "".join(
        letter if letter.isalnum() and letter <= "\uffff" else " " for letter in key
    ).split()


def _plain(text) -> str:
    """The text with entities read and ligatures taken apart; nothing for a missing one."""
    return plain_letters(unescape(text)) if isinstance(text, str) else ""


def hash_words(articles: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The hashes of all words of all bodies, and the bounds: body i has words[b[i]:b[i + 1]]."""
    bodies = [_plain(body) for body in articles["body"]]
    parts = [_hashed(bodies[begin:begin + BATCH]) for begin in range(0, len(bodies), BATCH)]
    words = np.concatenate([np.zeros(0, np.uint64), *(hashes for hashes, _ in parts)])
    counts = np.concatenate([np.zeros(1, np.int64), *(counts for _, counts in parts)])
    return words, np.cumsum(counts)


def _hashed(bodies: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The hash of each word of the bodies, one after the other, and how many each body has."""
    encoded = [(body + "\n").encode("utf-16-le", "surrogatepass") for body in bodies]
    letters = _table()[np.frombuffer(b"".join(encoded), dtype=np.uint16)]
    weighs = letters != _DROPPED
    begins = np.cumsum([0, *(len(codes) // 2 for codes in encoded)])[:-1]
    ends_of_bodies = np.cumsum(np.add.reduceat(weighs, begins, dtype=np.int64))
    letters = letters[weighs]
    edges = np.flatnonzero(np.diff(letters != _PARTS, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    return (_mixed(polynomials(letters, starts, ends)),
            np.diff(np.searchsorted(starts, ends_of_bodies), prepend=0))


def _mixed(hashes: np.ndarray) -> np.ndarray:
    """The hashes with every bit depending on every bit (the finaliser of splitmix64)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


def sequences(words: np.ndarray) -> np.ndarray:
    """A hash for each three words in a row, at the place of the first."""
    rows = words[:max(0, len(words) - SHINGLE + 1)].copy()
    for step in range(1, SHINGLE):
        rows = _mixed(rows * np.uint64(_PRIME) + words[step:step + len(rows)])
    return rows


def shingles(words: np.ndarray) -> np.ndarray:
    """The different sequences of three words of one body; the words themselves when fewer."""
    return np.unique(sequences(words) if len(words) >= SHINGLE else words)
