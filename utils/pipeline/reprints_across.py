"""Reprints across all batches of a run, by keys: all texts are never in memory at once.

Each batch leaves its keys beside its tables: who, when, a digest of all words, and the signature of
the longer bodies. Candidates are found among the keys alone; only their bodies are read again,
once, and what they are compared by lies on disk. The links are those that `find_reprints` gives for
all articles at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from utils.memory import give_back
from utils.stored import Stored
from utils.tables import read_table, save_table
from utils.text.copies import (
    SIGNATURE,
    Common,
    candidates,
    firsts_of,
    lead_on,
    signatures,
)
from utils.text.reprints import FEW_WORDS, by_time, column, digests, pieces_of, times_of
from utils.text.shingles import hash_words, shingles

BANDS = 2                    # whose pairs are held in memory before they are looked at
ROWS = 100_000               # pairs that are looked at together
KEPT = 4096                  # bodies whose words are kept at hand while pairs are compared

_KEYS = pa.schema({
    "article_id": pa.string(), "time": pa.timestamp("us"), "outlet": pa.string(),
    "words": pa.int32(), "digest": pa.binary(16), "signature": pa.binary(4 * SIGNATURE),
})


def save_keys(articles: pd.DataFrame, path: Path) -> None:
    """Writes what the articles of one batch are compared by, in their order."""
    words, bounds = hash_words(articles)
    counts = np.diff(bounds)
    long = np.flatnonzero(counts >= FEW_WORDS)
    signed = dict(zip(long.tolist(), signatures(list(pieces_of(words, bounds, long).values())),
                      strict=True))
    rows = pa.table({
        "article_id": pa.array(articles["article_id"], pa.string()),
        "time": pa.array(times_of(articles), pa.timestamp("us")),
        "outlet": pa.array(articles["outlet"], pa.string()),
        "words": pa.array(counts, pa.int32()),
        "digest": pa.array([row.tobytes() for row in
                            digests(words, bounds, column(articles, "headline"))], pa.binary(16)),
        "signature": pa.array([signed[place].tobytes() if place in signed else None
                               for place in range(len(articles))], pa.binary(4 * SIGNATURE)),
    }, schema=_KEYS)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}")
    pq.write_table(rows, beside, compression="zstd")
    beside.replace(path)


class _Keys(NamedTuple):
    """The keys of all batches, the earliest article first."""

    order: np.ndarray            # each row's place in the order of the batches
    article_ids: pa.ChunkedArray
    days: np.ndarray
    outlets: np.ndarray          # numbers; -1 for none
    firsts: np.ndarray
    long: np.ndarray             # places of the first of each longer body


def link_reprints(parts: list[str], out: Path, work: Path) -> None:
    """Sets `reprint_of` in the articles of all parts; keys are in work/keys, by the part."""
    keys = _read_keys(parts, work)
    pairs = keys.long[candidates(_signatures_on_disk(keys, parts, work), BANDS)]
    in_pairs = np.zeros(len(keys.order), dtype=bool)
    for some in np.array_split(pairs, len(pairs) // ROWS + 1):
        in_pairs[some] = True
    bodies = _Bodies(work, np.flatnonzero(in_pairs))
    bodies.write(_texts(keys, parts, out, work, in_pairs))
    outlets = np.where(keys.outlets < 0, np.nan, keys.outlets)
    firsts = lead_on(keys.firsts, pairs, Common(bodies.shingles, bodies.words, outlets, keys.days))
    _save(keys, firsts, parts, out, work)


def _keys_of(part: str, work: Path, columns: list[str]) -> pa.Table:
    return pq.read_table(work / "keys" / f"{part}.parquet", columns=columns, partitioning=None)


def _read_keys(parts: list[str], work: Path) -> _Keys:
    """The keys of all parts; one column after the other is read and made small."""
    times = _whole("time", parts, work).to_numpy()
    order = by_time(pd.Series(times))
    firsts = firsts_of(_numbers(_whole("digest", parts, work))[order])
    counts = _whole("words", parts, work).to_numpy()[order]
    long = np.flatnonzero((firsts == np.arange(len(order))) & (counts >= FEW_WORDS))
    return _Keys(order, _whole("article_id", parts, work), times[order].astype("datetime64[D]"),
                 _outlets(parts, work)[order], firsts, long.astype(np.int32))


def _whole(name: str, parts: list[str], work: Path) -> pa.ChunkedArray:
    """One column of the keys, of all parts."""
    tables = [_keys_of(part, work, [name]) for part in parts]
    return pa.concat_tables(tables or [_KEYS.empty_table().select([name])])[name]


def _outlets(parts: list[str], work: Path) -> np.ndarray:
    """A number for the outlet of each article, -1 where it has none."""
    number: dict[str | None, int] = {None: -1}
    found = [np.zeros(0, np.int32)]
    for part in parts:
        outlets = _keys_of(part, work, ["outlet"])["outlet"].to_pylist()
        found.append(np.array([number.setdefault(one, len(number)) for one in outlets], np.int32))
    return np.concatenate(found)


def _numbers(digests: pa.ChunkedArray) -> np.ndarray:
    """What `as_numbers` gives for the digests, no object made of any."""
    held = (np.frombuffer(chunk.buffers()[1], np.uint64)[2 * chunk.offset:][:2 * len(chunk)]
            for chunk in digests.chunks)
    return np.concatenate([np.zeros(0, np.uint64), *held]).reshape(-1, 2)


def _places(keys: _Keys, parts: list[str], work: Path) -> Iterator[tuple[str, int, np.ndarray]]:
    """Each part with the number of its first row, and the place in time of each of its rows."""
    place = np.empty(len(keys.order), dtype=np.int64)
    place[keys.order] = np.arange(len(keys.order))
    begin = 0
    for part in parts:
        count = pq.read_metadata(work / "keys" / f"{part}.parquet").num_rows
        yield part, begin, place[begin:begin + count]
        begin += count
        give_back()


class _Columns:
    """The columns of the signatures, the earliest first; on disk, each read when it is asked for.

    They lie there as they came, so that a part is written without the others being in memory.
    """

    def __init__(self, path: Path, places: np.ndarray):
        self.path, self.places = path, places

    def __getitem__(self, number: int) -> np.ndarray:
        count = len(self.places)
        column = np.empty(count, np.uint32)
        column[self.places] = np.fromfile(self.path, np.uint32, count, offset=4 * count * number)
        return column


def _signatures_on_disk(keys: _Keys, parts: list[str], work: Path) -> _Columns:
    """The signatures of the longer bodies, by columns."""
    begin, came = 0, np.empty(len(keys.long), np.int32)
    with (work / "signatures").open("wb") as file:
        for part, _, places in _places(keys, parts, work):
            at = np.searchsorted(keys.long, places)
            here = np.flatnonzero(np.append(keys.long, -1)[at] == places)
            rows = _keys_of(part, work, ["signature"])["signature"].take(pa.array(here)).to_pylist()
            columns = np.frombuffer(b"".join(rows), np.uint32).reshape(-1, SIGNATURE).T
            for number, column in enumerate(columns):
                file.seek(4 * (len(came) * number + begin))
                file.write(column.tobytes())
            came[begin:begin + len(here)] = at[here]
            begin += len(here)
    return _Columns(work / "signatures", came)


def _texts(keys: _Keys, parts: list[str], out: Path, work: Path,
           wanted: np.ndarray) -> Iterator[tuple[np.ndarray, pd.DataFrame]]:
    """The bodies at the places that are wanted, a part at a time."""
    for part, begin, places in _places(keys, parts, work):
        here = np.flatnonzero(wanted[places])
        if len(here):
            ids = keys.article_ids.take(pa.array(begin + here)).to_pylist()
            rows = Stored("articles", out, ["article_id", "body"], part).read()
            yield places[here], rows.set_index("article_id").loc[ids]


class _Bodies:
    """What the candidates are compared by: their words and sequences, on disk, read as needed."""

    def __init__(self, work: Path, wanted: np.ndarray):
        self.path = work / "bodies"
        self.wanted = wanted
        self.bounds = np.zeros((len(wanted), 3), dtype=np.int64)     # shingles, words, end
        self.shingles = lru_cache(KEPT)(lambda place: self._read(place, 0))
        self.words = lru_cache(KEPT)(lambda place: self._read(place, 1))

    def write(self, texts: Iterator[tuple[np.ndarray, pd.DataFrame]]) -> None:
        """Writes down the bodies that the iterator gives."""
        with self.path.open("wb") as file:
            begin = 0
            for places, articles in texts:
                words, bounds = hash_words(articles)
                for place, (start, end) in zip(places, pairwise(bounds), strict=True):
                    own = words[start:end]
                    arrays = shingles(own), np.unique(own)
                    ends = np.cumsum([begin, *map(len, arrays)])
                    self.bounds[np.searchsorted(self.wanted, place)] = ends
                    for array in arrays:
                        array.tofile(file)
                    begin = ends[-1]

    def _read(self, place: int, which: int) -> np.ndarray:
        begin, end = self.bounds[np.searchsorted(self.wanted, place)][which:which + 2]
        return np.fromfile(self.path, np.uint64, end - begin, offset=8 * begin)


def _save(keys: _Keys, firsts: np.ndarray, parts: list[str], out: Path, work: Path) -> None:
    """Writes the links into the parts whose own are others."""
    first_rows = np.empty_like(keys.order)
    first_rows[keys.order] = keys.order[firsts]
    for part, begin, places in _places(keys, parts, work):
        rows = np.arange(begin, begin + len(places))
        earliest = pa.array(first_rows[rows], mask=first_rows[rows] == rows)
        links = dict(zip(keys.article_ids.take(pa.array(rows)).to_pylist(),
                         keys.article_ids.take(earliest).to_pylist(), strict=True))
        table = read_table("articles", out, part)
        reprint_of = table["article_id"].map(links).astype("str")
        if not reprint_of.equals(table["reprint_of"]):
            save_table(table.assign(reprint_of=reprint_of), "articles", out, part)
