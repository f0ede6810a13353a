"""People whom no list has: what the tagger finds beside the lexicon's mentions, one id a person.

A full name makes somebody known in the article; after it the family name alone is the same person,
also where the tagger did not mark it. Who is known by one word only counts when a title or a verb
of saying stands before, or when the word is tagged again. Nobody is carried from one article into
the next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict

from utils.entities.matches import Mention, Text
from utils.entities.naming import (
    SON,
    UNLISTED,
    Before,
    bears_name,
    families,
    family_name,
    name_words,
    person_id,
    word_before,
)
from utils.entities.stretches import LEAST, Name, Stretches
from utils.lexicon.forms import ARTICLE, CONJUNCTIONS, PREPOSITIONS
from utils.lexicon.readings import Entity, Lexicon

OFTEN = 2                              # times that a single word is tagged, to be a name by itself
SINGULAR = ("ي", "ه")                  # how the key spells a man's and a woman's demonym at its end
BY_WAY_OF = ("عن", "طريق")
_ONTO = frozenset(one + other for one in CONJUNCTIONS for other in PREPOSITIONS)


class Article:
    """The people of one article: the lexicon's, and whom the tagger adds to them."""

    def __init__(self, text: Text, listed: list[Mention], lexicon: Lexicon):
        self.text, self.lexicon, self.words = text, lexicon, lexicon.words
        self.given, self.joint = self.words["bare given name"], self.words["joint"]
        self.listed = listed
        self.at: dict[int, list[Mention]] = {}      # by word: the mentions that it is part of
        for one in listed:
            for word in range(one[0], one[1] + 1):
                self.at.setdefault(word, []).append(one)
        self.added: list[Mention] = []
        self.mistaken: list[Mention] = []           # of the listed ones: parts of people's names
        self.families: dict[str, Mention] = {}      # family name without spaces: the full name
        self.people: dict[tuple[str, str], Entity] = {}      # by first word and family name
        self.often: set[str] = set()                # what is tagged again and again

    def read(self, tagged: list[Name]) -> list[Mention]:
        """The mentions that the tagger's people add, in no order."""
        self.often = self._named_often(tagged)
        known = iter([one for one in self.listed
                      if one.sense == "name" and one.entity.kind == "person"])
        waiting = next(known, None)
        for name in Stretches(self.text, self.lexicon, set(self.at)).names(tagged):
            while waiting is not None and waiting.first < name[0]:
                self._know(waiting)
                waiting = next(known, None)
            self._add(*name)
        for one in (waiting, *known):
            if one is not None:
                self._know(one)
        for full in {id(one): one for one in self.families.values()}.values():
            if full.entity.type == UNLISTED or self._is_demonym(full):
                self._look_for(full)
        return self.added

    def _named_often(self, tagged: list[Name]) -> set[str]:
        """The words that are tagged again and again, and never after في or the like."""
        names = [self.text.name(*name) for name in tagged]
        if len(set(names)) == len(names):
            return set()
        places: dict[str, list[Name]] = defaultdict(list)
        for key, name in zip(names, tagged, strict=True):
            places[key].append(name)
        towns = self.words["place before"]
        return {key for key, again in places.items() if len(again) >= OFTEN and len(key) > LEAST
                and not any(word_before(self.text, first, skip).word in towns
                            for first, skip, _ in again)}

    def _keep(self, mention: Mention) -> None:
        self.added.append(mention)
        for word in range(mention.first, mention.last + 1):
            self.at.setdefault(word, []).append(mention)

    def _take_back(self, mention: Mention) -> None:
        """Takes a listed mention back that has turned out to be a part of a person's name."""
        self.mistaken.append(mention)
        for word in range(mention.first, mention.last + 1):
            self.at[word].remove(mention)
            if not self.at[word]:
                del self.at[word]

    def _is_taken(self, first: int, last: int) -> bool:
        return any(word in self.at for word in range(first, last + 1))

    def _know(self, full: Mention) -> None:
        """Notes a full name, by which parts of it are known from here on."""
        words = name_words(self.text.name(full.first, full.skip, full.last))
        if len(words) > 1 and words[0] not in self.words["person title"]:
            whole, bare = families(words, self.joint)
            self.families[whole] = full
            if len(words) > 2:
                self.families["".join(words[1:])] = full     # صبري الباش طبجي, الباش طبجي
            self.people.setdefault((words[0], bare), full.entity)

    def _add(self, first: int, skip: int, last: int) -> None:
        """Adds a tagged name, unless it is somebody's already or no person's."""
        before = word_before(self.text, first, skip)
        mistaken = None
        if inside := self._inside(first, last):
            mistaken = self._mistaken(first, skip, last, inside, before)
            if mistaken is None:
                after = max(one.last for one in inside) + 1
                if after <= last and all(one.entity.kind != "person" for one in inside):
                    self._add(after, 0, last)       # a demonym or town that the tagger took into it
                return
        words = name_words(self.text.name(first, skip, last))
        if not words or words[0] in self.words["no first name"] or self._named_for(before):
            return
        whole = "".join(words)
        full = self.families.get(whole)
        if full is None and whole not in self.words["person title"] and (
                self._introduced(before)):                       # أمين مشاقبة, الدكتور المشاقبة
            full = self.families.get(whole.removeprefix(ARTICLE))
        if full is not None:
            self._keep(Mention(first, last, skip, full.entity, "part"))
        elif not self._is_single(words) or self._can_stand(whole, before):
            if mistaken is not None:
                self._take_back(mistaken)
            full = Mention(first, last, skip, self._person(words, first, skip, last), "name")
            self._keep(full)
            self._know(full)

    def _inside(self, first: int, last: int) -> list[Mention]:
        """The mentions, listed or added, that share words with the place."""
        found = [one for word in range(first, last + 1) for one in self.at.get(word, ())]
        return list({id(one): one for one in found}.values()) if len(found) > 1 else found

    def _is_single(self, words: tuple[str, ...]) -> bool:
        return len(words) == 1 or len(words) == 2 and words[0] in self.words["father"]

    def _can_stand(self, whole: str, before: Before) -> bool:
        """Whether somebody can be known here by one word: a title, a verb, or the name again."""
        ordinary = whole in self.lexicon.common and whole not in self.given
        return len(whole) >= LEAST and not ordinary and (
            whole in self.often or self._introduced(before))

    def _person(self, words: tuple[str, ...], first: int, skip: int, last: int) -> Entity:
        """Who bears the name: somebody known in the article, or somebody new."""
        known = None if self._is_single(words) else (
            self.people.get((words[0], families(words, self.joint)[1])))
        return known or Entity(person_id(words), "person",
                               " ".join(self.text.printed(first, last, skip).split()), None,
                               type=UNLISTED)

    def _mistaken(self, first: int, skip: int, last: int, inside: list[Mention],
                  before: Before) -> Mention | None:
        """The lexicon's mention in a tagged name that the name shows to be none.

        So is a given name at its head (تركي العجمة), a family name after a given one (حمد السلوم),
        a demonym that does not agree (المدرب الروماني بولوني), and what would have ف or ك written
        onto it (فلايني is no company that makes oil).
        """
        one, given = inside[0], self.given
        if len(inside) != 1 or one.entity.kind == "person":
            return None
        head = self.text.word(first)[skip:]
        if one.last <= first:
            alone = first == last
            foreign = one.sense == "demonym" and alone and before.word.startswith(ARTICLE) and (
                not head.startswith(ARTICLE) and self._introduced(before))
            named = not alone and head in given and (one.first, one.skip) >= (first, skip)
            return one if foreign or named else None
        if one.first < last:
            return None
        onto = self.text.word(last)[:one.skip]
        named = head in given and head not in self.words["name or office"]
        right = named if not onto else not set(onto).isdisjoint("فك")
        return one if right else None

    def _introduced(self, before: Before) -> bool:
        """Whether a title, a verb of saying or a demonym (المدرب البرتغالي) stands before."""
        words = self.words
        return before.word in words["person title"] or before.word in words["says"] or any(
            one.sense == "demonym" and one.last == before.place and self._is_defined(one)
            for one in self.at.get(before.place, ()))

    def _is_defined(self, demonym: Mention) -> bool:
        """Whether it is one man's or woman's, with the article: البرتغالي."""
        name = self.text.name(demonym.first, demonym.skip, demonym.last)
        return name.startswith((ARTICLE, "لل")) and name.endswith(SINGULAR)

    def _named_for(self, before: Before) -> bool:
        """Whether a thing or a place bears the name (ملعب الملك فهد, but not عن طريق فهد)."""
        words, word = self.words, before.word
        if before.place is None:
            return False
        if word in words["named for"] or word in words["place head"]:
            return (word_before(self.text, before.place).word, word) != BY_WAY_OF
        return word in words["name titles"] and bears_name(
            word_before(self.text, before.place).word, word, words)

    def _look_for(self, full: Mention) -> None:
        """Adds the family name wherever it stands after the full name; of بن عيد also عيد."""
        text = self.text
        words = name_words(text.name(full.first, full.skip, full.last))
        family = family_name(words, self.joint)
        spelt = " ".join(family)
        forms = {spelt: len(family) == 1 and self._is_common(spelt)}
        if spelt.startswith(ARTICLE):
            forms["لل" + spelt[2:]] = forms[spelt]
        elif ARTICLE + spelt not in self.words["person title"]:
            forms[ARTICLE + spelt] = True
        if family[0] == SON:
            forms[family[-1]] = True
        begin, end = text.ends[full.last], text.offset + len(text.folded.key)
        for form, common in forms.items():
            place = text.key.find(form, begin, end) if len(form) >= LEAST else -1
            while place >= 0:
                self._add_part(place, form, full, words[0], common)
                place = text.key.find(form, place + len(form), end)

    def _is_demonym(self, full: Mention) -> bool:
        """Whether the family name of somebody listed is a demonym too (التركي)."""
        last = self.text.word(full.last)
        return last.startswith(ARTICLE) and last in self.lexicon.states

    def _is_common(self, word: str) -> bool:
        """Whether a family name is a short or ordinary word, a given name or a listed form too."""
        return len(word) <= LEAST or any(
            word in words
            for words in (self.lexicon.common, self.words["given name"], self.lexicon.firsts))

    def _add_part(self, place: int, form: str, full: Mention, given: str, common: bool) -> None:
        """Adds the family name at a place of the key if it is a word there, and this person's."""
        text = self.text
        first = bisect_right(text.starts, place) - 1
        last = bisect_left(text.ends, place + len(form))
        onto = text.key[text.starts[first]:place]
        if onto not in _ONTO or text.ends[last] != place + len(form):
            return
        swallowed = form.startswith("لل")                    # the name begins at the second lam
        before = word_before(text, first, len(onto) if swallowed else 0)
        if self._is_taken(first, last):
            self._give_back(first, last, before)
            if self._is_taken(first, last):
                return
        skip = len(onto) + swallowed
        if self._named_for(before):
            return
        if before.word == given and not onto:                # the full name, seen by nobody
            if not self._is_taken(before.place, last):
                self._keep(Mention(before.place, last, 0, full.entity, "name"))
        elif before.word in self.words["given name"] and not onto:
            return                                           # somebody else of the family
        elif not common or self._introduced(before):
            self._keep(Mention(first, last, skip, full.entity, "part"))

    def _give_back(self, first: int, last: int, before: Before) -> None:
        """Takes a demonym back that is a known family name: وقال المصري, الدكتور التركي."""
        if before.word in self.words["says"] or before.word in self.words["scholar"]:
            for one in list(self.at.get(first, ())):
                if one.sense == "demonym" and (one.first, one.last) == (first, last):
                    self._take_back(one)
