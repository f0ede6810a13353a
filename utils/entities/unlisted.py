"""People whom no list has: what the tagger finds beside the lexicon's mentions, one id a person.

A full name makes somebody known in the article; after it the family name alone is the same person,
also where the tagger did not mark it. Who is known by one word only counts when a title or a verb
of saying stands before, or when the word is tagged again. Nobody is carried from one article into
the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict

from utils.entities.naming import (
    SON,
    UNLISTED,
    Before,
    Mention,
    family_name,
    name_words,
    person_id,
    word_before,
)
from utils.entities.stretches import LEAST, NESTED, Stretches, key_of, overlaps
from utils.lexicon.forms import ARTICLE, CONJUNCTIONS, PREPOSITIONS
from utils.lexicon.readings import Entity, Lexicon
from utils.text.folding import Folded

OFTEN = 2                              # times that a single word is tagged, to be a name by itself
SINGULAR = ("ي", "ى", "ة", "ه")
BY_WAY_OF = ("عن", "طريق")
_WORD = re.compile(r"[^\W_]+")
_ONTO = frozenset(one + other for one in CONJUNCTIONS for other in PREPOSITIONS)


class Article:
    """The people of one article: the lexicon's, and whom the tagger adds to them."""

    def __init__(self, folded: Folded, listed: list[Mention], lexicon: Lexicon):
        self.folded, self.text, self.lexicon = folded, folded.text, lexicon
        self.words = lexicon.words
        self.taken = sorted((one.start, one.end) for one in listed)
        self.listed = listed
        self.at: dict[tuple[int, int], list[Mention]] = defaultdict(list)
        for one in listed:
            self.at[one.start, one.end].append(one)
        self.added: list[Mention] = []
        self.mistaken: list[Mention] = []           # of the listed ones: parts of people's names
        self.families: dict[str, Mention] = {}      # family name without spaces: the full name
        self.people: dict[tuple[str, str], Entity] = {}      # by first word and family name
        self.often: set[str] = set()                # what is tagged again and again
        self.demonyms = {one.end for one in listed if one.sense == "demonym"
                         and self.text[one.start:one.end].endswith(SINGULAR)
                         and self.text[one.start:one.start + 2] in (ARTICLE, "لل")}

    def read(self, tagged: list[tuple[int, int]]) -> list[Mention]:
        """The mentions that the tagger's persons (start, end) add, in no order."""
        self.often = self._named_often(tagged)
        known = iter(sorted(one for one in self.listed
                            if one.entity.kind == "person" and one.sense == "name"))
        waiting = next(known, None)
        stretches = Stretches(self.text, self.words, self.lexicon.common, self.taken)
        for start, end in stretches.names(tagged):
            while waiting is not None and waiting.start < start:
                self._know(waiting)
                waiting = next(known, None)
            self._add(start, end)
        for one in (waiting, *known):
            if one is not None:
                self._know(one)
        for full in dict.fromkeys(self.families.values()):
            if full.entity.type == UNLISTED or self._is_demonym(full):
                self._look_for(full)
        return self.added

    def _named_often(self, tagged: list[tuple[int, int]]) -> set[str]:
        """The words that are tagged again and again, and never after في or the like."""
        places: dict[str, list[int]] = defaultdict(list)
        for start, end in tagged:
            places[key_of(self.text[start:end])].append(start)
        towns = self.words["place before"]
        return {key for key, starts in places.items()
                if len(starts) >= OFTEN and len(key) > LEAST
                and not any(word_before(self.text, start).word in towns for start in starts)}

    def _family(self, words: tuple[str, ...]) -> str:
        """The family name without spaces and article."""
        return "".join(family_name(words, self.words["joint"])).removeprefix(ARTICLE)

    def _know(self, full: Mention) -> None:
        """Notes a full name, by which parts of it are known from here on."""
        words = name_words(self.text[full.start:full.end])
        if len(words) > 1 and words[0] not in self.words["person title"]:
            family = self._family(words)
            self.families["".join(family_name(words, self.words["joint"]))] = full
            if len(words) > 2:
                self.families["".join(words[1:])] = full     # صبري الباش طبجي, الباش طبجي
            self.people.setdefault((words[0], family), full.entity)

    def _add(self, start: int, end: int) -> None:
        """Adds a tagged name, unless it is somebody's already or no person's."""
        inside = self._inside(start, end)
        before = word_before(self.text, start)
        mistaken = self._mistaken(start, end, inside, before)
        if inside and mistaken is None:
            if (after := self._after(inside, end)) is not None:
                self._add(after, end)
            return
        words = name_words(self.text[start:end])
        if not words or words[0] in self.words["no first name"] or self._named_for(before):
            return
        whole = "".join(words)
        if whole in self.families:
            self._keep(Mention(start, end, self.families[whole].entity, "part"))
        elif self._is_single(words) and not self._can_stand(whole, before):
            return
        else:
            if mistaken is not None:
                self.mistaken.append(mistaken)
                self.taken.remove((mistaken.start, mistaken.end))
            self._keep(Mention(start, end, self._person(words, start, end), "name"))
            self._know(self.added[-1])

    def _inside(self, start: int, end: int) -> list[Mention]:
        """The mentions, listed or added, that share letters with the place."""
        place = bisect_left(self.taken, (end, 0))
        near = dict.fromkeys(self.taken[max(0, place - NESTED):place])
        return [one for span in near if span[1] > start for one in self.at[span]]

    def _after(self, inside: list[Mention], end: int) -> int | None:
        """Where a name begins after a demonym or town that the tagger took into it."""
        last = max(one.end for one in inside)
        if any(one.entity.kind == "person" for one in inside) or last >= end:
            return None
        word = _WORD.search(self.text, last, end)
        return word and word.start()

    def _is_single(self, words: tuple[str, ...]) -> bool:
        return len(words) == 1 or len(words) == 2 and words[0] in self.words["father"]

    def _can_stand(self, whole: str, before: Before) -> bool:
        """Whether somebody can be known here by one word: a title, a verb, or the name again."""
        ordinary = whole in self.lexicon.common and whole not in self.words["bare given name"]
        return len(whole) >= LEAST and not ordinary and (
            self._introduced(before) or whole in self.often)

    def _person(self, words: tuple[str, ...], start: int, end: int) -> Entity:
        """Who bears the name: somebody known in the article, or somebody new."""
        known = None if self._is_single(words) else self.people.get((words[0], self._family(words)))
        return known or Entity(person_id(words), "person", " ".join(self.text[start:end].split()),
                               None, type=UNLISTED)

    def _mistaken(self, start: int, end: int, inside: list[Mention],
                  before: Before) -> Mention | None:
        """The lexicon's mention in a tagged name that the name shows to be none.

        So is a given name at its head (تركي العجمة), a family name after a given one (حمد السلوم),
        a demonym that does not agree (المدرب الروماني بولوني), and what would have ف or ك written
        onto it (فلايني is no company that makes oil).
        """
        if len(inside) != 1 or inside[0].entity.kind == "person":
            return None
        one, given = inside[0], self.words["bare given name"]
        places = [(match.start(), match.end()) for match in _WORD.finditer(self.text, start, end)]
        head = key_of(self.text[slice(*places[0])])
        if one.end <= places[0][1]:
            alone = len(places) == 1
            foreign = one.sense == "demonym" and alone and before.word.startswith(ARTICLE) and (
                not head.startswith(ARTICLE) and self._introduced(before))
            return one if foreign or not alone and head in given and one.start >= start else None
        first, _ = places[-1]
        if one.start < first:
            return None
        onto = key_of(self.text[first:one.start])
        named = head in given and head not in self.words["name or office"]
        right = named if not onto else not set(onto).isdisjoint("فك")
        return one if right else None

    def _introduced(self, before: Before) -> bool:
        """Whether a title, a verb of saying or a demonym (المدرب البرتغالي) stands before."""
        words = self.words
        return before.word in words["person title"] or before.word in words["says"] or (
            before.end in self.demonyms)

    def _named_for(self, before: Before) -> bool:
        """Whether a thing or a place bears the name (ملعب الملك فهد, but not عن طريق فهد)."""
        words, word = self.words, before.word
        if word in words["named for"] or word in words["place head"]:
            return (word_before(self.text, before.start).word, word) != BY_WAY_OF
        return word in words["name titles"] and (
            word_before(self.text, before.start).word in words["named for"])

    def _keep(self, mention: Mention) -> None:
        self.added.append(mention)
        self.at[mention.start, mention.end].append(mention)
        insort(self.taken, (mention.start, mention.end))

    def _look_for(self, full: Mention) -> None:
        """Adds the family name wherever it stands after the full name; of بن عيد also عيد."""
        key = self.folded.key
        words = name_words(self.text[full.start:full.end])
        family = family_name(words, self.words["joint"])
        spelt = " ".join(family)
        forms = {spelt: len(family) == 1 and self._is_common(spelt)}
        if spelt.startswith(ARTICLE):
            forms["لل" + spelt[2:]] = forms[spelt]
        if family[0] == SON:
            forms[family[-1]] = True
        for form, common in forms.items():
            place = key.find(form) if len(form) >= LEAST else -1
            while place >= 0:
                self._add_part(place, form, full, words[0], common)
                place = key.find(form, place + len(form))

    def _is_demonym(self, full: Mention) -> bool:
        """Whether the family name of somebody listed is a demonym too (التركي)."""
        last = name_words(self.text[full.start:full.end])[-1]
        return last.startswith(ARTICLE) and last in self.lexicon.states

    def _is_common(self, word: str) -> bool:
        """Whether a family name is a short or ordinary word, a given name or a listed form too."""
        return len(word) <= LEAST or any(
            word in words
            for words in (self.lexicon.common, self.words["given name"], self.lexicon.firsts))

    def _add_part(self, place: int, form: str, full: Mention, given: str, common: bool) -> None:
        """Adds the family name at a place of the key if it is a word there, and this person's."""
        onto = self._onto(place, place + len(form))
        if onto not in _ONTO:
            return
        start, end = self.folded.span(place + form.startswith("لل"), place + len(form))
        if start < full.end:
            return
        before = word_before(self.text, start - len(onto))
        if overlaps(self.taken, start, end):
            self._take_back(start, end, before)
            if overlaps(self.taken, start, end):
                return
        if self._named_for(before):
            return
        if before.word == given and not onto:                # the full name, seen by nobody
            if not overlaps(self.taken, before.start, end):
                self._keep(Mention(before.start, end, full.entity, "name"))
        elif before.word in self.words["given name"] and not onto:
            return                                           # somebody else of the family
        elif not common or self._introduced(before):
            self._keep(Mention(start, end, full.entity, "part"))

    def _take_back(self, start: int, end: int, before: Before) -> None:
        """Takes a demonym back that is a known family name: وقال المصري, الدكتور التركي."""
        if before.word in self.words["says"] or before.word in self.words["scholar"]:
            for one in self.at[start, end]:
                if one.sense == "demonym":
                    self.mistaken.append(one)
                    self.taken.remove((start, end))

    def _onto(self, first: int, end: int) -> str | None:
        """What is written onto the word key[first:end]; None when the word goes on after it."""
        key, start = self.folded.key, first
        if key[end:end + 1].isalnum():
            return None
        while start and key[start - 1].isalnum():
            start -= 1
        return key[start:first]
