"""The day of an event: among the dates of its sentence, else that of the telling before."""

from __future__ import annotations

import re

from utils.events.clauses import BESIDE, Dated, Line, beside, between
from utils.events.cues import Mark
from utils.events.days import (
    by_eve,
    find_day,
    find_day_before,
    is_said_at,
    next_day,
    said_after,
    said_from,
)
from utils.events.subjects import Lines
from utils.events.tenses import find_acts

_WITNESSED = re.compile("و?[تي]?شهد")                       # شهدت العاصمة أمس محادثات
NOT_PAST = ("present", "future")


def _is_on_its_day(line: Line, marks: list[Mark], trigger: Mark, left: int) -> bool:
    """Whether the sentence tells what was done at the event or right after: قال أمس عقب لقاء Y.

    Of an agreement it may be its signing: قال أمس على هامش توقيع اتفاقية.
    """
    signing = [mark for mark in between(marks, trigger.start - BESIDE, trigger.start)
               if trigger.cue.kind == "agreement" and mark.cue.role == "happening"
               and trigger.start - mark.end == 1]
    return any(beside(marks, mark, ("during", "right after")) for mark in [trigger, *signing]) or (
        is_said_at(marks, trigger)) or (
        beside(marks, trigger, ("beside",)) and any(
            mark.cue.role == "thereby" and mark.start - line.start < BESIDE
            for mark in between(marks, left, trigger.start)))


def _of_past(marks: list[Mark], trigger: Mark, date: Dated) -> bool:
    """Whether a verb of the past has the day: وصل X الأربعاء في زيارة يلتقي خلالها Y."""
    verbs = [mark for mark in between(marks, 0, date.start) if mark.cue.tense]
    return date.end <= trigger.start and bool(verbs) and verbs[-1].cue.tense == "past" and (
        verbs[-1].cue.role == "trigger")


def _of_another(line: Line, marks: list[Mark], verb: Mark) -> bool:
    """Whether a verb only tells of somebody: الحركة التي بدأت, but not لقاء أمس الذي تم فيه."""
    relative = next((mark for mark in between(marks, verb.start - BESIDE, verb.start)
                     if mark.cue.role == "relative" and verb.start - mark.end <= 2), None)
    return relative is not None and not any(
        0 < relative.start - one.end <= 2 for one in (
            *line.dates, *(mark for mark in marks if mark.cue.role == "trigger")))


def find_date(line: Line, marks: list[Mark], trigger: Mark, left: int, right: int,
              light: list[Mark], where: bool, going_on: bool, anchor, earlier: Lines,
              ) -> Dated | None:
    """The date of what a trigger tells, in its stretch left..right or where its verb takes it from.

    `where` says that حيث opens the stretch, `going_on` that a visit only says who somebody is.
    """
    cue = trigger.cue
    on_its_day = _is_on_its_day(line, marks, trigger, left)
    if not line.dates:
        return find_day_before(line, marks, trigger, earlier) if on_its_day else None
    hosted = any(mark.cue.role == "host" and mark.cue.tense or mark.cue.role == "venue"
                 and _WITNESSED.match(line.body, mark.start)
                 for mark in between(marks, left, trigger.start) if mark.end <= trigger.start)
    carried = cue.part == "verb" or bool(light) or on_its_day or hosted or where
    if going_on:                                          # التقى أمس X الذي يزور V
        carried, right = False, next((mark.start for mark in between(marks, trigger.end, right)
                                      if mark.cue.role == "comma"), right)
    also = said_from(line, marks, trigger) if carried else left
    if light and _of_another(line, marks, light[0]):      # أعلنت اليوم الحركة التي بدأت مفاوضات
        also = left = max(left, light[0].start)
    date = find_day(line, marks, trigger, left, right, also,
                    cue.part == "noun" and not light and not cue.own and not on_its_day
                    and not hosted, anchor)
    date = by_eve(line, marks, trigger, date)
    if date is None:
        date = said_after(line, marks, trigger)
    if date is None and on_its_day:
        date = find_day_before(line, marks, trigger, earlier)
    if date is not None and not _of_past(marks, trigger, date) and any(
            act.cue.tense in NOT_PAST for act in find_acts(marks, trigger, left, right, light)):
        date = next_day(date, anchor)
    return date
