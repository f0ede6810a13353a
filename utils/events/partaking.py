"""Who takes part in an event, with those whom the sentence or the events before name for it."""

from __future__ import annotations

import re

from utils.events.casting import Party
from utils.events.clauses import BESIDE, CONTACTS, LIGHT, NEEDED, Line, beside, between
from utils.events.cues import Mark
from utils.events.draft import Told
from utils.events.homes import state_of
from utils.events.people import bloc_of, find_people, is_sent
from utils.events.scenes import Scene
from utils.events.staging import Stretch
from utils.events.subjects import unique

_OTHERS = re.compile(r" ال(?!شقيق|صديق|جار|اثن)")         # البلدان المجاورة: not the two
_TWO_PERSONS = re.compile("ال(?:رئيس|وزير|زعيم)")
_TWO_STATES = re.compile("ال(?:بلد|دولت|جانب|طرف)")
_DUAL = re.compile("(?:[^توه]ا|تا|ان)$")               # التقيا, بحثتا, يجتمعان


def _with_traveller(line: Line, trigger: Mark, scene: Scene, people: list[Party],
                    goes: tuple | None) -> list[Party]:
    """The people, with who travels in the sentence where he is the one who meets them.

    `goes` is who travels, and the place and state whereto: these meet nobody.
    """
    if not goes:
        return people
    cue, (traveller, places) = trigger.cue, goes
    if cue.part == "noun" and (
            "with" in scene.roles or cue.kind == "meeting" and line.body[trigger.start] == "ل"):
        # توجه X إلى V لعقد اجتماع مع Y, يزور X V للقاء Y
        people = [one for one in people if one.entity_id not in places or one.human]
        if len(unique(people)) == 1 and people[0].entity_id != traveller.entity_id:
            people = [traveller, *people]
    if cue.part != "verb" or cue.kind != "meeting":
        return people
    if any(one.entity_id in places for one in people):    # سيزور X V ويلتقي Y
        people = [one for one in people if one.entity_id not in places]
        if traveller.entity_id not in unique(people):
            people = [traveller, *people]
    if people and line.body[trigger.start] == "و" and all(one.joined for one in people[1:]) and (
            traveller.entity_id not in unique(people)):
        people = [traveller, *people]                     # وصل X إلى V والتقى Y وZ
    return people


def _only_states(line: Line, mark: Mark) -> tuple[Party, ...]:
    """The two states that a sentence names before a word for both, if there are just two."""
    found = {one.entity_id: one for one in line.parties
             if one.kind == "country" and one.end <= mark.start}
    return tuple(found.values()) if len(found) == 2 else ()


def _between_them(marks: list[Mark], trigger: Mark, both: Mark) -> bool:
    """Whether the sides follow a noun and its verb: بقمة تعقد في V بين الرؤساء الثلاثة."""
    inside = between(marks, trigger.end, both.start)
    return bool(inside) and trigger.cue.kind in CONTACTS and inside[-1].cue.role == "between" and (
        both.start - trigger.end < NEEDED["toward"]
        and any(mark.cue.role == "happens" for mark in inside)
        and {mark.cue.role for mark in inside} <= {"happens", "venue", "between"})


def _for_whom(pair: tuple[Party, ...]) -> tuple[Party, ...]:
    """The states of two persons who have met, for it is these that agree: اتفق الجانبان على كذا."""
    states = tuple(one._replace(entity_id=one.state, kind="country", human=True) for one in pair
                   if one.kind == "person" and one.state)
    return states if len({one.entity_id for one in states}) == len(pair) else pair


def _with_both(line: Line, marks: list[Mark], trigger: Mark, people: list[Party], scene: Scene,
              pair: tuple, light: list[Mark]) -> list[Party]:
    """The people, with those of the event before where الجانبان or a dual verb means them."""
    verb, near = trigger.cue.part == "verb", 2 if trigger.cue.kind == "visit" else BESIDE
    if verb and trigger.cue.kind == "agreement" and not any(
            _TWO_PERSONS.match(line.body, mark.start) for mark in marks if mark.cue.role == "both"):
        pair = _for_whom(pair)
    if pair and len(unique(people)) < 2 and all(one.human for one in pair) and any(
            _DUAL.search(line.body, mark.start, mark.end) for mark in (trigger, *light)
            if mark.cue.tense and trigger.cue.kind in CONTACTS):
        return [*pair, *scene.participants]               # وبحثا كذا, ووقعا اتفاقا
    for mark in marks:
        if mark.cue.role != "both":
            continue
        gap = max(mark.start - trigger.end, trigger.start - mark.end)
        if gap >= near and not _between_them(marks, trigger, mark):
            continue
        persons = tuple(one for one in pair if one.kind == "person")
        if len(persons) == 2 and _TWO_PERSONS.match(line.body, mark.start):
            pair = persons                                 # الرئيسان are no states
            if light and beside(marks, mark, tuple(LIGHT)):
                return [*pair, *people]                    # وعقد الرئيسان جلسة، بحضور X
        elif not pair and _TWO_STATES.match(line.body, mark.start):
            pair = _only_states(line, mark)                # مجلس التنسيق السعودي القطري
        if verb and pair and line.body[mark.end:trigger.start].strip() in ("", "قد"):
            # الوزيران التقيا
            return [*pair, *scene.participants]
        if mark.end <= trigger.start and gap > 2 and not beside(marks, mark, tuple(LIGHT)):
            continue                                       # اتفق الجانبان على أهمية اجتماع X
        if len(unique(people)) < 2 and not _OTHERS.match(line.body, mark.end):
            return [*pair, *people]
    return people


def taking_part(line: Line, marks: list[Mark], trigger: Mark, stretch: Stretch, scene: Scene,
                 told: Told) -> list[Party]:
    """Who takes part, with whom the sentence or the events before name for it."""
    people = find_people(line, marks, trigger, stretch, scene, told.earlier)
    people = _with_traveller(line, trigger, scene, people, told.goes)
    people += bloc_of(line.body, marks, trigger)
    if told.agreed is not None and len(unique(people)) < 2:
        people = list(told.agreed.cast)                   # اتفق X وY على عقد اجتماع
    if not people and trigger.cue.kind == "meeting" and beside(marks, trigger, ("follows",)):
        return list(told.pair)                            # لقاء ثنائي أعقبه اجتماع موسع
    if not people and _is_signed(line, marks, trigger, stretch.light):
        return list(told.pair)                            # كما تم توقيع مذكرة تفاهم
    return _with_both(line, marks, trigger, people, scene, told.pair, stretch.light)


def _is_signed(line: Line, marks: list[Mark], trigger: Mark, light: list[Mark]) -> bool:
    """Whether a sentence goes on with an agreement that was made, and says not by whom."""
    cue = trigger.cue
    return cue.kind == "agreement" and cue.part == "noun" and not (cue.definite or cue.own) and (
        bool(light)) and light[0].cue.tense == "past" and light[0].start - line.start < BESIDE and (
        not any(one.human for one in line.parties))


def at_home(line: Line, marks: list[Mark], trigger: Mark, right: int, scene: Scene,
            people: list[Party], status: str | None) -> tuple[list[Party], bool]:
    """The people with the state that is visited, and whether it is a delegation that visits it.

    The visited state's own president travels nowhere.
    """
    if trigger.cue.kind != "visit":
        return people, False
    host = state_of(scene.venue or "")
    states = {one.state or one.entity_id for one in people}
    if trigger.cue.part == "verb" and host:               # وفد توجه إلى V: not its president
        people = [one for one in people if one in line.parties or host != one.state]
    delegated = is_sent(line, marks, trigger, right, people, status)
    if host and (people or delegated) and host not in states:
        people = [*people, Party(0, 0, host, "country", "host", "", False, False, "")]
    return people, delegated
