"""One article of a dump: its headline, its labelled lines, its dateline and signature, its body.

Which pieces are an article's own, `dealing` has said; here they are read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from utils.calendars import WEEKDAYS
from utils.load.byline_parts import EDGES, KNOWN, NAME_WORDS, is_name, is_outlet, is_person
from utils.load.bylines import Byline, read_byline
from utils.load.datelines import read_dateline
from utils.load.drafts import Draft
from utils.load.guises import hangs, is_byline, is_running
from utils.load.headlines import Habits, read_headline
from utils.load.lines import trim
from utils.load.ornaments import undressed
from utils.load.pieces import Piece
from utils.load.stamp_lines import STAMPS, stops
from utils.load.stamps import Stamp, find_stamp, read_stamp
from utils.text.folding import fold

NO_HABITS = Habits()
_FULL_NAME = re.compile(r"(?!ال)(?:\w+\.\s*)?\w{2,}\s+\w{2,}")    # a writer's, behind his degree
WRITER = 60                      # characters of a line that names who wrote, and where
NAMED = 3                        # words of an outlet's name on a line of its own
HEAD_LINES = 3                   # short lines between a day and the text below it
A_LINE = 80                      # characters of a line that a report can begin with
BYLINES = 3                      # lines above a body that only say who and where
_WORD = re.compile(r"[^\W\d_]+")


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


def read_dispatch(text: str, pieces: list[Piece], draft: Draft, first: int, last: int,
             given: str | None, habits: Habits = NO_HABITS) -> Article:
    """The article whose pieces run from first to last; `given` is the headline of its record.

    `habits`: what stands behind the headlines of this dump.
    """
    labels: dict[str, str] = {}
    stamps: dict[str, Stamp] = {}
    flags = []
    spot = None
    own = range(first, last + 1)
    for place in own:
        _read_label(text, pieces[place], labels, stamps, flags)
    if draft.headline is not None:
        line = read_headline(text, pieces[draft.headline], draft.ornament, habits)
        spot = line.start, line.end
        labels, stamps = {**line.labels, **labels}, {**line.stamps, **stamps}
    texts = [place for place in own if (draft.headline is None or place > draft.headline) and (
        pieces[place].kind in ("text", "glue", "links")
        or given is not None and pieces[place].role == "address")]
    if given and len(texts) > 1 and same_line(text, pieces[texts[0]], given):
        texts = texts[1:]                                  # the headline again, above its text
    head = own[:max(0, (draft.headline or first) - first)]
    behind = _behind_the_head(text, pieces, texts, draft.headline, last)
    beside = [pieces[place] for place in texts if behind and place < behind[0]]
    for piece in [*(pieces[place] for place in head), *beside]:
        name = text[piece.start:piece.end].strip(EDGES)
        if piece.kind == "text" and is_outlet(name):
            labels.setdefault("outlet", name)             # the paper's name beside its headline
        elif piece.kind == "text" and piece in beside and is_person(name) and not (
                is_byline(text, piece)):
            labels.setdefault("author", name)
    head = _byline_in(text, beside)
    texts = behind
    ends_of = {first + 1 if spot else first, last, *(texts[:1] and [texts[0] - 1])}
    for place in ends_of & set(own):
        if pieces[place].role == "address":               # its own, not one in the running text
            labels.setdefault("url", text[pieces[place].value:pieces[place].end].rstrip(")>] "))
    if not texts:
        place = spot[1] if spot else pieces[last].end
        return Article(pieces[first].start, pieces[last].end, spot, (place, place), labels, stamps,
                       None, draft.host, (*flags, "no body"))
    body, byline, said, stamped = read_running(text, pieces, texts, signed_apart=given is None)
    byline = _merged(byline, head) if byline and head else byline or head
    labels = {**said, **labels} if "published" in stamps else {**labels, **said}
    stamps = {**stamped, **stamps}
    kinds = {pieces[place].kind for place in own}
    if kinds & {"glue", "links"}:
        flags.append("a marker inside the body")
    if "share" in kinds:
        flags.append("a share bar inside its span")
    return Article(pieces[first].start, pieces[last].end, spot, body, labels, stamps,
                   byline, draft.host, tuple(flags))


def _byline_in(text: str, lines: list[Piece]) -> Byline | None:
    """What the lines between a headline and its date say of who and where; else None."""
    for piece in lines:
        if is_byline(text, piece):
            return read_dateline(text[piece.start:piece.end] + "\n.")
    return None


def read_running(text: str, pieces: list[Piece], texts: list[int], signed_apart: bool = False):
    """Where a body lies in its texts, its dateline, and what that and its signature say.

    `signed_apart`: a signature on a line of its own is no part of the body.
    """
    signed = _signature(text, pieces, texts)
    if signed_apart and len(texts) > 1 and signed == text[
            pieces[texts[-1]].start:pieces[texts[-1]].end].strip("(). "):
        texts = texts[:-1]
    begins, ends, byline = _opening(text, pieces, texts)
    labels: dict[str, str] = {}
    stamps: dict[str, Stamp] = {}
    if byline and byline.stamp:
        stamps["published"] = byline.stamp
        labels["published"] = text[pieces[texts[0]].start:begins].strip(" \n-–—:|/")
    if signed:
        labels["signature"] = signed
    return (begins, ends), byline, labels, stamps


def _opening(text: str, pieces: list[Piece], texts: list[int]) -> tuple[int, int, Byline | None]:
    """Where a body begins behind its dateline, where it ends, and the dateline.

    Who wrote it and where it was written can stand on lines of their own, one above the other.
    """
    ends, found = pieces[texts[-1]].end, None
    for place in texts[:BYLINES]:
        begins = pieces[place].start
        line = read_dateline(text[begins:min(ends, begins + 140)])
        line = line or _name_above_day(text, pieces, place, ends) or (
            _writer_above(text, pieces, texts, place) if place != texts[-1] else None)
        if line is None:
            return begins, ends, found
        found = _merged(found, line) if found else line
        if begins + line.end < pieces[place].end or place == texts[-1]:
            break
    return trim(text, min(ends, begins + line.end), ends)[0], ends, found


def _name_above_day(text: str, pieces: list[Piece], place: int, ends: int) -> Byline | None:
    """The outlet that a line of a few words names, where the text below it begins with its day."""
    piece = pieces[place]
    words = text[piece.start:piece.end]
    below = pieces[place + 1] if place + 1 < len(pieces) else None
    if below is None or below.kind != "text" or below.blanks or len(words.split()) > NAMED or (
            stops(words) or hangs(words)):
        return None
    line = read_dateline(text[below.start:min(ends, below.start + 140)])
    return Byline(source=words, end=piece.end - piece.start) if line and line.stamp else None


def _writer_above(text: str, pieces: list[Piece], texts: list[int], place: int) -> Byline | None:
    """Who wrote, where a line tells nothing else above running text: "▪ ماجد الجميل من جنيف".

    Who stands under a picture is spoken of in the text, and a dateline names who wrote that.
    """
    piece, below = pieces[place:place + 2]
    start, end = undressed(text, piece.start, piece.end)
    if piece.kind != "text" or piece.fused or end - start > WRITER or below.blanks > 1 or not (
            is_running(text, below)) or read_dateline(text[below.start:below.end][:140]):
        return None
    line = read_byline(text[start:end])
    if not line.author or line.loose or not _FULL_NAME.match(line.author) or not (
            is_person(line.author) and is_name(text[start:end])):
        return None
    body = fold(text[below.start:pieces[texts[-1]].end]).key.split()
    told = fold(line.author).key.split()[-1] in body
    return None if told else line._replace(end=piece.end - piece.start)


def _merged(first: Byline, second: Byline) -> Byline:
    return Byline(first.author or second.author, first.source or second.source,
                  first.place or second.place, first.stamp or second.stamp,
                  first.agency or second.agency, first.loose, second.end)


def same_line(text: str, piece: Piece, headline: str) -> bool:
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
        if piece.role == "page break" or piece.kind == "text" and is_running(text, piece):
            break
        if texts and texts[-1] > place and (
                piece.kind in ("label", "stamp", "share", "furniture")
                or _is_name_behind_day(text, piece, pieces[place - 1])):
            head = place if headline is None else _lines_of_head(text, pieces, place, last)
    behind = [place for place in texts if head is None or place > head]
    return behind or texts


def _is_name_behind_day(text: str, piece: Piece, before: Piece) -> bool:
    """Whether a few words end the line of a day, as the name of a writer does."""
    day = before.kind == "stamp" or before.role in STAMPS
    return piece.kind == "text" and piece.fused and day and (
        len(text[piece.start:piece.end].split()) <= NAME_WORDS)


def _lines_of_head(text: str, pieces: list[Piece], place: int, last: int) -> int:
    """The last of a few short lines between a day and the running text: names, captions, buttons.

    The place before the first of them where there are none.
    """
    day = pieces[place]
    if day.kind != "stamp" and day.role not in STAMPS and day.kind not in ("share", "furniture"):
        return place
    below = place + 1
    while below < min(last, place + 1 + HEAD_LINES) and _is_short(text, pieces[below]):
        below += 1
    piece = pieces[below]
    leads = piece.kind == "text" and (
        is_running(text, piece) or piece.end - piece.start > A_LINE)
    return below - 1 if leads else place


def _is_short(text: str, piece: Piece) -> bool:
    """Whether a piece is a few words that end no sentence and wait for none."""
    words = text[piece.start:piece.end]
    most = NAME_WORDS if KNOWN.get(fold(words).key.split(" ")[0]) == "role" else NAME_WORDS - 1
    return piece.kind in ("section", "share", "furniture") or piece.kind == "text" and (
        len(words.split()) <= most and not (stops(words) or hangs(words)))


def _read_label(text: str, piece: Piece, labels: dict[str, str], stamps: dict[str, Stamp],
                flags: list[str]) -> None:
    """Takes down what a labelled line says; the first of a kind counts."""
    if piece.kind not in ("label", "stamp") or piece.role in ("headline", "body", "address"):
        return
    words = text[piece.value:piece.end].strip(" \t\u00a0|·•-–—:*")
    role = piece.role
    if role in STAMPS:
        stamp = read_stamp(words[:200])
        if piece.kind == "stamp" and stamp:
            line = text[piece.start:piece.end]
            beside = read_byline((line[:piece.value - piece.start]).strip(" |-–—:،")
                                 or line[piece.value - piece.start:][stamp.end:].strip(" |-–—:،"))
            for key, value in (("outlet", beside.source or beside.author), ("place", beside.place)):
                if value and not re.search(r"\d", value) and (
                        0 < len(_WORD.findall(value)) <= 5 and fold(value).key not in WEEKDAYS):
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
        credit = find_stamp(words) if role in ("source", "outlet") and _YEAR.search(words) else None
        if credit and credit.when and "published" not in stamps:       # "المصدر: سانا - 18/6/2024"
            labels["published"], stamps["published"] = words[credit.start:credit.end], credit
            words = f"{words[:credit.start]} {words[credit.end:]}".strip(" |-–—،,()") or words
        labels.setdefault(role, words)


_YEAR = re.compile(r"\d{4}|[٠-٩]{4}")
_SIGNATURE = re.compile(r"\(([^()]{2,40})\)\s*\.?$")


def _signature(text: str, pieces: list[Piece], texts: list[int]) -> str | None:
    """Who signs the last line of a body in brackets: "(رويترز)"."""
    piece = pieces[texts[-1]]
    line = text[max(piece.start, piece.end - 60):piece.end]
    match = _SIGNATURE.search(line)
    if not match:
        return None
    alone = match.start() == 0 and piece.end - piece.start <= 60
    return match[1] if alone or read_byline(match[1]).agency else None
