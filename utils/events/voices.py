"""Who says so: the chain of outlets and unnamed sources that a sentence credits.

``ذكرت وكالة سبوتنيك نقلاً عن صحيفة آيدنليك`` is the chain [سبوتنيك, آيدنليك], outermost first.
The article's own outlet is no link of it, nor are the participants' own spokesmen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from utils.events.cues import Mark
from utils.text.folding import fold

_NEXT = re.compile(r" ?[\w\N{ARABIC TATWEEL}\N{ARABIC FATHATAN}-\N{ARABIC SUKUN}]+")
_DEFINITE = re.compile(r" ال\w+")
_POST = re.compile(r" (?:من|في|ب|لدى) ")
_QUOTED = re.compile(r" ?[«\"“]([^«»\"“”]{2,40})[»\"”]")
# What is written onto مصدر، الوكالة، إذاعة، شبكة، دبلوماسي، قناة، صحيفة، وكالة، وسائل، بوابة.
_ONTO = re.compile("^(?!و[كسز])[وف]?[بلك]?(?=[ماإشدقص]|و[كسز]|بوا)")
_ACCUSATIVE = re.compile("(?:ا\N{ARABIC FATHATAN}|\N{ARABIC FATHATAN}ا)$")
_NAME_ALONE = {"صحيفه", "جريده", "موقع", "مجله"}
SAYING = {"says", "according", "from", "denied"}
SPEAKING = {"unnamed", "official", "outlet head", "medium"}
_SITE = "في موقع"
NEAR = 60    # characters between a verb of saying and its voice; beyond is another clause


class Voices(NamedTuple):
    """The chain of one sentence: labels, and whether one of them is unnamed."""

    chain: tuple[str, ...] = ()
    unnamed: bool = False

    @property
    def anonymity(self) -> str:
        """`unnamed`, `named`, or `none` when the article itself reports."""
        return "unnamed" if self.unnamed else "named" if self.chain else "none"


def _phrase(text: str, end: int) -> int:
    """Where a noun phrase that begins at `end` ends: one word, and the definite words after it.

    >>> "الحكومة السورية أن"[:_phrase("الحكومة السورية أن", 0)]
    'الحكومة السورية'
    """
    first = _NEXT.match(text, end)
    if first is None:
        return end
    last = first.end()
    while following := _DEFINITE.match(text, last):
        last = following.end()
    return last


def _unnamed_words(text: str, marks: list[Mark], place: int, adjectives: dict[int, int]) -> str:
    """The printed words of an unnamed source with what describes it: مصادر مقربة من الحكومة.

    `adjectives` gives for the first character of each state's adjective its last.
    """
    end = marks[place].end
    described = {mark.start: mark.end for mark in marks[place + 1:]
                 if mark.cue.role == "describes"} | adjectives
    while end + 1 in described and text[end] == " ":
        end = described[end + 1]
    post = _POST.match(text, end)
    if post and end > marks[place].end or post and post[0].strip() == "في":
        end = _phrase(text, post.end())
    return text[marks[place].start:end]


def _unknown_outlet(text: str, head: Mark) -> tuple[str, int]:
    """The name after a word like صحيفة or وكالة that no lexicon knows, and where it ends.

    Newspapers go by their name alone, agencies and networks keep the word.
    """
    quoted = _QUOTED.match(text, head.end)
    if quoted:
        return quoted[1], quoted.end()
    end = _phrase(text, head.end)
    name = text[head.end:end].strip()
    alone = fold(text[head.start:head.end]).key.lstrip("وفبل") in _NAME_ALONE
    if not name or len(name) < 3:
        return "", head.end
    return (name if alone else f"{_bare(text[head.start:head.end])} {name}"), end


def _bare(words: str) -> str:
    """The words without a conjunction or preposition written onto them.

    >>> _bare("لمصادر مطلعة"), _bare("ومصدراً أمنياً"), _bare("ولقناة")
    ('مصادر مطلعة', 'مصدر أمني', 'قناة')
    >>> _bare("بوابة"), _bare("وكالة"), _bare("وبوكالة")
    ('بوابة', 'وكالة', 'وكالة')
    """
    words = _ONTO.sub("", words)
    return " ".join(_ACCUSATIVE.sub("", word) for word in words.split())


def _speaks(marks: list[Mark], saying: list[Mark], start: int) -> bool:
    """Whether a verb of saying is near, and whoever begins here does not stand in what is said."""
    for mark in saying:
        if 0 <= mark.start - start <= NEAR:
            return True
        if 0 <= start - mark.end <= NEAR and not any(
                other.cue.role == "that" and mark.end <= other.start and other.end <= start
                for other in marks):
            return True
    return False


def _stays_unnamed(text: str, marks: list[Mark], place: int, hidden: bool,
                   before: Callable[[], Voices]) -> bool:
    """Whether an official is quoted without his name: مسؤول تركي, not مسؤول العلاقات فلان.

    المسؤول is who was quoted before, unless the sentence says that he stays unnamed; to whom a
    thing is said (قال لمسؤولين) says nothing.
    """
    mark = marks[place]
    if mark.cue.definite:
        return hidden or before().unnamed
    addressed = text[mark.start:mark.start + 1] == "ل" and not any(
        other.cue.role == "according" and 0 <= mark.start - other.end <= 2 for other in marks)
    takes_part = any(other.cue.role in ("between", "with") and 0 <= mark.start - other.end <= 2
                     for other in marks)                     # لقاء بين مسؤولين: they say nothing
    return not addressed and not takes_part and not _DEFINITE.match(text, mark.end)


def find_voices(text: str, marks: list[Mark], outlets: list, before: Callable[[], Voices],
                last_outlet: str | None, own: str | None = None,
                adjectives: dict[int, int] | None = None) -> Voices:
    """The chain that one sentence credits.

    `marks` are the sentence's cues in order, `outlets` its mentions of kind outlet, `before` the
    chain of the sentence before (a sentence that opens with وأوضحت goes on with it),
    `last_outlet` the label that الصحيفة and الوكالة stand for, `own` the article's own outlet,
    `adjectives` the places of the states' adjectives (مصدر عراقي).
    """
    chain: list[str] = []
    unnamed, adjectives = False, adjectives or {}
    heads: dict[int, bool] = {}       # of an outlet whose kind stands before it: told to it or not
    voices = sorted(
        [(mark.start, mark.cue.role, place) for place, mark in enumerate(marks)
         if mark.cue.role in SPEAKING]
        + [(mention.start, "outlet", mention) for mention in outlets]
    )
    saying = [mark for mark in marks if mark.cue.role in SAYING]
    hidden = any(mark.cue.role == "anonymous" for mark in marks)
    covered = -1
    for start, kind, found in voices:
        if start < covered or not _speaks(marks, saying, start):
            continue
        told_to = kind == "outlet" and text[start - 1:start] == "ل" or (
            kind != "outlet" and text[start:start + 1] == "ل")
        if kind == "outlet":
            label = found.label
            covered = found.end
        elif kind == "outlet head" and text.startswith(_SITE, start - 3):
            continue                                     # في موقع كذا: a place, and no outlet
        elif kind == "outlet head":
            following = [m for m in outlets if 0 < m.start - start <= 30]
            if following:
                heads[following[0].start] = told_to
                continue
            if marks[found].cue.definite:
                label = last_outlet
            else:
                label, covered = _unknown_outlet(text, marks[found])
        elif kind == "medium":
            covered = _phrase(text, start)
            label = text[start:covered]
        elif kind == "official" and not _stays_unnamed(text, marks, found, hidden, before):
            continue
        elif marks[found].cue.definite and before().unnamed:    # وقالت المصادر: those named before
            chain += [label for label in before().chain if label not in chain]
            label, unnamed = None, True
        else:
            words = _unnamed_words(text, marks, found, adjectives)
            label, covered = _bare(words), start + len(words)
            unnamed = True
        if not label or label in chain or _same(label, own):
            continue
        if unnamed and chain and kind.startswith("outlet") and heads.get(start, told_to):
            chain.insert(len(chain) - 1, label)          # قال مصدر لرويترز: رويترز passes it on
        else:
            chain.append(label)
    unnamed = unnamed or hidden and bool(chain)
    if not chain and _goes_on(marks):
        return before()
    return Voices(tuple(chain), unnamed)


def _same(label: str, own: str | None) -> bool:
    return bool(own) and isinstance(own, str) and fold(label).key in fold(own).key


def _goes_on(marks: list[Mark]) -> bool:
    """Whether the sentence opens with a verb of saying that names no new voice (وأضافت أن ...)."""
    return bool(marks) and marks[0].cue.role in ("says", "stop") and any(
        mark.cue.role == "says" for mark in marks[:2]
    )
