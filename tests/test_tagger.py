"""The name tagger: exact places, the best path, clear words when its file is broken."""

import shutil
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import lattices, tagger, tokens
from utils.folding import fold

CARRIERS = "قال جون كيري في موسكو إن شركة أرامكو تلتزم"


# ---------------------------------------------------------------- the best path


def brute_force(points, moves, begins):
    """The highest score of any row of tags, by trying all of them."""
    size = points.shape[1]
    return max(
        begins[path[0]]
        + sum(points[step, tag] for step, tag in enumerate(path))
        + sum(moves[last, tag] for last, tag in zip(path, path[1:], strict=False))
        for path in product(range(size), repeat=len(points))
    )


@given(st.lists(st.integers(0, 5), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_no_row_of_tags_scores_more_than_the_best_one(lengths, seed):
    lengths = np.array(lengths)
    chance = np.random.default_rng(seed)
    points = chance.integers(-9, 9, (lengths.sum(), 3)).astype(np.float32)
    moves, begins = chance.integers(-9, 9, (3, 3)), chance.integers(-9, 9, 3)
    tags = lattices.best_tags(points, lengths, moves.astype(np.float32), begins.astype(np.float32))
    for start, length in zip(np.cumsum(lengths) - lengths, lengths, strict=True):
        if length:
            own, path = points[start:start + length], tags[start:start + length].tolist()
            found = begins[path[0]] + sum(own[step, tag] for step, tag in enumerate(path))
            found += sum(moves[last, tag] for last, tag in zip(path, path[1:], strict=False))
            assert found == brute_force(own, moves, begins)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_a_word_gives_points_to_its_neighbours_and_not_across_sentences(lengths, seed):
    chance = np.random.default_rng(seed)
    table = chance.integers(-9, 9, (6, lattices.OFFSETS, 2)).astype(np.int8)
    sentences = [chance.integers(1, 6, length).tolist() for length in lengths]
    found = lattices.emissions(
        table, np.array(sum(sentences, []), np.int64), np.array(lengths), edge=0)
    told = [
        sum(table[words[i + k - lattices.REACH] if 0 <= i + k - lattices.REACH < len(words) else 0,
                  k].astype(int) for k in range(lattices.OFFSETS))
        for words in sentences for i in range(len(words))
    ]
    assert found.tolist() == [points.tolist() for points in told]


def test_names_end_with_their_sentence():
    tags = np.array([lattices.TAGS.index(tag) for tag in ["B-PERS", "I-PERS", "B-LOC", "O"]])
    assert lattices.spans(tags, np.array([2, 2])).tolist() == [[0, 2, 0], [2, 3, 1]]


# ---------------------------------------------------------------- words and their places

TEXTS = st.text(
    st.sampled_from("ابتثجوالكيري ةأإآىؤئءﷲﻻًّـ.،؟!\n\r\t0129٣۴ aZ_-()\u200f\u00a0😀"), max_size=60)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_arrays_see_the_words_that_the_slow_twin_sees(text):
    key = fold(text).key
    found, told = tokens.read_tokens(key), tokens.plain_tokens(key)
    assert list(zip(found.starts, found.ends, strict=True)) == [(a, b) for a, b, _ in told]
    assert found.hashes.tolist() == tokens.hash_words([word for _, _, word in told]).tolist()
    assert found.sentences.sum() == len(told)


@pytest.mark.parametrize("text, sizes", [
    ("وصل أمس. ثم غادر", [3, 2]),
    ("قال د. أحمد أمس", [5]),
    ("وكالة أ.ف.ب قالت", [7]),
    ("عنوان\nمتن طويل", [1, 2]),
    ("هل وصل؟ نعم", [3, 1]),
    ("و" + " كلمة" * 450, [200, 200, 51]),
])
def test_sentences_end_at_lines_and_stops(text, sizes):
    assert tokens.read_tokens(fold(text).key).sentences.tolist() == sizes


@given(st.lists(TEXTS, max_size=4))
@settings(max_examples=100, deadline=None)
def test_surface_is_what_is_printed_there(texts):
    texts = pd.Series([CARRIERS + "\n" + text for text in texts], dtype="str")
    found = tagger.find_names(texts)
    assert list(found) == tagger.COLUMNS
    for row in found.itertuples():
        assert texts[row.doc][row.start:row.end] == row.surface != ""
        assert row.surface == row.surface.strip()


def test_vowel_marks_and_tatweel_belong_to_the_name():
    text = "وصل الرئيس الروسي فلاديميـــر بوتينُ إلى القاهرة"
    assert "فلاديميـــر بوتينُ" in tagger.find_names(text)["surface"].tolist()


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("text, name, kind", [
    ("وصل وزير الخارجية الأميركي جون كيري إلى موسكو", "جون كيري", "person"),
    ("وصل وزير الخارجية الأميركي جون كيري إلى موسكو", "موسكو", "place"),
    ("وحضر الحفل مايكل كيتون وستيف كاريل أمس", "ستيف كاريل", "person"),
    ("قال اللاعب محمد وليد حسن إن الفريق جاهز", "محمد وليد حسن", "person"),
    ("سافر الوفد أمس لموسكو وعاد", "موسكو", "place"),
    ("أعلنت منظمة الصحة العالمية أن المرض انتشر", "منظمة الصحة العالمية", "organisation"),
])
def test_finds_name(text, name, kind):
    found = tagger.find_names(text)
    assert (name, kind) in list(zip(found["surface"], found["kind"], strict=True))


@pytest.mark.parametrize("text", ["", " \n ", "،،، ...", "12 34", "\ud800", "\x00", "😀"])
def test_nothing_to_find(text):
    assert tagger.find_names(text).empty


def test_no_texts_and_missing_texts_give_an_empty_table():
    assert list(tagger.find_names(pd.Series([], dtype="str"))) == tagger.COLUMNS
    assert tagger.find_names(pd.Series([None, pd.NA], dtype="str")).empty


def test_doc_is_the_index_label_whatever_stands_in_the_batch():
    texts = pd.Series([CARRIERS, "", CARRIERS], index=["a", "b", "c"])
    found, alone = tagger.find_names(texts), tagger.find_names(CARRIERS)
    for label in "ac":
        rows = found[found["doc"] == label].drop(columns="doc").reset_index(drop=True)
        pd.testing.assert_frame_equal(rows, alone.drop(columns="doc"))
    assert set(found["doc"]) == {"a", "c"}


def test_batches_do_not_change_what_is_found(monkeypatch):
    texts = pd.Series([CARRIERS, "التقى زرقفونتيش لافروف في جنيف", "عاد مبطلقون من زغربونيا"] * 3)
    whole = tagger.find_names(texts)
    monkeypatch.setattr(tagger, "BATCH", 2)
    pd.testing.assert_frame_equal(tagger.find_names(texts), whole)


# ---------------------------------------------------------------- the file


@pytest.fixture
def folder(tmp_path):
    """A folder with a copy of the weights, read by nobody before."""
    shutil.copy(tagger.MODEL / tagger.WEIGHTS, tmp_path)
    return tmp_path


def test_model_stays_small():
    assert (tagger.MODEL / tagger.WEIGHTS).stat().st_size < 20e6


def test_missing_file_is_named(tmp_path):
    with pytest.raises(tagger.ModelError, match=r"names\.npz: no such file.*git checkout"):
        tagger.read_model(tmp_path)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.999])
def test_truncated_file_is_named(folder, share):
    path = folder / tagger.WEIGHTS
    path.write_bytes(path.read_bytes()[:int(path.stat().st_size * share)])
    with pytest.raises(tagger.ModelError, match=r"names\.npz: cannot be read.*git checkout"):
        tagger.read_model(folder)


def test_flipped_bytes_are_noticed(folder):
    path = folder / tagger.WEIGHTS
    spoiled = bytearray(path.read_bytes())
    spoiled[len(spoiled) // 2] ^= 255
    path.write_bytes(spoiled)
    with pytest.raises(tagger.ModelError, match=r"names\.npz"):
        tagger.read_model(folder)


def test_other_arrays_are_refused(tmp_path):
    np.savez(tmp_path / tagger.WEIGHTS, words=np.zeros(3, np.uint8))
    with pytest.raises(tagger.ModelError, match=r"holds \['words'\], expected .*'table'"):
        tagger.read_model(tmp_path)


def test_pickled_objects_are_refused(tmp_path):
    np.savez(tmp_path / tagger.WEIGHTS, words=np.array([{}], dtype=object))
    with pytest.raises(tagger.ModelError, match="allow_pickle=False"):
        tagger.read_model(tmp_path)


def test_arrays_of_other_shapes_are_refused(folder):
    path = folder / tagger.WEIGHTS
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    np.savez(path, **arrays | {"table": arrays["table"][:-1]})
    with pytest.raises(tagger.ModelError, match="table is .*, expected "):
        tagger.read_model(folder)
