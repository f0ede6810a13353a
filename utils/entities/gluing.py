"""Words that are written without the space between them: وزيرالخارجية, رامالله, السعوديةواليمن.

Where the words of a listed name stand in one they are parted, and wherever letters follow a ة: no
word goes on after it. What is parted here, the lexicon and the tagger read as words of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from utils.lexicon.readings import Lexicon
from utils.lexicon.spotting import holds
from utils.text.folding import Folded
from utils.text.tokens import Chunk, Tokens, hash_words, spell

SHORTEST = 3                 # letters of the first word: تلابيب is no تل أبيب
_FEMININE = re.compile("\N{ARABIC LETTER TEH MARBUTA}[\N{ARABIC FATHATAN}-\N{ARABIC SUKUN}]*"
                       "(?=[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}])")


def part_glued(chunk: Chunk, folded: list[Folded], lexicon: Lexicon) -> Chunk:
    """The chunk with its glued words parted; `folded` are all texts, by their numbers."""
    cuts = sorted({*_after_feminine(chunk, folded), *_in_names(chunk, lexicon)})
    return chunk._replace(tokens=_cut(chunk, np.array(cuts))) if cuts else chunk


def _after_feminine(chunk: Chunk, folded: list[Folded]) -> Iterator[int]:
    """Where letters follow a ة, as offsets of the chunk."""
    for number, begin in enumerate(chunk.begins[:-1].tolist(), chunk.first):
        one = folded[number]
        for found in _FEMININE.finditer(one.text):
            yield begin + one.key_at(found.end())


def _in_names(chunk: Chunk, lexicon: Lexicon) -> Iterator[int]:
    """Where the second word of a listed name begins in one word with the first."""
    tokens = chunk.tokens
    for place in np.flatnonzero(holds(lexicon.table.glued, tokens.hashes)).tolist():
        start, end = int(tokens.starts[place]), int(tokens.ends[place])
        word = chunk.joined[start:end]
        if word in lexicon.firsts or word in lexicon.words["bare given name"]:
            continue
        for cut in range(SHORTEST, len(word) - 1):
            if any(form.node is not None and cut - form.skip >= SHORTEST
                   and _ends(form.node, word[cut:], chunk, place + 1)
                   for form in lexicon.firsts.get(word[:cut], ())):
                yield start + cut
                break


def _ends(node: dict, word: str, chunk: Chunk, place: int) -> bool:
    """Whether a name goes on with the word and ends there, or with the words from `place` on."""
    starts, ends, joined = chunk.tokens.starts, chunk.tokens.ends, chunk.joined
    following = node.get(word)
    while following is not None and "" not in following and place < len(starts):
        following = following.get(joined[starts[place]:ends[place]])
        place += 1
    return following is not None and "" in following


def _cut(chunk: Chunk, cuts: np.ndarray) -> Tokens:
    """The words of the chunk with new ones from each of the offsets on."""
    tokens = chunk.tokens
    which = np.searchsorted(tokens.starts, cuts, side="right") - 1
    inside = (tokens.starts[which] < cuts) & (cuts < tokens.ends[which])
    which, cuts = which[inside], cuts[inside]
    starts = np.insert(tokens.starts, which + 1, cuts)
    ends = np.insert(tokens.ends, which, cuts)
    hashes = np.insert(tokens.hashes, which + 1, 0)
    lefts = which + np.arange(len(which))
    parts = np.union1d(lefts, lefts + 1)
    hashes[parts] = hash_words([spell(chunk.joined[start:end]) for start, end in zip(
        starts[parts].tolist(), ends[parts].tolist(), strict=True)])
    sentences = np.searchsorted(np.cumsum(tokens.sentences), which, side="right")
    return Tokens(starts, ends, hashes, np.insert(tokens.signs, which + 1, False),
                  tokens.sentences + np.bincount(sentences, minlength=len(tokens.sentences)))
