"""The interface's own words, in the language of the pages: one CSV, a column a language.

`MASAR_LANG` says which language is shown; `make report LANG=ar` sets it. Corpus text never comes
from here, and a sentence with numbers is one entry with its places named in braces.
"""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

from utils.direction import ARABIC_SHARE, SENTENCE_SHARE

CATALOGUE = Path(__file__).parent / "templates" / "interface.csv"
LANGUAGES = ("en", "ar")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """The rows of the catalogue by their key."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def page_language() -> str:
    """The language of the interface: "en", unless MASAR_LANG names another of LANGUAGES.

    Raises ValueError when it names one that the catalogue does not have.
    """
    language = os.environ.get("MASAR_LANG") or "en"
    if language not in LANGUAGES:
        raise ValueError(
            f"The pages' language is {language!r}; expected one of {', '.join(LANGUAGES)}: "
            "make report LANG=ar"
        )
    return language


def sentence_share() -> float:
    """The share of Arabic letters from which a sentence of the interface reads from the right."""
    return SENTENCE_SHARE if page_language() == "en" else ARABIC_SHARE


def word(key: str, **values: object) -> str:
    """The words of the interface for `key`, with the values in their places.

    >>> word("rows_of", shown=10, all=1412)
    '10 of 1,412 rows'
    """
    return catalogue()[key][page_language()].format(**values)
