"""One stage of the chain over a corpus in memory: batch by batch, on as many processes as wanted.

What a batch's articles give depends on that batch alone, so the rows are the same however they are
cut and however many processes share the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import pandas as pd
from tqdm.auto import tqdm

from utils.asking import CALLED, asks, table_of, whole

BATCH = 2500                 # articles in a batch: a quarter of a gigabyte while it is worked on


@asks(stage=CALLED, articles=table_of("articles", "article_id"), workers=whole(1), size=whole(1))
def in_batches(stage: Callable[..., pd.DataFrame], articles: pd.DataFrame, *given: pd.DataFrame,
               workers: int | None = None, size: int = BATCH, **settings) -> pd.DataFrame:
    """What the stage gives for all articles: the rows of each batch, one below the other.

    `stage` is called with some of the articles, and with those rows of each table of `given` that
    belong to them (by article_id), then with the `settings`. A bar shows how far it is where there
    is more than one batch. With `workers`, batches are shared by so many processes: `stage` must
    be a function that another process can import.

    >>> from utils import text
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "body": ["وصل. عاد.", "نفى ذلك."]})
    >>> in_batches(text.sentences, articles, size=1)["text"].tolist()
    ['وصل.', 'عاد.', 'نفى ذلك.']
    """
    work = partial(stage, **settings)
    number = max(1, -(-len(articles) // size))
    parts = _cut(articles, given, size)
    name = getattr(stage, "__name__", "batches").replace("_", " ")
    with tqdm(total=len(articles), unit=" articles", desc=name, leave=False,
              disable=number == 1) as bar:
        if workers and min(workers, number) > 1:
            with ProcessPoolExecutor(min(workers, number)) as pool:
                found = [_counted(rows, bar, size)
                         for rows in pool.map(work, *zip(*parts, strict=True))]
        else:
            found = [_counted(work(*part), bar, size) for part in parts]
    return found[0] if number == 1 else pd.concat(found, ignore_index=True)


def _counted(rows: pd.DataFrame, bar: tqdm, size: int) -> pd.DataFrame:
    """The rows, after the bar has been moved on by one batch."""
    bar.update(min(size, bar.total - bar.n))
    return rows


def _cut(articles: pd.DataFrame, given: tuple[pd.DataFrame, ...],
         size: int) -> Iterator[tuple[pd.DataFrame, ...]]:
    """Batches of the articles, each with the rows of the tables that belong to them."""
    if len(articles) <= size:
        yield articles, *given
        return
    batch = pd.Series(range(len(articles)), index=articles["article_id"]) // size
    numbers = [table["article_id"].map(batch).to_numpy() for table in given]
    for first in range(0, len(articles), size):
        rows = [table[number == first // size]
                for table, number in zip(given, numbers, strict=True)]
        yield articles.iloc[first:first + size], *rows
