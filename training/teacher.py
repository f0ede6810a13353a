"""The teacher: a network that reads whole sentences. Too slow and too large to hand out.

It says of newspaper sentences how likely each tag is, and the linear tagger learns from that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from training.chain import Chain, Lesson, expected, grouped, padded
from utils.tagger.lattices import TAGS
from utils.tagger.traits import Known, readings

LETTERS = 16                 # of a word that are looked at, from its beginning
LETTER_SIZE, FILTERS, LISTS_SIZE, HIDDEN = 24, 48, 48, 128
HIDDEN_WORDS = 0.12          # share of words whose vector is hidden while learning
DROPPED = 0.35
EPOCHS, BATCH, RATE, SLOWER = 16, 16, 4e-3, 0.2
READ_AT_ONCE = 64            # sentences, once it has learned
_BEGIN, _END, _RARE, _FIRST_LETTER = 1, 2, 3, 4


class Looks(NamedTuple):
    """What the teacher sees of each word of a vocabulary; row 0 is no word."""

    row: dict[str, int]
    vectors: torch.Tensor
    shifted: torch.Tensor    # the row of what was learned beyond the vector, 0 for none
    lists: torch.Tensor
    letters: torch.Tensor

    def rows(self, sentences: list[list[str]]) -> torch.Tensor:
        """The words' rows, a row a sentence, 0 behind its end."""
        longest = max(map(len, sentences))
        return torch.tensor([[self.row[w] for w in words] + [0] * (longest - len(words))
                             for words in sentences])


@dataclass
class Eyes:
    """How a teacher looks at words: by numbers that are fixed before it learns."""

    vector_of: Callable[[str], np.ndarray]
    known: dict[str, Known]
    met: dict[str, int]      # the words it learns from
    lists: dict[str, int]
    letters: dict[str, int]

    @classmethod
    def of(cls, words: list[str], vector_of, known: dict[str, Known]) -> Eyes:
        """Eyes for all that these words show."""
        lists = sorted({name for word in words for name in lists_of(word, known)})
        letters = sorted({letter for word in words for letter in word})
        return cls(vector_of, known, {word: row for row, word in enumerate(words, 1)},
                   {name: place for place, name in enumerate(lists)},
                   {letter: at for at, letter in enumerate(letters, _FIRST_LETTER)})

    def look(self, sentences: list[list[str]]) -> Looks:
        """Vector, lists and letters of each different word of the sentences."""
        words = sorted({word for words in sentences for word in words})
        lists = np.zeros((len(words) + 1, len(self.lists)), np.float32)
        letters = np.zeros((len(words) + 1, LETTERS + 2), np.int64)
        vectors = [self.vector_of(word) for word in words]
        for row, word in enumerate(words, 1):
            lists[row, [self.lists[name] for name in lists_of(word, self.known)
                        if name in self.lists]] = 1
            spelled = [_BEGIN, *(self.letters.get(letter, _RARE) for letter in word), _END]
            letters[row, :len(spelled)] = spelled[:LETTERS + 2]
        return Looks({word: row for row, word in enumerate(words, 1)},
                     torch.from_numpy(np.stack([np.zeros_like(vectors[0]), *vectors])),
                     torch.tensor([0, *(self.met.get(word, 0) for word in words)]),
                     torch.from_numpy(lists), torch.from_numpy(letters))


def lists_of(word: str, known: dict[str, Known]) -> tuple[str, ...]:
    """The lists of the word, and those of its readings without proclitics, marked so."""
    own = known[word].lists if word in known else ()
    bare = {name + " bare" for form in readings(word) if form in known
            for name in known[form].lists}
    return (*own, *sorted(bare))


class Teacher(Chain):
    """Vectors, letters and lists of each word, read in both directions, under a CRF."""

    def __init__(self, eyes: Eyes):
        super().__init__()
        size = len(eyes.vector_of(""))
        self.shifts = nn.Embedding(len(eyes.met) + 1, size, sparse=True)
        nn.init.zeros_(self.shifts.weight)
        self.lists = nn.Linear(len(eyes.lists), LISTS_SIZE)
        self.letters = nn.Embedding(len(eyes.letters) + _FIRST_LETTER, LETTER_SIZE, padding_idx=0)
        self.filters = nn.Conv1d(LETTER_SIZE, FILTERS, 3, padding=1)
        self.both_ways = nn.LSTM(size + LISTS_SIZE + FILTERS, HIDDEN, bidirectional=True,
                                 batch_first=True)
        self.between = nn.Linear(2 * HIDDEN, HIDDEN)
        self.points = nn.Linear(HIDDEN, len(TAGS))

    def forward(self, looks: Looks, rows: torch.Tensor) -> torch.Tensor:
        """The points of each word's tags."""
        different, place = torch.unique(rows, return_inverse=True)
        letters = self.letters(looks.letters[different]).transpose(1, 2)
        spelled = torch.relu(self.filters(letters)).amax(2)
        on_lists = torch.relu(self.lists(looks.lists[different]))
        meant = (looks.vectors[different] + self.shifts(looks.shifted[different]))[place]
        if self.training:
            meant = meant * (torch.rand(*rows.shape, 1) >= HIDDEN_WORDS)
        seen = same_dropout(torch.cat([meant, on_lists[place], spelled[place]], 2), self.training)
        # What is behind a sentence's end is read too: packing it away takes twice as long.
        read = same_dropout(self.both_ways(seen)[0], self.training)
        return self.points(torch.relu(self.between(read)))


def same_dropout(seen: torch.Tensor, training: bool) -> torch.Tensor:
    """Numbers hidden at random, the same ones at each word of a sentence."""
    if not training:
        return seen
    kept = torch.rand(len(seen), 1, seen.shape[2]) >= DROPPED
    return seen * kept / (1 - DROPPED)


def learn(lessons: list[Lesson], eyes: Eyes, seed: int, watch=None) -> Teacher:
    """A teacher that has read the lessons EPOCHS times."""
    torch.manual_seed(seed)
    shuffle = np.random.default_rng(seed)
    teacher, looks = Teacher(eyes), eyes.look([one.words for one in lessons])
    quick = [p for name, p in teacher.named_parameters() if name != "shifts.weight"]
    optimizers = (torch.optim.Adam(quick, RATE),
                  torch.optim.SparseAdam([teacher.shifts.weight], RATE * SLOWER))
    steps = EPOCHS * -(-len(lessons) // BATCH)
    paces = [torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (steps / EPOCHS), 1 - step / steps))
        for optimizer in optimizers]
    for epoch in range(EPOCHS):
        teacher.train()
        for some in grouped(lessons, BATCH, shuffle):
            rows = looks.rows([one.words for one in some])
            loss = teacher.loss(teacher(looks, rows), padded(some)) / len(some)
            teacher.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(quick, 5.0)
            for part in (*optimizers, *paces):
                part.step()
        if watch:
            watch(epoch, teacher)
    return teacher.eval()


def teach(teachers: list[Teacher], eyes: Eyes, sentences: list[list[str]]) -> list[Lesson]:
    """How likely the teachers' mean finds each tag of each word, in the sentences' order."""
    lessons: list = [None] * len(sentences)
    looks = eyes.look(sentences)
    order = sorted(range(len(sentences)), key=lambda at: -len(sentences[at]))
    with torch.no_grad():
        scores = [teacher.scores() for teacher in teachers]
        moves, begins = (torch.stack(part).mean(0) for part in zip(*scores, strict=True))
    for first in range(0, len(order), READ_AT_ONCE):
        some = order[first:first + READ_AT_ONCE]
        sizes = np.array([len(sentences[at]) for at in some])
        with torch.no_grad():
            rows = looks.rows([sentences[at] for at in some])
            points = torch.stack([teacher(looks, rows) for teacher in teachers]).mean(0)
        shares, steps = expected(points.numpy(), moves.numpy(), begins.numpy(), sizes)
        for at, share, step in zip(some, shares, steps, strict=True):
            lessons[at] = Lesson(sentences[at], share[:len(sentences[at])].astype(np.float32),
                                 step.astype(np.float32))
    return lessons
