"""The whole chain over one batch of articles, and over as many batches as the disk holds.

A batch is the unit of everything: of memory, of a worker, of what a stopped run keeps. `analyse`
does one in memory. `run` streams them from files into `out/<table>/part-00000.parquet`, then links
reprints and happenings across them by keys, and goes on where it was stopped.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from tqdm.auto import tqdm

from utils import dates, entities, events, load, text
from utils.pipeline.batches import BATCH, in_batches
from utils.pipeline.happenings_across import link_happenings
from utils.pipeline.reprints_across import link_reprints, save_keys
from utils.pipeline.runs import WORK, Run, RunError, opened
from utils.tables import SCHEMAS, expect, save_table, typed

__all__ = ["BATCH", "RunError", "Tables", "analyse", "by_article", "find_dates", "find_mentions",
           "in_batches", "run"]

AHEAD = 2                    # batches a worker is given ahead, so that reading never waits


class Tables(NamedTuple):
    """The tables of one batch; their columns are those of `tables.SCHEMAS`."""

    articles: pd.DataFrame
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    dates: pd.DataFrame
    events: pd.DataFrame


def by_article(found: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame,
               name: str) -> pd.DataFrame:
    """What was found in bodies (`doc` = index label of `articles`) as rows of the named table.

    Each row gets its article_id, and the sentence_id of the sentence that its first character
    stands in (NA when it stands in none).
    """
    article = articles.index.get_indexer(found["doc"])
    place = found["start"].to_numpy("int64")
    host = pd.Index(articles["article_id"]).get_indexer(sentences["article_id"])
    first, last = (sentences[edge].to_numpy("int64") for edge in ("start", "end"))
    order = np.lexsort((first, host))
    # One number for article and place: where it falls among the sentences' is the last that begins
    # before it.
    length = max(place.max(initial=0), first.max(initial=0)) + 1
    before = np.searchsorted(host[order] * length + first[order], article * length + place, "right")
    sentence = np.append(order, -1)[before - 1]
    inside = (np.append(host, -1)[sentence] == article) & (place < np.append(last, 0)[sentence])
    rows = {
        "article_id": articles["article_id"].array.take(article),
        "sentence_id": sentences["sentence_id"].array.take(
            np.where(inside, sentence, -1), allow_fill=True),
    }
    return typed(found.assign(**rows), name)


def find_mentions(articles: pd.DataFrame, sentences: pd.DataFrame, lexicon=None,
                  tagger: bool = True) -> pd.DataFrame:
    """The table of mentions in the bodies; offices are resolved by each article's own day."""
    found = entities.find_entities(articles["body"], lexicon, articles["anchor"], tagger)
    return by_article(found, articles, sentences, "mentions")


def find_dates(articles: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The table of dates in the bodies, relative ones counted from each article's own day."""
    found = dates.find_dates(articles["body"], anchors=articles["anchor"])
    return by_article(found, articles, sentences, "dates")


def analyse(articles: pd.DataFrame, lexicon=None, tagger: bool = True) -> Tables:
    """The five tables of one batch of articles, in memory.

    `articles` as `load.read_articles(...).articles` gives them; `lexicon` as
    `entities.read_lexicon` gives it, the project's own by default. Without `tagger`, people whom no
    list has are left out, in less time.
    """
    expect("analyse", articles=articles)
    articles = articles.assign(reprint_of=text.find_reprints(articles))
    sentences = text.sentences(articles)
    mentions = find_mentions(articles, sentences, lexicon, tagger)
    dated = find_dates(articles, sentences)
    found = events.find_events(articles, sentences, mentions, dated)
    return Tables(articles, sentences, mentions, dated, found)


def _write_batch(corpus: load.Corpus, out: Path, part: str, tagger: bool) -> int:
    """The number of articles written. `set_aside` is written last: a part with it is finished.

    A batch that fails is not lost: its articles are set aside with the error, the run goes on.
    """
    aside = corpus.set_aside
    try:
        tables = analyse(corpus.articles, tagger=tagger)._asdict()
    except Exception as error:                        # whatever it is, the other batches finish
        reason = f"not analysed: {type(error).__name__}: {error}"
        failed = corpus.articles[["file", "record", "start", "end"]].assign(
            reason=reason, words=corpus.articles["body"]
        )
        aside, tables = pd.concat([aside, failed], ignore_index=True), {}
    for name, table in tables.items():
        save_table(table, name, out, part)
    if tables:
        save_keys(tables["articles"], out / WORK / "keys" / f"{part}.parquet")
    save_table(aside, "set_aside", out, part)
    return len(tables.get("articles", ()))


@contextmanager
def _workers(scheduler: str | None, workers: int | None) -> Iterator[tuple[Executor | None, int]]:
    """An executor and its size: a Dask cluster's, a pool of processes, or None for this process."""
    if scheduler:
        try:
            from dask.distributed import Client  # the extra `scale`, only where it is asked for
        except ImportError as error:
            raise RunError(
                f"scheduler={scheduler!r} needs Dask, which is not installed; expected the extra "
                'scale. Install it with: .venv/bin/pip install -e ".[scale]"'
            ) from error

        try:
            client = Client(scheduler)
        except (OSError, ValueError) as error:               # no answer in time is an OSError too
            raise RunError(
                f"scheduler={scheduler!r}: no Dask scheduler answers there ({error}); expected the "
                "address that `dask scheduler` prints when it starts, like tcp://10.0.0.5:8786. "
                "docs/scale.md says how to start one."
            ) from error
        with client:
            yield client.get_executor(), max(1, sum(client.ncores().values()))
    elif workers and workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            yield pool, workers
    else:
        yield None, 1


def run(paths, out, scheduler: str | None = None, workers: int | None = None,
        batch: int = BATCH, tagger: bool = True) -> Path:
    """The folder `out`, with a file `<table>/part-00000.parquet` a table and batch.

    `paths` is a path or a list of them; `scheduler` the address of a Dask scheduler ("tcp://..."),
    `workers` the number of processes on this machine: neither changes a byte of the tables. Besides
    the tables of each batch there are the happenings of all, and `run.json`, which says what the
    tables were made from. A run that was stopped goes on: finished batches are read over, not done
    again. `tagger` as in `analyse`. Raises RunError when it cannot start or go on, and says what to
    do.
    """
    paths = [paths] if isinstance(paths, (str, Path)) else list(paths)
    for name, number in (("workers", workers), ("batch", batch)):
        if number is not None and (not isinstance(number, int) or number < 1):
            raise RunError(f"{name} is {number!r}; expected a number from 1 on. Start the run "
                           f"again with one: pipeline.run(paths, out, {name}=4)")
    with opened(Path(out), paths, {"batch": batch, "tagger": tagger}) as folder:
        if folder.finished:
            return folder.out
        with _workers(scheduler, workers) as (executor, size):
            try:
                _write_batches(paths, folder, executor, AHEAD * size, batch, tagger)
            except BrokenProcessPool as error:
                raise RunError(
                    f"{out}: a worker died, most often for want of memory. Finished batches are "
                    "kept. Start the same run again, with fewer workers if it dies again."
                ) from error
        _link(folder)
    return folder.out


def _write_batches(paths: list, folder: Run, executor: Executor | None, ahead: int,
                   batch: int, tagger: bool) -> None:
    """Writes the tables of all batches that are not finished yet."""
    waiting: deque = deque()
    with tqdm(unit=" articles", desc="analyse") as bar:
        for number, corpus in enumerate(load.read_batches(*paths, size=batch)):
            part = f"part-{number:05}"
            if (folder.out / "set_aside" / f"{part}.parquet").exists():
                bar.update(len(corpus.articles))
                continue
            if executor is None:
                bar.update(_write_batch(corpus, folder.out, part, tagger))
                continue
            waiting.append(executor.submit(_write_batch, corpus, folder.out, part, tagger))
            while len(waiting) > ahead:
                bar.update(waiting.popleft().result())
        while waiting:
            bar.update(waiting.popleft().result())


def _link(folder: Run) -> None:
    """Links reprints and happenings across the batches, and writes the record."""
    out, work = folder.out, folder.work
    parts = sorted(path.stem for path in (work / "keys").glob("part-*.parquet"))
    link_reprints(parts, out, work)
    link_happenings(parts, out, work)
    folder.finish({
        name: sum(pq.read_metadata(path).num_rows for path in (out / name).glob("*.parquet"))
        for name in SCHEMAS
    })
