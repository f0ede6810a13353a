"""One event a happening: later mentions of it in the article lend it what they know."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest

import pandas as pd

from utils.events.draft import Draft
from utils.events.stays import STAY, whole_stay

NOT_HELD = ("planned", "denied")


def _is_any_of_then(one: Draft, other: Draft) -> bool:
    """Whether another sentence tells of some such event of a longer time: زيارة في العام الماضي.

    What has a day, or a noun that means the one before (الزيارة, زيارته), is not any.
    """
    cue = other.mark.cue
    return one.sentence_id != other.sentence_id and cue.part == "noun" and not (
        cue.definite or cue.own or other.refers_back) and (
        not (pd.isna(one.earliest) or pd.isna(other.earliest))
        and other.latest - other.earliest >= STAY > one.latest - one.earliest)


def _agree(one: Draft, other: Draft, state_of: Callable[[str], str]) -> bool:
    """Whether two mentions in one article can be the same happening."""
    if one.mark.cue.kind != other.mark.cue.kind or other.another:
        return False
    if one.status and other.status and one.status != other.status:
        return False
    for plan, past in ((one, other), (other, one)):       # what is dated and no plan is past
        if plan.status in NOT_HELD and past.status is None and not past.refers_back and (
                pd.isna(plan.earliest) and not pd.isna(past.earliest)):
            return False
    dated = not (pd.isna(one.earliest) or pd.isna(other.earliest))
    if dated and (one.earliest > other.latest or other.earliest > one.latest):
        return False
    if _is_any_of_then(one, other):
        return False
    if other.refers_back:
        return other.status != "planned" or one.status == "planned"
    states = [state_of(some.venue or "") or some.venue for some in (one, other)]
    if None not in states and states[0] != states[1] and (
            not dated or other.status == "planned" and one.sentence_id == other.sentence_id):
        return False
    first, second = set(one.participants), set(other.participants)
    if not first or not second:
        return bool(one.venue and one.venue == other.venue)
    if first <= second or second <= first:
        return True
    # A minister named later is the state named before, but two presidents are not a table of four.
    same_table = dated and one.earliest == other.earliest and one.venue == other.venue
    sides = [{state_of(party) or party for party in parties} for parties in (first, second)]
    if same_table and one.venue and len(first) == len(second) > 2:
        return len(sides[0] & sides[1]) >= len(first) - 1    # one of them is in no list
    if sides[0] != sides[1]:
        return False
    # who stands on one side only must have his state, and no other person of it, on the other
    alone = [{state_of(one) for one in some} for some in (first - second, second - first)]
    return not (alone[0] & alone[1]) - {""}


def _goes_with(one: Draft, other: Draft, state_of: Callable[[str], str]) -> bool:
    """Whether a visit and a meeting, or two meetings at one place, are of one stay."""
    if not {one.mark.cue.kind, other.mark.cue.kind} <= {"visit", "meeting"}:
        return False
    first, second = set(one.participants), set(other.participants)
    if not any(state_of(party) for party in first & second):     # no person is in both
        home = state_of(one.venue or "") or one.venue
        sides = [{state_of(party) or party for party in some} - {home}
                 for some in (first, second)]
        return one.mark.cue.kind != other.mark.cue.kind and one.venue == other.venue and (
            bool(sides[0] & sides[1]))
    places = [state_of(draft.venue or "") or draft.venue for draft in (one, other)]
    if None not in places:
        return places[0] == places[1]
    visit = one if one.mark.cue.kind == "visit" else other
    hosts = {state_of(party) or party for party in (first | second) - (first & second)}
    return visit.mark.cue.kind == "visit" and (
        state_of(visit.venue or "") or visit.venue) in hosts


def _is_agreed_at(event: Draft, met: Draft, state_of: Callable[[str], str]) -> bool:
    """Whether two sides who met agreed then: عقد X وY اجتماعا أمس. واتفق الجانبان على كذا."""
    sides = [{state_of(one) or one for one in some.participants} for some in (event, met)]
    return event.mark.cue.kind == "agreement" and event.mark.cue.part == "verb" and (
        met.mark.cue.kind == "meeting" and len(sides[0]) == 2 == len(set(met.participants))
        and sides[0] == sides[1])


def _goes_on_with(event: Draft, after: Draft | None) -> bool:
    """Whether the sentence goes on with the plan and dates it there: سيزور V ويلتقي Y في أيلول."""
    return after is not None and event.sentence_id == after.sentence_id and (
        event.status == after.status == "planned"
        and pd.isna(event.earliest) and not pd.isna(after.earliest))


def _in_stay_to_come(event: Draft, stays: list[Draft], state_of: Callable[[str], str]) -> Draft:
    """The event with the days of the visit on which it is to be, if it has none or wider ones.

    What was lent its day has all of the days, once it is known how long the stay is.

    سيزور X الأسبوع المقبل V حيث يلتقي Y. والزيارة مقررة في 29 تموز.
    """
    if event.status != "planned" or event.mark.cue.kind != "meeting":
        return event
    days = {(one.earliest, one.latest) for one in stays if (
        event.earliest == one.earliest if event.lent
        else one.status == "planned" and _goes_with(event, one, state_of))}
    if len(days) != 1:
        return event
    earliest, latest = days.pop()
    wider = event.earliest <= earliest and latest <= event.latest
    return event._replace(earliest=earliest, latest=latest) if (
        wider or event.lent or pd.isna(event.earliest)) else event


def lend_days(events: list[Draft], state_of: Callable[[str], str]) -> list[Draft]:
    """The events, each without a day given that of the stay it belongs to, if all agree on it.

    Nothing is lent to what is older: وكان قد التقاه. What is planned is lent the days of a visit
    that is planned too, or those of its sentence.
    """
    def held(draft: Draft) -> bool:
        return draft.status in (None, "held") and not draft.older

    dated = [one for one in events if held(one) and one.latest - one.earliest < STAY]
    stays = [whole_stay(one) for one in events if one.mark.cue.kind == "visit"
             and one.latest - one.earliest < STAY]
    lent = []
    for event, after in zip_longest(events, events[1:]):
        if _goes_on_with(event, after) and _goes_with(event, after, state_of):
            event = event._replace(earliest=after.earliest, latest=after.latest)
        event = _in_stay_to_come(event, stays, state_of)
        if pd.isna(event.earliest) and held(event) and not event.going_on:
            days = {(one.earliest, one.latest) for one in dated
                    if _goes_with(event, one, state_of) or _is_agreed_at(event, one, state_of)}
            if len(days) == 1:
                earliest, latest = days.pop()
                event = event._replace(earliest=earliest, latest=latest)
        lent.append(event)
    return lent


def _join(one: Draft, other: Draft, state_of: Callable[[str], str]) -> Draft:
    """Both mentions as one: the fuller is the trigger, each lends what the other lacks."""
    def fullness(draft: Draft) -> int:
        dated = not pd.isna(draft.earliest)
        return len(draft.participants) + bool(draft.venue) + 2 * dated

    main, second = (one, other) if fullness(one) >= fullness(other) else (other, one)
    if other.refers_back:
        main, second = one, other
    people = list(dict.fromkeys(main.participants + second.participants))
    persons = {state_of(party) for party in people}
    if main.mark.cue.kind == "agreement" and main.participants and second.participants:
        people = main.participants                       # states agree, whoever speaks for them
    elif main.mark.cue.kind != "visit":
        people = [party for party in people if party not in persons]
    inner = second.venue                                 # إلى المغرب, and later: في طنجة
    in_it = bool(inner and main.venue) and state_of(inner) == main.venue
    day = min((main, second), key=lambda one: (pd.isna(one.earliest), one.latest - one.earliest))
    return main._replace(
        participants=tuple(people), mediator=main.mediator or second.mediator,
        host=main.host or second.host, venue=inner if in_it else main.venue or second.venue,
        earliest=day.earliest, latest=day.latest, status=main.status or second.status,
        voices=main.voices if main.voices.chain else second.voices,
        refers_back=False, firm=True, lasts=max(one.lasts, other.lasts),
        until=other.until if pd.isna(one.until) else one.until,
        going_on=one.going_on and (other.going_on or other.refers_back),
    )


def join_drafts(drafts: list[Draft], state_of: Callable[[str], str]) -> list[Draft]:
    """One draft a happening; a mention that only refers back joins the latest that it can mean.

    `state_of` gives the state of a person: a minister named later is the state named before.
    """
    events: list[Draft] = []
    for draft in drafts:
        for place in range(len(events) - 1, -1, -1):
            if _agree(events[place], draft, state_of):
                events[place] = _join(events[place], draft, state_of)
                break
        else:
            if draft.firm:
                events.append(draft)
    return [whole_stay(event) for event in lend_days(events, state_of)]
