"""How paragraphs open: whether one goes on with what stands above it, or can begin a report.

Two in three paragraphs inside reports begin with و or with words like "من جهته"; of the reports
themselves one in a hundred does. So a short line above such a paragraph heads no article.
"""

from __future__ import annotations

import re
from functools import lru_cache

from utils.calendars import variants
from utils.lexicon_rows import read_rows
from utils.tables import LEXICON
from utils.text.folding import fold

_HEAD = 60                       # characters that hold the words looked at
_MOST = 4                        # words of the longest opening in the lexicon
_WORD = re.compile(r"[^\W\d_]+")


def opening_words(kind: str) -> frozenset[str]:
    """The words of a kind in data/lexicon/opening_words.csv, folded."""
    return frozenset(key for row in read_rows(LEXICON, "opening_words") if row["kind"] == kind
                     for key in variants(row["words"]))


_GOES_ON, _OWN_WAW = opening_words("goes on"), opening_words("own waw")


@lru_cache(maxsize=4096)
def _goes_on(head: str) -> bool:
    words = _WORD.findall(fold(head).key)[:_MOST]
    if words and words[0].startswith("و") and words[0] not in _OWN_WAW:
        return True
    return any(" ".join(words[:count]) in _GOES_ON for count in range(1, len(words) + 1))


def goes_on(paragraph: str) -> bool:
    """Whether a paragraph begins like one that goes on with the text above it.

    >>> [goes_on(words) for words in ("وأضاف الوزير", "من جهته قال", "وصل الوزير", "عقد وفدان")]
    [True, True, False, False]
    """
    return _goes_on(paragraph[:_HEAD])
