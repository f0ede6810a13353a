"""Who is named together: pairs of entities that one sentence names."""

from __future__ import annotations

import pandas as pd

from utils.asking import asks, table, whole


@asks(mentions=table("sentence_id", "entity_id", "label", gives="pipeline.analyse"), top=whole(1))
def pairs_together(mentions: pd.DataFrame, top: int = 25) -> pd.DataFrame:
    """The pairs named together in most sentences: one, other (labels), together (sentences).

    Most first, ties by label; a sentence counts once for a pair, however often it names the two.

    >>> mentions = pd.DataFrame({"sentence_id": ["a", "a", "a"], "entity_id": ["TUR", "SYR", "TUR"],
    ...                          "label": ["تركيا", "سوريا", "تركيا"]})
    >>> pairs_together(mentions).values.tolist()
    [['سوريا', 'تركيا', 1]]
    """
    return most_together(count_pairs(mentions), mentions.drop_duplicates("entity_id"), top)


@asks(mentions=table("sentence_id", "entity_id", gives="pipeline.analyse"))
def count_pairs(mentions: pd.DataFrame) -> pd.DataFrame:
    """All pairs that a sentence names: one, other (ids, in their order), together (sentences)."""
    named = mentions[["sentence_id", "entity_id"]].drop_duplicates()
    both = named.merge(named, on="sentence_id", suffixes=("", "_other"))
    both = both[both["entity_id"] < both["entity_id_other"]]
    counts = both.groupby(["entity_id", "entity_id_other"], as_index=False).size()
    return counts.set_axis(["one", "other", "together"], axis="columns")


@asks(pairs=table("one", "other", "together", gives="count_pairs"),
      tally=table("entity_id", "label", gives="entities.tally_entities"), top=whole(1))
def most_together(pairs: pd.DataFrame, tally: pd.DataFrame, top: int = 25) -> pd.DataFrame:
    """The first of the pairs as `pairs_together` gives them, with the tally's labels for ids."""
    labels = dict(zip(tally["entity_id"], tally["label"], strict=True))
    named = pairs.assign(one=pairs["one"].map(labels), other=pairs["other"].map(labels))
    return named.sort_values(["together", "one", "other"], ascending=[False, True, True],
                             kind="stable").head(top)[["one", "other", "together"]].reset_index(
        drop=True)
