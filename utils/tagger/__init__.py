"""Names that no list has: people, places and organisations by their letters and their company.

A linear-chain tagger whose weights lie in `data/model` (its card says where they come from and how
far they can be trusted). What can be done once for each different word of a batch is done once.
"""

from __future__ import annotations

from itertools import chain

import numpy as np
import pandas as pd

from utils.tagger.lattices import KINDS, TAGS, Lattice, pack, spans
from utils.tagger.tokens import Tokens, hash_words, read_tokens
from utils.tagger.traits import spell
from utils.tagger.weights import AND, EDGE, Model, read_model, skip
from utils.text.folding import Folded, fold_all

KIND = dict(zip(KINDS, ("person", "place", "organisation", "other"), strict=True))
COLUMNS = ["doc", "start", "end", "surface", "kind"]
BATCH = 5000                 # texts that share the work on their different words
# What a name of a kind adds to that kind wherever its words stand in the same text: places are
# mostly known, organisations mostly not.
LIFTS = np.array([32, 16, 64, 48], np.int16)
GROUP = 64                   # texts split into words at once: their arrays stay near the processor
_GOES_ON = TAGS.index("I-PERS")


def find_names(texts: str | pd.Series, model: Model | None = None,
               folded: list[Folded] | None = None) -> pd.DataFrame:
    """The names in the texts, where they are printed, and of which kind each is.

    `doc` is the index label of the text, 0 for a str. A kind is person, place, organisation or
    other. Proclitics are no part of a name. Who has folded the texts already gives what came out.

    >>> found = find_names("وصل جون كيري إلى موسكو")
    >>> found[["start", "end", "surface", "kind"]].values.tolist()
    [[4, 12, 'جون كيري', 'person'], [17, 22, 'موسكو', 'place']]
    """
    if isinstance(texts, str):
        texts = pd.Series([texts], dtype=object)    # `str` refuses half a surrogate pair
    model = model or read_model()
    bodies = [text if isinstance(text, str) else "" for text in texts.tolist()]
    found = []
    for begin in range(0, len(bodies), BATCH):
        some = slice(begin, begin + BATCH)
        names = _find(fold_all(bodies[some]) if folded is None else folded[some], model)
        found.append(names + np.array([[begin], [0], [0], [0]]))
    docs, starts, ends, kinds = np.concatenate([np.zeros((4, 0), np.int64), *found], axis=1)
    surfaces = [bodies[doc][start:end] for doc, start, end in zip(
        docs.tolist(), starts.tolist(), ends.tolist(), strict=True)]
    return pd.DataFrame({
        "doc": texts.index[docs],
        "start": pd.array(starts, dtype="Int64"), "end": pd.array(ends, dtype="Int64"),
        "surface": pd.Series(surfaces, dtype="str"),
        "kind": pd.Series(np.array([KIND[kind] for kind in KINDS], object)[kinds], dtype="str"),
    })[COLUMNS]


def _find(folded: list[Folded], model: Model) -> np.ndarray:
    """A column a name: number of the text, start, end, place of its kind in KINDS.

    Start and end are offsets in the text as printed.
    """
    begins = np.cumsum([0, *(len(one.key) + 1 for one in folded)])
    tokens = _read(folded, begins)
    docs = np.searchsorted(begins, tokens.starts, side="right") - 1

    def spelled(place: int) -> str:
        key, begin = folded[docs[place]].key, begins[docs[place]]
        return spell(key[tokens.starts[place] - begin:tokens.ends[place] - begin])

    tags, cuts = tag_words(tokens, docs, spelled, model)
    firsts, ends, kinds = spans(tags, tokens.sentences).T
    docs = docs[firsts]
    return np.stack([docs, *_printed(
        folded, docs, (tokens.starts[firsts] + cuts[firsts]) - begins[docs],
        tokens.ends[ends - 1] - begins[docs]), kinds])


def _read(folded: list[Folded], begins: np.ndarray) -> Tokens:
    """The words of all the texts; offsets count the keys' characters, one more after each key."""
    groups = [
        (begins[first], read_tokens("\n".join(one.key for one in folded[first:first + GROUP])))
        for first in range(0, len(folded), GROUP)
    ]
    if not groups:
        return read_tokens("")
    return Tokens(
        np.concatenate([begin + tokens.starts for begin, tokens in groups]),
        np.concatenate([begin + tokens.ends for begin, tokens in groups]),
        np.concatenate([tokens.hashes for _, tokens in groups]),
        np.concatenate([tokens.sentences for _, tokens in groups]),
    )


def _printed(folded: list[Folded], docs, starts, ends) -> tuple[np.ndarray, np.ndarray]:
    """Where the spans of the texts' keys are printed: what `Folded.span` says, for many at once."""
    edges = np.cumsum([0, *(len(one.key) + 1 for one in folded)])
    bounds = np.cumsum([0, *(len(one.resumes) for one in folded)])
    resumes = np.fromiter(chain.from_iterable(one.resumes for one in folded), np.int64, bounds[-1])
    printed = np.fromiter(chain.from_iterable(one.printed for one in folded), np.int64, bounds[-1])
    across = resumes + np.repeat(edges[:-1], np.diff(bounds))

    def at(offsets: np.ndarray) -> np.ndarray:
        place = np.searchsorted(across, offsets + edges[docs], side="right") - 1
        moved = place >= bounds[docs]
        place = np.where(moved, place, 0)
        return np.where(moved, printed[place] - resumes[place], 0) + offsets \
            if len(resumes) else offsets

    begin, end = at(starts), at(ends - 1) + 1
    for place in np.flatnonzero(end != at(ends)):    # marks may hang on the last letter
        end[place] = folded[docs[place]].span(int(starts[place]), int(ends[place]))[1]
    return begin, end


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


def tag_article(sentences: list[list[str]], model: Model | None = None) -> list[list[str]]:
    """A BIO tag for each word of an article's sentences, split and folded as the tagger does.

    >>> tag_article([["في", "موسكو"], ["عاد"]])
    [['O', 'B-LOC'], ['O']]
    """
    words = list(chain.from_iterable(sentences))
    sizes = np.array([len(sentence) for sentence in sentences], np.int64)
    places = np.arange(len(words))
    tokens = Tokens(places, places + 1, hash_words(words), sizes)
    tags, _ = tag_words(tokens, np.zeros_like(places), words.__getitem__, model or read_model())
    return [[TAGS[tag] for tag in tags[end - size:end]]
            for size, end in zip(sizes, np.cumsum(sizes), strict=True)]
