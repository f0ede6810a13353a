"""The datelines that open bodies: "دمشق - سانا:", "بغداد/ شبكة أخبار العراق-", "واس (جدة)".

A dateline is a row of parts before the first sentence. Only what the lists are sure of is one, for
a name cut off a sentence is lost to it; a verb that begins reports ends the search.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache

from utils.calendars import MONTHS, WEEKDAYS
from utils.load.byline_parts import (
    EDGES,
    KNOWN,
    LATIN_BEFORE,
    NAME_WORDS,
    SEPARATOR,
    find_parts,
    kind_of,
)
from utils.load.bylines import YEAR, Byline, sort_out
from utils.load.stamps import Stamp, find_stamp
from utils.text.folding import fold

DAYS = WEEKDAYS.keys() | MONTHS.keys()
_LONGEST_DAY = 70                # characters of a day with its hour
NAME_OF_OUTLET = 30              # characters of an outlet's name before a colon
_LEAD = 140                      # characters of a line that hold its dateline
LONGEST = 120                    # characters of a dateline
_LONGEST_PART = 12               # words before the first separator: a town, a date in two calendars
_BRACKET = re.compile(r"[()«»\"“”{}]")
_PARTED = re.compile(r"[/:|;،,؛(\-–—]|\sـ")
_DATELINE_END = re.compile(
    r"\s?[:؛|]\s|\s?[:؛|](?=[^\W\d_])|\s?--\s?|[-–—ـ]\s|\s[-–—ـ]|\s[-–—ـ]\s|[.)»](?=\s)|\n"
    r"|/\s?[^\s/\d][^/\n]{0,24}?/(?=\s)"                # "جدة في 26 يوليو /واس/ بحث"
)
_MARK = re.compile(r"[:؛|\-–—ـ)»./\n]")      # without one there is no dateline
_SLASHED = re.compile(r"\s*[^\s/]+(?:\s[^\s/]+)?\s?/[^/]*$")      # "إسطنبول/ مرافئ مرمرة-"
_IN_BRACKETS = re.compile(r"\(([^()\n]{3,60})\)(?=\s)")      # "(تونس - وات) أعلن"
_ROUND = str.maketrans("[]", "()")
# what search engines and alerts put between a day and the text: "18 يونيو 2024 · ...", "... "
_DAY_PARTED = re.compile(r"(?:(?:[·•⋅|]|\.{3,}|…)\s*)?")
_HALF_FUSED = re.compile(r"\s?([صم])(?=[^\W\d_])")
FIRST_PICTURE = "\N{BLACK SUN WITH RAYS}"
_PICTURED = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?\s?(?=\w)")  # "📅 18/6/2024"
_ERA_FUSED = re.compile(r"(\s?هـ?|م)(?=[^\W\d_])")
_OPENS = re.compile(r"ال\w{4}|[أا]\w+ت\b")         # what no word behind ص or م begins with
NOON = 12                        # hours
_UNSEEN = re.compile("[\\s\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\u202a-\u202e]*")
_DAY = re.compile(r"(?:\sفي)?\s\d{1,2}\s(?:من\s)?([^\W\d_]+(?:\s[^\W\d_]+)?)(?=\s?[/(،,:|\-–—])")
_NUMBERED_DAY = re.compile(r"\s\d{1,2}\s?[-/]\s?\d{1,2}\s?(?=\()")        # "دمشق 18-6 (رويترز)"
_DASH = re.compile(r"\s[-–—]\s+")
_NEXT_WORD = re.compile(r"\S+")
_FIRST_WORD = re.compile(r"[\s\"'«»“”(){}\[\]]*(\S+)")


@lru_cache(maxsize=4096)
def _is_verb(word: str) -> bool:
    return KNOWN.get(fold(word).key) == "verb"


def begins_with_verb(words: str) -> bool:
    """Whether the words begin as reports do, with a verb of the lexicon.

    >>> begins_with_verb("أكد الوزير ذلك"), begins_with_verb("وفدان في حميميم")
    (True, False)
    """
    word = _FIRST_WORD.match(words)
    return word is not None and _is_verb(word[1])


def holds_wire(text: str, start: int, end: int) -> bool:
    """Whether any line of text[start:end] but the first begins with a town and an agency.

    >>> text = "عقد وفدان محادثات.\\nأسعار القمح\\nدمشق 3-1 (رويترز) - ارتفعت"
    >>> holds_wire(text, 0, len(text))
    True
    """
    for first in text[start:end].strip().split("\n")[1:]:
        line = read_dateline(first[:_LEAD])
        if line is not None and line.place and line.agency:
            return True
    return False


def begins_report(before: str, words: str) -> bool:
    """Whether a report can begin with these words: a verb that nothing before it binds.

    >>> begins_report("وفدان في حميميم", "عقد وفدان"), begins_report("في لقاء", "كما أكد")
    (True, False)
    >>> begins_report("الوزير الذي", "أكد ذلك")
    False
    """
    bound = before.split()[-1:]
    return begins_with_verb(words) and not (
        bound and KNOWN.get(fold(bound[0]).key) == "binder")


@lru_cache(maxsize=4096)
def read_dateline(head: str) -> Byline | None:
    """The dateline with which a body begins, `end` being where its first sentence does; else None.

    Only a dateline that the lists are sure of: a place or an agency stands in it, and nothing that
    reads like a sentence.

    >>> line = read_dateline("بغداد/ شبكة أخبار العراق- عقد وفدان عسكريان")
    >>> line.source, line.place, "بغداد/ شبكة أخبار العراق- عقد وفدان عسكريان"[line.end:]
    ('شبكة أخبار العراق', 'بغداد', 'عقد وفدان عسكريان')
    >>> read_dateline("قال الوزير: إن الاجتماع") is None
    True
    """
    first = _UNSEEN.match(head).end()
    if head[first:first + 1] == "[":
        head = head.translate(_ROUND)                  # "[وات] أعلن": as many letters
    if (whole := _IN_BRACKETS.match(head, first)) and SEPARATOR.search(whole[1].strip()) and (
            line := _dateline(whole[1].strip(), ":")):
        return line._replace(end=whole.end() + len(_spaces(head, whole.end())))
    picture = _PICTURED.match(head, first) if head[first:first + 1] >= FIRST_PICTURE else None
    day = picture.end() if picture else first
    if (head[day:day + 1].isdecimal() or _first_key(head, day) in DAYS) and (
            line := _behind_day(head, day)):
        return line
    mark = _MARK.search(head, first)
    if mark is None or len(head[first:mark.start()].split()) > _LONGEST_PART:
        return None
    word = _FIRST_WORD.match(head, first)
    if word is None or _is_verb(word[1]):
        return None
    best = None
    for match in _DATELINE_END.finditer(head, first):
        cut = match.end()
        if match.end() == first or cut > LONGEST:
            continue
        line = _dateline(head[first:cut], match[0])
        if line is None and ":" in match[0]:
            line = _outlet_before_verb(head, first, cut)
        if line and (best is None or line.loose <= best.loose or not best.source):
            best = line._replace(end=cut + len(_spaces(head, cut)))
        if match[0] == "\n":
            break
    return best or _unclosed(head, first)


def _outlet_before_verb(head: str, first: int, cut: int) -> Byline | None:
    """The name of an outlet and a colon before a verb: "الوئام : أكد الوزير"; else None.

    Without the verb it can be a word of the sentence: "الحياة: رحلة".
    """
    name = head[first:cut].strip(EDGES)
    named = len(name) <= NAME_OF_OUTLET and kind_of(name, False) == "outlet"
    return Byline(None, name, None) if named and begins_with_verb(head[cut:]) else None


def name_before_report(words: str) -> int | None:
    """How many characters a writer's name has that a verb follows without a sign; else None.

    >>> name_before_report("أحمد سالم أعلنت الوزارة"), name_before_report("مسؤولون في غزة أكدوا")
    (9, None)
    """
    found = [*_NEXT_WORD.finditer(words, 0, 80)][:NAME_WORDS]
    for name, verb in zip(found[1:], found[2:], strict=False):
        if kind_of(words[:name.end()], False) == "person" and _is_verb(verb[0]):
            return name.end()
    return None


def _first_key(head: str, first: int) -> str:
    word = _FIRST_WORD.match(head, first)
    return _key(word[1]) if word else ""


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    return fold(word).key.strip("،,:")


def _behind_day(head: str, first: int) -> Byline | None:
    """The day that stands before a body on its line, and the dateline behind it; else None.

    A sentence can begin with a day too: its hour, a separator or a dateline tells it from that, or
    that no blank stands behind it.

    >>> line = _behind_day("18/6/2024 13:10 بغداد/ سانا- عقد وفدان", 0)
    >>> line.place, line.stamp.when.isoformat(), line.end
    ('بغداد', '2024-06-18T13:10:00', 29)
    >>> _behind_day("18 يونيو 2024 كان يوم لقاء", 0) is None
    True
    >>> [_behind_day(f"18 يونيو 2024 {sign} عقد وفدان", 0).end for sign in ("...", "·")]
    [18, 16]
    >>> _behind_day("18/6/2024عقد وفدان", 0).end, _behind_day("18/6/2024 1:10 معقد وفدان", 0).end
    (9, 16)
    """
    stamp = find_stamp(head, first, first + _LONGEST_DAY)
    if stamp is None or stamp.start != first or stamp.when is None:
        return None
    stamp = with_sign(head, stamp)
    begins = _DAY_PARTED.match(head, stamp.end + len(_spaces(head, stamp.end))).end()
    if begins >= len(head):
        return None
    line = read_dateline(head[begins:])
    if line:
        return line._replace(stamp=line.stamp or stamp, end=begins + line.end)
    parted = head[stamp.end:begins].strip() != "" or head[stamp.end].isalpha()
    return Byline(stamp=stamp, end=begins) if stamp.clock or parted else None


def with_sign(head: str, stamp: Stamp) -> Stamp:
    """The stamp with the sign behind it that a word is fused to: "1:10 معقد", "2015مأعلنت".

    >>> head = "18/6/2024 1:10 مأعلنت"
    >>> with_sign(head, find_stamp(head)).when.hour
    13
    """
    sign = (_HALF_FUSED if stamp.clock else _ERA_FUSED).match(head, stamp.end)
    if stamp.when is None or sign is None:
        return stamp
    behind = head[sign.end():sign.end() + NAME_OF_OUTLET]
    if not (begins_with_verb(behind) or _OPENS.match(behind)):
        return stamp
    later = stamp.clock and sign[1] == "م" and stamp.when.hour < NOON
    return stamp._replace(end=sign.end(), when=stamp.when + later * timedelta(hours=NOON))


def _unclosed(head: str, first: int) -> Byline | None:
    """The dateline that only a verb ends: "سليم الحداد - دمشق أعلنت الوزارة"; else None."""
    dash = _DASH.search(head, first, first + 60)
    if dash is None or len(head[first:dash.start()].split()) > NAME_WORDS:
        return None
    words = [*_NEXT_WORD.finditer(head, dash.end(), dash.end() + 60)][:4]
    for count in range(min(3, len(words) - 1), 0, -1):
        begins = words[count].start()
        name = kind_of(head[dash.end():begins].strip(EDGES), False)
        if name in ("place", "country", "agency", "outlet", "desk") and _is_verb(words[count][0]):
            parts = find_parts(head[first:begins], from_place=False)
            sound = len(parts) == 2 and parts[0].kind in (
                "person", "two", "outlet", "agency", "place")
            return sort_out(parts)._replace(end=begins) if sound else None
    return None


def _begins_sentence(words: str, dated: bool) -> bool:
    """Whether what stands before the first separator is too long for a part, or holds a verb.

    Quick, for most bodies begin with a sentence; `find_parts` would find the same.
    """
    first = SEPARATOR.split(words, 1)[0]
    count = first.count(" ") + 1
    if count > _LONGEST_PART and len(first.split()) > _LONGEST_PART:
        return True
    if dated or _BRACKET.search(first):
        return False                              # parts of their own stand in it
    piece = LATIN_BEFORE.sub("", first.strip(EDGES))
    count = min(count, piece.count(" ") + 1)
    return count > NAME_WORDS and len(piece.split()) > NAME_WORDS or (
        piece != "" and kind_of(piece, False) in ("many", "verb"))


def _spaces(text: str, start: int) -> str:
    return re.compile(r"[\s:|\-–—ـ]*").match(text, start)[0]


def _names_month(words: str) -> bool:
    """Whether these words are a month, or its two names: "يونيو حزيران"."""
    key = fold(words).key
    return key in MONTHS or all(word in MONTHS for word in key.split())


def _dateline(words: str, ends: str) -> Byline | None:
    """The dateline that these words are, or None."""
    if (day := _DAY.search(words)) and _names_month(day[1]):
        words = f"{words[:day.start()]} - {words[day.end():]}"       # without a year: no stamp
    if "(" in words:
        words = _NUMBERED_DAY.sub(" - ", words)
    dated = YEAR.search(words) is not None
    if _begins_sentence(words, dated):
        return None
    stamp = find_stamp(words) if dated else None
    if stamp:
        if stamp.when is None:
            return None
        words = f"{words[:stamp.start]} - {words[stamp.end:]}"
    parts = find_parts(words, from_place=False)
    if len(parts) > 1 and not _PARTED.search(words.rstrip(" :|-–—ـ\n")):
        return None                       # a sentence with a quotation, not a row of parts
    if not parts or len(parts) > 6 or any(
        part.kind in ("many", "verb") or len(part.words.split()) > NAME_WORDS for part in parts
    ):
        return None
    kinds = {part.kind for part in parts}
    alone = len(parts) == 1
    closes = ends.strip() in (":", "--", "|") or ends == "\n"
    if alone:
        agency = parts[0].kind == "agency" and (
            parts[0].bracket or closes or ends.strip() in "-–—ـ")
        town = parts[0].kind == "place" and not parts[0].bracket and ends.strip() != ""
        town = town and ends.strip() not in ".،)»"
        bracket_outlet = parts[0].bracket and parts[0].kind in ("one", "outlet") and (
            ends.strip() in "-–—ـ:" and ends.strip())
        named = parts[0].bracket and parts[0].kind in ("outlet", "desk") and ends == ")"
        if not (agency or town or bracket_outlet or named or stamp and parts[0].kind == "place"):
            return None
        if bracket_outlet and parts[0].kind == "one":
            return Byline(None, parts[0].words, None, stamp, loose=1)
        return sort_out(parts)._replace(stamp=stamp)
    anchors = kinds & {"place", "country", "agency", "outlet"}
    if "desk" in kinds and ends == "\n":          # "رغد عشميل – متابعات", alone on its line
        anchors = {"desk"}
    if not anchors or (kinds <= {"country", "one", "two"} and not closes):
        return None
    slashed = parts[0].kind == "place" and _SLASHED.match(words) is not None
    if "two" in kinds and not (closes or slashed):
        return None
    loose = sum(part.kind in ("one", "two") for part in parts)
    if not kinds & {"agency", "outlet"}:
        # Behind a town, two words that are no name of a person are the paper's own (مرافئ مرمرة).
        parts = [part._replace(kind="outlet") if part.kind == "two" else part for part in parts]
    if loose > 1 or (ends.strip() in (")", "»", ".") and loose):
        return None
    if ends.strip() in (")", "»", ".") and "agency" not in kinds and "outlet" not in kinds:
        return None
    return sort_out(parts)._replace(stamp=stamp, loose=loose)
