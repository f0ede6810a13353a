"""Text for reading: what typesetting and the web left in it taken out, its spelling kept.

`STEPS` lists what is done, in order; each step is `str -> str` and does one thing. Vowel marks,
hamza and digits are spelling and stay; they go only in `match_key`. Fractions, fullwidth signs and
Latin ligatures stay too: only Arabic letters are ever normalised. Cleaning cleaned text changes
nothing.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape as _decode
from html.entities import html5

import numpy as np

from utils.asking import TEXT, ask
from utils.text.breaks import CLOSED_BY, DASHES, EITHER, OPENED_BY, STOPS, fused_breaks
from utils.text.folding import fold
from utils.text.visual import FORMS, LETTERS, TA, TA_STARTS, WORD, turn_round

# "&amp;amp;nbsp;" was escaped more than once. What would decode to a letter, a digit, "#", ";" or
# "&" could form a new entity with its neighbours, so that only a run of &amp; is undone.
_ENTITY = re.compile(
    r"&((?:(?:amp|#0{0,4}38|#[xX]0{0,4}26);)*+)"
    r"(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|(nbsp)(?![A-Za-z0-9;]))?"
)
_FORMS_NEW_ENTITY = re.compile("[A-Za-z0-9#;&]")


def unescape(text: str) -> str:
    """The text with HTML entities read, also those escaped twice; R&D and ?a=1&reg=2 stay.

    >>> unescape("قال &amp;quot;نعم&amp;quot; في AT&T")
    'قال "نعم" في AT&T'
    """
    return _ENTITY.sub(_decoded, text) if "&" in text else text


def _decoded(match: re.Match) -> str:
    """What one entity stands for."""
    again, name, bare = match.groups()
    if name is None:
        return "\N{NO-BREAK SPACE}" if bare else "&"
    known = _decode(f"&{name};") if name[0] == "#" else html5.get(name + ";", "&")
    return f"&{name};" if _FORMS_NEW_ENTITY.search(known) else known


# A zero-width non-joiner is spelling where it parts two letters that would join; elsewhere noise.
_JOINS = (
    r"\u0626\u0628\u062a-\u062e\u0633-\u063a\u0641-\u0647\u0649\u064a\u067e\u0686\u06a9\u06af\u06cc"
)
_NOISE = (
    r"\N{ZERO WIDTH SPACE}-\N{RIGHT-TO-LEFT MARK}\u202a-\u202e\u2060-\u206f\N{ARABIC LETTER MARK}"
    r"\N{SOFT HYPHEN}\N{COMBINING GRAPHEME JOINER}\N{MONGOLIAN VOWEL SEPARATOR}\ufeff\ufff9-\ufffb"
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff"      # the last: halves of characters
)
_IS_NOISE = re.compile(f"[{_NOISE}]")
_INVISIBLE = re.compile(
    rf"(?<=[{_JOINS}])(\N{{ZERO WIDTH NON-JOINER}})\N{{ZERO WIDTH NON-JOINER}}*+(?=[{LETTERS}])"
    r"|(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])(\N{ZERO WIDTH JOINER})"      # emoji
    rf"|[{_NOISE}]"
)


def drop_invisible(text: str) -> str:
    """The text without direction and other control characters and zero-width spaces.

    >>> drop_invisible("\N{RIGHT-TO-LEFT MARK}غزة\N{ZERO WIDTH SPACE}")
    'غزة'
    """
    return _INVISIBLE.sub(r"\1\2", text) if _IS_NOISE.search(text) else text


_PLAIN = {
    ord(form): plain.lstrip() for form in FORMS
    if (plain := unicodedata.normalize("NFKC", form)) != form
}
_LIGATED = re.compile("[" + "".join(map(chr, _PLAIN)) + "]")


def plain_letters(text: str) -> str:
    """The text with letters for Arabic presentation forms and ligatures.

    >>> plain_letters("\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}عب")
    'لاعب'
    """
    return text.translate(_PLAIN) if _LIGATED.search(text) else text


_TATWEEL = re.compile("\N{ARABIC TATWEEL}++")
_IN_WORD = re.compile(f"[{WORD}]")


def drop_tatweel(text: str) -> str:
    """The text without tatweel; one that stands alone was typed for a dash, and becomes one.

    It stays in the sign of Hijri years, where it keeps a lone ه in its first shape.

    >>> drop_tatweel("الريـــاض ـ واس"), drop_tatweel("1422هـ")
    ('الرياض - واس', '1422هـ')
    """
    return _TATWEEL.sub(_dash_or_nothing, text) if "\N{ARABIC TATWEEL}" in text else text


def _dash_or_nothing(match: re.Match) -> str:
    """What stands for tatweels: a dash where they touch no letter, one behind a lone ه, nothing."""
    text, start, end = match.string, match.start(), match.end()
    alone = not text[max(0, start - 2):max(0, start - 1)].isalpha()
    if text[start - 1:start] == "ه" and alone and not text[end:end + 1].isalpha():
        return match[0][0]
    beside = text[max(0, start - 1):start] + text[end:end + 1]
    return "" if _IN_WORD.search(beside) else "-"


_HUNG = r"[\u0300-\u036f\u0653-\u0655]"
_IS_HUNG = re.compile(_HUNG)
_DECOMPOSED = re.compile(rf"[^\W\d_]{_HUNG}+")


def compose(text: str) -> str:
    """The text with one character for a letter and its hamza, madda or Latin accent.

    >>> len("ا\N{ARABIC HAMZA ABOVE}ب"), len(compose("ا\N{ARABIC HAMZA ABOVE}ب"))
    (3, 2)
    """
    if not _IS_HUNG.search(text):
        return text
    return _DECOMPOSED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)


_CLOSERS = re.escape("".join(OPENED_BY) + EITHER)
_BEGINNERS = LETTERS + re.escape("".join(CLOSED_BY) + EITHER + DASHES)
_BESIDE_STOP = _CLOSERS + _BEGINNERS
_FUSED = re.compile(f"[{STOPS}][{_CLOSERS}]*+[{_BEGINNERS}]")


def part_sentences(text: str) -> str:
    """The text with a space between sentences that were set without one.

    >>> part_sentences("في بغداد.وذكرت أ.ف.ب أن د.أحمد")
    'في بغداد. وذكرت أ.ف.ب أن د.أحمد'
    """
    if not _FUSED.search(text):
        return text
    done, pieces = 0, []
    for cut in fused_breaks(text):
        pieces.append(text[done:cut])
        done = cut
    return " ".join([*pieces, text[done:]])


_LINE_END = re.compile("[\r\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")


def join_spaces(text: str) -> str:
    """The text with one space for any run of blanks, one line end for any run of them.

    >>> join_spaces(" غزة\N{NO-BREAK SPACE} اليوم ")
    'غزة اليوم'
    """
    lines = (" ".join(line.split()) for line in _LINE_END.sub("\n", text).split("\n"))
    return "\n".join(filter(None, lines))


STEPS = (
    unescape, drop_invisible, turn_round, plain_letters, drop_tatweel, compose, part_sentences,
    join_spaces,
)

_RUNS = ["  ", "\n\n", " \n", "\n ", *TA_STARTS]
# All single characters that a step may act on.
_RARE_SIGNS = (
    f"&{_NOISE}{_TATWEEL.pattern[0]}{''.join(map(chr, _PLAIN))}{_HUNG[1:-1]}"
    r"\t\v-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
)
_RARE = re.compile(f"[{_RARE_SIGNS}]")


# What is looked up to know where a step may have something to do, each a set of characters.
UNCLEAN_SIGNS = (_RARE_SIGNS, STOPS, _BESIDE_STOP, " ", r" \n", TA)


def unclean(kinds: np.ndarray) -> np.ndarray:
    """Where a step may have something to do, by the kinds of sign (UNCLEAN_SIGNS) of a text.

    To look for these places once costs a tenth of the steps: most sentences hold none. Blanks at
    the edges of lines are not told.
    """
    rare, stop, beside, space, blank, ta = (kinds & 1 << bit > 0 for bit in range(6))
    rare[1:] |= space[:-1] & space[1:] | blank[:-1] & ta[1:] | stop[:-1] & beside[1:]
    return rare


def _needs_steps(text: str) -> bool:
    """False for text that no step would change."""
    return bool(
        text[:1].isspace() or text[-1:].isspace() or _RARE.search(text) or _FUSED.search(text)
        or any(run in text for run in _RUNS) or text.startswith(tuple(TA))
    )


def explain(text: str) -> list[tuple[str, str]]:
    """The steps that changed the text, each with the text it left.

    The steps are taken again until none changes anything: what one uncovers, another may clean.

    >>> explain("غزّة&nbsp;اليوم")
    [('unescape', 'غزّة\\xa0اليوم'), ('join_spaces', 'غزّة اليوم')]
    """
    if not isinstance(text, str):            # asked by hand: this is called for every sentence
        ask("clean", "text", text, TEXT)
    changes = []
    while _needs_steps(text):
        before = text
        for step in STEPS:
            left = step(text)
            if left != text:
                changes.append((step.__name__, left))
            text = left
        if text == before:
            break
    return changes


def clean(text: str) -> str:
    """The text after the steps of STEPS, in that order, taken until nothing changes.

    >>> clean("بغـــداد.وذكرت&nbsp;سبوتنيك")
    'بغداد. وذكرت سبوتنيك'
    """
    changes = explain(text)
    return changes[-1][1] if changes else text


def match_key(text: str) -> str:
    """The text to compare by: cleaned, folded, in one line; never for display.

    >>> match_key("إلى  القاهرة ١٨\N{NO-BREAK SPACE}آذار") == match_key("الى القاهره 18 اذار")
    True
    """
    return " ".join(fold(clean(text)).key.split())
