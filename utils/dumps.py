"""Decoded text to articles: headlines, labelled lines, datelines, and what is glued on.

A text is cut into pieces (lines, or parts of a line where something is fused to it), and the pieces
are dealt out: each goes to one article or is set aside with its reason, so that nothing is lost and
nothing stands twice. A text dump is searched for headlines; in a record, a newswire document and a
page the headline is given, and only a marker (إقرأ أيضاً) can begin another article in it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from utils.bylines import Byline, read_byline, read_dateline
from utils.folding import fold
from utils.marks import HEAD, head_mark, holds_mark, inner_mark, may_begin, tail_mark
from utils.stamps import Stamp, find_stamp, read_stamp

LONG_LINE = 110                  # characters; longer than a link, so it is running text
LONG_HEADLINE = 200
VALUE = 90                       # characters of a label's value
STAMPS = ("published", "updated")
FURNITURE = {
    "share": "share bar", "furniture": "furniture of the page", "rule": "rule between articles",
    "permalink": "link to the article itself", "tags": "tags of the page", "contact": "contact notice", "ending": "end mark",
}


class Piece(NamedTuple):
    """A line or a part of one."""

    start: int
    end: int
    kind: str                    # text, label, stamp, glue, links, or a key of FURNITURE
    role: str = ""               # of a label
    value: int = 0               # of a label: where its value begins
    blanks: int = 0              # empty lines before it
    fused: bool = False          # it begins inside a line
    bullet: bool = False         # it is an item of a list


class Article(NamedTuple):
    """Where an article and its parts lie in a text, and what its labelled lines say."""

    start: int
    end: int
    headline: tuple[int, int] | None
    body: tuple[int, int]
    labels: dict[str, str]
    stamps: dict[str, Stamp]
    byline: Byline | None
    host: int | None             # the ordinal (from 0) of the article that it was glued under
    flags: tuple[str, ...] = ()


class Aside(NamedTuple):
    """A stretch that is in no article."""

    start: int
    end: int
    reason: str


_WORD = re.compile(r"[^\W\d_]+")
_BULLETED = re.compile(r"(?:[•●▪◾◼■□○◦*✱►▶»›·+🔴🔵📌\-–—]|\d{1,2}\s?[.)\-](?=\s))\s*(?=\S)")
_FULL_STOP = re.compile(r"[.。۔]\s*[\"»”)\]]*$")
_DOTS = re.compile(r"\.{2,}\s*$")
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_PROCLITICS = re.compile(r"^(?:[وفبلك]?ال|لل|[وفبلك](?=..))")


# ---------------------------------------------------------------- pieces


def find_pieces(text: str, start: int = 0, end: int | None = None) -> list[Piece]:
    """The pieces of text[start:end], in their order; together they hold all that is printed.

    >>> text = "آخر تحديث: 18 يونيو 2024 - 1:10 م بغداد/ شبكة أخبار العراق- عقد وفدان"
    >>> [(piece.kind, text[piece.start:piece.end]) for piece in find_pieces(text)]
    [('label', 'آخر تحديث: 18 يونيو 2024 - 1:10 م'), ('text', 'بغداد/ شبكة أخبار العراق- عقد وفدان')]
    """
    found: list[Piece] = []
    last = start
    for line in _LINE.finditer(text, start, len(text) if end is None else end):
        first, stop = _trim(text, line.start(), line.end())
        if first == stop:
            continue
        blanks = max(0, text.count("\n", last, first) - 1) if found else 0
        _cut_line(text, first, stop, blanks, found)
        last = stop
    return found


def _lines_apart(text: str, start: int, end: int) -> list[Piece]:
    """The first line and all others, as two pieces of text."""
    first = text.find("\n", start, end)
    stretches = [(start, first), (first, end)] if first >= 0 else [(start, end)]
    return [Piece(*_trim(text, *stretch), "text") for stretch in stretches if start < end]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _cut_line(text: str, start: int, end: int, blanks: int, found: list[Piece]) -> None:
    """Appends the pieces of one line."""
    fused = False
    while start < end:
        head = text[start:min(end, start + HEAD)]
        mark = head_mark(head, end - start <= HEAD) if may_begin(head) else None
        if mark is None:
            stop = _text_end(text, start, end)
            found.append(_text_piece(text, start, stop, blanks, fused))
        else:
            begins = start + mark.end
            stop = begins
            if mark.kind == "label":
                stop = _value_end(text, begins, end, mark.role)
            elif mark.kind in ("share", "furniture") and not text[begins:end].strip(" .|:"):
                stop = end
            last = _trim(text, start, stop)[1]
            found.append(Piece(start, last, mark.kind, mark.role, begins, blanks, fused))
        start, blanks, fused = _trim(text, stop, end)[0], 0, True


def _text_end(text: str, start: int, end: int) -> int:
    """Where the running text of a line ends: at a mark behind the end of a sentence, or with it."""
    mark = inner_mark(text, start, end)
    return mark.start if mark else end


def _text_piece(text: str, start: int, end: int, blanks: int, fused: bool) -> Piece:
    start, end = _trim(text, start, end)
    line = text[start:min(end, start + HEAD)]
    bullet = not line[:1].isalpha() and _BULLETED.match(line) is not None
    if end - start <= HEAD and not fused and (stamp := _lone_stamp(line)):
        return Piece(start, end, "stamp", "published", start + stamp.start, blanks, fused)
    return Piece(start, end, "text", "", start, blanks, fused, bullet)


def _lone_stamp(line: str) -> Stamp | None:
    """The stamp of a line that holds little else (الجمعة 12 آب 2022; المحار - 20 يوليو 2022)."""
    if not re.search(r"\d{4}|[٠-٩]{4}", line):
        return None
    stamp = find_stamp(line)
    if not stamp or stamp.when is None:
        return None
    beside = _WORD.findall(line[:stamp.start] + " " + line[stamp.end:])
    if not beside:
        return stamp
    parted = re.search(r"[|/\-–—:،•·]\s*$", line[:stamp.start]) or re.match(
        r"\s*[|/\-–—:،•·]", line[stamp.end:])
    return stamp if parted and len(beside) <= 6 else None


def _value_end(text: str, start: int, end: int, role: str) -> int:
    """Where a label's value ends in its line: behind its date, at the next mark, or with the line."""
    if role == "body":
        return start
    if role in STAMPS:
        stamp = find_stamp(text, start, end)
        if stamp and stamp.start - start <= 40:
            return _zone_end(text, stamp.end, end)
    stop = _text_end(text, start, end)
    bar = text.find("|", start, stop)
    if bar > start:
        stop = bar + 1
    return stop if stop - start <= VALUE or role in ("url", "headline") else start


def _zone_end(text: str, start: int, end: int) -> int:
    """Behind what else belongs to a stamp: a closing bar or dash before the next label."""
    tail = re.compile(r"\s*(?:بتوقيت\s\S+|[|•·]|-(?=\s*$))?").match(text, start, end)
    return tail.end()


# ---------------------------------------------------------------- what pieces look like


def is_running(text: str, piece: Piece) -> bool:
    """Whether a piece of text reads like a paragraph, not like a headline or a link.

    >>> text = "وزير الخارجية في أنقرة"
    >>> is_running(text, find_pieces(text)[0])
    False
    """
    length = piece.end - piece.start
    if length > LONG_HEADLINE:
        return True
    line = text[piece.start:piece.end]
    if _stops(line):
        return len(line.split()) >= 6
    return length > LONG_LINE and len(line.split()) > 16


def _stops(line: str) -> bool:
    """Whether a line ends with a full stop (not with dots)."""
    end = line[-8:]
    return _FULL_STOP.search(end) is not None and not _DOTS.search(end)


def _is_headline(text: str, piece: Piece) -> bool:
    """Whether a piece can be a headline."""
    line = text[piece.start:piece.end]
    if piece.kind != "text" or len(line) > LONG_HEADLINE or is_running(text, piece):
        return False
    words = _WORD.findall(line)
    return len(words) >= 2 and not line.rstrip().endswith(("،", "؛", ":", ","))


def _is_byline(text: str, piece: Piece) -> bool:
    """Whether a line holds nothing but who and where (القاهرة - أ ش أ)."""
    if piece.kind != "text" or piece.end - piece.start > 80:
        return False
    line = read_dateline(text[piece.start:piece.end] + "\n.")
    return line is not None and line.end > piece.end - piece.start


def _stems(words: str) -> set[str]:
    """The beginnings of the words that carry meaning, so that a headline meets its lead.

    >>> sorted(_stems("والقاهرة في اجتماع"))
    ['اجتم', 'قاهر']
    """
    return {
        stem[:4] for word in _WORD.findall(fold(words).key)
        if len(stem := _PROCLITICS.sub("", word)) >= 3 and len(word) >= 4
    }


def kinship(headline: str, text: str) -> float:
    """The share of a headline's words that the text takes up again (0 when it has none).

    >>> kinship("وزير الخارجية في أنقرة", "وصل وزير الخارجية إلى أنقرة اليوم")
    1.0
    """
    stems = _stems(headline)
    return len(stems & _stems(text)) / len(stems) if stems else 0.0


# ---------------------------------------------------------------- dealing out


class _Draft:
    """An article while its pieces are being gathered."""

    def __init__(self, headline: int | None, host: int | None, first: int):
        self.headline, self.host = headline, host
        self.pieces: list[int] = [first]
        self.has_body, self.looked = False, 0      # running text, and how far it was looked for


class _Dealer:
    """Deals the pieces of one text out to articles and to what is set aside."""

    def __init__(self, text: str, pieces: list[Piece], given: bool):
        self.text, self.pieces, self.given = text, pieces, given
        self.drafts: list[_Draft] = []
        self.current: _Draft | None = None
        self.asides: list[tuple[int, str]] = []
        self._running: dict[int, bool] = {}
        self.labels_first = not given and self._labels_first()
        self.labels_last = not given and self._labels_last()
        self.spaced = not given and self._spaced()

    def running(self, place: int) -> bool:
        """Whether a piece is running text."""
        if place not in self._running:
            piece = self.pieces[place]
            self._running[place] = piece.kind == "text" and is_running(self.text, piece)
        return self._running[place]

    def _labels_last(self) -> bool:
        """Whether labelled lines stand under the bodies of this dump: what is above most of them."""
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

    def _spaced(self) -> bool:
        """Whether empty lines stand between paragraphs here, so that one alone parts nothing."""
        gaps = [piece.blanks for before, piece in zip(self.pieces, self.pieces[1:], strict=False)
                if before.kind == piece.kind == "text" and not piece.fused]
        return 2 * sum(gap > 0 for gap in gaps) > len(gaps)

    def words(self, place: int, length: int = 10_000) -> str:
        """The words of a piece."""
        piece = self.pieces[place]
        return self.text[piece.start:min(piece.end, piece.start + length)]

    def deal(self) -> None:
        """Goes through the pieces once."""
        place = 0
        if self.given and self.pieces:
            self._open(None, None, 0)
            place = 1 if self.pieces[0].kind not in ("glue", "links") else 0
            if place == 0:
                self.current.pieces.clear()
        while place < len(self.pieces):
            piece = self.pieces[place]
            if piece.kind in ("glue", "links"):
                place = self._after_marker(place)
            elif not self.given and (headline := self._new_dispatch(place)) is not None:
                self._open(headline if headline >= 0 else None, None, place)
                for skipped in range(place + 1, max(place, headline) + 1):
                    self.current.pieces.append(skipped)
                place = max(place, headline) + 1
            elif self.current is None and piece.kind in FURNITURE:
                self.asides.append((place, FURNITURE[piece.kind]))
                place += 1
            else:
                if self.current is None:
                    self._open(None, None, place)
                else:
                    self.current.pieces.append(place)
                place += 1

    def _open(self, headline: int | None, host: int | None, first: int) -> None:
        self.current = _Draft(headline, host, first)
        self.drafts.append(self.current)

    def _host(self) -> int | None:
        """The ordinal of the article that a marker stands under."""
        if not self.drafts:
            return None
        last = self.drafts[-1]
        return len(self.drafts) - 1 if last.host is None else last.host

    # -- where another dispatch begins

    def _new_dispatch(self, place: int) -> int | None:
        """The place of the headline of a dispatch that begins here (-1: it has none), or None."""
        piece = self.pieces[place]
        if piece.kind == "label" and piece.role == "headline":
            return place
        if piece.kind in ("label", "stamp"):
            return self._labels_then_headline(place)
        if piece.kind != "text":
            return None
        if self.current is None:
            opens = _is_headline(self.text, piece) or _looks_like_head(self.text, piece) and (
                self._stamped(place) or self._next_running(place) == place + 1)
            return place if opens and self._goes_on(place) else -1
        if not _is_headline(self.text, piece) or piece.fused or piece.bullet:
            return None
        if not self._has_body() or not self._goes_on(place):
            return None
        parted = self._parted(place)
        if self._stamped(place):
            if self._is_last_words(place):
                return None
            return place if parted >= 2 or not (self.labels_first or self.labels_last) else None
        following = self._next_running(place)
        if following is None or _is_byline(self.text, piece):
            return None
        if parted >= 2 or self._closed(place):
            return place
        if self._bylined(self._next_text(place)):
            return place
        if parted and not self.spaced and self._kin(place, following):
            return place
        return None

    def _closed(self, place: int) -> bool:
        """Whether labelled lines or an end mark close the article above this piece."""
        before = self.pieces[place - 1] if place else None
        return before is not None and not before.fused and (
            before.kind in ("stamp", "ending", "tags")
            or before.kind == "label" and before.role in (*STAMPS, "source", "url"))

    def _next_running(self, place: int) -> int | None:
        """The running text behind a piece, with at most two short lines between them."""
        for following in range(place + 1, min(place + 4, len(self.pieces))):
            if self.running(following):
                return following
            if self.pieces[following].kind in ("glue", "links", "rule"):
                return None
        return None

    def _parted(self, place: int) -> int:
        """How much parts a piece from the one before: 2 a rule or two empty lines, 1 one, else 0."""
        if place == 0 or self.pieces[place - 1].kind == "rule":
            return 2
        return min(2, self.pieces[place].blanks)

    def _has_body(self) -> bool:
        draft = self.current
        if not draft.has_body:
            draft.has_body = any(self.running(place) for place in draft.pieces[draft.looked:])
            draft.looked = len(draft.pieces)
        return draft.has_body

    def _goes_on(self, place: int) -> bool:
        """Whether something of an article stands behind its headline."""
        return place + 1 < len(self.pieces) and self.pieces[place + 1].kind not in ("glue", "links")

    def _next_text(self, place: int) -> int | None:
        for following in range(place + 1, min(place + 6, len(self.pieces))):
            kind = self.pieces[following].kind
            if kind == "text":
                return following
            if kind in ("glue", "links", "rule"):
                return None
        return None

    def _stamped(self, place: int) -> bool:
        """Whether labelled lines of a head follow, before running text does."""
        for following in range(place + 1, min(place + 4, len(self.pieces))):
            piece = self.pieces[following]
            if piece.kind == "stamp" or (
                    piece.kind == "label" and piece.role in (*STAMPS, "author", "body")):
                return True
            if piece.kind not in ("label", "share", "furniture", "text") or piece.blanks > 1 or (
                    self.running(following) or following > place + 2) or (
                    piece.kind == "text" and self.pieces[following - 1].kind != "text"):
                return False
        return False

    def _is_last_words(self, place: int) -> bool:
        """Whether the labelled lines behind a short line close its article, not open another."""
        following = self._behind_labels(place + 1)
        return following == len(self.pieces) or self.pieces[following].kind not in ("text", "share")

    def _behind_labels(self, place: int) -> int:
        """The place behind some labelled lines (a head has no more than a dozen)."""
        stop = min(place + 12, len(self.pieces))
        while place < stop and self.pieces[place].kind in ("label", "stamp") and (
                self.pieces[place].role not in ("headline", "body")):
            place += 1
        return place

    def _labels_then_headline(self, place: int) -> int | None:
        """The headline under labelled lines that stand above it, where this dump writes them so."""
        if not self.labels_first and not self._parted(place):
            return None
        following = self._behind_labels(place)
        if following < len(self.pieces) and self.pieces[following].role == "headline":
            return following
        if following == len(self.pieces) or not _is_headline(self.text, self.pieces[following]):
            return None
        if self.current is not None and (self.pieces[following].blanks > self.pieces[place].blanks
                                         or not self._goes_on(following)):
            return None                     # the labels close the article above
        return following

    def _bylined(self, place: int) -> bool:
        """Whether a piece begins with a dateline that names place and source, or is a byline."""
        if _is_byline(self.text, self.pieces[place]):
            return True
        line = read_dateline(self.words(place, 140))
        return line is not None and bool(line.place and (line.source or line.author))

    def _kin(self, place: int, following: int) -> bool:
        """Whether a headline is taken up by what follows it, more than by what stands before it."""
        headline = self.words(place)
        before = " ".join(self.words(number, 600) for number in self.current.pieces[-3:])
        after = kinship(headline, self.words(following, 600))
        return after >= 0.3 and after > 2 * kinship(headline, before)

    # -- what stands behind a marker

    def _after_marker(self, place: int) -> int:
        """Deals out a marker and what it announces; the place to go on from."""
        stop = self._announced_end(place)
        headline, links = self._announced(place, stop)
        if headline is None and not links and stop > place + 1 and self.current is not None:
            self.current.pieces.append(place)            # a button inside an article
            return place + 1
        what = "marker before an article" if headline is not None else "marker"
        if headline is None:
            what = "marker before a list of links" if links else "marker that announces nothing"
        self.asides.append((place, what))
        self.asides += [(link, "list of links") for link in links]
        host = self._host()
        self.current = None
        last = max(links, default=place)
        stop = last + 1 if headline is None else headline
        between = [number for number in range(place + 1, stop) if number not in links]
        own = [number for number in between
               if number > last and self.pieces[number].kind in ("label", "stamp")]
        for number in between:
            if number not in own:
                reason = FURNITURE.get(self.pieces[number].kind, "labelled line before links")
                self.asides.append((number, reason))
        if headline is None:
            return stop
        self._open(headline, host, own[0] if own else headline)
        self.current.pieces += [number for number in own[1:]] + ([headline] if own else [])
        return headline + 1

    def _announced_end(self, place: int) -> int:
        """The place behind the last piece that this marker can announce."""
        for following in range(place + 1, len(self.pieces)):
            if self.pieces[following].kind in ("glue", "links", "rule"):
                return following
        return len(self.pieces)

    def _announced(self, place: int, stop: int) -> tuple[int | None, list[int]]:
        """The headline of the article behind a marker (or None), and the links before it."""
        heads: list[int] = []
        body = None
        for following in range(place + 1, stop):
            piece = self.pieces[following]
            if heads and piece.blanks > max(1, self.pieces[heads[0]].blanks):
                break                              # what comes after a wide gap stands by itself
            if piece.kind == "text":
                bylined = heads and not piece.bullet and _is_byline(self.text, piece)
                opens = not heads and _looks_like_head(self.text, piece)
                if bylined or (self.running(following) and not opens):
                    body = following
                    break
                heads.append(following)
            elif piece.kind in ("label", "stamp"):
                if not heads and piece.role not in ("headline", "body"):
                    continue                       # labelled lines above the headline
                if heads and piece.role != "headline":
                    body = following
                    break
                if piece.role == "headline":
                    return following, heads
            elif piece.kind in ("share", "furniture", "ending"):
                continue
            else:
                break
        marker = self.pieces[place]
        if body is None:
            # A whole sentence alone is no link: the marker was a button inside the article.
            return None, [] if len(heads) == 1 and self.running(heads[0]) else heads
        if not heads or marker.kind == "links":
            return None, self._links_before(heads, body)
        plain = [head for head in heads if not self.pieces[head].bullet]
        if not plain:
            return None, heads
        headline = self._choose(plain, body)
        if headline == place + 1 and self._is_inline_link(place, headline, body):
            return None, []
        return headline, [head for head in heads if head < headline]

    def _links_before(self, heads: list[int], body: int) -> list[int]:
        """Links before a dispatch of its own: its headline is left to it."""
        if heads and self.pieces[body].kind in ("label", "stamp") and not self.given:
            return heads[:-1]
        return heads

    def _choose(self, heads: list[int], body: int) -> int:
        """Which of the short lines before running text is its headline."""
        if len(heads) == 1:
            return heads[0]
        if len(heads) > 2 and self.pieces[body].kind in ("label", "stamp"):
            return heads[-1]
        words = self._words_from(body)
        kin = [kinship(self.words(head), words) for head in heads]
        if len(heads) == 2 and (kin[0] > 0 or kin[1] < 0.3):
            return heads[0]                       # a headline and its deck
        if len(heads) > 2 and kin[0] >= 0.5 and kin[0] > kin[-1]:
            return heads[0]
        return heads[-1]

    def _words_from(self, body: int) -> str:
        texts = [number for number in range(body, min(body + 6, len(self.pieces)))
                 if self.pieces[number].kind == "text"]
        return " ".join(self.words(number, 800) for number in texts[:3])

    def _is_inline_link(self, place: int, headline: int, body: int) -> bool:
        """Whether a marker with one title in the running text of an article only links elsewhere."""
        piece = self.pieces[headline]
        fused = piece.fused and not self.pieces[place].fused
        if not fused or self.current is None or self.pieces[body].kind != "text":
            return False
        words = self._words_from(body)
        if kinship(self.words(headline), words) > 0.1:
            return False
        before = " ".join(self.words(number, 800) for number in self.current.pieces[-4:])
        return kinship(words[:300], before) > 0.2


def _looks_like_head(text: str, piece: Piece) -> bool:
    """Whether the first line behind a marker can be a headline although it is long."""
    line = text[piece.start:piece.end]
    if len(line) > LONG_HEADLINE or len(line.split()) > 34:
        return False
    return not _stops(line) or len(line.split()) <= 14


# ---------------------------------------------------------------- articles


def split_dump(text: str, start: int = 0, end: int | None = None,
               given: bool = False, headline: str = "") -> tuple[list[Article], list[Aside]]:
    """The articles in text[start:end] and what lies outside of them.

    `given`: the headline came in a field of its own (`headline`, which may be repeated as the first
    line), so that the text is one article and what its markers glue on.

    >>> text = "وفدان في حميميم\\nعقد وفدان محادثات في قاعدة حميميم الجوية.\\nإقرأ أيضاً:\\nدمشق والقاهرة"
    >>> articles, asides = split_dump(text)
    >>> [text[slice(*article.body)] for article in articles], [aside.reason for aside in asides]
    (['عقد وفدان محادثات في قاعدة حميميم الجوية.'], ['marker before a list of links', 'list of links'])
    """
    end = len(text) if end is None else end
    tail = tail_mark(text, start, end)
    stop = tail.start if tail else end
    if given and not holds_mark(text, start, stop):
        # One piece is enough; its first line is one of its own, as the headline may stand there.
        pieces = _lines_apart(text, *_trim(text, start, stop))
    else:
        pieces = find_pieces(text, start, stop)
    if tail:
        pieces.append(Piece(tail.start, _trim(text, start, end)[1], tail.kind, tail.role))
    dealer = _Dealer(text, pieces, given)
    dealer.deal()
    articles, asides = [], [
        Aside(pieces[place].start, pieces[place].end, reason) for place, reason in dealer.asides
    ]
    ordinals = {}
    for number, draft in enumerate(dealer.drafts):
        first, last, cut = _bounds(pieces, draft, given and number == 0)
        asides += cut
        if first is None:
            continue
        ordinals[number] = len(articles)
        article = _article(text, pieces, draft, first, last, headline if number == 0 else "",
                           given and number == 0)
        articles.append(article._replace(host=ordinals.get(draft.host)))
    return articles, sorted(asides)


def _bounds(pieces: list[Piece], draft: _Draft, given: bool):
    """First and last place of an article's own pieces, and the furniture cut from its ends."""
    own = list(draft.pieces)
    cut = []
    while own and pieces[own[-1]].kind in FURNITURE and pieces[own[-1]].kind != "ending":
        place = own.pop()
        cut.append(Aside(pieces[place].start, pieces[place].end, FURNITURE[pieces[place].kind]))
    while given and own and pieces[own[0]].kind in FURNITURE:
        place = own.pop(0)
        cut.append(Aside(pieces[place].start, pieces[place].end, FURNITURE[pieces[place].kind]))
    if not own:
        return None, None, cut
    return own[0], own[-1], cut


def _article(text: str, pieces: list[Piece], draft: _Draft, first: int, last: int,
             headline: str, given: bool) -> Article:
    """The article whose pieces run from first to last."""
    labels: dict[str, str] = {}
    stamps: dict[str, Stamp] = {}
    flags = []
    spot = None
    if draft.headline is not None:
        piece = pieces[draft.headline]
        spot = _trim(text, piece.value if piece.kind == "label" else piece.start, piece.end)
    own = range(first, last + 1)
    for place in own:
        _read_label(text, pieces[place], labels, stamps, flags)
    texts = [place for place in own
             if pieces[place].kind in ("text", "glue", "links") and place != draft.headline]
    if texts and given and headline and _same(text, pieces[texts[0]], headline) and len(texts) > 1:
        texts = texts[1:]                                  # the headline again, above its text
    texts = _behind_the_head(text, pieces, texts, draft.headline, last)
    if not texts:
        place = spot[1] if spot else pieces[last].end
        return Article(pieces[first].start, pieces[last].end, spot, (place, place), labels, stamps,
                       None, draft.host, (*flags, "no body"))
    begins, ends = pieces[texts[0]].start, pieces[texts[-1]].end
    byline = read_dateline(text[begins:min(ends, begins + 140)])
    after = texts[0]
    while byline and begins + byline.end >= pieces[after].end and after != texts[-1]:
        after = texts[texts.index(after) + 1]
        begins, found = pieces[after].start, byline
        byline = read_dateline(text[begins:min(ends, begins + 140)]) or found._replace(end=0)
        byline = _merged(found, byline)
    if byline:
        begins = _trim(text, min(ends, begins + byline.end), ends)[0]
        if byline.stamp and "published" not in stamps:
            stamps["published"] = byline.stamp
            labels["published"] = text[pieces[texts[0]].start:begins].strip(" \n-–—:|/")
    signed = _signature(text, pieces, texts)
    if signed:
        labels.setdefault("signature", signed)
    if any(pieces[place].kind in ("glue", "links") for place in own):
        flags.append("a marker inside the body")
    if any(pieces[place].kind == "share" for place in own):
        flags.append("a share bar inside its span")
    return Article(pieces[first].start, pieces[last].end, spot, (begins, ends), labels, stamps,
                   byline, draft.host, tuple(flags))


def _merged(first: Byline, second: Byline) -> Byline:
    return Byline(first.author or second.author, first.source or second.source,
                  first.place or second.place, first.stamp or second.stamp,
                  first.agency or second.agency, first.loose, second.end)


def _same(text: str, piece: Piece, headline: str) -> bool:
    """Whether a piece is the headline again, apart from spelling."""
    if abs(piece.end - piece.start - len(headline)) > len(headline) // 4 + 4:
        return False
    words = fold(text[piece.start:min(piece.end, piece.start + 400)]).key.split()
    return words == fold(headline).key.split()


def _behind_the_head(text: str, pieces: list[Piece], texts: list[int], headline: int | None,
                     last: int) -> list[int]:
    """The texts of the body: those behind the last labelled line of the article's head."""
    head = None
    for place in range(headline + 1 if headline is not None else texts[0] if texts else 0, last):
        piece = pieces[place]
        if piece.kind == "text" and is_running(text, piece):
            break
        if piece.kind in ("label", "stamp", "share") and texts and texts[-1] > place:
            head = place
    behind = [place for place in texts if head is None or place > head]
    return behind or texts


def _read_label(text: str, piece: Piece, labels: dict[str, str], stamps: dict[str, Stamp],
                flags: list[str]) -> None:
    """Takes down what a labelled line says; the first of a kind counts."""
    if piece.kind not in ("label", "stamp") or piece.role in ("headline", "body"):
        return
    words = text[piece.value:piece.end].strip(" \t\u00a0|-–—:")
    role = piece.role
    if role in STAMPS:
        stamp = read_stamp(words[:200])
        if piece.kind == "stamp" and stamp:
            line = text[piece.start:piece.end]
            beside = read_byline((line[:piece.value - piece.start]).strip(" |-–—:،")
                                 or line[piece.value - piece.start:][stamp.end:].strip(" |-–—:،"))
            for key, value in (("outlet", beside.source or beside.author), ("place", beside.place)):
                if value and not re.search(r"\d", value) and len(_WORD.findall(value)) <= 5:
                    labels.setdefault(key, value)
            words = words[stamp.start:stamp.end]
        if role in labels:
            if stamps.get(role) and stamp and stamps[role].when != stamp.when:
                flags.append(f"{role} is given twice")
            return
        labels[role] = words
        if stamp:
            stamps[role] = stamp
    elif words:
        labels.setdefault(role, words)


_SIGNATURE = re.compile(r"\(([^()]{2,40})\)\s*\.?$")


def _signature(text: str, pieces: list[Piece], texts: list[int]) -> str | None:
    """Who signs the last line of a body in brackets: "(رويترز)"."""
    piece = pieces[texts[-1]]
    line = text[max(piece.start, piece.end - 60):piece.end]
    match = _SIGNATURE.search(line)
    if not match or (len(texts) > 1 and piece.end - piece.start > 60 and not read_byline(match[1]).source):
        return None
    alone = match.start() == 0 and piece.end - piece.start <= 60
    return match[1] if alone or read_byline(match[1]).agency else None
