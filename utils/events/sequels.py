"""What a sentence tells on top of an event: the visit around a meeting, the meeting agreed on."""

from __future__ import annotations

import re

import pandas as pd

from utils.events.casting import Party
from utils.events.clauses import BESIDE, NEEDED, Line, beside, between
from utils.events.cues import Mark
from utils.events.days import both_days
from utils.events.draft import Draft
from utils.events.homes import state_of
from utils.events.subjects import unique

IN_PASSING = ("during", "right after", "beside", "before", "since", "hypothetical", "goal",
              "invitation")
PROMISED = 60            # characters between an agreement and the meeting that was agreed on
_BARE = re.compile("[وف]?(?:ال)?زيارة")
RECEIVES = "ستقب"       # who receives is at home: استقبل, يستقبل, استقبال


def visits(draft: Draft) -> list[Draft]:
    """The draft, or where it tells of a tour one draft a stop."""
    if len(draft.stops) < 2:
        return [draft]
    hosts = [state_of(stop.entity_id) or stop.entity_id for stop in draft.stops]
    visitors = tuple(one for one in draft.participants if one not in hosts)
    return [
        draft._replace(venue=stop.entity_id, participants=(*visitors, host))
        for stop, host in zip(draft.stops, hosts, strict=True)
    ]


def calls(draft: Draft, marks: list[Mark]) -> list[Draft]:
    """The draft, or where it tells of several calls one draft a call: اتصالين هاتفيين من X وY."""
    start = draft.mark.start
    if not any(mark.cue.role == "several" for mark in between(marks, start, start + 1)):
        return [draft]
    callers = [one for one in draft.cast if one.start < start]
    others = [one for one in draft.cast if one.start > start and one.human]
    if len(callers) != 1 or len(others) < 2 or len(others) + 1 < len(draft.cast):
        return [draft]
    return [draft._replace(participants=(callers[0].entity_id, one.entity_id),
                           cast=(callers[0], one)) for one in others]


def is_restated(before: Draft, draft: Draft) -> bool:
    """Whether the sentence only says the same again: توجه X إلى V ليكون أول من يتوجه إليها."""
    return before.status in (None, "held") and draft.status == "planned" and (
        before.mark.cue.kind == draft.mark.cue.kind == "visit"
        and draft.mark.cue.tense == "present"
        and set(before.participants) == set(draft.participants))


def with_day_to_come(before: Draft, again: Draft) -> Draft:
    """The visit with the day that its clause gives: زيارة X إلى V التي يصلها الثلاثاء المقبل."""
    if before.status is not None or pd.isna(again.earliest) or not pd.isna(before.earliest):
        return before
    return before._replace(earliest=again.earliest, latest=again.latest, status=again.status)


def not_yet(visit: Draft, draft: Draft) -> Draft:
    """The draft without the day on which somebody came who is yet to meet: وصل أمس للقاء Y."""
    if visit.mark.cue.kind != "visit" or visit.status == "planned" or (
            draft.status != "planned" or draft.earliest != visit.earliest):
        return draft
    return draft._replace(earliest=pd.NaT, latest=pd.NaT)


def in_plan(visit: Draft, draft: Draft, marks: list[Mark]) -> Draft:
    """The draft as planned, where a plan to travel goes on: سيغادر إلى V حيث يلتقي Y."""
    present = any(mark.cue.tense == "present" for mark in [draft.mark, *between(
        marks, visit.mark.end, draft.mark.start)])
    goes_on = visit.mark.cue.kind == "visit" and visit.status == "planned"
    return draft._replace(status="planned") if goes_on and present and draft.status is None else (
        draft)


def visit_of(draft: Draft) -> tuple[Party, set[str]] | None:
    """Who travels, and the place and state where to; None where the draft tells of no visit."""
    people = [one for one in draft.cast if one.human][:1]
    if draft.mark.cue.kind != "visit" or draft.venue is None or not people:
        return None
    return people[0], {draft.venue, state_of(draft.venue)}


def in_its_course(draft: Draft, course: Mark, line: Line, breaks: list, anchor) -> Draft:
    """The draft with the day of what it happens in the course of: التقاه خلال زيارته أمس.

    What happens in the course of something yet to come is planned.
    """
    between_them = between(line.marks, draft.mark.end, course.start)
    if not pd.isna(draft.earliest) or draft.status == "planned" or any(
            mark.cue.role == "invitation" for mark in between_them):
        return draft
    right = min((end for end, _, _ in breaks if end >= course.end), default=line.end)
    for date in between(line.dates, course.end, right)[:1]:
        date, status = both_days(line, date), draft.status
        if status is None and not pd.isna(anchor) and date.earliest > anchor:
            status = "planned"
        return draft._replace(earliest=date.earliest, latest=date.latest, status=status)
    return draft


def in_its_place(meeting: Draft, aside: Draft) -> Draft:
    """The meeting with the place of the visit or summit in whose course it was: التقاه في V."""
    if meeting.venue or meeting.mark.cue.kind != "meeting":
        return meeting
    return meeting._replace(venue=aside.venue)


def _host_of(meeting: Draft, line: Line) -> str:
    """The state where a meeting was: that of its place, else of him who received the other."""
    if meeting.venue:
        return state_of(meeting.venue) or meeting.venue
    word = line.body[meeting.mark.start:meeting.mark.end]
    return meeting.cast[0].state if RECEIVES in word and meeting.cast else ""


def visit_around(line: Line, marks: list[Mark], trigger: Mark, last: Draft | None) -> Draft | None:
    """The visit on which a guest was met, told by its bare noun: التقاه في V، في زيارة هي الأولى.

    Only where the meeting was in the host's own state, and one other state's people were there.
    """
    cue = trigger.cue
    if last is None or last.mark.cue.kind != "meeting" or last.status not in (None, "held") or (
            cue.kind != "visit" or cue.part != "noun" or cue.own or cue.needs):
        return None
    does = any(mark.cue.role == "does" for mark in between(
        marks, trigger.start - 2 * BESIDE, trigger.start))
    if not _BARE.fullmatch(line.body, trigger.start, trigger.end) or not (
            cue.definite or does or beside(marks, trigger, ("venue",))) or (
            beside(marks, trigger, IN_PASSING, BESIDE)):
        return None
    host = _host_of(last, line)
    guests = unique([one for one in last.cast if one.human and one.kind == "person"
                     and host not in (one.state, one.entity_id)])
    at_home = any(host in (one.state, one.entity_id) for one in last.cast)
    near = between(line.parties, trigger.end, trigger.end + 2 * BESIDE)
    if not host or not at_home or len(guests) != 1 or any(
            one.sense != "demonym" and one.entity_id not in guests for one in near):
        return None
    return last._replace(
        sentence_id=line.sentence_id, mark=trigger, participants=(guests[0], host), mediator=(),
        host=(), venue=last.venue or host, refers_back=False, firm=True, cast=(), another=False)


def place_of_where(line: Line, marks: list[Mark], meeting: Mark, before: list[Draft]) -> str | None:
    """Where a meeting was that حيث leads to: the place right before it, else that of the visit."""
    where = next((mark for mark in between(marks, meeting.start - NEEDED["with"], meeting.start)
                  if mark.cue.role == "where"), None)
    if where is None:
        return None
    for one in line.parties:
        if 0 <= where.start - one.end <= 2 and one.kind == "place":
            return one.entity_id
    return before[-1].venue if before and before[-1].mark.end < where.start else None


def is_promise(line: Line, marks: list[Mark], trigger: Mark, following: Mark | None) -> bool:
    """Whether what was agreed on is to meet: اتفق X وY على عقد اجتماع. The meeting is the event."""
    if trigger.cue.kind != "agreement" or trigger.cue.part != "verb" or following is None or (
            following.cue.kind not in ("meeting", "visit", "call")
            or following.start - trigger.end > PROMISED):
        return False
    gap = between(marks, trigger.end, following.start)
    return " على " in line.body[trigger.end:following.start + 1] and not any(
        mark.cue.role in ("comma", "hypothetical", "goal", "stop", "that") for mark in gap)
