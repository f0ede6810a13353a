"""A decoded text cut into lines and parts of lines, and what each looks like.

Where something is fused to a line (a marker behind the last sentence, a dateline behind the date),
the line is cut there. Together the pieces hold all that is printed, in its order.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from utils.load.byline_parts import is_name, is_person
from utils.load.credits import comments_on, name_and_count
from utils.load.datelines import name_before_report, with_sign
from utils.load.inner_marks import inner_mark, marker_inside, tail_mark
from utils.load.lines import find_lines, trim
from utils.load.looks import code_mark, coding, look, message_head, notice
from utils.load.marks import HEAD, Mark, head_mark
from utils.load.shapes import is_network, may_begin
from utils.load.stamp_lines import STAMPS, lone_stamp, stops
from utils.load.stamps import find_stamp

STAMP_LINE = 130                 # characters of a line that only says who and when
TITLE = 10                       # characters of a title before its address
VALUE = 90                       # characters of a label's value
TO_LINE_END = ("tags", "contact", "permalink", "path", "rule")
FURNITURE = {
    "share": "share bar", "furniture": "furniture of the page", "rule": "rule between articles",
    "section": "name of a department", "path": "path of the page on its site",
    "permalink": "link to the article itself", "tags": "tags of the page",
    "contact": "contact notice", "ending": "end mark", "comments": "comments of readers",
}
PASSED_OVER = ("share", "furniture", "section", "path")


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


_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"\d{4}|[٠-٩]{4}")
_BULLETED = re.compile(
    r"(?:[•●▪◾◼■□○◦*✱►▶◂◄‣⁃➤➢➡✔✅❖»›·+🔴🔵📌\-–—]|\d{1,2}\s?[.)\-](?=\s))\s*(?=\S)")
_ONE_NAME = re.compile(r"[^\W\d_]+(?:[ .]+[^\W\d_]+)*")
_INDEXED = re.compile(r"[A-Z]{3}\W*\(\d{1,3}%\)")       # how sure a database is of a subject
_ADDRESS = re.compile(r"[\s\])(<|:\-–—]+(?P<url>https?://[^\s()<>]+)\s*[)>\]]*$")
_BAR = (re.compile(r"\|"), re.compile(r"\||\s[·•](?=\s)"))      # behind a value; behind a name
_VISIBLE = re.compile(
    "[^\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}"
    "\N{ARABIC LETTER MARK}]"
)


def find_pieces(text: str, start: int = 0, end: int | None = None) -> list[Piece]:
    """The pieces of text[start:end], in their order; together they hold all that is printed.

    >>> text = "آخر تحديث: 18 يونيو 2024 - 1:10 م بغداد/ شبكة أخبار العراق- عقد وفدان"
    >>> [(piece.kind, text[piece.start:piece.end]) for piece in find_pieces(text)]
    [('label', 'آخر تحديث: 18 يونيو 2024 - 1:10 م'),
     ('text', 'بغداد/ شبكة أخبار العراق- عقد وفدان')]
    """
    found: list[Piece] = []
    last, coded = start, coding(text)
    lines, breaks = find_lines(text, start, len(text) if end is None else end)
    for first, stop in lines:
        if not _VISIBLE.search(text, first, stop):
            found.append(Piece(first, stop, "furniture"))        # like an empty line
            continue
        blanks = max(0, text.count("\n", last, first) - 1) if found else 0
        above, last = len(found) - 1, stop
        if first in breaks:
            if found and breaks[first] and found[-1].kind == "text":
                found[-1] = found[-1]._replace(fused=True)       # half a sentence heads nothing
            found.append(Piece(first, stop, "furniture", "page break", 0, blanks))
            continue
        cut_line(text, first, stop, blanks, found, coded)
        if above >= 0 and found[above].role == "page break" and breaks[found[above].start]:
            found[above + 1] = found[above + 1]._replace(fused=True)      # its sentence goes on
        if above >= 0 and found[above].kind == "label" and _is_empty(text, found[above]) and (
                _fills(text, found[above], found[above + 1])):
            # The name of the field on a line, what it holds on the next.
            below = found.pop(above + 1)
            found[above] = found[above]._replace(end=below.end, value=below.start)
    return found


def _fills(text: str, label: Piece, below: Piece) -> bool:
    """Whether a line can be what the label on the line above it lacks."""
    if label.role == "headline":
        return below.kind == "text" and below.blanks <= 1
    words = text[below.start:min(below.end, below.start + STAMP_LINE)]
    named = below.kind == "text" and bool(
        is_person(words) and _ONE_NAME.fullmatch(words) if label.role == "author"
        else label.role in ("source", "outlet", "place") and is_name(words))
    return below.blanks == 0 and (named or label.role in STAMPS and below.kind == "stamp")


def _is_empty(text: str, label: Piece) -> bool:
    return not text[label.value:label.end].strip(" :")


def lines_apart(text: str, start: int, end: int) -> list[Piece]:
    """The first line and all others, as two pieces of text."""
    first = text.find("\n", start, end)
    stretches = [(start, first), (first, end)] if first >= 0 else [(start, end)]
    return [Piece(*trim(text, *stretch), "text") for stretch in stretches if start < end]


def cut_line(text: str, start: int, end: int, blanks: int, found: list[Piece],
              coded: str) -> None:
    """Appends the pieces of one line; `coded`: how the text names its fields, or ""."""
    fused = False
    while start < end:
        head = text[start:min(end, start + HEAD)]
        whole = end - start <= HEAD or not _WORD.search(head) and not _WORD.search(text, start, end)
        if fused and whole and found[-1].kind == "stamp" and (
                named := name_and_count(text[start:end])):
            _behind_day(start, end, named, found)
            return
        mark = head_mark(head, whole) if may_begin(head, whole) else None
        if mark is None and found and found[-1].kind == "share" and is_network(head):
            mark = Mark(0, end - start, "share", "")      # a share bar, one network a line
        if mark is None and fused:
            mark = _address(text, start, end)
        elif mark is None:
            mark = (coded and code_mark(head, coded) or notice(text[start:end])
                    or message_head(head) or (look(head) if whole else None)
                    or comments_on(text[start:min(end, start + 2 * HEAD)])
                    or _address(text, start, end))
        if mark is None:
            stop = _second_stamp(text, start, end) or _text_end(text, start, end)
            tail = tail_mark(text, start, stop)
            cut = tail and tail.start > start and (
                tail.kind != "contact" or stops(text[start:tail.start].rstrip()))
            behind = tail.start if cut else stop
            labelled = fused and found[-1].kind == "label"
            linked = None if cut else _linked(text, start, behind)
            ends = linked.start() if linked else behind
            found.append(_text_piece(text, start, ends, blanks, fused, labelled))
            if linked:
                ends, last = trim(text, ends, behind)
                found.append(Piece(ends, last, "label", "address", linked.start("url"), 0, True))
            if behind < stop:
                last = trim(text, behind, stop)[1]
                found.append(Piece(behind, last, tail.kind, tail.role, behind, 0, True))
        else:
            begins = start + mark.end
            stop = begins
            if mark.kind == "label":
                if mark.role == "headline" and _INDEXED.search(text, begins, end):
                    mark = mark._replace(role="record")   # "Subject: DIPLOMACY (90%)"
                stop = value_end(text, begins, end, mark.role)
            elif mark.kind in TO_LINE_END or mark.role == "closing" or (
                    mark.kind in ("share", "furniture") and not _WORD.search(text, begins, end)):
                stop = end
            if mark.kind in ("furniture", "tags", "contact", "share") and (
                    glued := marker_inside(text, start + 1, stop)):
                stop = glued.start               # "جميع الحقوق محفوظة اقرأ أيضاً: ..."
            last = trim(text, start, stop)[1]
            value = start if mark.kind == "stamp" else begins
            found.append(Piece(start, last, mark.kind, mark.role, value, blanks, fused))
        start, blanks, fused = trim(text, stop, end)[0], 0, True


def _behind_day(start: int, end: int, named: tuple[int, int], found: list[Piece]) -> None:
    """Appends who wrote an article and how many commented on it, as they stand behind its day."""
    name, count = named
    if name:
        found.append(Piece(start, start + name, "label", "author", start, 0, True))
    found.append(Piece(start + count, end, "furniture", "", start + count, 0, True))


def _address(text: str, start: int, end: int) -> Mark | None:
    """The address that fills a line, however long."""
    if not text.startswith(("http://", "https://"), start) or re.search(r"\s", text[start:end]):
        return None
    return Mark(0, 0, "label", "address")


def _linked(text: str, start: int, end: int) -> re.Match | None:
    """The address behind a title on its line: "[title](address)", "title (address)"; else None."""
    place = text.find("://", start + TITLE, min(end, start + STAMP_LINE + TITLE))
    linked = _ADDRESS.search(text, max(start + TITLE, place - 12), end) if place >= 0 else None
    return linked if linked and not stops(text[start:linked.start()]) else None


def _text_end(text: str, start: int, end: int) -> int:
    """Where the running text of a line ends: at a mark behind the end of a sentence, or with it."""
    mark = inner_mark(text, start, end)
    return mark.start if mark else end


def _second_stamp(text: str, start: int, end: int) -> int | None:
    """Where the label of the last change begins behind a stamp on its line; else None.

    >>> line = "سليم الحداد | 6.3.2023 - محدث: 7.3.2023"
    >>> line[_second_stamp(line, 0, len(line)):]
    '- محدث: 7.3.2023'
    """
    if end - start > STAMP_LINE or text.find(":", start, end) < 0 or (
            not _YEAR.search(text, start, end)):
        return None
    mark = inner_mark(text, start, end, dashed=True)
    if mark is None or mark.kind != "label" or mark.role not in STAMPS:
        return None
    return mark.start if lone_stamp(text[start:mark.start].rstrip()) else None


def _text_piece(text: str, start: int, end: int, blanks: int, fused: bool,
                labelled: bool) -> Piece:
    """The text or the stamp in text[start:end]; `labelled`: a label stands before it on its line.
    """
    start, end = trim(text, start, end)
    line = text[start:min(end, start + HEAD)]
    bullet = not line[:1].isalpha() and _BULLETED.match(line) is not None
    if end - start <= STAMP_LINE and (labelled or not fused) and (
            stamp := lone_stamp(text[start:end])):
        return Piece(start, end, "stamp", "published", start + stamp.start, blanks, fused)
    return Piece(start, end, "text", "", start, blanks, fused, bullet)


def value_end(text: str, start: int, end: int, role: str) -> int:
    """Where a label's value ends: behind its date, at the next mark, or with the line.

    >>> line = "18 يونيو 2024 | المصدر: وكالات"
    >>> line[:value_end(line, 0, len(line), "published")]
    '18 يونيو 2024 |'
    """
    if role == "body":
        return start
    glued = marker_inside(text, start, min(end, start + VALUE))
    end = glued.start if glued else end                   # "المصدر: سانا اقرأ أيضاً: ..."
    if role in STAMPS:
        stamp = find_stamp(text, start, end)
        if stamp and stamp.start - start <= 40:
            return _zone_end(text, min(end, with_sign(text, stamp).end), end)
    if role == "author" and end - start > VALUE:
        first = trim(text, start, end)[0]
        if (name := name_before_report(text[first:first + VALUE])) is not None:
            return first + name
    mark = inner_mark(text, start, end, dashed=True)
    fills = mark and mark.role == "weak" and not text[start:mark.start].strip()
    stop = mark.start if mark and not fills else end          # "الصورة: من الأرشيف" is all value
    bar = _BAR[role == "author"].search(text, start, stop)
    if bar and bar.start() > start:
        stop = bar.end()
    return stop if stop - start <= VALUE or role in ("url", "address", "headline") else start


def _zone_end(text: str, start: int, end: int) -> int:
    """Behind what else belongs to a stamp: a closing bar or dash before the next label."""
    tail = re.compile(r"\s*(?:بتوقيت\s\S+|[|•·]|-(?=\s*$))?").match(text, start, end)
    return tail.end()
