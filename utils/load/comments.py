"""What readers wrote below an article on a blog: how many did, who, when, and the button to reply.

"رأي واحد على “...”", then for each of them "فلان يقول:", the day, a few words, "رد".
"""

from __future__ import annotations

import re

from utils.load.byline_parts import NAME_WORDS
from utils.load.guises import LONG_LINE, is_byline, is_headline, kinship
from utils.load.pieces import Piece
from utils.load.stamp_lines import STAMPS

TAKEN_UP = 0.3                   # share of a headline's words that its article repeats
HEAD = 7                         # lines of the head of an article below comments
SAID = 50                        # ... of the line that says who wrote one
PARTS = 12                       # lines of what one reader wrote
_SAYS = re.compile(r"[^\d:؟!.،]{2,40}\s(?:يقول|تقول|says)\s?:$", re.I)


def said_by_readers(text: str, pieces: list[Piece]) -> list[int]:
    """The places of what readers wrote, from who says it down to the button to reply.

    >>> from utils.load.pieces import find_pieces
    >>> text = "سليم يقول:\\n5 مايو 2016\\nخبر مهم جدا\\nرد"
    >>> said_by_readers(text, find_pieces(text))
    [0, 1, 2, 3]
    """
    found: list[int] = []
    for place, piece in enumerate(pieces[:-1]):
        if piece.kind == "text" and pieces[place + 1].kind == "stamp" and _says(text, piece):
            found += range(place, _reply(text, pieces, place + 2))
    return found


def _says(text: str, piece: Piece) -> bool:
    words = text[piece.start:min(piece.end, piece.start + SAID)]
    return words.endswith(":") and len(words.split()) <= NAME_WORDS + 1 and (
        _SAYS.match(words) is not None)


def _reply(text: str, pieces: list[Piece], first: int) -> int:
    """The place behind the button to reply; behind the day where there is none."""
    for place in range(first, min(first + PARTS, len(pieces))):
        piece = pieces[place]
        if piece.kind == "share" and text[piece.start:piece.end].strip() in ("رد", "Reply"):
            return place + 1
        if piece.kind not in ("text", "label", "furniture") or piece.blanks > 1:
            break
    return first


def behind_comments(layout, place: int) -> int | None:
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
        kinship(layout.words(place), layout.words(following, 600)) >= TAKEN_UP)
    return place if taken_up else None


def _is_signed_and_dated(layout, place: int) -> bool:
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
