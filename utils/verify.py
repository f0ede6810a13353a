"""Whether this machine gets the published results: the sample run anew and held against its sums.

    python -m utils.verify                 what differs, down to the first row and column
    python -m utils.verify --refresh       takes the present results as the expected ones

`data/sums/files.csv` holds the sha256 of every input, table and page; `rows.csv` a short sum of
every cell and `pages.csv` one of every part of a page, to name the first that differs.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from utils.licences import LOCK, unlocked
from utils.load.paths import LoadError
from utils.sums import (
    RESULTS,
    SOURCES,
    PartSum,
    RowSum,
    Sum,
    page_parts,
    page_sums,
    part_sums,
    row_sums,
    source_sums,
    table_sums,
)
from utils.tables import ORDER, ROOT, SCHEMAS, read_table, to_arrow

SUMS = ROOT / "data" / "sums"
SAMPLE = ROOT / "data" / "sample"
SHOWN = 5                        # names of one kind in a message
SHOWN_OF_PART = 200              # characters of a page's part in a message
_OWN_PYTHON = ">Python<"         # in the front page's row that names the Python of the run
REFRESH = "python -m utils.verify --refresh"


class SumsError(ValueError):
    """The expected sums are missing or unreadable; the message says what to do."""


class Sums(NamedTuple):
    """All sums of one run of the sample."""

    files: list[Sum]
    rows: list[RowSum]
    parts: list[PartSum]


def run_sample(folder: Path, corpus: Path | str = SAMPLE) -> None:
    """Runs all notebooks on the corpus: folder/tables and folder/pages are there afterwards."""
    from utils.report import render  # seconds to import, and only needed here

    before = os.environ.get("MASAR_PROCESSED")
    os.environ["MASAR_PROCESSED"] = str(folder / "tables")      # the notebooks' kernels read it
    try:
        render(corpus, folder / "pages", processed=folder / "tables")
    finally:
        if before is None:
            del os.environ["MASAR_PROCESSED"]
        else:
            os.environ["MASAR_PROCESSED"] = before


def sums_of(folder: Path, corpus: Path | str = SAMPLE) -> Sums:
    """The sums of a run in folder/tables and folder/pages, and of what it was made from."""
    tables = folder / "tables"
    files = [*source_sums(corpus), *table_sums(tables), *page_sums(folder / "pages")]
    return Sums(files, list(row_sums(tables)), list(part_sums(folder / "pages")))


# ---------------------------------------------------------------- kept as CSV


def write_sums(sums: Sums, folder: Path = SUMS) -> list[Path]:
    """The three files written."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / "files.csv", Sum._fields, sums.files),
            _write(folder / "rows.csv", RowSum._fields, sums.rows),
            _write(folder / "pages.csv", PartSum._fields, sums.parts)]


def _write(path: Path, header: Iterable[str], rows: Iterable[tuple]) -> Path:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return beside.replace(path)


def read_sums(folder: Path = SUMS) -> Sums:
    """The expected sums. Raises SumsError when a file is missing or has other columns."""
    return Sums(_read(folder / "files.csv", Sum), _read(folder / "rows.csv", RowSum),
                _read(folder / "pages.csv", PartSum))


def _read(path: Path, kind: type) -> list:
    again = f"Get it from the repository (git checkout -- {path.parent.name}), or write it anew: " \
            f"{REFRESH}"
    try:
        with path.open(encoding="utf-8", newline="") as opened:
            header, *rows = list(csv.reader(opened, strict=True)) or [[]]
    except FileNotFoundError as error:
        raise SumsError(f"{path}: no such file; expected the sums of the sample. {again}") \
            from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise SumsError(f"{path}: not readable as CSV in UTF-8 ({error}). {again}") from error
    if header != list(kind._fields):
        raise SumsError(f"{path}, line 1: columns {header}, expected {list(kind._fields)}. {again}")
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise SumsError(f"{path}, line {number}: {len(row)} cells {row}, expected "
                            f"{len(header)}. {again}")
    return [kind(*row) for row in rows]


# ---------------------------------------------------------------- what differs


def differences(expected: Sums, found: Sums, tables: Path) -> list[str]:
    """What differs, a line each: results first, then the sources that may be why.

    A front page that names another Python, and differs in nothing else, is the same.
    """
    lines, pages = [], tables.with_name("pages")
    wrong = wrong_parts(expected.parts, found.parts)
    alike = {name for name, places in wrong.items() if all(
        _OWN_PYTHON in _part(pages / name, place) for place in places)}
    before, after = ([one for one in files if (one.kind, one.name) not in (
        {("page", name) for name in alike})] for files in (expected.files, found.files))
    for kind in RESULTS:
        lines += _changed(kind, before, after)
    for name in sorted(wrong.keys() - alike):
        lines.append(f"{name}: part {wrong[name][0] + 1} differs, it is now "
                     f"{_part(pages / name, wrong[name][0])[:SHOWN_OF_PART]!r}")
    if any(line.startswith("table") for line in lines):
        for name in SCHEMAS:
            lines += first_difference(name, expected.rows, found.rows, tables)
    if lines:
        for kind in SOURCES:
            lines += [f"{line} (made from)"
                      for line in _changed(kind, expected.files, found.files)]
        lines += unlocked() if LOCK.exists() else []
    return lines


def _changed(kind: str, expected: list[Sum], found: list[Sum]) -> list[str]:
    """One line for the things of a kind that are new, missing, or have another sum."""
    before = {one.name: one.sha256 for one in expected if one.kind == kind}
    after = {one.name: one.sha256 for one in found if one.kind == kind}
    sides = {
        "missing": sorted(before.keys() - after.keys()),
        "not expected": sorted(after.keys() - before.keys()),
        "differs": sorted(name for name in before.keys() & after.keys()
                          if before[name] != after[name]),
    }
    return [f"{kind} {what}: {_listed(names)}" for what, names in sides.items() if names]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def first_difference(name: str, expected: list[RowSum], found: list[RowSum],
                     tables: Path) -> list[str]:
    """The first row of the table that differs, with the column and what now stands in it."""
    before = [row for row in expected if row.table == name]
    after = [row for row in found if row.table == name]
    number = next((number for number, (old, new) in enumerate(zip(before, after, strict=False))
                   if old != new), min(len(before), len(after)))
    if number == len(before) == len(after):
        return []
    counts = f"{name}: {len(after):,} rows, expected {len(before):,}; row {number + 1}"
    columns = "/".join(ORDER[name])
    old = before[number] if number < len(before) else None
    new = after[number] if number < len(after) else None
    places = {row.place for row in after}
    if new is None or old is not None and old.place not in places:
        return [f"{counts} ({columns} {old.place}) is missing"]
    if old is None or old.place != new.place:
        return [f"{counts} ({columns} {new.place}) is not expected there"]
    row = to_arrow(read_table(name, tables), name).slice(number, 1).to_pylist()[0]
    wrong = [column for place, column in enumerate(row)
             if old.cells[2 * place:2 * place + 2] != new.cells[2 * place:2 * place + 2]]
    column = wrong[0]
    also = f"; so do {', '.join(wrong[1:])}" if wrong[1:] else ""
    return [f"{counts} ({columns} {new.place}): column {column} differs, it is now "
            f"{row[column]!r}{also}"]


def wrong_parts(expected: list[PartSum], found: list[PartSum]) -> dict[str, list[int]]:
    """The numbers, from 0, of the parts that differ in each page that both runs have."""
    sums = [{}, {}]
    for known, parts in zip(sums, (expected, found), strict=True):
        for one in parts:
            known.setdefault(one.page, []).append(one.sum)
    wrong = {}
    for name in sums[0].keys() & sums[1].keys():
        pairs = list(zip_longest(sums[0][name], sums[1][name]))
        if places := [place for place, (old, new) in enumerate(pairs) if old != new]:
            wrong[name] = places
    return wrong


def _part(page: Path, place: int) -> str:
    """The part of the page as one line; "" behind its last."""
    return " ".join("".join(page_parts(page)[place:place + 1]).split())


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 for the same sums, 1 for others, 2 when nothing could be compared."""
    parser = argparse.ArgumentParser(prog="python -m utils.verify", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--refresh", action="store_true", help="write the sums of this run")
    parser.add_argument("--corpus", default=SAMPLE, type=Path, help="in place of the sample")
    parser.add_argument("--sums", default=SUMS, type=Path, help="the folder of the expected sums")
    given = parser.parse_args(arguments)
    try:
        expected = None if given.refresh else read_sums(given.sums)
        with TemporaryDirectory(prefix="masar-verify-") as folder:
            run_sample(Path(folder), given.corpus)
            found = sums_of(Path(folder), given.corpus)
            if expected is None:
                written = write_sums(found, given.sums)
                print(f"Wrote {len(found.files):,} sums of files and {len(found.rows):,} of rows "
                      f"to {written[0].parent}")
                return 0
            lines = differences(expected, found, Path(folder, "tables"))
    except (SumsError, LoadError) as error:
        print(error, file=sys.stderr)
        return 2
    except (ValueError, RuntimeError, OSError) as error:  # CorpusError, NotebookError, PlaceError
        print(f"The run did not come to its end, so nothing was compared.\n{error}",
              file=sys.stderr)
        return 2
    if not lines:
        results = [one for one in found.files if one.kind in RESULTS]
        print(f"The same: {len(results)} tables and pages have the expected sums.")
        return 0
    print("Not the published results:", *lines, sep="\n  ", file=sys.stderr)
    print(f"If you meant to change them, take these as the expected ones: {REFRESH}",
          file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
