"""The sentences that a count rests on, so that it can be opened where it is shown."""

from __future__ import annotations

import pandas as pd

from utils.asking import TEXT, asks, table, table_of, whole
from utils.evidence import PLACED, SENTENCE, EvidenceError, in_sentences

_NAMED = ("article_id", "sentence_id", "entity_id", "surface", "start", "sense")


@asks(mentions=table(*_NAMED[:4], gives="pipeline.analyse"),
      articles=table_of("articles", *PLACED), sentences=table_of("sentences", *SENTENCE),
      entity_id=TEXT, most=whole(1))
def sentences_naming(entity_id: str, mentions: pd.DataFrame, articles: pd.DataFrame,
                     sentences: pd.DataFrame, most: int = 5) -> pd.DataFrame:
    """The first sentence of each article that names the entity, `most` of them, earliest first.

    Columns as `evidence.in_sentences` gives them, and `surface`: the words that name it.
    """
    named = (
        mentions[mentions["entity_id"] == entity_id]
        .dropna(subset="sentence_id")
        .groupby("article_id", as_index=False)
        .agg(sentence_id=("sentence_id", "first"), surface=("surface", "first"))
    )
    found = in_sentences(named, articles, sentences, "surface")
    return found.sort_values(["day", "file", "record"], kind="stable", ignore_index=True).head(most)


@asks(mentions=table(*_NAMED, gives="pipeline.analyse"), articles=table_of("articles", *PLACED),
      sentences=table_of("sentences", *SENTENCE), entity_id=TEXT, most=whole(1), seed=whole(0))
def in_context(mentions: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame,
               entity_id: str, most: int = 10, seed: int = 0) -> pd.DataFrame:
    """Sentences that a count of the entity rests on, `most` of them drawn with the seed.

    Every sentence that names the entity can be drawn, once; `surface` lists the words that name it
    there. Columns as in `sentences_naming`, and `sense`; in the order of day, file and place.
    Raises EvidenceError when nothing names the entity.
    """
    named = mentions[mentions["entity_id"] == entity_id]
    if named.empty:
        raise EvidenceError(f"in_context: {entity_id!r} is in no mention; expected an id of their "
                            "column entity_id. tally_entities lists them.")
    rows = (
        named
        .dropna(subset="sentence_id")
        .sort_values(["article_id", "start"], kind="stable")
        .groupby("sentence_id", as_index=False)
        .agg(article_id=("article_id", "first"), surface=("surface", _different),
             sense=("sense", _different))
    )
    drawn = rows.sample(min(most, len(rows)), random_state=seed)
    found = in_sentences(drawn, articles, sentences, "surface", "sense")
    return found.sort_values(["day", "file", "record", "start"], kind="stable", ignore_index=True)


def _different(cells: pd.Series) -> list[str]:
    return list(dict.fromkeys(cells))
