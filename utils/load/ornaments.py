"""What decorates the headlines of a dump: numbers, bullets, emoji, stars, brackets.

Newsletters count their items, channels put a red circle before each, forwarded messages set them
in stars. Where the lines that stand above running text all wear the same, they are the headlines.
"""

from __future__ import annotations

import re
import unicodedata

from utils.text.folding import fold

_ORDINALS = ("اولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا",
             "عاشرا")
_CLOSES_NUMBER = r"\s?[.)\-–—/:\]}>_~|=•·▪\N{COMBINING ENCLOSING KEYCAP}]+"
_OF_HOW_MANY = r"(?:\s?(?:/|من|of)\s?\d{1,3})?"
_NUMBER = re.compile(
    rf"[^\w\s]*\s?(\d{{1,3}}){_OF_HOW_MANY}({_CLOSES_NUMBER})\s*"
    r"|#\s?(?P<hashed>\d{1,3})(?=\s)\s*"
)
_NAMED_NUMBER = re.compile(                             # "الخبر رقم (4):", "[News 4]"
    rf"[^\w\s]*\s?(?:[^\W\d_]{{2,10}}\s){{1,2}}[(\[#]?(\d{{1,3}}){_OF_HOW_MANY}"
    rf"({_CLOSES_NUMBER})(?!\d)\s*"
)
_CLOCK = re.compile(
    r"\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?(?:gmt|ت\s?م|[صم](?![^\W\d_])))?[\s|\-–—:]+(?=\S)"
)
_NTH = ("اول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر")
_ORDINAL = re.compile(                                  # "أولاً:", "الخبر الأول -"
    rf"(?:({'|'.join(_ORDINALS)})|[^\W\d_]{{2,10}}\sال({'|'.join(_NTH)})[يه]?)\s?[:.\-–—،)]\s*")
_HASHTAG = re.compile(r"#(?=\w)")                       # the first word of a headline
_SYMBOLS = re.compile(r"[^\w\s\"'«“‘(\[{]+\s*")
_WIKI_BOLD = "'''"
_PAIRS = {"[": "]", "(": ")", "«": "»", "“": "”", "{": "}", "‹": "›", "<": ">", "❝": "❞",
          **dict(zip(*['"*_=~-#/\\|+★☆◆■●'] * 2, strict=True))}
_INVISIBLE = re.compile(r"[\s\N{ZERO WIDTH NON-JOINER}-\N{RIGHT-TO-LEFT MARK}\u202a-\u202e]*")


def ornament(line: str) -> str | None:
    """What a line wears: "#." a number and a full stop, "«»" quotes around it, "•" a bullet.

    "clock": the hour at which an agency sent it; "#n": a number such as "#3".

    Pictures are all alike: channels choose another for each message.

    >>> ornament("1. وفدان في حميميم"), ornament("*وفدان*"), ornament("🔴 وفدان"), ornament("وفدان")
    ('#.', '**', '☆', None)
    """
    line = _INVISIBLE.sub("", line, count=1).rstrip()
    if not line:
        return None
    if line.startswith(_WIKI_BOLD) and line.endswith(_WIKI_BOLD):
        return _WIKI_BOLD
    key = fold(line[:40]).key
    if _ORDINAL.match(key):
        return "#ordinal"
    if _CLOCK.match(key):
        return "clock"
    if number := _NUMBER.match(key):
        return "#" + (number[2] or "n").strip()
    if line[-1] == _PAIRS.get(line[0]) and not _quotes_inside(line):
        return line[0] + line[-1]
    if symbols := _SYMBOLS.match(line):
        return "☆" if unicodedata.category(line[0]) == "So" else symbols[0].strip()
    if number := _NAMED_NUMBER.match(key):
        return "#" + number[2].strip()
    return None


def number_of(line: str) -> int | None:
    """Which number a line wears; else None.

    >>> number_of("٢) دمشق"), number_of("ثالثاً: دمشق"), number_of("دمشق")
    (2, 3, None)
    """
    key = fold(_INVISIBLE.sub("", line[:60], count=1)).key
    if ordinal := _ORDINAL.match(key):
        return (_ORDINALS.index(ordinal[1]) if ordinal[1] else _NTH.index(ordinal[2])) + 1
    number = _numbered(key)
    return int(number[1] or number["hashed"]) if number else None


def is_number(sign: str | None) -> bool:
    """Whether an ornament is a number, not Markdown's "#" or "##".

    >>> is_number("#."), is_number("##")
    (True, False)
    """
    return sign is not None and sign.startswith("#") and sign.strip("#") != ""


def _numbered(key: str) -> re.Match | None:
    return _NUMBER.match(key) or _NAMED_NUMBER.match(key)


def undressed(text: str, start: int, end: int, worn: str | None = None) -> tuple[int, int]:
    """Where a headline lies without pictures, bullets and Markdown, and without what it wears.

    `worn`: the ornament of this dump's headlines; without it, numbers, quotes and brackets stay.

    >>> text = "🔴 **وفدان في حميميم**"
    >>> text[slice(*undressed(text, 0, len(text)))]
    'وفدان في حميميم'
    """
    line = text[start:end]
    first, last = 0, len(line)
    if is_number(worn):
        folded = fold(line)
        match = _ORDINAL.match(folded.key) or _numbered(folded.key)
        first = folded.at(match.end()) if match and match.end() < len(folded.key) else 0
    if worn == "clock":
        folded = fold(line)
        clock = _CLOCK.match(folded.key)
        first = folded.at(clock.end()) if clock else 0
    while first < last and (_is_picture(line[first]) or line[first].isspace()) and (
            not _HASHTAG.match(line, first)):
        first += 1
    while last > first and (line[last - 1] in "#*" or line[last - 1].isspace()):
        last -= 1
    if worn and line.startswith(worn, first, last):
        first += len(worn)                              # a dash before each: "- وفدان"
        last -= len(worn) * (worn == _WIKI_BOLD and line.endswith(worn, first, last))
    if worn and len(worn) == 2 and _PAIRS.get(worn[0]) == worn[1]:
        inner = _without_pair(line[first:last], *worn)
        first = line.index(inner, first)
        last = first + len(inner)
    return (start + first, start + last) if first < last else (start, end)


def _without_pair(line: str, opens: str, closes: str) -> str:
    """The line without the signs around it; quotes that close inside it are its own.

    >>> _without_pair("««حميميم» تجمع وفدين»", "«", "»")
    '«حميميم» تجمع وفدين'
    """
    if opens == '"':
        wrapped = len(line) > 2 and line[0] == line[-1] == opens and not _quotes_inside(line)
        return line[1:-1].strip() if wrapped else line
    if opens == closes:
        return line.strip(f"{opens} ")
    inner, line = line.strip(), ""
    while inner and inner != line:
        line, closed = inner, _closing(inner, opens, closes)
        if inner[0] == opens and closed >= len(inner) - 1:
            inner = inner[1:len(inner) - (closed == len(inner) - 1)].strip()
        elif inner[-1] == closes and inner.count(closes) > inner.count(opens):
            inner = inner[:-1].strip()
    return inner


def _quotes_inside(line: str) -> bool:
    """Whether a line only begins and ends with what it quotes: "حميميم" بعد "إدلب".

    >>> _quotes_inside('"حميميم" بعد "إدلب"'), _quotes_inside('"وفدان في حميميم"')
    (True, False)
    """
    return line[0] == '"' and line.count('"') > 2 and not (
        line.startswith(('""', '" ')) or line.endswith(('""', ' "')))


def _closing(line: str, opens: str, closes: str) -> int:
    """Where the bracket that opens a line closes; the line's end where it does not."""
    depth = 0
    for place, letter in enumerate(line):
        depth += (letter == opens) - (letter == closes)
        if depth == 0:
            return place
    return len(line)


def _is_picture(letter: str) -> bool:
    """Whether a character in front of a headline is a picture, a bullet or Markdown."""
    return letter in "#*•●▪◾◼■□○◦►▶◄◀»›·❖\N{VARIATION SELECTOR-16}\N{ZERO WIDTH JOINER}" or (
        ord(letter) > 0x2000 and unicodedata.category(letter) in ("So", "Sk"))
