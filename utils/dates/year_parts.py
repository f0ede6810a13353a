"""What a year is cut into: quarters, halves, its first months, its seasons."""

from __future__ import annotations

from datetime import date

from utils import calendars
from utils.calendars import Span
from utils.dates.patterns import Found
from utils.dates.readings import (
    Context,
    Reading,
    grain_of,
    number,
    pick,
    relative,
    third_of,
    turn_of,
)
from utils.dates.tense import is_future
from utils.dates.words import value

LAST = -1


def read_part_of_year(found: Found, context: Context) -> Reading | None:
    """A quarter or half of a year: "الربع الثاني من العام الحالي"."""
    unit, which = value(found.words("part")[0]), number(found.words("which"))
    length = {"quarter": 3, "term": 3, "half": 6, "third": 4}[unit]
    if which == LAST:
        which = 12 // length
    elif not which or which * length > 12:
        return None
    if found.first("year", "that"):
        unit = "quarter" if unit == "term" else unit         # الثلاثي is a trio without its year
        return _months_of_year(found, context, length * (which - 1) + 1, length, unit)
    if unit != "quarter" or found.kind(found.span("which")[0]) == "last":
        return None                           # الربع الأخير: the year's fourth, or the latest one
    return _quarter_alone(found, context, which)


def read_quarter(found: Found, context: Context) -> Reading | None:
    """A quarter counted from the anchor's own: "خلال الربع الحالي"."""
    if value(found.words("part")[0]) != "quarter":
        return None
    turn = turn_of(found, "turn")

    def span(anchor: date) -> Span:
        quarters = 4 * anchor.year + (anchor.month - 1) // 3 + turn
        return calendars.a_quarter(quarters // 4, quarters % 4 + 1)

    return relative(grain_of(found, "quarter"), context, lambda anchor: third_of(
        found, span(anchor)))


def read_months_of_year(found: Found, context: Context) -> Reading | None:
    """The first or last months of a year: "الأشهر الستة الأولى من العام الجاري"."""
    units, count = found.words("units"), number(found.words("count"))
    if value(units[0]) != "month" or not count or count > 11:
        return None
    last = found.has("which") and value(found.words("which")[0]) == LAST
    return _months_of_year(found, context, 13 - count if last else 1, count)


def _months_of_year(found: Found, context: Context, first: int, count: int,
                    unit: str = "other") -> Reading:
    """Some whole months of the year that is printed, or that the modifier points to."""
    grain = grain_of(found, unit)
    if printed := [place for place in found.places("that")          # من العام الماضي 2014
                   if found.kind(place) == "gregorian year"]:
        span = calendars.months_long(value(found.word(printed[0])), first, count)
        return Reading(third_of(found, span), grain, "absolute")
    if not found.has("year"):
        turn = turn_of(found, "that") or 0
        return relative(grain, context, lambda anchor: third_of(
            found, calendars.months_long(anchor.year + turn, first, count)))
    if found.kind(found.span("year")[0]) == "hijri year":
        return Reading(None, grain, "none", "part of a Hijri year", "hijri")
    span = calendars.months_long(number(found.words("year")), first, count)
    return Reading(third_of(found, span), grain, "absolute")


def _quarter_alone(found: Found, context: Context, which: int) -> Reading | None:
    """The latest such quarter that has begun: "خلال الربع الثاني"."""
    if found.kind(found.end) in ("ordinal", "and", "from"):
        return None

    coming = is_future(found)

    def span(anchor: date) -> Span:
        this = calendars.a_quarter(anchor.year, which)
        begun = coming or this.earliest <= anchor
        return this if begun else calendars.a_quarter(anchor.year - 1, which)

    return relative(grain_of(found, "quarter"), context,
                    lambda anchor: third_of(found, span(anchor)), "the latest such quarter")


SEASONS = {1: (3, "spring"), 2: (6, "summer"), 3: (9, "autumn"), 4: (12, "winter")}


def read_season_of_year(found: Found, context: Context) -> Reading | None:
    """Spring, summer, autumn or winter of a year, by the meteorologists' months."""
    month, name = SEASONS[value(found.words(found.first("season", "this"))[0])]
    reason, turn = f"{name} is counted as three whole months", turn_of(found, "turn")
    if not turn:
        return _months_of_year(found, context, month, 3)._replace(reason=reason)

    def span(anchor: date) -> Span | None:
        seasons = [calendars.months_long(anchor.year + step, month, 3) for step in (-2, -1, 0, 1)]
        others = [one for one in seasons if not one.earliest <= anchor <= one.latest]
        return pick(others, anchor, turn)

    return relative("other", context, span, reason)
