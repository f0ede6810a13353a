"""The lexicon's CSV files as rows that know their file and line, and what makes one unusable.

People write these files, so every complaint names the file, the line, the column, what stood
there, what was expected, and what to do.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from utils.tables import TableError

COLUMNS = {
    "abbreviations": ("abbreviation", "expansion", "closes", "note"),
    "byline_words": ("kind", "words", "note"),
    "call_words": ("kind", "words", "note"),
    "context_words": ("group", "words", "note"),
    "countries": ("entity_id", "label", "label_en", "names", "demonyms", "capital", "note"),
    "date_words": ("kind", "value", "words", "note"),
    "event_frames": ("words", "role", "part", "note"),
    "field_names": ("role", "names", "note"),
    "given_names": ("names", "note"),
    "honorifics": ("kind", "words", "titles", "note"),
    "labels": ("kind", "role", "words", "needs", "note"),
    "months": ("calendar", "number", "region", "names", "guard", "note"),
    "office_titles": ("office", "title", "construct", "alone", "label_en", "note"),
    "offices": ("office", "country", "holder", "from", "to", "note"),
    "opening_words": ("kind", "words", "note"),
    "ordinary_words": ("words", "note"),
    "organisations": ("entity_id", "label", "label_en", "names", "type", "country", "ambiguous",
                      "note"),
    "organs": ("organ", "title", "construct", "label", "label_en", "alone", "note"),
    "outlets": ("entity_id", "label", "label_en", "names", "type", "country", "ambiguous", "note"),
    "people": ("entity_id", "label", "label_en", "names", "parts", "country", "note"),
    "places": ("entity_id", "label", "label_en", "country", "names", "type", "capital_of",
               "ambiguous", "note"),
    "readings": ("form", "entity_id", "sense", "before", "after", "not_before", "not_after",
                 "note"),
    "speech_verbs": ("verb", "past", "present", "participle", "takes", "note"),
    "speech_words": ("words", "role", "note"),
    "triggers": ("forms", "present", "own", "part", "kind", "plover", "needs", "note"),
    "voice_words": ("words", "role", "part", "note"),
    "weekdays": ("number", "names", "note"),
}
# What no two rows of a file share. An entity_id is another one across files: see `clashes`.
KEYS = {
    "abbreviations": ("abbreviation",), "byline_words": ("kind", "words"),
    "call_words": ("kind",), "context_words": ("group",), "date_words": ("kind", "words"),
    "event_frames": ("words", "role"),
    "field_names": ("role",), "given_names": ("names",), "honorifics": ("kind", "words"),
    "labels": ("kind", "words"), "months": ("calendar", "names"), "office_titles": ("office",),
    "offices": ("office", "country", "from"), "opening_words": ("kind", "words"),
    "ordinary_words": ("words",), "organs": ("organ",),
    "readings": ("form", "entity_id"), "speech_verbs": ("verb",), "speech_words": ("words", "role"),
    "triggers": ("forms", "present", "own"), "voice_words": ("words", "role"),
    "weekdays": ("names",),
}


class LexiconError(TableError):
    """A file of the lexicon cannot be used; the message says where, why, and what to do."""


class Row(NamedTuple):
    """One row of a CSV: its cells by column, its file and its line."""

    cells: dict[str, str]
    file: str
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def many(self, column: str) -> list[str]:
        """The variants in one cell, which a bar separates."""
        return [part.strip() for part in self.cells[column].split("|") if part.strip()]

    def number(self, column: str) -> int:
        """The number in one cell, from 0 on. Raises LexiconError where none is."""
        if not self.cells[column].isdecimal():
            raise LexiconError(f"{self.complaint(column, 'a number from 0 on')}. Put it right.")
        return int(self.cells[column])

    def complaint(self, column: str, expected: str) -> str:
        """What is wrong with one cell, for an error or a list of clashes."""
        return (f"{self.file}, line {self.line}: {column} is {self.cells[column]!r}, "
                f"expected {expected}")


def read_rows(folder: Path, name: str) -> list[Row]:
    """The rows of one file of the lexicon, in their order.

    Raises LexiconError when the file or a column is missing, a row has more or fewer cells than
    the header, two rows have the same key, or the file is not UTF-8.
    """
    path = Path(folder) / f"{name}.csv"
    back = f"Put it right, or take the repository's: git checkout data/lexicon/{path.name}"
    (_, header), *lines = _read_lines(path, back) or [(1, [])]
    if absent := [column for column in COLUMNS[name] if column not in header]:
        raise LexiconError(
            f"{path}, line 1: columns {header}, expected {', '.join(COLUMNS[name])}. Add "
            f"{', '.join(absent)} to the header and to every row. {back}"
        )
    rows = []
    for line, cells in lines:
        if len(cells) != len(header):
            raise LexiconError(
                f"{path}, line {line}: {len(cells)} cells {cells}, expected {len(header)} "
                f"({', '.join(header)}). Put a cell that holds a comma between double quotes. "
                f"{back}"
            )
        rows.append(Row(dict(zip(header, map(str.strip, cells), strict=True)), path.name, line))
    _refuse_twins(rows, KEYS.get(name, ()))
    return rows


def _read_lines(path: Path, back: str) -> list[tuple[int, list[str]]]:
    """The cells of each line that has some, with its number."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            return [(reader.line_num, cells) for cells in reader if cells]
    except FileNotFoundError:
        raise LexiconError(f"{path}: no such file, expected a CSV with the columns "
                           f"{', '.join(COLUMNS[path.stem])}. {back}") from None
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not UTF-8 ({error}), expected a CSV in UTF-8. {back}") \
            from error
    except csv.Error as error:
        raise LexiconError(
            f"{path}, line {reader.line_num}: not readable as CSV ({error}), expected a cell that "
            f"holds a comma or a quotation mark between double quotes. {back}"
        ) from error
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror or error}), expected a CSV "
                           f"in UTF-8. {back}") from error


def _refuse_twins(rows: list[Row], key: tuple[str, ...]) -> None:
    """Raises LexiconError where two rows have the same key, or one has none."""
    first: dict[tuple, Row] = {}
    for row in rows if key else ():
        cells = tuple(row[column] for column in key)
        known = first.setdefault(cells, row)
        if known is not row or not any(cells):
            wanted = f"another: line {known.line} has the same" if any(cells) else "words there"
            also = f" (with {', '.join(key[1:])})" if key[1:] else ""
            raise LexiconError(f"{row.complaint(key[0], wanted)}{also}. Join the two rows, or take "
                               "one of them out.")
