"""Public figures whose text gives nothing but the family name: قال البرهان, زيارة الشرع.

Most such names are ordinary words or those of many families. They are taken for the one who is
known by them only where the text speaks of his state, no other of the family is named in it, and a
word that needs a person stands before it once.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict

from utils.entities.matches import Mention, Text
from utils.entities.naming import UNLISTED, bears_name, name_words
from utils.lexicon.readings import Entity, Form, Lexicon

Bare = list[tuple[int, Form]]          # the place of each word, and the form it may be


def with_bare_names(text: Text, found: list[Mention], bare: Bare,
                    lexicon: Lexicon) -> list[Mention]:
    """The mentions of one text, with the family names that stand for their bearers, in order.

    `bare` are the words that are part of somebody's name whose full name the text does not give.
    """
    spoken_of = {one.entity.country for one in found}
    places = defaultdict(list)
    for place, form in bare:
        entity = form.readings[0].entity
        if len(form.parts) == 1 and entity.country and entity.country in spoken_of:
            places[entity].append((place, form.skip))
    for entity, words in places.items():
        found = _with(entity, words, text, found, lexicon)
    return found


def _with(entity: Entity, words: list[tuple[int, int]], text: Text, found: list[Mention],
          lexicon: Lexicon) -> list[Mention]:
    """The mentions with those of one bearer, if he is the one who is meant."""
    family = {text.word(place)[skip:] for place, skip in words}
    at = {place: one for one in found for place in range(one.first, one.last + 1)}
    alone = {place for place, _ in words if place in at and _is_guess(at[place])}
    named = (name_words(text.name(one.first, one.skip, one.last)) for one in at.values()
             if one.entity.kind == "person" and one.first not in alone)
    given = lexicon.words["bare given name"]
    if any(len(name) > 1 and name[-1] in family for name in named) or any(
            not skip and text.before(place) in given for place, skip in words):
        return found                                       # somebody else of the family
    free = [(place, skip) for place, skip in words if place not in at or place in alone]
    if not any(_needs_person(place, skip, entity, text, at, lexicon) for place, skip in free):
        return found
    kept = [one for one in found if one.first not in alone]
    for place, skip in free:
        insort(kept, Mention(place, place, skip, entity, "part"), key=lambda one: one[:2])
    return kept


def _is_guess(mention: Mention) -> bool:
    """Whether the tagger alone took this one word for somebody's name."""
    return mention.first == mention.last and mention.entity.type == UNLISTED


def _needs_person(place: int, skip: int, entity: Entity, text: Text, at: dict[int, Mention],
                  lexicon: Lexicon) -> bool:
    """Whether the word before needs a person, or one of his state is listed beside him."""
    before, words = text.before(place), lexicon.words
    thing = text.before(place - 1) if before in words["person title"] else before
    if text.word(place)[skip:] in words["person title"] or bears_name(thing, before, words):
        return False                                       # المهندس X; جامع المشير طنطاوي
    if before in words["says"] or before in words["person title"] or before in words["meets"]:
        return True
    beside = [at.get(place + 1), at.get(place - 1)]
    return any(one is not None and one.entity.kind == "person" and one.entity.country ==
               entity.country for one in beside) and (
        text.word(place + 1).startswith("و") or text.word(place)[:skip].startswith("و"))
