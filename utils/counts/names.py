"""Who is named how often, by outlet, day and sense, and with whom: counted part by part.

Two passes are made over the mentions: the first finds who is named most, the second counts these
alone. Reprints are left out: ten copies of a wire story are one voice.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from utils.counts.adding import Sum
from utils.entities.naming import PREFIX
from utils.entities.pairs import count_pairs
from utils.evidence import in_sentences
from utils.memory import give_back
from utils.stored import Stored

TALLIED = 20_000             # entities that are counted; a smaller corpus has no more
FOLLOWED = 1000              # of them by day and sense, and with whom they are named
OPENED = 150                 # that open to sentences: of all, and of those in no list
SENTENCES = 5                # that each of them opens to

_OF_ARTICLE = ["article_id", "outlet", "anchor", "file", "record", "body_start", "reprint_of"]
_OF_MENTION = ["article_id", "sentence_id", "surface", "kind", "sense", "entity_id", "label",
               "label_en"]
_BY_DAY = ["day", "file", "record", "article_id"]
_NAMED = ["entity_id", "article_id", "sentence_id", "surface"]


class Named(NamedTuple):
    """What is counted of the mentions; small, however many there are."""

    entities: int                # how many are named at all
    unlisted: int                # of them in no list
    tally: pd.DataFrame          # as `tally_entities` gives it, for the `TALLIED` most named
    outlets: pd.DataFrame        # entity_id, outlet: articles, dated (with a day), first (day)
    days: pd.DataFrame           # entity_id, kind, day: articles; persons
    senses: pd.DataFrame         # entity_id, kind, sense: articles
    pairs: pd.DataFrame          # one, other (ids): together, in so many sentences
    evidence: pd.DataFrame       # the first sentences that name an entity; `of` so many


def count_names(folder: Path | str) -> Named:
    """The counts of the mentions in the folder."""
    keys, entities, unlisted = _most_named(folder)
    often = keys[:FOLLOWED]
    sums = {
        "told": Sum(["entity_id"], label="first", label_en="first", kind="first", mentions="sum"),
        "outlets": Sum(["entity_id", "outlet"], articles="sum", dated="sum", first="min"),
        "days": Sum(["entity_id", "kind", "day"], articles="sum"),
        "senses": Sum(["entity_id", "kind", "sense"], articles="sum"),
        "pairs": Sum(["one", "other"], together="sum"),
    }
    for rows in _counted(folder):
        key = _hashed(rows["entity_id"])
        _count(rows[np.isin(key, keys)], rows[np.isin(key, often)], sums)
    counts = {name: total.rows() for name, total in sums.items()}
    tally = _tally(counts.pop("told"), counts["outlets"])
    return Named(entities, unlisted, tally, **counts, evidence=_evidence(folder, tally))


def _counted(folder: Path | str) -> Iterator[pd.DataFrame]:
    """The mentions of each part in articles that are no reprints, with outlet, anchor and place."""
    parts = zip(Stored("mentions", folder)[_OF_MENTION].parts(),
                Stored("articles", folder)[_OF_ARTICLE].parts(), strict=True)
    for mentions, articles in parts:
        originals = articles[articles["reprint_of"].isna()].drop(columns="reprint_of")
        yield mentions.merge(originals, on="article_id", validate="many_to_one")
        give_back()


def _hashed(ids: pd.Series) -> np.ndarray:
    """A number for each id: millions of ids are many times as large."""
    return pd.util.hash_array(ids.to_numpy(object))


def _most_named(folder: Path | str) -> tuple[np.ndarray, int, int]:
    """The hashed ids of the most named, in that order; how many there are; how many in no list."""
    total = Sum(["key"], articles="sum", unlisted="first")
    for rows in _counted(folder):
        once = rows[["entity_id", "article_id"]].drop_duplicates()
        once = once.assign(key=_hashed(once["entity_id"]),
                           unlisted=once["entity_id"].str.startswith(PREFIX))
        total.add(once.groupby("key", as_index=False).agg(
            articles=("article_id", "size"), unlisted=("unlisted", "first")))
    found = total.rows().sort_values(["articles", "key"], ascending=[False, True])
    return found["key"].to_numpy()[:TALLIED], len(found), int(found["unlisted"].sum())


def _count(rows: pd.DataFrame, often: pd.DataFrame, sums: dict[str, Sum]) -> None:
    """Adds the counts of one part; `often` are the rows of those who are followed closely."""
    told = {name: (name, "first") for name in ("label", "label_en", "kind")}
    sums["told"].add(rows.groupby("entity_id", as_index=False, sort=False).agg(
        **told, mentions=("article_id", "size")))
    once = rows.drop_duplicates(["article_id", "entity_id"])
    once = once.assign(day=once["anchor"].dt.normalize(), dated=once["anchor"].notna())
    sums["outlets"].add(once.groupby(["entity_id", "outlet"], as_index=False, dropna=False).agg(
        articles=("article_id", "size"), dated=("dated", "sum"), first=("day", "min")))
    persons = once[once["entity_id"].isin(often["entity_id"]) & (once["kind"] == "person")]
    sums["days"].add(_sized(persons, "entity_id", "kind", "day"))
    sums["senses"].add(_sized(often.drop_duplicates(["article_id", "entity_id", "sense"]),
                              "entity_id", "kind", "sense"))
    sums["pairs"].add(count_pairs(often))


def _sized(rows: pd.DataFrame, *keys: str) -> pd.DataFrame:
    counts = rows.groupby(list(keys), as_index=False, dropna=False).size()
    return counts.rename(columns={"size": "articles"})


def _tally(told: pd.DataFrame, outlets: pd.DataFrame) -> pd.DataFrame:
    """The tally in the order and with the columns of `tally_entities`."""
    counts = outlets.groupby("entity_id", as_index=False).agg(
        articles=("articles", "sum"), outlets=("outlet", "count"))
    tally = told.merge(counts, on="entity_id", validate="one_to_one")
    columns = ["entity_id", "label", "label_en", "kind", "articles", "outlets", "mentions"]
    return tally[columns].sort_values(
        ["articles", "mentions", "entity_id"], ascending=[False, False, True], kind="stable",
        ignore_index=True)


def _evidence(folder: Path | str, tally: pd.DataFrame) -> pd.DataFrame:
    """The earliest sentences that name those who open to them, one an article; `of` so many.

    Columns as `sentences_naming` gives them, and entity_id.
    """
    ids = tally["entity_id"]
    shown = {*ids.head(OPENED), *ids[ids.str.startswith(PREFIX)].head(OPENED)}
    total, found = Sum(["entity_id"], of="sum"), []
    sentences = Stored("sentences", folder).parts()
    for rows, texts in zip(_counted(folder), sentences, strict=True):
        named = rows[rows["entity_id"].isin(shown)].dropna(subset="sentence_id").drop_duplicates(
            ["entity_id", "article_id"])
        total.add(named.groupby("entity_id", as_index=False).size().rename(columns={"size": "of"}))
        early = _earliest(named.rename(columns={"anchor": "day"}))
        told = in_sentences(early[_NAMED], rows.drop_duplicates("article_id"), texts,
                            "entity_id", "surface")
        found = [_earliest(pd.concat([*found, told.assign(article_id=early["article_id"])],
                                     ignore_index=True))]
    return found[0].drop(columns="article_id").merge(
        total.rows(), on="entity_id", validate="many_to_one")


def _earliest(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the first articles that name each entity."""
    return rows.sort_values(_BY_DAY, kind="stable").groupby("entity_id", sort=False).head(SENTENCES)
