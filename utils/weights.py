"""The tagger's weights: read from their file, and what they say of a word.

The scores of frequent words are a table; those of a word that the table does not have are reckoned
from its traits.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from utils.lattices import OFFSETS, TAGS
from utils.tables import ROOT
from utils.tokens import hash_words
from utils.traits import (
    PROCLITICS,
    Known,
    identity_traits,
    known_traits,
    letter_traits,
)

MODEL = ROOT / "data" / "model"
WEIGHTS = "names.npz"
EDGE = 0                     # the table's row for what lies outside a sentence
AND = "\N{ARABIC LETTER WAW}"

_ARRAYS = {
    "words": 1, "table": 3, "clusters": 1, "on_lists": 1, "list_bounds": 1, "list_names": 1,
    "cuts": 1, "paths": 1, "traits": 1, "weights": 2, "moves": 2, "begins": 1, "scale": 0,
}


class ModelError(ValueError):
    """The tagger's weights are missing or broken; the message says which file and what to do."""


@dataclass(frozen=True)
class Model:
    """The tagger's weights, ready to be looked up."""

    words: list[str]             # most frequent first; word i has row i + 1 of the table
    table: np.ndarray            # (1 + words) x OFFSETS x tags, in units of `scale`
    cuts: np.ndarray             # letters to cut where a name begins with the word, a row a word
    clusters: np.ndarray
    on_lists: np.ndarray
    list_bounds: np.ndarray
    list_names: list[str]
    paths: list[list[str]]
    traits: dict[str, int]
    weights: np.ndarray          # traits x (OFFSETS * tags), in units of `scale`
    moves: np.ndarray            # tags x tags, in units of `scale`
    begins: np.ndarray
    scale: float

    @cached_property
    def rows(self) -> pd.Index:
        """The words' hashes, in the order of the words."""
        return pd.Index(hash_words(self.words))

    @cached_property
    def joins(self) -> np.ndarray:
        """Whether each row's word begins with the letter that joins names."""
        return np.array([False, *(word.startswith(AND) for word in self.words)])

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
        points = np.zeros((len(words), OFFSETS * len(TAGS)), np.int16)
        rows, sizes, some = [], [], []
        for place, word in enumerate(words):
            traits = letter_traits(word) + known_traits(word, self.get, self.paths)
            found = [self.traits[t] for t in traits + identity_traits(word) if t in self.traits]
            if found:
                rows += found
                sizes.append(len(found))
                some.append(place)
        if some:
            points[some] = np.add.reduceat(
                self.weights[rows], np.cumsum(sizes) - sizes, axis=0, dtype=np.int16)
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
        words=_lines(found["words"]), table=found["table"], cuts=found["cuts"],
        clusters=found["clusters"], on_lists=found["on_lists"], list_bounds=found["list_bounds"],
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
        "table": (words + 1, OFFSETS, len(TAGS)), "cuts": (words + 1,), "clusters": (words,),
        "list_bounds": (words + 1,), "weights": (traits, OFFSETS * len(TAGS)),
        "moves": (len(TAGS), len(TAGS)), "begins": (len(TAGS),),
    }
    for name, shape in shapes.items():
        if found[name].shape != shape:
            return f"{name} is {found[name].shape}, expected {shape}"
    return ""


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
