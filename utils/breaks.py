"""Where sentences end: the stop of a sentence told from the dots of د. أحمد, 3.5, أ.ف.ب, sana.sy.

Arabic papers often forget the space after a full stop (بغداد.وذكرت), set ".." where others pause
with a comma, and quote whole speeches in «...». A stop is judged by the token before it and the
characters after it, a quotation within its own line, so the time is linear on any input.

Abbreviations are rows of `data/lexicon/abbreviations.csv`; their column `closes` says whether the
stop after one may end a sentence: never (د. أحمد), maybe (only before و: "أ.ف.ب. وقال"), always.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from itertools import accumulate

from utils.tables import LEXICON

LONGEST_QUOTE = 300          # characters; a longer quotation is a speech, split like any text
LONGEST_TOKEN = 24           # no abbreviation is longer, and no list number

STOPS = ".!?\N{ARABIC QUESTION MARK}\N{ARABIC FULL STOP}\N{HORIZONTAL ELLIPSIS}"
NEWLINES = "\n\r\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
CLOSED_BY = {
    "(": ")", "[": "]",
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}":
    "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}",
}
OPENED_BY = {closer: opener for opener, closer in CLOSED_BY.items()}
# Arabic papers set “ and ” in either order, so each of these may open or close.
EITHER = (
    '"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}'
    "\N{DOUBLE LOW-9 QUOTATION MARK}"
)
DASHES = "-\N{EN DASH}\N{EM DASH}\N{BULLET}"
MARKS = "\N{ARABIC TATWEEL}\N{ARABIC FATHATAN}-\N{ARABIC SUKUN}\N{ARABIC LETTER SUPERSCRIPT ALEF}"

# Possessive, and a match once begun: there is no way back, so a line of dots costs one look each.
_STOP = rf"[{STOPS}]++(?:[ \t\N{{NO-BREAK SPACE}}]*+[{STOPS}]++)*+"
_QUOTE = "[" + re.escape("".join(CLOSED_BY) + "".join(OPENED_BY) + EITHER) + "]"
_EVENT = re.compile(rf"{_STOP}|[{NEWLINES}]|{_QUOTE}")
_BLANK = re.compile(rf"[^\S{NEWLINES}]*+")
_BLANK_BEFORE = " \t\N{NO-BREAK SPACE}"
_ARABIC_WORD = re.compile(rf"(?:[\u0621-\u064a\u0671-\u06d3][{MARKS}]*+){{2}}")
_MARK = re.compile(f"[{MARKS}]")
_ADDRESS = re.compile(r"www|http|@", re.IGNORECASE)
_WAW = "\N{ARABIC LETTER WAW}"


def _abbreviations() -> dict[str, str]:
    """never, maybe or always for each abbreviation, spelled without tatweel."""
    with open(LEXICON / "abbreviations.csv", encoding="utf-8", newline="") as rows:
        return {_MARK.sub("", row["abbreviation"]): row["closes"] for row in csv.DictReader(rows)}


ABBREVIATIONS = _abbreviations()


def find_breaks(text: str) -> list[int]:
    """The offsets that end a sentence or a line, in order; quotations are kept together.

    >>> text = "عقد الاجتماع في بغداد.وذكرت أ.ف.ب أن د. أحمد حضر. انتهى"
    >>> [text[:end].split()[-1][:8] for end in find_breaks(text)]
    ['بغداد.', 'حضر.']
    """
    return [cut for cut, quoted in _cuts(text) if not quoted]


def fused_breaks(text: str) -> list[int]:
    """The offsets that end a sentence without white space after them, in quotations too.

    >>> fused_breaks("في بغداد.وذكرت")
    [9]
    """
    return [cut for cut, _ in _cuts(text) if not text[cut].isspace()]


def _cuts(text: str) -> list[tuple[int, bool]]:
    """All ends of sentences and lines, each with whether it lies inside a quotation."""
    cuts, stops, quotes, open_at = [], [], [], {}
    for event in _EVENT.finditer(text):
        mark, place = event[0][0], event.start()
        if mark in STOPS:
            stops.append(event.span())
        elif mark in NEWLINES:
            if stops:
                cuts += _cuts_of_line(text, stops, quotes)
            cuts.append((place, False))
            stops, quotes, open_at = [], [], {}
        elif mark in CLOSED_BY:
            open_at[mark] = place
        elif mark in OPENED_BY:
            _close(OPENED_BY[mark], place, open_at, quotes)
        elif EITHER[0] in open_at and not _only_opens(text, place):
            _close(EITHER[0], place, open_at, quotes)
        elif EITHER[0] in open_at or not _only_closes(text, place):
            open_at[EITHER[0]] = place
    return cuts + _cuts_of_line(text, stops, quotes) if stops else cuts


def _close(opener: str, place: int, open_at: dict[str, int], quotes: list[tuple[int, int]]) -> None:
    """Notes the quotation that ends here, if one was open."""
    if opener in open_at:
        quotes.append((open_at.pop(opener), place))


def _only_opens(text: str, place: int) -> bool:
    """Whether this quotation mark can only open: white space stands before it and not after."""
    before, after = text[place - 1:place] or " ", text[place + 1:place + 2] or " "
    return before.isspace() and not after.isspace()


def _only_closes(text: str, place: int) -> bool:
    """Whether this quotation mark can only close: white space stands after it and not before."""
    before, after = text[place - 1:place] or " ", text[place + 1:place + 2] or " "
    return after.isspace() and not before.isspace()


def _cuts_of_line(text: str, stops: list[tuple[int, int]],
                  quotes: list[tuple[int, int]]) -> list[tuple[int, bool]]:
    """The ends of sentences among the stops of one line, whose quotations are now known."""
    closing = {end for _, end in quotes}
    short = sorted((start, end) for start, end in quotes if end - start <= LONGEST_QUOTE)
    starts = [start for start, _ in short]
    reach = list(accumulate((end for _, end in short), max))   # how far the quotations so far go
    cuts = []
    for start, end in stops:
        cut = _past_closers(text, end, closing)
        if _ends_sentence(text, start, end, cut):
            opened = bisect_left(starts, cut)
            cuts.append((cut, opened > 0 and reach[opened - 1] >= cut))
    return cuts


def _past_closers(text: str, end: int, closing: set[int]) -> int:
    """The offset after the quotation marks and brackets that close right after a stop."""
    while end < len(text):
        place = end
        while place < len(text) and text[place] in _BLANK_BEFORE:
            place += 1
        if place not in closing and (place > end or text[place:place + 1] not in OPENED_BY):
            break
        end = place + 1
    return end


def _ends_sentence(text: str, start: int, end: int, cut: int) -> bool:
    """Whether the stop text[start:end] ends a sentence; the next one would begin from cut on.

    At the end of a line the answer is no: the line's own end is the break.
    """
    resume = _BLANK.match(text, cut).end()
    following = text[resume:resume + 1]
    if not following or following in NEWLINES:
        return False
    if resume == cut and not _may_begin_unspaced(text, start, cut):
        return False
    if resume > cut and not (following.isalnum() or following in DASHES or following in EITHER
                             or following in CLOSED_BY or following in "*#\N{ARABIC TATWEEL}"):
        return False
    run = text[start:end]
    asks = any(mark not in ".…" for mark in run)
    dots = run.count(".") + 3 * run.count("\N{HORIZONTAL ELLIPSIS}")
    if cut > end and text[cut - 1] not in ")]" and (asks or dots > 1):
        return following == _WAW            # سأل: «هل نذهب؟» ثم خرج
    if asks or dots > 2:
        return True
    if dots == 2:                           # ".." is a pause; a new sentence mostly begins with و
        return following == _WAW
    return _full_stop(text, start, following, fused=resume == cut)


def _may_begin_unspaced(text: str, start: int, cut: int) -> bool:
    """Whether a sentence may begin at cut though no space stands before it.

    It may with an Arabic word, a quotation or a dash, but not inside an address or an initial.
    """
    if text[cut] in DASHES or text[cut] in CLOSED_BY or text[cut] in EITHER:
        return True
    if not _ARABIC_WORD.match(text, cut):
        return False
    words = text[max(0, start - LONGEST_TOKEN):start].split()
    return not (words and _ADDRESS.search(words[-1]))


def _full_stop(text: str, start: int, following: str, fused: bool) -> bool:
    """Whether a single dot at start ends a sentence, judged by the token before it."""
    place = start
    while place > 0 and start - place < LONGEST_TOKEN and text[place - 1] in _BLANK_BEFORE:
        place -= 1
    token = _token_before(text, place)
    if token.isdigit():
        return not _begins_line(text, place - len(token))          # "1." numbers a list
    if following.isascii() and following.islower():
        return False
    parts = token.split(".")
    closes = ABBREVIATIONS.get(token) or (
        "always" if max(map(len, parts)) > 1 or not token else "maybe" if parts[1:] else "never"
    )
    if closes == "never" and len(token) == 1:      # an initial; after a number a unit: "5 م."
        before = text[max(0, place - 4):place - 1].rstrip(_BLANK_BEFORE + "\N{ARABIC TATWEEL}")
        return before[-1:].isdigit() and not fused
    return closes == "always" or (closes == "maybe" and following == _WAW and not fused)


def _token_before(text: str, end: int) -> str:
    """The digits, or the letters and the dots between them, right before an offset; no marks."""
    start, least = end, max(0, end - LONGEST_TOKEN)
    while start > least and text[start - 1].isdigit():
        start -= 1
    if start < end:
        return text[start:end]
    while start > least and (text[start - 1].isalpha() or text[start - 1] in ".\N{ARABIC TATWEEL}"
                             or _MARK.match(text[start - 1])):
        start -= 1
    return _MARK.sub("", text[start:end]).strip(".")


def _begins_line(text: str, place: int) -> bool:
    """Whether nothing but a few blanks, dashes or brackets stands before an offset in its line."""
    before = text[max(0, place - LONGEST_TOKEN):place].rstrip(_BLANK_BEFORE + DASHES + "(*")
    return before[-1] in NEWLINES if before else place <= LONGEST_TOKEN
