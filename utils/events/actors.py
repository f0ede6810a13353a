"""Whether those who take part act in politics, diplomacy or arms: a farmer received is no event."""

from __future__ import annotations

import re

from utils.events.casting import Party
from utils.events.clauses import Line, between
from utils.events.cues import Mark
from utils.events.draft import Draft
from utils.events.homes import UNLISTED, state_of
from utils.events.subjects import Lines

TITLE = 60               # characters between a name and the office that it has
_LEADER = re.compile(
    "الرئيس|رئيس (?:الجمهورية|الحكومة|الوزراء|الدولة)|الملك|العاهل|ولي العهد|السلطان"
    "|(?<!مستشار )(?<!سفير )خادم الحرمين|أمير (?:دولة|قطر|الكويت)|مجلس (?:الأمن|الوزراء)")
INTO = 80                # characters between a visit and the house that is visited


def are_actors(line: Line, marks: list[Mark], draft: Draft, before: list[Draft],
               earlier: Lines) -> bool:
    """Whether somebody known takes part, an official of another state, or one abroad.

    An official whose state is not said is of the outlet's own: at home he meets no other state.
    `before` are the events that the article told before: who had a part in one is an actor.
    """
    visit = draft.mark.cue.kind == "visit"
    host = (state_of(draft.venue or "") or draft.venue or "") if visit else line.home
    guests = [one for one in draft.cast if not visit or one.entity_id != host]
    if visit and _of_house(line, marks, draft.mark) and (draft.venue is None or all(
            one.state in ("", host) for one in guests)):
        return False
    if not visit and not before and _presides_at_home(line, draft, earlier):
        return False
    if not guests or any(not one.entity_id.startswith(UNLISTED) and (
            one.human or one.kind == "organisation" or not visit) for one in guests):
        return True
    acted = {entity_id for other in before for entity_id in other.participants}
    told = [other for one in guests for other in (one, *_before(one, earlier))]
    if any(one.state not in ("", host) or one.entity_id in acted for one in told):
        return True
    officials = {one.entity_id for one in told if one.titled}
    place = state_of(draft.venue or "") or draft.venue
    return bool(officials) and place not in (None, line.home) or (
        len(officials) > 1 and not visit and not line.home)


def _presides_at_home(line: Line, draft: Draft, earlier: Lines) -> bool:
    """Whether one official sits with his own people: اجتمع وزير التعليم بوكلاء الوزارة.

    Of whoever leads the state it is told as the state's doing.
    """
    one = draft.cast[0] if len(set(draft.participants)) == 1 and draft.cast else None
    if one is None or draft.mark.cue.kind != "meeting" or one.kind != "person" or (
            one.state != line.home or not line.home) or (
            state_of(draft.venue or "") not in ("", line.home)):
        return False
    return not any(_LEADER.search(other.body, max(other.start, who.start - TITLE), who.end + TITLE)
                   for other in (line, *earlier()) for who in other.parties
                   if who.entity_id == one.entity_id)


def _before(party: Party, earlier: Lines) -> list[Party]:
    """The same party where the sentences before name it, with office and state."""
    return [one for line in earlier() for one in line.parties
            if one.entity_id == party.entity_id]


def _of_house(line: Line, marks: list[Mark], visit: Mark) -> bool:
    """Whether a building is visited: زار X أمس مستشفى كذا."""
    house = next((mark for mark in between(marks, visit.end, visit.end + INTO)
                  if mark.cue.role == "house" and "مطار" not in line.body[mark.start:mark.end]),
                 None)                                     # at the airport one arrives in the town
    return house is not None and not any(
        one.kind in ("place", "country") and not one.human
        for one in between(line.parties, visit.end, house.start))
