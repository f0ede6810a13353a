"""Units and counts of them, from the anchor or an event: "الأسبوع الماضي", "قبل ثلاثة أيام"."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from utils import calendars
from utils.calendars import DAY, Span
from utils.dates.patterns import Found
from utils.dates.readings import (
    NEXT,
    SOON,
    Context,
    Reading,
    a_month,
    a_year,
    grain_of,
    number,
    relative,
    third_of,
    turn_of,
)
from utils.dates.tense import ANNOUNCED, is_future, tense, words_after, words_before
from utils.dates.words import listed, value


@lru_cache(maxsize=1 << 12)
def whole_unit(anchor: date, unit: str, steps: int) -> Span:
    """The day, week, month, year, decade or century so many steps from the anchor's own.

    >>> whole_unit(date(2024, 6, 18), "decade", -1).earliest
    datetime.date(2010, 1, 1)
    """
    if unit == "day":
        return Span(anchor + steps * DAY, anchor + steps * DAY)
    if unit == "week":
        return calendars.a_week(anchor + 7 * steps * DAY)
    if unit == "month":
        return a_month(anchor.year, anchor.month + steps)
    if unit == "year":
        return a_year(anchor.year + steps)
    length = {"decade": 10, "century": 100}[unit]
    first = (anchor.year // length + steps) * length
    return Span(date(first, 1, 1), date(first + length - 1, 12, 31))


def read_unit(found: Found, context: Context) -> Reading | None:
    """A unit counted from the anchor: "الأسبوع الماضي", "هذا العام", "نهاية الشهر"."""
    unit, steps, after = value(found.words("unit")[0]), _steps(found), found.kind(found.end)
    if found.has("previous"):
        return _read_previous(found, context, unit)
    if steps is None or after == "season":                   # بداية العام الدراسي
        return None
    plain = not found.first("turn", "twice", "previous", "this")
    if plain and after == "same":                            # في منتصف الشهر نفسه
        told, reason = _beside_told(context, unit, 0), f"the {unit} spoken of before"
        return told and Reading(third_of(found, told), "other", "relative", reason)
    if plain and (unit in ("decade", "century") or after == "ordinal" or _is_new(found)):
        return None                                          # نهاية العقد, of a contract
    if plain and unit == "week" and value(found.words("third")[0]) == 2 and not is_future(found):
        return relative("other", context, _last_weekend)
    if plain and unit == "year" and (told := _told_year(found, context)):
        return Reading(third_of(found, told), "other", "relative", "in the year spoken of before")
    return relative(grain_of(found, unit), context,
                    lambda anchor: third_of(found, whole_unit(anchor, unit, steps)))


def _told_year(found: Found, context: Context) -> Span | None:
    """The whole year that the text tells of just before: عام 1951 ... وفي نهاية العام."""
    before, anchor = context.before, context.anchor
    if before is None or anchor is None or context.since > SOON or is_future(found):
        return None
    if found.kind(found.start - 1) == "since":                # منذ بداية العام is of this one
        return None
    year = before.latest.year
    return a_year(year) if before.earliest.year == year < anchor.year else None


def _is_new(found: Found) -> bool:
    """Whether a new unit is spoken of, of which nothing says which it is: بداية السنة الجديدة."""
    return not listed("new").isdisjoint(words_after(found)[:1])


def _steps(found: Found) -> int | None:
    """How many units from the anchor's own; None when nothing says so."""
    if found.has("twice"):
        return 2 if "future" in map(found.kind, found.places("twice")) else -2
    turn = turn_of(found, "turn")
    if turn is None and found.first("this", "third"):
        return 0
    return turn


def _read_previous(found: Found, context: Context, unit: str) -> Reading | None:
    """The unit before the one spoken of (مقابل 3 في العام السابق), or compared with this one."""
    grain = grain_of(found, unit)
    if found.word(found.start - 1) in ("من", "ب", "وب"):       # الفترة نفسها من العام السابق
        return relative(grain, context, lambda anchor: third_of(
            found, whole_unit(anchor, unit, -1)))
    placed = found.kind(found.start - 1) in ("in", "from", "to", "joined preposition")
    if not (placed or found.has("third") or found.word(found.start - 1) == "عن"):
        return None                                            # المدير العام السابق
    told, reason = _beside_told(context, unit, -1), f"the {unit} before one spoken of"
    return told and Reading(third_of(found, told), grain, "relative", reason, goes_on=False)


def read_next_unit(found: Found, context: Context) -> Reading | None:
    """The year or month after the one spoken of: "وفي العام التالي"."""
    unit = value(found.words("unit")[0])
    told = _beside_told(context, unit, 1) if found.words("word")[0] in NEXT else None
    reason = f"the {unit} after one spoken of"
    return told and Reading(third_of(found, told), grain_of(found, unit), "relative", reason)


def _beside_told(context: Context, unit: str, steps: int) -> Span | None:
    """The year or month so many steps from the one that the text has just spoken of."""
    before = context.before
    if before is None or context.anchor is None or context.since > SOON:
        return None
    first, last = before
    if unit not in ("year", "month") or first.year != last.year:
        return None
    if unit == "month" and first.month != last.month:
        return None
    return whole_unit(first, unit, steps)


def _last_weekend(anchor: date) -> Span:
    """The latest end of a week (its last third) that has begun."""
    week = calendars.a_week(anchor if anchor.weekday() > 4 else anchor - 7 * DAY)
    return calendars.a_third(week, 2)


def _counted(found: Found) -> tuple[str, int | None]:
    """The unit that is counted, and how many; None where no number is printed."""
    words = found.words("count")
    unit = next(one for word in words if isinstance(one := value(word), str))
    twofold = found.kind(found.span("count")[0]) == "two units"
    return unit, 2 if twofold else number(words)


_IF = {"اذا", "واذا", "فاذا", "لو", "ولو"}
ABOUT = {"about", "what", "nearly"}


def _is_moment(unit: str, count: int | None, head: str) -> bool:
    """Whether so long since is a day, week or month, and not a duration: منذ يومين."""
    return unit in ("day", "week") or (unit == "month" and (count or 1) < 3 and head not in ABOUT)


def read_count(found: Found, context: Context) -> Reading | None:
    """A count of units from the anchor (قبل ثلاثة أيام) or from an event (بعد يومين من ...)."""
    unit, count = _counted(found)
    kind, head = found.kind(found.start), found.kind(found.start + 1)
    if unit == "hour" or found.kind(found.end) == "vague":
        return None
    if kind == "since" and (head == "more or less" or not _is_moment(unit, count, head)):
        return None                                  # a duration: للمرة الأولى منذ عشر سنوات
    steps = value(found.words("from")[0]) * (count or 1)
    from_now = found.kind(found.end) == "from" and found.word(found.end + 1) == "الان"
    near = 1 if unit in ("day", "week") else ANNOUNCED
    told = from_now or (tense(found) >= near and _IF.isdisjoint(words_before(found)[-8:]))
    if found.has("of") or (steps > 0 and not told):
        if not (count or found.has("of")):
            return None                              # يوما بعد يوم
        named = len(found.words("of")) > 1
        event = context.printed(found)[2].split()[-1] if named else "an event"
        reason = f"counted from {event}, which the text does not date"
        exact = unit == "day" and head not in {*ABOUT, "more or less"}
        leans = (unit, steps) if exact else None
        return Reading(None, grain_of(found, unit), "event", reason, leans=leans)
    if head == "more or less":
        return None
    if unit in ("month", "year") and _on_this_day(found):
        months = steps * (12 if unit == "year" else 1)
        return relative("day", context, lambda anchor: whole_unit(
            calendars.shift_months(anchor, months), "day", 0))
    half = found.has("half") and "half" in map(value, found.words("half"))
    return relative(grain_of(found, unit), context, lambda anchor: whole_unit(
        _half_of(anchor, unit, -1 if steps < 0 else 1) if half else anchor, unit, steps))


THIS_DAY = ["في", "مثل", "هذا", "اليوم"]


def _on_this_day(found: Found) -> bool:
    """Whether the very day is meant: قبل عامين، في مثل هذا اليوم."""
    return THIS_DAY in (words_after(found)[:4], words_before(found)[-4:])


def _half_of(day: date, unit: str, sign: int) -> date:
    """The day half a unit before or after a day: the half of "قبل عامين ونصف"."""
    if unit in ("year", "decade", "century"):
        return calendars.shift_months(day, sign * {"year": 6, "decade": 60, "century": 600}[unit])
    return day + sign * {"month": 15, "week": 3}.get(unit, 0) * DAY


def read_from_that(found: Found, context: Context) -> Reading | None:
    """A count from the day spoken of before: "قبل ذلك بيومين"."""
    unit, count = _counted(found)
    before = context.before
    if unit == "hour":
        return None
    if before is None or before.earliest != before.latest or unit != "day":
        reason = "counted from what was spoken of before"
        return Reading(None, grain_of(found, unit), "event", reason)
    steps = value(found.words("from")[0]) * (count or 1)
    reason = "counted from the day spoken of before"
    return Reading(whole_unit(before.latest, unit, steps), "day", "event", reason)


def read_counted(found: Found, context: Context) -> Reading | None:
    """Several units up to the anchor or from it on: "السنوات الخمس الماضية"."""
    unit, turn = value(found.words("units")[0]), turn_of(found, "turn")
    one_of = found.words()[0] in ("احدي", "احد")               # إحدى السنوات الماضية
    if unit == "hour" or one_of:
        return None
    count = number(found.words("number")) if found.has("number") else 2

    def span(anchor: date) -> Span:
        ends = [whole_unit(anchor, unit, turn), whole_unit(anchor, unit, turn * count)]
        return Span(min(ends).earliest, max(ends).latest)

    return relative("other", context, span)


def lean(reading: Reading, event: Span) -> Reading:
    """The reading of a date beside an event, once the text has dated the event."""
    unit, steps = reading.leans
    ends = [whole_unit(day, unit, steps) for day in event]
    span = Span(ends[0].earliest, ends[1].latest)
    return reading._replace(span=span, reason="counted from the date printed after its event")
