"""The parts of bylines and datelines: places, agencies, outlets, desks and people.

What stands between dashes, strokes, colons and brackets is a part; the lists in data/lexicon say
what it is, or what it looks like when they do not know it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from utils.calendars import variants
from utils.lexicon_rows import read_rows
from utils.tables import LEXICON
from utils.text.folding import fold

# A tatweel parts only between spaces: inside a word it is drawn for looks (المـؤسـس).
SEPARATOR = re.compile(
    r"\s*(?:[/:|;،,؛\u2022]|[-–—]{1,3}|\sـ{1,3}(?=\s)|ـ{1,3}(?=\s))\s*|\s{2,}|\n"
)
_QUOTES = "«»“”\"'{}[]"
EDGES = f" \u00a0*.{_QUOTES}()-–—:|/،,•●▪■◆\N{VARIATION SELECTOR-16}"
LATIN_BEFORE = re.compile(r"^(?:[A-Za-z]+\s)+(?=[^\x00-\x7f])")    # "Next Previous الأحساء"
_PLACE_AFTER = re.compile(r"\sمن\s")
_PIECE = re.compile(r"\(([^()]{1,60})\)|«([^«»]{1,60})»|[\"“{]([^\"“”{}]{1,60})[\"”}]")
PREFIX = re.compile(
    r"^(?:بقلم|كتب|كتبت|الكاتب|المصدر|بواسطة|نشر بواسطة)\s?[:/]\s*|^(?:بقلم|كتب|كتبت|بواسطة)\s+"
)
NAME_WORDS = 5
_SON_OF = frozenset(("بن", "بنت", "بو", "ايت"))
BESIDE = ("outlet head", "outlet tail", "person title")     # words that say what stands by them


def _lexicon() -> dict[str, str]:
    """What each known part of a byline is, by its key without dots."""
    known = {}
    for name, kind in (("countries", "country"), ("places", "place")):
        for row in read_rows(LEXICON, name):
            known.update((_plain(key), kind) for key in variants(row["names"]))
    for row in read_rows(LEXICON, "outlets"):
        if row["ambiguous"] != "yes":
            kind = "agency" if row["type"] == "agency" else "outlet"
            known.update((_plain(key), kind) for key in variants(row["names"]))
    for row in read_rows(LEXICON, "byline_words"):
        if row["kind"] not in BESIDE:
            known.update((_plain(key), row["kind"]) for key in variants(row["words"]))
    return known


def _words_beside(kind: str) -> tuple[str, ...]:
    return tuple(_plain(key) for row in read_rows(LEXICON, "byline_words")
                 if row["kind"] == kind for key in variants(row["words"]))


def _plain(key: str) -> str:
    return " ".join(key.replace(".", " ").split())


KNOWN = _lexicon()
_OUTLET_HEADS = frozenset(_words_beside("outlet head"))
_PERSON_TITLES = frozenset(_words_beside("person title"))
_OUTLET_TAILS = tuple(f" {words}" for words in _words_beside("outlet tail"))
_GIVEN = {key for row in read_rows(LEXICON, "given_names") for key in variants(row["names"])}


class Part(NamedTuple):
    """A part of a byline: its words, what it is, and whether it stood in brackets."""

    words: str
    kind: str            # place, country, agency, outlet, desk, role, photo, person, one, many
    bracket: bool


@lru_cache(maxsize=4096)
def kind_of(words: str, quoted: bool) -> str:
    """What a part is: by the lists, by its first word, or by how many words it has.

    >>> [kind_of(words, False) for words in ("رويترز", "شبكة المشحوف", "د. أحمد", "عقد", "أرجوان")]
    ['agency', 'outlet', 'person', 'verb', 'one']
    """
    key = _plain(fold(words).key)
    known = KNOWN.get(key)
    if known:
        return known
    first, *rest = key.split() or [""]
    if KNOWN.get(first) == "verb":
        return "verb"
    if KNOWN.get(first) == "photo":
        return "desk"                              # "تصوير علي الزهراني" in one part
    if first in _OUTLET_HEADS or quoted or key.endswith(_OUTLET_TAILS) and len(rest) < NAME_WORDS:
        return "outlet"
    if first in _PERSON_TITLES and rest:
        return "person"
    # عبدالله is written together or apart; the lists hold one of the two
    if (first in _GIVEN or (first == "عبد" and rest) or first.startswith("عبدال")) and rest:
        return "person" if len(rest) < NAME_WORDS else "many"
    if 1 < len(rest) < NAME_WORDS and not _SON_OF.isdisjoint(rest[:-1]):
        return "person"                            # a first name that the list lacks
    if not rest:
        return "one"
    return "two" if len(rest) < 3 else "many"


def find_parts(words: str, from_place: bool = True) -> list[Part]:
    """The parts of a byline in their order; what stood in brackets or quotes is a part.

    `from_place`: "فلان من الرياض" is two parts. Not so where a sentence may follow.
    """
    found = []
    for between, bracket, quoted in _stretches(words):
        for chunk in ([between] if bracket or quoted else SEPARATOR.split(between)):
            pieces = _PLACE_AFTER.split(chunk) if from_place else [chunk]
            for place, piece in enumerate(pieces):
                piece = LATIN_BEFORE.sub("", piece.strip(EDGES))
                if piece:
                    kind = kind_of(piece, quoted)
                    if place and kind in ("one", "two"):
                        kind = "place"              # "عادل الخنين من الرياض"
                    found.append(Part(piece, kind, bracket))
    return found


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


def is_name(words: str) -> bool:
    """Whether the words name nothing but outlets, places, desks or writers.

    >>> is_name("صحيفة المحار"), is_name("وفدان في حميميم")
    (True, False)
    """
    name = PREFIX.sub("", words)
    if name != words and len(name.split()) < NAME_WORDS:
        return True                                       # بواسطة أحمد سالم
    parts = find_parts(words, from_place=False)
    return bool(parts) and all(part.kind not in ("one", "two", "many", "verb") for part in parts)


def is_person(words: str) -> bool:
    """Whether the words are one name of a person, by its title or its first name.

    >>> is_person("د. أحمد منصور"), is_person("كاتب وباحث سياسي")
    (True, False)
    """
    return 0 < len(words) <= 40 and kind_of(words.strip(EDGES), False) == "person"


def is_outlet(words: str) -> bool:
    """Whether the words are one name of an outlet or agency, and nothing else.

    >>> is_outlet("صحيفة المحار"), is_outlet("دمشق")
    (True, False)
    """
    return 0 < len(words) <= 40 and kind_of(words.strip(EDGES), False) in ("outlet", "agency")
