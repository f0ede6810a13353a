"""Newspaper sentences with the teachers' tags: what the linear tagger learns from besides gold."""

from __future__ import annotations

import numpy as np

from training.chain import Lesson
from training.teacher import Eyes, Teacher, teach
from utils.tagger.lattices import TAGS

SHORTEST, LONGEST = 5, 60    # words of a sentence
READ = 40_000                # sentences that the teachers read
TAKEN = 14_000               # of them that are learned from
NAMES = 0.5                  # a sentence must be expected to hold so many
PART = 4_000                 # sentences whose words are looked at together
_BEGINS = [number for number, tag in enumerate(TAGS) if tag.startswith("B-")]


def choose(sentences: list[list[str]], seed: int) -> list[list[str]]:
    """READ different sentences of fit length, at random."""
    fit = sorted({tuple(words) for words in sentences if SHORTEST <= len(words) <= LONGEST})
    picked = np.random.default_rng(seed).permutation(len(fit))[:READ]
    return [list(fit[at]) for at in picked]


def lessons(teachers: list[Teacher], eyes: Eyes, sentences: list[list[str]]) -> list[Lesson]:
    """The first TAKEN sentences in which the teachers see names."""
    found: list[Lesson] = []
    for begin in range(0, len(sentences), PART):
        part = teach(teachers, eyes, sentences[begin:begin + PART])
        found += [one for one in part if one.shares[:, _BEGINS].sum() >= NAMES]
        if len(found) >= TAKEN:
            break
    return found[:TAKEN]
