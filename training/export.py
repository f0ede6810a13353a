"""The learned weights as the file that `utils.tagger` reads: small whole numbers, single words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import torch

from training import crf
from utils.tagger.lattices import FORBIDDEN
from utils.tagger.traits import Known
from utils.tagger.weights import WEIGHTS, read_model, skip

SCALE = 1 / 16               # points of one step of the small whole numbers
LEAST = 0.02                 # weights nearer to nothing are left out


def small(points: np.ndarray) -> np.ndarray:
    """The points in steps of SCALE, from -127 to 127."""
    return np.clip(np.rint(points / SCALE), -127, 127).astype(np.int8)


def lines(words: list[str]) -> np.ndarray:
    """The words as bytes, a line feed between two."""
    return np.frombuffer("\n".join(words).encode("utf-8"), np.uint8)


def frequent_words(sentences, known: dict[str, Known], count: int) -> list[str]:
    """The most frequent words, and whatever is on a list or in a cluster; most frequent first."""
    counts = Counter(word for words in sentences for word in words)
    kept = {word for word, _ in counts.most_common(count)} | set(known)
    return sorted(kept, key=lambda word: (-counts[word], word))


def with_centres(model: crf.Linear, number: dict[str, int], known, paths, vector_of) -> np.ndarray:
    """The weights by trait, where a cluster also gives what its middle vector gives.

    So a word that no vector was made for has that of its cluster.
    """
    weights = model.weights()
    sums, counts = np.zeros((len(paths), model.blend.shape[0])), np.zeros(len(paths))
    for word, fact in known.items():
        if fact.cluster >= 0:
            sums[fact.cluster] += vector_of(word)
            counts[fact.cluster] += 1
    blend = model.blend.detach().numpy()
    for cluster, names in enumerate(paths):
        if names[0] in number and counts[cluster]:
            weights[number[names[0]]] += sums[cluster] / counts[cluster] @ blend
    return weights


def write(folder: Path, model: crf.Linear, number: dict[str, int], sentences, known, paths,
          traits_of, vector_of, count: int) -> Path:
    """The path of the file written: word table, traits with their weights, transitions."""
    words = frequent_words(sentences, known, count)
    table = crf.tables(model, number, traits_of, vector_of, words)
    weights = with_centres(model, number, known, paths, vector_of)
    in_table = {"word" + word for word in words}     # asked for of no other word
    kept = [trait for trait, row in number.items()
            if trait not in in_table and np.abs(weights[row]).max() >= LEAST]
    facts = [known.get(word, Known(-1, ())) for word in words]
    names = sorted({name for fact in facts for name in fact.lists})
    place = {name: at for at, name in enumerate(names)}
    with torch.no_grad():
        moves, begins = (steps_of(part.numpy()) for part in model.scores())
    arrays = {
        "words": lines(words), "table": small(table), "cuts": np.zeros(len(words) + 1, np.int8),
        "clusters": np.array([fact.cluster for fact in facts], np.int16),
        "on_lists": np.array([place[n] for fact in facts for n in fact.lists], np.uint8),
        "list_bounds": np.cumsum([0, *(len(fact.lists) for fact in facts)]).astype(np.uint32),
        "list_names": lines(names), "paths": lines(["\t".join(names) for names in paths]),
        "traits": lines(kept), "weights": small(weights[[number[trait] for trait in kept]]),
        "moves": moves, "begins": begins, "scale": np.float32(SCALE),
    }
    path = folder / WEIGHTS
    np.savez_compressed(path, **arrays)
    read_model.cache_clear()
    model = read_model(folder)         # what to cut depends on all the rest
    arrays["cuts"][1:] = [skip(word, model) for word in words]
    np.savez_compressed(path, **arrays)
    read_model.cache_clear()
    return path


def steps_of(points: np.ndarray) -> np.ndarray:
    """The points of transitions in steps of SCALE."""
    return np.maximum(np.rint(points / SCALE), FORBIDDEN).astype(np.int16)
