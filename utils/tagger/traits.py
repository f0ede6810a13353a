"""What the name tagger sees of a word: its letters, its endings, the lists it stands on.

Every trait belongs to ONE word, whatever stands around it. So the scores of a word are a row of
numbers that can be reckoned once; only words that the model has never met are looked at here while
texts are read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

# Longest first; in folded spelling. A reading needs LETTERS_LEFT letters after the proclitics.
PROCLITICS = ("وبال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ب", "ل", "ف", "ك")
LETTERS_LEFT = 3
_ARTICLE = "ال"
_FIRSTS = {clitic[0] for clitic in PROCLITICS}

_VOWELS = "اويءه"
_SKELETON = {code: "V" if chr(code) in _VOWELS else "C" for code in range(0x600, 0x700)}
_FOREIGN = ("تش", "غ", "ف", "ج")


class Known(NamedTuple):
    """What is known of a word beyond its letters: its cluster (-1 for none) and its lists."""

    cluster: int
    lists: tuple[str, ...]


@lru_cache(maxsize=1024)     # each word's are asked for several times in a row
def readings(word: str) -> tuple[str, ...]:
    """What the word may be without proclitics, longest proclitic first; nothing when it has none.

    The article that ل has swallowed is written out again in the last one.

    >>> readings("وبالرياض"), readings("للرياض")
    (('رياض', 'بالرياض'), ('رياض', 'لرياض', 'الرياض'))
    """
    if word[0] not in _FIRSTS:
        return ()
    bare = [(clitic, word[len(clitic):]) for clitic in PROCLITICS
            if word.startswith(clitic) and len(word) - len(clitic) >= LETTERS_LEFT]
    return (*(rest for _, rest in bare),
            *(_ARTICLE + rest for clitic, rest in bare if clitic.endswith("لل")))


def letter_traits(word: str) -> list[str]:
    """The traits that can be seen in the letters alone."""
    if not word[0].isalpha():
        return ["digits" + word[:5] if word[0] == "0" else "sign" + word]
    if word[0].isascii():
        return ["latin", f"latin{min(len(word), 6)}"]
    traits = [f"length{min(len(word), 9)}"]
    for size in range(1, min(4, len(word)) + 1):
        traits += ("begins" + word[:size], "ends" + word[-size:])
    bare = next(iter(readings(word)), word)
    if bare != word:
        proclitic = word[:len(word) - len(bare)]
        traits += ("proclitic" + proclitic, *(f"bare{bare[:n]}" for n in (2, 3)))
    padded = f"<{word}>"
    traits += ("letters" + padded[n:n + 3] for n in range(len(padded) - 2))
    traits.append("shape" + bare[:8].translate(_SKELETON))
    traits += ("foreign" + letters for letters in _FOREIGN if letters in bare)
    if "ال" not in word[:4] and len(word) > 4:
        traits.append("long, no article")
    return traits


def identity_traits(word: str) -> list[str]:
    """The traits that say which word it is: itself, and itself without proclitics."""
    return ["word" + word, "form" + word, *("form" + reading for reading in readings(word))]


def known_traits(
    word: str, known: Callable[[str], Known | None], paths: list[list[str]]
) -> list[str]:
    """The lists of the word and of its readings, and all clusters that it lies in.

    A word without a cluster takes that of its first reading that has one.
    """
    found = [fact for form in (word, *readings(word)) if (fact := known(form))]
    cluster = next((fact.cluster for fact in found if fact.cluster >= 0), None)
    traits = ["no cluster"] if cluster is None else list(paths[cluster])
    for fact in found:
        traits += fact.lists
    return list(dict.fromkeys(traits))
