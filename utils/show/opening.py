"""What a row of a table opens to: the sentences that it rests on, with the names in them marked.

Each function gives one for `show_table(..., opens=...)`: from a row's index label to its sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import numpy as np
import pandas as pd
import pyarrow as pa

from utils.evidence import in_sentences
from utils.tables import from_arrow
from utils.words import word

Opens = Callable[[object], pd.DataFrame]


def naming(tally: pd.DataFrame, evidence: pd.DataFrame) -> Opens:
    """From a row of the tally to the sentences that name the entity (`counts.Named.evidence`)."""
    places = evidence.groupby("entity_id").indices
    return lambda row: evidence.take(places.get(tally.loc[row, "entity_id"], []))


def telling(happenings: pd.DataFrame, told: pa.Table) -> Opens:
    """From a row of the happenings to the sentences that tell of it, its parties marked.

    `told` as `counts.telling` gives it.
    """
    rows_of = _rows_of(told, "happening_id", happenings["happening_id"])

    def opens(row: object) -> pd.DataFrame:
        rows = rows_of(row).sort_values(["day", "file", "record", "start"], kind="stable")
        parties = {*chain.from_iterable(rows["participants"])}
        surfaces = {words for who, how in zip(rows["named"], rows["surface"], strict=True)
                    for one, words in zip(who, how, strict=True) if one in parties}
        longest = sorted(surfaces, key=lambda one: (-len(one), one))
        return rows.assign(surface=[longest] * len(rows))

    return opens


def event(events: pd.DataFrame, told: pa.Table) -> Opens:
    """From a row of the events to its sentence, its trigger marked (`counts.telling`)."""
    rows_of = _rows_of(told, "event_id", events["event_id"])
    return lambda row: rows_of(row).assign(surface=lambda rows: rows["trigger"])


def _rows_of(told: pa.Table, key: str, keys: pd.Series) -> Opens:
    """From a row to the rows with its key, the only ones that become a frame."""
    known = told[key].to_numpy()
    order = np.argsort(known, kind="stable")

    def opens(row: object) -> pd.DataFrame:
        first, last = (np.searchsorted(known, keys[row], side, sorter=order)
                       for side in ("left", "right"))
        return from_arrow(told.take(np.sort(order[first:last])))

    return opens


def standing(rows: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame,
             marked: str) -> Opens:
    """From a row (of events, dates, quotations) to its sentence, with its words `marked` in it."""
    told = in_sentences(rows, articles, sentences, marked)
    shown = told.dropna(subset="sentence").rename(columns={marked: "surface"}).astype(
        {"start": "int64", "end": "int64"})
    return lambda row: shown.loc[shown.index == row]


def headlines(tally: pd.DataFrame, articles: pd.DataFrame, by: str = "outlet") -> Opens:
    """From a row of a tally of articles (by outlet) to their headlines, the earliest first."""
    ordered = articles.sort_values("anchor", kind="stable")
    shown = pd.DataFrame({
        by: ordered[by], "outlet": ordered["outlet"], "day": ordered["anchor"],
        "sentence": ordered["headline"], "file": ordered["file"], "record": ordered["record"],
        "start": ordered["start"], "end": ordered["end"],
    }).dropna(subset="sentence")
    return lambda row: shown[shown[by].isna() if tally.loc[row, by] == word("not_named")
                             else shown[by] == tally.loc[row, by]]
