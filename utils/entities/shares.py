"""Who is named how much: shares of articles with intervals, by outlet or week, and who is new.

Outlets differ in size, so a share of their articles says more than a count; of few articles it says
little, which the interval shows. Reprints are left out: ten copies of a wire story are one voice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from utils.asking import IDS, asks, one_of, refuse, table, table_of

_COUNTED = ("article_id", "outlet", "anchor", "reprint_of")
Z = 1.96                     # of the normal distribution: 95 in 100 such intervals hold the share


def wilson(counts, totals) -> tuple[np.ndarray, np.ndarray]:
    """Low and high end of Wilson's 95% interval of counts/totals; 0 and 1 where a total is 0.

    >>> low, high = wilson(8, 10)
    >>> round(float(low), 3), round(float(high), 3)
    (0.49, 0.943)
    """
    counts, totals = np.asarray(counts, float), np.asarray(totals, float)
    some = np.where(totals > 0, totals, 1)
    share = counts / some
    middle = share + Z**2 / (2 * some)
    width = Z * np.sqrt(share * (1 - share) / some + Z**2 / (4 * some**2))
    low, high = ((middle + sign * width) / (1 + Z**2 / some) for sign in (-1, 1))
    return (np.where(totals > 0, np.clip(low, 0, 1), 0.0),
            np.where(totals > 0, np.clip(high, 0, 1), 1.0))


def _counted(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles that are no reprints, with the Monday of their week and their month."""
    first = articles[articles["reprint_of"].isna()]
    days = first["anchor"].dt.normalize()
    return first[["article_id", "outlet"]].assign(
        day=days, week=days - pd.to_timedelta(days.dt.day_of_week, unit="D"),
        month=days.dt.to_period("M"),
    )


@asks(mentions=table("article_id", "entity_id", "label", gives="pipeline.analyse"),
      articles=table_of("articles", *_COUNTED), by=one_of("outlet", "week"), entity_ids=IDS)
def tally_shares(mentions: pd.DataFrame, articles: pd.DataFrame, by: str = "outlet",
                 entity_ids: list[str] | None = None) -> pd.DataFrame:
    """The share of each group's articles that name each entity: a row an entity and group.

    `by` is outlet or week (its Monday). Columns entity_id, label, `by`, articles (that name it),
    of (articles in the group), share, low, high: Wilson's 95% interval. A group that never names
    the entity has a row with 0. Articles without an outlet, or without a day, are in no group.
    `entity_ids` chooses and orders the entities; without it all, the most named first.
    """
    counted = _counted(articles).dropna(subset=by)
    named = (
        mentions[["article_id", "entity_id", "label"]]
        .drop_duplicates(["article_id", "entity_id"])
        .merge(counted[["article_id", by]], on="article_id", validate="many_to_one")
    )
    order = entity_ids if entity_ids is not None else (
        named.groupby("entity_id").size().sort_values(ascending=False, kind="stable").index)
    labels = mentions.drop_duplicates("entity_id").set_index("entity_id")["label"]
    counts = named.groupby(["entity_id", by], as_index=False).size().rename(
        columns={"size": "articles"})
    return shares_of(counts, articles, by, order, labels)


def shares_of(named: pd.DataFrame, articles: pd.DataFrame, by: str, order: Sequence[str],
              labels: Mapping[str, str]) -> pd.DataFrame:
    """What `tally_shares` gives, from counts: `named` has the columns entity_id, `by`, articles."""
    sizes = _counted(articles).dropna(subset=by).groupby(by)["article_id"].nunique()
    counts = named.set_index(["entity_id", by])["articles"]
    every = pd.MultiIndex.from_product([order, sizes.index], names=["entity_id", by])
    rows = counts.reindex(every, fill_value=0).reset_index()
    rows["of"] = rows[by].map(sizes).astype("int64")     # also where no article is in a group
    rows["share"] = rows["articles"] / rows["of"]
    rows["low"], rows["high"] = wilson(rows["articles"], rows["of"])
    rows.insert(1, "label", rows["entity_id"].map(labels))
    return rows


def new_names(outlets: pd.DataFrame, tally: pd.DataFrame,
              articles: pd.DataFrame) -> pd.DataFrame:
    """What `find_new` gives for the last month, from counts (`counts.Named`)."""
    months = _counted(articles)["month"].dropna()
    dated = outlets[outlets["dated"] > 0]
    rows = dated.groupby("entity_id", as_index=False).agg(
        first=("first", "min"), articles=("dated", "sum"), outlets=("outlet", "nunique"))
    rows = rows[(rows["first"].dt.to_period("M") == months.max()) & (months < months.max()).any()]
    named = tally[["entity_id", "label", "kind"]].merge(rows, on="entity_id")
    return named.sort_values(["articles", "entity_id"], ascending=[False, True], ignore_index=True)


@asks(mentions=table("article_id", "entity_id", "label", "kind", gives="pipeline.analyse"),
      articles=table_of("articles", *_COUNTED))
def find_new(mentions: pd.DataFrame, articles: pd.DataFrame,
             month: str | pd.Period | None = None) -> pd.DataFrame:
    """The entities that the month names and no earlier article: entity_id, label, kind, first, ...

    `month` as "2025-03", by default the last one of the articles. `first` is the first day,
    `articles` and `outlets` are those of the month; most articles first. In the corpus's first
    month everybody would be new: there is nothing before, and the table is empty.
    """
    counted = _counted(articles).dropna(subset="day")
    rows = mentions[["article_id", "entity_id", "label", "kind"]].merge(
        counted, on="article_id", validate="many_to_one")
    try:
        month = counted["month"].max() if month is None else pd.Period(f"{month}", "M")
    except (ValueError, TypeError):
        refuse("find_new", "month", month, "a month", 'Give one: month="2025-03"')
    earlier = set(rows.loc[rows["month"] < month, "entity_id"])
    here = rows[(rows["month"] == month) & ~rows["entity_id"].isin(earlier)]
    if not (counted["month"] < month).any():
        here = here.iloc[:0]
    return (
        here
        .groupby("entity_id", as_index=False)
        .agg(label=("label", "first"), kind=("kind", "first"), first=("day", "min"),
             articles=("article_id", "nunique"), outlets=("outlet", "nunique"))
        .sort_values(["articles", "entity_id"], ascending=[False, True], ignore_index=True)
    )
