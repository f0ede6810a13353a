"""Which event or date told before gives an event its day as well.

News names the day once and goes on: استقبل X أمس Y. كما التقى Z. A day is only taken over where
words say that the sentence goes on with the same doings; else an event without a day has none.
"""

from __future__ import annotations

from itertools import islice

import pandas as pd

from utils.events.clauses import (
    CONTACTS,
    ENDS,
    NEEDED,
    ON_SIDELINES,
    THIS,
    Dated,
    Line,
    between,
    find_breaks,
)
from utils.events.cues import Mark
from utils.events.dating import find_date
from utils.events.days import SPEAKS, main_day
from utils.events.draft import Draft
from utils.events.homes import state_of
from utils.events.staging import find_stretch
from utils.events.stays import STAY, whole_stay
from utils.events.subjects import Lines

SIGNED = {"does", "happens", "happening"}
LOOKS_BACK = {"earlier", "beside", "hypothetical", "planned"}
OCCASIONS = {"during", "venue", "right after", "beside"}     # of what was said: وقال بعد لقاء Y
NOT_THEN = {"before", "eve", "morrow"}
HOSTS = {"host", "does"}         # nouns before an event's own: عقب استضافة محادثات
PLURAL = "ات"
OPENING = 8              # characters before a verb that opens its sentence: كما, ثم, كذلك
NOUN_AFTER = 70          # characters between a light verb that opens and its noun
NEWS = 2                 # days after which a visit that has begun is still told of
CLOSE = 2                # sentences: farther back is another matter


def find_source(told: list[Draft], before: Draft | None, draft: Draft, line: Line,
                earlier: Lines, anchor) -> Draft | Dated | None:
    """The event or date whose day is the draft's as well, or None.

    `told` are the events told before and `before` is the last of them; `earlier` gives the lines
    before this one, nearest first, and `anchor` is the article's day.
    """
    if draft.status == "planned":
        return _stay_planned(told, draft, anchor) or _on_sidelines(told, draft, line)
    if before is not None and not pd.isna(before.earliest):
        if _is_outcome(before, draft, line):
            return before
        if _goes_on(before, draft, line) and before.sentence_id in {
                other.sentence_id for other in islice(earlier(), CLOSE)}:
            return before
    return (_on_sidelines(told, draft, line) or _spoken(draft, line, earlier)
            or _day_of_sequel(draft, line, earlier)
            or _day_of_same(draft, line, earlier, anchor))


def day_known(draft: Draft) -> bool:
    """Whether the event's day is known to the day."""
    return not pd.isna(draft.earliest) and draft.earliest == draft.latest


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
    if draft.mark.cue.kind not in CONTACTS or draft.older or not day_known(before) or (
            before.status not in (None, "held")):
        return False
    states = [{state_of(one) or one for one in some.participants} for some in (draft, before)]
    shared = set(draft.participants) & set(before.participants) or (
        len(states[0]) > 1 and states[0] <= states[1])    # التقى الملك X. كما التقى ولي العهد X
    return bool(shared) and (draft.another or _opens(draft, line))


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
    said = next((mark.start for mark in line.marks if mark.cue.role == "that"), line.end)
    if first is None or not _says(first) or first.start - line.start > OPENING or (
            between(line.dates, line.start, said)
            or draft.mark.start - first.end > 2 * NEEDED["phone"]):
        return None
    ahead = [mark for mark in line.marks if first.end <= mark.start < draft.mark.start
             and not (mark.cue.role in HOSTS and mark.cue.part == "noun")]
    last = {mark.cue.role for mark in ahead if mark.start == ahead[-1].start}
    if not last & OCCASIONS or last & NOT_THEN or any(
            mark.cue.role in ("that", "stop") for mark in ahead):
        return None
    sides = {state_of(one) or one for one in draft.participants}
    for other in earlier():
        opening = next(iter(other.marks), None)
        if opening is None or not _says(opening):
            return None
        if "right after" in last or any(
                sides & {one.state, one.entity_id} for one in other.parties):
            date = main_day(other)
            if date is not None and date.grain == "day":
                return date
    return None


def _says(verb: Mark) -> bool:
    """Whether a verb tells of words: وقال, but also وطالب, after which nothing has happened."""
    return verb.cue.role in SPEAKS or verb.cue.role == "hypothetical" and verb.cue.tense == "past"


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


def _day_of_same(draft: Draft, line: Line, earlier: Lines, anchor) -> Dated | None:
    """The day that a sentence before gives to what is only named again: عقد أمس لقاء. وحضره X.

    That sentence need not say who was there, and so told of no event by itself. Talks (المفاوضات)
    go on for days, and the plural says nothing of one.
    """
    cue = draft.mark.cue
    if line.dates or draft.going_on or not draft.firm or cue.kind == "agreement" or not (
            _is_one(draft.mark, line) and (cue.definite or cue.own)):
        return None
    for other in islice(earlier(), CLOSE):
        for mark in reversed(other.marks if other.dates else []):
            if mark.cue.role != "trigger" or mark.cue.kind != cue.kind or not _is_one(mark, other):
                continue
            stretch = find_stretch(other, other.marks, find_breaks(other, other.marks), mark)
            date = find_date(other, other.marks, mark, stretch.left, stretch.right, stretch.light,
                             stretch.where, False, anchor, lambda: iter(()))
            if date is not None and date.grain == "day" and not date.earliest > anchor and not any(
                    one.cue.role == "relative"           # استقبل أمس الوفد الذي أدى زيارة إلى V
                    for one in between(other.marks, date.end, mark.start)):
                return date
    return None


def _is_one(mark: Mark, line: Line) -> bool:
    """Whether a trigger is the noun of a single event."""
    return mark.cue.part == "noun" and PLURAL not in line.body[mark.start:mark.end]


def _stay_planned(told: list[Draft], draft: Draft, anchor) -> Draft | None:
    """The one visit planned with a day, or told of as that of these days, on which it will be."""
    if draft.mark.cue.kind != "meeting":
        return None
    people = {one.entity_id for one in draft.cast if one.human}
    sides = {state_of(one) or one for one in draft.participants}
    where = state_of(draft.venue or "") or draft.venue
    stays = visits = [
        one for one in map(whole_stay, told) if one.firm and one.mark.cue.kind == "visit"
        and one.latest - one.earliest < STAY and (
            one.status == "planned" or not pd.isna(anchor)
            and 0 <= (anchor - one.earliest).days <= max(NEWS, (one.latest - one.earliest).days))
        and people & set(one.participants)
    ]
    if where or len(visits) > 1:
        stays = [one for one in visits if (
            one.venue == draft.venue if where
            else (state_of(one.venue or "") or one.venue) in sides)]
    return stays[0] if len({(one.earliest, one.latest) for one in stays}) == 1 else None


def _is_outcome(before: Draft, draft: Draft, line: Line) -> bool:
    """Whether an agreement was made at what the article told before: تخلل اللقاء توقيع اتفاق."""
    if draft.mark.cue.kind != "agreement" or draft.status not in (None, "held"):
        return False
    ahead = [mark for mark in line.marks if mark.start < draft.mark.start]
    return any(mark.cue.role in SIGNED for mark in ahead[-1:]) and any(
        mark.cue.role == "trigger" and mark.cue.definite
        and mark.cue.kind == before.mark.cue.kind for mark in ahead)
