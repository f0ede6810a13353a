"""From one line of marks, parties and days to the events it speaks of."""

from __future__ import annotations

import re
from itertools import zip_longest

import pandas as pd

from utils.events.actors import are_actors
from utils.events.casting import Party
from utils.events.clauses import (
    BESIDE,
    CONTACTS,
    LIGHT,
    MET,
    NEEDED,
    ON_SIDELINES,
    Line,
    addressed,
    beside,
    between,
    find_breaks,
    followed,
    has_clause,
    is_noun,
    of_relative,
)
from utils.events.cues import Mark
from utils.events.dating import find_date
from utils.events.draft import Draft
from utils.events.homes import state_of
from utils.events.needs import sure_marks
from utils.events.people import bloc_of, find_people, is_sent, last_place, with_both
from utils.events.scenes import cast, host_before
from utils.events.sequels import (
    calls,
    in_its_course,
    is_promise,
    is_restated,
    not_yet,
    place_of_where,
    visit_around,
    visit_of,
    visits,
)
from utils.events.subjects import Lines, unique
from utils.events.tenses import PERHAPS, find_status, is_going_on
from utils.events.titled import met_by_title
from utils.events.weighing import (
    TELLS,
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

# How many of a thing there are, between a preposition and its noun: على سبع مذكرات تفاهم.
_COUNT = re.compile(r"\s*(?:\d+|عدد من|عدة|مجموعة من|سلسلة|جملة من|حزمة|بضع"
                    r"|(?:ثلاث|أربع|خمس|ست|سبع|ثمان|تسع|عشر)\w*)?\s*")
_SINCE_FIRST = re.compile("(?:من|منذ|على) (?:أول|آخر|أولى) $")    # بعد سنتين على أول اجتماع بينهما
_SESSION = 8             # characters: جلسة or مراسم, between حضر and what was attended
_CAME = re.compile("و?(?:حضر|ترأس|رأس|شارك فيه)")          # who came to what was told of
PLACELESS = {"statement", "call"}
TO_COME = {"tomorrow", "planned adjective"}      # words of a date that lies ahead: غدا, المقبل
DAY = 4                  # characters: يوم and a space, which are no part of a date


def _is_another(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether words say that this is none of the events told before: عقب ذلك.

    Who meets on the sidelines of a summit meets apart from it.
    """
    return any(
        mark.cue.role == "afterwards" and 0 < trigger.start - mark.end < NEEDED["toward"]
        for mark in marks) or (
        line.body.find(ON_SIDELINES, trigger.end, trigger.end + NEEDED["phone"]) > 0
        and not followed(marks, trigger, "both", BESIDE))


def _draft(line: Line, marks: list[Mark], breaks: list, trigger: Mark, earlier: Lines,
           anchor, pair: tuple, goes: tuple | None, told: set[str],
           agreed: Draft | None) -> Draft | None:
    """The event that a trigger speaks of, or None when it speaks of none.

    `pair` are the parties that الجانبان and البلدان stand for: those of the event before. `goes` is
    who travels in the sentence, and whereto: the visit that it told of before. `told`
    are the kinds of events that the article told of before: to them a noun may refer back.
    `agreed` is the agreement to hold what the trigger names.
    """
    cue = trigger.cue
    if any(mark.cue.role == "press" and (
            mark.start - trigger.end < BESIDE or line.body.startswith("مع", mark.start))
            for mark in between(marks, trigger.end, trigger.end + 3 * BESIDE)):
        return None
    if cue.kind == "meeting" and followed(marks, trigger, "house"):
        return None                                       # استقبل المطار، استقبل المستشفى
    if cue.kind == "visit" and cue.own and "visit" in told and any(
            mark.cue.role == "welcome" for mark in between(marks, line.start, trigger.start)):
        return None                                       # وكان في استقباله لدى وصوله X
    if moves_nobody(line, marks, trigger) or stays_away(line, marks, trigger) or is_cited(
            line, marks, trigger):
        return None
    cut = [one for one in breaks if one[2] is not trigger]
    opening = max((one for one in cut if one[1] <= trigger.start), default=None,
                  key=lambda one: one[1])
    left = opening[1] if opening else line.start
    right = min((end for end, _, mark in cut if end >= trigger.end
                 and (cue.kind != "statement" or mark.cue.role != "trigger")), default=line.end)
    ahead = [mark for mark in marks if left <= mark.start and mark.end <= trigger.start]
    light = [mark for mark in ahead if mark.cue.role in LIGHT and not is_noun(
        marks, mark) and not of_relative(marks, mark, trigger) and not any(
        other.cue.role == "topic" and other.start > mark.start and (
            not _COUNT.fullmatch(line.body, other.end, trigger.start)
            or line.body[other.start:other.end] != "على")
        for other in ahead)][-1:] if (
        cue.part == "noun" and not beside(marks, trigger, ("beside",))) else []    # قبل الاجتماع
    if receives_crowd(line, marks, trigger, right):
        return None
    scene = cast(line.body, between(marks, trigger.end, right),
                 between(line.parties, trigger.end, right), "participant", cue, trigger.end,
                 beside(marks, trigger, ("attends",)))
    before = cast(line.body, ahead, between(line.parties, left, trigger.start), None,
                  cue, left)
    scene = scene._replace(
        mediator=scene.mediator or before.mediator, host=scene.host or before.host,
        venue=None if cue.kind in PLACELESS else scene.venue or (
            before.venue if light or cue.kind != "visit" and (
                cue.kind != "agreement" or not cue.definite) else None)
        or (scene.within or before.within if cue.kind != "visit" else None),
        roles=scene.roles | (before.roles & {"happening"}),
    )
    if (cue.own or cue.part == "verb") and "between" in scene.roles:   # في اجتماعهم الخطة بين X وY
        matter = next(mark.start for mark in between(marks, trigger.end, right)
                      if mark.cue.role == "between")
        scene = scene._replace(participants=tuple(
            one for one in scene.participants if one.start < matter))
    if light:                                              # عقد X مع Y اجتماعا
        between_them = cast(line.body, between(ahead, light[0].end, trigger.start),
                            between(line.parties, light[0].end, trigger.start), None, cue,
                            light[0].end)
        if between_them.roles & MET and cue.kind in CONTACTS:
            scene = scene._replace(roles=scene.roles | {"with"}, participants=(
                *between_them.participants, *scene.participants))
    hosting = next((mark for mark in reversed(ahead) if mark.cue.role == "host"), None)
    if hosting is not None and not (scene.host or scene.venue):
        host, venue = host_before(between(line.parties, line.start, hosting.start))
        scene = scene._replace(host=host, venue=venue)
    if cue.needs == "there":
        scene = scene._replace(venue=last_place(line, trigger))
    if scene.participants and line.body.startswith(" ب", trigger.end) and addressed(
            line, trigger.end, scene.participants[0]):
        scene = scene._replace(roles=scene.roles | {"with"})          # لقاء برئيس الوزراء
    if not (cue.definite and cue.kind in told) and is_hopeless(cue, scene, bool(light)):
        return None
    status, supposed = find_status(line, marks, trigger, left, right, light)
    if supposed or status is None and is_general(cue):
        return None
    if agreed is not None and status not in ("cancelled", "denied"):
        status = "planned"
    people = find_people(line, marks, left, right, trigger, scene, light, earlier)
    if goes and cue.part == "noun" and (
            "with" in scene.roles or cue.kind == "meeting" and line.body[trigger.start] == "ل"):
        # توجه X إلى V لعقد اجتماع مع Y, يزور X V للقاء Y
        people = [one for one in people if one.entity_id not in goes[1]]
        if len(unique(people)) == 1 and people[0].entity_id != goes[0].entity_id:
            people = [goes[0], *people]
    if goes and cue.part == "verb" and cue.kind == "meeting" and any(
            one.entity_id in goes[1] for one in people):  # سيزور X V ويلتقي Y
        people = [one for one in people if one.entity_id not in goes[1]]
        if goes[0].entity_id not in unique(people):
            people = [goes[0], *people]
    if goes and cue.part == "verb" and cue.kind == "meeting" and people and (
            line.body[trigger.start] == "و" and all(one.joined for one in people[1:])
            and goes[0].entity_id not in unique(people)):
        people = [goes[0], *people]                       # وصل X إلى V والتقى Y وZ
    people += bloc_of(line.body, marks, trigger)
    if agreed is not None and len(unique(people)) < 2:
        people = list(agreed.cast)                        # اتفق X وY على عقد اجتماع
    people = with_both(line, marks, trigger, people, scene, pair, light)
    if lacks_sides(line, trigger, people, scene.venue):
        return None
    states = {one.state or one.entity_id for one in people}
    host = state_of(scene.venue or "")
    if cue.kind == "visit" and cue.part == "verb" and host:     # وفد توجه إلى V: not its president
        people = [one for one in people if one in line.parties or host != one.state]
    delegated = cue.kind == "visit" and is_sent(line, marks, trigger, right, people, status)
    if cue.kind == "visit" and host and (people or delegated) and host not in states:
        people.append(Party(0, 0, host, "country", "host", "", False, False, ""))
    attended = beside(marks, trigger, ("attends",), gap=_SESSION) or cue.definite and (
        cue.kind in told and beside(marks, trigger, ("presides",)))
    during = beside(marks, trigger, ("during",))
    going_on = is_going_on(marks, trigger, light)
    where = opening is not None and opening[2].cue.role == "where"
    date = find_date(line, marks, trigger, left, right, light, where, going_on, anchor, earlier)
    if cue.kind == "agreement" and cue.part == "noun" and cue.definite and not (
            light or scene.roles & TELLS):
        date = None                                       # قال أمس إنه يرفض الاتفاق
    if date is not None and status in (None, "held") and any(
            mark.cue.role in TO_COME for mark in between(marks, date.start - DAY, date.end)):
        status = "planned"
    if date is not None and status == "held" and not pd.isna(anchor) and date.earliest > anchor:
        date = None                                       # what has happened has no day to come
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
    said = status
    if status is None and dated and not pd.isna(anchor) and earliest > anchor:
        status = "planned"
    aside = attended or during
    joins = beside(marks, trigger, ("joins",), gap=5)       # شارك في الاجتماع X: X was there too
    related = bool(scene.roles & {"attends", "does", "happens"}) and has_clause(marks, trigger)
    if related and any(mark.cue.role == "attends" and _CAME.match(line.body, mark.start, mark.end)
                       for mark in between(marks, trigger.end, trigger.end + 2 * BESIDE)):
        attended, related = True, False                     # اللقاء الذي حضره X, not جمع X وY
    whole = cue.kind == "visit" and scene.venue is not None and any(one.human for one in people)
    told_of = (is_event(cue, people, scene, dated, bool(light), said, delegated) or met_by_title(
        line, marks, trigger, light, people)) and not is_nobodys(
        line, trigger, people, scene.venue)
    # الاتصال الذي جرى أمس, of which nothing else is said, is the one told before
    bare = cue.part == "noun" and cue.definite and not cue.own and not whole and not (
        related and (people or told_of or not dated))
    refers_back = bare and (
        aside or joins or len(scene.participants) < 2 and not scene.roles & {"with", "between"}
        and not (status == "planned" and dated and people))
    firm = told_of and not (refers_back and len(unique(people)) < 2 and (
        during or attended or cue.kind in told and not (dated or scene.venue or light)))
    if not firm and not (refers_back and cue.kind in told):
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
        going_on=going_on or cue.kind == "visit" and cue.own and during,
    )


def draft_events(line: Line, earlier: Lines, anchor, before: list[Draft],
                 likely: set[int]) -> list[Draft]:
    """The events that one sentence mentions, in their order.

    `earlier` gives the lines before it, nearest first; `anchor` is the article's day, `before` the
    events that the article told before, `likely` where the triggers begin that are worth a look.
    """
    told = {draft.mark.cue.kind for draft in before if draft.firm}
    marks = sure_marks(line, told)
    triggers = [mark for mark in marks if mark.cue.role == "trigger" and mark.start in likely]
    if not triggers:
        return []
    last = next((draft for draft in reversed(before) if draft.firm), None)
    breaks = find_breaks(line, marks)
    drafts: list[Draft] = []
    agreed: Draft | None = None
    for mark, following in zip_longest(triggers, triggers[1:]):
        last = next((draft for draft in reversed(drafts) if draft.firm), last)
        pair = tuple(last.cast) if last is not None and len(last.cast) >= 2 else ()
        if drafts and beside(marks, mark, ("during",)):
            drafts[-1] = in_its_course(drafts[-1], mark, line, breaks, anchor)
        goes = visit_of(drafts[-1]) if drafts else None
        draft = _draft(line, marks, breaks, mark, earlier, anchor, pair, goes, told, agreed)
        if draft is not None and draft.firm and not are_actors(
                line, marks, draft, [*before, *drafts], earlier):
            draft = None
        if draft is None and "visit" not in told:
            draft = visit_around(line, marks, mark, last)
        draft, agreed = agreed if draft is None else draft, None
        if draft is None:
            continue
        if drafts and is_restated(drafts[-1], draft):
            continue
        if is_promise(line, marks, mark, following):
            agreed = draft
            continue
        if mark.cue.needs == "with person" and draft.status is None:     # سيزور V لبحث كذا مع Y
            draft = draft._replace(status=drafts[-1].status if drafts else "planned")
        if drafts:
            draft = not_yet(drafts[-1], draft)
        if draft.venue is None and mark.cue.kind in ("meeting", "agreement"):
            draft = draft._replace(venue=place_of_where(line, marks, mark, drafts))
        drafts += calls(draft, marks) if mark.cue.kind == "call" else visits(draft)
        if draft.firm:
            told.add(mark.cue.kind)
    return drafts
