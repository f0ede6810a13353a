"""A corpus of more than a batch: run in parts, and shown by the same notebooks, alike."""

import re

import built
import pytest
from bs4 import BeautifulSoup

from utils import pipeline, tables

SAMPLE = tables.ROOT / "data" / "sample"
SMALL = SAMPLE / "pages"


def content(folder):
    """The bytes of every file below the folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_corpus_of_one_batch_is_read_alone(tmp_path):
    articles, set_aside = pipeline.read(SMALL, folder=tmp_path)
    assert not articles.in_parts and len(articles) == 27 and len(set_aside)
    assert {path.name for path in tmp_path.iterdir()} == {"articles.parquet", "set_aside.parquet"}
    assert articles.file == "articles.parquet"


def test_a_larger_one_is_run_through_all_stages_once(tmp_path, monkeypatch):
    pipeline.read(SMALL, folder=tmp_path)                        # what it leaves makes way
    articles, _ = pipeline.read(SMALL, folder=tmp_path, batch=9)
    assert articles.in_parts and len(articles) == 27 and articles.file == "articles/*.parquet"
    assert {path.name for path in tmp_path.iterdir()} == {*tables.SCHEMAS, "counts", "run.json"}
    before = content(tmp_path)
    monkeypatch.setattr(pipeline, "run", None)
    pipeline.read(SMALL, folder=tmp_path, batch=9)
    assert content(tmp_path) == before


def test_another_corpus_takes_the_place_of_the_one_before(tmp_path):
    folder, other = tmp_path / "tables", tmp_path / "other.txt"
    other.write_text(next(iter(SMALL.glob("*.txt")), next(SMALL.rglob("*.*"))).read_text(
        encoding="utf-8"), encoding="utf-8")
    pipeline.read(SMALL, folder=folder, batch=9)
    articles, _ = pipeline.read(other, folder=folder)
    assert not articles.in_parts and 0 < len(articles) < 27
    assert {path.name for path in folder.iterdir()} == {"articles.parquet", "set_aside.parquet"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of the sample from tables in parts, by their name."""
    folder = tmp_path_factory.mktemp("large")
    pipeline.read(SAMPLE, folder=folder / "tables", batch=60)
    ran = built.run_report(folder)
    assert ran.returncode == 0, ran.stderr
    assert (folder / "tables" / "run.json").exists()
    return folder / "pages"


@pytest.mark.parametrize("name", ["index", *sorted(set(tables.WRITTEN_BY.values()))])
def test_pages_made_of_parts_say_the_same_in_all_their_sentences(pages, name):
    """Rows stand in another order in parts, so other ones are drawn for reading by eye."""
    parts, whole = (said(folder / f"{name}.html") for folder in (pages, built.sample() / "pages"))
    assert parts == whole and len(whole) > 3


def said(page):
    """The sentences with numbers of a page and its captions; parts of files and code left out."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    for one in soup(["pre", "details", "tbody"]):
        one.decompose()
    found = [re.sub(r"\s+", " ", one.get_text()) for one in soup(["p", "li", "caption"])]
    return [one for one in found if re.search(r"\d", one) and "parquet" not in one
            and "leaning" not in one and "Files for other programs" not in one]
