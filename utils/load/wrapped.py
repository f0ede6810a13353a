"""Lines that a page's width broke: the text of a PDF or a mail is put together again.

Such text has no line longer than its width, and most of its lines end only where the next word
would not have fitted. Each paragraph is then one stretch, its line ends inside it.
"""

from __future__ import annotations

import re

NARROW, WIDE = 45, 130           # characters of a line that can be a page's width
FEWEST = 6                       # lines that the width broke
SHARE = 0.6                      # of the lines that another follows at once
_WORD = re.compile(r"\S+")
_STOPS = tuple('.؟!:»"”')
_ENDS = (".", ":")

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
    width = lengths[-1 - len(lengths) // 50]
    if not NARROW <= width <= WIDE:
        return None
    pairs = [pair for pair in zip(lines, lines[1:], strict=False) if _adjoin(text, *pair)]
    broken = sum(_was_broken(text, *pair, width) for pair in pairs)
    return width if broken >= FEWEST and broken >= SHARE * len(pairs) else None


def _adjoin(text: str, line: Line, following: Line) -> bool:
    return text.count("\n", line[1], following[0]) <= 1


def _was_broken(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the next line would not have fitted."""
    word = _WORD.match(text, following[0])
    return line[1] - line[0] + 1 + len(word[0]) > width


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
        )
        if goes_on:
            found[-1] = (found[-1][0], line[1])
        else:
            found.append(line)
    return found
