"""Bylines and datelines: author, credit and place."""

import pytest
from casebook import read_cases
from hypothesis import given
from hypothesis import strategies as st

from utils.load.bylines import read_byline
from utils.load.datelines import read_dateline


@pytest.mark.parametrize("case", read_cases("bylines.csv"))
def test_reads_byline(case):
    found = read_byline(case["text"])
    expected = {name: case[name] or None for name in ("author", "source", "place")}
    assert {name: _sorted(getattr(found, name)) for name in expected} == {
        name: _sorted(value) for name, value in expected.items()}


def _sorted(words):
    """Several names in any order."""
    return words and sorted(words.split("، "))


@pytest.mark.parametrize("case", read_cases("datelines.csv"))
def test_reads_dateline(case):
    text = case["text"].replace("⏎", "\n")
    found = read_dateline(text)
    if case["rest"] == "none":
        assert found is None
        return
    assert text[found.end:].strip() == case["rest"]
    assert (found.author or "", found.source or "", found.place or "") == (
        case["author"], case["source"], case["place"])


@given(st.text(alphabet="واس جدةبغداد()«»-–/:|.\n رويترز20 يونيو", max_size=150))
def test_any_words_are_read_or_refused(words):
    read_byline(words)
    found = read_dateline(words)
    assert found is None or 0 < found.end <= len(words)
