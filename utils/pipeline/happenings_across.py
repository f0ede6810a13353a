"""Happenings across all batches of a run, by day: never are all events in memory at once.

Events are dealt out by the month of their day. A month is linked together with the two after it,
since an announcement and its meeting may lie five weeks apart; the happenings that begin in it are
then settled, and what is left goes on to the next month. Events that no day can be tied to stand
alone, as they do in one table.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from utils.events import link_events, merge_events
from utils.stored import Stored
from utils.tables import SCHEMAS, from_arrow, read_table, save_table, to_arrow, typed

WHOLE = 50_000               # so many events are linked at once, whatever their days
AFTER = 2                    # months that a month is linked together with
ROWS = 50_000                # of a part of the happenings

_OF_ARTICLE = ["article_id", "outlet", "anchor", "reprint_of"]
_NEVER = "undated"           # sorts behind all months


def link_happenings(parts: list[str], out: Path, work: Path) -> int:
    """The number of happenings written; sets `happening_id` in the events of all parts."""
    dealt = _Dealt(work / "months")
    for part in parts:
        dealt.deal(part, _with_articles(part, out))
    ids = np.zeros(dealt.total, dtype=f"S{dealt.longest + len('h:')}")
    written = _Happenings(out)
    for events in dealt.settled():
        ids[events["number"]] = events["happening_id"].str.encode("utf-8")
        written.add(events)
    written.close()
    begin = 0
    for part in parts:
        events = read_table("events", out, part)
        own = pd.Series(ids[begin:begin + len(events)]).str.decode("utf-8").astype("str")
        begin += len(events)
        if not own.equals(events["happening_id"]):
            save_table(events.assign(happening_id=own), "events", out, part)
    return written.rows


def _with_articles(part: str, out: Path) -> pd.DataFrame:
    """The events of a part, not linked yet, with what is asked of their articles."""
    articles = Stored("articles", out, _OF_ARTICLE, part).read()
    events = read_table("events", out, part)
    return _unlinked(events).merge(articles, on="article_id", validate="many_to_one")


def _unlinked(events: pd.DataFrame) -> pd.DataFrame:
    return events.assign(happening_id=pd.Series(pd.NA, index=events.index, dtype="str"))


class _Dealt:
    """Events on disk by the month of their day, and taken from there in the order of time."""

    def __init__(self, folder: Path):
        shutil.rmtree(folder, ignore_errors=True)       # of a run that was stopped
        self.folder = folder
        self.months: Counter[str] = Counter()
        self.longest = 1

    @property
    def total(self) -> int:
        """How many events were dealt out."""
        return self.months.total()

    def deal(self, part: str, events: pd.DataFrame) -> None:
        """Writes the events of a part beside those of the same months."""
        if events.empty:
            return
        events = events.assign(number=np.arange(self.total, self.total + len(events)))
        self.longest = max([self.longest, *events["event_id"].str.len()])
        for month, some in events.groupby(_months(events), sort=True):
            self.months[month] += len(some)
            path = self.folder / month / f"{part}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(_as_arrow(some), path)

    def _read(self, month: str) -> Iterator[pd.DataFrame]:
        for path in sorted((self.folder / month).glob("*.parquet")):
            rows = pq.read_table(path, partitioning=None)
            yield from_arrow(rows).astype({"number": "int64"})

    def settled(self) -> Iterator[pd.DataFrame]:
        """The events with their happening_id, each once, all of a happening together."""
        months = sorted(self.months)
        if self.total <= WHOLE:
            if months:
                yield _linked(pd.concat([some for month in months for some in self._read(month)]))
            return
        pool, waiting = [], [month for month in months if month != _NEVER]
        for month in list(waiting):
            while waiting and waiting[0] <= _later(month):
                pool += self._read(waiting.pop(0))
            linked = _linked(pd.concat(pool))
            begins = linked.groupby("happening_id")["month"].transform("min")
            yield linked[begins <= month]
            pool = [linked[begins > month]]
        for some in self._read(_NEVER):
            yield _linked(some)


def _months(events: pd.DataFrame) -> pd.Series:
    """The month that each event is dealt to: of its first day, else of its article's."""
    days = events["earliest"].fillna(events["anchor"])
    months = days.dt.year.map("{:05.0f}".format) + "-" + days.dt.month.map("{:02.0f}".format)
    return months.where(days.notna(), _NEVER)


def _later(month: str) -> str:
    """The last month that is linked together with this one.

    >>> _later("02024-11")
    '02025-01'
    """
    year, number = divmod(int(month[:5]) * 12 + int(month[6:]) - 1 + AFTER, 12)
    return f"{year:05}-{number + 1:02}"


def _as_arrow(events: pd.DataFrame) -> pa.Table:
    """The events with the columns of their articles, as Arrow; the given order is kept."""
    own = to_arrow(events[SCHEMAS["events"].names], "events")
    more = events.set_index("event_id").loc[own["event_id"].to_pylist()]
    kinds = {"outlet": pa.string(), "anchor": pa.timestamp("us"), "reprint_of": pa.string(),
             "number": pa.int64()}
    for name, kind in kinds.items():
        own = own.append_column(name, pa.Array.from_pandas(more[name], type=kind))
    return own


def _linked(events: pd.DataFrame) -> pd.DataFrame:
    """The events with the happening_id that they get from one another, and their month."""
    plain = _unlinked(events).reset_index(drop=True)
    ids = link_events(plain[SCHEMAS["events"].names], _articles(plain)).to_numpy()
    return events.assign(happening_id=ids, month=_months(events))


def _articles(events: pd.DataFrame) -> pd.DataFrame:
    return events[_OF_ARTICLE].drop_duplicates("article_id", ignore_index=True)


class _Happenings:
    """Writes the happenings, as they are settled, in parts of some size."""

    def __init__(self, out: Path):
        self.out, self.held, self.rows, self.parts = out, [], 0, 0
        shutil.rmtree(out / "happenings", ignore_errors=True)     # of a run that was stopped

    def add(self, events: pd.DataFrame) -> None:
        """Takes events whose happenings are settled."""
        self.held.append(merge_events(events[SCHEMAS["events"].names], _articles(events)))
        if sum(map(len, self.held)) >= ROWS:
            self._write()

    def _write(self) -> None:
        table = pd.concat(self.held, ignore_index=True)
        save_table(table, "happenings", self.out, f"part-{self.parts:05}")
        self.rows += len(table)
        self.parts += 1
        self.held = []

    def close(self) -> None:
        """Writes what is held; a run without events gets an empty table."""
        if not self.parts and not self.held:
            self.held = [typed([], "happenings")]
        if self.held:
            self._write()
