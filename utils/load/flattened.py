"""A page whose line breaks were lost: where its headlines end and its bodies begin.

Scrapers write a page onto one line: "وفدان في حميميم تاريخ النشر: 18 يونيو 2024 عقد وفدان ...". A
headline ends there before a label with its date, before a dateline, or before the verb with which
reports begin, where what follows takes the headline's words up. Else the page stays one text.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from utils.load.datelines import begins_report, begins_with_verb, read_dateline
from utils.load.guises import LONG_HEADLINE, LONG_LINE, is_running, kinship
from utils.load.lines import trim
from utils.load.openings import goes_on
from utils.load.pieces import Piece, cut_line, value_end
from utils.load.shapes import SHAPES
from utils.load.stamp_lines import STAMPS
from utils.load.stamps import find_stamp
from utils.text.folding import fold

TAKEN_UP = 0.25                  # share of a headline's words that its report takes up
LONGEST = 260                    # characters of a headline and a date with its label
FEWEST = 3                       # words of a headline
SIGNS = 6                        # on a line that are looked at
MOST = 0.6                       # of the lines, for what they share
LINES = 3                        # lines of headline and report from which on their sign is a habit
_SIGN = re.compile(r"\s(?:[|\-–—]|\*\*|//)\s|\s?:\s|\s?\.\.\s|\t")
_STOP = re.compile(r"(?<!\W[^\W\d_])(?<!\s\d)[.؟!]\s+(?=\S)")    # not "أ. ف. ب", "د. سليم"
_DASHES = "-–—/|:"
_OPENED = re.compile(r"\s*[|\-–—•(\[]\s*$")
_CLOSED = re.compile(r"\s*[|\-–—•)\]:]\s*")
_WORD_START = re.compile(r"(?<=\s)\S")


def unfolded(text: str, pieces: list[Piece], given: bool = False) -> list[Piece]:
    """The pieces, where pages were flattened with their headlines and dates as pieces of their own.

    A text without a line break is one such page; else each of its lines can be one. In a record,
    whose headline is `given`, only what stands behind a marker is.
    """
    if given:
        return [part for place, piece in enumerate(pieces) for part in (
            _parts(text, piece, glued=True) if place and pieces[place - 1].kind == "glue"
            and piece.kind == "text" and is_running(text, piece) else [piece])]
    if not pieces or text.find("\n", pieces[0].start, pieces[-1].end) >= 0:
        return _lines_unfolded(text, pieces)
    found: list[Piece] = []
    glued = any(piece.kind == "glue" for piece in pieces)
    for piece in pieces:
        opens = piece.kind == "text" and (not found or found[-1].kind == "glue")
        found += _parts(text, piece, glued) if opens and is_running(text, piece) else [piece]
    return found


def _lines_unfolded(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces of a text of which most lines are a page each: headline, date and body on one.

    So can what stands behind a marker be. Else a date with its label that ends a line is cut from
    the headline before it.
    """
    lines = [piece for piece in pieces if piece.kind == "text" and not piece.fused]
    dated = {piece.start for piece in lines
             if is_running(text, piece) and _dated_label(text, piece) is not None}
    if len(dated) < 2 or 2 * len(dated) < len(lines):
        dated = set()
        if cuts := _headed(text, lines):
            return [part for piece in pieces for part in _cut_at(text, piece, cuts)]
    found: list[Piece] = []
    for piece in pieces:
        announced = found and found[-1].kind == "glue" and piece.kind == "text" and (
            is_running(text, piece) and not goes_on(text[piece.start:piece.end]))
        if piece.start in dated or announced:
            found += _parts(text, piece, glued=bool(announced))
        else:
            found += [piece] if dated else _before_date(text, piece)
    return found


def _headed(text: str, lines: list[Piece]) -> dict[int, re.Match]:
    """By the places of lines, the sign that parts headline and report on each; else nothing.

    Most lines have the same one, before reports that take their headlines up.
    """
    if len(lines) < LINES:
        return {}
    found: dict[str, dict[int, list[re.Match]]] = {}
    taken_up: Counter[str] = Counter()
    for piece in lines:
        for sign in _signs(text, piece):
            found.setdefault(sign[0], {}).setdefault(piece.start, []).append(sign)
        taken_up.update({sign[0] for sign in _signs(text, piece) if _takes_up(text, piece, sign)})
    usual, times = taken_up.most_common(1)[0] if taken_up else ("", 0)
    if times < MOST * len(lines):
        return {}
    places = {piece.start: piece for piece in lines}
    cuts = {start: next((number for number, sign in enumerate(signs)
                         if _takes_up(text, places[start], sign)), None)
            for start, signs in found[usual].items()}
    most = Counter(number for number in cuts.values() if number is not None).most_common(1)[0][0]
    return {start: signs[min(most, len(signs) - 1) if cuts[start] is None else cuts[start]]
            for start, signs in found[usual].items()}


def _signs(text: str, piece: Piece) -> list[re.Match]:
    """The signs on a line that can part a headline from its report."""
    if not is_running(text, piece) or goes_on(text[piece.start:piece.end]):
        return []
    stop = min(piece.end, piece.start + LONG_HEADLINE)
    return [sign for sign in islice(_SIGN.finditer(text, piece.start, stop), SIGNS)
            if len(text[piece.start:sign.start()].split()) >= FEWEST
            and is_running(text, piece._replace(start=sign.end()))]


def _takes_up(text: str, piece: Piece, sign: re.Match) -> bool:
    """Whether what stands behind a sign has the words before it again."""
    headline, report = text[piece.start:sign.start()], text[sign.end():sign.end() + 400]
    return kinship(headline, report) >= TAKEN_UP


def _cut_at(text: str, piece: Piece, cuts: dict[int, re.Match]) -> list[Piece]:
    """Headline and report of a line that has a cut; else the piece itself."""
    sign = cuts.get(piece.start)
    if sign is None or piece.fused:
        return [piece]
    behind = trim(text, sign.end(), piece.end)[0]
    apart = max(2, piece.blanks)                  # the line is an article: it stands by itself
    return [piece._replace(end=trim(text, piece.start, sign.start())[1], blanks=apart),
            Piece(behind, piece.end, "text", "", behind)]


def _parts(text: str, piece: Piece, glued: bool) -> list[Piece]:
    """Headline, label and body of a text that begins an article; the text itself when in doubt."""
    label = _dated_label(text, piece)
    if label is not None:
        behind = trim(text, _CLOSED.match(text, label.end).end() if label.kind == "stamp"
                      else label.end, piece.end)
        head = trim(text, piece.start, label.start)
        parts = [piece._replace(start=head[0], end=head[1]), label]
        if behind[0] < behind[1]:
            cut_line(text, *behind, 0, parts, "")          # more labels can stand before the body
        return parts
    begins = _lead(text, piece, glued)
    stop = _stop_of_headline(text, piece, begins) if glued else None
    if stop:
        return [piece._replace(end=stop.start() + (stop[0][0] != ".")),
                Piece(stop.end(), piece.end, "text", "", stop.end())]
    if begins is None:
        return [piece]
    return [piece._replace(end=trim(text, piece.start, begins)[1]),
            Piece(begins, piece.end, "text", "", begins)]


def _stop_of_headline(text: str, piece: Piece, begins: int | None) -> re.Match | None:
    """The full stop that ends a headline on the line of its report; else None."""
    end = begins + 1 if begins else min(piece.end, piece.start + LONG_LINE)
    stop = _STOP.search(text, piece.start, end)
    if stop is None or begins_with_verb(text[piece.start:stop.start()]) or (
            len(text[piece.start:stop.start()].split()) < FEWEST):
        return None
    report = text[stop.end():stop.end() + LONG_LINE]
    return stop if not goes_on(report) and _takes_up(text, piece, stop) else None


def _before_date(text: str, piece: Piece) -> list[Piece]:
    """A headline and the dated label that ends its line; the text itself where none does."""
    if piece.kind != "text" or piece.end - piece.start > LONGEST or (
            goes_on(text[piece.start:piece.end])):
        return [piece]
    label = _dated_label(text, piece)
    if label is None or text[label.end:piece.end].strip(" )].|-"):
        return [piece]
    head = trim(text, piece.start, label.start)
    return [piece._replace(start=head[0], end=head[1]),
            label._replace(end=piece.end, fused=True)]


def _dated_label(text: str, piece: Piece) -> Piece | None:
    """The date with its label, or between dashes, that stands behind a headline, as a piece."""
    stamp = find_stamp(text, piece.start, min(piece.end, piece.start + LONG_HEADLINE))
    if stamp is None:
        return None
    between = _OPENED.search(text, piece.start, stamp.start)
    if between and stamp.when and _CLOSED.match(text, stamp.end) and (
            len(text[piece.start:between.start()].split()) >= FEWEST):
        return Piece(between.start(), trim(text, between.start(), stamp.end)[1], "stamp",
                     "published", stamp.start)
    before = fold(text[piece.start:stamp.start])
    for word in list(re.finditer(r"\S+", before.key))[-4:]:
        shape = SHAPES.get(before.key[word.start():].strip(" :"))
        if shape and shape.kind == "label" and shape.role in STAMPS:
            starts = piece.start + before.at(word.start())
            if len(text[piece.start:starts].split()) < FEWEST:
                return None
            ends = trim(text, starts, value_end(text, stamp.start, piece.end, shape.role))[1]
            return Piece(starts, ends, "label", shape.role, stamp.start)
    return None


def _lead(text: str, piece: Piece, glued: bool) -> int | None:
    """Where the report begins behind its headline.

    Only a page with other articles `glued` on is sure to have one: else the text may be its body.
    """
    stop = min(piece.end, piece.start + LONG_HEADLINE)
    by_verb = glued and not begins_with_verb(text[piece.start:stop])
    found, ends, loose = None, 0, 0
    for count, match in enumerate(_WORD_START.finditer(text, piece.start, stop), 1):
        place = match.start()
        if count < FEWEST:
            continue
        if found is not None and (place >= ends or text[found:place].rstrip()[-1] in _DASHES):
            return found
        lead = text[place:min(piece.end, place + 400)]
        line = read_dateline(lead[:140])
        if line is not None and line.place and (line.source or line.author) and (
                found is None or line.loose <= loose):
            # Its first words can be the headline's last: a shorter one is as good.
            found, ends, loose = place, place + line.end, line.loose
        headline = text[piece.start:place]
        if found is None and by_verb and begins_report(headline, lead) and (
                kinship(headline, lead) >= TAKEN_UP):
            return place
    return found
