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

from utils.events.cues import Mark
from utils.events.homes import homes
from utils.events.meant import Named, as_capital
from utils.events.titles import (
    ENDS_PHRASE,
    HUMAN,
    INSIDE,
    LEADERS,
    LONGEST,
    POSTED,
    POSTS,
    Party,
    has_post,
    is_apposed,
    is_boss,
    is_deputised,
    is_his_title,
    is_post,
    is_sent_by,
    is_sent_to,
    role_before,
    titles_of,
)
from utils.text.folding import fold

ONTO = " على "
ARRIVES = {"delegation", "head", "deputy"}      # behind a place these begin another noun phrase
_WITH_WAW = re.compile(r"(?<!\w)و(\w+)")


def _span(one: Named) -> tuple[int, int]:
    """Sorts mentions so that one stands before those inside it."""
    return one.start, -one.end


def _waw_joins(gap: str, own_waw: frozenset) -> bool:
    """Whether a conjunction is written onto one of the words (but not the و of وزير)."""
    return "و" in gap and (gap.endswith(" و") or gap == "و" or any(
        _key(match[0]) not in own_waw for match in _WITH_WAW.finditer(gap)))


@lru_cache(maxsize=4096)
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
    for mention in sorted(mentions, key=_span):
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
            posted = envoy and (last.kind != "person" or deputised(last)
                                or is_boss(marks, starts, last.start)) and (
                gap == " ب" if not breaking else
                len(breaking) == 1 and len(gap) < POSTED and breaking[0].cue.role in POSTS)
            if posted and mention.kind in ("country", "place"):
                phrase[-1] = last._replace(end=mention.end)     # the envoy's post is no party
                continue
            conjunction = _waw_joins(gap, own_waw)
            cut = ENDS_PHRASE.search(gap) is not None
            arrives = (last.kind == "place" or last.kind == "country" and (
                written_on(text, last.start) == "ب"
                and role_before(marks, starts, last) == "trigger"
                or text.endswith(ONTO, 0, last.start))) and any(
                mark.cue.role in ARRIVES for mark in between)      # وصل إلى V وفد, حل على تونس وفد
            if not (breaking or conjunction or cut or arrives) and len(gap) <= LONGEST and not (
                    _is_another(last, mention, between, is_sent_by(marks, starts, last.start))):
                phrase.append(mention)
                envoy = has_post(marks, starts, mention)
                continue
            yield phrase, joined
            listed = all(mark.cue.role in ("comma", "bracket") for mark in breaking)
            phrase, joined = [mention], listed and (conjunction or cut) and len(gap) <= LONGEST
        envoy = has_post(marks, starts, mention)
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


def _can_act(text: str, mentions: list[Named], marks: list[Mark],
             capitals: dict[str, str]) -> list[Named]:
    """The mentions that can be parties: a capital that does what only states can is its government.

    Outlets are none, nor is the state where somebody has his seat or on whose border something is.
    """
    does = {mark.end + 1 for mark in marks if mark.cue.role == "does"}
    seats = [mark.end for mark in marks if mark.cue.role == "seat"]
    kept = []
    for one in mentions:
        if one.start in does and one.entity_id in capitals:
            one = one._replace(kind="country", sense="metonym", entity_id=capitals[one.entity_id])
        if one.kind == "country":
            one = as_capital(text, one)
        if one.kind != "outlet":
            kept.append(one)
    return [one for one in _without_nested(kept)
            if not any(one.start - 2 <= end < one.start for end in seats)]


def _posts(phrase: list[Named], marks: list[Mark]) -> dict[int, int]:
    """Where a person ends whose post is named right before him: where that begins."""
    return {other.end: one.start for one, other in pairwise(phrase)
            if other.start - one.end <= 1 and any(
                one.start < mark.start < one.end and mark.cue.role in POSTS for mark in marks)}


def _stands_for(place: int, phrase: list[Named], persons: list[Named], bodies_of: dict[int, str],
                state_of: Callable[[str], str]) -> tuple[str, str, bool] | None:
    """Whom a mention makes a party of (id, kind, weak), or None: it only describes another.

    `persons` are those of the phrase who act themselves, `bodies_of` the body that an office heads.
    """
    one = phrase[place]
    state = state_of(one.entity_id)
    ahead = [other for other in phrase[place + 1:] if other in persons]
    behind = [other for other in phrase[:place] if other in persons]
    if one.sense == "office" and ahead and ahead[0].start - one.end <= 1 and (
            ahead[0].entity_id in homes()):
        return None                                       # مدير المخابرات X: another holds it now
    if one.kind == "person" and one not in persons:
        if ahead or any(state_of(other.entity_id) in ("", state) for other in behind):
            return None                                   # but استقبل X أمس مبعوث رئيس V
        if one.start in bodies_of:                        # مبعوث الأمين العام: of no state
            return bodies_of[one.start], "organisation", False
        return (state, "country", False) if state else (one.entity_id, one.kind, False)
    if one.kind == "country" and persons:
        theirs = [state_of(other.entity_id) for other in persons]
        if one.entity_id in theirs or ahead and (not behind or "" in theirs):
            return None
        return one.entity_id, one.kind, not ahead and "" in theirs
    if one.kind == "country" and one.sense == "demonym" and any(
            other.kind == "organisation" for other in phrase):
        return None
    if one.kind == "organisation" and persons:
        return None if ahead else (one.entity_id, one.kind, True)
    return one.entity_id, one.kind, False


def _is_bare(text: str, one: Named, kind: str, titles: set[str], first: bool) -> bool:
    """Whether a noun takes the name for its own and acts for nobody: شركة إيرانية, النجم X."""
    return is_post(text, one) or "no party" in titles and (
        kind == "country" and one.sense == "demonym" or kind == "place" and first) or (
        "artist" in titles and kind in ("person", "country"))


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
    bodies_of = {one.start: inner.entity_id for one, inner in pairwise(sorted(mentions, key=_span))
                 if one.sense == "office" and inner.kind == "organisation"
                 and inner.start < one.end}
    mentions = _can_act(text, mentions, marks, capitals)
    starts = [mark.start for mark in marks]
    bodies = [one.start for one in mentions if one.kind in ("country", "organisation")]
    deputised = partial(is_deputised, text, marks, starts, bodies)
    parties: list[Party] = []
    for phrase, joined in _phrases(text, mentions, marks, own_waw, deputised):
        persons = [one for one in phrase if one.kind == "person" and not deputised(one)]
        posted = _posts(phrase, marks)
        opens = True                                      # the phrase's first party is listed
        for place, one in enumerate(phrase):
            meant = _stands_for(place, phrase, persons, bodies_of, state_of)
            if meant is None:
                continue
            entity_id, kind, weak = meant
            onto = "" if kind != one.kind else written_on(text, one.start)     # مبعوث لرئيس V
            led = onto and kind != "organisation"
            titles = set() if led else titles_of(text, marks, starts, phrase[0].start)
            if opens and is_sent_by(marks, starts, phrase[0].start):
                titles = titles | {"delegation"}         # وفد من حركة المقاومة الفلسطينية حماس
            last = parties[-1] if parties else None
            if _is_bare(text, one, kind, titles, one is phrase[0]) or last and (
                    last.entity_id == entity_id and last.start >= phrase[0].start):
                continue
            state = state_of(one.entity_id)
            man = last is not None and last.kind == "person"
            beside = opens and joined and last and not _waw_joins(
                text[last.end:one.start], own_waw)
            if kind == "country" and beside and man and is_his_title(
                    text, marks, starts, last, one):
                continue
            if kind == "person" and (
                    man and (beside or not opens) and is_boss(marks, starts, last.start)
                    or beside and is_apposed(last, state, is_sent_to(marks, starts, last))):
                parties.pop()       # مبعوث الرئيس X إلى V، Y: one man; أمين عام الحزب، X
            if kind == "person" and not state and titles & HUMAN:      # السفير الفرنسي X
                state = next((other.entity_id for other in phrase if other.kind == "country"), "")
            human = bool(titles & HUMAN)
            parties.append(Party(posted.get(one.end, one.start), one.end, entity_id, kind,
                                 one.sense, state, weak, joined and opens, onto,
                                 kind == "person" or human,
                                 kind == "organisation" and bool(titles & LEADERS), human))
            opens = False
    return parties
