"""The whole chain over one batch of articles, and over as many batches as the disk holds.

A batch is the unit of everything: of memory, of a worker, of what a stopped run keeps. `analyse`
does one in memory. `run` streams them from files into `out/<table>/part-00000.parquet`, then links
reprints and happenings across them by keys, and goes on where it was stopped.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow.parquet as pq
from tqdm.auto import tqdm

from utils import counts, events, load, quotations, tables, text
from utils.asking import PATH, PATHS, SWITCH, TEXT, asks, table_of, whole
from utils.entities import LEXICON
from utils.lexicon.building import uncollected
from utils.memory import give_back, one_allocator
from utils.pipeline.batches import BATCH, in_batches
from utils.pipeline.happenings_across import link_happenings
from utils.pipeline.reprints_across import link_reprints, save_keys
from utils.pipeline.runs import WORK, Run, RunError, cleared, opened
from utils.pipeline.stages import by_article, fill, find_dates, find_mentions
from utils.pipeline.workers import executor_of
from utils.stored import Stored
from utils.tables import SCHEMAS, save_table
from utils.text.tokens import READY, Ready, make_ready

__all__ = ["BATCH", "RunError", "Tables", "analyse", "by_article", "fill", "find_dates",
           "find_mentions", "in_batches", "read", "run"]

_NUMBER = whole(1)._replace(error=RunError)
AHEAD = 2                    # batches a worker is given ahead, so that reading never waits


class Tables(NamedTuple):
    """The tables of one batch; their columns are those of `tables.SCHEMAS`."""

    articles: pd.DataFrame
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    dates: pd.DataFrame
    events: pd.DataFrame


@asks(articles=table_of("articles", "article_id", "body", "outlet", "anchor",
                        perhaps=("published",)),
      lexicon=LEXICON, tagger=SWITCH, ready=READY)
@uncollected()
def analyse(articles: pd.DataFrame, lexicon=None, tagger: bool = True,
            ready: Ready | None = None) -> Tables:
    """The five tables of one batch of articles, in memory.

    `articles` as `load.read_articles(...).articles` gives them; `lexicon` as
    `entities.read_lexicon` gives it, the project's own by default. Without `tagger`, people whom no
    list has are left out, in less time. `ready` are the bodies, where they have been made ready for
    searching already.
    """
    ready = ready or _ready(articles)
    articles = articles.assign(reprint_of=text.find_reprints(articles))
    sentences = text.sentences(articles)
    mentions = find_mentions(articles, sentences, lexicon, tagger, ready)
    dated = find_dates(articles, sentences, ready)
    found = events.find_events(articles, sentences, mentions, dated, ready)
    return Tables(articles, sentences, mentions, dated, found)


def _ready(articles: pd.DataFrame) -> Ready:
    """The bodies made ready for searching, once for all stages."""
    return make_ready(articles["body"].fillna("").tolist())


@uncollected()
def _tables(articles: pd.DataFrame, tagger: bool) -> dict[str, pd.DataFrame]:
    """The tables of `analyse` and the quotations, by name."""
    ready = _ready(articles)
    tables = analyse(articles, tagger=tagger, ready=ready)._asdict()
    given = (tables[name] for name in ("articles", "sentences", "mentions"))
    return tables | {"quotations": quotations.find_quotations(*given, ready)}


@one_allocator()                                      # also in a process of its own
def _write_batch(corpus: load.Corpus, out: Path, part: str, tagger: bool) -> int:
    """The number of articles written. `set_aside` is written last: a part with it is finished.

    A batch that fails is not lost: its articles are set aside with the error, the run goes on.
    """
    give_back()                                       # what the batch before used
    aside = corpus.set_aside
    try:
        tables = _tables(corpus.articles, tagger)
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


@asks(paths=PATHS, out=PATH, scheduler=TEXT, workers=_NUMBER, batch=_NUMBER, tagger=SWITCH)
@one_allocator()
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
    with opened(Path(out), paths, {"batch": batch, "tagger": tagger}) as folder:
        if folder.finished:
            return folder.out
        with executor_of(scheduler, workers) as (executor, size):
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
    give_back()
    out, work = folder.out, folder.work
    parts = sorted(path.stem for path in (work / "keys").glob("part-*.parquet"))
    link_reprints(parts, out, work)
    give_back()
    link_happenings(parts, out, work)
    give_back()
    if parts:
        counts.keep(out)
    folder.finish({
        name: sum(pq.read_metadata(path).num_rows for path in (out / name).glob("*.parquet"))
        for name in SCHEMAS
    })


@asks(corpus=PATH, workers=_NUMBER, folder=PATH, batch=_NUMBER)
def read(corpus: Path | str, workers: int | None = None, folder: Path | str | None = None,
         batch: int = BATCH) -> tuple[Stored, Stored]:
    """The articles of a corpus and what was set aside, in the folder of the notebooks' tables.

    A corpus of one batch is read. A larger one is run through all stages here, as `run` does, so
    that every other table is there too. What the folder held of another corpus is emptied out.
    """
    folder = Path(folder or tables.PROCESSED)
    if not cleared(folder, corpus):
        some = list(islice(load.read_batches(corpus, size=batch), 2))
        if sum(len(one.articles) for one in some) <= batch:
            for name, parts in zip(("articles", "set_aside"), zip(*some, strict=True), strict=True):
                save_table(pd.concat(parts, ignore_index=True), name, folder)
            return Stored("articles", folder), Stored("set_aside", folder)
        for name in SCHEMAS:
            (folder / f"{name}.parquet").unlink(missing_ok=True)
        run(corpus, folder, workers=workers, batch=batch)
    return Stored("articles", folder), Stored("set_aside", folder)
