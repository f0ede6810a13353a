"""The furniture of news pages and dumps: labelled lines, markers, share bars, endings.

What they are called stands in data/lexicon/labels.csv; where they count as such is decided here. A
marker or label begins a line, or stands behind the end of a sentence with a colon or the line's end
after it; inside a sentence the same words are words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from utils.load.shapes import (
    GLUE_WORDS,
    ROWS,
    SHAPES,
    Shape,
    fused_title,
    keys_of,
    may_begin,
    may_end,
)
from utils.text.folding import fold

LONG_NAME = 6                   # words; more behind "تقرير:" are a headline
LONG_TITLE = 250                # characters of a marker and the title behind it
HEAD = 90                       # a mark lies within this many characters of its line's beginning
_ARROWS = "←⇐⟵⬅◀◄‹«›»<>👈👇⬇↓\N{VARIATION SELECTOR-16}"
_COLON = rf"[\s)\]*»]{{0,3}}(?:[:：؛]|\s[-–—|]\s|[|\t]|\s[{_ARROWS}]{{1,4}}\s)"
# "اقرأ أيضاً من أخبارنا:", "رابط الخبر بصحيفة كذا:" : a few words of their own before the colon
_MORE_WORDS = r"(?:\s[^\s:.،؟!]+){1,4}\s?:"
# ... not those of a title with a colon of its own: "اقرأ أيضاً الوزير: لا حل"
_MORE_OF_A_MARKER = (
    rf"\s(?:من|في|علي|عن|عبر|حول|لدي)(?:\s[^\s:.،؟!]+){{0,3}}\s?:|{_MORE_WORDS}\s*$"
    r"|\s(?:من|علي|عبر)(?:\s[^\s:.،؟!]+){1,3}\s*$|\s?(?:\.{2,}|…)"
)
_OPENED = re.compile(r"\s?(?=[\"«“(\[{])")              # "مقالات مشابهة(عنوان)"
_BULLET = r"[\W_]{0,40}+"
_CLOSES = r"[\s\"'»”)}\]:：.…!?؟|\-–—_*#/⬇️↓👇]*"
_WORDS = re.compile(r"[^\W\d_]+")
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")
_DATES = ("published", "updated")
_DECORATION = " \n\t*()[]«»#•-–—_|{}>🔴📌👈⬇️↓…."
_STOPS = (".", "؟", "!", "»", '"')
_DASHES = "-–—•·"
_PARTING = re.compile(r"\s[|\-–—•·]\s")
_ENDERS = (*".!?؟…»”\")]:،|/\u200f",)


class Mark(NamedTuple):
    """A piece of furniture: where it is printed, and which."""

    start: int
    end: int            # of the mark and its colon; the rest of the line stands behind it
    kind: str
    role: str


_DATED = re.compile(r"\s*(?:في|يوم|بتاريخ)?\s*[^\W\d_]{0,12}\s?[،,]?\s?(?:[^\W\d_]{0,10}\s)?\d")
_PREFIXES = "|".join(key for key, shape in SHAPES.items() if shape.needs == "prefix")
_LINE_MARKS = ("label", "glue", "links", "tags", "contact", "furniture", "section", "path", "rule",
               "comments")
_ORDINAL = r"ال(?:اول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)ي?ه?|الاولي"
_COUNTED = re.compile(rf"\s?[#(]?(?:\d{{1,4}}|{_ORDINAL})\W*(?:(?:من|of)\s?\d{{1,4}})?\W*")
_FIGURE = re.compile(r"\s*\d")
_A_NUMBER = Shape("label", "number", "colon")
_COMMENTED = re.compile(r"[\s:()\[\]|]*(?:\d{1,5})?[\s()\[\]]*(?:تعليقا?|تعليقات)?[\s()\[\]:]*")
_PATH = re.compile(r"\s*[/\\»«>›|:\-–]+\s*\S")
_AT_HEAD = re.compile(
    rf"{_BULLET}(?:(?P<onto>{_PREFIXES})|(?P<words>{keys_of(*_LINE_MARKS)})(?![^\W\d_]))"
)
_BYLINE = re.compile(rf"{_BULLET}(?:{keys_of('byline')})\s?[:/]?\s(?P<name>[^\d:.،؟!]{{3,60}})$")
_ANNOUNCES = re.compile(rf"(?<![^\W\d_])(?:{keys_of('glue')})")
_ENDING = re.compile(
    rf"(?:{keys_of('ending')})[\s.]*(?:\d\d?:\d\d\s?(?:ت\s?م|جمت|gmt)?[\s.]*)?$"
    r"|\d\d?:\d\d\s?(?:ت\s?م|جمت|gmt)$"
)
_IN_A_BAR = keys_of("network", "share", shared=True)
_SHARE = re.compile(rf"{_BULLET}(?:{keys_of('share', shared=True)})(?![^\W\d_])")
_SHARE_REST = re.compile(
    rf"(?:[\s:|/،,•·+\-–—]*+(?:{_IN_A_BAR}|{keys_of('furniture')}|\d++)(?![^\W\d_]))*+"
    r"[\s:|/،,•·]*"
)
_NETWORKS = re.compile(
    rf"(?=.*[^\W\d_])[\s:|/،,•·+\-–—]*+(?:(?:{_IN_A_BAR}|\d++)(?![^\W\d_])"
    r"[\s:|/،,•·+\-–—]*+)++$"
)
_RULE = re.compile(r"\s*(?:(?:[^\w\s]|[_\N{ARABIC TATWEEL}])\s*){3}[\W_\N{ARABIC TATWEEL}]*$")
# As printed, so that the text need not be folded to be searched; shorter ones stand for longer.
_TAIL_WORDS = {name.split()[0] for row in ROWS if row["needs"] == "tail"
               for name in row.many("words")}
_TAIL_NEEDLES = [word for word in sorted(_TAIL_WORDS)
                 if not any(other in word for other in _TAIL_WORDS - {word})]
_TAIL = re.compile(
    rf"(?:^|[\s.!؟»\")…])(?P<words>{keys_of('tags', 'contact', 'permalink')})(?=[\s:.(]|$)"
)


@lru_cache(maxsize=8192)
def head_mark(head: str, whole: bool) -> Mark | None:
    """The mark with which a line begins, places counted from the line's beginning; else None.

    `head` is the line's first `HEAD` characters, `whole` says whether that is all of it.

    >>> head_mark("إقرأ أيضاً: دمشق وأنقرة", True)
    Mark(start=0, end=11, kind='glue', role='')
    >>> head_mark("شارك الوزير في الاجتماع", True) is None
    True
    """
    folded = fold(head)
    key = folded.key
    if whole and _RULE.match(head):
        return Mark(0, len(head), "rule", "")
    fused = fused_title(head)
    if fused and (mark := head_mark(head[:fused], True)) and mark.kind == "glue":
        return mark
    match = _AT_HEAD.match(key)
    if match:
        shape = SHAPES[match["words"] or match["onto"]]
        rest = key[match.end():]
        colon = re.match(_COLON, rest)
        alone = whole and re.fullmatch(_CLOSES, rest) is not None
        if shape.needs == "number" and colon and not _COUNTED.fullmatch(rest) and _FIGURE.match(
                rest, colon.end()):
            shape = _A_NUMBER                              # "الصفحة: 28 العدد: 11067"
        if _holds(shape, rest, bool(colon or _longer(shape, rest)), alone, whole):
            colon = colon or (_longer(shape, rest) if not alone else None)
            end = match.end() + (colon.end() if colon else 0)
            return Mark(0, len(head) if alone else folded.span(0, end)[1], shape.kind, shape.role)
    if whole:
        if _ENDING.fullmatch(key.strip()):
            return Mark(0, len(head), "ending", "")
        if (byline := _BYLINE.match(key)) and 2 <= len(byline["name"].split()) <= 5:
            return Mark(0, folded.at(byline.start("name")), "label", "author")
        if _NETWORKS.fullmatch(key) and len(key.split()) >= 2 and not key.strip().isdigit():
            return Mark(0, len(head), "share", "")
    share = _SHARE.match(key)
    if share:
        rest = _SHARE_REST.match(key, share.end())
        named = len(rest[0].split())
        if (whole and rest.end() == len(key)) or named >= 3:
            return Mark(0, folded.span(0, rest.end())[1], "share", "")
    return None


def _longer(shape: Shape, rest: str) -> re.Match | None:
    """The words that a marker has before its colon beside those of the lexicon."""
    if shape.kind in ("glue", "links"):
        opened = _OPENED.match(rest) if shape.role == "" else None
        return re.match(_MORE_OF_A_MARKER, rest) or opened
    if shape.role == "url" or shape.kind == "contact":
        return re.match(_MORE_WORDS, rest)
    return None


def _holds(shape: Shape, rest: str, colon: bool, alone: bool, whole: bool) -> bool:
    """Whether the words at the head of a line are a mark, by what stands behind them."""
    if shape.needs == "number":
        return whole and _COUNTED.fullmatch(rest) is not None
    if shape.kind == "comments":
        return whole and _COMMENTED.fullmatch(rest) is not None
    if shape.kind == "contact" and whole and len(rest.split()) <= 8 and not rest.endswith(_STOPS):
        return True
    if shape.kind == "path":
        return alone or _PATH.match(rest) is not None
    if shape.kind in ("section", "rule") or shape.role == "contents":
        return alone
    if alone:
        return shape.kind != "label" or shape.role in ("body", "headline") or colon
    if shape.role == "author" and len(_PARTING.split(rest, 1)[0].split()) > LONG_NAME:
        return False                       # "تقرير: مسؤولون أمريكيون تحت ضغط الكونغرس ..."
    if shape.kind in ("label", "links"):
        dated = "date" in shape.needs and _DATED.match(rest)
        return colon or bool(dated) or shape.needs == "prefix"
    if shape.kind == "furniture":
        most = 6 if shape.role == "closing" else 0      # "... محفوظة لموقع كذا 2024"
        return whole and len(re.findall(r"[^\W\d_]+", rest)) <= most
    if shape.kind == "glue":
        # "اقرأ أيضاً من الجزيرة نت:" and "اقرأ أيضاً عنوان" ; weak words need their colon, and
        # "قد يهمك أن تعرف ذلك." is a sentence
        titled = re.match(r"\s", rest) is not None and not (whole and rest.endswith("."))
        return colon or shape.role != "weak" and titled
    return colon


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
        if (":" in line or line[-1] not in _STOPS) and inner_mark(line, 0, len(line)):
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
    place = text.find(":", start, end)
    while place >= 0:
        mark = _mark_before(text, start, place, dashed)
        if mark:
            return mark._replace(end=place + 1)
        place = text.find(":", place + 1, end)
    if text[end - 1:end] in _STOPS:
        return None                          # most lines end a sentence
    mark = _mark_before(text, start, end)
    return mark if mark and mark.kind == "glue" else _before_title(text, start, end)


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
    for match in _ANNOUNCES.finditer(folded.key):
        begins = _bulleted(text, start, first + folded.at(match.start()))
        if begins > start and _ended(text, start, begins):
            mark = head_mark(text[begins:min(end, begins + HEAD)], end - begins <= HEAD)
            if mark and mark.kind == "glue" and mark.role != "weak":
                return mark._replace(start=begins, end=begins + mark.end)
    return None


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
        return shape if shape.kind in ("glue", "label", "links") else None
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
