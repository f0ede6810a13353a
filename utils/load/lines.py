"""The lines of a decoded text as they were written: without the breaks that pages put into them."""

from __future__ import annotations

import re

from utils.load.looks import look, message_head
from utils.load.marks import HEAD, head_mark
from utils.load.page_breaks import is_listed, page_breaks
from utils.load.shapes import may_begin
from utils.load.stamp_lines import EDGES, lone_stamp, without_folio
from utils.load.wrapped import page_width, put_together

FOLIO = 40                       # characters of a paper's name and the number of its page
COLUMNS = 3                      # columns at least of a table without a header
ROWS = 3                         # rows at least
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_CELL = re.compile(r"[^\n\r\t\u2028\u2029\x0b\x0c]+")


def find_lines(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], dict[int, bool]]:
    """Where the lines lie that are not empty, and which of them are breaks between pages.

    Paragraphs that a page's width broke are one line. Of a break it is said whether the sentence
    above it goes on below.

    >>> find_lines("وفدان في حميميم\\n\\nعقد وفدان محادثات.", 0, 35)
    ([(0, 15), (17, 35)], {})
    """
    kind = _CELL if _is_table(text, start, end) else _LINE
    lines = [trim(text, *line.span()) for line in kind.finditer(text, start, end)]
    lines = [line for line in lines if line[0] < line[1]]
    breaks = page_breaks(text, lines)
    width = page_width(text, lines)
    if width is not None:
        printed = {text[start:stop] for start, stop in lines if start in breaks}
        lines = put_together(text, lines, width,
                             lambda line: "break" if line in printed else _mark_of(line))
    return lines, breaks


def _is_table(text: str, start: int, end: int) -> bool:
    """Whether rows of cells were pasted from a sheet: as many tabs on each line, and no header.

    >>> _is_table("1\\t18 يونيو 2024\\tوفدان في حميميم\\n" * 3, 0, 99)
    True
    """
    if "\t" not in text[start:end]:
        return False
    rows = (row[0].strip() for row in _LINE.finditer(text, start, end))
    tabs = [row.count("\t") for row in rows if row]
    return len(tabs) >= ROWS and min(tabs) == max(tabs) >= COLUMNS - 1


def _mark_of(line: str) -> str:
    """What a line is, if it is a mark or a stamp; "" for text.

    >>> _mark_of("العنوان: وفدان في حميميم"), _mark_of("المحار - ص 3"), _mark_of("عقد وفدان")
    ('headline', 'folio', '')
    """
    head, whole = line[:HEAD], len(line) <= HEAD
    mark = head_mark(head, whole) if may_begin(head, whole) else None
    mark = mark or message_head(head) or (look(head) if whole else None)
    if mark:
        return mark.role or mark.kind
    if whole and lone_stamp(head):
        return "stamp"
    if len(line) <= FOLIO and without_folio(line) != line.strip(EDGES):
        return "folio"
    return "listed" if is_listed(line) else ""


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
