"""Names of months and weekdays in every family, and arithmetic on whole days."""

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils import calendars
from utils.calendars import Span
from utils.dates.words import AROUND
from utils.tables import LEXICON

HIJRI_DAYS = st.dates(date(1925, 1, 1), date(2077, 1, 1))


@pytest.mark.parametrize("month, names", [
    (1, ["يناير", "كانون الثاني", "كانون ثاني", "جانفي", "January", "jan"]),
    (2, ["فبراير", "شباط", "فيفري"]),
    (3, ["مارس", "آذار", "اذار"]),
    (4, ["أبريل", "ابريل", "إبريل", "نيسان", "أفريل"]),
    (5, ["مايو", "أيار", "ايار", "آيار", "ماي", "MAY"]),
    (6, ["يونيو", "يونيه", "يونية", "حزيران", "جوان"]),
    (7, ["يوليو", "يوليه", "تموز", "جويلية", "يوليوز"]),
    (8, ["أغسطس", "اغسطس", "آب", "أوت", "غشت"]),
    (9, ["سبتمبر", "أيلول", "شتنبر"]),
    (10, ["أكتوبر", "تشرين الأول", "تشرين  أول"]),
    (11, ["نوفمبر", "تشرين الثاني", "نونبر"]),
    (12, ["ديسمبر", "كانون الأول", "كانون اول", "دجنبر"]),
])
def test_month_in_every_family(month, names):
    assert {name: calendars.month_number(name) for name in names} == dict.fromkeys(names, month)


@pytest.mark.parametrize("word", ["", "رجب", "كانون", "الثاني", "شهر", "13"])
def test_other_words_are_no_gregorian_month(word):
    assert calendars.month_number(word) is None


@pytest.mark.parametrize("name, month", [
    ("محرم", 1), ("ربيع الأول", 3), ("ربيع الثاني", 4), ("ربيع الآخر", 4), ("جمادى الأولى", 5),
    ("جمادى الثانية", 6), ("رمضان", 9), ("ذو القعدة", 11), ("ذي القعدة", 11), ("ذي الحجة", 12),
])
def test_hijri_month(name, month):
    assert calendars.hijri_month_number(name) == month


@pytest.mark.parametrize("name, number", [
    ("الاثنين", 0), ("الإثنين", 0), ("الثلاثاء", 1), ("الأربعاء", 2), ("الاربعاء", 2),
    ("الخميس", 3), ("الجمعة", 4), ("السبت", 5), ("الأحد", 6), ("Friday", 4), ("غدا", None),
])
def test_weekday(name, number):
    assert calendars.weekday_number(name) == number


@pytest.mark.parametrize("name", ["months.csv", "weekdays.csv", "date_words.csv"])
def test_no_name_means_two_things_in_one_file(name):
    with (LEXICON / name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    meanings = {}
    for row in rows:
        if row.get("kind") in AROUND:              # these never are part of a date
            continue
        cell = row.get("names") or row["words"]
        meaning = tuple(row.get(column) for column in ("calendar", "kind", "number", "value"))
        for key in calendars.variants(cell):
            meanings.setdefault(key, set()).add(meaning)
    assert {key: found for key, found in meanings.items() if len(found) > 1} == {}


# ---------------------------------------------------------------- arithmetic


@pytest.mark.parametrize("year, month, day, expected", [
    (1436, 9, 1, date(2015, 6, 18)), (1436, 10, 1, date(2015, 7, 17)),
    (1436, 10, 17, date(2015, 8, 2)), (1445, 12, 12, date(2024, 6, 18)),
])
def test_hijri_days_of_umm_al_qura(year, month, day, expected):
    assert calendars.hijri_day(year, month, day) == Span(expected, expected)


@pytest.mark.parametrize("year, month, day", [(1436, 9, 30), (1436, 13, 1), (900, 1, 1)])
def test_days_that_umm_al_qura_has_not(year, month, day):
    assert calendars.hijri_day(year, month, day) is None


@given(HIJRI_DAYS)
def test_hijri_and_back(day):
    assert calendars.hijri_day(*calendars.hijri_of(day)) == Span(day, day)


@given(HIJRI_DAYS)
def test_hijri_month_holds_its_days(day):
    year, month, _ = calendars.hijri_of(day)
    span = calendars.hijri_month(year, month)
    assert span.earliest <= day <= span.latest
    # 29 or 30 days, but for eight months before 1946 that were corrected while they ran.
    assert 28 <= (span.latest - span.earliest).days + 1 <= 31
    assert calendars.hijri_year(year).earliest <= span.earliest


@given(st.dates(date(3, 1, 1), date(9998, 1, 1)), st.integers(-11, 11))
def test_months_on(day, months):
    there = calendars.shift_months(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day == day.day or (there + timedelta(1)).day == 1


@given(st.integers(1900, 2100), st.integers(-30, 40))
def test_months_past_the_year_run_on(year, month):
    first = calendars.a_month(year, month)
    assert first.latest + timedelta(1) == calendars.a_month(year, month + 1).earliest


@given(st.integers(1900, 2100), st.integers(1, 4))
def test_quarters_and_halves_fill_the_year(year, quarter):
    halves = [calendars.a_half(year, half) for half in (1, 2)]
    assert calendars.a_quarter(year, quarter).earliest.month == 3 * quarter - 2
    assert (halves[0].earliest, halves[1].latest) == calendars.a_year(year)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(3, 400))
def test_thirds_fill_the_span_without_overlap(first, length):
    span = Span(first, first + timedelta(length - 1))
    start, middle, finish = (calendars.a_third(span, which) for which in (0, 1, 2))
    assert (start.earliest, finish.latest) == span
    assert middle.earliest == start.latest + timedelta(1)
    assert finish.earliest == middle.latest + timedelta(1)
    assert (start.latest - start.earliest).days + 1 == length // 3


@given(st.dates(date(1900, 1, 8), date(2100, 1, 1)))
def test_a_week_runs_from_monday_to_sunday(day):
    week = calendars.a_week(day)
    assert week.earliest <= day <= week.latest
    assert (week.earliest.weekday(), week.latest.weekday()) == (0, 6)
