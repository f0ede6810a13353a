"""The timeline before it is drawn: which lane a happening is in, and where there is room for it.

Everything is reckoned in points on paper, so that no mark and no label covers another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import pandas as pd
from matplotlib import dates as mdates

from utils.lexicon_rows import read_rows
from utils.tables import LEXICON
from utils.words import coded, page_language, word

LANES = 9                    # lanes with a name; the rest shares one
SIDES = 4                    # lanes more, of one side each, where the rest would be large
LABELLED = 72                # happenings with words beside them
STRETCHES = 8                # of the time axis, so that the words do not all stand in one of them
YEAR = pd.Timedelta(days=366)
GAP = 5                      # points between neighbours in a row
DASH = "\N{NO-BREAK SPACE}\N{EN DASH}\N{NO-BREAK SPACE}"


@dataclass
class Mark:
    """One happening on its way to paper: its lane, its place in points, its row in the lane."""

    happening: object
    lane: str
    left: float
    right: float
    size: float
    label: str = ""
    before: bool = False     # the words stand on the early side of the mark
    row: int = 0


@cache
def states() -> tuple[dict[str, str], dict[str, str]]:
    """The state that each person or body of the lexicon acts for, and the label of each state."""
    actors = [*read_rows(LEXICON, "people"), *read_rows(LEXICON, "organisations")]
    return ({row["entity_id"]: row["country"] for row in actors if row["country"]},
            {row["entity_id"]: row["label"] for row in read_rows(LEXICON, "countries")})


def near_coverage(happenings: pd.DataFrame) -> pd.DataFrame:
    """The happenings with a day at most a year before or after the days that tell of them."""
    dated = happenings.dropna(subset=["earliest", "latest"])
    told = dated["first_reported"]
    if told.isna().all():
        return dated
    return dated[(dated["earliest"] >= told.min() - YEAR) & (dated["latest"] <= told.max() + YEAR)]


def name_lanes(happenings: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    """The lane of each happening: those two of its sides that meet most often in all of them.

    A minister or an army counts as its state. Lanes with one happening, and those beyond `LANES`,
    become one; unless there are few of them. Where a third would be left in it, those who meet
    most of the others there get a lane each: Turkey and others.
    """
    acts_for, _ = states()
    actors = [sorted({acts_for.get(one, one) for one in ids}) for ids in happenings["participants"]]
    pairs = Counter(pair for ids in actors for pair in combinations(ids, 2))
    lanes = []
    for ids in actors:
        found = max(combinations(ids, 2), key=lambda pair: (pairs[pair], pair), default=ids[:1])
        lanes.append(DASH.join(labels.get(one, one) for one in found) or word("all_others"))
    lanes, others = few_lanes(lanes), word("all_others")
    if 3 * lanes.count(others) < len(lanes):
        return lanes
    sides = Counter(one for lane, ids in zip(lanes, actors, strict=True) if lane == others
                    for one in ids)
    own = {one for one, count in sides.most_common(SIDES) if count > 1}
    most = [max(own.intersection(ids), key=lambda one: (sides[one], one), default=None)
            for ids in actors]
    return [one_side(side, labels) if lane == others and side else lane
            for lane, side in zip(lanes, most, strict=True)]


def one_side(side: str, labels: Mapping[str, str]) -> str:
    """The lane of an actor who meets one today and another tomorrow."""
    return word("lane_side", who=labels.get(side, side))


def lanes_of(column: pd.Series, labels: Mapping[str, str]) -> list[str]:
    """A lane for each cell of a column, by its words: a list's, a number, a day; the rare together.

    >>> lanes_of(pd.Series([["TUR"], 3]), {"TUR": "تركيا"})
    ['تركيا', '3']
    """
    lanes = []
    for cell in column:
        if pd.api.types.is_list_like(cell):
            lanes.append(DASH.join(str(labels.get(one, one)) for one in cell) or word("all_others"))
        else:
            lanes.append(word("all_others") if pd.isna(cell) else str(labels.get(cell, cell)))
    return few_lanes(lanes)


def few_lanes(lanes: list[str]) -> list[str]:
    """The lanes, with the rare ones taken together."""
    counts = Counter(lanes)
    if len(counts) > LANES // 2:
        often = [lane for lane, count in counts.most_common(LANES) if count > 1]
        counts = dict.fromkeys(often)
    return [lane if lane in counts else word("all_others") for lane in lanes]


def lay_out(happenings: pd.DataFrame, lanes: list[str], labels: Mapping[str, str],
            days: tuple[float, float], width: float,
            measure: Callable[[str], float]) -> list[Mark]:
    """The marks with their places: in a row of a lane, no mark and no label touches another.

    `days` are the axis's ends, `width` its length; `measure` says how long a label is drawn.
    """
    scale = width / (days[1] - days[0])
    marks = []
    for happening, lane in zip(happenings.itertuples(), lanes, strict=True):
        size = min(6.5 + 1.6 * (int(happening.outlets) - 1), 13.0)
        left = (mdates.date2num(happening.earliest) - days[0]) * scale
        right = (mdates.date2num(happening.latest) + 1 - days[0]) * scale
        exact = happening.earliest == happening.latest        # a dot, however long a day is
        middle, half = (left + right) / 2, (size if exact else max(right - left, size)) / 2
        marks.append(Mark(happening, lane, middle - half, middle + half, size))
    for mark in most_told(marks, width):
        mark.label = label_of(mark, labels)
    rows: dict[str, list[list[tuple[float, float]]]] = {}
    for mark in sorted(marks, key=lambda one: (not one.label, one.right - one.left > 3 * one.size,
                                               one.left)):       # dots close up, then bars
        _place(mark, rows.setdefault(mark.lane, []), width, measure)
    return marks


def most_told(marks: list[Mark], width: float) -> list[Mark]:
    """The marks that get words: first the most told of each lane and stretch of time."""
    groups: dict[tuple, list[Mark]] = {}
    for mark in sorted(marks, key=lambda one: (-one.happening.outlets, one.left)):
        groups.setdefault((mark.lane, int(STRETCHES * mark.left / width)), []).append(mark)
    ranked = [(rank, -mark.happening.outlets, place, mark)
              for place, group in enumerate(groups.values()) for rank, mark in enumerate(group)]
    return [mark for *_, mark in sorted(ranked, key=lambda one: one[:3])[:LABELLED]]


def label_of(mark: Mark, labels: Mapping[str, str]) -> str:
    """The words beside a mark: where it was, else what, and its day; who, if no lane says it."""
    happening = mark.happening
    venue = happening.venue if isinstance(happening.venue, str) else coded(happening.kind)
    comma = ", " if page_language() == "en" else "، "
    said = [comma.join(labels.get(one, one) for one in venue.split("، "))]
    if DASH not in mark.lane and mark.lane in _without_all(happening.participants, labels):
        said.insert(0, DASH.join(labels.get(one, one) for one in happening.participants[:2]))
    exact = happening.earliest == happening.latest
    day = f"{happening.earliest:%Y-%m-%d}" if exact else f"{happening.earliest:%Y-%m}"
    words = comma.join(filter(None, said))
    return f"{words if len(words) <= 40 else words[:39] + '…'} {day}"


def _without_all(participants: list[str], labels: Mapping[str, str]) -> set[str]:
    """The lanes that do not say whom a happening brings together."""
    acts_for, _ = states()
    return {word("all_others"), *(one_side(acts_for.get(one, one), labels)
                                  for one in participants)}


def _place(mark: Mark, rows: list[list[tuple[float, float]]], width: float,
           measure: Callable[[str], float]) -> None:
    """Puts the mark, words and all, into the first row of its lane that has room for it."""
    length = measure(mark.label) + 6 if mark.label else 0
    mark.before = mark.right + length > width
    taken = (mark.left - length * mark.before, mark.right + length * (not mark.before))
    for number, row in enumerate(rows):
        if all(taken[1] + GAP <= left or right + GAP <= taken[0] for left, right in row):
            mark.row = number
            row.append(taken)
            return
    mark.row = len(rows)
    rows.append([taken])
