"""From one line of marks, parties and days to the events it speaks of."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import NamedTuple

import pandas as pd

from utils.events.actors import are_actors
from utils.events.asides import View, views_of
from utils.events.clauses import (
    BESIDE,
    NEEDED,
    ON_SIDELINES,
    Line,
    beside,
    between,
    find_breaks,
    followed,
)
from utils.events.cues import Mark
from utils.events.dating import find_date
from utils.events.deals import sides_named
from utils.events.draft import Draft, Told
from utils.events.needs import sure_marks
from utils.events.partaking import at_home, taking_part
from utils.events.sequels import (
    calls,
    in_its_course,
    in_its_place,
    in_plan,
    is_promise,
    is_restated,
    not_yet,
    place_of_where,
    visit_around,
    visit_of,
    visits,
    with_day_to_come,
)
from utils.events.staging import find_stretch, set_scene
from utils.events.standing import find_standing
from utils.events.stays import with_stay
from utils.events.subjects import Lines, unique
from utils.events.tenses import PERHAPS, find_status, is_going_on
from utils.events.titled import met_by_title, met_people
from utils.events.weighing import (
    TELLS,
    are_sides,
    calls_on,
    in_course,
    is_cited,
    is_event,
    is_general,
    is_hopeless,
    is_nobodys,
    lacks_sides,
    moves_nobody,
    receives_crowd,
    stays_away,
)

_SINCE_FIRST = re.compile("(?:من|منذ|على) (?:أول|آخر|أولى) $")    # بعد سنتين على أول اجتماع بينهما
_FIRST_PERSON = re.compile("[وف]?أتفق")      # أتفق مع الكاتب: an opinion; its key is that of اتفق
TO_COME = {"tomorrow", "planned adjective"}      # words of a date that lies ahead: غدا, المقبل
AFTER = {"afterwards", "follows"}
DAY = 4                  # characters: يوم and a space, which are no part of a date


def _is_another(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether words say that this is none of the events told before: عقب ذلك.

    Who meets on the sidelines of a summit meets apart from it.
    """
    return any(
        mark.cue.role in AFTER and 0 < trigger.start - mark.end < NEEDED["toward"]
        for mark in marks) or (
        line.body.find(ON_SIDELINES, trigger.end, trigger.end + NEEDED["phone"]) > 0
        and not followed(marks, trigger, "both", BESIDE))


def _tells_nothing(line: Line, marks: list[Mark], trigger: Mark, told: set[str]) -> bool:
    """Whether the words beside a trigger show at once that it speaks of no event of its own."""
    cue = trigger.cue
    if any(mark.cue.role == "press" and (
            mark.start - trigger.end < BESIDE or line.body.startswith("مع", mark.start))
            for mark in between(marks, trigger.end, trigger.end + 3 * BESIDE)):
        return True
    if cue.kind == "agreement" and _FIRST_PERSON.fullmatch(line.body, trigger.start, trigger.end):
        return True
    if cue.kind == "meeting" and followed(marks, trigger, "house"):
        return True                                       # استقبل المطار، استقبل المستشفى
    if cue.kind == "visit" and cue.own and "visit" in told and any(
            mark.cue.role == "welcome" for mark in between(marks, line.start, trigger.start)):
        return True                                       # وكان في استقباله لدى وصوله X
    return moves_nobody(line, marks, trigger) or stays_away(line, marks, trigger) or is_cited(
        line, marks, trigger)


def _draft(line: Line, marks: list[Mark], breaks: list, trigger: Mark, told: Told) -> Draft | None:
    """The event that a trigger speaks of, or None when it speaks of none."""
    cue, anchor = trigger.cue, told.anchor
    if _tells_nothing(line, marks, trigger, told.kinds):
        return None
    stretch = find_stretch(line, marks, breaks, trigger)
    left, right, light = stretch.left, stretch.right, stretch.light
    if receives_crowd(line, marks, trigger, right):
        return None
    scene = set_scene(line, marks, trigger, stretch)
    if not (cue.definite and cue.kind in told.kinds) and is_hopeless(cue, scene, bool(light)):
        return None
    status, supposed = find_status(line, marks, trigger, left, right, light)
    if supposed or status is None and is_general(cue):
        return None
    if told.agreed is not None and status not in ("cancelled", "denied"):
        status = "planned"
    people = taking_part(line, marks, trigger, stretch, scene, told)
    if lacks_sides(line, trigger, people, scene.venue):
        return None
    people, delegated = at_home(line, marks, trigger, right, scene, people, status)
    going_on = is_going_on(marks, trigger, light)
    date = find_date(line, marks, trigger, left, right, light, stretch.where, going_on, anchor,
                     told.earlier)
    if cue.kind == "agreement" and cue.part == "noun" and cue.definite and not (
            light or scene.roles & TELLS or status == "planned"):
        date = None                                       # قال أمس إنه يرفض الاتفاق
    if date is not None and status in (None, "held") and any(
            mark.cue.role in TO_COME for mark in between(marks, date.start - DAY, date.end)):
        status = "planned"
    if date is not None and status == "held" and not pd.isna(anchor) and date.earliest > anchor:
        date = None                                       # what has happened has no day to come
    if date is not None and status == "planned" and date.start < trigger.start and (
            not pd.isna(anchor) and date.latest < anchor):
        date = None                                       # بحث أمس الترتيب لزيارة V
    dated = date is not None
    if not people and cue.kind == "agreement" and cue.definite and scene.roles & TELLS and (
            dated or scene.venue):                       # الاتفاق الذي أبرم في V, which it tells of
        people = sorted((one for one in line.parties if one.kind == "country"),
                        key=lambda one: abs(one.start - trigger.start))[:1]
    if status == PERHAPS:
        if not dated and len(unique(people)) < 2:
            return None
        status = "planned"
    earliest, latest = (date.earliest, date.latest) if dated else (pd.NaT, pd.NaT)
    to_come = status is None and dated and not pd.isna(anchor) and earliest > anchor
    course = in_course(line, marks, trigger, people, scene)
    tells = (is_event(cue, people, scene, dated, bool(light) or course, status, delegated,
                      are_sides(line, marks, trigger, people))
             or met_by_title(line, marks, trigger, light, people)
             or met_people(line, marks, trigger, light, people)
             or calls_on(line, trigger, people, cue.own or cue.part == "verb" or bool(
                 light or scene.roles & TELLS), dated)) and not is_nobodys(
        line, trigger, people, scene.venue, to_come or status == "planned")
    status = "planned" if to_come else status
    refers_back, firm, attended = find_standing(
        line, marks, trigger, scene, people, status, dated, bool(light), tells, told.kinds)
    if not firm and not (refers_back and cue.kind in told.kinds):
        return None
    if refers_back and not attended and not firm:
        people = []
    since = _SINCE_FIRST.search(line.body, line.start, trigger.start) is not None
    return Draft(
        line.sentence_id, trigger, tuple(unique(people)), scene.mediator, scene.host,
        scene.venue, status, earliest, latest, refers_back, firm, tuple(people), stops=scene.stops,
        older=since or any(mark.cue.role == "earlier" and mark.start - trigger.end < BESIDE
                           for mark in marks),
        another=firm and (since or _is_another(line, marks, trigger)),
        going_on=going_on or cue.kind == "visit" and cue.own and beside(
            marks, trigger, ("during",)),
    )


def _named(line: Line, marks: list[Mark], breaks: list, trigger: Mark,
           earlier: Lines) -> Draft | None:
    """The agreement that was made and is only named with its sides: الاتفاق النووي مع إيران."""
    sides = sides_named(line, marks, trigger, earlier)
    if not sides or is_cited(line, marks, trigger) or any(
            mark.cue.role in ("planned", "planned adjective") or (
                mark.cue.role == "hypothetical" and mark.cue.part == "word")
            for mark in between(marks, trigger.end, sides[-1].end + BESIDE)):
        return None
    if beside(marks, trigger, ("happening", "toward")):   # توقيع الاتفاق, التوصل إلى الاتفاق
        stretch = find_stretch(line, marks, breaks, trigger)
        status, supposed = find_status(line, marks, trigger, stretch.left, stretch.right,
                                       stretch.light)
        if supposed or status not in (None, "held"):
            return None
    return Draft(
        line.sentence_id, trigger, tuple(unique(sides)), (), (), None, None, pd.NaT, pd.NaT,
        refers_back=False, firm=True, cast=tuple(sides), older=True)


def _in_course_of(draft: Draft, marks: list[Mark], noun: Mark) -> bool:
    """Whether a noun says in whose course the draft happened; an agreement is made after talks."""
    after = draft.mark.cue.kind == "agreement" and draft.mark.cue.part == "verb" and (
        noun.cue.kind == "meeting" and beside(marks, noun, ("beside",))
        and not beside(marks, noun, ("before",)))         # اتفقا بعد محادثات في V أمس على كذا
    return after or beside(marks, noun, ("during",))


def _last(drafts: list[Draft]) -> Draft | None:
    """The event told last, of which what follows may speak on; not one of long ago."""
    return next((one for one in reversed(drafts) if one.firm and not (
        one.older and one.mark.cue.kind == "agreement")), None)


class _Sight(NamedTuple):
    """A trigger, and the sentence as it sees it."""

    trigger: Mark
    line: Line
    marks: list[Mark]
    breaks: list


def _sights(view: View, told: set[str], likely: set[int]) -> list[_Sight]:
    """The triggers of a view that are worth a look."""
    marks = sure_marks(view.line, told)
    triggers = [mark for mark in marks if mark.cue.role == "trigger" and mark.start in likely
                and any(start <= mark.start < end for start, end in view.spans)]
    breaks = find_breaks(view.line, marks) if triggers else []
    return [_Sight(mark, view.line, marks, breaks) for mark in triggers]


def draft_events(line: Line, earlier: Lines, anchor, before: list[Draft],
                 likely: set[int]) -> list[Draft]:
    """The events that one sentence mentions, in their order.

    `earlier` gives the lines before it, nearest first; `anchor` is the article's day, `before` the
    events that the article told before, `likely` where the triggers begin that are worth a look.
    """
    told, whole = {draft.mark.cue.kind for draft in before if draft.firm}, line
    sights = sorted((sight for view in views_of(line) for sight in _sights(view, told, likely)),
                    key=lambda one: one.trigger.start)
    last = _last(before)
    drafts: list[Draft] = []
    agreed: Draft | None = None
    for sight, after in zip_longest(sights, sights[1:]):
        mark, line, marks, breaks = sight
        following = after.trigger if after is not None else None
        last = _last(drafts) or last
        pair = tuple(last.cast) if last is not None and len(last.cast) >= 2 else ()
        if drafts and _in_course_of(drafts[-1], marks, mark):
            drafts[-1] = in_its_course(drafts[-1], mark, line, breaks, anchor)
        goes = visit_of(drafts[-1]) if drafts else None
        draft = _draft(line, marks, breaks, mark, Told(earlier, anchor, told, pair, goes, agreed))
        draft = draft or _named(line, marks, breaks, mark, earlier)
        if draft is not None and draft.firm and not are_actors(
                line, marks, draft, [*before, *drafts], earlier):
            draft = None
        if draft is None and "visit" not in told:
            draft = visit_around(line, marks, mark, last)
        draft, agreed = agreed if draft is None else draft, None
        if draft is None:
            continue
        draft = with_stay(draft, line, marks)
        if drafts and is_restated(drafts[-1], draft):
            drafts[-1] = with_day_to_come(drafts[-1], draft)
            continue
        if is_promise(line, marks, mark, following):
            agreed = draft
            continue
        if mark.cue.needs == "with person" and draft.status is None:     # سيزور V لبحث كذا مع Y
            draft = draft._replace(status=drafts[-1].status if drafts else "planned")
        if drafts:
            draft = in_plan(drafts[-1], not_yet(drafts[-1], draft), marks)
        if draft.venue is None and mark.cue.kind in ("meeting", "agreement"):
            draft = draft._replace(venue=place_of_where(line, marks, mark, drafts))
        if drafts and line.end < whole.end:
            drafts[-1] = in_its_place(drafts[-1], draft)
        drafts += calls(draft, marks) if mark.cue.kind == "call" else visits(draft)
        if draft.firm:
            told.add(mark.cue.kind)
    return drafts
