"""Where sentences end: the stop of a sentence told from the dots of د. أحمد, 3.5, أ.ف.ب, sana.sy.

Arabic papers often forget the space after a full stop (بغداد.وذكرت), set ".." where others pause
with a comma, and quote whole speeches in «...». A stop is judged by the token before it and the
characters after it, a quotation within its own line, so the time is linear on any input.

Abbreviations are rows of `data/lexicon/abbreviations.csv`; their column `closes` says whether the
stop after one may end a sentence: never (د. أحمد), maybe (only before و: "أ.ف.ب. وقال"), always;
letter: not when another letter's name is written onto it (بي.بي.سي); suffix: no sentence begins
with it when it is written onto the stop (بيت.كوم).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from utils.lexicon_rows import read_rows
from utils.tables import LEXICON

LONGEST_QUOTE = 300          # characters; a longer quotation is a speech, split like any text
LONGEST_TOKEN = 24           # no abbreviation is longer, and no list number

STOPS = ".!?\N{ARABIC QUESTION MARK}\N{ARABIC FULL STOP}\N{HORIZONTAL ELLIPSIS}"
LINE_ENDS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"      # where str.splitlines parts lines
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

_QUOTES = "".join(CLOSED_BY) + "".join(OPENED_BY) + EITHER
_QUOTE = re.compile(f"[{re.escape(_QUOTES)}]")
# Possessive: there is no way back, so a line of dots costs one look each. The pattern begins with
# one set of characters, which `re` looks for many times faster than for a repeated one.
_STOPS = re.compile(rf"[{STOPS}](?:[ \t\N{{NO-BREAK SPACE}}]*+[{STOPS}])*+")
_BLANKS = " \t\N{NO-BREAK SPACE}"
# Marks of direction and control characters lie between sentences too, and are no letters.
_BETWEEN = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\x1a]*+")
_ARABIC_WORD = re.compile(rf"(?:[\u0621-\u063a\u0641-\u064a\u0671-\u06d3][{MARKS}]*+){{2,}}")
_MARK = re.compile(f"[{MARKS}]")
_ADDRESS = re.compile(r"www|http|@", re.IGNORECASE)
_BEGINS_SENTENCE = frozenset(DASHES + EITHER + "".join(CLOSED_BY) + "*#\N{ARABIC TATWEEL}")
_WAW = "\N{ARABIC LETTER WAW}"


def _abbreviations() -> dict[str, str]:
    """never, maybe or always for each abbreviation, spelled without tatweel."""
    return {_MARK.sub("", row["abbreviation"]): row["closes"]
            for row in read_rows(LEXICON, "abbreviations")}


ABBREVIATIONS = _abbreviations()


# A dot after three letters, with one space and an Arabic letter after it: most stops are of this
# kind, and only an abbreviation of three letters or more (هـ.أحمد is none) could deny them.
_LETTER = r"[\u0621-\u063a\u0641-\u064a]"
_PLAIN_STOP = re.compile(rf"(?<={_LETTER}{{3}})\. (?={_LETTER})")
_MAY_ABBREVIATE = frozenset(
    token[-3:] for token, closes in ABBREVIATIONS.items() if closes != "always"
)


def find_breaks(text: str) -> list[int]:
    """The offsets that end a sentence or a line, in order; quotations are kept together.

    >>> text = "عقد الاجتماع في بغداد.وذكرت أ.ف.ب أن د. أحمد حضر. انتهى"
    >>> [text[:end].split()[-1] for end in find_breaks(text)]
    ['بغداد.', 'حضر.', 'انتهى']
    """
    stops = [stop.start() for stop in _STOPS.finditer(text)]
    return breaks_between(text, line_ends(text), stops)


def line_ends(text: str) -> list[int]:
    """The offset after each line of the text."""
    return list(accumulate(map(len, text.splitlines(keepends=True))))


def breaks_between(text: str, line_ends: list[int], stops: list[int]) -> list[int]:
    """What `find_breaks` gives, for a text of which lines and stops are known already."""
    breaks, begin, place = [], 0, 0
    for end in line_ends:
        first = place
        while place < len(stops) and stops[place] < end:
            place += 1
        # Most lines hold one stop, and end with it.
        if place > first and text[stops[first] + 1:end].strip():
            breaks += [begin + cut for cut in _cuts(text[begin:end])]
        breaks.append(end)
        begin = end
    return breaks


def fused_breaks(text: str) -> list[int]:
    """The offsets that end a sentence without white space after them, in quotations too.

    >>> fused_breaks("في بغداد.وذكرت")
    [9]
    """
    fused, begin = [], 0
    for line in text.splitlines(keepends=True):
        fused += [begin + cut for cut in _cuts(line, whole=False) if not line[cut].isspace()]
        begin += len(line)
    return fused


def _cuts(line: str, whole: bool = True) -> list[int]:
    """The ends of sentences inside the line, but not its own end.

    Those inside short quotations are left out, so that these stay whole, unless told otherwise.
    """
    stops = _stops(line)
    if not stops:
        return stops
    quotes = _quotes(line)
    closing = {closes for _, closes in quotes}
    cuts = []
    for start, end in stops:
        if _PLAIN_STOP.match(line, start) and line[start - 3:start] not in _MAY_ABBREVIATE:
            cuts.append(end)
            continue
        cut = _past_closers(line, end, closing)
        if _ends_sentence(line, start, end, cut):
            cuts.append(cut)
    return _outside(cuts, quotes) if cuts and quotes and whole else cuts


def _stops(line: str) -> list[tuple[int, int]]:
    """Start and end of each run of stops in the line, but for one at its edge."""
    stops = [stop.span() for stop in _STOPS.finditer(line)]
    if stops and not line[stops[-1][1]:].strip():
        stops.pop()
    if stops and not line[:stops[0][0]].strip():       # "...المزيد" ends nothing
        del stops[0]
    return stops


def _quotes(line: str) -> list[tuple[int, int]]:
    """Where the quotations and brackets of the line open and close; unbalanced ones are none."""
    quotes, open_at = [], {}
    for match in _QUOTE.finditer(line):
        mark, place = match[0], match.start()
        if mark in EITHER:
            opens, closes = _sides(line, place)
            mark = EITHER[0]
            if mark in open_at and not opens:
                quotes.append((open_at.pop(mark), place))
            elif mark in open_at or not closes:
                open_at[mark] = place
        elif mark in CLOSED_BY:
            open_at[mark] = place
        elif OPENED_BY[mark] in open_at:
            quotes.append((open_at.pop(OPENED_BY[mark]), place))
    return quotes


def _sides(line: str, place: int) -> tuple[bool, bool]:
    """Whether a quotation mark can only open, and only close, by the blanks on its sides."""
    blank_before = place == 0 or line[place - 1].isspace()
    blank_after = place + 1 == len(line) or line[place + 1].isspace()
    return blank_before and not blank_after, blank_after and not blank_before


def _outside(cuts: list[int], quotes: list[tuple[int, int]]) -> list[int]:
    """The cuts that lie in no quotation of reasonable length."""
    short = sorted((opens, ends) for opens, ends in quotes if ends - opens <= LONGEST_QUOTE)
    starts = [opens for opens, _ in short]
    reach = [-1, *accumulate((ends for _, ends in short), max)]   # how far the first ones go
    return [cut for cut in cuts if reach[bisect_left(starts, cut)] < cut]


def _past_closers(line: str, end: int, closing: set[int]) -> int:
    """The offset after the quotation marks and brackets that close right after a stop."""
    while end < len(line):
        place = end
        while closing and place < len(line) and line[place] in _BLANKS:
            place += 1
        if place not in closing and (place > end or not _closes_alone(line, place)):
            break
        end = place + 1
    return end


def _closes_alone(line: str, place: int) -> bool:
    """Whether this is a closing mark by itself, though what it closes was opened elsewhere."""
    return line[place] in OPENED_BY or line[place] in EITHER and _sides(line, place)[1]


def _ends_sentence(line: str, start: int, end: int, cut: int) -> bool:
    """Whether the stop line[start:end] ends a sentence; the next one would begin from cut on.

    At the end of a line the answer is no: the line's own end is the break.
    """
    between = _BETWEEN.match(line, cut)[0]
    resume = cut + len(between)
    if resume == len(line):
        return False
    following, fused = line[resume], between != " " and not any(map(str.isspace, between))
    if fused:
        if not _may_begin_unspaced(line, start, resume):
            return False
    elif not following.isalnum() and following not in _BEGINS_SENTENCE:
        return False
    run = line[start:end]
    if run == "." and cut == end:
        return _full_stop(line, start, following, fused)
    asks = bool(run.strip(".\N{HORIZONTAL ELLIPSIS}" + _BLANKS))
    dots = run.count(".") + 3 * run.count("\N{HORIZONTAL ELLIPSIS}")
    if cut > end and line[cut - 1] not in ")]" and (asks or dots > 1):
        return following == _WAW            # سأل: «هل نذهب؟» ثم خرج
    if asks or dots > 2:
        return True
    if dots == 2:                           # ".." is a pause; a new sentence mostly begins with و
        return following == _WAW
    return _full_stop(line, start, following, fused)


def _may_begin_unspaced(line: str, start: int, begin: int) -> bool:
    """Whether a sentence may begin here though no space stands between it and the stop at start.

    It may with an Arabic word, a quotation or a dash, but not inside an address or an initial.
    """
    if line[begin] in DASHES or line[begin] in CLOSED_BY or line[begin] in EITHER:
        return True
    word = _ARABIC_WORD.match(line, begin)
    if not word:
        return False
    kind = ABBREVIATIONS.get(_MARK.sub("", word[0]))
    if kind == "suffix":
        return False
    before = line[max(0, start - LONGEST_TOKEN):start].split()
    if kind == "letter" and before and _is_letter_name(before[-1].split(".")[-1]):
        return False
    return not (before and _ADDRESS.search(before[-1]))


def _is_letter_name(word: str) -> bool:
    """Whether the word, maybe after و, names a Latin letter."""
    return "letter" in (ABBREVIATIONS.get(word), ABBREVIATIONS.get(word.removeprefix(_WAW)))


def _full_stop(line: str, start: int, following: str, fused: bool) -> bool:
    """Whether a single dot at start ends a sentence, judged by the token before it."""
    place = start
    while place > 0 and start - place < LONGEST_TOKEN and line[place - 1] in _BLANKS:
        place -= 1
    token = _token_before(line, place)
    if len(token) > 2 and token not in ABBREVIATIONS and token.isalpha():
        return not (following.isascii() and following.islower())
    if token.isdigit():                     # not "1." that numbers a list, nor "71. 1"
        return not (following.isdigit() or _begins_line(line, place - len(token)))
    if following.isascii() and following.islower():
        return False
    if ABBREVIATIONS.get(token.removeprefix(_WAW)) == "never":       # وم. سامي
        token = token.removeprefix(_WAW)
    parts = token.split(".")
    closes = ABBREVIATIONS.get(token)
    if closes not in ("never", "maybe"):
        closes = (
            "always" if closes or not token or max(map(len, parts)) > 1
            else "maybe" if parts[1:] else "never"
        )
    if closes == "never" and len(token) == 1:      # an initial; after a number a unit: "5 م."
        before = line[max(0, place - 4):place - 1].rstrip(_BLANKS + "\N{ARABIC TATWEEL}")
        return before[-1:].isdigit() and not fused
    return closes == "always" or (closes == "maybe" and following == _WAW and not fused)


def _token_before(line: str, end: int) -> str:
    """The digits, or the letters and the dots between them, right before an offset; no marks."""
    token = line[max(0, end - LONGEST_TOKEN):end].rpartition(" ")[2]
    if token.isalpha():
        return token
    start, least = end, max(0, end - LONGEST_TOKEN)
    while start > least and line[start - 1].isdigit():
        start -= 1
    if start < end:
        return line[start:end]
    while start > least and (line[start - 1].isalpha() or line[start - 1] in ".\N{ARABIC TATWEEL}"
                             or _MARK.match(line[start - 1])):
        start -= 1
    return _MARK.sub("", line[start:end]).strip(".")


def _begins_line(line: str, place: int) -> bool:
    """Whether a line, a sentence or a list begins at an offset, blanks and dashes aside."""
    before = line[max(0, place - LONGEST_TOKEN):place].rstrip(_BLANKS + DASHES + "(*")
    return before[-1] in STOPS + ":" if before else place <= LONGEST_TOKEN
