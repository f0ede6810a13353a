"""Lines that a page's width broke: the text of a PDF or a mail is put together again.

Such text has no line longer than its width, and most of its lines end only where the next word
would not have fitted. Each paragraph is then one stretch, its line ends inside it.
"""

from __future__ import annotations

import re

NARROW, WIDE = 24, 130           # characters of a line that can be a page's width
COLUMN = 45                      # a narrower one is a newspaper's column
FEWEST, SHARE = 6, 0.6           # lines that the width broke, and of the lines that others follow
SURE, SURELY = 12, 0.75          # the same of a column: verses and lists have short lines too
LONGER = (50, 20, 10, 6)         # one line in so many may be longer: headlines run over the column
SHORT = 0.4                      # widths of a line that tells nothing: a stamp, a paragraph's end
OVER = 1.15                      # widths that a line has which the width did not break
_WORD = re.compile(r"\S+")
_STOPS = tuple('.؟!:»"”')
_ENDS = (".", ":")
_BULLETS = "●▪•■◆○◦►▶★☆"
_PARTED = re.compile(r"\s[-–—ـ/]\s")

Line = tuple[int, int]           # where a line begins and ends, without white space around it


def page_width(text: str, lines: list[Line]) -> int | None:
    """The width at which the lines of a text were broken; None where their ends are its own.

    >>> text = "عقد وفدان من تركيا وسوريا محادثات في\\nقاعدة حميميم."
    >>> page_width(text, [(0, 36), (37, 50)]) is None      # too few lines to tell
    True
    """
    lengths = sorted(end - start for start, end in lines)
    if len(lengths) < FEWEST + 2:
        return None
    pairs = [pair for pair in zip(lines, lines[1:], strict=False) if _adjoin(text, *pair)]
    for one in LONGER:
        width = lengths[-1 - len(lengths) // one]
        fewest, share = (SURE, SURELY) if width < COLUMN else (FEWEST, SHARE)
        full = [pair for pair in pairs if pair[0][1] - pair[0][0] >= SHORT * width]
        broken = sum(_was_broken(text, *pair, width) for pair in full)
        if NARROW <= width <= WIDE and broken >= fewest and broken >= share * len(full):
            return width
    return None


def _adjoin(text: str, line: Line, following: Line) -> bool:
    return text.count("\n", line[1], following[0]) <= 1


def _was_broken(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the next line would not have fitted."""
    word, length = _WORD.match(text, following[0]), line[1] - line[0]
    return OVER * width >= length > width - 1 - len(word[0])


def _is_headline_block(text: str, lines: list[Line], number: int, width: int, mark_of) -> bool:
    """Whether a line is the last of two between empty lines: a headline set narrower than the text.

    A labelled line can stand above the first of them, too, or the label of the headline before it.
    """
    before, line = lines[number - 1], lines[number]
    first, last = text[slice(*before)], text[slice(*line)]
    opened = number < 2 or not _adjoin(text, lines[number - 2], before) or (
        mark_of(text[slice(*lines[number - 2])]) != "")
    closed = number + 1 == len(lines) or not _adjoin(text, line, lines[number + 1])
    if not opened or not closed or len(first) <= 0.55 * width or last.endswith(_ENDS):
        return False
    return first.endswith("..") or not first.endswith(_STOPS)


def _opens_anew(text: str, lines: list[Line], number: int, width: int) -> bool:
    """Whether a line has a bullet, or is a dateline behind which the next word would fit."""
    line = lines[number]
    words = text[slice(*line)]
    if words[0] in _BULLETS:
        return True
    return words.endswith(":") and _PARTED.search(words) is not None and (
        number + 1 < len(lines) and not _was_broken(text, line, lines[number + 1], width))


def put_together(text: str, lines: list[Line], width: int, mark_of) -> list[Line]:
    """The lines with each paragraph as one; `mark_of` says of a line what it is, "" if it is text.

    Where no empty lines part paragraphs, a line that ends a sentence ends its paragraph too.
    """
    spaced = sum(not _adjoin(text, *pair) for pair in zip(lines, lines[1:], strict=False)) >= 3
    found: list[Line] = []
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        goes_on = (
            before is not None and _adjoin(text, before, line)
            and (_was_broken(text, before, line, width)
                 or spaced and _is_headline_block(text, lines, number, width, mark_of))
            and (spaced or not text[before[0]:before[1]].endswith(_STOPS))
            and (not (mark := mark_of(text[slice(*before)])) or mark == "headline" and spaced
                 and _is_headline_block(text, lines, number, width, mark_of))
            and not mark_of(text[slice(*line)])
            and not _opens_anew(text, lines, number, width)
        )
        if goes_on:
            found[-1] = (found[-1][0], line[1])
        else:
            found.append(line)
    return found
