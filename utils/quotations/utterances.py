"""Where the words of speech stand in a batch of texts, found by arrays before any is read closely.

The texts are folded and cut into words and marks at once; a word becomes a `Token` only when the
reading of its sentence asks for it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise
from operator import sub
from typing import NamedTuple

import numpy as np

from utils.events.cues import known_words, table_of
from utils.lexicon.spotting import Table
from utils.quotations.sayings import Verb, read_sayings
from utils.text.folding import Folded, fold_all
from utils.text.tokens import join_texts

QUOTES = {"«": "»", "\"": "\"“”", "“": "”\"“", "”": "“\"”", "„": "“”\""}   # what closes each
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


class Utterances(NamedTuple):
    """A text cut into words and marks, and those of them at which its reading has work to do."""

    text: str
    key: str                 # the folded text
    edges: np.ndarray        # of each word or mark: first and last character in the folded text,
                             # then as printed, vowel marks behind it left out
    moving: list[int]        # which of them are verbs, particles, colons and quotation marks
    verbs: list[int]         # where the verbs are printed

    def between(self, start: int, end: int) -> Tokens:
        """The words and marks printed between two characters of the text."""
        first, last = self.edges[2].searchsorted((start, end)).tolist()
        moving = self.moving[bisect_left(self.moving, first):bisect_left(self.moving, last)]
        return Tokens(self, self.edges[:, first:last], [place - first for place in moving])


class Tokens:
    """Words and marks first..last of a text; each is looked up when it is asked for.

    >>> text = find_utterances(["وقال الوزير"])[0].between(0, 11)
    >>> [token.verb.verb for token in text[:] if token.verb]
    ['قال']
    """

    def __init__(self, all_of: Utterances, edges: np.ndarray, moving: list[int]):
        self.text, self.key = all_of.text, all_of.key
        self.starts, self.ends, self.first, self.last = edges.tolist()
        self.moving = moving             # the places of verbs, particles, colons, quotation marks
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
def _moving() -> tuple[frozenset, Table]:
    """The folded words at which a sentence's reading has something to do, and their table."""
    words = frozenset(
        key for key, (verb, roles) in read_sayings().words.items() if verb or "particle" in roles)
    return words, table_of(words)


def _cut(keys: list[str]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """For each folded text where its words and marks begin and end, and which are : or quotes."""
    found, wanted = [], np.array([ord(mark) for mark in (":", *QUOTES)], np.uint32)
    for _, begins, joined in join_texts(keys):
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
        kinds = _kinds().take(np.minimum(codes, _FAR))
        before, after = np.zeros_like(kinds), np.zeros_like(kinds)
        before[1:], after[:-1] = kinds[:-1], kinds[1:]
        mark, word = kinds == _MARK, kinds == _WORD
        starts = np.flatnonzero(mark | word & (before != _WORD))
        ends = np.flatnonzero(mark | word & (after != _WORD)) + 1
        quoting = np.isin(codes[starts], wanted)
        places = np.searchsorted(starts, begins).tolist()
        for (low, high), base in zip(pairwise(places), begins.tolist(), strict=False):
            found.append((starts[low:high] - base, ends[low:high] - base,
                          np.flatnonzero(quoting[low:high])))
    return found


def _printed(folded: Folded, offsets: np.ndarray) -> np.ndarray:
    """Where the characters at these offsets of the folded text are printed."""
    if not folded.resumes:
        return offsets
    shifts = np.array([0, *map(sub, folded.printed, folded.resumes)])
    return offsets + shifts[np.searchsorted(folded.resumes, offsets, "right")]


def find_utterances(texts: list[str]) -> list[Utterances]:
    """Each of the texts cut into words and marks, its words of speech found.

    >>> [len(one.verbs) for one in find_utterances(["قال إنه وصل", "وصل"])]
    [1, 0]
    """
    folded, sayings = fold_all(texts), read_sayings()
    words, table = _moving()
    keys = [one.key for one in folded]
    utterances = []
    for text, one, (starts, ends, marks), hits in zip(
            texts, folded, _cut(keys), known_words(keys, table), strict=True):
        some = [(start, word) for start, _, word in hits if word in words]
        if not any(sayings.words[word][0] for _, word in some):
            utterances.append(Utterances(text, one.key, np.zeros((4, 0), np.int64), [], []))
            continue
        places = np.searchsorted(starts, [start for start, _ in some]).tolist()
        edges = np.stack([starts, ends, _printed(one, starts), _printed(one, ends - 1) + 1])
        verbs = [place for place, (_, word) in zip(places, some, strict=True)
                 if sayings.words[word][0]]
        utterances.append(Utterances(text, one.key, edges, sorted({*places, *marks.tolist()}),
                                     edges[2, verbs].tolist()))
    return utterances
