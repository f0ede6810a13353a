"""The pieces of a text dealt out: each to one article, or set aside with its reason.

Nothing is left over and nothing is dealt twice; which piece begins an article is asked of the
text's `Layout`, and what a marker announces of `announced`.
"""

from __future__ import annotations

from collections import Counter

from utils.load.anew import begins_anew
from utils.load.announced import announced
from utils.load.below_comments import below_comments
from utils.load.drafts import Draft
from utils.load.guises import is_byline, is_headline, looks_like_head
from utils.load.layouts import Layout
from utils.load.openings import goes_on
from utils.load.ornaments import ornament
from utils.load.pieces import FURNITURE, Piece
from utils.load.recurring import Head, Recurring
from utils.load.stories import KNOWN, is_second_story
from utils.load.traces import LINE
from utils.text.folding import fold

LEAST = 2                        # heads that recur
HABIT = 3                        # articles that an empty line parted, so that it parts others
_HEADLESS = -1                   # a dispatch that begins without a headline


class Dealer:
    """Deals out the pieces of one text: `drafts` in their order, and `asides` with reasons."""

    def __init__(self, text: str, pieces: list[Piece], given: bool, wires: bool = False):
        self.text, self.pieces, self.given, self.wires = text, [*pieces], given, wires
        self.layout = Layout(text, pieces, given)
        self.heads: dict[int, Head] = {}
        self.worn = None
        if not given and pieces:
            self._learn()
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.asides: list[tuple[int, str]] = []
        self.gaps, self.spaced = 0, False   # articles that empty lines part; any inside of them
        self.below = False               # what readers wrote stands here, under an article
        if given and pieces:
            self._open(None, None, [])
        place = 0
        while place < len(pieces):
            head = self.heads.get(place)
            place = self._deal_head(head) if head else self._deal(place)

    def _learn(self) -> None:
        """Takes the heads that recur in this text, and what their headlines wear."""
        self.recurring = Recurring(self.layout)
        heads = self.recurring.heads
        if len(heads) < LEAST:
            return
        self.heads = {head.block.first: head for head in heads}
        worn = Counter(ornament(self.layout.words(head.headline)) for head in heads)
        sign, times = worn.most_common(1)[0]
        self.worn = sign if times > 1 and 4 * times >= 3 * len(heads) else None
        self._know(range(self.recurring.last.first, len(self.pieces)))

    def _know(self, places: range, headline: int | None = None) -> None:
        """Takes lines around an article for what they are in all of this text."""
        for place in places:
            piece, kind = self.pieces[place], self.recurring.traces[place][0]
            if place == headline:
                continue
            if headline is not None and kind in ("person", "outlet"):
                role = "author" if kind == "person" else "outlet"
                self.pieces[place] = piece._replace(kind="label", role=role, value=piece.start)
            elif kind == "again" or headline is not None and piece.kind == "text" and (
                    self.recurring.same(headline, place)):
                self.pieces[place] = piece._replace(kind="furniture")

    def _deal_head(self, head: Head) -> int:
        """Deals out the block above an article: the foot of the page before, and its own head."""
        block = range(head.block.first, head.start)
        self._know(block)
        foot = next((place for place in block
                     if self.pieces[place].kind in ("glue", "links", "rule", "comments")
                     or self._only_link(place, head)), block.stop)
        if self.current is None or self.below:
            foot = block.start
        else:
            self.current.places += range(block.start, foot)
        glued = self._set_aside(range(foot, block.stop))
        listed = glued and self.pieces[head.start - 1].kind not in ("glue", "links")
        apart = listed and self.pieces[head.start].blanks > 1      # another page, below some links
        host = self._host() if glued and not apart else None
        self._know(range(head.start, head.block.stop), head.headline)
        self._open(head.headline, host, [*range(head.start, head.block.stop)])
        return head.block.stop

    def _only_link(self, place: int, head: Head) -> bool:
        """Whether a line at the foot of a page is a link: its article has none of its words."""
        words = self.layout.words(place)
        return self.recurring.traces[place] == LINE and self.layout.is_link(place) and (
            self.recurring.known(place, head.block) < KNOWN
            and len(words.split()) > 2 and not goes_on(words))

    def _set_aside(self, places: range) -> bool:
        """Sets aside what stands between two articles; whether a marker glues the second on."""
        glued, above = False, ""
        contents = any(self.pieces[place].role == "contents" for place in places)
        for place in places:
            piece = self.pieces[place]
            kind = piece.kind
            if kind in ("glue", "links"):
                glued = True
                reason = ("marker before an article" if place + 1 == places.stop and self.drafts
                          else "marker before a list of links")
            elif kind == "text":
                reason = above or ("list of links" if glued else "lines between articles")
            elif kind in ("label", "stamp"):
                reason = "labelled line before links"
            else:
                reason = FURNITURE[kind]
            above = reason if kind == "comments" else "" if kind in ("rule", "path") else above
            glued = glued and kind not in ("rule", "path", "comments") and (
                piece.role not in ("address", "category"))
            self.asides.append((place, reason))
        return glued and not contents

    def _deal(self, place: int) -> int:
        """Deals out the piece at this place, and those that go with it; the place to go on from."""
        piece = self.pieces[place]
        if piece.kind in ("glue", "links") and not (self.given and piece.role == "contents"):
            return self._deal_marker(place)
        if piece.kind == "comments" and not self.given and (
                self.below or self.drafts and (
                    self.current is None or self.current.has_body(self.layout))):
            self.below, self.current = True, None
        if piece.role == "greeting" and self.current and not self.given and (
                not self.current.has_body(self.layout)):
            self._greet()
        headline = (self._new_dispatch(place) if self._can_begin()
                    else place if self._is_second_story(place) else None)
        if headline is not None:
            stop = max(place, headline) + 1
            while place < headline and self.layout.is_link(place):
                self.asides.append((place, "lines between articles"))
                place += 1
            self._open(None if headline == _HEADLESS else headline, None, [*range(place, stop)])
            return stop
        if self.below:
            self.asides.append((place, FURNITURE.get(piece.kind, "comments of readers")))
            self.below = piece.kind not in ("rule", "path")      # another page begins there
            return place + 1
        if self.current is None and piece.kind in FURNITURE:
            self.asides.append((place, FURNITURE[piece.kind]))
        elif self.current is None and self.given:
            self.asides.append((place, "text behind a list of links"))
        elif self.current is None:
            self._open(None, None, [place])
        else:
            self.spaced |= piece.blanks > 0 and self.current.has_body(self.layout)
            self.current.places.append(place)
        return place + 1

    def _can_begin(self) -> bool:
        """Whether an article can begin without a marker: in a record only behind a glued-on one."""
        return not self.given or self.current is not None and self.current.headline is not None

    def _is_second_story(self, place: int) -> bool:
        """Whether another story begins at a line of a record, below the text of the one before."""
        return self.current is not None and self.current.has_body(self.layout) and (
            is_second_story(self.layout, place, self.current.places, self.wires))

    def _greet(self) -> None:
        """Sets aside what stands above the words with which a newsletter greets: its title."""
        self.drafts.remove(self.current)
        self.asides += [(place, FURNITURE.get(self.pieces[place].kind, "title of the dump"))
                        for place in self.current.places]
        self.current = None

    def _open(self, headline: int | None, host: int | None, places: list[int]) -> None:
        if host is None and self.current and self.current.only_names_outlet(self.layout):
            places = [*self.drafts.pop().places, *places]     # the paper's name above its article
        worn = self.layout.ornament if headline in self.layout.decorated else self.worn
        self.current, self.below = Draft(headline, host, places, worn), False
        self.drafts.append(self.current)

    def _host(self) -> int | None:
        """The ordinal of the article that a marker stands under."""
        if not self.drafts:
            return None
        last = self.drafts[-1]
        return len(self.drafts) - 1 if last.host is None else last.host

    def _new_dispatch(self, place: int) -> int | None:
        """The place of the headline of a dispatch that begins here (or `_HEADLESS`); else None."""
        piece, layout = self.pieces[place], self.layout
        if piece.kind == "label" and piece.role == "headline":
            return None if self._is_named_again(place) else place
        if piece.kind in ("label", "stamp"):
            return layout.labels_then_headline(place, self.current is not None)
        if piece.kind != "text":
            return None
        if place in layout.decorated:
            return place
        if layout.decorated and (below := layout.heads_decorated(place) or (
                layout.below_kickers(place))) in layout.decorated:
            return below                                  # a paper's name above its articles
        if self.below:
            return below_comments(layout, place)
        if self.current is None:
            below = layout.below_kickers(place) or (
                None if self.drafts else layout.below_title(place))
            if below is not None:
                return below
            opens = is_headline(self.text, piece) or looks_like_head(self.text, piece) and (
                layout.stamped(place) or layout.next_running(place) == place + 1)
            return place if opens and layout.goes_on(place) else _HEADLESS
        if piece.fused or piece.bullet or layout.decorated or layout.named or (
                not layout.goes_on(place) or not self.current.has_body(layout)):
            return None
        below = layout.below_kickers(place)
        if below is not None and (layout.parted(place) or layout.closed(place)
                                  or layout.stamped(below)):
            return below
        if not is_headline(self.text, piece):
            return None
        return layout.headline_among(place) if self._stands_apart(place) else None

    def _is_named_again(self, place: int) -> bool:
        """Whether a labelled headline is that of the article it stands under."""
        if self.current is None or self.current.headline is None:
            return False
        above, piece = self.pieces[self.current.headline], self.pieces[place]
        words = self.text[above.value if above.kind == "label" else above.start:above.end]
        return fold(words).key.split() == fold(self.text[piece.value:piece.end]).key.split()

    def _stands_apart(self, place: int) -> bool:
        """Whether a line that can be a headline, in or behind an article, begins another one."""
        layout = self.layout
        parted = layout.parted(place)
        if layout.is_dated_below(place):
            return True
        if layout.stamped(place):
            elsewhere = layout.labels_first or layout.labels_last
            return not layout.is_last_words(place) and (parted >= 2 or not elsewhere)
        following = layout.next_running(place)
        if following is None or layout.resumes(following) or (
                is_byline(self.text, self.pieces[place])):
            return False
        if parted >= 2 or layout.closed(place) or layout.bylined(layout.next_text(place)) or (
                parted and layout.opens_with_day(following)):
            return True
        if begins_anew(layout, place, following, self.current.places):
            self.gaps += parted
            return True
        # Where empty lines part the articles above, and nothing inside them, one does here too.
        return parted > 0 and self.gaps >= HABIT and not self.spaced and (
            following == place + 1 and len(layout.words(place).split()) > HABIT)

    def _dates_link(self, place: int) -> bool:
        """Whether a day stands under the last of some links, with an end or a gap below."""
        pieces = self.pieces
        return place < len(pieces) and pieces[place].role == "published" and (
            pieces[place].blanks == 0) and (
            place + 1 == len(pieces) or pieces[place + 1].blanks > 0
            or pieces[place + 1].kind in ("glue", "links", "rule"))

    def _deal_marker(self, place: int) -> int:
        """Deals out a marker and what it announces; the place to go on from."""
        above = self.current.places if self.current else []
        found = announced(self.layout, place, above, self.given)
        if found.inside and self.current is not None:
            self.current.places.append(place)
            return place + 1
        what = ("marker before an article" if found.headline is not None
                else "marker before a list of links" if found.links
                else "marker that announces nothing")
        self.asides.append((place, what))
        last = found.links[-1] if found.links else place
        stop = found.headline
        if stop is None:
            stop = last + 1 + (found.links != () and self._dates_link(last + 1))
        own, links = [], set(found.links)
        for number in range(place + 1, stop):
            kind = self.pieces[number].kind
            if number in links:
                self.asides.append((number, "list of links"))
            elif number > last and found.headline is not None and (
                    own or kind in ("label", "stamp")):
                own.append(number)                 # labelled lines above the headline
            else:
                self.asides.append((number, FURNITURE.get(kind, "labelled line before links")))
        host = None if self.pieces[place].role == "contents" else self._host()
        self.current = None
        if found.headline is None:
            return stop
        self._open(found.headline, host, [*own, found.headline])
        return found.headline + 1
