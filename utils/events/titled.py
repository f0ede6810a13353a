"""Officials who are named by their office alone, as papers name those of their own state.

التقى رئيس الوزراء أمس الرئيس الفرنسي إيمانويل ماكرون: two met, though only one of them has a name.
"""

from __future__ import annotations

from utils.events.casting import Party
from utils.events.clauses import BESIDE, MET, Line, beside, between
from utils.events.cues import Mark

OFFICES = {"head", "deputy"}
PARTS = {"venue", "counterpart", "with", "from whom", "during"}    # between him and whom he met


def met_people(line: Line, marks: list[Mark], trigger: Mark, light: list[Mark],
               people: list[Party]) -> bool:
    """Whether the one who is named met people of whom only their rank is told: اجتمع بقادة عرب."""
    if len({one.entity_id for one in people}) != 1 or people[0].kind != "person" or (
            trigger.cue.kind != "meeting" or not (light or trigger.cue.part == "verb")):
        return False
    met = next((mark for mark in between(marks, trigger.end, trigger.end + 3 * BESIDE)
                if mark.cue.role == "delegation"), None)
    return met is not None and (
        met.start - trigger.end <= 1 or line.body[met.start] == "ب" or beside(marks, met, MET))


def met_by_title(line: Line, marks: list[Mark], trigger: Mark, light: list[Mark],
                 people: list[Party]) -> bool:
    """Whether the one who is named met somebody whose office alone stands behind the verb."""
    alone = len({one.entity_id for one in people}) == 1 and people[0].human
    acts = trigger.cue.kind in ("meeting", "call") and (trigger.cue.part == "verb" or bool(light))
    if not alone or not acts:
        return False
    begin = (light[0] if light else trigger).end
    office = next((mark for mark in between(marks, begin, begin + 3)
                   if mark.cue.role in OFFICES), None)
    if office is None or office.end > people[0].start:
        return False
    behind = between(marks, office.end, people[0].start)
    return bool(between(line.dates, office.end, people[0].start)) or any(
        mark.cue.role in PARTS or mark.cue.role in OFFICES and (
            line.body.startswith("ال", mark.start)) for mark in behind)
