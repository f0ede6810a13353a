"""People whom no list has: what the tagger finds beside the lexicon's mentions, one id a person.

A full name makes somebody known in the article; after it the family name alone is the same person,
also where the tagger did not mark it. Who is known by one word only counts when a title or a verb
of saying stands before. Nobody is carried from one article into the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from functools import lru_cache
from typing import NamedTuple

from utils.folding import Folded, fold
from utils.forms import ARTICLE, CONJUNCTIONS, PREPOSITIONS, key_words
from utils.readings import Entity, Lexicon

UNLISTED = "unlisted"                  # the type of such an entity
PREFIX = "name:"                       # of its id
SON, FATHER = "بن", "ابو"
_SPELT = {"ابن": SON, "ابا": FATHER, "ابي": FATHER}
AND = "و"
SERVANT = "عبد"                        # عبد العزيز is one name, in one word or two
MARKS = "\N{ARABIC TATWEEL}" + "".join(map(chr, range(0x64B, 0x653)))
NEAR = 24                              # characters in which the word before stands
SHORTEST = 4                           # letters of a family name that is looked for
_WORD = re.compile(r"[^\W_]+")
_LAST_WORD = re.compile(r"([^\W_]+)[\s«»\"“”'(]*$")
_ONTO = frozenset(one + other for one in CONJUNCTIONS for other in PREPOSITIONS)


class Mention(NamedTuple):
    """A mention in the making: where it is printed, who or what it names, and in which sense."""

    start: int
    end: int
    entity: Entity
    sense: str


@lru_cache(maxsize=100_000)
def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a person's name, as two spellings of one name share them.

    >>> name_words("عبد الله بن محمد"), name_words("ابن جليد")
    (('عبدالله', 'بن', 'محمد'), ('بن', 'جليد'))
    """
    words: list[str] = []
    for word in key_words(name):
        if words and words[-1] == SERVANT:
            words[-1] += word
        else:
            words.append(_SPELT.get(word, word))
    return tuple(words)


def person_id(words: tuple[str, ...]) -> str:
    """The id of somebody whom no list has: his name's folded words.

    >>> person_id(name_words("عبد الباسط سيدا"))
    'name:عبدالباسط-سيدا'
    """
    return PREFIX + "-".join(words)


@lru_cache(maxsize=100_000)
def _family_name(words: tuple[str, ...], joints: frozenset) -> tuple[str, ...]:
    """The last word with the particles before it (آل الشيخ, دي ماريا); all but the first at most.

    >>> _family_name(("كيفن", "دي", "بروين"), frozenset(["دي"]))
    ('دي', 'بروين')
    """
    first = len(words) - 1
    while first > 1 and words[first - 1] in joints:
        first -= 1
    return words[first:]


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    return fold(word).key


class Article:
    """The people of one article: the lexicon's, and whom the tagger adds to them."""

    def __init__(self, folded: Folded, listed: list[Mention], lexicon: Lexicon):
        self.folded, self.text, self.lexicon = folded, folded.text, lexicon
        self.words = lexicon.words
        self.taken = sorted((one.start, one.end) for one in listed)
        self.added: list[Mention] = []
        self.families: dict[str, Mention] = {}      # family name without spaces: the full name
        self.people: dict[tuple[str, str], Entity] = {}      # by first word and family name
        self.listed = [one for one in listed
                       if one.entity.kind == "person" and one.sense == "name"]

    def read(self, tagged: list[tuple[int, int]]) -> list[Mention]:
        """The mentions that the tagger's persons (start, end) add, in no order."""
        known = iter(sorted(self.listed))
        waiting = next(known, None)
        for start, end in self._joined(tagged):
            while waiting is not None and waiting.start < start:
                self._know(waiting)
                waiting = next(known, None)
            for place in self._parted(start, end):
                self._add(*place)
        for full in self.families.values():
            if full.entity.type == UNLISTED:
                self._look_for(full)
        return self.added

    def _joined(self, tagged: list[tuple[int, int]]):
        """The tagged names; parts of one name that the tagger parted are joined."""
        last = None
        for start, end in tagged:
            if last is not None:
                gap = self.text[last[1]:start]
                if gap == " " or _key(gap.strip()) in self.words["family"] and "\n" not in gap:
                    last = last[0], end
                    continue
                yield last
            last = start, end
        if last is not None:
            yield last

    def _before(self, start: int) -> list[tuple[str, int]]:
        """The two folded words before and where they begin, nearest first.

        A word is "" where punctuation lies between.
        """
        found, end = [], start
        for _ in range(2):
            match = _LAST_WORD.search(self.text, max(0, end - NEAR), end)
            end = match.start() if match else 0
            found.append((_key(match[1]) if match else "", end))
        return found

    def _family(self, words: tuple[str, ...]) -> str:
        """The family name without spaces."""
        return "".join(_family_name(words, self.words["joint"]))

    def _know(self, full: Mention) -> None:
        """Notes a full name, by which parts of it are known from here on."""
        words = name_words(self.text[full.start:full.end])
        if len(words) > 1 and words[0] not in self.words["person title"]:
            family = self._family(words)
            self.families[family] = full
            self.people.setdefault((words[0], family), full.entity)

    def _parted(self, start: int, end: int):
        """The names in a tagged span, without titles and what is part of no name.

        The tagger takes names joined by و for one (عمر النجراني وعلي الوادعي).
        """
        places = [(match.start(), match.end(), _key(match[0]))
                  for match in _WORD.finditer(self.text, start, end)]
        some: list[tuple[int, int, str]] = []
        for first, last, word in places:
            if word in self.words["no person"]:
                yield from self._trimmed(some, end)
                some = []
                continue
            if self._joins(word):
                yield from self._trimmed(some, end)
                some, first, word = [], first + 1, word[1:]
            some.append((first, last, word))
        yield from self._trimmed(some, end)

    def _joins(self, word: str) -> bool:
        """Whether the word is و and a given name (وعلي), and no name itself (وليد)."""
        names = self.words["bare given name"]
        return word.startswith(AND) and word[1:] in names and word not in names

    def _trimmed(self, places: list[tuple[int, int, str]], end: int):
        """The span of the words without a title before and a particle after, if any is left."""
        first, last = 0, len(places)
        while first < last and places[first][2] in self.words["person title"]:
            first += 1
        while first < last and places[last - 1][2] in self.words["joint"]:
            last -= 1
        if first < last:
            start, stop = places[first][0], places[last - 1][1]
            marks = not self.text[stop:end].strip(MARKS)     # they hang on the last letter
            yield start, end if marks else stop

    def _add(self, start: int, end: int) -> None:
        """Adds a tagged name, unless it is somebody's already or no person's."""
        if self._overlaps(start, end):
            return
        printed = self.text[start:end]
        words = name_words(printed)
        before = self._before(start)
        if not words or words[0] in self.words["no first name"] or self._named_for(before):
            return
        whole = "".join(words)
        if whole in self.families:
            self._keep(Mention(start, end, self.families[whole].entity, "part"))
            return
        single = len(words) == 1 or words[0] in self.words["joint"] and len(words) == 2
        if single and not self._introduced(before[0][0]):
            return
        entity = None if single else self.people.get((words[0], self._family(words)))
        if entity is None:
            entity = Entity(person_id(words), "person", " ".join(printed.split()), None,
                            type=UNLISTED)
        self._keep(Mention(start, end, entity, "name"))
        self._know(self.added[-1])

    def _introduced(self, before: str) -> bool:
        return before in self.words["person title"] or before in self.words["says"]

    def _named_for(self, before: list[tuple[str, int]]) -> bool:
        """Whether a thing or a place bears the name (ملعب الملك فهد)."""
        (first, _), (second, _) = before
        return first in self.words["named for"] or first in self.words["place head"] or (
            first in self.words["name titles"] and second in self.words["named for"])

    def _overlaps(self, start: int, end: int) -> bool:
        place = bisect_left(self.taken, (end, 0))
        return any(other > start for _, other in self.taken[max(0, place - 3):place])

    def _keep(self, mention: Mention) -> None:
        self.added.append(mention)
        insort(self.taken, (mention.start, mention.end))

    def _look_for(self, full: Mention) -> None:
        """Adds the family name wherever it stands after the full name."""
        key = self.folded.key
        words = name_words(self.text[full.start:full.end])
        family = _family_name(words, self.words["joint"])
        spelt = " ".join(family)
        if len(spelt) < SHORTEST:
            return
        common = len(family) == 1 and self._is_common(spelt)
        forms = [spelt, "لل" + spelt[2:]] if spelt.startswith(ARTICLE) else [spelt]
        for form in forms:
            place = key.find(form)
            while place >= 0:
                self._add_part(place, form, full, words[0], common)
                place = key.find(form, place + len(form))

    def _is_common(self, word: str) -> bool:
        """Whether a family name is an ordinary word, a given name or a form of the lexicon too."""
        return word in self.lexicon.common or word in self.words["given name"] \
            or word in self.lexicon.firsts

    def _add_part(self, place: int, form: str, full: Mention, given: str, common: bool) -> None:
        """Adds the family name at a place of the key if it is a word there, and this person's."""
        onto = self._onto(place, place + len(form))
        if onto not in _ONTO:
            return
        start, end = self.folded.span(place + form.startswith("لل"), place + len(form))
        (before, begin), *_ = around = self._before(start - len(onto))
        if start < full.end or self._overlaps(start, end) or self._named_for(around):
            return
        if before == given and not onto:                     # the full name, seen by nobody
            if not self._overlaps(begin, end):
                self._keep(Mention(begin, end, full.entity, "name"))
        elif before in self.words["given name"] and not onto:
            return                                           # somebody else of the family
        elif not common or self._introduced(before):
            self._keep(Mention(start, end, full.entity, "part"))

    def _onto(self, first: int, end: int) -> str | None:
        """What is written onto the word key[first:end]; None when the word goes on after it."""
        key, start = self.folded.key, first
        if key[end:end + 1].isalnum():
            return None
        while start and key[start - 1].isalnum():
            start -= 1
        return key[start:first]
