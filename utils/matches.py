"""The forms of the lexicon that stand in one text, each with the readings its neighbours allow.

The longest form wins, and at one length the one with least written onto it. Where no reading of
the longest form is allowed, the next shorter one is tried.
"""

from __future__ import annotations

from utils.lexicon import Lexicon, Reading

QUOTES = " «»\"“”'‘’„\N{NO-BREAK SPACE}"


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
        if place <= self.lo or self.gap(place).strip(QUOTES):
            return ""
        return self.key[self.starts[place - 1]:self.ends[place - 1]]

    def after(self, place: int) -> str:
        """The word at `place`, or nothing where punctuation stands before it."""
        if place >= self.hi or self.gap(place).strip(QUOTES):
            return ""
        return self.key[self.starts[place]:self.ends[place]]

    def joined(self, first: int, count: int) -> bool:
        """Whether the words stand together as one name: spaces, hyphens, or initials' dots."""
        for place in range(first + 1, first + count):
            gap = self.gap(place)
            if gap == " ":
                continue
            rest = gap.strip()
            initial = self.ends[place - 1] - self.starts[place - 1] == 1
            joins = rest in ("", "-", "–", "_") or rest == "." and initial
            if not joins or len(gap) > 3 or "\n" in gap:
                return False
        return True

    def printed(self, first: int, last: int) -> str:
        """The characters of the text from one word to another, as printed."""
        offset, folded = self.offset, self.folded
        start, end = folded.span(self.starts[first] - offset, self.ends[last] - offset)
        return folded.text[start:end]


class Match:
    """A form found in a text. `reading` is set when decided; `open` holds readings that tie."""

    __slots__ = ("after", "before", "count", "first", "metonym", "onto", "open", "pending",
                 "reading", "skip")

    def __init__(self, first: int, count: int, skip: int, onto: str, before: str, after: str):
        self.first, self.count, self.skip, self.onto = first, count, skip, onto
        self.before, self.after = before, after
        self.reading: Reading | None = None
        self.open: tuple[Reading, ...] = ()
        self.pending = False           # an ambiguous place that only its neighbours can confirm
        self.metonym: bool | None = None

    @property
    def next(self) -> int:
        """The place of the first word after the match."""
        return self.first + self.count


def candidates(text: Text, place: int, lexicon: Lexicon) -> list[tuple[int, int, tuple]]:
    """The forms that begin at a word: (words, skip, readings), longest first, then least skip."""
    found = []
    for skip, base in lexicon.firsts.get(text.word(place), ()):
        node, count = lexicon.forms[base], 1
        while True:
            readings = node.get("")
            if readings and (count == 1 or text.joined(place, count)):
                found.append((count, skip, readings))
            node = node.get(text.word(place + count)) if place + count < text.hi else None
            if node is None:
                break
            count += 1
    if len(found) > 1:
        found.sort(key=lambda form: (-form[0], form[1]))
    return found
