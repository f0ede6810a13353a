"""Months, years, their parts, and counts of units from the anchor or from an event."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from utils import calendars
from utils.calendars import DAY, Span
from utils.date_patterns import Found
from utils.date_readings import (
    HIJRI,
    LAG,
    Context,
    Reading,
    month_numbers,
    number,
    pick,
    relative,
    turn_of,
)
from utils.date_tense import is_future, words_after
from utils.date_words import listed, value

GRAINS = ("day", "week", "month", "quarter", "year")


def grain_of(found: Found, unit: str) -> str:
    """The grain of a unit, or "other" when a part of it or a longer one is meant."""
    return unit if unit in GRAINS and not found.has("third") else "other"


def third_of(found: Found, span: Span | None) -> Span | None:
    """The part of the span that the words before it ask for; the span when there are none."""
    if span is None or not found.has("third"):
        return span
    place = found.span("third")[0]
    kind, head = found.kind(place), value(found.word(place))
    if kind in ("start", "middle", "finish"):
        return calendars.a_third(span, head)
    days = (span.latest - span.earliest).days + 1
    length = {"week": 7, "half": days // 2, "third": days // 3}.get(head, 10)
    if found.kind(place + 1) == "last":
        # The last ten days of Ramadan begin on the 21st, also when it has 29.
        return Span(span.latest - (days - 21 if kind == "cardinal" else length - 1) * DAY,
                    span.latest)
    first = span.earliest + (number(found.words("third")[1:]) - 1) * length * DAY
    last = first + (length - 1) * DAY
    return Span(first, span.latest if span.latest - last < 2 * DAY else last)


# ---------------------------------------------------------------- months

PLACES_IT = {"in", "since", "to", "from", "before", "after", "and", "joined preposition", "between",
             "on the day"}


def read_month(found: Found, context: Context) -> Reading | None:
    """A month with or without its year: "حزيران/يونيو 2014", "مطلع مارس الماضي", "شهر رمضان"."""
    start, end = found.span("month")
    months, head = month_numbers(found, start, end), found.kind(start)
    if None in months or len(set(months)) > 1:
        return None
    bare = found.end - found.start == end - start
    if bare and len(months) == 1 and not _stands_alone(found, head, context):
        return None
    hijri = head in HIJRI
    make = calendars.hijri_month if hijri else calendars.a_month
    calendar, grain = "hijri" if hijri else "gregorian", grain_of(found, "month")
    if (field := found.first("year", "next")) is None:
        return relative(grain, context, lambda anchor: third_of(
            found, _nearest_month(found, anchor, months[0], hijri)), calendar=calendar)
    year = number(found.words(field))
    if hijri != (year in calendars.HIJRI_YEARS):
        return Reading(None, grain, "none", "month and year are of two calendars", calendar)
    return Reading(third_of(found, make(year, months[0])), grain, "absolute", calendar=calendar)


def _stands_alone(found: Found, kind: str, context: Context) -> bool:
    """Whether a month's name is one without anything beside it, and not another word."""
    placed = found.kind(found.start - 1) in PLACES_IT
    if kind == "spelled month":                      # آب, and not أب
        return placed and context.printed(found).startswith("آ")
    if kind == "hijri guarded month" and found.kind(found.start - 1) == "and":
        return found.kind(found.start - 2) in HIJRI           # شعبان ورمضان, بوتين ورجب طيب
    if kind in ("guarded month", "hijri guarded month"):
        return placed
    return kind != "hijri doubtful month"


def _nearest_month(found: Found, anchor: date, month: int, hijri: bool) -> Span | None:
    """The month that is meant without a year: by its modifier, by tense, else the nearest."""
    make = calendars.hijri_month if hijri else calendars.a_month
    this = calendars.hijri_of(anchor)[0] if hijri else anchor.year
    if found.has("that"):
        return make(this + turn_of(found, "that"), month)
    spans = [span for step in (-1, 0, 1) if (span := make(this + step, month))]
    turn = turn_of(found, found.first("turn", "shared") or "turn")
    if turn is not None:
        return pick(spans, anchor, turn)
    holding = [span for span in spans if span.earliest <= anchor <= span.latest]
    nearest = holding[0] if holding else pick(spans, anchor, None)
    late = nearest and anchor - nearest.latest > LAG * DAY
    return pick(spans, anchor, 1) if late and is_future(found) else nearest


def read_english_month(found: Found, context: Context) -> Reading:
    """A month in English with its year: June 2024."""
    span = calendars.a_month(number(found.words("year")), value(found.words("month")[0]))
    return Reading(span, "month", "absolute")


# ---------------------------------------------------------------- parts of years


def read_part_of_year(found: Found, context: Context) -> Reading | None:
    """A quarter or half of a year: "الربع الثاني من العام الحالي"."""
    unit, which = value(found.words("part")[0]), number(found.words("which"))
    length = {"quarter": 3, "half": 6, "third": 4}[unit]
    if not which or which * length > 12:
        return None
    if found.first("year", "that"):
        return _months_of_year(found, context, length * (which - 1) + 1, length, unit)
    return _quarter_alone(found, context, which) if unit == "quarter" else None


def read_months_of_year(found: Found, context: Context) -> Reading | None:
    """The first or last months of a year: "الأشهر الستة الأولى من العام الجاري"."""
    words = found.words()
    count = number(words[1:found.span("which")[0] - found.start])
    if value(words[0]) != "month" or not count or count > 11:
        return None
    last = value(found.words("which")[0]) == -1
    return _months_of_year(found, context, 13 - count if last else 1, count)


def _months_of_year(found: Found, context: Context, first: int, count: int,
                    unit: str = "other") -> Reading:
    """Some whole months of the year that is printed, or that the modifier points to."""
    grain = grain_of(found, unit)
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
    if found.kind(found.start - 1) not in ("in", "joined preposition", "of a quarter"):
        return None
    if found.kind(found.end) in ("ordinal", "and", "from"):
        return None

    def span(anchor: date) -> Span:
        this = calendars.a_quarter(anchor.year, which)
        return this if this.earliest <= anchor else calendars.a_quarter(anchor.year - 1, which)

    return relative(grain_of(found, "quarter"), context,
                    lambda anchor: third_of(found, span(anchor)), "the latest such quarter")


SEASONS = {1: (3, "spring"), 2: (6, "summer"), 3: (9, "autumn"), 4: (12, "winter")}


def read_season_of_year(found: Found, context: Context) -> Reading | None:
    """Spring, summer, autumn or winter of a year, by the meteorologists' months."""
    month, name = SEASONS[value(found.words(found.first("season", "season_", "this"))[0])]
    reason, turn = f"{name} is counted as three whole months", turn_of(found, "turn")
    if not turn:
        return _months_of_year(found, context, month, 3)._replace(reason=reason)

    def span(anchor: date) -> Span | None:
        seasons = [calendars.months_long(anchor.year + step, month, 3) for step in (-2, -1, 0, 1)]
        others = [one for one in seasons if not one.earliest <= anchor <= one.latest]
        return pick(others, anchor, turn)

    return relative("other", context, span, reason)


# ---------------------------------------------------------------- years


def read_year(found: Found, context: Context) -> Reading | None:
    """A year: "عام 2011", "أواخر 2014", "العام 1436هـ"; a bare number only where years stand."""
    start, end = found.span("year")
    year, grain = number(found.words("year")[:1]), grain_of(found, "year")
    named = found.has("third") or found.has("word") or (end - start > 1 and _is_era(found, year))
    if not (named or _is_bare_year(found, start, year)) or _is_season(found):
        return None
    if found.kind(start) == "hijri year" and not _is_christian(found):
        span = calendars.hijri_year(year)
        if span is None:
            return Reading(None, grain, "none", "outside of the table of Umm al-Qura", "hijri")
        return Reading(third_of(found, span), grain, "absolute", calendar="hijri")
    if year not in context.years:
        return None
    return Reading(third_of(found, calendars.a_year(year)), grain, "absolute")


def _is_season(found: Found) -> bool:
    """Whether a school or sports season stands before: it is no calendar unit."""
    before = [found.kind(place) for place in range(found.start - 1, found.start - 6, -1)]
    return "season" in before[:next((at for at, kind in enumerate(before) if kind in ",.\n"), 5)]


def _is_christian(found: Found) -> bool:
    """Whether what follows a year says that it is none of the Hijra: 1370م."""
    return found.kind(found.end) == "common era"


def _is_era(found: Found, year: int) -> bool:
    """Whether م after a number is the era, and not metres: 2000م."""
    return year % 100 > 0 or found.kind(found.start - 1) in ("in", "since", "to")


YEARS_STAND_AFTER = {"in", "since", "to", "from", "between", "before", "after", "upon", "of a year"}


def _is_bare_year(found: Found, start: int, year: int) -> bool:
    """Whether a number alone is a year: where years stand, and no count of something."""
    before, after = found.kind(start - 1), found.kind(start + 1)
    if before in ("and", "-", "/", ",") and found.kind(start - 2) == found.kind(start):
        return before != "," or _is_listed(found, start)              # 2014 و2015
    if before == "units" and value(found.word(start - 1)) == "year":
        return True                                                   # أعوام 2015 و2016
    if found.kind(start) == "hijri year" or not 1900 <= year <= 2050:
        return False
    paired = after in ("and", "to", "-") and found.kind(start + 2) == "gregorian year"
    round_number = year % 100 == 0 and before not in ("since", "between")
    return before in YEARS_STAND_AFTER and (paired or not round_number)


def _is_listed(found: Found, start: int) -> bool:
    """Whether a list of years begins with a word for them: أعوام 1995، 1998، 2013."""
    place = start
    while start - place < 20 and found.kind(place) == found.kind(start):
        place -= 2
    return found.kind(place + 1) in ("units", "year word", "the year")


# ---------------------------------------------------------------- units from the anchor on


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
        return calendars.a_month(anchor.year, anchor.month + steps)
    if unit == "year":
        return calendars.a_year(anchor.year + steps)
    length = {"decade": 10, "century": 100}[unit]
    first = (anchor.year // length + steps) * length
    return Span(date(first, 1, 1), date(first + length - 1, 12, 31))


def read_unit(found: Found, context: Context) -> Reading | None:
    """A unit counted from the anchor: "الأسبوع الماضي", "هذا العام", "نهاية الشهر"."""
    unit, steps, after = value(found.words("unit")[0]), _steps(found), found.kind(found.end)
    if steps is None or after == "season":                   # بداية العام الدراسي
        return None
    plain = not found.first("turn", "twice", "previous", "this", "this_")
    if plain and (unit in ("decade", "century") or after == "ordinal" or _is_new(found)):
        return None                                          # نهاية العقد, of a contract
    if plain and unit == "week" and value(found.words("third")[0]) == 2 and not is_future(found):
        return relative("other", context, _last_weekend)
    return relative(grain_of(found, unit), context,
                    lambda anchor: third_of(found, whole_unit(anchor, unit, steps)))


def _is_new(found: Found) -> bool:
    """Whether a new unit is spoken of, of which nothing says which it is: بداية السنة الجديدة."""
    return not listed("new").isdisjoint(words_after(found)[:1])


def _steps(found: Found) -> int | None:
    """How many units from the anchor's own; None when nothing says so."""
    if found.has("twice"):
        return 2 if "future" in map(found.kind, found.places("twice")) else -2
    if found.has("previous"):                                 # الفترة نفسها من العام السابق
        after = found.word(found.start - 1) if found.start else ""
        return -1 if after in ("من", "ب", "وب") else None
    turn = turn_of(found, "turn")
    if turn is None and found.first("this", "this_", "third"):
        return 0
    return turn


def _last_weekend(anchor: date) -> Span:
    """The latest end of a week (its last third) that has begun."""
    week = calendars.a_week(anchor if anchor.weekday() > 4 else anchor - 7 * DAY)
    return calendars.a_third(week, 2)


def read_decade(found: Found, context: Context) -> Reading | None:
    """A decade by its name: "ثمانينات القرن الماضي"."""
    if found.kind(found.end) == "hijri adjective":
        return None
    first = 1900 + value(found.words("decade")[0])
    span = Span(date(first, 1, 1), date(first + 9, 12, 31))
    return Reading(third_of(found, span), "other", "absolute")


def _counted(found: Found) -> tuple[str, int | None]:
    """The unit that is counted, and how many; None where no number is printed."""
    words = found.words("count")
    unit = next(one for word in words if isinstance(one := value(word), str))
    twofold = found.kind(found.span("count")[0]) == "two units"
    return unit, 2 if twofold else number(words)


def read_count(found: Found, context: Context) -> Reading | None:
    """A count of units from the anchor (قبل ثلاثة أيام) or from an event (بعد يومين من ...)."""
    unit, count = _counted(found)
    kind, head = found.kind(found.start), found.kind(found.start + 1)
    if unit == "hour" or found.kind(found.end) == "vague":
        return None
    if kind == "since" and (unit not in ("day", "week", "month") or head == "more or less"):
        return None                                  # a duration: للمرة الأولى منذ عشر سنوات
    steps = value(found.words("from")[0]) * (count or 1)
    if found.has("of") or (steps > 0 and not is_future(found)):
        if not (count or found.has("of")):
            return None                              # يوما بعد يوم
        event = context.printed(found).split()[-1] if found.has("of") else "an event"
        reason = f"counted from {event}, which the text does not date"
        leans = (unit, steps) if unit == "day" and head not in ("about", "more or less") else None
        return Reading(None, grain_of(found, unit), "event", reason, leans=leans)
    if head == "more or less":
        return None
    return relative(grain_of(found, unit), context, lambda anchor: whole_unit(anchor, unit, steps))


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
    field = found.first("units", "units_", "units__")
    unit, turn = value(found.words(field)[0]), turn_of(found, "turn")
    if unit == "hour":
        return None
    counted = {"units_": "number", "units__": "number_"}.get(field)
    count = number(found.words(counted)) if counted else 2

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
