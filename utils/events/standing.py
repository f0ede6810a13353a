"""How a mention stands to the events told before: one of them again, or one in its own right."""

from __future__ import annotations

import re
from typing import NamedTuple

from utils.events.casting import Party
from utils.events.clauses import BESIDE, Line, beside, between, has_clause
from utils.events.cues import Mark
from utils.events.scenes import Scene
from utils.events.subjects import unique

_SESSION = 8             # characters: جلسة or مراسم, between حضر and what was attended
_CAME = re.compile("و?(?:حضر|ترأس|رأس|شارك فيه)")          # who came to what was told of


class Standing(NamedTuple):
    """How a mention stands to the events told before."""

    refers_back: bool
    firm: bool               # an event in its own right
    attended: bool           # it says who came to it


def find_standing(line: Line, marks: list[Mark], trigger: Mark, scene: Scene, people: list[Party],
                  status: str | None, dated: bool, light: bool, tells: bool,
                  kinds: set[str]) -> Standing:
    """Whether the noun refers to an event told before, and whether it says enough to be one.

    `tells` says that the mention is somebody's doing, `kinds` of what events the article has told.
    """
    cue, during = trigger.cue, beside(marks, trigger, ("during",))
    attended = beside(marks, trigger, ("attends",), gap=_SESSION) or cue.definite and (
        cue.kind in kinds and beside(marks, trigger, ("presides",)))
    aside = attended or during
    joins = beside(marks, trigger, ("joins",), gap=5)       # شارك في الاجتماع X: X was there too
    related = bool(scene.roles & {"attends", "does", "happens"}) and has_clause(marks, trigger)
    if related and any(mark.cue.role == "attends" and _CAME.match(line.body, mark.start, mark.end)
                       for mark in between(marks, trigger.end, trigger.end + 2 * BESIDE)):
        attended, related = True, False                     # اللقاء الذي حضره X, not جمع X وY
    whole = cue.kind == "visit" and scene.venue is not None and any(one.human for one in people)
    # الاتصال الذي جرى أمس, of which nothing else is said, is the one told before
    bare = cue.part == "noun" and cue.definite and not cue.own and not whole and not (
        related and (people or tells or not dated))
    refers_back = bare and (
        aside or joins or len(scene.participants) < 2 and not scene.roles & {"with", "between"}
        and not (status == "planned" and dated and people))
    firm = tells and not (refers_back and len(unique(people)) < 2 and (
        during or attended or cue.kind in kinds and not (dated or scene.venue or light)))
    return Standing(bool(refers_back), firm, attended)
