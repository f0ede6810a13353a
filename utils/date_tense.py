"""Tense: whether the words around a date speak of what has been or of what is to come.

The words that tell stand in data/lexicon/date_words.csv: markers and scheduled verbs of the future,
verbs of the past, and the nouns that begin like a future verb.
"""

from __future__ import annotations

import re
from functools import cache

from utils.date_patterns import Found
from utils.date_words import listed

BREAK = re.compile(r"[.؟!?]\s|[\n\0]")              # ends a sentence
_WORD = re.compile(r"\w+")
_FUTURE_VERB = re.compile(r"س[يتن]\w{2,}")
_WAS = {"كان", "كانت", "وكان", "وكانت", "لم", "ولم"}
_WHICH = {"الذي", "التي"}
_SUFFIXES = ("", "هما", "ها", "هم", "وا", "ه")


@cache
def word_tense(word: str) -> int:
    """1 for a word of the future, -1 for a verb of the past, 0 for all others.

    >>> [word_tense(word) for word in ("سيعقد", "تنطلق", "وقال", "اوقفته", "سته")]
    [1, 1, -1, -1, 0]
    """
    for form in _forms(word):
        if form in listed("future marker"):
            return 1
        if _FUTURE_VERB.fullmatch(form) and form not in listed("no future verb"):
            return 1
    if _is_verb(word, "past verb"):
        return -1
    return 1 if _is_verb(word, "scheduled verb") else 0


def _forms(word: str) -> tuple[str, ...]:
    """The word, and without the conjunction that may be written on to it."""
    return (word, word[1:]) if word[0] in "وف" else (word,)


def _is_verb(word: str, kind: str) -> bool:
    """Whether the word is a verb of the kind, whatever is written on to it."""
    return any(form.removesuffix(suffix) in listed(kind)
               for form in _forms(word) for suffix in _SUFFIXES)


def words_before(found: Found, reach: int = 90) -> list[str]:
    """The words before a date in its sentence, within so many characters."""
    start = found.tokens.starts[found.start]
    return _WORD.findall(BREAK.split(found.key[max(0, start - reach):start])[-1])


def words_after(found: Found, reach: int = 40) -> list[str]:
    """The words after a date in its sentence, within so many characters."""
    end = found.tokens.ends[found.end - 1]
    return _WORD.findall(BREAK.split(found.key[end:end + reach])[0])


def tense(found: Found) -> int:
    """1 where the words around a date speak of the future, -1 of the past, 0 where none tells.

    The nearest word before it in its sentence decides, else the word after it. What كان من
    المقرر was to be is past.
    """
    words = words_before(found)
    if "منذ" in words[-3:]:                                    # منذ حادثة 14 جويلية
        return -1
    for place in range(len(words) - 1, -1, -1):
        told = word_tense(words[place])
        near = 4 if _is_verb(words[place], "scheduled verb") else 2
        if told < 0 or (told > 0 and _WAS.isdisjoint(words[max(0, place - near):place])):
            return told
    after = words_after(found)
    if after and after[0] in _WHICH:                           # الأربعاء التي ستجمع الفريقين
        after = after[1:]
    told = bool(after) and word_tense(after[0]) > 0
    return 1 if told and not _is_verb(after[0], "scheduled verb") else 0


def is_future(found: Found) -> bool:
    """Whether the words around a date speak of the future."""
    return tense(found) > 0
