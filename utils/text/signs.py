"""Where the signs that matter stand in many texts, looked up for all of the texts at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

GROUP = 64                   # texts read at once: their arrays stay near the processor

_EVERY = "".join(map(chr, range(0x10000)))


class Signs(NamedTuple):
    """The signs of some texts, each text followed by a line feed."""

    kinds: np.ndarray        # of each character: the kinds of sign that it is, one bit a kind
    begins: list[int]        # where each text begins; at last where the next one would

    def places(self, here: np.ndarray) -> list[list[int]]:
        """For each text the offsets at which `here`, a truth value a character, holds."""
        found = np.flatnonzero(here)
        edges = np.searchsorted(found, self.begins).tolist()
        found = found.tolist()
        return [
            [place - begin for place in found[first:last]] if first < last else []
            for begin, first, last in zip(self.begins, edges, edges[1:], strict=False)
        ]


def sign_kinds(*sets: str) -> np.ndarray:
    """For each character a number whose bit i tells whether sets[i] holds it.

    The sets are written as between the brackets of a regular expression. No character beyond the
    first 65,536 is a sign.

    >>> [sign_kinds("a-c", "bx")[ord(letter)].item() for letter in "abxy"]
    [1, 3, 2, 0]
    """
    kinds = np.zeros(len(_EVERY) + 1, np.uint8)
    for bit, signs in enumerate(sets):
        kinds[[found.start() for found in re.finditer(f"[{signs}]", _EVERY)]] |= 1 << bit
    return kinds


def read_signs(texts: list[str], kinds: np.ndarray) -> Iterator[tuple[list[str], Signs]]:
    """The texts in groups, in their order, each group with its signs."""
    for first in range(0, len(texts), GROUP):
        group = texts[first:first + GROUP]
        encoded = "".join(f"{text}\n" for text in group).encode("utf-32-le", "surrogatepass")
        begins = np.cumsum([0, *(len(text) + 1 for text in group)]).tolist()
        codes = np.frombuffer(encoded, "<u4")
        yield group, Signs(kinds.take(codes, mode="clip"), begins)
