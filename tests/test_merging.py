"""Which names are offered as one, and that only what is confirmed is merged."""

import pandas as pd
import pytest

from utils import entities
from utils.entities.merging import MergeError, skeleton
from utils.entities.unlisted import name_words, person_id


def mentions(*names: str) -> pd.DataFrame:
    """A mention of each name in an article of its own, as the tagger gives it."""
    return pd.DataFrame({
        "doc": range(len(names)), "kind": "person", "sense": "name",
        "entity_id": [person_id(name_words(name)) for name in names],
        "label": pd.array(names, "str"), "label_en": pd.array([None] * len(names), "str"),
    })


def offered(*names: str) -> set[tuple[str, str]]:
    """The pairs of labels among the names that are offered: (kept, merged)."""
    found = entities.offer_merges(mentions(*names))
    found = found[found["keep_label"].isin(names)]
    return set(zip(found["keep_label"], found["merge_label"], strict=True))


def decided(table: pd.DataFrame, decision: str) -> pd.DataFrame:
    """What is offered for the table, with one decision for all rows."""
    return entities.offer_merges(table).assign(decision=decision)


@pytest.mark.parametrize(("one", "other"), [
    ("لوكاس بودولينجر", "لوكاس بودولينغر"),     # g is ج, غ or ك
    ("دوغلاس كوستا", "دوجلاس كوستا"),
    ("توبي الدرفيرلد", "توبي ألدرفيريلد"),      # long vowels come and go
    ("رحيم سترلينج", "رحيم ستيرلينغ"),
    ("يوسف أبو عوف", "يوسف أبوعوف"),
    ("سهيل الرندي", "سهيل بن مبارك الرندي"),   # the father's name left out
])
def test_two_spellings_are_offered(one, other):
    assert {frozenset(pair) for pair in offered(one, other)} == {frozenset((one, other))}


@pytest.mark.parametrize(("one", "other"), [
    ("سعد الغامدي", "سعيد الغامدي"),           # two given names, two men
    ("محمود الرندي", "محمد الرندي"),
    ("سهيل بن مبارك الرندي", "سهيل بن ناصر الرندي"),
    ("سهيل الرندي", "وليد الرندي"),
])
def test_two_men_are_not_offered_as_one(one, other):
    assert offered(one, other) == set()


def test_a_person_of_the_lexicon_is_kept_whoever_is_named_more():
    found = entities.offer_merges(mentions("جون كيرري", "جون كيرري"))
    assert found[["keep", "keep_label_en", "merge"]].values.tolist() == [
        ["person:john-kerry", "John Kerry", "name:جون-كيرري"]]


def test_of_two_unlisted_the_more_often_named_is_kept():
    assert offered("دوجلاس كوستا", "دوغلاس كوستا", "دوغلاس كوستا") == {
        ("دوغلاس كوستا", "دوجلاس كوستا")}


def test_an_offer_says_how_many_articles_it_would_move():
    table = mentions("دوغلاس كوستا", "دوغلاس كوستا", "دوغلاس كوستا", "دوجلاس كوستا", "دوجلاس كوستا")
    row = entities.offer_merges(table).iloc[0]
    assert (row["articles"], row["why"], row["decision"]) == (2, "spelling", "")


def test_the_skeleton_has_no_long_vowels_and_no_doubles():
    assert skeleton(("بالوتيللي",)) == skeleton(("بالوتيلي",)) == "بلتل"


@pytest.mark.parametrize("decision", ["", "no", None])
def test_nothing_is_merged_that_is_not_confirmed(decision):
    table = mentions("دوغلاس كوستا", "دوجلاس كوستا")
    merged = entities.apply_merges(table, decided(table, decision))
    pd.testing.assert_frame_equal(merged, table)


def test_what_is_confirmed_counts_as_one():
    table = mentions("دوغلاس كوستا", "دوغلاس كوستا", "دوجلاس كوستا", "سهيل الرندي")
    merged = entities.apply_merges(table, decided(table, "yes"))
    tally = entities.tally_entities(merged)
    assert tally[["label", "articles"]].values.tolist() == [["دوغلاس كوستا", 3], ["سهيل الرندي", 1]]


def test_who_is_merged_with_the_lexicon_gets_its_names():
    table = mentions("جون كيرري")
    merged = entities.apply_merges(table, decided(table, "yes"))
    assert merged[["entity_id", "label", "label_en"]].values.tolist() == [
        ["person:john-kerry", "جون كيري", "John Kerry"]]


def test_merges_are_followed_to_their_end():
    table = mentions("أول واحد", "ثاني واحد", "ثالث واحد")
    one, two, three = table["entity_id"]
    merges = pd.DataFrame({
        "keep": [one, two], "merge": [two, three], "decision": "yes",
        "keep_label": ["أول واحد", "ثاني واحد"], "keep_label_en": [None, None]})
    assert set(entities.apply_merges(table, merges)["entity_id"]) == {one}


@pytest.mark.parametrize(("rows", "told"), [
    ([("a", "b", "maybe")], "line 2 (b): decision is 'maybe'"),
    ([("a", "b", "yes"), ("b", "a", "yes")], "in a ring"),
    ([("a", "b", "yes"), ("c", "b", "yes")], "into 'c' and into 'a'"),
])
def test_what_cannot_be_followed_is_said(rows, told):
    merges = pd.DataFrame(rows, columns=["keep", "merge", "decision"])
    with pytest.raises(MergeError) as error:
        entities.apply_merges(mentions("سهيل الرندي"), merges)
    assert told in str(error.value)
