"""Who wrote it, whom it credits, and from where: author fields and the datelines that open bodies.

"بغداد/ شبكة أخبار العراق- عقد ...", "دمشق - سانا", "جنيف : (رويترز)", "واس (جدة)", "الرياض -
الرياضية | Tuesday, 11 August 2015 - 16:10 pm" are rows of parts between dashes, strokes, colons and
brackets. Each part is a place, an agency, an outlet, a desk or a person by the lexicon's lists, or
by what the parts beside it leave over.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import NamedTuple

from utils.load.byline_parts import PREFIX, Part, find_parts
from utils.load.stamps import Stamp, find_stamp

_LONGEST_FIELD = 400             # characters of an author field that is taken apart
_LONGEST_NAME = 8                # words of an author with titles and office
YEAR = re.compile(r"\d{4}")


class Byline(NamedTuple):
    """The parts of a byline or dateline; several places or people are joined by "، "."""

    author: str | None = None
    source: str | None = None
    place: str | None = None
    stamp: Stamp | None = None
    agency: bool = False           # the source is an agency, so not the outlet itself
    loose: int = 0                 # parts that no list knows
    end: int = 0                   # of a dateline: where the body begins


@lru_cache(maxsize=4096)
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
    if not YEAR.search(words) or not (stamp := find_stamp(words)):
        return _read_names(words)
    beside = f"{words[:stamp.start]} {words[stamp.end:]}".strip(" |-–,،")
    return _read_names(beside)._replace(stamp=stamp)


@lru_cache(maxsize=4096)
def _read_names(words: str) -> Byline:
    """Author, source and place of an author field without its stamp."""
    parts = find_parts(PREFIX.sub("", words))
    if len(parts) == 1 and parts[0].kind in ("one", "two", "many", "person"):
        return Byline(author=parts[0].words)
    return sort_out(parts)


def sort_out(parts: list[Part]) -> Byline:
    """What each part plays; parts that no list knows take what their neighbours leave over.

    >>> sort_out(find_parts("دمشق - سانا"))[1:3]
    ('سانا', 'دمشق')
    """
    roles = _known_roles(parts)
    unknown = [place for place, role in enumerate(roles) if role == "unknown"]
    for place in unknown:
        roles[place] = _left_over(parts[place], roles)
    agency = any(part.kind == "agency" for part in parts)
    named = {role: _joined([part.words for part, played in zip(parts, roles, strict=True)
                            if played == role]) for role in ("author", "source", "place")}
    return Byline(**named, agency=agency, loose=len(unknown))


def _known_roles(parts: list[Part]) -> list[str]:
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


def _left_over(part: Part, roles: list[str]) -> str:
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
