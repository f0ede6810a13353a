"""What stands above the first article of a dump and names all of them: the title of a collection.

"الوكالة الوطنية للأنباء - نشرة الصباح", "الموضوع: تنبيه: سوريا - 6 نتائج جديدة". Like a headline it
stands on top; but it says what a collection is called by, and the first text takes up the headline
below it rather than its words.
"""

from __future__ import annotations

import re

from utils.load.calls import PARTS
from utils.load.guises import TAKEN_UP, is_headline, is_running, kinship
from utils.load.pieces import Piece
from utils.text.folding import fold

TOP = 10                         # pieces among which the title of a dump stands
LEAD = 600                       # characters of the first text
_NAMES = re.compile(rf"(?<!\w)(?:و?(?:ال|لل|ب|ل))?{PARTS['collection']}(?!\w)")


def names_collection(line: str) -> bool:
    """Whether a line says what a collection of articles is called by.

    >>> names_collection("نشرة الصباح"), names_collection("وفدان في حميميم")
    (True, False)
    """
    return _NAMES.search(fold(line).key) is not None


def titles(text: str, pieces: list[Piece]) -> list[int]:
    """The places of the line on top of a dump that names it and of its day, a headline below them.

    >>> from utils.load.pieces import find_pieces
    >>> text = "نشرة الصباح\\nوفدان في حميميم\\nعقد وفدان من تركيا وسوريا محادثات في حميميم."
    >>> titles(text, find_pieces(text))
    [0]
    """
    first = next((place for place, piece in enumerate(pieces[:TOP]) if is_running(text, piece)
                  and piece.kind == "text"), None)
    if first is None:
        return []
    lead = text[pieces[first].start:min(pieces[first].end, pieces[first].start + LEAD)]
    for place, piece in enumerate(pieces[:first]):
        line = text[piece.value if piece.kind == "label" else piece.start:piece.end]
        taken_up = kinship(line, lead)
        below = max((kinship(text[other.start:other.end], lead)
                     for other in pieces[place + 1:first]
                     if other.kind == "text" and is_headline(text, other)), default=-1)
        if (piece.kind == "text" and is_headline(text, piece) or piece.role == "headline") and (
                names_collection(line) and taken_up < TAKEN_UP and taken_up <= below):
            return [place, *_its_day(pieces, place + 1)]
    return []


def _its_day(pieces: list[Piece], place: int) -> list[int]:
    """The place of the day right below a title, where a gap parts both from the first article."""
    parted = pieces[place].kind == "stamp" and pieces[place].blanks == 0 < pieces[place + 1].blanks
    return [place] if parted else []
