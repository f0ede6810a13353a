"""Paths, archives and encodings: which files there are, and what their bytes say."""

import gzip
import io
import zipfile

import pytest
import zstandard
from hypothesis import example, given
from hypothesis import strategies as st

from utils import load
from utils.load.encodings import decode, repair, without_surrogates
from utils.load.formats import File, Unread, open_files
from utils.load.paths import LoadError, find_paths

SENTENCE = "عقد وفدان عسكريان من تركيا وسوريا محادثات في قاعدة حميميم على الساحل"
TEXT = f"وفدان في حميميم\n{SENTENCE}.\n"


def test_names_are_paths_below_the_folder_in_stable_order(tmp_path):
    for name in ("b/2.txt", "a.txt", "b/1.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [name for name, _ in find_paths(tmp_path)] == ["a.txt", "b/1.txt", "b/2.txt"]


def test_files_of_one_name_are_told_apart(tmp_path):
    for folder in ("x/a", "y/a", "z"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "1.txt").write_text(folder)
    assert [name for name, _ in find_paths(tmp_path / "x/a", tmp_path / "y/a")] == [
        "a/1.txt", "a/1 (2).txt"]
    assert [name for name, _ in find_paths(tmp_path / "z/1.txt", tmp_path / "x/a/1.txt")] == [
        "1.txt", "1 (2).txt"]


def test_a_path_that_is_given_twice_is_read_once(tmp_path):
    (tmp_path / "a.txt").write_text(f"عنوان الخبر\n{SENTENCE}.", encoding="utf-8")
    corpus = load.read_articles(tmp_path, tmp_path)
    assert corpus.articles["article_id"].is_unique and len(corpus.articles) == 1
    assert corpus.set_aside["reason"].str.contains("the same bytes as").all()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_told_apart(tmp_path):
    """A zip can hold two; their spans lay upon one another."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for words in ("خبر أول", "خبر ثان"):
            archive.writestr("in/a.txt", words)
    assert [(file.name, file.data.decode()) for file in open_files("a.zip", path)] == [
        ("a.zip/in/a.txt", "خبر أول"), ("a.zip/in/a (2).txt", "خبر ثان")]


def test_missing_path_is_named(tmp_path):
    with pytest.raises(LoadError, match="nowhere: there is no such file"):
        find_paths(tmp_path / "nowhere")


def test_a_file_that_was_asked_for_is_read_whatever_its_name(tmp_path):
    path = tmp_path / "README.txt"
    path.write_text(SENTENCE)
    assert isinstance(next(open_files("README.txt", path)), Unread)
    assert isinstance(next(open_files("README.txt", path, asked=True)), File)


def test_an_archive_is_told_by_its_bytes(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(gzip.compress(SENTENCE.encode()))
    assert [file.data.decode() for file in open_files("page.txt", path)] == [SENTENCE]


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_whole_members_of_a_cut_zip_are_read(tmp_path, way):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", way) as archive:
        for number in range(4):
            archive.writestr(f"خبر {number}.txt", f"{SENTENCE} {number} " * 20)
    data = whole.getvalue()
    last = data.rfind(b"PK\x03\x04")
    (tmp_path / "a.zip").write_bytes(data[:last + 90])
    *members, broken = open_files("a.zip", tmp_path / "a.zip")
    assert [member.name for member in members] == [f"a.zip/خبر {number}.txt" for number in range(3)]
    assert members[2].data.decode() == f"{SENTENCE} 2 " * 20
    assert broken.reason == "broken archive: File is not a zip file; its first 3 members were read"


def test_a_bomb_in_a_cut_zip_is_left_out(tmp_path, monkeypatch):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b" " * 3_000_000)
        archive.writestr("a.txt", SENTENCE)
    monkeypatch.setattr("utils.load.formats.BOMB", 1 << 20)
    (tmp_path / "a.zip").write_bytes(whole.getvalue()[:-40])
    member, broken = open_files("a.zip", tmp_path / "a.zip")
    assert member.data.decode() == SENTENCE
    assert "its first 1 members were read" in broken.reason


def test_an_archive_that_holds_itself_ends(tmp_path):
    data = SENTENCE.encode()
    for _ in range(6):
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w") as archive:
            archive.writestr("inner.zip", data)
        data = whole.getvalue()
    (tmp_path / "a.zip").write_bytes(data)
    [found] = open_files("a.zip", tmp_path / "a.zip")
    assert isinstance(found, Unread) and "MAX_NESTING" in found.reason


@pytest.mark.parametrize("encoding, note", [
    ("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""), ("utf-32", ""),
    ("utf-16-le", "decoded as utf-16-le"), ("utf-16-be", "decoded as utf-16-be"),
    ("cp1256", "decoded as windows-1256"), ("iso8859_6", "decoded as ISO-8859-6"),
])
def test_encoding_is_told_from_the_letters(encoding, note):
    assert decode(SENTENCE.encode(encoding)) == (SENTENCE, note)


@pytest.mark.parametrize("meant, read", [
    ("utf-8", "latin-1"), ("cp1256", "latin-1"), ("cp1256", "cp1252")])
def test_mojibake_is_repaired(meant, read):
    assert repair(SENTENCE.encode(meant).decode(read)).text == SENTENCE


@pytest.mark.parametrize("text", [SENTENCE, "café à la crème", "Ø is a letter", "٪ Ù", ""])
def test_sound_text_is_left_alone(text):
    assert repair(text) == (text, "")


def test_one_bad_line_leaves_the_others_whole():
    mixed = f"{SENTENCE.encode().decode('latin-1')}\n{SENTENCE}\n" * 5
    assert repair(mixed).text == f"{SENTENCE}\n{SENTENCE}\n" * 5


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff"), max_size=300))
@example("Ã\x80")
def test_utf8_comes_back_as_it_was(text):
    found = decode(text.encode())
    assert found.text == text or found.text is None or found.note


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_told(data):
    found = decode(data)
    assert isinstance(found.text, str) or found.note
    if found.text is not None:
        found.text.encode()                      # no half of a surrogate pair is left in it


@given(st.text(alphabet=st.characters(), max_size=80))
def test_what_is_stored_can_be_written(text):
    without_surrogates(text + "\ud83d").text.encode()


def test_what_stands_before_damage_in_a_compressed_file_is_read(tmp_path):
    packed = gzip.compress(TEXT.encode())
    for name, data, told in (
        ("sum.txt.gz", packed[:-8] + bytes(8), "CRC check failed"),
        ("behind.txt.gz", packed + b"garbage", "Not a gzipped file"),
    ):
        (tmp_path / name).write_bytes(data)
        articles, set_aside = load.read_articles(tmp_path / name)
        assert articles["headline"].tolist() == ["وفدان في حميميم"]
        assert f"read up to its byte {len(TEXT.encode())}: {told}" in set_aside["reason"][0]


def test_a_cut_zst_is_told(tmp_path):
    text = TEXT + "".join(f"وأضاف البيان رقم {number} ذلك.\n" for number in range(60000))
    packed = zstandard.compress(text.encode())
    (tmp_path / "a.txt.zst").write_bytes(packed[:len(packed) * 2 // 3])
    articles, set_aside = load.read_articles(tmp_path)
    assert articles["headline"].tolist() == ["وفدان في حميميم"]
    assert "its compressed data ends too early" in set_aside["reason"][0]
