"""What a stretch of a sentence says of its trigger: who takes part, mediates, hosts, and where.

A cue opens a role; the parties that follow play it until the next cue. That is all the grammar
there is, and its words stand in `data/lexicon/event_frames.csv`.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import NamedTuple

from utils.events.casting import INSIDE, Party
from utils.events.clauses import GOING
from utils.events.cues import Cue, Mark
from utils.events.meant import capital_of, regions
from utils.events.needs import TOPICS

PLACE = itemgetter(0, 1)     # first and last character of a mark or party
_PORTFOLIO = re.compile(r"(?: و?ال\w+){1,6} ")     # وزيرة التربية والتعليم العالي والبحث
EACH = ("كل ", "كلا ", "كلاً ", "كلًا ")       # زار كلا من V وW: he did not come from there
IN_TITLE = 14            # characters between a title and a word that belongs to it
REACH = 170              # characters after which a list of parties is another matter


def is_portfolio(text: str, title: int, mark: Mark) -> bool:
    """Whether a word for a topic belongs to the title that ends at `title` (0: there is none)."""
    return mark.cue.role == "topic" and mark.cue.part == "noun" and title > 0 and (
        mark.start - title <= IN_TITLE or bool(_PORTFOLIO.fullmatch(text, title, mark.start)))


class Scene(NamedTuple):
    """What the marks and parties of one stretch say of a trigger."""

    participants: tuple[Party, ...] = ()
    spare: tuple[Party, ...] = ()             # weak parties
    mediator: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    venue: str | None = None
    within: str | None = None                 # the state, written with ب, where no venue is named
    roles: frozenset = frozenset()            # the roles that cues opened
    stops: tuple[Party, ...] = ()             # of a tour, one visit each


class _Stage:
    """Who has come on so far, while a stretch is read."""

    def __init__(self, cue: Cue, role: str | None, takes: bool):
        self.cue, self.role = cue, role
        self.visit, self.strike = cue.kind == "visit", cue.kind == "strike"
        self.takes = takes or cue.part == "verb" or cue.own and not self.visit     # an object
        self.parts: dict[str, list] = {"participant": [], "mediator": [], "host": []}
        self.spare: list[Party] = []
        self.stops: list[Party] = []
        self.pending: Party | None = None     # زيارة مصر: the destination, unless إلى names one
        self.venue: str | None = None
        self.within: str | None = None        # the state it was in, where no place is named
        self.comma = self.arrived = False
        self.last_stop: Party | None = None   # where the visit went, right before
        self.counterpart = False              # نظرائه في X: X is no place
        self.envoy = False
        self.modified = False                 # a noun of the matter stands right after the trigger
        self.passed = False                   # who only places the event in time has been named
        self.placed = False                   # where it was has been named, after the sides
        self.origin = False                   # who travels comes from what is named next
        self.during = False                   # what follows is in whose course it happened
        self.opened: set[str] = set()

    def open(self, found: str) -> None:
        """Opens the role of a cue, where the role before lets it."""
        buried = self.role == "topic"
        self.during = found == "during"
        counterpart, self.counterpart = self.counterpart, found == "counterpart"
        envoy = self.envoy
        self.envoy = found == "deputy" or envoy and found in INSIDE
        if counterpart and found == "venue" or envoy and found == "toward":
            return                                         # المبعوث الدولي إلى X: his post
        if found in ("comma", "bracket"):
            self.comma = True
            if self.role in ("aside", "venue"):
                self.role = "participant" if self.takes else None
            elif self.cue.kind == "agreement" and self.cue.part == "noun" and (
                    self.role == "participant" and not self.opened
                    and not self.parts["participant"]):
                self.role = None                           # بعد إبرام اتفاق، تحتاج إدارة X إلى
            return
        if found == "with":
            if not buried or self.cue.needs in TOPICS and "with" not in self.opened:
                self.role, self.placed = "participant", False
                self.opened.add("with")
        elif found == "from whom" and self.role in ("aside", "tour"):
            return                                         # منذ تحريرها من X, تشمل X وكلا من Y
        elif found in ("between", "from whom"):
            if self.role in ("mediator", "host") and not self.parts[self.role]:
                return                                     # برعاية من X
            if found == "between" and (self.visit or (
                    self.cue.needs == "with" and "with" in self.opened)):
                self.role = "topic"                        # بحث مع X، أمس، الاتفاق بين Y وZ
                return
            if not buried or found == "between" and (self.comma or self.modified):
                self.role = "participant"
                self.opened.add(found)
        elif found in ("participant", "attends", "mediator", "host", "venue"):
            self.placed = self.placed and found == "venue"
            if not buried or self.comma or found == "attends":
                self.role = "participant" if found == "attends" else found
                self.opened.add(found)
        elif found in ("beside", "since", "invited by", "aside") and self.role != "topic":
            self.role = "aside"                   # منذ سقوط X, بعد لقاء X: X takes no part
        elif found in ("toward", "topic"):
            if found == "toward" and self.visit and not self.arrived:
                self.role = "toward"
            elif not self.strike:
                self.role = "topic"
        elif found == "tour" and self.cue.needs == found:
            self.role = found
        elif found in ("happens", "does", "happening"):
            self.opened.add(found)
        elif found == "says":
            self.role = None                               # زيارة X إلى V قال Y
        self.comma = False

    def arrive(self, party: Party) -> None:
        """The party is where the visit goes: the venue, and the host state takes part."""
        self.venue = self.venue or party.entity_id
        waits = self.cue.part == "verb" and not self.parts["participant"]
        if party.kind == "country":
            self.parts["participant"].append(party)
        self.role = "participant" if waits else None       # وصل إلى الدوحة وزير الخارجية
        self.arrived, self.last_stop = True, party

    def _another_stop(self, party: Party) -> bool:
        """Whether the visit goes on to this place: زار الكويت وقطر والعراق."""
        last, places = self.last_stop, ("place", "country")
        if last is None or party.human or not party.joined or party.kind not in places or (
                party.sense in ("demonym", "organ")):
            return False
        homes = [one.state or one.entity_id for one in (last, party)]
        if homes[0] == homes[1]:
            return False
        self.stops = [*(self.stops or [last]), party]
        self.last_stop = party
        return True

    def enter(self, party: Party, near: bool) -> None:
        """The party plays the role that is open; `near`: right after the cue or trigger."""
        onto, named = party.onto, party.sense not in ("demonym", "organ")
        origin, self.origin = self.origin, False
        if origin and self.visit and not party.human and party.kind in ("place", "country"):
            return                                        # وصل من V
        if self._another_stop(party):
            return
        self.last_stop = None
        if self.role == "tour":
            if party.kind in ("place", "country") and named and not party.human:
                self.stops.append(party)
            return
        if not self.visit and party.entity_id in regions():
            return
        if party.kind == "place" or party.kind == "country" and named and not party.human:
            if self.visit and not self.arrived and (
                    self.role == "toward" or onto == "ل" or onto == "ب" and self.cue.needs == "at"):
                self.arrive(party)
                return
            if self.visit and self.role == "participant" and not self.arrived and (
                    party.kind == "place" or self.cue.part == "verb"):
                if self.cue.needs not in GOING:            # غادر القاهرة إلى الرياض
                    self.arrive(party)
                return
            if self.visit and self.role == "participant" and near and not (
                    self.parts["participant"]):
                self.pending = self.last_stop = party        # زيارة مصر والأردن
                return
            hosts = self.role == "host" and party.kind == "place"
            if self.role == "venue" or hosts or onto == "ب" and self.role != "topic":
                if self.visit and self.cue.part == "noun":
                    return                                # a visit's place is where it goes
                if party.kind == "country" and self.role != "venue":
                    self.within = self.within or party.entity_id
                else:
                    self.venue = self.venue or party.entity_id
                    self.placed = "with" in self.opened and bool(self.parts["participant"])
                self.role = "participant" if self.role in ("venue", "host") else self.role
                return
        if party.kind == "place":
            if near and self.cue.kind == "meeting" and self.cue.part == "noun" and (
                    self.role == "participant" and not onto and not self.opened):
                self.venue = self.venue or party.entity_id          # قمة جدة, محادثات أستانا
            if self.strike and self.role == "participant":
                self.venue = self.venue or party.entity_id
            return
        if self.role == "venue":
            if not party.human and (near or party.kind == "country" and not named):
                return                                    # في مقر الأمم المتحدة, في العاصمة الروسية
            self.role = "participant"
        if self.role == "toward":
            if party.kind == "country":                   # إلى العاصمة السعودية
                if self.visit and near and not self.arrived and not (
                        party.human or party.sense == "organ"):
                    self.arrive(party)
                return
            self.role = "participant"
        if self.placed and self.cue.part == "noun" and not party.joined:
            return                                        # مع Y في موسكو حليفة X
        if self.role in self.parts:
            if party.weak:
                self.spare.append(party)
            else:
                self.parts[self.role].append(party)


def cast(text: str, marks: list[Mark], parties: list[Party], role: str | None, cue: Cue,
         start: int, takes: bool = False) -> Scene:
    """The scene that a stretch of a sentence sets, from `start` on, in reading order.

    `role` is what the first parties play: participant after a trigger, None before it; `takes`:
    a verb has the trigger's noun as its subject, and whom it brings together comes later.
    """
    stage, last, done, title = _Stage(cue, role, takes), start, start, 0
    for item in sorted([*marks, *parties], key=PLACE):
        if isinstance(item, Mark):
            if item.start < done:
                continue                                   # within a party's title
            if item.cue.role in ("head", "deputy") or is_portfolio(text, title, item):
                title = item.end                           # مدير الأمن: a title, and no topic
                stage.open("deputy" if item.cue.means else "head")
                continue
            stage.origin = item.cue.role == "from whom" and stage.role != "toward" and (
                not text.endswith(EACH, start, item.start))
            if item.cue.role == "host" and item.cue.tense:
                stage.role = None                          # اجتماع بشأن X تستضيفه V
            goal = item.cue.role == "state" and " " in text[item.start:item.end] or (
                cue.needs == "at" and item.cue.role == "topic" and not stage.arrived)
            stage.open("toward" if goal else item.cue.role)       # إلى المملكة, حل على V
            if item.cue.role == "topic" and item.cue.part == "noun" and item.start - start <= 1:
                stage.modified = True                      # اتفاقية تعاون بين X وY
            if item.cue.role not in INSIDE:
                last = item.end
            continue
        title, gap = 0, text[last:item.start]
        if len(gap) > REACH:
            break
        if stage.role in ("mediator", "host") and stage.parts[stage.role] and not item.joined and (
                gap != " " or item.sense != "demonym"):            # بوساطة روسية تركية
            stage.role = "participant"
        if stage.during and item.kind == "organisation" and not item.human:
            continue                                       # على هامش أعمال جمعية X
        if stage.role == "aside" and stage.passed and not item.joined and item.human and (
                cue.part == "verb" and cue.kind != "visit"):
            stage.role = "participant"                     # سيلتقي بعد ماي الرئيس المكسيكي
        stage.passed = stage.role == "aside"
        stage.enter(item, len(gap.split()) <= 2)
        stage.comma = stage.envoy = stage.counterpart = False
        last, done = item.end, item.end
    if stage.pending is not None:
        if stage.venue is None:
            stage.arrive(stage.pending)
        else:
            stage.parts["participant"].insert(0, stage.pending)
    # استضافت الدوحة محادثات: the capital that hosts is the place as well
    seat = next((capital_of().get(one.entity_id) for one in stage.parts["host"]
                 if one.sense == "metonym"), None)
    return Scene(
        tuple(stage.parts["participant"]), tuple(stage.spare),
        tuple(dict.fromkeys(one.entity_id for one in stage.parts["mediator"])),
        tuple(dict.fromkeys(one.entity_id for one in stage.parts["host"])),
        stage.venue or next((one.entity_id for one in stage.stops), seat), stage.within,
        frozenset(stage.opened), tuple(stage.stops),
    )


def host_before(parties: list[Party]) -> tuple[tuple[str, ...], str | None]:
    """The host and the venue of what a state or town gets ready for: تستعد V لاستضافة محادثات."""
    one = next((one for one in reversed(parties) if one.kind in ("country", "place")), None)
    if one is None or one.human or one.sense == "demonym":
        return (), None
    if one.kind == "place":
        return (), one.entity_id
    seat = capital_of().get(one.entity_id) if one.sense == "metonym" else None
    return (one.entity_id,), seat or one.entity_id
