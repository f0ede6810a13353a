"""Which of the days that a sentence names is an event's."""

from __future__ import annotations

import re
from itertools import pairwise
from operator import attrgetter

import pandas as pd

from utils.events.clauses import (
    BESIDE,
    ENDS,
    MONTH,
    NEEDED,
    Dated,
    Line,
    agrees,
    beside,
    between,
    followed,
)
from utils.events.cues import Mark
from utils.events.subjects import Lines

EVE = {"eve": 1, "morrow": -1}     # days from what is said to what it was said beside
SPEAKS = {"says", "speaks"}
GOVERNS = SPEAKS | {"that", "trigger", "planned", "does", "happens", "hypothetical", "attends"}
FAR = 10_000             # characters: farther than any date in the trigger's own stretch
LONGEST = 14             # days that two dates of one event may lie apart
QUOTES = "«\"“"          # ثورة «25 يناير»: what is quoted is a name
# between a date and a noun: زاد الإنتاج في تموز وأدى اتفاق X إلى كذا
_ANOTHER_VERB = re.compile(r" [وف](?!في |من |ال|لل|على |عن |بعد |قبل |خلال |عقب |إلى )\w{2,} ")
_PAIR = re.compile(r"(?: ?و ?| [أا]و |ـ| ?[-\N{EN DASH}] ?| [إا]لى | حتى )(?:يوم )?")


def find_day(line: Line, marks: list[Mark], trigger: Mark, left: int, right: int, also: int,
         loose: bool, anchor) -> Dated | None:
    """The date in the trigger's stretch, after it first; else from `also` on.

    A day since when or until when is not the event's. `loose`: nothing but a noun speaks of the
    event, and a date before it belongs to another verb unless it stands right there.
    """
    if not line.dates:
        return None
    dates = _own_days(line, marks, trigger, anchor)
    before = between(dates, also if not loose else left, trigger.start)
    if loose:
        back = trigger.cue.kind == "visit" and beside(marks, trigger, ("beside",))
        before = [date for date in before if not back     # عاد اليوم بعد زيارة إلى V
                  and trigger.start - date.end < BESIDE
                  and not _ANOTHER_VERB.fullmatch(line.body, date.end, trigger.start)]
    before = [date for date in before if date.start >= left or not _of_noun(marks, date)]
    near = between(dates, left, trigger.start)
    after = [(date.start - trigger.end, 0, date) for date in between(dates, trigger.start, right)
             if not _of_topic(line, marks, trigger, date)
             and not _counted_from(line, marks, trigger, date)]
    if loose and (trigger.cue.kind == "agreement"
                  or followed(marks, trigger, "relative", 3 * BESIDE)):
        before = []                                       # أحال أمس الاتفاق الذي أبرم في تموز
    # of two in the stretch the nearer one; what stands in a clause before comes last
    ahead = [(trigger.start - date.end + (0 if date in near else FAR), 1, date)
             for date in before]
    if after and (loose or _in_relative(marks, trigger, after[0][2])):
        ahead = []                                        # اجتماع يوم 25 أيار، وقمة يوم 26 أيار
    if beside(marks, trigger, ("before",)) or followed(marks, trigger, "afterwards"):
        ahead = []                                        # قال أمس قبل زيارته V, وينتقل بعدها إلى V
    if after and trigger.cue.part == "verb":              # قبل زيارته V غدا، التقى أمس X
        ahead = [one for one in ahead if not (_of_noun(marks, one[2]) and any(
            mark.cue.role == "comma" for mark in between(marks, one[2].end, trigger.start)))]
    if after and trigger.cue.own:                     # دعاه في أيار، وأكدها خلال لقائه في حزيران
        ahead = [one for one in ahead if not any(mark.cue.role == "comma" for mark in between(
            marks, one[2].end, trigger.start))]
    # a year comes last, and says nothing where it belongs to the name: القمة العربية لعام 2015
    dated = [one for one in [*after, *ahead] if not (
        _is_wide(one[2]) and line.body[one[2].start - 1] == "ل")]
    for _, _, date in sorted(dated, key=lambda one: (_is_wide(one[2]), *one[:2])):
        return both_days(line, date)
    return None


def _is_wide(date: Dated) -> bool:
    """Whether the date is a season or a year."""
    return date.latest - date.earliest > MONTH


def _of_topic(line: Line, marks: list[Mark], trigger: Mark, date: Dated) -> bool:
    """Whether a month is that of what was talked about: جلسة حول الطائرة التي أسقطت في تموز.

    So is a day, where a clause of its own tells of that: لتهنئته على فوزه الذي تحقق في 19 أيار.
    """
    inside = between(marks, trigger.end, date.start)
    clause = max((mark.start for mark in inside if mark.cue.role == "relative"
                  and not agrees(line, mark, trigger)), default=0)
    return any(
        mark.cue.role == "topic" and (
            mark.end < clause
            or date.grain != "day" and date.start - mark.end > NEEDED["toward"] // 2)
        for mark in inside)


def _counted_from(line: Line, marks: list[Mark], trigger: Mark, date: Dated) -> bool:
    """Whether the date is of what the time is counted from: جاءت بعد أيام من القرار، في 6 أيار."""
    return any(mark.cue.role == "time" and line.body.startswith(" من ", mark.end)
               for mark in between(marks, trigger.end, date.start))


def _own_days(line: Line, marks: list[Mark], trigger: Mark, anchor) -> list[Dated]:
    """The dates that may be the event's: not since when, no part of a name, nor غداة لقائهما."""
    since = [mark for mark in marks if mark.cue.role == "since" or (
        mark.cue.role == "starts" and trigger.cue.kind == "agreement")]
    named = {mark.end + 1 for mark in marks if mark.cue.role == "named by day"}
    others = [mark.end for mark in marks if mark.cue.role == "happening" and mark.cue.definite] if (
        trigger.cue.part == "verb") else []               # بحثا الإعلان الموقع في نيسان
    return [
        date for date in line.dates
        if not (date.start in named or date.start <= trigger.start < date.end
                or line.body[date.start - 1] in QUOTES and line.body[date.start].isdigit()
                ) and not any(
            0 < date.start - end <= BESIDE for end in others) and not any(
            _since(marks, mark, date) and not (
                date.earliest > anchor and line.body.endswith("منذ", mark.start, mark.end))
            for mark in since)                    # منذ توليه الرئاسة في 25 أيار: not in the future
    ]


def _in_relative(marks: list[Mark], trigger: Mark, date: Dated) -> bool:
    """Whether the date is that of a clause which tells when it was: القمة التي تنعقد يومي كذا."""
    topic = next((mark.start for mark in between(marks, trigger.end, date.start)
                  if mark.cue.role == "topic"), date.start)     # لبحث الأمر الذي تم أمس
    return trigger.cue.part == "noun" and any(
        mark.cue.role == "happens" and beside(marks, mark, ("relative",))
        and not between(marks, mark.end, date.start - NEEDED["toward"])
        for mark in between(marks, trigger.end, topic))


def _since(marks: list[Mark], mark: Mark, date: Dated) -> bool:
    """Whether the date is that of منذ or الصادر, with nothing between that has a day of its own."""
    gap = date.start - mark.end
    return 0 <= gap <= BESIDE or BESIDE < gap <= 4 * BESIDE and not any(
        other.cue.role in ("comma", "trigger", "happening")
        for other in between(marks, mark.end, date.start))


def _of_noun(marks: list[Mark], date: Dated) -> bool:
    """Whether the date belongs to another event's noun: الزيارة المرتقبة بعد غد."""
    last = max((mark for mark in marks if mark.end <= date.start and (
        mark.cue.role in ("trigger", "says", "happens", "does"))),
        default=None, key=attrgetter("start"))
    return last is not None and last.cue.role == "trigger" and last.cue.part == "noun" and (
        not beside(marks, last, ("during", "right after")))     # أعلنا خلال لقائهما أمس


def is_said_at(marks: list[Mark], trigger: Mark) -> bool:
    """Whether something was said at a meeting or in a call, on its day: كشف أمس في اجتماع لكذا."""
    cue = trigger.cue
    if cue.part != "noun" or cue.definite or cue.kind not in ("meeting", "call") or (
            not beside(marks, trigger, ("venue",))):
        return False
    verb = next((mark for mark in reversed(between(
        marks, trigger.start - NEEDED["phone"], trigger.start)) if mark.cue.role in GOVERNS), None)
    return verb is not None and verb.cue.role in SPEAKS


def said_from(line: Line, marks: list[Mark], trigger: Mark) -> int:
    """Where what is said begins, before which the days are those of saying: قال أمس إن X زار V.

    What is done today before something else, that is today as well: يلتقي اليوم X قبل أن يزور V.
    """
    thats = [mark for mark in marks if mark.cue.role == "that" and mark.end <= trigger.start]
    if thats and line.dates and beside(marks, thats[-1], ("before",)):
        tenses = {mark.cue.tense for mark in marks if mark.start < line.dates[0].start} - {""}
        if tenses and "past" not in tenses:
            thats.pop()
    return max((mark.end for mark in thats), default=line.start)


def by_eve(line: Line, marks: list[Mark], trigger: Mark, date: Dated | None) -> Dated | None:
    """The day of what something was done on the eve of: عشية وصوله إلى V، حذر X أمس.

    What is said on an eve or a morrow is not dated by the day of saying. Where a sentence opens
    with it and names one day only, it is the day beside.
    """
    side = next((mark for mark in between(marks, trigger.start - BESIDE, trigger.start)
                 if mark.cue.role in EVE and trigger.start - mark.end <= 2), None)
    if side is None:
        return date
    own = min((mark.start for mark in marks if mark.start >= trigger.end and (
        mark.cue.role == "comma" or mark.cue.role in ENDS)), default=line.end)
    if date is not None and trigger.end < date.start < own:
        return date                                       # عشية مباحثات يعقدها في موسكو اليوم
    days = {one.earliest: one for one in line.dates if one.earliest == one.latest}
    if len(days) != 1 or side.start - line.start > 1:
        return None
    day, said = days.popitem()
    day += pd.Timedelta(days=EVE[side.cue.role])
    return said._replace(earliest=day, latest=day)


def find_day_before(line: Line, marks: list[Mark], trigger: Mark, earlier: Lines) -> Dated | None:
    """The date of the telling before, whose doing was in the course of this: جاء ذلك خلال لقائه.

    What follows "that" there is what was said, and its day another.
    """
    if not any(mark.cue.role == "thereby" and mark.end <= trigger.start for mark in marks):
        return None
    for other in earlier():
        date = main_day(other)
        if date is not None:
            return date
    return None


def said_after(line: Line, marks: list[Mark], trigger: Mark) -> Dated | None:
    """The day on which something was said after what opens the sentence: بعد لقائه Y، قال أمس.

    Only the verb of the main clause is asked, which a comma parts from the opening.
    """
    if not beside(marks, trigger, ("during", "right after", "beside")) or beside(
            marks, trigger, ("before", "eve", "morrow")) or any(
            mark.cue.role in GOVERNS and not _describes(line, mark)
            for mark in marks if mark.end <= trigger.start):
        return None
    verb = next((mark for mark in marks if mark.start >= trigger.end and (
        mark.cue.role in ENDS or mark.cue.role in GOVERNS and not _describes(line, mark))), None)
    if verb is None or verb.cue.role not in SPEAKS or not any(
            mark.cue.role == "comma" and verb.start - mark.end <= 2
            for mark in between(marks, trigger.end, verb.start)):
        return None
    end = next((mark.start for mark in marks if mark.start > verb.end and (
        mark.cue.role == "comma" or mark.cue.role in ENDS)), line.end)
    return next(iter(between(line.dates, verb.end, end)), None)


def _describes(line: Line, mark: Mark) -> bool:
    """Whether it is no verb of the main clause: a noun, or its verb (مؤتمر صحفي عقده)."""
    return mark.cue.part == "noun" or line.body.endswith(("ه", "ها"), mark.start, mark.end)


def main_day(line: Line) -> Dated | None:
    """The day of a sentence's main clause: the first date before what was said, if there is one."""
    end = next((mark.start for mark in line.marks if mark.cue.role == "that"), line.end)
    since = [mark.end for mark in line.marks if mark.cue.role == "since"]
    for date in between(line.dates, line.start, end):
        if not any(0 <= date.start - mark <= BESIDE for mark in since):
            return both_days(line, date)
    return None


def both_days(line: Line, date: Dated) -> Dated:
    """The date with the days of its pair, where two are told of as one: يومي 14 و15 آذار."""
    if date.grain != "day":
        return date
    place = line.dates.index(date)
    for one, other in pairwise(line.dates[max(0, place - 1):place + 2]):
        days = (other.earliest - one.earliest).days
        if other.grain == one.grain and 0 < days <= LONGEST and _PAIR.fullmatch(
                line.body, one.end, other.start):
            return date._replace(earliest=one.earliest, latest=other.latest)
    return date


def next_day(date: Dated, anchor) -> Dated:
    """The bare weekday that a verb of the present means: the next one (يزور موسكو الثلاثاء)."""
    if date.weekday and not pd.isna(anchor) and date.latest < anchor:
        week = pd.Timedelta(days=7)
        return date._replace(earliest=date.earliest + week, latest=date.latest + week)
    return date
