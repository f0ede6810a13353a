"""A linear-chain CRF whose scores are sums over the traits of single words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import nn
from torch.optim import swa_utils

from training.chain import Chain, Lesson, grouped, padded
from utils.tagger.lattices import OFFSETS, REACH, TAGS

EDGE = "(outside)"           # the word that stands for what lies outside the sentence
# How far from a word its traits are seen, by how their names begin; 0 for those not named here.
SEEN_FROM = {
    EDGE: 3, "digits": 3, "sign": 3, "latin": 3, "announces": 3, "word": 2, "cluster": 2, "path": 2,
    "no cluster": 2, "form": 1, "people": 1, "place": 1, "country": 1, "demonym": 1, "office": 1,
    "organ": 1, "outlet": 1, "given": 1, "geonames": 1, "wikidata": 1, "ends": 1, "proclitic": 1,
}
RAREST = 2                   # a trait must belong to so many words of the text
DROPPED = 0.2                # share of words whose identity is hidden while learning
FIRST_MEANT = 2              # epochs
MEANT = 20                   # steps
RATE, DECAY, BATCH = 0.06, 0.01, 32


@dataclass
class Words:
    """The different words of a text as rows of traits: those that say which word it is apart."""

    row: dict[str, int]
    common: list[np.ndarray]
    identity: list[np.ndarray]
    vectors: torch.Tensor


def count_traits(parts: list[list[Lesson]], traits_of) -> list[str]:
    """The traits that belong to at least RAREST words of a part, those seen from afar first.

    What an earlier part shows, if only once, a later one does not add: else the earlier part's
    weights would owe something to the later part's words.
    """
    counts, kept = Counter(), []
    for lessons in parts:
        new = Counter()
        for word, count in Counter(word for one in lessons for word in one.words).items():
            for traits in traits_of(word):
                for trait in traits:
                    new[trait] += count
        kept += [trait for trait, count in new.items() if count >= RAREST and not counts[trait]]
        counts.update(new)
    return sorted(kept, key=lambda trait: (radius(trait) == 0, -counts[trait], trait))


@cache
def radius(trait: str) -> int:
    """How far from its word a trait is seen."""
    return max((far for begin, far in SEEN_FROM.items() if trait.startswith(begin)), default=0)


def reach(traits: list[str]) -> torch.Tensor:
    """Whether each trait (row) may give points at each offset and tag (columns)."""
    away = torch.arange(-REACH, REACH + 1).abs().repeat_interleave(len(TAGS))
    return (away[None] <= torch.tensor([radius(trait) for trait in traits])[:, None]).float()


def look_up(words, traits_of, number: dict[str, int], vector_of) -> Words:
    """The words' rows of trait numbers, traits that were never learned left out."""
    row = {EDGE: 0}
    common, identity = [np.array([number[EDGE]])], [np.zeros(0, np.int64)]
    for word in words:
        if word not in row:
            row[word] = len(common)
            for rows, traits in zip((common, identity), traits_of(word), strict=True):
                rows.append(np.array([number[t] for t in traits if t in number], np.int64))
    vectors = torch.from_numpy(np.stack([vector_of(word) for word in row]))
    return Words(row, common, identity, vectors)


def packed(rows: list[np.ndarray]) -> tuple[torch.Tensor, torch.Tensor]:
    """The rows one after the other, and where each begins."""
    begins = np.cumsum([0, *map(len, rows)])[:-1]
    flat = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    return torch.from_numpy(flat.astype(np.int64)), torch.from_numpy(begins)


class Linear(Chain):
    """Word scores as sums over traits, and over the word's vector where it has one."""

    def __init__(self, traits: list[str], size: int):
        super().__init__()
        self.far = sum(radius(trait) > 0 for trait in traits)    # the rest gives to its word only
        self.blend = nn.Parameter(torch.zeros(size, OFFSETS * len(TAGS)))
        self.around = nn.EmbeddingBag(self.far, OFFSETS * len(TAGS), mode="sum", sparse=True)
        self.own = nn.EmbeddingBag(len(traits) - self.far, len(TAGS), mode="sum", sparse=True)
        nn.init.zeros_(self.around.weight)
        nn.init.zeros_(self.own.weight)

    def table(self, rows: list[np.ndarray], vectors: torch.Tensor | None = None) -> torch.Tensor:
        """The points that each word gives to itself and its neighbours."""
        points = self.around(*packed([row[row < self.far] for row in rows]))
        if vectors is not None:
            points = points + vectors @ self.blend
        own = self.own(*packed([row[row >= self.far] - self.far for row in rows]))
        none = (0, 0, REACH, REACH)
        return points.view(-1, OFFSETS, len(TAGS)) + nn.functional.pad(own[:, None], none)

    def weights(self) -> np.ndarray:
        """The points that each trait gives, a row a trait."""
        own = nn.functional.pad(self.own.weight[:, None], (0, 0, REACH, REACH)).flatten(1)
        return torch.cat([self.around.weight, own]).detach().numpy()


def rows_of(some: list[Lesson], words: Words) -> np.ndarray:
    """The rows of the lessons' words, REACH rows of what is outside around each."""
    rows = np.zeros((len(some), len(some[0].words) + 2 * REACH), np.int64)
    for at, one in enumerate(some):
        rows[at, REACH:REACH + len(one.words)] = [words.row[word] for word in one.words]
    return rows


def learn(parts: list[tuple[list[Lesson], int]], traits_of, vector_of, seed: int):
    """(model, numbers of its traits) after each part: the weights that make its tags likely.

    A part is lessons, and how many times they and those of the parts before are read; its weights
    begin as the part before left them. What is handed out is the mean of the weights after every
    MEANT steps of a part, of the first from its epoch FIRST_MEANT on: single ones swing by half a
    point of F1 from epoch to epoch.
    """
    torch.manual_seed(seed)
    shuffle = np.random.default_rng(seed)
    traits = [EDGE, *count_traits([lessons for lessons, _ in parts], traits_of)]
    number = {trait: place for place, trait in enumerate(traits)}
    words = look_up((w for lessons, _ in parts for one in lessons for w in one.words),
                    traits_of, number, vector_of)
    model = Linear(traits, words.vectors.shape[1])
    seen, near = reach(traits[:model.far]), reach(["word"])
    optimizer = torch.optim.Adagrad(model.parameters(), lr=RATE)
    lessons: list[Lesson] = []
    for place, (added, epochs) in enumerate(parts):
        lessons = lessons + added
        mean, steps, first = swa_utils.AveragedModel(model), 0, 0 if place else FIRST_MEANT
        for epoch in range(epochs):
            for some in grouped(lessons, BATCH, shuffle):
                points = scores(model, words, rows_of(some, words), shuffle)
                optimizer.zero_grad()
                model.loss(points, padded(some)).backward()
                hold(model.around.weight, seen)
                hold(model.own.weight, None)
                model.blend.grad.mul_(near).add_(model.blend.detach(), alpha=DECAY)
                optimizer.step()
                steps += 1
                if epoch >= first and steps % MEANT == 0:
                    mean.update_parameters(model)
            print(f"part {place + 1}: epoch {epoch + 1} of {epochs}", flush=True)
        yield mean.module, number


def hold(weights: nn.Parameter, seen: torch.Tensor | None) -> None:
    """Keep the slope of the weights that a batch has touched in reach, and draw them to nothing."""
    slope = weights.grad.coalesce()
    rows = slope.indices()[0]
    values = slope.values() if seen is None else slope.values() * seen[rows]
    weights.grad = torch.sparse_coo_tensor(
        slope.indices(), values + DECAY * weights.detach()[rows], slope.shape,
        is_coalesced=True, check_invariants=False)


def scores(model: Linear, words: Words, ids: np.ndarray, shuffle: np.random.Generator):
    """The emission scores of a batch, the identity of some words hidden."""
    different, place = np.unique(ids, return_inverse=True)
    place = torch.from_numpy(place.reshape(ids.shape))
    common = model.table([words.common[i] for i in different], words.vectors[different])
    identity = model.table([words.identity[i] for i in different])
    kept = torch.from_numpy(shuffle.random(ids.shape) >= DROPPED)
    given = common[place] + identity[place] * kept[:, :, None, None]
    steps = ids.shape[1] - 2 * REACH
    return sum(given[:, offset:offset + steps, offset] for offset in range(OFFSETS))


def tables(model: Linear, number: dict[str, int], traits_of, vector_of,
           words: list[str]) -> np.ndarray:
    """The score table of the words; its row 0 is what lies outside a sentence."""
    found = look_up(words, traits_of, number, vector_of)
    with torch.no_grad():
        whole = model.table(found.common, found.vectors) + model.table(found.identity)
    return whole.numpy()
