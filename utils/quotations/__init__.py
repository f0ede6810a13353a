"""Who is quoted as saying what: direct speech («...») and indirect speech behind أن and إن.

A batch's words of speech are found by arrays; only the sentences that hold a verb of speech are
read. The words of speech stand in two files of data/lexicon.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from utils.asking import asks, table_of
from utils.events.readable import Sorted
from utils.evidence import refuse_lost
from utils.lexicon.building import uncollected
from utils.quotations.quoted import Quotation, Reading
from utils.quotations.speakers import Heard
from utils.quotations.utterances import find_utterances
from utils.tables import typed
from utils.text.tokens import READY, Ready, make_ready

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
        self.sentences = Sorted(sentences, places, ("article_id", "sentence_id"))
        self.mentions = Sorted(mentions, places, _NAMED)
        self.named = [edge.tolist() for edge in self.mentions.slices(self.sentences)]

    def quotations(self, ready: Ready) -> Iterator[tuple[int, Quotation]]:
        """The sayings, each with the row of its sentence."""
        articles, ends = self.sentences.place.tolist(), self.sentences.last
        last, heard, done = -1, Heard(), 0
        for row, tokens in find_utterances(ready, self.sentences):
            if articles[row] != last:
                last, heard, done = articles[row], Heard(), 0
            reading = Reading(tokens, self._mentions(row), ends[row], heard, done)
            for one in reading.read():
                yield row, one
            done = reading.done

    def _mentions(self, row: int) -> list[_Mention]:
        some, table = slice(self.named[0][row], self.named[1][row]), self.mentions
        cells = (column[some] for column in (table.first, table.last, *table.columns))
        return list(map(_Mention._make, zip(*cells, strict=True)))


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
      mentions=table_of("mentions", "article_id", "start", "end", *_NAMED), ready=READY)
@uncollected()
def find_quotations(articles: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame,
                    ready: Ready | None = None) -> pd.DataFrame:
    """The sayings in the articles: columns of `tables.SCHEMAS["quotations"]`.

    start..end are the words in the article's body; speaker is an entity id, or the printed words
    where no entity is meant, NA where the article does not say; form is direct or indirect. `ready`
    are the bodies, where they have been made ready for searching already.
    """
    batch = _Batch(articles, sentences, mentions)
    article_ids, sentence_ids = batch.sentences.columns
    ready = ready or make_ready(articles["body"].fillna("").tolist())
    return typed([_row(article_ids[row], sentence_ids[row], one)
                  for row, one in batch.quotations(ready)], "quotations")


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
