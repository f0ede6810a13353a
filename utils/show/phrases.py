"""What notebooks say, in the language of the pages: their English is the key of a CSV catalogue.

A notebook is written, and read in JupyterLab, in English. For Arabic pages its prose, computed
sentences, captions, column heads and coded values are looked up in `data/interface/ar.csv`; what
has no row there, such as a notebook of your own, stays as it is written.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import cache

from utils.tables import ROOT
from utils.words import filled, page_language

CATALOGUE = ROOT / "data" / "interface" / "ar.csv"
KINDS = ("prose", "sentence", "caption", "header", "value", "page")
# The columns whose values are words of ours, never of a corpus.
CODED = frozenset({"about", "anchor_basis", "anonymity", "basis", "calendar", "disagreement",
                   "flags", "for", "form", "grain", "kind", "reason", "sense", "status", "via",
                   "why"})

_BLANK_LINE = re.compile(r"\n\s*\n")
_HEADING = re.compile(r"#+ |")
_PLACE = re.compile(r"\\\{\w+\\\}")
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~])")


@cache
def catalogue() -> dict[tuple[str, str], str]:
    """The Arabic of each phrase, by its kind and its English."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["en"]): row["ar"] for row in csv.DictReader(file)}


def phrase(kind: str, english: str, **values: object) -> str:
    """The phrase in the language of the pages, with the values in their places.

    >>> phrase("sentence", "**{count:,}** of them", count=1412)
    '**1,412** of them'
    """
    found = english if page_language() == "en" else _arabic(kind, english)
    return filled(found, values) if values else found


def _arabic(kind: str, english: str) -> str:
    """The Arabic of the phrase, however its lines are broken; without a row, the phrase itself."""
    return catalogue().get((kind, " ".join(english.split())), english)


def prose(markdown: str, find: Callable[[str], str] = lambda text: phrase("prose", text)) -> str:
    """The Markdown with every heading, paragraph and table cell given to `find`.

    >>> print(prose("# A\\n\\n| b | c |\\n|---|---|\\n\\nd", str.upper))
    # A
    <BLANKLINE>
    | B | C |
    |---|---|
    <BLANKLINE>
    D
    """
    return "\n\n".join(_block(block, find) for block in _BLANK_LINE.split(markdown))


def _block(block: str, find: Callable[[str], str]) -> str:
    """One block of Markdown with its pieces found: a table's cells, a heading, a paragraph."""
    if not block.startswith("|"):
        mark = _HEADING.match(block)[0]
        return mark + find(block[len(mark):])
    rows = ([cell.strip() for cell in row.strip().strip("|").split("|")]
            for row in block.splitlines())
    return "\n".join(
        "|" + "|".join(row) + "|" if set("".join(row)) <= set("-: ")
        else "| " + " | ".join(map(find, row)) + " |"
        for row in rows
    )


def header(column: object) -> str:
    """What heads the column in a table."""
    return phrase("header", str(column))


def value(text: str) -> str:
    """A coded value in the language of the pages; several stand with "; " between them."""
    if page_language() == "en":
        return text
    parts = text.split("; ")
    found = list(map(_value, parts))
    return text if found == parts else "؛ ".join(found)


def _value(text: str) -> str:
    """The Arabic of one coded value, which may hold words of the corpus where the row has {}."""
    whole = catalogue().get(("value", text))
    if whole is not None:
        return whole
    found = ((form.fullmatch(text), arabic) for form, arabic in _forms())
    return next((arabic.format(**_known(match)) for match, arabic in found if match), text)


def _known(match: re.Match) -> dict[str, str]:
    """What stands in the places of a form: words of the corpus, or a coded value once more."""
    return {place: catalogue().get(("value", words), words)
            for place, words in match.groupdict().items()}


@cache
def _forms() -> list[tuple[re.Pattern, str]]:
    """The coded values that hold words of the corpus, as patterns, with their Arabic."""
    def pattern(english: str) -> re.Pattern:
        return re.compile(_PLACE.sub(lambda place: f"(?P<{place[0][2:-2]}>.*)", re.escape(english)),
                          re.DOTALL)

    return [(pattern(english), arabic) for (kind, english), arabic in catalogue().items()
            if kind == "value" and "{" in english]


def quote(text: object) -> str:
    r"""Corpus text as Markdown that says just this.

    >>> print(quote("[اضغط](javascript:alert)"))
    \[اضغط\]\(javascript:alert\)
    """
    return _PUNCTUATION.sub(r"\\\1", str(text))
