"""States and capitals that are named by other words: العاصمة الروسية, إلى المملكة."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from utils.events.cues import Mark
from utils.events.homes import homes
from utils.lexicon import read_lexicon

WIDE = {"region", "sea"}
CAPITAL, KINGDOM = "عاصمة ", "المملكة"     # السلطنة is as long
OWN = "بلاد"             # of بلاده, لبلادها


class Named(NamedTuple):
    """A mention as the table has it."""

    start: int
    end: int
    kind: str
    sense: str
    entity_id: str
    label: str


@lru_cache(maxsize=1)
def capitals() -> dict[str, str]:
    """The state of each place that is its capital."""
    return {
        entity_id: entity.speaks_for for entity_id, entity in read_lexicon().entities.items()
        if entity.kind == "place" and entity.speaks_for and entity.type != "seat"
    }


@lru_cache(maxsize=1)
def capital_of() -> dict[str, str]:
    """The capital of each state."""
    return {state: place for place, state in capitals().items()}


@lru_cache(maxsize=1)
def regions() -> frozenset:
    """The places that no state holds: the Middle East, Europe, the Gulf. Nobody meets there."""
    return frozenset(
        entity_id for entity_id, entity in read_lexicon().entities.items()
        if entity.kind == "place" and entity.type in WIDE and not entity.country
    )


def name_states(text: str, mentions: list[Named], marks: list[Mark],
                home: str, named: Callable[[], set[str]]) -> list[Named]:
    """The mentions, with the state that المملكة means where a visit goes there.

    It is `home`, the outlet's state, else of the kingdoms the one that the article names: `named`
    gives these states. Where several may be meant, none is. An adjective right behind says which
    it is: إلى المملكة الأردنية الهاشمية. And بلاده is the state of who is named last before it.
    """
    found = []
    for mark in marks:
        if mark.cue.role == "own state":
            theirs = [homes()[one.entity_id] for one in mentions if one.end <= mark.start
                      and one.kind == "person" and one.entity_id in homes()][-1:]
            start = text.find(OWN, mark.start, mark.end)
            found += [Named(start, mark.end, "country", "organ", one, one) for one in theirs]
        if mark.cue.role == "state":
            states = set(mark.cue.means.split(","))
            whose = next((place for place, one in enumerate(mentions) if one.sense == "demonym"
                          and one.start == mark.end + 1 and one.entity_id in states), None)
            if whose is not None:
                one = mentions[whose]
                mentions = [*mentions[:whose], one._replace(sense="name"), *mentions[whose + 1:]]
                continue
            meant = {home} & states or named() & states
            start = mark.end - len(KINGDOM)
            start += text[start] == "ل"                      # للمملكة
            if len(meant) == 1 and not any(one.start <= mark.end + 1 < one.end for one in mentions):
                entity_id = meant.pop()
                found.append(Named(start, mark.end, "country", "name", entity_id, entity_id))
    return sorted([*mentions, *found]) if found else mentions


def as_capital(text: str, mention: Named) -> Named:
    """The mention, or the capital that it names by its state: العاصمة الروسية, عاصمة روسيا."""
    place = capital_of().get(mention.entity_id)
    start = mention.start - len(CAPITAL)
    if place is None or mention.sense not in ("demonym", "name") or not (
            text.startswith(CAPITAL, start)):
        return mention
    if mention.sense == "demonym":
        if text[start - 1:start] != "ل":
            return mention
        start -= 2 if text[start - 2:start - 1] == "ا" else 1      # للعاصمة: from its second lam
    return mention._replace(start=start, kind="place", sense="name", entity_id=place)
