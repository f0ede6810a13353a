"""The name tagger's speed on many articles, and what it finds in the project's own sample.

    python benchmarks/tagger.py                   the sample, repeated
    python benchmarks/tagger.py articles.parquet  the `body` column of a table of one's own
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pandas as pd

from utils import load, tagger
from utils.tables import ROOT
from utils.tagger import weights

BATCH = 5000                 # articles: the unit of the whole chain
RUNS = 5


def bodies(path: Path | None) -> pd.Series:
    """At least BATCH article bodies."""
    found = pd.read_parquet(path) if path else load.read_articles(ROOT / "data/sample").articles
    texts = found["body"].dropna()
    return pd.concat([texts] * (-(-BATCH // len(texts))), ignore_index=True)


def main() -> None:
    """Print how long the weights take to read, and articles/s and words of the tagger."""
    texts = bodies(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    begin = time.perf_counter()
    model = weights.read_model()
    model.rows.get_indexer([0]), model.ranks, model.joins     # built when first asked for
    read = time.perf_counter()
    tagger.find_names(texts.head(200), model)
    taken = []
    for _ in range(RUNS):
        start = time.process_time()            # of this process: others may run beside it
        found = tagger.find_names(texts, model)
        taken.append(time.process_time() - start)
    print(f"weights read in {read - begin:.2f} s")
    print(f"{len(texts):,} articles of {texts.str.len().mean():,.0f} characters: "
          f"{len(texts) / min(taken):,.0f} articles/s a core, best of {RUNS}")
    print(f"{len(found) / len(texts):.1f} names an article:")
    print(found["kind"].value_counts().to_string())


if __name__ == "__main__":
    main()
