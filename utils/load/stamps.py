"""Days and clock times of labelled lines, bylines and record fields, as naive timestamps.

A stamp is a date with its year, as aggregators print it: "18th, June 2024 GMT", "18 يونيو 2024 -
1:10 م", "2017-03-06T15:45:00+01:00", "25 شوال 1436 هـ الموافق 10 أغسطس 2015 م". The clock is kept
as printed, its zone left aside. What is no day of the calendar, or lacks its year, is NaT: a wrong
day would move every "yesterday" of the article.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import pandas as pd
from hijridate import Hijri

from utils.calendars import HIJRI_MONTHS, HIJRI_YEARS, MONTHS, WEEKDAYS
from utils.text.folding import fold

YEARS = range(1900, 2101)        # what a news page can have been published in
SHORT = 200                      # a stamp is looked for in this many characters


class Stamp(NamedTuple):
    """A date found in a text: where it is printed, and what it says."""

    start: int
    end: int
    when: datetime | None          # None: printed like a date, but no day of the calendar
    clock: bool = False            # hours and minutes are printed too
    misfit: bool = False           # the weekday beside it is another


def _words(names) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_LETTER = r"[^\W\d_]"
_MONTH = rf"(?:{_words(MONTHS)})(?!{_LETTER})"
_BETWEEN = r"[\s,،./\-–—_]{0,4}"
_YEAR = r"(?:19|20)\d\d"
_HIJRI_YEAR = r"1[34]\d\d"
_HIJRI = (
    rf"(?:\d{{1,2}}{_BETWEEN}(?:من\s)?(?:{_words(HIJRI_MONTHS)})(?:\sسنه|\sعام)?"
    rf"{_BETWEEN}{_HIJRI_YEAR}"
    rf"|\d{{1,2}}\s?[/-]\s?\d{{1,2}}\s?[/-]\s?{_HIJRI_YEAR}"
    rf"|{_HIJRI_YEAR}\s?[/-]\s?\d{{1,2}}\s?[/-]\s?\d{{1,2}})(?:\s?(?:هجريه|هجري|ه)(?!{_LETTER}))?(?![هa-z])"
)
_CLOCK = (
    r"(?P<hour{n}>\d{{1,2}})\s?(?:[:.h]|س(?:\s?و)?)\s?(?P<minute{n}>\d\d)(?:\s?دق(?![^\W\d_]))?"
    r"(?::(?P<second{n}>\d\d)(?:\.\d+)?)?"
    r"(?!\d|[./-]\d)"
    r"(?:\s?(?P<half{n}>[ap]\.?m\b\.?|صباحا|مساء|ظهرا|عصرا|ليلا|فجرا|[صم](?![^\W\d_])))?"
    r"(?:\s?(?:ت\s?م|بتوقيت\s(?:جرينتش|غرينتش|غرينيتش|[^\W\d_]+(?:\sالمكرمه)?)|\(?(?:gmt|utc|z)\b)?"
    r"(?:\s?[+-]\s?\d\d?:?(?:\d\d)?)?\)?)?"
)
_DATE = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_BETWEEN}(?:من\s)?(?:شهر\s)?(?P<month>{_MONTH})"
    rf"(?:\s?[/(\-–]\s?(?P<twin>{_MONTH})\)?)?(?:\sسنه|\sعام|\sمن\sعام)?"
    rf"{_BETWEEN}(?P<year>{_YEAR})(?!\d)"
    rf"|(?P<month2>{_MONTH}){_BETWEEN}(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d){_BETWEEN}"
    rf"(?P<year2>{_YEAR})(?!\d)"
    rf"|(?P<iso>{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}})(?!\d)"
    rf"|(?P<slash>\d{{1,2}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?{_YEAR})(?!\d)"
    r"|(?P<short>\d{1,2}[/.]\d{1,2}[/.][0-4]\d(?=[،,]?\s\d{1,2}:\d\d)))"     # chats: 18/06/24
    r"(?:\s?(?:ميلاديه|ميلادي|م(?![^\W\d_])))?"
)

_TO_CLOCK = (
    r"(?:\s?[,،|@t/•·\-–—]{0,2}\s?(?:في\s|علي\s)?(?:تمام\s)?"
    r"(?:الساعه|التوقيت|at)?\s?:?\s?\(?)"
)
_DAYNAME = rf"(?:يوم\s)?(?P<weekday>{_words(WEEKDAYS)})(?!{_LETTER})\.?\s?[,،:\-–|/]?\s?\(?"
_AGAIN = rf"(?:(?:{_words(WEEKDAYS)})(?!{_LETTER})\s?[,،/]?\s?)?"     # the weekday, twice named
# Where a zone follows a day without a clock ("18th, June 2024 GMT"), it belongs to the stamp.
_STAMP = re.compile(
    rf"(?<![\d/.-])(?:{_CLOCK.format(n=1)}\s?[,،|\-–—]?\s?)?"
    rf"(?:{_DAYNAME})?(?:{_HIJRI}\s?[,،/|\-–—]?\s?\(?(?:ا?لموافق(?:\sل)?:?\s{{0,3}})?{_AGAIN})?"
    rf"{_DATE}(?:{_TO_CLOCK}{_CLOCK.format(n=2)}|\s(?:gmt|utc)\b)?\)?"
    rf"|(?<![\d/.-])(?:{_CLOCK.format(n=3)}\s)?(?P<year3>{_YEAR})\s"      # Elaph's order
    rf"{_DAYNAME.replace('weekday', 'weekday3')}(?P<day3>\d{{1,2}})\s(?P<month3>{_MONTH})"
    rf"|(?<![\d/.-])(?P<hijri>(?:{_DAYNAME.replace('weekday', 'weekday2')})?{_HIJRI})"
)
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d\d)-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?:[t\s_-]?(?P<hour>\d\d):?(?P<minute>\d\d):?(?P<second>\d\d)?(?:\.\d+)?z?)?"
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_HALF = re.compile(r"\s?(?:[ap]\.?m|[صم])", re.I)
# "Sat Aug 01 10:30:00 +0000 2015", as programs and Twitter write it; "01-Aug-15", "01/08/15".
_UNIX = re.compile(
    rf"(?:[a-z]{{3}},?\s)?(?P<month>{_MONTH})\s+(?P<day>\d\d?)\s(?P<hour>\d\d?):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d))?\s(?:[a-z]{2,5}\s|[+-]\d{4}\s)?(?P<year>(?:19|20)\d\d)"
)
_SHORT_YEAR = re.compile(
    rf"(?P<day>\d\d?)(?P<mark>[-/. ])(?P<month>\d\d?|{_MONTH})(?P=mark)(?P<year>[0-4]\d)"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?")


def find_stamp(text: str, start: int = 0, end: int | None = None) -> Stamp | None:
    """The first stamp printed in text[start:end] (within its first characters), or None.

    >>> found = find_stamp("نُشر: الثلاثاء 18 حزيران/يونيو 2024 - 1:10 م بغداد")
    >>> found.when.isoformat(), found.clock, found.misfit
    ('2024-06-18T13:10:00', True, False)
    >>> find_stamp("في 18 يونيو") is None            # no year
    True
    """
    stop = len(text) if end is None else min(end, len(text))
    folded = fold(text[start:min(stop, start + SHORT)])
    match = _STAMP.search(folded.key)
    if not match:
        return None
    first, last = folded.span(match.start(), match.start() + len(match[0].rstrip()))
    return _stamp(match)._replace(start=start + first, end=start + last)


@lru_cache(maxsize=4096)
def read_stamp(words: str) -> Stamp | None:
    """The stamp that a whole field or line holds, also when it is only digits; else None.

    >>> read_stamp("25 شوال 1436 هـ الموافق 10 أغسطس 2015 م").when.isoformat()
    '2015-08-10T00:00:00'
    >>> read_stamp("2016-11-05T093000").when.isoformat(), read_stamp("1438990615").when.isoformat()
    ('2016-11-05T09:30:00', '2015-08-07T23:36:55')
    >>> read_stamp("31/02/2024").when is None
    True
    """
    field = words.strip()
    if (iso := _ISO.match(field)) and not _HALF.match(field, iso.end()):
        try:                                   # what most records hold
            when = datetime.fromisoformat(iso[0])
        except ValueError:
            return Stamp(0, len(words), None)
        return Stamp(0, len(words), when, clock=True) if when.year in YEARS else None
    key = fold(field).key
    if match := _COMPACT.fullmatch(key):
        when = _moment(match["year"], match["month"], match["day"],
                       match["hour"], match["minute"], match["second"])
        return Stamp(0, len(words), when, clock=match["hour"] is not None)
    if _EPOCH.fullmatch(key):
        seconds = float(key) / (1000 if len(key.partition(".")[0]) == 13 else 1)
        when = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None, microsecond=0)
        return Stamp(0, len(words), when, clock=True) if when.year in YEARS else None
    if match := _UNIX.fullmatch(key):
        when = _moment(match["year"], MONTHS[match["month"]], match["day"],
                       match["hour"], match["minute"], match["second"])
        return Stamp(0, len(words), when, clock=True)
    if match := _SHORT_YEAR.fullmatch(key):
        month = match["month"]
        when = _moment(f"20{match['year']}", MONTHS.get(month, month), match["day"])
        return Stamp(0, len(words), when) if when else None
    return find_stamp(words)


def timestamp(stamp: Stamp | None):
    """The stamp as a pandas Timestamp; NaT when there is none or it is no day.

    >>> timestamp(read_stamp("Tuesday, 11 August 2015 - 16:10 pm"))
    Timestamp('2015-08-11 16:10:00')
    """
    return pd.NaT if stamp is None or stamp.when is None else pd.Timestamp(stamp.when)


def _stamp(match: re.Match) -> Stamp:
    """What the matched words say; its place is still to be filled in."""
    weekday = match["weekday"] or match["weekday2"] or match["weekday3"]
    n = 2 if match["hour2"] else 3 if match["hour3"] else 1
    clock = match[f"hour{n}"], match[f"minute{n}"], match[f"second{n}"], match[f"half{n}"]
    when = _when(match)
    if when is not None and clock[0] is not None:
        hours = _hours(int(clock[0]), clock[3])
        minutes, seconds = int(clock[1]), int(clock[2] or 0)
        if hours < 24 and minutes < 60 and seconds < 60:
            when += timedelta(hours=hours, minutes=minutes, seconds=seconds)
    misfit = when is not None and weekday is not None and WEEKDAYS[weekday] != when.weekday()
    return Stamp(0, 0, when, clock[0] is not None, misfit)


def _when(match: re.Match) -> datetime | None:
    """The day of a match, at midnight; None when the calendar has no such day."""
    if match["hijri"]:
        return _hijri_day(match["hijri"])
    if match["iso"]:
        return _moment(*re.split(r"[-/.]", match["iso"]))
    if match["slash"] or match["short"]:
        printed = match["slash"] or match["short"]
        day, month, year = (part.strip() for part in re.split(r"[-/.]", printed))
        year = year if match["slash"] else f"20{year}"
        # Arab papers write the day first; the other order only where no other reading is left.
        return _moment(year, month, day) or _moment(year, day, month) if int(month) > 12 else (
            _moment(year, month, day))
    if match["day3"]:
        return _moment(match["year3"], MONTHS[match["month3"]], match["day3"])
    if match["day"]:
        if match["twin"] and MONTHS[match["twin"]] != MONTHS[match["month"]]:
            return None
        return _moment(match["year"], MONTHS[match["month"]], match["day"])
    return _moment(match["year2"], MONTHS[match["month2"]], match["day2"])


def _moment(year, month, day, hour=0, minute=0, second=0) -> datetime | None:
    try:
        return datetime(*(int(part or 0) for part in (year, month, day, hour, minute, second)))
    except ValueError:
        return None


def _hijri_day(words: str) -> datetime | None:
    """The Gregorian day of a Hijri date, by the calendar of Umm al-Qura."""
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if len(numbers) == 3:
        day, month, year = numbers if numbers[2] > numbers[0] else numbers[::-1]
    else:
        day, year = numbers[0], numbers[-1]
        month = next(HIJRI_MONTHS[name] for name in sorted(HIJRI_MONTHS, key=len, reverse=True)
                     if name in words)
    if year not in HIJRI_YEARS:
        return None
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return datetime.combine(date(found.year, found.month, found.day), datetime.min.time())


def _hours(hour: int, half: str | None) -> int:
    """The hour of the day: "1 م" is 13, "12 ص" is 0, "16 pm" stays 16."""
    if half is None or hour > 12:
        return hour
    if half.startswith(("a", "ص", "فج")):
        return 0 if hour == 12 else hour
    if half == "ليلا":                    # 11 at night is 23, 2 at night is 2
        return hour + 12 if 6 <= hour < 12 else hour % 12
    return 12 if hour == 12 else hour + 12
