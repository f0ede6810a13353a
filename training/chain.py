"""What the tagger and its teacher share: lessons, and how likely rows of tags are given scores."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from training.texts import Sentence
from utils.tagger.lattices import TAGS, allowed

FORBIDDEN = -1e4             # what a step that is not allowed costs
TAG_OF = {tag: number for number, tag in enumerate(TAGS)}


class Lesson(NamedTuple):
    """A sentence and how likely each tag of each word is, and each step from tag to tag.

    A labelled sentence leaves no doubt; a teacher's may.
    """

    words: list[str]
    shares: np.ndarray       # words x tags; each row adds up to 1
    steps: np.ndarray        # tags x tags: how many such steps the sentence is expected to have


class Batch(NamedTuple):
    """Lessons as padded arrays, longest first."""

    shares: torch.Tensor
    steps: torch.Tensor      # of all lessons together
    sizes: np.ndarray


def lesson(sentence: Sentence) -> Lesson:
    """The labelled sentence as a lesson without doubt."""
    tags = [TAG_OF[tag] for tag in sentence.tags]
    steps = np.zeros((len(TAGS), len(TAGS)), np.float32)
    np.add.at(steps, (tags[:-1], tags[1:]), 1)
    return Lesson(sentence.words, np.eye(len(TAGS), dtype=np.float32)[tags], steps)


def grouped(lessons: list[Lesson], size: int, shuffle: np.random.Generator):
    """Lessons of like length in random order, `size` at once, longest first."""
    keys = np.array([len(one.words) for one in lessons]) + shuffle.uniform(0, 5, len(lessons))
    order = np.argsort(keys, kind="stable")
    parts = [order[begin:begin + size] for begin in range(0, len(order), size)]
    for part in shuffle.permutation(len(parts)):
        yield sorted((lessons[at] for at in parts[part]), key=lambda one: -len(one.words))


def padded(some: list[Lesson]) -> Batch:
    """The lessons, longest first, as arrays."""
    shares = np.zeros((len(some), len(some[0].words), len(TAGS)), np.float32)
    for at, one in enumerate(some):
        shares[at, :len(one.words)] = one.shares
    return Batch(torch.from_numpy(shares),
                 torch.from_numpy(np.sum([one.steps for one in some], axis=0)),
                 np.array([len(one.words) for one in some]))


class Chain(nn.Module):
    """Transition scores, and how far given emission scores are from a lesson."""

    def __init__(self):
        super().__init__()
        self.moves = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.begins = nn.Parameter(torch.zeros(len(TAGS)))
        self.register_buffer("forbidden", torch.from_numpy(~allowed()) * FORBIDDEN)
        self.register_buffer("no_begin", torch.from_numpy(~allowed()[0]) * FORBIDDEN)

    def scores(self) -> tuple[torch.Tensor, torch.Tensor]:
        """The transition and the first scores, forbidden ones far below all others."""
        return self.moves + self.forbidden, self.begins + self.no_begin

    def loss(self, points: torch.Tensor, batch: Batch) -> torch.Tensor:
        """What has the slope of the cross-entropy between lessons and scores, not its value.

        That slope is what the scores expect less what the lessons say.
        """
        moves, begins = self.scores()
        shares, steps = (torch.from_numpy(part).float() for part in expected(
            *(part.detach().numpy() for part in (points, moves, begins)), batch.sizes))
        too_much = shares - batch.shares
        return ((points * too_much).sum() + (self.begins * too_much[:, 0]).sum()
                + (self.moves * (steps.sum(0) - batch.steps)).sum())


def expected(points: np.ndarray, moves: np.ndarray, begins: np.ndarray,
             sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The share of each tag at each word, and of each step in each sentence; longest first.

    The forward-backward algorithm, each step's sums brought to 1.
    """
    weights = np.exp(points - points.max(axis=2, keepdims=True), dtype=np.float64).swapaxes(0, 1)
    steps = np.exp(moves, dtype=np.float64)
    going = [int((sizes > step).sum()) for step in range(len(weights))]
    ahead, behind = np.zeros_like(weights), np.ones_like(weights)
    sums = np.ones(weights.shape[:2])
    for step, count in enumerate(going):
        came = ahead[step - 1, :count] @ steps if step else np.exp(begins, dtype=np.float64)
        here = came * weights[step, :count]
        sums[step, :count] = here.sum(axis=1)
        ahead[step, :count] = here / sums[step, :count, None]
    for step in range(len(weights) - 2, -1, -1):
        count = going[step + 1]
        # From here on `weights` are what the words behind give to the step towards them.
        weights[step + 1] *= behind[step + 1] / sums[step + 1, :, None]
        weights[step + 1, count:] = 0
        behind[step, :count] = weights[step + 1, :count] @ steps.T
    return ((ahead * behind).swapaxes(0, 1),
            np.einsum("tbi,tbj->bij", ahead[:-1], weights[1:], optimize=True) * steps)
