"""Years by themselves, and what they make up: decades and centuries."""

from __future__ import annotations

import re
from datetime import date

from utils import calendars
from utils.calendars import Span
from utils.dates.months import in_year_before
from utils.dates.patterns import Found
from utils.dates.readings import (
    OUTSIDE,
    SOON,
    Context,
    Reading,
    a_year,
    grain_of,
    number,
    third_of,
    turn_of,
)
from utils.dates.tense import words_after
from utils.dates.words import listed, value


def read_year(found: Found, context: Context) -> Reading | None:
    """A year: "عام 2011", "أواخر 2014", "العام 1436هـ"; a bare number only where years stand."""
    start, end = found.span("year")
    year, grain = number(found.words("year")[:1]), grain_of(found, "year")
    named = found.has("third") or found.has("word") or (end - start > 1 and _is_era(found, year))
    if not (named or _is_bare_year(found, start, year)) or _is_season(found):
        return None
    if _is_hijri(found, start, end):
        span = calendars.hijri_year(year)
        if span is None:
            return Reading(None, grain, "none", OUTSIDE, "hijri")
        return Reading(third_of(found, span), grain, "absolute", calendar="hijri")
    if year not in context.years or _is_before_christ(found):
        return None
    return Reading(third_of(found, a_year(year)), grain, "absolute")


def read_short_year(found: Found, context: Context) -> Reading | None:
    """A year by its two digits (حرب عام 67) or of long ago (سنة 750م, عام 1258)."""
    digits, grain = found.words("year")[0], grain_of(found, "year")
    if found.has("hijri"):
        return Reading(None, grain, "none", OUTSIDE, "hijri")
    year = int(digits) + 1900 * (len(digits) == 2)
    counted = not found.has("common") and _is_counted(found)
    if year not in context.years or counted or _is_before_christ(found):
        return None
    return Reading(third_of(found, a_year(year)), grain, "absolute")


def _is_counted(found: Found) -> bool:
    """Whether the number is a count of what is named after it: 2014 ريالا."""
    return found.word(found.end) in listed("counted")


def _is_before_christ(found: Found) -> bool:
    """Whether the year is counted backwards: عامي 589 و570 قبل الميلاد."""
    end = found.tokens.ends[found.end - 1]
    if "ق" not in found.key[end:end + 8]:                  # و570 قبل الميلاد, ق.م.
        return False
    after = words_after(found)[:4]
    return "الميلاد" in after or after[:2] == ["ق", "م"]


def _is_season(found: Found) -> bool:
    """Whether the year is one of a season's, a school year's or a budget's: they are no units.

    A year is when nothing but the season's name stands before it, and so are two years in a row:
    2014/2015, السنة المالية 2014-2015; but not those of عامي 2014-2015 and (1913-1914).
    """
    start = found.span("year")[0]
    for first in (start, start - 2):
        if _in_a_row(found, first):
            before = found.kind(first - 1)
            if found.kind(first + 1) == "/" or before in ("the year", "year adjective"):
                return True
            if before == "year word":
                return found.word(first - 1)[-1] != "ي"
    if found.has("word"):
        return False
    for place in range(found.start - 1, found.start - 6, -1):
        kind = found.kind(place)
        if kind in ",.\n()" or kind in YEARS_STAND_AFTER or kind in OF_A_YEAR:
            return False
        if kind == "season":
            return True
    return False


def _in_a_row(found: Found, first: int) -> bool:
    """Whether a year and the next one stand there with only a mark between them."""
    kind = found.kind(first)
    if kind not in ("gregorian year", "hijri year") or found.kind(first + 2) != kind:
        return False
    return found.kind(first + 1) in ("-", "/") and \
        int(found.word(first + 2)) - int(found.word(first)) == 1


def _is_hijri(found: Found, start: int, end: int) -> bool:
    """Whether a year is of the Hijra; its era may say that it is none (1370م), or its pair's."""
    if found.kind(start) == "hijri year" and found.kind(start + 1) != "common era":
        return not (found.kind(end) == "-" and found.kind(end + 1) == "gregorian year")
    return "hijri era" in map(found.kind, range(start, end))


def _is_era(found: Found, year: int) -> bool:
    """Whether م after a number is the era, and not metres (2000م) or millions (1446 م د)."""
    before, end = found.kind(found.start - 1), found.span("year")[1]
    if found.kind(end - 1) == "hijri era":
        return year > 99
    if found.word(end) == "د":
        return False
    if found.kind(end - 2) == "hijri year":
        return before in YEARS_STAND_AFTER or before in ("(", "-")
    return year % 100 > 0 or before in ("in", "since", "to")


YEARS_STAND_AFTER = {"in", "since", "to", "from", "between", "before", "after", "upon"}
OF_A_YEAR = {"of a year", "event's name", "event of a day"}
NUMBERS = {"day", "count", "gregorian year", "hijri year", "#"}
NAME = 6          # words of a name that may stand between its first word and its year


def _is_bare_year(found: Found, start: int, year: int) -> bool:
    """Whether a number alone is a year: where years stand, and no count of something."""
    before, after = found.kind(start - 1), found.kind(start + 1)
    if _is_counted(found):
        return False
    if found.word(start - 1) == "غايه" and found.kind(start - 2) == "to":      # إلى غاية 2016
        before = "to"
    if before in ("and", "-", "/", ",") and found.kind(start - 2) == found.kind(start):
        return before != "," or _is_listed(found, start)              # 2014 و2015
    if before in ("units", "two units") and value(found.word(start - 1)) == "year":
        return True                                                   # أعوام 2015 و2016
    paired = after in ("and", "to", "-") and found.kind(start + 2) == "gregorian year"
    if paired and after == "-":                                       # (1833 - 1905)
        counted = found.word(start + 3) in listed("counted")
        return not counted and 0 < abs(value(found.word(start + 2)) - year) < 700
    if found.kind(start) == "hijri year" or not 1900 <= year <= 2050:
        return False
    if before in ("\n", ".", ":") and after == "-":                   # 1946- يلتقي الرئيسان
        return found.kind(start + 2) not in NUMBERS
    if year % 100 == 0 and before not in ("since", "between") and not paired:
        return False
    if before == "(" and after == ")":                                # روايته الأولى (1974)
        return found.word(start - 1) == "(" and found.kind(start - 2) not in NUMBERS
    if found.word(start + 1) == ")" and before == ",":                # (بيروت: دار العلم، 1987)
        return found.kind(start - 2) not in NUMBERS
    if paired and found.word(start - 1) == "(":                       # (2002 إلى 2005)
        return True
    if before in YEARS_STAND_AFTER:
        return not (_is_decimal(found, start) or _has_its_noun(found, start))
    return _ends_a_name(found, start) or _follows_a_noun(found, start)


_DEFINITE = re.compile(r"[وفبك]?(ال\w+)")
# What stands after a year: a number of something has a noun there.
AFTER_A_YEAR = {"in", "from", "to", "and", "joined preposition", ",", ".", "(", ")", '"', "-", ";",
                ":", "\n"}


def _follows_a_noun(found: Found, start: int) -> bool:
    """Whether a definite noun has the year for its name, or another year goes on there.

    الألعاب الشتوية 2018 في كوريا; في روسيا عام 2018 و2022 في قطر.
    """
    if found.kind(start + 1) not in AFTER_A_YEAR:
        return False
    if found.kind(start - 1) == "and":
        kinds = [found.kind(place) for place in range(start - 2, start - NAME - 2, -1)]
        ends = (at for at, kind in enumerate(kinds) if kind in ".,\n;()")
        return "gregorian year" in kinds[:next(ends, len(kinds))]
    noun = _DEFINITE.match(found.word(start - 1))
    return bool(noun) and found.kind(start - 1) == "_" and noun[1] not in listed("numbered")


_FEMININE = re.compile(r"(?!ال|[وفبلك])\w{3,}ه")


def _has_its_noun(found: Found, start: int) -> bool:
    """Whether an indefinite noun after a number is what it counts: إلى 2021 إصابة."""
    if found.kind(start - 1) not in ("to", "from") or found.kind(start + 1) != "_":
        return False
    return bool(_FEMININE.fullmatch(found.word(start + 1)))


def _is_decimal(found: Found, start: int) -> bool:
    """Whether the number is the whole part of another one: 1985.4."""
    return found.kind(start + 1) == "." and found.kind(start + 2) in NUMBERS and \
        found.tokens.starts[start + 2] == found.tokens.ends[start + 1]


def _ends_a_name(found: Found, start: int) -> bool:
    """Whether the year ends a name that takes one: كأس العالم 2018, روسيا 2018 وقطر 2022."""
    for place in range(start - 1, start - NAME - 1, -1):
        kind = found.kind(place)
        if kind in OF_A_YEAR:
            return True
        if found.word(place).startswith("و") and found.kind(place - 1) == "gregorian year":
            return start - place < 4
        if kind in NUMBERS or kind in ".,\n;():/-":
            return False
    return False


def _is_listed(found: Found, start: int) -> bool:
    """Whether a list of years begins with a word for them: أعوام 1995، 1998، 2013."""
    place = start
    while start - place < 20 and found.kind(place) == found.kind(start):
        place -= 2
    return found.kind(place + 1) in ("units", "year word", "the year")


def read_same_year(found: Found, context: Context) -> Reading | None:
    """The year spoken of before: "وفي العام نفسه"."""
    if context.since > SOON:
        return None
    reading = in_year_before(found, context, "year", a_year, "gregorian")
    return reading if reading.span else None


EARLIEST = 6      # a century by a lower number may as well be one of the Hijra


def read_century(found: Found, context: Context) -> Reading | None:
    """A century by its number, or a part of it: "أواخر القرن التاسع عشر"."""
    which = number(found.words("which")) or 0
    which += found.words("which")[0] == "الواحد"                # القرن الواحد والعشرين
    if not 0 < which < 31 or _is_before_christ(found):
        return None
    if found.has("decade") and value(found.word(found.start)) != "decade":
        return None
    if found.has("hijri"):
        return Reading(None, "other", "none", OUTSIDE, "hijri")
    if which < EARLIEST and not found.has("common"):
        return Reading(None, "other", "none", "a century of the Hijra, or of the common era")
    span = Span(date(100 * which - 99, 1, 1), date(100 * which, 12, 31))
    return Reading(third_of(found, span), "other", "absolute")


AGE = {"عمره", "عمرها", "العمر", "عمري"}


def read_decade(found: Found, context: Context) -> Reading | None:
    """A decade by its name: "ثمانينات القرن الماضي", "السبعينيات الهجرية"; no age in decades."""
    if not AGE.isdisjoint(words_after(found)[:2]):
        return None
    tens = value(found.words("decade")[0])
    if not found.has("hijri"):
        first = tens + 1900 + 100 * (turn_of(found, "turn") == 0)          # القرن الحالي
        if found.has("century"):
            first = tens + 100 * number(found.words("century")) - 100
        span = Span(date(first, 1, 1), date(first + 9, 12, 31))
        return Reading(third_of(found, span), "other", "absolute")
    first, last = calendars.hijri_year(1300 + tens), calendars.hijri_year(1309 + tens)
    if not first or not last:
        return Reading(None, "other", "none", OUTSIDE, "hijri")
    span = third_of(found, Span(first.earliest, last.latest))
    return Reading(span, "other", "absolute", calendar="hijri")
