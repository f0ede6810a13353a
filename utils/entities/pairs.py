"""Who is named together: pairs of entities that one sentence names."""

from __future__ import annotations

import pandas as pd


def pairs_together(mentions: pd.DataFrame, top: int = 25) -> pd.DataFrame:
    """The pairs named together in most sentences: one, other (labels), together (sentences).

    Most first, ties by label; a sentence counts once for a pair, however often it names the two.

    >>> mentions = pd.DataFrame({"sentence_id": ["a", "a", "a"], "entity_id": ["TUR", "SYR", "TUR"],
    ...                          "label": ["تركيا", "سوريا", "تركيا"]})
    >>> pairs_together(mentions).values.tolist()
    [['سوريا', 'تركيا', 1]]
    """
    named = mentions[["sentence_id", "entity_id", "label"]].drop_duplicates(
        ["sentence_id", "entity_id"]
    )
    both = named.merge(named, on="sentence_id", suffixes=("", "_other"))
    both = both[both["entity_id"] < both["entity_id_other"]]
    return (
        both
        .groupby(["entity_id", "entity_id_other"], as_index=False)
        .agg(one=("label", "first"), other=("label_other", "first"), together=("label", "size"))
        .sort_values(["together", "one", "other"], ascending=[False, True, True], kind="stable")
        .head(top)[["one", "other", "together"]]
        .reset_index(drop=True)
    )
