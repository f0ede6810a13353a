"""What tells of the events, part by part: their sentences, and the names of who takes part.

Events are few beside the mentions (one in fourteen on real news): one row each is held in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pandas as pd

from utils.evidence import in_sentences
from utils.memory import give_back
from utils.stored import Stored

_OF_ARTICLE = ["article_id", "outlet", "anchor", "file", "record", "body_start"]
_NAME = ["mediator", "host", "venue"]


def find_telling(folder: Path | str) -> Iterator[pd.DataFrame]:
    """One row an event of each part, the sentence it rests on, and which event it is.

    Columns of `in_sentences`; `trigger` is the event's word, `participants` are its parties,
    and `named` lists whom the sentence names, by the words in `surface`.
    """
    for events, mentions, articles, sentences in _parts(folder):
        yield _telling(events, mentions, articles, sentences)
        give_back()


def _parts(folder: Path | str) -> Iterator[tuple[pd.DataFrame, ...]]:
    return zip(*(Stored(name, folder)[columns].parts() for name, columns in (
        ("events", ["event_id", "happening_id", "article_id", "sentence_id", "trigger",
                    "reported_by", "participants"]),
        ("mentions", ["sentence_id", "entity_id", "surface"]),
        ("articles", _OF_ARTICLE),
        ("sentences", ["sentence_id", "start", "end", "text"]),
    )), strict=True)


def _telling(events: pd.DataFrame, mentions: pd.DataFrame, articles: pd.DataFrame,
             sentences: pd.DataFrame) -> pd.DataFrame:
    told = in_sentences(events, articles, sentences, "event_id", "happening_id", "trigger",
                        "participants", "reported_by").assign(sentence_id=events["sentence_id"])
    named = mentions[mentions["sentence_id"].isin(told["sentence_id"])].groupby(
        "sentence_id", as_index=False).agg(named=("entity_id", list), surface=("surface", list))
    named = named.astype({"named": object, "surface": object})       # also where there is none
    return told.merge(named, on="sentence_id", how="left", validate="many_to_one").drop(
        columns="sentence_id")


def find_labels(folder: Path | str) -> pd.DataFrame:
    """The names of all whom an event names: entity_id, label, label_en, each id once."""
    found = []
    parts = zip(Stored("events", folder)[["participants", *_NAME]].parts(),
                Stored("mentions", folder)[["entity_id", "label", "label_en"]].parts(), strict=True)
    for events, mentions in parts:
        ids = {*chain.from_iterable(events["participants"]),
               *chain.from_iterable(words.split("، ") for column in _NAME
                                    for words in events[column].dropna())}
        found.append(mentions[mentions["entity_id"].isin(ids)].drop_duplicates("entity_id"))
    return pd.concat(found, ignore_index=True).drop_duplicates("entity_id", ignore_index=True)
