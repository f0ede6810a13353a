"""Which words of a sentence speak of events: weak triggers only where what they need stands by."""

from __future__ import annotations

import re

from utils.events.clauses import (
    BESIDE,
    CONTACTS,
    ENDS,
    LIGHT,
    NEEDED,
    Line,
    beside,
    between,
    followed,
)
from utils.events.company import (
    HELD_BEFORE,
    before_person,
    called,
    comes_to,
    heads_for,
    is_held,
    of_states,
    of_two,
    takes_call,
    two_ahead,
    two_sides,
)
from utils.events.cues import Cue, Mark

_SIGNS = re.compile("[وف]?(?:ال|[يت])?(?:وقع|توقيع)")
MADE = {"does", "happening"}
TOPICS = {"with", "with person"}   # a weak trigger without these is a word that opens a topic
GOALS = {("toward", "state"), ("carries", "toward"), ("carries", "state")}     # إلى المملكة
NEAR = 60                # characters: from a verb that needs a person to the one it speaks of
FIRSTS = {"", "أول", "ثاني", "ثالث", "آخر", "أحدث"}       # between في and زيارة


def _by_phone(after: list[Mark]) -> Mark | None:
    """The call in whose course what a verb tells of was done."""
    for other in after:
        if other.cue.kind == "call":
            return other if beside(after, other, ("during", "venue")) else None
        if other.cue.role in ENDS or other.cue.kind and other.cue.part == "verb":
            break
    return None


def _read_on(marks: list[Mark]) -> list[Mark]:
    """The triggers as the words after them say: بحث هاتفيا is a call, لقاء سموه is his.

    >>> meeting, phone = Mark(0, 3, Cue("trigger", kind="meeting")), Mark(4, 10, Cue("phone"))
    >>> [mark.cue.kind for mark in _read_on([meeting, phone])]
    ['call', '']
    """
    read, call = [], None
    for place, mark in enumerate(marks):
        cue = mark.cue
        if mark is call:
            mark = mark._replace(cue=Cue("phone", part="word"))       # it has been told of
        elif cue.role == "trigger":
            for other in marks[place + 1:]:
                gap = other.start - mark.end
                far = gap > (NEEDED["phone"] if cue.part == "verb" else BESIDE)
                if far or other.cue.role in ENDS or other.cue.kind:
                    break
                if other.cue.role == "phone" and cue.kind == "meeting":
                    cue = cue._replace(kind="call", needs="")
                elif other.cue.role == "honorific" and gap <= 2 and cue.part == "noun":
                    cue = cue._replace(own=True)
            if cue.kind == "meeting" and cue.part == "verb" and (
                    found := _by_phone(marks[place + 1:])):
                cue = cue._replace(kind="call")            # بحث X مع Y، خلال اتصال هاتفي
                if not cue.needs or any(other.cue.role == "with" for other in between(
                        marks, mark.end, found.start)):
                    call = found                           # else it is the call that tells of it
            mark = mark._replace(cue=cue)
        read.append(mark)
    return read


def _talked_about(marks: list[Mark]) -> list[Mark]:
    """The marks, with an agreement that talks are about as their topic: مفاوضات اتفاقية التجارة.

    >>> talks, treaty = (Mark(start, start + 4, Cue("trigger", kind=kind, part="noun"))
    ...                  for start, kind in ((0, "meeting"), (5, "agreement")))
    >>> [mark.cue.role for mark in _talked_about([talks, treaty])]
    ['trigger', 'topic']
    """
    talks = {mark.end + 1 for mark in marks if mark.cue.kind == "meeting" and (
        mark.cue.part == "noun" and not (mark.cue.definite or mark.cue.own))}
    if not talks or not any(mark.cue.kind == "agreement" for mark in marks):
        return marks
    return [mark._replace(cue=Cue("topic", part="noun")) if mark.start in talks and (
        mark.cue.kind == "agreement" and mark.cue.part == "noun") else mark for mark in marks]


def _stands_by(line: Line, given: list[Mark], place: int) -> bool:
    """Whether one of the next marks is what the trigger needs, in reach and in the same clause."""
    mark = given[place]
    needs = mark.cue.needs
    for other in given[place + 1:]:
        far = other.start - mark.end > NEEDED[needs]
        if far or other.cue.role in ENDS or other.cue.kind in CONTACTS | {"visit"}:
            return False
        if other.cue.role == needs or (needs, other.cue.role) in GOALS or (
                needs == "with person" and other.cue.role == "with"
                and before_person(line, other)):
            return True
    return False


def _has_need(line: Line, given: list[Mark], place: int, told: set[str]) -> bool:
    """Whether the sentence has what a weak trigger needs to speak of an event."""
    mark = given[place]
    cue, needs = mark.cue, mark.cue.needs
    if needs == "person":
        near = [one for one in line.parties if 0 < one.start - mark.end < NEAR]
        return bool(near) and near[0].human
    if cue.kind == "call" and (called(line, mark) or takes_call(given, line, mark) or (
            cue.kind in told and cue.definite and followed(given, mark, "relative"))):
        return True
    if needs == "to person":
        return False
    if needs == "informs":
        about = line.body.find(" على ", mark.end, line.end)
        return sum(one.human for one in between(line.parties, mark.end, about)) > 1
    if needs in ("held", "session"):
        return is_held(given, mark) and (
            needs == "held" or of_states(line) or of_two(line, mark))
    if needs == "made":                                    # توصل X وY إلى هدنة
        return beside(given, mark, ("toward",)) and any(other.cue.role in MADE for other in between(
            given, mark.start - HELD_BEFORE, mark.start))
    if needs == "signed":                                  # توقيع X وY على إعلان
        return any(_SIGNS.match(line.body, other.start, other.end) for other in between(
            given, mark.start - HELD_BEFORE, mark.start))
    if needs == "at":
        return comes_to(line, mark)
    if needs == "there":
        return any(one.end <= mark.start for one in line.parties)
    return needs == "toward" and heads_for(line, mark) or (             # تحول للجزائر
        needs == "with" and cue.part == "verb" and (
            followed(given, mark, "both") or two_sides(line, mark) or two_ahead(line, mark))) or (
        _stands_by(line, given, place))


def sure_marks(line: Line, told: set[str]) -> list[Mark]:
    """The marks, weak triggers kept only where what they need follows them.

    `told` are the kinds of events that the article told of before: الاتصال الذي جرى أمس is one.
    """
    given = _talked_about(line.marks)
    if any(mark.cue.role in ("phone", "honorific") or mark.cue.kind == "call" for mark in given):
        given = _read_on(given)
    weak = {mark.start for mark in given if mark.cue.needs in TOPICS}
    marks: list[Mark] = []
    for place, mark in enumerate(given):
        cue = mark.cue
        if cue.role == "topic" and mark.start in weak:
            continue                                       # بحث is the verb or the topic, not both
        if cue.role != "trigger" or not cue.needs or _has_need(line, given, place, told):
            marks.append(mark)
        elif cue.needs in TOPICS:
            marks.append(mark._replace(cue=Cue("topic", part=cue.part)))
    return _without_asides(marks, line.body)


def _without_asides(marks: list[Mark], body: str) -> list[Mark]:
    """The marks without nouns that only say during what the verb before them happened.

    In والتقى خلال زيارته X the visit does not part the verb from X; in التقيا في اجتماع مع X it is
    one meeting.
    """
    kept: list[Mark] = []
    last = -1                                              # where the noun left out last ends
    for mark in marks:
        cue = mark.cue
        if cue.role == "trigger" and cue.part == "noun" and _is_aside(kept, mark, body):
            kept.pop()
            last = mark.end
        elif cue.role == "toward" and mark.start - last == 1:      # سيلتقي خلال زيارته إلى V مع X
            kept.append(mark._replace(cue=cue._replace(role="aside")))
        else:
            kept.append(mark)
    return kept


def _is_aside(before: list[Mark], noun: Mark, body: str) -> bool:
    """Whether the noun only says in the course of what the verb before it was done."""
    cue = noun.cue
    leading = before[-1] if before else None
    if leading is None or leading.cue.role not in ("during", "venue") or (
            body[leading.end:noun.start].strip() not in FIRSTS):
        return False
    course = next((mark for mark in before[-4:] if mark.cue.role == "during"), None)
    if course and cue.definite and 2 < noun.start - course.end < 2 * BESIDE and not any(
            mark.cue.role in ("comma", "trigger") and mark.start > course.start
            for mark in before[-4:]):
        return any(mark.cue.role == "trigger" and course.start - mark.end < 4 * BESIDE
                   for mark in before)                     # لقاء جمعه على هامش مشاركته في القمة
    theirs = cue.own and body.endswith(("هم", "هما"), noun.start, noun.end)
    for mark in before[-2::-1]:
        verb = mark.cue.role == "trigger" and mark.cue.part == "verb" and (
            mark.cue.kind != "statement")
        if verb and mark.cue.kind == cue.kind and (
                theirs or noun.start - mark.end < 6 * BESIDE):
            return True
        if verb and (cue.own or cue.definite) and noun.start - mark.end < 2 * BESIDE:
            return True
        if mark.cue.role in ENDS or mark.cue.role in ("trigger", *LIGHT) or (
                mark.cue.role == "comma" and not theirs):
            return False
    return False
