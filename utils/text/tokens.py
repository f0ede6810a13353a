"""The words of many texts at once, as numbers: where they stand, which they are, what they end.

`plain_tokens` is the slow twin that the tests hold the arrays against.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from utils.asking import instance
from utils.text.folding import Folded, fold_all

# Letters together, digits together, every sign alone. Of folded text, so all digits are ASCII.
TOKEN = re.compile(r"[^\W\d_\U00010000-\U0010FFFF]+|[0-9]+|[_\U00010000-\U0010FFFF]|[^\w\s]|\d")
LONGEST = 200                # words of a sentence; a longer one is cut there
CHUNK = 250_000              # characters whose arrays stay near the processor
LISTED = 20_000              # words of a list that are hashed at once, for the same reason

_SPACE, _LETTER, _DIGIT, _SIGN = range(4)
_PRIME = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_INVERSE = pow(_PRIME, -1, 2**64)
_DIGITS = re.compile(r"\d")
_ENDS = [ord(sign) for sign in ".!?\N{ARABIC QUESTION MARK}"]


class Tokens(NamedTuple):
    """Words in the order of the texts; offsets count characters of the texts joined by LF."""

    starts: np.ndarray
    ends: np.ndarray
    hashes: np.ndarray       # equal for words of equal spelling, digits being equal
    signs: np.ndarray        # whether each is a sign, not letters or digits
    sentences: np.ndarray    # the number of words of each sentence


class Joined(NamedTuple):
    """Neighbouring texts, of which `first` is the number of the first, joined by LF."""

    first: int
    begins: np.ndarray       # where each text begins, and one more, behind the last
    joined: str


class Chunk(NamedTuple):
    """Neighbouring texts, joined, and their words."""

    first: int
    begins: np.ndarray
    joined: str
    tokens: Tokens


class Ready(NamedTuple):
    """Texts made ready for searching: folded, and cut into words."""

    folded: list[Folded]
    chunks: list[Chunk]


READY = instance(Ready, "texts made ready", "Take them from text.tokens.make_ready(bodies).")


def make_ready(texts: list[str]) -> Ready:
    """The texts, folded and cut into words once for all that search them."""
    folded = fold_all(texts)
    return Ready(folded, list(read_chunks([one.key for one in folded])))


def read_chunks(keys: Sequence[str], size: int = CHUNK) -> Iterator[Chunk]:
    """The folded texts in chunks of about `size` characters, read into words."""
    return (Chunk(*one, read_tokens(one.joined)) for one in join_texts(keys, size))


def join_texts(keys: Sequence[str], size: int = CHUNK) -> Iterator[Joined]:
    """The texts in chunks of about `size` characters, each one text."""
    first = 0
    while first < len(keys):
        last, length = first + 1, len(keys[first])
        while last < len(keys) and length + len(keys[last]) <= size:
            length += len(keys[last])
            last += 1
        some = keys[first:last]
        begins = np.cumsum([0, *(len(key) + 1 for key in some)])
        yield Joined(first, begins, "\n".join(some))
        first = last


def spell(word: str) -> str:
    """The folded word with every digit as 0, so that all years are one word.

    >>> spell("2015")
    '0000'
    """
    return _DIGITS.sub("0", word)


def plain_tokens(key: str) -> list[tuple[int, int, str]]:
    """(start, end, spelling) of each word of a folded text.

    >>> plain_tokens("في 2015.")
    [(0, 2, 'في'), (3, 7, '0000'), (7, 8, '.')]
    """
    return [(found.start(), found.end(), spell(found[0])) for found in TOKEN.finditer(key)]


@cache
def _kinds() -> np.ndarray:
    """Whether each character is white space, a letter, a digit or a sign."""
    kinds = np.full(0x10001, _SIGN, np.uint8)
    for code in range(0x10000):
        letter = chr(code)
        if letter.isspace():
            kinds[code] = _SPACE
        elif letter.isalnum() and not letter.isdecimal():
            kinds[code] = _LETTER
    kinds[ord("0"):ord("9") + 1] = _DIGIT
    return kinds


def hash_words(words: Sequence[str]) -> np.ndarray:
    """The hash of each word: what `read_tokens` gives it in a text."""
    parts = (words[begin:begin + LISTED] for begin in range(0, len(words), LISTED))
    return np.concatenate([np.zeros(0, np.uint64), *map(_hash_some, parts)])


def _hash_some(words: Sequence[str]) -> np.ndarray:
    codes = _codes("\n".join(words))
    lengths = np.array([len(word) for word in words], np.int64)
    ends = np.cumsum(lengths + 1) - 1
    return polynomials(codes, ends - lengths, ends)


def polynomials(codes: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """A number for each word of letters, read off running sums over all of them at once."""
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * _powers(_PRIME, len(codes)), out=sums[1:])
    return (sums[ends] - sums[starts]) * _powers(_INVERSE, len(codes) + 1)[starts]


_KEPT_POWERS: dict[int, np.ndarray] = {}


def _powers(base: int, count: int) -> np.ndarray:
    """base**0, base**1, ... modulo 2**64; kept, since every batch needs them."""
    if base not in _KEPT_POWERS or len(_KEPT_POWERS[base]) < count:
        powers = np.full(2 * count + 1, base, dtype=np.uint64)
        powers[0] = 1
        _KEPT_POWERS[base] = np.cumprod(powers)
    return _KEPT_POWERS[base][:count]


def read_tokens(joined: str) -> Tokens:
    """The words of folded texts that were joined by line feeds."""
    codes = _codes(joined)
    kinds = _kinds()[codes if codes.dtype == np.uint16 else np.minimum(codes, 0x10000)]
    changes = np.ones(len(codes) + 1, bool)
    np.not_equal(kinds[1:], kinds[:-1], out=changes[1:-1])
    changes[1:-1] |= kinds[1:] == _SIGN
    edges = np.flatnonzero(changes)
    firsts = kinds[edges[:-1]]
    words = np.flatnonzero(firsts != _SPACE)
    starts, ends, firsts = edges[words], edges[words + 1], firsts[words]
    plain = np.where(kinds == _DIGIT, codes.dtype.type(ord("0")), codes)
    lines = np.flatnonzero((codes == 10) | (codes == 13))
    initials = (ends - starts == 1) & (firsts == _LETTER)
    return Tokens(starts, ends, polynomials(plain, starts, ends), firsts == _SIGN,
                  _sentences(codes[starts], starts, ends, lines, initials))


def _codes(text: str) -> np.ndarray:
    """The code of each character, in two bytes each where that is enough."""
    short = text.encode("utf-16-le", "surrogatepass")
    if len(short) == 2 * len(text):
        return np.frombuffer(short, np.uint16)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _sentences(signs, starts, ends, lines, initials) -> np.ndarray:
    """How many words each sentence has: it ends with its line, or with a stop before white space.

    `signs` are the words' first characters. The stop of a single letter (د. أحمد) ends nothing.
    """
    if not len(starts):
        return np.zeros(0, np.int64)
    stops = (signs == _ENDS[0]) | (signs == _ENDS[1]) | (signs == _ENDS[2]) | (signs == _ENDS[3])
    stops[1:] &= ~(initials[:-1] & (ends[:-1] == starts[1:]))
    begins = np.ones(len(starts) + 1, bool)      # one more, behind the last word
    begins[1:-1] = stops[:-1] & (ends[:-1] < starts[1:])
    begins[np.searchsorted(starts, lines)] = True
    sizes = np.diff(np.flatnonzero(begins))
    parts = -(-sizes // LONGEST)
    cut = np.full(parts.sum(), LONGEST, np.int64)
    cut[np.cumsum(parts) - 1] = sizes - (parts - 1) * LONGEST
    return cut
