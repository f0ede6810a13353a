"""When an event takes place and in what state it is: the day, the tense, the words beside it."""

from __future__ import annotations

import pandas as pd

from utils.clauses import BESIDE, NEEDED, Dated, Line, beside, between
from utils.cues import Mark

FAR = 10_000             # characters: farther than any date in the trigger's own stretch
SUPPOSED = 45            # characters over which "the need for" reaches


def find_day(line: Line, marks: list[Mark], trigger: Mark, left: int, right: int, also: int,
         loose: bool) -> Dated | None:
    """The date in the trigger's stretch, after it first; else from `also` on.

    A day since when or until when is not the event's. `loose`: nothing but a noun speaks of the
    event, and a date before it belongs to another verb unless it stands right there.
    """
    if not line.dates:
        return None
    since = [mark for mark in marks if mark.cue.role == "since"]
    dates = [date for date in line.dates if not any(
        0 <= date.start - mark.end <= BESIDE for mark in since)]
    before = between(dates, also if not loose else left, trigger.start)
    if loose:
        before = [date for date in before if trigger.start - date.end < BESIDE]
    near = between(dates, left, trigger.start)
    after = [(date.start - trigger.end, 0, date) for date in between(dates, trigger.start, right)]
    # of two in the stretch the nearer one; what stands in a clause before comes last
    ahead = [(trigger.start - date.end + (0 if date in near else FAR), 1, date)
             for date in before]
    for _, _, date in sorted([*after, *ahead], key=lambda one: one[:2]):
        return date
    return None


def next_day(date: Dated, anchor) -> Dated:
    """The bare weekday that a verb of the present means: the next one (يزور موسكو الثلاثاء)."""
    if date.weekday and not pd.isna(anchor) and date.latest < anchor:
        week = pd.Timedelta(days=7)
        return date._replace(earliest=date.earliest + week, latest=date.latest + week)
    return date


def find_status(line: Line, marks: list[Mark], trigger: Mark, left: int, right: int,
            light: list[Mark]) -> tuple[str | None, bool]:
    """What tense and wording say of the trigger, and whether it is only supposed."""
    cue = trigger.cue
    acts = [trigger, *light]
    ahead = [mark for mark in marks if left <= mark.start <= trigger.start and mark is not trigger]
    roles = {mark.cue.role for mark in ahead}
    after = [mark for mark in between(marks, trigger.end, right)]
    near = [mark for mark in after if mark.start < trigger.end + 3 * BESIDE]
    if cue.part == "noun" and not light:      # اجتماع بين X وY سيعقد: the verb may follow its noun
        acts += [mark for mark in after if mark.cue.role == "happens"
                 and mark.start - trigger.end < NEEDED["toward"]][:1]
    supposed = any(
        mark.cue.role == "hypothetical" and trigger.start - mark.end < SUPPOSED
        and not any(other.cue.role in ("during", "beside", "venue") and other.start > mark.start
                    for other in ahead)
        for mark in ahead
    ) or beside(marks, trigger, ("toward",)) and any(
        mark.cue.role == "hypothetical" and mark.cue.part != "word" and mark.end < trigger.start
        for mark in marks                                # دعا X، خلال لقائه Y، إلى زيارة V
    ) or any(mark.cue.role in ("hypothetical", "habit") and mark.start < trigger.end + BESIDE
             for mark in after)
    for act in acts:
        if act.cue.tense in ("present", "past") and beside(marks, act, ("negated",)):
            return "denied", False
        if act.cue.tense == "present" and beside(marks, act, ("maybe",)):
            supposed = True
        if act.cue.tense == "present" and beside(marks, act, ("that",)):
            main = [mark for mark in marks if act.start - 60 < mark.start < act.start]
            if any(mark.cue.role == "planned" for mark in main):
                return "planned", False
            supposed = True
    for role in ("cancelled", "denied"):
        if role in roles or any(mark.cue.role == role for mark in near if role == "cancelled"):
            return role, False
    future = any(act.cue.tense == "future" for act in acts)
    if future or "planned" in roles or any(
            mark.cue.role in ("planned adjective", "planned") for mark in near):
        return "planned", supposed and not future
    if any(act.cue.tense == "past" and act.cue.role != "holding" for act in acts):
        return "held", supposed
    return None, supposed
