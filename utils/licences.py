"""The licences of everything that the lock installs, held against those that we may pass on.

    python -m utils.licences

A package's own metadata say its licence; where they say nothing or the package belongs to another
system, `data/licences/packages.csv` does. `data/licences/allowed.csv` says what is allowed.
"""

from __future__ import annotations

import csv
import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from utils.tables import ROOT

LOCK = ROOT / "requirements.lock"
FOLDER = ROOT / "data" / "licences"
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)
_JOINED = re.compile(r"(\(|\)|\bAND\b|\bOR\b)")
_LONGEST = 60                    # letters of a licence's name; longer is the licence itself


class LicenceError(ValueError):
    """A list of licences or the lock cannot be used; the message says which and what to do."""


class Licensed(NamedTuple):
    """One locked package: what is installed of it and under which licences."""

    package: str
    locked: str
    installed: str               # "" when it is not installed on this system
    licences: tuple[str, ...]    # names of allowed.csv, or as printed where it knows none
    refused: str                 # why it must not be used; "" when it may


def locked_versions(lock: Path = LOCK) -> dict[str, str]:
    """The version of each package in the lock file."""
    try:
        found = dict(_PIN.findall(lock.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise LicenceError(f"{lock}: no such file; expected the locked versions. Write it with: "
                           "make lock") from error
    if not found:
        raise LicenceError(f"{lock}: no line such as pandas==3.0.1 in it. Write it anew with: "
                           "make lock")
    return found


def _rows(path: Path, columns: list[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as opened:
            reader = csv.DictReader(opened, strict=True)
            rows = list(reader)
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise LicenceError(f"{path}: cannot be read ({error}). Get it from the repository.") \
            from error
    if reader.fieldnames != columns:
        raise LicenceError(f"{path}, line 1: columns {reader.fieldnames}, expected {columns}.")
    return rows


def allowed_names(folder: Path = FOLDER) -> dict[str, str]:
    """The licence that each name stands for, by the name in small letters."""
    names = {}
    for row in _rows(folder / "allowed.csv", ["licence", "names", "note"]):
        for name in [row["licence"], *row["names"].split("|")]:
            if name:
                names[name.casefold()] = row["licence"]
    return names


def printed_licences(of: Distribution) -> list[str]:
    """What a package's metadata say: an SPDX expression, a short name, or its classifiers."""
    told = of.metadata
    if told.get("License-Expression"):
        return [told["License-Expression"]]
    short = (told.get("License") or "").strip()
    if short not in ("", "UNKNOWN") and len(short) <= _LONGEST and not (
            "\n" in short or short.startswith("Copyright")):
        return [short]
    return [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or ()
            if line.startswith("License ::")]


def judge(printed: str, names: dict[str, str]) -> tuple[list[str], bool]:
    """The licences that a printed name or SPDX expression means, and whether they are allowed.

    Of licences joined by OR one must be allowed, of those joined by AND all.

    >>> names = {"mit": "MIT", "mit license": "MIT", "isc": "ISC"}
    >>> judge("MIT License", names)
    (['MIT'], True)
    >>> judge("GPL-3.0-only OR (MIT AND ISC)", names)
    (['GPL-3.0-only', 'MIT', 'ISC'], True)
    >>> judge("MIT AND (GPL-3.0-only OR EPL-2.0)", names)
    (['MIT', 'GPL-3.0-only', 'EPL-2.0'], False)
    """
    plain = printed.replace(",", "").casefold()
    if plain in names:
        return [names[plain]], True
    words = [word.strip() for word in _JOINED.split(printed) if word.strip()]
    licences = [names.get(word.casefold(), word) for word in words if not _JOINED.fullmatch(word)]
    return licences, _one_of(words, names)


def _one_of(words: list[str], names: dict[str, str]) -> bool:
    """Whether one of the choices joined by OR is allowed; takes what it reads off the words."""
    found = _all_of(words, names)
    while words and words[0] == "OR":
        words.pop(0)
        other = _all_of(words, names)
        found = found or other
    return found


def _all_of(words: list[str], names: dict[str, str]) -> bool:
    found = _single(words, names)
    while words and words[0] == "AND":
        words.pop(0)
        other = _single(words, names)
        found = found and other
    return found


def _single(words: list[str], names: dict[str, str]) -> bool:
    word = words.pop(0) if words else ""
    if word != "(":
        return word.casefold() in names
    found = _one_of(words, names)
    return bool(words) and words.pop(0) == ")" and found


def licences(lock: Path = LOCK, folder: Path = FOLDER) -> list[Licensed]:
    """Every package of the lock with its licences, and why it is refused where it is."""
    names = allowed_names(folder)
    by_hand = {row["package"]: row["licence"] for row in
               _rows(folder / "packages.csv", ["package", "licence", "note"])}
    found = []
    for package, version in sorted(locked_versions(lock).items()):
        try:
            of = distribution(package)
            installed, printed = of.version, printed_licences(of)
        except PackageNotFoundError:             # its marker names another system
            installed, printed = "", []
        if package in by_hand:
            printed = [by_hand[package]]
        judged = [judge(one, names) for one in printed]
        known = [name for some, _ in judged for name in some]
        refused = ""
        if not judged:
            refused = "says no licence: look it up and add a row to data/licences/packages.csv"
        elif not all(allowed for _, allowed in judged):
            refused = "not allowed by data/licences/allowed.csv: use another package, or add the " \
                      "licence with your reason"
        found.append(Licensed(package, version, installed, tuple(dict.fromkeys(known)), refused))
    return found


def unlocked(lock: Path = LOCK) -> list[str]:
    """The packages that are installed in another version than the lock's, in words."""
    told = []
    for package, version in sorted(locked_versions(lock).items()):
        try:
            here = distribution(package).version
        except PackageNotFoundError:
            continue
        if here != version:
            told.append(f"{package} {here} is installed, the lock says {version}")
    return told


def main() -> int:
    """The exit code: 0 when every licence is allowed, 1 when one is not, 2 for a broken list."""
    try:
        found = licences()
    except LicenceError as error:
        print(error, file=sys.stderr)
        return 2
    width = max(len(one.package) for one in found)
    for one in found:
        here = "" if one.installed else "  (not installed on this system)"
        print(f"{one.package:{width}}  {one.locked:12} {', '.join(one.licences) or '?'}{here}")
    refused = [one for one in found if one.refused]
    for one in refused:
        told = ", ".join(one.licences) or "no licence"
        print(f"{one.package} {one.locked}: {told}; {one.refused}.", file=sys.stderr)
    print(f"{len(found)} packages, {len(found) - len(refused)} under allowed licences")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
