"""The folded key, and the way back from it to the print."""

import time
import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from utils.text.folding import LETTERS, fold, fold_all, printed_at

PRINTED = (
    "أإآٱاىيئةهؤوكـبسلامن \n«».،0٣۷AbÉéß٪ﷺﷲﻷﻻﻟﺔ\ufc60\ufe70ی"
    "\N{ARABIC FATHA}\N{ARABIC SHADDA}\N{ARABIC LETTER SUPERSCRIPT ALEF}"
    "\N{ZERO WIDTH NON-JOINER}\N{NO-BREAK SPACE}\N{RIGHT-TO-LEFT MARK}😀"
)
texts = st.text(alphabet=PRINTED, max_size=40) | st.text(max_size=40)


def plain(character):
    """The slow twin: what one printed character leaves in the key."""
    form = "\ufb50" <= character <= "\ufeff" and unicodedata.normalize("NFKC", character).lstrip()
    if form and form != character:
        return "".join(map(plain, form))
    category = unicodedata.category(character)
    if character > "\uffff" or category == "Cs":
        return character
    if character in LETTERS:
        return LETTERS[character]
    if character == "\N{ARABIC TATWEEL}" or category in ("Mn", "Cf"):
        return ""
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(character))
    return character.lower() if character.isascii() else character


@given(texts)
@example("محمد\ufc60ّد")
def test_the_key_is_that_of_the_slow_twin(printed):
    assert fold(printed).key == "".join(map(plain, printed))


@given(texts)
def test_folding_a_key_changes_nothing(printed):
    key = fold(printed).key
    assert fold(key).key == key


@given(st.lists(texts | st.text(alphabet="\ud800\udc00😀\N{ARABIC FATHA}اأﷲ"), max_size=70))
@example(["\ud83d", "\ude00", "أ"])
def test_many_texts_at_once_fold_as_each_by_itself(printed):
    assert fold_all(printed) == [fold(text) for text in printed]


@given(texts, st.data())
def test_a_span_holds_what_its_piece_of_the_key_stands_for(printed, data):
    folded = fold(printed)
    start = data.draw(st.integers(0, len(folded.key)))
    end = data.draw(st.integers(start, len(folded.key)))
    first, last = folded.span(start, end)
    assert 0 <= first <= last <= len(printed)
    assert folded.key[start:end] in fold(printed[first:last]).key


@given(texts)
def test_the_way_back_to_the_key_leads_to_the_same_character(printed):
    folded = fold(printed)
    for offset in range(len(folded.key)):
        there = folded.at(offset)
        assert folded.at(folded.key_at(there)) == there
    places = [folded.key_at(offset) for offset in range(len(printed) + 1)]
    assert places == sorted(places) and places[-1] <= len(folded.key)


@given(texts)
def test_places_in_the_text_follow_those_of_the_key(printed):
    folded = fold(printed)
    places = [folded.at(offset) for offset in range(len(folded.key))]
    assert places == sorted(places)
    for offset, place in enumerate(places):
        assert folded.key[offset] in plain(printed[place])


@given(texts, st.data())
def test_a_part_is_folded_as_by_itself(printed, data):
    start = data.draw(st.integers(0, len(printed)))
    end = data.draw(st.integers(start, len(printed)))
    whole, alone = fold(printed), fold(printed[start:end])
    begin, part = whole.part(start, end)
    assert (part.key, part.text) == (alone.key, alone.text)
    assert whole.key[begin:begin + len(part.key)] == part.key
    for offset in range(len(part.key)):
        assert part.at(offset) == alone.at(offset) == whole.at(begin + offset) - start
        assert part.span(offset, offset + 1) == alone.span(offset, offset + 1)
    assert part.resumes or not alone.resumes             # whoever sees none looks for no marks


@given(st.lists(texts, max_size=5))
def test_places_in_joined_keys_are_printed_where_each_text_says(printed):
    folded = fold_all(printed)
    begins = np.cumsum([0, *(len(one.key) + 1 for one in folded)])
    offsets = [(begin + offset, one.at(offset)) for begin, one in zip(begins, folded, strict=False)
               for offset in range(0, len(one.key), 2)]
    found = printed_at(folded, begins, np.array([offset for offset, _ in offsets], np.int64))
    assert found.tolist() == [place for _, place in offsets]


@pytest.mark.parametrize(("printed", "name", "surface"), [
    ("في إسطنبول", "اسطنبول", "إسطنبول"),
    ("دولة غـــزّة اليوم", "غزه", "غـــزّة"),
    ("الهلال اﻷحمر اليوم", "الاحمر", "اﻷحمر"),
    ("الرسول ﷺ قال", "الله", "ﷺ"),
    ("محم\ufc60د", "محمد", "محم\ufc60د"),
    ("عام ١٤٤٥", "1445", "١٤٤٥"),
])
def test_finds_the_printed_name(printed, name, surface):
    folded = fold(printed)
    start = folded.key.index(name)
    first, last = folded.span(start, start + len(name))
    assert printed[first:last] == surface


def test_time_is_linear():
    began = time.process_time()
    folded = fold("ّ" * 100_000 + "ﻷ" * 100_000)
    assert folded.span(0, 2) == (100_000, 100_001)
    assert time.process_time() - began < 20
