"""Who is quoted as saying what: direct speech («...») and indirect speech behind أن and إن.

A batch's words of speech are found by arrays; only the sentences that hold a verb of speech are
read. The words of speech stand in two files of data/lexicon.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import numpy as np
import pandas as pd

from utils.asking import asks, table_of
from utils.events.readable import Sorted
from utils.evidence import refuse_lost
from utils.quotations.quoted import Quotation, Reading
from utils.quotations.speakers import Heard
from utils.quotations.utterances import Utterances, find_utterances
from utils.tables import typed

_NAMED = ("kind", "sense", "entity_id", "label", "label_en")


class _Mention(NamedTuple):
    """A name in a sentence, as the reading of speakers needs it."""

    start: int
    end: int
    kind: str
    sense: str
    entity_id: str
    label: str
    label_en: str


class _Batch:
    """The sentences and mentions of a batch, by article and first character."""

    def __init__(self, articles: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame):
        places = {name: place for place, name in enumerate(articles["article_id"].tolist())}
        self.sentences = Sorted(sentences, places, ("sentence_id",))
        self.mentions = Sorted(mentions, places, _NAMED)
        self.named = [edge.tolist() for edge in self.mentions.slices(self.sentences)]
        self.edges = np.searchsorted(self.sentences.place, np.arange(len(places) + 1)).tolist()

    def quotations(self, article: int, text: Utterances) -> list[tuple[str, Quotation]]:
        """The sayings of one article, each with the id of its sentence."""
        first, last = self.edges[article], self.edges[article + 1]
        starts, ends = self.sentences.first, self.sentences.last
        rows = {bisect_right(starts, verb, first, last) - 1 for verb in text.verbs}
        heard, done, found = Heard(), 0, []
        for row in sorted(rows - {first - 1}):
            tokens = text.between(starts[row], ends[row])
            reading = Reading(tokens, self._mentions(row), ends[row], heard, done)
            found += [(self.sentences.columns[0][row], one) for one in reading.read()]
            done = reading.done
        return found

    def _mentions(self, row: int) -> list[_Mention]:
        some, table = slice(self.named[0][row], self.named[1][row]), self.mentions
        cells = (column[some] for column in (table.first, table.last, *table.columns))
        return list(map(_Mention, *cells))


def _row(article_id: str, sentence_id: str, one: Quotation) -> dict:
    speaker = one.speaker
    known = {} if speaker is None else {
        "speaker": speaker.entity_id or speaker.label, "label": speaker.label,
        "label_en": speaker.label_en}
    return {
        "article_id": article_id, "sentence_id": sentence_id, "start": one.start, "end": one.end,
        **known, "verb": one.verb, "addressee": one.around.addressee, "medium": one.around.medium,
        "reported_by": list(one.by), "form": one.form,
        "anonymity": "none" if speaker is None else "unnamed" if speaker.unnamed else "named",
    }


@asks(articles=table_of("articles", "article_id", "body"),
      sentences=table_of("sentences", "sentence_id", "article_id", "start", "end"),
      mentions=table_of("mentions", "article_id", "start", "end", *_NAMED))
def find_quotations(articles: pd.DataFrame, sentences: pd.DataFrame,
                    mentions: pd.DataFrame) -> pd.DataFrame:
    """The sayings in the articles: columns of `tables.SCHEMAS["quotations"]`.

    start..end are the words in the article's body; speaker is an entity id, or the printed words
    where no entity is meant, NA where the article does not say; form is direct or indirect.
    """
    batch = _Batch(articles, sentences, mentions)
    texts = find_utterances(articles["body"].fillna("").tolist())
    rows = [
        _row(article_id, sentence_id, one)
        for article, article_id in enumerate(articles["article_id"].tolist())
        for sentence_id, one in batch.quotations(article, texts[article])
    ]
    return typed(rows, "quotations")


@asks(quoted=table_of("quotations", "article_id", "start", "end", "form"),
      articles=table_of("articles", "article_id", "outlet", "body"))
def with_words(quoted: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The quotations with their article's outlet and the words said, for reading; order kept."""
    refuse_lost(quoted, articles)
    rows = quoted.merge(articles[["article_id", "outlet", "body"]], on="article_id", how="left",
                        validate="many_to_one")
    said = [body[start:end] for body, start, end in zip(
        rows["body"].fillna(""), rows["start"], rows["end"], strict=True)]
    return rows.drop(columns="body").assign(words=pd.Series(said, index=rows.index, dtype="str"))
