"""What a run rests on and what it gave, as sha256 sums: the proof that two runs are the same.

A sum names its kind: what was read (input, lexicon, model, lock, code) and what came of it (table,
page). No clock, path or host is in them, so they agree wherever the same versions are installed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from utils.load.paths import find_paths
from utils.tables import LEXICON, ORDER, ROOT, SCHEMAS, read_table, to_arrow

MODEL = ROOT / "data" / "model"
LOCK = ROOT / "requirements.lock"
CODE = ROOT / "utils"
SOURCES = ("input", "lexicon", "model", "lock", "code")
RESULTS = ("table", "page")
_PART_ENDS = re.compile(r"(?<=</tr>)|(?<=</p>)|\n")


class Sum(NamedTuple):
    """The sha256 of one thing, and what it is."""

    kind: str
    name: str
    sha256: str


def file_sum(path: Path) -> str:
    """The sha256 of a file's bytes, read a piece at a time."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def source_sums(*corpus: Path | str) -> Iterator[Sum]:
    """The sums of all that tables are made from: the inputs, our own files, the locked versions.

    The package's code is one sum over its modules, in the order of their names.
    """
    for name, path in find_paths(*corpus):
        yield Sum("input", name, file_sum(path))
    yield from own_sums()


def own_sums() -> Iterator[Sum]:
    """The sums of the lexicon, the model, the lock and the code."""
    for kind, folder in (("lexicon", LEXICON), ("model", MODEL)):
        for path in sorted(path for path in folder.iterdir() if path.is_file()):
            yield Sum(kind, path.name, file_sum(path))
    if LOCK.exists():                    # not there where the package alone is installed
        yield Sum("lock", LOCK.name, file_sum(LOCK))
    whole = "".join(f"{path.relative_to(CODE).as_posix()} {file_sum(path)}\n"
                    for path in sorted(CODE.rglob("*.py")))
    yield Sum("code", CODE.name, hashlib.sha256(whole.encode()).hexdigest())


def table_sums(folder: Path) -> Iterator[Sum]:
    """The sums of the Parquet files of the tables, a part each where a table has parts."""
    for name in SCHEMAS:
        whole = folder / f"{name}.parquet"
        for path in [whole] if whole.exists() else sorted((folder / name).glob("*.parquet")):
            yield Sum("table", path.relative_to(folder).as_posix(), file_sum(path))


def page_sums(folder: Path) -> Iterator[Sum]:
    """The sums of the HTML pages of a report."""
    for path in sorted(folder.glob("*.html")):
        yield Sum("page", path.name, file_sum(path))


class PartSum(NamedTuple):
    """One line, paragraph or table row of a page."""

    page: str
    part: str                    # its number, from 1
    sum: str                     # four hex digits


def page_parts(page: Path) -> list[str]:
    """The HTML of the page in pieces that are small enough to be shown."""
    return _PART_ENDS.split(page.read_text(encoding="utf-8"))


def part_sums(folder: Path) -> Iterator[PartSum]:
    """A short sum for each part of each page, to find the one that differs."""
    for path in sorted(folder.glob("*.html")):
        for number, part in enumerate(page_parts(path), 1):
            yield PartSum(path.name, str(number), hashlib.sha256(part.encode()).hexdigest()[:4])


# ---------------------------------------------------------------- rows and cells


class RowSum(NamedTuple):
    """One row of a table: where it stands, by the columns that order the table, and its cells."""

    table: str
    place: str                   # "outlets/sidr.txt 0 12"
    cells: str                   # two hex digits for each column


def row_sums(folder: Path) -> Iterator[RowSum]:
    """A short sum for each cell of each table, to find the one that differs."""
    for name in SCHEMAS:
        if (folder / f"{name}.parquet").exists() or (folder / name).is_dir():
            yield from _rows(to_arrow(read_table(name, folder), name), name)


def _rows(table: pa.Table, name: str) -> Iterator[RowSum]:
    columns = [column.to_pylist() for column in table.columns]
    places = [table.column_names.index(column) for column in ORDER[name]]
    for row in zip(*columns, strict=True):
        yield RowSum(name, " ".join(str(row[place]) for place in places), cell_sums(row))


def cell_sums(row: Iterable) -> str:
    """Two hex digits for each value: one difference in 256 goes unseen, but not by the table's sum.

    >>> cell_sums(["دمشق", 4, None])
    '8e4bdc'
    """
    return "".join(hashlib.sha256(repr(cell).encode("utf-8", "surrogatepass")).hexdigest()[:2]
                   for cell in row)
