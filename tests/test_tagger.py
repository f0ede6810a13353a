"""The name tagger: exact places, the best path, clear words when its file is broken."""

import shutil
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import tagger
from utils.tagger import lattices, weights
from utils.text import folding, tokens
from utils.text.folding import fold

CARRIERS = "قال جون كيري في موسكو إن شركة أرامكو تلتزم"


# ---------------------------------------------------------------- the best path


NO_LIFT = [0] * len(lattices.KINDS)


def points_of(table, words, place):
    """The points of the tags of one word: its own and what its neighbours (row 0: none) give."""
    total = [0] * len(lattices.TAGS)
    for offset in range(lattices.OFFSETS):
        near = place + offset - lattices.REACH
        row = words[near] if 0 <= near < len(words) else 0
        total = [sum(pair) for pair in zip(total, table[row][offset].tolist(), strict=True)]
    return total


def is_settled(table, words, place, lift=0):
    """Whether its neighbours and itself cannot lift any tag near O, each taken at its best."""
    most = lift
    for offset in range(lattices.OFFSETS):
        near = place + offset - lattices.REACH
        own = table[words[near] if 0 <= near < len(words) else 0][offset].tolist()
        most += max(own[1:]) - own[0]
    return most <= -lattices.SURE


def lifted(points, lifts):
    """The points of a word's tags, those of a kind with what the kind is lifted by."""
    return [own + (lifts[(tag - 1) // 2] if tag else 0) for tag, own in enumerate(points)]


def plain_score(table, words, tags, moves, begins, lifts=None):
    """The points of a row of tags."""
    lifts = lifts or {}
    own = sum(lifted(points_of(table, words, place), lifts.get(place, NO_LIFT))[tag]
              for place, tag in enumerate(tags))
    return begins[tags[0]] + own + sum(moves[a][b] for a, b in zip(tags, tags[1:], strict=False))


def plain_tags(table, words, moves, begins, lifts=None):
    """The best row of tags, word by word, one tag after the other; settled words keep O."""
    paths, lifts = {}, lifts or {}
    for place in range(len(words)):
        lift = lifts.get(place, NO_LIFT)
        own = lifted(points_of(table, words, place), lift)
        tags = [0] if is_settled(table, words, place, max(lift)) else range(len(lattices.TAGS))
        paths = {
            tag: max(
                [(total + moves[last][tag] + own[tag], path + [tag])
                 for last, (total, path) in sorted(paths.items())]
                or [(begins[tag] + own[tag], [tag])], key=lambda found: found[0])
            for tag in tags
        }
    return max(paths.values(), key=lambda found: found[0])


def random_lattice(seed):
    """A table of six words, transitions and first tags, the forbidden ones among them."""
    chance = np.random.default_rng(seed)
    tags = len(lattices.TAGS)
    table = chance.integers(-30, 31, (6, lattices.OFFSETS, tags)).astype(np.int8)
    table[:, :, 0] += chance.integers(0, 40, (6, 1)).astype(np.int8)
    moves = np.where(lattices.allowed(), chance.integers(-9, 9, (tags, tags)), lattices.FORBIDDEN)
    begins = np.where(lattices.allowed()[0], chance.integers(-9, 9, tags), lattices.FORBIDDEN)
    return table, moves.astype(np.int16), begins.astype(np.int16)


LENGTHS = st.lists(st.integers(0, 9), min_size=1, max_size=6)


@given(LENGTHS, st.integers(0, 2**32 - 1))
@settings(max_examples=100, deadline=None)
def test_arrays_find_the_tags_that_the_slow_twin_finds(lengths, seed):
    table, moves, begins = random_lattice(seed)
    words = np.random.default_rng(seed).integers(1, 6, sum(lengths))
    lattice = lattices.Lattice(lattices.pack(table), words, np.array(lengths), moves, begins, 0)
    found = lattice.best_tags()
    chance = np.random.default_rng(seed + 1)
    some = np.flatnonzero(chance.random(len(words)) < 0.3)
    lifts = chance.integers(0, 60, (len(some), len(lattices.KINDS)))
    again = lattice.best_tags_lifted(found, some, lifts)
    plain = moves.tolist(), begins.tolist()
    for start, length in zip(np.cumsum([0, *lengths]).tolist(), lengths, strict=False):
        if length:
            own = words[start:start + length].tolist()
            here = dict(zip((some - start).tolist(), lifts.tolist(), strict=True))
            for tags, given in ((found, {}), (again, here)):
                tags = tags[start:start + length].tolist()
                assert (plain_score(table, own, tags, *plain, given)
                        == plain_tags(table, own, *plain, given)[0])
                assert all(tag == 0 for place, tag in enumerate(tags) if is_settled(
                    table, own, place, max(given.get(place, NO_LIFT))))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_no_row_of_tags_scores_more_than_the_slow_twins(words, seed):
    table, moves, begins = random_lattice(seed)
    moves, begins = moves.tolist(), begins.tolist()
    best, path = plain_tags(table, words, moves, begins)
    assert best == plain_score(table, words, path, moves, begins)
    choices = [[0] if is_settled(table, words, place) else range(len(lattices.TAGS))
               for place in range(len(words))]
    points = [points_of(table, words, place) for place in range(len(words))]
    assert best == max(
        begins[tags[0]] + sum(own[tag] for own, tag in zip(points, tags, strict=True))
        + sum(moves[a][b] for a, b in zip(tags, tags[1:], strict=False))
        for tags in product(*choices))


def test_the_lexicons_weights_give_what_the_slow_twin_gives():
    model = weights.read_model()
    words = [word for _, _, word in tokens.plain_tokens(fold(CARRIERS).key)]
    table = model.table[[0, *(model.ranks[word] + 1 for word in words)]]
    told = plain_tags(table, list(range(1, len(words) + 1)), model.moves.tolist(),
                      model.begins.tolist())[1]
    assert tagger.tag_article([words]) == [[lattices.TAGS[tag] for tag in told]]


def test_only_settled_words_are_out_of_the_question():
    table = np.zeros((3, lattices.OFFSETS, len(lattices.TAGS)), np.int8)
    table[1, lattices.REACH, 1] = 5                                # the word of a person
    table[2, lattices.REACH, 0] = lattices.SURE                    # none, whatever stands near
    moves, begins = np.zeros((9, 9), np.int16), np.zeros(9, np.int16)
    found = lattices.Lattice(
        lattices.pack(table), np.array([1, 2, 1]), np.array([3]), moves, begins, 0).best_tags()
    assert [lattices.TAGS[tag] for tag in found] == ["B-PERS", "O", "B-PERS"]


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
    ("قال إن زيارته للسودان تأجلت", "لسودان", "place"),
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


FIRST = "قال المتحدث باسم منظمة زرقفون أمس إن العمل مستمر"
LATER = "وذكرت زرقفون في بيانها أنها تدرس الأمر"


def test_a_name_is_known_again_in_the_same_article_only():
    together, apart = tagger.find_names(FIRST + "\n" + LATER), tagger.find_names(LATER)
    assert "زرقفون" not in set(apart["surface"])
    assert "زرقفون" in set(together.loc[together["start"] > len(FIRST), "surface"])
    split = tagger.find_names(pd.Series([FIRST, LATER]))
    assert split.loc[split["doc"] == 1, "surface"].tolist() == apart["surface"].tolist()


def plain_elsewhere(tags, docs, forms):
    """(word, kinds) of each word that is part of a name elsewhere in its text, pair by pair."""
    found = []
    for word, form in enumerate(forms):
        kinds = [any(
            other != word and docs[other] == docs[word] and forms[other] == form >= 0
            and tags[other] > 0 and (tags[other] - 1) // 2 == kind for other in range(len(forms)))
            for kind in range(len(lattices.KINDS))]
        if any(kinds):
            found.append((word, kinds))
    return found


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2), st.integers(-1, 3)), max_size=20))
@settings(max_examples=200, deadline=None)
def test_arrays_carry_over_what_the_slow_twin_carries_over(words):
    tags, docs, forms = np.array(words, np.int64).reshape(-1, 3).T
    found = zip(*(part.tolist() for part in tagger.said_elsewhere(tags, docs, forms)), strict=True)
    assert list(found) == plain_elsewhere(tags.tolist(), docs.tolist(), forms.tolist())


def test_doc_is_the_index_label_whatever_stands_in_the_batch():
    texts = pd.Series([CARRIERS, "", CARRIERS], index=["a", "b", "c"])
    found, alone = tagger.find_names(texts), tagger.find_names(CARRIERS)
    for label in "ac":
        rows = found[found["doc"] == label].drop(columns="doc").reset_index(drop=True)
        pd.testing.assert_frame_equal(rows, alone.drop(columns="doc"))
    assert set(found["doc"]) == {"a", "c"}


@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
@settings(max_examples=100, deadline=None)
def test_spans_are_printed_where_the_folded_text_says(texts, data):
    folded = [fold(text) for text in texts]
    spans = [
        (doc, *sorted(data.draw(st.tuples(*[st.integers(0, len(one.key))] * 2))))
        for doc, one in enumerate(folded) if one.key
    ]
    spans = [(doc, start, end) for doc, start, end in spans if start < end]
    docs, starts, ends = np.array(spans, np.int64).reshape(-1, 3).T
    found = np.stack(folding.printed_spans(folded, docs, starts, ends)).T.tolist()
    assert found == [list(folded[doc].span(start, end)) for doc, start, end in spans]


def test_batches_do_not_change_what_is_found(monkeypatch):
    texts = pd.Series([CARRIERS, "التقى زرقفونتيش لافروف في جنيف", "عاد مبطلقون من زغربونيا"] * 3)
    whole = tagger.find_names(texts)
    monkeypatch.setattr(tagger, "BATCH", 2)
    monkeypatch.setattr(tokens.read_chunks, "__defaults__", (40,))
    monkeypatch.setattr(lattices, "BLOCK", 1)
    pd.testing.assert_frame_equal(tagger.find_names(texts), whole)


# ---------------------------------------------------------------- the file


@pytest.fixture
def folder(tmp_path):
    """A folder with a copy of the weights, read by nobody before."""
    shutil.copy(weights.MODEL / weights.WEIGHTS, tmp_path)
    return tmp_path


def test_model_stays_small():
    assert (weights.MODEL / weights.WEIGHTS).stat().st_size < 20e6


def test_missing_file_is_named(tmp_path):
    with pytest.raises(weights.ModelError, match=r"names\.npz: no such file.*git checkout"):
        weights.read_model(tmp_path)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.999])
def test_truncated_file_is_named(folder, share):
    path = folder / weights.WEIGHTS
    path.write_bytes(path.read_bytes()[:int(path.stat().st_size * share)])
    with pytest.raises(weights.ModelError, match=r"names\.npz: cannot be read.*git checkout"):
        weights.read_model(folder)


def test_flipped_bytes_are_noticed(folder):
    path = folder / weights.WEIGHTS
    spoiled = bytearray(path.read_bytes())
    spoiled[len(spoiled) // 2] ^= 255
    path.write_bytes(spoiled)
    with pytest.raises(weights.ModelError, match=r"names\.npz"):
        weights.read_model(folder)


def test_other_arrays_are_refused(tmp_path):
    np.savez(tmp_path / weights.WEIGHTS, words=np.zeros(3, np.uint8))
    with pytest.raises(weights.ModelError, match=r"holds \['words'\], expected .*'table'"):
        weights.read_model(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK", b"\x80\x04.", b"{}", "نص".encode() * 99])
def test_what_is_no_archive_is_refused(tmp_path, content):
    (tmp_path / weights.WEIGHTS).write_bytes(content)
    with pytest.raises(weights.ModelError, match=r"names\.npz: cannot be read.*git checkout"):
        weights.read_model(tmp_path)


@pytest.mark.parametrize("name, changed, told", [
    ("table", lambda a: a[:-1], r"table is \(\d+, 7, 9\), expected \(\d+, 7, 9\)"),
    ("table", lambda a: a.astype(np.float32), "table is float32 of 3 dimensions, expected int8"),
    ("moves", lambda a: a[0], "moves is int16 of 1 dimensions, expected int16 of 2"),
    ("words", lambda a: a.astype(object), "words cannot be read .*expected plain numbers"),
    ("words", lambda a: np.append(a, a[-1:] * 0 + 255), "utf-8"),
    ("words", lambda a: np.concatenate([a, a[:0], np.frombuffer(b"\n\n", np.uint8)]), "twice"),
    ("clusters", lambda a: a + 9999, "clusters run from .* expected -1 to"),
    ("on_lists", lambda a: a * 0 + 255, "on_lists run from 255 to 255, expected 0 to"),
    ("cuts", lambda a: a - 1, "cuts run from -1"),
    ("list_bounds", lambda a: a[::-1], "list_bounds' steps run from -"),
    ("list_bounds", lambda a: a + 1, "list_bounds' ends run from 1 to 1, expected 0 to 0"),
    ("scale", lambda a: a * np.nan, "scale is nan"),
])
def test_arrays_that_do_not_fit_are_named(folder, name, changed, told):
    path = folder / weights.WEIGHTS
    with np.load(path) as file:
        arrays = {each: file[each] for each in file.files}
    np.savez(path, **arrays | {name: changed(arrays[name])})
    with pytest.raises(weights.ModelError, match=rf"names\.npz: .*{told}.*git checkout"):
        weights.read_model(folder)


def test_no_more_is_unpacked_than_a_model_needs(folder, monkeypatch):
    monkeypatch.setattr(weights, "LARGEST", 1_000_000)
    with pytest.raises(weights.ModelError, match=r"unpacks to .* bytes, expected at most 1,000"):
        weights.read_model(folder)
