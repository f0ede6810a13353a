"""The interface's own words, in the language of the pages: one CSV, a column a language.

`MASAR_LANG` says which language is shown; `make report LANG=ar` sets it. Corpus text never comes
from here, and a sentence with numbers is one entry with its places named in braces.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from functools import cache
from numbers import Integral
from pathlib import Path

from utils.asking import ArgumentError
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

    Raises ArgumentError when it names one that the catalogue does not have.
    """
    language = os.environ.get("MASAR_LANG") or "en"
    if language not in LANGUAGES:
        raise ArgumentError(
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
    return filled(catalogue()[key][page_language()], values)


def coded(value: str) -> str:
    """The words of the interface for a coded value; one that the catalogue lacks as it is.

    >>> coded("meeting"), coded("parade")
    ('meeting', 'parade')
    """
    return word(value) if value in catalogue() else value


class Count(int):
    """A number that also chooses its noun: `{files:,} {files:file|files}`.

    Arabic has five forms: for one, two, 3 to 10, 11 to 99, and whole hundreds.
    """

    def __format__(self, form: str) -> str:
        if "|" not in form:
            return super().__format__(form)
        nouns = form.split("|")
        if len(nouns) == 2:
            return nouns[self != 1]
        rest = self % 100
        return nouns[self - 1 if self in (1, 2) else
                     2 if 3 <= rest <= 10 else 3 if rest >= 11 else 4]


def filled(template: str, values: Mapping[str, object]) -> str:
    """The template with the values in their places, each count with the noun that fits it.

    >>> filled("{n:,} {n:file|files}", {"n": 1}), filled("{n:,} {n:file|files}", {"n": 1412})
    ('1 file', '1,412 files')
    >>> filled("{n} {n:مقالة|مقالتان|مقالات|مقالة|مقالة}", {"n": 5})
    '5 مقالات'
    """
    counted = {name: Count(value) if isinstance(value, Integral) and not isinstance(value, bool)
               else value for name, value in values.items()}
    try:
        return template.format(**counted)
    except (KeyError, IndexError) as error:
        raise ArgumentError(
            f"The sentence {template[:60]!r} has a place for {error}, and no value of that name; "
            f"expected one of {', '.join(values) or 'none'}. Give the value by its name: "
            "say(\"{n:,} rows\", n=3)") from None
    except ValueError as error:
        raise ArgumentError(f"The sentence {template[:60]!r} cannot be filled ({error}); expected "
                            "places such as {n:,} with a value of that kind. Put it right.") \
            from None
