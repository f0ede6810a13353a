"""Dates in real and invented sentences, what the columns promise, and speed on hostile text."""

import csv
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils import dates
from utils.dates import find_dates, patterns, words
from utils.dates.tokens import read_tokens
from utils.text.folding import fold

CASES = Path(__file__).parent / "cases" / "dates.csv"
SEED = Path(__file__).parents[2] / "shared" / "corpora" / "seed"


def read_cases():
    """The rows of the case file as parameters; known failures must fail."""
    with CASES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            fails = row["kind"] == "known failure"
            marks = [pytest.mark.xfail(strict=True, reason=row["why"])] if fails else []
            yield pytest.param(row, id=row["why"], marks=marks)


def told(row):
    """One found date in the words of the case file: surface = days grain basis calendar."""
    days = "?"
    if pd.notna(row.earliest):
        first, last = row.earliest.date(), row.latest.date()
        days = str(first) if first == last else f"{first}..{last}"
    calendar = " hijri" if row.calendar == "hijri" else ""
    return f"{row.surface} = {days} {row.grain} {row.basis}{calendar}"


@pytest.mark.parametrize("case", list(read_cases()))
def test_case(case):
    found = find_dates(case["text"], anchors=case["anchor"] or None)
    expected = case["expected"].split(" ; ") if case["expected"] else []
    assert [told(row) for row in found.itertuples()] == expected


def test_at_least_400_cases_of_every_kind():
    with CASES.open(encoding="utf-8", newline="") as lines:
        kinds = pd.Series([row["kind"] for row in csv.DictReader(lines)]).value_counts()
    assert kinds.sum() >= 400
    assert set(kinds.index) == {"wild", "synthetic", "negative", "known failure"}


# ---------------------------------------------------------------- the seed page


def seed_articles():
    if not SEED.exists():
        pytest.skip(f"{SEED} is not here: the page this project began from stays outside of it")
    text = next(SEED.glob("*.txt")).read_text(encoding="utf-8")
    return text.split("إقرأ أيضاً")


def test_seed_page():
    found = find_dates(seed_articles()[0], anchors="2024-06-18")
    assert [told(row) for row in found.itertuples()] == [
        "18th, June 2024 = 2024-06-18 day absolute",
        "18 يونيو 2024 = 2024-06-18 day absolute",
        "11 يونيو (الجاري) = 2024-06-11 day relative",
        "غداة لقاء = ? day event",
        "10 مايو 2023 = 2023-05-10 day absolute",
    ]
    assert "لقاء" in found["reason"][3]


def test_article_without_a_date_of_its_own():
    found = find_dates(seed_articles()[1])
    assert [told(row) for row in found.itertuples()] == ["اليوم السبت = ? day none"]
    assert found["reason"][0] == "no anchor: nothing dates this article"


# ---------------------------------------------------------------- anchors and table

TEXTS = pd.Series({"a": "وصل أمس إلى العاصمة", "b": "ثم غادر أمس", "c": "في 10 مايو 2023"})


def test_each_text_is_read_by_its_own_anchor():
    anchors = pd.Series({"a": "2015-08-11", "b": None, "c": None}, dtype="datetime64[us]")
    found = find_dates(TEXTS, anchors)
    assert found["doc"].tolist() == ["a", "b", "c"]
    assert found["earliest"].tolist() == [
        pd.Timestamp("2015-08-10"), pd.NaT, pd.Timestamp("2023-05-10")
    ]
    assert found["basis"].tolist() == ["relative", "none", "absolute"]


@pytest.mark.parametrize(
    "anchor", ["2015-08-11", date(2015, 8, 11), pd.Timestamp("2015-08-11 16:10")]
)
def test_an_anchor_is_a_day_in_any_dress(anchor):
    found = find_dates(TEXTS, anchor)
    assert found["earliest"].astype(str).tolist() == ["2015-08-10", "2015-08-10", "2023-05-10"]


@pytest.mark.parametrize("anchor", ["", None, pd.NaT, pd.NA, float("nan")])
def test_no_anchor_in_any_dress(anchor):
    assert find_dates("أمس", anchor)["basis"].tolist() == ["none"]


@pytest.mark.parametrize("anchor", ["11/08/2015", 20150811, 1439251200.0])
def test_an_anchor_that_could_be_two_days_is_refused(anchor):
    with pytest.raises(ValueError, match="expected a day"):
        find_dates("أمس", anchor)


@pytest.mark.parametrize("text", ["في رمضان", "في 5 رمضان", "السبت 2/10", "غدا", "القرن المقبل"])
@pytest.mark.parametrize("anchor", ["0001-01-01", "1258-02-10", "2200-01-01", "9999-12-31"])
def test_days_outside_of_all_tables_are_said_to_be_so(text, anchor):
    found = find_dates(text, anchor)
    assert (found["earliest"].notna() | found["reason"].notna()).all()


def test_rows_of_any_index_are_found_again():
    texts = pd.Series(["أمس", "غدا"], index=["a", "a"])
    assert find_dates(texts, "2015-08-11")["doc"].tolist() == ["a", "a"]
    texts.index = [1.5, 2.5]
    assert find_dates(texts, texts.map({"أمس": "2015-08-11"}))["doc"].tolist() == [1.5, 2.5]


def test_half_a_character_in_a_text():
    assert find_dates("أمس \ud800 ثم غدا", "2015-08-11")["surface"].tolist() == ["أمس", "غدا"]


def test_anchors_of_other_rows_are_refused():
    with pytest.raises(ValueError, match="another index"):
        find_dates(TEXTS, pd.Series(["2015-08-11"] * 3))


def test_an_anchor_that_is_no_day_is_named():
    with pytest.raises(ValueError, match="'yesterday-ish'"):
        find_dates(TEXTS, "yesterday-ish")


def test_texts_of_another_type_are_refused():
    with pytest.raises(TypeError, match="list"):
        find_dates(["أمس"])


def test_columns_and_types():
    full, empty = find_dates(TEXTS, "2015-08-11"), find_dates("لا شيء هنا")
    assert list(full) == list(empty) == dates.COLUMNS
    assert len(empty) == 0
    for name in ("earliest", "latest"):
        assert full[name].dtype == empty[name].dtype == "datetime64[us]"
    for name in ("surface", "grain", "calendar", "basis", "reason"):
        assert full[name].dtype == empty[name].dtype == "str"


def test_missing_texts_hold_no_dates():
    assert len(find_dates(pd.Series(["أمس", None, float("nan"), ""]), "2015-08-11")) == 1


def test_a_batch_is_read_like_its_texts_alone():
    texts = pd.Series([*TEXTS, "السبت", "", "11 يونيو", "2015"] * 60)
    together = find_dates(texts, "2015-08-11")
    alone = pd.concat([find_dates(text, "2015-08-11").assign(doc=label)
                       for label, text in texts.items()], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone, check_dtype=False)


def test_plausible_years_are_a_setting(monkeypatch):
    monkeypatch.setattr(dates, "PLAUSIBLE_YEARS", range(1990, 2031))
    found = find_dates("في عام 1967 ثم في 3 مارس 1967 ثم عام 2011")
    assert found["surface"].tolist() == ["3 مارس 1967", "عام 2011"]
    assert "outside of the plausible" in found["reason"][0]


def test_a_wrong_weekday_is_told():
    found = find_dates("عقد اللقاء الأحد 11 أغسطس 2015", "2015-08-12")
    assert found["reason"][0] == "that day is another weekday than the printed one"


# ---------------------------------------------------------------- properties

_WORDS = """
    اليوم أمس غدا الخميس الماضي المقبل يوم شهر عام قبل بعد منذ من إلى و بين في هذا نهاية
    يونيو حزيران تموز/يوليو ذي القعدة رمضان الثاني عشر والعشرين ثلاثة أيام عامين غداة لقاء سيعقد
    11 4 30 2015 1436 هـ م ، . ( ) / - كل الأسبوع الربع القرن العقد العشر الأواخر الصيف النصف
"""
WORDS = st.sampled_from(_WORDS.split())


@given(st.lists(WORDS, max_size=30).map(" ".join), st.dates(date(1950, 1, 1), date(2070, 1, 1)))
def test_rows_are_sound_for_any_words(text, anchor):
    found = find_dates(text, anchor)
    assert found["start"].is_monotonic_increasing
    assert (found["end"].iloc[:-1].to_numpy() <= found["start"].iloc[1:].to_numpy()).all()
    for row in found.itertuples():
        assert text[row.start:row.end] == row.surface != ""
        assert pd.isna(row.earliest) == pd.isna(row.latest)
        assert pd.isna(row.earliest) or row.earliest <= row.latest
        assert pd.notna(row.earliest) or isinstance(row.reason, str)
        assert row.grain in ("day", "week", "month", "quarter", "year", "other")
        assert row.basis in ("absolute", "relative", "event", "none")


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    for row in find_dates(text, "2015-08-11").itertuples():
        assert text[row.start:row.end] == row.surface


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_tokens_match_a_plain_reading_of_the_text(text):
    key = fold(text).key
    tokens = read_tokens(key)
    assert "".join(key[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)) == \
        key.replace(" ", "")
    vocabulary = words.vocabulary()
    for place, letter in enumerate(tokens.kinds):
        word = key[tokens.starts[place]:tokens.ends[place]]
        known = vocabulary.get(word) or vocabulary.get("ا" + word)
        kind = patterns.kind_of[letter]
        if known and known.joined == 0:
            assert kind in (known.kind, "and", "joined preposition")
        elif word.isalpha() and kind not in ("and", "joined preposition"):
            assert letter == words.OTHER


def check_runs(text):
    """The dates found run by run are those that the grammar finds in the text as a whole."""
    key = fold(text).key
    tokens = read_tokens(key)
    assert [tuple(date) for date in patterns.read_run(tokens.kinds)] == [
        (found.name, found.start, found.end, found.fields)
        for found in patterns.find(key, tokens)
    ]


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_runs_of_any_words_hold_all_dates(text):
    check_runs(text)


def test_runs_of_the_cases_hold_all_dates():
    check_runs("\n".join(case.values[0]["text"] for case in read_cases()))


@pytest.mark.parametrize("piece", [
    "7", "و", "يوم ", "7 و ", "1/", "من ", "أمس ", "يونيو ", "عام ", "قبل ثلاثة ", "2015 و", "(",
    "الثاني والعشرين ", "اليوم", "غداة ", "سيعقد ", "السبت، ", "11 يونيو، ",
])
def test_time_grows_with_length_only(piece):
    def seconds(length):
        text = (piece * (length // len(piece) + 1))[:length]
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            find_dates(text, "2015-08-11")
            best = min(best, time.process_time() - start)
        return best

    assert seconds(200_000) < 40 * max(seconds(20_000), 0.01)
