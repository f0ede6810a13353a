"""Stamps: the days and clock times of labelled lines."""

import pandas as pd
import pytest
from casebook import read_cases
from hypothesis import given
from hypothesis import strategies as st

from utils.load.stamps import find_stamp, read_stamp, timestamp


@pytest.mark.parametrize("case", read_cases("stamps.csv"))
def test_reads_stamp(case):
    found = timestamp(read_stamp(case["text"]))
    expected = pd.NaT if case["expected"] == "none" else pd.Timestamp(case["expected"])
    assert found is expected or found == expected


def test_a_stamp_knows_where_it_is_printed():
    text = "آخر تحديث: 18 يونيو 2024 - 1:10 م بغداد/ شبكة أخبار العراق- عقد وفدان"
    found = find_stamp(text)
    assert text[found.start:found.end] == "18 يونيو 2024 - 1:10 م"


def test_a_stamp_knows_whether_it_tells_the_hour():
    assert read_stamp("2024-06-18 13:10").clock and not read_stamp("2024-06-18").clock


@pytest.mark.parametrize("words, misfit", [
    ("الثلاثاء 18 يونيو 2024", False), ("الأحد 18 يونيو 2024", True), ("18 يونيو 2024", False)])
def test_a_weekday_that_does_not_fit_is_told(words, misfit):
    assert read_stamp(words).misfit is misfit


@given(st.datetimes(min_value=pd.Timestamp("1950-01-01"), max_value=pd.Timestamp("2099-12-31")))
def test_what_is_printed_as_iso_is_read_back(when):
    when = when.replace(microsecond=0)
    assert read_stamp(when.isoformat()).when == when
    assert read_stamp(f"{when:%d/%m/%Y %H:%M:%S}").when == when


@given(st.text(alphabet="0123456789٠١٢ /-.:،, صمMayيونيوهـ\n", max_size=60))
def test_any_words_are_read_or_refused(words):
    found = read_stamp(words)
    assert found is None or found.when is None or 1300 < found.when.year < 2200
