"""Whether a short line begins another article by nothing but its words.

Where articles are glued bare, no marker, day or gap stands between them: only a headline, which
looks like a line inside an article. What tells it is that the text behind it speaks of other things
than the text above, and takes the line's words up. `training.headlines` weighed the signs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from utils.load.byline_parts import is_person
from utils.load.datelines import begins_with_verb
from utils.load.guises import is_headline, stems
from utils.load.layouts import Layout
from utils.load.openings import goes_on, opening_words
from utils.load.stamp_lines import stops

FEWEST = 3                       # words of a headline; shorter lines are subheads
LEAD = 500                       # characters of a paragraph that are looked at
_DASHES = ("-", "–", "—", "\N{ARABIC TATWEEL}")
FURTHER = 4                      # paragraphs behind the line


# The stems that most articles share, but for names: they say nothing of what one is about.
EVERYWHERE = opening_words("everywhere")


class Signs(NamedTuple):
    """What speaks for a line and against it; shares of words lie between 0 and 1."""

    taken_up: float              # of the line's words, those that the first paragraph has
    taken_up_later: float        # ... that the next paragraphs have
    known: float                 # ... that the text above has
    as_headline_above: float     # ... that the headline above has
    lead_known: float            # of the first paragraph's words, those that the text above has
    further_known: float         # of the next paragraphs' words, those that the text above has
    one_to_three: bool           # words
    up_to_five: bool
    many: bool
    asks_or_calls: bool          # it ends with ? or !
    unfinished: bool             # it ends with a comma or a full stop
    a_sentence: bool             # it ends with a full stop
    goes_on: bool                # it begins with و, من جهته and the like
    begins_with_verb: bool
    lead_begins_with_verb: bool
    lead_is_long: bool
    text_above: bool             # a paragraph stands right above it, no other short line
    stop_above: bool             # ... that ends with a full stop
    text_below: bool             # more than a paragraph stands behind it
    text_below_goes_on: bool


# As `python -m training.headlines` prints them. Of 4,223 headlines between real articles glued bare
# 96% are found so; of 12,593 articles alone ten are cut, some of them two articles in truth.
WEIGHTS = Signs(
    taken_up=0.89, taken_up_later=2.03, known=-4.54, as_headline_above=-1.65, lead_known=-7.05,
    further_known=-31.01, one_to_three=-2.69, up_to_five=-1.11, many=-0.90, asks_or_calls=-2.06,
    unfinished=-3.45, a_sentence=-2.94, goes_on=-1.31, begins_with_verb=-1.63,
    lead_begins_with_verb=1.09, lead_is_long=0.59, text_above=1.40, stop_above=1.38,
    text_below=-0.38, text_below_goes_on=0.88)
ENOUGH = 0.0


def begins_anew(layout: Layout, place: int, lead: int, before: list[int]) -> bool:
    """Whether a line heads another article; `lead`: the text below it, `before`: those above.

    Between headline and lead can stand who wrote it, or a deck.
    """
    between = range(place + 1, lead)
    if len(layout.words(place).split()) < FEWEST or layout.resumes(lead) or len(between) > 1 or (
            any(not _is_deck(layout, number) for number in between)) or _is_answered(layout, place):
        return False
    return weigh(layout, place, lead, before) > ENOUGH


def _is_answered(layout: Layout, place: int) -> bool:
    """Whether a line asks what the line below, behind a dash, answers: an interview goes on."""
    return layout.words(place).rstrip().endswith(("؟", "?")) and (
        layout.words(place + 1, 1) in _DASHES)


def _is_deck(layout: Layout, place: int) -> bool:
    """Whether a line can stand between a headline and its report."""
    piece = layout.pieces[place]
    return is_headline(layout.text, piece) and not piece.fused and not piece.bullet or (
        is_person(layout.words(place)))


def weigh(layout: Layout, place: int, lead: int, before: list[int]) -> float:
    """How much speaks for another article at a line: 0 is as likely as not, without other signs."""
    signs = signs_of(layout, place, lead, before)
    return sum(sign * weight for sign, weight in zip(signs, WEIGHTS, strict=True))


def signs_of(layout: Layout, place: int, lead: int, before: list[int]) -> Signs:
    """What speaks for the line at a place and against it."""
    line = layout.words(place).rstrip()
    count = len(line.split())
    texts = [number for number in [*before[:3], *before[-4:]]
             if layout.pieces[number].kind == "text"] or before[-1:]
    behind = [number for number in range(lead, min(lead + FURTHER, len(layout.pieces)))
              if layout.pieces[number].kind == "text"]
    below = lead + 1 < len(layout.pieces) and layout.pieces[lead + 1].kind == "text"
    words, first = _remembered(line), _stems_at(layout, lead)
    above, further = _stems_of(layout, texts), _stems_of(layout, behind)
    last = layout.words(texts[-1])
    return Signs(
        _share(words, first), _share(words, further), _share(words, above),
        _share(words, _stems_at(layout, texts[0])), _share(first, above), _share(further, above),
        count < 4, count <= 5, count > 12, line.endswith(("?", "؟", "!")),
        line.endswith((".", "،")), stops(line), goes_on(line), begins_with_verb(line),
        begins_with_verb(layout.words(lead, 60)),
        layout.pieces[lead].end - layout.pieces[lead].start >= 200,
        layout.running(texts[-1]), stops(last), below,
        below and goes_on(layout.words(lead + 1, 80)))


def _stems_at(layout: Layout, place: int) -> frozenset[str]:
    return _remembered(layout.words(place, LEAD))


def _stems_of(layout: Layout, places: list[int]) -> frozenset[str]:
    return frozenset().union(*(_stems_at(layout, place) for place in places))


@lru_cache(maxsize=256)
def _remembered(words: str) -> frozenset[str]:
    return frozenset(stems(words)) - EVERYWHERE


def _share(words: frozenset[str], known: frozenset[str]) -> float:
    return len(words & known) / len(words) if words else 0.0
