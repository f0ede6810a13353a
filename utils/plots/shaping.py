"""Arabic in figures: one helper, called where a label is drawn and nowhere else.

matplotlib 3.11 shapes and orders Arabic itself, and draws text that was prepared the old way
backwards, without an error. Older versions need it prepared. Which one is at work is asked by
feature; a test compares the pixels with those of another program, on both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import fontpkg_ibm_plex_sans_arabic as plex
import matplotlib
from matplotlib import font_manager, ft2font
from matplotlib import pyplot as plt

from utils.asking import SHARE, ArgumentError, asks
from utils.direction import ARABIC, ARABIC_SHARE, direction, harmless, name_of, set_apart

SHAPES_ITSELF = hasattr(ft2font, "__libraqm_version__")
STYLE = Path(__file__).with_name("masar.mplstyle")
FONTS = plex.ROOT / "files"

_ISOLATE = {"rtl": "\N{RIGHT-TO-LEFT ISOLATE}", "ltr": "\N{LEFT-TO-RIGHT ISOLATE}"}
_END = "\N{POP DIRECTIONAL ISOLATE}"
_EMBEDDINGS = {_ISOLATE["rtl"]: "\N{RIGHT-TO-LEFT EMBEDDING}",
               _ISOLATE["ltr"]: "\N{LEFT-TO-RIGHT EMBEDDING}"}
_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_PREPARED = re.compile("[\ufb50-\ufdcf\ufdf0-\ufdfb\ufe70-\ufefc]")
_DATE = re.compile(r"\d+(?:[-/:.]\d+)+")
_MARKED = re.compile("([\u064b-\u065f\u0670]+)(.)")


@asks(share=SHARE)
def arabic(text: object, share: float = ARABIC_SHARE) -> str:
    """The label ready to draw on the installed matplotlib, line by line; Latin text as it is.

    Wrap long labels before. The result is for drawing alone: never store, compare or export it.
    All lines run one way: from the right where `share` of the letters is Arabic.
    Raises ArgumentError when the text holds letters prepared already (presentation forms).

    >>> arabic("NATO") == "NATO", arabic("دعمه") == "دعمه"
    (True, False)
    """
    text = harmless(str(text))
    found = _PREPARED.search(text)
    if found:
        raise ArgumentError(
            f"The label {text!r} holds {name_of(found[0])} (U+{ord(found[0]):04X}), a letter "
            "prepared for drawing or copied from a page set by eye; expected plain letters. "
            "Call arabic() once, and utils.text.clean() on what comes from files."
        )
    runs = direction(text, share)
    return "\n".join(_line(line, runs) for line in drawable(text).split("\n"))


def plain_letters(text: str) -> str:
    """The text with plain letters in place of forms that a paper printed: ﷲ would stop a figure.

    >>> plain_letters("عبد ﷲ")
    'عبد الله'
    """
    return _PREPARED.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text)


def _line(line: str, runs: str) -> str:
    if not ARABIC.search(line):
        return line
    if runs == "ltr":
        line = set_apart(line, _ISOLATE["rtl"], _END)
    else:                        # or the parts of a date change places
        line = _DATE.sub(rf"{_ISOLATE['ltr']}\g<0>{_END}", line)
    if SHAPES_ITSELF:
        return _ISOLATE[runs] + line + _END
    return _prepared(line, runs)


@cache
def _reshaper():
    from arabic_reshaper import ArabicReshaper  # only matplotlib < 3.11 needs these two

    # By default it deletes vowel marks, and draws one glyph for الله that many fonts lack.
    return ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})


def _prepared(line: str, runs: str) -> str:
    """The line in joined forms, in the order from left to right."""
    # The package's faster function leaves brackets unmirrored; this one knows no isolates, so
    # they become embeddings, kept apart by marks.
    from bidi.algorithm import get_display

    mark = "\N{RIGHT-TO-LEFT MARK}" if runs == "rtl" else "\N{LEFT-TO-RIGHT MARK}"
    for isolate, embedding in _EMBEDDINGS.items():
        line = line.replace(isolate, mark + embedding)
    line = line.replace(_END, "\N{POP DIRECTIONAL FORMATTING}" + mark)
    shown = get_display(_reshaper().reshape(line), base_dir="R" if runs == "rtl" else "L")
    # Turned round, a mark comes before its letter; it is drawn upon the letter before it.
    return _MARKED.sub(r"\2\1", _CONTROLS.sub("", shown))


@cache
def use_style() -> None:
    """Registers the fonts by file and switches the house style on, once a session.

    It stays on, because matplotlib makes tick labels late, when a `with` block has long ended.
    """
    for path in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(path)
    plt.style.use(STYLE)


@cache
def _covered() -> frozenset[int]:
    """The characters for which the fonts of the style have a shape."""
    dejavu = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
    files = (FONTS / "IBMPlexSansArabic-Regular.ttf", dejavu)
    found = (ft2font.FT2Font(str(path)).get_charmap() for path in files)
    return frozenset().union(*found)


def drawable(text: str) -> str:
    """The text with a replacement mark for each character that no font of the style can draw.

    >>> drawable("NATO \N{CJK UNIFIED IDEOGRAPH-5317}")
    'NATO \\ufffd'
    """
    known = _covered()
    return "".join(
        mark if ord(mark) in known or mark == "\n" or _CONTROLS.match(mark)
        else "\N{REPLACEMENT CHARACTER}" for mark in text
    )
