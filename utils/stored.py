"""A table as it lies on disk, in one file or in parts of a large corpus, read a piece at a time.

`Stored` answers what notebooks ask of a DataFrame (`len`, `head`, `sample`, columns in brackets)
with the rows in question alone in memory, so that a million articles are looked at like ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from utils import tables
from utils.tables import SCHEMAS, from_arrow, read_table, readable, run_again

_BRIEF = ["article_id", "parent_id", "file", "record", "start", "end", "headline", "body_start",
          "outlet", "source", "place", "published", "updated", "published_words", "anchor",
          "anchor_basis", "flags", "reprint_of"]


class Stored:
    """A table of `tables.SCHEMAS` on disk. Raises TableError as `read_table` does."""

    def __init__(self, name: str, folder: Path | str | None = None,
                 columns: list[str] | None = None, part: str | None = None):
        self.name, self.folder = name, Path(folder or tables.PROCESSED)
        self.columns = list(SCHEMAS[name].names) if columns is None else columns
        whole = self.folder / f"{name}.parquet"
        self.paths = [whole] if whole.exists() else sorted(
            (self.folder / name).glob(f"{part or '*'}.parquet"))
        if not self.paths or self.paths == [whole]:
            read_table(name, self.folder)            # says what is wrong with it
        self.bounds = np.cumsum([0, *(pq.read_metadata(path).num_rows for path in self.paths)])

    def __len__(self) -> int:
        return int(self.bounds[-1])

    def __getitem__(self, columns: list[str]) -> Stored:
        return Stored(self.name, self.folder, columns)

    @property
    def in_parts(self) -> bool:
        """Whether a run in batches wrote it: the corpus is larger than a batch."""
        return self.paths[0].parent != self.folder

    @property
    def file(self) -> str:
        """The file in the folder, or those of the parts, for people."""
        return f"{self.name}/*.parquet" if self.in_parts else f"{self.name}.parquet"

    def brief(self) -> pd.DataFrame:
        """All rows of the articles without what is long: a quarter of a gigabyte a million."""
        return self[_BRIEF].read()

    def parts(self) -> Iterator[pd.DataFrame]:
        """The rows of each file."""
        return map(self._read, self.paths)

    def read(self) -> pd.DataFrame:
        """All rows: for the columns of a large table that are few and short."""
        return from_arrow(pa.concat_tables(
            map(self._rows, self.paths)))

    def first(self) -> pd.DataFrame:
        """The rows of the first file: all there are, where the corpus is no larger than a batch."""
        return self._read(self.paths[0])

    def head(self, most: int = 5) -> pd.DataFrame:
        """The first rows."""
        return self.at(np.arange(min(most, len(self))))

    def sample(self, most: int, random_state: int) -> pd.DataFrame:
        """So many rows drawn with a seed, those that `DataFrame.sample` draws; all of fewer."""
        drawn = pd.Series(0, index=range(len(self))).sample(
            min(most, len(self)), random_state=random_state)
        return self.at(drawn.index.to_numpy())

    def at(self, places: np.ndarray) -> pd.DataFrame:
        """The rows at these places, in this order; their index labels are the places."""
        files = np.searchsorted(self.bounds, places, "right") - 1
        found = [
            self._read(self.paths[file]).iloc[places[files == file] - self.bounds[file]]
            .set_axis(places[files == file])
            for file in np.unique(files)
        ] or [self.first().head(0)]
        return pd.concat(found).loc[places]

    def where(self, column: str, values: Iterable[str]) -> pd.DataFrame:
        """The rows whose column (of text) holds one of the values; other files are not opened."""
        wanted = pa.array(sorted({one for one in values if isinstance(one, str)}), pa.string())
        found = [self._rows(path, pa.compute.field(column).isin(wanted))
                 for path in self.paths if _may_hold(path, column, wanted)]
        return from_arrow(pa.concat_tables(found)) if found else self.first().head(0)

    def of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The sentences that the rows of another table stand in."""
        return self.where("sentence_id", rows["sentence_id"])

    def _read(self, path: Path) -> pd.DataFrame:
        return from_arrow(self._rows(path))

    def _rows(self, path: Path, where: pa.compute.Expression | None = None) -> pa.Table:
        """The rows of a file in the columns asked for. Raises TableError where it is damaged."""
        with readable(path, run_again(self.name)):
            return pq.read_table(path, columns=self.columns, partitioning=None, filters=where,
                                 page_checksum_verification=True)


def in_parts(table: pd.DataFrame | Stored) -> Iterable[pd.DataFrame]:
    """The rows of each file of a stored table; a frame is one part."""
    return [table] if isinstance(table, pd.DataFrame) else table.parts()


def _may_hold(path: Path, column: str, wanted: pa.Array) -> bool:
    """Whether one of the values (in order) lies between the least and the greatest of the file."""
    if not len(wanted):
        return False
    metadata = pq.read_metadata(path)
    place = metadata.schema.to_arrow_schema().get_field_index(column)
    values = np.array(wanted.to_pylist(), object)
    for group in range(metadata.num_row_groups):
        known = metadata.row_group(group).column(place).statistics
        if known is None or not known.has_min_max:
            return True
        first = np.searchsorted(values, known.min)
        if first < len(values) and values[first] <= known.max:
            return True
    return False
