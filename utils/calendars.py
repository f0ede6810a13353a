"""The calendars of the Arab press: month and weekday names, Hijri days, and spans of whole days.

Names are in data/lexicon/months.csv and weekdays.csv. A `Span` is a stretch of days, both ends
included; a Hijri day is read by the calendar of Umm al-Qura.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from hijridate import Gregorian, Hijri

from utils.lexicon_rows import Row, read_rows
from utils.tables import LEXICON
from utils.text.folding import fold

DAY = timedelta(days=1)
HIJRI_YEARS = range(1343, 1501)          # what hijridate's table of Umm al-Qura covers


class Span(NamedTuple):
    """A stretch of days, both ends included."""

    earliest: date
    latest: date


def variants(cell: str) -> list[str]:
    """The different keys of a cell's variants: the spellings that folding does not join.

    >>> variants("أيار|ايار|آيار")
    ['ايار']
    """
    return list(dict.fromkeys(fold(name).key for name in cell.split("|") if name.strip()))


def _numbers(rows: Iterable[Row]) -> dict[str, int]:
    return {key: row.number("number") for row in rows for key in variants(row["names"])}


_ROWS = read_rows(LEXICON, "months")
MONTHS = _numbers(row for row in _ROWS if row["calendar"] == "gregorian")
HIJRI_MONTHS = _numbers(row for row in _ROWS if row["calendar"] == "hijri")
WEEKDAYS = _numbers(read_rows(LEXICON, "weekdays"))          # Monday is 0, as in Python


def month_number(word: str) -> int | None:
    """The number of a Gregorian month in any family of names, Arabic or English; else None.

    >>> [month_number(word) for word in ("أيّار", "جويلية", "كانون  الثاني", "JUNE", "رجب")]
    [5, 7, 1, 6, None]
    """
    return MONTHS.get(" ".join(fold(word).key.split()))


def hijri_month_number(word: str) -> int | None:
    """The number of a Hijri month; else None.

    >>> hijri_month_number("ذي الحجة"), hijri_month_number("يونيو")
    (12, None)
    """
    return HIJRI_MONTHS.get(" ".join(fold(word).key.split()))


def weekday_number(word: str) -> int | None:
    """The number of a weekday, Monday being 0; else None.

    >>> weekday_number("الإثنين"), weekday_number("Sunday")
    (0, 6)
    """
    return WEEKDAYS.get(fold(word).key.strip())


def a_day(year: int, month: int, day: int) -> Span | None:
    """That one day; None when the calendar has no such day.

    >>> a_day(2023, 2, 29) is None
    True
    """
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Span(found, found)


def a_month(year: int, month: int) -> Span:
    """First to last day of a month; months past December or before January run on.

    >>> a_month(2024, 2).latest.day, a_month(2024, 13) == a_month(2025, 1)
    (29, True)
    """
    return months_long(year, month, 1)


def a_quarter(year: int, quarter: int) -> Span:
    """First to last day of a quarter."""
    return months_long(year, 3 * quarter - 2, 3)


def a_half(year: int, half: int) -> Span:
    """First to last day of a half year."""
    return months_long(year, 6 * half - 5, 6)


def a_year(year: int) -> Span:
    """1 January to 31 December."""
    return months_long(year, 1, 12)


def months_long(year: int, month: int, count: int) -> Span:
    """The days of `count` whole months from this one on."""
    return Span(_first(year, month), _first(year, month + count) - DAY)


def _first(year: int, month: int) -> date:
    years, month = divmod(month - 1, 12)
    return date(year + years, month + 1, 1)


def a_week(day: date) -> Span:
    """Monday to Sunday of the week that holds the day.

    >>> a_week(date(2024, 6, 18))
    Span(earliest=datetime.date(2024, 6, 17), latest=datetime.date(2024, 6, 23))
    """
    monday = day - day.weekday() * DAY
    return Span(monday, monday + 6 * DAY)


def a_third(span: Span, which: int) -> Span:
    """The first, middle or last third (0, 1, 2) of a span: n//3 days at each end.

    >>> a_third(a_month(2024, 6), 2).earliest.day
    21
    """
    length = (span.latest - span.earliest).days + 1
    third = length // 3
    if which == 0:
        return Span(span.earliest, span.earliest + (third - 1) * DAY)
    if which == 2:
        return Span(span.latest - (third - 1) * DAY, span.latest)
    return Span(span.earliest + third * DAY, span.latest - third * DAY)


def shift_months(day: date, months: int) -> date:
    """The same day of the month, that many months on; the month's last day where it has none.

    >>> shift_months(date(2024, 3, 31), -1)
    datetime.date(2024, 2, 29)
    """
    month = a_month(day.year, day.month + months)
    return month.earliest.replace(day=min(day.day, month.latest.day))


@lru_cache(maxsize=4096)
def hijri_day(year: int, month: int, day: int) -> Span | None:
    """The Gregorian day of a Hijri one; None where Umm al-Qura has no such day.

    >>> hijri_day(1436, 10, 17).earliest
    datetime.date(2015, 8, 2)
    """
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    found = date(found.year, found.month, found.day)
    return Span(found, found)


@lru_cache(maxsize=4096)
def hijri_month(year: int, month: int) -> Span | None:
    """The Gregorian days of a Hijri month; None outside the table of Umm al-Qura."""
    years, month = divmod(month - 1, 12)
    if year + years not in HIJRI_YEARS:
        return None
    first = hijri_day(year + years, month + 1, 1)
    length = Hijri(year + years, month + 1, 1).month_length()
    return Span(first.earliest, first.earliest + (length - 1) * DAY)


def hijri_year(year: int) -> Span | None:
    """The Gregorian days of a Hijri year; None outside the table of Umm al-Qura."""
    first, last = hijri_month(year, 1), hijri_month(year, 12)
    return first and last and Span(first.earliest, last.latest)


def hijri_year_of(day: date) -> int:
    """The Hijri year of a Gregorian day, about so outside of the table of Umm al-Qura.

    >>> hijri_year_of(date(2015, 8, 2)), hijri_year_of(date(1258, 2, 10))
    (1436, 655)
    """
    return (hijri_of(day) or [(day.year - 622) * 33 // 32])[0]


@lru_cache(maxsize=4096)
def hijri_of(day: date) -> tuple[int, int, int] | None:
    """Year, month and day of a Gregorian day in the Hijri calendar; None outside its table.

    >>> hijri_of(date(2015, 8, 2))
    (1436, 10, 17)
    """
    try:
        return Gregorian(day.year, day.month, day.day).to_hijri().datetuple()
    except (ValueError, OverflowError):
        return None
