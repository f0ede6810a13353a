"""Where an article begins below what readers wrote on the one before it."""

from __future__ import annotations

from utils.load.guises import LONG_LINE, TAKEN_UP, is_byline, is_headline, kinship
from utils.load.layouts import Layout
from utils.load.stamp_lines import STAMPS

HEAD = 7                         # lines of an article's head
TAKES_UP = 600                   # characters of the article that are held against its headline


def below_comments(layout: Layout, place: int) -> int | None:
    """The headline of the article that begins at this place, under what readers wrote; else None.
    """
    below = layout.below_kickers(place)
    if below is not None and layout.stamped(below):
        return below
    if not is_headline(layout.text, layout.pieces[place]):
        return None
    if layout.is_dated_below(place) or _is_signed_and_dated(layout, place):
        return place
    if not layout.parted(place):
        return None
    following = layout.next_running(place)
    if layout.stamped(place) or following is not None and layout.parted(place) >= 2:
        return place
    taken_up = following == place + 1 and (
        kinship(layout.words(place), layout.words(following, TAKES_UP)) >= TAKEN_UP)
    return place if taken_up else None


def _is_signed_and_dated(layout: Layout, place: int) -> bool:
    """Whether who wrote it and the day stand between a line and a long paragraph.

    What a reader wrote has a name and a day too, but no headline above them.
    """
    signed = dated = False
    for below in range(place + 1, min(place + HEAD, len(layout.pieces))):
        piece = layout.pieces[below]
        if layout.running(below):
            return signed and dated and piece.end - piece.start > LONG_LINE
        names = is_byline(layout.text, piece)
        signed |= piece.role == "author" or names
        dated |= piece.kind == "stamp" or piece.role in STAMPS
        if piece.kind in ("comments", "glue", "links", "rule") or piece.kind == "text" and (
                not names):
            return False
    return False
