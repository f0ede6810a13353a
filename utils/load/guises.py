"""What pieces look like: running text, headlines, bylines, and whether one takes another up."""

from __future__ import annotations

import re
from functools import lru_cache

from utils.load.byline_parts import KNOWN, is_outlet
from utils.load.datelines import read_dateline
from utils.load.pieces import Piece
from utils.load.stamp_lines import stops
from utils.load.stamps import Stamp, find_stamp
from utils.text.folding import fold

LONG_LINE = 110                  # characters; longer than a link, so it is running text
LONG_HEADLINE = 200
TAKEN_UP = 0.3                   # share of a headline's words that its article repeats

_WORD = re.compile(r"[^\W\d_]+")
_SIGNED = re.compile(r"\s*\([^()]{2,60}\)$")               # who a paragraph is from, behind its end
_BRACKETED = re.compile(r"\s*\([^()]{8,60}\)\s*$")
_PROCLITICS = re.compile(r"^(?:[وفبلك]?ال|لل|[وفبلك](?=..))")


def is_running(text: str, piece: Piece) -> bool:
    """Whether a piece of text reads like a paragraph, not like a headline or a link.

    >>> text = "وزير الخارجية في أنقرة"
    >>> is_running(text, Piece(0, len(text), "text"))
    False
    """
    length = piece.end - piece.start
    if length > LONG_HEADLINE or piece.role == "verse":
        return True
    line = text[piece.start:piece.end]
    if stops(_SIGNED.sub("", line) if line[-1:] == ")" else line):
        return len(line.split()) >= 6
    return length > LONG_LINE and len(line.split()) > 16


def is_headline(text: str, piece: Piece) -> bool:
    """Whether a piece can be a headline."""
    line = text[piece.start:piece.end]
    if piece.kind != "text" or len(line) > LONG_HEADLINE or is_running(text, piece):
        return False
    words = _WORD.findall(line)
    return len(words) >= 2 and not hangs(line)


def hangs(line: str) -> bool:
    """Whether a line waits for what follows, as no headline does.

    >>> hangs("وكانت اللجنة مكونة من"), hangs("قال الوزير:"), hangs("وفدان في حميميم")
    (True, True, False)
    """
    line = line.rstrip()
    return line.endswith(("،", "؛", ":", ",")) or line != "" and _is_binder(line.split()[-1])


@lru_cache(maxsize=4096)
def _is_binder(word: str) -> bool:
    return word != "علي" and KNOWN.get(fold(word).key) == "binder"      # at an end, a man's name


def is_byline(text: str, piece: Piece) -> bool:
    """Whether a line holds nothing but who and where (القاهرة - أ ش أ)."""
    if piece.kind != "text" or piece.end - piece.start > 80:
        return False
    words = text[piece.start:piece.end]
    line = read_dateline(words + "\n.")
    return line is not None and line.end > len(words) or is_outlet(words)


def stems(words: str) -> set[str]:
    """The beginnings of the words that carry meaning, so that a headline meets its lead.

    >>> sorted(stems("والقاهرة في اجتماع"))
    ['اجتم', 'قاهر']
    """
    return {
        stem[:4] for word in _WORD.findall(fold(words).key)
        if len(stem := _PROCLITICS.sub("", word)) >= 3 and len(word) >= 4
    }


def kinship(headline: str, text: str) -> float:
    """The share of a headline's words that the text takes up again (0 when it has none).

    >>> kinship("وزير الخارجية في أنقرة", "وصل وزير الخارجية إلى أنقرة اليوم")
    1.0
    """
    own = stems(headline)
    return len(own & stems(text)) / len(own) if own else 0.0


def looks_like_head(text: str, piece: Piece) -> bool:
    """Whether the first line behind a marker can be a headline although it is long."""
    line = text[piece.start:piece.end]
    if len(line) > LONG_HEADLINE or len(line.split()) > 34:
        return False
    return not stops(line) or len(line.split()) <= 14


def credit_behind(headline: str) -> tuple[int, str, Stamp] | None:
    """Where a headline ends before its paper and day in brackets, the paper, the day; else None.

    >>> credit_behind("وفدان في حميميم (المحار، 18/6/2024)")[:2]
    (15, 'المحار')
    """
    match = _BRACKETED.search(headline)
    stamp = find_stamp(headline, match.start()) if match else None
    if not stamp or stamp.when is None:
        return None
    beside = headline[match.start() + 1:stamp.start] + headline[stamp.end:match.end() - 1]
    name = beside.strip(" ،,-–—|/:()")
    return (match.start(), name, stamp) if 0 < len(name.split()) <= 4 else None
