"""The state that people, places and organisations of the lexicon belong to."""

from __future__ import annotations

from functools import lru_cache

from utils.lexicon import read_lexicon

UNLISTED = "name:"       # begins the ids of those whom the lexicon does not know
SMALL = {"building", "seat", "palace", "airport", "base", "hotel", "site"}


@lru_cache(maxsize=1)
def homes() -> dict[str, str]:
    """The state of anybody and anything that the lexicon knows one of."""
    return {entity_id: entity.country
            for entity_id, entity in read_lexicon().entities.items() if entity.country}


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    """The same of people and places only."""
    entities = read_lexicon().entities
    return {entity_id: home for entity_id, home in homes().items()
            if entities[entity_id].kind in ("person", "place")}


def state_of(entity_id: str) -> str:
    """The state of a person or place that the lexicon knows, "" for all else."""
    return _states().get(entity_id, "")


@lru_cache(maxsize=1)
def houses() -> frozenset:
    """The places that are smaller than a town: palaces, buildings, seats of government."""
    return frozenset(
        entity_id for entity_id, entity in read_lexicon().entities.items()
        if entity.kind == "place" and entity.type in SMALL
    )
