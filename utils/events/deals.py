"""Agreements that are only named: الاتفاق النووي مع إيران, الاتفاق الروسي الأميركي.

No verb tells of them. The noun phrase itself says whose they are, by the states in it or after مع.
"""

from __future__ import annotations

import re

from utils.events.casting import Party
from utils.events.clauses import Line, between
from utils.events.cues import Mark
from utils.events.subjects import Lines

SIDES = {"country", "organisation"}
_WORD = re.compile(r"\s+(?:[/\N{EN DASH}-]\s*)?(\w+)")    # الأميركي - الإيراني
_RELATES = re.compile(r"ال\w{2,}ي(?:ة|ه)?$|ال(?:مبرم|موقع)ة?$")      # الأمني, النووية, المبرم
_ONE = re.compile(r"(?:[وف]?[بلك]?ال|[وف]?لل|[وف]?[بلك]?)(?:[اإ]تفاق(?:ية|يه)?|معاهدة|صفقة)$")


def sides_named(line: Line, marks: list[Mark], trigger: Mark, earlier: Lines) -> list[Party]:
    """The states that the agreement's own noun phrase names; none where they are not its sides.

    One is enough where مع leads it, where the other is the West, or where the agreement is that on
    nuclear arms. Of that the lexicon knows whose it is: the state need only be named not far off.
    """
    cue = trigger.cue
    if cue.kind != "agreement" or cue.part != "noun" or not _ONE.match(
            line.body, trigger.start, trigger.end):
        return []
    sides: list[Party] = []
    parties = {one.start: one for one in line.parties if one.kind in SIDES}
    deals = {mark.start: mark.cue.means for mark in marks if mark.cue.role == "deal"}
    at, known, whose, led = trigger.end, False, "", False
    while word := _WORD.match(line.body, at):
        one, at = parties.get(word.start(1)), word.end()
        if one is not None and (one.sense == "demonym" or not (sides or cue.definite)):
            sides.append(one)
            at = one.end
        elif word[1] == "مع" and word.end() + 1 in parties:
            sides += _joined(line, parties[word.end() + 1])
            led = cue.definite or len(sides) > 1          # اتفاق مع X may be any
            break
        elif word.start(1) in deals:
            known, whose = True, deals[word.start(1)] or whose
        elif not _RELATES.match(word[1]):
            break
    if not sides and whose and cue.definite:
        return _named_nearby(whose, line, earlier)
    return sides if known or led or len(sides) > 1 and all(
        one.sense == "demonym" for one in sides) else []


def _named_nearby(state: str, line: Line, earlier: Lines) -> list[Party]:
    """The state, or one who acts for it, where this sentence or one before names it."""
    return next(([one] for some in (line, *earlier()) for one in some.parties
                 if one.entity_id == state), [])


def _joined(line: Line, first: Party) -> list[Party]:
    """The party with those that و joins to it: مع إيران وروسيا."""
    found = [first]
    for one in between(line.parties, first.end, first.end + 40):
        if one.kind in SIDES and line.body[found[-1].end:one.start] in (" و", " و "):
            found.append(one)
    return found
