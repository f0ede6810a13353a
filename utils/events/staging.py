"""The stretch of a sentence in which a trigger tells of its event, and who stands on its scene."""

from __future__ import annotations

import re
from typing import NamedTuple

from utils.events.clauses import (
    CONTACTS,
    LIGHT,
    MET,
    Line,
    addressed,
    beside,
    between,
    is_noun,
    of_relative,
)
from utils.events.cues import Mark
from utils.events.scenes import Scene, cast, host_before

# How many of a thing there are, between a preposition and its noun: على سبع مذكرات تفاهم.
_COUNT = re.compile(r"\s*(?:\d+|عدد من|عدة|مجموعة من|سلسلة|جملة من|حزمة|بضع"
                    r"|(?:ثلاث|أربع|خمس|ست|سبع|ثمان|تسع|عشر)\w*)?\s*")
_PAYS = re.compile("[وف]?س?[يت]?[أؤ]د")       # a visit; of all else it says what it leads to
PLACELESS = {"statement", "call"}


class Stretch(NamedTuple):
    """What belongs to one trigger of a sentence: from the end of the clause before to the next."""

    left: int
    right: int
    where: bool              # حيث opens it
    ahead: list[Mark]        # the marks in it before the trigger
    light: list[Mark]        # the verb that lends a noun its tense and subject, if there is one


def find_stretch(line: Line, marks: list[Mark], breaks: list, trigger: Mark) -> Stretch:
    """The stretch of a trigger between the breaks of its sentence."""
    cue = trigger.cue
    cut = [one for one in breaks if one[2] is not trigger]
    opening = max((one for one in cut if one[1] <= trigger.start), default=None,
                  key=lambda one: one[1])
    left = opening[1] if opening else line.start
    right = min((end for end, _, mark in cut if end >= trigger.end
                 and (cue.kind != "statement" or mark.cue.role != "trigger")), default=line.end)
    ahead = [mark for mark in marks if left <= mark.start and mark.end <= trigger.start]
    lends = cue.part == "noun" and not beside(marks, trigger, ("beside",))         # قبل الاجتماع
    light = [mark for mark in ahead if lends and _is_light(line, marks, ahead, mark, trigger)]
    return Stretch(left, right, opening is not None and opening[2].cue.role == "where", ahead,
                   light[-1:])


def _is_light(line: Line, marks: list[Mark], ahead: list[Mark], verb: Mark, noun: Mark) -> bool:
    """Whether a verb lends the noun its tense and subject: عقد X اجتماعا, وقع على سبع اتفاقيات."""
    leads_to = noun.cue.kind != "visit" and _PAYS.match(line.body, verb.start, verb.end)
    return verb.cue.role in LIGHT and not leads_to and not is_noun(marks, verb) and not of_relative(
        marks, verb, noun) and not any(
        mark.cue.role == "topic" and mark.start > verb.start and (
            not _COUNT.fullmatch(line.body, mark.end, noun.start)
            or line.body[mark.start:mark.end] != "على")
        for mark in ahead)


def _last_place(line: Line, trigger: Mark) -> str | None:
    """The place or state named last before a verb whose pronoun means it: مصر التي وصلها."""
    return next((one.entity_id for one in reversed(line.parties) if one.end <= trigger.start and (
        one.kind == "place" or one.kind == "country" and one.sense != "demonym")), None)


def set_scene(line: Line, marks: list[Mark], trigger: Mark, stretch: Stretch) -> Scene:
    """Who takes part, mediates and hosts in the stretch, and where, as the words after it say.

    What stands before the trigger lends the scene what it lacks.
    """
    cue, (left, right, _, ahead, light) = trigger.cue, stretch
    scene = cast(line.body, between(marks, trigger.end, right),
                 between(line.parties, trigger.end, right), "participant", cue, trigger.end,
                 beside(marks, trigger, ("attends",)))
    before = cast(line.body, ahead, between(line.parties, left, trigger.start), None,
                  cue, left)
    scene = scene._replace(
        mediator=scene.mediator or before.mediator, host=scene.host or before.host,
        venue=None if cue.kind in PLACELESS else scene.venue or (
            before.venue if light or cue.kind != "visit" and (
                cue.kind != "agreement" or not cue.definite) else None)
        or (scene.within or before.within if cue.kind != "visit" else None),
        roles=scene.roles | (before.roles & {"happening"}),
    )
    if (cue.own or cue.part == "verb") and "between" in scene.roles:   # في اجتماعهم الخطة بين X وY
        matter = next(mark.start for mark in between(marks, trigger.end, right)
                      if mark.cue.role == "between")
        scene = scene._replace(participants=tuple(
            one for one in scene.participants if one.start < matter))
    if light:                                              # عقد X مع Y اجتماعا
        between_them = cast(line.body, between(ahead, light[0].end, trigger.start),
                            between(line.parties, light[0].end, trigger.start), None, cue,
                            light[0].end)
        if between_them.roles & MET and cue.kind in CONTACTS:
            scene = scene._replace(roles=scene.roles | {"with"}, participants=(
                *between_them.participants, *scene.participants))
    hosting = next((mark for mark in reversed(ahead) if mark.cue.role == "host"), None)
    if hosting is not None and not (scene.host or scene.venue):
        host, venue = host_before(between(line.parties, line.start, hosting.start))
        scene = scene._replace(host=host, venue=venue)
    if cue.needs == "there":
        scene = scene._replace(venue=_last_place(line, trigger))
    if scene.participants and line.body.startswith(" ب", trigger.end) and addressed(
            line, trigger.end, scene.participants[0]):
        scene = scene._replace(roles=scene.roles | {"with"})          # لقاء برئيس الوزراء
    return scene
