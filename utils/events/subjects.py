"""Who takes part in what a trigger tells, where he does not stand behind it.

A trigger opens a stretch that ends where the next clause begins. Whoever is missing there is looked
for on its left: the subject of a light verb (عقد X اجتماعا), the one a pronoun means (لقائه).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from utils.events.casting import INSIDE, Party, state_of
from utils.events.clauses import BESIDE, LEADS, LIGHT, Line, beside, between
from utils.events.cues import Mark
from utils.events.scenes import PLACE, Scene, is_portfolio

OPENS_CLAUSE = {"says", "happens", "does", "stop", "where", "that", "relative"}
IN_LISTS = {"comma"} | INSIDE
PHRASES = {"topic", "venue", "toward", "during"}     # they lead a noun, and never one of two sides
_OTHERS = re.compile(r" ال(?!شقيق|صديق|جار|اثن)")         # البلدان المجاورة: not the two
_DUAL = re.compile("(?:[^توه]ا|تا|ان)$")               # التقيا, بحثتا, يجتمعان
_TWO_PERSONS = re.compile("ال(?:رئيس|وزير|زعيم)")
THEN = "ثم "
CONTACTS = {"meeting", "call", "agreement"}
SIGNED = 16              # characters: عدد من, between توقيع and what is signed
CLAUSES = 12             # so far back in one sentence a subject can stand
FAR = 1 << 32            # behind every character of an article
TANWIN = "\N{ARABIC FATHATAN}"

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
        led = item.onto and not (item.human and item.kind == "organisation")
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


def _led(marks: list[Mark], party: Party) -> bool:
    """Whether a preposition stands right before the party: ومن مصر سينتقل X."""
    return any(mark.cue.role in LEADS or mark.cue.role == "from whom"
               for mark in between(marks, party.start - BESIDE, party.start)
               if party.start - mark.end <= 1)


def _subject(line: Line, marks: list[Mark], left: int, trigger: Mark,
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
    return found


def _ahead_of(line: Line, verb: Mark) -> list[Party]:
    """The party right before a verb, whose subject it is: وكان X قد التقى Y."""
    if verb.cue.role != "trigger" or verb.cue.part != "verb" or line.body[verb.start] in "وف":
        return []
    return [one for one in line.parties if one.human and one.end < verb.start
            and line.body[one.end:verb.start].strip() in ("", "قد")]


def _behind(line: Line, marks: list[Mark], subject: Party) -> list[Party]:
    """Whom the subject meets, behind a clause that says where he came: يلتقي X الذي وصل إلى V Y."""
    after = iter(between(marks, subject.end, line.end))
    first = next(after, None)
    if first is None or first.cue.role != "relative" or first.start - subject.end > 2:
        return []
    right = next((mark.start for mark in after if mark.cue.role in OPENS_CLAUSE or (
        mark.cue.role == "trigger" and mark.cue.kind != "visit")), line.end)
    found: list[Party] = []
    for one in between(line.parties, first.end, right):
        if one.human and (not found or one.joined):
            found.append(one)
        elif found:
            break
    return found


def _by_him(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether the noun is followed by a verb of somebody named before: في اجتماع عقده اليوم."""
    return not trigger.cue.definite and any(
        mark.cue.role in LIGHT and line.body.endswith(("ه", "ها", "وه"), mark.start, mark.end)
        for mark in between(marks, trigger.end, trigger.end + 2 * BESIDE))


def _two_before(line: Line, marks: list[Mark], left: int, trigger: Mark) -> list[Party]:
    """The last two before a trigger who can meet, also before the verb whose course it is."""
    left = min([left, *(mark.start for mark in marks if mark.cue.kind == "agreement"
                        and mark.cue.part == "verb" and mark.end == left)])
    if any(mark.start == left for mark in marks):         # إن X وY اتفقا أثناء اتصال
        left = max((mark.end for mark in marks if mark.cue.role in OPENS_CLAUSE
                    and mark.end <= left), default=line.start)
    return [one for one in between(line.parties, left, trigger.start) if one.human][-2:]


def _alone(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether nobody is named before a verb, nor can be right after it: ينتقل إلى V."""
    last = next((date.end for date in between(line.dates, trigger.end, trigger.end + 3)),
                trigger.end)                              # ينتقل غدا إلى V
    return any(mark.cue.role in ("toward", "with")
               for mark in between(marks, last, last + 3)) and not any(
        one.end <= trigger.start and one.kind != "place" for one in line.parties)


def _meant(line: Line, marks: list[Mark], left: int, trigger: Mark,
           earlier: Lines) -> list[Party]:
    """Whom the pronoun on a noun means: one, or the two or more of whom it tells (لقائهما)."""
    word = line.body[trigger.start:trigger.end]
    says = next((mark for mark in marks if mark.cue.role == "says"), None)
    if says and says.start > trigger.end and marks[0].cue.role == "topic" and (
            marks[0].start - line.start <= 1):           # وعن زيارته إلى V، قال X
        speaker = find_subject(line, marks, says.end, line.end)[:1]
        if speaker:
            return speaker
    if word.endswith("هما"):
        sides = [one for one in line.parties if one.end <= trigger.start and (
            one.human or one.kind == "country") and one.kind != "place"][-2:]
        if len(sides) == 2:
            return sides
    if word.endswith("هم"):                               # وزراء دول المجلس لحضور اجتماعهم
        bodies = [one for one in line.parties if one.end <= trigger.start and one.human
                  and one.kind != "person"]
        if bodies:
            return bodies[-1:]
    found = _subject(line, marks, left, trigger, earlier, True)
    return found if word.endswith(("هم", "هما")) else found[:1]


def _other_side(marks: list[Mark], trigger: Mark, people: list[Party]) -> bool:
    """Whether all of them stand after مع: they are whom the subject met (التقى مع X وY)."""
    if trigger.cue.kind not in ("meeting", "call"):
        return False
    # وفدان من X وY met each other; in a call from X somebody else took it
    roles = {"with"} if trigger.cue.part == "verb" else {"with", "from whom"}
    first = min((one.start for one in people), default=FAR)
    return any(mark.cue.role in roles for mark in between(marks, trigger.end, first))


def _visitor(line: Line, trigger: Mark, own: list[Party], host: str,
             earlier: Lines) -> list[Party]:
    """Whom the pronoun of a visit means: nobody is a visitor in his own state."""
    if host not in (own[0].state, own[0].entity_id):
        return own
    def guests(parties: list[Party]) -> list[Party]:
        return [one for one in parties if one.human and one.end <= trigger.start
                and host not in (one.state, one.entity_id)]

    found = guests(line.parties)[-1:]
    for other in earlier():
        subjects = guests(find_subject(other, other.marks, other.start, other.end))
        found = found or [one for one in subjects if one.state][:1]
    return found or own


def find_people(line: Line, marks: list[Mark], left: int, right: int, trigger: Mark, scene: Scene,
            light: list[Mark], earlier: Lines) -> list[Party]:
    """Who takes part, with the subject that stands before the trigger where it is needed."""
    cue, people = trigger.cue, list(scene.participants)
    met = scene.roles & {"with", "from whom"}
    if cue.part == "verb":
        enough = 1 if cue.kind == "visit" else 2
        if cue.kind == "meeting" and len(people) == 1:
            people += _behind(line, marks, people[0])
        actors = [one for one in people if cue.kind != "visit" or one.human]
        at_verb = [one for one in line.parties if 0 < trigger.start - one.end <= 2
                   and one.kind != "place" and line.body[one.end] not in "،,؛"
                   and not _led(marks, one)]
        if cue.kind == "visit" and beside(marks, trigger, ("relative",)):
            close = _subject(line, marks, left, trigger, earlier, False)     # X الذي وصل إلى V
            people = [*close, *(one for one in people if not close or not one.human)]
        elif at_verb:                                     # X يلتقي Y, X سيزور V
            rest = people if cue.kind != "visit" else [one for one in people if not one.human]
            people = (_subject(line, marks, left, trigger, earlier, False) or at_verb[-1:]) + rest
        elif len(actors) >= enough and not _other_side(marks, trigger, people) or (
                cue.kind == "statement" and actors):
            pass
        elif cue.kind == "agreement" and people and not met and not all(
                one.joined for one in people[1:]):
            people = people[:1]
        else:
            # وسيجتمع مع Y, سيصل المبعوث إلى V: he was named before
            far = bool(met) or line.body[trigger.start:trigger.start + 1] in "وف" or (
                line.body.startswith(THEN, trigger.start - len(THEN))) or (
                _alone(line, marks, trigger)) or any(
                other.cue.definite and other.cue.role in ("head", "deputy")
                for other in between(marks, trigger.end, trigger.end + 2))
            people = _subject(line, marks, left, trigger, earlier, far) + people
    elif cue.own:
        own = _meant(line, marks, left, trigger, earlier)
        if cue.kind == "visit" and scene.venue and own:
            own = _visitor(line, trigger, own, state_of(scene.venue) or scene.venue, earlier)
        people = (own or find_subject(line, marks, right, line.end)[:1]) + people
    elif light:
        does = light[0].cue.role == "does" or line.body[:trigger.end].rstrip(TANWIN).endswith("ا")
        own = find_subject(line, marks, light[0].end, trigger.start)
        if not own and len(people) < 2 and beside(marks, light[0], ("relative",)):
            own = [one for one in line.parties if one.human and one.end <= light[0].start][-1:]
        if not own and len(people) < 2:
            own = (_subject(line, marks, left, trigger, earlier, does) if does or met
                   else find_subject(line, marks, left, trigger.start))
        people = own + people
    elif (cue.kind == "agreement" and len(people) < 2
          and beside(marks, trigger, ("happening",), gap=SIGNED)):
        people = find_subject(line, marks, left, trigger.start) + people   # تعتزم X وY توقيع
    elif cue.kind == "meeting" and not people and _by_him(line, marks, trigger):
        people = _subject(line, marks, left, trigger, earlier, False)
    elif cue.kind in ("meeting", "call") and not people and beside(
            marks, trigger, ("during",)) and (
            len(two := _two_before(line, marks, left, trigger)) == 2):
        people = two                                      # دعا X نظيره Y، خلال جلسة عمل
    elif any(mark.cue.role == "joins him" for mark in between(marks, trigger.end, right)) or (
            "between" not in scene.roles and _other_side(marks, trigger, people)) or (
            cue.needs == "to person" and people):
        people = _subject(line, marks, left, trigger, earlier, True)[:1] + people
    elif cue.kind == "visit" and scene.venue and all(
            one.entity_id == scene.venue or not one.human for one in people):
        home = state_of(scene.venue) or scene.venue       # nobody visits his own state
        humans = [one for one in line.parties if one.human and one.end <= trigger.start]
        guests = _subject(line, marks, left, trigger, earlier, False)[:1] or humans[-1:]
        found = [one for one in [*humans[-2:], *guests]
                 if cue.needs and not cue.definite or home not in (one.state, one.entity_id)][-1:]
        if not guests and beside(marks, trigger, ("during",)):     # خلال زيارة إلى V، قال X
            later = find_subject(line, marks, right, line.end)[:1]
            found = ([one for one in later if one.human]
                     or _subject(line, marks, left, trigger, earlier, True)[:1])
        people = found + people
    known = {one.state for one in people if one.kind == "person"}
    people = [one for one in people if not (
        one.kind == "country" and one.sense in ("demonym", "organ") and one.entity_id in known)]
    if len({one.entity_id for one in people}) < 2:
        people += [one for one in scene.spare if one.entity_id not in known]
    return people


def last_place(line: Line, trigger: Mark) -> str | None:
    """The place or state named last before a verb whose pronoun means it: مصر التي وصلها."""
    return next((one.entity_id for one in reversed(line.parties) if one.end <= trigger.start and (
        one.kind == "place" or one.kind == "country" and one.sense != "demonym")), None)


def unique(parties: list[Party]) -> list[str]:
    """The entity ids of the parties, each once."""
    return list(dict.fromkeys(party.entity_id for party in parties))


def with_both(line: Line, marks: list[Mark], trigger: Mark, people: list[Party], scene: Scene,
              pair: tuple, light: list[Mark]) -> list[Party]:
    """The people, with those of the event before where الجانبان or a dual verb means them."""
    verb, near = trigger.cue.part == "verb", 2 if trigger.cue.kind == "visit" else BESIDE
    if pair and len(unique(people)) < 2 and all(one.human for one in pair) and any(
            _DUAL.search(line.body, mark.start, mark.end) for mark in (trigger, *light)
            if mark.cue.tense and trigger.cue.kind in CONTACTS):
        return [*pair, *scene.participants]               # وبحثا كذا, ووقعا اتفاقا
    for mark in marks:
        if mark.cue.role != "both":
            continue
        gap = max(mark.start - trigger.end, trigger.start - mark.end)
        if gap >= near:
            continue
        persons = tuple(one for one in pair if one.kind == "person")
        if len(persons) == 2 and _TWO_PERSONS.match(line.body, mark.start):
            pair = persons                                 # الرئيسان are no states
        if verb and pair and line.body[mark.end:trigger.start].strip() in ("", "قد"):
            # الوزيران التقيا
            return [*pair, *scene.participants]
        if mark.end <= trigger.start and gap > 2 and not beside(marks, mark, tuple(LIGHT)):
            continue                                       # اتفق الجانبان على أهمية اجتماع X
        if len(unique(people)) < 2 and not _OTHERS.match(line.body, mark.end):
            return [*pair, *people]
    return people
