"""What is wrong with the lexicon's files, said row by row, and how a row is added to them.

A form may stand under several entities as long as the files say how they are told apart: in the
column `ambiguous`, or in a row of readings.csv.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections import defaultdict
from pathlib import Path

from utils.asking import PATH, TEXT, asks, one_of
from utils.lexicon.forms import key_words
from utils.lexicon_rows import COLUMNS, LexiconError, Row, read_rows

NAMED = ("countries", "places", "organisations", "outlets", "people")
STATES = {"country", "capital_of"}             # columns that hold the id of a state


def _told_apart(row: Row, name: str, readings: set) -> bool:
    """Whether the files say that this form needs its neighbours to be read as this entity."""
    guarded = row.many("ambiguous") if "ambiguous" in row.cells else []
    return name in guarded or guarded == ["yes"] or (key_words(name), row["entity_id"]) in readings


@asks(folder=PATH)
def find_clashes(folder: Path) -> list[str]:
    """What is wrong in the files of the folder, one line each with file, line, value, expectation.

    Raises LexiconError when a file cannot be read at all, also one of words that no name is in.
    """
    for path in sorted(Path(folder).glob("*.csv")):
        if path.stem in COLUMNS:
            read_rows(folder, path.stem)
    rows = {name: read_rows(folder, name) for name in NAMED}
    readings = {
        (key_words(form), row["entity_id"])
        for row in read_rows(folder, "readings") for form in row.many("form")
    }
    ordinary = {
        word for row in read_rows(folder, "ordinary_words") for word in row.many("words")
    }
    return [
        *_ids(rows), *_references(folder, rows), *_cells(rows),
        *_shared_forms(rows, readings), *_ordinary_forms(rows, readings, ordinary),
    ]


def _ids(rows: dict[str, list[Row]]) -> list[str]:
    """Ids that stand in two rows."""
    first: dict[str, Row] = {}
    found = []
    for row in (row for name in NAMED for row in rows[name]):
        known = first.setdefault(row["entity_id"], row)
        if known is not row:
            found.append(row.complaint(
                "entity_id", f"another id: {known.file}, line {known.line} has this one"))
    return found


def _references(folder: Path, rows: dict[str, list[Row]]) -> list[str]:
    """States, capitals, holders and offices that no row names."""
    ids = {name: {row["entity_id"] for row in rows[name]} for name in NAMED}
    found = []
    for row in (row for name in NAMED for row in rows[name]):
        for column in STATES & set(row.cells):
            if row[column] and row[column] not in ids["countries"]:
                found.append(row.complaint(column, "an entity_id of countries.csv"))
    found += [
        row.complaint("capital", "an entity_id of places.csv")
        for row in rows["countries"] if row["capital"] not in ids["places"]
    ]
    titles = {row["office"] for row in read_rows(folder, "office_titles")}
    for row in read_rows(folder, "offices"):
        if row["holder"] not in ids["people"]:
            found.append(row.complaint("holder", "an entity_id of people.csv"))
        if row["office"] not in titles:
            found.append(row.complaint("office", "an office of office_titles.csv"))
        if row["from"] and row["to"] and row["from"] > row["to"]:
            found.append(row.complaint("to", f"a day after {row['from']}"))
    everyone = set().union(*ids.values())
    found += [
        row.complaint("entity_id", "an entity_id of another file")
        for row in read_rows(folder, "readings") if row["entity_id"] not in everyone
    ]
    return found


def _cells(rows: dict[str, list[Row]]) -> list[str]:
    """Cells that must hold something and do not."""
    return [
        row.complaint(column, "something")
        for name in NAMED for row in rows[name]
        for column in ("entity_id", "label", "label_en", "names") if not row.many(column)
    ]


def _shared_forms(rows: dict[str, list[Row]], readings: set) -> list[str]:
    """Forms of two entities of which more than one needs no context."""
    plain: dict[tuple, list[tuple[Row, str]]] = defaultdict(list)
    for row in (row for name in NAMED for row in rows[name]):
        for name in row.many("names"):
            if not _told_apart(row, name, readings):
                plain[key_words(name)].append((row, name))
    found = []
    for forms in plain.values():
        known, _ = forms[0]
        for row, name in forms[1:]:
            if row["entity_id"] != known["entity_id"]:
                found.append(
                    f"{row.file}, line {row.line}: names has {name!r}, which is also "
                    f"{known['entity_id']} ({known.file}, line {known.line}); expected one of the "
                    "two under `ambiguous` or in readings.csv"
                )
    return found


def _ordinary_forms(rows: dict[str, list[Row]], readings: set, ordinary: set) -> list[str]:
    """Forms of one word that is also a common word, without a word on how to tell."""
    found = []
    for row in (row for name in NAMED for row in rows[name]):
        for name in row.many("names"):
            words = key_words(name)
            if len(words) == 1 and words[0] in ordinary and not _told_apart(row, name, readings):
                found.append(
                    f"{row.file}, line {row.line}: names has {name!r}, which is an ordinary word; "
                    "expected it under `ambiguous` or in readings.csv"
                )
    return found


@asks(folder=PATH, name=one_of(*COLUMNS)._replace(error=LexiconError), line=TEXT)
def add_row(folder: Path, name: str, line: str) -> list[str]:
    """The new clashes that the row would bring; it is written at the end of the file when none.

    `line` is one row of CSV with the columns of the file. Raises LexiconError when there is no
    such file, or the row has more or fewer cells than its header.
    """
    if name not in COLUMNS:
        raise LexiconError(f"There is no lexicon file {name!r}, expected one of "
                           f"{', '.join(COLUMNS)}.")
    path = Path(folder) / f"{name}.csv"
    before = find_clashes(folder)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header = next(csv.reader(lines))
    cells = next(csv.reader([line]), [])
    if len(cells) != len(header):
        raise LexiconError(
            f"{path}: the row has {len(cells)} cells {cells}, expected {len(header)} "
            f"({', '.join(header)}). Leave a cell empty between two commas when nothing is sure."
        )
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    with tempfile.TemporaryDirectory() as place:
        trial = Path(shutil.copytree(folder, Path(place) / "lexicon"))
        _append(trial / path.name, written.getvalue())
        clashes = [clash for clash in find_clashes(trial) if clash not in before]
    if not clashes:
        _append(path, written.getvalue())
    return clashes


def _append(path: Path, text: str) -> None:
    """Writes the text at the end of the file, on a line of its own."""
    ends = path.read_text(encoding="utf-8").endswith("\n")
    with path.open("a", encoding="utf-8", newline="") as lines:
        lines.write(text if ends else "\n" + text)
