"""Furniture that only its surroundings give away: menus, and the heads of a paper's pages.

A menu is a column of short names, most of them departments; a running head comes again on every
page with another number. In a record nothing is looked for here: what it holds is its text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from utils.load.byline_parts import is_name, is_outlet
from utils.load.comments import said_by_readers
from utils.load.guises import is_byline, is_headline, is_running
from utils.load.ornaments import ornament
from utils.load.own_fields import with_fields
from utils.load.page_breaks import is_listed
from utils.load.pieces import Piece
from utils.load.shapes import is_network
from utils.load.stamp_lines import EDGES, STAMPS, without_folio
from utils.load.titles import titles
from utils.load.verses import verses
from utils.text.folding import fold

AGAIN = 3                        # times that a running head is seen at least
UNDERLINED = 2                   # headlines with a rule below them, at least
DEPARTMENTS = 2                  # names of departments that wear the same, at least
NETWORK = 25                     # characters of a network's name
_SHORT = 40                      # characters of such a name
_FRAMES = ("[]", "==", "--", "**", "##", "#ordinal")
_MENU = 4                        # lines of a menu at least
_NAME = 25                       # characters of a menu's name at most
_NOTICE = 400                    # of a notice that stands under every article
_LONGEST = 90                    # characters of a running head
HEADED = 4                       # words behind the label of a picture that can be a headline
FIGURES = 3                      # numbers of a line by which an agency files a dispatch
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")


def without_chrome(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces, with texts that are menus or running heads as furniture.

    >>> from utils.load.pieces import find_pieces
    >>> text = "الرئيسية\\nسياسة\\nالنشرة\\nرياضة\\nوفدان في حميميم\\nعقد وفدان محادثات."
    >>> [piece.kind for piece in without_chrome(text, find_pieces(text))]
    ['path', 'section', 'furniture', 'section', 'text', 'text']
    """
    pieces = _with_kind(pieces, titles(text, pieces), kind="furniture", role="title")
    pieces = _with_kind(pieces, _contents(text, pieces), kind="furniture", role="listed")
    pieces = _with_kind(pieces, said_by_readers(text, pieces), kind="comments", role="")
    pieces = _with_kind(pieces, verses(text, pieces), role="verse")
    pieces = _with_kind(pieces, _headlines(text, pieces), kind="text", role="")
    pieces = _underlined(text, pieces)
    pieces = _below_heads(text, pieces)
    pieces = _departments(text, pieces)
    pieces = _paths(text, _with_kind(pieces, _menus(pieces), kind="furniture"))
    pieces = _with_kind(pieces, _mastheads(pieces), kind="furniture")
    found = [*_menus(pieces), *_running_heads(text, pieces)]
    return _with_kind(with_fields(text, pieces), found, kind="furniture")


def _with_kind(pieces: list[Piece], places: Iterable[int], **told: str) -> list[Piece]:
    """The pieces, those at the places as what is told."""
    found = set(places)
    return [piece._replace(**told) if place in found else piece
            for place, piece in enumerate(pieces)]


def with_bars(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces, with names of networks one below the other as a share bar."""
    named = [piece.kind == "text" and piece.end - piece.start <= NETWORK
             and is_network(text[piece.start:piece.end]) for piece in pieces]
    return [piece._replace(kind="share") if named[place] and (
        any(named[max(0, place - 1):place]) or any(named[place + 1:place + 2])) else piece
        for place, piece in enumerate(pieces)]


def _underlined(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces, with lines as headlines that a rule underlines, where it does so throughout.

    One of them stands on top: else a rule would part articles.
    """
    rules = [place for place, piece in enumerate(pieces)
             if place and piece.kind == "rule" and text[piece.start] in "=-~_*—"]
    if len(rules) < UNDERLINED or rules[0] > 2 or any(
            not is_headline(text, pieces[place - 1]) or pieces[place].blanks for place in rules):
        return pieces
    heads = {place - 1 for place in rules}
    return [piece._replace(kind="label", role="headline") if place in heads
            else piece._replace(kind="furniture") if place - 1 in heads else piece
            for place, piece in enumerate(pieces)]


def _below_heads(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces, with rules as furniture that part a headline and its day from the text below."""
    def below(place: int) -> bool:
        return pieces[place].kind == "rule" and place + 1 < len(pieces) and (
            pieces[place - 1].kind == "stamp" and is_headline(text, pieces[place - 2])
            and not any(piece.blanks for piece in pieces[place - 1:place + 2])
            and pieces[place + 1].kind == "text" and any(
                is_running(text, piece) for piece in pieces[place + 1:place + 3]))

    return [piece._replace(kind="furniture") if place > 1 and below(place) else piece
            for place, piece in enumerate(pieces)]


def _headlines(text: str, pieces: list[Piece]) -> list[int]:
    """The places of what looks like the credit of a picture but is a headline, above its day.

    "صورة: طفل ينقذ أخاه" begins an article where nothing of one stands above it.
    """
    return [place for place, piece in enumerate(pieces[:-1])
            if piece.role == "photo" and len(text[piece.value:piece.end].split()) >= HEADED
            and (not place or piece.blanks or pieces[place - 1].kind in ("glue", "links", "rule"))
            and (pieces[place + 1].kind == "stamp" or pieces[place + 1].role in STAMPS)
            and not pieces[place + 1].fused]


def _contents(text: str, pieces: list[Piece]) -> list[int]:
    """The places of a table of contents: its name, and below it headlines, dots and pages."""
    found: list[int] = []
    for place, piece in enumerate(pieces):
        if piece.role != "contents":
            continue
        below = place + 1
        while below < len(pieces) and is_listed(text[pieces[below].start:pieces[below].end]):
            below += 1
        found += range(place, below) if below > place + 2 else ()
    return found


def _paths(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces, with short names below the word for the front page as parts of the path.

    A line stands below them that is longer and can be a headline.
    """
    found: set[int] = set()
    for place, piece in enumerate(pieces):
        if piece.kind != "path" or len(text[piece.start:piece.end].split()) > 2:
            continue
        below = place + 1
        while below < min(len(pieces), place + _MENU) and not pieces[below].blanks and (
                pieces[below].kind == "section" or _names_department(text, pieces[below])):
            below += 1
        if below < len(pieces) and is_headline(text, pieces[below]):
            found |= {*range(place + 1, below)}
    return [piece._replace(kind="section") if place in found else piece
            for place, piece in enumerate(pieces)]


def _names_department(text: str, piece: Piece) -> bool:
    words = text[piece.start:piece.end]
    return piece.kind == "text" and len(words) <= _NAME and len(words.split()) <= 2


def _departments(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces, with lines as names of departments that stand apart above headlines.

    Two at least wear the same brackets or are counted in words: "[الشأن السوري]", "أولاً: سوريا".
    """
    found: dict[str, list[int]] = {}
    times: Counter[str] = Counter()
    for place, piece in enumerate(pieces[:-1]):
        words = text[piece.start:min(piece.end, piece.start + _SHORT + 1)]
        if piece.kind != "text" or piece.fused or len(words) > _SHORT or (
                (sign := ornament(words)) not in _FRAMES):
            continue
        times[sign] += 1
        below = pieces[place + 1]
        if below.blanks and (piece.blanks or not place) and (
                below.kind == "text" and is_headline(text, below)):
            found.setdefault(sign, []).append(place)
    named = {place for sign, places in found.items() for place in places
             if len(places) >= DEPARTMENTS and len(places) == times[sign]}
    return [piece._replace(kind="section") if place in named else piece
            for place, piece in enumerate(pieces)]


def _menus(pieces: list[Piece]) -> list[int]:
    """The places of texts between the departments of a column of names."""
    found, column = [], []
    for place, piece in enumerate([*pieces, Piece(0, 0, "")]):
        named = piece.kind in ("section", "path", "furniture", "share")
        short = piece.kind == "text" and piece.end - piece.start <= _NAME
        if piece.kind and (named or short) and not piece.fused and not (column and piece.blanks):
            column.append(place)
            continue
        known = [number for number in column if pieces[number].kind != "text"]
        if len(column) >= _MENU and 2 * len(known) >= len(column):
            found += [number for number in range(known[0], known[-1])
                      if pieces[number].kind == "text"]
        column = [place] if piece.kind and (named or short) and not piece.fused else []
    return found


def _mastheads(pieces: list[Piece]) -> list[int]:
    """The places of a site's name on top of the menu of its departments."""
    return [place for place, piece in enumerate(pieces)
            if piece.kind == "text" and piece.end - piece.start <= _SHORT and not piece.fused
            and (not place or piece.blanks or pieces[place - 1].kind == "furniture")
            and len(menu := pieces[place + 1:place + 1 + _MENU]) == _MENU
            and all(below.kind in ("section", "path") and not below.blanks for below in menu)]


def _running_heads(text: str, pieces: list[Piece]) -> list[int]:
    """The places of texts that come again with other numbers, or that number a page."""
    lines = {place: text[piece.start:piece.end] for place, piece in enumerate(pieces)
             if piece.kind == "text" and not piece.fused and piece.end - piece.start <= _LONGEST}
    keys = {place: _without_figures(line) for place, line in lines.items()}
    times = Counter(keys.values())
    # A notice stands under texts; what stands under headlines is a dispatch that came twice.
    long = {place: text[piece.start:piece.end] for place, piece in enumerate(pieces)
            if _is_long(piece) and not (place and is_headline(text, pieces[place - 1]))}
    notices = Counter(long.values())
    boilerplate = [place for place, words in long.items() if notices[words] >= AGAIN]
    return boilerplate + [place for place, key in keys.items()
            if _numbers_a_page(lines[place]) or (
                times[key] >= AGAIN and not _can_be_more(text, pieces, place))]


def _without_figures(line: str) -> str:
    """The key of a line, all numbers alike; where it is made of them, all words too.

    >>> _without_figures("العدد 17"), _without_figures("0412 4 رياضة 310 اف ب")
    ('العدد #', '# # * # * *')
    """
    key = _DIGITS.sub("#", fold(line).key)
    return _LETTERS.sub("*", key) if key.count("#") >= FIGURES else key


def _numbers_a_page(line: str) -> bool:
    """Whether a line is a paper's name with the number of its page or issue."""
    rest = without_folio(line)
    return rest != line.strip(EDGES) and (not rest or is_outlet(rest) or is_name(rest))


def _is_long(piece: Piece) -> bool:
    return piece.kind == "text" and _LONGEST < piece.end - piece.start <= _NOTICE


def _can_be_more(text: str, pieces: list[Piece], place: int) -> bool:
    """Whether a line that comes again can name an outlet or head an article."""
    piece = pieces[place]
    before = pieces[place - 1] if place else None
    following = pieces[place + 1] if place + 1 < len(pieces) else None
    below = before is not None and piece.blanks == 0 and (
        before.kind == "furniture" or before.kind == "text" and not is_running(text, before))
    name = text[piece.start:piece.end].strip(" :")
    return (is_name(name) or is_byline(text, piece)
            or is_running(text, piece) or following is not None and (
                following.kind in ("label", "stamp") and not below or following.kind == "text"
                and is_running(text, following)))
