"""What a sentence takes over from the telling before it: the day, the place, that it is planned.

News names the day once and goes on: استقبل X أمس Y. كما التقى Z. A day is only taken over where
words say that the sentence goes on with the same doings; else an event without a day has none.
"""

from __future__ import annotations

from itertools import islice

import pandas as pd

from utils.events.clauses import BESIDE, CONTACTS, ENDS, NEEDED, ON_SIDELINES, THIS, Line, between
from utils.events.days import main_day
from utils.events.draft import Draft
from utils.events.homes import state_of
from utils.events.subjects import Lines

SIGNED = {"does", "happens", "happening"}
LOOKS_BACK = {"earlier", "beside", "hypothetical", "planned"}
SPEAKS = {"says", "speaks"}
OPENING = 8              # characters before a verb that opens its sentence: كما, ثم, كذلك
NOUN_AFTER = 70          # characters between a light verb that opens and its noun
UNDONE = {"cancelled", "denied"}
CLOSE = 2                # sentences: farther back is another matter


def carry_over(told: list[Draft], found: list[Draft], line: Line, earlier: Lines) -> list[Draft]:
    """The events that a sentence tells of, with what they take over from those `told` before.

    `earlier` gives the lines before it, nearest first.
    """
    before = next((draft for draft in reversed(told) if draft.firm and (
        draft.mark.cue.own or not draft.going_on)), None)
    carried: list[Draft] = []
    for draft in found:
        if before is not None:
            draft = _in_programme(before, draft, line)
        draft = _that_day([*told, *carried], draft, line)
        if before is not None:
            draft = _on_visit(before, draft, line)
        if pd.isna(draft.earliest) and draft.status in (None, "held", "planned"):
            source = _source(told, before, draft, line, earlier)
            if source is not None:
                draft = draft._replace(earliest=source.earliest, latest=source.latest)
        carried.append(draft)
    return carried


def _source(told: list[Draft], before: Draft | None, draft: Draft, line: Line, earlier: Lines):
    """The event or date whose day is the draft's as well, or None."""
    if draft.status == "planned":
        return _stay_planned(told, draft) or _on_sidelines(told, draft, line)
    if before is not None and not pd.isna(before.earliest):
        if _is_outcome(before, draft, line):
            return before
        if _goes_on(before, draft, line) and before.sentence_id in {
                other.sentence_id for other in islice(earlier(), CLOSE)}:
            return before
    return (_on_sidelines(told, draft, line) or _spoken(draft, line, earlier)
            or _day_of_sequel(draft, line, earlier))


def _day_known(draft: Draft) -> bool:
    return not pd.isna(draft.earliest) and draft.earliest == draft.latest


def _that_day(told: list[Draft], draft: Draft, line: Line) -> Draft:
    """The draft on the day of the event told last, where it says so: وفي اليوم نفسه توجه."""
    same = [mark for mark in line.marks if mark.cue.role == "same day" and (
        0 < draft.mark.start - mark.end < NEEDED["toward"]
        or 0 < mark.start - draft.mark.end < NEEDED["toward"])]
    if not same or not pd.isna(draft.earliest) and not any(
            date.start < same[0].end and same[0].start < date.end
            and date.earliest == draft.earliest for date in line.dates):
        return draft
    source = next((one for one in reversed(told) if one.firm and _day_known(one)), None)
    return draft if source is None else draft._replace(
        earliest=source.earliest, latest=source.latest)


def _opens(draft: Draft, line: Line) -> bool:
    """Whether the sentence goes on with the verb that tells of the event.

    It opens with it (كما التقى, وعقد اجتماعا), or comes to it by another (ونقل رسالة، وأجرى لقاء).
    """
    ahead = [mark for mark in line.marks if mark.start <= draft.mark.start]
    acts = [mark for mark in ahead if mark.cue.tense == "past" and (
        mark.start == draft.mark.start or mark.cue.role in ("does", "happens"))
        and draft.mark.start - mark.end < NOUN_AFTER]
    if not acts or any(mark.cue.role in LOOKS_BACK for mark in ahead):
        return False
    act, body = acts[0], line.body
    return act.start - line.start <= OPENING or body[line.start] == body[act.start] == "و" and (
        not line.dates and not any(mark.cue.role in ENDS or mark.cue.role == "says"
                                   for mark in ahead))


def _goes_on(before: Draft, draft: Draft, line: Line) -> bool:
    """Whether the sentence goes on with the doings of the day that the one before told of."""
    if draft.mark.cue.kind not in CONTACTS or draft.older or not _day_known(before) or (
            before.status not in (None, "held")
            or not set(draft.participants) & set(before.participants)):
        return False
    return draft.another or _opens(draft, line)


def _on_sidelines(told: list[Draft], draft: Draft, line: Line) -> Draft | None:
    """The event told before, on whose sidelines the draft was: بحثا في لقاء على هامش القمة."""
    for mark in line.marks:
        if mark.cue.role != "during":
            continue
        course = next((one for one in between(line.marks, mark.end, mark.end + THIS + 1)
                       if one.cue.role == "trigger"), None)
        if course is None or not course.cue.definite or course.cue.own or (
                course.start == draft.mark.start):
            continue
        aside = line.body.endswith(ON_SIDELINES, mark.start, mark.end)
        if not (aside and 0 < draft.mark.start - course.end < NEEDED["with"]
                or 0 < mark.start - draft.mark.end < NEEDED["phone"] and draft.status != "planned"):
            continue                                     # وعلى هامش هذا اللقاء، سيلتقي X
        return next((one for one in reversed(told) if one.firm and not pd.isna(one.earliest)
                     and one.mark.cue.kind == course.cue.kind), None)
    return None


def _spoken(draft: Draft, line: Line, earlier: Lines):
    """The day of the saying before, that this goes on with: أكدت مصر أمس كذا. وقال X في اتصال."""
    first = next(iter(line.marks), None)
    if first is None or first.cue.role not in SPEAKS or first.start - line.start > OPENING or (
            line.dates or draft.mark.start - first.end > 2 * NEEDED["phone"]):
        return None
    ahead = [mark for mark in line.marks if first.end <= mark.start < draft.mark.start]
    if not ahead or ahead[-1].cue.role not in ("during", "venue", "right after") or any(
            mark.cue.role in ("that", "stop") for mark in ahead):
        return None
    other = next(iter(earlier()), None)
    opening = next(iter(other.marks), None) if other is not None else None
    if opening is None or opening.cue.role not in SPEAKS:
        return None
    sides = {state_of(one) or one for one in draft.participants}
    if not any(sides & {one.state, one.entity_id} for one in other.parties):
        return None
    return main_day(other)


def _day_of_sequel(draft: Draft, line: Line, earlier: Lines):
    """The day of the sentence before, which only brings on who meets here: دخل X أمس. والتقاه Y."""
    other = next(iter(earlier()), None)
    if other is None or line.body[line.start] != "و" or draft.mark.cue.kind not in CONTACTS or (
            not _opens(draft, line)):
        return None
    there = {one.entity_id for one in other.parties if one.human}
    if not there & set(draft.participants) or any(
            mark.cue.role in ("says", "that") or mark.cue.kind and not mark.cue.needs
            for mark in other.marks):
        return None
    return main_day(other)


def _stay_planned(told: list[Draft], draft: Draft) -> Draft | None:
    """The one visit planned with a day, on which the planned meeting will be."""
    if draft.mark.cue.kind != "meeting":
        return None
    people = {one.entity_id for one in draft.cast if one.human}
    sides = {state_of(one) or one for one in draft.participants}
    where = state_of(draft.venue or "") or draft.venue
    stays = [
        one for one in told if one.firm and one.mark.cue.kind == "visit"
        and one.status == "planned" and _day_known(one) and people & set(one.participants)
        and (one.venue == draft.venue if where else (state_of(one.venue or "") or one.venue)
             in sides)
    ]
    return stays[0] if len({one.earliest for one in stays}) == 1 else None


def _on_visit(before: Draft, draft: Draft, line: Line) -> Draft:
    """The draft with day and place of the visit that the sentence before told of.

    Only where the sentence goes on with it (والتقى, كما بحث, خلال زيارته), names neither day nor
    place, and somebody is in both; وكان قد التقى looks back instead.
    """
    if before.mark.cue.kind != "visit" or draft.mark.cue.kind != "meeting" or (
            before.status in UNDONE):
        return draft
    persons = {one.entity_id for one in draft.cast if one.human}
    goes_on = any(
        mark.cue.role == "during" or mark.start == line.start or mark is draft.mark
        for mark in line.marks if mark.start <= draft.mark.start
    ) and not any(mark.cue.role in ("stop", "beside") for mark in line.marks
                  if mark.start < draft.mark.start)
    told = not pd.isna(draft.earliest) or draft.venue is not None
    apart = draft.status not in (None, before.status) and before.status is not None
    if told or apart or not goes_on or not persons & set(before.participants):
        return draft
    return draft._replace(earliest=before.earliest, latest=before.latest, venue=before.venue)


def _is_outcome(before: Draft, draft: Draft, line: Line) -> bool:
    """Whether an agreement was made at what the article told before: تخلل اللقاء توقيع اتفاق."""
    if draft.mark.cue.kind != "agreement" or draft.status not in (None, "held"):
        return False
    ahead = [mark for mark in line.marks if mark.start < draft.mark.start]
    return any(mark.cue.role in SIGNED for mark in ahead[-1:]) and any(
        mark.cue.role == "trigger" and mark.cue.definite
        and mark.cue.kind == before.mark.cue.kind for mark in ahead)


def _in_programme(before: Draft, draft: Draft, line: Line) -> Draft:
    """The draft as planned, where the sentence goes on in the present with what is planned.

    يزور X الرياض غدا. ويتضمن البرنامج لقاء Y. كما يجتمع مع Z.
    """
    ahead = [mark for mark in line.marks if mark.start <= draft.mark.start]
    goes_on = any(mark.cue.role == "programme" for mark in ahead) or any(
        mark.cue.tense == "present" and mark.start - line.start < BESIDE for mark in ahead)
    if before.status != "planned" or draft.status is not None or draft.going_on or not goes_on or (
            not pd.isna(draft.earliest) and draft.earliest < before.earliest):
        return draft
    return draft._replace(status="planned")
