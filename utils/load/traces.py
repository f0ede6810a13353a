"""The blocks of short lines between stretches of running text, and what each piece in them is.

Pages printed one below the other have the same parts in one order; a `Trace` says which part a
piece is: a date, a label, a person, a line that comes again, or a line of which nothing is known.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from utils.load.byline_parts import is_outlet, is_person
from utils.load.guises import is_byline
from utils.load.layouts import Layout
from utils.load.ornaments import undressed
from utils.text.folding import fold

MOST_LINES = 40                  # lines of a block that are looked at
FEWEST = 3                       # words of a line in a list of contents that names an article

Trace = tuple[str, str]
LINE = ("text", "")              # the trace of a line of which nothing is known
RUNNING = ("running", "")
_SIGNATURE = re.compile(r"\([^()]{2,40}\)\.?$")      # "(رويترز)" below its article
_DIGITS = re.compile(r"\d+")


class Block(NamedTuple):
    """Pieces that are no running text, up to the running text below them."""

    first: int
    stop: int


class Traces:
    """The blocks of one text and the traces of its pieces, by their places."""

    def __init__(self, layout: Layout):
        self.layout, self.pieces, self.text = layout, layout.pieces, layout.text
        self._keys: dict[int, str] = {}
        self.blocks = self._blocks()
        contents = self._contents()
        self._listed = {key for key in map(self.key, contents) if len(key.split()) >= FEWEST}
        self._again = self._recurring_lines(contents)
        self.traces = [self._trace(place) for place in range(len(self.pieces))]
        self.gap = self._usual_gap()

    def _blocks(self) -> list[Block]:
        found, first = [], 0
        for place in range(len(self.pieces)):
            if self.layout.running(place):
                if place > first or not found:
                    found.append(Block(first, place))
                first = place + 1
        self.last = Block(first, len(self.pieces))       # below the last running text
        return found

    def key(self, place: int) -> str:
        """The words of a line, all numbers alike."""
        if place not in self._keys:
            piece = self.pieces[place]
            words = self.text[slice(*undressed(self.text, piece.start, piece.end, "#."))]
            self._keys[place] = without_figures(words)
        return self._keys[place]

    def _contents(self) -> list[int]:
        """The places of the lines that a list of contents names, in the first block."""
        named: list[int] = []
        behind = False
        for place in range(*self.blocks[0]) if self.blocks else ():
            if behind and self.pieces[place].kind == "text":
                named.append(place)
            behind = behind or self.pieces[place].role == "contents"
        return named

    def listed(self, place: int, block: Block) -> bool:
        """Whether the list of contents names this line, which stands behind it."""
        key = self.key(place)
        return key in self._listed and not any(
            self.key(below) == key for below in range(place + 1, block.stop))

    def _recurring_lines(self, contents: list[int]) -> set[str]:
        """The lines of text that stand in more than one block, beside a list of contents."""
        times: Counter[str] = Counter()
        left_out = set(contents)
        for first, stop in [*self.blocks, self.last]:
            times.update({self.key(place) for place in range(first, min(stop, first + MOST_LINES))
                          if self.pieces[place].kind == "text" and place not in left_out})
        return {key for key, count in times.items() if count > 1}

    def _trace(self, place: int) -> Trace:
        """What a piece is in the row of parts that it stands in."""
        piece = self.pieces[place]
        if piece.kind != "text":
            return piece.kind, piece.role if piece.kind == "label" else ""
        if self.layout.running(place):
            return RUNNING
        words = self.layout.words(place)
        if is_person(words):
            return "person", ""
        if is_outlet(words.strip(" :")):
            return "outlet", ""
        if is_byline(self.text, piece):
            return "byline", ""
        if _SIGNATURE.match(words):
            return "signature", ""
        key = self.key(place)
        return ("again", key) if key in self._again else LINE

    def _usual_gap(self) -> int:
        """How many empty lines stand between the paragraphs here."""
        gaps = sorted(self.pieces[place].blanks for place in range(1, len(self.pieces))
                      if self.traces[place] == self.traces[place - 1] == RUNNING
                      and not self.pieces[place].fused)
        return gaps[len(gaps) // 2] if gaps else 0


def without_figures(words: str) -> str:
    """The key of some words, all numbers alike.

    >>> without_figures("العدد 17 من  25")
    'العدد # من #'
    """
    return " ".join(_DIGITS.sub("#", fold(words).key).split())
