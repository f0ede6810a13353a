"""Whether what a trigger speaks of is somebody's doing: an event, and not talk of events."""

from __future__ import annotations

import re

from utils.events.casting import Party
from utils.events.clauses import BESIDE, CONTACTS, GOING, NEEDED, Line, beside, between, followed
from utils.events.cues import Cue, Mark
from utils.events.homes import UNLISTED, state_of
from utils.events.others import is_led_with
from utils.events.scenes import REACH, Scene
from utils.events.sequels import RECEIVES
from utils.events.subjects import unique

DATE_BETWEEN = 16        # characters: صباح اليوم, between a verb and what arrived
CROWD = 45               # characters between a verb and what arrived, where nobody else stands
_BOUND = re.compile("[وف]?مت(?:جه|وجه)(?:ة|ات)$")       # said of things, or of one woman
_LEAVES = re.compile("[وف]?[سل]?[يت]?غادر")
_COMES = re.compile("[يت](?:حضر|شارك)")
_NEEDS_SIDES = re.compile("استقبال|مؤتمر")    # flights are received too, and doctors confer
_PLAIN = re.compile("اجتماع|لقاء|جلس|دورة")    # who holds talks or a summit the word tells
_CALLS_ON = re.compile("زار|زور|زيار")
_CONFERENCE = re.compile("(?:ال)?مؤتمر")
OFFICES = ("head", "deputy", "delegation")
TELLS = {"happening", "happens", "does", "attends"}


def moves_nobody(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether things or crowds arrive or are received, or a number is reached, and nobody moves."""
    cue = trigger.cue
    if cue.own and cue.kind == "meeting":
        return followed(marks, trigger, "crowd")           # استقباله المبايعين
    if cue.own and cue.kind == "visit" and beside(marks, trigger, ("crowd",), DATE_BETWEEN):
        return True                                        # الطائرة لحظة وصولها
    return cue.kind in ("visit", "meeting") and cue.needs != "carries" and (
        _by_crowd(line, marks, trigger) or _turns_to(marks, trigger)
        or _by_others(marks, trigger)
        or _measures(line, marks, trigger) or _comes_along(marks, trigger)
        or _is_desk(line, marks, trigger) or _by_nameless(line, marks, trigger))


def _by_crowd(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether things or crowds arrive or are received: وصلت أمس سفينة, استقبال الجرحى."""
    crowd = next((mark for mark in between(
        marks, trigger.end, trigger.end + CROWD) if mark.cue.role == "crowd"), None)
    if _BOUND.match(line.body, trigger.start, trigger.end):           # شاحنات مساعدات متجهة إلى V
        load = next((mark for mark in reversed(between(
            marks, trigger.start - REACH, trigger.start)) if mark.cue.role == "crowd"), None)
        return load is not None and not any(
            one.kind == "person" for one in between(line.parties, load.end, trigger.start))
    return crowd is not None and not between(line.parties, trigger.end, crowd.start) and (
        crowd.start - trigger.end < DATE_BETWEEN or not any(
            mark.cue.role != "comma" for mark in between(marks, trigger.end, crowd.start))) or (
        trigger.cue.kind == "visit" and trigger.cue.part == "verb"
        and beside(marks, trigger, ("crowd",), DATE_BETWEEN))      # أول سفينة إغاثية تصل


def _comes_along(marks: list[Mark], trigger: Mark) -> bool:
    """Whether only company is named of one who has come: ووصل بمعية سموه X وY."""
    return trigger.cue.kind == "visit" and trigger.cue.part == "verb" and any(
        mark.cue.role == "participant" for mark in between(
            marks, trigger.end, trigger.end + 2)) and not any(
        mark.cue.role in ("toward", "state")
        for mark in between(marks, trigger.end, trigger.end + NEEDED["toward"]))


def _turns_to(marks: list[Mark], trigger: Mark) -> bool:
    """Whether somebody addresses people, and goes nowhere: توجه X إلى المواطنين, توجه بالشكر."""
    return trigger.cue.needs == "toward" and any(
        mark.cue.role == "addresses" or mark.cue.role == "toward" and followed(marks, mark, "crowd")
        for mark in between(marks, trigger.end, trigger.end + NEEDED["toward"]))


def _by_others(marks: list[Mark], trigger: Mark) -> bool:
    """Whether the verb describes people who are no party: مع فريق صحفي يزور V."""
    return trigger.cue.kind == "visit" and trigger.cue.part == "verb" and beside(
        marks, trigger, ("press", "no party"))


def _by_nameless(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether people without name or office travel: توجه المعتقلون إلى V, ثلاثة من سكان القرية."""
    if trigger.cue.kind != "visit" or trigger.cue.part != "verb" or trigger.cue.needs not in (
            "", "toward"):
        return False
    after = between(marks, trigger.end, trigger.end + NEEDED["toward"])
    goal = next((mark.start for mark in after if mark.cue.role in ("toward", "state")), None)
    if goal is None and not trigger.cue.needs:
        return False
    goal = goal or trigger.end
    words = line.body[trigger.end:goal].split()
    left = _LEAVES.match(line.body, trigger.start) is not None         # غادر البلاد إلى V
    many = len(words) > 2 and trigger.cue.needs == "toward"
    return (many or not left and bool(words) and words[0].startswith("ال")) and not any(
        mark.cue.role != "from whom" for mark in after if mark.start < goal) and not (
        between(line.parties, trigger.end, goal) or between(line.dates, trigger.end, goal))


def _is_desk(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether reception is a desk or a hall: مسؤول الاستقبال, and not حضر الاستقبال X."""
    return line.body.endswith(" الاستقبال", trigger.start - 1, trigger.end) and beside(
        marks, trigger, ("head", "deputy", "house", "venue"))


def _measures(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether a number is reached, and no place: يصل إلى 12."""
    return trigger.cue.kind == "visit" and any(
        mark.cue.role == "toward" and line.body[mark.end + 1:mark.end + 2].isdigit()
        for mark in between(marks, trigger.end, trigger.end + 2))


def stays_away(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether somebody does not come to what others hold: لن يحضر المحادثات."""
    return trigger.cue.part == "noun" and trigger.cue.definite and any(
        _COMES.match(line.body, mark.start) and beside(marks, mark, ("negated",))
        for mark in between(marks, trigger.start - BESIDE, trigger.start))


def is_cited(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether a treaty or conference only stands in a name: المادة الثانية من اتفاقية X.

    So does the conference that has a head: رئيسة مؤتمر الوزراء.
    """
    cue = trigger.cue
    if cue.part != "noun" or cue.own:
        return False
    if cue.kind == "agreement":
        return any(
            mark.cue.role == "clause of" and line.body.endswith(" من ", mark.end, trigger.start)
            for mark in between(marks, trigger.start - NEEDED["toward"], trigger.start))
    return cue.kind == "meeting" and _CONFERENCE.match(line.body, trigger.start) is not None and (
        any(mark.cue.role == "head" and not mark.cue.definite and mark.end == trigger.start - 1
            for mark in between(marks, trigger.start - BESIDE, trigger.start)))


def receives_crowd(line: Line, marks: list[Mark], trigger: Mark, right: int) -> bool:
    """Whether one receives a crowd or its greetings: استقبل X، في قصره، أهالي المنطقة.

    So is what is counted: ستستقبل X 1250 لاجئا.
    """
    if trigger.cue.part != "verb" or RECEIVES not in line.body[trigger.start:trigger.end]:
        return False
    host = next(iter(between(line.parties, trigger.end, right)), None)
    if host is not None and line.body[host.end + 1:host.end + 2].isdigit():
        return True
    crowd = next((mark.start for mark in between(marks, trigger.end, right)
                  if mark.cue.role == "crowd"), None)
    hosts = between(line.parties, trigger.end, crowd) if crowd else []
    return bool(hosts) and sum(one.human and not one.led for one in hosts) < 2


def are_sides(line: Line, marks: list[Mark], trigger: Mark, people: list[Party]) -> bool:
    """Whether the one who is named is a state's two sides or more, or met others without a name.

    اتفقت الفصائل الفلسطينية; اجتمع X مع خبراء; بحث مع رئيس الهيئة; استقبل X أمس رئيس الهيئة.
    """
    if len(unique(people)) != 1:
        return False
    one, cue = people[0], trigger.cue
    if one.sense == "demonym":
        return any(mark.cue.role == "sides" and one.start - mark.end <= 1
                   for mark in between(marks, one.start - BESIDE, one.start))
    if not one.human or cue.kind != "meeting" or cue.part != "verb":
        return False
    if cue.needs == "with":
        return _with_office(marks, trigger)
    return not cue.needs and one.start > trigger.end and (
        is_led_with(marks, trigger, one) or _before_office(line, marks, one))


def _with_office(marks: list[Mark], trigger: Mark) -> bool:
    """Whether مع stands after the verb, and right behind it an office: بحث مع رئيس الهيئة."""
    other = next((mark for mark in between(marks, trigger.end, trigger.end + NEEDED["phone"])
                  if mark.cue.role == "with"), None)
    return other is not None and any(followed(marks, other, role) for role in OFFICES)


def _before_office(line: Line, marks: list[Mark], subject: Party) -> bool:
    """Whether an office stands behind the subject, and when or where before it.

    In استقبل X أمس رئيس الهيئة that is whom he received; in X رئيس الهيئة it is himself.
    """
    apart = False
    for mark in between(marks, subject.end, subject.end + NEEDED["phone"]):
        if mark.cue.role in OFFICES and not beside(marks, mark, ("venue",)):
            return (apart or bool(between(line.dates, subject.end, mark.start))) and not (
                followed(marks, mark, "press", BESIDE))
        if mark.cue.role not in ("comma", "venue", "house", "with its own waw"):
            return False
        apart = apart or mark.cue.role == "venue"
    return False


def in_course(line: Line, marks: list[Mark], trigger: Mark, people: list[Party],
              scene: Scene) -> bool:
    """Whether two are named in whose meeting something was said: كرر ذلك أثناء اللقاء مع Y.

    خلال المفاوضات is said of what goes on for months.
    """
    return "with" in scene.roles and len(unique(people)) > 1 and (
        _PLAIN.search(line.body, trigger.start, trigger.end) is not None
        and beside(marks, trigger, ("during",)))


def calls_on(line: Line, trigger: Mark, people: list[Party], told: bool, dated: bool) -> bool:
    """Whether one who acts for a state visits on a day what no list has: زيارة أداها إلى السوق.

    `told` says that a verb or a pronoun tells of the visit, as زيارته does.
    """
    one = people[0] if people and dated and told else None
    return one is not None and one.kind == "person" and bool(one.state) and (
        not one.entity_id.startswith(UNLISTED)
        and _CALLS_ON.search(line.body, trigger.start, trigger.end) is not None
        and not any(mark.cue.role in ("delegation", "crowd", "no party")     # زار وفد مؤسسة X
                    for mark in between(line.marks, trigger.end, one.start)))


def is_event(cue: Cue, people: list[Party], scene: Scene, dated: bool, light: bool,
             status: str | None, delegated: bool, sides: bool) -> bool:
    """Whether a mention says enough to be somebody's doing, and not talk of meetings in general.

    `sides` says that the one party is two or more: الأطراف الليبية.
    """
    told = light or bool(scene.roles & (TELLS | {"between"}))
    number = len(unique(people)) + (sides and cue.kind in CONTACTS)
    if cue.needs == "held" and any(one.entity_id.startswith("name:") for one in people):
        return False                             # a round of poets or engineers is none of talks
    if cue.kind == "statement":
        return number >= 2
    human = any(one.human for one in people)
    if cue.kind == "visit":
        return (human or delegated) and number >= 1 and (
            scene.venue is not None or number >= 2 and cue.needs not in GOING | {"person"})
    if cue.kind == "strike":
        return number >= 1 and (told or cue.part == "verb" or scene.venue is not None)
    if cue.kind == "agreement":
        clear = not cue.definite or dated or number >= 2 or scene.venue is not None or bool(
            scene.roles & {"between", "with"})
        alone = number == 1 and cue.part == "verb" and people[0].kind == "person"
        return number >= 2 and (cue.part == "verb" or "with" in scene.roles) or (
            number >= 1 and told and clear and not alone)
    if number >= 2:
        # المحادثات بين X وY, with nothing that says when or where, is talk of them in general
        return (cue.part == "verb" or cue.own or light or dated or not cue.definite
                or bool(scene.roles & TELLS) or status is not None or scene.venue is not None)
    if cue.part == "verb":                        # اجتمع قادة X في V: a body's people met
        return number == 1 and people[0].kind == "organisation" and people[0].human and (
            dated or scene.venue is not None)
    if number == 1:
        known = human or people[0].kind == "organisation" or "between" in scene.roles or (
            dated and scene.venue is not None)
        return cue.kind == "meeting" and known and (told or dated or (
            scene.venue is not None and (status == "planned" or cue.own or not cue.definite and (
                people[0].entity_id.startswith("org:")))))         # قمة الحلف في V
    if cue.kind != "meeting":
        return False
    placed = scene.venue is not None and (dated or status in ("planned", "cancelled"))
    return placed or dated and (bool(scene.host) or cue.definite and status == "planned")


def is_hopeless(cue: Cue, scene: Scene, light: bool) -> bool:
    """Whether `is_event` would see none in the mention, whoever else takes part."""
    told = light or bool(scene.roles & (TELLS | {"between"}))
    if cue.part == "noun" and cue.kind == "agreement":
        return not told and "with" not in scene.roles
    if cue.part == "noun" and cue.kind == "strike":
        return not told and scene.venue is None
    return cue.kind == "visit" and cue.needs == "toward" and scene.venue is None


def is_general(cue: Cue) -> bool:
    """Whether the noun says no more than going somewhere: الراغبون في السفر إلى V."""
    return cue.needs == "toward" and cue.part == "noun" and cue.definite and not cue.own


def is_nobodys(line: Line, trigger: Mark, people: list[Party], venue: str | None,
               planned: bool) -> bool:
    """Whether a plain meeting at home, or a conference that was held, names nobody.

    انعقدت جلسة بمقر الولاية; the conference may be one of doctors, where no leaders or factions
    are spoken of.
    """
    if people:
        return False
    if not planned and _CONFERENCE.match(line.body, trigger.start, trigger.end) and not any(
            mark.cue.role in ("delegation", "sides") for mark in line.marks):
        return True
    return _PLAIN.search(line.body, trigger.start, trigger.end) is not None and (
        state_of(venue or "") in ("", line.home))


def lacks_sides(line: Line, trigger: Mark, people: list[Party], venue: str | None) -> bool:
    """Whether a reception or conference at home has nobody: يستعد المطار لاستقبال الناقل.

    One may be named at المؤتمر, which was with the press, where no day and no place is.
    """
    word = line.body[trigger.start:trigger.end]
    if state_of(venue or "") not in ("", line.home) or not _NEEDS_SIDES.search(word):
        return False
    return not people or "المؤتمر" in word and len(unique(people)) < 2 and not (
        venue or line.dates)
