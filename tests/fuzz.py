"""A coverage-guided run on one part: new inputs are bred from those that reach new lines.

    python3.11 -m venv /tmp/fuzz && /tmp/fuzz/bin/pip install atheris
    echo "$PWD/.venv/lib/python3.11/site-packages" > \
        /tmp/fuzz/lib/python3.11/site-packages/masar.pth
    PYTHONPATH=$PWD /tmp/fuzz/bin/python tests/fuzz.py chain -max_total_time=600

Parts: load, text, dates, chain, pages. An input that breaks a promise (`promises.py`) is left as
`crash-...` in the folder where the run began; give its path behind the part to see it fail again.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

atheris = import_module("atheris")     # not in the lock: no wheel for every Python and system

with atheris.instrument_imports(include=["utils"]):
    from promises import NAMES, PROMISES

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
LARGEST, PIECE = 60_000, 400           # bytes of a file to begin from; characters of a text


def seeds(part: str) -> str:
    """A folder with pieces of the sample to begin from."""
    folder = Path(tempfile.mkdtemp(prefix="masar-fuzz-"))
    for number, piece in enumerate(_pieces(part)):
        (folder / f"{number:05}").write_bytes(piece)
    return str(folder)


def _pieces(part: str):
    for path in sorted(SAMPLE.rglob("*.*")):
        data = path.read_bytes()
        if part != "load":
            words = data[:4000].decode("utf-8", "ignore")
            yield from (words[at:at + PIECE].encode() for at in range(0, len(words), PIECE))
        elif len(data) < LARGEST:
            kinds = [number for number, name in enumerate(NAMES) if name.endswith(path.suffix)]
            yield bytes(kinds[:1] or [0]) + data[:6000]


def main() -> None:
    """Runs until the time is over or a promise is broken."""
    part, *options = sys.argv[1:]
    begin = [] if any(not option.startswith("-") for option in options) else [seeds(part)]
    atheris.Setup([sys.argv[0], *options, *begin], PROMISES[part])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
