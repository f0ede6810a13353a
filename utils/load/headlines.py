"""A headline without what its dump prints on the same line: the outlet, the day, a label, a number.

"وفدان في حميميم | الجزيرة نت", "... (المحار، 18/6/2024)", "... تاريخ النشر: 18 يونيو 2024". What
stands beside the headline is kept as what it says of the article.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from utils.load.byline_parts import is_outlet, kind_of
from utils.load.guises import credit_behind
from utils.load.lines import trim
from utils.load.ornaments import is_number, undressed
from utils.load.pieces import Piece
from utils.load.shapes import SHAPES
from utils.load.stamp_lines import STAMPS
from utils.load.stamps import Stamp, find_stamp
from utils.text.folding import fold

FEWEST = 2                       # words that a headline keeps
DAY = 40                         # characters from a line's beginning in which its day stands
ALL = 3                          # headlines that a dump has at least where a sign is shared by all
_BEFORE = re.compile(r"[\[(<][^\[\]()<>\n]{2,30}[\])>]\s*|[^|:\n]{2,30}\s?[|:]\s+")
_PREFIX = 32                     # characters of what can stand before all headlines
_SIGNED = re.compile(               # "@ ", "بند 3 - ", "@3 "
    r"(?:[^\w\s\"'«“‘(\[{/]|_)\s*(?=[^\W_]|[\"'«“‘(\[{])|(?<=[^\w\s])\d{1,3}\s+")
_SIGNS_BEHIND = re.compile(r"(?:[^\w\s؟!»”\"')\]}\u200e\u200f]|_){1,4}$")
_COUNT_BEHIND = re.compile(r"\s*[(\[]\s?(\d{1,3})\s?[)\]]$")
_FIGURES = re.compile(r"\d{1,3}")
_YEAR = re.compile(r"\d{4}|[٠-٩]{4}")
_OUTLET_BEHIND = re.compile(                 # "... | الجزيرة نت", "... (الجزيرة نت)"
    r"\s+(?:[|\-–—/]\s+(?P<name>[^|\-–—/\n]{2,40})"
    r"|[(\[](?P<bracketed>[^()\[\]\n]{2,40})[)\]])$"
)
_OUTLET_BEFORE = re.compile(r"([^|\n]{2,40}?)\s?\|\s+(?=\S)")
_GAP = re.compile(r"\s+")
_BESIDE = re.compile(r"[\s|\-–—:,،·•(\[]*")
_CLOSES = re.compile(r"[\s)\]|\-–—.]*(?:[A-Za-z]+\s?){0,3}$")       # "(18/6/2024) By Admin"
_LEADS = re.compile(r"\s(?:الساعة|الساعه|يوم|بتاريخ)\s*:?\s*$")
_EDGES = " |-–—:,،·•(["
_OPENS = re.compile(r"[\s|\-–—:·•)\]]*[|\-–—:·•)\]][\s|\-–—:·•)\]]*")


class Habits(NamedTuple):
    """What stands beside nearly all headlines of a dump: an outlet's name, the day, or fixed words.
    """

    named: bool = False
    dated: bool = False
    before: str = ""             # "عاجل | ", "[أخبار] ", "بند # - " with any number
    behind: str = ""             # " - النشرة"
    sign: str = ""               # "..", " //"
    opened: bool = False         # the day stands before the headline
    counted: bool = False        # a number in brackets stands behind it, from one on


class Headline(NamedTuple):
    """Where a headline lies, and what its line says beside it."""

    start: int
    end: int
    labels: dict[str, str]
    stamps: dict[str, Stamp]


def find_habits(lines: list[str]) -> Habits:
    """What nearly all of a dump's headlines have behind them.

    Half of the outlets' names at least must be known, for a headline can end so by itself.

    >>> find_habits(["وفدان في حميميم 18/6/2024", "دمشق والقاهرة تتقاربان 19/6/2024"]).dated
    True
    """
    names = [_name(named) for line in lines if (named := _OUTLET_BEHIND.search(line))]
    named = len(names) >= 3 and 5 * len(names) >= 4 * len(lines) and (
        2 * sum(map(is_outlet, names)) >= len(names))
    dated = [line for line in lines if _YEAR.search(line) and (stamp := find_stamp(line))
             and stamp.when and _CLOSES.match(line, stamp.end)]
    before = [match[0] for line in lines if (match := _BEFORE.match(line))]
    behind = [match[0] for line in lines if (match := _OUTLET_BEHIND.search(line))]
    opened = [line for line in lines if _YEAR.search(line[:DAY]) and (stamp := find_stamp(line))
              and stamp.when and not _BESIDE.sub("", line[:stamp.start])]
    signs = [match[0] for line in lines if (match := _SIGNS_BEHIND.search(line))]
    return Habits(named, _nearly_all(len(dated), lines),
                  _shared(before, lines) or _template(lines),
                  _shared(behind, lines), _shared(signs, lines, ALL),
                  _nearly_all(len(opened), lines), _counted_behind(lines))


def _name(named: re.Match) -> str:
    return named["name"] or named["bracketed"]


def _nearly_all(times: int, lines: list[str]) -> bool:
    return times >= 2 and 4 * times >= 3 * len(lines)


def _shared(found: list[str], lines: list[str], fewest: int = 0) -> str:
    """Which of the words beside headlines nearly all lines have; "" for none.

    `fewest`: all of them, and so many, must have it.
    """
    words, times = Counter(found).most_common(1)[0] if found else ("", 0)
    shared = fewest <= times == len(lines) if fewest else _nearly_all(times, lines)
    return words if shared else ""


def _template(lines: list[str]) -> str:
    """What stands before all of some headlines up to a sign, a number that counts them as #.

    Not a word and a stroke: an agency files its dispatches so ("سياسي / ...").

    >>> _template(["بند 1 - دمشق", "بند 2 - أنقرة", "بند 3 - حميميم"])
    'بند # - '
    """
    if len(lines) < ALL:
        return ""
    shared = set.intersection(*({_FIGURES.sub("#", line[:sign.end()])
                                 for sign in _SIGNED.finditer(line[:_PREFIX])} for line in lines))
    counted = all(_FIGURES.findall(line[:_PREFIX])[:1] == [str(number)]
                  for number, line in enumerate(lines, 1))
    return max((words for words in shared if "#" not in words or counted), key=len, default="")


def _counted_behind(lines: list[str]) -> bool:
    """Whether each headline has its number behind it in brackets."""
    numbers = [match and int(match[1]) for match in map(_COUNT_BEHIND.search, lines)]
    return len(lines) >= ALL and numbers == [*range(1, len(lines) + 1)]


def _behind_template(line: str, template: str) -> int:
    """How many characters of a line are what stands before all headlines."""
    if not template:
        return 0
    if line.startswith(template):
        return len(template)
    pattern = re.escape(template).replace(re.escape("#"), r"\d{1,3}")
    match = re.match(pattern, line) if "#" in template else None
    return match.end() if match else 0


def read_headline(text: str, piece: Piece, worn: str | None, habits: Habits) -> Headline:
    """The headline on a line of a dump; `worn` is the ornament that all headlines there wear."""
    labelled = piece.kind == "label"
    start, end = trim(text, piece.value if labelled else piece.start, piece.end)
    behind = _behind_template(text[start:end], habits.before)
    worn = None if behind and is_number(worn) else worn         # it is taken off already
    start, end = trim(text, *undressed(text, start + behind, end, worn))
    labels: dict[str, str] = {}
    stamps: dict[str, Stamp] = {}
    if labelled and text[start:end].count('"') == 2 and text[start] == text[end - 1] == '"':
        start, end = trim(text, start + 1, end - 1)       # title: "..."
    if text[start] == "[" and "]" not in text[start:end]:
        start += 1                                        # "[headline](address)"
    start += 0 if behind else _behind_template(text[start:end], habits.before)
    if habits.counted and (count := _COUNT_BEHIND.search(text[start:end])):
        end = start + count.start()
    if habits.sign and text.endswith(habits.sign, start, end):
        start, end = trim(text, start, end - len(habits.sign))
    start = _behind_outlet(text, start, end, labels)
    named = _OUTLET_BEHIND.search(text[start:end])
    if named and (habits.named or named[0] == habits.behind
                  or named["name"] and is_outlet(named["name"])):
        labels["outlet"] = _name(named)
        end = start + named.start()
    if credit := credit_behind(text[start:end]):
        labels["outlet"], stamps["published"] = credit[1], credit[2]
        labels["published"] = text[start + credit[2].start:start + credit[2].end]
        end = start + credit[0]
    elif _YEAR.search(text[start:end]) and (dated := _without_day(text[start:end], habits)):
        first, last, stamp = dated
        stamps["published"] = stamp
        labels["published"] = text[start + stamp.start:start + stamp.end]
        start, end = trim(text, start + first, start + last)
        start, end = trim(text, *undressed(text, start, end, worn))
        start = _behind_outlet(text, start, end, labels)
    return Headline(start, end, labels, stamps)


def _behind_outlet(text: str, start: int, end: int, labels: dict[str, str]) -> int:
    """Where a headline begins behind the name of a known outlet and a bar: "سانا | وفدان ..."."""
    named = _OUTLET_BEFORE.match(text, start, end)
    if named is None or kind_of(named[1], False) not in ("outlet", "agency", "desk"):
        return start
    labels["outlet"] = named[1]
    return named.end()


def _without_day(line: str, habits: Habits) -> tuple[int, int, Stamp] | None:
    """Where a headline lies beside the day on its line, and the day; None where it has none.

    >>> _without_day("وفدان في حميميم نشر في: 18 يونيو 2024", Habits())[:2]
    (0, 15)
    >>> _without_day("هدنة حتى 18 يونيو 2024", Habits()) is None
    True
    """
    stamp = find_stamp(line)
    if not stamp or stamp.when is None:
        return None
    before = line[:stamp.start]
    last = _before_label(before)
    if last is None and _CLOSES.match(line, stamp.end):
        bare = _LEADS.sub("", before).rstrip(_EDGES)
        parted = before[len(bare):].strip() != ""
        last = len(bare) if parted or habits.dated else None
    if last is not None and _CLOSES.match(line, stamp.end) and len(line[:last].split()) >= FEWEST:
        return 0, last, stamp
    ends = stamp.end - (line[stamp.end - 1] == ")")       # the bracket around a day is its own
    opens = _OPENS.match(line, ends) or (
        _GAP.match(line, stamp.end) if habits.opened else None)
    if opens and not _BESIDE.sub("", before) and len(line[opens.end():].split()) >= FEWEST:
        return opens.end(), len(line), stamp
    return None


def _before_label(before: str) -> int | None:
    """Where the words before a date end without the label that closes them; None without one."""
    folded = fold(before)
    for word in list(re.finditer(r"[^\W\d_]+", folded.key))[-4:]:
        shape = SHAPES.get(" ".join(re.findall(r"[^\W\d_]+", folded.key[word.start():])))
        if shape and shape.kind == "label" and shape.role in STAMPS:
            return len(before[:folded.at(word.start())].rstrip(_EDGES))
    return None
