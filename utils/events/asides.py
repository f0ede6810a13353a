"""What stands between a verb and whom it leads to: التقى X، خلال زيارته إلى V، نظيره Y.

The aside tells of another event than the verb, and each is read as if the other were not there.
"""

from __future__ import annotations

from typing import NamedTuple

from utils.events.clauses import BESIDE, ENDS, NEEDED, ON_SIDELINES, Line, between
from utils.events.cues import Mark

LEADS_ON = {"with", "head", "deputy", "counterpart", "delegation", "title"}
LONGEST = 170            # characters of an aside


class View(NamedTuple):
    """A sentence as one of its parts sees it, and from where to where its triggers are read."""

    line: Line
    spans: list[tuple[int, int]]


def views_of(line: Line) -> list[View]:
    """The sentence without its asides, and each aside with what stands before it.

    Most sentences have none and are one view.
    """
    holes = _find_asides(line)
    if not holes:
        return [View(line, [(line.start, line.end)])]
    edges = [line.start, *(edge for hole in holes for edge in hole), line.end]
    rest = list(zip(edges[::2], edges[1::2], strict=True))

    def seen(items: list) -> list:
        return [one for one in items if any(start <= one[0] < end for start, end in rest)]

    whole = line._replace(
        marks=seen(line.marks), parties=seen(line.parties), dates=seen(line.dates))
    return [View(whole, rest), *(View(_until(line, end), [(start, end)]) for start, end in holes)]


def _until(line: Line, end: int) -> Line:
    """The sentence up to a character."""
    return line._replace(end=end, marks=between(line.marks, line.start, end), parties=between(
        line.parties, line.start, end), dates=between(line.dates, line.start, end))


def _find_asides(line: Line) -> list[tuple[int, int]]:
    """From where to where the asides go, in their order."""
    holes: list[tuple[int, int]] = []
    for verb in line.marks:
        if verb.cue.role != "trigger" or verb.cue.part != "verb" or verb.cue.kind != "meeting" or (
                holes and verb.start < holes[-1][1]):
            continue
        for opener in between(line.marks, verb.end, verb.end + NEEDED["with"]):
            if opener.cue.role == "during" or opener.cue.role == "relative":
                hole = _aside(line, verb, opener)
                if hole is not None:
                    holes.append(hole)
                break
            if opener.cue.role in ENDS or opener.cue.kind or opener.cue.role == "with":
                break
    return holes


def _in_course(line: Line, during: Mark, noun: Mark) -> bool:
    """Whether the noun is a visit, or what others met for, in whose course something was done."""
    return noun.start - during.end < 2 * BESIDE and (
        noun.cue.kind == "visit" or line.body.endswith(ON_SIDELINES, during.start, during.end))


def _aside(line: Line, verb: Mark, opener: Mark) -> tuple[int, int] | None:
    """The aside that opens there, if one has been named before it, and it leads on to another."""
    subjects = between(line.parties, verb.end, opener.start)
    if len(subjects) != 1 or not subjects[0].human:
        return None
    inside = between(line.marks, opener.start, opener.start + LONGEST)
    noun = next((mark for mark in inside if mark.cue.role == "trigger"), None)
    if noun is None or opener.cue.role == "during" and not _in_course(line, opener, noun):
        return None
    commas = [mark for mark in line.marks if mark.cue.role == "comma"]
    before = next((mark for mark in reversed(commas) if 0 <= opener.start - mark.end <= 2), None)
    if before is None and opener.cue.role == "during" and noun.cue.kind == "visit" and (
            _leads_on(line, noun.end)):
        return opener.start, noun.end                     # يلتقي X خلال هذه الزيارة الرئيس Y
    if before is None:
        met = next((mark for mark in inside if mark.start > noun.end and (
            mark.cue.role in ("with", "comma") or mark.cue.role in ENDS)), None)
        return (opener.start, met.start) if met is not None and met.cue.role == "with" and (
            opener.cue.role == "during") else None
    after = next((mark for mark in commas if mark.start > noun.start), None)
    if after is None or after.start - opener.start > LONGEST:
        return None
    return (before.start, after.end) if _leads_on(line, after.end) else None


def _leads_on(line: Line, start: int) -> bool:
    """Whether somebody is named right there, by himself or by his title."""
    return bool(between(line.parties, start, start + 3)) or any(
        mark.cue.role in LEADS_ON for mark in between(line.marks, start, start + 3))
