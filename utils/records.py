"""Files to documents: JSON, JSON lines, CSV, Parquet, SGML newswire, HTML pages, WARC, plain text.

A `Document` is a text with the fields that came beside it. What a file holds is told by its first
characters, its name only helps. Parts of a file that cannot be read are `Rejected` with their words.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from utils.calendars import read_names, variants
from utils.encodings import decode, repair, without_surrogates
from utils.folding import fold
from utils.formats import File
from utils.pages import read_page, read_warc

MAX_RESUMES = 200                # broken places in one JSON file after which the rest is given up
SHOWN = 200                      # characters of a rejected thing that its reason shows

csv.field_size_limit(1 << 30)    # a body may be longer than csv's 131,072 characters
_NOT_A_NAME = re.compile(r"[\s_\-.:@#]+")


class Document(NamedTuple):
    """A text that holds one article or many, and the fields given beside it."""

    text: str
    kind: str                    # dump, record, newswire, page
    record: int = 0
    fields: Mapping[str, str] = {}
    start: int = 0               # where this document begins in the text, and ends
    end: int | None = None
    inner: tuple[int, int] | None = None      # where the running text lies in it
    flags: tuple[str, ...] = ()


class Rejected(NamedTuple):
    """A part of a file that is in no document, and why."""

    reason: str
    words: str | None = None
    record: int = 0
    start: int | None = None
    end: int | None = None


def _name_key(name: str) -> str:
    return _NOT_A_NAME.sub("", fold(str(name)).key)


_RANKED = [
    (_NOT_A_NAME.sub("", key), row["role"])
    for row in read_names("field_names.csv") for key in variants(row["names"])
]
_ROLE = {key: (role, rank) for rank, (key, role) in reversed(list(enumerate(_RANKED)))}


def field_roles(names: Iterable[str], fields: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which of a record's fields plays which role; `fields` by hand goes before the lexicon.

    >>> field_roles(["العنوان", "النص", "source", "outlet"])
    {'headline': 'العنوان', 'body': 'النص', 'source': 'source', 'outlet': 'outlet'}
    """
    names = [name for name in names if name is not None]
    chosen = {role: name for role, name in (fields or {}).items() if name in names}
    ranked = sorted(
        (_ROLE[key][1], _ROLE[key][0], name)
        for name in names if (key := _name_key(name)) in _ROLE and name not in chosen.values()
    )
    roles = dict(chosen)
    for _, role, name in ranked:
        # An outlet of its own leaves "source" to whom the article credits.
        if role == "outlet" and "outlet" in roles and "source" not in roles and (
                _name_key(name) in ("source", _name_key("المصدر"))):
            role = "source"
        roles.setdefault(role, name)
    return {role: name for name in names for role, given in roles.items() if given == name}


def read_documents(file: File, fields: Mapping[str, str] | None = None
                   ) -> Iterator[Document | Rejected]:
    """The documents of a file, and the parts of it that are none."""
    if file.data.startswith(b"PAR1"):
        yield from _parquet(file.data, fields)
        return
    if file.data.startswith(b"WARC/1.") or file.name.lower().endswith(".warc.gz"):
        yield from _pages(read_warc(file.data))
        return
    text, note = decode(file.data)
    if text is None:
        yield Rejected(note)
        return
    if not text.strip():
        yield Rejected("empty file: nothing but white space")
        return
    flags = (note,) if note else ()
    for found in _by_content(file.name.lower(), text, fields):
        if flags and isinstance(found, Document):
            found = found._replace(flags=flags + found.flags)
        yield found


def _by_content(name: str, text: str, fields) -> Iterator[Document | Rejected]:
    """The documents of a decoded file, by what its first characters say."""
    head = text[:4000].lstrip().lower()
    if head.startswith(("{", "[")) and re.match(r"[\[{]\s*(?:[\"{\[\]}]|$|-?\d)", head):
        yield from _json(text, fields)
    elif re.search(r"<doc\b[^>]*>", head):
        yield from _newswire(text)
    elif re.match(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|div)\b", head):
        yield from _pages([read_page(text)])
    elif head.startswith("<?xml"):
        yield Rejected("XML of an unknown kind; expected HTML or SGML newswire (<DOC>)",
                       text, start=0, end=len(text))
    elif delimiter := _delimiter(name, text, fields):
        yield from _table(text, delimiter, fields)
    else:
        yield Document(text, "dump")


# ---------------------------------------------------------------- records


class _Reader:
    """Records to documents; remembers which fields were used, and which were left."""

    def __init__(self, fields: Mapping[str, str] | None):
        self.fields = fields
        self.roles: dict[tuple, dict[str, str]] = {}
        self.left: dict[str, None] = {}

    def document(self, record, number: int) -> Document | Rejected:
        """The record as a document, or why it is none."""
        if isinstance(record, str) and record.strip():
            record = {"text": record}
        if not isinstance(record, dict):
            return Rejected(f"record {number} is {type(record).__name__}, expected fields and values",
                            _shown(record), number)
        if isinstance(record.get("_source"), dict):          # as Elasticsearch exports them
            record = record["_source"]
        names = tuple(record)
        roles = self.roles.get(names)
        if roles is None:
            roles = self.roles[names] = field_roles(names, self.fields)
            used = set(roles.values()) - ({roles.get("lead")} if "body" in roles else set())
            self.left.update(dict.fromkeys(name for name in names if name not in used))
        values = {role: _words(record[name]) for role, name in roles.items()}
        body = values.pop("body", "") or ("" if "body" in roles else values.get("lead", ""))
        values.pop("lead", None)
        if not body.strip() and not values.get("headline", "").strip():
            known = "its text and headline are empty" if "body" in roles or "headline" in roles else (
                f"no known field of text among {', '.join(map(str, names))}"
            )
            return Rejected(f"record without text: {known}; name them by hand: "
                            'fields={"body": "...", "headline": "..."}', _shown(record), number)
        flags = []
        for role, value in values.items():
            values[role] = without_surrogates(value).text
        fixed = repair(body)
        sound = without_surrogates(fixed.text)
        flags = tuple(filter(None, [fixed.note, sound.note]))
        if fixed.note:
            values = {role: repair(value).text for role, value in values.items()}
        return Document(sound.text, "record", number, values, 0, len(sound.text), flags=flags)

    def leftover(self) -> Iterator[Rejected]:
        """One row for the columns that nothing was read from."""
        if self.left:
            names = ", ".join(map(str, self.left))
            yield Rejected("columns not used: their values are in no article", names)


def _words(value) -> str:
    """A field's value as text: lists joined, the text of nested objects, nothing for null."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        joiner = "\n" if any(isinstance(item, str) and len(item) > 60 for item in value) else "، "
        return joiner.join(filter(None, map(_words, value)))
    if isinstance(value, dict):
        for name in ("rendered", "name", "text", "#text", "value", "$date", "label"):
            if name in value:
                return _words(value[name])
        return ""
    return "" if value != value else str(value)                 # NaN is not itself


def _shown(value) -> str:
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return without_surrogates(words).text


def _json(text: str, fields) -> Iterator[Document | Rejected]:
    reader = _Reader(fields)
    try:
        records = _record_list(json.loads(text))
    except (ValueError, RecursionError) as error:
        yield from _json_parts(text, reader, error)
    else:
        for number, record in enumerate(records, 1):
            yield reader.document(record, number)
        if not records:
            yield Rejected("JSON without a record: expected a list of records", text)
    yield from reader.leftover()


def _record_list(value) -> list:
    """The records in a JSON value: a list, or the first list of objects some levels down."""
    if isinstance(value, list):
        return value
    level = [value]
    for _ in range(4):
        for item in level:
            lists = [inner for inner in item.values()
                     if isinstance(inner, list) and inner and isinstance(inner[0], dict)]
            if lists and not ({"body", "headline"} & set(field_roles(item))):
                return max(lists, key=len)
        level = [inner for item in level for inner in item.values() if isinstance(inner, dict)]
    if isinstance(value, dict) and value and all(isinstance(item, dict) for item in value.values()) \
            and not ({"body", "headline"} & set(field_roles(value))):
        return list(value.values())              # records by their ids
    return [value] if value else []


def _json_parts(text: str, reader: _Reader, error: Exception) -> Iterator[Document | Rejected]:
    """The records of JSON lines, or of a JSON array that is broken somewhere."""
    decoder, number, resumes = json.JSONDecoder(), 0, 0
    between = re.compile(r"[\s,\x00\x1e]*")
    again = re.compile(r"(?:[}\]\n]\s*,?\s*)(?=[{])")
    place = re.match(r"\s*\[?", text).end()           # the array's own bracket
    while True:
        place = between.match(text, place).end()
        if place >= len(text) or not text[place:].strip("\x00 \n\r\t]},"):
            return
        try:
            record, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as broken:
            resumes += 1
            number += 1
            following = again.search(text, place + 1) if resumes < MAX_RESUMES else None
            end = following.end() if following else len(text)
            why = "nested too deeply" if isinstance(broken, RecursionError) else str(broken)
            yield Rejected(f"broken JSON: {why}", text[place:end], number, place, end)
            place = end
            continue
        for inner in _record_list(record) if isinstance(record, (list, dict)) else [record]:
            number += 1
            yield reader.document(inner, number)
        place = end


def _delimiter(name: str, text: str, fields) -> str | None:
    """What divides the cells, when the text is a table with a head; else None."""
    head = text.lstrip("\ufeff \n").partition("\n")[0].strip()
    counts = {mark: head.count(mark) for mark in (",", "\t", ";", "|", "؛")}
    mark = max(counts, key=counts.get)
    if name.endswith((".csv", ".tsv", ".csv.gz", ".tsv.gz")):
        return mark if counts[mark] else ("\t" if name.endswith("tsv") else ",")
    cells = [cell.strip(' "') for cell in head.split(mark)]
    roles = field_roles(cells, fields) if counts[mark] and len(head) < 1000 else {}
    return mark if len(roles) >= 2 and ("body" in roles or "headline" in roles) else None


def _table(text: str, delimiter: str, fields) -> Iterator[Document | Rejected]:
    reader = _Reader(fields)
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    names = None
    number = 0
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if names is None:
                names = [name.strip() or f"column {place}" for place, name in enumerate(row, 1)]
                roles = field_roles(names, fields)
                if "body" not in roles and "headline" not in roles and "lead" not in roles:
                    yield Rejected(
                        f"table without a known column of text (columns: {', '.join(names)[:SHOWN]}); "
                        'name them by hand: fields={"body": "...", "headline": "..."}',
                        text, start=0, end=len(text),
                    )
                    return
                continue
            number += 1
            if len(row) != len(names):
                yield Rejected(f"row {number} has {len(row)} cells, expected {len(names)}",
                               delimiter.join(row), number)
                continue
            yield reader.document(dict(zip(names, row, strict=True)), number)
    except csv.Error as error:
        yield Rejected(f"broken table after row {number}: {error}", None, number + 1)
    if names is not None and number == 0:
        yield Rejected("table without a row", text, start=0, end=len(text))
    yield from reader.leftover()


def _parquet(data: bytes, fields) -> Iterator[Document | Rejected]:
    reader, number = _Reader(fields), 0
    try:
        table = pq.ParquetFile(io.BytesIO(data))
        roles = field_roles(table.schema_arrow.names, fields)
        if not {"body", "headline", "lead"} & set(roles):
            yield Rejected(
                f"Parquet without a known column of text (columns: "
                f"{', '.join(table.schema_arrow.names)[:SHOWN]}); name them by hand: "
                'fields={"body": "...", "headline": "..."}')
            return
        for batch in table.iter_batches(batch_size=1000):
            for record in batch.to_pylist():
                number += 1
                yield reader.document(record, number)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        yield Rejected(f"broken Parquet after row {number}: {error}")
    yield from reader.leftover()


# ---------------------------------------------------------------- newswire and pages

_DOC = re.compile(r"<DOC\b[^>]*>", re.I)
_DOC_END = re.compile(r"</DOC\s*>", re.I)
_ELEMENT = {
    "headline": "TITLE|HEADLINE|HL|HEAD", "published": "TIME|DATE|DATETIME|DATE_TIME|PUBDATE",
    "outlet": "SRC|SOURCE|PUBLISHER", "author": "AUTHOR|BYLINE", "url": "URL|LINK",
    "place": "DATELINE",
}
_FIELDS = {
    role: re.compile(rf"<({tags})\b[^>]*>\s*(.*?)\s*</\1\s*>", re.I | re.S)
    for role, tags in _ELEMENT.items()
}
_TEXT = re.compile(r"<(TEXT|BODY|CONTENT)\b[^>]*>", re.I)
_DOCNO = re.compile(r"<(?:DOCNO|DOCID)>\s*(\S+)\s*<|<DOC\s[^>]*id\s?=\s?\"([^\"]+)\"", re.I)
_DAY_IN_ID = re.compile(r"(?<!\d)((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))(?!\d)")


def _newswire(text: str) -> Iterator[Document | Rejected]:
    """A document each <DOC>; what stands between them is rejected."""
    done = 0
    for opening in _DOC.finditer(text):
        start = opening.start()
        if start < done:
            continue
        if text[done:start].strip():
            yield Rejected("outside of any <DOC>", text[done:start], 0, done, start)
        closing = _DOC_END.search(text, opening.end())
        following = _DOC.search(text, opening.end())
        flags = ()
        if closing and (not following or closing.start() < following.start()):
            end = closing.end()
        else:
            end = following.start() if following else len(text)
            flags = ("the <DOC> is not closed",)
        done = end
        yield _dispatch(text, start, end, flags)
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
        if found := pattern.search(head):
            fields[role] = found[2]
    number = _DOCNO.search(head)
    if not fields.get("published") and number:
        # LDC's newswire has no date line: the day stands in the document's number.
        if day := _DAY_IN_ID.search((number[1] or number[2]).replace(".", " ")):
            fields["published"] = day[1]
        elif day := re.match(r"[A-Za-z_]+(\d{8})", number[1] or number[2]):
            fields["published"] = day[1]
    return Document(text, "newswire", 0, fields, start, end, inner, flags)


def _pages(pages) -> Iterator[Document | Rejected]:
    for page in pages:
        if page.reason:
            yield Rejected(page.reason, page.text or None, page.record)
        else:
            yield Document(page.text, "page", page.record, page.fields, 0, len(page.text),
                           flags=page.flags)
