"""Dates found in a string of kinds by the grammar, each with its printed parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from utils.dates.grammar import GRAMMAR, NEVER_FIRST, PIECES
from utils.dates.tokens import Tokens
from utils.dates.words import NUMBER, OTHER, OTHER_MARK, kinds


class Date(NamedTuple):
    """One date as the grammar sees it in a run of kinds: the parts are counted from its start."""

    name: str
    start: int
    end: int
    fields: dict[str, tuple[int, int]]       # the printed parts alone


class Found(NamedTuple):
    """A date at its place in a batch: its pattern's name, its words, and the parts of it."""

    name: str
    fields: dict[str, tuple[int, int]]
    start: int               # places in the batch's tokens
    end: int
    key: str
    tokens: Tokens

    def has(self, field: str) -> bool:
        """Whether this part was printed."""
        return field in self.fields

    def span(self, field: str) -> tuple[int, int]:
        """Where a printed part begins and ends."""
        first, last = self.fields[field]
        return self.start + first, self.start + last

    def places(self, field: str) -> range:
        """Where the words of a part stand; nowhere when it was not printed."""
        return range(*self.span(field)) if field in self.fields else range(0)

    def words(self, field: str | None = None) -> list[str]:
        """The words and marks of a part, or of the whole date, folded."""
        places = range(self.start, self.end) if field is None else self.places(field)
        return [self.word(place) for place in places]

    def first(self, *fields: str) -> str | None:
        """The first of these parts that was printed."""
        for field in fields:
            if field in self.fields:
                return field
        return None

    def word(self, place: int) -> str:
        """The folded word at a place of the batch; none outside of it."""
        if not 0 <= place < len(self.tokens.kinds):
            return ""
        return self.key[self.tokens.starts[place]:self.tokens.ends[place]]

    def kind(self, place: int) -> str:
        """The kind of the word at a place of the batch; a line break outside of it."""
        letters = self.tokens.kinds
        return kind_of[letters[place]] if 0 <= place < len(letters) else "\n"


class _KindOf(dict):
    """The kind of word that a letter stands for; a mark stands for itself."""

    def __missing__(self, letter: str) -> str:
        self.update({chr(code): chr(code) for code in range(0x80)})
        self.update({letter: kind for kind, letter in kinds().items()})
        return self[letter]


kind_of = _KindOf()


@cache
def _names() -> dict[str, str]:
    """What every name in braces stands for in a pattern: a letter, or an earlier piece."""
    names = {re.sub(r"\W", "_", kind): re.escape(letter) for kind, letter in kinds().items()}
    for name, pattern in PIECES.items():
        names[name] = pattern.format_map(names)
    return names


@cache
def pattern(source: str) -> re.Pattern:
    """A pattern over kinds, with its names in braces filled in."""
    return re.compile(source.format_map(_names()))


@cache
def _first() -> str:
    """A pattern for the letters that a date can begin with."""
    return "[(" + "".join(re.escape(one) for kind, one in kinds().items()
                         if kind not in NEVER_FIRST) + "]"


class Way(NamedTuple):
    """A way to write a date: its name, and each named group of the one pattern with its number."""

    name: str
    fields: list[tuple[str, int]]


@cache
def _any() -> tuple[re.Pattern, dict[int, Way]]:
    """Any date at all as one pattern, and the way to write it that each of its groups is."""
    ways = []
    for number, source in enumerate(GRAMMAR.values()):
        full = re.sub(r"\?P<(\w+)>", rf"?P<w{number}_\1>", source.format_map(_names()))
        ways.append(f"(?P<w{number}>{full})")
    pattern = re.compile(f"(?={_first()})(?:{'|'.join(ways)})")
    found = {name: Way(name, []) for name in GRAMMAR}
    groups = {}
    for label, index in pattern.groupindex.items():
        number, _, field = label[1:].partition("_")
        way = list(found.values())[int(number)]
        if field:
            way.fields.append((field.rstrip("_"), index))
        else:
            groups[index] = way
    return pattern, groups


@cache
def _run() -> re.Pattern:
    """A run of kinds that may hold dates; a word that is no date's can only end one.

    Most runs are one word that is no date by itself (عام, 7, قبل): they are passed over here.
    """
    ends = f"{OTHER}{NUMBER}{OTHER_MARK}:\n"
    alone = "".join(re.escape(one) for one in ["(", *kinds().values()]
                    if not read_run(one) and not read_run(one + OTHER))
    return re.compile(f"{_first()}(?:(?<![{alone}])|(?![{ends}]|$))[^{ends}]*{OTHER}?")


_OPENS = {")": "(", '"': '"'}


def read_run(run: str) -> list[Date]:
    """The dates in a string of kinds, from its start to its end."""
    (pattern, ways), dates = _any(), []
    for match in pattern.finditer(run):
        name, parts = ways[match.lastindex]
        start, end = match.span()
        fields = {field: (match.start(group) - start, match.end(group) - start)
                  for field, group in parts if match[group] is not None}
        if _OPENS.get(run[end - 1], "") not in run[start:end - 1]:
            end -= 1                                   # it closes what was opened before the date
        dates.append(Date(name, start, end, fields))
    return dates


# Papers write dates in some thousand ways only; most runs have been read before.
_read_run = lru_cache(maxsize=4096)(read_run)


def find(key: str, tokens: Tokens) -> Iterator[Found]:
    """The dates in a folded text, from its start to its end."""
    for run in _run().finditer(tokens.kinds):
        if dates := _read_run(run[0]):
            place = run.start()
            for name, start, end, fields in dates:
                yield Found(name, fields, place + start, place + end, key, tokens)
