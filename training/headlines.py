"""The weights of `utils.load.anew`, from real articles glued bare and real articles alone.

    python -m training.headlines --texts ../shared

Half of the articles are learned from, by the hash of their headlines; the other half stays unseen.
A line is right where a headline stands, wrong where an article has a short line of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections import Counter
from pathlib import Path

import numpy as np

from utils import load
from utils.load.anew import Signs, signs_of
from utils.load.chrome import without_chrome
from utils.load.flattened import unfolded
from utils.load.guises import is_headline, stems
from utils.load.layouts import Layout
from utils.load.pieces import find_pieces

GLUED = 6000                     # articles glued; three times as many stand alone
FREQUENT, LONG, STEMS = 8000, 2500, 110      # articles, characters of each, stems told
RIDGE = 0.001
STEPS = 60                       # of Newton's method
CUTS = (10, 15, 20, 30)          # articles alone that are cut, for which a threshold is told


def is_learned(headline: str) -> bool:
    """Whether an article is of the half that is learned from."""
    return hashlib.sha256(headline.encode()).digest()[0] < 128


def read_corpus(texts: Path) -> list[tuple[str, list[str]]]:
    """(headline, lines) of the articles that are fit for gluing, in a fixed random order."""
    corpora = texts / "corpora"
    articles = load.read_articles(corpora / "saudinewsnet", corpora / "jawhara").articles
    found = {}
    for headline, body in zip(articles["headline"], articles["body"], strict=True):
        words = " ".join(str(headline).split())
        lines = [" ".join(line.split()) for line in body.split("\n") if line.strip()]
        if 3 <= len(words.split()) <= 22 and len(body) >= 220 and is_learned(words):
            found.setdefault(words, lines)
    return random.Random(1).sample(sorted(found.items()), len(found))


def glue(articles: list[tuple[str, list[str]]], rng: random.Random) -> str:
    """Some articles below each other with nothing between them but line ends."""
    end = rng.choice(["\n", "\n", "\n\n"])
    within = rng.choice([end, end, " "])
    return end.join(headline + end + within.join(lines) for headline, lines in articles)


def lines_of(text: str, headlines: set[str]) -> list[tuple[Signs, bool]]:
    """The signs of the short lines above running text, and whether each is a headline."""
    pieces = find_pieces(text)
    layout = Layout(text, unfolded(text, without_chrome(text, pieces)), given=False)
    found, above = [], []
    for place, piece in enumerate(layout.pieces):
        right = piece.kind == "text" and " ".join(layout.words(place).split()) in headlines
        below = place + 1
        can_be = piece.kind == "text" and not (piece.fused or piece.bullet) and (
            is_headline(text, piece) and below < len(layout.pieces) and layout.running(below)
            and not layout.resumes(below) and any(map(layout.running, above)))
        if can_be:
            found.append((signs_of(layout, place, below, above), right))
        above = [place] if right else [*above, place]
    return found


def shared_stems(corpus: list[tuple[str, list[str]]]) -> list[str]:
    """The stems that most articles have, the most frequent first."""
    times = Counter(stem for _, lines in corpus[:FREQUENT]
                    for stem in stems(" ".join(lines)[:LONG]))
    return [stem for stem, _ in times.most_common(STEMS)]


def fit(signs: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The weights of a logistic regression, the constant last."""
    mean, spread = signs.mean(0), signs.std(0) + 1e-9
    rows = np.c_[(signs - mean) / spread, np.ones(len(signs))]
    penalty = RIDGE * len(rows) * np.diag([1.0] * signs.shape[1] + [0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - right) + penalty @ weights
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + penalty
        weights -= np.linalg.solve(bend, slope)
    return np.r_[weights[:-1] / spread, weights[-1] - (weights[:-1] * mean / spread).sum()]


def main() -> None:
    """Prints the weights, and what thresholds find and cut."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, default=Path("../shared"))
    corpus, rng = read_corpus(parser.parse_args().texts), random.Random(2)
    print("stems that most articles share:", " ".join(shared_stems(corpus)))
    glued, alone, first = [], [], 0
    while first < GLUED:
        some = corpus[first:first + rng.randint(2, 5)]
        first += len(some)
        glued += lines_of(glue(some, rng), {headline for headline, _ in some})
    for headline, lines in corpus[first:first + 3 * GLUED]:
        alone += lines_of("\n".join([headline, *lines]), {headline})
    signs = np.array([sign for sign, _ in glued + alone], float)
    right = np.array([is_right for _, is_right in glued + alone], float)
    weights = fit(signs, right)
    for name, weight in zip(Signs._fields, weights[:-1], strict=True):
        print(f"{name:24}{weight:7.2f}")
    score = signs @ weights[:-1] + weights[-1]
    found = np.sort(score[:len(glued)][right[:len(glued)] == 1])
    wrong = np.sort(score[len(glued):])[::-1]
    print(f"constant {weights[-1]:.2f}; {len(found)} headlines, {len(wrong)} lines in "
          f"{min(len(corpus) - first, 3 * GLUED)} articles alone")
    for cuts in CUTS:
        print(f"above {wrong[cuts] - weights[-1]:6.2f}: {np.mean(found > wrong[cuts]):.1%} found, "
              f"{cuts} articles cut")


if __name__ == "__main__":
    main()
