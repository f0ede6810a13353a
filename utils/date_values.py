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
    printed: Callable[[Found], str]     # the words of a date as printed
    before: Span | None                 # what the last date before it in the text means


def relative(grain: str, context: Context, span: Callable[[date], Span | None], reason: str = "",
             calendar: str = "gregorian") -> Reading:
    """A reading that counts from the anchor; unresolved without one."""
    if context.anchor is None:
        return Reading(None, grain, "none", NO_ANCHOR, calendar)
    try:
        found = span(context.anchor)
    except (ValueError, OverflowError):                  # منذ 900 عقد
        found = None
    if found is None:
        return Reading(None, grain, "none", "no such days in the calendar", calendar)
    return Reading(found, grain, "relative", reason, calendar)


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
    r"(?<!\w)(?<!كان من )(?<!كان )(?<!كانت )[وف]?(?:"
    r"س(?!ته |ته$|ياس|يار|يد|نه |نو|تين|تون|تار|يط|ياد|ينما|يناء|يف |يول|يدن|يره|ينا)[يتن]\w{3,}"
    r"|سوف|المقرر|مقرر|المرتقبه?|مرتقب|المزمع|المتوقع|يتوقع|يعتزم|تعتزم|المنتظر|منتظر|لن)(?!\w)"
)
_PAST = re.compile(
    r"(?<!\w)[وف]?(?:كان|كانت|قال|قالت|اعلن|اعلنت|اكد|اكدت|جري|عقد|عقدت|شهد|شهدت|وقع|وقعت|تم|تمت"
    r"|بدا|بدات|انطلقت?|قتلت?|اصيبت?|توفي|صدرت?|قرر|قررت|التقي|وصلت?|اجري|اجرت)(?!\w)"
)


def is_future(found: Found) -> bool:
    """Whether the words before a date in its sentence, or just after it, speak of the future."""
    start, end = found.tokens.starts[found.start], found.tokens.ends[found.end - 1]
    before = _SENTENCE.split(found.key[max(0, start - 90):start])[-1]
    markers = list(_FUTURE.finditer(before))
    if markers:
        return not _PAST.search(before, markers[-1].end())
    after = re.split("[.،؟!?\n]", found.key[end:end + 40])[0]
    return bool(_FUTURE.match(after.lstrip()))


# ---------------------------------------------------------------- parts of a date

TURN = {-1: "past", 0: "current", 1: "future"}


def turn_of(found: Found, field: str) -> int | None:
    """-1 for الماضي, 0 for الجاري, 1 for المقبل; None when nothing of the kind is printed."""
    if found.match[field] is None:
        return None
    start, end = found.match.span(field)
    for place in range(start, end):
        if found.kind(place) in ("past", "last", "current", "future", "this"):
            return value(found.word(place))
    return None


SAME = 9      # the month or year that the text spoke of last: من الشهر نفسه


class Parts(NamedTuple):
    """A day as printed: what is left out is None."""

    day: int
    month: int | None
    year: int | None
    turn: int | None         # of the month: يونيو الماضي
    year_turn: int | None    # of the year: من العام الماضي
    calendar: str


MONTH_KINDS = {"month", "guarded month", "spelled month", "hijri month", "hijri guarded month",
               "hijri doubtful month", "english month"}
HIJRI_KINDS = {"hijri month", "hijri guarded month", "hijri doubtful month", "hijri head", "spring"}
MONTH_STARTS = MONTH_KINDS | HIJRI_KINDS | {"month head"}


def month_numbers(found: Found, start: int, end: int) -> list[int]:
    """The numbers of the month names that stand there, of either calendar."""
    numbers, place = [], start
    while place < end:
        kind = found.kind(place)
        if kind in ("month head", "hijri head", "spring"):
            name = f"{found.word(place)} {found.word(place + 1)}"
            numbers.append(calendars.MONTHS.get(name) or calendars.HIJRI_MONTHS.get(name))
            place += 1
        elif kind in MONTH_KINDS:
            numbers.append(value(found.word(place)))
        place += 1
    return numbers


def parts(found: Found, start: int, end: int) -> Parts | None:
    """Day, month and year printed between two places; None when they make no day."""
    kinds = [found.kind(place) for place in range(start, end)]
    year = next((value(found.word(start + at)) for at, kind in enumerate(kinds)
                 if kind in ("gregorian year", "hijri year")), None)
    hijri = "hijri year" in kinds or not HIJRI_KINDS.isdisjoint(kinds)
    calendar = "hijri" if hijri else "gregorian"
    months = month_numbers(found, start, end)
    if not months and "the month" not in kinds:
        days = [value(found.word(start + at)) for at, kind in enumerate(kinds) if kind == "day"]
        day, month = days if kinds[0] == "day" else days[::-1]
        return Parts(day, month, year, None, None, calendar) if month <= 12 else None
    if None in months or (len(months) == 2 and months[0] != months[1]):
        return None
    head = next(at for at, kind in enumerate(kinds)
                if kind in MONTH_STARTS or kind in ("the month", "month word"))
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
    if "the month" in kinds and "same" in kinds:
        turn = SAME
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


LAG = 45     # an article found weeks after it was written speaks of its next days as to come


def place_day(given: Parts, context: Context, future: bool = False) -> Reading | None:
    """The day that the parts name; a missing year comes from the anchor."""
    make = calendars.hijri_day if given.calendar == "hijri" else calendars.a_day
    if given.year is not None:
        span = make(given.year, given.month, given.day)
        reason = "" if span else f"the {given.calendar} calendar has no such day"
        if span and given.calendar == "gregorian" and given.year not in context.years:
            span, reason = None, f"the year {given.year} is outside of {context.years}"
        return Reading(span, "day", "absolute" if span else "none", reason, given.calendar)

    if given.turn == SAME:
        month = context.before and context.before.latest
        if month is None or context.before.earliest.month != month.month:
            return None
        return Reading(make(month.year, month.month, given.day), "day", "relative",
                       "in the month spoken of before")

    def span(anchor: date) -> Span | None:
        if given.month is None:
            month = calendars.shift_months(anchor, given.turn or 0)
            return make(month.year, month.month, given.day)
        this = calendars.hijri_of(anchor)[0] if given.calendar == "hijri" else anchor.year
        if given.year_turn is not None:
            return make(this + given.year_turn, given.month, given.day)
        years = [make(this + step, given.month, given.day) for step in (-1, 0, 1)]
        nearest = pick(years, anchor, given.turn)
        if future and nearest and (anchor - nearest.earliest).days > LAG:
            return pick(years, anchor, 1)
        return nearest

    return relative("day", context, span, calendar=given.calendar)


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


def near_offset(found: Found) -> int:
    """How many days from the anchor: -1 for أمس, -2 for أول من أمس, 2 for بعد غد."""
    start, end = found.match.span("near")
    day = next(place for place in range(start, end)
               if found.kind(place) in ("yesterday", "today", "tomorrow"))
    offset = value(found.word(day))
    return offset if end - start == 1 else 2 * offset


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
    if found.kind(found.end) == "and tens ordinal":      # الاثنين والعشرين
        return None
    if found.kind(found.start - 1) in ("names the day", "event's name"):      # صلاة الجمعة
        return None
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
    offset = near_offset(found)
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


AFTER_THE_DAY = {"ordinal", "month end", "the day's", "past", "future", "first", "day", "cardinal",
                 "same", "article", "season"}
BEFORE_THE_DAY = {"this", "names the day", "part of year", "middle", "finish", "start", "to",
                  "since", "before", "in", "every"}


def is_the_day(found: Found) -> bool:
    """Whether اليوم means the day (اليوم الأول, ذلك اليوم) or nowadays, and not today."""
    start, end = found.start, found.end
    before = found.kind(start - 1)
    joined = before == "joined preposition" and found.word(start - 1) in ("ب", "ك", "ل")
    if found.kind(end) in AFTER_THE_DAY or before in BEFORE_THE_DAY or joined:
        return True
    if before == "and" and found.kind(start - 2) in ("\n", ".", ";"):     # واليوم نحن ...
        return True
    if _is_quoted(found, start):                                  # «المصري اليوم»
        return True
    near = [found.kind(place) for place in range(start - 10, end + 8)]
    behind, ahead = near[:10][::-1], near[10:]
    return "nowadays" in (_clause(behind) + _clause(ahead)) or _argues(found, start)


def _is_quoted(found: Found, place: int) -> bool:
    """Whether a name in quotation marks ends with this word."""
    start, end = found.tokens.starts[place], found.tokens.ends[place]
    opened = re.search("[«\"“”][^«\"“”»]*$", found.key[max(0, start - 14):start])
    return bool(opened) and found.key[end:end + 1] in ("»", '"', "”", "“")


def _clause(kinds: list[str]) -> list[str]:
    """The kinds up to the end of the sentence."""
    return kinds[:next((at for at, kind in enumerate(kinds) if kind in ("\n", ".")), len(kinds))]


_ARGUES = re.compile("؟|(?<!\\w)(?:لماذا|هل|نحن|اننا|لقد كنا)(?!\\w)")


def _argues(found: Found, place: int) -> bool:
    """Whether the text around argues, as opinion does, and does not report."""
    start = found.tokens.starts[place]
    first = max(found.key.rfind("\0", 0, start), start - 700)
    last = found.key.find("\0", start)
    around = found.key[first:min(last if last >= 0 else len(found.key), start + 700)]
    return len(_ARGUES.findall(around)) > 1


def read_first_days(found: Found, context: Context) -> Reading | None:
    """The first of several days that share month and year: the 17 of "17 و 18 فيفري"."""
    rest = parts(found, *found.match.span("date"))
    if rest is None:
        return None
    given = rest._replace(day=number(found.words("day")))
    return place_day(given, context, given.turn is None and is_future(found))


def read_night(found: Found, context: Context) -> Reading | None:
    """Tonight, or last night, which belongs to the day before."""
    if found.kind(found.end) in AFTER_THE_DAY or found.kind(found.start - 1) == "this":
        return None
    steps = 0 if len(found.words()) == 1 else len(found.words()) - 1
    return relative("day", context, lambda anchor: Span(anchor - steps * DAY, anchor - steps * DAY))


# ---------------------------------------------------------------- months and longer

def third_of(found: Found, span: Span | None) -> Span | None:
    """The third of the span that a word like مطلع asks for; the span when there is none."""
    if span is None or not found.match.groupdict().get("third"):
        return span
    place = found.match.start("third")
    kind, head = found.kind(place), value(found.word(place))
    if kind not in ("cardinal", "part of year", "the unit"):
        return calendars.a_third(span, head)
    words = found.words("third")[1:]
    which = -1 if found.kind(place + 1) == "last" else number(words) - 1
    days = (span.latest - span.earliest).days + 1
    length = {"week": 7, "half": days // 2, "third": days // 3, "quarter": days // 4}.get(head, 10)
    if which < 0:
        return Span(span.latest - (days - 20 if kind == "cardinal" else length) * DAY + DAY, span.latest)
    first = span.earliest + which * length * DAY
    ends = head == "half" and which == 1
    return Span(first, span.latest if ends else min(first + (length - 1) * DAY, span.latest))


def _grain(found: Found, grain: str) -> str:
    return "other" if found.match.groupdict().get("third") else grain


def stands_alone(found: Found, start: int, kind: str, context: Context) -> bool:
    """Whether a month's name is one without anything beside it, and not another word."""
    if kind == "hijri doubtful month":
        return False
    if kind == "spelled month":
        return context.printed(found).startswith("آ") and found.kind(start - 1) in PLACES_IT
    return kind not in ("guarded month", "hijri guarded month") or found.kind(start - 1) in PLACES_IT


def _is_set(found: Found) -> bool:
    """Whether a date is one of many: رمضان من كل عام."""
    end = found.end
    return found.kind(end) == "every" or (found.kind(end) == "from" and found.kind(end + 1) == "every")


PLACES_IT = {"in", "since", "to", "from", "before", "after", "and", "joined preposition", "between",
             "the month", "on the day"}


def read_month(found: Found, context: Context) -> Reading | None:
    """A month with or without its year: "حزيران/يونيو 2014", "مطلع مارس الماضي", "شهر رمضان"."""
    start, end = found.match.span("month")
    kinds = [found.kind(place) for place in range(start, end)]
    months = month_numbers(found, start, end)
    if None in months or len(set(months)) > 1:
        return None
    hijri = kinds[0] in HIJRI_KINDS
    bare = found.end - found.start == end - start
    if bare and len(months) == 1 and not stands_alone(found, start, kinds[0], context):
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
            chosen = holding[0] if holding else pick(spans, anchor, None)
            if future and (anchor - chosen.latest).days > LAG:
                chosen = pick(spans, anchor, 1)
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
    length = 12 // count
    if not which or which > count:
        return None
    if not (found.has("year") or found.has("that")):
        return _quarter_alone(found, context, which) if unit == "quarter" else None

    def span(anchor: date | None) -> Span:
        return calendars.months_long(_year_of(found, anchor), length * (which - 1) + 1, length)

    grain = "quarter" if unit == "quarter" else "other"
    if not found.has("year"):
        return relative(grain, context, span)
    if found.kind(found.match.start("year")) == "hijri year":
        return Reading(None, grain, "none", "part of a Hijri year", "hijri")
    return Reading(span(None), grain, "absolute")


def _quarter_alone(found: Found, context: Context, which: int) -> Reading | None:
    """The latest such quarter that has begun: "خلال الربع الثاني"."""
    if found.kind(found.start - 1) not in ("in", "joined preposition") or (
            found.kind(found.end) in ("ordinal", "and", "from")):
        return None

    def span(anchor: date) -> Span:
        this = calendars.a_quarter(anchor.year, which)
        return this if this.earliest <= anchor else calendars.a_quarter(anchor.year - 1, which)

    return relative("quarter", context, span, "the latest such quarter")


def read_months_of_year(found: Found, context: Context) -> Reading | None:
    """The first or last months of a year: "الأشهر الستة الأولى من العام الجاري"."""
    words = found.words()
    count = number(words[1:found.match.start("which") - found.start])
    if value(words[0]) != "month" or not count or count > 11:
        return None
    first = 13 - count if value(found.words("which")[0]) == -1 else 1

    def span(anchor: date | None) -> Span:
        return calendars.months_long(_year_of(found, anchor), first, count)

    if not found.has("year"):
        return relative("other", context, span)
    if found.kind(found.match.start("year")) == "hijri year":
        return Reading(None, "other", "none", "part of a Hijri year", "hijri")
    return Reading(span(None), "other", "absolute")


SEASONS = {1: (3, "spring"), 2: (6, "summer"), 3: (9, "autumn"), 4: (12, "winter")}


def read_season_of_year(found: Found, context: Context) -> Reading | None:
    """Spring, summer, autumn or winter of a year, by the meteorologists' months."""
    field = next(name for name in ("season", "season_", "this") if found.has(name))
    month, name = SEASONS[value(found.words(field)[0])]
    turn = turn_of(found, "turn")
    reason = f"{name} is counted as three whole months"

    def span(anchor: date | None) -> Span:
        if turn in (-1, 1):
            seasons = [calendars.months_long(anchor.year + step, month, 3) for step in (-2, -1, 0, 1)]
            return pick([one for one in seasons if not one.earliest <= anchor <= one.latest],
                        anchor, turn)
        return calendars.months_long(_year_of(found, anchor), month, 3)

    if found.has("year"):
        return Reading(span(None), "other", "absolute", reason)
    return relative("other", context, span, reason)


def read_year(found: Found, context: Context) -> Reading | None:
    """A year: "عام 2011", "أواخر 2014", "العام 1436هـ"; a bare number only where years stand."""
    start = found.match.start("year")
    year = number(found.words("year"))
    hijri = found.kind(start) == "hijri year"
    era = found.match.end("year") - start > 1 and (
        year % 100 > 0 or found.kind(start - 1) in ("in", "since", "to"))            # not 2000 m
    if not (found.has("third") or found.has("word") or era or _is_bare_year(found, start, year)):
        return None
    if any(found.kind(place) == "season" for place in range(found.start - 3, found.start)):
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
    """Whether a number alone is a year: where years stand, and no count of something."""
    before, after = found.kind(start - 1), found.kind(start + 1)
    if before in ("and", "-", "/") and found.kind(start - 2) == found.kind(start):
        return True                                                   # 2014 و2015
    if before == "units" and value(found.word(start - 1)) == "year":
        return True                                                   # أعوام 2015 و2016
    if found.kind(start) == "hijri year" or not 1900 <= year <= 2050:
        return False
    round_number = year % 100 == 0 and before not in ("since", "between")
    paired = after in ("and", "to", "-") and found.kind(start + 2) == "gregorian year"
    if before in ("in", "since", "to", "from", "between", "before", "after", "upon", "of a year"):
        return paired or not round_number
    return False


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


def last_weekend(anchor: date) -> Span:
    """The latest end of a week (its last third) that has begun."""
    week = calendars.a_week(anchor if anchor.weekday() > 4 else anchor - 7 * DAY)
    return calendars.a_third(week, 2)


def read_unit(found: Found, context: Context) -> Reading | None:
    """A unit counted from the anchor: "الأسبوع الماضي", "هذا العام", "نهاية الشهر"."""
    unit = value(found.words("unit")[0])
    twice, turn = found.has("twice"), turn_of(found, "turn")
    this = found.has("this") or found.has("this_")
    if turn is None and not twice and not this and not found.has("third"):
        return None
    plain = turn is None and not twice and not this
    if plain and (unit in ("decade", "century") or found.kind(found.end) in ("ordinal", "season")):
        return None                           # نهاية العقد (of a contract), بداية العام الدراسي
    if found.kind(found.end) == "season":
        return None
    weekend = plain and unit == "week" and value(found.words("third")[0]) == 2
    if weekend and not is_future(found):
        return relative("other", context, last_weekend)
    if twice:
        turn = 2 if "future" in [found.kind(p) for p in range(*found.match.span("twice"))] else -2
    grain = unit if unit in ("week", "month", "year") else "other"
    return relative(_grain(found, grain), context,
                    lambda anchor: third_of(found, whole_unit(anchor, unit, turn or 0)))


def read_decade(found: Found, context: Context) -> Reading | None:
    """A decade by its name: "ثمانينات القرن الماضي"."""
    if found.kind(found.end) == "hijri adjective":
        return None
    first = 1900 + value(found.words("decade")[0])
    span = Span(date(first, 1, 1), date(first + 9, 12, 31))
    return Reading(third_of(found, span), "other", "absolute")


def read_count(found: Found, context: Context) -> Reading | None:
    """A count of units from the anchor (قبل ثلاثة أيام) or from an event (بعد يومين من ...)."""
    words = found.words("count")
    unit = next((v for word in words if isinstance(v := value(word), str)), None)
    numbers = [v for word in words if isinstance(v := value(word), int)]
    count = 2 if found.kind(found.match.start("count")) == "two units" else sum(numbers) if numbers else 1
    if unit not in {"day", *UNITS}:
        return None
    start = value(found.words("from")[0])
    grain = unit if unit in ("day", "week", "month", "year") else "other"
    if found.kind(found.end) == "vague" or found.kind(found.start + 1) == "vague":
        return None
    lone = not numbers and found.kind(found.match.start("count")) != "two units"
    if found.has("of") or (start == 1 and not is_future(found)):
        if unit not in ("day", "week", "month") or (lone and not found.has("of")):
            return None                              # بعد سنوات من, يوما بعد يوم
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
    "months of year": read_months_of_year, "season of year": read_season_of_year, "year": read_year, "unit": read_unit,
    "decade": read_decade, "count": read_count, "count after": read_count, "counted": read_counted, "event": read_event,
}


def read(found: Found, context: Context) -> Reading | None:
    """What a date found by the grammar means; None when it is none."""
    if _is_set(found):
        return None
    reading = READERS[found.name](found, context)
    named = found.kind(found.start - 1) == "event's name"
    return None if reading and named and reading.basis != "absolute" else reading
