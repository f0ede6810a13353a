"""Cleaning, sentences and reprints on SaudiNewsNet: how fast, how right, against a peer.

    python benchmarks/text.py [folder with the SaudiNewsNet zips]

Speeds are processor time on one core; beside them stands the peer on the same machine and texts, so
that the ratio can be compared elsewhere. Nothing of the corpus is stored.
"""

from __future__ import annotations

import json
import random
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
from bidi import get_display

from utils import text
from utils.text import visual
from utils.text.copies import SHARED

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "saudinewsnet"
SAMPLE = 3000                # articles that the speeds are taken on
PLANTED = 1000               # near copies planted
SEED = 7


def read_corpus(folder: Path) -> pd.DataFrame:
    """The articles of the corpus, by the day on which they were crawled."""
    records = []
    for path in sorted(folder.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                records += json.loads(archive.read(name))
    if not records:
        sys.exit(f"{folder}: no zips of SaudiNewsNet; expected 2015-07-21.zip and others. "
                 "Give their folder as the argument.")
    return pd.DataFrame({
        "article_id": [f"s-{number}" for number in range(len(records))],
        "headline": [record["title"] for record in records],
        "body": [record["content"] for record in records],
        "outlet": [record["source"] for record in records],
        "published": pd.to_datetime(
            [record["date_extracted"][:10] for record in records], errors="coerce"),
    })


def seconds(work) -> float:
    """The least processor time of three runs: other work on the machine only adds."""
    def once() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began
    return min(once() for _ in range(3))


def show_speeds(articles: pd.DataFrame) -> None:
    """Articles a second of each function, and of the peer."""
    some = articles.sample(SAMPLE, random_state=SEED)
    bodies = list(some["body"])
    jobs = {
        "text.clean": lambda: [text.clean(body) for body in bodies],
        "text.match_key": lambda: [text.match_key(body) for body in bodies],
        "text.sentences": lambda: text.sentences(some),
        "text.find_reprints": lambda: text.find_reprints(some),
    }
    try:
        import sentencex
        jobs["sentencex (peer)"] = lambda: [list(sentencex.segment("ar", body)) for body in bodies]
    except ImportError:
        print("sentencex is not installed: no peer for the sentences")
    for name, job in jobs.items():
        print(f"{name:20} {SAMPLE / seconds(job):8,.0f} articles/s")


def show_visual(articles: pd.DataFrame) -> None:
    """Logical lines called visual, and lines stored as drawn that come back, by their words."""
    lines = [line for body in articles["body"] for line in body.splitlines() if line.strip()]
    wrong = sum(map(visual.is_visual, lines))
    print(f"lines called visual: {wrong} of {len(lines):,} that are not")
    some = random.Random(SEED).sample(lines, 8000)
    tried = pd.DataFrame({"line": [" ".join(line.split()) for line in some]})
    tried["words"] = pd.cut(tried["line"].str.count(" ") + 1, [0, 4, 9, 19, 10_000],
                            labels=["1-4", "5-9", "10-19", "20 and more"])
    tried = tried[tried["line"].str.contains("[ا-ي]{3}")]
    tried["back"] = [
        visual.turn_round(get_display(line, base_dir="R")) == line for line in tried["line"]
    ]
    print(tried.groupby("words", observed=True)["back"].agg(lines="size", turned_back="mean"))


def plant(body: str, kind: str, rng: np.random.Generator, words: list[str]) -> str:
    """A near copy of the body of this kind."""
    tokens = body.split()
    if "cut" in kind:
        tokens = tokens[:int(len(tokens) * 0.7)]
    if "%" in kind:
        share = int(kind.split("%")[0]) / 100
        tokens = [words[rng.integers(len(words))] if rng.random() < share else token
                  for token in tokens]
    if "byline" in kind:
        tokens = ["الرياض", "-", "متابعات:", *tokens]
    return " ".join(tokens)


KINDS = ("exact", "byline", "cut", "5% changed", "10% changed", "15% changed",
         "10% changed and cut", "15% changed, cut, byline")


def show_planted(articles: pd.DataFrame) -> None:
    """For each kind of planted copy: how many are linked to their original, how many wrongly."""
    rng = np.random.default_rng(SEED)
    alone = text.find_reprints(articles)
    chained = set(alone.dropna()) | set(articles["article_id"][alone.notna()])
    long = articles["body"].str.count(" ") >= 60
    unique = articles[long & ~articles["article_id"].isin(chained)].sample(
        PLANTED, random_state=SEED)
    words = " ".join(articles["body"].iloc[:300]).split()
    for kind in KINDS:
        copies = unique.assign(
            article_id="copy of " + unique["article_id"], outlet="another paper",
            body=[plant(body, kind, rng, words) for body in unique["body"]],
            published=unique["published"] + pd.Timedelta(days=1),
        )
        links = text.find_reprints(pd.concat([unique, copies], ignore_index=True))
        right = (links.iloc[PLANTED:].to_numpy() == unique["article_id"].to_numpy()).sum()
        wrong = links.notna().sum() - right
        print(f"{kind:26} {right / PLANTED:7.1%} linked to the original, {wrong} wrong links")


def show_duplicates(articles: pd.DataFrame) -> None:
    """The duplicate bodies of the corpus, and how far the near copies are from the limits."""
    links = text.find_reprints(articles)
    trimmed = articles["body"].str.strip()
    repeated, empty = trimmed.duplicated(), trimmed == ""
    print(f"{repeated.sum()} bodies repeat an earlier one; {(repeated & empty).sum()} are empty; "
          f"{(repeated & ~empty & links.isna()).sum()} of the others are not linked")
    chains = text.reprint_chains(articles, links)
    copies = chains[chains["article_id"] != chains["reprint_of"]]
    print(f"{len(copies):,} copies of {chains['reprint_of'].nunique():,} stories")
    limits = [0, SHARED, 0.6, 0.7, 0.8, 0.9, 0.99, 1]
    print(pd.cut(copies["share"], limits).value_counts(sort=False).to_string())


def main() -> None:
    """Prints all measurements."""
    articles = read_corpus(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
    print(f"{len(articles):,} articles, {articles['body'].str.len().mean():,.0f} characters each")
    for show in (show_speeds, show_visual, show_duplicates, show_planted):
        print(f"\n{show.__doc__}")
        show(articles)


if __name__ == "__main__":
    main()
