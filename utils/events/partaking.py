"""Who takes part in an event, with those whom the sentence or the events before name for it."""

from __future__ import annotations

from utils.events.casting import Party
from utils.events.clauses import Line
from utils.events.cues import Mark
from utils.events.draft import Told
from utils.events.homes import state_of
from utils.events.people import bloc_of, find_people, is_sent, with_both
from utils.events.scenes import Scene
from utils.events.staging import Stretch
from utils.events.subjects import unique


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
        people = [one for one in people if one.entity_id not in places]
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


def taking_part(line: Line, marks: list[Mark], trigger: Mark, stretch: Stretch, scene: Scene,
                 told: Told) -> list[Party]:
    """Who takes part, with whom the sentence or the events before name for it."""
    people = find_people(line, marks, stretch.left, stretch.right, trigger, scene, stretch.light,
                         told.earlier)
    people = _with_traveller(line, trigger, scene, people, told.goes)
    people += bloc_of(line.body, marks, trigger)
    if told.agreed is not None and len(unique(people)) < 2:
        people = list(told.agreed.cast)                   # اتفق X وY على عقد اجتماع
    return with_both(line, marks, trigger, people, scene, told.pair, stretch.light)


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
