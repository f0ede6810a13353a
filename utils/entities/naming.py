"""The words of a person's name, and the word before it: what tells one person from another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from utils.entities.matches import Text
from utils.lexicon.forms import ARTICLE, key_words

UNLISTED = "unlisted"                  # the type of an entity that no list has
PREFIX = "name:"                       # of its id
SON, FATHER = "بن", "ابو"
_SPELT = {"ابن": SON, "ابا": FATHER, "ابي": FATHER}
SERVANT = "عبد"                        # عبد العزيز is one name, in one word or two
BETWEEN = " \t\n\r«»\"“”'("           # a word and the name after it


@lru_cache(maxsize=1 << 12)
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


def family_name(words: tuple[str, ...], joints: frozenset) -> tuple[str, ...]:
    """The last word with the particles before it (آل الشيخ, دي ماريا); all but the first at most.

    >>> family_name(("كيفن", "دي", "بروين"), frozenset(["دي"]))
    ('دي', 'بروين')
    """
    first = len(words) - 1
    while first > 1 and words[first - 1] in joints:
        first -= 1
    return words[first:]


@lru_cache(maxsize=1 << 12)
def families(words: tuple[str, ...], joints: frozenset) -> tuple[str, str]:
    """The family name in one piece, and the same without its article."""
    whole = "".join(family_name(words, joints))
    return whole, whole.removeprefix(ARTICLE)


def bears_name(thing: str, title: str, words: dict[str, frozenset]) -> bool:
    """Whether the thing before a name, or before its title, bears it; `words` are the lexicon's.

    So does جامعة الملك سعود, and حملة الملك سلمان للإغاثة; but حملة ترامب is his campaign.
    """
    return thing in words["named for"] or (
        title in words["noble title"] and thing in words["named for a noble"])


class Before(NamedTuple):
    """The folded word before a name, and its place; what is written onto the name has none."""

    word: str
    place: int | None


def word_before(text: Text, first: int, skip: int = 0) -> Before:
    """What is written onto a name, else the word before it; nothing where punctuation lies between.
    """
    if skip:
        return Before(text.word(first)[:skip], None)
    if first <= text.lo or ((gap := text.gap(first)) != " " and gap.strip(BETWEEN)):
        return Before("", None)
    return Before(text.word(first - 1), first - 1)
