"""Every number of the sample's report counted anew: from the tables' rows, by code of its own.

Nothing here is what notebooks call. A sentence is given by the values that stand in it, a table by
its rows as they are printed; each recount gives what should stand there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pandas as pd
from printed import numbers, plain, word

from utils import tables, text


def shown(value: object) -> str:
    """A value as a page prints it."""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d" if value == value.normalize() else "%Y-%m-%d %H:%M")
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist") and getattr(value, "ndim", 0):
        return " ".join(map(shown, value))
    if pd.isna(value):
        return "–"
    return f"{value:,}" if isinstance(value, int) or hasattr(value, "dtype") else str(value)


def day(value: pd.Timestamp) -> str:
    """The day of a moment."""
    return value.strftime("%Y-%m-%d")


def count(cell: str) -> int:
    """The number that a cell prints."""
    return int(cell.replace(",", ""))


class Run:
    """The tables of one run, and the language of its pages."""

    def __init__(self, folder: Path, lang: str):
        self.folder, self.lang = folder, lang
        self.lanes: list[dict[str, str]] = []       # the rows behind the timeline, as printed
        for name in tables.SCHEMAS:
            setattr(self, name, tables.read_table(name, folder))

    def outlet(self, name: object) -> str:
        """The outlet, or the word for none."""
        return name if isinstance(name, str) else word("not_named", self.lang)

    @cached_property
    def first(self) -> pd.DataFrame:
        """The articles that repeat no other."""
        return self.articles[self.articles["reprint_of"].isna()]

    @cached_property
    def counted(self) -> pd.DataFrame:
        """Their mentions, with the articles' columns and the name that pages show."""
        rows = self.mentions.merge(self.first, on="article_id", suffixes=("", "_article"))
        name = rows["label"].where((self.lang == "ar") | rows["label_en"].isna()
                                   | (rows["label_en"] == ""), rows["label_en"])
        return rows.assign(name=name)

    def with_names(self, happenings: pd.DataFrame) -> pd.DataFrame:
        """The happenings with the names of their sides and places, as pages print them."""
        rows = self.mentions.drop_duplicates("entity_id").set_index("entity_id")
        names = (rows["label"] if self.lang == "ar" else
                 rows["label_en"].replace("", pd.NA).fillna(rows["label"])).to_dict()
        comma = "، " if self.lang == "ar" else ", "
        return happenings.assign(
            participants=[comma.join(names.get(one, one) for one in sides) or pd.NA
                          for sides in happenings["participants"]],
            venue=[names.get(place, place) for place in happenings["venue"]])

    def named(self, name: str) -> pd.DataFrame:
        """The mentions that are counted for the name."""
        return self.counted[self.counted["name"] == name]

    @cached_property
    def told(self) -> pd.DataFrame:
        """The events with their articles' columns."""
        return self.events.merge(self.articles, on="article_id", suffixes=("", "_article"))

    @cached_property
    def chains(self) -> pd.DataFrame:
        """The articles that have copies or are one, with the id of the earliest as `chain`."""
        rows = self.articles.assign(
            chain=self.articles["reprint_of"].fillna(self.articles["article_id"]))
        return rows[rows.groupby("chain")["article_id"].transform("size") > 1]

    @cached_property
    def disputed(self) -> pd.DataFrame:
        """The happenings on which outlets differ."""
        return self.happenings[self.happenings["disagreement"].notna()]


# ---------------------------------------------------------------- sentences


def _sizes(run: Run, said: dict) -> dict:
    rows = run.articles
    return {"articles": len(rows), "files": rows["file"].nunique(),
            "outlets": rows["outlet"].nunique(), "share": f"{rows['anchor'].notna().mean():.0%}"}


def _rows_of(run: Run, said: dict) -> dict:
    return {"rows": len(getattr(run, said["file"].removesuffix(".parquet")))}


def _named(run: Run, said: dict) -> dict:
    own = run.named(said["who"])
    return {"count": own["article_id"].nunique(), "all": len(run.first),
            "found": own.loc[own["sense"] == "name", "article_id"].nunique()}


def _track(run: Run, said: dict) -> dict:
    lane = [row for row in run.lanes if plain(row["lane"]) == said["track"]]
    return {"count": len(lane), "all": len(run.happenings),
            "first": min(row["earliest"] for row in lane),
            "last": max(row["earliest"] for row in lane)}


def _sharpest(run: Run, said: dict) -> dict:
    points = set(run.disputed["disagreement"].map(lambda one: tuple(numbers(one))))
    here = tuple(numbers(said["one"] + said["other"]))
    assert any(here == point[at:at + len(here)] for point in points for at in range(len(point)))
    return {"disputed": len(run.disputed)}


def _quoted(run: Run, said: dict) -> dict:
    return {"quoted": len(run.quotations),
            "open": sum(one == "none" for one in run.quotations["anonymity"])}


def _touched(run: Run, said: dict) -> dict:
    bodies = run.articles["body"].dropna()
    return {"touched": sum(text.clean(body) != body for body in bodies), "bodies": len(bodies)}


def _doubt(count: Callable, of: str = "") -> Callable:
    return lambda run, said: {"count": count(run)} | (
        {"all": len(getattr(run, of))} if of else {})


SENTENCES: dict[str, Callable[[Run, dict], dict]] = {
    "**{articles:,}** {articles:article|articles} from **{files:,}**": _sizes,
    "`{folder}/{file}`": _rows_of,
    "**{glued:,}** stood glued": lambda run, _: {"glued": run.articles["parent_id"].count()},
    "**{stretches:,}**": lambda run, _: {
        "stretches": len(run.set_aside),
        "characters": sum(map(len, run.set_aside["words"].dropna()))},
    "Cleaning changed": _touched,
    "**{sentences:,}**": lambda run, _: {
        "sentences": len(run.sentences),
        "each": f"{len(run.sentences) / run.articles['body'].count():.1f}"},
    "**{copies:,}**": lambda run, _: {
        "copies": len(run.articles) - len(run.first),
        "share": f"{1 - len(run.first) / len(run.articles):.0%}"},
    "**{mentions:,}** mentions": lambda run, _: {
        "mentions": len(run.mentions), "entities": run.counted["entity_id"].nunique(),
        "named": run.mentions["article_id"].nunique(), "articles": len(run.articles)},
    "**{who}** is named": _named,
    "**{resolved:,} of {dates:,}**": lambda run, _: {
        "resolved": run.dates["earliest"].count(), "dates": len(run.dates)},
    "**{events:,}** {events:event|events}:": lambda run, _: {
        "events": len(run.events), "planned": (run.events["status"] == "planned").sum(),
        "undated": len(run.events) - run.events["earliest"].count(),
        "unnamed": (run.events["anonymity"] == "unnamed").sum()},
    "**{quoted:,}**": _quoted,
    "**{events:,}** events of": lambda run, _: {
        "events": len(run.events), "happenings": run.events["happening_id"].nunique(),
        "several": sum(_outlets(run, one) > 1 for one in run.happenings["happening_id"])},
    "**{track}** is": _track,
    "Outlets contradict": _sharpest,
    "question_of": _sizes,
    "data_articles": _sizes,
    "data_days": lambda run, _: {"first": day(run.articles["anchor"].min()),
                                 "last": day(run.articles["anchor"].max())},
    "data_reprints": _doubt(lambda run: run.articles["reprint_of"].count()),
    "sure_undated": _doubt(lambda run: run.articles["anchor"].isna().sum()),
    "sure_aside": _doubt(lambda run: len(run.set_aside)),
    "sure_dates": _doubt(lambda run: run.dates["latest"].isna().sum(), "dates"),
    "sure_unnamed": _doubt(lambda run: run.events["anonymity"].tolist().count("unnamed")),
    "sure_alone": _doubt(lambda run: sum(
        _outlets(run, one) < 2 for one in run.happenings["happening_id"]), "happenings"),
    "sure_disputed": _doubt(lambda run: len(run.disputed)),
}


def _outlets(run: Run, happening_id: str) -> int:
    """How many outlets tell of the happening."""
    return run.told.loc[run.told["happening_id"] == happening_id, "outlet"].nunique()


def sentence(run: Run, key: str, said: dict) -> None:
    """Fails where a number of the sentence is not what its rows come to."""
    begins = [one for one in SENTENCES if key.startswith(one)]
    if not any(map(numbers, said.values())):
        return
    assert begins, f"no row is known that this number is counted from: {key!r} {said}"
    for name, value in SENTENCES[max(begins, key=len)](run, said).items():
        if name in said:
            assert said[name] == (value if isinstance(value, str) else f"{value:,}"), (key, name)
