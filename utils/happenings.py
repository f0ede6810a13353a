"""Events of all articles merged into happenings: one meeting told by several outlets is one row.

Two events are the same happening when they are of one kind, share two participants (or one and
the venue), and their days lie within `DAYS_APART` of each other. Days that differ are kept and
shown as a disagreement, with both sides.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain

import networkx as nx
import pandas as pd

from utils.tables import typed

DAYS_APART = 2       # outlets that write of one meeting were seen to differ by a day, rarely by two
SPAN = 31            # a vaguer date than a month would tie everything to everything
STRENGTH = {"planned": 0, "denied": 1, "cancelled": 2, "held": 3}


def _days(event) -> range:
    """The ordinal days on which the event may have been, widened by what outlets differ by."""
    if pd.isna(event.earliest) or (event.latest - event.earliest).days > SPAN:
        return range(0)
    first = event.earliest.toordinal() - DAYS_APART
    return range(first, event.latest.toordinal() + DAYS_APART + 1)


def _same(one, other) -> bool:
    shared = set(one.participants) & set(other.participants)
    venue = isinstance(one.venue, str) and one.venue == other.venue
    return len(shared) >= 2 or bool(shared) and venue


def link_events(events: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """The happening_id of each event: "h:" and the id of the first event of its happening.

    Events without a day link to none: nothing says which happening they are.
    """
    rows = list(events.itertuples())
    graph = nx.Graph()
    graph.add_nodes_from(events.index)
    by_day = defaultdict(list)
    for event in rows:
        for day in _days(event):
            by_day[event.kind, day].append(event)
    for together in by_day.values():
        for place, one in enumerate(together):
            graph.add_edges_from(
                (one.Index, other.Index) for other in together[place + 1:] if _same(one, other)
            )
    happening = {}
    for component in nx.connected_components(graph):
        first = min(events.loc[list(component), "event_id"])
        happening.update(dict.fromkeys(component, f"h:{first}"))
    return events.index.to_series().map(happening).astype("str")


def _disagreement(group: pd.DataFrame) -> str | None:
    """Both sides, where outlets give different days or places: `day: 2024-06-11 (A) / ...`."""
    said = []
    day = group["earliest"].where(group["earliest"].eq(group["latest"])).dt.strftime("%Y-%m-%d")
    for what, values in (("day", day), ("venue", group["venue"])):
        sides = group.assign(said=values).dropna(subset="said").groupby("said")["outlet"]
        if sides.ngroups > 1:
            said.append(f"{what}: " + " / ".join(
                f"{side} ({', '.join(sorted(set(outlets.dropna())))})" for side, outlets in sides
            ))
    return "; ".join(said) or None


def merge_events(events: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """One row a happening: columns of `tables.SCHEMAS["happenings"]`, earliest first.

    articles counts the articles that tell of it (reprints once), outlets the outlets;
    first_reported is the first anchor day among them; status is the firmest that any article
    gives; disagreement says which outlets differ, NA when none do.
    """
    told = (
        events
        .assign(happening_id=events["happening_id"].fillna(link_events(events, articles)))
        .merge(articles[["article_id", "outlet", "anchor", "reprint_of"]], on="article_id",
               validate="many_to_one")
    )
    rows = []
    for happening_id, group in told.groupby("happening_id", sort=True):
        dated = group.dropna(subset="earliest")
        width = dated["latest"] - dated["earliest"]
        narrow = dated[width == width.min()]
        rows.append({
            "happening_id": happening_id, "kind": group["kind"].iloc[0],
            "participants": list(dict.fromkeys(chain.from_iterable(group["participants"]))),
            "mediator": _most_said(group["mediator"]), "venue": _most_said(group["venue"]),
            "earliest": narrow["earliest"].min(), "latest": narrow["latest"].max(),
            "status": max(group["status"], key=STRENGTH.get),
            "articles": group["reprint_of"].fillna(group["article_id"]).nunique(),
            "outlets": group["outlet"].nunique(), "first_reported": group["anchor"].min(),
            "disagreement": _disagreement(group),
        })
    return typed(rows, "happenings").sort_values(
        ["earliest", "happening_id"], na_position="last", ignore_index=True
    )


def _most_said(values: pd.Series) -> str | None:
    """The value that most articles give; of equals the first in order."""
    counts = values.dropna().value_counts()
    return min(counts[counts == counts.max()].index) if len(counts) else None


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
    names = labels(mentions)

    def name(ids: list) -> list:
        return [names.get(one, one) for one in ids]

    def joined(ids):
        return "، ".join(name(ids.split("، "))) if isinstance(ids, str) else ids

    columns = [column for column in ("mediator", "host", "venue") if column in table]
    return table.assign(
        participants=table["participants"].map(name),
        **{column: table[column].map(joined) for column in columns},
    )
