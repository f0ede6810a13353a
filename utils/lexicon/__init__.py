"""The lexicon of names: its CSV files read, checked and made ready for finding.

Every form of every name becomes a row of folded words in one table; what Arabic writes onto the
first word is spread into another, once. `python -m utils.lexicon check` looks for clashes,
`python -m utils.lexicon add people "..."` adds a row and checks again.
"""

from __future__ import annotations

import argparse
from functools import lru_cache
from pathlib import Path

from utils.asking import PATH, asks
from utils.lexicon.building import Builder
from utils.lexicon.clashes import add_row, find_clashes
from utils.lexicon.readings import Lexicon
from utils.lexicon_rows import LexiconError
from utils.tables import LEXICON


@lru_cache(maxsize=4)
def _read(folder: Path, changed: tuple) -> Lexicon:
    return Builder(folder).lexicon()


@asks(folder=PATH)
def read_lexicon(folder: Path | str = LEXICON) -> Lexicon:
    """The lexicon of a folder, ready for finding; read again only when a file has changed.

    Raises LexiconError naming file, line, column, value and what was expected.
    """
    folder = Path(folder)
    changed = tuple(sorted((path.name, path.stat().st_mtime_ns) for path in folder.glob("*.csv")))
    return _read(folder, changed)


def main(words: list[str] | None = None) -> int:
    """0 when the files are in order, 1 when something clashes, which is then printed."""
    parser = argparse.ArgumentParser(prog="python -m utils.lexicon", description=__doc__)
    parser.add_argument("--folder", type=Path, default=LEXICON, help="the folder of the CSV files")
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("check", help="look for clashes in all files")
    add = tasks.add_parser("add", help="add a row to a file, unless it clashes")
    add.add_argument("file", help="people, places, organisations, outlets, offices, ...")
    add.add_argument("row", help="the row as a line of CSV")
    given = parser.parse_args(words)
    try:
        clashes = (find_clashes(given.folder) if given.task == "check"
                   else add_row(given.folder, given.file, given.row))
        read_lexicon(given.folder)
    except LexiconError as error:
        clashes = [str(error)]
    for clash in clashes:
        print(clash)
    if given.task == "add":
        print(f"not added to {given.file}.csv" if clashes else f"added to {given.file}.csv")
    elif not clashes:
        print(f"{given.folder}: in order")
    return int(bool(clashes))
