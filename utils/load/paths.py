"""Which files lie below the paths that were given, and the names that the tables give them."""

from __future__ import annotations

import os
from pathlib import Path


class LoadError(ValueError):
    """Nothing can be read; the message names the path, what was expected, and what to do."""


def find_paths(*paths: str | Path) -> list[tuple[str, Path]]:
    """The files below the paths with the names that the tables give them, in stable order.

    A file's name is its path below the folder that was given. Where several paths are given and
    names would meet, the given path's own name stands before them, and what still has the name of
    another is numbered.
    """
    found = [_below(Path(path)) for path in paths]
    names = [name for files in found for name, _ in files]
    if len(set(names)) < len(names):
        found = [[(name if Path(path).is_file() else f"{Path(path).resolve().name}/{name}", file)
                  for name, file in files] for path, files in zip(paths, found, strict=True)]
    taken: dict[str, int] = {}
    return [(told_apart(name, taken), file) for files in found for name, file in files]


def told_apart(name: str, taken: dict[str, int]) -> str:
    """The name where it is new, else with a number; `taken` counts the names so far.

    >>> taken = {}
    >>> [told_apart(name, taken) for name in ("x/a.txt", "x/a.txt", "x/a", "x/a")]
    ['x/a.txt', 'x/a (2).txt', 'x/a', 'x/a (2)']
    """
    stem, ending = os.path.splitext(name)
    while True:
        taken[name] = number = taken.get(name, 0) + 1
        if number == 1:
            return name
        if (apart := f"{stem} ({number}){ending}") not in taken:
            taken[apart] = 1
            return apart


def _below(path: Path) -> list[tuple[str, Path]]:
    if not path.exists():
        raise LoadError(
            f"{path}: there is no such file or folder; expected a news file, an archive, or a "
            f"folder of them (looked in {Path.cwd()}). Check the spelling, or give the whole path."
        )
    if path.is_file():
        return [(_spelled(path.name), path)]
    files, seen = [], set()
    for folder, inner, names in os.walk(path, followlinks=True):
        here = os.path.realpath(folder)
        if here in seen:                       # a link that leads back
            inner.clear()
            continue
        seen.add(here)
        files += [Path(folder) / name for name in names]
    if not files:
        raise LoadError(
            f"{path}: the folder holds no file; expected text dumps, JSON, CSV, Parquet, SGML, "
            "HTML, WARC or archives of them. Put files into it, or give another folder."
        )
    return sorted((_spelled(file.relative_to(path).as_posix()), file) for file in files)


def _spelled(name: str) -> str:
    """The name as a table can hold it: bytes that are no UTF-8 as \\xff.

    >>> _spelled("a\\udcff.txt")
    'a\\\\xff.txt'
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")
