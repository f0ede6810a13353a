"""Parties, and what the titles beside a name say: whose deputy, sent by whom, of which state."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from utils.events.cues import Mark
from utils.events.meant import Named

# Marks that may stand inside a noun phrase without ending it.
INSIDE = {"title", "deputy", "counterpart", "with its own waw", "press", "describes", "phone",
          "outlet head", "unnamed", "official", "medium", "anonymous", "company",
          "planned adjective",
          "welcome", "delegation", "head", "no party", "body", "artist", "both", "sides"}
POSTS = {"venue", "toward", "seat", "topic"}     # مبعوث X إلى Y: Y is where he is sent
HUMAN = {"head", "deputy", "delegation", "counterpart"}     # titles of people who can travel
LEADERS = {"head", "deputy"}
POSTED = 20              # characters: إلى الجمهورية, between an envoy and where he is sent
LONGEST = 90             # characters of titles between two names of one phrase
_POST = re.compile(r"(?<!\w)(?:(?:رئيس|أمير|نائب|وكيل|مدير|أمين|قائد) (?:جمهورية|منطقة|محافظة|بلدية"
                   r"|ولاية|إمارة|شرطة|مجلس|حكومة)|محافظ|والي|عمدة|حاكم) $")
ENDS_PHRASE = re.compile(r"[،,؛;:()\n.!؟…]")


class Party(NamedTuple):
    """Whom or what a noun phrase speaks of."""

    start: int
    end: int
    entity_id: str
    kind: str                # person, country, organisation, place
    sense: str
    state: str               # the state a person or place belongs to, "" when not known
    weak: bool               # may only describe its neighbour: a party where one is missing
    joined: bool             # listed with the party before it (X وY, X، Y)
    onto: str                # the preposition written onto its name: ب, ل, or nothing
    human: bool = False      # a person, or one of the state's people by title (وزير, وفد)
    led: bool = False        # an organisation that only says whom somebody heads (أمين عام الحزب)
    titled: bool = False     # an office stands before the name: وزير, سفير, وفد


def with_posts(marks: list[Mark], named: list[Named]) -> list[Mark]:
    """The marks, with the preposition that says whose counterpart is named: نظيره في V فلان."""
    posts = {place.start - 1 for place, man in pairwise(named)
             if man.kind == "person" and man.start - place.end <= POSTED}
    return [
        mark._replace(cue=mark.cue._replace(role="title"))
        if mark.end in posts and mark.cue.role in POSTS and number and (
            marks[number - 1].cue.role == "counterpart" and mark.start - marks[number - 1].end == 1)
        else mark for number, mark in enumerate(marks)
    ]


def role_before(marks: list[Mark], starts: list[int], mention: Named) -> str:
    """The role of the mark before the mention, or of the first mark where none is before it.

    In مبعوث الأمين العام ل it is the envoy's: the head is another.
    """
    place = max(0, bisect_left(starts, mention.start) - 1)
    role = marks[place].cue.role if marks else ""
    if role == "head" and place and marks[place - 1].cue.role == "deputy" and (
            marks[place].start - marks[place - 1].end <= 1):
        return "deputy"
    return role


def has_post(marks: list[Mark], starts: list[int], mention: Named) -> bool:
    """Whether an envoy is spoken of, whose post may follow the name: مبعوث الأمم المتحدة إلى X."""
    place = max(0, bisect_left(starts, mention.start) - 1)
    if role_before(marks, starts, mention) != "deputy":
        return False
    return (marks[place] if marks[place].cue.role == "deputy" else marks[place - 1]).cue.means != ""


def is_deputised(text: str, marks: list[Mark], starts: list[int], bodies: list[int],
               mention: Named) -> bool:
    """Whether the name is another's than the one's who is spoken of (نائب X, سفير X).

    `bodies` are where states and organisations are named: مبعوث الأمم المتحدة فلان is himself.
    """
    place = bisect_left(starts, mention.start) - 1
    while place >= 0 and marks[place].cue.role in ("title", "with its own waw"):
        place -= 1
    of_his = mention.sense == "office" and text.startswith("ل", mention.start - 1)
    if place < 0 or marks[place].cue.role != "deputy" or marks[place].cue.definite and not of_his:
        return False       # المبعوث X is himself; مبعوث X is not, nor is المبعوث الخاص لرئيس V
    gap = text[marks[place].end:mention.start]
    named = bisect_left(bodies, marks[place].end) < bisect_left(bodies, mention.start)
    if gap.startswith(" وزارة") or named:
        return False                                       # وكيل وزارة X فلان is himself
    return len(gap) < 40 and not ENDS_PHRASE.search(gap)


def is_boss(marks: list[Mark], starts: list[int], start: int) -> bool:
    """Whether who is named here may only say whose envoy is spoken of: مبعوث الرئيس X."""
    place = bisect_left(starts, start) - 1
    if place < 1 or marks[place].cue.role != "head" or start - marks[place].end > LONGEST // 2:
        return False
    before = marks[place - 1]
    return before.cue.role == "deputy" and not before.cue.definite and (
        marks[place].start - before.end <= 1)


def titles_of(text: str, marks: list[Mark], starts: list[int], start: int) -> set[str]:
    """The roles of the words that lead a noun phrase whose first name starts here."""
    found, place, last = set(), bisect_left(starts, start) - 1, start
    while place >= 0 and marks[place].cue.role in INSIDE:
        mark = marks[place]
        if start - mark.end > LONGEST // 2 or ENDS_PHRASE.search(text, mark.end, last):
            break
        found.add(mark.cue.role)
        place, last = place - 1, mark.start
    return found


def is_sent_by(marks: list[Mark], starts: list[int], start: int) -> bool:
    """Whether a delegation of his is spoken of: وفد من X, وفد قيادي رفيع المستوى من X."""
    place = bisect_left(starts, start) - 1
    if place < 1 or marks[place].cue.role != "from whom":
        return False
    return any(mark.cue.role == "delegation" and marks[place].start - mark.end < POSTED
               for mark in marks[max(0, place - 3):place])


def is_apposed(party: Party, state: str, sent: bool) -> bool:
    """Whether who is named after a comma, of this state, is the one whose title the party is in.

    So is رئيسة حكومة X، فلانة. `sent` says that the party is where an envoy is sent.
    """
    return party.led or sent or party.titled and party.entity_id == state or (
        party.sense == "demonym" and (party.entity_id == state or not state and party.human))


def is_sent_to(marks: list[Mark], starts: list[int], party: Party) -> bool:
    """Whether the party is where an envoy is sent: المبعوث الأممي إلى X."""
    place = bisect_left(starts, party.start) - 1
    if place < 1 or marks[place].cue.role not in POSTS or party.start - marks[place].end > 1:
        return False
    return marks[place - 1].cue.role == "deputy" and marks[place - 1].cue.means != "" and (
        marks[place].start - marks[place - 1].end < POSTED)


def is_his_title(text: str, marks: list[Mark], starts: list[int], person: Party,
                 mention: Named) -> bool:
    """Whether a state is named in a title behind a person's name: X، رئيس جمهورية مصر."""
    place = bisect_left(starts, person.end)
    titled = [mark for mark in marks[place:place + 2] if mark.cue.role in LEADERS]
    return bool(titled) and text[person.end:titled[0].start].strip() in ("،", ",") and (
        titled[0].end < mention.start and person.state in ("", mention.entity_id))


def is_post(text: str, place: Named) -> bool:
    """Whether a place is where somebody holds his office: أمير منطقة X, محافظ X."""
    return place.kind == "place" and _POST.search(text, max(0, place.start - LONGEST),
                                                  place.start) is not None
