"""Tense: whether the words around a date speak of what has been or of what is to come.

The words that tell stand in data/lexicon/date_words.csv: markers and scheduled verbs of the future,
verbs of the past, and the nouns that begin like a future verb.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from utils import calendars
from utils.dates.patterns import Found
from utils.dates.words import listed
from utils.lexicon_rows import read_rows
from utils.tables import LEXICON

BREAK = re.compile(r"[.؟!?]\s|[\n\0]")              # ends a sentence
WORD = re.compile(r"\w+")
_FUTURE_VERB = re.compile(r"[وف]?س[يتن]\w{2,}")
_WAS = {"كان", "كانت", "وكان", "وكانت", "لم", "ولم"}
_WHICH = {"الذي", "التي"}
_SUFFIXES = ("", "هما", "ها", "هم", "وا", "ه")


@cache
def _told() -> dict[str, str]:
    """Every printed form of a word that tells a tense, with its kind; the past comes first."""
    told = {}
    for kind in ("past verb", "scheduled verb"):
        for word in listed(kind):
            for form in (word + suffix for suffix in _SUFFIXES):
                told.update({joined + form: kind for joined in ("", "و", "ف")
                             if joined + form not in told})
    for word in listed("future marker"):
        told.update(dict.fromkeys((word, "و" + word, "ف" + word), "future marker"))
    return told


@cache
def _names() -> frozenset:
    """The folded words of listed names: فيصل is no ف and يصل, nor ستافان a verb to come."""
    columns = {"people": ("names", "parts"), "given_names": ("names",), "places": ("names",),
               "organisations": ("names",), "outlets": ("names",)}
    words = (word for file, names in columns.items() for row in read_rows(LEXICON, file)
             for column in names for key in calendars.variants(row[column]) for word in key.split())
    return frozenset(words) - listed("scheduled verb") - listed("future marker")


@lru_cache(maxsize=4096)
def _told_by(word: str) -> str | None:
    """Which kind of word that tells a tense this is, if it is one."""
    kind = _told().get(word)
    if kind == "scheduled verb" and word in _names():
        return None
    is_noun = not listed("no future verb").isdisjoint((word, word[1:])) or (
        not _names().isdisjoint((word, word.lstrip("وف"))))
    return "future marker" if _FUTURE_VERB.fullmatch(word) and not is_noun else kind


# Words like قررت and أقامت are verbs of the past; nouns end in ات, or are like توقيت.
_FEMININE_PAST = re.compile(r"(?![وفبكل]?ال|ت\w{1,2}يت)\w{3,6}[^\Wاو]ت")


def has_happened(word: str) -> bool:
    """Whether a word has the form of a verb of the past: وأقامت."""
    return bool(_FEMININE_PAST.fullmatch(word)) and word not in listed("no past verb")


ANNOUNCED = 2        # the future as a word of its own tells it: سيعقد, من المقرر


def word_tense(word: str) -> int:
    """1 for a word of the future, -1 for a verb of the past, 0 for all others.

    >>> [word_tense(word) for word in ("سيعقد", "تنطلق", "وقال", "اوقفته", "سته")]
    [1, 1, -1, -1, 0]
    """
    kind = _told_by(word)
    return 0 if kind is None else -1 if kind == "past verb" else 1


def text_before(found: Found, reach: int = 90) -> str:
    """The text before a date in its sentence, within so many characters."""
    start = found.tokens.starts[found.start]
    return BREAK.split(found.key[max(0, start - reach):start])[-1]


def words_before(found: Found, reach: int = 90) -> list[str]:
    """The words before a date in its sentence, within so many characters."""
    return WORD.findall(text_before(found, reach))


def words_after(found: Found, reach: int = 40) -> list[str]:
    """The words after a date in its sentence, within so many characters."""
    end = found.tokens.ends[found.end - 1]
    return WORD.findall(BREAK.split(found.key[end:end + reach])[0])


def tense(found: Found) -> int:
    """Above 0 where the words around a date speak of the future, -1 where of the past, else 0.

    The verb right after it decides where the date opens its clause, else the nearest word before
    it in its sentence, else the word after it. What كان من المقرر was to be is past. The future
    is ANNOUNCED by a word of its own; a verb of the present (يلتقي الفريقان) may be one of habit.
    """
    if _is_put_off(found):
        return ANNOUNCED
    words, after = words_before(found), _next_words(found)
    if "منذ" in words[-4:]:                                    # منذ حادثة 14 جويلية
        return -1
    if after and after[0] in _WHICH:                           # الأربعاء التي ستجمع الفريقين
        after = after[1:]
    follows = _told_by(after[0]) if after else None
    if follows and (not words or _opens_clause(found)):
        return _STRENGTH[follows]
    for place in range(len(words) - 1, -1, -1):
        told = _told_by(words[place]) or ("past verb" if has_happened(words[place]) else None)
        if told is None or place and words[place - 1] in _BEFORE_NOUNS:    # على عقد: no verb
            continue
        if told == "past verb" and _calls_for(words[place:]):
            return ANNOUNCED
        near = 4 if told == "scheduled verb" else 2
        if told == "past verb" or _WAS.isdisjoint(words[max(0, place - near):place]):
            return _STRENGTH[told]
    return _STRENGTH[follows] if follows == "future marker" else 0


_BEFORE_NOUNS = {"علي", "الي"}       # what follows these is a noun, though spelled like a verb
# The verbs, the preposition that leads what is to come, and the words of which one follows it.
_ANNOUNCING = ("calls", "الي", "gathering"), ("agrees", "علي", "holding")


def _calls_for(words: list[str]) -> bool:
    """Whether the words call for what is to come (دعت إلى إضراب) or agree to hold it."""
    for verbs, leads, things in _ANNOUNCING:
        if listed(verbs).isdisjoint((words[0], words[0].removeprefix("و"))) or leads not in words:
            continue
        place = words.index(leads) + 1
        if not listed(things).isdisjoint(words[place:place + 3]):
            return True
    return False


_PUT_OFF = 240               # characters between the word for it and the day


def _is_put_off(found: Found) -> bool:
    """Whether something was put off until this date: أجلت المحكمة النظر ... إلى 18 أغسطس."""
    place = found.start - 1
    while found.kind(place) == "day word":
        place -= 1
    if found.kind(place) != "to":
        return False
    return not listed("put off").isdisjoint(words_before(found, _PUT_OFF))


def _next_words(found: Found) -> list[str]:
    """The two words right after a date in its sentence; commas and brackets are passed over."""
    words = []
    for place in range(found.end, found.end + 3):
        word = found.word(place)
        if word in _ENDS:
            break
        words += [word] * word[0].isalnum()
    return words[:2]


_ENDS = {"", ".", "\n", "\0", "؟", "?", "!"}
_STRENGTH = {"future marker": ANNOUNCED, "scheduled verb": 1, "past verb": -1}
_BEFORE_A_DATE = {"in", "day word", "joined preposition", "and"}


def _opens_clause(found: Found) -> bool:
    """Whether nothing but a preposition stands between a date and the mark before it."""
    place = found.start - 1
    while found.kind(place) in _BEFORE_A_DATE:
        place -= 1
    return found.kind(place) in (",", ".", "\n", ";", ":", "\"")


def is_future(found: Found) -> bool:
    """Whether the words around a date speak of the future."""
    return tense(found) > 0
