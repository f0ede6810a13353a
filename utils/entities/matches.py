"""The forms of the lexicon that stand in one text, and what can be seen around them.

The longest form wins, and at one length the one with least written onto it. Where no reading of
the longest form is allowed, the next shorter one is tried.
"""

from __future__ import annotations

from typing import NamedTuple

from utils.lexicon.forms import ARTICLE
from utils.lexicon.readings import Entity, Form, Reading

ON = "على"
BEFORE_NUMBERS = tuple("+([«\"“")
QUOTES = " «»\"“”'‘’„\N{NO-BREAK SPACE}"


class Mention(NamedTuple):
    """A mention in the making: from its first word (less `skip` letters) to its last."""

    first: int
    last: int
    skip: int
    entity: Entity
    sense: str


class Text:
    """One text of a batch as words: `key` is the folded batch, words lo..hi are the text's."""

    __slots__ = ("ends", "folded", "hi", "key", "lo", "offset", "starts")

    def __init__(self, key, starts, ends, lo, hi, offset, folded):
        self.key, self.starts, self.ends = key, starts, ends
        self.lo, self.hi, self.offset, self.folded = lo, hi, offset, folded

    def word(self, place: int) -> str:
        """The folded word, or nothing outside the text."""
        return self.key[self.starts[place]:self.ends[place]] if self.lo <= place < self.hi else ""

    def gap(self, place: int) -> str:
        """What stands between the word before `place` and the word at `place`."""
        return self.key[self.ends[place - 1]:self.starts[place]]

    def before(self, place: int) -> str:
        """The word before, or nothing where more than a space or quotation mark lies between."""
        if place <= self.lo:
            return ""
        end = self.ends[place - 1]
        gap = self.key[end:self.starts[place]]
        if gap != " " and gap.strip(QUOTES):
            return ""
        return self.key[self.starts[place - 1]:end]

    def after(self, place: int) -> str:
        """The word at `place`, or nothing where punctuation stands before it."""
        if place >= self.hi or self.gap(place).strip(QUOTES):
            return ""
        return self.key[self.starts[place]:self.ends[place]]

    def joined(self, first: int, count: int) -> bool:
        """Whether the words stand together as one name: spaces, hyphens, or initials' dots.

        A number of it may stand in brackets or be a sum: مجموعة (5+1).
        """
        for place in range(first + 1, first + count):
            gap = self.gap(place)
            if gap == " ":
                continue
            rest = gap.strip()
            initial = self.ends[place - 1] - self.starts[place - 1] == 1
            joins = rest in ("", "-", "–", "_") or rest == "." and initial or (
                rest in BEFORE_NUMBERS and self.word(place).isdigit())
            if not joins or len(gap) > 3 or "\n" in gap:
                return False
        return True

    def name(self, first: int, skip: int, last: int) -> str:
        """The folded words from one to another, without `skip` letters of the first."""
        return self.key[self.starts[first] + skip:self.ends[last]]

    def printed(self, first: int, last: int, skip: int = 0) -> str:
        """The same, and what stands between them, as printed."""
        offset, folded = self.offset, self.folded
        start, end = folded.span(self.starts[first] + skip - offset, self.ends[last] - offset)
        return folded.text[start:end]

    def is_given(self, place: int, names: frozenset) -> bool:
        """Whether the word at `place` is a given name; على (on) has the same key as Ali."""
        return self.word(place) in names and not self.printed(place, place).endswith(ON)


class Match:
    """A form found in a text. `reading` is set when decided; `open` holds readings that tie.

    What most matches never ask for is reckoned when it is asked for.
    """

    open: tuple[Reading, ...] = ()
    pending = False                    # an ambiguous name that only its neighbours can confirm
    metonym: bool | None = None
    _before = _after = None

    def __init__(self, text: Text, first: int, count: int, skip: int,
                 reading: Reading | None = None):
        self.text, self.first, self.count, self.skip = text, first, count, skip
        self.next = first + count      # the place of the first word after the match
        self.reading = reading

    @property
    def word(self) -> str:
        """Its first word as it is written."""
        return self.text.word(self.first)

    @property
    def onto(self) -> str:
        """What is written onto the name."""
        start = self.text.starts[self.first]
        return self.text.key[start:start + self.skip]

    @property
    def gap(self) -> str:
        """What stands between it and the word before in its text."""
        return self.text.gap(self.first) if self.first > self.text.lo else ""

    @property
    def before(self) -> str:
        """The word before the match; most matches are decided without it."""
        if self._before is None:
            self._before = self.text.before(self.first)
        return self._before

    @property
    def after(self) -> str:
        """The word after the match."""
        if self._after is None:
            self._after = self.text.after(self.next)
        return self._after

    @property
    def heads(self) -> list[str]:
        """The words that an adjective may belong to, nearest first, at most four.

        They go back as far as they have the article: before العراقي in الحزب الشيوعي العراقي stand
        الشيوعي, الحزب and the word before that.
        """
        found = [self.before]
        while found[-1].startswith(ARTICLE) and len(found) < 4:
            found.append(self.text.before(self.first - len(found)))
        return found


def listed(text: Text, one: Match, other: Match) -> bool:
    """Whether two matches follow each other in a list (منبج والباب، منبج، الباب)."""
    if one.next != other.first:
        return False
    gap = text.gap(other.first).strip()
    return gap in ("،", ",", "/") or gap == "" and other.onto.startswith("و")


def candidates(text: Text, place: int, forms: tuple[Form, ...]) -> list[tuple[int, int, tuple]]:
    """The forms that stand at a word: (words, skip, readings), longest first, then least skip.

    `forms` are what the word, as it is written, can begin: `lexicon.firsts` of it.
    """
    found = []
    key, starts, ends, hi = text.key, text.starts, text.ends, text.hi
    for skip, readings, node, *_ in forms:
        if readings:
            found.append((1, skip, readings))
        following = place + 1
        while node is not None and following < hi:
            node = node.get(key[starts[following]:ends[following]])
            following += 1
            if node is not None and "" in node and text.joined(place, following - place):
                found.append((following - place, skip, node[""]))
    if len(found) > 1:
        found.sort(key=lambda form: (-form[0], form[1]))
    return found
