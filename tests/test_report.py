"""The report as a whole: all pages or none, errors that say where, the same bytes again."""

import hashlib
import re
import subprocess
import sys

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib import pyplot
from toy_report import build, notebook, write

from utils import plots, report, show, words
from utils.load.paths import LoadError
from utils.plots.figures import Description, lift_title
from utils.report import front
from utils.report.execution import NotebookError
from utils.show import markup


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The folder of the toy pages."""
    return build(tmp_path_factory.mktemp("report"))


@pytest.fixture
def corpus(tmp_path):
    """A corpus of one file."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("خبر", encoding="utf-8")
    return tmp_path / "corpus"


def soup_of(path) -> BeautifulSoup:
    """The page's tree."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


# ---------------------------------------------------------------- all or nothing


def test_a_page_a_notebook_and_a_front_page(pages):
    assert sorted(path.name for path in pages.iterdir()) == [
        "01-first.html", "02-second.html", "index.html"
    ]


def test_second_build_elsewhere_has_the_same_bytes(pages, tmp_path):
    again = build(tmp_path / "elsewhere" / "deeper")
    for path in pages.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


def test_pages_hold_no_place_clock_or_random_id(pages):
    for path in pages.iterdir():
        text = re.sub(r"base64,[\w+/=]+", "", path.read_text(encoding="utf-8"))
        assert pages.parent.name not in text and "../.." not in text
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", text)


def test_pages_show_the_corpus_by_its_name_alone(pages):
    assert "CORPUS = 'corpus'" in soup_of(pages / "01-first.html").get_text()


def test_a_failing_notebook_names_cell_and_line_and_changes_no_page(tmp_path, corpus):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.html").write_text("the last good one", encoding="utf-8")
    notebooks = write(tmp_path / "notebooks", _01_good=notebook("# Good", "1 + 1"),
                      _02_bad=notebook("# Bad", "first = 1\nlast = {}['فيدان']"))
    with pytest.raises(NotebookError) as caught:
        report.render(corpus, pages, notebooks=notebooks, processed=tmp_path)
    assert str(caught.value) == (
        "notebooks/02-bad.ipynb, cell 3, line 2:\n    last = {}['فيدان']\nKeyError: 'فيدان'"
    )
    assert [path.read_text(encoding="utf-8") for path in pages.iterdir()] == ["the last good one"]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_error_in_a_called_function_names_the_cell_that_called(tmp_path, corpus):
    cell = "from utils import tables\n\ntables.read_table('cats')"
    notebooks = write(tmp_path / "notebooks", _01=notebook(cell))
    with pytest.raises(NotebookError, match=r"cell 2, line 3:\n    tables.read_table\('cats'\)\n"):
        report.render(corpus, tmp_path / "pages", notebooks=notebooks)


def test_a_dead_kernel_is_said_so(tmp_path, corpus):
    notebooks = write(tmp_path / "notebooks", _01=notebook("import os\nos._exit(1)"))
    with pytest.raises(NotebookError, match="01.ipynb: the kernel died"):
        report.render(corpus, tmp_path / "pages", notebooks=notebooks)


def test_an_image_without_words_stops_the_build(tmp_path, corpus):
    cell = "%matplotlib inline\nfrom matplotlib import pyplot as plt\nplt.plot([1]);"
    notebooks = write(tmp_path / "notebooks", _01=notebook(cell))
    with pytest.raises(NotebookError, match="01.*without a description"):
        report.render(corpus, tmp_path / "pages", notebooks=notebooks)
    assert not (tmp_path / "pages").exists()


# ---------------------------------------------------------------- from the command line


def test_a_missing_corpus_is_told_before_anything_runs(capsys):
    assert report.main(["--corpus", "no/such place"]) == 2
    told = capsys.readouterr().err
    assert "no/such place: no such file or folder; expected" in told and "CORPUS=" in told


@pytest.mark.parametrize(("name", "words_said", "code"), [
    (LoadError.__name__, "corpus: no article in it; expected text", 2),
    ("KeyError", "x", 1),
])
def test_exit_code_and_message_tell_bad_input_from_a_bad_notebook(
        name, words_said, code, monkeypatch, capsys):
    def stopped(*_, **more):
        raise NotebookError(f"01-load.ipynb, cell 4, line 1:\n    x\n{name}: {words_said}", name,
                            words_said)

    monkeypatch.setattr(report, "render", stopped)
    assert report.main(["--corpus", "data/sample"]) == code
    told = capsys.readouterr().err
    assert "Traceback" not in told and words_said in told
    assert told.startswith("01-load.ipynb, cell 4") == (code == 1)


def test_success_says_what_to_open(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(report, "render", lambda *_, **more: [tmp_path / "index.html"])
    assert report.main([]) == 0
    assert capsys.readouterr().out == f"Open {tmp_path / 'index.html'}\n"


def test_the_kernel_is_this_python(tmp_path, corpus):
    """Also where somebody installed a kernel named python3 for another Python."""
    cell = "import sys\nprint(sys.prefix)"
    notebooks = write(tmp_path / "notebooks", _01=notebook("# Which", cell))
    report.render(corpus, tmp_path / "pages", notebooks=notebooks, processed=tmp_path)
    assert sys.prefix in (tmp_path / "pages" / "01.html").read_text(encoding="utf-8")


def test_parameters_with_quotes_arrive_whole():
    from utils.report.execution import with_parameters

    space = {}
    exec(with_parameters("CORPUS = 1", {"CORPUS": 'it\'s "here"', "WORKERS": 3}), space)  # noqa: S102
    assert space["CORPUS"] == 'it\'s "here"' and "WORKERS" not in space


# ---------------------------------------------------------------- the front page


def test_front_page_collects_findings_and_cover(pages):
    soup = soup_of(pages / "index.html")
    (finding,) = soup.select(".findings > li")
    assert "leads." in finding.get_text() and finding.find("a")["href"] == "01-first.html"
    assert len(soup.find_all("img")) == 1
    assert "sha256 of the corpus" in soup.get_text()


def test_corpus_hash_depends_on_names_and_bytes_alone(tmp_path):
    def hashed(folder, name, text):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
        return front.corpus_sha256(tmp_path / folder)

    first = hashed("one", "a.txt", "خبر")
    assert first == hashed("two", "a.txt", "خبر")
    assert len({first, hashed("three", "b.txt", "خبر"), hashed("four", "a.txt", "خبر.")}) == 3


def test_corpus_hash_can_be_made_with_sha256sum(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x")
    line = f"{hashlib.sha256(b'x').hexdigest()}  a.txt\n"
    assert front.corpus_sha256(tmp_path) == hashlib.sha256(line.encode()).hexdigest()


# ---------------------------------------------------------------- tables, sentences, passages


def cells_of(frame: pd.DataFrame, **more) -> BeautifulSoup:
    """The table that is shown for the frame."""
    return BeautifulSoup(markup.table_html(frame, "A caption", **more), "html.parser")


@pytest.mark.parametrize(("value", "shown"), [
    (pd.Timestamp("2024-06-11"), "2024-06-11"), (pd.Timestamp("2024-06-18 13:10"),
                                                 "2024-06-18 13:10"),
    (pd.NaT, "–"), (None, "–"), ("", "–"), (float("nan"), "–"), (pd.NA, "–"), ([], "–"),
    (1234, "1,234"), (0.256, "0.26"), (3.0, "3"), (True, "yes"), (["TUR", "SYR"], "TUR, SYR"),
    (["تركيا", "سوريا"], "تركيا، سوريا"), ("a\N{RIGHT-TO-LEFT OVERRIDE}b", "a⟨U+202E⟩b"),
])
def test_value_is_shown_as_a_reader_expects(value, shown):
    assert cells_of(pd.DataFrame({"x": [value]})).td.get_text() == shown


@pytest.mark.parametrize(("text", "runs"), [
    ("تركيا", "rtl"), ("NATO يعلن دعمه", "rtl"), ("2024-06-11", "ltr"), ("Sputnik", "ltr"),
    ("pages/2024-تركيا-long-english-name.txt", "ltr"),
])
def test_cell_runs_its_own_way(text, runs):
    assert cells_of(pd.DataFrame({"x": [text]})).td["dir"] == runs


def test_caption_says_how_many_rows_are_shown():
    frame = pd.DataFrame({"x": range(1412)})
    assert "(10 of 1,412 rows)" in cells_of(frame).caption.get_text()
    assert "(1 row)" in cells_of(frame.head(1)).caption.get_text()
    assert "(no rows)" in cells_of(frame.head(0)).caption.get_text()


def test_table_needs_no_style_sheet_and_no_script():
    found = cells_of(pd.DataFrame({"x": ["<style>a</style>"]}))
    assert not found.find(["style", "script"]) and "<style>" in found.td.get_text()


def test_long_cells_are_folded_and_endless_ones_cut():
    cell = cells_of(pd.DataFrame({"x": ["كلمة " * 3000]})).td
    assert len(cell.summary.get_text()) < 300
    assert "more characters" in cell.get_text() and len(cell.get_text()) < 5000


def test_row_opens_to_its_sentences_with_their_place():
    told = pd.DataFrame({
        "outlet": ["وكالة سدر"], "day": [pd.Timestamp("2024-06-18")], "sentence": ["زار <b> بغداد"],
        "file": ["a.json"], "record": [3], "start": [1020], "end": [1040], "surface": ["بغداد"],
    })
    opened = cells_of(pd.DataFrame({"x": [1]}, index=["h:1"]), opens=lambda label: told).select_one(
        ".opened")
    assert opened.mark.get_text() == "بغداد" and opened.blockquote["dir"] == "rtl"
    assert "2024-06-18; a.json, record 3, characters 1,020 to 1,040" in opened.p.get_text()


def test_a_figure_says_its_title_in_words_and_its_data_open_to_sentences():
    told = pd.DataFrame({"outlet": ["سدر"] * 4, "day": pd.Timestamp("2024-06-18"), "file": "a",
                         "sentence": "زار بغداد", "record": 0, "start": 1, "end": 9})
    figure = Description("bars of names", "تركيا leads: 84", "", pd.DataFrame({"x": [1]}))
    found = BeautifulSoup(markup.figure_html("data:,", 700, figure, figure.title,
                                             lambda row: told), "html.parser")
    assert found.find("figure").contents[0].get_text() == "تركيا leads: 84"
    assert len(found.select(".opened blockquote")) == 1
    assert "(the first 1 of 4)" in found.select_one(".opened summary").get_text()


def test_a_lifted_title_is_drawn_no_more():
    axes = plots.plot_tally(pd.DataFrame({"label": ["تركيا"], "articles": [3]}))
    assert lift_title(axes) == "تركيا is named in most articles: 3"
    assert not any(axes.get_title(loc=side) for side in ("left", "center", "right"))
    own = pyplot.subplots()[1]
    own.set_title("mine")
    assert lift_title(own) == "" and own.get_title(loc="left") == "mine"
    pyplot.close("all")


def test_a_notebook_does_not_pay_for_the_building_of_pages():
    program = "import sys, utils.report; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not {"nbformat", "nbconvert", "jinja2", "bs4"} & set(run.stdout.split())


def test_sentences_naming_lead_to_their_place():
    from utils.entities.evidence import sentences_naming

    articles = pd.DataFrame({
        "article_id": ["a", "b"], "outlet": ["سدر", "أرجوان"], "file": ["2", "1"], "record": [0, 0],
        "anchor": pd.to_datetime(["2024-06-02", "2024-06-01"]), "body_start": [100, 200],
    })
    sentences = pd.DataFrame({"article_id": ["a", "b"], "sentence_id": ["a:1", "b:1"],
                              "start": [5, 7], "end": [9, 11], "text": ["زار بغداد", "في بغداد"]})
    mentions = pd.DataFrame({"article_id": ["a", "a", "b"], "sentence_id": ["a:1", "a:1", "b:1"],
                             "entity_id": ["x", "x", "x"], "surface": ["بغداد"] * 3})
    found = sentences_naming("x", mentions, articles, sentences)
    assert found[["file", "start", "end"]].values.tolist() == [["1", 207, 211], ["2", 105, 109]]


def test_overlapping_marks_do_not_double_the_text():
    assert markup.marked("وزير خارجية تركيا", [(0, 17), (12, 17), (5, 11)]) == (
        "<mark>وزير خارجية تركيا</mark>")


def test_sentences_obey_no_tag_and_no_script_link():
    said = markup.sentences_html("<img src=x onerror=a> [x](javascript:alert(1)) **yes**")
    found = BeautifulSoup(said, "html.parser")
    assert not found.find("img") and found.strong
    assert all(not link["href"].startswith("javascript") for link in found.find_all("a"))


@pytest.mark.parametrize("text", ["*a* _b_", "[x](y)", "`code`", "# no title", "1. no list", "a|b"])
def test_quoted_corpus_text_is_said_as_it_is(text):
    said = markup.sentences_html(f"It says {show.quote(text)}.")
    assert BeautifulSoup(said, "html.parser").get_text() == f"It says {text}."


def test_a_name_in_an_english_sentence_is_set_apart():
    said = markup.sentences_html("Most: تركيا, 84 (2024).")
    assert '<bdi dir="rtl" lang="ar">تركيا</bdi>, 84' in said and said.startswith('<p dir="ltr"')


# ---------------------------------------------------------------- the interface's words


def test_catalogue_is_complete_in_every_language():
    for key, row in words.catalogue().items():
        for language in words.LANGUAGES:
            assert row[language].strip(), f"interface.csv: {key} has no {language}"
        places = [sorted(re.findall(r"\{(\w+)", row[language])) for language in words.LANGUAGES]
        assert set(places[1]) <= set(places[0]), f"interface.csv: {key} names {places}"


def test_every_word_that_is_asked_for_is_there_and_no_other(repository):
    modules = (repository / "utils").rglob("*.py")
    sources = "".join(path.read_text(encoding="utf-8") for path in modules)
    asked = set(re.findall(r"""\bword\(\s*["'](\w+)["']""", sources))
    named = set(re.findall(r"""["'](\w+)["']""", sources))
    assert asked <= set(words.catalogue()), asked - set(words.catalogue())
    assert set(words.catalogue()) <= named, set(words.catalogue()) - named


def test_arabic_pages_say_arabic_words(monkeypatch):
    monkeypatch.setenv("MASAR_LANG", "ar")
    assert words.word("rows_none") == "لا صفوف"
    monkeypatch.setenv("MASAR_LANG", "tlh")
    with pytest.raises(ValueError, match="expected one of en, ar"):
        words.page_language()
