"""Shares with their intervals, who is new, and the sentences behind a count."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils import entities
from utils.entities.shares import find_new, tally_shares, wilson
from utils.evidence import EvidenceError

ARTICLES = pd.DataFrame({
    "article_id": list("abcdef"),
    "outlet": ["x", "x", "x", "x", "y", None],
    "anchor": pd.to_datetime(["2025-02-03", "2025-02-09", "2025-02-10", "2025-03-01", "2025-03-05",
                              None]),
    "reprint_of": [None, None, None, "a", None, None],
    "file": "f.txt", "record": 0, "body_start": 100,
})
MENTIONS = pd.DataFrame(
    [("a", "SYR", "سوريا"), ("a", "SYR", "سوريا"), ("b", "SYR", "سوريا"), ("d", "IRQ", "العراق"),
     ("e", "SYR", "سوريا"), ("e", "TUR", "تركيا"), ("f", "TUR", "تركيا")],
    columns=["article_id", "entity_id", "label"]).assign(kind="country")


@pytest.mark.parametrize(("count", "total", "low", "high"), [
    (0, 10, 0, 0.278), (10, 10, 0.722, 1), (5, 10, 0.237, 0.763), (50, 100, 0.404, 0.596),
    (0, 0, 0, 1),
])
def test_wilson(count, total, low, high):
    assert wilson(count, total) == pytest.approx((low, high), abs=0.001)


@given(st.integers(0, 50), st.integers(0, 50))
def test_the_interval_holds_the_share_and_lies_between_0_and_1(count, others):
    total = count + others
    low, high = wilson(count, total)
    assert 0 <= low <= high <= 1
    if total:
        assert low - 1e-9 <= count / total <= high + 1e-9


def test_shares_by_outlet_leave_out_reprints_and_count_an_article_once():
    shares = tally_shares(MENTIONS, ARTICLES)
    rows = shares[["entity_id", "outlet", "articles", "of"]].values.tolist()
    assert rows == [["SYR", "x", 2, 3], ["SYR", "y", 1, 1], ["TUR", "x", 0, 3], ["TUR", "y", 1, 1]]
    assert shares["share"].tolist() == pytest.approx([2 / 3, 1, 0, 1])
    assert (shares["low"] <= shares["share"]).all() and (shares["share"] <= shares["high"]).all()


def test_shares_by_week_begin_on_monday_and_leave_out_what_has_no_day():
    shares = tally_shares(MENTIONS, ARTICLES, by="week", entity_ids=["SYR"])
    assert shares[["week", "articles", "of"]].astype({"week": str}).values.tolist() == [
        ["2025-02-03", 2, 2], ["2025-02-10", 0, 1], ["2025-03-03", 1, 1]]


def test_new_is_who_no_earlier_month_names():
    new = find_new(MENTIONS, ARTICLES)
    assert new[["entity_id", "label", "articles", "outlets"]].values.tolist() == [
        ["TUR", "تركيا", 1, 1]]
    assert str(new["first"].iloc[0])[:10] == "2025-03-05"


def test_in_the_first_month_nobody_is_new():
    assert find_new(MENTIONS, ARTICLES, month="2025-02").empty


# ---------------------------------------------------------------- the sentences behind a count

BODY = "زار الوفد سوريا. وسوريا بلد. ثم سوريا وسوريا."
SENTENCES = pd.DataFrame(
    [(f"{article}:{number}", article, start, end, BODY[start:end])
     for article in "abe" for number, (start, end) in enumerate([(0, 16), (17, 28), (29, 45)], 1)],
    columns=["sentence_id", "article_id", "start", "end", "text"])


@pytest.fixture
def named():
    """Every سوريا of three articles, each with its sentence."""
    rows = [(article, f"{article}:{number}", start, "سوريا", "SYR", "name")
            for article in "abe" for number, start in [(1, 10), (2, 18), (3, 32), (3, 39)]]
    return pd.DataFrame(rows, columns=["article_id", "sentence_id", "start", "surface",
                                       "entity_id", "sense"])


def test_sentences_are_drawn_with_the_seed_and_each_once(named):
    drawn = entities.in_context(named, ARTICLES, SENTENCES, "SYR", most=4, seed=7)
    again = entities.in_context(named.iloc[::-1], ARTICLES, SENTENCES, "SYR", most=4, seed=7)
    assert len(drawn) == 4
    pd.testing.assert_frame_equal(drawn, again)
    other = entities.in_context(named, ARTICLES, SENTENCES, "SYR", most=4, seed=8)
    assert not drawn.equals(other)


def test_all_sentences_are_shown_where_there_are_few(named):
    shown = entities.in_context(named, ARTICLES, SENTENCES, "SYR", most=100)
    assert len(shown) == 9
    assert shown["surface"].tolist()[2] == ["سوريا"]
    assert shown["day"].is_monotonic_increasing
    assert [BODY[start - 100:end - 100] for start, end in zip(
        shown["start"], shown["end"], strict=True)] == shown["sentence"].tolist()


def test_whom_nothing_names_is_said(named):
    with pytest.raises(EvidenceError, match="FRA.*is in no mention"):
        entities.in_context(named, ARTICLES, SENTENCES, "FRA")


def test_articles_without_an_outlet_have_no_shares_and_stop_nothing():
    none = ARTICLES.assign(outlet=pd.Series([None] * len(ARTICLES), ARTICLES.index, dtype="str"))
    found = tally_shares(MENTIONS, none, "outlet", ["SYR"])
    assert found.empty and "share" in found
