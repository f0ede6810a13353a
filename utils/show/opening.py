"""What a row of a table opens to: the sentences that it rests on, with the names in them marked.

Both functions give one for `show_table(..., opens=...)`: from a row's index label to its sentences.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from utils.entities.evidence import sentences_naming
from utils.events.happenings import evidence

Opens = Callable[[object], pd.DataFrame]


def naming(tally: pd.DataFrame, mentions: pd.DataFrame, articles: pd.DataFrame,
           sentences: pd.DataFrame) -> Opens:
    """From a row of the tally to one sentence of each article that names the entity."""
    return lambda row: sentences_naming(tally.loc[row, "entity_id"], mentions, articles, sentences,
                                        most=len(articles))


def telling(happenings: pd.DataFrame, events: pd.DataFrame, mentions: pd.DataFrame,
            articles: pd.DataFrame, sentences: pd.DataFrame) -> Opens:
    """From a row of the happenings to the sentences that tell of it, its parties marked."""
    def opens(row: object) -> pd.DataFrame:
        happening_id = happenings.loc[row, "happening_id"]
        told = events[events["happening_id"] == happening_id]
        parties = {party for row in told["participants"] for party in row}
        named = mentions[mentions["sentence_id"].isin(told["sentence_id"])
                         & mentions["entity_id"].isin(parties)]
        surfaces = sorted(named["surface"].unique(), key=len, reverse=True)
        rows = evidence(happening_id, events, articles, sentences)
        return rows.assign(surface=[surfaces] * len(rows))

    return opens
