"""What functions ask of what they are given, so that a wrong thing is told at the door.

    @asks(tally=table("label", "articles", gives="entities.tally_entities"), top=whole(1))
    def plot_tally(tally, top=15, ax=None):

Whoever gives a list for the tally, or a tally without labels, reads what stood there, what was
expected and what to do. What a parameter is by default it may be.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import NamedTuple, NoReturn

import numpy as np
import pandas as pd
import pyarrow as pa

from utils.tables import SCHEMAS, TableError

LONGEST, SHOWN = 60, 12       # characters of a wrong value, columns of a wrong table in an error
_TYPES = {field.name: field.type for schema in SCHEMAS.values() for field in schema} | {
    **dict.fromkeys(("one", "other", "keep", "merge", "keep_label", "keep_label_en", "decision"),
                    pa.string()),
    **dict.fromkeys(("together", "times", "dates"), pa.int64()),
}
# What no row can be without.
_WHOLE = {"article_id", "event_id", "entity_id", "kind", "status", "label", "start", "end",
          "articles", "outlets", "one", "other", "together", "times", "keep", "merge", "grain"}
_STATUS = ("held", "planned", "cancelled", "denied")
_UNIQUE = {"articles": "article_id", "sentences": "sentence_id"}
_LISTS = (list, tuple, np.ndarray)
_FIXES = {
    "texts": "table[{0!r}].astype('str')", "days": "pd.to_datetime(table[{0!r}])",
    "numbers": "pd.to_numeric(table[{0!r}])", "lists": "table[{0!r}].map(list)",
}


class ArgumentError(ValueError, TypeError):
    """A function was given what it cannot use; the message says which, why, and what to do."""


class _WrongError(Exception):
    """What is wrong with a value, and the next move where it is another than the usual."""


class Kind(NamedTuple):
    """What a parameter takes: `check` gives the value, fit for use, or raises `_WrongError`."""

    expected: str
    move: str
    check: Callable[[object], object]
    error: type[ValueError] = ArgumentError


def asks(**kinds: Kind) -> Callable[[Callable], Callable]:
    """A decorator: the function, which now looks at these parameters before it begins.

    >>> @asks(top=whole(1))
    ... def first(top=15): return top
    >>> first(top=0)
    Traceback (most recent call last):
    ...
    utils.asking.ArgumentError: first: top is 0; expected a number from 1 on. Give one: top=4
    """
    def decorate(function: Callable) -> Callable:
        takes = inspect.signature(function)

        @wraps(function)
        def asked(*args, **named):
            given = takes.bind(*args, **named)
            for name, kind in kinds.items():
                parameter = takes.parameters[name]
                if parameter.kind is parameter.VAR_POSITIONAL:
                    for one in given.arguments.get(name, ()):
                        ask(function.__name__, name, one, kind)
                elif name in given.arguments and given.arguments[name] is not parameter.default:
                    given.arguments[name] = ask(function.__name__, name, given.arguments[name],
                                                kind)
            return function(*given.args, **given.kwargs)

        return asked
    return decorate


def ask(who: str, name: str, value: object, kind: Kind) -> object:
    """The value, fit for use. Raises an error of ours where it is not of the kind."""
    try:
        return kind.check(value)
    except _WrongError as wrong:
        what, *move = wrong.args
        move = move[0] if move else kind.move.format(name=name)
        raise kind.error(f"{who}: {name} {what}; expected {kind.expected}. {move}") from None


def refuse(who: str, name: str, value: object, expected: str, move: str) -> NoReturn:
    """Raises ArgumentError: for one who finds out later what is wrong."""
    raise ArgumentError(f"{who}: {name} {_stands(value)}; expected {expected}. {move}")


def _stands(value: object) -> str:
    """What is there: a short value itself, else its type."""
    if value is None or isinstance(value, (str, int, float, pd.Timestamp, Path)):
        shown = repr(value)
        return f"is {shown if len(shown) <= LONGEST else shown[:LONGEST] + '…'}"
    return f"is a {type(value).__name__}"


# ---------------------------------------------------------------- tables


def table(*columns: str, gives: str, perhaps: tuple[str, ...] = (),
          either: tuple[str, ...] = ()) -> Kind:
    """A table with these columns, of the types that `SCHEMAS` has for them; `gives` makes one.

    One of the columns `either` is needed, those `perhaps` are not. A column that holds nothing
    becomes one of its type.
    """
    either_way = [" or ".join(either)] if either else []

    def check(value: object) -> pd.DataFrame:
        found = _with_columns(value, columns, (*perhaps, *either))
        if either and not set(either) & set(found):
            raise _WrongError(f"is a table without the columns {either_way[0]}")
        return found

    return Kind(f"a table with the columns {', '.join([*columns, *either_way])}",
                f"Take it from {gives}.", check, TableError)


def table_of(name: str, *columns: str, perhaps: tuple[str, ...] = ()) -> Kind:
    """The table of `SCHEMAS` of that name, told by these columns; its ids are different ones."""
    made = ("load.read_articles(...).articles" if name == "articles" else
            "events.merge_events" if name == "happenings" else
            "quotations.find_quotations" if name == "quotations" else "pipeline.analyse")

    def check(value: object) -> pd.DataFrame:
        found = _with_columns(value, columns, perhaps)
        key = _UNIQUE.get(name)
        if key in columns and not found[key].is_unique:
            twice = found.loc[found[key].duplicated(), key].iloc[0]
            raise _WrongError(f"holds the {key} {twice!r} twice",
                              "Read the corpus once, or drop the rows that stand twice.")
        if name == "happenings" and found["happening_id"].hasnans:
            raise _WrongError("is a table with nothing in the column happening_id of a row")
        if name == "articles" and not found.index.is_unique:
            twice = found.index[found.index.duplicated()][0]
            raise _WrongError(f"has two rows under the label {twice!r}",
                              "Number the rows anew: articles.reset_index(drop=True)")
        return found

    return Kind(f"the table {name} (data/README.md says what it holds)",
                f"Read it with tables.read_table({name!r}), or take it from {made}.", check,
                TableError)


def _with_columns(value: object, columns: tuple[str, ...],
                  perhaps: tuple[str, ...] = ()) -> pd.DataFrame:
    """The table with these columns in their types."""
    if not isinstance(value, pd.DataFrame):
        raise _WrongError("is None" if value is None else f"is a {type(value).__name__}")
    if missing := [one for one in columns if one not in value]:
        has = ", ".join(map(str, value.columns[:SHOWN])) or "no column"
        raise _WrongError(f"is a table without the columns {', '.join(missing)} (it has {has}"
                          f"{', …' if value.shape[1] > SHOWN else ''})")
    changed = {}
    for name in (*columns, *(one for one in perhaps if one in value)):
        column = value[name]
        if not isinstance(column, pd.Series):
            raise _WrongError(f"is a table with the column {name} twice",
                              "Drop one: table.loc[:, ~table.columns.duplicated()]")
        if (fit := _fit(name, column)) is not column:
            changed[name] = fit
    if {"earliest", "latest"} <= set(columns) and not value["earliest"].isna().equals(
            value["latest"].isna()):
        raise _WrongError("is a table whose row has only one of earliest and latest",
                          "Give both, or neither.")
    return value.assign(**changed) if changed else value


def _fit(name: str, column: pd.Series) -> pd.Series:
    """The column, or where it holds nothing one of its type; `SCHEMAS` says which."""
    if name in _WHOLE and column.hasnans:
        raise _WrongError(f"is a table with nothing in the column {name} of a row",
                          f"Drop such rows: table.dropna(subset={name!r})")
    if name == "status" and (odd := set(column) - set(_STATUS)):
        raise _WrongError(f"is a table whose column status holds {min(map(repr, odd))}",
                          f"It is one of {', '.join(_STATUS)}.")
    holds, like = _KINDS.get(_TYPES.get(name), ("", None))
    if not holds or _HOLDS[holds](column):
        return column
    if column.isna().all():
        return (pd.Series([[] for _ in column], column.index, dtype=object) if holds == "lists"
                else pd.Series(None, column.index, dtype=like))
    first = column.dropna().iloc[0]
    raise _WrongError(f"is a table whose column {name} holds {first!r}, not {holds}",
                      f"Turn the column: {_FIXES[holds].format(name)}")


def _are_texts(column: pd.Series) -> bool:
    return isinstance(column.dtype, pd.StringDtype) or (
        len(column) > 0 and pd.api.types.infer_dtype(column, skipna=True) == "string")


def _are_lists(column: pd.Series) -> bool:
    return all(isinstance(one, _LISTS) for one in column)


def _are_days(column: pd.Series) -> bool:
    return pd.api.types.is_datetime64_dtype(column)        # without a time zone, as ours are


def _are_numbers(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


_KINDS = {pa.string(): ("texts", "str"), pa.int64(): ("numbers", "Int64"),
          pa.timestamp("us"): ("days", "datetime64[us]"), pa.list_(pa.string()): ("lists", object)}
_HOLDS = {"texts": _are_texts, "lists": _are_lists, "days": _are_days, "numbers": _are_numbers}


def _counted(value: object) -> pd.DataFrame:
    if not isinstance(value, pd.DataFrame):
        raise _WrongError(_stands(value))
    if odd := [name for name, column in value.items()
                        if len(value) and not _are_numbers(column)]:
        raise _WrongError(f"is a table whose column {odd[0]} holds no numbers")
    if not value.columns.is_unique:
        raise _WrongError("is a table with a column twice")
    return value


COUNTED = Kind("a table of numbers, a row an entity and a column a stretch of time or an outlet",
               "Take it from pd.crosstab(mentions['label'], mentions['outlet']).", _counted,
               TableError)
ANY_TABLE = Kind("a table", "Give a DataFrame, or pd.DataFrame(rows).",
                 lambda value: _with_columns(value, ()), TableError)


# ---------------------------------------------------------------- all else


def instance(types: type | tuple[type, ...], expected: str, move: str) -> Kind:
    """A value of one of these types."""
    def check(value: object) -> object:
        if not isinstance(value, types) or isinstance(value, bool) and types is not bool:
            raise _WrongError(_stands(value))
        return value

    return Kind(expected, move, check)


def _names(value: object) -> Mapping:
    if not isinstance(value, Mapping) or not all(
            isinstance(one, str) for pair in value.items() for one in pair):
        raise _WrongError(_stands(value))
    return value


def _ids(value: object) -> list[str]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
        raise _WrongError(_stands(value))
    return list(value)


TEXT = instance(str, "a text", "Give one, as in {name}='...'; a column of them goes through map.")
PATH = instance((str, Path), "a path", 'Give it as text: {name}="data/sample"')
SWITCH = instance(bool, "True or False", "Give one of them: {name}=True")
SHARE = instance((float, int), "a share", "Give one from 0 to 1: {name}=0.5")
NAMES = Kind("names by their ids", "Take them from events.labels(mentions).", _names)
FIELDS = Kind("the names of fields by what they hold", 'Give them: {name}={{"body": "texte"}}',
              _names)
IDS = Kind("a list of ids", 'Give them: {name}=["SYR", "TUR"]', _ids)


def whole(least: int, most: int | None = None) -> Kind:
    """A whole number from `least` on."""
    def check(value: object) -> int:
        whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
        if not whole or value < least or most is not None and value > most:
            raise _WrongError(_stands(value))
        return int(value)

    until = "on" if most is None else f"to {most:,}"
    return Kind(f"a number from {least} {until}", "Give one: {name}=4", check)


def _paths(value: object) -> list[str | Path]:
    paths = [value] if isinstance(value, (str, Path)) else value
    if not isinstance(paths, (list, tuple)) or not paths or not all(
            isinstance(one, (str, Path)) for one in paths):
        raise _WrongError(_stands(value))
    return list(paths)


def _texts(value: object) -> str | pd.Series:
    if not isinstance(value, (str, pd.Series)):
        raise _WrongError(_stands(value))
    if isinstance(value, pd.Series) and not _are_texts(value):
        for one in value.dropna():
            if not isinstance(one, str):
                raise _WrongError(f"holds {one!r}")
    return value


def one_of(*values: str) -> Kind:
    """One of these words."""
    def check(value: object) -> str:
        if not isinstance(value, str) or value not in values:
            raise _WrongError(_stands(value))
        return value

    return Kind(f"one of {', '.join(values)}", f"Give one of them: {{name}}={values[0]!r}", check)


def _called(value: object) -> object:
    if not callable(value):
        raise _WrongError(_stands(value))
    return value


def _axes(value: object) -> object:
    if not hasattr(value, "get_figure") or not hasattr(value, "plot"):
        raise _WrongError(_stands(value))
    return value


CALLED = Kind("a function", "Give one, such as {name}=text.sentences.", _called)
PATHS = Kind("a path or a list of them", 'Give one: {name}="data/sample"', _paths)
TEXTS = Kind("one text or a Series of texts", "Wrap several in pd.Series([...]).", _texts)
AXES = Kind("axes of matplotlib", "Leave it out, or give plt.subplots()[1].", _axes)
