"""Where the names of people begin and end in what the tagger marks.

The tagger marks stretches of words: names joined by و come as one, a title may stand within, and
the family name that it has never met is left out. Here each stretch becomes whole names, and names
beside them in a list (سمير الفلاني وهدى الفلانية) are found with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from utils.entities.matches import ON, Text
from utils.lexicon.forms import ARTICLE
from utils.lexicon.readings import Lexicon

AND, SERVANT, TO_THE = "و", "عبد", "لل"
LIKE = "ك"
COMMAS = ("، ", ", ")
LEAST = 3                              # letters of a name after a preposition
MANY = 30                              # names in one list
NO_FAMILY = ("و", "ي", "بال", "فال", "كال", "لل", "لا")       # verbs, and what has a preposition
FEMININE = ("ه", "ها", "هم")           # adjectives, and verbs with their object
FATHER = "بو"                          # بوعجيلة, though it ends so
SON = ("ب", "ا")                       # the first letters of بن, بنت, آل, أبو
ON_KEY = "علي"                         # how the key spells على
_ONTO = re.compile("[وف]?[بلك]?")

Name = tuple[int, int, int]            # first word, its letters that are no part of it, last word


class Stretches:
    """The names of people in the tagged stretches of one text.

    `taken` are the places of the words in which something has been found already.
    """

    def __init__(self, text: Text, lexicon: Lexicon, taken: set[int]):
        self.text, self.taken = text, taken
        self.words, self.common = lexicon.words, lexicon.common
        self.given, self.joint = self.words["bare given name"], self.words["joint"]
        self.titles, self.no_person = self.words["person title"], self.words["no person"]

    def names(self, tagged: list[Name]) -> list[Name]:
        """The names, in the order of the text."""
        found = []
        for stretch in self._joined(tagged):
            for first, skip, keys in self._parted(*stretch):
                begin = self._begin(first, skip, keys)
                found.append((*begin, self._end(first, skip, keys)))
        for first, _, last in found:
            self.taken.update(range(first, last + 1))
        beside = [one for name in found for one in (*self._after(name[2]), *self._ahead(*name[:2]))]
        return sorted([*found, *beside]) if beside else found

    def _joined(self, tagged: list[Name]) -> Iterator[Name]:
        """The stretches; parts of one name that the tagger parted are joined."""
        last = None
        for name in tagged:
            if last is not None:
                if not name[1] and self._are_one(last[2], name[0]):
                    last = *last[:2], name[2]
                    continue
                yield last
            last = name
        if last is not None:
            yield last

    def _are_one(self, last: int, first: int) -> bool:
        """Whether nothing but a space, or a word like بن, stands between two words."""
        text = self.text
        if first - last == 1:
            return text.gap(first) == " "
        return first - last == 2 and text.word(last + 1) in self.words["family"] and not (
            text.gap(last + 1).strip(" ") or text.gap(first).strip(" "))

    def _whole(self, first: int, skip: int, last: int) -> int:
        """How many letters are no part of a tagged name, with what the tagger took for a ل.

        لين is no ل before ين, nor لبنى one before بنى; but لعمارة is ل and عمارة. Nobody is named
        by one word behind a ك: كرافت.
        """
        word = self.text.word(first)
        if first == last and LIKE in word[:max(skip, self._onto(word))]:
            return word.index(LIKE)
        if skip:
            return 0 if len(word) - skip < LEAST or word in self.given else skip
        return self._onto(word)

    def _onto(self, key: str) -> int:
        """How many letters are written onto a given name; none where the word is no such name."""
        if key in self.given:
            return 0
        onto = _ONTO.match(key).end()
        return onto if onto and key[onto:] in self.given else 0

    def _parted(self, first: int, skip: int, last: int) -> Iterator[tuple[int, int, list[str]]]:
        """First word, letters written onto it, and words of each name in a stretch, no titles.

        The tagger takes names joined by و for one (عمر النجراني وعلي الوادعي).
        """
        begin, skip, keys = first, self._whole(first, skip, last), []
        cut = skip
        for place in range(first, last + 1):
            key = self.text.word(place)
            key = ARTICLE + key[2:] if cut == 1 and key.startswith(TO_THE) else key[cut:]
            cut, named = 0, key in self.given                       # للفارس: ل and الفارس
            joined = key.startswith(AND)
            if not named and key in self.no_person or joined and keys and key in self.titles:
                yield from self._untitled(begin, skip, keys)        # بني, not لبنى
                keys = []
                continue
            if joined and not named and key[1:] in self.given:      # وعلي, but not وليد
                yield from self._untitled(begin, skip, keys)
                begin, skip, keys = place, 1 + (skip if place == first else 0), [key[1:]]
                continue
            if not keys:
                begin, skip = place, skip if place == first else 0
            keys.append(key)
        yield from self._untitled(begin, skip, keys)

    def _untitled(self, first: int, skip: int,
                  keys: list[str]) -> Iterator[tuple[int, int, list[str]]]:
        """The words without the titles before them, if any are left."""
        titles = 0
        while titles < len(keys) and keys[titles] in self.titles:
            titles += 1
        if keys[titles:] and not self._is_office(first + titles, keys[titles:]):
            yield first + titles, 0 if titles else skip, keys[titles:]

    def _is_office(self, first: int, keys: list[str]) -> bool:
        """Whether a given name is an office here: أمين عام الهيئة."""
        return len(keys) == 1 and keys[0] in self.words["name or office"] and (
            self._next(first) in self.words["office rest"])

    def _next(self, last: int) -> str | None:
        """The word after a space, unless something has been found there already."""
        text, place = self.text, last + 1
        if place >= text.hi or place in self.taken or text.gap(place) != " ":
            return None
        key = text.word(place)
        return None if key.endswith(ON_KEY) and text.printed(place, place).endswith(ON) else key

    def _last(self, first: int, skip: int = 0) -> str | None:
        """The word before a space, unless something has been found there already."""
        text = self.text
        if skip or first <= text.lo or first - 1 in self.taken or text.gap(first) != " ":
            return None
        return text.word(first - 1)

    def _end(self, first: int, skip: int, keys: list[str]) -> int:
        """The last word of a name, with the family name that the tagger left out."""
        keys, last = list(keys), first + len(keys) - 1
        while (key := self._follower(first, skip, keys, last)) is not None:
            keys.append(key)
            last += 1
        while len(keys) > 1 and keys[-1] in self.joint:               # no name ends in بن
            keys.pop()
            last -= 1
        return last

    def _follower(self, first: int, skip: int, keys: list[str], last: int) -> str | None:
        """The next word of a name: بن or آل, what stands after it, or a bare given name's family.

        The family name may be no common word, unless it stands after بن.
        """
        key = self._next(last)
        if key is None:
            return None
        if keys[-1] in self.joint:
            right = keys[-1] in self.words["father"] or key not in self.common
        elif key.startswith(SON) and key in self.words["son"]:
            right = True
        else:
            right = self._is_given(first, skip, keys, last) and self._can_follow(key)
        return key if right else None

    def _is_given(self, first: int, skip: int, keys: list[str], last: int) -> bool:
        """Whether these words are one given name (محمد، عبد القادر) that a family may follow."""
        if len(keys) > 1 and keys[0] != SERVANT:
            return False
        whole = "".join(keys)
        if whole not in self.given or (
                whole.endswith(ON_KEY) and self.text.printed(last, last).endswith(ON)):
            return False
        before = self._last(first, skip) or ""
        if whole in self.words["given or word"]:
            return before in self.titles or before in self.words["says"]
        return before not in self.words["name titles"]

    def _can_follow(self, key: str) -> bool:
        """Whether a word after a given name can be the family's."""
        words = self.words
        if key in self.given or key in words["title or family"]:
            return True
        return len(key) >= LEAST and key.isalpha() and not (
            key in self.common or key.startswith(NO_FAMILY)
            or key.endswith(FEMININE) and not key.startswith(FATHER)
            or key in self.no_person or key in words["says"] or key in self.titles)

    def _begin(self, first: int, skip: int, keys: list[str]) -> tuple[int, int]:
        """The first word of a name and what is written onto it, with a given name left out."""
        son = keys[0] in self.words["son"]
        word = self._last(first, skip) if son or len(keys) == 1 else None
        if word is None:
            return first, skip
        onto = self._onto(word)
        key = word[onto:]
        joined = onto > 0 and word.startswith(AND)           # وعلي خرمي, but not بشكل كامل
        plain = key in self.given and (son or joined or key not in self.words["given or word"])
        return (first - 1, onto) if plain else (first, skip)

    def _after(self, last: int) -> list[Name]:
        """The names that follow in a list: those of two words or more with a given name first."""
        text, more = self.text, []
        while len(more) < MANY and (first := last + 1) < text.hi and first not in self.taken:
            gap, key = text.gap(first), text.word(first)
            if gap not in COMMAS and not (gap == " " and key.startswith(AND)):
                break
            skip = int(key.startswith(AND) and key not in self.given)
            key = key[skip:]
            if key not in self.given or not skip and gap == " ":
                break
            last = self._end(first, skip, [key])
            if last == first:
                break
            more.append((first, skip, last))
            self.taken.update(range(first, last + 1))
        return more

    def _ahead(self, first: int, skip: int) -> list[Name]:
        """The names of two words that stand before in a list."""
        text, more = self.text, []
        while len(more) < MANY and (family := first - 1) > text.lo:
            gap = text.gap(first)
            joined = skip == 1 and gap == " " and text.word(first).startswith(AND)
            if not joined and (skip or gap not in COMMAS) or family in self.taken:
                break
            given = self._last(family)
            if given is None or not self._can_follow(text.word(family)):
                break
            onto = self._onto(given)
            if given[onto:] not in self.given:
                break
            first, skip = family - 1, onto
            more.append((first, skip, family))
            self.taken.update((first, family))
        return more
