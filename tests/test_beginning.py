"""`make new NAME=06-mine`: a notebook of one's own that runs as it is and gets a page."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from test_setup import dry

from utils import load, pipeline, report, tables
from utils.report import beginning


@pytest.fixture
def folder(tmp_path):
    """A folder of notebooks in which 05-timeline is the last."""
    for name in ("01-load", "05-timeline"):
        (tmp_path / f"{name}.ipynb").touch()
    return tmp_path


@pytest.fixture(scope="module")
def processed(tmp_path_factory):
    """A folder with the tables that the template reads, of three articles."""
    folder = tmp_path_factory.mktemp("processed")
    articles = load.read_articles(tables.ROOT / "data" / "sample").articles.head(3)
    found = pipeline.analyse(articles)
    for name in ("articles", "sentences", "mentions"):
        tables.save_table(getattr(found, name), name, folder)
    return folder


def test_a_new_notebook_is_valid_and_knows_its_place(folder):
    path = beginning.begin("06-mine", folder)
    assert path == folder / "06-mine.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert "| 05-timeline |" in notebook.cells[0].source
    assert not any(cell.get("outputs") for cell in notebook.cells)


def test_two_of_one_name_have_the_same_bytes(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "05-timeline.ipynb").touch()
    again = beginning.begin("06-mine", other)
    assert beginning.begin("06-mine", folder).read_bytes() == again.read_bytes()


@pytest.mark.parametrize(("name", "said"), [
    ("", "name is ''; expected"), ("mine", "make new NAME=02-mine"), ("6-mine", "two digits"),
    ("06-../x", "expected a free number"), ("06-", "expected a free number"),
    ("06-my notes", "expected a free number"),
    ("05-mine", "05-timeline.ipynb has that number, and notebooks run in its order"),
    ("05-timeline", "05-timeline.ipynb has that number"),
])
def test_a_name_that_cannot_be_is_told_which_can(folder, name, said):
    before = sorted(folder.iterdir())
    with pytest.raises(beginning.NotebookNameError) as caught:
        beginning.begin(name, folder)
    assert said in str(caught.value)
    assert sorted(folder.iterdir()) == before


def test_a_name_may_be_arabic(folder):
    assert beginning.begin("06-ملاحظاتي", folder).exists()


def test_the_command_says_what_to_do_next(folder, monkeypatch, capsys):
    monkeypatch.setattr(beginning.begin, "__defaults__", (folder,))
    assert beginning.main(["06-mine"]) == 0
    assert f"Wrote {folder.name}/06-mine.ipynb" in capsys.readouterr().out
    assert beginning.main(["06-mine"]) == 2
    assert "NAME=02-mine" in capsys.readouterr().err


def test_make_passes_on_the_name_that_was_typed_and_no_other():
    assert 'utils.report.beginning "$NAME"' in dry("new", "NAME=06-mine")
    assert "06-mine" not in dry("new", NAME="06-mine")       # the shell's own, as on Windows


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_it_runs_as_it_is_and_gets_a_page(processed, tmp_path, monkeypatch, lang):
    monkeypatch.setenv("MASAR_PROCESSED", str(processed))
    beginning.begin("06-mine", tmp_path)
    report.render("data/sample", tmp_path / "pages", lang, notebooks=tmp_path, processed=processed)
    page = BeautifulSoup((tmp_path / "pages" / "06-mine.html").read_text(encoding="utf-8"),
                         "html.parser")
    assert len(page.select("table caption")) >= 4 and page.select("figure img")
    assert page.select(".opened blockquote mark")
    index = (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    assert BeautifulSoup(index, "html.parser").select(".findings a[href='06-mine.html']")


def test_it_has_the_shape_of_the_others():
    cells = nbformat.read(beginning.TEMPLATE, as_version=4).cells
    first, code = cells[0].source, [cell.source for cell in cells if cell.cell_type == "code"]
    assert first.splitlines()[0].endswith("?") and "| Reads | Writes | Before | Next |" in first
    assert 12 <= len(cells) <= 20 and max(len(one.splitlines()) for one in code) <= 8
    assert any("How sure are we?" in cell.source for cell in cells)
    assert "End of this notebook" in cells[-1].source
