"""Dated events: who met whom, where, when, through whom, held or only announced, who says so.

Kinds, participants and status follow the labelling conventions in data/README.md. One row is one
happening in one article: later mentions of it (الاجتماع المذكور) lend it what they know.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache, partial
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import pandas as pd

from utils.casting import Named, capitals, find_parties, state_of
from utils.cues import Mark, find_cues, read_cues
from utils.drafts import Dated, Draft, Line, draft_events, inherit, join_drafts
from utils.folding import fold
from utils.happenings import evidence, labels, link_events, merge_events, with_labels
from utils.lexicon import read_lexicon
from utils.spotting import BREAK, Table, bit_table, chunks, find_words
from utils.tables import LEXICON, typed
from utils.voices import Voices, find_voices

__all__ = ["evidence", "find_events", "labels", "link_events", "merge_events", "with_labels"]

CONTACTS = {"meeting", "visit", "call", "agreement"}
UNPOLITICAL = {"company", "club"}          # types of organisations that are no party to events
SPORTY = 4               # words of sport that make an article one about sport
BACK = 3                 # sentences to look back for whom a pronoun or a voice means
GRAINS = {"day", "week", "month"}          # a wider date says too little to place an event on


class _Words(NamedTuple):
    """The folded words that a batch is searched for, before anything is read closely."""

    triggers: dict[str, bool]      # whether the word can be an event's without a second word
    sport: frozenset
    own_waw: frozenset
    both: frozenset
    table: Table


@lru_cache(maxsize=1)
def _words() -> _Words:
    cues = read_cues()

    def with_role(role: str) -> frozenset:
        return frozenset(
            word for word, found in cues.items()
            if any(cue.role == role and not cue.rest for cue in found)
        )

    triggers = {
        word: any(cue.kind in CONTACTS | {"strike"} and not cue.needs for cue in found)
        for word, found in cues.items() if any(cue.role == "trigger" for cue in found)
    }
    sport = with_role("sport")
    none = bit_table(())
    table = Table(alone=bit_table({*triggers, *sport}), pairs=none, titles=none, states=none)
    own_waw = frozenset(word for word in with_role("with its own waw") if word[:2] != "وو")
    return _Words(triggers, sport, own_waw, with_role("both"), table)


@lru_cache(maxsize=1)
def _no_parties() -> frozenset:
    """The organisations that are no party: firms, clubs, and organs without a state.

    A bare وزارة الصحة does not say whose it is.
    """
    organs = pd.read_csv(LEXICON / "organs.csv", dtype=str, keep_default_na=False)["organ"]
    return frozenset(f"org:{organ}" for organ in organs) | {
        entity_id for entity_id, entity in read_lexicon().entities.items()
        if entity.kind == "organisation" and entity.type in UNPOLITICAL
    }


def _places_of_triggers(bodies: list[str]) -> dict[int, list[tuple[int, bool]]]:
    """The articles (by place) that are worth reading: where triggers may stand, and how strong."""
    words = _words()
    folded = [fold(body) for body in bodies]
    found: dict[int, list[tuple[int, bool]]] = {}
    for first, last in chunks([one.key for one in folded]):
        joined = BREAK.join(one.key for one in folded[first:last])
        hits = find_words(joined, words.table)
        starts, ends = hits.starts[hits.known].tolist(), hits.ends[hits.known].tolist()
        place, offset = first, 0
        end = offset + len(folded[place].key)
        sport: dict[int, int] = {}
        for start, stop in zip(starts, ends, strict=True):
            while start > end:
                offset = end + len(BREAK)
                place += 1
                end = offset + len(folded[place].key)
            word = joined[start:stop]
            if word in words.triggers:
                at = folded[place].at(start - offset)
                found.setdefault(place, []).append((at, words.triggers[word]))
            elif word in words.sport:
                sport[place] = sport.get(place, 0) + 1
        for place, number in sport.items():
            if number >= SPORTY:
                found.pop(place, None)
    return found


class _Rows:
    """A table's rows by article, read only for the articles that are asked for."""

    def __init__(self, table: pd.DataFrame, columns: list[str], row):
        codes, names = pd.factorize(table["article_id"])
        order = np.argsort(codes, kind="stable")
        bounds = np.searchsorted(codes[order], np.arange(len(names) + 1))
        self.order, self.row = order, row
        self.bounds = {name: (bounds[place], bounds[place + 1])
                       for place, name in enumerate(names)}
        self.columns = [table[column].to_numpy(object) for column in columns]

    def of(self, article_id: str) -> list:
        """The article's rows, by their first character."""
        if article_id not in self.bounds:
            return []
        first, last = self.bounds[article_id]
        places = self.order[first:last]
        cells = [column[places].tolist() for column in self.columns]
        return sorted(map(self.row, *cells), key=lambda row: (row.start, -row.end))


class _Sentence(NamedTuple):
    start: int
    end: int
    sentence_id: str


@lru_cache(maxsize=1)
def _weekdays() -> frozenset:
    """The folded names of the weekdays."""
    names = pd.read_csv(LEXICON / "weekdays.csv", dtype=str, keep_default_na=False)
    return frozenset(fold(form).key for cell in names["names"] for form in cell.split("|"))


def _dated(start, end, earliest, latest, grain, surface) -> Dated:
    """A row of the dates; tolist gives days as whole numbers, so they become days again."""
    return Dated(start, end, pd.Timestamp(earliest), pd.Timestamp(latest), grain,
                 isinstance(surface, str) and fold(surface).key in _weekdays())


_START = attrgetter("start")


class _Article:
    """One article while it is read: sentences are turned into lines when they are needed."""

    def __init__(self, row, sentences: list, mentions: list, dates: list):
        self.row, self.sentences = row, sentences
        self.mentions, self.dates = mentions, dates
        self.lines: dict[int, Line] = {}
        self.voices: dict[int, Voices] = {}

    def _within(self, rows: list, place: int) -> list:
        sentence = self.sentences[place]
        first = bisect_left(rows, sentence.start, key=_START)
        return rows[first:bisect_left(rows, sentence.end, lo=first, key=_START)]

    def worth(self, places: list[tuple[int, bool]]) -> list[int]:
        """The sentences to read: a strong trigger needs a name or a day in it, a weak one two.

        Words like الجانبان stand for names.
        """
        starts = [sentence.start for sentence in self.sentences]
        strong: dict[int, bool] = {}
        for at, sure in places:
            place = max(0, bisect_right(starts, at) - 1)
            strong[place] = strong.get(place, False) or sure
        return [
            place for place, sure in sorted(strong.items())
            if len(self._within(self.mentions, place)) >= (1 if sure else 2)
            or sure and (self._within(self.dates, place) or self._means_both(place))
        ]

    def _means_both(self, place: int) -> bool:
        sentence = self.sentences[place]
        words = fold(self.row.body[sentence.start:sentence.end]).key.split()
        return not _words().both.isdisjoint(words)

    def line(self, place: int) -> Line:
        """The sentence with its marks, parties and days."""
        if place not in self.lines:
            sentence = self.sentences[place]
            body = self.row.body
            named = self._within(self.mentions, place)
            covered = {at for one in named for at in range(one.start, one.end)}
            marks = [
                Mark(mark.start + sentence.start, mark.end + sentence.start, mark.cue)
                for mark in find_cues(body[sentence.start:sentence.end])
                if mark.start + sentence.start not in covered
            ]
            named = [one for one in named if one.entity_id not in _no_parties()]
            parties = find_parties(body, named, marks, state_of, _words().own_waw,
                                   capitals())
            self.lines[place] = Line(sentence.sentence_id, sentence.start, sentence.end, body,
                                     marks, parties, self._within(self.dates, place))
        return self.lines[place]

    def voice(self, place: int, deep: int = BACK) -> Voices:
        """The voices that the sentence credits; those before it where it goes on with them."""
        if place not in self.voices:
            def before() -> Voices:
                return self.voice(place - 1, deep - 1) if place and deep else Voices()

            outlets = [one for one in self._within(self.mentions, place) if one.kind == "outlet"]
            earlier = [one for one in self.mentions
                       if one.kind == "outlet" and one.start < self.sentences[place].start]
            last = earlier[-1].label if earlier else None
            self.voices[place] = find_voices(self.row.body, self.line(place).marks, outlets,
                                             before, last, self.row.outlet,
                                             {one.start: one.end for one in self.mentions
                                              if one.sense == "demonym"})
        return self.voices[place]

    def events(self, places: list[int]) -> list[Draft]:
        """The events that the sentences at these places tell of."""
        drafts: list[Draft] = []
        anchor = self.row.anchor
        for place in places:
            line = self.line(place)
            if any(mark.cue.role == "sport" for mark in line.marks):
                continue
            back = range(place - 1, max(-1, place - 1 - BACK), -1)
            found = draft_events(line, partial(map, self.line, back), anchor,
                                 drafts[-1] if drafts else None)
            if found:
                if drafts:
                    found = [inherit(drafts[-1], draft, line) for draft in found]
                voices = self.voice(place)
                drafts += [draft._replace(voices=voices) for draft in found]
        return join_drafts(drafts, state_of)


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


def find_events(articles: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame,
                dates: pd.DataFrame) -> pd.DataFrame:
    """The events of the articles: columns of `tables.SCHEMAS["events"]`, happening_id still NA.

    participants: entity ids; mediator, host, venue: an entity id (several joined by "، ") or NA;
    earliest..latest: inclusive days, NaT when the text gives none; status held, planned, cancelled
    or denied; reported_by: labels of the voices, outermost first; anonymity named, unnamed or none.
    `start`..`end` is the trigger's place in the article's body.
    """
    bodies = articles["body"].fillna("").tolist()
    worth = _places_of_triggers(bodies)
    lines = _Rows(sentences, ["start", "end", "sentence_id"], _Sentence)
    named = _Rows(mentions, ["start", "end", "kind", "sense", "entity_id", "label"], Named)
    usable = dates[dates["grain"].isin(GRAINS) & dates["earliest"].notna()]
    dated = _Rows(usable, ["start", "end", "earliest", "latest", "grain", "surface"], _dated)
    rows: list[dict] = []
    wanted = articles.iloc[sorted(worth)][["article_id", "body", "outlet", "anchor"]]
    for place, row in zip(sorted(worth), wanted.itertuples(index=False), strict=True):
        cut = lines.of(row.article_id)
        if not cut:
            continue
        article = _Article(row, cut, named.of(row.article_id), dated.of(row.article_id))
        rows += [_row(row.article_id, number, draft, row.body)
                 for number, draft in enumerate(article.events(article.worth(worth[place])), 1)]
    return typed(rows, "events")
