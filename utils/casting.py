"""The parts around one trigger: who takes part, who mediates, who hosts, where, and in what state.

A sentence is read as a row of marks: cues of the CSVs, and the mentions found in it. A cue opens a
role; the mentions that follow play it until the next cue. That is all the grammar there is, and
every word of it can be changed in `data/lexicon/event_frames.csv`.
"""

from __future__ import annotations

from typing import NamedTuple

from utils.cues import Mark

ACTORS = ("person", "country", "organisation")
OPENS = {"participant", "mediator", "host", "venue", "toward", "topic"}
STRONG = {"mediator", "host", "venue"}       # may follow a topic, after a comma
BESIDE = 24                                  # characters between an adjective and what it describes


class Scene(NamedTuple):
    """What the marks around a trigger say of it."""

    participants: tuple[str, ...] = ()
    mediator: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    venue: str | None = None
    status: str | None = None         # planned, cancelled, denied; None when nothing says so
    happens: bool = False
    supposed: bool = False            # called for, possible, necessary: no happening


def describes_next(text: str, mentions: list, place: int) -> bool:
    """Whether a demonym only describes the name after it (الرئيس الروسي فلاديمير بوتين)."""
    mention = mentions[place]
    if mention.sense != "demonym" or place + 1 == len(mentions):
        return False
    following = mentions[place + 1]
    gap = text[mention.end:following.start]
    return (
        following.kind in ("person", "place", "outlet") and len(gap) <= BESIDE
        and not any(mark in gap for mark in "،,؛()") and " و" not in gap
    )


def actors(text: str, mentions: list) -> list:
    """The mentions that can play a part: no outlets, no demonyms that only describe a name.

    A demonym inside an organisation (وزارة الخارجية الأميركية) stands for the state, and the
    organisation gives way to it.
    """
    kept = []
    for place, mention in enumerate(mentions):
        inside = any(
            other is not mention and other.start <= mention.start and mention.end <= other.end
            for other in mentions[max(0, place - 2):place + 3]
        )
        holds = mention.kind == "organisation" and any(
            other.kind == "country" and other.sense == "demonym"
            and mention.start <= other.start <= mention.end + 1
            for other in mentions[place + 1:place + 3]
        )
        if mention.kind == "outlet" or holds or describes_next(text, mentions, place):
            continue
        if inside and mention.kind != "country":
            continue
        kept.append(mention)
    return kept


def written_on(text: str, start: int) -> str:
    """The preposition written onto the word that starts here, or nothing (ب in بموسكو)."""
    letter, before = text[start - 1:start], text[start - 2:start - 1]
    return letter if letter in ("ب", "ل") and not before.strip(" ،.\nو«(") else ""


def cast(text: str, marks: list[Mark], mentions: list, role: str | None, visit: bool) -> Scene:
    """The scene that a stretch of a sentence sets, read from left to right in reading order.

    `role` is what the first mentions play: participant after a trigger, None before it.
    """
    parts: dict[str, list[str]] = {"participant": [], "mediator": [], "host": []}
    venue, status, happens, supposed, comma = None, None, False, False, False
    for item in sorted([*marks, *mentions], key=lambda item: (item.start, item.end)):
        if isinstance(item, Mark):
            found = item.cue.role
            if found == "comma":
                comma = True
                continue
            if found in OPENS and (role != "topic" or found in STRONG and comma):
                role = found
            elif found == "happens":
                happens, role = True, "participant"
            if found == "supposed" or found == "hypothetical":
                supposed = True
            status = _status(status, item)
            comma = False
            continue
        comma = False
        onto = written_on(text, item.start)
        if item.kind == "place" or (item.kind == "country" and (role == "venue" or onto == "ب")):
            if item.sense == "demonym":
                continue
            if role in ("venue", "toward") or onto == "ب" or (visit and role == "participant"):
                venue = venue or item.entity_id
                if visit and item.kind == "country":
                    parts["participant"].append(item.entity_id)
                role = "participant" if role in ("venue", "toward") else role
            continue
        reached = visit and item.kind == "country" and role in ("toward", "participant")
        if reached and item.sense != "demonym":
            venue = venue or item.entity_id
        if item.kind in ACTORS and role in ("mediator", "host", "participant", "toward"):
            part = "participant" if role == "toward" else role
            if item.entity_id not in parts[part]:
                parts[part].append(item.entity_id)
            if role in ("mediator", "host"):
                role = "participant" if not text[item.end:item.end + 2].startswith(" و") else role
    return Scene(tuple(dict.fromkeys(parts["participant"])), tuple(parts["mediator"]),
                 tuple(parts["host"]), venue, status, happens, supposed)


def _status(status: str | None, mark: Mark) -> str | None:
    """The status after one more mark: a denial or cancellation outweighs a plan."""
    role = mark.cue.role
    if role in ("cancelled", "denied"):
        return role
    if role == "negated":
        return "denied"
    if role == "planned" or mark.cue.future:
        return status or "planned"
    return status
