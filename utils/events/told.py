"""One article while it is read for events: its sentences as lines, made when they are needed."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache, partial
from typing import NamedTuple

import pandas as pd

from utils.events.anaphora import name_titled
from utils.events.carrying import carry_over
from utils.events.casting import find_parties
from utils.events.clauses import Dated, Line
from utils.events.cues import Mark, find_cues, read_cues
from utils.events.draft import Draft
from utils.events.drafts import draft_events
from utils.events.homes import state_of
from utils.events.joining import join_drafts
from utils.events.likely import likely_triggers
from utils.events.meant import Named, capitals, name_states
from utils.events.readable import Sorted
from utils.events.titles import with_posts
from utils.events.voices import Voices, find_voices
from utils.lexicon import read_lexicon
from utils.lexicon_rows import read_rows
from utils.tables import LEXICON
from utils.text.folding import fold

UNPOLITICAL = {"company", "club"}          # types of organisations that are no party to events
_LETTERS = re.compile(r"\W+")
BEFORE_OR_AFTER = {"beside", "before", "right after", "eve", "morrow"}
BACK = 3                 # sentences to look back for whom a pronoun or a voice means


class Batch(NamedTuple):
    """What was found in a batch of articles, all of it by article and first character."""

    sentences: Sorted        # columns: sentence_id
    mentions: Sorted         # kind, sense, entity_id, label
    dates: Sorted            # earliest, latest, grain, surface
    named: tuple             # for each sentence the first of its mentions, and the one after
    dated: tuple             # the same of its dates
    outlets: list[int]       # which mentions are outlets
    marks: dict[int, list[Mark]]      # of the sentences that are worth reading


class Article(NamedTuple):
    """The article that is read: its rows of the batch, and what its own columns say."""

    body: str
    outlet: str | None
    anchor: object
    first: int               # its first sentence
    named: int               # its first mention


@lru_cache(maxsize=1)
def _own_waw() -> frozenset:
    """The folded words whose و is their own letter."""
    return frozenset(
        word for word, found in read_cues().items() if word[:2] != "وو"
        and any(cue.role == "with its own waw" and not cue.rest for cue in found)
    )


@lru_cache(maxsize=1024)
def _home(outlet: object) -> str:
    """The state of an outlet that the lexicon knows by its Arabic or English name, else nothing.

    >>> _home("عكاظ"), _home("al-riyadh"), _home(None)
    ('SAU', 'SAU', '')
    """
    if not isinstance(outlet, str):
        return ""
    return _homes().get(_LETTERS.sub("", fold(outlet).key), "")


@lru_cache(maxsize=1)
def _homes() -> dict[str, str]:
    """The states of the outlets that the lexicon knows, by the letters of their names."""
    return {
        _LETTERS.sub("", fold(name).key): one.country
        for one in read_lexicon().entities.values() if one.kind == "outlet" and one.country
        for name in (one.label, one.label_en)
    }


@lru_cache(maxsize=1)
def _no_parties() -> frozenset:
    """The organisations that are no party: firms, clubs, and organs without a state.

    A bare وزارة الصحة does not say whose it is.
    """
    return frozenset(f"org:{row['organ']}" for row in read_rows(LEXICON, "organs")) | {
        entity_id for entity_id, entity in read_lexicon().entities.items()
        if entity.kind == "organisation" and entity.type in UNPOLITICAL
    }


@lru_cache(maxsize=1)
def _weekdays() -> frozenset:
    """The folded names of the weekdays."""
    return frozenset(fold(form).key for row in read_rows(LEXICON, "weekdays")
                     for form in row.many("names"))


@lru_cache(maxsize=4096)
def _is_weekday(surface: str) -> bool:
    return fold(surface).key in _weekdays()


def _without_days(marks: list[Mark], dates: list[Dated], body: str) -> list[Mark]:
    """The marks without words that only say when on a day: in بعد ظهر أمس nothing came before.

    In قبل يومين من زيارته the words place the visit too.
    """
    inside = [date for date in dates if not body.startswith(" من ", date.end)]
    return [mark for mark in marks if mark.cue.role not in BEFORE_OR_AFTER or not any(
        date.start <= mark.start and mark.end <= date.end for date in inside)]


class Reading:
    """One article of a batch while it is read."""

    def __init__(self, batch: Batch, article: Article):
        self.batch, self.article = batch, article
        self.lines: dict[int, Line] = {}
        self.named: dict[int, list[Named]] = {}
        self.voices: dict[int, Voices] = {}

    def _mentions(self, sentence: int) -> list[Named]:
        """The mentions of the sentence, with those whom its titles mean."""
        if sentence not in self.named:
            rows = self.batch.sentences
            back = range(sentence - 1, self.article.first - 1, -1)
            self.named[sentence] = name_titled(
                self.article.body, self._names(sentence), rows.first[sentence],
                rows.last[sentence], map(self._names, back))
        return self.named[sentence]

    def _names(self, sentence: int) -> list[Named]:
        rows, (first, last) = self.batch.mentions, self.batch.named
        places = range(first[sentence], last[sentence])
        kind, sense, entity_id, label = rows.columns
        return [Named(rows.first[place], rows.last[place], kind[place], sense[place],
                      entity_id[place], label[place]) for place in places]

    def _dates(self, sentence: int) -> list[Dated]:
        rows, (first, last) = self.batch.dates, self.batch.dated
        found = []
        for place in range(first[sentence], last[sentence]):
            earliest, latest, grain, surface = (column[place] for column in rows.columns)
            weekday = isinstance(surface, str) and _is_weekday(surface)
            found.append(Dated(rows.first[place], rows.last[place],
                               pd.Timestamp(earliest), pd.Timestamp(latest), grain, weekday))
        return found

    def _marks(self, sentence: int, named: list[Named]) -> list[Mark]:
        """The cues of the sentence outside its names, by characters of the body."""
        found = self.batch.marks.get(sentence)
        if found is None:                              # only looked back at
            rows = self.batch.sentences
            start, end = rows.first[sentence], rows.last[sentence]
            found = find_cues(self.article.body[start:end], base=start)
        if not named:
            return found
        marks, ahead, covered = [], iter(named), 0
        name = next(ahead, None)
        for mark in found:
            while name is not None and name.start <= mark.start:
                covered = max(covered, name.end)
                name = next(ahead, None)
            if mark.start >= covered and (name is None or mark.end <= name.start):
                marks.append(mark)                     # "وعلي" before the name علي is no على
        return marks

    def _states(self) -> set[str]:
        """The states that the article names, by themselves or by their people."""
        rows, first = self.batch.mentions, self.article.named
        last = bisect_left(rows.place, rows.place[first] + 1, lo=first)
        return {state_of(one) or one for one in rows.columns[2][first:last]}

    def line(self, sentence: int) -> Line:
        """The sentence with its marks, parties and days."""
        if sentence not in self.lines:
            rows, body = self.batch.sentences, self.article.body
            start, end = rows.first[sentence], rows.last[sentence]
            named, dates = self._mentions(sentence), self._dates(sentence)
            marks = with_posts(_without_days(self._marks(sentence, named), dates, body), named)
            named = [one for one in named if one.entity_id not in _no_parties()]
            home = _home(self.article.outlet)
            named = name_states(body, named, marks, home, self._states)
            parties = find_parties(body, named, marks, state_of, _own_waw(), capitals())
            self.lines[sentence] = Line(rows.columns[0][sentence], start, end, body,
                                        marks, parties, dates, home)
        return self.lines[sentence]

    def _last_outlet(self, sentence: int) -> str | None:
        """The label of the outlet that the article named last before the sentence."""
        outlets, rows = self.batch.outlets, self.batch.mentions
        place = bisect_left(outlets, self.batch.named[0][sentence]) - 1
        if place < 0 or outlets[place] < self.article.named:
            return None
        return rows.columns[3][outlets[place]]

    def voice(self, sentence: int, deep: int = BACK) -> Voices:
        """The voices that the sentence credits; those before it where it goes on with them."""
        if sentence not in self.voices:
            def before() -> Voices:
                again = sentence > self.article.first and deep
                return self.voice(sentence - 1, deep - 1) if again else Voices()

            named = self._mentions(sentence)
            self.voices[sentence] = find_voices(
                self.article.body, self.line(sentence).marks,
                [one for one in named if one.kind == "outlet"], before,
                self._last_outlet(sentence), self.article.outlet,
                {one.start: one.end for one in named if one.sense == "demonym"},
            )
        return self.voices[sentence]

    def _likely(self, sentence: int, told: set[str]) -> set[int]:
        """Where the sentence's triggers begin that may tell of an event."""
        rows, (first, last), days = self.batch.mentions, self.batch.named, self.batch.dated
        here = slice(first[sentence], last[sentence])
        named = [(start, kind) for start, kind in zip(
            rows.first[here], rows.columns[0][here], strict=True) if kind != "outlet"]
        return likely_triggers(self.batch.marks[sentence], named,
                               days[0][sentence] < days[1][sentence], told, self.article.body)

    def events(self, sentences: list[int]) -> list[Draft]:
        """The events that these sentences tell of."""
        drafts: list[Draft] = []
        told: set[str] = set()
        for sentence in sentences:
            likely = self._likely(sentence, told)
            if not likely:
                continue
            if any(mark.cue.role == "sport" for mark in self.batch.marks[sentence]):
                continue
            line = self.line(sentence)
            back = range(sentence - 1, max(self.article.first - 1, sentence - 1 - BACK), -1)
            earlier = partial(map, self.line, back)
            found = draft_events(line, earlier, self.article.anchor, drafts, likely)
            if found:
                found = carry_over(drafts, found, line, earlier, self.article.anchor)
                voices = self.voice(sentence)
                drafts += [draft._replace(voices=voices) for draft in found]
                told |= {draft.mark.cue.kind for draft in found if draft.firm}
        return join_drafts(drafts, state_of)
