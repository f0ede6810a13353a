"""Who is spoken of: people, states, places, organisations and outlets, under any spelling.

The lexicon's entities come first; the tagger adds people, places and organisations that no list
has. A mention's surface leaves out what Arabic writes onto a name (وسوريا is سوريا, لأنقرة is
أنقرة); the article stays. Where ل swallows the article's alef (للسعودية) it begins at the second
lam.
"""

from __future__ import annotations

from datetime import date
from operator import itemgetter

import numpy as np
import pandas as pd

from utils.asking import ANY_TABLE, SWITCH, TEXTS, ask, asks, instance, refuse, table
from utils.entities.bare import Bare, with_bare_names
from utils.entities.bodies import KINDS as BODIES
from utils.entities.bodies import find_bodies
from utils.entities.evidence import in_context
from utils.entities.gluing import part_glued
from utils.entities.matches import Mention, Text
from utils.entities.merging import apply_merges, offer_merges
from utils.entities.naming import UNLISTED
from utils.entities.offices import find_titles
from utils.entities.passages import TITLES, read_text
from utils.entities.stretches import Name
from utils.entities.unlisted import Article
from utils.lexicon import read_lexicon
from utils.lexicon.building import uncollected
from utils.lexicon.readings import Entity, Lexicon
from utils.lexicon.spotting import Words, find_words
from utils.tagger import KIND, KINDS, find_spans
from utils.text.folding import Folded, printed_spans
from utils.text.tokens import READY, Chunk, Ready, make_ready

__all__ = ["apply_merges", "find_entities", "in_context", "offer_merges", "read_lexicon",
           "tally_entities"]

LEXICON = instance(Lexicon, "a lexicon", "Take it from entities.read_lexicon().")
_MENTIONS = "entities.find_entities, or from pipeline.analyse(...).mentions"
COLUMNS = ["start", "end", "surface", "kind", "sense", "entity_id", "label", "label_en", "via"]
NO_NAMES = np.zeros((4, 0), np.int64)


def _listed(text: Text, hits: list[int], lexicon: Lexicon, day, bare: Bare) -> list[Mention]:
    """The lexicon's mentions in one text, in the order of their first and last words."""
    matches = read_text(text, hits, lexicon, bare)
    found, mixed = [], False
    for match in matches:
        reading = match.reading
        if reading.sense in TITLES:
            mixed = True
        elif match.metonym:
            state = lexicon.entities[reading.entity.speaks_for]
            found.append(Mention(match.first, match.next - 1, match.skip, state, "metonym"))
        else:
            found.append(Mention(match.first, match.next - 1, match.skip, reading.entity,
                                 reading.sense))
            for step, inner in reading.inside:
                word, mixed = match.first + step, True
                found.append(Mention(word, word, 0, inner.entity, inner.sense))
    if mixed:
        found = sorted([*find_titles(text, matches, lexicon, day), *found], key=_words)
    return found


def _with_unlisted(text: Text, listed: list[Mention], tagged: list[tuple[Name, str]],
                   lexicon: Lexicon) -> list[Mention]:
    """The mentions of one text with the names that only the tagger finds, in their order."""
    article = Article(text, listed, lexicon)
    added = article.read([name for name, kind in tagged if kind == "person"])
    bodies = [one for one in tagged if one[1] in BODIES]
    if bodies:
        added += find_bodies(text, bodies, article.at, lexicon)
    if not added:
        return listed
    mistaken = {id(one) for one in article.mistaken}
    named = {one.first for one in added if one.entity.kind == "person"}
    # وزير الدفاع الإيطالي فلان: one man, named once, whoever the lists say held the office
    kept = (one for one in listed if id(one) not in mistaken and not (
        one.sense == "office" and one.last + 1 in named and text.gap(one.last + 1) == " "))
    return sorted([*kept, *added], key=_first)


_words, _first = itemgetter(0, 1), itemgetter(0)       # the first and the last word of a mention


def _series(texts: str | pd.Series) -> pd.Series:
    """The texts as a Series of str, a missing one empty."""
    if isinstance(texts, str):
        return pd.Series([texts], dtype="str")
    return texts.fillna("")


def _days(on, index: pd.Index) -> list:
    """The day of each text: one for all, or one a text by its label; NaT where there is none.

    Raises ArgumentError where `on` is no day and no Series of days.
    """
    one = not isinstance(on, pd.Series)
    if on is None or one and pd.api.types.is_scalar(on) and pd.isna(on):
        return [None] * len(index)
    try:
        if one and not isinstance(on, (str, date, np.datetime64)):
            raise ValueError("no day")
        days = pd.Series([pd.Timestamp(on)] if one else pd.to_datetime(
            on if on.index.equals(index) else on.reindex(index)))
        days = list((days.dt.tz_localize(None) if days.dt.tz else days).dt.normalize())
    except (TypeError, ValueError, AttributeError):
        refuse("find_entities", "on", on, "a day (YYYY-MM-DD), or a Series of days with the index "
               "labels of the texts", 'Give on="2024-06-18", or articles["anchor"].')
    return days * len(index) if one else days


@asks(texts=TEXTS, lexicon=LEXICON, tagger=SWITCH, ready=READY)
@uncollected()
def find_entities(texts: str | pd.Series, lexicon: Lexicon | None = None, on=None,
                  tagger: bool = True, ready: Ready | None = None) -> pd.DataFrame:
    """The mentions of the entities: doc, start, end, surface, kind, sense, entity_id, label, ...

    `texts` is one text, or a Series whose index labels become `doc`; `on` is the day, or a Series
    of days on the same labels, by which offices find their holders. With `tagger`, names that no
    list has are found too: their id is "name:" and the folded name (of a place "name:place:", of an
    organisation "name:org:"), they have no English label. Rows are in the order of the texts. A
    state organ (وزارة الخارجية الأميركية) overlaps the state's adjective inside it, and so does an
    office; other mentions never overlap. `ready` are the texts, where they have been made ready
    for searching already.

    >>> found = find_entities("رفضت دمشق عرضا روسيا، وزار بوتين أنقرة")
    >>> found[["surface", "sense", "entity_id"]].values.tolist()[0]
    ['دمشق', 'metonym', 'SYR']
    """
    lexicon = read_lexicon() if lexicon is None else lexicon
    texts = _series(texts)
    days = _days(on, texts.index)
    folded, chunks = ready or make_ready(texts.tolist())
    chunks = [part_glued(chunk, folded, lexicon) for chunk in chunks]
    names = find_spans(chunks) if tagger else NO_NAMES
    edges = np.searchsorted(names[0], [chunk.first for chunk in chunks] + [len(folded)])
    rows = []
    for chunk, first, last in zip(chunks, edges, edges[1:], strict=False):
        rows += _chunk(chunk, names[:, first:last], folded, days, lexicon)
    return _table(rows, folded, texts.index)


def _chunk(chunk: Chunk, names: np.ndarray, folded: list[Folded], days: list,
           lexicon: Lexicon) -> list[tuple]:
    """The mentions in some neighbouring texts, in which the tagger found these names.

    Rows of the text's number, start and end in its key, entity and sense.
    """
    words = find_words(chunk.tokens, lexicon.table)
    tagged = _in_words(names, chunk.begins[names[0] - chunk.first], words)
    docs = np.arange(chunk.first, chunk.first + len(chunk.begins))
    bounds = np.searchsorted(words.starts, chunk.begins)
    hits, marks = np.searchsorted(words.known, bounds), np.searchsorted(names[0], docs)
    bounds, hits, marks = bounds.tolist(), hits.tolist(), marks.tolist()
    starts, ends, known = words.starts.tolist(), words.ends.tolist(), words.known.tolist()
    rows = []
    for place, begin in enumerate(chunk.begins[:-1].tolist()):
        here = known[hits[place]:hits[place + 1]]
        marked = [name for name in tagged[marks[place]:marks[place + 1]] if name is not None]
        if not here and not marked:
            continue
        doc = chunk.first + place
        text = Text(chunk.joined, starts, ends, bounds[place], bounds[place + 1], begin,
                    folded[doc])
        bare: Bare = []
        found = _listed(text, here, lexicon, days[doc], bare)
        if marked:
            found = _with_unlisted(text, found, marked, lexicon)
        if bare:
            found = with_bare_names(text, found, bare, lexicon)
        rows += [(doc, starts[first] + skip - begin, ends[last] - begin, entity, sense)
                 for first, last, skip, entity, sense in found]
    return rows


def _in_words(names: np.ndarray, offsets: np.ndarray,
              words: Words) -> list[tuple[Name, str] | None]:
    """The tagged names by their words, with their kinds; None for one that has no letters."""
    _, starts, ends, kinds = names
    starts = starts + offsets
    firsts = np.searchsorted(words.ends, starts, side="right")
    lasts = np.searchsorted(words.starts, ends + offsets) - 1
    begins = np.append(words.starts, starts[-1:])      # a sign may stand behind the last word
    skips = np.maximum(starts - begins[firsts], 0)
    return [
        ((first, skip, last), KIND[KINDS[kind]]) if first <= last else None
        for first, skip, last, kind in zip(firsts.tolist(), skips.tolist(), lasts.tolist(),
                                           kinds.tolist(), strict=True)
    ]


def _table(rows: list[tuple], folded: list[Folded], index: pd.Index) -> pd.DataFrame:
    """The mentions as a frame, with what is printed; `doc` is the text's index label."""
    docs, starts, ends, found, senses = zip(*rows, strict=True) if rows else [()] * 5
    which = np.array(docs, np.int64)
    begins, stops = printed_spans(folded, which, np.array(starts, np.int64),
                                  np.array(ends, np.int64))
    surfaces = [folded[doc].text[begin:stop] for doc, begin, stop in zip(
        docs, begins.tolist(), stops.tolist(), strict=True)]
    entities = {id(entity): entity for entity in found}    # an unlisted name's label is its own
    numbers = dict(zip(entities, range(len(entities)), strict=True))
    entity = np.fromiter((numbers[id(one)] for one in found), np.int64, len(found))

    def told(column: str) -> pd.api.extensions.ExtensionArray:
        return pd.array([getattr(one, column) for one in entities.values()], "str").take(entity)

    return pd.DataFrame({
        "doc": index.take(which), "start": begins, "end": stops,
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


@asks(mentions=ANY_TABLE)
def tally_entities(mentions: pd.DataFrame, by: str | list[str] = "entity_id") -> pd.DataFrame:
    """How many articles, outlets and mentions name each entity; most articles first, ties stable.

    `by` is a column or several (["entity_id", "sense"]). An article is an `article_id`, or a `doc`
    when there is none; outlets are counted when the mentions have a column `outlet`. Raises
    TableError when the mentions lack a column that is counted by.
    """
    keys = [by] if isinstance(by, str) else by
    if not isinstance(keys, list) or not keys or not all(isinstance(one, str) for one in keys):
        refuse("tally_entities", "by", by, "a column or a list of columns",
               'Give them by name: by=["entity_id", "sense"]')
    article = "doc" if "article_id" not in mentions and "doc" in mentions else "article_id"
    mentions = ask("tally_entities", "mentions", mentions, table(*keys, article, gives=_MENTIONS))
    counts = {"articles": (article, "nunique")}
    if "outlet" in mentions:
        counts["outlets"] = ("outlet", "nunique")
    counts["mentions"] = (article, "size")
    told = {column: (column, "first") for column in ("label", "label_en", "kind")
            if "entity_id" in keys and column not in keys and column in mentions}
    tally = mentions.groupby(keys, as_index=False, sort=True).agg(**told, **counts)
    return tally.sort_values(["articles", "mentions", *keys], ascending=[False, False]
                             + [True] * len(keys), kind="stable", ignore_index=True)
