"""A run's folder: who works in it, what it was started with, and the record of what it gave.

    out/<table>/part-00000.parquet     a file a table and batch
    out/run.json                       written last: what the tables were made from, and their sums
    out/.unfinished/                   while the run works: its lock, its settings, its notes

A run that was stopped leaves `.unfinished` behind; the same command goes on from there.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from utils.counts import KEPT
from utils.locks import LockedError, take
from utils.sums import source_sums, table_sums
from utils.tables import SCHEMAS

RECORD = "run.json"
WORK = ".unfinished"


class RunError(RuntimeError):
    """A run cannot start or go on; the message says where, why, and what to do."""


class Run:
    """The folder of one run, locked for this process."""

    def __init__(self, out: Path, made_from: dict):
        self.out, self.work, self.made_from = out, out / WORK, made_from

    @property
    def finished(self) -> bool:
        """Whether the record is written: all tables are there."""
        return (self.out / RECORD).exists()

    def finish(self, counts: dict[str, int]) -> None:
        """Writes the record; from then on the run is finished."""
        _clear_halves(self.out)              # of a worker that was killed while others went on
        gave = {one.name: one.sha256 for one in table_sums(self.out)}
        ready = self.work / RECORD           # beside the record, it would be left there by a kill
        _write_json(ready, self.made_from | {"rows": counts, "gave": gave})
        ready.replace(self.out / RECORD)


@contextmanager
def opened(out: Path, paths: list, settings: dict) -> Iterator[Run]:
    """The run's folder, for this process alone; what a dead process left half written is gone.

    Raises RunError when another process works in it, when it holds tables of other inputs,
    settings, lexicon or code, or when it cannot be written.
    """
    made_from = _made_from(paths, settings)
    with _told(out):
        (out / WORK).mkdir(parents=True, exist_ok=True)
        lock = _lock(out)
    done = False
    try:
        with _told(out):
            _check(out, made_from)
            _clear_halves(out)
        run = Run(out, made_from)
        with _told(out):
            yield run
        done = run.finished
    finally:
        if done:
            shutil.rmtree(out / WORK)
        else:
            lock.unlink(missing_ok=True)


def _clear_halves(out: Path) -> None:
    """Deletes what was half written when its process died."""
    for half in out.glob("*/.part-*.parquet.*"):
        half.unlink(missing_ok=True)


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """Says what to do where the disk refuses."""
    try:
        yield
    except OSError as error:
        where = error.filename or out
        raise RunError(
            f"{where}: cannot be written or read ({error.strerror or error}). What is finished in "
            f"{out} stays valid. Make room, or see that the folder can be written, and start the "
            "same run again: it goes on where it stopped."
        ) from error


def _lock(out: Path) -> Path:
    try:
        return take(out / WORK / "lock", f"{out}: another run works in this folder; expected one "
                                         "run a folder")
    except LockedError as error:
        raise RunError(str(error)) from None


def _made_from(paths: list, settings: dict) -> dict:
    """The settings and the sums of all that the tables are made from."""
    sums: dict[str, dict[str, str]] = {}
    for one in source_sums(*paths):
        sums.setdefault(one.kind, {})[one.name] = one.sha256
    return {"settings": settings, "made_from": sums}


# ---------------------------------------------------------------- one corpus a folder


def cleared(out: Path, corpus: Path | str) -> bool:
    """Whether the folder holds a finished run of the corpus; what another one left is deleted.

    Kept is what the same corpus and code gave: all tables, or the batches of a stopped run.
    """
    begun = out / WORK / "begun.json"
    record = next((path for path in (out / RECORD, begun) if path.exists()), None)
    if record is None:
        return False
    made_from = _made_from([corpus], {})["made_from"]
    try:
        same = json.loads(record.read_text(encoding="utf-8"))["made_from"] == made_from
    except (ValueError, KeyError, TypeError):        # half of a record is none
        same = False
    if not same:
        for name in (*SCHEMAS, KEPT, WORK):
            shutil.rmtree(out / name, ignore_errors=True)
        record.unlink(missing_ok=True)
    return same and record.name == RECORD


def _check(out: Path, made_from: dict) -> None:
    """Raises RunError unless the folder is empty or holds this very run, finished or not."""
    begun = out / WORK / "begun.json"
    record = next((path for path in (out / RECORD, begun) if path.exists()), None)
    if record is None:
        held = sorted(name for name in SCHEMAS if any((out / name).glob("*.parquet"))
                      or (out / f"{name}.parquet").exists())
        if held:
            raise RunError(
                f"{out}: holds the tables {', '.join(held)}, but no {RECORD} that says what they "
                "are made from; expected an empty folder or that of a stopped run. Give another "
                "folder, or empty this one."
            )
        _write_json(begun, made_from)
        return
    try:
        before = json.loads(record.read_text(encoding="utf-8"))
        changed = _changes(before, made_from)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(f"{record}: cannot be read ({error!r}); expected the record of a run. Give "
                       "another folder, or empty this one.") from error
    if changed:
        raise RunError(
            f"{out}: holds a run that was made differently: {'; '.join(changed)}. Tables of both "
            "would be mixed. Give another folder, or empty this one."
        )


def _changes(before: dict, after: dict) -> list[str]:
    """What two runs are made from differently, in words."""
    changes = [
        f"{name} was {before['settings'].get(name)!r}, is {after['settings'].get(name)!r}"
        for name in sorted(before["settings"].keys() | after["settings"].keys())
        if before["settings"].get(name) != after["settings"].get(name)
    ]
    old, new = before["made_from"], after["made_from"]
    for kind in sorted(old.keys() | new.keys()):
        was, now = old.get(kind, {}), new.get(kind, {})
        names = sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name))
        if names:
            more = f" and {len(names) - 3} more" if len(names) > 3 else ""
            changes.append(f"{kind} {', '.join(names[:3])}{more}")
    return changes


def _write_json(path: Path, content: dict) -> None:
    beside = path.with_name(f"{path.name}.half")
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    beside.write_text(text + "\n", encoding="utf-8", newline="\n")
    beside.replace(path)
