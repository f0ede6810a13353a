"""Inputs that nobody would write by accident, thrown at every part; `fuzz.py` goes on for hours."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from promises import NAMES, PROMISES

WORDS = st.sampled_from([
    "قال", "وقال:", "إن", "وأضاف أن", "التقى", "اجتماع", "زيارة", "وصل إلى", "نفى", "سيعقد",
    "بوساطة", "وزير الخارجية", "هاكان فيدان", "أسعد الشيباني", "محمد", "بن", "بوتين", "التركي",
    "سوريا", "وتركيا", "أنقرة", "في دمشق", "أمس", "الأحد", "غداة", "الماضي", "في 3 أيار 2024",
    "17 و 18", "رمضان 1445 هـ", "من 4 إلى 6 أغسطس", "«", "»", "\"", "“", "”", "(", ")", "،",
    ".", ":", "\n", "\n\n", "المصدر: رويترز", "تاريخ النشر: 2024-06-18", "إقرأ أيضاً",
    "نقلا عن", "مصدر مطلع", "ﷲ", "\u202e", "\u200f", "\u0640", "\u064e" * 9, "\x00", "<p>",
    "</p>", "<!--", "&#1;", "<script>", "=1+1", "[x](javascript:1)", "٣٠", "title,content",
    '{"title":"', '","content":"', '"}', "<DOC>", "<TEXT>", "</TEXT>", "PK\x03\x04",
])
TEXTS = st.lists(WORDS | st.text(max_size=6), max_size=30).map(" ".join).map(
    lambda text: text.encode("utf-8", "replace"))
FILES = st.builds(lambda kind, data: bytes([kind]) + data,
                  st.integers(0, len(NAMES) - 1), TEXTS | st.binary(max_size=200))


@pytest.mark.parametrize("part", [part for part in PROMISES if part != "load"])
@settings(max_examples=60)
@given(TEXTS)
@example(b"")
def test_any_text_keeps_the_promise_of(part, text):
    PROMISES[part](text)


@settings(max_examples=150)
@given(FILES)
def test_any_file_is_read_or_told(data):
    PROMISES["load"](data)
