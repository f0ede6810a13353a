"""Who is spoken of: people, states, places, organisations and outlets, under any spelling.

The lexicon's entities come first; the tagger adds people, places and organisations that no list
has. A mention's surface leaves out what Arabic writes onto a name (وسوريا is سوريا, لأنقرة is
أنقرة); the article stays. Where ل swallows the article's alef (للسعودية) it begins at the second
lam.
"""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter

import numpy as np
import pandas as pd

from utils.entities.bodies import find_bodies
from utils.entities.evidence import in_context
from utils.entities.matches import Text
from utils.entities.merging import apply_merges, offer_merges
from utils.entities.naming import UNLISTED, Mention
from utils.entities.offices import find_titles
from utils.entities.passages import TITLES, read_text
from utils.entities.unlisted import Article
from utils.lexicon import read_lexicon
from utils.lexicon.building import uncollected
from utils.lexicon.readings import Entity, Lexicon
from utils.lexicon.spotting import BREAK, chunks, find_words
from utils.tagger import find_names
from utils.text.folding import Folded, fold_all

__all__ = ["apply_merges", "find_entities", "in_context", "offer_merges", "read_lexicon",
           "tally_entities"]

COLUMNS = ["start", "end", "surface", "kind", "sense", "entity_id", "label", "label_en", "via"]


def _mentions(text: Text, hits: list[int], lexicon: Lexicon, day) -> list[tuple]:
    """The mentions of one text, in the order of their first and last words."""
    matches = read_text(text, hits, lexicon)
    found, mixed = [], False
    for match in matches:
        reading = match.reading
        if reading.sense in TITLES:
            mixed = True
        elif match.metonym:
            state = lexicon.entities[reading.entity.speaks_for]
            found.append((match.first, match.next - 1, match.skip, state, "metonym"))
        else:
            found.append((match.first, match.next - 1, match.skip, reading.entity, reading.sense))
            for step, inner in reading.inside:
                word, mixed = match.first + step, True
                found.append((word, word, 0, inner.entity, inner.sense))
    if mixed:
        found = sorted([*find_titles(text, matches, lexicon, day), *found], key=_words)
    return found


_words = itemgetter(0, 1)              # the first and the last word of what was found


def _rows(doc: int, text: Text, found: list[tuple]) -> list[tuple]:
    """The mentions with where and how they are printed: doc, start, end, surface, entity, sense."""
    folded, offset, starts, ends = text.folded, text.offset, text.starts, text.ends
    printed, as_printed = folded.text, not folded.resumes
    rows = []
    for first, last, skip, entity, sense in found:
        start, end = starts[first] + skip - offset, ends[last] - offset
        if not as_printed:
            start, end = folded.span(start, end)
        rows.append((doc, start, end, printed[start:end], entity, sense))
    return rows


def _series(texts: str | pd.Series) -> pd.Series:
    """The texts as a Series of str, a missing one empty.

    Raises TypeError where `texts` is neither one text nor a Series of texts.
    """
    if isinstance(texts, str):
        return pd.Series([texts], dtype="str")
    if not isinstance(texts, pd.Series):
        raise TypeError(f"texts is a {type(texts).__name__}, expected one text or a Series of "
                        "texts. Wrap several in pd.Series([...]).")
    whole = texts.fillna("")
    odd = next((one for one in whole if not isinstance(one, str)), None)
    if odd is not None:
        raise TypeError(f"texts holds {odd!r}, expected texts and missing ones only.")
    return whole


def _days(on, index: pd.Index) -> list:
    """The day of each text: one for all, or one a text by its label; NaT where there is none.

    Raises ValueError where `on` is no day and no Series of days.
    """
    if on is None or not isinstance(on, pd.Series) and pd.api.types.is_scalar(on) and pd.isna(on):
        return [None] * len(index)
    if isinstance(on, pd.Series):
        on = on if on.index.equals(index) else on.reindex(index)
        days = pd.to_datetime(on)
        return list((days.dt.tz_localize(None) if days.dt.tz else days).dt.normalize())
    try:
        day = pd.Timestamp(on)
    except (TypeError, ValueError) as error:
        raise ValueError(f"on is {on!r}, expected a day (YYYY-MM-DD), or a Series of days with "
                         "the index labels of the texts.") from error
    return [day.tz_localize(None).normalize()] * len(index)


@uncollected()
def find_entities(texts: str | pd.Series, lexicon: Lexicon | None = None, on=None,
                  tagger: bool = True) -> pd.DataFrame:
    """The mentions of the entities: doc, start, end, surface, kind, sense, entity_id, label, ...

    `texts` is one text, or a Series whose index labels become `doc`; `on` is the day, or a Series
    of days on the same labels, by which offices find their holders. With `tagger`, names that no
    list has are found too: their id is "name:" and the folded name (of a place "name:place:", of an
    organisation "name:org:"), they have no English label. Rows are in the order of the texts. A
    state organ (وزارة الخارجية الأميركية) overlaps the state's adjective inside it, and so does an
    office; other mentions never overlap.

    >>> found = find_entities("رفضت دمشق عرضا روسيا، وزار بوتين أنقرة")
    >>> found[["surface", "sense", "entity_id"]].values.tolist()[0]
    ['دمشق', 'metonym', 'SYR']
    """
    lexicon = read_lexicon() if lexicon is None else lexicon
    texts = _series(texts)
    days = _days(on, texts.index)
    folded = fold_all(texts.tolist())
    rows = []
    for first, last in chunks([one.key for one in folded]):
        keys = [one.key for one in folded[first:last]]
        joined = BREAK.join(keys)
        words = find_words(joined, lexicon.table)
        lengths = np.fromiter((len(key) + len(BREAK) for key in keys), np.int64)
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        bounds = np.searchsorted(words.starts, offsets).tolist()
        hits = np.searchsorted(words.known, bounds).tolist()
        starts, ends, known = words.starts.tolist(), words.ends.tolist(), words.known.tolist()
        for place, offset in enumerate(offsets[:-1].tolist()):
            here = known[hits[place]:hits[place + 1]]
            if not here:
                continue
            doc = first + place
            text = Text(joined, starts, ends, bounds[place], bounds[place + 1], offset, folded[doc])
            rows += _rows(doc, text, _mentions(text, here, lexicon, days[doc]))
    if tagger:
        rows = _with_unlisted(rows, folded, lexicon)
    return _table(rows, texts.index)


def _with_unlisted(rows: list[tuple], folded: list[Folded], lexicon: Lexicon) -> list[tuple]:
    """The rows with those of the names that only the tagger finds, in the order of the texts."""
    names = find_names(pd.Series([one.text for one in folded], dtype="str"), folded=folded)
    tagged: dict[int, list] = defaultdict(list)
    for doc, *name in zip(*(names[one].tolist() for one in ("doc", "start", "end", "kind")),
                          strict=True):
        tagged[doc].append(name)
    listed: dict[int, list] = defaultdict(list)
    for row in rows:
        listed[row[0]].append(row)
    for doc, places in tagged.items():
        here = [Mention(start, end, entity, sense) for _, start, end, _, entity, sense
                in listed[doc]]
        text = folded[doc].text
        article = Article(folded[doc], here, lexicon)
        added = article.read([(start, end) for start, end, kind in places if kind == "person"])
        added += find_bodies(text, places, article.taken, lexicon)
        if added:
            mistaken = {(one.start, one.end) for one in article.mistaken}
            kept = [row for row in listed[doc] if row[1:3] not in mistaken]
            found = [(doc, one.start, one.end, text[one.start:one.end], one.entity, one.sense)
                     for one in added]
            listed[doc] = sorted(kept + found, key=_place)
    return [row for doc in sorted(listed) for row in listed[doc]]


_place = itemgetter(1)


def _table(rows: list[tuple], index: pd.Index) -> pd.DataFrame:
    """The rows as a frame whose `doc` is the text's index label."""
    docs, starts, ends, surfaces, found, senses = zip(*rows, strict=True) if rows else [()] * 6
    entities = {id(entity): entity for entity in found}    # an unlisted name's label is its own
    numbers = dict(zip(entities, range(len(entities)), strict=True))
    which = np.fromiter((numbers[id(entity)] for entity in found), np.int64, len(found))

    def told(column: str) -> pd.api.extensions.ExtensionArray:
        return pd.array([getattr(one, column) for one in entities.values()], "str").take(which)

    return pd.DataFrame({
        "doc": index.take(np.array(docs, dtype=np.int64)),
        "start": np.array(starts, np.int64), "end": np.array(ends, np.int64),
        "surface": pd.array(surfaces, dtype="str"), "kind": told("kind"),
        "sense": pd.array(senses, dtype="str"), "entity_id": told("entity_id"),
        "label": told("label"), "label_en": told("label_en"),
        "via": pd.array([_via(entity, sense) for entity, sense in zip(found, senses, strict=True)],
                        "str"),
    })


def _via(entity: Entity, sense: str) -> str:
    """How a mention was found."""
    if sense == "part":
        return "part"
    return "tagger" if entity.type == UNLISTED else "lexicon"


def tally_entities(mentions: pd.DataFrame, by: str | list[str] = "entity_id") -> pd.DataFrame:
    """How many articles, outlets and mentions name each entity; most articles first, ties stable.

    `by` is a column or several (["entity_id", "sense"]). An article is an `article_id`, or a `doc`
    when there is none; outlets are counted when the mentions have a column `outlet`.
    """
    keys = [by] if isinstance(by, str) else list(by)
    article = "article_id" if "article_id" in mentions else "doc"
    counts = {"articles": (article, "nunique")}
    if "outlet" in mentions:
        counts["outlets"] = ("outlet", "nunique")
    counts["mentions"] = (article, "size")
    told = {column: (column, "first") for column in ("label", "label_en", "kind")
            if "entity_id" in keys and column not in keys and column in mentions}
    tally = mentions.groupby(keys, as_index=False, sort=True).agg(**told, **counts)
    return tally.sort_values(["articles", "mentions", *keys], ascending=[False, False]
                             + [True] * len(keys), kind="stable", ignore_index=True)
