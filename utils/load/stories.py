"""Whether a second story begins in a record or a newswire document, where no marker says so.

Its headline came in a field of its own, so a short line in the text is a subhead most of the time.
It heads another story where a rule or an empty line stands above it, and its own day, its own
dateline or nothing but its own words below.
"""

from __future__ import annotations

import re

from utils.load.byline_parts import is_person
from utils.load.datelines import read_dateline
from utils.load.guises import TAKEN_UP, is_byline, is_headline, kinship
from utils.load.layouts import Layout
from utils.load.stamp_lines import STAMPS, lone_stamp

KNOWN = 0.1                      # share of a line's words that its article has; a link has fewer
HEAD = 6                         # pieces of a story's head
LEAD = 140                       # characters of a line that are looked at
OPENING = 60                     # characters of a dateline's place and source
SHARED = 0.2                     # share of a headline's words that another story can have
_PARTED = re.compile(r"[\d(/:–—-]")
_APART = re.compile(r"\n[^\S\n]*\n[^\S\n]*[^\n]{12,200}(?<![.:،])\n(?=(?P<below>[^\n]{6,140}))")


def holds_story(text: str, start: int, end: int) -> bool:
    """Whether a day or a dateline stands below any line apart in text[start:end]: a quick look.

    >>> text = "عقد وفدان محادثات.\\n\\nأسعار القمح ترتفع\\n18 يونيو 2024\\nارتفعت الأسعار."
    >>> holds_story(text, 0, len(text))
    True
    """
    return any(_opens(match["below"].strip()) for match in _APART.finditer(text, start, end))


def _opens(line: str) -> bool:
    """Whether a story can open with a line: a day, or a dateline that names place and source."""
    if not _PARTED.search(line, 0, OPENING):
        return False
    if lone_stamp(line):
        return True
    found = read_dateline(line if len(line) > LEAD - 20 else f"{line}\n.")
    return found is not None and bool(found.place and (found.source or found.author))


def is_second_story(layout: Layout, place: int, above: list[int], wires: bool) -> bool:
    """Whether another story begins at a line; `above`: the places of the one before it.

    `wires`: agencies send several in a document, each with its town and agency; nothing else need
    part them there.
    """
    piece, text = layout.pieces[place], layout.text
    if piece.fused or piece.bullet or not is_headline(text, piece) or is_byline(text, piece):
        return False
    below = _body_below(layout, place)
    if below is None or layout.pieces[below].fused or layout.resumes(below):
        return False
    line = read_dateline(layout.words(below, LEAD))
    ruled = place > 0 and layout.pieces[place - 1].kind == "rule"
    if line is not None and line.place and line.agency and (wires or ruled or piece.blanks):
        return True
    head = layout.pieces[place + 1:below]
    dated = any(part.kind == "stamp" or part.role in STAMPS for part in head)
    named = any(part.kind == "text" for part in head) or line is not None and bool(
        line.place and (line.source or line.author))
    if not ruled and not (piece.blanks and (dated or named)):
        return False
    words = layout.words(place)
    taken_up = kinship(words, layout.words(below, 800))
    known = kinship(words, " ".join(layout.words(number, 2000) for number in above))
    if dated:
        return taken_up >= known
    return taken_up >= TAKEN_UP and known <= (SHARED if named else KNOWN)


def _body_below(layout: Layout, place: int) -> int | None:
    """The running text below a line, behind nothing but labelled lines and who wrote it."""
    for below in range(place + 1, min(place + HEAD, len(layout.pieces))):
        piece = layout.pieces[below]
        if layout.running(below):
            return below
        if piece.blanks > 1 or piece.kind not in ("label", "stamp") and not (
                is_byline(layout.text, piece) or is_person(layout.words(below, 60))):
            return None
    return None
