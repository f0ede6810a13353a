"""Names that no list has: people, places and organisations by their letters and their company.

A linear-chain tagger whose weights lie in `data/model` (its card says where they come from and how
far they can be trusted). The scores of frequent words are a table; those of a word that the table
does not have are reckoned from its traits, once a batch.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from utils.folding import fold
from utils.lattices import KINDS, OFFSETS, TAGS, best_tags, emissions, spans
from utils.tables import ROOT
from utils.tokens import hash_words, plain_tokens, read_tokens
from utils.traits import (
    PROCLITICS,
    Known,
    identity_traits,
    known_traits,
    letter_traits,
)

MODEL = ROOT / "data" / "model"
WEIGHTS = "names.npz"
KIND = dict(zip(KINDS, ("person", "place", "organisation", "other"), strict=True))
COLUMNS = ["doc", "start", "end", "surface", "kind"]
BATCH = 2000                 # texts read at once: so many share the work on new words
_AND = "\N{ARABIC LETTER WAW}"
_GOES_ON = TAGS.index("I-PERS")
EDGE = 0                     # the table's row for what lies outside a sentence

_ARRAYS = {
    "words": 1, "table": 3, "clusters": 1, "on_lists": 1, "list_bounds": 1, "list_names": 1,
    "paths": 1, "traits": 1, "weights": 2, "moves": 2, "begins": 1, "scale": 0,
}


class ModelError(ValueError):
    """The tagger's weights are missing or broken; the message says which file and what to do."""


@dataclass(frozen=True)
class Model:
    """The tagger's weights, ready to be looked up."""

    words: list[str]             # most frequent first; word i has row i + 1 of the table
    table: np.ndarray            # (1 + words) x OFFSETS x tags, in units of `scale`
    clusters: np.ndarray
    on_lists: np.ndarray
    list_bounds: np.ndarray
    list_names: list[str]
    paths: list[list[str]]
    traits: dict[str, int]
    weights: np.ndarray          # traits x (OFFSETS * tags), in units of `scale`
    moves: np.ndarray
    begins: np.ndarray
    scale: float

    @cached_property
    def rows(self) -> pd.Index:
        """The words' hashes, in the order of the words."""
        return pd.Index(hash_words(self.words))

    @cached_property
    def ranks(self) -> dict[str, int]:
        """How many words are more frequent than each word."""
        return {word: rank for rank, word in enumerate(self.words)}

    def get(self, word: str) -> Known | None:
        """What is known of the word beyond its letters; None when nothing is."""
        rank = self.ranks.get(word)
        if rank is None:
            return None
        names = self.on_lists[self.list_bounds[rank]:self.list_bounds[rank + 1]]
        return Known(int(self.clusters[rank]), tuple(self.list_names[name] for name in names))

    def reckon(self, words: list[str]) -> np.ndarray:
        """The scores of words that are not in the table, from their traits."""
        rows, counts = [], []
        for word in words:
            traits = letter_traits(word) + known_traits(word, self.get, self.paths)
            found = [self.traits[t] for t in traits + identity_traits(word) if t in self.traits]
            rows += found or [len(self.weights)]
            counts.append(len(found) or 1)
        nothing = np.zeros((1, self.weights.shape[1]), np.int8)
        given = np.concatenate([self.weights, nothing])[rows]
        points = np.add.reduceat(given, np.cumsum(counts) - counts, axis=0, dtype=np.int16)
        return np.clip(points, -127, 127).astype(np.int8).reshape(-1, OFFSETS, len(TAGS))

    def like_a_name(self, word: str) -> bool:
        """Whether the word, seen alone, is rather the first of a name than none."""
        rank = self.ranks.get(word)
        if rank is None:
            return False
        own = self.table[rank + 1, OFFSETS // 2].astype(np.int32)
        return bool(own[1::2].max() > own[0])


@cache
def read_model(folder: Path | str = MODEL) -> Model:
    """The weights in the folder; no code in the file is run.

    Raises ModelError when the file is missing, cut off, or not a model of this tagger.
    """
    path = Path(folder) / WEIGHTS
    again = (
        "Get the file again from the repository (git checkout -- data/model), or make it anew as "
        "training/README.md says."
    )
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            found = {name: file[name] for name in file.files}
    except FileNotFoundError as error:
        raise ModelError(f"{path}: no such file; expected the tagger's weights. {again}") from error
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ModelError(f"{path}: cannot be read to its end ({error}). {again}") from error
    wrong = _faults(found)
    if wrong:
        raise ModelError(f"{path}: {wrong}. {again}")
    return Model(
        words=_lines(found["words"]), table=found["table"], clusters=found["clusters"],
        on_lists=found["on_lists"], list_bounds=found["list_bounds"],
        list_names=_lines(found["list_names"]),
        paths=[line.split("\t") for line in _lines(found["paths"])],
        traits={trait: row for row, trait in enumerate(_lines(found["traits"]))},
        weights=found["weights"], moves=found["moves"], begins=found["begins"],
        scale=float(found["scale"]),
    )


def _lines(letters: np.ndarray) -> list[str]:
    return letters.tobytes().decode("utf-8").split("\n")


def _faults(found: dict[str, np.ndarray]) -> str:
    """What is wrong with the arrays of a file; nothing when they fit one another."""
    if set(found) != set(_ARRAYS):
        return f"holds {sorted(found)}, expected {sorted(_ARRAYS)}"
    for name, dimensions in _ARRAYS.items():
        if found[name].ndim != dimensions:
            return f"{name} has {found[name].ndim} dimensions, expected {dimensions}"
    words, traits = (len(_lines(found[name])) for name in ("words", "traits"))
    shapes = {
        "table": (words + 1, OFFSETS, len(TAGS)), "clusters": (words,),
        "list_bounds": (words + 1,), "weights": (traits, OFFSETS * len(TAGS)),
        "moves": (len(TAGS), len(TAGS)), "begins": (len(TAGS),),
    }
    for name, shape in shapes.items():
        if found[name].shape != shape:
            return f"{name} is {found[name].shape}, expected {shape}"
    return ""


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
    model = model or read_model()
    docs, starts, ends, kinds = [], [], [], []
    for begin in range(0, len(texts), BATCH):
        for doc, start, end, kind in _find(texts.iloc[begin:begin + BATCH].tolist(), model):
            docs.append(begin + doc)
            starts.append(start)
            ends.append(end)
            kinds.append(kind)
    bodies = texts.tolist()
    surfaces = [bodies[doc][start:end] for doc, start, end in zip(docs, starts, ends, strict=True)]
    return pd.DataFrame({
        "doc": texts.index[docs],
        "start": pd.array(starts, dtype="Int64"), "end": pd.array(ends, dtype="Int64"),
        "surface": pd.Series(surfaces, dtype="str"),
        "kind": pd.Series(kinds, dtype="str"),
    })[COLUMNS]


def _find(texts: list, model: Model):
    """(number of the text, start, end, kind) of each name, offsets in the text as printed."""
    folded = [fold(text if isinstance(text, str) else "") for text in texts]
    joined = "\n".join(one.key for one in folded)
    tokens = read_tokens(joined)
    begins = np.cumsum([0, *(len(one.key) + 1 for one in folded)])
    names = spans(tag_words(tokens.hashes, tokens.sentences, lambda place: joined[
        tokens.starts[place]:tokens.ends[place]], model), tokens.sentences)
    cuts = {}
    docs = np.searchsorted(begins, tokens.starts[names[:, 0]], side="right") - 1
    for (first, end, kind), doc in zip(names.tolist(), docs.tolist(), strict=True):
        start = int(tokens.starts[first])
        word, offset = joined[start:int(tokens.ends[first])], int(begins[doc])
        if word not in cuts:
            cuts[word] = skip(word, model)
        start += cuts[word]
        yield doc, *folded[doc].span(start - offset, int(tokens.ends[end - 1]) - offset), \
            KIND[KINDS[kind]]


def tag_words(hashes: np.ndarray, sentences: np.ndarray, spelled, model: Model) -> np.ndarray:
    """The number of each word's tag; `spelled` tells the word at a place.

    Where a person's name goes on with و and another name, that is another person.
    """
    if not len(hashes):
        return np.zeros(0, np.int8)
    which, different = pd.factorize(hashes)
    rows = model.rows.get_indexer(different) + 1
    table = model.table
    new = np.flatnonzero(rows == 0)
    if len(new):
        first = np.full(len(different), len(which))
        np.minimum.at(first, which, np.arange(len(which)))
        words = [plain_tokens(spelled(int(place)))[0][2] for place in first[new]]
        table = np.concatenate([table, model.reckon(words)])
        rows[new] = len(model.table) + np.arange(len(new))
    points = emissions(table, rows[which], sentences, EDGE) * np.float32(model.scale)
    tags = best_tags(points, sentences, model.moves, model.begins)
    for place in np.flatnonzero(tags == _GOES_ON):
        word = spelled(int(place))
        if word[0] == _AND and skip(word, model):
            tags[place] = _GOES_ON - 1
    return tags


def tag_sentence(words: list[str], model: Model | None = None) -> list[str]:
    """A BIO tag for each of the words, which must be split and folded as the tagger does.

    >>> tag_sentence(["في", "موسكو"])
    ['O', 'B-LOC']
    """
    model = model or read_model()
    tags = tag_words(hash_words(words), np.array([len(words)]), words.__getitem__, model)
    return [TAGS[tag] for tag in tags]


def skip(word: str, model: Model) -> int:
    """How many letters of a name's first word are proclitics; the article is part of the name.

    They are when what is left is more frequent than the word and looks like a name itself.

    >>> skip("لموسكو", read_model()), skip("كيري", read_model()), skip("للرياض", read_model())
    (1, 0, 1)
    """
    rank = model.ranks.get(word, len(model.ranks))
    for clitics in PROCLITICS:
        if not word.startswith(clitics):
            continue
        bare, cut = word[len(clitics):], len(clitics)
        if clitics.endswith("لل"):
            bare, cut = "ال" + bare, cut - 1
        elif clitics.endswith("ال"):
            bare, cut = "ال" + bare, cut - 2
        if cut and bare in model.ranks and model.ranks[bare] < rank and model.like_a_name(bare):
            return cut
    return 0
