"""Each number that the sample's report prints, in both languages, is counted anew from its rows.

A number that no recount knows fails: whoever prints a new one says here where it comes from.
`test_evidence.py` leads the rows on to files and characters.
"""

import dataclasses
import re

import built
import printed
import pytest
import recounts
from recount_figures import FIGURES, of_all
from recount_tables import TABLES

PAGES = ("index", "01-load", "02-clean", "03-entities", "04-events", "05-timeline")
READ = 200               # characters of a cell in which a number is changed


@pytest.fixture(scope="module", params=printed.LANGUAGES)
def run(request):
    """The tables of the sample's report in that language."""
    return recounts.Run(built.sample(request.param) / "tables", request.param)


@pytest.fixture
def page(run, request):
    """One page of that report; the run knows the lanes that it tells of."""
    page = printed.Page(run.folder.parent / "pages" / f"{request.param}.html", run.lang)
    run.lanes = [row for figure in page.figures if figure.table for row in figure.table.rows
                 if "lane" in row]
    return page


pages = pytest.mark.parametrize("page", PAGES, indirect=True)


def recount_sentence(run, text):
    """Fails unless every number in the sentence is what its rows come to."""
    if text not in printed.prose(run.lang):
        found = printed.told(text, run.lang)
        assert found, f"no template says {text!r}"
        for key, said in found:
            recounts.sentence(run, key, said)


def recount_figure(run, figure):
    """The same for a figure's title, description, note and table."""
    described = printed.told(figure.alt, run.lang)
    assert described, f"no template describes {figure.alt!r}"
    kind = described[0][0].removesuffix("_alt")
    said = printed.said(f"{kind}_title", figure.title, run.lang)
    assert all(described[0][1].get(name, value) == value for name, value in said.items())
    FIGURES[kind](run, figure, said | described[0][1])
    if figure.table:
        assert figure.table.caption == figure.title
        extent(figure.table, of_all(run, kind, figure.table))


def recount_table(run, table):
    """The same for a table."""
    assert table.caption in TABLES, f"who counts {table.caption!r} anew?"
    extent(table, TABLES[table.caption](run, table))


def extent(table, count):
    """Fails unless the caption tells how many rows are shown, and of how many."""
    said = printed.numbers(table.extent)
    if count < 2 and not said:
        assert table.shown == count
    elif table.shown == count:
        assert said == [f"{count:,}"], table.caption
    else:
        assert said == [f"{table.shown:,}", f"{count:,}"], table.caption


@pages
def test_sentences(run, page):
    for text in page.sentences():
        recount_sentence(run, text)


@pages
def test_figures(run, page):
    for figure in page.figures:
        recount_figure(run, figure)


@pages
def test_tables(run, page):
    for table in page.tables:
        recount_table(run, table)


# ---------------------------------------------------------------- and a wrong one is seen


def wrong(text):
    """The text again and again, each time with another of its numbers changed."""
    for one in re.finditer(r"\d(?=\D|$)", text[:READ] if len(text) > 900 else text):
        yield f"{text[:one.start()]}{(int(one[0]) + 1) % 10}{text[one.end():]}"


def wrong_tables(table):
    """The table with a number of its first row, or of what it says of its extent, changed."""
    for said in wrong(table.extent):
        yield "extent", dataclasses.replace(table, extent=said)
    for head in table.heads if table.rows else ():
        first = table.rows[0]
        for cell in wrong(first[head]):
            names = [head, *printed.english("header", "en").get(head, [])]
            row = first | dict.fromkeys(names, cell)
            yield head, dataclasses.replace(table, rows=[row, *table.rows[1:]])


def wrong_figures(figure):
    """The figure with a number of its title, description, note or table changed."""
    for part in ("title", "alt", "note"):
        for said in wrong(getattr(figure, part)):
            yield part, dataclasses.replace(figure, **{part: said})
    for part, table in wrong_tables(figure.table) if figure.table else ():
        yield part, dataclasses.replace(figure, table=table)


def unseen(recount, run, changed):
    """What was changed without the recount seeing it."""
    found = []
    for name, one in changed:
        try:
            recount(run, one)
        except (AssertionError, KeyError, StopIteration, ValueError):
            continue
        found.append((name, str(one)[:300]))
    return found


@pages
@pytest.mark.parametrize("run", ["en"], indirect=True)
def test_a_wrong_number_is_seen(run, page):
    for text in page.sentences():
        assert not unseen(recount_sentence, run, (("sentence", one) for one in wrong(text)))
    for figure in page.figures:
        assert not unseen(recount_figure, run, wrong_figures(figure))
    for table in page.tables:
        assert not unseen(recount_table, run, wrong_tables(table)), table.caption
