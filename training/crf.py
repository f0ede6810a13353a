"""A linear-chain CRF whose scores are sums over the traits of single words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.optim import swa_utils

from training.texts import Sentence
from utils.lattices import OFFSETS, REACH, TAGS, allowed

EDGE = "(outside)"           # the word that stands for what lies outside the sentence
# How far from a word its traits are seen, by how their names begin; 0 for those not named here.
SEEN_FROM = {
    EDGE: 3, "digits": 3, "sign": 3, "latin": 3, "announces": 3, "word": 2, "cluster": 2, "path": 2,
    "no cluster": 2, "form": 1, "people": 1, "place": 1, "country": 1, "demonym": 1, "office": 1,
    "organ": 1, "outlet": 1, "given": 1, "geonames": 1, "ends": 1, "proclitic": 1,
}
RAREST = 2                   # a trait must belong to so many words of the text
DROPPED = 0.2                # share of words whose identity is hidden while learning
FIRST_MEANT = 2              # epochs
RATE, WD, BATCH = 0.06, 0.01, 32
FORBIDDEN = -1e4             # what a step that is not allowed costs
TAG_OF = {tag: number for number, tag in enumerate(TAGS)}


@dataclass
class Words:
    """The different words of a text as rows of traits: those that say which word it is apart."""

    row: dict[str, int]
    common: list[np.ndarray]
    identity: list[np.ndarray]
    vectors: torch.Tensor


def count_traits(sentences: list[Sentence], traits_of) -> list[str]:
    """The traits that belong to at least RAREST words of the text, most frequent first."""
    words = Counter(word for sentence in sentences for word in sentence.words)
    counts = Counter()
    for word, count in words.items():
        for traits in traits_of(word):
            for trait in traits:
                counts[trait] += count
    kept = [trait for trait, count in counts.items() if count >= RAREST]
    return sorted(kept, key=lambda trait: (-counts[trait], trait))


def reach(traits: list[str]) -> torch.Tensor:
    """Whether each trait (row) may give points at each offset (column)."""
    radii = [max((far for begin, far in SEEN_FROM.items() if trait.startswith(begin)), default=0)
             for trait in traits]
    away = torch.arange(-REACH, REACH + 1).abs()
    return (away[None] <= torch.tensor(radii)[:, None]).float()


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


class Chain(nn.Module):
    """Transition scores and the likelihood of a row of tags given emission scores."""

    def __init__(self):
        super().__init__()
        self.moves = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.begins = nn.Parameter(torch.zeros(len(TAGS)))
        self.register_buffer("forbidden", torch.from_numpy(~allowed()) * FORBIDDEN)
        self.register_buffer("no_begin", torch.from_numpy(~allowed()[0]) * FORBIDDEN)

    def scores(self) -> tuple[torch.Tensor, torch.Tensor]:
        """The transition and the first scores, forbidden ones far below all others."""
        return self.moves + self.forbidden, self.begins + self.no_begin

    def loss(self, points: torch.Tensor, tags: torch.Tensor, sizes: torch.Tensor) -> torch.Tensor:
        """Minus the log-likelihood of the tags, summed over the sentences (longest first)."""
        moves, begins = self.scores()
        steps = points.shape[1]
        inside = torch.arange(steps)[None] < sizes[:, None]
        told = points.gather(2, tags[:, :, None])[:, :, 0]
        path = (told * inside).sum() + begins[tags[:, 0]].sum()
        path = path + (moves[tags[:, :-1], tags[:, 1:]] * inside[:, 1:]).sum()
        alpha, ended = points[:, 0] + begins, []
        for step in range(1, steps):
            count = int((sizes > step).sum())
            if count < len(alpha):
                ended.append(alpha[count:])
                alpha = alpha[:count]
            alpha = torch.logsumexp(alpha[:, :, None] + moves, 1) + points[:count, step]
        return torch.logsumexp(torch.cat([alpha, *ended]), 1).sum() - path


class Linear(Chain):
    """Word scores as sums over traits, and over the word's vector where it has one."""

    def __init__(self, traits: int, size: int):
        super().__init__()
        self.blend = nn.Parameter(torch.zeros(size, OFFSETS * len(TAGS)))
        self.weights = nn.EmbeddingBag(traits, OFFSETS * len(TAGS), mode="sum")
        nn.init.zeros_(self.weights.weight)

    def table(self, rows: list[np.ndarray], vectors: torch.Tensor | None = None) -> torch.Tensor:
        """The points that each word gives to itself and its neighbours."""
        points = self.weights(*packed(rows))
        if vectors is not None:
            points = points + vectors @ self.blend
        return points.view(len(rows), OFFSETS, len(TAGS))


def batches(sentences: list[Sentence], words: Words, shuffle: np.random.Generator):
    """Sentences of like length in random order, as padded arrays, longest first."""
    keys = np.array([len(s.words) for s in sentences]) + shuffle.uniform(0, 4, len(sentences))
    order = np.argsort(keys, kind="stable")
    groups = [order[begin:begin + BATCH] for begin in range(0, len(order), BATCH)]
    for place in shuffle.permutation(len(groups)):
        some = sorted((sentences[i] for i in groups[place]), key=lambda s: -len(s.words))
        longest = len(some[0].words)
        ids = np.zeros((len(some), longest + 2 * REACH), np.int64)
        tags = np.zeros((len(some), longest), np.int64)
        for at, sentence in enumerate(some):
            ids[at, REACH:REACH + len(sentence.words)] = [words.row[w] for w in sentence.words]
            tags[at, :len(sentence.tags)] = [TAG_OF[tag] for tag in sentence.tags]
        yield ids, torch.from_numpy(tags), torch.tensor([len(s.words) for s in some])


def learn(sentences: list[Sentence], traits_of, vector_of, epochs: int, seed: int, watch=None):
    """(model, numbers of its traits): the weights that make the sentences' tags likely.

    They are the mean of the weights after every step from FIRST_MEANT epochs on: single ones
    swing by half a point of F1 from epoch to epoch.
    """
    torch.manual_seed(seed)
    shuffle = np.random.default_rng(seed)
    traits = [EDGE, *count_traits(sentences, traits_of)]
    number = {trait: place for place, trait in enumerate(traits)}
    words = look_up((w for s in sentences for w in s.words), traits_of, number, vector_of)
    model = Linear(len(traits), words.vectors.shape[1])
    seen = reach(traits).repeat_interleave(len(TAGS), 1)
    near = reach(["word"]).repeat_interleave(len(TAGS), 1)
    optimizer = torch.optim.Adagrad(model.parameters(), lr=RATE, weight_decay=WD)
    mean = swa_utils.AveragedModel(model)
    for epoch in range(epochs):
        total = 0.0
        for ids, tags, sizes in batches(sentences, words, shuffle):
            points = scores(model, words, ids, shuffle)
            loss = model.loss(points, tags, sizes)
            optimizer.zero_grad()
            loss.backward()
            model.weights.weight.grad.mul_(seen)
            model.blend.grad.mul_(near)
            optimizer.step()
            if epoch >= FIRST_MEANT:
                mean.update_parameters(model)
            total += float(loss.detach())
        if watch:
            watch(epoch, total, mean.module if epoch >= FIRST_MEANT else model, number)
    return mean.module, number


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
