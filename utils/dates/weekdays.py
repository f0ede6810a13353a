"""Weekdays without a date: the latest one, the next one, and the night between two."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from utils.calendars import DAY, Span
from utils.dates.patterns import Found, pattern
from utils.dates.readings import NEXT, SOON, Context, Reading, relative, turn_of
from utils.dates.tense import is_future, words_after
from utils.dates.words import listed, value


def weekday_of(found: Found, field: str) -> int:
    """The number of the weekday that is printed there."""
    for place in found.places(field):
        if "weekday" in found.kind(place):
            return value(found.word(place))
    raise ValueError(f"no weekday stands in {field} of {found.words()}")


def read_weekday(found: Found, named: str, context: Context) -> Reading | None:
    """A weekday without a date: the latest one, or the next one if tense or modifier say so."""
    before, after = found.kind(found.start - 1), found.kind(found.end)
    if after in ("and tens ordinal", "ten"):                 # الاثنين والعشرين, الأحد عشر
        return None
    if before == "names the day" and not found.has("part"):                       # صلاة الجمعة
        return None
    if _is_a_name(found) or _is_weekend(found):
        return None
    if weekday_of(found, named) == 0 and _are_two(found):
        return None
    if after == "last":                                               # الجمعة الأخيرة من رمضان
        return None
    if after == "the day's" and found.word(found.end) in NEXT:
        return _read_following(found, named, context)
    days = before == "units" and value(found.word(found.start - 1)) == "day"
    if found.end - found.start == 1 and days and after != "and":                  # أيام الجمعة
        return None
    if "the unit" in map(found.kind, found.places(named)):
        return _read_in_week(found, named, context)
    reading = _read_range_end(found, named, context) or _read_next(found, named, context)
    if reading:
        return reading
    weekday, turn = weekday_of(found, named), turn_of(found, named)
    if turn is None and (shared := _turns_after().match(found.tokens.kinds, found.end)):
        turn = value(found.word(shared.start("turn")))
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


def _is_a_name(found: Found) -> bool:
    """Whether the weekday is a family's name (أحمد الخميس), or a day's own: الجمعة السوداء."""
    if found.end - found.start > 1:
        return False
    given, names = found.word(found.start - 1), listed("given name")
    if given in names or given.removeprefix("و") in names:
        return found.words() == ["الخميس"] or found.word(found.start - 2) in ("بن", "بنت")
    return found.word(found.end) in listed("names the month")


_PAIRED = {"weekday", "and", "day word"}


def _is_weekend(found: Found) -> bool:
    """Whether the day is one off in every week: إجازة يومي السبت والأحد, خطبة يوم الجمعة."""
    place = found.start - 1
    while found.start - place < 5 and (found.kind(place) in _PAIRED or found.word(place) == "يومي"):
        place -= 1
    off = found.word(place) in listed("weekend") or \
        (place < found.start - 1 and found.kind(place) == "names the day")
    return off and not found.has("part") and found.end - found.start == 1


def _read_following(found: Found, named: str, context: Context) -> Reading:
    """The first such weekday after the day just spoken of: وفي الأحد التالي."""
    before = context.before
    if before is None or before.earliest != before.latest or context.since > SOON:
        return Reading(None, "day", "event", "after the day spoken of before, which has no date")
    day = before.latest + ((weekday_of(found, named) - before.latest.weekday() - 1) % 7 + 1) * DAY
    return Reading(Span(day, day), "day", "event", "the next after the day spoken of before")


def _read_in_week(found: Found, named: str, context: Context) -> Reading | None:
    """The weekday of the week that is named: الثلاثاء من الأسبوع المقبل."""
    unit = next(place for place in found.places(named) if found.kind(place) == "the unit")
    if value(found.word(unit)) != "week":
        return None
    far = any(found.kind(place) in ("before", "after") for place in found.places(named))
    weeks = turn_of(found, named) * (2 if far else 1)

    def span(anchor: date) -> Span:
        day = anchor + (7 * weeks + weekday_of(found, named) - anchor.weekday()) * DAY
        return Span(day, day)

    return relative("day", context, span)


@cache
def _turns_after() -> re.Pattern:
    """The modifier that two days share: الثلاثاء والأربعاء المقبلين."""
    return pattern("(?:,?{and}{weekday}){{1,4}}(?P<turn>{past}|{future})")


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
    ahead = (weekday_of(found, named) - first.latest.weekday()) % 7
    day = first.latest + ahead * DAY
    return relative("day", context, lambda anchor: Span(day, day))


_NEAR = {"yesterday", "today", "tomorrow"}


def _read_next(found: Found, named: str, context: Context) -> Reading | None:
    """The weekday that goes on from the day before it: اليوم الثلاثاء ويوم الأربعاء."""
    first, before = context.before, found.start - 1
    if found.kind(before) == "day word":
        before -= 1
    if found.kind(before) != "and" or before != found.start - context.since or first is None:
        return None
    kinds = [found.kind(place) for place in range(before - 3, before)]
    if kinds[-1] != "weekday" and _NEAR.isdisjoint(kinds):
        return None
    if first.earliest != first.latest or turn_of(found, named) is not None:
        return None
    day = first.latest + DAY
    if day.weekday() != weekday_of(found, named):
        return None
    return relative("day", context, lambda anchor: Span(day, day))


def _are_two(found: Found) -> bool:
    """Whether الاثنين means the two and no Monday: يجمع الاثنين, بين الاثنين, الاثنين الآخرين."""
    before, after = found.kind(found.start - 1), found.kind(found.end)
    if before == "joined preposition" and found.end - found.start == 1:       # ممارسته للاثنين
        return found.word(found.start - 1) == "ل" and not is_future(found)
    if before == "names two" or (before == "between" and after != "and"):
        return True
    return not listed("the two").isdisjoint(words_after(found)[:1])


def read_nights(found: Found, context: Context) -> Reading | None:
    """The night between two days: "ليل الثلاثاء/ الأربعاء"."""
    first = read_weekday(found, "weekday", context)
    if first is None or first.span is None:
        return first
    if weekday_of(found, "next") != (weekday_of(found, "weekday") + 1) % 7:
        return first
    day = first.span.earliest
    return first._replace(span=Span(day, day + DAY), grain="other")


def nearest_weekday(day: date, weekday: int) -> date:
    """The day with this weekday that is nearest to a day.

    >>> nearest_weekday(date(2024, 6, 18), 0)
    datetime.date(2024, 6, 17)
    """
    return day + ((weekday - day.weekday() + 3) % 7 - 3) * DAY


