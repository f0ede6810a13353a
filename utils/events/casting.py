"""Whom a sentence speaks of: the parties that can play a part in what it tells.

A party is whom a noun phrase speaks of: وزير الخارجية الروسي سيرغي لافروف is one, Lavrov, and the
adjective only describes him.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from utils.events.cues import Mark
from utils.events.homes import homes
from utils.events.meant import Named, as_capital
from utils.text.folding import fold

# Marks that may stand inside a noun phrase without ending it.
INSIDE = {"title", "deputy", "counterpart", "with its own waw", "press", "describes", "phone",
          "outlet head", "unnamed", "official", "medium", "anonymous", "company",
          "planned adjective",
          "welcome", "delegation", "head", "no party", "artist", "both"}
ARRIVES = {"delegation", "head", "deputy"}      # behind a place these begin another noun phrase
POSTS = {"venue", "toward", "seat", "topic"}     # مبعوث X إلى Y: Y is where he is sent
HUMAN = {"head", "deputy", "delegation", "counterpart"}     # titles of people who can travel
LEADERS = {"head", "deputy"}
POSTED = 20              # characters: إلى الجمهورية, between an envoy and where he is sent
LONGEST = 90             # characters of titles between two names of one phrase
_ENDS_PHRASE = re.compile(r"[،,؛;:()\n.!؟…]")
_WITH_WAW = re.compile(r"(?<!\w)و(\w+)")


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


def _waw_joins(gap: str, own_waw: frozenset) -> bool:
    """Whether a conjunction is written onto one of the words (but not the و of وزير)."""
    return "و" in gap and (gap.endswith(" و") or gap == "و" or any(
        _key(match[0]) not in own_waw for match in _WITH_WAW.finditer(gap)))


@lru_cache(maxsize=1 << 14)
def _key(word: str) -> str:
    return fold(word).key


def written_on(text: str, start: int) -> str:
    """The preposition written onto the word that starts here, or nothing (ب in بموسكو)."""
    letter, before = text[start - 1:start], text[start - 2:start - 1]
    if text[start:start + 1] == "ل" and not before.isalpha() and letter == "ل":
        return "ل"                                       # للسعودية begins at its second lam
    return letter if letter in ("ب", "ل") and not before.strip(" ،.\nو«\"“(ف") else ""


def _without_nested(mentions: list[Named]) -> list[Named]:
    """The mentions without those inside another; an organ of a state gives way to the state.

    وزارة الخارجية الأميركية holds a demonym: the United States act through it.
    """
    kept: list[Named] = []
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if kept and mention.start < kept[-1].end:
            outer = kept[-1]
            if outer.kind == "organisation" and mention.kind == "country":
                kept[-1] = outer._replace(kind="country", sense="organ",
                                          entity_id=mention.entity_id, label=mention.label)
        else:
            kept.append(mention)
    return kept


def _phrases(text: str, mentions: list[Named], marks: list[Mark], own_waw: frozenset,
             deputised: Callable[[Named], bool]):
    """Runs of mentions that one noun phrase holds, each with whether its list goes on (joined)."""
    starts = [mark.start for mark in marks]
    phrase: list[Named] = []
    joined, envoy = False, False
    for mention in mentions:
        if not phrase:
            phrase, joined = [mention], False
        else:
            last = phrase[-1]
            gap = text[last.end:mention.start]
            between = marks[bisect_left(starts, last.end):bisect_left(starts, mention.start)]
            breaking = [mark for mark in between if mark.cue.role not in INSIDE]
            posted = envoy and (last.kind != "person" or deputised(last)) and (
                gap == " ب" if not breaking else
                len(breaking) == 1 and len(gap) < POSTED and breaking[0].cue.role in POSTS)
            if posted and mention.kind in ("country", "place"):
                phrase[-1] = last._replace(end=mention.end)     # the envoy's post is no party
                continue
            conjunction = _waw_joins(gap, own_waw)
            cut = _ENDS_PHRASE.search(gap) is not None
            arrives = (last.kind == "place" or last.kind == "country" and (
                written_on(text, last.start) == "ب"
                and _role_before(marks, starts, last) == "trigger")) and any(
                mark.cue.role in ARRIVES for mark in between)      # وصل إلى V وفد, حل بتونس وزير
            if not (breaking or conjunction or cut or arrives) and len(gap) <= LONGEST and not (
                    _is_another(last, mention, between, _sent_by(marks, starts, last.start))):
                phrase.append(mention)
                envoy = _role_before(marks, starts, mention) == "deputy"
                continue
            yield phrase, joined
            listed = all(mark.cue.role in ("comma", "bracket") for mark in breaking)
            phrase, joined = [mention], listed and (conjunction or cut) and len(gap) <= LONGEST
        envoy = _role_before(marks, starts, mention) == "deputy"
    if phrase:
        yield phrase, joined


def _is_another(last: Named, mention: Named, between: list[Mark], sends: bool) -> bool:
    """Whether who is named is not the one whom the body or adjective before him describes.

    `sends` says that a state is named as the sender of a delegation (وفد من X).
    التقى الوفد التركي الرئيس عبد الفتاح السيسي: an Egyptian is no head of Turkey's delegation.
    """
    describes = last.kind == "organisation" or last.sense == "demonym" or sends
    headed = any(mark.cue.role == "head" for mark in between)      # وفد من حماس مدير المخابرات X
    if not describes or mention.kind != "person" and not headed:
        return False
    theirs, his = homes().get(last.entity_id), homes().get(mention.entity_id)
    return None not in (theirs, his) and theirs != his


def _role_before(marks: list[Mark], starts: list[int], mention: Named) -> str:
    """The role of the mark before the mention, or of the first mark where none is before it.

    In مبعوث الأمين العام ل it is the envoy's: the head is another.
    """
    place = max(0, bisect_left(starts, mention.start) - 1)
    role = marks[place].cue.role if marks else ""
    if role == "head" and place and marks[place - 1].cue.role == "deputy" and (
            marks[place].start - marks[place - 1].end <= 1):
        return "deputy"
    return role


def _deputised(text: str, marks: list[Mark], starts: list[int], bodies: list[int],
               mention: Named) -> bool:
    """Whether the name is another's than the one's who is spoken of (نائب X, سفير X).

    `bodies` are where states and organisations are named: مبعوث الأمم المتحدة فلان is himself.
    """
    place = bisect_left(starts, mention.start) - 1
    while place >= 0 and marks[place].cue.role in ("title", "with its own waw"):
        place -= 1
    if place < 0 or marks[place].cue.role != "deputy" or marks[place].cue.definite:
        return False                                       # المبعوث X is himself, مبعوث X is not
    gap = text[marks[place].end:mention.start]
    named = bisect_left(bodies, marks[place].end) < bisect_left(bodies, mention.start)
    if gap.startswith(" وزارة") or named:
        return False                                       # وكيل وزارة X فلان is himself
    return len(gap) < 40 and not _ENDS_PHRASE.search(gap)


def _titles(text: str, marks: list[Mark], starts: list[int], start: int) -> set[str]:
    """The roles of the words that lead a noun phrase whose first name starts here."""
    found, place, last = set(), bisect_left(starts, start) - 1, start
    while place >= 0 and marks[place].cue.role in INSIDE:
        mark = marks[place]
        if start - mark.end > LONGEST // 2 or _ENDS_PHRASE.search(text, mark.end, last):
            break
        found.add(mark.cue.role)
        place, last = place - 1, mark.start
    return found


def _sent_by(marks: list[Mark], starts: list[int], start: int) -> bool:
    """Whether a delegation of his is spoken of: وفد من X, وفد قيادي رفيع المستوى من X."""
    place = bisect_left(starts, start) - 1
    if place < 1 or marks[place].cue.role != "from whom":
        return False
    return any(mark.cue.role == "delegation" and marks[place].start - mark.end < POSTED
               for mark in marks[max(0, place - 3):place])


def _apposed(party: Party, state: str, sent: bool) -> bool:
    """Whether who is named after a comma, of this state, is the one whose title the party is in.

    `sent` says that the party is where an envoy is sent.
    """
    return party.led or sent or party.sense == "demonym" and (
        party.entity_id == state or not state and party.human)


def _sent_to(marks: list[Mark], starts: list[int], party: Party) -> bool:
    """Whether the party is where an envoy is sent: المبعوث الأممي إلى X."""
    place = bisect_left(starts, party.start) - 1
    if place < 1 or marks[place].cue.role not in POSTS or party.start - marks[place].end > 1:
        return False
    return marks[place - 1].cue.role == "deputy" and (
        marks[place].start - marks[place - 1].end < POSTED)


def _his_title(text: str, marks: list[Mark], starts: list[int], person: Party,
               mention: Named) -> bool:
    """Whether a state is named in a title behind a person's name: X، رئيس جمهورية مصر."""
    place = bisect_left(starts, person.end)
    titled = [mark for mark in marks[place:place + 2] if mark.cue.role in LEADERS]
    return bool(titled) and text[person.end:titled[0].start].strip() in ("،", ",") and (
        titled[0].end < mention.start and person.state in ("", mention.entity_id))


def find_parties(text: str, mentions: list[Named], marks: list[Mark],
                 state_of: Callable[[str], str], own_waw: frozenset,
                 capitals: dict[str, str]) -> list[Party]:
    """The parties of one sentence in their order.

    `text` is the body, `state_of` gives the state of an entity id ("" when it has none), `own_waw`
    the folded words whose و is no conjunction, `capitals` the state of each capital. Outlets are no
    parties. A capital right after a verb that only states can do is its government (أبرمت واشنطن).
    """
    if not mentions:
        return []
    does = {mark.end + 1 for mark in marks if mark.cue.role == "does"}
    if does:
        mentions = [
            one._replace(kind="country", sense="metonym", entity_id=capitals[one.entity_id])
            if one.start in does and one.entity_id in capitals else one for one in mentions]
    mentions = _without_nested([
        as_capital(text, one) if one.sense == "demonym" else one
        for one in mentions if one.kind != "outlet"])
    starts = [mark.start for mark in marks]
    seats = [mark.end for mark in marks if mark.cue.role == "seat"]
    if seats:
        mentions = [one for one in mentions if not any(one.start - 2 <= end < one.start
                                                       for end in seats)]
    parties: list[Party] = []
    posted: dict[int, int] = {}        # last character of a person: first of the post before him
    bodies = [one.start for one in mentions if one.kind in ("country", "organisation")]
    deputised = partial(_deputised, text, marks, starts, bodies)
    for phrase, joined in _phrases(text, mentions, marks, own_waw, deputised):
        persons = [one for one in phrase if one.kind == "person" and not deputised(one)]
        for one, other in pairwise(phrase):
            if other.start - one.end <= 1 and any(
                    one.start < mark.start < one.end and mark.cue.role in POSTS for mark in marks):
                posted[other.end] = one.start
        groups = any(one.kind == "organisation" for one in phrase)
        opens = True                                      # the phrase's first party is listed
        for place, one in enumerate(phrase):
            entity_id, kind, weak = one.entity_id, one.kind, False
            state = state_of(one.entity_id)
            ahead = [other for other in phrase[place + 1:] if other in persons]
            behind = [other for other in phrase[:place] if other in persons]
            if one.sense == "office" and ahead and ahead[0].start - one.end <= 1 and (
                    ahead[0].entity_id in homes()):
                continue                                  # مدير المخابرات X: another holds it now
            if kind == "person" and one not in persons:
                if persons:
                    continue
                if state:
                    entity_id, kind = state, "country"
            elif kind == "country" and persons:
                theirs = [state_of(other.entity_id) for other in persons]
                if entity_id in theirs or ahead and (not behind or "" in theirs):
                    continue
                weak = not ahead and "" in theirs
            elif kind == "country" and groups and one.sense == "demonym":
                continue
            elif kind == "organisation" and persons:
                if ahead:
                    continue
                weak = True
            onto = written_on(text, one.start)
            led = onto and kind != "organisation"
            titles = set() if led else _titles(text, marks, starts, phrase[0].start)
            if opens and _sent_by(marks, starts, phrase[0].start):
                titles = titles | {"delegation"}         # وفد من حركة المقاومة الفلسطينية حماس
            if "no party" in titles and (kind == "country" and one.sense == "demonym"
                                         or kind == "place" and one is phrase[0]) or (
                    "artist" in titles and kind in ("person", "country")):
                continue                                  # شركة إيرانية, جامعة القاهرة, النجم X
            if parties and parties[-1].entity_id == entity_id and parties[-1].start >= (
                    phrase[0].start):
                continue
            beside = opens and joined and parties and not _waw_joins(
                text[parties[-1].end:one.start], own_waw)
            if kind == "country" and beside and parties[-1].kind == "person" and _his_title(
                    text, marks, starts, parties[-1], one):
                continue
            if kind == "person" and beside and _apposed(
                    parties[-1], state, _sent_to(marks, starts, parties[-1])):
                parties.pop()                # الرئيس اليمني، عبدربه منصور هادي; أمين عام الحزب، X
            if kind == "person" and not state and titles & HUMAN:      # السفير الفرنسي X
                state = next((other.entity_id for other in phrase if other.kind == "country"), "")
            start = posted.get(one.end, one.start)
            parties.append(Party(start, one.end, entity_id, kind, one.sense, state, weak,
                                 joined and opens, onto,
                                 kind == "person" or bool(titles & HUMAN),
                                 kind == "organisation" and bool(titles & LEADERS),
                                 bool(titles & HUMAN)))
            opens = False
    return parties
