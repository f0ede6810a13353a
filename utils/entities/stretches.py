"""Where the names of people begin and end in what the tagger marks.

The tagger marks stretches of words: names joined by و come as one, a title may stand within, and
the family name that it has never met is left out. Here each stretch becomes whole names, and names
beside them in a list (سمير الفلاني وهدى الفلانية) are found with them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from functools import lru_cache

from utils.text.folding import fold

AND, ON, SERVANT = "و", "على", "عبد"
MARKS = "\N{ARABIC TATWEEL}" + "".join(map(chr, range(0x64B, 0x653)))
SPACES = (" ", "\N{NO-BREAK SPACE}")
COMMAS = ("، ", ", ")
NEAR = 24                              # characters in which a neighbouring word stands
LEAST = 3                              # letters of a name after a preposition
NESTED = 3                             # mentions that may lie within one another
MANY = 30                              # names in one list
NO_FAMILY = ("و", "ي", "بال", "فال", "كال", "لل", "لا")       # verbs, and what has a preposition
FEMININE = ("ه", "ها", "هم")           # adjectives, and verbs with their object
FATHER = "بو"                          # بوعجيلة, though it ends so
SON = "باآأ"                           # the first letters of بن, بنت, آل, أبو
_WORD = re.compile(r"[^\W_]+")
_LAST = re.compile(r"[^\W_]+\Z")
_ONTO = re.compile("[وف]?[بلك]?")

Place = tuple[int, int, str]           # of a word: first letter, the one after its last, its key


@lru_cache(maxsize=100_000)
def key_of(word: str) -> str:
    """The folded word."""
    return fold(word).key


def overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the sorted spans shares a letter with the place.

    >>> overlaps([(3, 8)], 8, 9), overlaps([(3, 8)], 7, 9)
    (False, True)
    """
    place = bisect_left(taken, (end, 0))
    return any(last > start for _, last in taken[max(0, place - NESTED):place])


class Stretches:
    """The names of people in the tagged stretches of one article.

    `words` and `common` are the lexicon's, `taken` the places of what it has found already.
    """

    def __init__(self, text: str, words: dict[str, frozenset], common: frozenset,
                 taken: list[tuple[int, int]]):
        self.text, self.words, self.common, self.taken = text, words, common, taken
        self.given = words["bare given name"]

    def names(self, tagged: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Start and end of each name, in the order of the text."""
        found = [
            (self._begin(places), self._end(places, end))
            for stretch in self._joined(tagged) for places, end in self._parted(*stretch)
        ]
        self.taken = sorted([*self.taken, *found])
        beside = [one for start, end in found for one in (*self._after(end), *self._ahead(start))]
        return sorted([*found, *beside]) if beside else found

    def _joined(self, tagged: list[tuple[int, int]]):
        """The stretches; parts of one name that the tagger parted are joined."""
        last = None
        for start, end in tagged:
            if last is not None:
                gap = self.text[last[1]:start]
                if gap == " " or key_of(gap.strip()) in self.words["family"] and "\n" not in gap:
                    last = last[0], end
                    continue
                yield last
            last = start, end
        if last is not None:
            yield last

    def _whole(self, start: int) -> int:
        """Where a tagged name begins, with a letter that the tagger took for a preposition.

        لين is no ل before ين, nor لبنى one before بنى; but لعمارة is ل and عمارة.
        """
        first = _WORD.search(self.text, start)
        key = key_of(first[0]) if first else ""
        begin = start
        while begin and self.text[begin - 1].isalnum():
            begin -= 1
        if begin < start:
            whole = key_of(self.text[begin:start]) + key
            return begin if len(key) < LEAST or whole in self.given else start
        return start if key in self.given else start + self._onto(key)

    def _onto(self, key: str) -> int:
        """How many letters are written onto a given name; none where the word is no such name."""
        onto = 0 if key in self.given else _ONTO.match(key).end()
        return onto if key[onto:] in self.given else 0

    def _parted(self, start: int, end: int):
        """The words of each name in a stretch and its end, without titles and what is no name.

        The tagger takes names joined by و for one (عمر النجراني وعلي الوادعي).
        """
        some: list[Place] = []
        for match in _WORD.finditer(self.text, self._whole(start), end):
            first, last, key = match.start(), match.end(), key_of(match[0])
            titled = some and key.startswith(AND) and key in self.words["person title"]
            stopped = key in self.words["no person"] and key not in self.given    # بني, not لبنى
            if titled or stopped:
                yield from self._trimmed(some, end)
                some = []
                continue
            if key.startswith(AND) and key[1:] in self.given and key not in self.given:
                yield from self._trimmed(some, end)
                some, first, key = [], first + 1, key[1:]          # وعلي, but not وليد
            some.append((first, last, key))
        yield from self._trimmed(some, end)

    def _trimmed(self, places: list[Place], end: int):
        """The words without a title before, and their end, if any are left."""
        first = 0
        while first < len(places) and places[first][2] in self.words["person title"]:
            first += 1
        if places := places[first:]:
            last = places[-1][1]
            yield places, last if self.text[last:end].strip(MARKS) else end  # marks hang on letters

    def _next(self, end: int) -> Place | None:
        """The word after a space, unless something has been found there already."""
        match = _WORD.match(self.text, end + 1) if self.text[end:end + 1] in SPACES else None
        if match is None or match[0].endswith(ON) or overlaps(self.taken, *match.span()):
            return None
        return *match.span(), key_of(match[0])

    def _last(self, start: int) -> Place | None:
        """The word before a space, unless something has been found there already."""
        if self.text[start - 1:start] not in SPACES:
            return None
        match = _LAST.search(self.text[max(0, start - NEAR):start - 1])
        if match is None or overlaps(self.taken, start - 1 - len(match[0]), start - 1):
            return None
        return start - 1 - len(match[0]), start - 1, key_of(match[0])

    def _end(self, places: list[Place], end: int) -> int:
        """Where a name ends, with the family name that the tagger left out."""
        keys = [key for _, _, key in places]
        ends = [*(last for _, last, _ in places[:-1]), end]
        while (word := self._follower(places[0][0], keys, ends[-1])) is not None:
            keys.append(word[2])
            ends.append(word[1])
        while len(keys) > 1 and keys[-1] in self.words["joint"]:      # no name ends in بن
            keys.pop()
            ends.pop()
        return ends[-1]

    def _follower(self, start: int, keys: list[str], end: int) -> Place | None:
        """The next word of a name: بن or آل, what stands after it, or a bare given name's family.

        The family name may be no common word, unless it stands after بن.
        """
        joint = keys[-1] in self.words["joint"]
        given = not joint and self._is_given(start, end, keys)
        if not joint and not given and self.text[end + 1:end + 2] not in SON:
            return None
        word = self._next(end)
        if word is None:
            return None
        key = word[2]
        if joint:
            right = keys[-1] in self.words["father"] or key not in self.common
        else:
            right = key in self.words["son"] or given and self._can_follow(key)
        return word if right else None

    def _is_given(self, start: int, end: int, keys: list[str]) -> bool:
        """Whether these words are one given name (محمد، عبد القادر) that a family may follow."""
        whole = "".join(keys)
        if whole not in self.given or len(keys) > 1 and keys[0] != SERVANT or (
                self.text[start:end].endswith(ON)):
            return False
        word = self._last(start)
        before = "" if word is None else word[2]
        if whole in self.words["given or word"]:
            return before in self.words["person title"] or before in self.words["says"]
        return before not in self.words["name titles"]

    def _can_follow(self, key: str) -> bool:
        """Whether a word after a given name can be the family's."""
        words = self.words
        if key in self.given or key in words["title or family"]:
            return True
        return len(key) >= LEAST and key.isalpha() and not (
            key in self.common or key.startswith(NO_FAMILY)
            or key.endswith(FEMININE) and not key.startswith(FATHER)
            or key in words["no person"] or key in words["says"] or key in words["person title"])

    def _begin(self, places: list[Place]) -> int:
        """Where a name begins, with the given name that the tagger left out."""
        start, _, key = places[0]
        son = key in self.words["son"]
        if not son and len(places) > 1:
            return start
        word = self._last(start)
        if word is None:
            return start
        first, _, key = word
        onto = self._onto(key)
        joined = key.startswith(AND) and onto > 0            # وعلي خرمي, but not بشكل كامل
        first, key = first + onto, key[onto:]
        plain = key in self.given and (son or joined or key not in self.words["given or word"])
        return first if plain else start

    def _after(self, end: int) -> list[tuple[int, int]]:
        """The names that follow in a list: those of two words or more with a given name first."""
        more: list[tuple[int, int]] = []
        while len(more) < MANY:
            comma = self.text[end:end + 2] in COMMAS
            start = end + 2 if comma else end + 1 if self.text[end:end + 2] == " و" else 0
            word = _WORD.match(self.text, start) if start else None
            if word is None:
                break
            start, end, key = *word.span(), key_of(word[0])
            if key.startswith(AND) and key not in self.given:
                start, key = start + 1, key[1:]
            elif not comma:
                break
            if key not in self.given or overlaps(self.taken, start, end):
                break
            last = self._end([(start, end, key)], end)
            if last == end:
                break
            end = last
            more.append((start, end))
            insort(self.taken, more[-1])
        return more

    def _ahead(self, start: int) -> list[tuple[int, int]]:
        """The names of two words that stand before in a list."""
        more: list[tuple[int, int]] = []
        while len(more) < MANY:
            joined = self.text[start - 1:start] == AND and self.text[start - 2:start - 1] in SPACES
            if not joined and self.text[max(0, start - 2):start] not in COMMAS:
                break
            end = start - 2
            word = _LAST.search(self.text[max(0, end - NEAR):end])
            family = end - len(word[0]) if word else end
            given = self._last(family) if word else None
            if given is None or overlaps(self.taken, family, end) or (
                    not self._can_follow(key_of(word[0]))):
                break
            start, key = given[0] + self._onto(given[2]), given[2][self._onto(given[2]):]
            if key not in self.given:
                break
            more.append((start, end))
            insort(self.taken, more[-1])
        return more
