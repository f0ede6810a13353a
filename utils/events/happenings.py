"""Events of all articles merged into happenings: one meeting told by several outlets is one row.

A row says what its articles agree on, and where they do not agree it shows each side with the
outlets that give it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from itertools import chain, combinations

import pandas as pd

from utils.asking import NAMES, TEXT, asks, table, table_of
from utils.events.homes import state_of
from utils.events.likeness import compare_venues, sides_of
from utils.events.linking import LINKED, link_events, most
from utils.evidence import PLACED, SENTENCE, EvidenceError, in_sentences
from utils.lexicon import read_lexicon
from utils.tables import typed

FEW = 4                  # articles that are all believed in whom they name
SHARE = 8                # of more, one in so many must name somebody
MORE = 3                 # times as many articles name a state as a person who could stand for it
STRENGTH = {"planned": 0, "denied": 1, "cancelled": 2, "held": 3}
_ID = re.compile(r"\b(?:[A-Z]{3}|[a-z]+:[\w-]+)")


def _said(what: str, rows: list, value: Callable) -> str | None:
    """Both sides of one disagreement: `day: 2024-06-11 (A, B) / 2024-06-12 (C)`."""
    sides: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        said = value(row)
        if said:
            sides[said] |= {row.outlet} if isinstance(row.outlet, str) else set()
    # an outlet that gives both (the days of one stay) contradicts nobody
    both = {outlet for outlet, number in Counter(chain.from_iterable(sides.values())).items()
            if number > 1}
    sides = {said: outlets - both for said, outlets in sides.items()
             if not outlets or outlets - both}
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
    if any(compare_venues(one, other) < 0 for one, other in combinations(venues, 2)):
        wide = {state_of(venue) for venue in venues}
        said.append(_said("venue", rows, lambda row: row.venue if isinstance(row.venue, str)
                          and row.venue not in wide else ""))
    sides = {frozenset(sides_of(row.participants)) for row in rows if len(row.participants) > 1}
    fullest = {one for one in sides if not any(one < other for other in sides)}
    if len(fullest) > 1:                   # who names fewer of them does not contradict
        said.append(_said("participants", rows, lambda row: "، ".join(sorted(row.participants))
                          if frozenset(sides_of(row.participants)) in fullest else ""))
    return "; ".join(filter(None, said)) or None


def _participants(rows: list) -> list[str]:
    """Everybody who is named; where many articles tell of it, whom one in SHARE of them names.

    A state gives way to its persons, except where it is visited, or where far more articles name
    the state than any of them: an oil minister in one of twenty does not stand for Iran.
    """
    told: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for one in row.participants:
            told[one].add(row.original)
    articles = len({row.original for row in rows})
    least = 1 if articles <= FEW else max(2, articles / SHARE)
    named = [one for one, by in told.items() if len(by) >= least] or list(told)
    if rows[0].kind == "visit":
        return named
    persons: dict[str, int] = defaultdict(int)
    for one in named:
        persons[state_of(one)] = max(persons[state_of(one)], len(told[one]))
    return [one for one in named if len(told[one]) > MORE * persons[one] or not persons[one]]


def _happening(happening_id: str, rows: list) -> dict:
    """One row of the happenings from the events that tell of it, earliest article first."""
    dated = [row for row in rows if not pd.isna(row.earliest)]
    width = min((row.latest - row.earliest for row in dated), default=None)
    narrow = [row for row in dated if row.latest - row.earliest == width]
    anchors = [row.anchor for row in rows if not pd.isna(row.anchor)]

    def usual(column: str) -> str | None:
        values = (getattr(row, column) for row in rows)
        return most(Counter(value for value in values if isinstance(value, str))) or None

    return {
        "happening_id": happening_id, "kind": rows[0].kind, "participants": _participants(rows),
        "mediator": usual("mediator"), "venue": usual("venue"),
        "earliest": min((row.earliest for row in narrow), default=pd.NaT),
        "latest": max((row.latest for row in narrow), default=pd.NaT),
        "status": max((row.status for row in rows), key=STRENGTH.get),
        "articles": len({row.original for row in rows}),
        "outlets": len({row.outlet for row in rows if isinstance(row.outlet, str)}),
        "first_reported": min(anchors, default=pd.NaT), "disagreement": _disagreement(rows),
    }


@asks(events=table_of("events", *LINKED, "mediator", "happening_id"),
      articles=table_of("articles", "article_id", "outlet", "anchor", "reprint_of"))
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
        events[[*LINKED, "mediator"]]
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


@asks(happening_id=TEXT, articles=table_of("articles", *PLACED),
      events=table_of("events", "article_id", "sentence_id", "reported_by", "happening_id"),
      sentences=table_of("sentences", *SENTENCE))
def evidence(happening_id: str, events: pd.DataFrame, articles: pd.DataFrame,
             sentences: pd.DataFrame) -> pd.DataFrame:
    """The sentences that tell of a happening, earliest article first.

    Columns as `evidence.in_sentences` gives them, and `reported_by`.
    Raises EvidenceError when no event has this happening_id.
    """
    told = events[events["happening_id"] == happening_id]
    if told.empty:
        raise EvidenceError(
            f"No event belongs to the happening {happening_id!r}; expected an id of the column "
            "happening_id of the table events. Take it from merge_events(events, articles)."
        )
    rows = in_sentences(told, articles, sentences, "reported_by")
    return rows.sort_values(["day", "file", "record", "start"], kind="stable", ignore_index=True)


@asks(mentions=table("entity_id", "label", gives="pipeline.analyse"))
def labels(mentions: pd.DataFrame) -> dict[str, str]:
    """The usual Arabic name of each entity id that the mentions hold."""
    return dict(zip(mentions["entity_id"], mentions["label"], strict=True))


@asks(table=table("participants", gives="events.find_events or events.merge_events"),
      mentions=table("entity_id", "label", gives="pipeline.analyse"))
def with_labels(table: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """The events or happenings with names in place of entity ids, for reading; rows unchanged."""
    return with_names(table, labels(mentions))


@asks(table=table("participants", gives="events.find_events or events.merge_events"), names=NAMES)
def with_names(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """What `with_labels` gives, from a table of names (`labels`) in place of the mentions.

    An id that the table lacks has the lexicon's name; one that neither knows stands for itself.
    """
    known = read_lexicon().entities

    def label(one: str) -> str:
        return names.get(one) or (known[one].label if one in known else one)

    def name(ids: list) -> list:
        return [label(one) for one in ids]

    def joined(ids):
        return "، ".join(name(ids.split("، "))) if isinstance(ids, str) else ids

    columns = {column: joined for column in ("mediator", "host", "venue")}
    columns["disagreement"] = lambda words: _ID.sub(
        lambda match: label(match[0]), words) if isinstance(words, str) else words
    return table.assign(
        participants=table["participants"].map(name),
        **{column: table[column].map(how) for column, how in columns.items() if column in table},
    )
