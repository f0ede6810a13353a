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
    bodies_of = {one.start: inner.entity_id for one, inner in pairwise(sorted(mentions, key=_span))
                 if one.sense == "office" and inner.kind == "organisation"
                 and inner.start < one.end}
    mentions = _without_nested([
        as_capital(text, one) if one.kind == "country" else one
        for one in mentions if one.kind != "outlet"])
    starts = [mark.start for mark in marks]
    seats = [mark.end for mark in marks if mark.cue.role == "seat"]
    if seats:
        mentions = [one for one in mentions if not any(one.start - 2 <= end < one.start
                                                       for end in seats)]
    parties: list[Party] = []
    posted: dict[int, int] = {}        # last character of a person: first of the post before him
    bodies = [one.start for one in mentions if one.kind in ("country", "organisation")]
    deputised = partial(is_deputised, text, marks, starts, bodies)
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
                if ahead or any(state_of(other.entity_id) in ("", state) for other in behind):
                    continue                              # but استقبل X أمس مبعوث رئيس V
                if one.start in bodies_of:                # مبعوث الأمين العام: of no state
                    entity_id, kind = bodies_of[one.start], "organisation"
                elif state:
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
            onto = "" if kind != one.kind else written_on(text, one.start)     # مبعوث لرئيس V
            led = onto and kind != "organisation"
            titles = set() if led else titles_of(text, marks, starts, phrase[0].start)
            if opens and is_sent_by(marks, starts, phrase[0].start):
                titles = titles | {"delegation"}         # وفد من حركة المقاومة الفلسطينية حماس
            if is_post(text, one) or "no party" in titles and (
                    kind == "country" and one.sense == "demonym"
                    or kind == "place" and one is phrase[0]) or (
                    "artist" in titles and kind in ("person", "country")):
                continue                                  # شركة إيرانية, جامعة القاهرة, النجم X
            if parties and parties[-1].entity_id == entity_id and parties[-1].start >= (
                    phrase[0].start):
                continue
            beside = opens and joined and parties and not _waw_joins(
                text[parties[-1].end:one.start], own_waw)
            if kind == "country" and beside and parties[-1].kind == "person" and is_his_title(
                    text, marks, starts, parties[-1], one):
                continue
            if kind == "person" and parties and parties[-1].kind == "person" and (
                    beside or not opens) and is_boss(marks, starts, parties[-1].start):
                parties.pop()                # مبعوث الرئيس X إلى V، Y: one man, Y
            elif kind == "person" and beside and is_apposed(
                    parties[-1], state, is_sent_to(marks, starts, parties[-1])):
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
