"""Which reading a form has in its text: name or adjective, town or government, person or thing.

What words decide it stands in `data/lexicon/context_words.csv` and `readings.csv`; here is only the
order in which they are asked.
"""

from __future__ import annotations

from typing import NamedTuple

from utils.entities.matches import Match, Text
from utils.entities.naming import bears_name
from utils.lexicon.forms import ARTICLE, INDEFINITE_MARK
from utils.lexicon.readings import Lexicon, Reading

OPENING, CLOSING = "«\"“»", "»\"”«"         # papers that break lines turn the angle marks round
SERVANT = (["عبد"], ["وعبد"], ["لعبد"])   # عبد الله: what follows belongs to the same name
SON = "بن"
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
                             or _in_name(match, words)):
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
    gap = match.gap
    quoted = any(mark in gap for mark in OPENING)
    if match.onto or not quoted and not gap.endswith("("):
        return False
    after = text.gap(match.next)[:2] if match.next < text.hi else ""
    if quoted:
        return any(mark in after for mark in CLOSING) or match.before in words["credit"]
    return after.startswith(")")


def _after_given(text: Text, match: Match, words: dict) -> bool:
    """Whether the word before is a given name, which makes this one somebody's family name."""
    return not match.onto and match.before in words["given name"] and (
        text.is_given(match.first - 1, words["given name"]))


def _is_family_name(text: Text, match: Match, words: dict) -> bool:
    """Whether an adjective is a family name: رامي المصري, عبد الله التركي; never a plural."""
    if match.onto or not match.word.endswith("ي"):
        return False
    return _after_given(text, match, words) or match.heads[1:2] in SERVANT or (
        match.before != "" and text.word(match.first - 2) == SON)      # سعد بن رحيل السويدي


def _in_name(match: Match, words: dict) -> bool:
    """Whether the adjective ends the name of a party or association (الحزب الشيوعي العراقي)."""
    return not words["name head"].isdisjoint(match.heads)


def _named_for(text: Text, match: Match, words: dict) -> bool:
    """Whether a thing bears the person's name (جامعة الملك سعود)."""
    before, title = match.before, match.word
    if before in words["name titles"]:
        before, title = text.before(match.first - 1), before
    return bears_name(before, title, words)


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
    word = match.word
    if word.endswith("ا"):
        return demonym if _agrees(match, text, lexicon) else name
    if onto:
        alike = beside and last.reading is not None and last.reading.sense == "demonym"
        return demonym if alike else name
    if not before or before in lexicon.words["name particle"]:
        return name
    if text.printed(match.first - 1, match.first - 1).endswith("ه"):       # ما تشهده سورية
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


class Choice(NamedTuple):
    """What was decided of a form: its reading, or the readings that are still open."""

    reading: Reading | None = None
    open: tuple[Reading, ...] = ()
    pending: bool = False          # only a neighbour in a list, or the name again, can confirm it


def choose(match: Match, text: Text, readings: tuple, named: dict, last: Match | None,
           lexicon: Lexicon) -> Choice | None:
    """The reading that the text allows, or those that tie; None where it allows none of them.

    `named` are the people of the text so far, `last` is the match before.
    """
    if len(readings) == 1:
        return _choose_one(readings[0], match, text, named, lexicon)
    weights = [_weigh(reading, match, text, lexicon, named) for reading in readings]
    best = max(weights)
    if best == 0:
        listed = tuple(one for one in readings if _may_be_listed(one, match))
        return Choice(open=listed, pending=True) if listed else None
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
    return Choice(kept[0]) if len(kept) == 1 else Choice(open=tuple(kept))


def _choose_one(reading: Reading, match: Match, text: Text, named: dict,
                lexicon: Lexicon) -> Choice | None:
    """What `choose` says of a form with one reading."""
    if reading.rule is None and reading.sense != "part":
        before = match.before
        if before not in lexicon.wary and not (reading.definite and (
                before.startswith(ARTICLE) or text.word(match.first - 2) == SON)):
            return Choice(reading)                            # nothing to weigh
    if _weigh(reading, match, text, lexicon, named):
        return Choice(reading)
    return Choice(open=(reading,), pending=True) if _may_be_listed(reading, match) else None


def _may_be_listed(reading: Reading, match: Match) -> bool:
    """Whether a refused reading only lacks a neighbour that speaks for it, none speaks against."""
    rule = reading.rule
    return reading.entity.kind in ("place", "organisation") and reading.sense == "name" and (
        rule is not None and match.before not in rule.not_before
        and match.after not in rule.not_after and match.onto[-1:] + "-" not in rule.not_before)
