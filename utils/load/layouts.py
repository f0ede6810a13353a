"""How a dump is laid out: what parts its dispatches, and where their labelled lines stand.

A `Layout` answers questions about places in a row of pieces. It looks ahead only a few pieces, so
that a hostile page costs no more time than a long one.
"""

from __future__ import annotations

from collections import Counter

from utils.load.byline_parts import EDGES, is_outlet
from utils.load.datelines import read_dateline
from utils.load.guises import TAKEN_UP, credit_behind, is_byline, is_headline, is_running, kinship
from utils.load.openings import goes_on
from utils.load.pieces import PASSED_OVER, Piece
from utils.load.stamp_lines import STAMPS
from utils.load.worn import find_worn

TITLE = 4                        # words of the name of a page or a channel above its first text
OFTEN = 3                        # times that a sender's name stands above headlines of any length
SIGNED = 70                      # characters behind a text that hold its paper and day
AHEAD = 12                       # labelled lines that a dispatch's head can have


class Layout:
    """The pieces of one text, and what can be told of its habits."""

    def __init__(self, text: str, pieces: list[Piece], given: bool):
        self.text, self.pieces = text, pieces
        self._running: dict[int, bool] = {}
        self.labels_first = not given and self._labels_first()
        self.labels_last = not given and self._labels_last()
        self.dated_below = not given and self._dated_below()
        self.addressed = [piece.role for piece in pieces[1:2]] == ["address"]   # under headlines
        self.only_links = not given and self._only_links()
        named = sum(piece.role == "headline" for piece in pieces)
        self._again = Counter() if given else Counter(filter(None, map(self._short, pieces)))
        self.named = named > 1             # headlines are labelled here: no other line is one
        self.ornament, self.decorated = (
            (None, set()) if given or self.named else find_worn(self))

    def running(self, place: int) -> bool:
        """Whether a piece is running text."""
        if place not in self._running:
            piece = self.pieces[place]
            self._running[place] = piece.kind == "text" and (
                is_running(self.text, piece) or piece.fused and self._is_cut_by_page(place))
        return self._running[place]

    def _is_cut_by_page(self, place: int) -> bool:
        """Whether a page ends inside a sentence right above or below a piece."""
        return any(piece.role == "page break" for piece in self.pieces[max(0, place - 1):place + 2])

    def _short(self, piece: Piece) -> str | None:
        """The words of a line of a few words; None for other pieces."""
        line = self.text[piece.start:min(piece.end, piece.start + 41)]
        return line if piece.kind == "text" and len(line) <= 40 and len(line.split()) <= 5 else None

    def below_kickers(self, place: int) -> int | None:
        """The headline under lines that only name an outlet, a department or a sender; else None.

        Such a line stands above headlines more than once, or the lexicon knows its name.
        """
        following = place
        while following < min(place + 3, len(self.pieces)) and self.is_kicker(following):
            following = self._behind_labels(following + 1)
        if following in (place, len(self.pieces)) or self.pieces[following].kind != "text":
            return None
        bullet = self.pieces[following].bullet and following not in self.decorated
        if self.pieces[following].blanks > 1 or bullet or (
                not is_headline(self.text, self.pieces[following])):
            return None
        longer = self._again[self.words(place)] >= OFTEN or (
            len(self.words(following).split()) > len(self.words(place).split()))
        return following if longer and self.next_running(following) is not None else None

    def below_title(self, place: int) -> int | None:
        """The first headline, under a few words that name the page or what it collects; else None.

        A word alone is none; more of them have their day or a gap below, and the text takes up the
        line behind that.
        """
        count, below = len(self.words(place).split()), place + 1
        while below < min(place + AHEAD, len(self.pieces)) and (
                self.pieces[below].kind in ("stamp", "section", "furniture", "path")
                or count < 3 and self.pieces[below].kind == "text"
                and len(self.words(below).split()) == 1):
            below += 1
        if count > TITLE or below == len(self.pieces) or self.pieces[below].kind != "text" or (
                not self.is_link(below) or (lead := self.next_running(below)) is None):
            return None
        longer = len(self.words(below).split()) > count and not self.resumes(lead)
        if count == 1:
            return below if longer and below <= place + 3 else None
        dated = self.pieces[below - 1].kind == "stamp"
        apart = self.pieces[below].blanks > 0 == self.pieces[below + 1].blanks
        words = self.words(lead, 600)
        return below if longer and (dated or apart) and kinship(self.words(place), words) == 0 and (
            kinship(self.words(below), words) >= TAKEN_UP) else None

    def headline_among(self, place: int) -> int:
        """Which of the short lines that begin here, behind an article, heads the next one.

        Links can stand below an article without a marker: then a gap is between them and it.
        """
        run = [place]
        while len(run) < AHEAD and run[-1] + 1 < len(self.pieces) and self.is_link(run[-1] + 1):
            run.append(run[-1] + 1)
        if len(run) == 1 or not (self.stamped(run[-1]) or self.next_running(run[-1])):
            return place
        widest = max(reversed(run), key=lambda number: self.pieces[number].blanks)
        if self.pieces[widest].blanks <= self.pieces[place].blanks:
            return place
        words = self.words(self.next_running(widest) or widest, 600)
        better = kinship(self.words(widest), words) >= kinship(self.words(place), words)
        return widest if better else place

    def heads_decorated(self, place: int) -> int | None:
        """The decorated headline right under a short line that stands apart; else None.

        Such a line names the paper or the department of what stands below it.
        """
        below = place + 1
        named = below in self.decorated and self.pieces[below].blanks == 0 and (
            self.parted(place) > 0 and self._short(self.pieces[place]) is not None)
        return below if named else None

    def is_link(self, place: int) -> bool:
        """Whether a line can be a link as well as a headline, and names no outlet."""
        piece = self.pieces[place]
        return is_headline(self.text, piece) and not (
            piece.fused or self.is_kicker(place) or is_byline(self.text, piece))

    def is_kicker(self, place: int) -> bool:
        """Whether a short line names an outlet, or stands here more than once."""
        line = self._short(self.pieces[place])
        return line is not None and (self._again[line] > 1 or is_outlet(line.strip(EDGES)))

    def _labels_last(self) -> bool:
        """Whether labelled lines stand under the bodies here: running text is above most."""
        under = blocks = 0
        for place in range(1, len(self.pieces)):
            piece, before = self.pieces[place], self.pieces[place - 1]
            if piece.kind in ("label", "stamp") and before.kind == "text" and not piece.fused:
                blocks += 1
                under += self.running(place - 1)
        return 2 * under > blocks

    def _labels_first(self) -> bool:
        """Whether the labelled lines of this dump stand above the headlines, by the first ones."""
        for piece in self.pieces:
            if piece.kind in ("label", "stamp") and piece.role != "headline":
                return True
            if piece.kind == "text" or piece.role == "headline":
                return False
        return False

    def _dated_below(self) -> bool:
        """Whether each labelled day stands right under a headline here, from the first line on."""
        dated = [place for place, piece in enumerate(self.pieces)
                 if piece.kind == "label" and piece.role == "published" and not piece.fused]
        return dated[:1] == [1] and len(dated) > 1 and all(
            is_headline(self.text, self.pieces[place - 1]) for place in dated)

    def is_dated_below(self, place: int) -> bool:
        """Whether a line has its labelled day right under it, as all headlines with one here."""
        return self.dated_below and place + 1 < len(self.pieces) and (
            self.pieces[place + 1].kind == "label" and self.pieces[place + 1].role == "published")

    def _only_links(self) -> bool:
        """Whether markers stand before links here: articles begin apart, each with its date.

        Three of them do so at least, and no title behind a marker has a date.
        """
        apart = 0
        for place in range(1, len(self.pieces)):
            piece, before = self.pieces[place], self.pieces[place - 1]
            if piece.role not in STAMPS or piece.fused or before.kind != "text" or (
                    self.running(place - 1)):
                continue
            if place > 1 and self.pieces[place - 2].kind in ("glue", "links"):
                return False
            apart += 1
        return apart >= 3

    def words(self, place: int, length: int = 10_000) -> str:
        """The words of a piece."""
        piece = self.pieces[place]
        return self.text[piece.start:min(piece.end, piece.start + length)]

    def closed(self, place: int) -> bool:
        """Whether labelled lines, an end mark or its paper and day close the article above."""
        above = place - 1
        while above >= max(0, place - 2) and self.pieces[above].kind in PASSED_OVER and (
                self.pieces[above].role != "closing"):
            above -= 1
        before = self.pieces[above] if above >= 0 else None
        if before is not None and before.kind == "text" and self.text[before.end - 1] == ")":
            last = self.text[max(before.start, before.end - SIGNED):before.end]
            return self.running(above) and credit_behind(last) is not None
        return before is not None and not before.fused and (
            before.kind in ("stamp", "ending", "tags") or before.role == "closing"
            or before.kind == "label" and before.role in (*STAMPS, "source", "url", "address"))

    def next_running(self, place: int) -> int | None:
        """The running text behind a piece, with at most two short lines between them."""
        for following in range(place + 1, min(place + 4, len(self.pieces))):
            if self.running(following):
                return following
            if self.pieces[following].kind in ("glue", "links", "rule"):
                return None
        return None

    def parted(self, place: int) -> int:
        """What parts a piece from the one before: 2 a rule or empty lines, 1 one line, else 0."""
        if place == 0 or self.pieces[place - 1].kind == "rule":
            return 2
        return min(2, self.pieces[place].blanks)

    def resumes(self, place: int | None) -> bool:
        """Whether a piece is a paragraph that goes on with an article, so that none begins here."""
        return place is not None and self.running(place) and goes_on(self.words(place, 80))

    def goes_on(self, place: int) -> bool:
        """Whether something of an article stands behind its headline."""
        return place + 1 < len(self.pieces) and self.pieces[place + 1].kind not in ("glue", "links")

    def next_text(self, place: int) -> int | None:
        """The next piece of text behind a piece, before any marker."""
        for following in range(place + 1, min(place + 6, len(self.pieces))):
            kind = self.pieces[following].kind
            if kind == "text":
                return following
            if kind in ("glue", "links", "rule"):
                return None
        return None

    def stamped(self, place: int) -> bool:
        """Whether labelled lines of a head follow before running text does, or it holds its day."""
        words = self.words(place, 220)
        if words.endswith(")") and credit_behind(words):
            return True
        for following in range(place + 1, min(place + 4, len(self.pieces))):
            piece = self.pieces[following]
            if piece.kind == "stamp" or piece.role == "address" and self.addressed or (
                    piece.kind == "label" and piece.role in (*STAMPS, "author", "body")):
                return True
            if piece.kind not in ("label", "text", *PASSED_OVER) or piece.blanks > 1 or (
                    self.running(following) or following > place + 2) or (
                    piece.kind == "text" and self.pieces[following - 1].kind != "text"):
                return False
        return False

    def is_last_words(self, place: int) -> bool:
        """Whether the labelled lines behind a short line close its article, not open another."""
        following = self._behind_labels(place + 1)
        while following < len(self.pieces) and self.pieces[following].kind in (
                "section", "furniture", "path"):
            following = self._behind_labels(following + 1)
        return following == len(self.pieces) or self.pieces[following].role != "body" and (
            self.pieces[following].kind not in ("text", "share"))

    def _behind_labels(self, place: int) -> int:
        """The place behind some labelled lines (a head has no more than a dozen)."""
        stop = min(place + AHEAD, len(self.pieces))
        while place < stop and self.pieces[place].kind in ("label", "stamp") and (
                self.pieces[place].role not in ("headline", "body")):
            place += 1
        return place

    def labels_then_headline(self, place: int, inside: bool) -> int | None:
        """The headline under labelled lines that stand above it, where this dump writes them so.

        `inside`: an article stands above, which the labelled lines may close instead.
        """
        if not self.labels_first and (self.decorated or not self.parted(place)):
            return None
        following = self._behind_labels(place)
        while self.labels_first and following < len(self.pieces) and (
                self.pieces[following].kind in PASSED_OVER):
            following = self._behind_labels(following + 1)
        if following == len(self.pieces):
            return None
        following = self.below_kickers(following) or following
        piece = self.pieces[following]
        if piece.role == "headline":
            return following
        closes = piece.blanks > self.pieces[place].blanks or not self.goes_on(following) or (
            is_byline(self.text, piece))
        return None if not is_headline(self.text, piece) or inside and closes else following

    def bylined(self, place: int) -> bool:
        """Whether a piece begins with a dateline that names place and source, or is a byline."""
        if is_byline(self.text, self.pieces[place]):
            return True
        line = read_dateline(self.words(place, 140))
        return line is not None and bool(
            line.stamp or line.place and (line.source or line.author))

    def opens_with_day(self, place: int) -> bool:
        """Whether a piece begins with a day and what parts it from the text: "18/6/2024 · ..."."""
        line = read_dateline(self.words(place, 140))
        return line is not None and line.stamp is not None
