"""Where the words of speech stand in a batch of texts, found by arrays before any is read closely.

The texts are folded and cut into words and marks at once; a word becomes a `Token` only when the
reading of its sentence asks for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from utils.events.readable import Sorted, keys_of
from utils.lexicon.spotting import bit_table, known_words
from utils.quotations.sayings import Verb, read_sayings
from utils.text.folding import Folded, printed_at
from utils.text.tokens import Chunk, Ready

QUOTES = {"«": "»", "\"": "\"“”", "“": "”\"“", "”": "“\"”", "„": "“”\""}   # what closes each
_MOVING_MARKS = np.array([ord(mark) for mark in (":", *QUOTES)], np.uint32)
_SPACE, _WORD, _MARK = range(3)
_HANGING = frozenset(map(chr, (0x640, *range(0x64B, 0x653), 0x670)))    # tatweel, vowel marks
_YEH = "\N{ARABIC LETTER YEH}"
_NEITHER: tuple = (None, frozenset())
_FAR = 0x10000               # characters from here on (emoji, old scripts) are marks


_new = tuple.__new__         # what Token() does, without the call in between: there are many


class Token(NamedTuple):
    """A word or a mark of a text, folded, at characters start..end of what was printed."""

    key: str
    start: int
    end: int
    verb: Verb | None
    roles: frozenset


class Tokens:
    """The words and marks of a sentence; each is looked up when it is asked for."""

    def __init__(self, folded: Folded, key: str, edges: np.ndarray, moving: np.ndarray):
        self.text, self.key = folded.text, key
        self.starts, self.ends, self.first, self.last = edges.tolist()
        self.moving = moving.tolist()    # the places of verbs, particles, colons, quotation marks
        self.known: list[Token | None] = [None] * len(self.starts)
        self.words, self.exact = read_sayings()

    def __len__(self) -> int:
        return len(self.known)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self.known[one] or self._read(one)
                    for one in range(*place.indices(len(self.known)))]
        return self.known[place] or self._read(place if place >= 0 else place + len(self.known))

    def after(self, character: int) -> int:
        """The place of the first word or mark that is printed behind the character."""
        return bisect_right(self.first, character)

    def _read(self, place: int) -> Token:
        key, last = self.key[self.starts[place]:self.ends[place]], self.last[place]
        verb, roles = said = self.words.get(key, _NEITHER)
        # على is no علي, and رأى no رأي: alef maqsura and yeh fold to one letter
        if said is not _NEITHER and key in self.exact and self.text[last - 1] == _YEH:
            verb, roles = _NEITHER
        while self.text[last:last + 1] in _HANGING:
            last += 1
        token = self.known[place] = _new(Token, (key, self.first[place], last, verb, roles))
        return token


@lru_cache(maxsize=1)
def _kinds() -> np.ndarray:
    """Whether each character is space, part of a word, or a mark by itself."""
    kinds = np.full(_FAR + 1, _MARK, np.uint8)
    for code in range(_FAR):
        letter = chr(code)
        if letter.isalnum() or letter == "_":
            kinds[code] = _WORD
        elif letter.isspace():
            kinds[code] = _SPACE
    return kinds


@lru_cache(maxsize=1)
def _moving() -> tuple[dict[str, bool], np.ndarray]:
    """The folded words at which a sentence's reading has something to do: whether each is a verb.

    With them comes the bit table to look for them with.
    """
    words = {key: verb is not None for key, (verb, roles) in read_sayings().words.items()
             if verb or "particle" in roles}
    return words, bit_table(words)


def _cut(joined: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where the words and marks of a folded text begin and end, and which are : or quotes."""
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    kinds = _kinds().take(np.minimum(codes, _FAR))
    before, after = np.zeros_like(kinds), np.zeros_like(kinds)
    before[1:], after[:-1] = kinds[:-1], kinds[1:]
    mark, word = kinds == _MARK, kinds == _WORD
    starts = np.flatnonzero(mark | word & (before != _WORD))
    ends = np.flatnonzero(mark | word & (after != _WORD)) + 1
    return starts, ends, np.flatnonzero(np.isin(codes[starts], _MOVING_MARKS))


def _said(chunk: Chunk, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The places among the words that begin at `starts` of words of speech, and of their verbs."""
    words, table = _moving()
    whole = chunk.begins[[0, -1]]
    found, = known_words(chunk, table, whole[:1], whole[1:])
    some = [(start, words[word]) for start, _, word in found if word in words]
    begins = np.array([start for start, _ in some], np.int64)
    is_verb = np.array([verb for _, verb in some], bool)
    places = np.searchsorted(starts, begins)
    own = np.append(starts, -1)[places] == begins       # 2قال is no word of speech
    return places[own], places[own & is_verb]


def find_utterances(ready: Ready, sentences: Sorted) -> Iterator[tuple[int, Tokens]]:
    """Each sentence (by row) that holds a verb of speech, cut into words and marks.

    The rows come in their order; their places are those of the texts in `ready`.
    """
    for chunk in ready.chunks:
        folded = ready.folded[chunk.first:chunk.first + len(chunk.begins) - 1]
        starts, ends, marks = _cut(chunk.joined)
        said, verbs = _said(chunk, starts)
        place = np.repeat(np.arange(chunk.first, chunk.first + len(folded)),
                          np.diff(np.searchsorted(starts, chunk.begins)))
        edges = np.stack([starts, ends, printed_at(folded, chunk.begins, starts),
                          printed_at(folded, chunk.begins, ends - 1) + 1])
        moving, keys = np.union1d(said, marks), keys_of(place, edges[2])
        rows = np.searchsorted(sentences.keys, keys[verbs], "right") - 1
        own = np.append(sentences.place, -1)[rows] == place[verbs]       # else in no sentence
        rows = np.unique(rows[own])
        first = np.searchsorted(keys, sentences.keys[rows])
        last = np.searchsorted(keys, keys_of(sentences.place[rows], sentences.end[rows]))
        bounds = (first, last, *np.searchsorted(moving, (first, last)))
        for row, low, high, begin, end in zip(*(one.tolist() for one in (rows, *bounds)),
                                              strict=True):
            yield row, Tokens(ready.folded[sentences.place[row]], chunk.joined,
                              edges[:, low:high], moving[begin:end] - low)
