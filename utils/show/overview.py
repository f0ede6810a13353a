"""The counts that notebooks show: small tables made of the large ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

from utils.counts import Named
from utils.counts.adding import Sum
from utils.plots.figures import dense_stretch
from utils.plots.lanes import DASH, name_lanes, near_coverage
from utils.show.phrases import quote
from utils.show.translated import in_page_language
from utils.stored import Stored, in_parts
from utils.text import explain, reprint_chains
from utils.words import page_language, word

AROUND = 18                  # characters shown on each side of what a cleaning step changed
STRETCHES = 16               # of time at most, in a table of who is named when
NAMED = {"D": "day", "W": "week_from", "M": "month", "Q": "quarter_from", "Y": "year"}
POINTS = 20_000              # dates that are drawn one by one
STATUSES = ("held", "planned", "cancelled", "denied")


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


def by_reason(set_aside: pd.DataFrame | Stored) -> pd.DataFrame:
    """One row a reason, most stretches first: reason, stretches, characters, example."""
    total = Sum(["reason"], stretches="sum", characters="sum", example="first")
    for part in in_parts(set_aside):
        total.add(
            part
            .assign(characters=part["words"].str.len())
            .groupby("reason", as_index=False)
            .agg(stretches=("words", "size"), characters=("characters", "sum"),
                 example=("words", "first"))
        )
    return total.rows().sort_values(["stretches", "reason"], ascending=[False, True],
                                    ignore_index=True)


def without(articles: pd.DataFrame, table: Stored) -> pd.DataFrame:
    """The articles of which the table has no row."""
    held = [part["article_id"].drop_duplicates() for part in in_parts(table[["article_id"]])]
    return articles[~articles["article_id"].isin(pd.concat(held))]


def cleaning_steps(bodies: pd.Series) -> pd.DataFrame:
    """The cleaning steps that changed something: step, bodies, before, after; most bodies first.

    `before` and `after` show one place that the step changed, with the words around it.

    >>> cleaning_steps(pd.Series(["في العـــراق", "بغداد.وذكرت", None]))[["step", "before"]].values
    ... # doctest: +ELLIPSIS
    array([['drop_tatweel', 'في العـــراق'],
           ['part_sentences', 'بغداد.وذكرت']], dtype=...)
    """
    steps, example = Counter(), {}
    for body in bodies.dropna():
        before = body
        for step, after in explain(body):
            steps[step] += 1
            example.setdefault(step, _around(before, after))
            before = after
    rows = [(step, count, *example[step])
            for step, count in sorted(steps.items(), key=lambda row: (-row[1], row[0]))]
    return pd.DataFrame(rows, columns=["step", "bodies", "before", "after"])


def _around(before: str, after: str) -> tuple[str, str]:
    """The first place where the two differ, in both, with whole words around it."""
    place = next((n for n, (one, other) in enumerate(zip(before, after, strict=False))
                  if one != other), min(len(before), len(after)))
    start = before.rfind(" ", 0, max(0, place - AROUND)) + 1
    return tuple(_whole_words(text[start:], place - start + AROUND) for text in (before, after))


def _whole_words(text: str, least: int) -> str:
    """The text up to the end of the word at that place, line breaks and odd spaces shown."""
    end = text.find(" ", least)
    cut = text if end < 0 else text[:end]
    return cut.replace("\n", "⏎").replace("\N{NO-BREAK SPACE}", "⍽")


def leader(tally: pd.DataFrame, senses: pd.DataFrame) -> list[dict[str, object]]:
    """The first entity of the tally: who, count, found; no item where nobody is named.

    `found` counts the articles that print its name; the others name a people, a capital, an
    office or a part of the name instead. `senses` as in `counts.Named`.

    >>> tally = pd.DataFrame({"entity_id": ["SYR"], "label": ["سوريا"], "articles": [2]})
    >>> rows = [("SYR", "name", 1), ("SYR", "demonym", 1), ("SYR", "metonym", 1)]
    >>> leader(tally, pd.DataFrame(rows, columns=["entity_id", "sense", "articles"]))
    [{'who': 'سوريا', 'count': 2, 'found': 1}]
    """
    named = senses[senses["sense"] == "name"]
    return [{"who": quote(first.label), "count": int(first.articles),
             "found": int(named.loc[named["entity_id"] == first.entity_id, "articles"].sum())}
            for first in tally.head(1).itertuples()]


def most_named(tally: pd.DataFrame, top: int = 3) -> str:
    """The entities of the first rows with their articles, as Markdown for a sentence.

    >>> rows = [("سوريا", "Syria", 139), ("هدى الشامي", None, 12)]
    >>> most_named(pd.DataFrame(rows, columns=["label", "label_en", "articles"]))
    'Syria (139), هدى الشامي (12)'
    """
    shown = in_page_language(tally.head(top))
    return (", " if page_language() == "en" else "، ").join(
        f"{quote(row.label)} ({row.articles:,})" for row in shown.itertuples())


def first_with(texts: pd.Series, pattern: str) -> list[str]:
    """The first text that holds the pattern, else the first of all; none where there is none.

    >>> first_with(pd.Series(["في بغداد", "في أنقرة"]), "أنقرة")
    ['في أنقرة']
    """
    texts = texts.dropna()
    found = texts[texts.str.contains(pattern)]
    return (found if len(found) else texts).head(1).tolist()


def most_dated(articles: pd.DataFrame, dated: pd.DataFrame,
               longest: int = 1500) -> list[tuple[str, pd.DataFrame]]:
    """Of the articles that are short the one with most dates: its body and its dates, or none."""
    bodies = articles.set_index("article_id")["body"]
    short = bodies[bodies.str.len().between(1, longest)]
    often = dated.loc[dated["article_id"].isin(short.index), "article_id"].mode().head(1)
    return [(short[one], dated[dated["article_id"] == one]) for one in often]


def chains(articles: Stored, most: int = 500) -> pd.DataFrame:
    """The chains of reprints with their headlines, shares in percent; the longest first.

    Of many, those that come to `most` articles: their bodies are read and compared here.
    """
    known = articles[["article_id", "reprint_of"]].read()
    first = known["reprint_of"].fillna(known["article_id"])
    sizes = first.value_counts()[lambda size: size > 1].sort_index().sort_values(
        ascending=False, kind="stable")
    longest = sizes.index[:1 + int(np.searchsorted(sizes.cumsum(), most))]
    rows = articles.where("article_id", known.loc[first.isin(longest), "article_id"])
    found = reprint_chains(rows, rows["reprint_of"]).merge(
        rows[["article_id", "headline"]], on="article_id", validate="one_to_one")
    return found.assign(share=found["share"].map("{:.0%}".format))


def sizes(articles: pd.DataFrame) -> dict[str, object]:
    """How many articles, files and outlets there are, and the share of articles with a day."""
    return {"articles": len(articles), "files": articles["file"].nunique(),
            "outlets": articles["outlet"].nunique(), "share": articles["anchor"].notna().mean()}


def event_sizes(events: pd.DataFrame) -> dict[str, int]:
    """How many events there are, and which of them lean on little: planned, undated, unnamed."""
    return {"events": len(events), "planned": int((events["status"] == "planned").sum()),
            "undated": int(events["earliest"].isna().sum()),
            "unnamed": int((events["anonymity"] == "unnamed").sum())}


def happening_sizes(events: pd.DataFrame, happenings: pd.DataFrame) -> dict[str, int]:
    """How many events come to how many happenings, and how many of these several outlets tell."""
    return {"events": len(events), "happenings": len(happenings),
            "several": int((happenings["outlets"] > 1).sum())}


def by_kind(events: pd.DataFrame) -> pd.DataFrame:
    """One row a kind of event, most first: kind, a column a status, all."""
    counts = pd.crosstab(events["kind"], events["status"])
    known = counts.reindex(columns=[one for one in STATUSES if one in counts])
    rows = known.rename_axis(columns=None).assign(all=known.sum(axis=1)).reset_index()
    return rows.sort_values(["all", "kind"], ascending=[False, True], ignore_index=True)


def fullest(labelled: pd.DataFrame) -> pd.DataFrame:
    """The events that say most first: who, through whom, where, when, on whose word; the latest
    of them first.
    """
    said = (labelled["participants"].str.len().clip(upper=2)
            + labelled[["mediator", "venue", "earliest"]].notna().sum(axis=1)
            + labelled["reported_by"].str.len().clip(upper=1))
    order = pd.DataFrame({"said": said, "day": labelled["earliest"]}).sort_values(
        ["said", "day"], ascending=False, kind="stable")
    return labelled.loc[order.index]


def by_time(named: Named, tally: pd.DataFrame, top: int = 12) -> pd.DataFrame:
    """In how many articles each of the most named persons stands, by time; the tally labels them.

    Rows are labels, columns stretches of time by their beginning, none left out: days, weeks,
    months, quarters or years, whichever gives at most `STRETCHES`. Where all is of one day, or of
    none, the columns are outlets.
    """
    rows = _one_by_one(named.days, tally)
    days = rows["day"].dropna()
    if days.nunique() < 2:
        rows = _one_by_one(
            named.outlets[named.outlets["entity_id"].isin(named.days["entity_id"])], tally)
        often, outlets = (rows[column].fillna(word("not_named")).value_counts().sort_index()
                          .sort_values(ascending=False, kind="stable").index[:top]
                          for column in ("label", "outlet"))
        counts = pd.crosstab(rows["label"], rows["outlet"].fillna(word("not_named")))
        return counts.reindex(index=often, columns=outlets, fill_value=0).rename_axis(
            index=None, columns=word("outlet"))
    days = days[dense_stretch(days, 0.98)]
    unit = next((one for one in "DWMQ" if _periods(days, one) <= STRETCHES), "Y")
    rows = rows.loc[days.index].assign(period=days.dt.to_period(unit))
    often = rows["label"].value_counts().sort_index().sort_values(
        ascending=False, kind="stable").index[:top]
    every = pd.period_range(rows["period"].min(), rows["period"].max(), freq=unit)
    counts = pd.crosstab(rows["label"], rows["period"]).reindex(
        index=often, columns=every, fill_value=0)
    form = {"M": "%Y-%m", "Q": "%Y-%m", "Y": "%Y"}.get(unit, "%Y-%m-%d")
    counts.columns = pd.Index([f"{one.start_time:{form}}" for one in every], name=word(NAMED[unit]))
    return counts.rename_axis(index=None)


def _one_by_one(counts: pd.DataFrame, tally: pd.DataFrame) -> pd.DataFrame:
    """The counts as a row an article, with the label of whom it names."""
    labels = dict(zip(tally["entity_id"], tally["label"], strict=True))
    rows = counts.assign(label=counts["entity_id"].map(labels))
    return rows.loc[rows.index.repeat(rows["articles"])].reset_index(drop=True)


def _periods(days: pd.Series, unit: str) -> int:
    """How many such stretches lie between the first and the last day."""
    first, last = days.min().to_period(unit), days.max().to_period(unit)
    return (last - first).n + 1


def busiest_track(happenings: pd.DataFrame,
                  names: Mapping[str, str]) -> list[dict[str, object]]:
    """The two sides that most happenings bring together: track, count, all, first, last.

    No item where no dated happening has two sides.
    """
    dated = near_coverage(happenings)
    tracks = pd.Series(name_lanes(dated, names), index=dated.index, dtype="str")
    tracks = tracks[tracks.str.contains(DASH, regex=False)]
    if tracks.empty:
        return []
    most = tracks.value_counts().sort_index().sort_values(ascending=False, kind="stable").index[0]
    days = dated.loc[tracks[tracks == most].index, "earliest"]
    return [{"track": most, "count": len(days), "all": len(happenings),
             "first": days.min(), "last": days.max()}]


def by_sense(senses: pd.DataFrame, tally: pd.DataFrame, kind: str = "country") -> pd.DataFrame:
    """One row an entity of the kind: label, articles by each sense, articles in all; most first.

    `senses` as in `counts.Named`; the tally names the entities.
    """
    chosen = senses[senses["kind"] == kind]
    counts = chosen.pivot(index="entity_id", columns="sense", values="articles").fillna(0)
    told = tally.set_index("entity_id").rename(columns={"articles": "all"})
    rows = counts.astype("int64").join(told[["label", "all"]]).reset_index()
    rows.insert(1, "label", rows.pop("label"))
    return rows.sort_values(["all", "entity_id"], ascending=[False, True], ignore_index=True).drop(
        columns="entity_id"
    )


def days_told(dated: Stored, articles: pd.DataFrame) -> pd.DataFrame:
    """The resolved dates beside the anchor of their article: surface, anchor, earliest, latest.

    Of more than `POINTS` dates one row for each anchor and day, and `dates`: so many.
    """
    columns = dated[["article_id", "surface", "earliest", "latest"]]
    if len(dated) <= POINTS:
        return columns.read().merge(articles[["article_id", "anchor"]], on="article_id")
    anchors = articles.set_index("article_id")["anchor"]      # looked up, not merged part by part
    total = Sum(["anchor", "earliest"], dates="sum")
    for part in in_parts(columns):
        rows = part.assign(anchor=part["article_id"].map(anchors)).dropna(
            subset=["anchor", "earliest"])
        total.add(rows.groupby(["anchor", "earliest"], as_index=False).size().rename(
            columns={"size": "dates"}))
    return total.rows()


def open_dates(dated: pd.DataFrame | Stored) -> pd.DataFrame:
    """Why dates are unresolved: basis, reason, dates, example; most first."""
    total = Sum(["basis", "reason"], dates="sum", example="first")
    for part in in_parts(dated):
        total.add(
            part[part["earliest"].isna()]
            .groupby(["basis", "reason"], as_index=False, dropna=False)
            .agg(dates=("surface", "size"), example=("surface", "first"))
        )
    return total.rows().sort_values(["dates", "reason"], ascending=[False, True],
                                    ignore_index=True)
