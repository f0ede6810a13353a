"""The best row of tags for many sentences at once, from a table of word scores.

A sentence's lattice has a row a word and a column a tag. A word gives points not only to its own
tag but to those of its neighbours. Most words are settled at first sight: whatever their neighbours
say, they are no name. What lies between is short; stretches of like length are worked on together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

REACH = 3                    # words to either side that a tag depends on
OFFSETS = 2 * REACH + 1
KINDS = ("PERS", "LOC", "ORG", "MISC")
TAGS = ("O", *(mark + kind for kind in KINDS for mark in ("B-", "I-")))
FORBIDDEN = -8000            # the points of a step that is not allowed: far below all others
SURE = 24                    # by so many points no tag but O is in question for a settled word

BLOCK = 1024                 # stretches side by side: their arrays stay near the processor
FIELD, IN_LANE = 12, 5       # OFFSETS scores of 8 bits add up to 11 bits; five tags in 64 bits
LANES = -(-len(TAGS) // IN_LANE)
_MASK = (1 << FIELD) - 1


class Scores(NamedTuple):
    """What each word, a row of the table, gives to its neighbours, made ready for adding up.

    Entry k of `OFFSETS` is what a word gives to the one k - REACH places before it.
    """

    packed: np.ndarray       # OFFSETS x LANES x words: the points of several tags in one number
    for_names: np.ndarray    # words x OFFSETS: the most points for another tag, less those for O


def allowed() -> np.ndarray:
    """Whether a tag (column) may follow a tag (row): I- only after B- or I- of its own kind."""
    return np.array([
        [not tag.startswith("I-") or last[2:] == tag[2:] for tag in TAGS] for last in TAGS
    ])


def pack(table: np.ndarray) -> Scores:
    """The scores in a table of whole numbers from -128 to 127, words x OFFSETS x tags."""
    lifted = table.view(np.uint8) ^ 128        # none below 0, so that no sum borrows from its lane
    packed = np.zeros((OFFSETS, LANES, len(table)), np.uint64)
    for offset in range(OFFSETS):
        for tag in range(len(TAGS)):
            lane, shift = _field(tag)
            packed[offset, lane] |= lifted[:, offset, tag].astype(np.uint64) << shift
    return Scores(packed, table[:, :, 1:].max(axis=2) - table[:, :, 0].astype(np.int16))


def _field(tag: int) -> tuple[int, np.uint64]:
    lane, place = divmod(tag, IN_LANE)
    return lane, np.uint64(FIELD * place)


def emissions(packed: np.ndarray, rows: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The points of each tag at each of the places: steps x tags x stretches.

    `rows` are the table's rows of all words, with REACH rows more around each sentence.
    """
    lanes = np.zeros((LANES, *places.shape), np.uint64)
    for offset in range(OFFSETS):
        words = rows[places + (offset - REACH)]
        for lane in range(LANES):
            lanes[lane] += packed[offset, lane].take(words)
    points = np.empty((len(places), len(TAGS), places.shape[1]), np.int16)
    for tag in range(len(TAGS)):
        lane, shift = _field(tag)
        points[:, tag] = (lanes[lane] >> shift).astype(np.int16) & _MASK
    points -= OFFSETS * 128
    return points


def best_tags(scores: Scores, words: np.ndarray, lengths: np.ndarray, moves: np.ndarray,
              begins: np.ndarray, edge: int) -> np.ndarray:
    """The tags of each sentence's best path among those that leave settled words alone.

    `words` are rows of the table, sentence after sentence, and `edge` what lies outside them;
    `moves` scores a tag (column) after a tag (row), `begins` a first tag, all in whole numbers.
    Of equal paths the one with the earlier tags in TAGS wins.
    """
    places = np.arange(len(words)) + np.repeat(np.arange(1, len(lengths) + 1), lengths) * REACH
    rows = np.full(len(words) + (len(lengths) + 1) * REACH, edge)
    rows[places] = words
    firsts = np.zeros(len(rows) + 1, bool)
    firsts[places[(np.cumsum(lengths) - lengths)[lengths > 0]]] = True
    lasts = np.zeros(len(rows) + 1, bool)
    lasts[places[(np.cumsum(lengths) - 1)[lengths > 0]]] = True
    tags = np.zeros(len(rows), np.int8)
    if not len(words):
        return tags[places]
    for starts, sizes in _blocks(_open(scores.for_names, rows, places)):
        steps = np.arange(sizes[0])[:, None]
        points = emissions(scores.packed, rows, np.minimum(starts + steps, starts + sizes - 1))
        points[0] += np.where(firsts[starts], begins[:, None], moves[0][:, None])
        ends = starts + sizes - 1
        points[sizes - 1, :, np.arange(len(sizes))] += np.where(
            lasts[ends][:, None], 0, moves[:, 0]).astype(np.int16)
        for step, best in _paths(points, sizes, moves):
            tags[starts[:len(best)] + step] = best
    return tags[places]


def _open(for_names: np.ndarray, rows: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Whether each row is a word that may be part of a name."""
    given = for_names[rows]
    most = np.zeros(len(rows) - 2 * REACH, np.int16)
    for offset in range(OFFSETS):
        most += given[offset:len(most) + offset, offset]
    found = np.zeros(len(rows), bool)
    found[places] = (most > -SURE)[places - REACH]
    return found


def _blocks(found: np.ndarray):
    """(starts, sizes) of runs of found places, longest first, BLOCK runs at once."""
    edges = np.flatnonzero(found[1:] != found[:-1]) + 1    # what is outside a sentence is not found
    starts, sizes = edges[::2], edges[1::2] - edges[::2]
    order = np.argsort(-sizes, kind="stable")
    for begin in range(0, len(order), BLOCK):
        some = order[begin:begin + BLOCK]
        yield starts[some], sizes[some]


def _paths(points: np.ndarray, sizes: np.ndarray, moves: np.ndarray):
    """(step, tags) from the last step to the first of all stretches that go on for so long.

    Viterbi's algorithm; the points (steps x tags x stretches) are written over with sums.
    """
    going = np.searchsorted(-sizes, -np.arange(len(points)), side="left").tolist()
    for step in range(1, len(points)):
        before = points[step - 1, :, :going[step]]
        before = before - before[0]            # what all paths share would outgrow 16 bits
        points[step, :, :going[step]] += (before[:, None] + moves[:, :, None]).max(axis=0)
    best = np.zeros(0, np.int64)
    for step in range(len(points) - 1, -1, -1):
        here = points[step, :, :going[step]]
        here[:, :len(best)] += moves.take(best, axis=1)
        # The first greatest of each column: sooner so than as `argmax` of the numbers.
        best = (here == here.max(axis=0)).argmax(axis=0)
        yield step, best


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
