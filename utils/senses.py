"""Which reading a form has in its text: name or adjective, town or government, person or thing.

What words decide it stands in `data/lexicon/context_words.csv` and `readings.csv`; here is only the
order in which they are asked.
"""

from __future__ import annotations

from collections import Counter

from utils.forms import ARTICLE, INDEFINITE_MARK
from utils.matches import Match, Text, candidates
from utils.readings import Lexicon, Reading

OPENING, CLOSING = "«\"“»", "»\"”«"         # papers that break lines turn the angle marks round
TITLES = {"title", "construct", "alone"}
ARTICLES = ("ال", "لل", "وال", "بال", "فال", "كال", "ولل", "وبال")


def _weigh(reading: Reading, match: Match, text: Text, lexicon: Lexicon, named: dict) -> int:
    """0: the neighbours refuse the reading; 1: nothing against it; 2: they speak for it."""
    if reading.sense == "part" and reading.entity.entity_id not in named:
        return 0
    words, before, kind = lexicon.words, match.before, reading.entity.kind
    if match.count == 1 and before in words["family"]:
        return 0
    if match.count == 1 and kind == "person" and _after_given(text, match, words):
        return 0
    if reading.definite and (_is_family_name(text, match, words)
                             or _in_name(text, match, words)):
        return 0
    if kind == "person" and before and _named_for(text, match, words):
        return 0
    if reading.rule is None:
        return 1
    weight = reading.rule.weigh(before, match.after, match.onto[-1:])
    if weight == 0 and kind == "outlet" and _credited(text, match, words):
        return 2
    return weight


def _credited(text: Text, match: Match, words: dict) -> bool:
    """Whether an ordinary word stands as papers write outlets: لـ«الحياة», or (واس)."""
    if match.skip or match.first == text.lo:
        return False
    before = text.gap(match.first)
    after = text.gap(match.next)[:2] if match.next < text.hi else ""
    if any(mark in before for mark in OPENING):
        return any(mark in after for mark in CLOSING) or match.before in words["credit"]
    return before.endswith("(") and after.startswith(")")


def _after_given(text: Text, match: Match, words: dict) -> bool:
    """Whether the word before is a given name, which makes this one somebody's family name."""
    return not match.onto and match.before in words["given name"] and (
        text.is_given(match.first - 1, words["given name"]))


def _is_family_name(text: Text, match: Match, words: dict) -> bool:
    """Whether an adjective is a family name: رامي المصري, عبد الله التركي; never a plural."""
    if match.onto or not text.word(match.first).endswith("ي"):
        return False
    before = match.before
    return _after_given(text, match, words) or before.startswith(ARTICLE) and (
        text.before(match.first - 1) in ("عبد", "وعبد", "لعبد"))


def _in_name(text: Text, match: Match, words: dict) -> bool:
    """Whether the adjective ends the name of a party or association (الحزب الشيوعي العراقي)."""
    place = match.first - 1
    for _ in range(4):
        word = text.before(place + 1)
        if word in words["name head"]:
            return True
        if not word.startswith(ARTICLE):
            return False
        place -= 1
    return False


def _named_for(text: Text, match: Match, words: dict) -> bool:
    """Whether a thing bears the person's name (جامعة الملك سعود)."""
    before, place = match.before, match.first - 1
    if before in words["name titles"]:
        before = text.before(place)
    return before in words["named for"]


def _name_or_demonym(match: Match, text: Text, name: Reading, demonym: Reading,
                     last: Match | None, lexicon: Lexicon) -> Reading:
    """Which of two readings of one state a form has that is spelt alike: السعودية, سورية, روسيا."""
    onto, before = match.onto[-1:], match.before
    beside = last is not None and last.next == match.first
    if demonym.definite:
        described = before.startswith(ARTICLES) or beside and last.reading is not None and (
            last.reading.entity.kind in ("organisation", "outlet", "place") and before)
        particle = before in lexicon.words["name particle"]
        return demonym if described and not particle and not onto.strip("وف") else name
    if onto and onto in "بلك":
        return name
    word = text.word(match.first)
    if word.endswith("ا"):
        return demonym if _agrees(match, text, lexicon) else name
    if onto:
        alike = beside and last.reading is not None and last.reading.sense == "demonym"
        return demonym if alike else name
    if not before or before in lexicon.words["name particle"]:
        return name
    return demonym if word.endswith("ه") else name


def _as_marked(match: Match, text: Text, kept: list[Reading], lexicon: Lexicon) -> list[Reading]:
    """The readings that are written with the very marks printed here (عُمان, عمّان), or all."""
    words = tuple(text.word(place) for place in range(match.first, match.next))
    words = (words[0][match.skip:], *words[1:])
    printed = text.printed(match.first, match.next - 1)
    marked = [
        reading for reading in kept
        if printed.endswith(tuple(lexicon.marked.get((words, reading.entity.entity_id), ("?",))))
    ]
    return marked or kept


def _agrees(match: Match, text: Text, lexicon: Lexicon) -> bool:
    """Whether a form with the alef of the accusative agrees with the noun before (وفدا تركيا)."""
    if INDEFINITE_MARK in text.printed(match.first, match.first):
        return True
    before, words = match.before, lexicon.words
    if not before or before in words["adverb"] or before in words["name particle"]:
        return False
    if INDEFINITE_MARK in text.printed(match.first - 1, match.first - 1):
        return True
    noun = len(before) > 3 and before.endswith("ا") and not before.endswith(("نا", "ها", "ما"))
    return noun and not before.startswith(ARTICLES) and before not in lexicon.firsts


def _choose(match: Match, text: Text, readings: tuple, named: dict, last: Match | None,
            lexicon: Lexicon) -> bool:
    """Sets the match's reading, or its open readings; False when the text allows none of them."""
    if readings[0].sense in TITLES:
        match.reading, match.open = readings[0], readings
        return True
    weights = [_weigh(reading, match, text, lexicon, named) for reading in readings]
    best = max(weights)
    if best == 0:
        match.open = tuple(one for one in readings if _may_be_listed(one, match))
        match.pending = True
        return bool(match.open)
    kept = [reading for reading, weight in zip(readings, weights, strict=True) if weight == best]
    parts = [reading for reading in kept if reading.sense == "part"]
    if parts and len(kept) > len(parts) and match.before.startswith(ARTICLES):
        kept = [reading for reading in kept if reading.sense != "part"]
    elif parts:
        kept = [max(parts, key=lambda part: named[part.entity.entity_id])]
    if len(kept) == 2 and kept[0].entity == kept[1].entity:
        by_sense = {reading.sense: reading for reading in kept}
        if "demonym" in by_sense:
            kept = [_name_or_demonym(match, text, by_sense["name"], by_sense["demonym"], last,
                                     lexicon)]
    if len(kept) > 1:
        kept = _as_marked(match, text, kept, lexicon)
    if len(kept) == 1:
        match.reading = kept[0]
    else:
        match.open = tuple(kept)
    return True


def _may_be_listed(reading: Reading, match: Match) -> bool:
    """Whether a refused reading only lacks a neighbour that speaks for it, none speaks against."""
    rule = reading.rule
    return reading.entity.kind in ("place", "organisation") and reading.sense == "name" and (
        rule is not None and match.before not in rule.not_before
        and match.after not in rule.not_after and match.onto[-1:] + "-" not in rule.not_before)


def _listed(text: Text, one: Match, other: Match) -> bool:
    """Whether two matches follow each other in a list (منبج والباب، منبج، الباب)."""
    if one.next != other.first:
        return False
    gap = text.gap(other.first).strip()
    return gap in ("،", ",", "/") or gap == "" and other.onto.startswith("و")


def _votes(matches: list[Match]) -> Counter:
    """How often each state is spoken of, by name or through what lies in it."""
    return Counter(
        match.reading.entity.country for match in matches
        if match.reading is not None and match.reading.entity.country
        and match.reading.sense not in TITLES
    )


def _settle(matches: list[Match], text: Text, lexicon: Lexicon) -> None:
    """Decides what was left open by the states of the text and by the neighbours in lists."""
    votes = _votes(matches)
    for match in matches:
        if match.reading is None and not match.pending:
            match.reading = max(match.open, key=lambda one: votes[one.entity.country])
    certain = {match.reading.entity.entity_id for match in matches if match.reading is not None}
    towns = lexicon.words["place before"]
    for order in (1, -1):
        around = matches[::order]
        for last, match in zip([None, *around], around, strict=False):
            if match.reading is not None:
                continue
            pair = (last, match) if order == 1 else (match, last)
            beside = last is not None and last.reading is not None and _listed(text, *pair)
            for one in match.open:
                again = one.entity.entity_id in certain and (
                    match.before in towns or match.onto[-1:] == "ب")
                if beside and last.reading.entity.kind == one.entity.kind or again:
                    match.reading = one
                    break


def _is_government(match: Match, last: Match | None, text: Text, lexicon: Lexicon) -> bool:
    """Whether a capital acts (أنقرة رفضت) and is not only a place (في أنقرة)."""
    words, before, after = lexicon.words, match.before, match.after
    onto = match.onto[-1:]
    if onto == "ب":
        return False
    if match.reading.entity.type == "seat":
        return before not in words["in a building"]
    if onto == "ل":
        return before not in words["travel"]
    if last is not None and _listed(text, last, match) and last.reading is not None:
        if last.metonym is not None:
            return last.metonym
        if last.reading.entity.kind == "country" and last.before in words["metonym before"]:
            return True
    if before in words["place before"] or before in words["place verbs"]:
        return False
    if before in words["metonym before"] or before in words["state acts"]:
        return True
    return after in words["state acts"] or after in words["metonym joins"]


def read_text(text: Text, hits: list[int], lexicon: Lexicon) -> list[Match]:
    """The matches of one text in their order, each with its reading; the refused ones left out.

    `hits` are the places of the words that can begin a form.
    """
    matches: list[Match] = []
    named: dict[str, int] = {}
    done, titled, last = text.lo, text.lo, None
    firsts, key, starts, ends = lexicon.firsts, text.key, text.starts, text.ends
    for place in hits:
        if place < done:
            continue
        forms = firsts.get(key[starts[place]:ends[place]], ())
        if len(forms) == 1 and forms[0].node is None and forms[0].readings[0].plain:
            found = ((1, forms[0].skip, forms[0].readings),)       # most names: nothing to weigh
        else:
            found = candidates(text, place, forms)
        waiting = None
        for count, skip, readings in found:
            if place < titled and readings[0].sense in TITLES:
                continue
            match = Match(text, place, count, skip)
            if len(readings) == 1 and readings[0].plain:
                match.reading = readings[0]
            elif not _choose(match, text, readings, named, last, lexicon):
                continue
            if match.pending:
                waiting = waiting or match
                continue
            matches.append(match)
            done, last, reading = place + count, match, match.reading
            if reading is not None and reading.entity.kind == "person":
                named[reading.entity.entity_id] = place
            elif reading is not None and reading.sense == "alone":
                done, titled = place + 1, place + count            # الأمين العام للأمم المتحدة
            break
        else:
            if waiting is not None:
                matches.append(waiting)
                done, last = waiting.next, waiting
    if any(match.reading is None for match in matches):
        _settle(matches, text, lexicon)
        matches = [match for match in matches if match.reading is not None]
    last = None
    for match in matches:
        if match.reading.entity.speaks_for:
            match.metonym = _is_government(match, last, text, lexicon)
        last = match
    return matches


