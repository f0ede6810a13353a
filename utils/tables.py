"""The tables that one notebook hands to the next, their columns, and how they are kept.

`SCHEMAS` is the contract: `save_table` and `read_table` refuse a table that breaks it, and a test
holds `data/README.md` against it. Every offset counts characters (not bytes), end excluded.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parent.parent
# Where the notebooks hand over; another place lets two runs go side by side.
PROCESSED = Path(os.environ.get("MASAR_PROCESSED") or ROOT / "data" / "processed")
LEXICON = ROOT / "data" / "lexicon"

_TEXT, _COUNT, _DAY, _MINUTE = pa.string(), pa.int64(), pa.timestamp("us"), pa.timestamp("us")
_LIST = pa.list_(pa.string())

SCHEMAS = {
    "articles": pa.schema({
        "article_id": _TEXT, "parent_id": _TEXT, "file": _TEXT, "record": _COUNT,
        "start": _COUNT, "end": _COUNT, "headline": _TEXT, "body": _TEXT, "body_start": _COUNT,
        "outlet": _TEXT, "author": _TEXT, "source": _TEXT, "place": _TEXT,
        "published": _MINUTE, "updated": _MINUTE, "published_words": _TEXT, "url": _TEXT,
        "anchor": _DAY, "anchor_basis": _TEXT, "flags": _TEXT, "sha256": _TEXT,
        "reprint_of": _TEXT,
    }),
    "set_aside": pa.schema({
        "file": _TEXT, "record": _COUNT, "start": _COUNT, "end": _COUNT,
        "reason": _TEXT, "words": _TEXT,
    }),
    "sentences": pa.schema({
        "sentence_id": _TEXT, "article_id": _TEXT, "start": _COUNT, "end": _COUNT, "text": _TEXT,
    }),
    "mentions": pa.schema({
        "article_id": _TEXT, "sentence_id": _TEXT, "start": _COUNT, "end": _COUNT,
        "surface": _TEXT, "kind": _TEXT, "sense": _TEXT, "entity_id": _TEXT,
        "label": _TEXT, "label_en": _TEXT, "via": _TEXT,
    }),
    "dates": pa.schema({
        "article_id": _TEXT, "sentence_id": _TEXT, "start": _COUNT, "end": _COUNT,
        "surface": _TEXT, "earliest": _DAY, "latest": _DAY, "grain": _TEXT,
        "calendar": _TEXT, "basis": _TEXT, "reason": _TEXT,
    }),
    "events": pa.schema({
        "event_id": _TEXT, "article_id": _TEXT, "sentence_id": _TEXT, "start": _COUNT,
        "end": _COUNT, "trigger": _TEXT, "kind": _TEXT, "plover": _TEXT, "participants": _LIST,
        "mediator": _TEXT, "host": _TEXT, "venue": _TEXT, "earliest": _DAY, "latest": _DAY,
        "status": _TEXT, "reported_by": _LIST, "anonymity": _TEXT, "happening_id": _TEXT,
    }),
    "quotations": pa.schema({
        "article_id": _TEXT, "sentence_id": _TEXT, "start": _COUNT, "end": _COUNT,
        "speaker": _TEXT, "label": _TEXT, "label_en": _TEXT, "verb": _TEXT, "addressee": _TEXT,
        "medium": _TEXT, "reported_by": _LIST, "anonymity": _TEXT, "form": _TEXT,
    }),
    "happenings": pa.schema({
        "happening_id": _TEXT, "kind": _TEXT, "participants": _LIST, "mediator": _TEXT,
        "venue": _TEXT, "earliest": _DAY, "latest": _DAY, "status": _TEXT, "articles": _COUNT,
        "outlets": _COUNT, "first_reported": _DAY, "disagreement": _TEXT,
    }),
}

WRITTEN_BY = {
    "articles": "01-load", "set_aside": "01-load", "sentences": "02-clean",
    "mentions": "03-entities", "dates": "04-events", "events": "04-events",
    "quotations": "04-events", "happenings": "05-timeline",
}

ORDER = {
    "articles": ["file", "record", "start"], "set_aside": ["file", "record", "start"],
    "sentences": ["article_id", "start"], "mentions": ["article_id", "start", "end"],
    "dates": ["article_id", "start", "end"], "events": ["article_id", "start", "end"],
    "happenings": ["earliest", "happening_id"], "quotations": ["article_id", "start", "end"],
}

_OF_FILES = ("articles", "set_aside")     # made from the corpus, the others from the articles
_MADE_FROM = b"masar.articles"


class TableError(ValueError):
    """A table is missing, or breaks its schema; the message says which, where, and what to do."""


def _schema(name: str) -> pa.Schema:
    if not isinstance(name, str) or name not in SCHEMAS:
        raise TableError(f"There is no table {name!r}; expected one of {', '.join(SCHEMAS)}. "
                         "Name one of them: tables.read_table('articles')")
    return SCHEMAS[name]


def _place(folder: object) -> Path:
    """The folder as a path. Raises TableError where it is none."""
    if not isinstance(folder, (str, Path)):
        raise TableError(f"folder is a {type(folder).__name__}; expected the path of a folder of "
                         'tables. Give it as text: folder="data/processed"')
    return Path(folder)


def to_arrow(table: pd.DataFrame, name: str) -> pa.Table:
    """The rows as an Arrow table of the schema, in the table's stable order.

    Columns that the schema does not know are refused, so that nothing is lost by writing.
    Raises TableError naming the column that is missing, unknown or of another type.
    """
    schema = _schema(name)
    if not isinstance(table, pd.DataFrame):
        raise TableError(f"Table {name!r}: is a {type(table).__name__}; expected a DataFrame with "
                         f"its columns. Make one: tables.typed(rows, {name!r})")
    if not table.columns.is_unique:
        twice = table.columns[table.columns.duplicated()][0]
        raise TableError(f"Table {name!r}: the column {twice} is there twice; expected it once. "
                         "Drop one: table.loc[:, ~table.columns.duplicated()]")
    missing = [column for column in schema.names if column not in table]
    unknown = [column for column in table if column not in schema.names]
    if missing or unknown:
        raise TableError(
            f"Table {name!r}: missing columns {missing}, unknown columns {unknown}; "
            "expected those of utils.tables.SCHEMAS (data/README.md says what each means)."
        )
    ordered = table.sort_values(ORDER[name], kind="stable", na_position="last")
    arrays = [_array(ordered[field.name], field, name) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(column: pd.Series, field: pa.Field, name: str) -> pa.Array:
    """The column in its type. Raises TableError where it holds something else."""
    try:
        if not isinstance(column, pd.Series):
            raise TypeError("the column is there twice")
        return pa.Array.from_pandas(column, type=field.type)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise TableError(f"Table {name!r}, column {field.name!r}: expected {field.type}; {error}. "
                         "Turn the column into that.") from error


def from_arrow(table: pa.Table) -> pd.DataFrame:
    """The Arrow table as pandas: text as `str`, counts as `Int64`, days as `datetime64[us]`."""
    return pd.DataFrame(
        {name: _as_pandas(table.column(name)) for name in table.column_names}, copy=False
    )


_DTYPES = {_TEXT: pd.StringDtype(na_value=float("nan")), _COUNT: pd.Int64Dtype()}


def _as_pandas(column: pa.ChunkedArray):
    """The column with pandas' type for it; a list that is missing is one of nothing."""
    if column.type in _DTYPES:
        return _DTYPES[column.type].__from_arrow__(column)
    if pa.types.is_list(column.type):
        return pd.Series([row or [] for row in column.to_pylist()], dtype=object)  # also of no rows
    return column.to_pandas().copy()              # or it could be read only, and nobody change it


def typed(rows, name: str) -> pd.DataFrame:
    """The rows (a frame or a list of dicts) as a frame with all columns and types of the schema.

    Columns that the rows leave out become NA. The given order is kept.
    """
    schema = _schema(name)
    if not isinstance(rows, pd.DataFrame):
        rows = list(rows) if isinstance(rows, Iterable) else [rows]
        if odd := [row for row in rows if not isinstance(row, Mapping)]:
            raise TableError(f"Table {name!r}: a row is {odd[0]!r}; expected a table or a list of "
                             f"dicts. Give each as {{{schema.names[0]!r}: ...}}.")
        rows = pd.DataFrame(rows)
    arrays = [
        _array(rows[field.name], field, name) if field.name in rows
        else pa.nulls(len(rows), field.type) for field in schema
    ]
    return from_arrow(pa.Table.from_arrays(arrays, schema=schema))


def save_table(table: pd.DataFrame, name: str, folder: Path | str = PROCESSED,
               part: str | None = None) -> Path:
    """The path of the Parquet file written: same rows, same bytes.

    It is `folder/name.parquet`, or `folder/name/part.parquet` for one part of a large corpus. The
    file is written beside its place and then renamed, so that a crash never leaves half a table.
    Raises TableError when the rows break the schema, or where the disk refuses them.
    """
    rows, folder = to_arrow(table, name), _place(folder)
    if part:                             # whoever works in parts tells of the disk himself
        return _write(rows, folder / name / f"{part}.parquet")
    path = folder / f"{name}.parquet"
    if name not in _OF_FILES and (key := articles_key(path.parent)):
        rows = rows.replace_schema_metadata({_MADE_FROM: key})
    with _refused(path):
        return _write(rows, path)


def write_file(data: bytes, path: Path) -> Path:
    """The path of a file written whole or not at all, as tables are. Raises TableError as they do.
    """
    if not isinstance(data, bytes):
        raise TableError(f"{path}: the data is a {type(data).__name__}; expected bytes. Encode it.")
    path = _place(path)
    with _refused(path):
        return _beside(path, lambda place: place.write_bytes(data))


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    """Says what to do where the disk refuses."""
    try:
        yield
    except OSError as error:
        raise TableError(
            f"{path}: cannot be written ({error.strerror or error}); expected a folder with room "
            "that this user may write. What stood there before is whole. Make room, or name "
            "another folder for the tables: MASAR_PROCESSED=/path/to/folder"
        ) from error


def _write(rows: pa.Table, path: Path) -> Path:
    return _beside(path, lambda place: pq.write_table(rows, place, compression="zstd",
                                                      write_page_checksum=True))


def _beside(path: Path, write: Callable[[Path], object]) -> Path:
    """The path, written beside its place and renamed when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write(beside)
        beside.replace(path)
    except BaseException:                # a full disk: what was written of it is of no use
        beside.unlink(missing_ok=True)
        raise
    return path


def articles_key(folder: Path) -> bytes:
    """What tells the articles in the folder from others; b"" where there are none.

    Tables that are made from them carry it, so that notebooks run out of order, or on two corpora
    in turn, cannot hand over sentences of articles that are gone.
    """
    path = folder / "articles.parquet"
    try:
        stat = path.stat()
        return _articles_key(path, stat.st_mtime_ns, stat.st_size, stat.st_ino)
    except (OSError, pa.ArrowException):
        return b""                       # whoever reads the articles is told what is wrong


@cache
def _articles_key(path: Path, *_) -> bytes:
    found = pq.read_table(path, columns=["article_id", "start", "end"], partitioning=None)
    whole = hashlib.sha256("\n".join(map(str, found["article_id"].to_pylist())).encode())
    for name in ("start", "end"):
        whole.update(found[name].fill_null(-1).to_numpy().astype("<i8").tobytes())
    return whole.hexdigest()[:16].encode()


def read_table(name: str, folder: Path | str = PROCESSED, part: str | None = None) -> pd.DataFrame:
    """The table as its notebook wrote it, or all parts of it, or one; columns as in `SCHEMAS`.

    Raises TableError when no notebook has written it yet (and names the one that does), when the
    file holds other columns, or when it was made from other articles than lie beside it.
    """
    schema, folder = _schema(name), _place(folder)
    path = folder / f"{name}.parquet"
    parts = [path] if path.exists() else sorted((folder / name).glob("*.parquet"))
    if part:
        path = folder / name / f"{part}.parquet"
        parts = [path] if path.exists() else []
    if not parts:
        raise TableError(
            f"{path}: no such table yet; expected the file that notebooks/{WRITTEN_BY[name]}.ipynb "
            "writes. Run that, or `make report` for all notebooks."
        )
    return from_arrow(pa.concat_tables([_read_part(part, schema, name) for part in parts]))


@contextmanager
def readable(path: Path, again: str) -> Iterator[None]:
    """Nothing; raises TableError where a file proves damaged. `again` says what helps."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise TableError(f"{path}: not a readable Parquet table ({error}). {again}") from error


def run_again(name: str) -> str:
    """What to do about a file of the table that cannot be used."""
    return f"Delete it and run notebooks/{WRITTEN_BY[name]}.ipynb again."


def _read_part(path: Path, schema: pa.Schema, name: str) -> pa.Table:
    again = run_again(name)
    with readable(path, again), pq.ParquetFile(path, page_checksum_verification=True) as file:
        found, rows = file.read(), file.metadata.num_rows
        if rows != len(found):
            raise pa.ArrowInvalid(f"{len(found):,} of {rows:,} rows are in it")
    if not found.schema.equals(schema):
        raise TableError(
            f"{path}: columns {found.schema.names}, expected {schema.names} with the types of "
            f"utils.tables.SCHEMAS. {again}"
        )
    made_from = (found.schema.metadata or {}).get(_MADE_FROM)
    if made_from and made_from != (articles_key(path.parent) or made_from):
        raise TableError(
            f"{path}: made from other articles than {path.with_name('articles.parquet')} holds; "
            f"expected a table of these articles. Run notebooks/{WRITTEN_BY[name]}.ipynb again and "
            "those after it, or `make report` for all notebooks."
        )
    return found
