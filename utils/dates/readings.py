"""What dates have in common when they are read: a reading, its context, and the parts of days.

A `Reading` is what one date means. What cannot be resolved is a Reading without a span, and its
reason says why; the words are never guessed at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from utils import calendars
from utils.calendars import DAY, Span
from utils.dates.patterns import Found, kind_of
from utils.dates.tense import ANNOUNCED, tense, words_before
from utils.dates.words import value

NO_ANCHOR = "no anchor: nothing dates this article"
WEEKDAY_WINS = "the printed weekday wins over the anchor"
OUTSIDE = "outside of the table of Umm al-Qura"
a_month = lru_cache(maxsize=1 << 12)(calendars.a_month)
a_year = lru_cache(maxsize=1 << 12)(calendars.a_year)

LAG = 45     # an article dated weeks too late speaks of its last days as to come
AHEAD = 150  # days: what is nearer may be set by a verb of the past (حددت 6 ديسمبر موعدا)


class Reading(NamedTuple):
    """What one date means; the span is None where that cannot be said."""

    span: Span | None
    grain: str
    basis: str
    reason: str = ""
    calendar: str = "gregorian"
    leans: tuple[str, int] | None = None     # units from the event that it counts from
    today: date | None = None                # the day the article calls today, if not its anchor
    goes_on: bool = True                     # whether it becomes what the text speaks of


class Context(NamedTuple):
    """What a date is read by, beside its own words."""

    anchor: date | None                 # the day the article speaks from
    years: range                        # years outside of these are numbers
    printed: Callable[[Found], tuple[int, int, str]]     # a date's place and words as printed
    before: Span | None                 # what the date before it in the text means
    since: int                          # words since that date


NEXT = {"التالي", "التاليه", "الموالي", "المواليه"}
SOON = 25      # words within which a text still speaks of the same year


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


def number(words: Sequence[str]) -> int | None:
    """The number that the words make together; None when none of them is one.

    >>> number(["الحادي", "والعشرين"]), number(["12"]), number(["ثلاث", "عشره"])
    (21, 12, 13)
    """
    total = None
    for word in words:
        if isinstance(found := value(word), int):
            total = found + (total or 0)
    return total


TURNS = {"past", "last", "previous", "current", "future", "this"}


def turn_of(found: Found, field: str) -> int | None:
    """-1 for الماضي, 0 for الجاري, 1 for المقبل; None when nothing of the kind is printed."""
    for place in found.places(field):
        if found.kind(place) in TURNS:
            return value(found.word(place))
    return None


# ---------------------------------------------------------------- grains, and thirds of spans

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
    if head == "decade":
        return _decade_of(span, number(found.words("third")[1:]))
    days = (span.latest - span.earliest).days + 1
    length = {"week": 7, "half": days // 2, "third": days // 3}.get(head, 10)
    if found.kind(place + 1) == "last":
        # The last ten days of Ramadan begin on the 21st, also when it has 29.
        return Span(span.latest - (days - 21 if kind == "cardinal" else length - 1) * DAY,
                    span.latest)
    first = span.earliest + (number(found.words("third")[1:]) - 1) * length * DAY
    last = first + (length - 1) * DAY
    return Span(first, span.latest if span.latest - last < 2 * DAY else last)


def _decade_of(century: Span, which: int) -> Span:
    """A decade of a century by its number: "العقد الأول من القرن الماضي"."""
    first = century.earliest.year + 10 * (which - 1)
    return Span(date(first, 1, 1), date(first + 9, 12, 31))


# ---------------------------------------------------------------- the parts of a printed day

SAME = 9      # the month that the text spoke of last: من الشهر نفسه
MONTHS = {"month", "guarded month", "eastern name", "guarded eastern name", "spelled month",
          "hijri month", "hijri guarded month", "hijri doubtful month", "english month"}
HIJRI = {"hijri month", "hijri guarded month", "hijri doubtful month", "hijri head", "spring"}
HEADS = {"month head", "hijri head", "spring"}             # the first of a month's two words


class Parts(NamedTuple):
    """A day as printed: what is left out is None."""

    day: int
    month: int | None
    year: int | None
    turn: int | None         # of the month: يونيو الماضي
    year_turn: int | None    # of the year: من العام الماضي
    calendar: str


def month_numbers(found: Found, start: int, end: int) -> list[int | None]:
    """The numbers of the month names that stand there; None for a name of no month."""
    if end - start == 1:
        return [value(found.word(start))]
    places = range(start, end)
    return _months(list(map(found.kind, places)), list(map(found.word, places)))


def _months(kinds: Sequence[str], words: Sequence[str]) -> list[int | None]:
    numbers = []
    for at, kind in enumerate(kinds):
        if kind in HEADS:
            name = " ".join(words[at:at + 2])
            numbers.append(calendars.MONTHS.get(name) or calendars.HIJRI_MONTHS.get(name))
        elif kind in MONTHS and (at == 0 or kinds[at - 1] not in HEADS):
            numbers.append(value(words[at]))
    return numbers


def parts(found: Found, start: int, end: int) -> Parts | None:
    """Day, month and year printed between two places; None when they make no day."""
    return _parts(found.tokens.kinds[start:end], tuple(map(found.word, range(start, end))))


# The same days are printed again and again, most of all the day of the paper.
@lru_cache(maxsize=4096)
def _parts(letters: str, words: tuple[str, ...]) -> Parts | None:
    """Day, month and year that the words of these kinds make; None when they make no day."""
    kinds = [kind_of[letter] for letter in letters]
    years = [value(word) for word, kind in zip(words, kinds, strict=True)
             if kind in ("gregorian year", "hijri year", "count")]
    year = years[0] if years else None
    months = _months(kinds, words)
    hijri = not HIJRI.isdisjoint(kinds) or ("hijri year" in kinds and not months)
    calendar = "hijri" if hijri else "gregorian"
    days = [value(word) for word, kind in zip(words, kinds, strict=True) if kind == "day"]
    of_month = {"the month", "of it"}
    if "current" in kinds and len(days) == 1 and not months and of_month.isdisjoint(kinds):
        return Parts(days[0], None, None, 0, None, calendar)       # 16 الجاري
    if "current" in kinds and not days and not months and of_month.isdisjoint(kinds):
        return Parts(number(words), None, None, 0, None, calendar)            # الأول من الجاري
    if not months and of_month.isdisjoint(kinds):                  # 11/8/2015, 2015-08-11
        day, month = days if kinds[0] == "day" else days[::-1]
        if month > 12 >= day:                                      # 4/22/1948, the month first
            day, month = month, day
        return Parts(day, month, year, None, None, calendar) if month <= 12 else None
    if None in months or len(set(months)) > 1:
        return None
    if kinds[0] == "english month":
        return Parts(days[0], months[0], year, None, None, calendar)
    head = next(at for at, kind in enumerate(kinds) if kind in MONTHS | HEADS
                or kind in ("the month", "month word", "of it"))
    turn, year_turn = _turns(kinds, words, head)
    return Parts(number(words[:head]), months[0] if months else None, year, turn, year_turn,
                 calendar)


def _turns(kinds: list[str], words: Sequence[str], head: int) -> tuple[int | None, int | None]:
    """What month and year are modified by, each None when it is not."""
    if "of it" in kinds or ("the month" in kinds and "same" in kinds):
        return SAME, None
    of_year = kinds.index("the year") - 1 if "the year" in kinds else len(kinds)
    turns = {at: value(words[at]) for at, kind in enumerate(kinds)
             if kind in ("past", "current", "future", "this")}
    of_month = [turn for at, turn in turns.items() if head - 1 <= at < of_year]
    of_years = [turn for at, turn in turns.items() if at >= of_year]
    if "the year" in kinds and "same" in kinds:
        of_years = [SAME]
    return of_month[0] if of_month else None, of_years[0] if of_years else None


def pick(candidates: list[Span | None], anchor: date, turn: int | None) -> Span | None:
    """The candidate that the modifier means (last past one, next one), else the nearest one."""
    spans = [span for span in candidates if span]
    if turn == -1:
        spans = [span for span in spans if span.latest <= anchor]
    elif turn == 1:
        spans = [span for span in spans if span.earliest >= anchor]
    return min(spans, key=lambda span: abs(span.earliest - anchor), default=None)


def place_day(given: Parts, found: Found, context: Context) -> Reading | None:
    """The day that the parts name; a missing year comes from the anchor."""
    make = calendars.hijri_day if given.calendar == "hijri" else calendars.a_day
    if given.year is not None:
        return _dated(given, make(given.year, given.month, given.day), context)
    if given.turn == SAME:
        return _in_month_before(given, found, context)
    if given.year_turn == SAME:
        return _in_that_year(given, make, context)
    if told_year := _in_year_before(given, make, found, context):
        return told_year

    def span(anchor: date) -> Span | None:
        if given.month is None:
            month = calendars.shift_months(anchor, given.turn or 0)
            return make(month.year, month.month, given.day)
        this = calendars.hijri_year_of(anchor) if given.calendar == "hijri" else anchor.year
        if given.year_turn is not None:
            return make(this + given.year_turn, given.month, given.day)
        days = [make(this + step, given.month, given.day) for step in (-1, 0, 1)]
        nearest = pick(days, anchor, given.turn)
        if given.turn is not None or nearest is None:
            return nearest
        away = nearest.earliest - anchor
        if -LAG * DAY <= away <= LAG * DAY:              # no tense says otherwise
            return nearest
        told = tense(found)
        ahead = LAG if "منذ" in words_before(found)[-3:] else AHEAD
        if told == ANNOUNCED and away < -LAG * DAY:      # to come, but long past
            return pick(days, anchor, 1)
        if told < 0 and away > ahead * DAY:              # past, but far ahead
            return pick(days, anchor, -1)
        return nearest

    return relative("day", context, span, calendar=given.calendar)


PLACES_A_DAY = {"in", "to", "from", "since", "between", "and", "joined preposition", "day word",
                "weekday", "on the day", "before", "after", "-"}


def _dated(given: Parts, span: Span | None, context: Context) -> Reading:
    """The reading of a day with its year."""
    if span is None and given.calendar == "hijri" and given.year not in calendars.HIJRI_YEARS:
        reason = OUTSIDE
    elif span is None:
        reason = f"the {given.calendar} calendar has no such day"
    elif given.calendar == "gregorian" and given.year not in context.years:
        span, reason = None, f"the year {given.year} is outside of the plausible ones"
    else:
        return Reading(span, "day", "absolute", calendar=given.calendar)
    return Reading(None, "day", "none", reason, given.calendar)


def _in_month_before(given: Parts, found: Found, context: Context) -> Reading | None:
    """The day in the month that the text spoke of last: 21 من الشهر نفسه."""
    before = context.before
    if before is None or before.earliest.month != before.latest.month:
        return None
    if found.kind(found.end - 1) == "of it" and found.kind(found.start - 1) not in PLACES_A_DAY:
        return None                                                # الجزء الأول منه
    span = calendars.a_day(before.latest.year, before.latest.month, given.day)
    return span and Reading(span, "day", "relative", "in the month spoken of before")


def _in_that_year(given: Parts, make: Callable, context: Context) -> Reading:
    """The day in the year that the text spoke of last: 14 أغسطس من نفس العام."""
    span = context.before and make(context.before.latest.year, given.month, given.day)
    if not span:
        return Reading(None, "day", "none", "in a year spoken of before, which has no date")
    return Reading(span, "day", "relative", "in the year spoken of before")


def between(found: Found, context: Context) -> str:
    """The text between a date and the date before it."""
    tokens, start = found.tokens, max(found.start - context.since, 0)
    return found.key[tokens.starts[start]:tokens.starts[found.start]]


def _in_year_before(given: Parts, make: Callable, found: Found, context: Context) -> Reading | None:
    """The day in the year that the text has just spoken of, when it goes on to tell of it."""
    before = context.before
    if before is None or context.since > SOON or given.turn is not None or given.month is None:
        return None
    if given.year_turn is not None or given.calendar == "hijri" or context.anchor is None:
        return None
    span = make(before.latest.year, given.month, given.day)
    if span is None or not before.earliest <= span.earliest <= context.anchor:
        return None
    if "\n" in between(found, context) or tense(found) >= 0:
        return None
    return Reading(span, "day", "relative", "in the year spoken of before")
