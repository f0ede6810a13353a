"""Months with their year or without: "حزيران/يونيو 2014", "مطلع مارس الماضي", "شهر رمضان"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from utils import calendars
from utils.calendars import DAY, Span
from utils.dates.patterns import Found
from utils.dates.readings import (
    HIJRI,
    LAG,
    OUTSIDE,
    Context,
    Reading,
    a_month,
    grain_of,
    month_numbers,
    number,
    pick,
    relative,
    third_of,
    turn_of,
)
from utils.dates.tense import ANNOUNCED, tense, words_after, words_before
from utils.dates.today import is_quoted, reports
from utils.dates.words import listed, value

# Days from which on a month ahead is not meant: where the past is told, and where nothing tells.
AHEAD_OF = {-1: 100, 0: 150}
PLACES_IT = {"in", "since", "to", "from", "before", "after", "and", "joined preposition", "between",
             "on the day"}


# What says which one of all Ramadans is meant.
_TOLD = ("turn", "that", "twice", "shared", "shared_year", "year", "next", "third", "paired")


def read_month(found: Found, context: Context) -> Reading | None:
    """A month with or without its year: "حزيران/يونيو 2014", "مطلع مارس الماضي", "شهر رمضان"."""
    start, end = found.span("month")
    months, head = month_numbers(found, start, end), found.kind(start)
    if None in months or len(set(months)) > 1 or _is_a_name(found):
        return None
    bare = found.end - found.start == end - start
    if bare and len(months) == 1 and not _stands_alone(found, head, context):
        return None
    hijri = head in HIJRI
    if hijri and not found.first(*_TOLD) and not reports(found):       # رمضان محطة في حياة المسلم
        return None
    make = calendars.hijri_month if hijri else a_month
    calendar, grain = "hijri" if hijri else "gregorian", grain_of(found, "month")
    if "same" in map(found.kind, found.places("that")):
        return in_year_before(found, context, grain, lambda year: make(year, months[0]), calendar)
    if (field := found.first("year", "next")) is None or _counts_something(found, context):
        return relative(grain, context, lambda anchor: third_of(
            found, _nearest_month(found, anchor, months[0], hijri)), calendar=calendar)
    year = number(found.words(field)) - _runs_over(found, months[0])
    if hijri != _is_hijri(found, field, hijri):
        return Reading(None, grain, "none", "month and year are of two calendars", calendar)
    if (span := make(year, months[0])) is None:
        return Reading(None, grain, "none", OUTSIDE, calendar)
    return Reading(third_of(found, span), grain, "absolute", calendar=calendar)


def _counts_something(found: Found, context: Context) -> bool:
    """Whether the number after a month is a count: بلغت في مايو الماضي 1959 فرعا."""
    if not found.has("turn") or not found.has("year") or context.anchor is None:
        return False
    year = found.words("year")
    return len(year) == 1 and abs(int(year[0]) - context.anchor.year) > 1 and \
        found.kind(found.start + found.fields["year"][0]) == "gregorian year"


def _is_hijri(found: Found, field: str, hijri: bool) -> bool:
    """Whether the year is a Hijri one; without its era it is of its month's calendar."""
    kinds = set(map(found.kind, found.places(field)))
    if "common era" in kinds or "gregorian year" in kinds:
        return False
    return hijri or "hijri era" in kinds


def _stands_alone(found: Found, kind: str, context: Context) -> bool:
    """Whether a month's name is one without anything beside it, and not another word."""
    placed = found.kind(found.start - 1) in PLACES_IT
    if is_quoted(found) and not (placed or _is_delivered(found)):         # «نجمة أغسطس»
        return False
    if kind == "spelled month":                      # آب, and not أب
        return placed and context.printed(found)[2].startswith("آ")
    if kind == "hijri guarded month" and found.kind(found.start - 1) == "and":
        return found.kind(found.start - 2) in HIJRI           # شعبان ورمضان, بوتين ورجب طيب
    if kind == "guarded month" and found.kind(found.start - 1) == "and" and \
            "month" not in found.kind(found.start - 2):               # تعلم ومارس
        return False
    if kind in ("guarded month", "guarded eastern name", "hijri guarded month"):
        return placed and not _practises(found)
    return kind != "hijri doubtful month"


def _is_a_name(found: Found) -> bool:
    """Whether the word after a month makes it a name: أيلول الأسود."""
    return found.word(found.end) in listed("names the month")


def _practises(found: Found) -> bool:
    """Whether مارس after من is the verb: من مارس التحرش."""
    after = words_after(found)[:1] if found.kind(found.start - 1) == "from" else []
    return bool(after) and after[0].startswith("ال") and after[0] != "الي"


@lru_cache(maxsize=1 << 12)
def _months_near(year: int, month: int, hijri: bool) -> list[Span]:
    """The month in that year, in the one before and in the one after."""
    make = calendars.hijri_month if hijri else a_month
    return [span for step in (-1, 0, 1) if (span := make(year + step, month))]


def _nearest_month(found: Found, anchor: date, month: int, hijri: bool) -> Span | None:
    """The month that is meant without a year: by its modifier, by tense, else the nearest."""
    make = calendars.hijri_month if hijri else a_month
    this = calendars.hijri_year_of(anchor) if hijri else anchor.year
    if field := found.first("that", "shared_year"):
        return make(this + turn_of(found, field) - _runs_over(found, month), month)
    spans = _months_near(this, month, hijri)
    turn = turn_of(found, found.first("turn", "shared", "twice") or "turn")
    if turn is not None and found.has("twice"):                # رمضان قبل الماضي
        first = pick(spans, anchor, turn)
        return first and pick([make(this + step, month) for step in (-3, -2, -1, 0, 1, 2, 3)],
                              first.earliest if turn < 0 else first.latest, turn)
    if turn is not None:
        return pick(spans, anchor, turn)
    if last := _end_of_range(found):                           # بين نوفمبر ويناير
        end = _by_tense(found, _months_near(this, last, hijri), anchor)
        return end and pick([*spans, make(this - 2, month)], end.earliest, -1)
    return _by_tense(found, spans, anchor)


def _by_tense(found: Found, spans: list[Span], anchor: date) -> Span | None:
    """The month that holds the anchor, else the nearest one that the tense lets be meant."""
    holding = [span for span in spans if span.earliest <= anchor <= span.latest]
    nearest = holding[0] if holding else pick(spans, anchor, None)
    if nearest is None:
        return None
    gone, ahead = anchor - nearest.latest, nearest.earliest - anchor
    if nearest.earliest > anchor and not _BEYOND.isdisjoint(words_before(found)[-2:]):
        return pick(spans, anchor, -1)
    if gone <= LAG * DAY and ahead <= AHEAD_OF[-1] * DAY:        # no tense says otherwise
        return nearest
    told = ANNOUNCED if _is_delivered(found) else tense(found)
    if found.word(found.start - 1) in listed("pay"):
        told = min(told, 0)
    if gone > LAG * DAY and told == ANNOUNCED:
        return pick(spans, anchor, 1)
    if ahead > AHEAD_OF.get(told, 366) * DAY:
        return pick(spans, anchor, -1)
    return nearest


_BEYOND = {"مقارنه", "مقابل", "بالمقارنه"}            # what is compared has been


def _is_delivered(found: Found) -> bool:
    """Whether a contract is for the month: عقود سبتمبر, لتسليم ديسمبر."""
    before = found.start - 1 - (found.kind(found.start - 1) in ("(", '"'))
    return found.word(before) in listed("delivery")


def _end_of_range(found: Found) -> int | None:
    """The number of the month that ends a range: من نوفمبر إلى فبراير, بين نوفمبر وفبراير."""
    field = found.first("next", "shared_year", "paired")
    if field is None:
        return None
    first, last = found.span("month")[1], found.span(field)[field == "paired"]
    joins = {found.kind(place) for place in range(first, last)}
    between = found.kind(found.start - 1) == "between" and field == "paired"
    return month_numbers(found, first, last)[-1] if between or joins & {"to", "-"} else None


def _runs_over(found: Found, month: int) -> bool:
    """Whether a month is of the year before the one printed: من نوفمبر إلى فبراير 2015."""
    last = _end_of_range(found)
    return last is not None and month > last


def read_english_month(found: Found, context: Context) -> Reading:
    """A month in English with its year: June 2024."""
    span = a_month(number(found.words("year")), value(found.words("month")[0]))
    return Reading(span, "month", "absolute")


def in_year_before(found: Found, context: Context, grain: str, make: Callable,
                   calendar: str) -> Reading:
    """What `make` makes of the year that the text spoke of last; unresolved when there is none."""
    before = context.before
    if before is None or before.earliest.year != before.latest.year or calendar == "hijri":
        return Reading(None, grain, "event", "a year spoken of before, which has no date", calendar)
    span = third_of(found, make(before.latest.year))
    return Reading(span, grain, "relative", "the year spoken of before")
