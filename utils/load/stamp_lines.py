"""A line that only says who printed what follows it, and when: الجمعة 12 آب 2022."""

from __future__ import annotations

import re

from utils.calendars import WEEKDAYS
from utils.load.byline_parts import NAME_WORDS, is_name, is_person
from utils.load.shapes import SHAPES
from utils.load.stamps import Stamp, find_stamp
from utils.text.folding import fold

EDGES = " |/-–—:،,•·[]()\t"       # what can stand around the parts of such a line
STAMPS = ("published", "updated")
_BINDERS = ("في", "يوم", "بتاريخ")      # before a day that stands alone
_SENDER = 3                      # words of a sender's name that stands before its day unparted
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"\d{4}|[٠-٩]{4}")
_FULL_STOP = re.compile(r"[.。۔]\s*[\"»”)\]]*$")
_BARS = re.compile(r"[|•·]|\s[-–—]\s")
_DOTS = re.compile(r"\.{2,}\s*$")
_CLOCK = re.compile(r"(?P<label>[^\d]{3,30})\d\d?:\d\d\s?[صم]?[\s(]*(?:GMT|UTC)?[\s+\-\d:]*\)?\s*$")
_COUNT = re.compile(r"(?:^|[\s|\-–—،,(])[\d٠-٩]{1,5}\s(?:كلم(?:[ةه]|ات)|words?)(?![^\W\d_])\)?")
_PARTS = re.compile(r"[|،,•·()\[\]:/]|\s[-–—]\s")
_FOLIO = re.compile(
    r"(?:^|[\s|\-–—،,(])(?:صفح[ةه]|الصفح[ةه]|العدد|السن[ةه]|ص)\s?[:.#(]?\s?[\d٠-٩]{1,6}(?![\d٠-٩])\)?"
)


def lone_stamp(line: str) -> Stamp | None:
    """The stamp of a line that holds little else (الجمعة 12 آب 2022; المحار - 20 يوليو 2022)."""
    if not _YEAR.search(line):
        return None
    stamp = find_stamp(line)
    if not stamp or stamp.when is None:
        return None
    beside = _WORD.findall(line[:stamp.start] + " " + line[stamp.end:])
    if all(word in _BINDERS for word in beside):
        return stamp
    bracketed = line[0] == "(" and line[-1] == ")" and len(beside) <= _SENDER + 1
    if bracketed or stamp.start == 0 and _names_clock(line[stamp.end:]):
        return stamp
    parted = re.search(r"(?:[|/\-–—:،,•·\[\]()]|\t|\s{3})[\s*_]*$", line[:stamp.start]) or re.match(
        r"[\s*_]*(?:[|/\-–—:،,•·(]|\t|\s{3})", line[stamp.end:])
    if _is_clipping(line, stamp):
        return stamp
    names = without_folio(f"{line[:stamp.start]} {line[stamp.end:]}")
    apart = [part for part in _BARS.split(f"{line[:stamp.start]}|{line[stamp.end:]}")
             if part.strip(EDGES)]
    arabic = [word for word in beside if not word.isascii()]
    if len(beside) <= 8 and len(arabic) <= 1 and len(arabic) < len(beside):
        return stamp                                      # "Posted by admin on June 21, 2022"
    if stamp.end >= len(line.rstrip()) and _names_before(line[:stamp.start], line[stamp.start:],
                                                         stamp.clock):
        return stamp
    signed = stamp.clock and stamp.start == 0 and len(beside) <= NAME_WORDS and not stops(line)
    posted = stamp.clock and line.rstrip().endswith("]") and len(beside) <= 6
    return stamp if signed or parted and (
        posted or len(beside) <= 2 or is_name(names) or all(map(_names_part, apart))) else None


def _is_clipping(line: str, stamp: Stamp) -> bool:
    """Whether a line cites a paper: its name, the day, and the page, the issue or the length.

    >>> line = "المحار، 15 أكتوبر 2022، 107 كلمات، (Arabic)"
    >>> _is_clipping(line, find_stamp(line))
    True
    """
    beside = f"{line[:stamp.start]}|{line[stamp.end:]}"
    rest = _FOLIO.sub("|", _COUNT.sub("|", beside))
    return rest != beside and not stops(line) and all(
        len(part.split()) <= _SENDER + 1 for part in _PARTS.split(rest))


def _names_before(name: str, printed: str, clock: bool) -> bool:
    """Whether the words before a day that ends its line say who printed it.

    >>> _names_before("مرافئ الشرق", "السبت 3 سبتمبر 2022 23:31", True)
    True
    >>> _names_before("اجتماع في حلب", "3 سبتمبر 2022", False)
    False
    """
    words = name.strip(EDGES).split()
    weekday = WEEKDAYS.get(fold(printed.split()[0].strip("،,")).key) if printed.split() else None
    return 0 < len(words) <= _SENDER and (
        clock and (weekday is not None or name.rstrip().endswith(":"))
        or len(words) > 1 and is_person(" ".join(words)))


def _names_part(words: str) -> bool:
    """Whether the words between two bars name an outlet, a place, a writer or a department."""
    shape = SHAPES.get(fold(words).key.strip(EDGES))
    return shape is not None and shape.kind == "section" or is_name(words.strip(EDGES))


def _names_clock(rest: str) -> bool:
    """Whether only the hour of the last change stands behind a day.

    >>> _names_clock("، آخر تحديث 02:21 (GMT+0400)"), _names_clock("، آخر تحديث للأسعار")
    (True, False)
    """
    clock = _CLOCK.match(rest)
    shape = SHAPES.get(fold(clock["label"]).key.strip(EDGES)) if clock else None
    return shape is not None and shape.role in STAMPS


def without_folio(line: str) -> str:
    """The line without the number of its page or issue, and without marks at its ends.

    >>> without_folio("جريدة المحار - العدد 14987 - صفحة 3")
    'جريدة المحار'
    """
    return _FOLIO.sub(" ", line).strip(EDGES)


def stops(line: str) -> bool:
    """Whether a line ends with a full stop (not with dots)."""
    end = line[-8:]
    return _FULL_STOP.search(end) is not None and not _DOTS.search(end)
