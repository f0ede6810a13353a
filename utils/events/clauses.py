"""Where one clause of a sentence ends and the next begins, and what stands beside what."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

import pandas as pd

from utils.events.casting import Party
from utils.events.cues import Mark

ENDS = {"stop", "where", "that", "relative"}           # these end the clause before them
STARTS = {"happens", "does", "says", "planned", "cancelled"}     # and these after a comma
BESIDE = 14              # characters between a word and what belongs right beside it
# how far the need may be
NEEDED = {"with": 150, "with person": 150, "phone": 90, "toward": 70, "carries": 170,
          "table": 100, "tour": 70}
GOING = {"toward", "carries"}    # these triggers need a goal; where somebody sets out is none
THIS = 5                 # characters: هذه and its spaces, between خلال and الزيارة
ON_SIDELINES = "على هامش"
MONTH = pd.Timedelta(days=31)    # a wider date tells only where no narrower one stands by
LONG_CUE = 60            # characters: longer than any phrase that is a cue
CONTACTS = {"meeting", "call", "agreement"}
LEADS = {"topic", "venue", "toward", "with", "between", "beside", "according", "during",
         "mediator", "host", "invited by"}      # who follows these is no subject
# after الذي these tell of the noun
RELATES = {"happens", "does", "attends", "joins him", "joins both", "host", "planned"}
LIGHT = {"happens", "does"}      # verbs that lend a noun their tense; who "does" is its subject
PREPOSITIONS = ("topic", "toward", "beside", "before", "right after", "since", "during", "with")
MET = {"with", "from whom"}      # before the other side
TITLES = {"head", "deputy", "counterpart", "title", "delegation"}

# a noun's ending, a pronoun on it (زيارته, مفاوضاتهم) left out; الزيارات and المفاوضات too
_FEMININE = re.compile("[\N{ARABIC LETTER TEH MARBUTA}\N{ARABIC LETTER TEH}]"
                       "(?:ه|ها|هم|هما|ي|نا|ين|ان)?$")
_DONE = re.compile("[تي]?تمت?")                          # التي تم إقرارها: of anything


class Dated(NamedTuple):
    """A day, week or month that the text names."""

    start: int
    end: int
    earliest: pd.Timestamp
    latest: pd.Timestamp
    grain: str
    weekday: bool = False            # nothing but the name of a weekday


class Line(NamedTuple):
    """One sentence made ready: what its words, names and dates are, by characters of the body."""

    sentence_id: str
    start: int
    end: int
    body: str
    marks: list
    parties: list
    dates: list
    home: str = ""           # the state of the outlet, "" where it is not known


def between(items: list, start: int, end: int) -> list:
    """The marks, parties or dates, given in their order, that begin in start..end."""
    first = bisect_left(items, (start,))              # all are tuples that begin with their start
    return items[first:bisect_left(items, (end,), first)]


def beside(marks: list[Mark], mark: Mark, roles: tuple, gap: int = 2) -> bool:
    """Whether a mark of one of the roles stands right before this one."""
    at = mark.start
    for place in range(bisect_left(marks, (at,)) - 1, -1, -1):
        start, end, cue = marks[place]
        if at - start > LONG_CUE:
            return False
        if 0 < at - end <= gap and cue.role in roles:
            return True
    return False


def followed(marks: list[Mark], mark: Mark, role: str, gap: int = 2) -> bool:
    """Whether a mark of the role begins right after this one."""
    return any(other.cue.role == role for other in between(marks, mark.end, mark.end + gap + 1))


def has_clause(marks: list[Mark], noun: Mark) -> bool:
    """Whether الذي belongs to the noun: الاجتماع الرابع للجنة الذي عقد في V."""
    for mark in between(marks, noun.end, noun.end + 4 * BESIDE):
        if mark.cue.role in ENDS or mark.cue.role in ("comma", "trigger"):
            return mark.cue.role == "relative"
    return False


def is_definite(line: Line, noun: Mark) -> bool:
    """Whether a noun is definite, by itself or by the next word: محادثات السلام بين X وY."""
    return noun.cue.definite or line.body.startswith(" ال", noun.end)


def is_noun(marks: list[Mark], verb: Mark) -> bool:
    """Whether what is spelt like a verb is the noun after a preposition: أعلن عن عقد لقاء."""
    return any(mark.cue.role == "holding" for mark in between(marks, verb.start, verb.end)) and (
        beside(marks, verb, PREPOSITIONS))


def of_relative(marks: list[Mark], verb: Mark, trigger: Mark) -> bool:
    """Whether a verb tells of a noun before the trigger: القرار الذي جرى تمريره اليوم، ويقر كذا."""
    return beside(marks, verb, ("relative",)) and any(
        mark.cue.role == "comma" for mark in between(marks, verb.end, trigger.start))


def addressed(line: Line, last: int, party: Party) -> bool:
    """Whether ب leads the party, on its name or its title, after the character: بالرئيس X."""
    at = line.body.rfind(" ب", last, party.start) + 1
    return at > 0 and (party.start - at <= 1 or any(
        other.cue.role in TITLES for other in between(line.marks, at, at + 2)))


def agrees(line: Line, relative: Mark, noun: Mark) -> bool:
    """Whether الذي or التي has the gender of the noun."""
    return line.body.endswith("التي", relative.start, relative.end) == (
        _FEMININE.search(line.body[noun.start:noun.end]) is not None)


def can_mean(line: Line, relative: Mark, verb: Mark, noun: Mark) -> bool:
    """Whether what stands after الذي or التي may be told of an event's noun.

    That something was held is told of events only, and who is in a group says who took part. Else
    the relative must have the gender of the noun, or of the word before it (مؤتمر قمة): in
    لقاء لبحث الخطة التي أعدتها X it was the plan.
    """
    word = line.body[relative.start:relative.end]
    told = verb.cue.role == "attends" or verb.cue.role == "happens" and not _DONE.fullmatch(
        line.body, verb.start, verb.end)
    if told or not word.endswith(("الذي", "التي")):
        return True
    before = line.body[line.start:noun.start].rpartition(" ")[0].rpartition(" ")[2]
    if beside(line.marks, noun, PREPOSITIONS):
        before = ""
    return any(word.endswith("التي") == (_FEMININE.search(one) is not None)
               for one in (line.body[noun.start:noun.end], before) if len(one) > 2)


def _is_predicate(line: Line, before: list[Mark], verb: Mark, breaks: list,
                  noun: Mark | None) -> bool:
    """Whether a verb after a comma belongs to the noun before: الاجتماع بين X و Y، سيعقد في V."""
    if verb.cue.role != "happens" or noun is None or not is_definite(line, noun):
        return False
    if not breaks or breaks[-1][2] is not noun or line.body[verb.start:verb.start + 1] == "و":
        return False
    return not any(mark.cue.role == "happens" and mark.start > noun.start for mark in before)


def _goes_on(marks: list[Mark], stop: Mark) -> bool:
    """Whether what stands after وذلك says who took part in what stands before it."""
    thereby = any(mark.cue.role == "thereby" for mark in between(marks, stop.start, stop.end))
    return thereby and any(followed(marks, stop, role) for role in ("participant", "mediator"))


def _on_the_way(marks: list[Mark], place: int) -> bool:
    """Whether a noun stands between a verb and its own: سيعقد X خلال زيارته لقاء مع Y."""
    noun = marks[place]
    if noun.cue.part != "noun" or not beside(marks, noun, ("during",), THIS):
        return False
    verb = next((mark for mark in reversed(marks[:place]) if mark.cue.role in LIGHT), None)
    if verb is None or noun.start - verb.end > NEEDED["phone"] or any(
            mark.cue.role in ENDS or mark.cue.role in ("comma", "trigger")
            for mark in between(marks, verb.end, noun.start)):
        return False
    held = next((mark for mark in marks[place + 1:] if mark.cue.role == "trigger"
                 or mark.cue.role in ENDS), None)
    return held is not None and held.cue.part == "noun" and not (
        held.cue.definite or held.cue.own) and held.start - noun.end < NEEDED["phone"]


def find_breaks(line: Line, marks: list[Mark]) -> list[tuple[int, int, Mark]]:
    """Where one clause ends and the next begins: (end, begin, the mark that says so)."""
    breaks, comma, noun, aside = [], None, None, line.start
    for place, mark in enumerate(marks):
        role = mark.cue.role
        if role == "bracket" and line.body[mark.start] == "(":
            aside = line.body.find(")", mark.end, line.end)
        if role in ENDS and mark.start < aside:
            continue                                   # اتفقت إيران وست دول (وهي X وY) على
        if role == "comma":
            named = comma is not None and any(
                other.cue.role == "anonymous" for other in between(marks, comma.end, mark.start))
            comma = None if named else mark            # نفى مصدر، طلب عدم ذكر اسمه، عقد لقاء
            continue
        if role == "relative" and noun is not None and any(
                other.cue.role in RELATES and other.start - mark.end < BESIDE
                and can_mean(line, mark, other, noun) for other in marks[place + 1:place + 5]) and (
                mark.start - noun.end < NEEDED["with"] if followed(marks, mark, "happens")
                or noun.cue.kind == "agreement" and followed(marks, mark, "does")
                else mark.start - noun.end < 3 * BESIDE):
            continue            # الاتفاق الذي أبرمته إيران, الاجتماع بين X وY الذي سيعقد في V
        if role == "stop" and (_goes_on(marks, mark) or beside(marks, mark, ("relative",))
                               and followed(marks, mark, "planned", BESIDE)):
            continue               # وقع الاتفاق أمس، وذلك بحضور X; الزيارة التي كان من المقرر أن
        if role == "that" and beside(marks, mark, ("planned",)):
            continue                                   # من المقرر أن
        noun = mark if role == "trigger" and mark.cue.part == "noun" else noun
        if role in ENDS or role == "trigger" and mark.cue.kind != "statement" and (
                not _on_the_way(marks, place)):
            breaks.append((mark.start, mark.end, mark))
            continue
        if role not in STARTS or comma is None or mark.start - comma.end >= BESIDE or (
                beside(marks, mark, ("relative",))):   # الاتفاقية، والتي تم توقيعها: no new clause
            continue
        fresh = mark.start - comma.end < 2 or (
            line.body[comma.end:mark.end].lstrip().startswith("و"))
        if fresh and not _is_predicate(line, marks[:place], mark, breaks, noun):
            breaks.append((comma.start, comma.end, mark))
    return breaks
