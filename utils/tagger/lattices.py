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


class Lattice:
    """The sentences of a batch, words as rows of a table, and what they may be part of.

    `words` are rows of the table, sentence after sentence, and `edge` what lies outside them;
    `moves` scores a tag (column) after a tag (row), `begins` a first tag, all in whole numbers.
    Of equal paths the one with the earlier tags in TAGS wins.
    """

    def __init__(self, scores: Scores, words: np.ndarray, lengths: np.ndarray, moves: np.ndarray,
                 begins: np.ndarray, edge: int):
        self.packed, self.moves, self.begins = scores.packed, moves, begins
        # Each sentence has REACH rows of what lies outside before it, and behind the last.
        self.places = (np.arange(len(words))
                       + np.repeat(np.arange(1, len(lengths) + 1), lengths) * REACH)
        self.rows = np.full(len(words) + (len(lengths) + 1) * REACH, edge)
        self.rows[self.places] = words
        ends = np.cumsum(lengths)[lengths > 0]
        self.firsts, self.lasts = np.zeros((2, len(self.rows) + 1), bool)
        self.firsts[self.places[ends - lengths[lengths > 0]]] = True
        self.lasts[self.places[ends - 1]] = True
        self.most = _most(scores.for_names, self.rows)

    def best_tags(self) -> np.ndarray:
        """The tags of each sentence's best path among those that leave settled words alone."""
        found = np.zeros(len(self.rows), bool)
        found[self.places] = self.most[self.places] > -SURE
        return self._decode(np.zeros(len(self.rows), np.int8), _runs(found))[self.places]

    def best_tags_lifted(self, tags: np.ndarray, words: np.ndarray,
                         lifts: np.ndarray) -> np.ndarray:
        """The best tags once some words, by their numbers, give more points to some kinds.

        `lifts` has a row a word and a column a kind of KINDS, none below 0. `tags` were the best
        without them. They stay so where each lifted word has the kind that is lifted most.
        """
        given = np.zeros((len(words) + 1, len(TAGS)), np.int16)
        given[1:, 1::2] = given[1:, 2::2] = lifts
        most, lifted = given.max(axis=1), self.places[words]
        which = np.zeros(len(self.rows), np.int32)
        which[lifted] = np.arange(1, len(words) + 1)
        surpass = self.most.copy()
        surpass[lifted] += most[1:]
        found = np.zeros(len(self.rows), bool)
        found[self.places] = surpass[self.places] > -SURE
        now = np.zeros(len(self.rows), np.int8)
        now[self.places] = tags
        # Where a path has all that is given, no other path can have gained more.
        lacking = np.sort(lifted[most[1:] > given[np.arange(1, len(most)), tags[words]]])
        starts, sizes = _runs(found)
        some = np.searchsorted(lacking, starts + sizes) > np.searchsorted(lacking, starts)
        return self._decode(now, (starts[some], sizes[some]), given, which)[self.places]

    def _decode(self, tags, runs, given=None, which=None) -> np.ndarray:
        """The tags with those of the runs (starts, sizes) chosen anew."""
        for starts, sizes in _blocks(*runs):
            places = np.minimum(starts + np.arange(sizes[0])[:, None], starts + sizes - 1)
            points = emissions(self.packed, self.rows, places)
            if given is not None:
                points += given[which[places]].swapaxes(1, 2)
            points[0] += np.where(self.firsts[starts], self.begins[:, None], self.moves[0][:, None])
            ends = starts + sizes - 1
            points[sizes - 1, :, np.arange(len(sizes))] += np.where(
                self.lasts[ends][:, None], 0, self.moves[:, 0]).astype(np.int16)
            for step, best in _paths(points, sizes, self.moves):
                tags[starts[:len(best)] + step] = best
        return tags


def _most(for_names: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """By how much any other tag can surpass O at each row, at the very best."""
    given = for_names[rows]
    most = np.zeros(len(rows), np.int16)
    inner = most[REACH:len(rows) - REACH]
    for offset in range(OFFSETS):
        inner += given[offset:len(inner) + offset, offset]
    return most


def _runs(found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(starts, sizes) of the runs of found places."""
    edges = np.flatnonzero(found[1:] != found[:-1]) + 1    # what is outside a sentence is not found
    return edges[::2], edges[1::2] - edges[::2]


def _blocks(starts: np.ndarray, sizes: np.ndarray):
    """(starts, sizes) of BLOCK runs at once, longest first."""
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
