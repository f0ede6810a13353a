"""The words of a person's name, and the word before it: what tells one person from another."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from utils.entities.stretches import key_of
from utils.lexicon.forms import key_words
from utils.lexicon.readings import Entity

UNLISTED = "unlisted"                  # the type of an entity that no list has
PREFIX = "name:"                       # of its id
SON, FATHER = "بن", "ابو"
_SPELT = {"ابن": SON, "ابا": FATHER, "ابي": FATHER}
SERVANT = "عبد"                        # عبد العزيز is one name, in one word or two
NEAR = 24                              # characters in which the word before stands
_LAST = re.compile(r"[^\W_]+\Z")
BETWEEN = " \t\n\r\N{NO-BREAK SPACE}«»\"“”'("              # a word and the name after it


class Mention(NamedTuple):
    """A mention in the making: where it is printed, who or what it names, and in which sense."""

    start: int
    end: int
    entity: Entity
    sense: str


@lru_cache(maxsize=100_000)
def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a person's name, as two spellings of one name share them.

    >>> name_words("عبد الله بن محمد"), name_words("ابن جليد")
    (('عبدالله', 'بن', 'محمد'), ('بن', 'جليد'))
    """
    words: list[str] = []
    for word in key_words(name):
        if words and words[-1] == SERVANT:
            words[-1] += word
        else:
            words.append(_SPELT.get(word, word))
    return tuple(words)


def person_id(words: tuple[str, ...]) -> str:
    """The id of somebody whom no list has: his name's folded words.

    >>> person_id(name_words("عبد الباسط سيدا"))
    'name:عبدالباسط-سيدا'
    """
    return PREFIX + "-".join(words)


@lru_cache(maxsize=100_000)
def family_name(words: tuple[str, ...], joints: frozenset) -> tuple[str, ...]:
    """The last word with the particles before it (آل الشيخ, دي ماريا); all but the first at most.

    >>> family_name(("كيفن", "دي", "بروين"), frozenset(["دي"]))
    ('دي', 'بروين')
    """
    first = len(words) - 1
    while first > 1 and words[first - 1] in joints:
        first -= 1
    return words[first:]


class Before(NamedTuple):
    """The folded word before a name, and where it is printed."""

    word: str
    start: int
    end: int


def word_before(text: str, start: int) -> Before:
    """The word before a place; without letters where punctuation lies between.

    >>> word_before("قال «خليل", 5).word, word_before("قال، خليل", 5).word
    ('قال', '')
    """
    part = text[max(0, start - NEAR):start].rstrip(BETWEEN)
    end = max(0, start - NEAR) + len(part)
    word = part[part.rfind(" ") + 1:]
    if not word.isalnum():                                   # a line, a mark or a bracket before it
        last = _LAST.search(part)
        word = last[0] if last else ""
    return Before(key_of(word) if word else "", end - len(word), end)
