"""Places and organisations that no list has: what the tagger finds beside all other mentions.

The tagger is less sure of these than of people. A place of one word must follow a word of place
(في تيلبورغ), an organisation of one word a word that names its kind (شركة سواتش); common words, and
words that another mention has, are left out.
"""

from __future__ import annotations

import re

from utils.entities.naming import PREFIX, UNLISTED, Mention, word_before
from utils.entities.stretches import LEAST, key_of, overlaps
from utils.lexicon.forms import key_words
from utils.lexicon.readings import Entity, Lexicon

KINDS = {"place": "place", "organisation": "org"}          # as ids of the lexicon begin
HEADS = ("organisation head", "newspaper head", "tv head", "site head", "agency head")
IN = "ب"
_DOTTED = re.compile(r"\.[^\W\d_]")
_ARABIC = re.compile("[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}]")


def find_bodies(text: str, tagged: list[tuple[int, int, str]], taken: list[tuple[int, int]],
                lexicon: Lexicon) -> list[Mention]:
    """The mentions of unlisted places and organisations, in the order of the text.

    `tagged` are (start, end, kind), `taken` the sorted places of all other mentions.
    """
    found = []
    for start, end, kind in tagged:
        if kind not in KINDS or overlaps(taken, start, end):
            continue
        printed = text[start:end]
        words = key_words(printed)
        dotted = text[start - 1:start] == "." or _DOTTED.match(text, end)      # part of بي.بي.سي
        if not dotted and _ARABIC.search(printed) and _stands(text, start, words, kind, lexicon):
            entity_id = f"{PREFIX}{KINDS[kind]}:{'-'.join(words)}"
            entity = Entity(entity_id, kind, " ".join(printed.split()), None, type=UNLISTED)
            found.append(Mention(start, end, entity, "name"))
    return found


def _stands(text: str, start: int, words: tuple[str, ...], kind: str, lexicon: Lexicon) -> bool:
    """Whether what is tagged can be such a name where it stands."""
    groups, common = lexicon.words, lexicon.common
    first = words[0] if words else ""
    if first in groups["person title"] or first in groups["no body"] or (
            words and words[-1] in groups["no body"]):
        return False
    if len(words) > 1:
        return kind == "organisation" and not common.issuperset(words[1:]) or (
            not common.issuperset(words))
    if len(first) <= LEAST or first in common or first in groups["bare given name"]:
        return False
    word = word_before(text, start).word
    if kind == "organisation":
        return any(word in groups[head] for head in HEADS)
    onto = key_of(text[start - 1:start]) if start else ""
    return onto == IN or word in groups["place before"] or word in groups["place head"]
