"""How fast each stage is, and the whole chain, beside tools that people use: one run, one table.

    python benchmarks/speed.py [path] [--articles 5000] [--rounds 3]

Speed is processor time on one core, the median of the rounds; `ratio` is the speed beside the
yardstick of the same run, a plain `re.findall` over the words of the same bodies, so that figures
of two machines can be compared. Slow tools get a part of the articles. Peak memory is that of a
process that runs the whole chain and nothing else. pyahocorasick, spaCy and dateparser come with
the extra `bench`; what is not installed is said.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd
from names import all_forms

from utils import events, load, pipeline, text
from utils.tables import ROOT
from utils.text.folding import fold

CORPORA = {
    "SaudiNewsNet": ROOT.parent / "shared" / "corpora" / "saudinewsnet",
    "sample": ROOT / "data" / "sample",
}
PHRASES = 1000               # articles that spaCy gets
SEARCHED = 100               # and dateparser
WORD = re.compile(r"\w+")

_WHOLE = """
import resource, sys
from pathlib import Path
from utils import pipeline
pipeline.run(sys.argv[1], Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


class Timed(NamedTuple):
    """One line of the table."""

    stage: str
    articles: int
    megabytes: float
    seconds: list[float]


def timed(stage: str, bodies: pd.Series, rounds: int, work: Callable[[], object]) -> Timed:
    """The stage with its times; the first round, which fills caches, is not counted."""
    work()
    seconds = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return Timed(stage, len(bodies), bodies.str.encode("utf-8").str.len().sum() / 1e6, seconds)


def stages(path: Path, count: int, rounds: int) -> Iterator[Timed]:
    """The yardstick and our own stages, each on the tables of the one before it."""
    batches = load.read_batches(path, size=count)
    articles = next(batches).articles.reset_index(drop=True)
    bodies = articles["body"]
    yield timed("words by re.findall", bodies, rounds, lambda: [*map(WORD.findall, bodies)])
    yield timed("load", bodies, 1, lambda: next(load.read_batches(path, size=count)))
    yield timed("reprints", bodies, rounds, lambda: text.find_reprints(articles))
    articles = articles.assign(reprint_of=text.find_reprints(articles))
    yield timed("sentences", bodies, rounds, lambda: text.sentences(articles))
    sentences = text.sentences(articles)

    yield timed("entities of the lexicon", bodies, rounds,
                lambda: pipeline.find_mentions(articles, sentences, tagger=False))
    yield timed("entities, and people of no list", bodies, rounds,
                lambda: pipeline.find_mentions(articles, sentences))
    mentions = pipeline.find_mentions(articles, sentences)
    yield timed("dates", bodies, rounds, lambda: pipeline.find_dates(articles, sentences))
    dated = pipeline.find_dates(articles, sentences)
    yield timed("events", bodies, rounds,
                lambda: events.find_events(articles, sentences, mentions, dated))
    found = events.find_events(articles, sentences, mentions, dated)
    yield timed("happenings", bodies, rounds, lambda: events.merge_events(found, articles))
    yield timed("one batch in memory", bodies, rounds, lambda: pipeline.analyse(articles))
    yield timed("the same without the tagger", bodies, rounds,
                lambda: pipeline.analyse(articles, tagger=False))
    yield from peers(bodies, rounds)


def peers(bodies: pd.Series, rounds: int) -> Iterator[Timed]:
    """Other tools on the same bodies; a line says which are not installed."""
    forms = all_forms()
    try:
        import ahocorasick
    except ImportError:
        print("pyahocorasick is not installed: pip install -e '.[bench]'")
    else:
        automaton = ahocorasick.Automaton()
        for form in forms:
            automaton.add_word(form, form)
        automaton.make_automaton()
        yield timed("pyahocorasick, names as substrings", bodies, rounds,
                    lambda: [list(automaton.iter(fold(body).key)) for body in bodies])
    try:
        import spacy
        from spacy.matcher import PhraseMatcher
    except ImportError:
        print("spaCy is not installed: pip install -e '.[bench]'")
    else:
        language = spacy.blank("ar")
        matcher = PhraseMatcher(language.vocab)
        matcher.add("name", list(language.pipe(forms)))
        some = bodies.head(PHRASES)
        yield timed("spaCy PhraseMatcher, names", some, 1,
                    lambda: [matcher(language.make_doc(fold(body).key)) for body in some])
    try:
        from dateparser.search import search_dates
    except ImportError:
        print("dateparser is not installed: pip install -e '.[bench]'")
    else:
        few = bodies.head(SEARCHED)
        yield timed("dateparser search_dates", few, 1,
                    lambda: [search_dates(body, languages=["ar"]) for body in few])


def whole_chain(path: Path) -> Timed:
    """`pipeline.run` on the whole path in a process of its own: all tables on disk."""
    with TemporaryDirectory(prefix="masar-speed-") as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ran = subprocess.run([sys.executable, "-c", _WHOLE, str(path), f"{folder}/out"], cwd=ROOT,
                             stdout=subprocess.PIPE, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        bodies = pd.concat([
            pd.read_parquet(part, columns=["body"])["body"]
            for part in sorted(Path(folder, "out", "articles").glob("*.parquet"))
        ])
        size = sum(file.stat().st_size for file in Path(folder, "out").rglob("*.parquet"))
        print(f"the whole chain: peak memory {int(ran.stdout) / 1024:,.0f} MB, "
              f"{size / 1e6:,.0f} MB of tables")
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    megabytes = bodies.str.encode("utf-8").str.len().sum() / 1e6
    return Timed("whole chain, from files to files", len(bodies), megabytes, [spent])


def show(lines: list[Timed]) -> None:
    """Prints the table; the first line is the yardstick."""
    yardstick = lines[0].megabytes / median(lines[0].seconds)
    print(f"{'':36}{'articles':>9}{'articles/s':>12}{'MB/s':>8}{'ratio':>9}")
    for line in lines:
        middle = max(median(line.seconds), 1e-6)
        speed = line.megabytes / middle
        print(f"{line.stage:36}{line.articles:9,}{line.articles / middle:12,.0f}{speed:8.2f}"
              f"{speed / yardstick:9.4f}")


def show_waiting(path: Path) -> None:
    """Prints what one article and the import cost: what someone at a notebook waits for."""
    one = next(load.read_batches(path, size=50)).articles.reset_index(drop=True)
    seconds = []
    for place in range(len(one)):
        began = time.perf_counter()
        pipeline.analyse(one.iloc[[place]])
        seconds.append(time.perf_counter() - began)
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import utils"], cwd=ROOT, check=True)
    print(f"one article, warm: {1000 * median(seconds[1:]):.0f} ms; "
          f"a Python that imports utils: {time.perf_counter() - began:.2f} s")


def main() -> None:
    """Prints one table a corpus."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, help="in place of SaudiNewsNet and sample")
    parser.add_argument("--articles", type=int, default=5000, help="for the single stages")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    corpora = {given.path.name: given.path} if given.path else CORPORA
    for name, path in corpora.items():
        if not path.exists():
            print(f"{name}: {path} is not there; give another path.")
            continue
        print(f"== {name}, {pd.Timestamp.now():%Y-%m-%d}, Python {sys.version.split()[0]}")
        lines = [*stages(path, given.articles, given.rounds), whole_chain(path)]
        show(lines)
        show_waiting(path)


if __name__ == "__main__":
    main()
