"""Which way a text runs, and how text of unknown origin is made harmless before it is shown.

Browsers and matplotlib guess a line's direction from its first strong letter, and err where an
Arabic sentence begins with a Latin name. Masar goes by the share of letters, and says so in the
markup. What comes from the web can also hold marks that turn a line round without being seen:
they are shown.
"""

from __future__ import annotations

import html
import re
import unicodedata

ARABIC_SHARE = 0.30      # measured on corpus text: from here on a line reads from the right
SENTENCE_SHARE = 0.60    # of our own English sentences, which hold Arabic names, and many

_ARABIC_LETTERS = "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\u0870-\u08c9"
_ARABIC_LETTERS += "\ufb50-\ufdff\ufe70-\ufefc"
_ARABIC_MARKS = "\u064b-\u065f\u0670\u06d6-\u06ed"
ARABIC = re.compile(f"[{_ARABIC_LETTERS}]")
_LETTER = re.compile(r"[^\W\d_]")
# Arabic words in a row, with what stands between them: the stretch that is set as one piece.
_WORDS = f"[{_ARABIC_LETTERS}][{_ARABIC_LETTERS}{_ARABIC_MARKS}]*"
_BETWEEN = "[ .\\-\N{EN DASH}\N{NO-BREAK SPACE}\N{ARABIC COMMA}]"
_NUMBER = rf"\d{{1,4}}(?={_BETWEEN}+[{_ARABIC_LETTERS}])|\d{{4}}(?![-/.]?\d)"   # 25 in ..., a year
ARABIC_RUN = re.compile(f"«?{_WORDS}(?:{_BETWEEN}+(?:{_WORDS}|{_NUMBER}))*»?")

# What turns text round or draws nothing, and has no place in a table. Joiners and the single
# direction marks (LRM, RLM, ALM) belong to well-written text and stay.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
MARKS_SHOWN = 6          # no printed Arabic letter carries more
_MARK_RUN = re.compile(
    "(?:" + "|".join(f"[{a}-{b}]" for a, b in [
        ("\u0300", "\u036f"), ("\u0483", "\u0489"), ("\u0591", "\u05bd"), ("\u0610", "\u061a"),
        ("\u064b", "\u065f"), ("\u0670", "\u0670"), ("\u06d6", "\u06dc"), ("\u06df", "\u06e4"),
        ("\u06e7", "\u06e8"), ("\u06ea", "\u06ed"), ("\u08d3", "\u08ff"), ("\u0e31", "\u0e4e"),
        ("\u1ab0", "\u1aff"), ("\u1dc0", "\u1dff"), ("\u20d0", "\u20ff"), ("\ufe20", "\ufe2f"),
    ]) + f"){{{MARKS_SHOWN + 1},}}"
)


def direction(text: str, share: float = ARABIC_SHARE) -> str:
    """"rtl" where at least that share of the letters is Arabic, else "ltr".

    >>> direction("NATO يعلن دعمه"), direction("50%"), direction("تركيا leads", SENTENCE_SHARE)
    ('rtl', 'ltr', 'ltr')
    """
    arabic = len(ARABIC.findall(text))
    return "rtl" if arabic and arabic >= share * len(_LETTER.findall(text)) else "ltr"


def harmless(text: str) -> str:
    """The text with unseen controls spelled out and towers of combining marks cut down.

    >>> harmless("رئيس\N{RIGHT-TO-LEFT OVERRIDE}الوزراء")
    'رئيس⟨U+202E⟩الوزراء'
    """
    text = _UNSEEN.sub(lambda mark: f"⟨U+{ord(mark[0]):04X}⟩", text)
    return _MARK_RUN.sub(_fewer, text)


def _fewer(run: re.Match) -> str:
    return f"{run[0][:MARKS_SHOWN]}⟨+{len(run[0]) - MARKS_SHOWN:,} marks⟩"


def escape(text: str) -> str:
    """The text as HTML shows it: no tag, no attribute, no unseen control comes through.

    >>> escape("<script>alert(1)</script>")
    '&lt;script&gt;alert(1)&lt;/script&gt;'
    """
    return html.escape(harmless(text))


def set_apart(text: str, before: str, after: str) -> str:
    """The text with every run of Arabic words put between `before` and `after`.

    A name that stands bare in an English line pulls the digits and brackets next to it over to
    its own side.

    >>> set_apart("In 84 articles: تركيا, 2024; in آذار 2024", "[", "]")
    'In 84 articles: [تركيا], 2024; in [آذار 2024]'
    >>> set_apart("سانت بطرسبورج 2015-06-18", "[", "]")
    '[سانت بطرسبورج] 2015-06-18'
    """
    return ARABIC_RUN.sub(lambda run: before + run[0] + after, text)


def name_of(character: str) -> str:
    """The character's Unicode name, for a message."""
    return unicodedata.name(character, f"U+{ord(character):04X}")
