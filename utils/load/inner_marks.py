"""Marks inside lines: markers and labels fused behind a sentence, tags at the end of a text.

A mark stands there behind the end of a sentence, with a colon, a title or the line's end after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from utils.load.marks import HEAD, STOPS, Mark, head_mark
from utils.load.shapes import (
    GLUE_WORDS,
    INNER,
    ROWS,
    SHAPES,
    Shape,
    bare,
    keys_of,
    may_begin,
    may_end,
)
from utils.text.folding import fold

LONG_FRAME = 800                 # characters of a headline with its link's blanks
AHEAD = 4000                     # characters in which the next sign is looked for at once
LONG_TITLE = 250                # characters of a marker and the title behind it
_WORDS = re.compile(r"[^\W\d_]+")
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")
_DATES = ("published", "updated")
_DATE_WORDS = {key.split()[-1] for key, shape in SHAPES.items() if shape.role in _DATES}
_DECORATION = " \n\t*()[]«»#•-–—_|{}>🔴📌👈⬇️↓…."
_DASHES = "-–—•·"
_ENDERS = (*".!?؟…»”\")]:،|/\u200f",)
_ANNOUNCES = re.compile(keys_of("glue"))
_ANNOUNCING = {_WORDS.search(key)[0] for key, shape in SHAPES.items() if shape.kind == "glue"}
# As printed, so that the text need not be folded to be searched; shorter ones stand for longer.
_TAIL_WORDS = {name.split()[0] for row in ROWS if row["needs"] == "tail"
               for name in row.many("words")}
_TAIL_NEEDLES = [word for word in sorted(_TAIL_WORDS)
                 if not any(other in word for other in _TAIL_WORDS - {word})]
_TAIL = re.compile(
    rf"(?:^|[\s.!؟»\")…])(?P<words>{keys_of('tags', 'contact', 'permalink')})(?=[\s:.(]|$)"
)

# "The post ... appeared first on": both ends of a notice, with the headline between them.
_FRAMES = [tuple(name.split(" ... ")) for row in ROWS if row["needs"] == "between"
           for name in row.many("words")]


def holds_mark(text: str, start: int, end: int) -> bool:
    """Whether any line of text[start:end] holds a mark: quick, for most records hold none.

    >>> text = "عقد وفدان محادثات.\\nوأكد الوزير: لا حل."
    >>> holds_mark(text, 0, len(text))
    False
    """
    for line in text[start:end].split("\n"):
        line = line.strip()
        if not line:
            continue
        head, whole = line[:HEAD], len(line) <= HEAD
        if may_begin(head, whole) and head_mark(head, whole):
            return True
        if (":" in line or line[-1] not in STOPS) and inner_mark(line, 0, len(line)):
            return True
    return False


def inner_mark(text: str, start: int, end: int, dashed: bool = False) -> Mark | None:
    """The first mark behind a sentence's end inside a line: before a colon, or at the line's end.

    `dashed`: labels stand behind dashes too, as in a line of labels (الكاتب: ... - المصدر: ...).

    >>> text = "تطبيع العلاقات بين الجانبين. إقرأ أيضاً: عنوان آخر"
    >>> mark = inner_mark(text, 0, len(text))
    >>> text[mark.start:mark.end]
    'إقرأ أيضاً:'
    """
    for place, behind in _signs(text, start, end):
        colon = text[place] == ":"
        mark = _mark_before(text, start, place, dashed and colon)
        if mark and (colon or mark.kind == "glue"):
            return mark._replace(end=behind)
        if colon and (mark := _before_dated(text, start, place)):
            return mark
    if text[end - 1:end] in STOPS:
        return None                          # most lines end a sentence
    mark = _mark_before(text, start, end)
    return mark if mark and mark.kind == "glue" else _before_title(text, start, end)


def _signs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where colons and rows of dots begin and end in text[start:end], one behind the other.

    Never far ahead, for a line can hold thousands of marks, each with its own look.

    >>> list(_signs("أولا: ثم.. وبعد", 0, 15))
    [(4, 5), (8, 10)]
    """
    place = start
    while place < end:
        stop = min(end, place + AHEAD)
        colon = text.find(":", place, stop)
        stop = colon if colon >= 0 else stop
        dots = text.find("..", place, min(end, stop + 1))
        if 0 <= dots < stop:
            place = dots + 2
            while place < end and text[place] == ".":
                place += 1
            yield dots, place
        elif colon >= 0:
            place = colon + 1
            yield colon, place
        else:
            place = stop


def _before_title(text: str, start: int, end: int) -> Mark | None:
    """The marker behind a sentence's end that has no sign of its own before the title.

    >>> text = "بين الجانبين. شاهد أيضا عنوان آخر"
    >>> text[slice(*_before_title(text, 0, len(text))[:2])]
    'شاهد أيضا'
    """
    first = max(start, end - LONG_TITLE)
    tail = text[first:end]
    if GLUE_WORDS.isdisjoint(_WORDS.findall(tail)):
        return None
    folded = fold(tail)
    for match in _announcing(folded.key):
        begins = _bulleted(text, start, first + folded.at(match.start()))
        if begins > start and _ended(text, start, begins):
            mark = head_mark(text[begins:min(end, begins + HEAD)], end - begins <= HEAD)
            if mark and mark.kind == "glue" and mark.role != "weak":
                return mark._replace(start=begins, end=begins + mark.end)
    return None


def _before_dated(text: str, start: int, place: int) -> Mark | None:
    """The marker without a sign of its own before a title whose day is labelled at this place.

    >>> text = "بين الجانبين. شاهد أيضا دمشق والقاهرة تاريخ النشر: 3 يناير 2025"
    >>> text[slice(*_before_dated(text, 0, text.index(":"))[:2])]
    'شاهد أيضا'
    """
    words = text[max(start, place - 20):place].split()
    if not words or bare(words[-1]) not in _DATE_WORDS:
        return None
    shapes = [SHAPES.get(fold(" ".join(words[-count:])).key) for count in (1, 2, 3)]
    dated = any(shape is not None and shape.role in _DATES for shape in shapes)
    return _before_title(text, start, place) if dated else None


def _announcing(key: str) -> Iterator[re.Match]:
    """The markers in a folded text, one behind the other: looked for only where one can begin."""
    end = 0
    for word in _WORDS.finditer(key):
        if word.start() >= end and word[0] in _ANNOUNCING and (
                match := _ANNOUNCES.match(key, word.start())):
            end = match.end()
            yield match


def marker_inside(text: str, start: int, end: int) -> Mark | None:
    """The first marker before a colon in text[start:end], where no sentence need end before it.

    >>> text = "سانا اقرأ أيضاً: عنوان"
    >>> marker_inside(text, 0, len(text)).start
    5
    """
    place = text.find(":", start + 1, end)
    while place >= 0:
        mark = _mark_before(text, start, place, loose=True)
        if mark:
            return mark._replace(end=place + 1)
        place = text.find(":", place + 1, end)
    return None


def _mark_before(text: str, start: int, place: int, dashed: bool = False,
                 loose: bool = False) -> Mark | None:
    """The mark that ends at this place, where a sentence ended before it.

    A marker of several words before a colon needs no such end: of 20,000 real articles none has it
    in a sentence. `loose`: nor does any marker that is no word of sentences.
    """
    first = max(start, place - 45)
    before = text[first:place]
    words = before.split()
    if not words or not may_end(words):
        return None
    folded, colon = fold(before), text[place:place + 1] == ":"
    for word in list(_WORD_START.finditer(folded.key))[-8:]:
        shape = _ending_shape(folded.key[word.start():])
        if shape is None:
            continue
        begins = _bulleted(text, start, first + folded.at(word.start()))
        if begins == start or (first > start and word.start() == 0):
            return None
        if dashed and shape.kind == "label" and text[begins] in _DASHES:
            return Mark(begins, place, shape.kind, shape.role)
        inner = shape.role in (*_DATES, "source", "author") or (
            shape.kind != "label" and shape.role != "contents")
        sure = shape.kind == "glue" and shape.role == "" and (
            loose or colon and " " in folded.key[word.start():].strip(_DECORATION))
        if sure or inner and not loose and _ended(text, start, begins):
            return Mark(begins, place, shape.kind, shape.role)
    return None


@lru_cache(maxsize=4096)
def _ending_shape(key: str) -> Shape | None:
    """The shape of a mark that these words are, decorations and a few more words allowed."""
    shape = SHAPES.get(key.strip(_DECORATION))
    if shape is not None:
        return shape if shape.kind in INNER else None
    words = key.strip(_DECORATION).split()
    for count in range(min(4, len(words) - 1), 0, -1):
        shape = SHAPES.get(" ".join(words[:count]))
        if shape and shape.kind == "glue" and len(words) - count <= 4 and count > 1:
            return shape
    return None


def _bulleted(text: str, start: int, place: int) -> int:
    """Where the bullet or the bracket before this place begins."""
    first = place
    while first > start and not text[first - 1].isalnum() and text[first - 1] not in _ENDERS:
        first -= 1
        if not text[first].isspace():
            place = first
    return place


def _ended(text: str, start: int, place: int) -> bool:
    """Whether a sentence ended before this place, or a wide gap stands there."""
    place = gap = _bulleted(text, start, place)
    while gap > start and text[gap - 1].isspace():
        gap -= 1
    return text[gap - 1:gap] in _ENDERS or place - gap >= 2 or "\t" in text[gap:place]


def tail_mark(text: str, start: int, end: int, within: int = 260) -> Mark | None:
    """The tags or the contact notice behind the last sentence of text[start:end]; else None.

    >>> text = "نقلت إلى المستشفى. سمات جدة حادث"
    >>> mark = tail_mark(text, 0, len(text))
    >>> text[mark.start:]
    'سمات جدة حادث'
    """
    first = max(start, end - within)
    tail = text[first:end]
    for opens, closes in _FRAMES:
        if closes not in tail:
            continue
        place = text.rfind(closes, first, end)
        begins = text.rfind(opens, max(start, place - LONG_FRAME), place) if place >= 0 else -1
        if begins >= 0:
            return Mark(begins, end, "permalink", "")
    for needle in _TAIL_NEEDLES:
        if needle in tail:
            break
    else:
        return None
    folded = fold(tail)
    for match in _TAIL.finditer(folded.key):
        shape = SHAPES[match["words"]]
        rest = folded.key[match.end():]
        begins = folded.at(match.start("words"))
        if shape.kind == "permalink" and not (":" in rest and _ended(tail, 0, begins)):
            continue
        if shape.kind == "tags":
            if not _ended(tail, 0, begins) and "\n" not in tail[:begins][-2:]:
                continue
            if len(rest) > 200 or re.search(r"[.!؟،؛]", rest.strip()) or not rest.strip():
                continue
        return Mark(first + begins, end, shape.kind, shape.role)
    return None
