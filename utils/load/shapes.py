"""What the furniture of news pages is called, and a quick look whether a line can hold any.

The names stand in data/lexicon/labels.csv. Most lines of most articles hold no mark: `may_begin`
and `may_end` say so by a word or two, so that only the others need be folded and matched.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from utils.calendars import variants
from utils.lexicon_rows import read_rows
from utils.tables import LEXICON
from utils.text.folding import FOLDS, fold


class Shape(NamedTuple):
    """How one row of labels.csv is recognised."""

    kind: str
    role: str
    needs: str


ROWS = read_rows(LEXICON, "labels")
# Rows that `looks` and `inner_marks` read: no names at the head of a line.
ELSEWHERE = ("code", "ris", "tag", "inside", "between")
_NAMED = [
    (key, Shape(row["kind"], row["role"], row["needs"]))
    for row in ROWS if row["needs"] not in ELSEWHERE for key in variants(row["words"])
]
SHAPES = dict(_NAMED)             # a name that several rows have is what the last of them says
# Kinds that are a mark only where they fill their line; the others can have more behind them.
_WHOLE_LINE = ("network", "furniture", "section", "rule", "counter", "ending",
               "permalink", "comments")

_DROPPED = "".join(map(re.escape, (mark for mark, plain in FOLDS.items() if not plain)))
_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}(?:{_LETTER}|[{_DROPPED}])*+"
_FIRST_TWO = re.compile(
    rf"[\W_\N{{ARABIC TATWEEL}}]{{0,60}}+(?:({_WORD})(?:[\W_]++({_WORD}))?)?"
)
_TANWEEN = re.compile("[أا]يض(?:\N{ARABIC LETTER ALEF}\N{ARABIC FATHATAN}|"
                      "\N{ARABIC FATHATAN}\N{ARABIC LETTER ALEF})(?=[^\\W\\d_])")
_LETTERS = re.compile(rf"{_LETTER}++")


def keys_of(*kinds: str, shared: bool = False) -> str:
    """The names of these kinds as alternatives of a pattern, the longest first.

    `shared`: also those that another kind has too ("مشاركة" counts and begins a share bar).
    """
    found = {key for key, shape in (_NAMED if shared else SHAPES.items()) if shape.kind in kinds}
    return "|".join(re.escape(key) for key in sorted(found, key=lambda key: (-len(key), key)))


def _beginnings(whole: bool) -> dict[str, set[str] | None]:
    """First words of marks, each with the second words that can follow; None: any, or nothing."""
    found: dict[str, set[str] | None] = {}
    for key, shape in SHAPES.items():
        if not whole and shape.kind in _WHOLE_LINE:
            continue
        words = _LETTERS.findall(key)
        if shape.needs == "prefix":
            words = words[:-1]                        # the last is written onto what follows
        seconds = found.setdefault(words[0], set())
        if len(words) == 1 or seconds is None:
            found[words[0]] = None
        else:
            seconds.add(words[1])
    return found


_BEGINNINGS = {whole: _beginnings(whole) for whole in (True, False)}
INNER = ("glue", "label", "links")        # kinds that stand behind a sentence inside its line
_LAST_WORDS = {key.split()[-1] for key, shape in SHAPES.items() if shape.kind in INNER}
# Words like من and قد begin markers too, but stand everywhere: too dear to look behind each.
GLUE_WORDS = {
    spelled for row in ROWS if row["kind"] == "glue"
    for name in row.many("words") if len(name.split()[0]) > 3
    for spelled in (name.split()[0], fold(name).key.split()[0])
}


@lru_cache(maxsize=4096)
def key_of(word: str) -> str:
    """The key of one word; remembered, for most words of a corpus come again."""
    return fold(word).key


@lru_cache(maxsize=4096)
def bare(word: str) -> str:
    """The key of a word without the marks that stand around it.

    >>> bare("«تويتر»:")
    'تويتر'
    """
    return fold(word).key.strip(".!؟?…»”«\"'()[]{}*:،#•-–—_|/")


def may_begin(head: str, whole: bool) -> bool:
    """Whether a line with this head can begin with a mark, by its first two words.

    `whole`: the head is all of the line. Never False where `marks.head_mark` finds one.

    >>> [may_begin(line, True) for line in ("من أخبارنا", "من دمشق", "=====", "** شارك")]
    [True, False, True, True]
    """
    token = head.split(None, 1)
    if token and _never_begins(token[0]):
        return False
    words = _FIRST_TWO.match(head)
    if words[1] is None:
        return whole                                  # a rule, a clock time; or figures
    seconds = _BEGINNINGS[whole].get(key_of(words[1]), ())
    return seconds is None or words[2] is not None and (
        key_of(words[2]) in seconds or fused_title(head) is not None)


def fused_title(head: str) -> int | None:
    """Where a title begins that is written onto a marker: the tanween ends a word; else None.

    >>> fused_title("اقرأ أيضاًوفدان في حميميم"), fused_title("اقرأ أيضاً وفدان")
    (10, None)
    """
    word = _TANWEEN.search(head, 0, 40)
    return word.end() if word else None


@lru_cache(maxsize=4096)
def _never_begins(token: str) -> bool:
    """Whether a token holds letters, and no mark begins with its first word."""
    word = _FIRST_TWO.match(token)[1]
    return word is not None and key_of(word) not in _BEGINNINGS[True]


def may_end(words: list[str]) -> bool:
    """Whether a mark can end with the last of these words (a few of its own may come between)."""
    return bare(words[-1]) in _LAST_WORDS or not GLUE_WORDS.isdisjoint(words[-7:])


def is_network(line: str) -> bool:
    """Whether a line is the name of a network or another part of a share bar.

    >>> is_network("واتساب"), is_network("الوزير")
    (True, False)
    """
    shape = SHAPES.get(bare(line))
    return shape is not None and shape.kind in ("network", "share")
