"""Headlines by what recurs: pages printed one below the other have the same parts in one order.

Between two stretches of running text stands a block of short lines: the foot of a page, markers and
links, the head of the next. What stands in block after block parts articles; which line of a block
is the headline, the text below says by taking its words up, and its place among the other parts.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from utils.load.announced import announced
from utils.load.guises import TAKEN_UP, hangs, kinship
from utils.load.layouts import Layout
from utils.load.pieces import FURNITURE
from utils.load.stamp_lines import STAMPS
from utils.load.traces import LINE, MOST_LINES, RUNNING, Block, Trace, Traces, without_figures
from utils.text.folding import fold

LEAD = 600                       # characters of a text that can take a headline up
NAMED = 4                        # words from which on a line above a day is no outlet's name
LONG = 5                         # words from which on a line says enough to be taken up
NEAR = 6                         # lines around a headline that can have it again
OFTEN = 0.6                      # of the heads that are sure, for what a head must have
SIGN = 0.2                       # what a sign of a headline adds to its weight
LINKS = 2                        # links at least of a list below a marker
IN_A_ROW = 2                     # markers between two paragraphs, each with its link
LISTED = 0.4                     # ... and its place in a list of contents
SURE, ENOUGH = 0.3, 0.35         # what a headline weighs: without its neighbours, and with them

_DOTS = " .…"                    # behind a lead that was cut short
_NAMES = ("person", "outlet", "byline")
_PARTS = ("glue", "links", "rule")
_TOLD = ("label", "stamp")
_WORD = re.compile(r"[^\W\d_]+")


class Head(NamedTuple):
    """The head of an article: its block, where in it the article begins, and its headline."""

    block: Block
    start: int
    headline: int


class Recurring(Traces):
    """What recurs in the pieces of one text, and the heads that follow from it."""

    def __init__(self, layout: Layout):
        super().__init__(layout)
        self.heads = self._with_starts(self._headlines())

    def _signs(self, block: Block) -> set[Trace]:
        """What in a block can part articles."""
        places = range(block.first, block.stop)
        found = {self.traces[place] for place in places} - {LINE}
        if any(self.pieces[place].blanks > max(1, self.gap) for place in places):
            found.add(("gap", ""))
        if any(self.listed(place, block) for place in places):
            found.add(("listed", ""))
        return found

    def _candidates(self, block: Block) -> list[int]:
        """The lines of a block that can be the headline of what stands below."""
        if self.layout.named and not any(
                self.pieces[place].kind in _PARTS for place in range(*block)):
            return [place for place in range(*block) if self.pieces[place].role == "headline"]
        found = []
        first = max(block.first, block.stop - MOST_LINES)
        parts = [place for place in range(first, block.stop)
                 if self.pieces[place].kind in (*_PARTS, "comments")]
        for place in range(parts[-1] + 1 if parts else first, block.stop):
            kind, role = self.traces[place]
            words = self.layout.words(place)
            count = len(_WORD.findall(words))
            named = kind in _NAMES and count > 2
            if role == "headline" or (kind == "text" or named) and count >= 2 and (
                    not hangs(words)):
                found.append(place)
        return self._without_items(found, parts)

    def _without_items(self, places: list[int], parts: list[int]) -> list[int]:
        """The places without items of a list right below a marker, where other lines follow."""
        below = next((number for number, place in enumerate(places)
                      if not self.pieces[place].bullet), 0)
        return places[below:] if parts and self.pieces[parts[-1]].kind != "rule" else places

    def _weight(self, place: int, block: Block) -> float:
        """How much a line looks like the headline of a block, apart from its neighbours.

        The text below takes its words up, more than the text above does.
        """
        piece, line = self.pieces[place], self.layout.words(place)
        if piece.role == "headline":
            line = self.text[piece.value:piece.end]
        below = " ".join(self.layout.words(number, LEAD) for number in (block.stop, block.stop + 1)
                         if number < len(self.pieces) and self.traces[number] == RUNNING)[:LEAD]
        taken_up, known = kinship(line, below), self.known(place, block)
        if piece.role == "headline":
            return 2.0 if taken_up >= known else -0.5     # a database names it below the body too
        key = " ".join(fold(line).key.split()).rstrip(_DOTS)
        if len(key.split()) > 3 and key in " ".join(fold(below).key.split())[:len(key) + 100]:
            return -0.5                                   # the lead again, set above its text
        twice = any(self.same(place, other) for other in range(
            max(block.first, place - NEAR), min(block.stop, place + NEAR)) if other != place)
        first = place == block.first or self.traces[place - 1][0] != "text"
        named = {"byline": 1.0, "outlet": 0.5, "person": 0.5 if len(line.split()) < 4 else 0.2}
        told = piece.fused and self.pieces[place - 1].kind == "label"
        resumed = self.layout.resumes(block.stop if block.stop < len(self.pieces) else None)
        item = piece.bullet and place not in self.layout.decorated
        apart = piece.blanks > max(1, self.gap)
        dated = taken_up > 0 and self._dated(place, block)
        return ((taken_up - 0.7 * known) * min(1.0, len(line.split()) / LONG) + 0.3 * twice
                + LISTED * self.listed(place, block)
                + SIGN * (first + apart + dated + 2 * self._behind_list(place, block)) - SIGN * item
                - 0.4 * told - 0.3 * resumed - SIGN * line.rstrip().endswith("..")
                - named.get(self.traces[place][0], 0))

    def _behind_list(self, place: int, block: Block) -> bool:
        """Whether an empty line stands between links below a marker and the line or its day."""
        while place > block.first and not self.pieces[place].blanks and (
                self.pieces[place - 1].kind in _TOLD):
            place -= 1                                    # its day may stand above it
        apart, links = self.pieces[place].blanks > 0, place - 1
        while links >= block.first and self.pieces[links].kind == "text" and (
                not self.pieces[links].blanks):
            links -= 1
        return apart and place - links > LINKS and links >= block.first and (
            self.pieces[links].kind in ("glue", "links"))

    def _dated(self, place: int, block: Block) -> bool:
        """Whether the day stands under a line that is too long for the name of an outlet.

        Who wrote it and where can stand between them, on a line. Where days stand above headlines
        in this dump, the day must be above the line.
        """
        if self.layout.labels_first:
            above = self.pieces[max(0, place - 1)]
            return place > block.first and above.role in STAMPS and not self.pieces[place].fused
        below, named = place + 1, self.traces[place][0] in _NAMES
        if below + 1 < block.stop and self.traces[below][0] in ("byline", "person"):
            below += 1
        elif len(self.layout.words(place).split()) < NAMED:
            return False
        return below < block.stop and not named and not self.pieces[below].fused and (
            self.pieces[below].kind == "stamp" or self.pieces[below].role in STAMPS)

    def known(self, place: int, block: Block) -> float:
        """The share of a line's words that the text above its block has."""
        above = " ".join(self.layout.words(number, LEAD)
                         for number in range(max(0, block.first - 3), block.first))
        piece = self.pieces[place]
        return kinship(self.text[piece.value if piece.kind == "label" else piece.start:piece.end],
                       above)

    def same(self, place: int, other: int) -> bool:
        """Whether another line of the block has these words again, maybe with the site's name."""
        if self.pieces[other].kind not in ("text", "path"):
            return False
        key = self.key(place)
        return len(key.split()) > 2 and key in self.key(other)

    def _inside(self, block: Block) -> bool:
        """Whether a block stands inside an article: the text below goes on, and nothing parts them.

        A marker in it may lead elsewhere: "اقرأ أيضاً: ..." between two paragraphs.
        """
        if block is self.blocks[0] or block.stop == len(self.pieces):
            return False
        parts = [place for place in range(*block) if self.pieces[place].kind in (*_PARTS, *_TOLD)]
        if 0 < len(parts) <= IN_A_ROW and all(
                self.pieces[place].kind == "glue" for place in parts):
            above = [*range(max(0, block.first - 4), block.first)]
            return announced(self.layout, parts[0], above, given=False).inside and (
                self.layout.resumes(block.stop) or not self._taken_up(block))
        return not parts and self.layout.resumes(block.stop)

    def _taken_up(self, block: Block) -> bool:
        """Whether the text below a block has the words of one of its lines again."""
        words = self.layout.words(block.stop, LEAD)
        return any(kinship(self.layout.words(place), words) >= TAKEN_UP
                   for place in range(*block) if self.pieces[place].kind == "text")

    def _weights(self, block: Block) -> dict[int, float]:
        """What each line that can be the headline of a block weighs.

        Where one has its day under it, lines below that day are decks and captions, or it again.
        """
        found: dict[int, float] = {}
        dated = None
        for place in self._candidates(block):
            if dated is not None:
                if not self.same(place, dated):
                    continue
                found[dated] -= SIGN                  # it was the page's title, with its site
            found[place] = self._weight(place, block)
            if place - 1 in found and self._is_lead_again(place, block):
                found[place] -= 0.5
            if found[place] >= SURE + 2 * SIGN and self.pieces[place].role != "headline" and (
                    self._dated(place, block)):
                dated = place
        return found

    def _is_lead_again(self, place: int, block: Block) -> bool:
        """Whether all words of a line stand in the text below as they are: a deck taken from it."""
        key = self.key(place).rstrip(_DOTS)
        if block.stop == len(self.pieces) or len(key.split()) <= LONG:
            return False
        return key in without_figures(self.layout.words(block.stop, LEAD))

    def _headlines(self) -> list[tuple[Block, int]]:
        """Each block that parts articles, with its headline; none where nothing is sure."""
        weights = {block: self._weights(block) for block in self.blocks if not self._inside(block)}
        sure = []
        for block, lines in weights.items():
            best = max(lines, key=lambda place: (lines[place], place), default=None)
            if best is not None and lines[best] >= SURE and (
                    block is self.blocks[0] or self._signs(block)):
                sure.append((block, best))
        inner = [block for block, _ in sure if block is not self.blocks[0]]
        signs = Counter(sign for block in inner for sign in self._signs(block))
        usual = {sign for sign, times in signs.items() if times >= OFTEN * len(inner)}
        beside = [Counter(self._neighbour(place + step, block) for block, place in sure)
                  for step in (-1, 1)]
        found = []
        for block, lines in weights.items():
            ranks = {place: weight + 0.4 * sum(
                times[self._neighbour(place + step, block)] / len(sure)
                for step, times in zip((-1, 1), beside, strict=True) if sure)
                for place, weight in lines.items()}
            best = max(ranks, key=lambda place: (ranks[place], place), default=None)
            if best is None:
                continue
            parts = usual and 2 * len(usual & self._signs(block)) >= len(usual)
            if block is self.blocks[0] or parts and ranks[best] >= ENOUGH:
                found.append((block, best))
        return found

    def _neighbour(self, place: int, block: Block) -> Trace:
        trace = self.traces[place] if place >= block.first else ("start", "")
        return LINE if trace[0] in _NAMES else trace

    def _with_starts(self, headlines: list[tuple[Block, int]]) -> list[Head]:
        """The heads: above a headline belongs to it what stands there in the first block too.

        The first block may have more on top: the title of the dump, a list of what is in it.
        """
        above = [self._above(block, headline) for block, headline in headlines]
        if not above:
            return []
        own = Counter(self._part(place) for place in above[0])
        if len(above) > 1:
            elsewhere = Counter(trace for places in above[1:]
                                for trace in {self._part(place) for place in places})
            own = Counter({trace: times for trace, times in own.items()
                           if trace[0] in _TOLD or 2 * elsewhere[trace] >= len(above) - 1})
        heads = []
        for (block, headline), places in zip(headlines, above, strict=True):
            left, start = own.copy(), headline
            if places.start > block.first and self.pieces[places.start - 1].kind == "glue" and all(
                    self.pieces[place].kind in _TOLD and self.pieces[place].role != "address"
                    for place in places):
                left, start = Counter(), places.start     # a marker, labelled lines, a headline
            for place in reversed(places):
                if left[self._part(place)] <= 0 and not self.same(headline, place):
                    break
                left[self._part(place)] -= 1
                start = place
            while self.pieces[start].kind in FURNITURE or self.traces[start][0] == "again":
                start += 1
            heads.append(Head(block, start, headline))
        return heads

    def _part(self, place: int) -> Trace:
        """The trace of a part of a head: a date is one with its label and without."""
        trace = self.traces[place]
        return ("stamp", "") if trace == ("label", "published") else trace

    def _above(self, block: Block, headline: int) -> range:
        """The places of a block above its headline, down to a marker or a rule."""
        first = headline
        while first > block.first and self.pieces[first - 1].kind not in _PARTS:
            first -= 1
        return range(first, headline)
