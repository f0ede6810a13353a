"""What pages show in place of ids: names in their language, and what outlets disagree on."""

from types import SimpleNamespace

import pandas as pd
import pytest

from utils import tables
from utils.show import opening, overview, translated

MENTIONS = pd.DataFrame({
    "article_id": ["a", "a", "b"], "sentence_id": ["a:1", "a:1", "b:1"],
    "entity_id": ["SYR", "TUR", "name:هدى الشامي"], "kind": ["country", "country", "person"],
    "surface": ["سوريا", "التركي", "هدى الشامي"],
    "label": ["سوريا", "تركيا", "هدى الشامي"], "label_en": ["Syria", "Turkey", None],
})
ARTICLES = pd.DataFrame({
    "article_id": ["a", "b"], "outlet": ["سدر", None], "file": ["1.txt", "2.txt"],
    "record": [0, 0], "anchor": pd.to_datetime(["2024-06-02", None]), "body_start": [10, 20],
    "headline": ["قمة", "لقاء"], "start": [0, 0], "end": [90, 80], "reprint_of": [None, "a"],
    "body": ["زار فيدان بغداد.", "زار فيدان بغداد."],
})
SENTENCES = pd.DataFrame({
    "article_id": ["a", "b"], "sentence_id": ["a:1", "b:1"], "start": [0, 0], "end": [16, 16],
    "text": ["زار فيدان بغداد."] * 2,
})


def happening(**more):
    """One happening told by two outlets."""
    row = {"happening_id": "h:1", "kind": "meeting", "participants": ["SYR", "TUR"],
           "mediator": "RUS، IRQ", "venue": "IRQ", "earliest": pd.Timestamp("2024-06-11"),
           "latest": pd.Timestamp("2024-06-11"), "status": "held", "articles": 2, "outlets": 2,
           "first_reported": pd.Timestamp("2024-06-12"),
           "disagreement": "day: 2024-06-11 (سدر, أرجوان) / 2024-06-12 (المحار)"}
    return tables.typed([row | more], "happenings")


@pytest.fixture
def arabic(monkeypatch):
    """Pages in Arabic."""
    monkeypatch.setenv("MASAR_LANG", "ar")


def test_english_pages_call_everybody_by_the_english_name_they_have():
    names = translated.called(MENTIONS)
    assert (names["SYR"], names["name:هدى الشامي"]) == ("Syria", "هدى الشامي")
    assert names["SWE"] == "Sweden", "a state that no mention names has its name all the same"
    row = translated.readable(happening(), names).iloc[0]
    assert (row["participants"], row["mediator"], row["venue"]) == (
        ["Syria", "Turkey"], "Russia, Iraq", "Iraq")


def test_arabic_pages_call_them_by_the_arabic_one(arabic):
    row = translated.readable(happening(), translated.called(MENTIONS)).iloc[0]
    assert (row["participants"], row["mediator"]) == (["سوريا", "تركيا"], "روسيا، العراق")


def test_a_disagreement_is_told_side_by_side():
    said = "day: 2024-06-11 (A) / 2024-06-12 (B) / 2024-06-13 (?); venue: x / y (A) / z (B)"
    points = translated.disputes(happening(disagreement=said))
    assert points[["about", "one", "other"]].values.tolist() == [
        ["day", "2024-06-11 (A)", "2024-06-12 (B) / 2024-06-13 (?)"],
        ["venue", "x / y (A)", "z (B)"],
    ]
    assert list(points.index) == [0, 0], "both open to the sentences of the one happening"


def test_the_sharpest_dispute_has_two_sides_that_are_named():
    named = pd.concat([
        happening(happening_id="h:1", outlets=9, disagreement="day: 2024-06-11 (?) / x (B)"),
        happening(happening_id="h:2", disagreement="venue: Ankara (A*) / Antalya (B)"),
    ], ignore_index=True)
    (found,) = translated.sharpest(translated.disputes(named))
    assert (found["one"], found["other"]) == (r"Ankara \(A\*\)", r"Antalya \(B\)")
    assert found["disputed"] == 2
    assert translated.sharpest(translated.disputes(happening(disagreement=None))) == []


def test_shares_stand_beside_each_other_with_their_interval():
    outlets = pd.DataFrame({"entity_id": ["SYR", "TUR"], "outlet": "سدر", "articles": 1})
    found = translated.share_table(outlets, MENTIONS, ARTICLES.assign(reprint_of=None), top=2)
    assert list(found) == ["outlet", "articles", "Syria", "Turkey"]
    assert found.loc[0, "Syria"] == "100% (21%–100%)"


# ---------------------------------------------------------------- what tables open to


def test_an_event_opens_to_its_sentence_with_its_word_and_place():
    events = pd.DataFrame({"sentence_id": ["a:1"], "article_id": ["a"], "trigger": ["زار"]},
                          index=["e"])
    told = opening.standing(events, ARTICLES, SENTENCES, "trigger")("e")
    assert told[["outlet", "sentence", "surface", "file", "start", "end"]].values.tolist() == [
        ["سدر", "زار فيدان بغداد.", "زار", "1.txt", 10, 26]]


def test_an_outlet_opens_to_its_headlines_and_so_do_those_without_one():
    tally = overview.by_outlet(ARTICLES)
    opens = opening.headlines(tally, ARTICLES)
    assert {tally.loc[row, "outlet"]: opens(row)["sentence"].tolist() for row in tally.index} == {
        "سدر": ["قمة"], "not named": ["لقاء"]}


# ---------------------------------------------------------------- small tables of large ones


def named(days, outlets):
    """The counts of a man whom an article names on each of the days; and who he is."""
    counts = pd.DataFrame({"entity_id": "p", "articles": 1, "day": pd.to_datetime(days),
                           "outlet": pd.Series(outlets, dtype="str")})
    return (SimpleNamespace(days=counts[["entity_id", "day", "articles"]],
                            outlets=counts[["entity_id", "outlet", "articles"]]),
            pd.DataFrame({"entity_id": ["p"], "label": ["فيدان"]}))


@pytest.mark.parametrize(("days", "columns"), [
    (["2024-06-01", "2024-06-03"], ["2024-06-01", "2024-06-02", "2024-06-03"]),
    (["2024-06-03", "2024-06-24"], ["2024-06-03", "2024-06-10", "2024-06-17", "2024-06-24"]),
    (["2024-01-03", "2024-06-24"], [f"2024-0{n}" for n in range(1, 7)]),
    (["2022-12-03", "2024-06-24"], ["2022-10", "2023-01", "2023-04", "2023-07", "2023-10",
                                    "2024-01", "2024-04"]),
    (["2001-01-03", "2004-12-24", "2010-01-01"], [str(year) for year in range(2001, 2011)]),
])
def test_time_is_cut_so_that_it_fits_a_table(days, columns):
    found = overview.by_time(*named(days, ["سدر"] * len(days)))
    assert list(found.columns) == columns and found.to_numpy().sum() == len(days)


@pytest.mark.parametrize("day", ["2024-06-01", None])
def test_where_all_is_of_one_day_the_outlets_are_told_apart(day):
    found = overview.by_time(*named([day, day], ["سدر", None]))
    assert set(found.columns) == {"سدر", "not named"} and found.to_numpy().sum() == 2
    assert overview.by_time(*named([], [])).empty


def test_the_busiest_track_is_none_where_nobody_meets():
    names = {"SYR": "Syria", "TUR": "Turkey"}
    (found,) = overview.busiest_track(happening(), names)
    assert found["track"].split() == ["Syria", "–", "Turkey"] and found["count"] == 1
    assert overview.busiest_track(happening(participants=["SYR"]), names) == []
    assert overview.busiest_track(happening().iloc[:0], names) == []


def test_a_cleaning_step_is_shown_where_it_changed_something():
    body = "قال الوزير إن اللقاء كان في العـــراق وإن المباحثات تستمر"
    row = overview.cleaning_steps(pd.Series([body])).iloc[0]
    assert row["step"] == "drop_tatweel" and row["bodies"] == 1
    assert "العـــراق" in row["before"] and "العراق" in row["after"]
    assert len(row["before"]) < len(body)
