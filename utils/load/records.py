"""Files to documents: JSON, CSV, Parquet, SGML newswire, HTML pages, WARC, mail, plain text.

A `Document` is a text with the fields that came beside it. What a file holds is told by its first
characters, its name only helps. What cannot be read in a file is `Rejected` with its words.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.parquet as pq

from utils.load.encodings import decode
from utils.load.feeds import read_xml
from utils.load.fields import Document, RecordReader, Rejected, field_roles
from utils.load.formats import File
from utils.load.mail import is_mail, read_mail
from utils.load.newswire import read_newswire
from utils.load.pages import read_page, read_warc
from utils.load.tabular import SHOWN, find_delimiter, read_table

MAX_RESUMES = 200                # broken places in one JSON file after which the rest is given up
DEEPEST = 8                      # levels that a list of records is looked for in

_COMMA_BEFORE_END = re.compile(r'"(?:[^"\\]|\\.)*+"|,(?=\s*[}\]])', re.S)
_JSON = re.compile(r"[\[{]\s*(?:[\"{\[\]}]|$|-?\d|null|true|false)")
_BEFORE_MARKUP = re.compile(r"<\?xml[^>]*>|<!--.*?-->", re.S)
_XML = re.compile(r"<\?xml|<(?:rss|feed|rdf:rdf)\b")
_BEFORE_JSON = re.compile(
    r"\s*(?:(?://[^\n]*\n|/\*.{0,2000}?\*/|(?:var|let|const)\s+\w+\s*=|[\w.]+\s*[=(])\s*)+(?=[\[{])",
    re.S,
)
_ARABIC = re.compile("[\u0621-\u064a\ufb50-\ufdff\ufe70-\ufefc]")
_HTML = re.compile(r"<(?:!doctype html|html|head|body|article|div)\b")


def read_documents(file: File, fields: Mapping[str, str] | None = None
                   ) -> Iterator[Document | Rejected]:
    """The documents of a file, and the parts of it that are none."""
    if file.data.startswith(b"PAR1"):
        yield from _parquet(file.data, fields)
        return
    if file.data.startswith(b"WARC/1.") or file.name.lower().endswith(".warc.gz"):
        yield from _pages(read_warc(file.data))
        return
    if is_mail(file.data):
        yield from read_mail(file.data)
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
    if head.startswith(("{", "[")) and _JSON.match(head) and _parses(head, text):
        yield from _json(text, fields)
    elif re.search(r"<doc\b[^>]*>", head):
        yield from read_newswire(text)
    elif _HTML.match(_BEFORE_MARKUP.sub("", head).lstrip()):
        yield from _pages([read_page(text)])
    elif _XML.match(head):
        yield from read_xml(text, fields)
    elif name.endswith((".json", ".js", ".jsonp")) and (prefix := _BEFORE_JSON.match(text)):
        yield Rejected("no JSON before the first record", prefix[0], 0, 0, prefix.end())
        yield from _json(text[prefix.end():], fields)
    elif delimiter := find_delimiter(name, text, fields):
        yield from read_table(text, delimiter, fields)
    elif not _ARABIC.search(text):
        yield Rejected("no Arabic letter in it", text, start=0, end=len(text))
    else:
        yield Document(text, "dump")


def _parses(head: str, text: str) -> bool:
    """Whether a text with a bracket in front is JSON: "[18/06/2024] headline" is a dump."""
    if not re.match(r"\[\s*(?:-?\d|null|true|false)", head):
        return True
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _json(text: str, fields) -> Iterator[Document | Rejected]:
    reader = RecordReader(fields, halves="\\ud" in text or "\\uD" in text)
    try:
        records = _record_list(json.loads(text, strict=False))
    except (ValueError, RecursionError) as error:
        try:
            records = _record_list(json.loads(_COMMA_BEFORE_END.sub(_kept, text), strict=False))
        except (ValueError, RecursionError):
            records = None
            yield from _json_parts(text, reader, error)
    if records is not None:
        for number, record in enumerate(_with_inner(records, fields), 1):
            yield reader.document(record, number)
        if not records:
            yield Rejected("JSON without a record: expected a list of records", text)
    yield from reader.leftover()


def _kept(match: re.Match) -> str:
    return match[0] if match[0] != "," else ""        # a comma inside of a string stays


def _record_list(value) -> list:
    """The records in a JSON value: a list, or the first list of objects some levels down."""
    if isinstance(value, list):
        return _rows_under_head(value)
    if columns := _columns(value):
        return columns
    level = [value]
    for _ in range(DEEPEST):
        for item in level:
            lists = [inner for inner in item.values()
                     if isinstance(inner, list) and inner and isinstance(inner[0], dict)]
            if lists and not ({"body", "headline"} & set(field_roles(item))):
                return max(lists, key=len)
        level = [inner for item in level for inner in item.values() if isinstance(inner, dict)]
    if isinstance(value, dict) and value and not {"body", "headline"} & set(field_roles(value)):
        records = list(value.values())           # records by their ids
        return records if all(isinstance(item, dict) for item in records) else [value]
    return [value] if value else []


def _with_inner(records: list, fields) -> Iterator:
    """The records, and behind each those that stand in it with headline and text of their own.

    Such are the related articles that an interface gives in full beside an article.
    """
    for record in records:
        inner = {} if not isinstance(record, dict) else {
            name: value for name, value in record.items()
            if isinstance(value, list) and value and isinstance(value[0], dict)
            and {"headline", "body"} <= set(field_roles(value[0], fields))}
        yield {name: value for name, value in record.items() if name not in inner} if (
            inner) else record
        for value in inner.values():
            yield from _with_inner(value, fields)


def _rows_under_head(rows: list) -> list:
    """The records of a list of lists whose first names the fields; any other list as it is."""
    if len(rows) < 2 or not all(isinstance(row, list) for row in rows) or not rows[0]:
        return rows
    names = [str(name) for name in rows[0]]
    if not {"body", "headline"} & set(field_roles(names)):
        return rows
    return [dict(zip(names, row, strict=False)) for row in rows[1:]]


def _columns(value) -> list[dict]:
    """The records of fields that each hold a whole column, as pandas writes them; else none."""
    if not isinstance(value, dict) or len(value) < 2 or "headline" not in field_roles(value):
        return []
    columns = [[*column.values()] if isinstance(column, dict) else column
               for column in value.values()]
    if not all(isinstance(column, list) for column in columns) or (
            len({len(column) for column in columns}) != 1 or len(columns[0]) < 2):
        return []
    return [dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True)]


def _json_parts(text: str, reader: RecordReader, error: Exception) -> Iterator[Document | Rejected]:
    """The records of JSON lines, or of a JSON array that is broken somewhere."""
    decoder, number, resumes = json.JSONDecoder(strict=False), 0, 0
    between = re.compile(r"[\s,\x00\x1e\ufeff]*")
    again = re.compile(r"(?:[}\]\n]\s*,?\s*)(?=[{])")
    place = re.match(r"\s*\[?", text).end()           # the array's own bracket
    last = len(text.rstrip("\x00 \n\r\t]},"))
    while True:
        place = between.match(text, place).end()
        if place >= last:
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
        inner = _record_list(record) if isinstance(record, (list, dict)) else [record]
        for one in _with_inner(inner, reader.fields):
            number += 1
            yield reader.document(one, number)
        place = end


def _parquet(data: bytes, fields) -> Iterator[Document | Rejected]:
    reader, number = RecordReader(fields), 0
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


def _pages(pages) -> Iterator[Document | Rejected]:
    for page in pages:
        if page.reason:
            yield Rejected(page.reason, page.text or None, page.record)
        else:
            yield Document(page.text, "page", page.record, page.fields, 0, len(page.text),
                           flags=page.flags)
