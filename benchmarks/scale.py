"""What runs of growing size take: seconds, memory, disk; the curve behind docs/scale.md.

    python benchmarks/scale.py [1000 10000 100000 ...] [--workers 1] [--keep folder]

The articles are those of SaudiNewsNet over and over, each round with other names, other days, and
every fourth word another, so that rounds are no copies of one another. Each size is run by a
process of its own, which prints its peak memory; a run that is started again on finished tables
is timed too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from utils import load
from utils.lexicon.rows import read_rows
from utils.tables import LEXICON, ROOT

CORPUS = ROOT.parent / "shared" / "corpora" / "saudinewsnet"
A_FILE = 20_000              # articles in a file of the made corpus
CHANGED = 4                  # every fourth word

_RUN = """
import resource, sys
from pathlib import Path
from utils import pipeline
pipeline.run(sys.argv[1], Path(sys.argv[2]), workers=int(sys.argv[3]))
own, below = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
print(resource.getrusage(own).ru_maxrss, resource.getrusage(below).ru_maxrss)
"""


def real_articles() -> pd.DataFrame:
    """The articles that are repeated: their headline, body, outlet and day."""
    articles = load.read_articles(CORPUS).articles
    return articles[["headline", "body", "outlet", "anchor"]].dropna()


def made_articles(real: pd.DataFrame) -> Iterator[dict]:
    """Records without end: the real articles, round by round changed further."""
    people = sorted({name for row in read_rows(LEXICON, "people") for name in row.many("names")})
    towns = sorted({name for row in read_rows(LEXICON, "places") for name in row.many("names")
                    if " " not in name})
    words = sorted({word for body in real["body"].head(2000) for word in body.split()})
    known = re.compile("|".join(map(re.escape, sorted(
        [name for name in people if " " in name] + towns, key=len, reverse=True))))
    number = count()
    for turn in count():
        for row in real.itertuples(index=False):
            dice = random.Random(next(number))
            body = row.body if turn == 0 else _changed(row.body, known, people, towns, words, dice)
            day = row.anchor + pd.Timedelta(days=23 * turn)
            yield {"title": row.headline, "content": body, "source": row.outlet,
                   "date_extracted": f"{day:%Y-%m-%d} 10:00:00"}


def _changed(body: str, known: re.Pattern, people: list[str], towns: list[str],
             words: list[str], dice: random.Random) -> str:
    """The body with other names, and with every fourth word another."""
    def other(name: re.Match) -> str:
        return dice.choice(people if " " in name[0] else towns)

    kept = iter(known.sub(other, body).split(" "))
    return " ".join(word if dice.randrange(CHANGED) else dice.choice(words) for word in kept)


def write_corpus(real: pd.DataFrame, size: int, folder: Path) -> int:
    """Writes so many articles as JSON lines; the megabytes of their text."""
    records, written = islice(made_articles(real), size), 0
    for number in range(0, size, A_FILE):
        with gzip.open(folder / f"{number:09}.jsonl.gz", "wt", encoding="utf-8",
                       compresslevel=1) as file:
            for record in islice(records, min(A_FILE, size - number)):
                line = json.dumps(record, ensure_ascii=False)
                written += len(line.encode())
                file.write(line + "\n")
    return written // 1_000_000


def measured(corpus: Path, out: Path, workers: int) -> dict[str, object]:
    """What one run took: seconds by the clock and of processors, megabytes of memory and disk."""
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ran = subprocess.run([sys.executable, "-c", _RUN, str(corpus), str(out), str(workers)],
                         cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    clock, after = time.perf_counter() - clock, resource.getrusage(resource.RUSAGE_CHILDREN)
    own, worker = (int(kilobytes) // 1024 for kilobytes in ran.stdout.split())
    disk = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return {
        "clock s": round(clock), "processor s": round(
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime),
        "peak MB": own, "worker MB": worker, "disk MB": disk // 1_000_000,
    }


def main() -> None:
    """Prints one line a size, as it is done."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10_000, 100_000])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder that keeps the corpora and tables")
    given = parser.parse_args()
    if not CORPUS.exists():
        sys.exit(f"{CORPUS} is not there: the articles to repeat lie beside the repository.")
    real = real_articles()
    keeps = nullcontext(given.keep) if given.keep else TemporaryDirectory(prefix="masar-scale-")
    with keeps as folder:
        for size in given.sizes:
            corpus, out = Path(folder, f"{size}-in"), Path(folder, f"{size}-out")
            corpus.mkdir(parents=True)
            text = write_corpus(real, size, corpus)
            line = {"articles": f"{size:,}", "input MB": text}
            line |= measured(corpus, out, given.workers)
            line["again s"] = measured(corpus, out, given.workers)["clock s"]
            print(", ".join(f"{name}: {value}" for name, value in line.items()), flush=True)


if __name__ == "__main__":
    main()
