"""The furniture of news pages and dumps: labelled lines, markers, share bars, endings.

What they are called stands in data/lexicon/labels.csv; where they count as such is decided here,
for those with which a line begins. `inner_marks` finds those inside lines.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from utils.load.byline_parts import find_parts
from utils.load.datelines import name_before_report
from utils.load.shapes import SHAPES, Shape, fused_title, keys_of
from utils.text.folding import fold

LONG_NAME = 6                   # words; more behind "تقرير:" are a headline
NAMED = 3                       # words behind a marker of links: of which department they are
HEAD = 90                       # a mark lies within this many characters of its line's beginning
_ARROWS = "←⇐⟵⬅◀◄‹«›»<>👈👇⬇↓\N{VARIATION SELECTOR-16}"
_COLON = rf"[\s)\]*»_~=]{{0,3}}(?:[:：؛]+|\s[-–—|]\s|[|\t]|\s[{_ARROWS}]{{1,4}}\s)|\s?=(?!=)\s?"
_STROKE = re.compile(r"\s?/\s")                          # "المصدر/ سانا"
_BEFORE_STROKE = ("headline", "body", "source", "outlet", "published", "updated")
_CLOSED = {opens: re.compile(rf"\s?{re.escape(closes)}{{1,4}}\s+")       # "[العنوان] ..."
           for opens, closes in zip("[({<*_~=#", "])}>*_~=#", strict=True)}
# "اقرأ أيضاً من أخبارنا:", "رابط الخبر بصحيفة كذا:" : a few words of their own before the colon
_MORE_WORDS = r"(?:\s[^\s:.،؟!]+){1,4}\s?:"
# ... not those of a title with a colon of its own: "اقرأ أيضاً الوزير: لا حل"
_MORE_OF_A_MARKER = (
    rf"\s(?:من|في|علي|عن|عبر|حول|لدي)(?:\s[^\s:.،؟!]+){{0,3}}\s?:|{_MORE_WORDS}\s*$"
    r"|\s(?:من|علي|عبر)(?:\s[^\s:.،؟!…]+){1,3}[\s.…]*$|\s?(?:\.{2,}|…)"
)
_OPENED = re.compile(r"\s?(?=[\"«“(\[{])")              # "مقالات مشابهة(عنوان)"
_BULLET = r"[\W_]{0,40}+"
_CLOSES = r"[\s\"'»”)}\]:：.…!?؟|\-–—_*#/⬇️↓👇<>›‹←→]*"
STOPS = (".", "؟", "!", "»", '"')
_PARTING = re.compile(r"\s[|\-–—•·]\s")
class Mark(NamedTuple):
    """A piece of furniture: where it is printed, and which."""

    start: int
    end: int            # of the mark and its colon; the rest of the line stands behind it
    kind: str
    role: str


_DATED = re.compile(r"\s*(?:في|يوم|بتاريخ)?\s*[^\W\d_]{0,12}\s?[،,/]?\s?(?:[^\W\d_]{0,10}\s)?\d")
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
_BYLINE = re.compile(
    rf"{_BULLET}(?:{keys_of('byline')})(?:\s?[:/]?\s|\s?[-–]\s?)(?P<name>[^\d:.،؟!]{{3,60}}):?$"
)
_INITIALS = r"(?:[\s/(\-.]*[^\W\d_](?![^\W\d_]))"      # who wrote and who sent it: "انتهى/أ.س"
_SIGNED = re.compile(rf"{_BULLET}(?:{keys_of('byline')})\s?[:/]\s?")
_ENDING = re.compile(
    rf"[/*\-–— ]*(?:{keys_of('ending')})(?![^\W\d_]){_INITIALS}{{0,6}}[\s.)/*\-–—]*"
    r"(?:\d\d?:\d\d\s?(?:ت\s?م|جمت|gmt)?[\s.]*)?$"
    r"|\d\d?:\d\d\s?(?:ت\s?م|جمت|gmt)$"
)
_IN_A_BAR = keys_of("network", "share", shared=True)
_SHARE = re.compile(rf"{_BULLET}(?:{keys_of('share', shared=True)})(?![^\W\d_])")
_SHARE_REST = re.compile(
    rf"(?:[\s:|/،,•·+()\[\]\-–—]*+(?:{_IN_A_BAR}|{keys_of('furniture')}|\d++)(?![^\W\d_]))*+"
    r"[\s:|/،,•·()\[\]]*"
)
_NETWORKS = re.compile(
    rf"(?=.*[^\W\d_])[\s:|/،,•·+()\[\]\-–—]*+(?:(?:{_IN_A_BAR}|\d++)(?![^\W\d_])"
    r"[\s:|/،,•·+()\[\]\-–—]*+)++$"
)
_RULE = re.compile(r"\s*(?:(?:[^\w\s]|[_\N{ARABIC TATWEEL}])\s*){3}[\W_\N{ARABIC TATWEEL}]*$")


@lru_cache(maxsize=4096)
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
        colon = re.match(_COLON, rest) or _other_colon(shape, key[:match.end() - len(
            match["words"] or match["onto"])], rest)
        alone = whole and re.fullmatch(_CLOSES, rest) is not None
        if shape.needs == "number" and colon and not _COUNTED.fullmatch(rest) and _FIGURE.match(
                rest, colon.end()):
            shape = _A_NUMBER                              # "الصفحة: 28 العدد: 11067"
        if _holds(shape, rest, bool(colon or _longer(shape, rest)), alone, whole):
            colon = colon or (_longer(shape, rest) if not alone else None)
            end = match.end() + (colon.end() if colon else 0)
            fills = alone or shape.kind == "furniture"
            return Mark(0, len(head) if fills else folded.span(0, end)[1], shape.kind, shape.role)
    if whole:
        if _ENDING.fullmatch(key.strip()):
            return Mark(0, len(head), "ending", "")
        if (byline := _BYLINE.match(key)) and 2 <= len(byline["name"].split()) <= 5:
            return Mark(0, folded.at(byline.start("name")), "label", "author")
        if _NETWORKS.fullmatch(key) and len(key.split()) >= 2 and not key.strip().isdigit():
            return Mark(0, len(head), "share", "")
    signed = _SIGNED.match(key)
    if signed and name_before_report(key[signed.end():]) is not None:
        return Mark(0, folded.at(signed.end()), "label", "author")      # the body on its line
    share = _SHARE.match(key)
    if share:
        rest = _SHARE_REST.match(key, share.end())
        named = len(rest[0].split())
        if (whole and rest.end() == len(key)) or named >= 3:
            return Mark(0, folded.span(0, rest.end())[1], "share", "")
    return None


def _other_colon(shape: Shape, before: str, rest: str) -> re.Match | None:
    """What parts a label from its value as a colon does: a stroke, the bracket around its name.

    >>> [head_mark(line, True).end for line in ("المصدر/ سانا", "** المصدر ** سانا")]
    [8, 13]
    """
    if shape.kind != "label":
        return None
    stroke = shape.role in _BEFORE_STROKE and _STROKE.match(rest)
    opens = before.rstrip()[-1:]
    return stroke or opens in _CLOSED and _CLOSED[opens].match(rest) or None


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
    if shape.kind == "contact" and whole and len(rest.split()) <= 8 and not rest.endswith(STOPS):
        return True
    if shape.kind == "path":
        return alone or _PATH.match(rest) is not None
    if shape.kind in ("section", "rule") or shape.role == "contents":
        return alone
    if alone:
        return shape.kind != "label" or shape.role in ("body", "headline") or colon
    if shape.role == "author" and len(_PARTING.split(rest, 1)[0].split()) > LONG_NAME and (
            name_before_report(rest.lstrip(" :")) is None):
        return False                       # "تقرير: مسؤولون أمريكيون تحت ضغط الكونغرس ..."
    if shape.needs == "colon and name":
        named = find_parts(_PARTING.split(rest.lstrip(" :"), 1)[0], from_place=False)
        return colon and not any(part.kind in ("many", "verb") for part in named)
    if shape.kind in ("label", "links"):
        dated = "date" in shape.needs and _DATED.match(rest)
        if shape.kind == "links" and whole and len(rest.split()) <= NAMED and (
                not shape.needs and re.match(r"\s", rest) and not rest.endswith(STOPS)):
            return True                    # "الأكثر قراءة في السياسة"
        return colon or bool(dated) or shape.needs == "prefix"
    if shape.kind == "furniture":
        most = 6 if shape.role == "closing" else 0      # "... محفوظة لموقع كذا 2024"
        return whole and len(re.findall(r"[^\W\d_]{2,}", rest)) <= most     # "حجم الخط A- A+"
    if shape.kind == "glue":
        # "اقرأ أيضاً من الجزيرة نت:" and "اقرأ أيضاً عنوان" ; weak words need their colon, and
        # "قد يهمك أن تعرف ذلك." is a sentence
        titled = re.match(r"\s", rest) is not None and not (whole and rest.endswith("."))
        return colon or shape.role != "weak" and titled
    return colon
