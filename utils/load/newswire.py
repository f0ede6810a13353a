"""SGML newswire, as the Jawhara corpus and LDC's Gigaword have it: a document each <DOC>."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from utils.load.fields import Document, Rejected

_DOC = re.compile(r"<DOC\b[^>]*>", re.I)
_DOC_END = re.compile(r"</DOC\s*>", re.I)
_ELEMENT = {
    "headline": "TITLE|HEADLINE|HL|HEAD", "published": "TIME|DATE|DATETIME|DATE_TIME|PUBDATE",
    "outlet": "SRC|SOURCE|PUBLISHER", "author": "AUTHOR|BYLINE", "url": "URL|LINK",
    "place": "DATELINE",
}
_ROLE = {tag: role for role, tags in _ELEMENT.items() for tag in tags.split("|")}
_FIELD = re.compile(rf"<({'|'.join(_ROLE)})\b[^<>]*>", re.I)
_TEXT = re.compile(r"<(TEXT|BODY|CONTENT)\b[^>]*>", re.I)
_DOCNO = re.compile(r"<(?:DOCNO|DOCID)>\s*(\S+)\s*<|<DOC\s[^>]*id\s?=\s?\"([^\"]+)\"", re.I)
_DAY_IN_ID = re.compile(r"(?<!\d)((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))(?!\d)")


def read_newswire(text: str) -> Iterator[Document | Rejected]:
    """A document each <DOC>; what stands between them is rejected."""
    starts = [opening.start() for opening in _DOC.finditer(text)]
    done = 0
    for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
        if text[done:start].strip():
            yield Rejected("outside of any <DOC>", text[done:start], 0, done, start)
        closing = _DOC_END.search(text, start, following)
        done = closing.end() if closing else following
        yield _dispatch(text, start, done, () if closing else ("the <DOC> is not closed",))
    if text[done:].strip():
        yield Rejected("outside of any <DOC>", text[done:], 0, done, len(text))


def _dispatch(text: str, start: int, end: int, flags: tuple[str, ...]) -> Document | Rejected:
    """One <DOC>: its fields, and where its running text lies."""
    opening = _TEXT.search(text, start, end)
    if not opening:
        return Rejected("newswire without <TEXT>", text[start:end], 0, start, end)
    closing = _closing(opening[1]).search(text, opening.end(), end)
    inner = (opening.end(), closing.start() if closing else end)
    head = text[start:opening.start()]
    fields, first = {}, set()
    for element in _FIELD.finditer(head):
        role = _ROLE[element[1].upper()]
        if role not in first and (words := _content(head, element)):
            fields[role] = words
        first.add(role)                               # only the first of a kind counts
    number = _DOCNO.search(head)
    day = _DAY_IN_ID.search(number[1] or number[2]) if number else None
    if day:
        # LDC's newswire has no date line: the day stands in the document's number.
        fields.setdefault("published", day[1])
    return Document(text, "newswire", 0, fields, start, end, inner, flags)


def _content(head: str, opening: re.Match) -> str:
    """What an element holds; "" when it is not closed."""
    closing = _closing(opening[1]).search(head, opening.end())
    return head[opening.end():closing.start()].strip() if closing else ""


@lru_cache(maxsize=64)
def _closing(tag: str) -> re.Pattern:
    return re.compile(rf"</{tag}\s*>", re.I)
