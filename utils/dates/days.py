"""Whole days: near ones (أمس), by weekday, by date in one calendar or in both, beside an event."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

from utils import calendars
from utils.calendars import DAY, Span
from utils.dates.patterns import Found, pattern
from utils.dates.readings import (
    NEXT,
    NO_ANCHOR,
    PLACES_A_DAY,
    WEEKDAY_WINS,
    Context,
    Parts,
    Reading,
    number,
    parts,
    place_day,
    relative,
    turn_of,
)
from utils.dates.today import AFTER_THE_DAY, is_no_day, is_once, is_the_day
from utils.dates.weekdays import nearest_weekday, read_weekday, weekday_of
from utils.dates.words import value


def read_day(found: Found, context: Context) -> Reading | None:
    """A day: near (أمس), by its weekday, by its date, or by several of these at once."""
    dated, named = found.first("date"), found.first("weekday")
    if dated:
        reading = _read_date(found, dated, context)
        return _checked(found, named, reading) if named and reading else reading
    if found.has("near"):
        return _read_near(found, named, context)
    if found.has("short"):
        return _read_short(found, named, context)
    return read_weekday(found, named, context)


def _read_date(found: Found, field: str, context: Context) -> Reading | None:
    """The day printed there, in one calendar or in both."""
    if _in_a_path(found) or (found.kind(found.end - 1) == "current" and not _is_current(found)):
        return None
    readings = {}
    start, end = found.span(field)
    for name, first, last in _twins(found.tokens.kinds[start:end]):
        if given := parts(found, start + first, start + last):
            readings[name] = place_day(_with_year_after(given, found, found.end), found, context)
    christian, islamic = readings.get("christian_day"), readings.get("islamic_day")
    if christian and islamic:
        differ = islamic.span and christian.span != islamic.span
        reason = "the two calendars print different days" if differ else ""
        return christian._replace(reason=christian.reason or reason)
    return christian or islamic or readings.get("day_of_month")


def _in_a_path(found: Found) -> bool:
    """Whether the numbers are those of an address on the net: public/2015/06/02/photo."""
    tokens = found.tokens
    for mark, glued in ((found.start - 1, found.start), (found.end, found.end)):
        if found.kind(mark) == "/" and tokens.starts[glued] == tokens.ends[glued - 1]:
            return True
    return False


def _is_current(found: Found) -> bool:
    """Whether a day of the current month is printed (في 16 الجاري), and no الدورة 16 الحالية."""
    bare = pattern("(?:{day}|[(]{day}[)]|{day_in_words}){from}?{current}$")
    bare = bare.search(found.tokens.kinds, found.start, found.end)
    if not bare or found.words()[-1] == "الجاري":
        return True
    return found.words()[-1] == "الحالي" and found.kind(found.start - 1) in PLACES_A_DAY


@cache
def _day_after() -> re.Pattern:
    """The day that ends a range, or goes on a row of them: حتى 3 أغسطس 2014, ومن 6 إلى 8 ماي."""
    return pattern("(?:,?{and}?{to}|,?{and}|-)(?:{from}|{day_word}|{weekday},?|{a_day}(?:{to}|-))*"
                   "(?P<date>{christian_day}|{islamic_day})")


ROW = 8          # days of a row before the one that has the year


def _with_year_after(given: Parts, found: Found, end: int) -> Parts:
    """The parts of a day, with the year that is printed at the end of its range or row."""
    if given.month is None or (given.year, given.turn, given.year_turn) != (None, None, None):
        return given
    for _ in range(ROW):
        match = _day_after().match(found.tokens.kinds, end)
        last = match and parts(found, *match.span("date"))
        if not last or last.month is None or last.calendar != given.calendar:
            return given
        if last.year is not None:
            over = (given.month, given.day) > (last.month, last.day)
            return given._replace(year=last.year - over)
        end = match.end("date")
    return given


@lru_cache(maxsize=1 << 12)
def _twins(letters: str) -> tuple[tuple[str, int, int], ...]:
    """Which days of which calendars stand in a run of kinds, and where."""
    names = ("christian_day", "islamic_day", "day_of_month")
    found = ((name, pattern("{" + name + "}").search(letters)) for name in names)
    return tuple((name, *match.span()) for name, match in found if match)


HALF_A_YEAR = 183 * DAY
CLOSE = 45 * DAY       # a day without year or calendar is of the one in which it lies so close


def read_short_day(found: Found, context: Context) -> Reading | None:
    """Day and month in numbers, no year and no weekday: يوم 24/7; open where two days are close."""
    turn = turn_of(found, "turn") if found.has("turn") else None
    if turn is None and found.kind(found.start - 1) not in ("day word", "on the day"):
        return None
    if context.anchor is None:
        return Reading(None, "day", "none", NO_ANCHOR)
    near = [(away, name, span) for away, name, span in _short_days(found, context.anchor, turn)
            if away <= CLOSE]
    if len({name for _, name, _ in near}) != 1:
        return Reading(None, "day", "none", "day and month without a year, of either calendar")
    away, name, span = min(near)
    return Reading(span, "day", "relative", calendar=name)


def _short_days(found: Found, anchor: date, turn: int | None = None) -> list[tuple]:
    """How far from the anchor, in which calendar, and which day: all that numbers may mean."""
    day, month = (value(word) for word in found.words("short")[::2])
    hijri, days = calendars.hijri_year_of(anchor), []
    for name, make, year in (("gregorian", calendars.a_day, anchor.year),
                             ("hijri", calendars.hijri_day, hijri)):
        spans = filter(None, (make(year + step, month, day) for step in (-1, 0, 1)))
        days += [(abs(span.earliest - anchor), name, span) for span in spans
                 if not turn or (span.earliest > anchor) == (turn > 0)]
    return days


def _read_short(found: Found, named: str, context: Context) -> Reading | None:
    """A weekday with day and month in numbers (السبت 2/10): the calendar is the one that agrees."""
    agreeing = []
    if context.anchor:
        agreeing = [one for one in _short_days(found, context.anchor)
                    if one[2].earliest.weekday() == weekday_of(found, named)]
    away, name, span = min(agreeing, default=(HALF_A_YEAR, "", None))
    if away >= HALF_A_YEAR:
        return read_weekday(found, named, context)
    return Reading(span, "day", "relative", calendar=name)


def _month_first(found: Found, reading: Reading) -> date | None:
    """The day that numbers mean with the month first: الأربعاء 07/08/2020."""
    numbers = [found.kind(place) for place in found.places("date")]
    day = reading.span.earliest
    if numbers.count("day") != 2 or "gregorian year" not in numbers or day.day > 12:
        return None
    return date(day.year, day.day, day.month)


def _checked(found: Found, named: str, reading: Reading) -> Reading:
    """The reading, with a word in its reason when the printed weekday contradicts it."""
    weekday = weekday_of(found, named)
    if reading.span is None or reading.span.earliest.weekday() == weekday:
        return reading
    if (turned := _month_first(found, reading)) and turned.weekday() == weekday:
        return reading._replace(span=Span(turned, turned), reason="the weekday says month first")
    reason = "that day is another weekday than the printed one"
    return reading._replace(reason=reading.reason or reason)


# ---------------------------------------------------------------- days near the anchor


def _read_near(found: Found, named: str | None, context: Context) -> Reading | None:
    """A day counted from the anchor; a weekday printed beside it wins over the count."""
    offset = _offset(found)
    if offset == 0 and not named and is_the_day(found):
        return None
    if offset == -1 and found.end - found.start == 1 and is_once(found):
        return None
    if offset in (-1, 1, 2) and not named and is_no_day(found):
        return None
    weekday = weekday_of(found, named) if named else None

    def span(anchor: date) -> Span:
        day = anchor + offset * DAY
        if named and weekday != day.weekday():
            day = nearest_weekday(anchor, weekday)
        return Span(day, day)

    reading = relative("day", context, span)
    if reading.span and reading.span.earliest != context.anchor + offset * DAY:
        today = reading.span.earliest - offset * DAY      # none is written after its anchor
        return reading._replace(reason=WEEKDAY_WINS, today=min(today, context.anchor))
    return reading


def _offset(found: Found) -> int:
    """How many days from the anchor: -1 for أمس, -2 for أول من أمس, 2 for بعد غد."""
    first, end = found.span("near")
    day = first                                     # أول من أمس, أمس الأول, بعد غد
    while found.kind(day) not in ("yesterday", "today", "tomorrow"):
        day += 1
    return value(found.word(day)) * (1 if end - first == 1 else 2)


# ---------------------------------------------------------------- several days, nights, events


def read_first_days(found: Found, context: Context) -> Reading | None:
    """The first of several days that share month and year: the 17 of "17 و 18 فيفري"."""
    if found.kind(found.start - 1) == ":":                      # 21:22 - 2021/09/20
        return None
    shared = parts(found, *found.span("date"))
    given = shared and shared._replace(day=number(found.words("day")))
    if not given:
        return None
    return place_day(_with_year_after(given, found, found.span("date")[1]), found, context)


SAME_DAY = 10      # words within which "that same day" can only mean the one


def read_same_day(found: Found, context: Context) -> Reading:
    """The day spoken of before: "في اليوم نفسه"."""
    before = context.before
    if before is None or before.earliest != before.latest or context.since > SAME_DAY:
        return Reading(None, "day", "event", "the day spoken of before, which has no date")
    return Reading(before, "day", "event", "the day spoken of before")


def read_this_day(found: Found, context: Context) -> Reading | None:
    """The anchor's day in another year: "في مثل هذا اليوم من عام 1956"."""
    year = number(found.words("year")[:1])
    if found.word(found.start - 1) != "مثل" or year not in context.years:
        return None
    return relative("day", context, lambda anchor: calendars.a_day(year, anchor.month, anchor.day))


def read_night(found: Found, context: Context) -> Reading | None:
    """Tonight, or last night, which belongs to the day before."""
    before = found.kind(found.start - 1)
    if found.kind(found.end) in {*AFTER_THE_DAY, "last"} or before in ("this", "names the day"):
        return None
    if found.word(found.start - 1) == "اشبه":                    # ما أشبه الليلة بالبارحة
        return None
    nights = found.end - found.start - 1                    # الليلة, الليلة الماضية, قبل الماضية

    def span(anchor: date) -> Span:
        return Span(anchor - nights * DAY, anchor - nights * DAY)

    return relative("day", context, span)


def read_next_day(found: Found, context: Context) -> Reading | None:
    """The day after the one just spoken of: "في اليوم التالي"; silent where none was."""
    before = context.before
    if found.words("word")[0] not in NEXT or before is None or context.since > SAME_DAY:
        return None
    if before.earliest != before.latest:
        return None
    day = before.latest + DAY
    return Reading(Span(day, day), "day", "event", "the day after the one spoken of before")


def read_event(found: Found, context: Context) -> Reading:
    """The day before or after an event: "غداة لقاء"."""
    event = context.printed(found)[2].split()[-1]
    reason = f"leans on {event}, which the text does not date"
    return Reading(None, "day", "event", reason, leans=("day", value(found.word(found.start))))
