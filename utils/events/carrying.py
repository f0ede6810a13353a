"""What a sentence takes over from the telling before it: the day, the place, that it is planned."""

from __future__ import annotations

import pandas as pd

from utils.events.clauses import BESIDE, NEEDED, Line
from utils.events.draft import Draft
from utils.events.sources import day_known, find_source
from utils.events.stays import whole_stay
from utils.events.subjects import Lines

UNDONE = {"cancelled", "denied"}


def carry_over(told: list[Draft], found: list[Draft], line: Line, earlier: Lines,
               anchor) -> list[Draft]:
    """The events that a sentence tells of, with what they take over from those `told` before.

    `earlier` gives the lines before it, nearest first; `anchor` is the article's day.
    """
    before = next((draft for draft in reversed(told) if draft.firm and (
        draft.mark.cue.own or not draft.going_on) and not (
        draft.older and draft.mark.cue.kind == "agreement")), None)
    carried: list[Draft] = []
    for draft in found:
        if before is not None:
            draft = _in_programme(before, draft, line)
        draft = _yet_to_come([*told, *carried], draft, line, anchor)
        draft = _that_day([*told, *carried], draft, line)
        if before is not None and not (draft.status == "planned" and before.latest < anchor):
            draft = _on_visit(before, draft, line)
        if pd.isna(draft.earliest) and draft.status in (None, "held", "planned"):
            source = find_source(told, before, draft, line, earlier, anchor)
            if source is not None:
                draft = draft._replace(
                    earliest=source.earliest, latest=source.latest,
                    lent=isinstance(source, Draft) and source.mark.cue.kind == "visit")
        carried.append(draft)
    return carried


def _that_day(told: list[Draft], draft: Draft, line: Line) -> Draft:
    """The draft on the day of the event told last, where it says so: وفي اليوم نفسه توجه."""
    same = [mark for mark in line.marks if mark.cue.role == "same day" and (
        0 < draft.mark.start - mark.end < NEEDED["toward"]
        or 0 < mark.start - draft.mark.end < NEEDED["toward"])]
    if not same or not pd.isna(draft.earliest) and not any(
            date.start < same[0].end and same[0].start < date.end
            and date.earliest == draft.earliest for date in line.dates):
        return draft
    source = next((one for one in reversed(told) if one.firm and day_known(one)), None)
    return draft if source is None else draft._replace(
        earliest=source.earliest, latest=source.latest)


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
    stay = whole_stay(before) if draft.status == "planned" else before
    return draft._replace(earliest=stay.earliest, latest=stay.latest, venue=before.venue,
                          lent=not pd.isna(stay.earliest))


def _yet_to_come(told: list[Draft], draft: Draft, line: Line, anchor) -> Draft:
    """The draft as planned, where the present tells of a visit that is not over yet.

    وصل X اليوم إلى V. ويلتقي خلال الزيارة Y.
    """
    present = any(mark.cue.tense == "present" and mark.cue.role in ("trigger", "does") and (
        0 <= draft.mark.start - mark.start < NEEDED["toward"]) for mark in line.marks)
    if draft.mark.cue.kind != "meeting" or draft.status is not None or line.dates or not present:
        return draft
    stays = [one for one in map(whole_stay, told) if one.firm and one.mark.cue.kind == "visit"
             and one.latest >= anchor and set(one.participants) & set(draft.participants)]
    return draft._replace(status="planned") if stays else draft


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
