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
        return next((field for field in fields if field in self.fields), None)

    def word(self, place: int) -> str:
        """The folded word at a place of the batch; none outside of it."""
        if not 0 <= place < len(self.tokens.kinds):
            return ""
        return self.key[self.tokens.starts[place]:self.tokens.ends[place]]

    def kind(self, place: int) -> str:
        """The kind of the word at a place of the batch; a line break outside of it."""
        letters = self.tokens.kinds
        return _kinds()[letters[place]] if 0 <= place < len(letters) else "\n"


@cache
def _kinds() -> dict[str, str]:
    """The kind of word for each letter that stands for one; a mark stands for itself."""
    marks = {chr(code): chr(code) for code in range(0x80)}
    return marks | {letter: kind for kind, letter in kinds().items()}


def kind_of(letter: str) -> str:
    """The kind of word that a letter stands for; a mark stands for itself."""
    return _kinds()[letter]


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
    """A way to write a date: its name, and the number of each named group in the one pattern."""

    name: str
    fields: dict[str, int]


@cache
def _any() -> tuple[re.Pattern, dict[int, Way]]:
    """Any date at all as one pattern, and the way to write it that each of its groups is."""
    ways = []
    for number, source in enumerate(GRAMMAR.values()):
        full = re.sub(r"\?P<(\w+)>", rf"?P<w{number}_\1>", source.format_map(_names()))
        ways.append(f"(?P<w{number}>{full})")
    pattern = re.compile(f"(?={_first()})(?:{'|'.join(ways)})")
    found = {name: Way(name, {}) for name in GRAMMAR}
    groups = {}
    for label, index in pattern.groupindex.items():
        number, _, field = label[1:].partition("_")
        way = list(found.values())[int(number)]
        if field:
            way.fields[field] = index
        else:
            groups[index] = way
    return pattern, groups


@cache
def _run() -> re.Pattern:
    """A run of kinds that may hold dates; a word that is no date's can only end one."""
    return re.compile(f"{_first()}[^{OTHER}{NUMBER}{OTHER_MARK}:\n]*{OTHER}?")


_OPENS = {")": "(", '"': '"'}


def read_run(run: str) -> list[Date]:
    """The dates in a string of kinds, from its start to its end."""
    (pattern, ways), dates = _any(), []
    for match in pattern.finditer(run):
        name, groups = ways[match.lastindex]
        start, end = match.span()
        fields = {field: (match.start(group) - start, match.end(group) - start)
                  for field, group in groups.items() if match[group] is not None}
        if _OPENS.get(run[end - 1], "") not in run[start:end - 1]:
            end -= 1                                   # it closes what was opened before the date
        dates.append(Date(name, start, end, fields))
    return dates


# Papers write dates in some thousand ways only; most runs have been read before.
_read_run = lru_cache(maxsize=1 << 15)(read_run)


def find(key: str, tokens: Tokens) -> Iterator[Found]:
    """The dates in a folded text, from its start to its end."""
    for run in _run().finditer(tokens.kinds):
        for name, start, end, fields in _read_run(run[0]):
            yield Found(name, fields, run.start() + start, run.start() + end, key, tokens)
