"""Which triggers of a sentence may tell of an event, seen from its marks before it is read closely.

Each condition follows from what the grammar asks of that kind of event: nothing is left out in
which it would find one.
"""

from __future__ import annotations

from typing import NamedTuple

from utils.events.casting import HUMAN
from utils.events.clauses import GOING, MET, NEEDED, THIS
from utils.events.cues import Mark

TOLD = {"happening", "happens", "does", "attends", "between"}
AHEAD = {"planned", "cancelled", "planned adjective", "called off", "holding", "before"}
TWO = {"both", "joins both"}
PLACES = {"place", "country"}
MEANT = {"state": "country", "honorific": "person"}      # words that name by other words
RIGHT_AFTER = 3          # characters between a verb and where it leads
SOON = 40                # characters between a trigger and what stands beside it, but for a date
FIRST_PARTY = 60         # characters within which somebody is named where a trigger needs a person
_ACCUSATIVE = ("ا", "ا\N{ARABIC FATHATAN}", "\N{ARABIC FATHATAN}ا")
_OF_MANY = ("ا", "ان", "وا", "ون")       # endings of verbs that two or more may be the subject of


class Sight(NamedTuple):
    """What stands in a sentence, at first sight."""

    body: str
    marks: list[Mark]
    roles: set[str]
    named: list[tuple[int, str]]       # first character and kind of each name but outlets
    kinds: set[str]                    # of the names
    sides: int                         # names of persons, states and organisations
    dated: bool
    told: set[str]                     # kinds of the events that the article told before
    triggers: set[str]                 # kinds of the triggers in the sentence


def likely_triggers(marks: list[Mark], named: list[tuple[int, str]], dated: bool, told: set[str],
                    body: str) -> set[int]:
    """Where triggers begin that have beside them what their kind of event needs.

    `named` are the sentence's names but outlets, `told` the kinds of the events that the article
    told before: a definite noun may refer back to one.
    """
    roles = {mark.cue.role for mark in marks}
    kinds = {kind for _, kind in named}
    for role, kind in MEANT.items():
        if role in roles:
            kinds.add(kind)
            named = sorted([*named, *((mark.start, kind) for mark in marks
                                      if mark.cue.role == role)])
    sides = sum(kind != "place" for _, kind in named) + ("bloc" in roles)
    sight = Sight(body, marks, roles, named, kinds, sides, dated, told,
                  {mark.cue.kind for mark in marks if mark.cue.kind})
    supposed = {mark.start for mark in marks if mark.cue.role == "hypothetical"}     # لاستقبال
    return {
        mark.start for mark in marks
        if mark.cue.role == "trigger" and mark.start not in supposed and (
            mark.cue.definite and mark.cue.kind in told or _may_be(mark, sight))
    }


def _may_be(mark: Mark, sight: Sight) -> bool:
    """Whether a trigger in such a sentence can be an event of its own."""
    cue = mark.cue
    return (not cue.needs or _has_need(mark, sight)) and _MAY_BE[cue.kind](
        mark, sight, _reaches(mark, sight))


def _has_need(mark: Mark, sight: Sight) -> bool:
    """Whether what a weak trigger needs can be there."""
    needs, body = mark.cue.needs, sight.body
    if mark.cue.kind == "call":
        return "phone" in sight.roles or "person" in sight.kinds
    if needs == "toward" and body.find(" ل", mark.end, mark.end + NEEDED["toward"]) >= 0:
        return True
    if needs in ("toward", "table", "tour"):
        return any((other.cue.role == needs or needs == "toward" and other.cue.role == "state")
                   and 0 <= other.start - mark.end <= NEEDED[needs]
                   for other in sight.marks)
    if needs == "person":
        return any(0 < start - mark.end < FIRST_PARTY for start, _ in sight.named)
    return True


def _reaches(mark: Mark, sight: Sight) -> bool:
    """Whether who takes part may stand in a sentence before."""
    cue, body, roles = mark.cue, sight.body, sight.roles
    if not roles.isdisjoint(TWO) or cue.own:
        return True
    if cue.kind == "visit" and "says" in roles and any(    # وأضاف خلال زيارة إلى V
            other.cue.role == "during" and 0 < mark.start - other.end <= THIS
            for other in sight.marks):
        return True
    if cue.part == "verb":
        if cue.kind == "visit" and any(kind in PLACES and 0 < start - mark.end <= RIGHT_AFTER
                                       for start, kind in sight.named):
            return True                                    # ومن المقرر أن يزور V
        return body[mark.start] in "وف" or body.startswith("ثم ", mark.start - 3) or any(
            other.cue.role in MET or other.start - mark.end < SOON and (
                other.cue.role in ("toward", "head", "deputy"))
            for other in sight.marks if other.start >= mark.end)
    if cue.kind in ("meeting", "call") and any(
            other.cue.role in MET for other in sight.marks if other.start >= mark.end):
        return True
    light = {other.cue.role for other in sight.marks if other.start < mark.end + SOON}
    return "does" in light or "happens" in light and body[:mark.end].endswith(_ACCUSATIVE)


def _visit(mark: Mark, sight: Sight, reaches: bool) -> bool:
    """A visit needs somebody who travels, and a place to go to or a second party."""
    cue, roles = mark.cue, sight.roles
    if cue.part == "noun" and not cue.own and "meeting" in sight.told | sight.triggers:
        return True                                        # it may be the visit around a meeting
    if not reaches and "person" not in sight.kinds and "organisation" not in sight.kinds and (
            not sight.named or HUMAN.isdisjoint(roles)):
        return False
    if cue.needs == "there" or cue.needs not in GOING and len(sight.named) > 1:
        return True
    light = cue.part == "noun" and not roles.isdisjoint(("happens", "does"))
    if sight.dated and "person" in sight.kinds and (light or cue.own or cue.part == "verb"):
        return True                                        # أدى X أمس زيارة إلى السوق
    return any(kind in PLACES and (light or start >= mark.end) for start, kind in sight.named)


def _meeting(mark: Mark, sight: Sight, reaches: bool) -> bool:
    """A meeting needs two sides, or less where more is told of it."""
    cue, roles, sides = mark.cue, sight.roles, sight.sides
    placed = not PLACES.isdisjoint(sight.kinds)
    if sides > 1 or not roles.isdisjoint(TWO) or "agreement" in sight.triggers:
        return True
    if cue.part == "verb":
        return sides > 0 and (reaches or placed or sight.dated or "visit" in sight.triggers) or (
            sight.body.endswith(_OF_MANY, mark.start, mark.end))
    if sight.dated or placed and (reaches or not AHEAD.isdisjoint(roles) or any(
            other.cue.tense == "future" for other in sight.marks)):
        return True
    return (sides > 0 or reaches) and not roles.isdisjoint(TOLD | AHEAD) or sides > 0 and (
        reaches or placed)


def _call(mark: Mark, sight: Sight, reaches: bool) -> bool:
    """A call needs two sides, one of whom may be named before."""
    return sight.sides > 1 or reaches


def _agreement(mark: Mark, sight: Sight, reaches: bool) -> bool:
    """An agreement needs a side right after it, or one and a word that says it was made."""
    if mark.cue.part == "noun" and (
            "deal" in sight.roles or any(0 < start - mark.end < SOON for start, _ in sight.named)):
        return True
    tells = mark.cue.part == "verb" or "with" in sight.roles or (
        not TOLD.isdisjoint(sight.roles)) or sight.body.startswith(" ب", mark.end)
    return tells and (sight.sides > 0 or reaches)


def _strike(mark: Mark, sight: Sight, reaches: bool) -> bool:
    """A strike needs a side, and a place or a word that says it was made."""
    told = mark.cue.part == "verb" or not TOLD.isdisjoint(sight.roles) or (
        not PLACES.isdisjoint(sight.kinds))
    return told and (sight.sides > 0 or reaches)


def _statement(mark: Mark, sight: Sight, reaches: bool) -> bool:
    """A statement needs two sides, one of whom may be named before."""
    return sight.sides > 1 or sight.sides > 0 and reaches


_MAY_BE = {"visit": _visit, "meeting": _meeting, "call": _call, "agreement": _agreement,
           "strike": _strike, "statement": _statement}
