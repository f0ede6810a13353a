"""Lines that a dump names in words of its own: fields of a record, and which holds the headline.

"رقم الوثيقة: 12" stands in a block of labelled lines, "خبر عاجل: ..." above each article; or all
headlines end with the same sign or name. No list knows all of these: what repeats tells them, and
the texts below, which take the headlines up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from utils.load.byline_parts import is_name
from utils.load.guises import TAKEN_UP, is_headline, is_running, kinship
from utils.load.lines import trim
from utils.load.pieces import Piece

AGAIN = 3                        # times that a labelled line of each article is seen at least
OFTEN = 3                        # articles at least whose headlines stand in a field of their own
TWICE = 2                        # times that a call to read on is seen at least
KNOWN = 0.2                      # ... and the text above another article's headline
ABOVE = 4                        # pieces above a headline that are looked at
BELOW = 6                        # pieces below a headline among which its text begins
FIRST = 3                        # pieces that can stand above the first headline
FEWEST = 2                       # words of a headline
_LONGEST = 90                    # characters of a field
_TAIL = 35                       # characters of a line's end that can be the same everywhere
_LEAD = 600                      # characters of a text that can take a headline up
_ONCE_EACH = ("published", "source", "outlet", "author", "url", "headline")
_NAMED = re.compile(r"([^\W\d_][^:.،؟!\d\n]{2,24}):\s")
_NAMED_SHORT = re.compile(r"([^\W\d_][^:.،؟!\d\n]{0,24}?)\s?:+\s")
_FIELD = re.compile(r"[^\W\d_][^:.،؟!\d]{1,24}:\s*\S")
_SIGN = re.compile(                         # "... :", "... //", "... (سانا)", "... | سانا"
    r"\s*(?:\.{1,4}|…|[:\-–—/|+*~=><]{1,4}|\s[(\[][^()\[\]]{2,30}[)\]]"
    r"|\s[|\-–—/]\s[^|\-–—/]{2,30})$"
)


def with_fields(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces, with lines that this text names in its own way as labelled ones.

    >>> from utils.load.pieces import find_pieces
    >>> text = "".join(f"ع: {where} تستقبل وفدين\\nعقد وفدان محادثات في {where} مساء أمس.\\n"
    ...                for where in ("حميميم", "دمشق", "أنقرة"))
    >>> [piece.role for piece in with_fields(text, find_pieces(text))[:2]]
    ['headline', '']
    """
    heads = _headlines(text, pieces)
    if not heads and (calls := _calls(text, pieces)):
        pieces = [part for place, piece in enumerate(pieces)
                  for part in (_parted(text, piece, calls[place]) if place in calls else [piece])]
    fields = {*_fields(text, pieces), *_repeated_fields(text, pieces)} - heads.keys()
    return [piece._replace(kind="label", role="headline", value=heads[place]) if place in heads
            else piece._replace(kind="label", role="record") if place in fields else piece
            for place, piece in enumerate(pieces)]


def _headlines(text: str, pieces: list[Piece]) -> dict[int, int]:
    """The places of headlines in a field of their own, or before a sign, with their beginnings."""
    if any(piece.role == "headline" for piece in pieces):
        return {}
    return _of_one_kind(text, pieces, _field) or _of_one_kind(text, pieces, _before_sign)


def _calls(text: str, pieces: list[Piece]) -> dict[int, int]:
    """The places of lines that call to read an article in words of their own, and name it there.

    "قرأنا لك: أسعار القمح ترتفع" stands above its text and comes again, but not on top of all.
    """
    found: dict[str, dict[int, int]] = {}
    for place, piece in enumerate(pieces):
        line = None if piece.fused or piece.end - piece.start > 2 * _LONGEST else (
            _field(text, piece) if place and piece.kind == "text" else None)
        if line is not None and is_headline(text, piece._replace(start=line[1])) and not (
                _among_labels(pieces, place) or _below_line(text, pieces, place)):
            found.setdefault(line[0], {})[place] = line[1]
    calls: dict[int, int] = {}
    for name, places in found.items():
        lines = {text[begins:pieces[place].end] for place, begins in places.items()}
        anew = sum(_begins_anew(text, pieces, place, places) for place in places)
        if len(lines) >= TWICE and len(lines) == len(places) and not is_name(name) and (
                4 * anew >= 3 * len(places)):
            calls.update(places)
    return calls


def _begins_anew(text: str, pieces: list[Piece], place: int, heads: dict[int, int]) -> bool:
    """Whether the text below a headline has its words, and the text above does not.

    A question in an interview has words of both.
    """
    headline = text[heads[place]:pieces[place].end]
    above = text[pieces[max(0, place - ABOVE)].start:pieces[place].start][-3 * _LEAD:]
    return kinship(headline, _text_below(text, pieces, place, heads) or "") >= TAKEN_UP and (
        kinship(headline, above) <= KNOWN)


def _among_labels(pieces: list[Piece], place: int) -> bool:
    """Whether a line stands in a block of labelled ones."""
    return pieces[place - 1].kind == "glue" or pieces[place - 1].kind in ("label", "stamp") and (
        place + 1 == len(pieces) or pieces[place + 1].kind in ("label", "stamp"))


def _parted(text: str, piece: Piece, begins: int) -> list[Piece]:
    """The call and the headline behind it, as two pieces."""
    last = trim(text, piece.start, begins)[1]
    return [piece._replace(end=last, kind="glue", role="weak"),
            Piece(begins, piece.end, "text", "", begins, 0, True)]


def _of_one_kind(text: str, pieces: list[Piece],
                 read: Callable[[str, Piece], tuple[str, int] | None]) -> dict[int, int]:
    """Lines of which each heads a text, the first of them on top; none if they are too few."""
    found: dict[str, dict[int, int]] = {}
    for place, piece in enumerate(pieces):
        line = None if piece.fused or piece.end - piece.start > 2 * _LONGEST else read(text, piece)
        if line is not None:
            found.setdefault(line[0], {})[place] = line[1]
    for places in found.values():
        lines = {text[begins:pieces[place].end] for place, begins in places.items()}
        above = pieces[:min(places)]
        if len(places) < OFTEN or 4 * len(lines) < 3 * len(places) or len(above) > FIRST or any(
                piece.kind == "text" for piece in above):
            continue
        if 2 * sum(_below_line(text, pieces, place) for place in places) > len(places):
            continue                                  # decks, or fields below the headlines
        sure, headed = [], 0
        for place, begins in places.items():
            below = _text_below(text, pieces, place, places)
            headed += below is not None
            if kinship(text[begins:pieces[place].end], below or "") >= TAKEN_UP:
                sure.append(place)
        if 4 * headed >= 3 * len(places) and 2 * len(sure) >= len(places):
            return _with_their_gap(pieces, places, sure)
    return {}


def _below_line(text: str, pieces: list[Piece], place: int) -> bool:
    """Whether another line that can be a headline stands right above a line."""
    return place > 0 and not pieces[place].blanks and is_headline(text, pieces[place - 1])


def _with_their_gap(pieces: list[Piece], places: dict[int, int],
                    sure: list[int]) -> dict[int, int]:
    """Those of the places that have a gap above them, where most of the `sure` ones have one."""
    apart = sum(place == 0 or pieces[place].blanks > 0 for place in sure)
    return places if 2 * apart < len(sure) else {
        place: begins for place, begins in places.items()
        if place == 0 or pieces[place].blanks > 0 or pieces[place - 1].kind != "text"}


def _field(text: str, piece: Piece) -> tuple[str, int] | None:
    """The name of the field that a line is and where what it holds begins; else None."""
    if piece.kind != "text" and piece.role not in ("record", "author"):
        return None
    named = _NAMED_SHORT.match(text, piece.start, piece.end)
    if named is None or len(text[named.end():piece.end].split()) < FEWEST:
        return None
    return named[1], named.end()


def _before_sign(text: str, piece: Piece) -> tuple[str, int] | None:
    """The sign that ends a line which is a headline without it, and where the line begins."""
    if piece.kind != "text" or piece.bullet:
        return None
    sign = _SIGN.search(text, max(piece.start, piece.end - _TAIL), piece.end)
    if sign is None or not is_headline(text, piece._replace(end=sign.start())):
        return None
    return sign[0].strip(), piece.start


def _text_below(text: str, pieces: list[Piece], place: int, heads: dict[int, int]) -> str | None:
    """The first words of the text that stands below a headline; None without any."""
    for below in range(place + 1, min(place + BELOW, len(pieces))):
        if below in heads or pieces[below].kind in ("glue", "links", "rule"):
            return None
        if pieces[below].kind == "text" and is_running(text, pieces[below]):
            return text[pieces[below].start:pieces[below].start + _LEAD]
    return None


def _fields(text: str, pieces: list[Piece]) -> list[int]:
    """The places of texts like "رقم الوثيقة: 12" in a block of labelled lines."""
    found = []
    names = Counter(match[1] for piece in pieces
                    if (match := _NAMED.match(text, piece.start, piece.end)))
    for place, piece in enumerate(pieces[:-1]):
        if piece.kind != "text" or piece.fused or piece.end - piece.start > _LONGEST:
            continue
        named = _NAMED.match(text, piece.start, piece.end)
        if named and names[named[1]] == 1 and not text[named.end()].isdigit():
            continue                                  # a headline with a colon: "تونس: وفدان ..."
        before, behind = pieces[place - 1] if place else None, pieces[place + 1]
        inside = before is not None and piece.blanks == 0 and (
            before.kind == "label" or found[-1:] == [place - 1])
        if behind.kind == "label" and (inside or behind.role == "headline") and not (
                behind.fused or behind.blanks) and _FIELD.match(text[piece.start:piece.end]):
            found.append(place)
    return found


def _repeated_fields(text: str, pieces: list[Piece]) -> list[int]:
    """The places of lines with a name and a colon that come as often as a labelled line does."""
    labels = Counter(piece.role for piece in pieces if piece.kind == "label" and not piece.fused)
    often = max((labels[role] for role in _ONCE_EACH), default=0)
    if often < AGAIN:
        return []
    named = {place: match[1] for place, piece in enumerate(pieces) if piece.kind == "text"
             and not piece.fused and not is_running(text, piece)
             and (match := _NAMED.match(text, piece.start, piece.end))}
    times = Counter(named.values())
    return [place for place, name in named.items() if abs(times[name] - often) <= 1]
