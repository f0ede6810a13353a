"""How well tags agree: strict precision, recall and F1 by kind."""

from __future__ import annotations

from collections import Counter

STRICT = ("PERS", "LOC", "ORG")


def names_of(tags: list[str]) -> set[tuple[int, int, str]]:
    """(first, end, kind) of each name in a row of BIO tags.

    >>> names_of(["B-LOC", "O", "B-PERS", "I-PERS"]) == {(0, 1, "LOC"), (2, 4, "PERS")}
    True
    """
    found, start = set(), None
    for place, tag in enumerate([*tags, "O"]):
        goes_on = start is not None and tag == "I-" + tags[start][2:]
        if start is not None and not goes_on:
            found.add((start, place, tags[start][2:]))
            start = None
        if tag != "O" and not goes_on:
            start = place
    return found


def measure(gold: list[list[str]], found: list[list[str]]) -> dict[str, tuple[float, ...]]:
    """(precision, recall, F1) by kind, over PERS, LOC and ORG ("F3") and all four ("F4")."""
    right, told, true = Counter(), Counter(), Counter()
    for gold_tags, found_tags in zip(gold, found, strict=True):
        a, b = names_of(gold_tags), names_of(found_tags)
        for counts, names in ((true, a), (told, b), (right, a & b)):
            counts.update(kind for _, _, kind in names)
    groups = {kind: (kind,) for kind in (*STRICT, "MISC")}
    groups |= {"F3": STRICT, "F4": (*STRICT, "MISC")}
    return {name: _rates(*(sum(counts[kind] for kind in kinds) for counts in (right, told, true)))
            for name, kinds in groups.items()}


def _rates(right: int, told: int, true: int) -> tuple[float, float, float]:
    return right / max(told, 1), right / max(true, 1), 2 * right / max(told + true, 1)
