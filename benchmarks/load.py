"""How fast everything on disk becomes a table, and how much memory that takes.

    python benchmarks/load.py [path ...]      default: the real corpora beside the repository

Processor time is what counts (a shared machine's clock says more of its neighbours).
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from utils.load import read_batches

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"


def main() -> None:
    """Prints articles, seconds, articles a second and peak memory, for each path."""
    paths = [Path(path) for path in sys.argv[1:]] or [
        CORPORA / name for name in ("saudinewsnet", "jawhara", "html")
    ]
    for path in paths:
        if not path.exists():
            print(f"{path} is not there; give another path.")
            continue
        cpu, clock = time.process_time(), time.perf_counter()
        articles = aside = 0
        for corpus in read_batches(path):
            articles += len(corpus.articles)
            aside += len(corpus.set_aside)
        cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{path.name:14} {articles:6,} articles, {aside:5,} stretches set aside: "
              f"{cpu:5.1f} s of processor ({clock:.1f} s by the clock), "
              f"{articles / cpu:7,.0f} articles/s, peak {peak:,.0f} MB")


if __name__ == "__main__":
    main()
