"""The sentences that a count rests on, so that it can be opened where it is shown."""

from __future__ import annotations

import pandas as pd


def sentences_naming(entity_id: str, mentions: pd.DataFrame, articles: pd.DataFrame,
                     sentences: pd.DataFrame, most: int = 5) -> pd.DataFrame:
    """The first sentence of each article that names the entity, `most` of them, earliest first.

    Columns as `happenings.evidence` gives them, and `surface`: the words that name it.
    """
    named = (
        mentions[mentions["entity_id"] == entity_id]
        .dropna(subset="sentence_id")
        .groupby("article_id", as_index=False)
        .agg(sentence_id=("sentence_id", "first"), surface=("surface", "first"))
        .merge(articles[["article_id", "outlet", "anchor", "file", "record", "body_start"]],
               on="article_id", validate="one_to_one")
        .sort_values(["anchor", "file", "record"], kind="stable")
        .head(most)
        .merge(sentences, on=["article_id", "sentence_id"], validate="one_to_one")
    )
    return pd.DataFrame({
        "outlet": named["outlet"], "day": named["anchor"], "sentence": named["text"],
        "surface": named["surface"], "file": named["file"], "record": named["record"],
        "start": named["body_start"] + named["start"], "end": named["body_start"] + named["end"],
    })
