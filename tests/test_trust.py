"""What a reader relies on: a change stays where it belongs, and errors say what to do next."""

import json
import re

import pandas as pd
import pytest

from utils import lexicon, load, pipeline, tables

SAMPLE = tables.ROOT / "data" / "sample" / "pages"
OF_ARTICLE = ("sentences", "mentions", "dates", "events")


def by_article(rows: pd.DataFrame) -> dict[str, str]:
    """The rows of each article, happening ids left out, as text."""
    shown = rows.drop(columns=[name for name in ("happening_id",) if name in rows])
    return {article: some.to_csv(index=False)
            for article, some in shown.groupby("article_id")}


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    """The articles of the sample's pages."""
    return load.read_articles(SAMPLE).articles


def test_changing_one_article_changes_only_what_depends_on_it(articles):
    before = pipeline.analyse(articles)
    copied = set(before.articles["reprint_of"].dropna())
    linked = before.articles["reprint_of"].notna() | before.articles["article_id"].isin(copied)
    told = before.articles["article_id"].isin(before.events["article_id"])
    place = before.articles.index[told & ~linked][0]
    changed = articles.copy()
    changed.loc[place, "body"] += "\nوزار بوتين أنقرة في 3 أيار 2021."
    edited = articles.loc[place, "article_id"]
    after = pipeline.analyse(changed)
    for name in OF_ARTICLE:
        one, other = by_article(getattr(before, name)), by_article(getattr(after, name))
        differ = {article for article in one.keys() | other.keys()
                  if one.get(article) != other.get(article)}
        assert differ == {edited}, name
    assert before.articles["reprint_of"].equals(after.articles["reprint_of"])


# ---------------------------------------------------------------- errors


def no_path(tmp_path):
    load.read_articles(tmp_path / "nowhere")


def no_article(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02" * 50)
    load.read_articles(tmp_path)


def no_columns(tmp_path):
    rows = [{"x": "خبر", "y": 1}] * 3
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    load.read_articles(tmp_path)


def no_table(tmp_path):
    tables.read_table("events", tmp_path)


def half_a_table(tmp_path):
    (tmp_path / "events.parquet").write_bytes(b"PAR1 cut off")
    tables.read_table("events", tmp_path)


def unknown_table(tmp_path):
    tables.read_table("cats", tmp_path)


def no_lexicon(tmp_path):
    lexicon.read_lexicon(tmp_path)


def mixed_runs(tmp_path):
    tables.save_table(tables.typed([], "dates"), "dates", tmp_path)
    pipeline.run(SAMPLE, tmp_path)


# What each message must hold: the place, what was expected, the next move.
ERRORS = [
    (no_path, "nowhere.*no such file or folder; expected.*Check the spelling"),
    (no_article, "no readable article; expected.*a.txt.*Give another path"),
    (no_columns, "no readable article.*a.json.*name"),
    (no_table, "events.parquet: no such table yet; expected.*04-events.*make report"),
    (half_a_table, "events.parquet: not a readable Parquet table.*Delete it and run"),
    (unknown_table, "no table 'cats'; expected one of articles"),
    (no_lexicon, "csv.*expected"),
    (mixed_runs, "holds the tables dates, but no run.json.*expected.*Give another folder"),
]


@pytest.mark.parametrize("provoke, said", ERRORS, ids=lambda one: getattr(one, "__name__", ""))
def test_errors_name_the_place_what_was_expected_and_the_next_move(tmp_path, provoke, said):
    with pytest.raises((ValueError, RuntimeError)) as error:
        provoke(tmp_path)
    assert re.search(said, str(error.value), re.S), str(error.value)
