"""When one body is a copy of another: pairs looked for by keys, then counted exactly.

Everything here is numbers, one row a body, the earliest body first: a digest of all words, a
minhash signature of the sequences of three, and what `Common` can tell of two bodies. Where the
bodies themselves lie, in one table or in a thousand files, is not this module's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import pandas as pd
from rensa import RMinHash

# Where the limits come from: benchmarks/text.py prints how many planted copies and how many
# different stories SaudiNewsNet's pairs hold on either side of them.
SHARED = 0.5                 # of the shorter body's shingles, for a near copy
# A wire story spreads within a day. One paper's columns, and the reports that come back days later
# (weather, telegrams, sentences carried out), repeat whole phrases: there more must be common,
# either of the sequences, or of the single words, which formulas do not share but edits leave.
SHARED_FORMULAS = 0.7
SAME_WORDS = 0.8
ALIKE = 0.25                 # of both bodies' shingles together
SIGNATURE, ROWS = 64, 2      # 32 bands of 2: a pair that shares 30% is missed once in 20 times
SEED = 20240618
NEIGHBOURS = 5               # pairs tried for a body in one band, so that the time stays linear

_PAIRS = 100_000             # pairs looked at together: a few MB
_NONE = b"\0" * 16           # the digest of a body without words


def share(one: np.ndarray, other: np.ndarray) -> float:
    """The part of the shorter body's shingles that both have; 1 for two bodies without any."""
    fewer = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / fewer if fewer else 1.0


class Common(NamedTuple):
    """What two bodies have in common, counted exactly.

    `shingles` and `words` give the different ones of the body at a place, sorted.
    """

    shingles: Callable[[int], np.ndarray]
    words: Callable[[int], np.ndarray]
    outlets: np.ndarray
    days: np.ndarray             # datetime64[D], NaT where unknown

    def share_of_copy(self, earlier: int, later: int) -> float:
        """The common part of the shorter body's shingles; 0 when that makes no near copy."""
        one, other = self.shingles(earlier), self.shingles(later)
        shared = share(one, other)
        common = shared * min(len(one), len(other))
        if shared < SHARED or common < ALIKE * (len(one) + len(other) - common):
            return 0.0
        if shared < SHARED_FORMULAS and self.may_be_formula(earlier, later):
            same = share(self.words(earlier), self.words(later))
            return shared if same >= SAME_WORDS else 0.0
        return shared

    def may_be_formula(self, earlier: int, later: int) -> bool:
        """Whether the two are from one paper, or two days or more lie between them."""
        outlet = self.outlets[earlier]
        one_paper = not pd.isna(outlet) and outlet == self.outlets[later]
        return bool(one_paper or self.days[later] - self.days[earlier] >= np.timedelta64(2, "D"))


# ---------------------------------------------------------------- the same words


def digest(words: np.ndarray, headline: Iterable[str] = ()) -> bytes:
    """16 bytes that stand for these words in this order, and for the headline where it counts."""
    if not len(words):
        return _NONE
    whole = blake2b(words.tobytes(), digest_size=16)
    for word in headline:
        whole.update(b"\0" + word.encode("utf-8", "surrogatepass"))
    return whole.digest()


def firsts_of(digests: np.ndarray) -> np.ndarray:
    """For each body the place of the first one with the same digest; its own without words.

    `digests` holds 16 bytes a row, as two unsigned numbers.
    """
    own = np.arange(len(digests))
    if not len(digests):
        return own
    order = np.lexsort((own, digests[:, 1], digests[:, 0]))
    same = digests[order]
    begins = np.r_[True, (same[1:] != same[:-1]).any(axis=1)]
    firsts = np.empty_like(own)
    firsts[order] = order[np.flatnonzero(begins)][np.cumsum(begins) - 1]
    return np.where(digests.any(axis=1), firsts, own)


def as_numbers(digests: Iterable[bytes]) -> np.ndarray:
    """The digests as two unsigned numbers a row."""
    return np.frombuffer(b"".join(digests), dtype=np.uint64).reshape(-1, 2)


# ---------------------------------------------------------------- looked for by keys


def signatures(pieces: list[np.ndarray]) -> np.ndarray:
    """One row of SIGNATURE numbers for the sequences of each body."""
    if not pieces:
        return np.zeros((0, SIGNATURE), dtype=np.uint32)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        np.concatenate(pieces), np.cumsum([0, *map(len, pieces)], dtype=np.uint64), SIGNATURE, SEED,
    )
    return np.array(matrix.to_rows(), dtype=np.uint32)


def candidates(columns: Sequence[np.ndarray], at_once: int = SIGNATURE // ROWS) -> np.ndarray:
    """Pairs of places, the earlier first, whose signatures agree in a band and look alike.

    One row a pair, by the later place. `columns` are those of the signatures; they may lie on disk,
    since one is read at a time. The pairs of `at_once` bands are held before they are looked at.
    """
    count = len(columns[0])
    found = np.zeros(0, dtype=np.int64)
    for begin in range(0, SIGNATURE if count > 1 else 0, at_once * ROWS):
        bands = range(begin, min(begin + at_once * ROWS, SIGNATURE), ROWS)
        agreeing = _unique([_agreeing(columns[band], columns[band + 1]) for band in bands])
        found = _unique([found, _alike(agreeing, columns)])
    pairs = np.empty((len(found), 2), dtype=np.int32)
    pairs[:, 1] = found // max(1, count)
    found %= max(1, count)
    pairs[:, 0] = found
    return pairs


def _unique(parts: list[np.ndarray]) -> np.ndarray:
    """The different numbers of the parts, sorted: `np.unique`, in half of the memory."""
    numbers = np.concatenate(parts)
    numbers.sort()
    again = np.zeros(len(numbers), dtype=bool)
    np.equal(numbers[1:], numbers[:-1], out=again[1:])
    return numbers[~again]


def _agreeing(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Pairs of places with the same values in both columns, each as later * count + earlier.

    In a large group only neighbours are paired, so that the time stays linear.
    """
    keys = one.astype(np.uint64) << np.uint64(32) | other
    order = np.argsort(keys, kind="stable")            # stable: the earlier of equals stays first
    keys = keys[order]
    pairs = []
    for step in range(1, min(NEIGHBOURS, len(keys) - 1) + 1):
        agree = keys[step:] == keys[:-step]
        pairs.append(order[step:][agree] * len(keys) + order[:-step][agree])
    return np.concatenate(pairs)


def _alike(pairs: np.ndarray, columns: Sequence[np.ndarray]) -> np.ndarray:
    """Those of the pairs whose signatures have enough in common."""
    count = len(columns[0])
    later, earlier = (pairs // count).astype(np.int32), (pairs % count).astype(np.int32)
    same = np.zeros(len(pairs), dtype=np.uint8)
    for place in range(SIGNATURE):
        column = columns[place]
        same += column[later] == column[earlier]
    return pairs[same >= SIGNATURE * ALIKE / 2]


# ---------------------------------------------------------------- led on to the first


def lead_on(firsts: np.ndarray, pairs: np.ndarray, common: Common) -> np.ndarray:
    """The places with near copies led on to the earliest of their chain.

    A chain ends where the last is no near copy of the first: copies of copies drift, and the fifth
    aid flight is reported in the words of the third. The pairs are those of `candidates`, in its
    order.
    """
    firsts = firsts.copy()
    most, best = np.zeros(len(firsts)), np.full(len(firsts), -1, dtype=np.int32)
    for earlier, later, shared in _near(pairs, common):
        if shared > most[later]:                 # the earliest of equals comes first
            most[later], best[later] = shared, earlier
    for later in np.flatnonzero(most).tolist():  # earlier places are settled before later ones
        earlier = best[later]
        first = firsts[earlier]
        if first == earlier or common.share_of_copy(first, later):
            firsts[later] = first
    return firsts[firsts]                        # exact copies follow the body that they repeat


def _near(pairs: np.ndarray, common: Common) -> Iterator[tuple[int, int, float]]:
    """Those of the pairs that are near copies: earlier, later, share."""
    for some in np.array_split(pairs, len(pairs) // _PAIRS + 1):
        for earlier, later in some.tolist():
            shared = common.share_of_copy(earlier, later)
            if shared:
                yield earlier, later, shared
