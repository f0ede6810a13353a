"""Who wrote it, whom it credits, and from where: author fields and the datelines that open bodies.

"بغداد/ شبكة أخبار العراق- عقد ...", "دمشق - سانا", "جنيف : (رويترز)", "واس (جدة)", "الرياض -
الرياضية | Tuesday, 11 August 2015 - 16:10 pm" are rows of parts between dashes, strokes, colons and
brackets. Each part is a place, an agency, an outlet, a desk or a person by the lexicon's lists, or
by what the parts beside it leave over.
"""

from __future__ import annotations

import csv
import html
import re
from functools import lru_cache
from typing import NamedTuple

from utils.calendars import read_names, variants
from utils.folding import fold
from utils.stamps import Stamp, find_stamp
from utils.tables import LEXICON

LONGEST = 120                    # characters of a dateline
_LONGEST_FIELD = 400             # characters of an author field that is taken apart
# A tatweel parts only between spaces: inside a word it is drawn for looks (المـؤسـس).
_SEPARATOR = re.compile(
    r"\s*(?:[/:|;،,؛\u2022]|[-–—]{1,3}|\sـ{1,3}(?=\s)|ـ{1,3}(?=\s))\s*|\s{2,}|\n"
)
_QUOTES = "«»“”\"'{}[]"
_EDGES = f" \u00a0*.{_QUOTES}()-–—:|/،,"
_LATIN_BEFORE = re.compile(r"^(?:[A-Za-z]+\s)+(?=[^\x00-\x7f])")    # "Next Previous الأحساء"
_PLACE_AFTER = re.compile(r"\sمن\s")
_PIECE = re.compile(r"\(([^()]{1,60})\)|«([^«»]{1,60})»|[\"“{]([^\"“”{}]{1,60})[\"”}]")
_PREFIX = re.compile(
    r"^(?:بقلم|كتب|كتبت|الكاتب|المصدر|بواسطة|نشر بواسطة)\s?[:/]\s*|^(?:بقلم|كتب|كتبت|بواسطة)\s+"
)
_OUTLET_HEADS = {"شبكه", "وكاله", "صحيفه", "موقع", "قناه", "اذاعه", "جريده", "مجله", "بوابه",
                 "راديو", "مركز", "مكتب", "منصه"}
_NAME_WORDS = 5
_LONGEST_NAME = 8                # words of an author with titles and office
_LONGEST_PART = 12               # words before the first separator: a town, a date in two calendars


class Byline(NamedTuple):
    """The parts of a byline or dateline; several places or people are joined by "، "."""

    author: str | None = None
    source: str | None = None
    place: str | None = None
    stamp: Stamp | None = None
    agency: bool = False           # the source is an agency, so not the outlet itself
    loose: int = 0                 # parts that no list knows
    end: int = 0                   # of a dateline: where the body begins


def _lexicon() -> dict[str, str]:
    """What each known part of a byline is, by its key without dots."""
    known = {}
    for name, kind in (("countries.csv", "country"), ("places.csv", "place")):
        if (LEXICON / name).exists():
            for row in read_names(name):
                known.update((_plain(key), kind) for key in variants(row["names"]))
    if (LEXICON / "outlets.csv").exists():
        for row in read_names("outlets.csv"):
            kind = "agency" if row.get("type") == "agency" else "outlet"
            if row.get("ambiguous") != "yes":
                known.update((_plain(key), kind) for key in variants(row["names"]))
    for row in read_names("byline_words.csv"):
        known.update((_plain(key), row["kind"]) for key in variants(row["words"]))
    return known


def _given_names() -> set[str]:
    path = LEXICON / "given_names.csv"
    if not path.exists():
        return set()
    with path.open(encoding="utf-8", newline="") as lines:
        return {key for row in csv.DictReader(lines) for key in variants(row["names"])}


def _plain(key: str) -> str:
    return " ".join(key.replace(".", " ").split())


_KNOWN = _lexicon()
_GIVEN = _given_names()


class _Part(NamedTuple):
    words: str
    kind: str            # place, country, agency, outlet, desk, role, photo, person, one, many
    bracket: bool


@lru_cache(maxsize=65536)
def _kind(words: str, quoted: bool) -> str:
    key = _plain(fold(words).key)
    known = _KNOWN.get(key)
    if known:
        return known
    first, *rest = key.split() or [""]
    if _KNOWN.get(first) == "verb":
        return "verb"
    if _KNOWN.get(first) == "photo":
        return "desk"                              # "تصوير علي الزهراني" in one part
    if first in _OUTLET_HEADS or quoted:
        return "outlet"
    if first in ("د", "م", "أ", "ا", "الدكتور", "الدكتوره", "المهندس", "الشيخ", "اللواء") and rest:
        return "person"
    # عبدالله is written together or apart; the lists hold one of the two
    if (first in _GIVEN or (first == "عبد" and rest) or first.startswith("عبدال")) and rest:
        return "person" if len(rest) < _NAME_WORDS else "many"
    if not rest:
        return "one"
    return "two" if len(rest) < 3 else "many"


def _parts(words: str, from_place: bool = True) -> list[_Part]:
    """The parts of a byline in their order; what stood in brackets or quotes is a part.

    `from_place`: "فلان من الرياض" is two parts. Not so where a sentence may follow.
    """
    found = []
    for between, bracket, quoted in _stretches(words):
        for chunk in ([between] if bracket or quoted else _SEPARATOR.split(between)):
            pieces = _PLACE_AFTER.split(chunk) if from_place else [chunk]
            for place, piece in enumerate(pieces):
                piece = _LATIN_BEFORE.sub("", piece.strip(_EDGES))
                if piece:
                    kind = _kind(piece, quoted)
                    if place and kind in ("one", "two"):
                        kind = "place"              # "عادل الخنين من الرياض"
                    found.append(_Part(piece, kind, bracket))
    return found


def is_name(words: str) -> bool:
    """Whether the words name nothing but outlets, places, desks or writers.

    >>> is_name("صحيفة المحار"), is_name("وفدان في حميميم")
    (True, False)
    """
    name = _PREFIX.sub("", words)
    if name != words and len(name.split()) < _NAME_WORDS:
        return True                                       # بواسطة أحمد سالم
    parts = _parts(words, from_place=False)
    return bool(parts) and all(part.kind not in ("one", "two", "many", "verb") for part in parts)


def is_outlet(words: str) -> bool:
    """Whether the words are one name of an outlet or agency, and nothing else.

    >>> is_outlet("صحيفة المحار"), is_outlet("دمشق")
    (True, False)
    """
    return 0 < len(words) <= 40 and _kind(words.strip(_EDGES), False) in ("outlet", "agency")


def _stretches(words: str):
    """The words outside and inside brackets and quotes: (words, bracketed, quoted)."""
    done = 0
    for match in _PIECE.finditer(words):
        yield words[done:match.start()], False, False
        if match[1] is not None:
            inner = match[1].strip()
            yield inner.strip(_QUOTES), True, inner[:1] in _QUOTES
        else:
            yield match[2] or match[3] or "", False, True
        done = match.end()
    yield words[done:], False, False


@lru_cache(maxsize=65536)
def read_byline(words: str) -> Byline:
    """Author, source and place of an author field, and the stamp printed in it.

    >>> read_byline("جنيف : (رويترز)")[:3]
    (None, 'رويترز', 'جنيف')
    >>> read_byline("عبدالرحمن الشهري – نجران")[:3]
    ('عبدالرحمن الشهري', None, 'نجران')
    >>> read_byline("لندن - الرياضية | Tuesday, 11 August 2015 - 15:52 pm")[1:3]
    ('الرياضية', 'لندن')
    """
    words = html.unescape(words).replace("\u00a0", " ").strip()
    if not words:
        return Byline()
    if len(words) > _LONGEST_FIELD:
        return Byline(author=words)            # some text of the page, not who wrote it
    if not _YEAR.search(words) or not (stamp := find_stamp(words)):
        return _read_names(words)
    beside = f"{words[:stamp.start]} {words[stamp.end:]}".strip(" |-–,،")
    return _read_names(beside)._replace(stamp=stamp)


@lru_cache(maxsize=65536)
def _read_names(words: str) -> Byline:
    """Author, source and place of an author field without its stamp."""
    parts = _parts(_PREFIX.sub("", words))
    if len(parts) == 1 and parts[0].kind in ("one", "two", "many", "person"):
        return Byline(author=parts[0].words)
    return _sort_out(parts)


def _sort_out(parts: list[_Part]) -> Byline:
    """What each part plays; parts that no list knows take what their neighbours leave over."""
    roles = _known_roles(parts)
    unknown = [place for place, role in enumerate(roles) if role == "unknown"]
    for place in unknown:
        roles[place] = _left_over(parts[place], roles)
    agency = any(part.kind == "agency" for part in parts)
    named = {role: _joined([part.words for part, played in zip(parts, roles, strict=True)
                            if played == role]) for role in ("author", "source", "place")}
    return Byline(**named, agency=agency, loose=len(unknown))


def _known_roles(parts: list[_Part]) -> list[str]:
    """What the lists say of each part: author, source, place, nothing, or unknown."""
    roles, photo = [], False
    for part in parts:
        if photo and part.kind in ("person", "two", "one", "many"):
            photo = False
            roles.append("nothing")                    # whose picture it is
            continue
        photo = part.kind == "photo"
        roles.append({
            "place": "place", "country": "place", "agency": "source", "outlet": "source",
            "person": "author", "one": "unknown", "two": "unknown", "many": "unknown",
        }.get(part.kind, "nothing"))
    return roles


def _left_over(part: _Part, roles: list[str]) -> str:
    """The role of a part that no list knows, by what the others play."""
    if part.bracket and "place" not in roles:
        return "place"
    if part.kind != "one":
        return "author" if len(part.words.split()) <= _LONGEST_NAME else "nothing"   # a sentence
    if "place" not in roles:
        return "place"
    return "source" if "source" not in roles else "nothing"


def _joined(words: list[str]) -> str | None:
    return "، ".join(dict.fromkeys(words)) or None


_YEAR = re.compile(r"\d{4}")
_BRACKET = re.compile(r"[()«»\"“”{}]")
_PARTED = re.compile(r"[/:|;،,؛(\-–—]|\sـ")
_DATELINE_END = re.compile(
    r"\s?[:؛|]\s|\s?[:؛|](?=[^\W\d_])|\s?--\s?|[-–—ـ]\s|\s[-–—ـ]|\s[-–—ـ]\s|[.)»](?=\s)|\n"
)
_MARK = re.compile(r"[:؛|\-–—ـ)».\n]")      # without one there is no dateline
_FIRST_WORD = re.compile(r"[\s\"'«»“”(){}\[\]]*(\S+)")


@lru_cache(maxsize=16384)
def _is_verb(word: str) -> bool:
    return _KNOWN.get(fold(word).key) == "verb"


def begins_with_verb(words: str) -> bool:
    """Whether the words begin as reports do, with a verb of the lexicon.

    >>> begins_with_verb("أكد الوزير ذلك"), begins_with_verb("وفدان في حميميم")
    (True, False)
    """
    word = _FIRST_WORD.match(words)
    return word is not None and _is_verb(word[1])


def begins_report(before: str, words: str) -> bool:
    """Whether a report can begin with these words: a verb that nothing before it binds.

    >>> begins_report("وفدان في حميميم", "عقد وفدان"), begins_report("في لقاء", "كما أكد")
    (True, False)
    >>> begins_report("الوزير الذي", "أكد ذلك")
    False
    """
    bound = before.split()[-1:]
    return begins_with_verb(words) and not (
        bound and _KNOWN.get(fold(bound[0]).key) == "binder")


@lru_cache(maxsize=16384)
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
    first = len(head) - len(head.lstrip())
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
        if line and (best is None or line.loose <= best.loose or not best.source):
            best = line._replace(end=cut + len(_spaces(head, cut)))
        if match[0] == "\n":
            break
    return best


def _begins_sentence(words: str, dated: bool) -> bool:
    """Whether what stands before the first separator is too long for a part, or holds a verb.

    Quick, for most bodies begin with a sentence; `_parts` would find the same.
    """
    first = _SEPARATOR.split(words, 1)[0]
    count = first.count(" ") + 1
    if count > _LONGEST_PART and len(first.split()) > _LONGEST_PART:
        return True
    if dated or _BRACKET.search(first):
        return False                              # parts of their own stand in it
    piece = first.strip(_EDGES)
    return count > _NAME_WORDS and len(piece.split()) > _NAME_WORDS or (
        piece != "" and _kind(piece, False) in ("many", "verb"))


def _spaces(text: str, start: int) -> str:
    return re.compile(r"[\s:|\-–—ـ]*").match(text, start)[0]


def _dateline(words: str, ends: str) -> Byline | None:
    """The dateline that these words are, or None."""
    dated = _YEAR.search(words) is not None
    if _begins_sentence(words, dated):
        return None
    stamp = find_stamp(words) if dated else None
    if stamp:
        if stamp.when is None:
            return None
        words = f"{words[:stamp.start]} - {words[stamp.end:]}"
    parts = _parts(words, from_place=False)
    if len(parts) > 1 and not _PARTED.search(words.rstrip(" :|-–—ـ\n")):
        return None                       # a sentence with a quotation, not a row of parts
    if not parts or len(parts) > 6 or any(
        part.kind in ("many", "verb") or len(part.words.split()) > _NAME_WORDS for part in parts
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
        if not (agency or town or bracket_outlet or stamp and parts[0].kind == "place"):
            return None
        if bracket_outlet and parts[0].kind == "one":
            return Byline(None, parts[0].words, None, stamp, loose=1)
        return _sort_out(parts)._replace(stamp=stamp)
    anchors = kinds & {"place", "country", "agency", "outlet"}
    if "desk" in kinds and ends == "\n":          # "رغد عشميل – متابعات", alone on its line
        anchors = {"desk"}
    if not anchors or (kinds <= {"country", "one", "two"} and not closes):
        return None
    if "two" in kinds and not closes:
        return None
    loose = sum(part.kind in ("one", "two") for part in parts)
    if not kinds & {"agency", "outlet"}:
        # Behind a town, two words that are no name of a person are the paper's own (مرافئ مرمرة).
        parts = [part._replace(kind="outlet") if part.kind == "two" else part for part in parts]
    if loose > 1 or (ends.strip() in (")", "»", ".") and loose):
        return None
    if ends.strip() in (")", "»", ".") and "agency" not in kinds and "outlet" not in kinds:
        return None
    return _sort_out(parts)._replace(stamp=stamp, loose=loose)
