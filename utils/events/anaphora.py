"""Whom a title without a name means, of those whom the article has named: سموه, الوزير الأميركي.

The titles stand in data/lexicon/honorifics.csv, in three kinds: a `pronoun` of respect means the
first of its title in the nearest sentence that names one; a `title` with a state's adjective means
the only one of that title and state whom the article has named before, and an `office` alone the
only one of it in the sentences right before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from utils.events.homes import state_of
from utils.events.meant import Named
from utils.lexicon_rows import read_rows
from utils.tables import LEXICON

NEAR = 3                 # sentences before, in which an office without its state has its holder
DEPUTY = 24              # characters: النائب الثاني ل, before the title of another
LED = 60                 # characters before a name that hold its title
_CUT = re.compile(r"[،؛:.!؟\n]")
_NAMES_HIM = re.compile(r"[\s(«\"]*(?:ال\w+\s+){0,2}")      # between a title and its name: السابق
_DAYS = "اليوم|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد"
# رئيس الحكومة الانتقالية, الأمين العام للحزب: whose office it is follows
_GOES_ON = re.compile(rf"\sو?(?!{_DAYS})ال|\s\w+ية(?!\w)|\s[لب]|\sفي\s")

Sentence = list[Named]


class Title(NamedTuple):
    """A title that stands without a name, and before what names it stands elsewhere."""

    start: int
    end: int
    kind: str            # pronoun, title, office
    titles: re.Pattern


@lru_cache(maxsize=1)
def _titles() -> dict[str, tuple[str, re.Pattern]]:
    """The kind of each title, and a pattern of those that stand before the same man's name."""
    return {
        words: (row["kind"], re.compile(rf"(?<!\w)[وف]?[بلك]?(?:{'|'.join(row.many('titles'))})\s"))
        for row in read_rows(LEXICON, "honorifics") if row["titles"] for words in row.many("words")
    }


@lru_cache(maxsize=1)
def _beside_titles() -> tuple[re.Pattern, re.Pattern]:
    """The words behind which a title is another's, and those before which it leads to a name.

    نائب رئيس مجلس الوزراء is not its head; ولي العهد نائب رئيس مجلس الوزراء فلان has a name.
    """
    rows = read_rows(LEXICON, "honorifics")
    deputies = [words for row in rows if row["kind"] == "deputy" for words in row.many("words")]
    titles = [words for row in rows for words in row.many("titles")]
    return (re.compile(rf"(?<!\w)[وف]?[بلك]?(?:{'|'.join(deputies)})\sل?$"),
            re.compile(rf"\s(?:{'|'.join([*deputies, *titles])})(?!\w)"))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern:
    """All titles where they may stand without a name."""
    by_kind = {kind: "|".join(sorted((words for words, (of, _) in _titles().items() if of == kind),
                                     key=len, reverse=True))
               for kind in ("pronoun", "title", "office")}
    return re.compile(
        rf"(?<!\w)[وف]?(?:[بلك]?(?P<pronoun>{by_kind['pronoun']})|[بلك]?(?P<office>"
        rf"{by_kind['office']})|(?P<the>[بك]?ا|ل)?ل(?P<title>{by_kind['title']})(?=\sال))(?!\w)"
    )


def find_titles(body: str, start: int, end: int) -> Iterator[Title]:
    """The titles in a stretch of the body that may stand without a name.

    >>> body = "خلال لقائه بسموه، وقال الوزير الأميركي"
    >>> [body[one.start:one.end] for one in find_titles(body, 0, len(body))]
    ['سموه', 'الوزير']
    """
    for match in _pattern().finditer(body, start, end):
        words = match[match.lastgroup]
        kind, titles = _titles()[words]
        # of للوزير the second lam is the article's
        first = match.end() - len(words) - (kind == "title") * (1 + (match["the"] != "ل"))
        yield Title(first, match.end(), kind, titles)


def _is_titled(body: str, one: Named, titles: re.Pattern) -> bool:
    """Whether one of these titles leads to the name, or is the name that was used."""
    if one.kind != "person":
        return False
    lead = _CUT.split(body[max(0, one.start - LED):one.start])[-1]
    name = f"{body[one.start:one.end]} "
    return titles.search(lead) is not None or titles.match(name) is not None


def _holders(body: str, title: Title, before: Iterable[Sentence],
             state: str = "") -> Iterator[Named]:
    """Those of the title, and of the state where one is given, whom the sentences name."""
    for sentence in before:
        for one in sentence:
            if _is_titled(body, one, title.titles) and (
                    not state or state in (state_of(one.entity_id), _beside(sentence, one))):
                yield one


def _only(found: Iterable[Named]) -> Named | None:
    """The one who is found, however often; None where there are two, or none."""
    known = {one.entity_id: one for one in found}
    return known.popitem()[1] if len(known) == 1 else None


def _beside(sentence: Sentence, person: Named) -> str:
    """The state whose adjective stands right before the name: السفير التركي فلان."""
    return next((one.entity_id for one in sentence if one.kind == "country"
                 and 0 < person.start - one.end <= 2), "")


def _alone(body: str, title: Title, named: Sentence) -> tuple[str, int] | None:
    """The state of a title that stands without a name, and where it ends; None where one stands.

    >>> for body in ("زار رئيس الوزراء دمشق", "نائب رئيس الوزراء", "رئيس الحكومة وزير كذا"):
    ...     print([_alone(body, title, []) for title in find_titles(body, 0, len(body))])
    [('', 16)]
    [None]
    [None]
    """
    behind = next((one for one in named if one.end > title.start), None)
    state, end = "", title.end
    if behind is not None and behind.start <= title.start:
        return None                                        # it is a mention already
    of_another, leads_on = _beside_titles()
    if of_another.search(body, max(0, title.start - DEPUTY), title.start):
        return None
    if title.kind == "title":
        if behind is None or behind.sense != "demonym" or behind.start != title.end + 1:
            return None
        state, end = behind.entity_id, behind.end
    elif title.kind == "office" and (
            _GOES_ON.match(body, title.end) or leads_on.match(body, title.end)):
        return None
    led = any(one.kind == "person" and one.start >= end and _NAMES_HIM.fullmatch(
        body, end, one.start) for one in named)
    return None if led else (state, end)


def name_titled(body: str, named: Sentence, start: int, end: int,
                earlier: Iterable[Sentence]) -> Sentence:
    """The mentions of a sentence, with those whom its titles mean in place of their adjectives.

    `named` are the mentions in start..end, `earlier` gives those of each sentence of the article
    before, nearest first.
    """
    found: list[Named] = []
    above: list[Sentence] | None = None
    for title in find_titles(body, start, end):
        if (alone := _alone(body, title, named)) is None:
            continue
        state, last = alone
        above = [*earlier] if above is None else above
        here = sorted(one for one in [*named, *found] if one.end <= title.start)
        before = [here, *above[:NEAR if title.kind == "office" else None]]
        holders = _holders(body, title, before, state)
        meant = next(holders, None) if title.kind == "pronoun" else _only(holders)
        if meant is not None:
            found.append(Named(title.start, last, "person", "part", meant.entity_id, meant.label))
    ends = {one.end for one in found}
    return sorted([*found, *(one for one in named if one.end not in ends)]) if found else named
