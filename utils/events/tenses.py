"""When an event takes place and in what state it is: the day, the tense, the words beside it."""

from __future__ import annotations

import re
from itertools import pairwise
from operator import attrgetter

import pandas as pd

from utils.events.clauses import BESIDE, NEEDED, Dated, Line, beside, between, followed
from utils.events.cues import Mark
from utils.events.subjects import Lines

FAR = 10_000             # characters: farther than any date in the trigger's own stretch
SUPPOSED = 45            # characters over which "the need for" reaches
PERHAPS = "perhaps"      # قد يلتقي: planned, where it is said when, or who
LONGEST = 14             # days that two dates of one event may lie apart
TELLS = {"does", "attends", "host"}       # verbs that tell of the noun they stand right after
APART = {"comma", "stop", "that", "where", "relative", "says", "trigger"}
IN_PASSING = {"during", "beside"}     # نفى خلال لقائه, نفى في لقاء: the meeting is not denied
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
        before = [date for date in before if trigger.start - date.end < BESIDE]
    before = [date for date in before if date.start >= left or not _of_noun(marks, date)]
    near = between(dates, left, trigger.start)
    after = [(date.start - trigger.end, 0, date) for date in between(dates, trigger.start, right)
             if not _of_topic(marks, trigger, date)]
    if loose and (trigger.cue.kind == "agreement"
                  or followed(marks, trigger, "relative", 3 * BESIDE)):
        before = []                                       # أحال أمس الاتفاق الذي أبرم في تموز
    # of two in the stretch the nearer one; what stands in a clause before comes last
    ahead = [(trigger.start - date.end + (0 if date in near else FAR), 1, date)
             for date in before]
    if after and (loose or _in_relative(marks, trigger, after[0][2])):
        ahead = []                                        # اجتماع يوم 25 أيار، وقمة يوم 26 أيار
    if after and trigger.cue.own:                     # دعاه في أيار، وأكدها خلال لقائه في حزيران
        ahead = [one for one in ahead if not any(mark.cue.role == "comma" for mark in between(
            marks, one[2].end, trigger.start))]
    for _, _, date in sorted([*after, *ahead], key=lambda one: one[:2]):
        return _both_days(line, date)
    return None


def _of_topic(marks: list[Mark], trigger: Mark, date: Dated) -> bool:
    """Whether a month is that of what was talked about: جلسة حول الطائرة التي أسقطت في تموز."""
    return date.grain != "day" and any(
        mark.cue.role == "topic" and date.start - mark.end > NEEDED["toward"] // 2
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
        if not (date.start in named or date.start <= trigger.start < date.end) and not any(
            0 < date.start - end <= BESIDE for end in others) and not any(
            _since(marks, mark, date) and not (
                date.earliest > anchor and line.body.endswith("منذ", mark.start, mark.end))
            for mark in since)                    # منذ توليه الرئاسة في 25 أيار: not in the future
    ]


def _in_relative(marks: list[Mark], trigger: Mark, date: Dated) -> bool:
    """Whether the date is that of a clause which tells when it was: القمة التي تنعقد يومي كذا."""
    return trigger.cue.part == "noun" and any(
        mark.cue.role == "happens" and beside(marks, mark, ("relative",))
        and not between(marks, mark.end, date.start - NEEDED["toward"])
        for mark in between(marks, trigger.end, date.start))


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


def main_day(line: Line) -> Dated | None:
    """The day of a sentence's main clause: the first date before what was said, if there is one."""
    end = next((mark.start for mark in line.marks if mark.cue.role == "that"), line.end)
    since = [mark.end for mark in line.marks if mark.cue.role == "since"]
    for date in between(line.dates, line.start, end):
        if not any(0 <= date.start - mark <= BESIDE for mark in since):
            return _both_days(line, date)
    return None


def _both_days(line: Line, date: Dated) -> Dated:
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


def find_acts(marks: list[Mark], trigger: Mark, left: int, right: int,
              light: list[Mark]) -> list[Mark]:
    """The trigger and the verbs whose tense is its own: عقد اجتماعا، لقاء سيعقد، لقاء جمع X وY."""
    if trigger.cue.part != "noun" or light:
        return [trigger, *light]
    after = [
        mark for mark in between(marks, trigger.end, right)
        if mark.cue.tense and mark.start - trigger.end < NEEDED["toward"]
        and (mark.cue.role == "happens" or mark.cue.role in TELLS and (
            mark.start - trigger.end < BESIDE or beside(marks, mark, ("relative",))))
    ]
    hosts = [mark for mark in between(marks, left, trigger.start)
             if mark.cue.role == "host" and mark.cue.tense]
    return [trigger, *after[:1], *hosts[-1:]]


def _reaches(marks: list[Mark], called_off: Mark, trigger: Mark) -> bool:
    """Whether what is put off or cancelled is the trigger: تأجيل الزيارة, أجل X، أمس، زيارته."""
    return trigger.start - called_off.end < NEEDED["toward"] and (
        called_off.cue.part != "noun" or not any(
            mark.cue.role == "comma" for mark in between(marks, called_off.end, trigger.start)))


def _undone(marks: list[Mark], trigger: Mark, ahead: list[Mark], after: list[Mark]) -> str | None:
    """`cancelled` or `denied`, where a word before or after the trigger says so of it."""
    if any(mark.cue.role == "cancelled" and _reaches(marks, mark, trigger) for mark in ahead) or (
            any(mark.cue.role == "called off" or mark.cue.role == "cancelled" and (
                mark.start < trigger.end + 3 * BESIDE) for mark in after)):
        return "cancelled"
    right = after[-1].end if after else trigger.end
    if any(mark.cue.role == "called off" and beside(marks, mark, ("stop", "that"))
           for mark in between(marks, right, right + 3 * BESIDE)):
        return "cancelled"                               # القمة التي كانت مقررة، غير أنها تأجلت
    return "denied" if any(mark.cue.role == "denied" for mark in ahead) else None


def _governs(marks: list[Mark], verb: Mark, trigger: Mark) -> bool:
    """Whether a verb's object is the noun, though its subject is long: طالب X وزير V بعقد لقاء."""
    return bool(verb.cue.tense) and trigger.cue.part == "noun" and not trigger.cue.definite and (
        trigger.start - verb.end < NEEDED["phone"]) and not any(
        mark.cue.role in APART or mark.cue.tense and trigger.start - mark.end > 1
        for mark in between(marks, verb.end, trigger.start))


def _told_on(marks: list[Mark], act: Mark) -> bool:
    """Whether a tale of the past goes on with what came next: استقبل X أمس، قبل أن يلتقي Y."""
    ahead = [mark for mark in marks if mark.end <= act.start]
    last = next((place for place, mark in enumerate(ahead) if mark.cue.role == "before"
                 and act.start - mark.end < BESIDE), None)
    return last is not None and any(
        mark.cue.role == "trigger" and mark.cue.part == "verb" and mark.cue.tense == "past"
        and mark.cue.kind != "statement" for mark in ahead[:last])


def find_status(line: Line, marks: list[Mark], trigger: Mark, left: int, right: int,
                light: list[Mark]) -> tuple[str | None, bool]:
    """What tense and wording say of the trigger, and whether it is only supposed."""
    acts = find_acts(marks, trigger, left, right, light)
    ahead = [mark for mark in marks if left <= mark.start <= trigger.start and mark is not trigger]
    after = between(marks, trigger.end, right)
    near = [mark for mark in after if mark.start < trigger.end + 3 * BESIDE]
    passing = max((mark.start for mark in ahead if mark.cue.role in IN_PASSING or (
        mark.cue.role == "venue" and trigger.start - mark.end <= 2)), default=line.start)
    supposed = any(
        mark.cue.role in ("hypothetical", "goal") and mark.start >= passing and (
            trigger.start - mark.end < SUPPOSED or _governs(marks, mark, trigger))
        for mark in ahead
    ) or beside(marks, trigger, ("toward",)) and any(
        mark.cue.role == "hypothetical" and mark.cue.part != "word" and mark.end < trigger.start
        for mark in marks                                # دعا X، خلال لقائه Y، إلى زيارة V
    ) or any(
        mark.cue.role == "invitation" and trigger.start - mark.end < SUPPOSED for mark in ahead
    ) or any(mark.cue.role in ("hypothetical", "habit") and mark.cue.part == "word"
             and mark.start < trigger.end + BESIDE
             and not between(line.dates, mark.end, mark.end + 3) for mark in after)
    pasts = {act.start for act in acts if act.cue.tense == "past"} | {
        mark.start for mark in ahead if mark.cue.tense == "past"}
    for act in acts:
        if act.cue.tense in ("present", "past") and beside(marks, act, ("negated",)):
            return "denied", False
        if act.cue.tense == "present" and act.start not in pasts and (
                beside(marks, act, ("maybe",))):          # قد ترأس: has presided
            return PERHAPS, supposed
        if act.cue.tense == "present" and beside(marks, act, ("that",)):
            main = [mark for mark in marks if act.start - 60 < mark.start < act.start]
            if act.cue.kind in ("meeting", "call") and _told_on(marks, act):
                return "held", False                     # استقبل X قبل أن يستقبل Y
            if any(mark.cue.role == "planned" or mark.cue.role == "before" and (
                    act.start - mark.end < BESIDE) for mark in main):
                return "planned", False                  # من المقرر أن يزور, قبل أن يزور
            supposed = True
    undone = _undone(marks, trigger, [mark for mark in ahead if mark.start >= passing], after)
    if undone:
        return undone, False
    if any(act.cue.tense == "future" for act in acts):
        return "planned", False
    past = [act.start for act in acts if act.cue.tense == "past"
            and not beside(marks, act, ("planned",))]        # المتوقع عقد: a noun, spelled alike
    if any(mark.cue.role == "planned" and mark.start > max(past, default=-1) for mark in ahead):
        return "planned", supposed                       # بدأ التحضير لعقد اجتماع, not استعدادا زار
    # زار X لإجراء محادثات: the visit was held
    noun = trigger.cue.part == "noun"
    if any(mark.cue.role == "planned adjective" or noun and mark.cue.role == "planned"
           and mark.cue.part == "noun" for mark in near
           if not past or mark.start - trigger.end <= 2):
        return "planned", supposed
    if noun and (trigger.cue.kind == "visit" and beside(marks, trigger, ("before",)) or any(
            mark.cue.role == "time" and line.body.startswith("قبل", mark.start)
            and line.body[mark.end:trigger.start] == " من " for mark in ahead)):
        return "planned", supposed                       # قال قبل توجهه إلى V, قبل ساعات من لقاء
    return ("held" if past else None), supposed
