"""Whole days: near ones (أمس), by weekday, by date in one calendar or in both, beside an event."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from utils import calendars
from utils.calendars import DAY, Span
from utils.dates.patterns import Found, pattern
from utils.dates.readings import (
    Context,
    Reading,
    number,
    parts,
    place_day,
    relative,
    turn_of,
)
from utils.dates.tense import is_future, words_after
from utils.dates.today import AFTER_THE_DAY, is_once, is_the_day
from utils.dates.words import listed, value


def read_day(found: Found, context: Context) -> Reading | None:
    """A day: near (أمس), by its weekday, by its date, or by several of these at once."""
    dated = found.first("date", "date_")
    named = found.first("weekday", "weekday_")
    if dated:
        reading = _read_date(found, dated, context)
        return _checked(found, named, reading) if named and reading else reading
    if found.has("near"):
        return _read_near(found, named, context)
    if found.has("short"):
        return _read_short(found, named, context)
    return _read_weekday(found, named, context)


def _read_date(found: Found, field: str, context: Context) -> Reading | None:
    """The day printed there, in one calendar or in both."""
    if "/" in (found.kind(found.start - 1), found.kind(found.end)):       # public/2015/06/02/
        return None
    readings = {}
    start, end = found.span(field)
    for name, first, last in _twins(found.tokens.kinds[start:end]):
        if given := parts(found, start + first, start + last):
            readings[name] = place_day(given, found, context)
    christian, islamic = readings.get("christian_day"), readings.get("islamic_day")
    if christian and islamic:
        differ = islamic.span and christian.span != islamic.span
        reason = "the two calendars print different days" if differ else ""
        return christian._replace(reason=christian.reason or reason)
    return christian or islamic or readings.get("day_of_month")


@lru_cache(maxsize=1 << 12)
def _twins(letters: str) -> tuple[tuple[str, int, int], ...]:
    """Which days of which calendars stand in a run of kinds, and where."""
    names = ("christian_day", "islamic_day", "day_of_month")
    found = ((name, pattern("{" + name + "}").search(letters)) for name in names)
    return tuple((name, *match.span()) for name, match in found if match)


HALF_A_YEAR = 183 * DAY


def _read_short(found: Found, named: str, context: Context) -> Reading | None:
    """A weekday with day and month in numbers (السبت 2/10): the calendar is the one that agrees."""
    day, month = (value(word) for word in found.words("short")[::2])
    agreeing = []
    if anchor := context.anchor:
        hijri = calendars.hijri_of(anchor)[0]
        for name, make, year in (("gregorian", calendars.a_day, anchor.year),
                                 ("hijri", calendars.hijri_day, hijri)):
            spans = [make(year + step, month, day) for step in (-1, 0, 1)]
            agreeing += [(abs(span.earliest - anchor), name, span) for span in spans
                         if span and span.earliest.weekday() == _weekday(found, named)]
    away, name, span = min(agreeing, default=(HALF_A_YEAR, "", None))
    if away >= HALF_A_YEAR:
        return _read_weekday(found, named, context)
    return Reading(span, "day", "relative", calendar=name)


def _weekday(found: Found, field: str) -> int:
    """The number of the weekday that is printed there."""
    return next(value(found.word(place)) for place in found.places(field)
                if "weekday" in found.kind(place))


def _checked(found: Found, named: str, reading: Reading) -> Reading:
    """The reading, with a word in its reason when the printed weekday contradicts it."""
    if reading.span is None or reading.span.earliest.weekday() == _weekday(found, named):
        return reading
    reason = "that day is another weekday than the printed one"
    return reading._replace(reason=reading.reason or reason)


# ---------------------------------------------------------------- weekdays alone


def _read_weekday(found: Found, named: str, context: Context) -> Reading | None:
    """A weekday without a date: the latest one, or the next one if tense or modifier say so."""
    before, after = found.kind(found.start - 1), found.kind(found.end)
    if after in ("and tens ordinal", "ten"):                 # الاثنين والعشرين, الأحد عشر
        return None
    if before == "names the day" and not found.has("part"):                       # صلاة الجمعة
        return None
    if _weekday(found, named) == 0 and _are_two(found):
        return None
    if found.end - found.start == 1 and before == "units" and after != "and":
        return None                                                               # أيام الجمعة
    if reading := _read_range_end(found, named, context):
        return reading
    weekday, turn = _weekday(found, named), turn_of(found, named)
    weeks = 7 * any(found.kind(place) in ("before", "after") for place in found.places(named))
    coming = turn is None and is_future(found)

    def span(anchor: date) -> Span:
        back = (anchor.weekday() - weekday) % 7
        if coming:                                  # سيصل الخميس, printed on a Thursday: that day
            day = anchor + (weekday - anchor.weekday()) % 7 * DAY
        elif turn == 1:
            day = anchor + (7 - back + weeks) * DAY
        elif turn == -1:
            day = anchor - ((back or 7) + weeks) * DAY
        else:
            day = anchor - back * DAY
        return Span(day, day)

    return relative("day", context, span)


SHORTLY = 4      # words between the two ends of a range


def _read_range_end(found: Found, named: str, context: Context) -> Reading | None:
    """The weekday that ends a range: the first after the day that begins it, الأحد إلى الخميس."""
    first, before = context.before, found.start - 1
    if found.kind(before) == "day word":
        before -= 1
    if found.kind(before) != "to" or first is None or context.since > SHORTLY:
        return None
    if first.earliest != first.latest or turn_of(found, named) is not None:
        return None
    ahead = (_weekday(found, named) - first.latest.weekday()) % 7
    day = first.latest + ahead * DAY
    return relative("day", context, lambda anchor: Span(day, day))


def _are_two(found: Found) -> bool:
    """Whether الاثنين means the two and no Monday: يجمع الاثنين, بين الاثنين, الاثنين الآخرين."""
    before, after = found.kind(found.start - 1), found.kind(found.end)
    if before == "names two" or (before == "between" and after != "and"):
        return True
    return not listed("the two").isdisjoint(words_after(found)[:1])


def nearest_weekday(day: date, weekday: int) -> date:
    """The day with this weekday that is nearest to a day.

    >>> nearest_weekday(date(2024, 6, 18), 0)
    datetime.date(2024, 6, 17)
    """
    return day + ((weekday - day.weekday() + 3) % 7 - 3) * DAY


# ---------------------------------------------------------------- days near the anchor


def _read_near(found: Found, named: str | None, context: Context) -> Reading | None:
    """A day counted from the anchor; a weekday printed beside it wins over the count."""
    offset = _offset(found)
    if offset == 0 and not named and is_the_day(found):
        return None
    if offset == -1 and found.end - found.start == 1 and is_once(found):
        return None
    weekday = _weekday(found, named) if named else None

    def span(anchor: date) -> Span:
        day = anchor + offset * DAY
        if named and weekday != day.weekday():
            day = nearest_weekday(anchor, weekday)
        return Span(day, day)

    reading = relative("day", context, span)
    if reading.span and reading.span.earliest != context.anchor + offset * DAY:
        return reading._replace(reason="the printed weekday wins over the anchor")
    return reading


def _offset(found: Found) -> int:
    """How many days from the anchor: -1 for أمس, -2 for أول من أمس, 2 for بعد غد."""
    places = found.places("near")
    day = next(value(found.word(place)) for place in places
               if found.kind(place) in ("yesterday", "today", "tomorrow"))
    return day if len(places) == 1 else 2 * day


# ---------------------------------------------------------------- several days, nights, events


def read_first_days(found: Found, context: Context) -> Reading | None:
    """The first of several days that share month and year: the 17 of "17 و 18 فيفري"."""
    shared = parts(found, *found.span("date"))
    given = shared and shared._replace(day=number(found.words("day")))
    return given and place_day(given, found, context)


SAME_DAY = 10      # words within which "that same day" can only mean the one


def read_same_day(found: Found, context: Context) -> Reading:
    """The day spoken of before: "في اليوم نفسه"."""
    before = context.before
    if before is None or before.earliest != before.latest or context.since > SAME_DAY:
        return Reading(None, "day", "event", "the day spoken of before, which has no date")
    return Reading(before, "day", "event", "the day spoken of before")


def read_night(found: Found, context: Context) -> Reading | None:
    """Tonight, or last night, which belongs to the day before."""
    if found.kind(found.end) in AFTER_THE_DAY or found.kind(found.start - 1) == "this":
        return None
    nights = found.end - found.start - 1                    # الليلة, الليلة الماضية, قبل الماضية

    def span(anchor: date) -> Span:
        return Span(anchor - nights * DAY, anchor - nights * DAY)

    return relative("day", context, span)


NEXT = {"التالي", "الموالي"}


def read_next_day(found: Found, context: Context) -> Reading | None:
    """The day after the one just spoken of: "في اليوم التالي"; silent where none was."""
    before = context.before
    if found.words("word")[0] not in NEXT or before is None or context.since > SAME_DAY:
        return None
    if before.earliest != before.latest:
        return None
    day = before.latest + DAY
    return Reading(Span(day, day), "day", "event", "the day after the one spoken of before")


def read_nights(found: Found, context: Context) -> Reading | None:
    """The night between two days: "ليل الثلاثاء/ الأربعاء"."""
    first = _read_weekday(found, "weekday", context)
    if first is None or first.span is None:
        return first
    if _weekday(found, "next") != (_weekday(found, "weekday") + 1) % 7:
        return first
    day = first.span.earliest
    return first._replace(span=Span(day, day + DAY), grain="other")


def read_event(found: Found, context: Context) -> Reading:
    """The day before or after an event: "غداة لقاء"."""
    event = context.printed(found).split()[-1]
    reason = f"leans on {event}, which the text does not date"
    return Reading(None, "day", "event", reason, leans=("day", value(found.word(found.start))))
