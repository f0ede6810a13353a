"""Words that are written in one are parted, and nothing else about the words changes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from utils.entities.gluing import part_glued
from utils.lexicon import read_lexicon
from utils.text.folding import fold_all
from utils.text.tokens import hash_words, read_chunks, spell

WORDS = ("وزير", "الخارجية", "وزارة", "السعودية", "رام", "الله", "و", " ", " ", ".", "\n",
         "2015", "\N{ARABIC DAMMA}")
texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map("".join), max_size=4)


def words_of(chunk):
    return [chunk.joined[start:end] for start, end in zip(
        chunk.tokens.starts.tolist(), chunk.tokens.ends.tolist(), strict=True)]


@given(texts)
def test_parted_words_are_the_same_letters(printed):
    folded = fold_all(printed)
    for before in read_chunks([one.key for one in folded]):
        after = part_glued(before, folded, read_lexicon())
        words = words_of(after)
        assert "".join(words) == "".join(words_of(before)) and all(words)
        assert after.tokens.hashes.tolist() == hash_words([spell(word) for word in words]).tolist()
        assert after.tokens.sentences.sum() == len(words) == len(after.tokens.signs)
        assert set(before.tokens.starts.tolist()) <= set(after.tokens.starts.tolist())
        assert (np.diff(after.tokens.starts) > 0).all()


def parted(text):
    folded = fold_all([text])
    (chunk,) = read_chunks([one.key for one in folded])
    return words_of(part_glued(chunk, folded, read_lexicon()))


def test_a_name_is_parted_only_where_it_ends():
    assert parted("حفرالباطن") == ["حفر", "الباطن"]
    assert parted("وزيرالخارجية") == ["وزير", "الخارجيه"]
    assert parted("وزيرالخارجيات") == ["وزيرالخارجيات"]


def test_a_word_is_parted_after_its_feminine_ending():
    assert parted("المدرسةالجديدة، والمدرسةُوالجامعة") == [
        "المدرسه", "الجديده", "،", "والمدرسه", "والجامعه"]


def test_names_of_people_in_one_word_stay_whole():
    assert parted("نصرالله العال") == ["نصرالله", "العال"]
