"""Whom the words around a trigger show to take part, beside those whom it names itself.

Each function answers one question about a way of speaking: who met whom behind a clause of his
coming, whether all who are named stand on the other side, whom a pronoun can mean.
"""

from __future__ import annotations

from utils.events.casting import Party
from utils.events.clauses import BESIDE, LEADS, LIGHT, MET, NEEDED, Line, between
from utils.events.cues import Mark
from utils.events.scenes import Scene
from utils.events.subjects import FAR, OPENS_CLAUSE, Lines, find_subject, subject_of

OPENING = 12             # characters of وفي ختام, before the noun that a sentence opens with


def behind(line: Line, marks: list[Mark], subject: Party) -> list[Party]:
    """Whom the subject meets, behind a clause of his coming: يلتقي X الذي وصل إلى V أمس Y."""
    after = iter(between(marks, subject.end, line.end))
    first = next(after, None)
    if first is None or first.cue.role != "relative" or first.start - subject.end > 2:
        return []
    right = next((mark.start for mark in after if (
        mark.cue.role in OPENS_CLAUSE and not 0 < mark.start - first.end <= 2) or (
        mark.cue.role == "trigger" and mark.cue.kind != "visit")), line.end)
    found: list[Party] = []
    for one in between(line.parties, first.end, right):
        if one.human and (not found or one.joined):
            found.append(one)
        elif found:
            break
    return found


def by_him(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether the noun is followed by a verb of somebody named before: في اجتماع عقده اليوم."""
    return not trigger.cue.definite and any(
        mark.cue.role in LIGHT and line.body.endswith(("ه", "ها", "وه"), mark.start, mark.end)
        for mark in between(marks, trigger.end, trigger.end + 2 * BESIDE))


def ready(line: Line, marks: list[Mark], left: int, trigger: Mark) -> list[Party]:
    """Who gets ready, behind the verb, for what the trigger tells: يستعد X وY للاجتماع."""
    ready = next((mark for mark in reversed(between(marks, left, trigger.start))
                  if mark.cue.role == "planned" and mark.cue.part == "word"), None)
    if ready is None or line.body[trigger.start] != "ل":
        return []
    return find_subject(line, marks, ready.end, trigger.start)


def done_by_him(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether a verb of who was named before has the visit for its object: زيارة أداها إلى V."""
    return any(mark.cue.role == "does" and line.body.endswith("ها", mark.start, mark.end)
               for mark in between(marks, trigger.end, trigger.end + 3))


def two_before(line: Line, marks: list[Mark], left: int, trigger: Mark) -> list[Party]:
    """The last two before a trigger who can meet, also before the verb whose course it is."""
    left = min([left, *(mark.start for mark in marks if mark.cue.kind == "agreement"
                        and mark.cue.part == "verb" and mark.end == left)])
    if any(mark.start == left for mark in marks):         # إن X وY اتفقا أثناء اتصال
        left = max((mark.end for mark in marks if mark.cue.role in OPENS_CLAUSE
                    and mark.end <= left), default=line.start)
    return [one for one in between(line.parties, left, trigger.start) if one.human][-2:]


def has_subject(line: Line, marks: list[Mark], verb: Mark, trigger: Mark) -> bool:
    """Whether somebody without a name of his own is the verb's subject: توصل قادة الفصائل إلى."""
    if not line.body[verb.end:trigger.start].strip():
        return False
    return line.body.startswith(" ال", verb.end) and not any(
        date.start == verb.end + 1 for date in line.dates) or any(
        mark.cue.role in ("delegation", "body") for mark in between(
            marks, verb.end, verb.end + 2))


def other_side(marks: list[Mark], trigger: Mark, people: list[Party]) -> bool:
    """Whether all of them stand after مع: they are whom the subject met (التقى مع X وY)."""
    if trigger.cue.kind not in ("meeting", "call"):
        return False
    # وفدان من X وY met each other; in a call from X somebody else took it
    roles = {"with"} if trigger.cue.part == "verb" else MET
    first = min((one.start for one in people), default=FAR)
    return any(mark.cue.role in roles for mark in between(marks, trigger.end, first))


def of_titled(marks: list[Mark], trigger: Mark) -> bool:
    """Whether a speaker tells of somebody whom he does not name: قال X: لقاء الملك مع Y."""
    after = between(marks, trigger.end, trigger.end + BESIDE)
    return bool(after) and after[0].cue.role == "head" and after[0].cue.definite and any(
        mark.cue.role == "says" and mark.end <= trigger.start for mark in marks)


def after_meeting(marks: list[Mark], trigger: Mark, people: list[Party], scene: Scene) -> bool:
    """Whether somebody speaks or goes on after meeting the one named: قال بعد لقاء الرئيس X."""
    if trigger.cue.kind != "meeting" or trigger.cue.definite or len(people) != 1:
        return False
    return people[0].human and "between" not in scene.roles and (
        0 < people[0].start - trigger.end < NEEDED["toward"]) and any(
        mark.cue.role in ("beside", "right after") and trigger.start - mark.end == 1
        for mark in between(marks, trigger.start - BESIDE, trigger.start))


def other_than(line: Line, marks: list[Mark], left: int, right: int, trigger: Mark,
                earlier: Lines) -> list[Party]:
    """The other side of who stands behind the noun; the sentence may name him later.

    وخلال لقاء مع Y، أكد X كذا.
    """
    opens = trigger.start - line.start < OPENING and not any(
        one.end <= trigger.start for one in line.parties)
    later = find_subject(line, marks, right, line.end)[:1] if opens else []
    return later or subject_of(line, marks, left, trigger, earlier, True)[:1]


def visitor(line: Line, trigger: Mark, own: list[Party], host: str,
             earlier: Lines) -> list[Party]:
    """Whom the pronoun of a visit means: nobody is a visitor in his own state."""
    if host not in (own[0].state, own[0].entity_id):
        return own
    def guests(parties: list[Party]) -> list[Party]:
        return [one for one in parties if one.human and one.end <= trigger.start
                and host not in (one.state, one.entity_id)]

    found = guests(line.parties)[-1:]
    for other in earlier():
        subjects = guests(find_subject(other, other.marks, other.start, other.end))
        found = found or [one for one in subjects if one.state][:1]
    return found or own


def alone(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether nobody is named before a verb, nor can be right after it: ينتقل إلى V."""
    last = next((date.end for date in between(line.dates, trigger.end, trigger.end + 3)),
                trigger.end)                              # ينتقل غدا إلى V
    nobody = not any(one.human for one in line.parties)   # زار في أيار كلا من V وW
    straight = trigger.cue.kind == "visit" and any(      # أن يزور V
        one.kind in ("place", "country") and not one.human
        for one in between(line.parties, trigger.end, trigger.end + (NEEDED["toward"] if nobody
                                                                     else 4)))
    return (straight or any(mark.cue.role in ("toward", "with")
                            for mark in between(marks, last, last + 3))) and not any(
        one.end <= trigger.start and one.kind != "place" for one in line.parties)


def is_led_with(marks: list[Mark], trigger: Mark, party: Party) -> bool:
    """Whether مع stands behind the first who is named after a verb, and nothing before him."""
    return not any(mark.cue.role in LEADS or mark.cue.role == "comma"
                   for mark in between(marks, trigger.end, party.start)) and next(
        (mark.cue.role for mark in between(marks, party.end, party.end + BESIDE)), "") == "with"
