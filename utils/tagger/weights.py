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

from utils.tables import ROOT
from utils.tagger.lattices import OFFSETS, TAGS
from utils.tagger.traits import (
    PROCLITICS,
    Known,
    identity_traits,
    known_traits,
    letter_traits,
)
from utils.text.tokens import hash_words

MODEL = ROOT / "data" / "model"
WEIGHTS = "names.npz"
EDGE = 0                     # the table's row for what lies outside a sentence
AND = "\N{ARABIC LETTER WAW}"

COMMON = 800                 # so many words of each article are too common to tell anything
SHORTEST = 3                 # letters of a word that tells something
LARGEST = 200_000_000        # bytes of all arrays together; the present ones take a fifth of it

# The arrays of the file: the kind of numbers, and how many along each side.
_ARRAYS = {
    "words": (np.uint8, ("letters",)), "traits": (np.uint8, ("letters",)),
    "list_names": (np.uint8, ("letters",)), "paths": (np.uint8, ("letters",)),
    "table": (np.int8, ("rows", OFFSETS, len(TAGS))), "cuts": (np.int8, ("rows",)),
    "clusters": (np.int16, ("words",)), "on_lists": (np.uint8, ("entries",)),
    "list_bounds": (np.uint32, ("rows",)), "weights": (np.int8, ("traits", OFFSETS * len(TAGS))),
    "moves": (np.int16, (len(TAGS), len(TAGS))), "begins": (np.int16, (len(TAGS),)),
    "scale": (np.float32, ()),
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
    def forms(self) -> np.ndarray:
        """The hash of each row's word without the letters that are cut."""
        forms = np.zeros(len(self.cuts), np.uint64)
        forms[1:] = self.rows
        cut = np.flatnonzero(self.cuts)
        forms[cut] = hash_words([self.words[row - 1][self.cuts[row]:] for row in cut.tolist()])
        return forms

    @cached_property
    def telling(self) -> np.ndarray:
        """Whether what each row's word is in one place says what it is in others."""
        return np.array([False, *self.tell(self.words, self.cuts[1:].tolist(), self.forms[1:])])

    def tell(self, words: list[str], cuts: list[int], forms: np.ndarray) -> np.ndarray:
        """Whether what each word is in one place says what it is in others."""
        long = [len(word) - cut >= SHORTEST and word[0].isalpha()
                for word, cut in zip(words, cuts, strict=True)]
        return np.array(long, bool) & ~np.isin(forms, self.rows[:COMMON])

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
    try:
        return _model(_arrays(path))
    except FileNotFoundError as error:
        wrong, cause = "no such file; expected the tagger's weights", error
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, MemoryError) as error:
        wrong, cause = f"cannot be read to its end ({error}); expected numpy arrays", error
    except ValueError as error:
        wrong, cause = str(error), error
    raise ModelError(
        f"{path}: {wrong}. Get the file again from the repository (git checkout -- data/model), "
        "or make it anew as training/README.md says."
    ) from cause


def _arrays(path: Path) -> dict[str, np.ndarray]:
    """The arrays in the file, looked at before they are unpacked: it may come from anywhere."""
    with path.open("rb") as opened, zipfile.ZipFile(opened) as packed:
        told = sorted(member.filename.removesuffix(".npy") for member in packed.infolist())
        if told != sorted(_ARRAYS):
            raise ValueError(f"holds {_short(told)}, expected {sorted(_ARRAYS)}")
        size = sum(member.file_size for member in packed.infolist())
        if size > LARGEST:
            raise ValueError(f"unpacks to {size:,} bytes, expected at most {LARGEST:,}")
        return {name: _array(name, packed) for name in _ARRAYS}


def _array(name: str, packed: zipfile.ZipFile) -> np.ndarray:
    kind, sides = _ARRAYS[name]
    with packed.open(name + ".npy") as member:
        try:
            found = np.lib.format.read_array(member, allow_pickle=False)
        except ValueError as error:
            raise ValueError(f"{name} cannot be read ({error}), expected plain numbers") from error
    if found.dtype != kind or found.ndim != len(sides):
        raise ValueError(f"{name} is {found.dtype} of {found.ndim} dimensions, "
                         f"expected {np.dtype(kind)} of {len(sides)}")
    return found


def _short(told) -> str:
    text = str(told)
    return text if len(text) < 200 else text[:200] + "..."


def _model(found: dict[str, np.ndarray]) -> Model:
    """The model that the arrays make; ValueError when they do not fit one another."""
    lines = {name: _lines(name, found[name]) for name in ("words", "traits", "list_names", "paths")}
    words, traits = len(lines["words"]), len(lines["traits"])
    counts = {"words": words, "rows": words + 1, "traits": traits}
    for name, (_, sides) in _ARRAYS.items():
        expected = tuple(counts.get(side, side) for side in sides)
        if not {"letters", "entries"} & set(sides) and found[name].shape != expected:
            raise ValueError(f"{name} is {found[name].shape}, expected {expected}")
    bounds = found["list_bounds"].astype(np.int64)
    for name, numbers, least, most in (
        ("clusters", found["clusters"], -1, len(lines["paths"]) - 1),
        ("on_lists", found["on_lists"], 0, len(lines["list_names"]) - 1),
        ("cuts", found["cuts"], 0, max(map(len, lines["words"]))),
        ("list_bounds' steps", np.diff(bounds), 0, len(found["on_lists"])),
        ("list_bounds' ends", bounds[[0, -1]] - [0, len(found["on_lists"])], 0, 0),
    ):
        if len(numbers) and not least <= numbers.min() <= numbers.max() <= most:
            raise ValueError(f"{name} run from {numbers.min()} to {numbers.max()}, "
                             f"expected {least} to {most}")
    if not 0 < found["scale"] < 1:
        raise ValueError(f"scale is {found['scale']}, expected a number between 0 and 1")
    return Model(
        **{name: found[name] for name, (_, sides) in _ARRAYS.items()
           if "letters" not in sides and name != "scale"},
        words=lines["words"], list_names=lines["list_names"],
        paths=[line.split("\t") for line in lines["paths"]],
        traits={trait: row for row, trait in enumerate(lines["traits"])},
        scale=float(found["scale"]),
    )


def _lines(name: str, letters: np.ndarray) -> list[str]:
    """The lines that are written in the bytes; ValueError when they repeat or are no text."""
    lines = letters.tobytes().decode("utf-8").split("\n")
    again = len(lines) - len(set(lines))
    if name != "paths" and again:
        raise ValueError(f"{name} has {again:,} lines that stand there twice, expected none")
    return lines


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
