"""The words of the pages in Arabic: every phrase has its row, every row its phrase."""

import ast
import csv
import re
import string

import nbformat
import pytest

from utils import show, tables
from utils.show import overview, phrases
from utils.words import filled

NOTEBOOKS = [tables.ROOT / "notebooks" / f"{name}.ipynb"
             for name in sorted(set(tables.WRITTEN_BY.values()))]
NAMES = {*tables.SCHEMAS, *(path.stem for path in NOTEBOOKS)}
ROWS = list(csv.DictReader(phrases.CATALOGUE.read_text(encoding="utf-8").splitlines()))
MODULES = sorted((tables.ROOT / "utils").rglob("*.py"))
SHOWN = {"show_table": ("caption", 1), "say": ("sentence", 0)}


def english(kind):
    """The English of the rows of that kind."""
    return {row["en"] for row in ROWS if row["kind"] == kind}


def cells(kind):
    """The sources of the notebooks' cells of that kind."""
    return [cell.source for path in NOTEBOOKS
            for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def pieces_of_prose():
    """Every heading, paragraph and table cell of the notebooks that holds a word to translate."""
    found = []
    for source in cells("markdown"):
        phrases.prose(source, lambda text: found.append(" ".join(text.split())) or text)
    return {one for one in found
            if re.search("[A-Za-z]", one) and not set(one.split(", ")) <= NAMES}


def shown_words():
    """(kind, words) of each caption and sentence in the notebooks' code; None where no literal."""
    for source in cells("code"):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SHOWN:
                kind, place = SHOWN[node.func.id]
                words = node.args[place]
                yield kind, words.value if isinstance(words, ast.Constant) else None


def columns():
    """The names that code gives to columns: in quotes, or as a keyword."""
    trees = [*map(ast.parse, cells("code")),
             *(ast.parse(path.read_text(encoding="utf-8")) for path in MODULES)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {node.value for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str)} | {
            node.arg for node in nodes if isinstance(node, ast.keyword)}


def places(template):
    """The places of a template with how each number is written: (name, format)."""
    return sorted((name, form) for _, name, form, _ in string.Formatter().parse(template)
                  if name and "|" not in form)


def nouns(template):
    """The places where a count chooses its noun, with the nouns: (name, [one, many])."""
    return [(name, form.split("|")) for _, name, form, _ in string.Formatter().parse(template)
            if name and "|" in form]


# ---------------------------------------------------------------- both ways


def test_all_prose_has_its_row_and_no_row_is_left_over():
    assert pieces_of_prose() == english("prose")


@pytest.mark.parametrize("kind", ["sentence", "caption"])
def test_all_that_notebooks_show_has_its_row_and_no_row_is_left_over(kind):
    said = [words for found, words in shown_words() if found == kind]
    assert None not in said, f"a {kind} is put together in the notebook: give values instead"
    assert set(said) == english(kind)


def test_every_notebook_has_its_name_in_the_navigation():
    assert english("page") == {path.stem.replace("-", " ") for path in NOTEBOOKS}


def test_every_column_of_a_table_has_its_head_and_no_head_is_left_over():
    kept = {field.name for schema in tables.SCHEMAS.values() for field in schema}
    assert kept <= english("header"), kept - english("header")
    assert english("header") <= columns() | kept, english("header") - columns() - kept


def test_every_coded_value_is_one_that_the_code_writes():
    """A reason that was reworded in the code would silently show in English."""
    written = " ".join(path.read_text(encoding="utf-8")
                       for path in [*MODULES, *tables.LEXICON.glob("*.csv")])
    for words in english("value"):
        for part in re.split(r"\{\w+\}", words):
            assert part in written, f"ar.csv: no code writes {words!r}"


# ---------------------------------------------------------------- each row


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}: {row['en'][:40]}")
def test_row_is_complete_arabic_with_the_same_places(row):
    assert row["kind"] in phrases.KINDS and row["note"].strip()
    assert re.search("[\u0620-\u064a]", row["ar"]), "no Arabic in it"
    assert places(row["ar"]) == places(row["en"])
    assert {name for name, _ in nouns(row["ar"])} <= {name for name, _ in places(row["en"])}
    assert all(len(forms) == 5 for _, forms in nouns(row["ar"]))
    assert all(len(forms) == 2 for _, forms in nouns(row["en"]))
    assert re.findall(r"\]\([^)]*\)", row["ar"]) == re.findall(r"\]\([^)]*\)", row["en"])
    assert row["ar"].count("**") == row["en"].count("**") or row["kind"] == "sentence"
    assert not re.search("[?;,] ?(?![^`]*`)", re.sub(r"\{[^}]*\}|\([^)]*\)", "", row["ar"])), (
        "Arabic has its own marks: ؟ ؛ ،")


def test_no_phrase_stands_twice():
    keys = [(row["kind"], row["en"]) for row in ROWS]
    assert sorted(keys) == sorted(set(keys))


# ---------------------------------------------------------------- what comes out


@pytest.fixture
def arabic(monkeypatch):
    """Pages in Arabic."""
    monkeypatch.setenv("MASAR_LANG", "ar")


def test_words_without_a_row_stay_as_they_are(arabic):
    assert phrases.phrase("sentence", "**{n:,}** cats", n=1412) == "**1,412** cats"
    assert phrases.prose("# My own question?\n\nMy\nprose.") == "# My own question?\n\nMy\nprose."
    assert phrases.value("a reason of my own; another") == "a reason of my own; another"


def test_prose_is_found_however_its_lines_are_broken(arabic):
    assert phrases.prose("## What\nwe found") == "## ما وجدناه"


def test_a_coded_value_keeps_the_words_of_the_corpus(arabic):
    assert phrases.value("counted from زيارته, which the text does not date") == (
        "محسوب من «زيارته»، والنص لا يؤرّخه")
    assert phrases.value("decoded as windows-1256; a share bar inside its span") == (
        "فُكّ ترميزه على أنه windows-1256؛ فيه شريط مشاركة")


def test_values_from_the_corpus_are_no_templates(arabic, capsys):
    show.say("Named in most articles: {names}.", names="{0.__class__} **x**")
    assert phrases.phrase("sentence", "Named in most articles: {names}.", names="{x}").endswith(
        "{x}.")


@pytest.mark.parametrize(("count", "said"), [
    (1, "1 ملف"), (2, "2 ملفان"), (3, "3 ملفات"), (10, "10 ملفات"), (11, "11 ملفاً"),
    (99, "99 ملفاً"), (100, "100 ملف"), (102, "102 ملف"), (103, "103 ملفات"), (0, "0 ملف"),
])
def test_an_arabic_noun_follows_its_number(count, said):
    assert filled("{n:,} {n:ملف|ملفان|ملفات|ملفاً|ملف}", {"n": count}) == said


def test_most_named_speaks_the_language_of_the_pages(arabic):
    import pandas as pd

    tally = pd.DataFrame({"label": ["سوريا", "تركيا"], "label_en": ["Syria", "Turkey"],
                          "articles": [139, 97]})
    assert overview.most_named(tally) == "سوريا (139)، تركيا (97)"
