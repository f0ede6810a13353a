"""How well two events fit one happening: sides, persons, places and days compared.

Matching counts sides, not names: Fidan and al-Shaibani are Turkey and Syria, and an article that
names the states tells of the same meeting as one that names the ministers.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from utils.events.homes import houses, state_of

DAYS_APART = 2       # outlets that write of one meeting were seen to differ by a day, rarely by two
EXACT = 3            # days: a stay of three days is still one date
VAGUE = 31           # a wider date than a month would tie everything to everything

Sides = dict[str, frozenset]


class Told(NamedTuple):
    """One event as it is compared with others."""

    event_id: str
    article_id: str
    kind: str
    status: str
    sides: Sides                     # state, or who has none: the persons named for it
    venue: str
    first: int                       # ordinal days; first > last when the text gives none
    last: int
    anchor: int | None

    @property
    def dated(self) -> bool:
        """Whether the text gives a day, or a stretch narrow enough to compare."""
        return self.first <= self.last < self.first + VAGUE

    @property
    def exact(self) -> bool:
        """Whether it gives the day, or one stay of a few days."""
        return self.first <= self.last < self.first + EXACT


def sides_of(participants: list[str]) -> Sides:
    """Each side of a meeting with the persons named for it: a minister is his state's side."""
    sides: dict[str, set] = defaultdict(set)
    for one in participants:
        state = state_of(one)
        sides[state or one] |= {one} if state else set()
    return {side: frozenset(persons) for side, persons in sides.items()}


def _shared(one: Told, other: Told) -> tuple[int, int]:
    """How many sides both name, and for how many they name different persons."""
    shared = contrary = 0
    for side, persons in one.sides.items():
        theirs = other.sides.get(side)
        if theirs is None:
            continue
        if persons and theirs and not persons & theirs:
            contrary += 1
        else:
            shared += 1
    return shared, contrary


def compare_venues(one: str, other: str) -> int:
    """1: the same place, or one lies in the other; 0: not both are known; -1: different places."""
    if not one or not other:
        return 0
    if one == other or state_of(one) == other or state_of(other) == one:
        return 1
    # the Élysée lies in Paris, which the lexicon does not say: only two towns contradict each other
    house = {one, other} & houses()
    return 0 if house and state_of(one) == state_of(other) else -1


def _is_one_visit(one: Told, other: Told, place: int) -> bool:
    """Whether two visits are of one guest to one state: the host alone is too little."""
    if place < 0 and state_of(one.venue) != state_of(other.venue):
        return False
    persons = [set().union(*event.sides.values()) for event in (one, other)]
    if all(persons) and not persons[0] & persons[1]:
        return False                    # whoever of them is the guest, it is another
    hosts = {one.venue, state_of(one.venue), other.venue, state_of(other.venue)}
    guests = [set(event.sides) - hosts for event in (one, other)]
    return bool(guests[0] & guests[1]) or guests[0] == guests[1] == set()


def _is_one_strike(one: Told, other: Told, days: int, place: int) -> bool:
    """Whether two strikes are of one day and place: the same two sides strike every day."""
    few = min(len(one.sides), len(other.sides)) < 2
    return one.exact and not days and place >= 0 and (not few or one.venue == other.venue)


def _is_host_alone(one: Told, other: Told) -> bool:
    """Whether all that two events share is the state of the place: Turkey, in Istanbul.

    Its president there is no more where one has no day and one names a guest: he has many.
    """
    hosts = {state_of(one.venue), state_of(other.venue)}
    guests = len(one.sides) != len(other.sides) and not (one.exact and other.exact)
    return all(side in hosts and (guests or not (one.sides[side] and other.sides[side]))
               for side in one.sides.keys() & other.sides.keys())


def likeness(one: Told, other: Told, days: int) -> int:
    """How well an event fits one of an exact day, some days apart; 0 when they are not the same."""
    if one.kind != other.kind:
        return 0
    place = compare_venues(one.venue, other.venue)
    if one.kind == "visit" and not _is_one_visit(one, other, place) or (
            one.kind == "strike" and not _is_one_strike(one, other, days, place)):
        return 0
    fewest, most = sorted((len(one.sides), len(other.sides)))
    if not fewest:                      # a conference without names is told by its day and place
        same = not most and one.exact and not days and one.venue == other.venue
        return 6 if same and one.venue else 0
    shared, contrary = _shared(one, other)
    within = one.sides.keys() <= other.sides.keys() or one.sides.keys() >= other.sides.keys()
    if one.kind == "agreement" and within and one.exact and other.exact and not days and (
            fewest > 1 or place > 0):
        return 10 * (shared + contrary) + 5 * max(place, 0) + 1     # whoever speaks for a state
    needed = min(2, fewest)
    if shared < needed or contrary > shared - needed or 3 * shared <= most:
        return 0                        # two powers met, or the twelve of a summit
    if needed < 2 and place < 1 or place < 0 and (days or shared < 2 or contrary):
        return 0
    if days == DAYS_APART and place < 1 or days > DAYS_APART:
        return 0
    if needed < 2 and one.kind != "strike" and _is_host_alone(one, other):
        return 0
    if not one.exact and (place < 0 or not within or 2 * shared < most):
        return 0                        # without a day, nothing else may speak against it
    return 10 * shared + 5 * place - 3 * days - contrary + 1


def days_between(one: Told, other: Told) -> int:
    """Days between two dated events; 0 when they overlap."""
    return max(0, one.first - other.last, other.first - one.last)
