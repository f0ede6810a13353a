"""Where a page of a PDF ends inside a text: its number, and what heads the next page.

"صفحة 3 من 12" parts articles in the export of a database. In a printed report it stands wherever a
page was full, with the line that heads the report below it; the sentence goes on behind both.
"""

from __future__ import annotations

import re

from utils.load.stamp_lines import stops
from utils.text.folding import fold

FULL = 40                        # characters of a line that can fill a page's width
TOP = 3                          # lines of a text among which the head of its pages stands
LONGEST = 300                    # characters of a line in a table of contents
_NUMBER = re.compile(r"\W{0,4}(?:ال)?صفح[هة]\s(?:رقم\s)?\d{1,4}(?:\s?(?:من|/)\s?\d{1,4})?\W{0,4}$|"
                     r"\W{0,4}Page\s\d{1,4}(?:\sof\s\d{1,4})?\W{0,4}$", re.I)
_LISTED = re.compile(r"[^\W\d_].*?(?:\.{4,}|…{2,}|(?:\.\s){4,})\s*\d{1,4}$")
_ENDS = (":", "؟", "!")
_DIGITS = re.compile(r"\d+")

Line = tuple[int, int]


def page_breaks(text: str, lines: list[Line]) -> dict[int, bool]:
    """Where lines begin that are a page's end or head inside a text; whether a sentence goes on.

    >>> text = "عقد وفدان من تركيا وسوريا محادثات في قاعدة\\nصفحة 2 من 4\\nحميميم أمس."
    >>> page_breaks(text, [(0, 42), (43, 54), (55, 66)])
    {43: True}
    """
    found: dict[int, bool] = {}
    heads: set[str] = set()
    for number, line in enumerate(lines):
        if number == 0 or line[1] - line[0] > FULL or not _NUMBER.match(text[slice(*line)]):
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
