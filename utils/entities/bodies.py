"""Places and organisations that no list has: what the tagger finds beside all other mentions.

The tagger is less sure of these than of people. A place of one word must follow a word of place
(في تيلبورغ), an organisation of one word a word that names its kind (شركة سواتش); common words, and
words that another mention has, are left out.
"""

from __future__ import annotations

import re

from utils.entities.matches import Mention, Text, candidates
from utils.entities.naming import PREFIX, UNLISTED, word_before
from utils.entities.stretches import AND, LEAST, Name
from utils.lexicon.readings import Entity, Lexicon

KINDS = {"place": "place", "organisation": "org"}          # as ids of the lexicon begin
HEADS = ("organisation head", "newspaper head", "tv head", "site head", "agency head")
IN = "ب"
_ARABIC = re.compile("[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}]")


def find_bodies(text: Text, tagged: list[tuple[Name, str]], taken: dict[int, list],
                lexicon: Lexicon) -> list[Mention]:
    """The mentions of unlisted places and organisations, in the order of the text.

    `tagged` are names with their kind, `taken` has the words of all other mentions.
    """
    found = []
    for (first, skip, last), kind in tagged:
        places = range(first, last + 1)
        if any(word in taken for word in places) or _is_dotted(text, first, last):
            continue
        words = [text.word(place) for place in places]
        words[0] = words[0][skip:]
        if _stands(text, first, skip, words, kind, lexicon) and any(map(_ARABIC.match, words)):
            entity = _listed(text, first, skip, last, kind, lexicon)
            if entity is None:
                label = " ".join(text.printed(first, last, skip).split())
                entity_id = f"{PREFIX}{KINDS[kind]}:{'-'.join(words)}"
                entity = Entity(entity_id, kind, label, None, type=UNLISTED)
            found.append(Mention(first, last, skip, entity, "name"))
    return found


def _listed(text: Text, first: int, skip: int, last: int, kind: str,
            lexicon: Lexicon) -> Entity | None:
    """Whom the lexicon knows by this name, if only one: its neighbours alone did not confirm it."""
    forms = lexicon.firsts.get(text.word(first), ())
    found = {
        reading.entity for count, onto, readings in candidates(text, first, forms)
        if (count, onto) == (last - first + 1, skip)
        for reading in readings if reading.sense == "name" and reading.entity.kind == kind
    }
    return found.pop() if len(found) == 1 else None


def _is_dotted(text: Text, first: int, last: int) -> bool:
    """Whether what is tagged is a part of what is written with dots (بي.بي.سي)."""
    if first > text.lo and text.gap(first).endswith("."):
        return True
    return last + 1 < text.hi and text.gap(last + 1) == "." and text.word(last + 1)[0].isalpha()


def _stands(text: Text, first: int, skip: int, words: list[str], kind: str,
            lexicon: Lexicon) -> bool:
    """Whether what is tagged can be such a name where it stands."""
    groups, common = lexicon.words, lexicon.common
    head = words[0]
    if head in groups["person title"] or not groups["no body"].isdisjoint((head, words[-1])):
        return False
    if words[-1].removeprefix(AND) in groups["place head"]:
        return False                                      # باب بحر وشارع: another place begins
    if len(words) > 1:
        return kind == "organisation" and not common.issuperset(words[1:]) or (
            not common.issuperset(words))
    if len(head) <= LEAST or head in common or head in groups["bare given name"]:
        return False
    word = word_before(text, first, skip).word
    if kind == "organisation":
        return any(word in groups[group] for group in HEADS)
    return word[-1:] == IN and skip > 0 or word in groups["place before"] or (
        word in groups["place head"])
