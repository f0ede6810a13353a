"""Folded spelling for comparing, with the way back to the printed characters.

Arabic papers spell one name in several ways (إسطنبول, اسطنبول; موسكى, موسكي). Matching works on a
key in which those differences are gone; tables show what was printed. A `Folded` text remembers
only the places where key and print run apart, never a full map.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np

# One printed letter, one letter of the key.
LETTERS = {
    "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER AE}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}": "\N{ARABIC LETTER WAW}",
    "\N{ARABIC LETTER HEH DOACHASHMEE}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
    # for sounds that Arabic has no letter for, as papers spell them: ڤلاديمير, ڨفصة, أڭادير
    "\N{ARABIC LETTER VEH}": "\N{ARABIC LETTER FEH}",
    "\N{ARABIC LETTER FEH WITH THREE DOTS BELOW}": "\N{ARABIC LETTER FEH}",
    "\N{ARABIC LETTER PEH}": "\N{ARABIC LETTER BEH}",
    "\N{ARABIC LETTER TCHEH}": "\N{ARABIC LETTER JEEM}",
    "\N{ARABIC LETTER JEH}": "\N{ARABIC LETTER ZAIN}",
    "\N{ARABIC LETTER GAF}": "\N{ARABIC LETTER KAF}",
    "\N{ARABIC LETTER NG}": "\N{ARABIC LETTER KAF}",
    "\N{ARABIC LETTER QAF WITH THREE DOTS ABOVE}": "\N{ARABIC LETTER QAF}",
}


def _plain(character: str) -> str:
    """What stands for a printed character in the key: nothing, one character, or several."""
    category = unicodedata.category(character)
    if character in LETTERS:
        return LETTERS[character]
    if character == "\N{ARABIC TATWEEL}" or category in ("Mn", "Cf"):
        return ""
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(character))
    # Presentation forms are letters drawn in one position, or ligatures of several.
    if "\ufb50" <= character <= "\ufeff":
        letters = unicodedata.normalize("NFKC", character).lstrip()   # " ً" is only the mark
        return letters if letters == character else "".join(map(_plain, letters))
    return character.lower() if character.isascii() else character


def _one_of(characters) -> re.Pattern:
    return re.compile("[" + "".join(map(re.escape, characters)) + "]")


FOLDS = {
    character: plain
    for character in map(chr, range(0x10000))
    if unicodedata.category(character) != "Cs" and (plain := _plain(character)) != character
}
# `str.replace` of one character is many times faster than `str.translate`, so the frequent ones go
# that way; a text that holds any of the rest pays for the full table.
_ONE_FOR_ONE = {printed: plain for printed, plain in FOLDS.items() if len(plain) == 1}
_FREQUENT = [
    (printed, plain) for printed, plain in _ONE_FOR_ONE.items()
    if printed in {*LETTERS, *"\u00a0٠١٢٣٤٥٦٧٨٩"}
]
_TABLE = str.maketrans(_ONE_FOR_ONE)
_CAPITALS = re.compile("[A-Z]+")
_HOLDS_RARE = _one_of(
    printed for printed in _ONE_FOR_ONE
    if not printed.isascii() and (printed, _ONE_FOR_ONE[printed]) not in _FREQUENT
)
_OTHER_LENGTH = _one_of(p for p, plain in FOLDS.items() if len(plain) != 1)

# The same for many texts at once: the letter of the key for each character, and whether it stands
# for one letter of the key, for none, or for several.
_ONE, _NONE, _SEVERAL = range(3)
_LETTER_OF = np.arange(0x10000, dtype="<u2")
_STANDS_FOR = np.full(0x10000, _ONE, np.uint8)
for _printed, _key in FOLDS.items():
    if len(_key) == 1:
        _LETTER_OF[ord(_printed)] = ord(_key)
    else:
        _STANDS_FOR[ord(_printed)] = _SEVERAL if _key else _NONE
_GROUP = 64                  # texts folded at once: their arrays stay near the processor

_HANGING = re.compile(
    "[\N{ARABIC TATWEEL}\N{ARABIC FATHATAN}-\N{ARABIC SUKUN}\N{ARABIC LETTER SUPERSCRIPT ALEF}]*"
)


class Folded(NamedTuple):
    """A text's key and how to get from the key back to what was printed."""

    key: str
    text: str
    resumes: list[int]     # offsets in the key from which on ...
    printed: list[int]     # ... the text is read from here, character by character

    def at(self, offset: int) -> int:
        """The offset in the text of the character that stands at this offset of the key."""
        place = bisect_right(self.resumes, offset) - 1
        return offset if place < 0 else self.printed[place] + offset - self.resumes[place]

    def key_at(self, offset: int) -> int:
        """The offset in the key of the character that stands at this offset of the text.

        One that the key leaves out has that of the next.
        """
        place = bisect_right(self.printed, offset) - 1
        found = offset if place < 0 else self.resumes[place] + offset - self.printed[place]
        return found if place + 1 == len(self.resumes) else min(found, self.resumes[place + 1])

    def part(self, start: int, end: int) -> tuple[int, Folded]:
        """text[start:end] folded, as `fold` does it, and where its key begins in this one.

        >>> fold("دولة غـزّة اليوم").part(5, 10)
        (5, Folded(key='غزه', text='غـزّة', resumes=[1, 2], printed=[2, 4]))
        """
        first, last = self._printed_from(start), self._printed_from(end)
        some = slice(bisect_left(self.printed, start), bisect_right(self.printed, end))
        return first, Folded(self.key[first:last], self.text[start:end],
                             [offset - first for offset in self.resumes[some]],
                             [offset - start for offset in self.printed[some]])

    def _printed_from(self, offset: int) -> int:
        """The offset of the first letter of the key that is printed there in the text or later."""
        place = bisect_left(self.printed, offset)
        found = offset if not place else offset - self.printed[place - 1] + self.resumes[place - 1]
        return min(found, self.resumes[place]) if place < len(self.resumes) else found

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where key[start:end] is printed: start and end in the text, vowel marks included.

        >>> folded = fold("دولة غـزّة اليوم")
        >>> start, end = folded.span(5, 8)
        >>> folded.key[5:8], folded.text[start:end]
        ('غزه', 'غـزّة')
        """
        if start == end:
            return self.at(start), self.at(start)
        return self.at(start), _HANGING.match(self.text, self.at(end - 1) + 1).end()


def fold(text: str) -> Folded:
    """The text's key (hamza, ى, ة, borrowed letters, marks, digits folded) and the way back.

    The key has the text's words and their order; white space is kept, so that places stay.

    >>> fold("إلى القـــاهِرة في ١٨ آذار").key
    'الي القاهره في 18 اذار'
    """
    resumes, printed, pieces = [], [], []
    done = length = 0
    for match in _OTHER_LENGTH.finditer(text):
        plain = FOLDS[match[0]]
        pieces += (text[done:match.start()], plain)
        length += match.start() - done
        done = match.end()
        for offset in range(1, len(plain)):            # each letter of a ligature is printed there
            resumes.append(length + offset)
            printed.append(match.start())
        length += len(plain)
        resumes.append(length)
        printed.append(done)
    key = "".join([*pieces, text[done:]]) if pieces else text
    return Folded(_letters(key), text, resumes, printed)


def printed_spans(folded: list[Folded], docs: np.ndarray, starts: np.ndarray,
                  ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where spans of the texts' keys are printed: what `Folded.span` says, for many at once.

    `docs` are places in `folded`; no span is empty.
    """
    edges = np.cumsum([0, *(len(one.key) + 1 for one in folded)])
    bounds = np.cumsum([0, *(len(one.resumes) for one in folded)])
    if not bounds[-1]:
        return starts, ends
    resumes = np.fromiter(chain.from_iterable(one.resumes for one in folded), np.int64, bounds[-1])
    printed = np.fromiter(chain.from_iterable(one.printed for one in folded), np.int64, bounds[-1])
    across = resumes + np.repeat(edges[:-1], np.diff(bounds))

    def at(offsets: np.ndarray) -> np.ndarray:
        place = np.searchsorted(across, offsets + edges[docs], side="right") - 1
        moved = place >= bounds[docs]
        place = np.where(moved, place, 0)
        return np.where(moved, printed[place] - resumes[place], 0) + offsets

    begin, end = at(starts), at(ends - 1) + 1
    for place in np.flatnonzero(end != at(ends)):    # marks may hang on the last letter
        end[place] = folded[docs[place]].span(int(starts[place]), int(ends[place]))[1]
    return begin, end


def printed_at(folded: list[Folded], begins: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Where the characters at these offsets, which ascend, are printed, each in its own text.

    The offsets are those of the texts' keys joined; `begins` says where each begins in that.
    """
    counts = [len(one.resumes) + 1 for one in folded]
    resumes, printed = (
        np.fromiter(chain.from_iterable((0, *one) for one in some), np.int64, sum(counts))
        for some in ([one.resumes for one in folded], [one.printed for one in folded]))
    resumes += np.repeat(begins[:len(folded)], counts)
    steps = np.diff(printed - resumes, prepend=0)
    moved = np.bincount(np.searchsorted(offsets, resumes), steps, len(offsets) + 1)
    return offsets + np.cumsum(moved[:-1]).astype(np.int64)


def _letters(text: str) -> str:
    """The text with each folded character replaced by the one that stands for it."""
    if _HOLDS_RARE.search(text):
        return text.translate(_TABLE)
    for old, new in _FREQUENT:
        if old in text:
            text = text.replace(old, new)
    return _CAPITALS.sub(lambda run: run[0].lower(), text)


def fold_all(texts: list[str]) -> list[Folded]:
    """What `fold` gives for each of the texts, several times sooner.

    >>> [folded.key for folded in fold_all(["إلى القـــاهِرة", "في ١٨ آذار"])]
    ['الي القاهره', 'في 18 اذار']
    """
    groups = (texts[first:first + _GROUP] for first in range(0, len(texts), _GROUP))
    return [folded for group in groups for folded in _fold_group(group)]


def _fold_group(texts: list[str]) -> Iterator[Folded]:
    """What `fold` gives for each text, the letters of all looked up at once."""
    encoded = list(map(_codes, texts))
    bounds = np.cumsum([0, *map(len, encoded)]) // 2
    codes = np.frombuffer(b"".join(encoded), "<u2")
    kinds = _STANDS_FOR[codes]
    dropped = np.flatnonzero(kinds == _NONE)
    letters = _LETTER_OF[codes]
    keys = (letters[kinds != _NONE] if len(dropped) else letters).tobytes().decode("utf-16-le")

    before = np.searchsorted(dropped, bounds)          # how many were dropped before each text
    of_text = np.repeat(np.arange(len(texts)), np.diff(before))
    places = dropped - bounds[of_text]
    resumes = (places - np.arange(len(dropped)) + before[of_text]).tolist()
    printed = (places + 1).tolist()
    longer = set((np.searchsorted(bounds, np.flatnonzero(kinds == _SEVERAL), "right") - 1).tolist())
    edges, before = (bounds - before).tolist(), before.tolist()
    for place, text in enumerate(texts):
        if place in longer or len(encoded[place]) != 2 * len(text):
            yield fold(text)
            continue
        some = slice(before[place], before[place + 1])
        yield Folded(keys[edges[place]:edges[place + 1]], text, resumes[some], printed[some])


def _codes(text: str) -> bytes:
    """Two bytes a character; none where a character of the text needs four."""
    try:
        encoded = text.encode("utf-16-le")
    except UnicodeEncodeError:                # half a character, which the next text could complete
        return b""
    return encoded if len(encoded) == 2 * len(text) else b""
