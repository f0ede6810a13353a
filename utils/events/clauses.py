"""Which words of a sentence speak of events, and where one clause ends and the next begins."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import NamedTuple

import pandas as pd

from utils.events.casting import Party
from utils.events.cues import Cue, Mark

ENDS = {"stop", "where", "that", "relative"}           # these end the clause before them
STARTS = {"happens", "does", "says", "planned", "cancelled"}     # and these after a comma
BESIDE = 14              # characters between a word and what belongs right beside it
# how far the need may be
NEEDED = {"with": 150, "with person": 150, "phone": 90, "toward": 70, "table": 100, "tour": 70}
LONG_CUE = 60            # characters: longer than any phrase that is a cue
LEADS = {"topic", "venue", "toward", "with", "between", "beside", "according", "during",
         "mediator", "host", "invited by"}      # who follows these is no subject
RELATES = {"happens", "does", "attends", "host", "planned"}    # after الذي these tell of the noun
LIGHT = {"happens", "does"}      # verbs that lend a noun their tense; who "does" is its subject
TITLES = {"head", "deputy", "counterpart", "title", "delegation"}
TOPICS = {"with", "with person"}   # a weak trigger without these is a word that opens a topic
GENERAL = {"meeting", "call", "agreement"}

_START = attrgetter("start")


class Dated(NamedTuple):
    """A day, week or month that the text names."""

    start: int
    end: int
    earliest: pd.Timestamp
    latest: pd.Timestamp
    grain: str
    weekday: bool = False            # nothing but the name of a weekday


class Line(NamedTuple):
    """One sentence made ready: what its words, names and dates are, by characters of the body."""

    sentence_id: str
    start: int
    end: int
    body: str
    marks: list
    parties: list
    dates: list


def between(items: list, start: int, end: int) -> list:
    """The marks, parties or dates, given in their order, that begin in start..end."""
    first = bisect_left(items, start, key=_START)
    return items[first:bisect_left(items, end, lo=first, key=_START)]


def beside(marks: list[Mark], mark: Mark, roles: tuple, gap: int = 2) -> bool:
    """Whether a mark of one of the roles stands right before this one."""
    for other in reversed(marks[:bisect_left(marks, mark.start, key=_START)]):
        if mark.start - other.start > LONG_CUE:
            return False
        if other.cue.role in roles and 0 < mark.start - other.end <= gap:
            return True
    return False


def followed(marks: list[Mark], mark: Mark, role: str, gap: int = 2) -> bool:
    """Whether a mark of the role begins right after this one."""
    return any(other.cue.role == role for other in between(marks, mark.end, mark.end + gap + 1))


def _read_on(marks: list[Mark]) -> list[Mark]:
    """The triggers as the words after them say: بحث هاتفيا is a call, لقاء سموه is his.

    >>> meeting, phone = Mark(0, 3, Cue("trigger", kind="meeting")), Mark(4, 10, Cue("phone"))
    >>> [mark.cue.kind for mark in _read_on([meeting, phone])]
    ['call', '']
    """
    read = []
    for place, mark in enumerate(marks):
        cue = mark.cue
        if cue.role == "trigger":
            for other in marks[place + 1:]:
                gap = other.start - mark.end
                far = gap > (NEEDED["phone"] if cue.part == "verb" else BESIDE)
                if far or other.cue.role in ENDS or other.cue.kind:
                    break
                if other.cue.role == "phone" and cue.kind == "meeting":
                    cue = cue._replace(kind="call", needs="")
                elif other.cue.role == "honorific" and gap <= 2 and cue.part == "noun":
                    cue = cue._replace(own=True)
            mark = mark._replace(cue=cue)
        read.append(mark)
    return read


def sure_marks(line: Line) -> list[Mark]:
    """The marks, weak triggers kept only where what they need follows them."""
    marks: list[Mark] = []
    given, body = line.marks, line.body
    if any(mark.cue.role in ("phone", "honorific") for mark in given):
        given = _read_on(given)
    if not any(mark.cue.needs for mark in given):
        return _without_asides(given, body)
    weak = {mark.start for mark in given if mark.cue.needs in TOPICS}
    for place, mark in enumerate(given):
        cue = mark.cue
        if cue.role == "topic" and mark.start in weak:
            continue                                       # بحث is the verb or the topic, not both
        if cue.role != "trigger" or not cue.needs:
            marks.append(mark)
            continue
        if cue.needs == "person":
            near = [one for one in line.parties if 0 < one.start - mark.end < 60]
            if near and near[0].human:
                marks.append(mark)
            continue
        if cue.kind == "call" and _called(line, mark):
            marks.append(mark)
            continue
        if cue.needs == "to person":
            continue
        if cue.needs == "at":
            if _comes_to(line, mark):
                marks.append(mark)
            continue
        if cue.needs == "toward" and any(
                one.onto == "ل" and one.kind in ("place", "country")
                for one in between(line.parties, mark.end, mark.end + 4)):
            marks.append(mark)                             # تحول للجزائر
            continue
        if cue.needs == "there":
            if any(one.end <= mark.start for one in line.parties):
                marks.append(mark)
            continue
        if cue.needs == "with" and cue.part == "verb" and (
                followed(given, mark, "both") or _two_sides(line, mark)):
            marks.append(mark)
            continue
        for other in given[place + 1:]:
            far = other.start - mark.end > NEEDED[cue.needs]
            if far or other.cue.role in ENDS or other.cue.kind in GENERAL | {"visit"}:
                break
            if other.cue.role == cue.needs or cue.needs == "with person" and (
                    other.cue.role == "with" and _before_person(line, other)):
                marks.append(mark)
                break
        else:
            far = True
        if marks[-1:] != [mark] and cue.needs in TOPICS:
            marks.append(mark._replace(cue=Cue("topic", part=cue.part)))
    return _without_asides(marks, body)


def _comes_to(line: Line, verb: Mark) -> bool:
    """Whether somebody comes to a place: حل X أمس بتونس, أن X حل أمس بتونس."""
    near = between(line.parties, verb.end, verb.end + NEEDED["toward"])
    before = any(one.human and 0 < verb.start - one.end <= 2 for one in line.parties)
    places = [one for one in near if one.onto == "ب" and one.kind in ("place", "country")]
    return bool(places) and (before and near[0] is places[0] or near[0].human) and not any(
        mark.cue.role == "topic" for mark in between(line.marks, verb.end, places[0].start))


def _called(line: Line, mark: Mark) -> bool:
    """Whether a person is called up: اتصل X بالرئيس Y, للاتصال بنظيره Y."""
    last = mark.end
    for one in between(line.parties, mark.end, mark.end + NEEDED["phone"])[:2]:
        if one.kind == "person" and addressed(line, last, one):
            return True
        last = one.end
    return False


def addressed(line: Line, last: int, party: Party) -> bool:
    """Whether ب leads the party, on its name or its title, after the character: بالرئيس X."""
    at = line.body.rfind(" ب", last, party.start) + 1
    return at > 0 and (party.start - at <= 1 or any(
        other.cue.role in TITLES for other in between(line.marks, at, at + 2)))


def _before_person(line: Line, mark: Mark) -> bool:
    """Whether who stands next after the word can meet: مع نظيره X, and not مع إيران."""
    return any(one.human for one in line.parties[bisect_left(
        line.parties, mark.end, key=_START):][:1])


def _two_sides(line: Line, verb: Mark) -> bool:
    """Whether two who can meet stand right after the verb, listed: بحث الرئيسان X وY."""
    first, second = ([one for one in line.parties if one.start > verb.end and one.kind != "place"]
                     + [None, None])[:2]
    return second is not None and second.joined and first.human and second.human and not any(
        verb.end < mark.start < first.start and mark.cue.role in LEADS for mark in line.marks)


def _without_asides(marks: list[Mark], body: str) -> list[Mark]:
    """The marks without nouns that only say during what the verb before them happened.

    In والتقى خلال زيارته X the visit does not part the verb from X; in التقيا في اجتماع مع X it is
    one meeting.
    """
    kept: list[Mark] = []
    for mark in marks:
        cue = mark.cue
        if cue.role == "trigger" and cue.part == "noun" and _is_aside(kept, mark, body):
            kept.pop()
        else:
            kept.append(mark)
    return kept


def _is_aside(before: list[Mark], noun: Mark, body: str) -> bool:
    """Whether the noun only says in the course of what the verb before it was done."""
    cue = noun.cue
    leading = before[-1] if before else None
    if leading is None or noun.start - leading.end > 2 or (
            leading.cue.role not in ("during", "venue")):
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
                theirs or noun.start - mark.end < 4 * BESIDE):
            return True
        if verb and (cue.own or cue.definite) and noun.start - mark.end < 2 * BESIDE:
            return True
        if mark.cue.role in ENDS or mark.cue.role in ("trigger", *LIGHT) or (
                mark.cue.role == "comma" and not theirs):
            return False
    return False


def _is_predicate(line: Line, before: list[Mark], verb: Mark, breaks: list,
                  noun: Mark | None) -> bool:
    """Whether a verb after a comma belongs to the noun before: الاجتماع بين X و Y، سيعقد في V."""
    if verb.cue.role != "happens" or noun is None or not noun.cue.definite:
        return False
    if not breaks or breaks[-1][2] is not noun or line.body[verb.start:verb.start + 1] == "و":
        return False
    return not any(mark.cue.role == "happens" and mark.start > noun.start for mark in before)


def _goes_on(marks: list[Mark], stop: Mark) -> bool:
    """Whether what stands after وذلك says who took part in what stands before it."""
    thereby = any(mark.cue.role == "thereby" for mark in between(marks, stop.start, stop.end))
    return thereby and any(followed(marks, stop, role) for role in ("participant", "mediator"))


def find_breaks(line: Line, marks: list[Mark]) -> list[tuple[int, int, Mark]]:
    """Where one clause ends and the next begins: (end, begin, the mark that says so)."""
    breaks, comma, noun, aside = [], None, None, line.start
    for place, mark in enumerate(marks):
        role = mark.cue.role
        if role == "bracket" and line.body[mark.start] == "(":
            aside = line.body.find(")", mark.end, line.end)
        if role in ENDS and mark.start < aside:
            continue                                   # اتفقت إيران وست دول (وهي X وY) على
        if role == "comma":
            comma = mark
            continue
        if role == "relative" and any(
                other.cue.role in RELATES and other.start - mark.end < BESIDE
                for other in marks[place + 1:place + 5]) and noun is not None and (
                mark.start - noun.end < NEEDED["with"] if followed(marks, mark, "happens")
                else mark.start - noun.end < 3 * BESIDE):
            continue            # الاتفاق الذي أبرمته إيران, الاجتماع بين X وY الذي سيعقد في V
        if role == "stop" and (_goes_on(marks, mark) or beside(marks, mark, ("relative",))
                               and followed(marks, mark, "planned", BESIDE)):
            continue               # وقع الاتفاق أمس، وذلك بحضور X; الزيارة التي كان من المقرر أن
        if role == "that" and beside(marks, mark, ("planned",)):
            continue                                   # من المقرر أن
        noun = mark if role == "trigger" and mark.cue.part == "noun" else noun
        if role in ENDS or role == "trigger" and mark.cue.kind != "statement":
            breaks.append((mark.start, mark.end, mark))
            continue
        if role not in STARTS or comma is None or mark.start - comma.end >= BESIDE:
            continue
        fresh = mark.start - comma.end < 2 or (
            line.body[comma.end:mark.end].lstrip().startswith("و"))
        if fresh and not _is_predicate(line, marks[:place], mark, breaks, noun):
            breaks.append((comma.start, comma.end, mark))
    return breaks
