"""Whom a clause or a pronoun is about: the subject of a verb, the one that لقائه means."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from utils.events.casting import INSIDE, Party
from utils.events.clauses import BESIDE, LEADS, Line, beside, between
from utils.events.cues import Mark
from utils.events.meant import OWN
from utils.events.scenes import PLACE, is_portfolio

OPENS_CLAUSE = {"says", "happens", "does", "stop", "where", "that", "relative"}
IN_LISTS = {"comma"} | INSIDE
PHRASES = {"topic", "venue", "toward", "during"}     # they lead a noun, and never one of two sides
THEN = "ثم "
CLAUSES = 12             # so far back in one sentence a subject can stand
FAR = 1 << 32            # behind every character of an article

Lines = Callable[[], Iterator[Line]]     # the lines before one, nearest first, made when asked for


def find_subject(line: Line, marks: list[Mark], first: int, last: int,
                 human: bool = False) -> list[Party]:
    """The parties that a clause is about: the first one no preposition leads, and its list.

    `human`: only of those who can travel.
    """
    found: list[Party] = []
    blocked, delegation, lead, title = False, False, first, 0
    inside = [*between(marks, first, last), *between(line.parties, first, last)]
    for item in sorted(inside, key=PLACE):
        if isinstance(item, Mark):
            role = item.cue.role
            if role in ("head", "deputy") or is_portfolio(line.body, title, item):
                title = item.end                         # وزير الخارجية والتعاون فلان
                continue
            if role == "topic" and item.cue.part in ("verb", "present"):
                blocked = False                          # بحث X العلاقات: he who discussed them
            elif role in LEADS or role == "from whom" and not delegation:
                blocked, lead = True, item.end if role in PHRASES else FAR
            elif role == "delegation":
                delegation = True
            elif role in ("comma", "happens", "does", "says", "trigger", "stop", "that"):
                blocked = False
            if found and role not in IN_LISTS:
                break
            continue
        led = item.onto and not (item.human and item.kind == "organisation") and not (
            item.onto == "ل" and any(mark.cue.role == "earlier" for mark in between(
                marks, item.start - 2 * BESIDE, item.start)))      # سبق لX أن التقى Y
        if item.kind == "place" or item.weak or led or human and not item.human:
            continue
        if found and not item.joined:
            break
        if not blocked or _after_phrase(line.body[lead:item.start]):
            found.append(item)
    return found


def _after_phrase(gap: str) -> bool:
    """Whether a preposition's phrase ends with its first word: أكد في كلمته الرئيس X.

    >>> _after_phrase(" كلمته الرئيس "), _after_phrase(" القاهرة الرئيس ")
    (True, False)
    """
    first = gap.strip().partition(" ")[0]
    return len(first) > 3 and first.endswith(("ه", "ها", "هم"))


def is_led(marks: list[Mark], party: Party) -> bool:
    """Whether a preposition stands right before the party: ومن مصر سينتقل X."""
    return any(mark.cue.role in LEADS or mark.cue.role == "from whom"
               for mark in between(marks, party.start - BESIDE, party.start)
               if party.start - mark.end <= 1)


def subject_of(line: Line, marks: list[Mark], left: int, trigger: Mark,
             earlier: Lines, far: bool) -> list[Party]:
    """The parties before a trigger that its pronoun or light verb means."""
    before = [mark for mark in marks if mark.end <= trigger.start]
    if before and before[-1].cue.role == "relative":         # كيري الذي وصل: he stands right before
        close = [one for one in line.parties if one.end <= before[-1].start
                 and one.kind != "place" and (one.human or trigger.cue.needs != "there")]
        if close:
            return close[-1:]
    travels = trigger.cue.kind == "visit" and line.body.startswith(THEN, trigger.start - len(THEN))
    found = find_subject(line, marks, left, trigger.start, travels)
    opens = OPENS_CLAUSE | {"trigger"}
    if before and before[-1].cue.role == "that" and trigger.start - before[-1].end <= 2 and (
            line.body.endswith(("ه", "ها", "هما", "هم"), line.start, before[-1].end)
            and beside(marks, before[-1], ("stop",), BESIDE)):
        opens, far = {"says"}, True                      # قال X إن Y، مشيرا إلى أنه سيلتقي Z
    clauses = [mark for mark in marks if mark.end <= left and mark.cue.role in opens]
    for mark in clauses[:-CLAUSES - 1:-1]:
        if found:
            break
        found = _ahead_of(line, mark) or find_subject(line, marks, mark.end, left, travels)
    found = found or find_subject(line, marks, line.start, left, travels)
    if not found and trigger.cue.own:
        found = [one for one in line.parties if one.human and one.end <= trigger.start][-1:]
    for other in earlier() if far and not found else ():
        found = find_subject(other, other.marks, other.start, other.end)[:1]
        if found:
            break
    return found if trigger.cue.kind == "agreement" else _whose(line, found)


def _whose(line: Line, found: list[Party]) -> list[Party]:
    """The man where his state stands for him: أعلن X أن بلاده (أنقرة) ستشارك، خلال لقائه Y."""
    if not found or not (found[0].sense == "metonym" or line.body.startswith(
            OWN, found[0].start)):
        return found
    return [one for one in line.parties if one.kind == "person" and one.end <= found[0].start
            and one.state == found[0].entity_id][-1:] or found


def _ahead_of(line: Line, verb: Mark) -> list[Party]:
    """The party right before a verb, whose subject it is: وكان X قد التقى Y."""
    if verb.cue.role != "trigger" or verb.cue.part != "verb" or line.body[verb.start] in "وف":
        return []
    return [one for one in line.parties if one.human and one.end < verb.start
            and line.body[one.end:verb.start].strip() in ("", "قد")]


def _two_before_line(earlier: Lines) -> list[Party]:
    """The two who are named last in the nearest sentence before that names anybody."""
    for other in earlier():
        humans = [one for one in other.parties if one.human]
        if humans:
            return humans[-2:] if len(unique(humans)) > 1 else []
    return []


def joins_both(marks: list[Mark], trigger: Mark) -> bool:
    """Whether the noun is followed by a verb with the two for its object: لقاء جمعهما."""
    return trigger.cue.part == "noun" and any(
        mark.cue.role == "joins both"
        for mark in between(marks, trigger.end, trigger.end + 2 * BESIDE))


def meant_by(line: Line, marks: list[Mark], left: int, trigger: Mark,
           earlier: Lines) -> list[Party]:
    """Whom the pronoun on a noun means: one, or the two or more of whom it tells (لقائهما)."""
    word = line.body[trigger.start:trigger.end]
    says = next((mark for mark in marks if mark.cue.role == "says"), None)
    if says and says.start > trigger.end and marks[0].cue.role == "topic" and (
            marks[0].start - line.start <= 1):           # وعن زيارته إلى V، قال X
        speaker = find_subject(line, marks, says.end, line.end)[:1]
        if speaker:
            return speaker
    if word.endswith("هما") or joins_both(marks, trigger):
        sides = [one for one in line.parties if one.end <= trigger.start and (
            one.human or one.kind == "country") and one.kind != "place"][-2:]
        if len(sides) < 2:
            sides = _two_before_line(earlier)
        if len(sides) == 2:
            return sides
    if word.endswith("هم"):                               # وزراء دول المجلس لحضور اجتماعهم
        bodies = [one for one in line.parties if one.end <= trigger.start and one.human
                  and one.kind != "person"]
        if bodies:
            return bodies[-1:]
    found = subject_of(line, marks, left, trigger, earlier, True)
    return found if word.endswith(("هم", "هما")) else found[:1]


def unique(parties: list[Party]) -> list[str]:
    """The entity ids of the parties, each once."""
    return list(dict.fromkeys(party.entity_id for party in parties))
