"""What stands beside a weak trigger: who is called, met or visited, and whether it is held."""

from __future__ import annotations

from bisect import bisect_left

from utils.events.casting import ONTO
from utils.events.clauses import (
    BESIDE,
    ENDS,
    LEADS,
    LIGHT,
    MET,
    NEEDED,
    Line,
    addressed,
    between,
    followed,
)
from utils.events.cues import Mark
from utils.events.homes import UNLISTED, homes

HELD = {"happens", "does", "happening", "holding", "host", "planned", "called off", "cancelled"}
HELD_BEFORE, HELD_AFTER = 70, 25      # characters between a round and what says that it is held


def is_held(marks: list[Mark], noun: Mark) -> bool:
    """Whether a word beside it says that it is held: تنعقد الجولة, الدورة التي اختتمت."""
    if any(other.cue.role == "trigger" and other.cue.part == "noun" and not other.cue.needs
           for other in between(marks, noun.end, noun.end + 2 * BESIDE)):
        return False                                       # الدورة الثانية من مؤتمر X
    for other in reversed(between(marks, noun.start - HELD_BEFORE, noun.start)):
        if other.cue.role in HELD:
            return True
        if other.cue.role in ENDS or other.cue.role == "trigger" and not other.cue.needs:
            break
    return any(other.cue.role in ("happens", "does", "called off") for other in between(
        marks, noun.end, noun.end + HELD_AFTER))


def comes_to(line: Line, verb: Mark) -> bool:
    """Whether somebody comes to a place: حل X أمس بتونس, أن X حل أمس بتونس, حل على تونس وفد."""
    near = between(line.parties, verb.end, verb.end + NEEDED["toward"])
    before = any(one.human and one.end < verb.start and line.body[one.end:verb.start].strip(" ،")
                 in ("", "قد") for one in line.parties)
    places = [one for one in near if one.kind in ("place", "country") and (
        one.onto == "ب" or line.body.endswith(ONTO, verb.end, one.start))]
    first = next((one for one in near if one not in places[:1]), None)
    return bool(places) and (before and near[0] is places[0] or (
        first is not None and first.human)) and not any(
        mark.cue.role == "topic" and places[0].start - mark.end > 1
        for mark in between(line.marks, verb.end, places[0].start))


def called(line: Line, mark: Mark) -> bool:
    """Whether a person is called up: اتصل X بالرئيس Y, للاتصال بنظيره Y."""
    last = mark.end
    for one in between(line.parties, mark.end, mark.end + NEEDED["phone"])[:2]:
        if one.kind == "person" and addressed(line, last, one):
            return True
        last = one.end
    return False


def takes_call(marks: list[Mark], line: Line, noun: Mark) -> bool:
    """Whether somebody has a call with a person: تلقى X أمس اتصالا من نظيره Y."""
    if noun.cue.part != "noun" or not any(
            followed(marks, noun, role) for role in MET):
        return False
    near = between(line.parties, noun.end, noun.end + NEEDED["phone"])[:1]
    verbs = [mark for mark in between(marks, noun.start - NEEDED["phone"], noun.start)
             if mark.cue.role in LIGHT or mark.cue.role in ENDS]
    return bool(near) and near[0].kind == "person" and bool(verbs) and (
        verbs[-1].cue.role in LIGHT)


def of_states(line: Line) -> bool:
    """Whether a body that no one state has is named: مجلس الأمن."""
    return any(one.kind == "organisation" and not one.entity_id.startswith(UNLISTED)
               and one.entity_id not in homes() for one in line.parties)


def of_two(line: Line, mark: Mark) -> bool:
    """Whether two sides are named as those between whom it was: جلسة بين الطرفين X وY."""
    near = between(line.marks, mark.end, mark.end + NEEDED["toward"])
    after = next((other.end for other in near if other.cue.role == "between"), None)
    return after is not None and sum(one.kind != "place" for one in between(
        line.parties, after, after + NEEDED["toward"])) > 1


def heads_for(line: Line, verb: Mark) -> bool:
    """Whether a place with ل stands behind the verb, or behind who goes there: توجه X للقاهرة.

    Who turns to somebody with his thanks goes nowhere: توجه بالشكر للسعودية.
    """
    near = between(line.parties, verb.end, verb.end + NEEDED["toward"])
    goal = next((one for one in near if one.onto == "ل" and one.kind in ("place", "country")), None)
    if goal is None or goal.start <= verb.end + 3:
        return goal is not None
    return verb.cue.part == "verb" and near[0] is not goal and all(
        one.human for one in near[:near.index(goal)]) and not any(
        mark.cue.role == "topic" for mark in between(line.marks, verb.end, goal.start))


def before_person(line: Line, mark: Mark) -> bool:
    """Whether who stands next after the word can meet: مع نظيره X, and not مع إيران."""
    return any(one.human for one in line.parties[bisect_left(
        line.parties, (mark.end,)):][:1])


def two_sides(line: Line, verb: Mark) -> bool:
    """Whether two who can meet stand right after the verb, listed: بحث الرئيسان X وY."""
    first, second = ([one for one in line.parties if one.start > verb.end and one.kind != "place"]
                     + [None, None])[:2]
    return second is not None and second.joined and first.human and second.human and not any(
        verb.end < mark.start < first.start and mark.cue.role in LEADS for mark in line.marks)


def two_ahead(line: Line, verb: Mark) -> bool:
    """Whether two who can meet stand right before a verb in the dual: إن X وY بحثا كذا."""
    if not line.body.endswith(("ا", "ان"), verb.start, verb.end):
        return False
    ahead = [one for one in line.parties if one.end < verb.start][-2:]
    return len(ahead) == 2 and ahead[0].human and ahead[1].human and ahead[1].joined and (
        line.body[ahead[1].end:verb.start].strip() in ("", "قد"))
