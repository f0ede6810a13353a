"""Dates in Arabic news: where each stands, which days it means, and how sure that is.

`find_dates` gives the printed words of every date, the interval of days it denotes (both ends
included), its grain, its calendar, and on what it rests. A date that cannot be resolved keeps its
words and says why; it is never guessed.
"""

from __future__ import annotations

import numbers
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from itertools import filterfalse

import numpy as np
import pandas as pd

from utils.asking import TEXTS, ArgumentError, asks, refuse
from utils.dates.days import (
    read_day,
    read_event,
    read_first_days,
    read_next_day,
    read_night,
    read_same_day,
    read_short_day,
    read_this_day,
)
from utils.dates.months import read_english_month, read_month
from utils.dates.patterns import Found, find, pattern
from utils.dates.readings import WEEKDAY_WINS, Context, Reading, parts
from utils.dates.tokens import read_tokens
from utils.dates.units import (
    lean,
    read_count,
    read_counted,
    read_from_that,
    read_next_unit,
    read_unit,
)
from utils.dates.weekdays import read_nights
from utils.dates.words import letter, listed, value
from utils.dates.year_parts import (
    read_months_of_year,
    read_part_of_year,
    read_quarter,
    read_season_of_year,
)
from utils.dates.years import (
    read_century,
    read_decade,
    read_same_year,
    read_short_year,
    read_year,
)
from utils.text.folding import Folded, fold_all
from utils.text.tokens import READY, Ready

PLAUSIBLE_YEARS = range(500, 2101)       # a year outside of these is a number
COLUMNS = ["doc", "start", "end", "surface", "earliest", "latest", "grain", "calendar", "basis",
           "reason"]
_TOGETHER = 128                          # texts read in one pass: their arrays stay in the cache
_YEAR_FIRST = re.compile(r"\d{4}-?\d\d-?\d\d")      # how a day is written: year, month, day
_BREAK = "\n\0\n"                        # no date runs across it
_BESIDE = 6                              # words between an event and the date that dates it
COUNTED_FROM_TODAY = "counted from the day that the article calls today"
_EPOCH = date(1970, 1, 1).toordinal()
_NO_DAY = np.datetime64("NaT").astype("int64")

READERS = {
    "same day": read_same_day, "this day": read_this_day, "next day": read_next_day,
    "nights": read_nights, "day": read_day,
    "short day": read_short_day,
    "first days": read_first_days, "from that": read_from_that, "night": read_night,
    "month": read_month, "english month": read_english_month, "part of year": read_part_of_year,
    "quarter": read_quarter, "months of year": read_months_of_year,
    "season of year": read_season_of_year, "short year": read_short_year, "year": read_year,
    "same year": read_same_year, "next unit": read_next_unit, "century": read_century,
    "decade": read_decade, "unit": read_unit, "counted": read_counted, "count": read_count,
    "count after": read_count, "event": read_event,
}


@asks(texts=TEXTS, ready=READY)
def find_dates(texts: str | pd.Series, anchors=None, ready: Ready | None = None) -> pd.DataFrame:
    """One row a date, in the order of the texts; `doc` is the index label of its text.

    An anchor is the day that relative dates count from: one for all texts, or a Series with one
    for each text (same index; NaT where nothing dates the text). `ready` are the texts, where they
    have been made ready for searching already.

    >>> found = find_dates("عقد الاجتماع في آذار 2024، ثم أمس الأول", anchors="2024-06-18")
    >>> found[["surface", "earliest", "latest", "grain", "basis"]].astype(str).values.tolist()
    [['آذار 2024', '2024-03-01', '2024-03-31', 'month', 'absolute'],
     ['أمس الأول', '2024-06-16', '2024-06-16', 'day', 'relative']]
    """
    if isinstance(texts, str):
        texts = pd.Series([texts], dtype=object)
    days = _anchors(anchors, texts.index)
    printed = [text if isinstance(text, str) else "" for text in texts.tolist()]
    folded = ready.folded if ready else fold_all(printed)
    labels, rows = texts.index.tolist(), []
    for first in range(0, len(folded), _TOGETHER):
        part = slice(first, first + _TOGETHER)
        rows += _find_in(folded[part], labels[part], days[part])
    return _table(rows, texts.index)


def _anchors(anchors, index: pd.Index) -> list[date | None]:
    """The anchor of each text as a day, None where there is none."""
    if isinstance(anchors, pd.Series):
        if not anchors.index.equals(index):
            raise ArgumentError(
                "find_dates: anchors has another index than texts; expected one anchor for each "
                "text, under the same label. Select both from one table."
            )
        return list(map(cache(_anchor), anchors.tolist()))
    return [_anchor(anchors)] * len(index)


def _anchor(anchor) -> date | None:
    one = pd.api.types.is_scalar(anchor)
    if one and (pd.isna(anchor) or anchor == ""):
        return None
    try:
        # A number is no day, and 11/08/2015 is not always in August.
        if not one or isinstance(anchor, numbers.Number) or not _YEAR_FIRST.match(str(anchor)):
            raise ValueError("no day, year first")
        return pd.Timestamp(anchor).date()
    except (ValueError, TypeError):
        refuse("find_dates", "anchors", anchor,
               "a day (YYYY-MM-DD), NaT, or a Series of them with the index labels of the texts",
               'Give anchors="2024-06-18", or articles["anchor"].')


def _find_in(folded: list[Folded], labels: list, days: list[date | None]) -> list[tuple]:
    """The rows of a few texts, read in one pass."""
    key = _BREAK.join([one.key for one in folded])
    tokens = read_tokens(key)
    starts = np.cumsum([0] + [len(one.key) + len(_BREAK) for one in folded]).tolist()
    rows, doc = [], 0

    def printed(found: Found) -> tuple[int, int, str]:
        """Start, end and print of a date in its own text."""
        start = tokens.starts[found.start] - starts[doc]
        end = tokens.ends[found.end - 1] - starts[doc]
        text = folded[doc]
        if text.resumes:                             # else its key is its print, letter by letter
            start, end = text.span(start, end)
        return start, end, text.text[start:end]

    dates = [[] for _ in folded]
    for found in find(key, tokens):
        while starts[doc + 1] <= tokens.starts[found.start]:
            doc += 1
        dates[doc].append(found)
    for doc, found_here in enumerate(dates):                    # printed goes by this doc
        if found_here:
            rows += [(labels[doc], *printed(found), *_columns(reading))
                     for found, reading in _read_text(found_here, days[doc], printed)]
    return rows


def _columns(reading: Reading) -> tuple:
    """What the table says of a reading."""
    earliest, latest = reading.span or (None, None)
    return (earliest, latest, reading.grain, reading.calendar, reading.basis,
            reading.reason or None)


def _read_text(dates: list[Found], anchor: date | None, printed: Callable) -> list[tuple]:
    """The dates of one text, each with its reading.

    A text that calls another day today than its anchor (اليوم الاثنين, on a Tuesday) is read again
    from that day: its yesterday is a Sunday too.
    """
    read, today = _read_from(dates, anchor, printed)
    if today is None or not any(map(_goes_by_anchor, read)):
        return read
    return [_say(found, reading) for found, reading in _read_from(dates, today, printed)[0]]


def _goes_by_anchor(read: tuple[Found, Reading]) -> bool:
    """Whether a date was counted from the anchor alone, without a weekday beside it."""
    found, reading = read
    return reading.basis == "relative" and not (found.has("near") and found.has("weekday"))


def _say(found: Found, reading: Reading) -> tuple[Found, Reading]:
    """The reading with its reason: it is counted from the text's own today, not from the anchor."""
    if reading.basis != "relative" or reading.reason:
        return found, reading
    wins = found.has("near") and found.has("weekday")
    return found, reading._replace(reason=WEEKDAY_WINS if wins else COUNTED_FROM_TODAY)


def _read_from(dates: list[Found], anchor: date | None,
               printed: Callable) -> tuple[list[tuple[Found, Reading]], date | None]:
    """The readings of one text's dates, and the day that it calls today, if not its anchor."""
    read, before, told, last, today, agreed = [], None, 0, None, None, False
    for found in dates if _no_sets(dates) else filterfalse(_is_set, dates):
        context = Context(anchor, PLAUSIBLE_YEARS, printed, before, found.start - told)
        reading = READERS[found.name](found, context)
        if reading is None or (reading.basis != "absolute" and _is_a_name(found)):
            continue
        if not agreed and found.has("near") and found.has("weekday") and not found.has("date"):
            agreed = reading.today != anchor               # what it calls today first is its today
            today = reading.today if agreed else None
        if last and reading.span and reading.grain == "day" and _dates_event(last, found):
            read[-1] = (last, lean(read[-1][1], reading.span))
        last = found if reading.leans else None
        if reading.span and reading.goes_on:
            before, told = reading.span, found.end
        read.append((found, reading))
    return read, today


def _is_a_name(found: Found) -> bool:
    """Whether a day or month names something for ever: ثورة 25 يناير, هجمات 11 سبتمبر."""
    if found.name not in ("day", "first days", "month") or found.has("near"):
        return False
    place = found.start - 1
    while found.kind(place) in ("day", "and"):                        # قوى 8 و14 آذار
        place -= 1
    kind = found.kind(place)
    if kind == "event of a day":
        given = found.has("date") and parts(found, *found.span("date"))
        return bool(given) and 100 * (given.month or 0) + given.day == value(found.word(place))
    return kind == "event's name" and not found.has("weekday")


@cache
def _every() -> tuple[re.Pattern, re.Pattern]:
    """What stands after and before a date that is one of many."""
    units = "(?:{day_word}|{weekday}|{unit}|{month_word}|{year_word})"
    return (pattern("(?:(?:{and}|,|{weekday}|{to}){{0,6}}{from})?{every}(?=" + units + ")"),
            pattern("{every}" + units + "[^.\n{since}{from}]{{0,4}}$"))


def _no_sets(dates: list[Found]) -> bool:
    """Whether no word for every one stands near any of the dates, as in most texts."""
    kinds = dates[0].tokens.kinds
    first, end = max(0, dates[0].start - _BESIDE), dates[-1].end + _BESIDE + 1
    return kinds.find(letter("every"), first, end) < 0


def _is_set(found: Found) -> bool:
    """Whether a date is one of many: رمضان من كل عام, السبت والاثنين من كل أسبوع."""
    kinds, start, end = found.tokens.kinds, found.start, found.end
    first = max(0, start - _BESIDE)
    if kinds.find(letter("every"), first, end + _BESIDE + 1) < 0 or found.has("near"):
        return False
    if found.name == "month" and kinds[start - 1:start] == letter("every"):      # كل فبراير
        return True
    after, before = _every()
    return bool(after.match(kinds, end) or before.search(kinds, first, start))


def _dates_event(event: Found, found: Found) -> bool:
    """Whether a date stands right after the event that the date before it leans on."""
    places = range(event.end, found.start)
    if len(places) > _BESIDE or not {".", ",", "\n", ";"}.isdisjoint(map(event.kind, places)):
        return False
    return listed("past verb").isdisjoint(map(event.word, places))


def _table(rows: list[tuple], index: pd.Index) -> pd.DataFrame:
    """The rows as a table with the types of the house."""
    columns = dict(zip(COLUMNS, zip(*rows, strict=True) if rows else [()] * len(COLUMNS),
                       strict=True))
    made = {"start": "Int64", "end": "Int64"}
    table = {name: pd.array(values, made.get(name, "str")) for name, values in columns.items()
             if name not in ("doc", "earliest", "latest")}
    table["doc"] = pd.Series(columns["doc"], dtype=index.dtype if rows else "int64")
    table |= {name: _days(columns[name]) for name in ("earliest", "latest")}
    return pd.DataFrame({name: table[name] for name in COLUMNS})


def _days(days: Sequence[date | None]) -> np.ndarray:
    """The days as a column, NaT where there is none."""
    numbers = [_NO_DAY if day is None else day.toordinal() - _EPOCH for day in days]
    return np.array(numbers, "int64").view("datetime64[D]").astype("datetime64[us]")
