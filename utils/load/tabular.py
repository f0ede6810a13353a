"""CSV, TSV and what was pasted from a spreadsheet: rows to documents.

A column's part is told by its name. Where no list knows the names, or there are none, what the
cells hold tells it, as far as it is plain: long Arabic text, headlines, days, addresses.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from statistics import median

from utils.load.fields import Document, RecordReader, Rejected, field_roles
from utils.load.stamps import read_stamp

SHOWN = 200                      # characters of a rejected thing that its reason shows
LOOKED_AT = 200                  # rows that tell what the columns hold
LONG_CELL = 120                  # characters of a cell of running text, in the middle row
HEADLINE = range(12, 160)        # and of a headline
MOST = 0.7                       # of the cells of a column must be days, or addresses

TEXTS = {"body", "headline", "lead"}                       # roles of which a table needs one
csv.field_size_limit(1 << 30)    # a body may be longer than csv's 131,072 characters
_SEPARATOR = re.compile(r"\s*sep=(.)\r?\n", re.I)         # the first line of Excel's tables
_ARABIC = re.compile("[\u0621-\u064a]")


def find_delimiter(name: str, text: str, fields: Mapping[str, str] | None) -> str | None:
    """What divides the cells, when the text is a table; else None."""
    if separator := _SEPARATOR.match(text):
        return separator[1]
    head = text.lstrip("\ufeff \n").partition("\n")[0].strip()
    counts = {mark: head.count(mark) for mark in (",", "\t", ";", "|", "؛")}
    mark = max(counts, key=counts.get)
    if name.endswith((".csv", ".tsv", ".csv.gz", ".tsv.gz")):
        return mark if counts[mark] else ("\t" if name.endswith("tsv") else ",")
    cells = [cell.strip(' "') for cell in head.split(mark)]
    roles = field_roles(cells, fields) if counts[mark] and len(head) < 1000 else {}
    if len(roles) >= 2 and ("body" in roles or "headline" in roles):
        return mark
    return "\t" if counts["\t"] and _is_pasted(text) else None


def _is_pasted(text: str) -> bool:
    """Whether each line is a row of a spreadsheet, with its cells between tabs."""
    rows = [line.split("\t") for line in islice(filter(str.strip, io.StringIO(text)), LOOKED_AT)]
    return len(rows) >= 3 and len({len(row) for row in rows}) == 1 and "body" in _by_content(rows)


def read_table(text: str, delimiter: str, fields: Mapping[str, str] | None
               ) -> Iterator[Document | Rejected]:
    """A document each row; rows that are none, and columns that were not used, are rejected."""
    text = _SEPARATOR.sub("", text, count=1)
    rows, number = _rows(text, delimiter), 0
    names, first, told = _head([*islice(rows, LOOKED_AT)], fields)
    if not TEXTS & set(field_roles(names, told or fields)):
        yield _unknown(names, text)
        return
    reader = RecordReader(told or fields)
    flag = ("columns told by what they hold",) if told else ()
    for row in chain(first, rows):
        if isinstance(row, csv.Error):
            yield Rejected(f"broken table after row {number}: {row}", None, number + 1)
            break
        number += 1
        if len(row) != len(names):
            yield Rejected(f"row {number} has {len(row)} cells, expected {len(names)}",
                           delimiter.join(row), number)
            continue
        found = reader.document(dict(zip(names, row, strict=True)), number)
        yield found._replace(flags=flag + found.flags) if isinstance(found, Document) else found
    if number == 0:
        yield Rejected("table without a row", text, start=0, end=len(text))
    yield from reader.leftover()


def _rows(text: str, delimiter: str) -> Iterator[list[str] | csv.Error]:
    """The rows that are not empty; where the table is broken, the error as the last."""
    try:
        for row in csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as error:
        yield error


def _unknown(names: list[str], text: str) -> Rejected:
    return Rejected(
        f"table without a known column of text (columns: {', '.join(names)[:SHOWN]}); name them by "
        'hand: fields={"body": "...", "headline": "..."}', text, start=0, end=len(text))


def _head(rows: list, fields) -> tuple[list[str], list, dict[str, str]]:
    """The names of the columns, the rows below them, and which column plays which role by content.

    The last is empty where the names say it.
    """
    names = [name.strip() or f"column {place}" for place, name in enumerate(rows[0], 1)] if (
        isinstance(rows[0], list)) else []
    if TEXTS & set(field_roles(names, fields)):
        return names, rows[1:], {}
    by_place = _by_content([row for row in rows[1:] or rows if isinstance(row, list) and (
        len(row) == len(names))])                             # the first can hold the names
    if "body" not in by_place:
        return names, rows[1:], {}
    if len(rows[0][by_place["body"]]) >= LONG_CELL // 3:        # no names: an article's own row
        names, below = [f"column {place}" for place, _ in enumerate(names, 1)], rows
    else:
        below = rows[1:]
    return names, below, {role: names[place] for role, place in by_place.items()}


def _by_content(rows: list[list[str]]) -> dict[str, int]:
    """Which column plays which role, by what its cells hold.

    >>> row = ["2024-06-18", "وفدان في حميميم", "عقد وفدان محادثات في القاعدة. " * 6]
    >>> _by_content([row])
    {'body': 2, 'published': 0, 'headline': 1}
    """
    columns = [[cell.strip() for cell in column] for column in zip(*rows, strict=True)]
    lengths = [median(map(len, column)) if _is_arabic(column) else 0 for column in columns]
    if not lengths or max(lengths) < LONG_CELL:
        return {}
    body = lengths.index(max(lengths))
    roles = {"body": body}
    for place, column in enumerate(columns):
        stamps = [stamp for cell in column if len(cell) < 60 and (stamp := read_stamp(cell))]
        if sum(stamp.when is not None for stamp in stamps) > MOST * len(column):
            roles.setdefault("published", place)
        elif sum(cell.startswith("http") for cell in column) > MOST * len(column):
            roles.setdefault("url", place)
    rest = [place for place, length in enumerate(lengths)
            if place not in roles.values() and int(length) in HEADLINE
            and 2 * len({*columns[place]}) > len(rows)]
    if rest:
        roles["headline"] = max(rest, key=lambda place: lengths[place])
    return roles


def _is_arabic(column: list[str]) -> bool:
    """Whether most cells of a column hold Arabic words."""
    arabic = sum(2 * len(_ARABIC.findall(cell[:SHOWN])) > len(cell[:SHOWN]) for cell in column)
    return 2 * arabic > len(column)
