"""Poems in a text: short lines one below the other that rhyme, each or every other one.

They look like a list of links, for none of them ends a sentence. The titles of a list do not rhyme.
"""

from __future__ import annotations

from utils.load.pieces import Piece
from utils.text.folding import fold

FEWEST = 6                       # lines of a poem
LONGEST = 65                     # characters of a verse
WORDS = range(2, 11)             # ... and words
RHYMING = 0.7                    # of the lines, those that end as the next or the next but one
ALIKE = 2.5                      # the longest line of ten is no longer than so many of the shortest
_ENDS = (".", ":", "؛", "،")


def verses(text: str, pieces: list[Piece]) -> list[int]:
    """The places of the verses among the pieces of a text.

    >>> from utils.load.pieces import find_pieces
    >>> lines = ["يا بحر خذني إلى الديار", "فالشوق في القلب كالنار"] * 3
    >>> text = "\\n".join(["قال الشاعر:", *lines])
    >>> verses(text, find_pieces(text))
    [1, 2, 3, 4, 5, 6]
    """
    found: list[int] = []
    run: list[int] = []
    for place, piece in enumerate([*pieces, Piece(0, 0, "")]):
        if _can_be_verse(text, piece) and (not run or piece.blanks <= 1):
            run.append(place)
            continue
        found += _poem(text, pieces, _below_title(pieces, run))
        run = [place] if _can_be_verse(text, piece) else []
    return found


def _below_title(pieces: list[Piece], run: list[int]) -> list[int]:
    """The lines without the first, where that is the headline: a rule or nothing stands above."""
    heads = run and (run[0] == 0 or pieces[run[0] - 1].kind in ("rule", "glue", "links"))
    return run[1:] if heads else run


def _can_be_verse(text: str, piece: Piece) -> bool:
    if piece.kind != "text" or piece.fused or piece.bullet or piece.end - piece.start > LONGEST:
        return False
    words = text[piece.start:piece.end]
    return len(words.split()) in WORDS and not words.endswith(_ENDS) and (
        not any(map(str.isdigit, words)))


def _poem(text: str, pieces: list[Piece], run: list[int]) -> list[int]:
    """The verses of a run of lines: without lines at its ends that rhyme with none of the others.
    """
    if len(run) < FEWEST:
        return []
    ends = [_last_letters(text[pieces[place].start:pieces[place].end]) for place in run]
    rhymes = {step: [first == second for first, second in zip(ends, ends[step:], strict=False)]
              for step in (1, 2)}
    step = max(rhymes, key=lambda step: sum(rhymes[step]) / len(rhymes[step]))
    pairs = rhymes[step]
    if sum(pairs) < RHYMING * len(pairs):
        return []
    first = pairs.index(True)
    last = len(pairs) - 1 - pairs[::-1].index(True) + step
    lengths = sorted(pieces[place].end - pieces[place].start for place in run[first:last + 1])
    alike = lengths[-1 - len(lengths) // 10] <= ALIKE * lengths[len(lengths) // 10]
    return run[first:last + 1] if alike and last + 1 - first >= FEWEST else []


def _last_letters(line: str) -> str:
    """The last letter of a line as it sounds: ه and ة rhyme."""
    key = "".join(filter(str.isalpha, fold(line[-12:]).key))
    return key[-1:]
