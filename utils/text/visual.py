"""Lines stored as they are drawn, from left to right, found by proof and put in reading order.

Some PDFs and old pages keep Arabic that way. Logical text is never touched: two kinds of proof are
asked for, presentation forms in the wrong place (an initial form that ends a word) and words that
begin with ة or ى, which only end words; and either must clearly outweigh what speaks against it.
"""

from __future__ import annotations

import re
import unicodedata

from bidi import get_display

from utils.text.breaks import CLOSED_BY, MARKS

LETTERS = r"\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\ufb50-\ufdfb\ufe70-\ufefc"
WORD = LETTERS + MARKS                 # what may stand inside a word

FORMS = [chr(code) for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFF))]


def _forms(shape: str) -> str:
    """The presentation forms of one shape: initial, medial, final."""
    return "".join(form for form in FORMS if unicodedata.decomposition(form).startswith(shape))


_INITIAL, _MEDIAL, _FINAL = map(_forms, ("<initial>", "<medial>", "<final>"))
TA = "\N{ARABIC LETTER TEH MARBUTA}\N{ARABIC LETTER ALEF MAKSURA}"       # they only end words
_ALEF_LAM, _LAM_ALEF = "\u0627\u0644", "\u0644\u0627"
_FORM_TURNED = re.compile(rf"[{_INITIAL}{_MEDIAL}](?![{WORD}])|(?<![{WORD}])[{_FINAL}{_MEDIAL}]")
_FORM_RIGHT = re.compile(rf"(?<![{WORD}])[{_INITIAL}]|[{_FINAL}](?![{WORD}])")
_WORD_TURNED = re.compile(rf"(?<![{WORD}])[{TA}](?=[{LETTERS}]{{2}})")
_WORD_RIGHT = re.compile(rf"[{TA}](?![{WORD}])")
_ARTICLE_TURNED = re.compile(rf"(?<=[{LETTERS}]){_LAM_ALEF}(?![{WORD}])")
_ARTICLE_RIGHT = re.compile(rf"(?<![{WORD}]){_ALEF_LAM}(?=[{LETTERS}])")
# What a visual line must hold. Plain strings, and patterns that begin with a set, are found fast.
TA_STARTS = [blank + letter for blank in " \n" for letter in TA]
_PRESENTED = re.compile(f"[{_INITIAL}{_MEDIAL}{_FINAL}]")
VISUAL_SIGNS = frozenset(TA + _INITIAL + _MEDIAL + _FINAL)


def may_hold_visual(text: str) -> bool:
    """Whether a closer look for visually stored lines is worth its time."""
    return (any(start in text for start in TA_STARTS) or text.startswith(tuple(TA))
            or bool(_PRESENTED.search(text)))


def _proof(line: str) -> int:
    """Above 0: the line is stored as drawn; below 0: in reading order; 0: nothing is proved."""
    turned, right = len(_FORM_TURNED.findall(line)), len(_FORM_RIGHT.findall(line))
    if not turned and not right:
        turned, right = len(_WORD_TURNED.findall(line)), len(_WORD_RIGHT.findall(line))
        if turned:                         # لا ends many a word that was not turned
            turned += len(_ARTICLE_TURNED.findall(line))
        right += len(_ARTICLE_RIGHT.findall(line))
    return 1 if turned > 2 * right else -1 if right else 0


def is_visual(line: str) -> bool:
    """Whether a line is stored as it is drawn, from left to right, as some PDFs and old pages are.

    >>> is_visual("ةيروسلا ةموكحلا نالعإ"), is_visual("إعلان الحكومة السورية")
    (True, False)
    """
    return may_hold_visual(line) and _proof(line) > 0


def turn_round(text: str) -> str:
    """The text with visually stored lines in reading order, line for line; others untouched.

    A line that proves nothing follows the others, if these agree.

    >>> turn_round("ةيروسلا ةموكحلا نالعإ")
    'إعلان الحكومة السورية'
    """
    if not may_hold_visual(text):
        return text
    lines = text.splitlines(keepends=True)
    proofs = list(map(_proof, lines))
    if 1 not in proofs:
        return text
    least = 1 if -1 in proofs else 0
    return "".join(
        _turned(line) if proof >= least else line
        for line, proof in zip(lines, proofs, strict=True)
    )


def _turned(line: str) -> str:
    """The line in reading order, if turning it makes it logical."""
    words = line.rstrip()
    turned = _mirrored(get_display(words, base_dir="R"))
    return line if _proof(turned) > 0 else turned + line[len(words):]


def _mirrored(line: str) -> str:
    """The turned line with its brackets open before they close: some are stored as drawn, too."""
    for opener, closer in CLOSED_BY.items():
        if -1 < line.find(closer) < line.find(opener):
            line = line.translate({ord(opener): closer, ord(closer): opener})
    return line
