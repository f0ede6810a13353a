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
    going = np.searchsorted(-sizes, -np.arange(sizes[0]), side="left")    # at each step
    score = points[starts].T + begins[:, None]
    came, final = [], np.zeros(len(order), dtype=np.int8)
    for step, count in enumerate(going.tolist()[1:], 1):
        final[count:score.shape[1]] = score[:, count:].argmax(axis=0)
        best, last = _step(np.ascontiguousarray(score[:, :count]), moves)
        came.append(last)
        score = best + points[starts[:count] + step].T
    final[:score.shape[1]] = score.argmax(axis=0)
    tags[starts + sizes - 1] = final
    for step in range(len(came), 0, -1):
        count = going[step]
        final[:count] = came[step - 1][final[:count], np.arange(count)]
        tags[starts[:count] + step - 1] = final[:count]
    return tags


def _step(score: np.ndarray, moves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The best score of each next tag (row) in each sentence (column), and the tag before it."""
    best = score[0] + moves[0][:, None]
    last = np.zeros(best.shape, dtype=np.int8)
    for tag in range(1, len(moves)):
        other = score[tag] + moves[tag][:, None]
        np.copyto(last, tag, where=other > best)
        np.maximum(best, other, out=best)
    return best, last


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
