"""The counts that notebooks show: small tables made of the large ones."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pandas as pd

from utils.show.phrases import quote
from utils.text import explain
from utils.words import page_language, word


def by_outlet(articles: pd.DataFrame) -> pd.DataFrame:
    """One row an outlet, most articles first: outlet, articles, dated (articles), first, last."""
    return (
        articles
        .assign(outlet=articles["outlet"].fillna(word("not_named")),
                dated=articles["anchor"].notna())
        .groupby("outlet", as_index=False)
        .agg(articles=("article_id", "size"), dated=("dated", "sum"),
             first=("anchor", "min"), last=("anchor", "max"))
        .sort_values(["articles", "outlet"], ascending=[False, True], ignore_index=True)
    )


def by_reason(set_aside: pd.DataFrame) -> pd.DataFrame:
    """One row a reason, most stretches first: reason, stretches, characters, example."""
    return (
        set_aside
        .assign(characters=set_aside["words"].str.len())
        .groupby("reason", as_index=False)
        .agg(stretches=("words", "size"), characters=("characters", "sum"),
             example=("words", "first"))
        .sort_values(["stretches", "reason"], ascending=[False, True], ignore_index=True)
    )


def cleaning_steps(bodies: pd.Series) -> pd.DataFrame:
    """The cleaning steps that changed something: step, bodies; most first.

    >>> cleaning_steps(pd.Series(["العـــراق", "بغداد.وذكرت", None]))["step"].tolist()
    ['drop_tatweel', 'part_sentences']
    """
    changed = (sorted({step for step, _ in explain(body)}) for body in bodies.dropna())
    steps = Counter(chain.from_iterable(changed))
    rows = sorted(steps.items(), key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(rows, columns=["step", "bodies"])


def before_and_after(articles: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The sentences that cleaning changed, most shortened first: printed, text, shorter (by)."""
    bodies = sentences["article_id"].map(articles.set_index("article_id")["body"])
    places = zip(bodies, sentences["start"], sentences["end"], strict=True)
    rows = sentences[["text"]].assign(printed=[body[start:end] for body, start, end in places])
    rows["shorter"] = rows["printed"].str.len() - rows["text"].str.len()
    changed = rows[rows["printed"] != rows["text"]]
    return changed.sort_values("shorter", ascending=False, kind="stable")[
        ["printed", "text", "shorter"]
    ]


def most_named(tally: pd.DataFrame, top: int = 3) -> str:
    """The entities of the first rows with their articles, as Markdown for a sentence.

    >>> rows = [("سوريا", "Syria", 139), ("هدى الشامي", None, 12)]
    >>> most_named(pd.DataFrame(rows, columns=["label", "label_en", "articles"]))
    'Syria (139), هدى الشامي (12)'
    """
    shown = tally.head(top)
    english = page_language() == "en"
    names = shown["label_en"].replace("", None).fillna(shown["label"]) if english \
        else shown["label"]
    return (", " if english else "، ").join(
        f"{quote(name)} ({count:,})" for name, count in zip(names, shown["articles"], strict=True))


def by_sense(mentions: pd.DataFrame, kind: str = "country") -> pd.DataFrame:
    """One row an entity of the kind: label, articles by each sense, articles in all; most first."""
    chosen = mentions[mentions["kind"] == kind]
    counts = chosen.groupby(["entity_id", "sense"])["article_id"].nunique().unstack(fill_value=0)
    told = chosen.groupby("entity_id").agg(label=("label", "first"), all=("article_id", "nunique"))
    rows = told[["label"]].join(counts).join(told["all"]).reset_index()
    return rows.sort_values(["all", "entity_id"], ascending=[False, True], ignore_index=True).drop(
        columns="entity_id"
    )


def open_dates(dates: pd.DataFrame) -> pd.DataFrame:
    """Why dates are unresolved: basis, reason, dates, example; most first."""
    return (
        dates[dates["earliest"].isna()]
        .groupby(["basis", "reason"], as_index=False, dropna=False)
        .agg(dates=("surface", "size"), example=("surface", "first"))
        .sort_values(["dates", "reason"], ascending=[False, True], ignore_index=True)
    )
