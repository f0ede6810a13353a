"""Whole days: near ones (أمس), by weekday, by date in one calendar or in both, beside an event."""

from __future__ import annotations

import re
from datetime import date

from utils.calendars import DAY, Span
from utils.date_patterns import Found, pattern
from utils.date_readings import (
    Context,
    Reading,
    is_future,
    number,
    parts,
    place_day,
    relative,
    turn_of,
)
from utils.date_words import value


def read_day(found: Found, context: Context) -> Reading | None:
    """A day: near (أمس), by its weekday, by its date, or by several of these at once."""
    dated = found.first("date", "date_", "date__")
    named = found.first("weekday", "weekday_")
    if dated:
        reading = _read_date(found, dated, context)
        return _checked(found, named, reading) if named and reading else reading
    if found.has("near"):
        return _read_near(found, named, context)
    return _read_weekday(found, named, context)


def _read_date(found: Found, field: str, context: Context) -> Reading | None:
    """The day printed there, in one calendar or in both."""
    readings = {}
    for name in ("christian_day", "islamic_day", "day_of_month"):
        match = pattern("{" + name + "}").search(found.tokens.kinds, *found.span(field))
        given = match and parts(found, *match.span())
        if given:
            readings[name] = place_day(given, found, context)
    christian, islamic = readings.get("christian_day"), readings.get("islamic_day")
    if christian and islamic:
        differ = islamic.span and christian.span != islamic.span
        reason = "the two calendars print different days" if differ else ""
        return christian._replace(reason=christian.reason or reason)
    return christian or islamic or readings.get("day_of_month")


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
    if found.kind(found.end) == "and tens ordinal":                       # الاثنين والعشرين
        return None
    if found.kind(found.start - 1) == "names the day" and not found.has("part"):   # صلاة الجمعة
        return None
    if found.kind(found.start - 1) == "names two" and _weekday(found, named) == 0:
        return None                                                       # يجمع الاثنين
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


AFTER_THE_DAY = {"ordinal", "month end", "the day's", "past", "future", "previous", "same",
                 "article", "season"}
BEFORE_THE_DAY = {"this", "names the day", "part of year", "middle", "finish", "start", "to",
                  "since", "before", "after", "in", "every", "same", "that"}


def is_the_day(found: Found) -> bool:
    """Whether اليوم means the day (اليوم الأول, ذلك اليوم) or nowadays, and not today."""
    start, end = found.start, found.end
    if found.kind(end) in AFTER_THE_DAY:
        return True
    if found.has("part"):                                                 # صباح اليوم
        return False
    before = found.kind(start - 1)
    joined = before == "joined preposition" and found.word(start - 1) in ("ب", "ك", "ل")
    if before in BEFORE_THE_DAY or joined:
        return True
    if before == "and" and found.kind(start - 2) in ("\n", ".", ";"):     # واليوم نحن ...
        return True
    clause = [*_clause(found, range(start - 1, start - 11, -1)),
              *_clause(found, range(end, end + 8))]
    return "nowadays" in clause or _is_quoted(found) or _argues(found)


def _clause(found: Found, places: range) -> list[str]:
    """The kinds of the words there, up to the end of the sentence."""
    kinds = [found.kind(place) for place in places]
    return kinds[:next((at for at, kind in enumerate(kinds) if kind in ("\n", ".")), len(kinds))]


_OPENED = re.compile(r'[«"“”][^«"“”»]*\Z')
_ARGUES = ("؟", " لماذا ", " هل ", " نحن ", " اننا ", "لقد كنا ")
_AROUND = 700                            # characters; two such signs there are no report


def _is_quoted(found: Found) -> bool:
    """Whether the word ends a short name in quotation marks: «المصري اليوم»."""
    start, end = found.tokens.starts[found.start], found.tokens.ends[found.end - 1]
    opened = _OPENED.search(found.key[max(0, start - 14):start])
    return bool(opened) and found.key[end:end + 1] in ("»", '"', "”", "“")


def _argues(found: Found) -> bool:
    """Whether the text around argues, as opinion does, and does not report."""
    key, start = found.key, found.tokens.starts[found.start]
    first = max(key.rfind("\0", max(0, start - _AROUND), start), start - _AROUND, 0)
    end = key.find("\0", start, start + _AROUND)
    last = end if end >= 0 else start + _AROUND
    return sum(key.count(sign, first, last) for sign in _ARGUES) > 1


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


def read_event(found: Found, context: Context) -> Reading:
    """The day before or after an event: "غداة لقاء"."""
    event = context.printed(found).split()[-1]
    reason = f"leans on {event}, which the text does not date"
    return Reading(None, "day", "event", reason, leans=("day", value(found.word(found.start))))
