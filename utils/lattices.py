"""The best row of tags for many sentences at once, from a table of word scores.

A sentence's lattice has a row a word and a column a tag. A word gives points not only to its own
tag but to those of its neighbours: its row of the table holds them by offset. All sentences of a
batch lie one after the other in flat arrays.
"""

from __future__ import annotations

import numpy as np

REACH = 3                    # words to either side that a tag depends on
OFFSETS = 2 * REACH + 1
KINDS = ("PERS", "LOC", "ORG", "MISC")
TAGS = ("O", *(mark + kind for kind in KINDS for mark in ("B-", "I-")))
FORBIDDEN = -1e4


def allowed() -> np.ndarray:
    """Whether a tag (column) may follow a tag (row): I- only after B- or I- of its own kind."""
    return np.array([
        [not tag.startswith("I-") or last[2:] == tag[2:] for tag in TAGS] for last in TAGS
    ])


def emissions(table: np.ndarray, words: np.ndarray, lengths: np.ndarray, edge: int) -> np.ndarray:
    """The points of each word's tags: its own and those its neighbours in the sentence give it.

    `words` are rows of the table (words x OFFSETS x tags): entry [w, k] is what w gives to the
    word k - REACH places before it. `edge` is the row for what lies outside the sentence.
    """
    inside = np.arange(len(words)) + np.repeat(np.arange(len(lengths)) + 1, lengths) * REACH
    padded = np.full(len(words) + (len(lengths) + 1) * REACH, edge, dtype=np.int64)
    padded[inside] = words
    given = table[padded]
    last = len(padded) - OFFSETS + 1
    total = np.zeros((last, table.shape[2]), np.int16 if table.dtype == np.int8 else np.float32)
    for offset in range(OFFSETS):
        total += given[offset:last + offset, offset]
    return total[inside - REACH].astype(np.float32)


def best_tags(points: np.ndarray, lengths: np.ndarray, moves: np.ndarray,
              begins: np.ndarray) -> np.ndarray:
    """The tags of each sentence's best path: Viterbi's algorithm, all sentences in step.

    `points` (words x tags) lie sentence after sentence; `moves` scores a tag (column) after a tag
    (row), `begins` a first tag. Of equal paths the one with the earlier tags in TAGS wins.
    """
    tags = np.zeros(len(points), dtype=np.int8)
    order = np.argsort(-lengths, kind="stable")
    order = order[lengths[order] > 0]
    if not len(order):
        return tags
    starts, sizes = (np.cumsum(lengths) - lengths)[order], lengths[order]
    going = np.searchsorted(-sizes, -np.arange(1, sizes[0]), side="left")
    score = points[starts] + begins
    came = np.zeros((len(points), points.shape[1]), dtype=np.int8)
    for step, count in enumerate(going.tolist(), 1):
        here = starts[:count] + step
        steps = score[:count, None, :] + moves.T
        came[here] = steps.argmax(axis=2)
        score[:count] = steps.max(axis=2) + points[here]
    last = score.argmax(axis=1)
    for step in range(int(sizes[0]) - 1, -1, -1):
        count = int(np.searchsorted(-sizes, -step, side="left"))
        here = starts[:count] + step
        tags[here] = last[:count]
        last[:count] = came[here, last[:count]]
    return tags


def spans(tags: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """(first word, last word + 1, kind) of each name; kinds are places in KINDS."""
    kinds = (tags.astype(np.int64) + 1) // 2 - 1
    starts = np.flatnonzero(tags % 2 == 1)
    outside = np.ones(len(tags) + 1, dtype=bool)
    outside[:-1] = (tags == 0) | (tags % 2 == 1)
    outside[np.cumsum(lengths)] = True
    stops = np.flatnonzero(outside)
    ends = stops[np.searchsorted(stops, starts, side="right")] if len(starts) else starts
    return np.column_stack([starts, ends, kinds[starts]])
