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

from utils.lexicon.forms import ARTICLE, CONJUNCTIONS, PREPOSITIONS, key_words
from utils.lexicon.readings import Entity, Lexicon
from utils.text.folding import Folded, fold

UNLISTED = "unlisted"                  # the type of such an entity
PREFIX = "name:"                       # of its id
SON, FATHER = "بن", "ابو"
_SPELT = {"ابن": SON, "ابا": FATHER, "ابي": FATHER}
AND = "و"
SERVANT = "عبد"                        # عبد العزيز is one name, in one word or two
MARKS = "\N{ARABIC TATWEEL}" + "".join(map(chr, range(0x64B, 0x653)))
NEAR = 24                              # characters in which the word before stands
LEAST = 3                              # letters of a name after a preposition
SHORTEST = 4                           # letters of a family name that is looked for
_WORD = re.compile(r"[^\W_]+")
BETWEEN = frozenset(" \t\n\r\N{NO-BREAK SPACE}«»\"“”'(")      # a word and the name after it
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
        self.listed = listed
        self.added: list[Mention] = []
        self.mistaken: list[Mention] = []           # of the listed ones: parts of people's names
        self.families: dict[str, Mention] = {}      # family name without spaces: the full name
        self.people: dict[tuple[str, str], Entity] = {}      # by first word and family name

    def read(self, tagged: list[tuple[int, int]]) -> list[Mention]:
        """The mentions that the tagger's persons (start, end) add, in no order."""
        known = iter(sorted(one for one in self.listed
                            if one.entity.kind == "person" and one.sense == "name"))
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

    def _before(self, start: int) -> tuple[str, int]:
        """The folded word before and where it begins; "" where punctuation lies between."""
        text, end = self.text, start
        least = max(0, start - NEAR)
        while end > least and text[end - 1] in BETWEEN:
            end -= 1
        first = end
        while first > least and text[first - 1].isalnum():
            first -= 1
        return _key(text[first:end]) if first < end else "", first

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

    def _whole(self, start: int) -> int:
        """Where a tagged name begins, with a letter that the tagger took for a preposition.

        لين is no ل before ين, nor لبنى one before بنى.
        """
        begin, names = start, self.words["bare given name"]
        while begin and self.text[begin - 1].isalnum():
            begin -= 1
        if begin == start:
            return start
        first = "".join(map(_key, _WORD.findall(self.text, start, start + NEAR)[:1]))
        mangled = len(first) < LEAST or first not in names and (
            _key(self.text[begin:start]) + first in names)
        return begin if mangled else start

    def _parted(self, start: int, end: int):
        """The names in a tagged span, without titles and what is part of no name.

        The tagger takes names joined by و for one (عمر النجراني وعلي الوادعي).
        """
        places = [(match.start(), match.end(), _key(match[0]))
                  for match in _WORD.finditer(self.text, self._whole(start), end)]
        some: list[tuple[int, int, str]] = []
        for first, last, word in places:
            titled = some and word.startswith(AND) and word in self.words["person title"]
            stopped = word in self.words["no person"] and (
                word not in self.words["bare given name"])       # بني and ل, but لبنى
            if titled or stopped:
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
        mistaken = self._mistaken(start, end) if self._overlaps(start, end) else None
        if mistaken is None and self._overlaps(start, end):
            return
        printed = self.text[start:end]
        words = name_words(printed)
        before, begin = self._before(start)
        if not words or words[0] in self.words["no first name"] or self._named_for(before, begin):
            return
        whole = "".join(words)
        if whole in self.families:
            self._keep(Mention(start, end, self.families[whole].entity, "part"))
            return
        single = len(words) == 1 or words[0] in self.words["joint"] and len(words) == 2
        ordinary = whole in self.lexicon.common and whole not in self.words["bare given name"]
        if single and (len(whole) < LEAST or ordinary or not self._introduced(before)):
            return
        entity = None if single else self.people.get((words[0], self._family(words)))
        if entity is None:
            entity = Entity(person_id(words), "person", " ".join(printed.split()), None,
                            type=UNLISTED)
        if mistaken is not None:
            self.mistaken.append(mistaken)
            self.taken.remove((mistaken.start, mistaken.end))
        self._keep(Mention(start, end, entity, "name"))
        self._know(self.added[-1])

    def _mistaken(self, start: int, end: int) -> Mention | None:
        """The lexicon's mention in a tagged name that the name shows to be none.

        So is a given name at its head (تركي العجمة), a family name after a given one (حمد السلوم),
        and what would have ف or ك written onto it (فلايني is no company that makes oil).
        """
        places = [(match.start(), match.end()) for match in _WORD.finditer(self.text, start, end)]
        inside = [one for one in self.listed if one.start < end and one.end > start]
        if len(inside) != 1 or len(places) < 2 or inside[0].entity.kind == "person":
            return None
        one, given = inside[0], self.words["bare given name"]
        head = _key(self.text[slice(*places[0])])
        if one.end <= places[0][1]:
            return one if head in given and one.start >= places[0][0] else None
        head = head in given and head not in self.words["name or office"]
        first, _ = places[-1]
        if one.start < first:
            return None
        onto = _key(self.text[first:one.start])
        right = head and one.sense == "name" if not onto else not set(onto).isdisjoint("فك")
        return one if right else None

    def _introduced(self, before: str) -> bool:
        return before in self.words["person title"] or before in self.words["says"]

    def _named_for(self, before: str, begin: int) -> bool:
        """Whether a thing or a place bears the name (ملعب الملك فهد).

        `before` is the word before it, which begins at `begin`.
        """
        words = self.words
        return before in words["named for"] or before in words["place head"] or (
            before in words["name titles"] and self._before(begin)[0] in words["named for"])

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
        if start < full.end or self._overlaps(start, end):
            return
        before, begin = self._before(start - len(onto))
        if self._named_for(before, begin):
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
