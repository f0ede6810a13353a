"""What a date means: the days it spans, from the words that the grammar found and the anchor.

One reader for each name in the grammar. A reader returns a `Reading`, or None where the words turn
out to be no date at all (ثلاثة مارس..., "اليوم الأول"). What cannot be resolved is a Reading
without a span, and its reason says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from utils import calendars
from utils.calendars import DAY, Span
from utils.date_patterns import Found, pattern
from utils.date_words import value

NO_ANCHOR = "no anchor: nothing dates this article"


class Reading(NamedTuple):
    """What one date means; the span is None where that cannot be said."""

    span: Span | None
    grain: str
    basis: str
    reason: str = ""
    calendar: str = "gregorian"


class Context(NamedTuple):
    """What a date is read by: the day the article speaks from, and which years can be meant."""

    anchor: date | None
    years: range


def relative(grain: str, context: Context, span: Callable[[date], Span | None], reason: str = "",
             calendar: str = "gregorian") -> Reading:
    """A reading that counts from the anchor; unresolved without one."""
    if context.anchor is None:
        return Reading(None, grain, "none", NO_ANCHOR, calendar)
    return Reading(span(context.anchor), grain, "relative", reason, calendar)


def number(words: list[str]) -> int | None:
    """The number that the words make together; None when none of them is one.

    >>> number(["الحادي", "والعشرين"]), number(["12"]), number(["ثلاث", "عشره"])
    (21, 12, 13)
    """
    values = [found for word in words if isinstance(found := value(word), int)]
    return sum(values) if values else None


# ---------------------------------------------------------------- tense

_SENTENCE = re.compile(r"[.؟!?\n]\s")
_FUTURE = re.compile(
    r"(?<!\w)[وف]?(?:س(?!ته |ته$|ياس|يار|يد|نه |نو|تين|تون|تار|يط|ياد|ينما|يناء|يف |يول|يدن|يره|ينا)[يتن]\w{3,}"
    r"|سوف|المقرر|مقرر|المرتقب|مرتقب|المرتقبه|المزمع|المتوقع|يتوقع|يعتزم|تعتزم|المنتظر|منتظر|لن)(?!\w)"
)


def is_future(found: Found) -> bool:
    """Whether the words before a date in its sentence, or just after it, speak of the future."""
    start, end = (found.tokens.starts[found.match.start()], found.tokens.ends[found.match.end() - 1])
    before = _SENTENCE.split(found.key[max(0, start - 160):start])[-1]
    after = re.split("[.،؟!?\n]", found.key[end:end + 40])[0]
    return bool(_FUTURE.search(before) or _FUTURE.match(after.lstrip()))


# ---------------------------------------------------------------- parts of a date

TURN = {-1: "past", 0: "current", 1: "future"}


def turn_of(found: Found, field: str) -> int | None:
    """-1 for الماضي, 0 for الجاري, 1 for المقبل; None when nothing of the kind is printed."""
    if found.match[field] is None:
        return None
    start, end = found.match.span(field)
    for place in range(start, end):
        if found.kind(place) in ("past", "current", "future", "this"):
            return value(found.word(place))
    return None


class Parts(NamedTuple):
    """A day as printed: what is left out is None."""

    day: int
    month: int | None
    year: int | None
    turn: int | None         # of the month: يونيو الماضي
    year_turn: int | None    # of the year: من العام الماضي
    calendar: str


def month_numbers(found: Found, start: int, end: int) -> list[int]:
    """The numbers of the month names that stand there, of either calendar."""
    numbers, place = [], start
    while place < end:
        kind = found.kind(place)
        if kind in ("month head", "hijri head", "spring"):
            name = f"{found.word(place)} {found.word(place + 1)}"
            numbers.append(calendars.MONTHS.get(name) or calendars.HIJRI_MONTHS.get(name))
            place += 1
        elif kind in ("month", "guarded month", "hijri month", "english month"):
            numbers.append(value(found.word(place)))
        place += 1
    return numbers


def parts(found: Found, start: int, end: int) -> Parts | None:
    """Day, month and year printed between two places; None when they make no day."""
    kinds = [found.kind(place) for place in range(start, end)]
    year = next((value(found.word(start + at)) for at, kind in enumerate(kinds)
                 if kind in ("gregorian year", "hijri year")), None)
    hijri = "hijri year" in kinds or any(k in ("hijri month", "hijri head", "spring") for k in kinds)
    calendar = "hijri" if hijri else "gregorian"
    months = month_numbers(found, start, end)
    if not months and "the month" not in kinds:
        days = [value(found.word(start + at)) for at, kind in enumerate(kinds) if kind == "day"]
        day, month = days if kinds[0] == "day" else days[::-1]
        return Parts(day, month, year, None, None, calendar) if month <= 12 else None
    if None in months or (len(months) == 2 and months[0] != months[1]):
        return None
    head = next(at for at, kind in enumerate(kinds)
                if kind in ("month", "guarded month", "month head", "hijri month", "hijri head",
                            "spring", "english month", "the month", "month word"))
    words = [found.word(start + at) for at in range(head)]
    if kinds[0] == "english month":
        words = [found.word(start + at) for at, kind in enumerate(kinds) if kind == "day"]
    turn = year_turn = None
    of_year = False
    for at, kind in enumerate(kinds[head:], start + head):
        of_year = of_year or kind == "the year"
        if kind in ("past", "current", "future", "this"):
            if of_year or (kind == "this" and found.kind(at + 1) == "the year"):
                year_turn = value(found.word(at))
            else:
                turn = value(found.word(at))
    if kinds[:1] and "this" in kinds and "the month" in kinds:
        turn = 0
    return Parts(number(words), months[0] if months else None, year, turn, year_turn, calendar)


def _nearest(spans: list[Span], anchor: date) -> Span | None:
    return min(spans, key=lambda span: abs(span.earliest - anchor), default=None)


def pick(candidates: list[Span | None], anchor: date, turn: int | None) -> Span | None:
    """The candidate that the modifier means (last past one, next one), else the nearest one."""
    spans = [span for span in candidates if span]
    if turn == -1:
        spans = [span for span in spans if span.latest <= anchor]
    elif turn == 1:
        spans = [span for span in spans if span.earliest >= anchor]
    elif turn == 0:
        spans = [span for span in spans if abs(span.earliest - anchor).days < 62]
    return _nearest(spans, anchor)


def place_day(given: Parts, context: Context, future: bool = False) -> Reading:
    """The day that the parts name; a missing year comes from the anchor."""
    make = calendars.hijri_day if given.calendar == "hijri" else calendars.a_day
    if given.year is not None:
        span = make(given.year, given.month, given.day)
        reason = "" if span else f"the {given.calendar} calendar has no such day"
        if span and given.calendar == "gregorian" and given.year not in context.years:
            span, reason = None, f"the year {given.year} is outside of {context.years}"
        return Reading(span, "day", "absolute" if span else "none", reason, given.calendar)

    def span(anchor: date) -> Span | None:
        if given.month is None:
            month = calendars.shift_months(anchor, given.turn or 0)
            return make(month.year, month.month, given.day)
        this = calendars.hijri_of(anchor)[0] if given.calendar == "hijri" else anchor.year
        if given.year_turn is not None:
            return make(this + given.year_turn, given.month, given.day)
        years = [make(this + step, given.month, given.day) for step in (-1, 0, 1)]
        turn = 1 if given.turn is None and future else given.turn
        return pick(years, anchor, turn) or pick(years, anchor, given.turn)

    reading = relative("day", context, span, calendar=given.calendar)
    if context.anchor is not None and reading.span is None:
        return reading._replace(basis="none", reason=f"the {given.calendar} calendar has no such day")
    return reading


# ---------------------------------------------------------------- whole days

_TWINS = pattern("(?P<islamic>{islamic_day})?{so_called}?(?P<christian>{christian_day})?(?P<of>{day_of_month})?")


def read_date(found: Found, start: int, end: int, context: Context) -> Reading | None:
    """The day printed between two places, in one calendar or in both."""
    kinds = found.tokens.kinds
    readings = {}
    for name in ("islamic_day", "christian_day", "day_of_month"):
        inside = pattern("{" + name + "}").search(kinds, start, end)
        while inside:
            given = parts(found, inside.start(), inside.end())
            if given:
                future = given.turn is None and is_future(found)
                readings.setdefault(name, place_day(given, context, future))
            break
    christian, islamic = readings.get("christian_day"), readings.get("islamic_day")
    if christian and islamic:
        reason = "" if christian.span == islamic.span else "the two calendars print different days"
        return christian._replace(reason=christian.reason or reason)
    return christian or islamic or readings.get("day_of_month")


def near_offset(words: list[str]) -> int | None:
    """How many days from the anchor the words for a near day stand.

    >>> near_offset(["اول", "من", "امس"]), near_offset(["بعد", "غد"]), near_offset(["امس"])
    (-2, 2, -1)
    """
    base = next(n for word in words if isinstance(n := value(word), int) and word not in ("اول",)
                and n in (-1, 0, 1) and word not in ("قبل", "بعد"))
    if len(words) == 1:
        return base
    return base - 1 if base < 0 else base + 1


def weekday_near(day: date, weekday: int) -> date:
    """The day with this weekday nearest to a day."""
    return day + ((weekday - day.weekday() + 3) % 7 - 3) * DAY


def weekday_alone(anchor: date, weekday: int, turn: int | None, twice: bool, future: bool) -> Span:
    """The weekday that is meant: the latest one, or the next one if the words say so."""
    back = (anchor.weekday() - weekday) % 7
    if turn == 1 or (turn is None and future):
        day = anchor + (7 - back + 7 * twice) * DAY
    elif turn == -1:
        day = anchor - ((back or 7) + 7 * twice) * DAY
    else:
        day = anchor - back * DAY
    return Span(day, day)


def read_day(found: Found, context: Context) -> Reading | None:
    """A day: near (أمس), by its weekday, by its date, or by several of these at once."""
    field = next((name for name in ("date", "date_", "date__") if found.has(name)), None)
    named = next((name for name in ("weekday", "weekday_") if found.has(name)), None)
    if field:
        reading = read_date(found, *found.match.span(field), context)
        if reading:
            return reading if not (named and reading.span) else _checked(found, named, reading)
        return None
    if found.has("near"):
        return _read_near(found, named, context)
    weekday = _weekday(found, named)
    turn, twice = turn_of(found, named), _twice(found, named)
    future = turn is None and is_future(found)
    return relative("day", context,
                    lambda anchor: weekday_alone(anchor, weekday, turn, twice, future))


def _weekday(found: Found, field: str) -> int:
    return next(value(word) for word in found.words(field) if isinstance(value(word), int))


def _twice(found: Found, field: str) -> bool:
    return any(found.kind(place) in ("before", "after") for place in range(*found.match.span(field)))


def _checked(found: Found, named: str, reading: Reading) -> Reading:
    """The reading, with a word in its reason when the printed weekday contradicts it."""
    if reading.span.earliest.weekday() == _weekday(found, named):
        return reading
    return reading._replace(reason=reading.reason or "that day is another weekday than the printed one")


def _read_near(found: Found, named: str | None, context: Context) -> Reading | None:
    words = found.words("near")
    offset = near_offset(words)
    if offset == 0 and not named and not found.has("part") and is_the_day(found):
        return None

    def span(anchor: date) -> Span:
        day = anchor + offset * DAY
        if named and _weekday(found, named) != day.weekday():
            day = weekday_near(anchor, _weekday(found, named))
        return Span(day, day)

    reading = relative("day", context, span)
    if named and reading.span and reading.span.earliest != context.anchor + offset * DAY:
        return reading._replace(reason="the printed weekday wins over the anchor")
    return reading


def is_the_day(found: Found) -> bool:
    """Whether اليوم means the day (اليوم الأول, ذلك اليوم) or nowadays, and not today."""
    after, before = found.kind(found.match.end()), found.kind(found.match.start() - 1)
    return after in ("ordinal", "month end", "the day's", "past", "future", "first", "day", "cardinal") or (
        before in ("this", "day's before", "part of year", "middle", "finish", "start", "to", "since", "before")
    )


def read_first_days(found: Found, context: Context) -> Reading | None:
    """The first of several days that share month and year: the 17 of "17 و 18 فيفري"."""
    rest = parts(found, *found.match.span("date"))
    if rest is None:
        return None
    given = rest._replace(day=number(found.words("day")))
    return place_day(given, context, given.turn is None and is_future(found))


def read_night(found: Found, context: Context) -> Reading:
    """Tonight, or last night, which belongs to the day before."""
    steps = 0 if len(found.words()) == 1 else len(found.words()) - 1
    return relative("day", context, lambda anchor: Span(anchor - steps * DAY, anchor - steps * DAY))


# ---------------------------------------------------------------- months and longer

def third_of(found: Found, span: Span | None) -> Span | None:
    """The third of the span that a word like مطلع asks for; the span when there is none."""
    if span is None or not found.match.groupdict().get("third"):
        return span
    return calendars.a_third(span, value(found.words("third")[0]))


def _grain(found: Found, grain: str) -> str:
    return "other" if found.match.groupdict().get("third") else grain


PLACES_IT = {"in", "since", "to", "from", "before", "after", "and", "joined preposition", "between",
             "the month", "on the day"}


def read_month(found: Found, context: Context) -> Reading | None:
    """A month with or without its year: "حزيران/يونيو 2014", "مطلع مارس الماضي", "شهر رمضان"."""
    start, end = found.match.span("month")
    kinds = [found.kind(place) for place in range(start, end)]
    months = month_numbers(found, start, end)
    if None in months or len(set(months)) > 1:
        return None
    hijri = kinds[0] in ("hijri month", "hijri head", "spring")
    guarded = len(months) == 1 and kinds[0] in ("guarded month", "hijri month")
    bare = found.match.end() - found.match.start() == end - start
    if guarded and bare and found.kind(start - 1) not in PLACES_IT:
        return None
    calendar = "hijri" if hijri else "gregorian"
    year = next((value(word) for field in ("year", "next") for word in found.words(field)
                 if found.has(field) and isinstance(value(word), int)), None)
    make = calendars.hijri_month if hijri else calendars.a_month
    if year is not None:
        if hijri != (year in calendars.HIJRI_YEARS):
            return Reading(None, "month", "none", "month and year are of two calendars", calendar)
        return Reading(third_of(found, make(year, months[0])), _grain(found, "month"), "absolute",
                       calendar=calendar)
    turn = turn_of(found, "turn")
    year_turn = turn_of(found, "that")
    future = turn is None and is_future(found)

    def span(anchor: date) -> Span | None:
        this = calendars.hijri_of(anchor)[0] if hijri else anchor.year
        if year_turn is not None:
            return third_of(found, make(this + year_turn, months[0]))
        spans = [make(this + step, months[0]) for step in (-1, 0, 1)]
        if turn is None:
            holding = [s for s in spans if s and s.earliest <= anchor <= s.latest]
            chosen = holding[0] if holding else pick(spans, anchor, 1 if future else None)
        else:
            chosen = pick(spans, anchor, turn)
        return third_of(found, chosen)

    return relative(_grain(found, "month"), context, span, calendar=calendar)


def read_english_month(found: Found, context: Context) -> Reading:
    """A month in English with its year: June 2024."""
    span = calendars.a_month(number(found.words("year")), value(found.words("month")[0]))
    return Reading(span, "month", "absolute")


def _year_of(found: Found, anchor: date | None) -> int | None:
    """The year printed with a part of a year, or the one that its modifier points to."""
    if found.has("year"):
        return number(found.words("year"))
    if anchor is None:
        return None
    return anchor.year + (turn_of(found, "that") or 0)


def read_part_of_year(found: Found, context: Context) -> Reading | None:
    """A quarter or half of a year: "الربع الثاني من العام الحالي"."""
    unit = value(found.words()[0])
    which = number(found.words("which"))
    count = {"quarter": 4, "half": 2, "third": 3}[unit]
    if not which or which > count or not (found.has("year") or found.has("that")):
        return None
    length = 12 // count

    def span(anchor: date | None) -> Span:
        return calendars.months_long(_year_of(found, anchor), length * (which - 1) + 1, length)

    grain = "quarter" if unit == "quarter" else "other"
    if found.has("year"):
        return Reading(span(None), grain, "absolute")
    return relative(grain, context, span)


SEASONS = {1: (3, "spring"), 2: (6, "summer"), 3: (9, "autumn"), 4: (12, "winter")}


def read_season_of_year(found: Found, context: Context) -> Reading | None:
    """Spring, summer, autumn or winter of a year, by the meteorologists' months."""
    month, name = SEASONS[value(found.words("season")[0])]
    reason = f"{name} is counted as three whole months"

    def span(anchor: date | None) -> Span:
        return calendars.months_long(_year_of(found, anchor), month, 3)

    if found.has("year"):
        return Reading(span(None), "other", "absolute", reason)
    return relative("other", context, span, reason)


def read_year(found: Found, context: Context) -> Reading | None:
    """A year: "عام 2011", "أواخر 2014", "العام 1436هـ"; a bare number only where years stand."""
    start = found.match.start("year")
    year = number(found.words("year"))
    hijri = found.kind(start) == "hijri year"
    era = found.match.end("year") - start > 1
    if not (found.has("third") or found.has("word") or era or _is_bare_year(found, start, year)):
        return None
    if not era and not found.has("word") and hijri:
        return None
    if any(found.kind(place) == "season" for place in range(found.match.start() - 3, found.match.start())):
        return None
    if hijri:
        span = calendars.hijri_year(year)
        reason = "" if span else "outside of the table of Umm al-Qura"
        return Reading(third_of(found, span), _grain(found, "year"), "absolute" if span else "none",
                       reason, "hijri")
    if year not in context.years:
        return None
    return Reading(third_of(found, calendars.a_year(year)), _grain(found, "year"), "absolute")


def _is_bare_year(found: Found, start: int, year: int) -> bool:
    """Whether a number alone is a year: after a preposition, and no count of something."""
    before = found.kind(start - 1)
    if before in ("in", "since", "to", "from", "between", "before", "after"):
        return year % 100 != 0 and 1900 <= year <= 2050
    return before in ("and", "-", "/") and found.kind(start - 2) == "gregorian year"


UNITS = {"week", "month", "year", "decade", "century"}


def whole_unit(anchor: date, unit: str, steps: int) -> Span:
    """The week, month, year, decade or century so many steps from the one that holds the anchor."""
    if unit == "day":
        return Span(anchor + steps * DAY, anchor + steps * DAY)
    if unit == "week":
        return calendars.a_week(anchor + 7 * steps * DAY)
    if unit == "month":
        return calendars.a_month(anchor.year, anchor.month + steps)
    if unit == "year":
        return calendars.a_year(anchor.year + steps)
    length = 10 if unit == "decade" else 100
    first = anchor.year // length * length + steps * length
    return Span(date(first, 1, 1), date(first + length - 1, 12, 31))


def read_unit(found: Found, context: Context) -> Reading | None:
    """A unit counted from the anchor: "الأسبوع الماضي", "هذا العام", "نهاية الشهر"."""
    unit = value(found.words("unit")[0])
    twice, turn = found.has("twice"), turn_of(found, "turn")
    this = found.has("this") or found.has("this_")
    if turn is None and not twice and not this and not found.has("third"):
        return None
    if twice:
        turn = 2 if "future" in [found.kind(p) for p in range(*found.match.span("twice"))] else -2
    grain = unit if unit in ("week", "month", "year") else "other"
    return relative(_grain(found, grain), context,
                    lambda anchor: third_of(found, whole_unit(anchor, unit, turn or 0)))


def read_decade(found: Found, context: Context) -> Reading | None:
    """A decade by its name: "ثمانينات القرن الماضي"."""
    first = 1900 + value(found.words("decade")[0])
    span = Span(date(first, 1, 1), date(first + 9, 12, 31))
    return Reading(third_of(found, span), "other", "absolute")


def read_count(found: Found, context: Context) -> Reading | None:
    """A count of units from the anchor (قبل ثلاثة أيام) or from an event (بعد يومين من ...)."""
    words = found.words("count")
    unit = next((v for word in words if isinstance(v := value(word), str)), None)
    numbers = [v for word in words if isinstance(v := value(word), int)]
    count = 2 if found.kind(found.match.start("count")) == "two units" else sum(numbers) if numbers else 1
    if unit == "hour" or unit not in {"day", *UNITS}:
        return None
    start = value(found.words("from")[0])
    grain = unit if unit in ("day", "week", "month", "year") else "other"
    if found.kind(found.match.end()) == "vague" or found.kind(found.match.start() + 1) == "vague":
        return None
    if found.has("of") or (start == 1 and not is_future(found)):
        return Reading(None, grain, "event", "counted from an event that the text does not date")
    return relative(grain, context, lambda anchor: whole_unit(anchor, unit, start * count))


def read_counted(found: Found, context: Context) -> Reading | None:
    """Several units up to the anchor or from it on: "السنوات الخمس الماضية"."""
    field = next(name for name in ("units", "units_", "units__") if found.has(name))
    unit = value(found.words(field)[0])
    if unit == "hour":
        return None
    name = {"units_": "number", "units__": "number_"}.get(field)
    count = number(found.words(name)) if name else 2
    turn = turn_of(found, "turn")

    def span(anchor: date) -> Span:
        ends = [whole_unit(anchor, unit, turn), whole_unit(anchor, unit, turn * count)]
        return Span(min(ends).earliest, max(ends).latest)

    return relative("other", context, span)


def read_event(found: Found, context: Context) -> Reading | None:
    """The day before or after an event."""
    return Reading(None, "day", "event", "leans on an event that the text does not date")


READERS = {
    "day": read_day, "first days": read_first_days, "night": read_night, "month": read_month,
    "english month": read_english_month, "part of year": read_part_of_year,
    "season of year": read_season_of_year, "year": read_year, "unit": read_unit,
    "decade": read_decade, "count": read_count, "counted": read_counted, "event": read_event,
}


def read(found: Found, context: Context) -> Reading | None:
    """What a date found by the grammar means; None when it is none."""
    return READERS[found.name](found, context)
