"""Titles with the state beside them: who held the office on that day, which organ of which state.

وزير الخارجية التركي is Turkey's foreign minister of the article's day; the adjective stays a
mention of Turkey. When he is named beside the title, the name alone is his mention: one person,
named once. الخارجية المصرية is Egypt's foreign ministry.
"""

from __future__ import annotations

import pandas as pd

from utils.entities.matches import Match, Mention, Text
from utils.entities.naming import bears_name
from utils.entities.passages import TITLES
from utils.lexicon.readings import Entity, Lexicon, Reading


def _state(match: Match, following: Match | None, text: Text) -> tuple[Reading, Entity] | None:
    """The title and the state beside it, when the next words name one as the title needs it."""
    if following is not None and following.first == match.next and not following.onto and (
            text.gap(following.first).strip() == ""):
        state = following.reading
        for title in match.open:
            wanted = {"title": "demonym", "construct": "name"}.get(title.sense)
            if state.entity.kind == "country" and state.sense == wanted:
                return title, state.entity
    return None


def _is_named(match: Match, end: int, state: str, before: Match | None, people: set[int],
              text: Text, lexicon: Lexicon) -> bool:
    """Whether a name stands beside the title: that name is the mention then, not the office.

    `people` are the words that people's names begin with. Who is of another state than the title
    (التقى حمد بن عيسى ملك السعودية) is not its holder.
    """
    if before is not None and before.reading.entity.kind == "person" and (
            before.next == match.first and text.gap(match.first).strip() in ("", "،", "-")):
        return before.reading.entity.country in ("", state) or text.gap(match.first) != " "
    if end >= text.hi or text.gap(end).strip() not in ("", "،", "-", "(", ":"):
        return False
    skipped = end + (text.word(end) in lexicon.words["person title"])
    return end in people or skipped in people or text.is_given(
        skipped, lexicon.words["bare given name"])


def _organ(title: Entity, state: Entity | None, lexicon: Lexicon) -> Entity:
    """An organ of a state as an entity; the lexicon may know it by a name of its own (الكنيست)."""
    if state is None:
        return Entity(f"org:{title.entity_id}", "organisation", title.label, title.label_en)
    entity_id = f"org:{state.entity_id.lower()}-{title.entity_id}"
    return lexicon.entities.get(entity_id) or Entity(
        entity_id, "organisation", f"{title.label} ({state.label})",
        f"{title.label_en} of {state.label_en}", state.country,
    )


def find_titles(text: Text, matches: list[Match], lexicon: Lexicon,
                day: pd.Timestamp | None) -> list[Mention]:
    """The offices and organs among the matches of one text."""
    found, words = [], lexicon.words
    people = {match.first for match in matches if match.reading.entity.kind == "person"}
    for place, match in enumerate(matches):
        if match.reading.sense not in TITLES:
            continue
        following = matches[place + 1] if place + 1 < len(matches) else None
        pair = _state(match, following, text)
        alone = next((one for one in match.open if one.sense == "alone"), None)
        if pair is None and alone is None:
            continue
        reading, state = pair or (alone, lexicon.entities.get(alone.entity.country))
        title, end = reading.entity, following.next if pair else match.next
        if title.kind == "organ":
            if match.before in words["minister"] or not match.onto and (
                    match.before in words["foreign affairs"]):
                continue                         # وزراء خارجية تونس, السياسة الخارجية السعودية
            organ = _organ(title, state, lexicon)
            found.append(Mention(match.first, end - 1, match.skip, organ, "name"))
            continue
        for step, inner in reading.inside:
            organ = _organ(inner.entity, state, lexicon)
            found.append(Mention(match.first + step, end - 1, 0, organ, "name"))
        if match.before in words["deputy"] or bears_name(match.before, match.word, words):
            continue
        if text.after(end) in words["former"] or _is_named(
                match, end, state.country, matches[place - 1] if place else None, people, text,
                lexicon):
            continue
        holder = lexicon.holder(title.entity_id, state.entity_id, day)
        if holder is not None:
            found.append(Mention(match.first, end - 1, match.skip, holder, "office"))
    return found
