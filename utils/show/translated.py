"""The tables with names in the language of the pages, for reading: the tables on disk hold ids.

English pages show the English name that the lexicon has; a person whom no list names keeps the
Arabic one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from utils.direction import ARABIC
from utils.entities.shares import shares_of
from utils.events.happenings import with_names
from utils.lexicon import read_lexicon
from utils.show.phrases import quote
from utils.words import page_language, word

LISTED = ("mediator", "host", "venue")      # columns whose cells may hold several names
_POINT = re.compile("; (?=day: |venue: |participants: )")
_SIDE = re.compile(r"(?<=\)) / ")


def called(mentions: pd.DataFrame) -> dict[str, str]:
    """The name of each entity in the language of the pages, by its id."""
    english = page_language() == "en"
    known = {entity_id: english and one.label_en or one.label
             for entity_id, one in read_lexicon().entities.items()}
    found = in_page_language(mentions.drop_duplicates("entity_id"))
    return known | dict(zip(found["entity_id"], found["label"], strict=True))


def in_page_language(table: pd.DataFrame) -> pd.DataFrame:
    """The table with the English name for its label where the pages are English and there is one.

    >>> rows = [("سوريا", "Syria"), ("هدى الشامي", None)]
    >>> in_page_language(pd.DataFrame(rows, columns=["label", "label_en"]))["label"].tolist()
    ['Syria', 'هدى الشامي']
    """
    if page_language() != "en":
        return table
    return table.assign(label=table["label_en"].replace("", None).fillna(table["label"]))


def readable(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The events or happenings with names (`called`) in place of entity ids; rows unchanged."""
    named = with_names(table, names)
    return named.assign(**{column: named[column].map(_joined) for column in LISTED
                           if column in named})


def _joined(names: object) -> object:
    """Several names in one cell, with the comma of their script."""
    return names.replace("، ", ", ") if isinstance(names, str) and not ARABIC.search(names) \
        else names


def disputes(named: pd.DataFrame) -> pd.DataFrame:
    """One row a point on which outlets differ: the happening's columns, `about` (day, venue or
    participants), `one` and `other` (what is said, and by which outlets). Index labels stay.

    >>> rows = [("day: 2024-06-11 (A, B) / 2024-06-12 (C); venue: X (A) / Y (?)",)]
    >>> disputes(pd.DataFrame(rows, columns=["disagreement"]))[["about", "other"]].values.tolist()
    [['day', '2024-06-12 (C)'], ['venue', 'Y (?)']]
    """
    rows = named[named["disagreement"].notna()]
    points = rows["disagreement"].astype("str").str.split(_POINT, regex=True)
    rows = rows.assign(disagreement=points).explode("disagreement")
    parts = rows["disagreement"].astype("str").str.split(": ", n=1)
    sides = [_SIDE.split(said) for said in parts.str[1]]
    return rows.assign(about=parts.str[0], one=[_comma(side[0]) for side in sides],
                       other=[_comma(" / ".join(side[1:])) for side in sides])


def _comma(side: str) -> str:
    """What one side says, with the commas of its script."""
    return side.replace(", ", "، ") if ARABIC.search(side) else side.replace("، ", ", ")


def sharpest(points: pd.DataFrame) -> list[dict[str, object]]:
    """The point of `disputes` that most outlets tell of, of two sides that are both named.

    Keys what, who, one, other and disputed (happenings in all); no item where there is none.
    """
    sides = (points["one"] + points["other"]).astype("str")
    told = points[~sides.str.contains(r"\?\)| / ", na=False) & points["about"].ne("participants")]
    told = told.sort_values(["outlets", "articles"], ascending=False, kind="stable").head(1)
    comma = ", " if page_language() == "en" else "، "
    return [{"what": word(first.kind), "who": quote(comma.join(first.participants)),
             "one": quote(first.one), "other": quote(first.other),
             "disputed": points["happening_id"].nunique()} for first in told.itertuples()]


def share_table(outlets: pd.DataFrame, tally: pd.DataFrame, articles: pd.DataFrame,
                top: int = 3) -> pd.DataFrame:
    """A row an outlet, the largest first: its articles, and the share that names each of the
    first entities of the tally.

    `outlets` as in `counts.Named`. A cell is the share with Wilson's 95% interval: "94% (74–99%)".
    """
    first = in_page_language(tally.head(top))
    labels = dict(zip(first["entity_id"], first["label"], strict=True))
    rows = shares_of(outlets[outlets["entity_id"].isin(labels)].dropna(subset="outlet"), articles,
                     "outlet", list(labels), labels)
    rows["share"] = [f"{row.share:.0%} ({row.low:.0%}–{row.high:.0%})" for row in rows.itertuples()]
    wide = rows.pivot(index=["outlet", "of"], columns="label", values="share").reset_index()
    order = ["outlet", "of", *rows["label"].drop_duplicates()]
    return wide[order].rename(columns={"of": "articles"}).sort_values(
        ["articles", "outlet"], ascending=[False, True], ignore_index=True)
