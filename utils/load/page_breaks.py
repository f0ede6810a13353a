"""Where a page of a PDF ends inside a text: its number, and what heads the next page.

"صفحة 3 من 12" parts articles in the export of a database. In a printed report it stands wherever a
page was full, with the line that heads the report below it; the sentence goes on behind both.
Programs that turn a PDF into text set a form feed there: then what comes again at the foot or the
head of its pages is none of the text, whatever it says.
"""

from __future__ import annotations

import re
from collections import Counter

from utils.load.stamp_lines import lone_stamp, stops
from utils.text.folding import fold

FULL = 40                        # characters of a line that can fill a page's width
TOP = 3                          # lines of a text among which the head of its pages stands
LONGEST = 300                    # characters of a line in a table of contents
_NUMBER = re.compile(r"\W{0,4}(?:ال)?صفح[هة]\s(?:رقم\s)?\d{1,4}(?:\s?(?:من|/)\s?\d{1,4})?\W{0,4}$|"
                     r"\W{0,4}Page\s\d{1,4}(?:\sof\s\d{1,4})?\W{0,4}$", re.I)
_LISTED = re.compile(r"[\W\d]{0,8}[^\W\d_].*?(?:\.{4,}|…{2,}|(?:\.\s){4,})\s*\d{1,4}$")
DEEP = 2                         # lines of the head or the foot of a page
AGAIN = 2                        # times that such a line is seen at least
FEED = "\f"
_PRINTED = re.compile(r"\W*(?:https?://|www\.)\S+\s+\d{1,3}\s?/\s?\d{1,3}\W*$")
_FOLIO = re.compile(r"\W*\d{1,4}\W*$")
_ENDS = (":", "؟", "!")
_DIGITS = re.compile(r"\d+")

Line = tuple[int, int]


def page_breaks(text: str, lines: list[Line]) -> dict[int, bool]:
    """Where lines begin that are a page's end or head inside a text; whether a sentence goes on.

    >>> text = "عقد وفدان من تركيا وسوريا محادثات في قاعدة\\nصفحة 2 من 4\\nحميميم أمس."
    >>> page_breaks(text, [(0, 42), (43, 54), (55, 66)])
    {43: True}
    """
    found = _as_printed(text, lines)
    if FEED in text:
        found |= _at_form_feeds(text, lines)
    heads: set[str] = set()
    for number, line in enumerate(lines):
        if number == 0 or line[0] in found or line[1] - line[0] > FULL or not (
                _NUMBER.match(text[slice(*line)])):
            continue
        heads = heads or {_key(text, top) for top in lines[:TOP]}
        first = number - 1 if number > TOP and _key(text, lines[number - 1]) in heads else number
        below = number + 1
        if below < len(lines) and below >= TOP and _key(text, lines[below]) in heads:
            below += 1
        if first == 0 or below >= len(lines):
            continue
        goes_on = _is_cut(text, lines[first - 1])
        if goes_on or _stands_inside(text, lines, first, below):
            found.update((place[0], goes_on) for place in lines[first:below])
    return found


def _at_form_feeds(text: str, lines: list[Line]) -> dict[int, bool]:
    """The lines at form feeds that are a page's foot or head; whether a sentence goes on.

    >>> text = "نشرة\\nعقد وفدان محادثات.\\n1\\n\\fنشرة\\nواتفقا.\\n"
    >>> _at_form_feeds(text, [(0, 4), (5, 23), (24, 25), (27, 31), (32, 39)])
    {24: False, 27: False}
    """
    tops = [number for number in range(1, len(lines))
            if FEED in text[lines[number - 1][1]:lines[number][0]]]
    keys = Counter(_key(text, lines[number]) for top in tops
                   for number in range(max(0, top - DEEP), min(top + DEEP, len(lines))))
    again = {key for key, times in keys.items() if times >= AGAIN}
    title = {_key(text, line) for line in lines[:TOP]}
    found: dict[int, bool] = {}
    for top in tops:
        first, below = top, top
        while first > max(1, top - DEEP) and (_FOLIO.match(text[slice(*lines[first - 1])])
                                              or _key(text, lines[first - 1]) in again):
            first -= 1
        while below < min(top + DEEP, len(lines)) and _key(text, lines[below]) in again | title:
            below += 1
        goes_on = below < len(lines) and _is_cut(text, lines[first - 1]) and not any(
            lone_stamp(text[slice(*line)]) for line in lines[below:below + 2])
        found.update((line[0], goes_on) for line in lines[first:below])
    return found


def _as_printed(text: str, lines: list[Line]) -> dict[int, bool]:
    r"""The feet and heads that a browser prints on each page; whether a sentence goes on.

    The foot is the address and the number of the page; the head stands on top of the text, too.

    >>> text = "المحار 1/6\nعقد وفدان محادثات\nhttps://masar.example 1/2\nالمحار 1/6\nأمس."
    >>> _as_printed(text, [(0, 10), (11, 28), (29, 54), (55, 65), (66, 70)])
    {0: False, 29: False, 55: False}
    """
    feet = [number for number, line in enumerate(lines) if number and _PRINTED.match(
        text[slice(*line)])]
    if not feet:
        return {}
    head = _key(text, lines[0])
    found: dict[int, bool] = {}
    for foot in feet:
        below = foot + 1 < len(lines) and _key(text, lines[foot + 1]) == head
        goes_on = below and foot + 2 < len(lines) and _is_cut(text, lines[foot - 1])
        found[lines[foot][0]] = goes_on
        if below:
            found |= {lines[0][0]: False, lines[foot + 1][0]: goes_on}
    return dict(sorted(found.items()))


def _key(text: str, line: Line) -> str:
    return _DIGITS.sub("#", fold(text[line[0]:min(line[1], line[0] + 120)]).key.strip())


def _is_cut(text: str, line: Line) -> bool:
    """Whether a line fills its page and ends no sentence."""
    words = text[slice(*line)]
    return len(words) >= FULL and not stops(words) and not words.endswith(_ENDS) and (
        not is_listed(words))


def _stands_inside(text: str, lines: list[Line], first: int, below: int) -> bool:
    """Whether a paragraph stands right above a page's end, and another below its head."""
    above, line = lines[first - 1], lines[below]
    if text.count("\n", above[1], lines[first][0]) > 1 or above[1] - above[0] < FULL // 2 or (
            not stops(text[slice(*above)])):
        return False
    adjoins = below + 1 < len(lines) and text.count("\n", line[1], lines[below + 1][0]) == 1
    return line[1] - line[0] >= FULL and (adjoins or stops(text[slice(*line)]))


def is_listed(line: str) -> bool:
    """Whether a line of a table of contents gives an article and its page.

    >>> is_listed("وفدان في حميميم ........ 4"), is_listed("وفدان في حميميم.. 4")
    (True, False)
    """
    return len(line) <= LONGEST and line[-1:].isdecimal() and _LISTED.match(line) is not None
