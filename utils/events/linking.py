"""Which events tell of one happening: found by keys, and gathered from the surest on.

Events of one exact day are gathered first; then days that outlets give differently; then what is
dated vaguely or not at all, and only where a single happening can be meant, so that a busy
minister's meetings are not chained together by "this month".

Two events can only be one where they share two sides, or one side and the place, or the place alone
where neither names anybody; agreements also where all sides of one are among the other's. So a
happening is kept under these (and its kind and week), and each event is compared with few others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from utils.asking import asks, table_of
from utils.events.homes import state_of
from utils.events.likeness import (
    DAYS_APART,
    EXACT,
    Sides,
    Told,
    compare_venues,
    days_between,
    likeness,
    sides_of,
)

REPORTED = 3         # days before the article within which an event without a day is looked for
AWAITED = 31         # days after the article within which an announcement without a day is
TALKED = 62          # days for which papers write of an agreement without saying when it was made
KNOWN = 3            # articles that date an agreement which others need not date
WEEK = 8             # days that share a key
# What two events are compared by.
LINKED = ("event_id", "article_id", "kind", "status", "participants", "venue", "earliest", "latest")


def _tell(events: pd.DataFrame, articles: pd.DataFrame) -> list[Told]:
    """The events as they are compared, in the order of their ids."""
    known = articles[["article_id", "anchor", "reprint_of"]].assign(
        original=articles["reprint_of"].fillna(articles["article_id"]))
    rows = events[[*LINKED]].merge(known, on="article_id", how="left", validate="many_to_one")
    sides: dict[tuple, Sides] = {}       # one for all events of the same participants

    def tell(row) -> Told:
        who = tuple(row.participants)
        if who not in sides:
            sides[who] = sides_of(row.participants)
        days = (1, 0) if pd.isna(row.earliest) else (
            row.earliest.toordinal(), row.latest.toordinal())
        return Told(row.event_id, row.original, row.kind, row.status, sides[who],
                    row.venue if isinstance(row.venue, str) else "", *days,
                    None if pd.isna(row.anchor) else row.anchor.toordinal())

    return sorted(map(tell, rows.itertuples(index=False)), key=lambda one: one.event_id)


def most(counts: Counter) -> str:
    """What was counted most often, of equals the first in order; "" for nothing."""
    return min(counts, key=lambda value: (-counts[value], value)) if counts else ""


class _Core:
    """What most events of a happening agree on: the sides half of them name, place and days."""

    def __init__(self):
        self.number = 0
        self.named: Counter[str] = Counter()
        self.persons: dict[str, set] = defaultdict(set)
        self.venues: Counter[str] = Counter()
        self.told: Told | None = None

    def foremost(self) -> set[str]:
        """The sides that are named most often: of a deal of many with one, the one."""
        number = max(self.named.values(), default=0)
        return {side for side, times in self.named.items() if times == number}

    def add(self, event: Told) -> Told:
        """The agreement, with one more event."""
        self.number += 1
        self.named.update(event.sides.keys())
        for side, persons in event.sides.items():
            self.persons[side] |= persons
        self.venues.update([event.venue] if event.venue else [])
        before = self.told or event
        sides = {side: frozenset(self.persons[side]) for side, number in sorted(self.named.items())
                 if 2 * number >= self.number}
        self.told = before._replace(
            sides=sides, venue=most(self.venues), first=min(before.first, event.first),
            last=max(before.last, event.last))
        return self.told


def _places(venue: str) -> list[str]:
    """The venue and the state it lies in: two events are at one place only if these meet."""
    return list(filter(None, (venue, state_of(venue)))) if venue else []


def _kept_under(core: Told, wide: bool) -> Iterator[tuple]:
    """The keys under which a happening is found; `wide`: also by what names one side or nobody."""
    sides, places = sorted(core.sides), _places(core.venue)
    yield from combinations(sides, 2)
    if core.kind == "agreement":
        yield from (("agreed", side) for side in sides)
    for place in places:
        if len(sides) == 1:
            yield "alone", sides[0], place
        if wide:
            yield from (("with", side, place) for side in sides)
    if wide and not sides and core.venue:
        yield "nobody", core.venue


def _sought_under(event: Told) -> Iterator[tuple]:
    """The keys of all happenings that the event can tell of; of some others too."""
    sides, places = sorted(event.sides), _places(event.venue)
    yield from combinations(sides, 2)
    if event.kind == "agreement":
        yield from (("agreed", side) for side in sides)
    for place in places:
        if len(sides) > 1:
            yield from (("alone", side, place) for side in sides)
        elif sides:
            yield "with", sides[0], place
    if not sides and event.venue:
        yield "nobody", event.venue


class _Groups:
    """The happenings while they grow: lists of events, found again by what they agree on."""

    def __init__(self, wide: bool = False):
        self.wide = wide
        self.groups: list[list[Told]] = []
        self.cores: list[_Core] = []
        # by the hash of a key: a few places too many are looked at, none is missed
        self.kept: dict[int, list[int]] = {}

    def add(self, events: list[Told], place: int | None = None) -> None:
        """Puts the events into the group at `place`, or into a new one."""
        if place is None:
            place = len(self.groups)
            self.groups.append([])
            self.cores.append(_Core())
        self.groups[place] += events
        for event in events:
            if event.exact:
                core = self.cores[place].add(event)
        if any(event.exact for event in events):
            for key in _kept_under(core, self.wide):
                for week in range(core.first // WEEK, core.last // WEEK + 1):
                    kept = self.kept.setdefault(hash((core.kind, week, key)), [])
                    if place not in kept[-1:]:
                        kept.append(place)

    def near(self, event: Told, first: int, last: int) -> Iterator[int]:
        """The places of groups of the event's kind with a day from first to last, each once.

        Left out are those that share too little with the event to be its happening.
        """
        seen = set()
        for key in _sought_under(event):
            for week in range(first // WEEK, last // WEEK + 1):
                for place in self.kept.get(hash((event.kind, week, key)), ()):
                    if place not in seen:
                        seen.add(place)
                        core = self.cores[place].told
                        if core.first <= last and first <= core.last:
                            yield place

    def fit(self, event: Told, place: int) -> int:
        """How well the event fits into the group; 0 where it does not."""
        core = self.cores[place].told
        fit = likeness(event, core, days_between(event, core) if event.dated else 0)
        width = max(event.last, core.last) - min(event.first, core.first)
        return 0 if event.exact and width >= DAYS_APART + EXACT else fit

    def best(self, event: Told, places: Iterator[int]) -> int | None:
        """The place of the group that fits best, of equals the first; None where none does."""
        fits = [(-fit, place) for place in places if (fit := self.fit(event, place))]
        return min(fits)[1] if fits else None

    def only(self, event: Told, places: Iterator[int]) -> int | None:
        """The place of the one group that fits; None where none does, or several do."""
        found = None
        for place in places:
            if self.fit(event, place):
                if found is not None:
                    return None
                found = place
        return found


def _join_neighbours(groups: _Groups) -> _Groups:
    """The groups, those a day or two apart joined where they tell of the same happening.

    Where each names a side that the other lacks, they are two meetings of busy people.
    """
    joined = _Groups(wide=True)
    order = sorted(zip(groups.cores, groups.groups, strict=True), key=lambda one: (
        -len(one[1]), one[0].told.first, min(event.event_id for event in one[1])))
    for whole, group in order:
        core = whole.told
        sides = core.sides.keys()
        places = (
            place for place in joined.near(core, core.first - DAYS_APART, core.last + DAYS_APART)
            if sides <= joined.cores[place].told.sides.keys()
            or sides >= joined.cores[place].told.sides.keys()
        )
        joined.add(group, joined.best(core, places))
    return joined


def _attach(groups: _Groups, event: Told) -> None:
    """Puts an event with one side, or without its day, to the one happening it can mean."""
    if event.dated:
        days = event.first, event.last
    elif event.first <= event.last or event.anchor is None:      # wider than a month, or no anchor
        days = None
    elif event.status == "planned":
        days = event.anchor - 1, event.anchor + AWAITED
    else:
        days = event.anchor - REPORTED, event.anchor + 1
    # the agreement of a state on one day and at one place is one, however many name its others
    choose = groups.best if event.kind == "agreement" and event.exact else groups.only
    place = choose(event, groups.near(event, *days)) if days else None
    if place is None and event.kind == "agreement" and event.status == "held" and not event.exact:
        place = _talked_of(groups, event)
    groups.add([event], place)


def _talked_of(groups: _Groups, event: Told) -> int | None:
    """The place of the agreement that everybody writes of, which one told without its day means.

    All its sides must be among the agreement's, one of them a foremost one: of a deal of six with
    Iran, what two of the six agreed on is another. Of several, that of most articles is meant;
    where two have as many, or none has a few, none is.
    """
    if event.first <= event.last:
        days = event.first, event.last
    elif event.anchor is not None:
        days = event.anchor - TALKED, event.anchor
    else:
        return None
    if not event.sides:
        return None
    sides, sizes = event.sides.keys(), Counter()
    for place in groups.near(event, *days):
        core = groups.cores[place].told
        if sides <= core.sides.keys() and sides & groups.cores[place].foremost() and (
                compare_venues(event.venue, core.venue) >= 0):
            sizes[place] = len({member.article_id for member in groups.groups[place]})
    first, second = [*sizes.most_common(2), (None, 0), (None, 0)][:2]
    return first[0] if first[1] >= KNOWN and first[1] > second[1] else None


@asks(events=table_of("events", *LINKED),
      articles=table_of("articles", "article_id", "anchor", "reprint_of"))
def link_events(events: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """The happening_id of each event: "h:" and the first event id of its happening.

    Every event is in exactly one happening; the order of the rows plays no part. A reprint counts
    as its first copy.
    """
    groups, rest = _Groups(), []
    for event in sorted(_tell(events, articles),
                        key=lambda one: (one.last - one.first, one.first, one.event_id)):
        if not event.exact or len(event.sides) < 2:
            rest.append(event)
            continue
        groups.add([event], groups.best(event, groups.near(event, event.first, event.last)))
    groups = _join_neighbours(groups)
    for event in sorted(rest, key=lambda one: (not one.exact, not one.dated, one.event_id)):
        _attach(groups, event)
    happening = {
        event.event_id: f"h:{min(member.event_id for member in group)}"
        for group in groups.groups for event in group
    }
    return events["event_id"].map(happening).astype("str")
