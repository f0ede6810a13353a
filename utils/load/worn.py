"""What the headlines of a dump wear: the ornament that lines above running text have in common.

Numbers count from one on; names of outlets may stand above the first line, as in a press review.
"""

from __future__ import annotations

from utils.load.byline_parts import is_name
from utils.load.guises import hangs, is_headline, looks_like_head
from utils.load.ornaments import is_number, number_of, ornament, undressed

LONGEST_NAME = 60                # characters of who writes, and from where
QUOTES = "\"'«»“”‘’()[]"         # what stands in them is an outlet's name only inside a line
TOP = 12                         # lines above the first headline that are looked at


def find_worn(layout) -> tuple[str | None, set[int]]:
    """What the headlines of a `Layout` wear, and their places; None where they wear nothing.

    Two lines at least wear it, nearly all of them above running text, one of them on top.
    """
    worn: dict[str, list[int]] = {}
    texts = [place for place, piece in enumerate(layout.pieces)
             if piece.kind == "text" and (not piece.fused or _opens_message(layout, place))]
    for place in texts:
        if is_headline(layout.text, layout.pieces[place]) and (
                sign := ornament(layout.words(place))):
            worn.setdefault(sign, []).append(place)
    for sign in sorted(worn, key=lambda sign: worn[sign][0]):
        places = worn[sign]
        if 2 * sum(_names_writer(layout, place) for place in places) >= len(places):
            continue                                    # "● الباحة - فلان" below each headline
        above = [place for place in places if _above_running(layout, place, sign)]
        if is_number(sign):
            counted = _counted(layout, above)
            with_long = _counted(layout, sorted({*above, *_long_ones(layout, texts, sign)}))
            above = places = with_long if {*counted} <= {*with_long} else counted
        if len(above) >= 2 and 4 * len(above) >= 3 * len(places) and (
                _on_top(layout, texts[:texts.index(places[0])])):
            return sign, {*above, *([] if is_number(sign) else _long_ones(layout, texts, sign))}
    return None, set()


def _long_ones(layout, texts: list[int], sign: str) -> list[int]:
    """The places of lines that only their length keeps from looking like headlines.

    A bullet or a dash before a long line makes it no headline: it is an item of a list.
    """
    if len(sign) < 2:
        return []
    return [place for place in texts
            if layout.running(place) and looks_like_head(layout.text, layout.pieces[place])
            and ornament(layout.words(place)) == sign and _above_running(layout, place, sign)]


def _on_top(layout, above: list[int]) -> bool:
    """Whether the first headline has one line above it at most, beside names of outlets.

    A letter greets above its headlines: such a line ends with a comma or a colon.
    """
    return len(above) < 2 or len(above) < TOP and sum(
        not (layout.is_kicker(place) or hangs(layout.words(place)) and not layout.running(place))
        for place in above) < 2


def _counted(layout, places: list[int]) -> list[int]:
    """Those of the places whose lines count from one on, below each name of a department anew."""
    counted: list[int] = []
    following = 1
    for place in places:
        number = number_of(layout.words(place))
        if number == following or number == 1 and layout.pieces[place - 1].kind == "section":
            counted.append(place)
            following = number + 1
    return counted


def _names_writer(layout, place: int) -> bool:
    """Whether a line names nothing but who writes, behind what it wears."""
    piece = layout.pieces[place]
    start, end = undressed(layout.text, piece.start, piece.end)
    words = layout.text[start:end].strip(QUOTES)
    return len(words) <= LONGEST_NAME and is_name(words)


def _opens_message(layout, place: int) -> bool:
    """Whether a text stands behind a marker, or behind who sent it and when, on one line."""
    before = layout.pieces[place - 1] if place else None
    return before is not None and before.kind in ("stamp", "glue") and not before.fused


def _above_running(layout, place: int, sign: str) -> bool:
    """Whether running text follows soon, before another line that wears this ornament."""
    for following in range(place + 1, min(place + 6, len(layout.pieces))):
        kind = layout.pieces[following].kind
        if layout.running(following):
            return True
        if kind in ("glue", "links", "rule") or (
                kind == "text" and ornament(layout.words(following, 200)) == sign):
            return False
    return False
