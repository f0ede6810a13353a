"""XML to documents: RSS and Atom feeds, and any XML whose elements have known names.

An element is an article when its children are named like an article's fields (<title>, <pubDate>,
<description>); which names those are, data/lexicon/field_names.csv says, as for JSON and CSV.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from xml.etree import ElementTree

from utils.load.fields import Document, RecordReader, Rejected, field_roles

_PIECE = 1 << 16                 # characters that the parser takes in at once
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(?:([A-Za-z]\w{1,30});)?")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def read_xml(text: str, fields: Mapping[str, str] | None = None) -> Iterator[Document | Rejected]:
    """A document each element that has an article's fields; what is broken or unknown is rejected.

    >>> item = "<item><title>وفدان</title><description>عقد وفدان محادثات.</description></item>"
    >>> [found.text for found in read_xml(f"<rss>{item}</rss>")]
    ['عقد وفدان محادثات.']
    """
    printed, text = text, _mended(text)
    reader, number, broken = RecordReader(fields), 0, None
    inside = []                  # for each open element: how many records were found before it
    try:
        for event, element in _events(text):
            if event == "start":
                inside.append(number)
            elif inside.pop() == number and (record := _record(element, fields)):
                number += 1
                yield reader.document(record, number)
                element.clear()
    except ElementTree.ParseError as error:
        broken = error
    if broken and number:
        start = _offset(text, broken) if text == printed else 0
        yield Rejected(f"broken XML after record {number}: {broken}", printed[start:], 0, start,
                       len(printed))
    elif not number:
        why = f"broken XML: {broken}" if broken else "XML of an unknown kind"
        yield Rejected(f"{why}; expected a feed, elements with an article's fields, HTML or SGML "
                       "newswire (<DOC>)", printed, start=0, end=len(printed))
    yield from reader.leftover()


def _events(text: str) -> Iterator[tuple[str, ElementTree.Element]]:
    """The beginnings and ends of all elements; raises ParseError where the text is broken."""
    parser = ElementTree.XMLPullParser(("start", "end"))
    for place in range(0, len(text), _PIECE):
        parser.feed(text[place:place + _PIECE])
        yield from parser.read_events()
    parser.close()


def _mended(text: str) -> str:
    """The text without what stops a parser and no reader: &nbsp; or a bare &, control characters.

    >>> _mended("<a>R&D&nbsp;<![CDATA[R&D]]></a>")
    '<a>R&amp;D\\xa0<![CDATA[R&D]]></a>'
    """
    if "&" not in text:
        return _NO_XML.sub(" ", text)
    parts, done = [], 0
    while (start := text.find("<![CDATA[", done)) >= 0 and (end := text.find("]]>", start)) >= 0:
        parts += [_ENTITY.sub(_plain, text[done:start]), text[start:end]]
        done = end
    return _NO_XML.sub(" ", "".join([*parts, _ENTITY.sub(_plain, text[done:])]))


def _plain(match: re.Match) -> str:
    return html5.get(f"{match[1]};", f"&amp;{match[1]};") if match[1] else "&amp;"


def _record(element: ElementTree.Element, fields) -> dict | None:
    """The fields of an element that holds an article; None for any other."""
    children: dict[str, list[str]] = {}
    for child in element:
        if isinstance(child.tag, str):
            words = "".join(child.itertext()).strip() or child.get("href", "")
            children.setdefault(child.tag.rpartition("}")[2], []).append(words)
    roles = field_roles(children, fields)
    told = "headline" in roles and {"body", "lead", "published"} & set(roles)
    if not told and not ("body" in roles and len(roles) > 1):
        return None
    return {name: words[0] if len(words) == 1 or name in ("link", "title") else words
            for name, words in children.items()}


def _offset(text: str, error: ElementTree.ParseError) -> int:
    """Where in the text a parser stopped."""
    line, column = error.position
    place = 0
    for _ in range(line - 1):
        place = text.find("\n", place) + 1
    return min(len(text), place + column)
