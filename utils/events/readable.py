"""Which sentences of a batch may tell of an event, found by arrays before any is read closely.

A sentence is worth reading when a trigger stands in it with names or days enough beside it. All
tables are put in one order, article by article, so that what stands in a sentence is a slice.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import is_datetime64_dtype

from utils.events.cues import read_cues
from utils.lexicon.spotting import bit_table, known_words
from utils.text.tokens import Ready

ALONE = {"meeting", "visit", "call", "agreement", "strike"}    # triggers need no second word
SPORTY = 4               # words of sport that make an article one about sport
_LONG = 1 << 32          # more characters than an article has: keeps offsets of articles apart


class Words(NamedTuple):
    """The folded words that a batch is searched for."""

    triggers: dict[str, bool]      # whether the word can be an event's without a second word
    sport: frozenset
    both: frozenset                # الجانبان stands for names
    table: np.ndarray


@lru_cache(maxsize=1)
def _words() -> Words:
    cues = read_cues()

    def with_role(role: str) -> frozenset:
        return frozenset(
            word for word, found in cues.items()
            if any(cue.role == role and not cue.rest for cue in found)
        )

    supposed = with_role("hypothetical")          # لاستقبال: whatever it names has not happened
    triggers = {
        word: any(cue.kind in ALONE and not cue.needs for cue in found)
        for word, found in cues.items()
        if word not in supposed and any(cue.role == "trigger" for cue in found)
    }
    sport, both = with_role("sport"), with_role("both")
    return Words(triggers, sport, both, bit_table({*triggers, *sport, *both}))


def keys_of(place: np.ndarray, start: np.ndarray) -> np.ndarray:
    """One number for article and character, in the order of both."""
    return place * _LONG + start


class Sorted:
    """The rows of a table that belong to the articles, by article and first character."""

    def __init__(self, table: pd.DataFrame, places: dict[str, int], columns: tuple[str, ...]):
        codes, names = pd.factorize(table["article_id"], use_na_sentinel=True)
        known = np.append([places.get(name, -1) for name in names], -1).astype(np.int64)
        place = known[codes]
        start = table["start"].to_numpy(np.int64)
        end = table["end"].to_numpy(np.int64)
        order = np.lexsort((-end, start, place))
        order = order[np.searchsorted(place[order], 0):]
        self.place, self.start, self.end = place[order], start[order], end[order]
        self.keys = keys_of(self.place, self.start)
        self.first, self.last = self.start.tolist(), self.end.tolist()
        # days stay an array: boxing all of them costs more than boxing those that are read
        self.columns = [
            values.to_numpy()[order] if is_datetime64_dtype(values)
            else values.to_numpy(object)[order].tolist()
            for values in (table[column] for column in columns)
        ]

    def __len__(self) -> int:
        return len(self.keys)

    def slices(self, sentences: Sorted) -> tuple[np.ndarray, np.ndarray]:
        """For each sentence the rows, first..last, that begin in it."""
        return (np.searchsorted(self.keys, sentences.keys),
                np.searchsorted(self.keys, keys_of(sentences.place, sentences.end)))


class Triggers(NamedTuple):
    """Where words that count stand in the batch, by article and character of the printed body."""

    keys: np.ndarray
    strong: np.ndarray
    both: np.ndarray               # keys of words like الجانبان


def _find_triggers(ready: Ready) -> Triggers:
    """The triggers of the batch, those in articles about sport left out."""
    words = _words()
    keys, strong, both = [], [], []
    texts = (some for chunk in ready.chunks for some in known_words(
        chunk, words.table, chunk.begins[:-1], chunk.begins[1:] - 1))
    for place, found in enumerate(texts):
        if sum(word in words.sport for _, _, word in found) >= SPORTY:
            continue
        base, at = place * _LONG, ready.folded[place].at
        for start, _, word in found:
            if word in words.triggers:
                keys.append(base + at(start))
                strong.append(words.triggers[word])
            elif word in words.both:
                both.append(base + at(start))
    return Triggers(np.array(keys, np.int64), np.array(strong, bool), np.array(both, np.int64))


def worth_reading(ready: Ready, sentences: Sorted, names: np.ndarray,
                  days: np.ndarray) -> np.ndarray:
    """The sentences (by row) to read: a strong trigger needs a name or a day in it, a weak one two.

    `names` and `days` count the names and dates in each sentence. Words like الجانبان stand for
    names.
    """
    triggers = _find_triggers(ready)
    if not len(sentences) or not len(triggers.keys):
        return np.array([], np.int64)

    def sentence_of(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        place = keys // _LONG
        row = np.searchsorted(sentences.keys, keys, "right") - 1
        first = np.searchsorted(sentences.place, place)
        row = np.maximum(row, np.minimum(first, len(sentences) - 1))
        return row, sentences.place[row] == place

    def mark(keys: np.ndarray) -> np.ndarray:
        row, known = sentence_of(keys)
        marked = np.zeros(len(sentences), bool)
        marked[row[known]] = True
        return marked

    strong, both = mark(triggers.keys[triggers.strong]), mark(triggers.both)
    weak = mark(triggers.keys) & ~strong
    return np.flatnonzero(strong & ((names > 0) | (days > 0) | both) | weak & (names > 1))
