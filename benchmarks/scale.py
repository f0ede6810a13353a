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
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from itertools import chain, count, islice, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zipfile import ZipFile

import numpy as np

from utils.lexicon_rows import read_rows
from utils.tables import LEXICON, ROOT

CORPUS = ROOT.parent / "shared" / "corpora" / "saudinewsnet"
A_FILE = 5000                # articles in a file of the made corpus; a file is read whole
CHANGED = 4                  # every fourth word

_RUN = """
import resource, sys
from pathlib import Path
from utils import pipeline
pipeline.run(sys.argv[1], Path(sys.argv[2]), workers=int(sys.argv[3]))
own, below = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
print(resource.getrusage(own).ru_maxrss, resource.getrusage(below).ru_maxrss)
"""


class Real(NamedTuple):
    """The articles that are repeated, their bodies as numbers of words."""

    records: list[dict]
    words: np.ndarray            # the different words
    bodies: np.ndarray           # all bodies one after the other, a number a word
    bounds: list[int]            # where each body begins, and where the last ends


def real_articles(folder: Path = CORPUS) -> Real:
    """The articles of the folder's zips of JSON, those without a body left out."""
    records = []
    for path in sorted(folder.glob("*.zip")):
        with ZipFile(path) as archive:
            records += (record for name in sorted(archive.namelist())
                        for record in json.loads(archive.read(name)))
    records = [record for record in records if record["content"] and record["date_extracted"]]
    number: dict[str, int] = defaultdict(lambda: len(number))
    bodies = [[number[word] for word in record["content"].split(" ")] for record in records]
    bounds = np.cumsum([0, *map(len, bodies)]).tolist()
    flat = np.fromiter(chain.from_iterable(bodies), np.int32, bounds[-1])
    return Real(records, np.array(list(number), object), flat, bounds)


def find_listed(real: Real) -> list[tuple[np.ndarray, np.ndarray]]:
    """Where names of the lexicon stand in the bodies, and the names, by their number of words.

    People and towns, each list with the places where one of its names begins. Only names all of
    whose words the bodies know can take another's place.
    """
    number = {word: place for place, word in enumerate(real.words)}
    lists = []
    for table, lengths in (("people", (2, 3)), ("places", (1,))):
        names = {tuple(name.split()) for row in read_rows(LEXICON, table)
                 for name in row.many("names")}
        for length in lengths:
            known = np.array(sorted([number[word] for word in name] for name in names
                                    if len(name) == length and number.keys() >= set(name)))
            begins = np.flatnonzero(np.isin(real.bodies, known[:, 0]))
            begins = begins[begins + length <= len(real.bodies)]
            rows = real.bodies[begins[:, None] + np.arange(length)]
            whole = set(map(tuple, known.tolist()))
            lists.append((begins[[tuple(row) in whole for row in rows.tolist()]], known))
    return lists


def made_articles(real: Real) -> Iterator[dict]:
    """Records without end: the real articles, round by round changed further."""
    listed = find_listed(real)
    for turn in count():
        bodies = changed(real, listed, turn) if turn else real.bodies
        for record, (start, end) in zip(real.records, pairwise(real.bounds), strict=True):
            day = date.fromisoformat(record["date_extracted"][:10]) + timedelta(23 * turn)
            yield {"title": record["title"], "source": record["source"],
                   "content": " ".join(real.words[bodies[start:end]].tolist()),
                   "date_extracted": f"{day} 10:00:00"}


def changed(real: Real, listed: list[tuple[np.ndarray, np.ndarray]], turn: int) -> np.ndarray:
    """The bodies with every fourth word another, and then with other names."""
    dice, bodies = np.random.default_rng(turn), real.bodies.copy()
    hit = np.flatnonzero(dice.integers(CHANGED, size=len(bodies)) == 0)
    bodies[hit] = bodies[dice.permutation(hit)]         # as often as in real text
    for begins, names in listed:
        drawn = names[dice.integers(len(names), size=len(begins))]
        bodies[begins[:, None] + np.arange(names.shape[1])] = drawn
    return bodies


def write_corpus(real: Real, size: int, folder: Path) -> int:
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
