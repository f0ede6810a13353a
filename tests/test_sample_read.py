"""What the loader makes of the sample, held against the hand labels in data/gold/articles.csv."""

import pandas as pd
import pytest

from utils import load, tables

GOLD = tables.ROOT / "data" / "gold" / "articles.csv"


@pytest.fixture(scope="module")
def compared():
    """One row a dispatch: the hand labels, and beside them what the loader read (`_read`)."""
    labelled = pd.read_csv(GOLD, dtype=str, keep_default_na=False)
    read = load.read_articles(tables.ROOT / "data" / "sample").articles
    read = read.assign(ordinal=read["article_id"].str.rpartition("-")[2])
    both = labelled.merge(read, on=["file", "ordinal"], how="outer", suffixes=("", "_read"),
                          indicator=True, validate="one_to_one")
    lost = both[both["_merge"] != "both"]
    assert lost.empty, lost[["file", "ordinal", "headline", "headline_read", "_merge"]]
    return both


def test_every_headline_is_read_as_printed(compared):
    wrong = compared[compared["headline"] != compared["headline_read"].fillna("")]
    assert wrong.empty, wrong[["file", "headline", "headline_read"]]


@pytest.mark.parametrize("column", ["published", "updated", "anchor"])
def test_every_stamp_is_read(compared, column):
    labelled = pd.to_datetime(compared[column].replace("", None), format="mixed")
    read = compared[f"{column}_read"]
    wrong = compared[~(labelled.eq(read) | (labelled.isna() & read.isna()))]
    assert wrong.empty, wrong[["file", "ordinal", column, f"{column}_read"]]


def test_every_guest_knows_its_host(compared):
    host = compared["parent_id"].str.rpartition("-")[2].fillna("")
    assert (host == compared["parent_ordinal"]).all()


def test_every_body_holds_what_its_readers_saw(compared):
    for row in compared.itertuples():
        assert row.body_begins in row.body[:160], row.file
        assert row.body_ends in row.body[-120:], row.file
