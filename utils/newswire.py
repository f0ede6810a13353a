"""SGML newswire, as the Jawhara corpus and LDC's Gigaword have it: a document each <DOC>."""

from __future__ import annotations

import re
from collections.abc import Iterator

from utils.fields import Document, Rejected

_DOC = re.compile(r"<DOC\b[^>]*>", re.I)
_DOC_END = re.compile(r"</DOC\s*>", re.I)
_ELEMENT = {
    "headline": "TITLE|HEADLINE|HL|HEAD", "published": "TIME|DATE|DATETIME|DATE_TIME|PUBDATE",
    "outlet": "SRC|SOURCE|PUBLISHER", "author": "AUTHOR|BYLINE", "url": "URL|LINK",
    "place": "DATELINE",
}
_FIELDS = {
    role: re.compile(rf"<({tags})\b[^<>]*>", re.I) for role, tags in _ELEMENT.items()
}
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
    closing = re.compile(rf"</{opening[1]}\s*>", re.I).search(text, opening.end(), end)
    inner = (opening.end(), closing.start() if closing else end)
    head = text[start:opening.start()]
    fields = {}
    for role, pattern in _FIELDS.items():
        if words := _content(head, pattern):
            fields[role] = words
    number = _DOCNO.search(head)
    day = _DAY_IN_ID.search(number[1] or number[2]) if number else None
    if day:
        # LDC's newswire has no date line: the day stands in the document's number.
        fields.setdefault("published", day[1])
    return Document(text, "newswire", 0, fields, start, end, inner, flags)


def _content(head: str, opening: re.Pattern) -> str:
    """What the first such element holds; "" when there is none, or it is not closed."""
    first = opening.search(head)
    if not first:
        return ""
    closing = re.compile(rf"</{first[1]}\s*>", re.I).search(head, first.end())
    return head[first.end():closing.start()].strip() if closing else ""
