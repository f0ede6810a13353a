"""Dated events: who met whom, where, when, through whom, held or only announced, who says so.

Kinds, participants and status follow the labelling conventions in data/README.md. One row is one
happening in one article: later mentions of it (الاجتماع المذكور) lend it what they know.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from utils.casting import Scene, actors, cast
from utils.cues import Mark, find_cues, read_cues
from utils.folding import fold
from utils.happenings import evidence, labels, link_events, merge_events, with_labels
from utils.tables import typed
from utils.voices import Voices, find_voices

__all__ = ["evidence", "find_events", "labels", "link_events", "merge_events", "with_labels"]

ENDS = {"stop", "trigger"}                 # these end the clause before them
STARTS = {"happens", "says", "planned"}    # these begin one after a comma and a conjunction
TWO_SIDED = {"meeting", "call", "agreement"}
GRAINS = {"day", "week", "month"}          # a wider date says too little to place an event on


class Draft(NamedTuple):
    """One mention of an event, before mentions of the same event are joined."""

    sentence_id: str
    mark: Mark
    scene: Scene
    status: str
    earliest: pd.Timestamp
    latest: pd.Timestamp
    voices: Voices
    refers_back: bool


def _breaks(text: str, marks: list[Mark]) -> list[tuple[int, int]]:
    """Where one clause ends and the next begins: (end, begin) offsets in the text.

    A trigger or a word of role `stop` ends the clause before it; so does a comma with a conjunction
    before a verb of happening, of saying or of planning (`، ومن المتوقع عقد اجتماع`).
    """
    breaks, comma = [], None
    for mark in marks:
        role = mark.cue.role
        if role == "comma":
            comma = mark
        elif role in ENDS:
            breaks.append((mark.start, mark.end))
        elif comma and role in STARTS and text[comma.end:mark.end].lstrip().startswith("و"):
            breaks.append((comma.start, comma.end))
            comma = None
    return breaks


def _stretch(breaks: list[tuple[int, int]], trigger: Mark) -> tuple[int, int]:
    """Where the clause of the trigger begins and ends: offsets in the text."""
    left = max((begin for _, begin in breaks if begin <= trigger.start), default=0)
    right = min((end for end, _ in breaks if end >= trigger.end), default=10**9)
    return left, right


def _between(items: list, start: int, end: int) -> list:
    return [item for item in items if start <= item.start < end]


def _day(dates: list, trigger: Mark, left: int, right: int) -> tuple:
    """earliest, latest of the date that the trigger's own stretch names, nearest after it first."""
    usable = [date for date in dates if date.grain in GRAINS and not pd.isna(date.earliest)]
    after = [date for date in usable if trigger.start <= date.start < right]
    before = [date for date in usable if left <= date.start < trigger.start]
    for date in [*after, *before[::-1]]:
        return date.earliest, date.latest
    return pd.NaT, pd.NaT


def _is_event(kind: str, part: str, scene: Scene, dated: bool) -> bool:
    """Whether a mention says enough to be somebody's doing, and not talk of meetings in general."""
    if scene.supposed and not dated:
        return False
    number = len(scene.participants)
    if kind == "statement":
        return number >= 2
    if kind == "visit":
        return number >= 1 and scene.venue is not None or number >= 2
    if kind == "strike":
        return number >= 1 and (scene.happens or part == "verb" or scene.venue is not None)
    if part == "verb":
        return number >= 2
    return number >= 2 or (number == 1 or scene.venue is not None) and (scene.happens or dated)


def _draft(text, sentence, marks, breaks, place, mentions, dates, voices) -> Draft | None:
    """The event that the trigger at `place` speaks of, or None when it speaks of none."""
    trigger = marks[place]
    cue = trigger.cue
    nearest = [mark for mark in marks[place + 1:] if mark.start < trigger.end + 12]
    if any(mark.cue.role == "press" for mark in nearest):
        return None
    left, right = _stretch(breaks, trigger)
    visit = cue.kind == "visit"
    after = cast(text, [m for m in _between(marks, trigger.end, right)],
                 _between(mentions, trigger.end, right), "participant", visit)
    ahead = [m for m in marks if left <= m.start and m.end <= trigger.start]
    subjects = _between(mentions, left, trigger.start)
    before = cast(text, ahead, subjects, "participant" if cue.part == "verb" else None, False)
    people = after.participants
    if cue.part == "verb":
        if len(people) < 2 and subjects and cue.kind != "statement":
            people = tuple(dict.fromkeys((before.participants[-1:]) + people))
    elif before.happens:
        people = tuple(dict.fromkeys(before.participants + people))
    planned = cue.future or any(mark.cue.role == "planned adjective" for mark in nearest)
    status = before.status or after.status or ("planned" if planned else None) or "held"
    earliest, latest = _day(dates, trigger, left, right)
    scene = Scene(
        people, after.mediator or before.mediator, after.host or before.host,
        after.venue or before.venue, status, before.happens or after.happens or planned,
        before.supposed,
    )
    refers_back = cue.part == "noun" and cue.definite and len(people) < 2 and pd.isna(earliest)
    if not refers_back and not _is_event(cue.kind, cue.part, scene, not pd.isna(earliest)):
        return None
    return Draft(
        sentence.sentence_id, trigger, scene, status, earliest, latest, voices, refers_back
    )


def _agree(one: Draft, other: Draft) -> bool:
    """Whether two mentions in one article can be the same happening."""
    if one.mark.cue.kind != other.mark.cue.kind or one.status != other.status:
        return False
    dated = not (pd.isna(one.earliest) or pd.isna(other.earliest))
    if dated and (one.earliest > other.latest or other.earliest > one.latest):
        return False
    if one.scene.venue and other.scene.venue and one.scene.venue != other.scene.venue and not dated:
        return False
    first, second = set(one.scene.participants), set(other.scene.participants)
    if not first or not second:
        return bool(one.scene.venue and one.scene.venue == other.scene.venue
                    or one.refers_back or other.refers_back)
    return first <= second or second <= first or len(first & second) >= 2


def _join(one: Draft, other: Draft) -> Draft:
    """Both mentions as one: the fuller is the trigger, each lends what the other lacks."""
    def fullness(draft: Draft) -> int:
        dated = not pd.isna(draft.earliest)
        return len(draft.scene.participants) + bool(draft.scene.venue) + 2 * dated

    main, second = (one, other) if fullness(one) >= fullness(other) else (other, one)
    scene = main.scene._replace(
        participants=tuple(dict.fromkeys(main.scene.participants + second.scene.participants)),
        mediator=main.scene.mediator or second.scene.mediator,
        host=main.scene.host or second.scene.host,
        venue=main.scene.venue or second.scene.venue,
    )
    day = (main if not pd.isna(main.earliest) else second)
    voices = main.voices if main.voices.chain else second.voices
    return main._replace(scene=scene, earliest=day.earliest, latest=day.latest, voices=voices,
                         refers_back=False)


def _join_mentions(drafts: list[Draft]) -> list[Draft]:
    """One draft a happening; a mention that only refers back joins the latest that it can mean."""
    events: list[Draft] = []
    for draft in drafts:
        for place in range(len(events) - 1, -1, -1):
            if _agree(events[place], draft):
                events[place] = _join(events[place], draft)
                break
        else:
            if not draft.refers_back:
                events.append(draft)
    return events


def _article_events(article, sentences: list, mentions: dict, dates: dict) -> list[dict]:
    """The rows of one article."""
    cues, folded = read_cues(), fold(article.body)
    marks = find_cues(folded, cues)
    drafts, voices, last_outlet = [], Voices(), None
    for sentence in sentences:
        here = _between(marks, sentence.start, sentence.end)
        named = mentions.get(sentence.sentence_id, [])
        outlets = [mention for mention in named if mention.kind == "outlet"]
        voices = find_voices(article.body, here, outlets, voices, last_outlet, article.outlet)
        last_outlet = outlets[-1].label if outlets else last_outlet
        if any(mark.cue.role == "sport" for mark in here):
            continue
        cast_of, breaks = actors(article.body, named), _breaks(article.body, here)
        for place, mark in enumerate(here):
            if mark.cue.role == "trigger":
                draft = _draft(article.body, sentence, here, breaks, place, cast_of,
                               dates.get(sentence.sentence_id, []), voices)
                drafts += [draft] if draft else []
    return [_row(article.article_id, number, draft, article.body)
            for number, draft in enumerate(_join_mentions(drafts), 1)]


def _row(article_id: str, number: int, draft: Draft, text: str) -> dict:
    scene, mark = draft.scene, draft.mark
    return {
        "event_id": f"{article_id}:e{number:02}", "article_id": article_id,
        "sentence_id": draft.sentence_id, "start": mark.start, "end": mark.end,
        "trigger": text[mark.start:mark.end], "kind": mark.cue.kind, "plover": mark.cue.plover,
        "participants": [one for one in scene.participants
                         if one not in scene.mediator],
        "mediator": "، ".join(scene.mediator) or None, "host": "، ".join(scene.host) or None,
        "venue": scene.venue, "earliest": draft.earliest, "latest": draft.latest,
        "status": draft.status, "reported_by": list(draft.voices.chain),
        "anonymity": draft.voices.anonymity,
    }


def _by_sentence(table: pd.DataFrame) -> dict[str, list]:
    groups = defaultdict(list)
    for row in table.itertuples(index=False):
        groups[row.sentence_id].append(row)
    return groups


def find_events(articles: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame,
                dates: pd.DataFrame) -> pd.DataFrame:
    """The events of the articles: columns of `tables.SCHEMAS["events"]`, happening_id still NA.

    participants: entity ids; mediator, host, venue: an entity id (several joined by "، ") or NA;
    earliest..latest: inclusive days, NaT when the text gives none; status held, planned, cancelled
    or denied; reported_by: labels of the voices, outermost first; anonymity named, unnamed or none.
    `start`..`end` is the trigger's place in the article's body.
    """
    grouped = defaultdict(list)
    for sentence in sentences.itertuples(index=False):
        grouped[sentence.article_id].append(sentence)
    named, dated = _by_sentence(mentions), _by_sentence(dates)
    rows = []
    for article in articles.itertuples(index=False):
        if isinstance(article.body, str) and article.article_id in grouped:
            rows += _article_events(article, grouped[article.article_id], named, dated)
    return typed(rows, "events")
