"""Who takes part in what a trigger tells.

A trigger opens a stretch that ends where the next clause begins. Whoever is missing there is looked
for on its left: the subject of a light verb (عقد X اجتماعا), the one a pronoun means (لقائه).
"""

from __future__ import annotations

from utils.events.casting import Party
from utils.events.clauses import (
    BESIDE,
    CONTACTS,
    LEADS,
    LIGHT,
    MET,
    NEEDED,
    Line,
    beside,
    between,
)
from utils.events.cues import Mark
from utils.events.homes import state_of
from utils.events.scenes import Scene
from utils.events.subjects import (
    FAR,
    OPENS_CLAUSE,
    THEN,
    Lines,
    find_subject,
    is_led,
    joins_both,
    meant_by,
    subject_of,
)

TANWIN = "\N{ARABIC FATHATAN}"
OPENING = 12             # characters of وفي ختام, before the noun that a sentence opens with
SIGNED = 16              # characters: عدد من, between توقيع and what is signed


def _behind(line: Line, marks: list[Mark], subject: Party) -> list[Party]:
    """Whom the subject meets, behind a clause of his coming: يلتقي X الذي وصل إلى V أمس Y."""
    after = iter(between(marks, subject.end, line.end))
    first = next(after, None)
    if first is None or first.cue.role != "relative" or first.start - subject.end > 2:
        return []
    right = next((mark.start for mark in after if (
        mark.cue.role in OPENS_CLAUSE and not 0 < mark.start - first.end <= 2) or (
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


def _ready(line: Line, marks: list[Mark], left: int, trigger: Mark) -> list[Party]:
    """Who gets ready, behind the verb, for what the trigger tells: يستعد X وY للاجتماع."""
    ready = next((mark for mark in reversed(between(marks, left, trigger.start))
                  if mark.cue.role == "planned" and mark.cue.part == "word"), None)
    if ready is None or line.body[trigger.start] != "ل":
        return []
    return find_subject(line, marks, ready.end, trigger.start)


def _done_by_him(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether a verb of who was named before has the visit for its object: زيارة أداها إلى V."""
    return any(mark.cue.role == "does" and line.body.endswith("ها", mark.start, mark.end)
               for mark in between(marks, trigger.end, trigger.end + 3))


def _two_before(line: Line, marks: list[Mark], left: int, trigger: Mark) -> list[Party]:
    """The last two before a trigger who can meet, also before the verb whose course it is."""
    left = min([left, *(mark.start for mark in marks if mark.cue.kind == "agreement"
                        and mark.cue.part == "verb" and mark.end == left)])
    if any(mark.start == left for mark in marks):         # إن X وY اتفقا أثناء اتصال
        left = max((mark.end for mark in marks if mark.cue.role in OPENS_CLAUSE
                    and mark.end <= left), default=line.start)
    return [one for one in between(line.parties, left, trigger.start) if one.human][-2:]


def _has_subject(line: Line, marks: list[Mark], verb: Mark, trigger: Mark) -> bool:
    """Whether somebody without a name of his own is the verb's subject: توصل قادة الفصائل إلى."""
    if not line.body[verb.end:trigger.start].strip():
        return False
    return line.body.startswith(" ال", verb.end) and not any(
        date.start == verb.end + 1 for date in line.dates) or any(
        mark.cue.role in ("delegation", "body") for mark in between(
            marks, verb.end, verb.end + 2))


def _other_side(marks: list[Mark], trigger: Mark, people: list[Party]) -> bool:
    """Whether all of them stand after مع: they are whom the subject met (التقى مع X وY)."""
    if trigger.cue.kind not in ("meeting", "call"):
        return False
    # وفدان من X وY met each other; in a call from X somebody else took it
    roles = {"with"} if trigger.cue.part == "verb" else MET
    first = min((one.start for one in people), default=FAR)
    return any(mark.cue.role in roles for mark in between(marks, trigger.end, first))


def _of_titled(marks: list[Mark], trigger: Mark) -> bool:
    """Whether a speaker tells of somebody whom he does not name: قال X: لقاء الملك مع Y."""
    after = between(marks, trigger.end, trigger.end + BESIDE)
    return bool(after) and after[0].cue.role == "head" and after[0].cue.definite and any(
        mark.cue.role == "says" and mark.end <= trigger.start for mark in marks)


def _after_meeting(marks: list[Mark], trigger: Mark, people: list[Party], scene: Scene) -> bool:
    """Whether somebody speaks or goes on after meeting the one named: قال بعد لقاء الرئيس X."""
    if trigger.cue.kind != "meeting" or trigger.cue.definite or len(people) != 1:
        return False
    return people[0].human and "between" not in scene.roles and (
        0 < people[0].start - trigger.end < NEEDED["toward"]) and any(
        mark.cue.role in ("beside", "right after") and trigger.start - mark.end == 1
        for mark in between(marks, trigger.start - BESIDE, trigger.start))


def _other_than(line: Line, marks: list[Mark], left: int, right: int, trigger: Mark,
                earlier: Lines) -> list[Party]:
    """The other side of who stands behind the noun; the sentence may name him later.

    وخلال لقاء مع Y، أكد X كذا.
    """
    opens = trigger.start - line.start < OPENING and not any(
        one.end <= trigger.start for one in line.parties)
    later = find_subject(line, marks, right, line.end)[:1] if opens else []
    return later or subject_of(line, marks, left, trigger, earlier, True)[:1]


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


def _alone(line: Line, marks: list[Mark], trigger: Mark) -> bool:
    """Whether nobody is named before a verb, nor can be right after it: ينتقل إلى V."""
    last = next((date.end for date in between(line.dates, trigger.end, trigger.end + 3)),
                trigger.end)                              # ينتقل غدا إلى V
    nobody = not any(one.human for one in line.parties)   # زار في أيار كلا من V وW
    straight = trigger.cue.kind == "visit" and any(      # أن يزور V
        one.kind in ("place", "country") and not one.human
        for one in between(line.parties, trigger.end, trigger.end + (NEEDED["toward"] if nobody
                                                                     else 4)))
    return (straight or any(mark.cue.role in ("toward", "with")
                            for mark in between(marks, last, last + 3))) and not any(
        one.end <= trigger.start and one.kind != "place" for one in line.parties)


def is_led_with(marks: list[Mark], trigger: Mark, party: Party) -> bool:
    """Whether مع stands behind the first who is named after a verb, and nothing before him."""
    return not any(mark.cue.role in LEADS or mark.cue.role == "comma"
                   for mark in between(marks, trigger.end, party.start)) and next(
        (mark.cue.role for mark in between(marks, party.end, party.end + BESIDE)), "") == "with"


def find_people(line: Line, marks: list[Mark], left: int, right: int, trigger: Mark, scene: Scene,
                light: list[Mark], earlier: Lines) -> list[Party]:
    """Who takes part, with the subject that stands before the trigger where it is needed."""
    cue, people = trigger.cue, list(scene.participants)
    met = scene.roles & MET
    if cue.part == "verb":
        enough = 1 if cue.kind == "visit" else 2
        if cue.kind == "meeting" and len(people) == 1:
            people += _behind(line, marks, people[0])
        actors = [one for one in people if cue.kind != "visit" or one.human]
        at_verb = [one for one in line.parties if 0 < trigger.start - one.end <= 2
                   and one.kind != "place" and line.body[one.end] not in "،,؛"
                   and not is_led(marks, one)]
        if cue.kind == "visit" and beside(marks, trigger, ("relative",)):
            close = subject_of(line, marks, left, trigger, earlier, False)     # X الذي وصل إلى V
            people = [*close, *(one for one in people if not close or not one.human)]
        elif at_verb:                                     # X يلتقي Y, X سيزور V
            rest = people if cue.kind != "visit" else [one for one in people if not one.human]
            people = (subject_of(line, marks, left, trigger, earlier, False) or at_verb[-1:]) + rest
        elif len(actors) >= enough and not _other_side(marks, trigger, people) or (
                cue.kind == "statement" and actors):
            pass
        elif cue.kind == "agreement" and people and not met and not all(
                one.joined for one in people[1:]):
            people = people[:1]
        elif people and is_led_with(marks, trigger, people[0]):
            pass                                          # واستعرض X مع المبعوث: X is the subject
        else:
            # وسيجتمع مع Y, سيصل المبعوث إلى V: he was named before
            far = bool(met) or line.body[trigger.start:trigger.start + 1] in "وف" or (
                line.body.startswith(THEN, trigger.start - len(THEN))) or (
                _alone(line, marks, trigger)) or any(
                other.cue.definite and other.cue.role in ("head", "deputy")
                for other in between(marks, trigger.end, trigger.end + 2))
            people = subject_of(line, marks, left, trigger, earlier, far) + people
    elif cue.own or joins_both(marks, trigger):
        own = meant_by(line, marks, left, trigger, earlier)
        if cue.kind == "visit" and scene.venue and own:
            own = _visitor(line, trigger, own, state_of(scene.venue) or scene.venue, earlier)
        if not own:
            opens = trigger.start - line.start < OPENING      # عشية وصوله إلى V، حذر X
            comma = next((mark.end for mark in between(marks, trigger.end, right)
                          if opens and mark.cue.role == "comma"), right)
            own = find_subject(line, marks, comma, line.end)[:1]
        people = own + people
    elif light:
        does = light[0].cue.role == "does" or line.body[:trigger.end].rstrip(TANWIN).endswith("ا")
        own = find_subject(line, marks, light[0].end, trigger.start)
        if not own and len(people) < 2 and beside(marks, light[0], ("relative",)):
            own = [one for one in line.parties if one.human and one.end <= light[0].start][-1:]
        if not own and len(people) < 2 and not _has_subject(line, marks, light[0], trigger):
            own = (subject_of(line, marks, left, trigger, earlier, does) if does or met
                   else find_subject(line, marks, left, trigger.start))
        if cue.kind == "visit" and scene.venue and own and own[0].kind != "person":
            # أمام مجلس X، حيث يؤدي زيارة إلى V
            own = _visitor(line, trigger, own, state_of(scene.venue) or scene.venue, earlier)
        people = own + people
    elif (cue.kind == "agreement" and len(people) < 2
          and beside(marks, trigger, ("happening",), gap=SIGNED)):
        people = find_subject(line, marks, left, trigger.start) + people   # تعتزم X وY توقيع
    elif cue.kind in CONTACTS and not people and _ready(line, marks, left, trigger):
        people = _ready(line, marks, left, trigger)       # يستعد X وY للاجتماع في V
    elif cue.kind == "meeting" and not people and _by_him(line, marks, trigger):
        people = subject_of(line, marks, left, trigger, earlier, False)
    elif cue.kind in ("meeting", "call") and not people and beside(
            marks, trigger, ("during", "venue") if cue.kind == "call" else ("during",)) and (
            len(two := _two_before(line, marks, left, trigger)) == 2):
        people = two                                      # دعا X نظيره Y، خلال جلسة عمل
    elif any(mark.cue.role == "joins him" for mark in between(marks, trigger.end, right)) or (
            "between" not in scene.roles and _other_side(marks, trigger, people)
            and not _of_titled(marks, trigger)) or (
            cue.needs == "to person" and people) or _after_meeting(marks, trigger, people, scene):
        people = _other_than(line, marks, left, right, trigger, earlier) + people
    elif cue.kind == "visit" and not (people or scene.venue) and (
            _done_by_him(line, marks, trigger)):
        people = subject_of(line, marks, left, trigger, earlier, False)[:1]
    elif cue.kind == "visit" and scene.venue and all(
            one.entity_id == scene.venue or not one.human for one in people):
        home = state_of(scene.venue) or scene.venue       # nobody visits his own state
        humans = [one for one in line.parties if one.human and one.end <= trigger.start]
        guests = subject_of(line, marks, left, trigger, earlier, False)[:1] or humans[-1:]
        at_home = cue.needs and not cue.definite or _done_by_him(line, marks, trigger)
        found = [one for one in [*humans[-2:], *guests]
                 if at_home or home not in (one.state, one.entity_id)][-1:]
        if not guests and beside(marks, trigger, ("during",)):     # خلال زيارة إلى V، قال X
            later = find_subject(line, marks, right, line.end)[:1]
            found = ([one for one in later if one.human]
                     or subject_of(line, marks, left, trigger, earlier, True)[:1])
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


def bloc_of(body: str, marks: list[Mark], trigger: Mark) -> list[Party]:
    """The bloc whose summit it is: القمة العربية, القمة الخليجية الأمريكية."""
    if trigger.cue.kind != "meeting" or trigger.cue.part != "noun":
        return []
    return [
        Party(mark.start, mark.end, mark.cue.means, "organisation", "name",
              "", False, False, "")
        for mark in between(marks, trigger.end, trigger.end + 2 * BESIDE)
        if mark.cue.role == "bloc"
        and all(word.endswith(("ية", "ي")) for word in body[trigger.end:mark.start].split())
    ]


def is_sent(line: Line, marks: list[Mark], trigger: Mark, right: int, people: list[Party],
            status: str | None) -> bool:
    """Whether a body or an unnamed delegation visits: زيارة الائتلاف, زيارة سيقوم بها وفد."""
    if trigger.cue.part != "noun" or trigger.cue.own:
        return False
    return any(one.kind == "organisation" and one.start - trigger.end <= 2 for one in people) or (
        status in ("planned", "cancelled") and any(
            mark.cue.role == "delegation" and "وفد" in line.body[mark.start:mark.end]
            for mark in between(marks, trigger.end, right)))
