"""The lexicon's CSV files as rows that know their file and line, and what makes one unusable.

People write these files, so every complaint names the file, the line, the column, what stood
there, what was expected, and what to do.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

COLUMNS = {
    "countries": ("entity_id", "label", "label_en", "names", "demonyms", "capital", "note"),
    "places": ("entity_id", "label", "label_en", "country", "names", "type", "capital_of",
               "ambiguous", "note"),
    "organisations": ("entity_id", "label", "label_en", "names", "type", "country", "ambiguous",
                      "note"),
    "outlets": ("entity_id", "label", "label_en", "names", "type", "country", "ambiguous", "note"),
    "people": ("entity_id", "label", "label_en", "names", "parts", "country", "note"),
    "offices": ("office", "country", "holder", "from", "to", "note"),
    "office_titles": ("office", "title", "construct", "alone", "label_en", "note"),
    "organs": ("organ", "title", "construct", "label", "label_en", "alone", "note"),
    "readings": ("form", "entity_id", "sense", "before", "after", "not_before", "not_after",
                 "note"),
    "context_words": ("group", "words", "note"),
    "given_names": ("names", "note"),
    "ordinary_words": ("words", "note"),
}


class LexiconError(ValueError):
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

    def complaint(self, column: str, expected: str) -> str:
        """What is wrong with one cell, for an error or a list of clashes."""
        return (f"{self.file}, line {self.line}: {column} is {self.cells[column]!r}, "
                f"expected {expected}")


def read_rows(folder: Path, name: str) -> list[Row]:
    """The rows of one file of the lexicon, in their order.

    Raises LexiconError when the file or a column is missing, a row has more or fewer cells than
    the header, or the file is not UTF-8.
    """
    path = Path(folder) / f"{name}.csv"
    expected = COLUMNS[name]
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = next(reader, [])
            absent = [column for column in expected if column not in header]
            if absent:
                raise LexiconError(
                    f"{path}, line 1: columns {header}, expected {list(expected)}. "
                    f"Add {', '.join(absent)} to the header and to every row."
                )
            rows = []
            for cells in reader:
                if not cells:
                    continue
                if len(cells) != len(header):
                    raise LexiconError(
                        f"{path}, line {reader.line_num}: {len(cells)} cells {cells}, expected "
                        f"{len(header)} ({', '.join(header)}). Put a cell that holds a comma "
                        "between double quotes."
                    )
                by_column = {column: cell.strip() for column, cell in zip(header, cells,
                                                                           strict=True)}
                rows.append(Row(by_column, path.name, reader.line_num))
            return rows
    except FileNotFoundError:
        raise LexiconError(
            f"{path}: no such file, expected a CSV with the columns {', '.join(expected)}. "
            "Take the one from data/lexicon of the repository."
        ) from None
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not UTF-8 ({error}). Save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise LexiconError(
            f"{path}, line {reader.line_num}: not readable as CSV ({error}). A cell that holds a "
            "comma or a quotation mark stands between double quotes."
        ) from error
