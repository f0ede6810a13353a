"""One text read from its first word to its last: which forms stand there, and in which reading.

What is open after that is settled by the rest of the text.
"""

from __future__ import annotations

from collections import Counter

from utils.entities.bare import Bare
from utils.entities.capitals import find_governments
from utils.entities.matches import Match, Text, candidates, listed
from utils.entities.senses import choose
from utils.lexicon.readings import Form, Lexicon, Reading

TITLES = {"title", "construct", "alone"}


def _votes(matches: list[Match]) -> Counter:
    """How often each state is spoken of, by name or through what lies in it."""
    return Counter(
        match.reading.entity.country for match in matches
        if match.reading is not None and match.reading.entity.country
        and match.reading.sense not in TITLES
    )


def _settle(matches: list[Match], text: Text, lexicon: Lexicon) -> None:
    """Decides what was left open by the states of the text and by the neighbours in lists."""
    votes = _votes(matches)
    for match in matches:
        if match.reading is None and not match.pending:
            match.reading = max(match.open, key=lambda one: votes[one.entity.country])
    certain = {match.reading.entity.entity_id for match in matches if match.reading is not None}
    towns = lexicon.words["place before"]
    for order in (1, -1):
        around = matches[::order]
        for last, match in zip([None, *around], around, strict=False):
            if match.reading is not None:
                continue
            pair = (last, match) if order == 1 else (match, last)
            beside = last is not None and last.reading is not None and listed(text, *pair)
            for one in match.open:
                again = one.entity.entity_id in certain and (
                    match.before in towns or match.onto[-1:] == "ب")
                if beside and last.reading.entity.kind == one.entity.kind or again:
                    match.reading = one
                    break


def _stands_alone(text: Text, place: int, form: Form) -> bool:
    """Whether an ordinary word has nothing beside it that can make it an outlet (اليوم, العالم).

    What is settled so is what `choose` would refuse, at a tenth of the work.
    """
    if form.node is not None and text.word(place + 1) in form.node:
        return False
    if form.skip:
        onto = text.key[text.starts[place] + form.skip - 1]
        if onto + "-" in form.guard.before:
            return False
    elif place > text.lo and not text.gap(place).isspace():     # it may be quoted: لـ«الحياة»
        return False
    return (text.before(place) not in form.guard.before
            and text.after(place + 1) not in form.guard.after)


def read_text(text: Text, hits: list[int], lexicon: Lexicon, bare: Bare) -> list[Match]:
    """The matches of one text in their order, each with its reading; the refused ones left out.

    `hits` are the places of the words that can begin a form; `bare` takes those that are a part of
    somebody's name whose full name does not stand before.
    """
    matches: list[Match] = []
    named: dict[str, int] = {}
    done, titled, last, unsettled = text.lo, text.lo, None, False
    firsts, key, starts, ends = lexicon.firsts, text.key, text.starts, text.ends
    for place in hits:
        if place < done:
            continue
        forms = firsts.get(key[starts[place]:ends[place]])
        if forms is None:
            continue
        first = forms[0]
        if first.sure and (first.node is None or text.word(place + 1) not in first.node):
            last = Match(text, place, 1, first.skip, first.readings[0])
            matches.append(last)
            done = place + 1
            continue
        if first.parts is not None and first.parts.isdisjoint(named):
            bare.append((place, first))
            continue
        if first.guard is not None and _stands_alone(text, place, first):
            continue
        waiting = None
        for count, skip, readings in candidates(text, place, forms):
            reading, following = readings[0], place + count
            if reading.sense in TITLES:
                if place < titled:
                    continue
                if _waits_in_vain(text, following, readings, lexicon):
                    done = following
                    break
                match = Match(text, place, count, skip, reading)
                match.open = readings
            else:
                match = Match(text, place, count, skip)
                if reading.plain and len(readings) == 1:
                    match.reading = reading
                else:
                    choice = choose(match, text, readings, named, last, lexicon)
                    if choice is None:
                        continue
                    match.reading, match.open, match.pending = choice
                    if match.pending:
                        waiting = waiting or match
                        continue
            matches.append(match)
            done, last, reading = following, match, match.reading
            if reading is None:
                unsettled = True
            elif reading.entity.kind == "person":
                named[reading.entity.entity_id] = place
            elif reading.sense == "alone":
                done, titled = place + 1, following            # الأمين العام للأمم المتحدة
            break
        else:
            if waiting is not None:
                matches.append(waiting)
                done, last, unsettled = waiting.next, waiting, True
    if unsettled:
        _settle(matches, text, lexicon)
        matches = [match for match in matches if match.reading is not None]
    find_governments(matches, text, lexicon)
    return matches


def _waits_in_vain(text: Text, following: int, readings: tuple[Reading, ...],
                   lexicon: Lexicon) -> bool:
    """Whether a title needs a state beside it, and none can begin at the next word."""
    return text.word(following) not in lexicon.states and all(
        reading.sense != "alone" for reading in readings)
