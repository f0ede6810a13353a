"""Who takes part in what a trigger tells.

A trigger opens a stretch that ends where the next clause begins. Whoever is missing there is looked
for on its left: the subject of a light verb (عقد X اجتماعا), the one a pronoun means (لقائه).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from utils.events.casting import Party
from utils.events.clauses import BESIDE, CONTACTS, MET, NEEDED, Line, beside, between
from utils.events.cues import Cue, Mark
from utils.events.homes import state_of
from utils.events.others import (
    OPENING,
    after_meeting,
    alone,
    behind,
    by_him,
    done_by_him,
    has_subject,
    is_led_with,
    of_titled,
    other_side,
    other_than,
    ready,
    two_before,
    visitor,
)
from utils.events.scenes import Scene
from utils.events.staging import Stretch
from utils.events.subjects import (
    THEN,
    Lines,
    find_subject,
    is_led,
    joins_both,
    meant_by,
    subject_of,
)

_SPEECH = re.compile(r"[:\"«“]\s?(?:\w+\s){0,3}$")         # direct speech begins right before
TANWIN = "\N{ARABIC FATHATAN}"
SIGNED = 16              # characters: عدد من, between توقيع and what is signed


class _Clause(NamedTuple):
    """A trigger with all that its people are looked for in."""

    line: Line
    marks: list[Mark]
    trigger: Mark
    stretch: Stretch
    scene: Scene
    earlier: Lines

    @property
    def cue(self) -> Cue:
        """What the trigger is known for."""
        return self.trigger.cue

    @property
    def host(self) -> str:
        """The state that is visited; nobody visits his own."""
        return state_of(self.scene.venue) or self.scene.venue

    def subject(self, far: bool) -> list[Party]:
        """Whoever does it, named before the trigger; `far` also in the sentences before."""
        return subject_of(self.line, self.marks, self.stretch.left, self.trigger, self.earlier, far)

    def named(self, start: int, end: int) -> list[Party]:
        """Who stands as the subject between two places of the sentence."""
        return find_subject(self.line, self.marks, start, end)

    def visitor(self, own: list[Party]) -> list[Party]:
        """Those whom the pronoun of a visit means: nobody visits his own state."""
        return visitor(self.line, self.trigger, own, self.host, self.earlier)


def _of_verb(it: _Clause, people: list[Party]) -> list[Party]:
    """Who does what a verb tells, and with whom: X يلتقي Y, وسيجتمع مع Y."""
    line, marks, trigger, cue = it.line, it.marks, it.trigger, it.cue
    if cue.kind == "meeting" and len(people) == 1:
        people = people + behind(line, marks, people[0])
    actors = [one for one in people if cue.kind != "visit" or one.human]
    at_verb = [one for one in line.parties if 0 < trigger.start - one.end <= 2
               and one.kind != "place" and line.body[one.end] not in "،,؛:"
               and not is_led(marks, one)]
    if cue.kind == "visit" and beside(marks, trigger, ("relative",)):
        close = it.subject(far=False)                     # X الذي وصل إلى V
        return [*close, *(one for one in people if not close or not one.human)]
    if at_verb:                                           # X يلتقي Y, X سيزور V
        rest = people if cue.kind != "visit" else [one for one in people if not one.human]
        return (it.subject(far=False) or at_verb[-1:]) + rest
    met = it.scene.roles & MET
    guest = _their_guest(it, people) if cue.kind == "meeting" and not met else []
    if guest:
        return guest + people
    if len(actors) >= (1 if cue.kind == "visit" else 2) and not other_side(
            marks, trigger, people) or cue.kind == "statement" and actors:
        return people
    if cue.kind == "agreement" and people and not met and not all(
            one.joined for one in people[1:]):
        return people[:1]
    if people and is_led_with(marks, trigger, people[0]):
        return people                                     # واستعرض X مع المبعوث: X is the subject
    if people and it.scene.spare and _SPEECH.search(line.body, line.start, trigger.start):
        return people                                     # قال فلان: استقبل X وفد Y
    # وسيجتمع مع Y, سيصل المبعوث إلى V: he was named before
    far = bool(met) or line.body[trigger.start:trigger.start + 1] in "وف" or (
        line.body.startswith(THEN, trigger.start - len(THEN))) or (
        alone(line, marks, trigger)) or any(
        other.cue.definite and other.cue.role in ("head", "deputy")
        for other in between(marks, trigger.end, trigger.end + 2))
    return it.subject(far) + people


def _their_guest(it: _Clause, hosts: list[Party]) -> list[Party]:
    """Who met people of one state one after the other: وصل X أمس إلى V. والتقى Y وZ.

    They do not meet each other so; he is named before and comes from another state.
    """
    states = {one.state for one in hosts}
    goes_on = it.line.body[it.trigger.start] == "و" or it.line.body.startswith(
        (THEN, "كما "), it.trigger.start - len(THEN) - 1)
    if not goes_on or len(hosts) < 2 or len(states) > 1 or states == {""} or not all(
            one.kind == "person" for one in hosts) or not all(one.joined for one in hosts[1:]):
        return []
    guest = it.subject(far=True)[:1]
    return [one for one in guest if one.kind == "person" and one.state not in states | {""}]


def _of_pronoun(it: _Clause, people: list[Party]) -> list[Party]:
    """The people with whom a pronoun means: لقائه مع Y, عشية وصوله إلى V، حذر X."""
    line, marks, trigger, (left, right, *_) = it.line, it.marks, it.trigger, it.stretch
    own = meant_by(line, marks, left, trigger, it.earlier)
    if own and own[-1].end <= trigger.start and any(
            mark.cue.role == "body" and trigger.start - mark.end < NEEDED["toward"]
            for mark in between(marks, own[-1].end, trigger.start)):
        own = []                                          # رحب X ببيان لجنة كذا في اجتماعها
    if it.cue.kind == "visit" and it.scene.venue and own:
        own = it.visitor(own)
    if not own:
        opens = trigger.start - line.start < OPENING
        comma = next((mark.end for mark in between(marks, trigger.end, right)
                      if opens and mark.cue.role == "comma"), right)
        own = it.named(comma, line.end)[:1]
    return own + people


def _of_light(it: _Clause, people: list[Party]) -> list[Party]:
    """The people with the subject of the verb that lends the noun its tense: عقد X اجتماعا."""
    line, marks, trigger, verb = it.line, it.marks, it.trigger, it.stretch.light[0]
    does = verb.cue.role == "does" or line.body[:trigger.end].rstrip(TANWIN).endswith("ا")
    own = it.named(verb.end, trigger.start)
    # أجرى لقاءات مع X وY: somebody else did
    lacking = len(people) < 2 or does and other_side(marks, trigger, people)
    if not own and lacking and beside(marks, verb, ("relative",)):
        own = [one for one in line.parties if one.human and one.end <= verb.start][-1:]
    if not own and lacking and not has_subject(line, marks, verb, trigger):
        own = (it.subject(far=does) if does or it.scene.roles & MET
               else it.named(it.stretch.left, trigger.start))
    if it.cue.kind == "visit" and it.scene.venue and own and own[0].kind != "person":
        own = it.visitor(own)                             # أمام مجلس X، حيث يؤدي زيارة إلى V
    return own + people


def _of_visit(it: _Clause, people: list[Party]) -> list[Party]:
    """The people with who visits a place: nobody visits his own state."""
    line, marks, trigger = it.line, it.marks, it.trigger
    humans = [one for one in line.parties if one.human and one.end <= trigger.start]
    guests = it.subject(far=False)[:1] or humans[-1:]
    at_home = it.cue.needs and not it.cue.definite or done_by_him(line, marks, trigger)
    found = [one for one in [*humans[-2:], *guests]
             if at_home or it.host not in (one.state, one.entity_id)][-1:]
    if not guests and beside(marks, trigger, ("during",)):         # خلال زيارة إلى V، قال X
        later = it.named(it.stretch.right, line.end)[:1]
        found = [one for one in later if one.human] or it.subject(far=True)[:1]
    return found + people


def _of_noun(it: _Clause, people: list[Party]) -> list[Party]:
    """The people with whom the words around a noun name: يستعد X وY للاجتماع, بعد لقاء X."""
    line, marks, trigger, cue = it.line, it.marks, it.trigger, it.cue
    left, right = it.stretch.left, it.stretch.right
    if cue.kind == "agreement" and len(people) < 2 and beside(
            marks, trigger, ("happening",), gap=SIGNED):
        return it.named(left, trigger.start) + people     # تعتزم X وY توقيع
    if cue.kind in CONTACTS and not people and (
            those := ready(line, marks, left, trigger)):
        return those                                      # يستعد X وY للاجتماع في V
    if cue.kind == "meeting" and not people and by_him(line, marks, trigger):
        return it.subject(far=False)
    if cue.kind in ("meeting", "call") and not people and beside(
            marks, trigger, ("during", "venue") if cue.kind == "call" else ("during",)) and (
            len(two := two_before(line, marks, left, trigger)) == 2):
        return two                                        # دعا X نظيره Y، خلال جلسة عمل
    if any(mark.cue.role == "joins him" for mark in between(marks, trigger.end, right)) or (
            "between" not in it.scene.roles and other_side(marks, trigger, people)
            and not of_titled(marks, trigger)) or (
            cue.needs == "to person" and people) or after_meeting(
            marks, trigger, people, it.scene):
        return other_than(line, marks, left, right, trigger, it.earlier) + people
    if cue.kind == "visit" and not (people or it.scene.venue) and done_by_him(
            line, marks, trigger):
        return it.subject(far=False)[:1]
    if cue.kind == "visit" and it.scene.venue and all(
            one.entity_id == it.scene.venue or not one.human for one in people):
        return _of_visit(it, people)
    return people


def find_people(line: Line, marks: list[Mark], trigger: Mark, stretch: Stretch, scene: Scene,
                earlier: Lines) -> list[Party]:
    """Who takes part, with the subject that stands before the trigger where it is needed."""
    it, people = _Clause(line, marks, trigger, stretch, scene, earlier), list(scene.participants)
    if trigger.cue.part == "verb":
        people = _of_verb(it, people)
    elif trigger.cue.own or joins_both(marks, trigger):
        people = _of_pronoun(it, people)
    elif stretch.light:
        people = _of_light(it, people)
    else:
        people = _of_noun(it, people)
    known = {one.state for one in people if one.kind == "person"}
    people = [one for one in people if not (
        one.kind == "country" and one.sense in ("demonym", "organ") and one.entity_id in known)]
    if len({one.entity_id for one in people}) < 2:
        people += [one for one in scene.spare if one.entity_id not in known]
    return people


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
