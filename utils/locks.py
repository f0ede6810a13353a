"""One run a folder: a lock file with the number of the process that works there."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockedError(RuntimeError):
    """Another process works in the folder; the message says which, and what to do."""


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Holds the lock file for this process; that of a process which is dead is taken over.

    `what` begins the message of the LockedError that a living holder raises: "reports: another
    report is being built here".
    """
    take(path, what)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def take(path: Path, what: str) -> Path:
    """The lock file, with this process's number in it. Raises LockedError where another lives."""
    mine = f"{os.getpid()} {socket.gethostname()}"
    for _ in range(2):
        try:
            with path.open("x", encoding="utf-8") as opened:
                opened.write(mine)
            return path
        except FileExistsError:
            holder = _holder(path)
            if holder:
                raise LockedError(
                    f"{what} (process {holder.replace(' ', ' on ')}). Wait for it, stop it, or "
                    f"give another folder. If there is no such run, delete {path}"
                ) from None
            path.unlink(missing_ok=True)
    raise LockedError(f"{path}: could not be taken; another run started at the same moment. "
                      "Start again.")


def _holder(path: Path) -> str:
    """Who holds the lock; "" when that process is dead."""
    try:
        holder = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    number, _, host = holder.partition(" ")
    if not number.isdigit():
        return ""                        # a lock half written by a process that was killed
    if host != socket.gethostname() or os.name == "nt":
        return holder                    # whether it lives cannot be seen from here
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return ""
    except PermissionError:
        return holder                    # it lives, and is somebody else's
    return holder
