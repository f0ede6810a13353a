"""The stages of the chain: what finds each table in the tables before it, for one batch or all.

`fill` is a stage as notebooks ask for it: it writes the table, or finds it written by a run.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from utils import dates, entities, events, quotations, tables, text
from utils.asking import asks, one_of, table, table_of, whole
from utils.pipeline.batches import in_batches
from utils.pipeline.runs import RECORD
from utils.stored import Stored
from utils.tables import read_table, save_table, typed
from utils.text.tokens import Ready


@asks(found=table("doc", "start", gives="dates.find_dates"),
      articles=table_of("articles", "article_id"),
      sentences=table_of("sentences", "sentence_id", "article_id", "start", "end"),
      name=one_of("mentions", "dates"))
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


@asks(articles=table_of("articles", "article_id", "body", "anchor"),
      sentences=table_of("sentences", "sentence_id", "article_id", "start", "end"))
def find_mentions(articles: pd.DataFrame, sentences: pd.DataFrame, lexicon=None,
                  tagger: bool = True, ready: Ready | None = None) -> pd.DataFrame:
    """The table of mentions in the bodies; offices are resolved by each article's own day."""
    found = entities.find_entities(articles["body"], lexicon, articles["anchor"], tagger, ready)
    return by_article(found, articles, sentences, "mentions")


@asks(articles=table_of("articles", "article_id", "body", "anchor"),
      sentences=table_of("sentences", "sentence_id", "article_id", "start", "end"))
def find_dates(articles: pd.DataFrame, sentences: pd.DataFrame,
               ready: Ready | None = None) -> pd.DataFrame:
    """The table of dates in the bodies, relative ones counted from each article's own day."""
    found = dates.find_dates(articles["body"], anchors=articles["anchor"], ready=ready)
    return by_article(found, articles, sentences, "dates")


def with_reprints(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles, each copy linked to its earliest printing."""
    return articles.assign(reprint_of=text.find_reprints(articles))


def with_happenings(found: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The events, those that tell of the same linked by their happening_id."""
    return found.assign(happening_id=events.link_events(found, articles))


class Stage(NamedTuple):
    """What finds a table, in which tables, and what is done with the rows of all batches."""

    find: Callable[..., pd.DataFrame] | None
    given: tuple[str, ...]
    then: Callable[..., pd.DataFrame] | None = None


STAGES = {
    "articles": Stage(None, ("articles",), with_reprints),
    "sentences": Stage(text.sentences, ("articles",)),
    "mentions": Stage(find_mentions, ("articles", "sentences")),
    "dates": Stage(find_dates, ("articles", "sentences")),
    "events": Stage(events.find_events, ("articles", "sentences", "mentions", "dates"),
                    with_happenings),
    "quotations": Stage(quotations.find_quotations, ("articles", "sentences", "mentions")),
    "happenings": Stage(None, ("events", "articles"), events.merge_events),
}


@asks(name=one_of(*STAGES), workers=whole(1))
def fill(name: str, workers: int | None = None) -> Stored:
    """The named table, found in the tables that the notebooks before wrote, and saved.

    Where a run in batches has written all tables of a large corpus, it is there already.
    """
    folder = Path(tables.PROCESSED)
    if not (folder / RECORD).exists():
        stage = STAGES[name]
        given = [read_table(one, folder) for one in stage.given]
        rows = given[0] if stage.find is None else in_batches(stage.find, *given, workers=workers)
        if stage.then:
            rows = stage.then(rows, *(given[1:] if stage.find is None else given[:1]))
        save_table(rows, name, folder)
    return Stored(name, folder)
