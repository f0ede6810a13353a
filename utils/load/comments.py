"""What readers wrote below an article on a blog: how many did, who, when, and the button to reply.

"رأي واحد على “...”", then for each of them "فلان يقول:", the day, a few words, "رد".
"""

from __future__ import annotations

import re

from utils.load.byline_parts import NAME_WORDS
from utils.load.calls import PARTS
from utils.load.pieces import Piece
from utils.text.folding import fold

SAID = 50                        # characters of the line that says who wrote one
LINES = 12                       # lines of what one reader wrote
_SAYS = re.compile(rf"[^\d:؟!.،]{{2,40}}\s{PARTS['says']}\s?:$")
_ANSWER = re.compile(rf"\s*{PARTS['answer']}\s*")


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
        _SAYS.match(fold(words).key) is not None)


def _reply(text: str, pieces: list[Piece], first: int) -> int:
    """The place behind the button to reply; behind the day where there is none."""
    for place in range(first, min(first + LINES, len(pieces))):
        piece = pieces[place]
        if piece.kind == "share" and _ANSWER.fullmatch(
                fold(text[piece.start:piece.end]).key):
            return place + 1
        if piece.kind not in ("text", "label", "furniture") or piece.blanks > 1:
            break
    return first
