"""How long a visit or a meeting lasts: زيارة تستمر ثلاثة أيام, اجتماعات تتواصل حتى الجمعة.

What begins on a day and lasts for several has all of them, and so has what is planned for it.
"""

from __future__ import annotations

import re

import pandas as pd

from utils.dates.words import vocabulary
from utils.events.clauses import NEEDED, Line, between
from utils.events.cues import Mark
from utils.events.draft import Draft
from utils.text.folding import fold

DAY = pd.Timedelta(days=1)
STAY = 7 * DAY           # what is told of a longer time says nothing of a day
LONGEST = 31             # days: what goes on for longer is no stay
LASTING = {"visit", "meeting"}
DAYS = {"day": 1, "week": 7}
_WORDS = re.compile(r"\s+(?:(?:لمدة|على مدى|على مدار|طوال|طيلة)\s+)?(\w+)(?:\s+(\w+))?")
_UNTIL = re.compile(r"\s+(?:\w+\s+)?(?:حتى|[إا]لى غاية|لغاية)\s+(?:يوم\s+|مساء\s+)?")


def count_days(text: str, start: int) -> int:
    """How many days the words counted from `start` make, 0 where they make none.

    >>> count_days("تستمر ثلاثة أيام", 5), count_days("لمدة يومين.", 4), count_days("دام أسبوعا", 3)
    (3, 2, 7)
    >>> count_days("تتواصل على مدى 4 أيام", 6), count_days("تستمر طويلا في العاصمة", 5)
    (4, 0)
    """
    found = _WORDS.match(text, start)
    words = [vocabulary().get(fold(word or "").key) for word in found.groups()] if found else []
    match [word and (word.kind, word.value) for word in words]:
        case [("two units", unit), _]:
            return 2 * DAYS.get(unit, 0)
        case [("unit" | "units", unit), _]:
            return DAYS.get(unit, 0)
        case [("cardinal" | "day", int(count)), ("units", unit)]:
            return count * DAYS.get(unit, 0)
    return 0


def _is_of(marks: list[Mark], draft: Draft, lasts: Mark) -> bool:
    """Whether what lasts is what the draft tells of: the last noun before it, of the same kind.

    The noun may follow too: وتستمر زيارة X يومين.
    """
    if 0 < draft.mark.start - lasts.end <= 2:
        return True
    nouns = [mark for mark in between(marks, draft.mark.start, lasts.start)
             if mark.cue.role == "trigger"]
    return bool(nouns) and lasts.start - nouns[-1].end < NEEDED["with"] and all(
        noun.cue.kind == draft.mark.cue.kind and (noun.cue.part == "noun" or noun is draft.mark)
        for noun in nouns) and not any(
        mark.cue.role in ("that", "where") and lasts.start - mark.end > 1     # not أن تستمر
        for mark in between(marks, nouns[-1].end, lasts.start))


def _told_since(draft: Draft, line: Line) -> Draft:
    """The draft from the day since when it is under way: يؤدي X منذ أمس زيارة."""
    since = next((date for date in line.dates if pd.isna(draft.earliest)
                  and date.earliest == date.latest and line.body.endswith("منذ ", 0, date.start)),
                 None)
    return draft if since is None else draft._replace(
        earliest=since.earliest, latest=since.earliest)


def with_stay(draft: Draft, line: Line, marks: list[Mark]) -> Draft:
    """The draft with the days that it lasts, or until when, if its sentence says so."""
    if draft.mark.cue.kind not in LASTING:
        return draft
    for mark in marks:
        if mark.cue.role != "lasts" or not _is_of(marks, draft, mark):
            continue
        until = _UNTIL.match(line.body, mark.end)
        for date in between(line.dates, until.end(), until.end() + 1) if until else []:
            return draft._replace(until=date.latest)
        named = between(line.parties, mark.end, mark.end + NEEDED["toward"])
        for end in (mark.end, draft.mark.end, *(one.end for one in named)):
            days = count_days(line.body, end)             # تستمر زيارة X يومين, تستمر يومين
            if 1 < days <= LONGEST:
                return _told_since(draft, line)._replace(lasts=days)
    return draft


def whole_stay(draft: Draft) -> Draft:
    """The draft with the last of its days, where it is known to begin on one and to go on."""
    if pd.isna(draft.earliest) or draft.earliest != draft.latest:
        return draft
    last = draft.until if draft.lasts < 2 else draft.earliest + (draft.lasts - 1) * DAY
    return draft._replace(latest=last) if DAY <= last - draft.earliest < LONGEST * DAY else draft
