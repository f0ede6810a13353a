"""Names that no list has: people, places and organisations by their letters and their company.

A linear-chain tagger whose weights lie in `data/model` (its card says where they come from and how
far they can be trusted). What can be done once for each different word of a batch is done once.
"""

from __future__ import annotations

from itertools import chain

import numpy as np
import pandas as pd

from utils.asking import TEXTS, asks, instance, refuse
from utils.tagger.lattices import KINDS, TAGS, Lattice, pack, spans
from utils.tagger.weights import AND, EDGE, Model, read_model, skip
from utils.text.folding import printed_spans
from utils.text.tokens import Chunk, Tokens, hash_words, make_ready, spell

KIND = dict(zip(KINDS, ("person", "place", "organisation", "other"), strict=True))
COLUMNS = ["doc", "start", "end", "surface", "kind"]
BATCH = 50                   # chunks that share the work on their different words
# What a name of a kind adds to that kind wherever its words stand in the same text: places are
# mostly known, organisations mostly not.
LIFTS = np.array([32, 16, 64, 48], np.int16)
_MODEL = instance(Model, "a model", "Take it from tagger.weights.read_model().")
_GOES_ON = TAGS.index("I-PERS")


@asks(texts=TEXTS, model=_MODEL)
def find_names(texts: str | pd.Series, model: Model | None = None) -> pd.DataFrame:
    """The names in the texts, where they are printed, and of which kind each is.

    `doc` is the index label of the text, 0 for a str. A kind is person, place, organisation or
    other. Proclitics are no part of a name.

    >>> found = find_names("وصل جون كيري إلى موسكو")
    >>> found[["start", "end", "surface", "kind"]].values.tolist()
    [[4, 12, 'جون كيري', 'person'], [17, 22, 'موسكو', 'place']]
    """
    if isinstance(texts, str):
        texts = pd.Series([texts], dtype=object)    # `str` refuses half a surrogate pair
    bodies = [text if isinstance(text, str) else "" for text in texts.tolist()]
    folded, chunks = make_ready(bodies)
    docs, starts, ends, kinds = find_spans(chunks, model)
    starts, ends = printed_spans(folded, docs, starts, ends)
    surfaces = [bodies[doc][start:end] for doc, start, end in zip(
        docs.tolist(), starts.tolist(), ends.tolist(), strict=True)]
    return pd.DataFrame({
        "doc": texts.index[docs],
        "start": pd.array(starts, dtype="Int64"), "end": pd.array(ends, dtype="Int64"),
        "surface": pd.Series(surfaces, dtype="str"),
        "kind": pd.Series(np.array([KIND[kind] for kind in KINDS], object)[kinds], dtype="str"),
    })[COLUMNS]


def find_spans(chunks: list[Chunk], model: Model | None = None) -> np.ndarray:
    """A column a name: number of the text, start and end in its key, place of its kind in KINDS."""
    model = model or read_model()
    batches = (chunks[first:first + BATCH] for first in range(0, len(chunks), BATCH))
    return np.concatenate([np.zeros((4, 0), np.int64), *(_find(some, model) for some in batches)],
                          axis=1)


def _find(chunks: list[Chunk], model: Model) -> np.ndarray:
    """What `find_spans` gives, of one batch."""
    edges = np.cumsum([0, *(chunk.begins[-1] for chunk in chunks)])
    tokens = _together([chunk.tokens for chunk in chunks], edges)
    begins = np.concatenate([chunk.begins[:-1] + edge
                             for chunk, edge in zip(chunks, edges, strict=False)])
    docs = np.searchsorted(begins, tokens.starts, side="right") - 1

    def spelled(place: int) -> str:
        start, end = tokens.starts[place], tokens.ends[place]
        chunk = np.searchsorted(edges, start, side="right") - 1
        return spell(chunks[chunk].joined[start - edges[chunk]:end - edges[chunk]])

    tags, cuts = tag_words(tokens, docs, spelled, model)
    firsts, ends, kinds = spans(tags, tokens.sentences).T
    docs = docs[firsts]
    return np.stack([docs + chunks[0].first, tokens.starts[firsts] + cuts[firsts] - begins[docs],
                     tokens.ends[ends - 1] - begins[docs], kinds])


def _together(parts: list[Tokens], edges: np.ndarray) -> Tokens:
    """The words of all the parts; offsets count the characters of the parts' texts together."""
    starts, ends, hashes, signs, sentences = map(np.concatenate, zip(*parts, strict=True))
    moved = np.repeat(edges[:-1], [len(part.starts) for part in parts])
    return Tokens(starts + moved, ends + moved, hashes, signs, sentences)


def tag_words(tokens: Tokens, docs: np.ndarray, spelled,
              model: Model) -> tuple[np.ndarray, np.ndarray]:
    """The number of each word's tag, and how many letters to cut where a name begins with it.

    `docs` numbers each word's text, `spelled` tells the word at a place. Where a person's name
    goes on with و and another name, that is another person.
    """
    which, different = pd.factorize(tokens.hashes)
    rows = model.rows.get_indexer(different) + 1
    new = np.flatnonzero(rows == 0)
    first = np.searchsorted(np.maximum.accumulate(which), new)    # numbered as they come
    words = [spelled(place) for place in first.tolist()]
    table, cuts, joins = model.table[rows], model.cuts[rows], model.joins[rows]
    forms, telling = model.forms[rows], model.telling[rows]
    table[new] = model.reckon(words)
    cuts[new] = skipped = [skip(word, model) for word in words]
    joins[new] = [word.startswith(AND) for word in words]
    forms[new] = hash_words([word[cut:] for word, cut in zip(words, skipped, strict=True)])
    telling[new] = model.tell(words, skipped, forms[new])
    scores = pack(np.concatenate([table, model.table[EDGE:EDGE + 1]]))
    lattice = Lattice(
        scores, which, tokens.sentences, model.moves, model.begins, len(different))
    tags = lattice.best_tags()
    lifted, kinds = said_elsewhere(tags, docs, np.where(telling, pd.factorize(forms)[0], -1)[which])
    tags = lattice.best_tags_lifted(tags, lifted, kinds * LIFTS)
    cuts = cuts[which]
    tags[(tags == _GOES_ON) & joins[which] & (cuts > 0)] = _GOES_ON - 1
    return tags, cuts


def said_elsewhere(tags: np.ndarray, docs: np.ndarray,
                   forms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The words whose form is part of a name elsewhere in the same text, and of which kinds.

    `forms` numbers the words without proclitics, -1 where a word tells nothing.

    >>> words, kinds = said_elsewhere(np.array([1, 0, 0]), np.array([0, 0, 1]), np.array([5, 5, 5]))
    >>> words.tolist(), kinds.astype(int).tolist()
    ([1], [[1, 0, 0, 0]])
    """
    named = np.zeros(forms.max(initial=-1) + 2, bool)
    named[forms[tags > 0]] = True
    named[-1] = False
    words = np.flatnonzero(named[forms])
    both, which = np.unique(docs[words] * len(named) + forms[words], return_inverse=True)
    own = np.zeros((len(words), len(KINDS) + 1), np.int32)
    own[np.arange(len(words)), (tags[words] + 1) // 2] = 1
    told = np.stack([np.bincount(which, kind, len(both)) for kind in own.T[1:]], axis=1)
    elsewhere = told[which] > own[:, 1:]
    lifted = elsewhere.any(axis=1)
    return words[lifted], elsewhere[lifted]


@asks(model=_MODEL)
def tag_article(sentences: list[list[str]], model: Model | None = None) -> list[list[str]]:
    """A BIO tag for each word of an article's sentences, split and folded as the tagger does.

    >>> tag_article([["في", "موسكو"], ["عاد"]])
    [['O', 'B-LOC'], ['O']]
    """
    if not isinstance(sentences, list) or not all(
            isinstance(words, list) and all(isinstance(word, str) for word in words)
            for words in sentences):
        refuse("tag_article", "sentences", sentences, "a list of sentences, each a list of words",
               'Give them: [["في", "موسكو"]]')
    words = list(chain.from_iterable(sentences))
    sizes = np.array([len(sentence) for sentence in sentences], np.int64)
    places = np.arange(len(words))
    tokens = Tokens(places, places + 1, hash_words(words), np.zeros(len(words), bool), sizes)
    tags, _ = tag_words(tokens, np.zeros_like(places), words.__getitem__, model or read_model())
    return [[TAGS[tag] for tag in tags[end - size:end]]
            for size, end in zip(sizes, np.cumsum(sizes), strict=True)]
