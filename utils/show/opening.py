"""What a row of a table opens to: the sentences that it rests on, with the names in them marked.

Each function gives one for `show_table(..., opens=...)`: from a row's index label to its sentences.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from utils.entities.evidence import sentences_naming
from utils.events.happenings import evidence
from utils.evidence import in_sentences
from utils.words import word

Opens = Callable[[object], pd.DataFrame]


def naming(tally: pd.DataFrame, mentions: pd.DataFrame, articles: pd.DataFrame,
           sentences: pd.DataFrame) -> Opens:
    """From a row of the tally to one sentence of each article that names the entity."""
    places = mentions.groupby("entity_id").indices

    def opens(row: object) -> pd.DataFrame:
        entity_id = tally.loc[row, "entity_id"]
        return sentences_naming(entity_id, mentions.take(places[entity_id]), articles, sentences,
                                most=len(articles))

    return opens


def telling(happenings: pd.DataFrame, events: pd.DataFrame, mentions: pd.DataFrame,
            articles: pd.DataFrame, sentences: pd.DataFrame) -> Opens:
    """From a row of the happenings to the sentences that tell of it, its parties marked."""
    told_of, named_in = (table.groupby(key).indices for table, key in (
        (events, "happening_id"), (mentions, "sentence_id")))

    def opens(row: object) -> pd.DataFrame:
        happening_id = happenings.loc[row, "happening_id"]
        told = events.take(told_of[happening_id])
        parties = {party for row in told["participants"] for party in row}
        places = [place for one in told["sentence_id"].unique() for place in named_in.get(one, [])]
        named = mentions.take(places)
        surfaces = named.loc[named["entity_id"].isin(parties), "surface"].unique()
        rows = evidence(happening_id, told, articles, sentences)
        return rows.assign(surface=[sorted(surfaces, key=len, reverse=True)] * len(rows))

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
