"""Events of all articles merged into happenings: one meeting told by several outlets is one row.

Matching counts sides, not names: Fidan and al-Shaibani are Turkey and Syria, and an article that
names the states tells of the same meeting as one that names the ministers. Events of one exact day
are gathered first; then days that outlets give differently; then what is dated vaguely or not at
all, and only where a single happening can be meant, so that a busy minister's meetings are not
chained together by "this month".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from itertools import chain, combinations
from typing import NamedTuple

import pandas as pd

from utils.casting import houses, state_of
from utils.tables import typed

DAYS_APART = 2       # outlets that write of one meeting were seen to differ by a day, rarely by two
EXACT = 3            # days: a stay of three days is still one date
VAGUE = 31           # a wider date than a month would tie everything to everything
REPORTED = 3         # days before the article within which an event without a day is looked for
AWAITED = 31         # days after the article within which an announcement without a day is
STRENGTH = {"planned": 0, "denied": 1, "cancelled": 2, "held": 3}
_ID = re.compile(r"\b(?:[A-Z]{3}|[a-z]+:[\w-]+)")


class Told(NamedTuple):
    """One event as it is compared with others."""

    event_id: str
    article_id: str
    kind: str
    status: str
    sides: dict[str, frozenset]      # state, or who has none: the persons named for it
    venue: str
    first: int                       # ordinal days; first > last when the text gives none
    last: int
    anchor: int | None

    @property
    def dated(self) -> bool:
        """Whether the text gives a day, or a stretch narrow enough to compare."""
        return self.first <= self.last < self.first + VAGUE

    @property
    def exact(self) -> bool:
        """Whether it gives the day, or one stay of a few days."""
        return self.first <= self.last < self.first + EXACT


def _sides(participants: list[str]) -> dict[str, frozenset]:
    """Each side of a meeting with the persons named for it: a minister is his state's side."""
    sides: dict[str, set] = defaultdict(set)
    for one in participants:
        state = state_of(one)
        sides[state or one] |= {one} if state else set()
    return {side: frozenset(persons) for side, persons in sides.items()}


def _tell(event) -> Told:
    days = (1, 0) if pd.isna(event.earliest) else (
        event.earliest.toordinal(), event.latest.toordinal())
    anchor = None if pd.isna(event.anchor) else event.anchor.toordinal()
    venue = event.venue if isinstance(event.venue, str) else ""
    return Told(event.event_id, event.original, event.kind, event.status,
                _sides(event.participants), venue, *days, anchor)


def _shared(one: Told, other: Told) -> tuple[int, int]:
    """How many sides both name, and for how many they name different persons."""
    shared = contrary = 0
    for side, persons in one.sides.items():
        theirs = other.sides.get(side)
        if theirs is None:
            continue
        if persons and theirs and not persons & theirs:
            contrary += 1
        else:
            shared += 1
    return shared, contrary


def _venues(one: str, other: str) -> int:
    """1: the same place, or one lies in the other; 0: not both are known; -1: different places."""
    if not one or not other:
        return 0
    if one == other or state_of(one) == other or state_of(other) == one:
        return 1
    # the Élysée lies in Paris, which the lexicon does not say: only two towns contradict each other
    house = {one, other} & houses()
    return 0 if house and state_of(one) == state_of(other) else -1


def _likeness(one: Told, other: Told, days: int) -> int:
    """How well two events fit that lie some days apart; 0 when they are not the same happening."""
    if one.kind != other.kind:
        return 0
    place = _venues(one.venue, other.venue)
    shared, contrary = _shared(one, other)
    if one.kind == "visit":             # the host alone makes no two visits one
        hosts = {one.venue, state_of(one.venue), other.venue, state_of(other.venue)}
        guests = [set(event.sides) - hosts for event in (one, other)]
        if not guests[0] & guests[1] and not (guests[0] == guests[1] == set()):
            return 0
    fewest = min(len(one.sides), len(other.sides))
    needed = min(2, fewest)
    if shared < needed or contrary > shared - needed:
        return 0
    if needed < 2 and place < 1 or fewest == 0 and days:
        return 0
    if place < 0 and (days or shared < 2 or contrary):
        return 0
    if days == DAYS_APART and place < 1 or days > DAYS_APART:
        return 0
    return 10 * shared + 5 * place - 3 * days - contrary + 1


def _apart(one: Told, other: Told) -> int:
    """Days between two dated events; 0 when they overlap."""
    return max(0, one.first - other.last, other.first - one.last)


def _most(values) -> str:
    """The value said most often, of equals the first in order; "" for none."""
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else ""


def _core(members: list[Told]) -> Told:
    """What most members of a happening agree on: the sides half of them name, place and days."""
    named = Counter(side for member in members for side in member.sides)
    sides = {
        side: frozenset().union(*(member.sides.get(side, frozenset()) for member in members))
        for side, number in sorted(named.items()) if 2 * number >= len(members)
    }
    return members[0]._replace(
        sides=sides, venue=_most(member.venue for member in members),
        first=min(member.first for member in members),
        last=max(member.last for member in members),
    )


class _Groups:
    """The happenings while they grow: lists of events, found again by kind and day."""

    def __init__(self):
        self.groups: list[list[Told]] = []
        self.cores: list[Told | None] = []
        self.by_day: dict[tuple[str, int], set[int]] = defaultdict(set)

    def add(self, events: list[Told], place: int | None = None) -> None:
        """Puts the events into the group at `place`, or into a new one."""
        if place is None:
            place = len(self.groups)
            self.groups.append([])
            self.cores.append(None)
        self.groups[place] += events
        exact = [event for event in self.groups[place] if event.exact]
        if exact:
            self.cores[place] = core = _core(exact)
            for day in range(core.first, core.last + 1):
                self.by_day[core.kind, day].add(place)

    def near(self, kind: str, first: int, last: int) -> list[int]:
        """The places of the groups of a kind with a day between two days, in their order."""
        return sorted({place for day in range(first, last + 1)
                       for place in self.by_day.get((kind, day), ())})

    def fits(self, event: Told, places: list[int]) -> list[int]:
        """The groups that can be the event's happening, the best first."""
        scores = []
        for place in places:
            core = self.cores[place]
            fit = _likeness(event, core, _apart(event, core) if event.dated else 0)
            width = max(event.last, core.last) - min(event.first, core.first)
            if fit and not (event.exact and width >= DAYS_APART + EXACT):
                scores.append((-fit, place))
        return [place for _, place in sorted(scores)]


def _join_neighbours(groups: _Groups) -> _Groups:
    """The groups, those a day or two apart joined where they tell of the same happening.

    Where each names a side that the other lacks, they are two meetings of busy people.
    """
    joined = _Groups()
    order = sorted(zip(groups.cores, groups.groups, strict=True), key=lambda one: (
        -len(one[1]), one[0].first, min(event.event_id for event in one[1])))
    for core, group in order:
        places = [
            place for place in joined.near(core.kind, core.first - DAYS_APART,
                                           core.last + DAYS_APART)
            if core.sides.keys() <= joined.cores[place].sides.keys()
            or core.sides.keys() >= joined.cores[place].sides.keys()
        ]
        fits = joined.fits(core, places)
        joined.add(group, fits[0] if fits else None)
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
    fits = groups.fits(event, groups.near(event.kind, *days)) if days else []
    groups.add([event], fits[0] if len(fits) == 1 else None)


def link_events(events: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """The happening_id of each event: "h:" and the first event id of its happening.

    Every event is in exactly one happening; the order of the rows plays no part. A reprint counts
    as its first copy.
    """
    known = articles[["article_id", "anchor", "reprint_of"]].assign(
        original=articles["reprint_of"].fillna(articles["article_id"]))
    rows = events.merge(known, on="article_id", how="left", validate="many_to_one")
    told = sorted(map(_tell, rows.itertuples(index=False)), key=lambda one: one.event_id)
    groups, rest = _Groups(), []
    for event in sorted(told, key=lambda one: (one.last - one.first, one.first, one.event_id)):
        if not event.exact or len(event.sides) < 2:
            rest.append(event)
            continue
        fits = groups.fits(event, groups.near(event.kind, event.first, event.last))
        groups.add([event], fits[0] if fits else None)
    groups = _join_neighbours(groups)
    for event in sorted(rest, key=lambda one: (not one.exact, not one.dated, one.event_id)):
        _attach(groups, event)
    happening = {
        event.event_id: f"h:{min(member.event_id for member in group)}"
        for group in groups.groups for event in group
    }
    return events["event_id"].map(happening).astype("str")


def _said(what: str, rows: list, value: Callable) -> str | None:
    """Both sides of one disagreement: `day: 2024-06-11 (A, B) / 2024-06-12 (C)`."""
    sides: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        said = value(row)
        if said:
            sides[said] |= {row.outlet} if isinstance(row.outlet, str) else set()
    if len(sides) < 2:
        return None
    return f"{what}: " + " / ".join(
        f"{said} ({', '.join(sorted(outlets)) or '?'})" for said, outlets in sorted(sides.items()))


def _disagreement(rows: list) -> str | None:
    """What the articles of a happening say differently of its day, place or participants."""
    if len(rows) < 2:
        return None

    def day(row) -> str:
        exact = row.earliest == row.latest and row.status in ("held", "planned")
        return f"{row.earliest:%Y-%m-%d}" if exact else ""

    said = [_said("day", rows, day)]
    venues = sorted({row.venue for row in rows if isinstance(row.venue, str)})
    if any(_venues(one, other) < 0 for one, other in combinations(venues, 2)):
        wide = {state_of(venue) for venue in venues}
        said.append(_said("venue", rows, lambda row: row.venue if isinstance(row.venue, str)
                          and row.venue not in wide else ""))
    sides = {frozenset(_sides(row.participants)) for row in rows if len(row.participants) > 1}
    if any(one - other and other - one for one, other in combinations(sides, 2)):
        said.append(_said("participants", rows, lambda row: "، ".join(sorted(row.participants))
                          if len(row.participants) > 1 else ""))
    return "; ".join(filter(None, said)) or None


def _participants(rows: list) -> list[str]:
    """Everybody who is named; a state gives way to its person, except where it is visited."""
    named = list(dict.fromkeys(chain.from_iterable(row.participants for row in rows)))
    if rows[0].kind == "visit":
        return named
    persons = {state_of(one) for one in named}
    return [one for one in named if one not in persons]


def _happening(happening_id: str, rows: list) -> dict:
    """One row of the happenings from the events that tell of it, earliest article first."""
    dated = [row for row in rows if not pd.isna(row.earliest)]
    width = min((row.latest - row.earliest for row in dated), default=None)
    narrow = [row for row in dated if row.latest - row.earliest == width]
    anchors = [row.anchor for row in rows if not pd.isna(row.anchor)]

    def most(column: str) -> str | None:
        values = (getattr(row, column) for row in rows)
        return _most(value for value in values if isinstance(value, str)) or None

    return {
        "happening_id": happening_id, "kind": rows[0].kind, "participants": _participants(rows),
        "mediator": most("mediator"), "venue": most("venue"),
        "earliest": min((row.earliest for row in narrow), default=pd.NaT),
        "latest": max((row.latest for row in narrow), default=pd.NaT),
        "status": max((row.status for row in rows), key=STRENGTH.get),
        "articles": len({row.original for row in rows}),
        "outlets": len({row.outlet for row in rows if isinstance(row.outlet, str)}),
        "first_reported": min(anchors, default=pd.NaT), "disagreement": _disagreement(rows),
    }


def merge_events(events: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """One row a happening: columns of `tables.SCHEMAS["happenings"]`, earliest first.

    articles counts the articles that tell of it (reprints once), outlets the outlets;
    first_reported is the first anchor day among them; status is the firmest that any article
    gives (held, cancelled, denied, planned); disagreement says which outlets differ on day, venue
    or participants and what each says, NA when none do.
    """
    known = articles[["article_id", "outlet", "anchor", "reprint_of"]].assign(
        original=articles["reprint_of"].fillna(articles["article_id"]))
    told = (
        events
        .assign(happening_id=events["happening_id"].fillna(link_events(events, articles)))
        .merge(known, on="article_id", validate="many_to_one")
        .sort_values(["anchor", "event_id"], na_position="last", kind="stable")
    )
    groups = defaultdict(list)
    for row in told.itertuples(index=False):
        groups[row.happening_id].append(row)
    rows = [_happening(happening_id, group) for happening_id, group in sorted(groups.items())]
    return typed(rows, "happenings").sort_values(
        ["earliest", "happening_id"], na_position="last", ignore_index=True
    )


def evidence(happening_id: str, events: pd.DataFrame, articles: pd.DataFrame,
             sentences: pd.DataFrame) -> pd.DataFrame:
    """The sentences that tell of a happening, earliest article first.

    Columns: outlet, day (the article's anchor), sentence, reported_by, file, record, start, end:
    the sentence's characters in the file (in the record's text field for JSON, CSV and Parquet).
    Raises ValueError when no event has this happening_id.
    """
    told = events[events["happening_id"] == happening_id]
    if told.empty:
        raise ValueError(
            f"No event belongs to the happening {happening_id!r}; expected an id of the column "
            "happening_id of the table events, as notebook 04 writes it."
        )
    rows = (
        told[["article_id", "sentence_id", "reported_by"]]
        .merge(sentences, on=["article_id", "sentence_id"], validate="many_to_one")
        .merge(articles[["article_id", "outlet", "anchor", "file", "record", "body_start"]],
               on="article_id", validate="many_to_one")
        .sort_values(["anchor", "file", "start"], kind="stable", ignore_index=True)
    )
    return pd.DataFrame({
        "outlet": rows["outlet"], "day": rows["anchor"], "sentence": rows["text"],
        "reported_by": rows["reported_by"], "file": rows["file"], "record": rows["record"],
        "start": rows["body_start"] + rows["start"], "end": rows["body_start"] + rows["end"],
    })


def labels(mentions: pd.DataFrame) -> dict[str, str]:
    """The usual Arabic name of each entity id that the mentions hold."""
    return dict(zip(mentions["entity_id"], mentions["label"], strict=True))


def with_labels(table: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """The events or happenings with names in place of entity ids, for reading; rows unchanged."""
    return with_names(table, labels(mentions))


def with_names(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """What `with_labels` gives, from a table of names (`labels`) in place of the mentions."""
    def name(ids: list) -> list:
        return [names.get(one, one) for one in ids]

    def joined(ids):
        return "، ".join(name(ids.split("، "))) if isinstance(ids, str) else ids

    columns = {column: joined for column in ("mediator", "host", "venue")}
    columns["disagreement"] = lambda words: _ID.sub(
        lambda match: names.get(match[0], match[0]), words) if isinstance(words, str) else words
    return table.assign(
        participants=table["participants"].map(name),
        **{column: table[column].map(how) for column, how in columns.items() if column in table},
    )
