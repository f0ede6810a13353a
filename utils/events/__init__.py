"""Dated events: who met whom, where, when, through whom, held or only announced, who says so.

Kinds, participants and status follow the labelling conventions in data/README.md. One row is one
happening in one article: later mentions of it (الاجتماع المذكور) lend it what they know.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from utils.asking import asks, table_of
from utils.events.clauses import MONTH
from utils.events.cues import find_all_cues
from utils.events.draft import Draft
from utils.events.happenings import evidence, labels, link_events, merge_events, with_labels
from utils.events.readable import Sorted, worth_reading
from utils.events.told import Article, Batch, Reading
from utils.lexicon.building import uncollected
from utils.tables import typed
from utils.text.tokens import READY, Ready, make_ready

__all__ = ["evidence", "find_events", "labels", "link_events", "merge_events", "with_labels"]

WIDEST = pd.Timedelta(days=366)      # a wider date says too little to place an event on


def _row(article_id: str, number: int, draft: Draft, text: str) -> dict:
    mark = draft.mark
    people = [one for one in draft.participants if one not in draft.mediator]
    return {
        "event_id": f"{article_id}:e{number:02}", "article_id": article_id,
        "sentence_id": draft.sentence_id, "start": mark.start, "end": mark.end,
        "trigger": text[mark.start:mark.end], "kind": mark.cue.kind, "plover": mark.cue.plover,
        "participants": people, "mediator": "، ".join(draft.mediator) or None,
        "host": "، ".join(draft.host) or None, "venue": draft.venue,
        "earliest": draft.earliest, "latest": draft.latest, "status": draft.status or "held",
        "reported_by": list(draft.voices.chain), "anonymity": draft.voices.anonymity,
    }


@asks(articles=table_of("articles", "article_id", "body", "outlet", "anchor"),
      sentences=table_of("sentences", "sentence_id", "article_id", "start", "end"),
      mentions=table_of("mentions", "article_id", "start", "end", "kind", "sense", "entity_id",
                        "label"),
      dates=table_of("dates", "article_id", "start", "end", "surface", "earliest", "latest",
                     "grain"),
      ready=READY)
@uncollected()
def find_events(articles: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame,
                dates: pd.DataFrame, ready: Ready | None = None) -> pd.DataFrame:
    """The events of the articles: columns of `tables.SCHEMAS["events"]`, happening_id still NA.

    participants: entity ids; mediator, host, venue: an entity id (several joined by "، ") or NA;
    earliest..latest: inclusive days, NaT when the text gives none; status held, planned, cancelled
    or denied; reported_by: labels of the voices, outermost first; anonymity named, unnamed or none.
    `start`..`end` is the trigger's place in the article's body. `ready` are the bodies, where they
    have been made ready for searching already.
    """
    bodies = articles["body"].fillna("").tolist()
    places = {name: place for place, name in enumerate(articles["article_id"])}
    lines = Sorted(sentences, places, ("sentence_id",))
    named = Sorted(mentions, places, ("kind", "sense", "entity_id", "label"))
    usable = dates[dates["latest"] - dates["earliest"] < WIDEST]
    dated = Sorted(usable, places, ("earliest", "latest", "grain", "surface"))
    names, days = named.slices(lines), dated.slices(lines)
    ready = ready or make_ready(bodies)
    narrow = np.append(0, np.cumsum(dated.columns[1] - dated.columns[0] <= MONTH))
    worth = worth_reading(ready, lines, np.subtract(*names[::-1]),
                          narrow[days[1]] - narrow[days[0]])
    marks = find_all_cues(ready, *(rows[worth] for rows in (lines.place, lines.start, lines.end)))
    batch = Batch(lines, named, dated, [one.tolist() for one in names],
                  [one.tolist() for one in days],
                  [place for place, kind in enumerate(named.columns[0]) if kind == "outlet"],
                  dict(zip(worth.tolist(), marks, strict=True)))
    rows: list[dict] = []
    read = np.unique(lines.place[worth])
    own = [articles[column].take(read).tolist() for column in ("article_id", "outlet", "anchor")]
    worthy = lines.place[worth]
    spans = [np.searchsorted(lines.place, read), np.searchsorted(named.place, read),
             np.searchsorted(worthy, read), np.searchsorted(worthy, read, "right")]
    for place, first, name, begin, end, article_id, outlet, anchor in zip(
            read.tolist(), *(one.tolist() for one in spans), *own, strict=True):
        article = Article(bodies[place], outlet, anchor, first, name)
        found = Reading(batch, article).events(worth[begin:end].tolist())
        rows += [_row(article_id, number, draft, bodies[place])
                 for number, draft in enumerate(found, 1)]
    return typed(rows, "events")
