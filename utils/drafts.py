"""From one line of marks, parties and days to the events it speaks of, and one event a happening.

A trigger opens a stretch that ends where the next clause begins. Whoever is missing there is looked
for on its left: the subject of a light verb (عقد X اجتماعا), the one a pronoun means (لقائه).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pandas as pd

from utils.casting import INSIDE, Party, Scene, cast, state_of
from utils.cues import Cue, Mark
from utils.voices import Voices

OPENS_CLAUSE = {"says", "happens", "does", "stop", "where", "that", "relative"}
ENDS = {"stop", "where", "that", "relative"}           # these end the clause before them
STARTS = {"happens", "does", "says", "planned", "cancelled"}     # and these after a comma
BESIDE = 14              # characters between a word and what belongs right beside it
NEEDED = {"with": 150, "phone": 90, "toward": 70, "table": 100}    # how far the need may be
FAR = 10_000             # characters: farther than any date in the trigger's own stretch
SUPPOSED = 45            # characters over which "the need for" reaches
LEADS = {"topic", "venue", "toward", "with", "between", "beside", "according", "during",
         "mediator", "host"}                           # who follows these is no subject
IN_LISTS = {"comma"} | INSIDE
RELATES = {"happens", "does", "attends", "planned"}    # after الذي these tell of the noun
TELLS = {"happening", "happens", "does", "attends"}
LIGHT = {"happens", "does"}      # verbs that lend a noun their tense; who "does" is its subject
TOPICS = {"with"}        # a weak trigger without these is a word that opens a topic
TANWIN = "\N{ARABIC FATHATAN}"
GENERAL = {"meeting", "call", "agreement"}


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


Lines = Callable[[], Iterator[Line]]     # the lines before one, nearest first, made when asked for


class Draft(NamedTuple):
    """One mention of an event, before mentions of the same event are joined."""

    sentence_id: str
    mark: Mark
    participants: tuple[str, ...]
    mediator: tuple[str, ...]
    host: tuple[str, ...]
    venue: str | None
    status: str | None               # None: nothing says so, and it stands as held
    earliest: pd.Timestamp
    latest: pd.Timestamp
    refers_back: bool
    firm: bool                       # an event in its own right, not only talk of one
    cast: tuple[Party, ...] = ()
    voices: Voices = Voices()


def _between(items: list, start: int, end: int) -> list:
    return [item for item in items if start <= item.start < end]


def _sure(line: Line) -> list[Mark]:
    """The marks, weak triggers kept only where what they need follows them."""
    marks = []
    weak = {mark.start for mark in line.marks if mark.cue.needs in TOPICS}
    for place, mark in enumerate(line.marks):
        cue = mark.cue
        if cue.role == "topic" and mark.start in weak:
            continue                                       # بحث is the verb or the topic, not both
        if cue.role != "trigger" or not cue.needs:
            marks.append(mark)
            continue
        if cue.needs == "person":
            near = [one for one in line.parties if 0 < one.start - mark.end < 60]
            if near and near[0].kind == "person":
                marks.append(mark)
            continue
        if cue.needs == "with" and cue.part == "verb" and _two_sides(line, mark):
            marks.append(mark)
            continue
        for other in line.marks[place + 1:]:
            far = other.start - mark.end > NEEDED[cue.needs]
            if far or other.cue.role in ENDS or other.cue.kind in GENERAL | {"visit"}:
                break
            if other.cue.role == cue.needs:
                marks.append(mark)
                break
        else:
            far = True
        if marks[-1:] != [mark] and cue.needs in TOPICS:
            marks.append(mark._replace(cue=Cue("topic", part=cue.part)))
    return _without_asides(marks, line.body)


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
        if cue.role == "trigger" and cue.part == "noun" and _is_aside(kept, mark):
            kept.pop()
        else:
            kept.append(mark)
    return kept


def _is_aside(before: list[Mark], noun: Mark) -> bool:
    """Whether the noun only says in the course of what the verb before it was done."""
    cue = noun.cue
    leading = before[-1] if before else None
    if leading is None or noun.start - leading.end > 2 or (
            leading.cue.role not in ("during", "venue")):
        return False
    for mark in before[-2::-1]:
        verb = mark.cue.role == "trigger" and mark.cue.part == "verb" and (
            mark.cue.kind != "statement")
        if verb and mark.cue.kind == cue.kind and noun.start - mark.end < 4 * BESIDE:
            return True
        if verb and (cue.own or cue.definite) and noun.start - mark.end < 2 * BESIDE:
            return True
        if mark.cue.role in ENDS or mark.cue.role in ("trigger", "comma", *LIGHT):
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


def _breaks(line: Line, marks: list[Mark]) -> list[tuple[int, int, Mark]]:
    """Where one clause ends and the next begins: (end, begin, the mark that says so)."""
    breaks, comma, noun = [], None, None
    for place, mark in enumerate(marks):
        role = mark.cue.role
        if role == "comma":
            comma = mark
            continue
        if role == "relative" and any(
                other.cue.role in RELATES and other.start - mark.end < BESIDE
                for other in marks[place + 1:place + 3]) and (
                noun is not None and mark.start - noun.end < 3 * BESIDE):
            continue                                   # الاتفاق الذي أبرمته إيران tells of it
        if role == "that" and _beside(marks, mark, ("planned",)):
            continue                                   # من المقرر أن
        noun = mark if role == "trigger" and mark.cue.part == "noun" else noun
        fresh = comma is not None and (
            line.body[comma.end:mark.end].lstrip().startswith("و") or mark.start - comma.end < 2)
        if role in ENDS or role == "trigger" and mark.cue.kind != "statement":
            breaks.append((mark.start, mark.end, mark))
        elif _is_predicate(line, marks[:place], mark, breaks, noun):
            continue
        elif fresh and role in STARTS and mark.start - comma.end < BESIDE:
            breaks.append((comma.start, comma.end, mark))
    return breaks


def find_subject(line: Line, marks: list[Mark], first: int, last: int) -> list[Party]:
    """The parties that a clause is about: the first one no preposition leads, and its list."""
    found: list[Party] = []
    blocked = delegation = False
    inside = [*_between(marks, first, last), *_between(line.parties, first, last)]
    for item in sorted(inside, key=lambda item: (item.start, item.end)):
        if isinstance(item, Mark):
            role = item.cue.role
            if role == "topic" and item.cue.part in ("verb", "present"):
                blocked = False                          # بحث X العلاقات: he who discussed them
            elif role in LEADS or role == "from whom" and not delegation:
                blocked = True
            elif role == "delegation":
                delegation = True
            elif role in ("comma", "happens", "does", "says", "trigger", "stop", "that"):
                blocked = False
            if found and role not in IN_LISTS:
                break
            continue
        led = item.onto and not (item.human and item.kind == "organisation")
        if item.kind == "place" or item.weak or led:
            continue
        if found and not item.joined:
            break
        if not blocked:
            found.append(item)
    return found


def _subject(line: Line, marks: list[Mark], left: int, trigger: Mark,
             earlier: Lines, far: bool) -> list[Party]:
    """The parties before a trigger that its pronoun or light verb means."""
    before = [mark for mark in marks if mark.end <= trigger.start]
    if before and before[-1].cue.role == "relative":         # كيري الذي وصل: he stands right before
        close = [one for one in line.parties if one.end <= before[-1].start
                 and one.kind != "place"]
        if close:
            return close[-1:]
    found = find_subject(line, marks, left, trigger.start)
    clauses = [mark.end for mark in marks if mark.end <= left and (
        mark.cue.role in OPENS_CLAUSE or mark.cue.role == "trigger")]
    for begin in [*clauses[::-1], line.start]:
        if found:
            break
        found = find_subject(line, marks, begin, left)
    if not found and trigger.cue.own:
        found = [one for one in line.parties if one.human and one.end <= trigger.start][-1:]
    for other in earlier() if far and not found else ():
        found = find_subject(other, other.marks, other.start, other.end)[:1]
        if found:
            break
    return found


def _day(line: Line, marks: list[Mark], trigger: Mark, left: int, right: int, also: int,
         loose: bool) -> Dated | None:
    """The date in the trigger's stretch, after it first; else from `also` on.

    A day since when or until when is not the event's. `loose`: nothing but a noun speaks of the
    event, and a date before it belongs to another verb unless it stands right there.
    """
    since = [mark for mark in marks if mark.cue.role == "since"]
    dates = [date for date in line.dates if not any(
        0 <= date.start - mark.end <= BESIDE for mark in since)]
    before = _between(dates, also if not loose else left, trigger.start)
    if loose:
        before = [date for date in before if trigger.start - date.end < BESIDE]
    near = _between(dates, left, trigger.start)
    after = [(date.start - trigger.end, 0, date) for date in _between(dates, trigger.start, right)]
    # of two in the stretch the nearer one; what stands in a clause before comes last
    ahead = [(trigger.start - date.end + (0 if date in near else FAR), 1, date)
             for date in before]
    for _, _, date in sorted([*after, *ahead], key=lambda one: one[:2]):
        return date
    return None


def _next(date: Dated, anchor) -> Dated:
    """The bare weekday that a verb of the present means: the next one (يزور موسكو الثلاثاء)."""
    if date.weekday and not pd.isna(anchor) and date.latest < anchor:
        week = pd.Timedelta(days=7)
        return date._replace(earliest=date.earliest + week, latest=date.latest + week)
    return date


def _beside(marks: list[Mark], mark: Mark, roles: tuple, gap: int = 2) -> bool:
    """Whether a mark of one of the roles stands right before this one."""
    return any(other.cue.role in roles and 0 < mark.start - other.end <= gap for other in marks)


def _status(line: Line, marks: list[Mark], trigger: Mark, left: int, right: int,
            light: list[Mark]) -> tuple[str | None, bool]:
    """What tense and wording say of the trigger, and whether it is only supposed."""
    cue = trigger.cue
    acts = [trigger, *light]
    ahead = [mark for mark in marks if left <= mark.start <= trigger.start and mark is not trigger]
    roles = {mark.cue.role for mark in ahead}
    after = [mark for mark in _between(marks, trigger.end, right)]
    near = [mark for mark in after if mark.start < trigger.end + 3 * BESIDE]
    if cue.part == "noun" and not light:      # اجتماع بين X وY سيعقد: the verb may follow its noun
        acts += [mark for mark in after if mark.cue.role == "happens"
                 and mark.start - trigger.end < NEEDED["toward"]][:1]
    supposed = any(
        mark.cue.role == "hypothetical" and trigger.start - mark.end < SUPPOSED
        and not any(other.cue.role in ("during", "beside", "venue") and other.start > mark.start
                    for other in ahead)
        for mark in ahead
    ) or _beside(marks, trigger, ("toward",)) and any(
        mark.cue.role == "hypothetical" and mark.cue.part != "word" and mark.end < trigger.start
        for mark in marks                                # دعا X، خلال لقائه Y، إلى زيارة V
    ) or any(mark.cue.role in ("hypothetical", "habit") and mark.start < trigger.end + BESIDE
             for mark in after)
    for act in acts:
        if act.cue.tense in ("present", "past") and _beside(marks, act, ("negated",)):
            return "denied", False
        if act.cue.tense == "present" and _beside(marks, act, ("maybe",)):
            supposed = True
        if act.cue.tense == "present" and _beside(marks, act, ("that",)):
            main = [mark for mark in marks if act.start - 60 < mark.start < act.start]
            if any(mark.cue.role == "planned" for mark in main):
                return "planned", False
            supposed = True
    for role in ("cancelled", "denied"):
        if role in roles or any(mark.cue.role == role for mark in near if role == "cancelled"):
            return role, False
    future = any(act.cue.tense == "future" for act in acts)
    if future or "planned" in roles or any(
            mark.cue.role in ("planned adjective", "planned") for mark in near):
        return "planned", supposed and not future
    if any(act.cue.tense == "past" and act.cue.role != "holding" for act in acts):
        return "held", supposed
    return None, supposed


def _unique(parties: list[Party]) -> list[str]:
    return list(dict.fromkeys(party.entity_id for party in parties))


def _people(line: Line, marks: list[Mark], left: int, right: int, trigger: Mark, scene: Scene,
            light: list[Mark], earlier: Lines) -> list[Party]:
    """Who takes part, with the subject that stands before the trigger where it is needed."""
    cue, people = trigger.cue, list(scene.participants)
    met = scene.roles & {"with", "from whom"}
    if cue.part == "verb":
        enough = 1 if cue.kind == "visit" else 2
        actors = [one for one in people if cue.kind != "visit" or one.human]
        beside = [one for one in line.parties if 0 < trigger.start - one.end <= 2
                  and one.kind != "place"]
        if beside:                                        # X يلتقي Y, X سيزور V
            rest = people if cue.kind != "visit" else [one for one in people if not one.human]
            people = _subject(line, marks, left, trigger, earlier, False) + rest
        elif len(actors) >= enough or cue.kind == "statement" and actors:
            pass
        elif cue.kind == "agreement" and people and not met and not all(
                one.joined for one in people[1:]):
            people = people[:1]
        else:
            opens = line.body[trigger.start:trigger.start + 1] in "وف"
            people = _subject(line, marks, left, trigger, earlier, opens or bool(met)) + people
    elif cue.own:
        own = _subject(line, marks, left, trigger, earlier, True)[:1]
        people = (own or find_subject(line, marks, right, line.end)[:1]) + people
    elif light:
        does = light[0].cue.role == "does" or line.body[:trigger.end].rstrip(TANWIN).endswith("ا")
        own = find_subject(line, marks, light[0].end, trigger.start)
        if not own and len(people) < 2:
            own = (_subject(line, marks, left, trigger, earlier, does) if does or met
                   else find_subject(line, marks, left, trigger.start))
        people = own + people
    elif met and cue.kind in ("meeting", "call") and "between" not in scene.roles:
        people = _subject(line, marks, left, trigger, earlier, True)[:1] + people
    elif cue.kind == "visit" and scene.venue and all(
            one.entity_id == scene.venue or not one.human for one in people):
        humans = [one for one in line.parties if one.human and one.end <= trigger.start]
        people = (_subject(line, marks, left, trigger, earlier, False)[:1] or humans[-1:]) + people
    known = {one.state for one in people if one.kind == "person"}
    people = [one for one in people if not (
        one.kind == "country" and one.sense in ("demonym", "organ") and one.entity_id in known)]
    if len({one.entity_id for one in people}) < 2:
        people += [one for one in scene.spare if one.entity_id not in known]
    return people


def _is_event(cue: Cue, people: list[Party], scene: Scene, dated: bool, light: bool,
              status: str | None) -> bool:
    """Whether a mention says enough to be somebody's doing, and not talk of meetings in general."""
    told = light or bool(scene.roles & (TELLS | {"between"}))
    number = len(_unique(people))
    if cue.kind == "statement":
        return number >= 2
    human = any(one.human for one in people)
    if cue.kind == "visit":
        return human and number >= 1 and (scene.venue is not None or number >= 2)
    if cue.kind == "strike":
        return number >= 1 and (told or cue.part == "verb" or scene.venue is not None)
    if cue.kind == "agreement":
        return number >= 2 and (cue.part == "verb" or "with" in scene.roles) or (
            number >= 1 and told)
    if number >= 2:
        # المحادثات بين X وY, with nothing that says when or where, is talk of them in general
        return (cue.part == "verb" or cue.own or light or dated or not cue.definite
                or bool(scene.roles & TELLS) or status is not None or scene.venue is not None)
    if cue.part == "verb":
        return False
    if number == 1:
        known = human or people[0].kind == "organisation" or "between" in scene.roles or (
            dated and scene.venue is not None)
        return cue.kind == "meeting" and known and (told or dated)
    if cue.kind != "meeting":
        return False
    placed = scene.venue is not None and (dated or status in ("planned", "cancelled"))
    return placed or dated and (bool(scene.host) or cue.definite and status == "planned")


def _draft(line: Line, marks: list[Mark], breaks: list, trigger: Mark, earlier: Lines,
           anchor, pair: tuple) -> Draft | None:
    """The event that a trigger speaks of, or None when it speaks of none.

    `pair` are the parties that الجانبان and البلدان stand for: those of the event before.
    """
    cue = trigger.cue
    if any(mark.cue.role == "press" for mark in _between(
            marks, trigger.end, trigger.end + BESIDE)):
        return None
    cut = [one for one in breaks if one[2] is not trigger]
    opening = max((one for one in cut if one[1] <= trigger.start), default=None,
                  key=lambda one: one[1])
    left = opening[1] if opening else line.start
    right = min((end for end, _, mark in cut if end >= trigger.end
                 and (cue.kind != "statement" or mark.cue.role != "trigger")), default=line.end)
    ahead = [mark for mark in marks if left <= mark.start and mark.end <= trigger.start]
    light = [mark for mark in ahead if mark.cue.role in LIGHT and not any(
        other.cue.role == "topic" and other.start > mark.start and trigger.start - other.end > 2
        for other in ahead)][-1:] if (
        cue.part == "noun") else []
    scene = cast(line.body, _between(marks, trigger.end, right),
                 _between(line.parties, trigger.end, right), "participant", cue, trigger.end)
    before = cast(line.body, ahead, _between(line.parties, left, trigger.start), None,
                  cue, left)
    scene = scene._replace(
        mediator=scene.mediator or before.mediator, host=scene.host or before.host,
        venue=None if cue.kind == "statement" else scene.venue or (
            before.venue if cue.kind != "visit" or light else None)
        or (scene.within or before.within if cue.kind != "visit" else None),
        roles=scene.roles | (before.roles & {"happening"}),
    )
    if scene.participants and line.body[trigger.end:trigger.end + 2] == " ب":
        scene = scene._replace(roles=scene.roles | {"with"})          # لقاء برئيس الوزراء
    people = _people(line, marks, left, right, trigger, scene, light, earlier)
    if len(_unique(people)) < 2 and any(
            mark.cue.role == "both" and mark.start - trigger.end < BESIDE
            and trigger.start - mark.end < BESIDE for mark in marks):
        people = [*pair, *people]
    states = {one.state or one.entity_id for one in people}
    host = state_of(scene.venue or "")
    if cue.kind == "visit" and host and people and host not in states:
        people.append(Party(0, 0, host, "country", "host", "", False, False, ""))
    status, supposed = _status(line, marks, trigger, left, right, light)
    carried = cue.part == "verb" or bool(light) or (
        opening is not None and opening[2].cue.role == "where")
    that = max((mark.end for mark in marks if mark.cue.role == "that"
                and mark.end <= trigger.start), default=line.start)
    date = _day(line, marks, trigger, left, right, that if carried else left,
                cue.part == "noun" and not light and not cue.own)
    if date is not None and any(act.cue.tense in ("present", "future")
                                for act in (trigger, *light)):
        date = _next(date, anchor)
    dated = date is not None
    earliest, latest = (date.earliest, date.latest) if dated else (pd.NaT, pd.NaT)
    said = status
    if status is None and dated and not pd.isna(anchor) and earliest > anchor:
        status = "planned"
    attended = _beside(marks, trigger, ("attends",))
    during = _beside(marks, trigger, ("during",))
    aside = attended or during
    joins = _beside(marks, trigger, ("joins",), gap=5)       # شارك في الاجتماع X: X was there too
    refers_back = cue.part == "noun" and cue.definite and not cue.own and (
        aside or joins or len(scene.participants) < 2 and not scene.roles & {"with", "between"}
        and not (status == "planned" and dated))
    firm = _is_event(cue, people, scene, dated, bool(light), said) and not (
        refers_back and (during or attended and len(_unique(people)) < 2))
    if not firm and not refers_back or supposed:
        return None
    if refers_back and not attended and not firm:
        people = []
    return Draft(
        line.sentence_id, trigger, tuple(_unique(people)), scene.mediator, scene.host,
        scene.venue, status, earliest, latest, refers_back, firm, tuple(people),
    )


def draft_events(line: Line, earlier: Lines, anchor, last: Draft | None = None) -> list[Draft]:
    """The events that one sentence mentions, in their order.

    `earlier` gives the lines before it, nearest first; `anchor` is the article's day, `last` the
    event that the article told before.
    """
    marks = _sure(line)
    breaks = _breaks(line, marks)
    drafts: list[Draft] = []
    for mark in marks:
        if mark.cue.role != "trigger":
            continue
        last = drafts[-1] if drafts else last
        pair = tuple(last.cast) if last is not None and len(last.cast) >= 2 else ()
        draft = _draft(line, marks, breaks, mark, earlier, anchor, pair)
        if draft is None:
            continue
        if drafts and draft.venue is None and any(
                other.cue.role == "where" and drafts[-1].mark.end < other.start < mark.start
                and mark.start - other.end < NEEDED["with"] for other in marks):
            draft = draft._replace(venue=drafts[-1].venue)
        drafts.append(draft)
    return drafts


def inherit(before: Draft, draft: Draft, line: Line) -> Draft:
    """The draft with day and place of the visit that the sentence before told of.

    Only where the sentence goes on with it (والتقى, كما بحث, خلال زيارته), names neither day nor
    place, and somebody is in both; وكان قد التقى looks back instead.
    """
    if before.mark.cue.kind != "visit" or draft.mark.cue.kind != "meeting":
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


def _agree(one: Draft, other: Draft, state_of: Callable[[str], str]) -> bool:
    """Whether two mentions in one article can be the same happening."""
    if one.mark.cue.kind != other.mark.cue.kind:
        return False
    if one.status and other.status and one.status != other.status:
        return False
    dated = not (pd.isna(one.earliest) or pd.isna(other.earliest))
    if dated and (one.earliest > other.latest or other.earliest > one.latest):
        return False
    if other.refers_back:
        return other.status != "planned" or one.status == "planned"
    if one.venue and other.venue and not dated and not (
            {one.venue, state_of(one.venue)} & {other.venue, state_of(other.venue)}):
        return False
    first, second = set(one.participants), set(other.participants)
    if not first or not second:
        return bool(one.venue and one.venue == other.venue)
    if first <= second or second <= first:
        return True
    # A minister named later is the state named before, but two presidents are not a table of four.
    sides = [{state_of(party) or party for party in parties} for parties in (first, second)]
    return sides[0] == sides[1]


def _join(one: Draft, other: Draft, state_of: Callable[[str], str]) -> Draft:
    """Both mentions as one: the fuller is the trigger, each lends what the other lacks."""
    def fullness(draft: Draft) -> int:
        dated = not pd.isna(draft.earliest)
        return len(draft.participants) + bool(draft.venue) + 2 * dated

    main, second = (one, other) if fullness(one) >= fullness(other) else (other, one)
    if other.refers_back:
        main, second = one, other
    people = list(dict.fromkeys(main.participants + second.participants))
    persons = {state_of(party) for party in people}
    if main.mark.cue.kind != "visit":
        people = [party for party in people if party not in persons]
    day = main if not pd.isna(main.earliest) else second
    return main._replace(
        participants=tuple(people), mediator=main.mediator or second.mediator,
        host=main.host or second.host, venue=main.venue or second.venue,
        earliest=day.earliest, latest=day.latest, status=main.status or second.status,
        voices=main.voices if main.voices.chain else second.voices,
        refers_back=False, firm=True,
    )


def join_drafts(drafts: list[Draft], state_of: Callable[[str], str]) -> list[Draft]:
    """One draft a happening; a mention that only refers back joins the latest that it can mean.

    `state_of` gives the state of a person: a minister named later is the state named before.
    """
    events: list[Draft] = []
    for draft in drafts:
        for place in range(len(events) - 1, -1, -1):
            if _agree(events[place], draft, state_of):
                events[place] = _join(events[place], draft, state_of)
                break
        else:
            if draft.firm:
                events.append(draft)
    return events
