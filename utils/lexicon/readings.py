"""What the lexicon is made of: entities, the readings a form can have, and rules that tell them.

`utils.lexicon` fills these from the CSV files; finding looks at nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from utils.lexicon.spotting import Table


class Entity(NamedTuple):
    """Somebody or something that can be named."""

    entity_id: str
    kind: str
    label: str
    label_en: str
    country: str = ""
    type: str = ""
    speaks_for: str = ""       # of a capital or seat of government: the state


class Rule(NamedTuple):
    """Which neighbours a form needs or refuses to be read as an entity; folded words."""

    before: frozenset = frozenset()
    after: frozenset = frozenset()
    not_before: frozenset = frozenset()
    not_after: frozenset = frozenset()

    def weigh(self, before: str, after: str, onto: str = "") -> int:
        """0: not this reading; 1: nothing against it; 2: a neighbour speaks for it.

        `onto` is the last letter written onto the form; readings.csv spells it `ب-`.
        """
        onto += "-"
        if before in self.not_before or after in self.not_after or onto in self.not_before:
            return 0
        if before in self.before or after in self.after or onto in self.before:
            return 2
        return 0 if self.before or self.after else 1


class Reading(NamedTuple):
    """What a form can mean: an entity in one sense, or a title that waits for its state."""

    entity: Entity
    sense: str                     # name, demonym, part; title, construct of an office or organ
    definite: bool = False         # of a demonym
    rule: Rule | None = None
    inside: tuple = ()             # what the name holds that counts: (place of the word, Reading)
    plain: bool = False            # right wherever it stands: no rule, no person, no title


class Form(NamedTuple):
    """A way to write the first word of forms: what is written onto it, and what it can begin."""

    skip: int                      # characters that do not belong to the name
    readings: tuple[Reading, ...]  # of the word by itself
    node: dict | None              # the words that can follow, None when there are none
    sure: bool = False             # the word alone can be nothing else, whatever stands around it
    parts: frozenset | None = None  # whose names these are only parts of, if nothing else
    guard: Rule | None = None      # of a word that is an outlet only beside such words (اليوم)


@dataclass
class Lexicon:
    """All forms with their readings, ready for finding."""

    entities: dict[str, Entity]
    firsts: dict[str, tuple[Form, ...]]                # by the word as written
    words: dict[str, frozenset]                        # groups of context words, spread
    holders: dict[tuple[str, str], list]               # (office, state): (from, to, entity_id)
    marked: dict[tuple, set]           # (folded words, entity_id): spellings with marks (عُمان)
    states: frozenset                                  # words that begin a state's names
    wary: frozenset                    # words before a name that may make it another's
    common: frozenset                                  # the commonest words of news
    table: Table = field(repr=False)                   # which written words can begin a form

    def holder(self, office: str, state: str, day: pd.Timestamp | None) -> Entity | None:
        """Who held the office on the day; None when no row, or more than one, says so."""
        if day is None or pd.isna(day):
            return None
        found = {person for first, last, person in self.holders.get((office, state), ())
                 if first <= day <= last}
        return self.entities[found.pop()] if len(found) == 1 else None
