"""What notebooks count in the tables: small, however large the corpus is.

Counts are made part by part. A run in batches keeps them beside its tables, in `counts/`; for
tables that notebooks wrote they are made when they are asked for. They are the same either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from utils import tables
from utils.asking import PATH, asks
from utils.counts.events import find_labels, find_telling
from utils.counts.names import Named, count_names
from utils.tables import from_arrow, readable

__all__ = ["KEPT", "Named", "keep", "labels", "named", "telling"]

KEPT = "counts"              # the folder beside the tables
_TELLING = pa.schema({              # an empty part does not show them
    **dict.fromkeys(("event_id", "happening_id", "outlet"), pa.string()),
    "day": pa.timestamp("us"), "sentence": pa.string(), "trigger": pa.string(),
    **dict.fromkeys(("participants", "named", "surface", "reported_by"), pa.list_(pa.string())),
    "file": pa.string(), **dict.fromkeys(("record", "start", "end"), pa.int64()),
})
_NUMBERS = ("entities", "unlisted")


@asks(folder=PATH)
def named(folder: Path | str | None = None) -> Named:
    """Who is named how often, when, by whom, and with whom."""
    found = {piece: from_arrow(rows) for piece, rows in _kept_or_made("named", folder).items()}
    numbers = found.pop("numbers")
    return Named(**found, **{name: int(numbers[name].iloc[0]) for name in _NUMBERS})


@asks(folder=PATH)
def telling(folder: Path | str | None = None) -> pa.Table:
    """One row an event, the sentence that it rests on (`events.find_telling`).

    It stays as Arrow has it, in a fifth of the room: notebooks look up the few rows they show.
    """
    return pa.concat_tables(_kept_or_made("telling", folder).values())


@asks(folder=PATH)
def labels(folder: Path | str | None = None) -> pd.DataFrame:
    """The names of all whom an event names: entity_id, label, label_en."""
    return from_arrow(pa.concat_tables(_kept_or_made("labels", folder).values()))


@asks(folder=PATH)
def keep(folder: Path | str) -> None:
    """Writes all counts of the folder's tables beside them."""
    folder = Path(folder)
    for name in _MADE:
        for piece, rows in _made(name, folder):         # says first which table is not there
            (folder / KEPT).mkdir(exist_ok=True)
            pq.write_table(rows, folder / KEPT / f"{name}-{piece}.parquet", compression="zstd",
                           write_page_checksum=True)


def _named(folder: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    found = count_names(folder)._asdict()
    numbers = {name: found.pop(name) for name in _NUMBERS}
    yield from (found | {"numbers": pd.DataFrame([numbers])}).items()


def _telling(folder: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    yield from ((f"{part:05}", rows) for part, rows in enumerate(find_telling(folder)))


_MADE = {"named": _named, "telling": _telling,
         "labels": lambda folder: [("00000", find_labels(folder))]}


def _made(name: str, folder: Path) -> Iterator[tuple[str, pa.Table]]:
    """The pieces of a count, each with its name."""
    for piece, rows in _MADE[name](folder):
        types = _TELLING if name == "telling" else None
        yield piece, pa.Table.from_pandas(rows, types, preserve_index=False)


def _kept_or_made(name: str, folder: Path | str | None) -> dict[str, pa.Table]:
    """The pieces of a count, from where they are kept, else made now."""
    folder = Path(folder or tables.PROCESSED)
    kept = sorted((folder / KEPT).glob(f"{name}-*.parquet"))
    return {path.stem.removeprefix(f"{name}-"): _read(path) for path in kept} or dict(
        _made(name, folder))


def _read(path: Path) -> pa.Table:
    with readable(path, f"Delete the folder {path.parent}: what was in it is counted anew."):
        return pq.read_table(path, partitioning=None, page_checksum_verification=True)
