"""Who says so: the chain of outlets and unnamed sources that a sentence credits.

``ذكرت وكالة سبوتنيك نقلاً عن صحيفة آيدنليك`` is the chain [سبوتنيك, آيدنليك], outermost first.
The article's own outlet is no link of it, nor are the participants' own spokesmen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from utils.cues import Mark
from utils.folding import fold

SAYING = {"says", "according", "from"}
NEAR = 60    # characters between a verb of saying and its voice; beyond is another clause


class Voices(NamedTuple):
    """The chain of one sentence: labels, and whether one of them is unnamed."""

    chain: tuple[str, ...] = ()
    unnamed: bool = False

    @property
    def anonymity(self) -> str:
        """`unnamed`, `named`, or `none` when the article itself reports."""
        return "unnamed" if self.unnamed else "named" if self.chain else "none"


def _unnamed_words(text: str, marks: list[Mark], place: int) -> str:
    """The printed words of an unnamed source with what describes it: مصادر مقربة."""
    end = marks[place].end
    for mark in marks[place + 1:]:
        if mark.cue.role != "describes" or text[end:mark.start].strip():
            break
        end = mark.end
    return text[marks[place].start:end]


def _bare(words: str) -> str:
    """The words without a conjunction or preposition written onto them.

    >>> _bare("لمصادر مطلعة"), _bare("ومصدر أمني")
    ('مصادر مطلعة', 'مصدر أمني')
    """
    while words[:1] in tuple("وفبلك") and words[1:2] in ("م", "ا", "ش", "د"):
        words = words[1:]
    return words


def find_voices(text: str, marks: list[Mark], outlets: list, before: Callable[[], Voices],
                last_outlet: str | None, own: str | None = None) -> Voices:
    """The chain that one sentence credits.

    `marks` are the sentence's cues in order, `outlets` its mentions of kind outlet, `before` the
    chain of the sentence before (a sentence that opens with وأوضحت goes on with it),
    `last_outlet` the label that الصحيفة and الوكالة stand for, `own` the article's own outlet.
    """
    chain: list[str] = []
    unnamed = False
    voices = sorted(
        [(mark.start, "unnamed", place) for place, mark in enumerate(marks)
         if mark.cue.role == "unnamed"]
        + [(mark.start, "head", place) for place, mark in enumerate(marks)
           if mark.cue.role == "outlet head" and mark.cue.definite]
        + [(mention.start, "outlet", mention) for mention in outlets]
    )
    saying = [mark for mark in marks if mark.cue.role in SAYING]
    covered = -1
    for start, kind, found in voices:
        near = any(
            0 <= start - mark.end <= NEAR or 0 <= mark.start - start <= NEAR for mark in saying
        )
        if not near or start < covered:
            continue
        if kind == "outlet":
            label = found.label
            covered = found.end
        elif kind == "head":
            label = None if any(0 < m.start - start <= 30 for m in outlets) else last_outlet
        elif marks[found].cue.definite and before().unnamed:    # وقالت المصادر: those named before
            chain += [label for label in before().chain if label not in chain]
            label, unnamed = None, True
        else:
            label = _bare(_unnamed_words(text, marks, found))
            covered = start + len(label)
            unnamed = True
        if label and label not in chain and not _same(label, own):
            chain.append(label)
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
