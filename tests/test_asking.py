"""Every public function is given wrong things, and says so in words of ours; empty tables work."""

import inspect
import os

import asked
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from utils import entities, exports, load, plots, report, show, tables, text
from utils.asking import ArgumentError
from utils.pipeline import RunError
from utils.tables import TableError, typed

FOLDER = "asked"
CASES = asked.cases(FOLDER)


@pytest.fixture(scope="module", autouse=True)
def _folder(tmp_path_factory):
    """A folder in which the functions may write, with tables in it."""
    before, here = os.getcwd(), tmp_path_factory.mktemp("asked")
    os.chdir(here)
    for place in (FOLDER, f"{FOLDER}/counts"):
        for name in tables.SCHEMAS:
            tables.save_table(asked.made()[name], name, place)
    processed, tables.PROCESSED = tables.PROCESSED, here / FOLDER
    yield
    tables.PROCESSED = processed
    os.chdir(before)


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def ours(error: Exception) -> bool:
    """Whether the error is one of ours that says what was expected."""
    words = str(error)
    return type(error).__module__.startswith("utils.") and (
        "expected" in words or isinstance(error, RunError) and "Give another folder" in words)


def test_every_public_function_is_asked():
    public = {f"{function.__module__}.{name}" for door in asked.DOORS
              for name in getattr(door, "__all__", vars(door))
              if inspect.isfunction(function := getattr(door, name))
              and not name.startswith("_") and name not in asked.NOT_ASKED
              and (hasattr(door, "__all__") or function.__module__ == door.__name__)}
    assert public <= set(CASES), public - set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_what_is_right_is_taken(name, capsys):
    function, right = CASES[name]
    asked.call(function, right)


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_told(name, capsys):
    function, right = CASES[name]
    for parameter, value in right.items():
        for what, wrong in asked.wrong_things(value).items():
            try:
                asked.call(function, right | {parameter: wrong})
            except Exception as error:
                assert ours(error), (parameter, what, repr(error))
            else:
                assert not isinstance(value, pd.DataFrame) or isinstance(
                    wrong, (pd.DataFrame, pd.Series)) or _may_be(function, parameter, wrong), (
                    parameter, what, "was taken")
            plt.close("all")


def _may_be(function, parameter: str, wrong: object) -> bool:
    """Whether that is the parameter's default, or a list of rows where rows do."""
    default = inspect.signature(function).parameters[parameter].default
    return wrong is default or function in (show.show_table, tables.typed, show.highlight)


@given(name=st.sampled_from(sorted(CASES)), data=st.data())
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow,
          HealthCheck.function_scoped_fixture])
def test_whatever_is_given_is_taken_or_told(name, data):
    function, right = CASES[name]
    parameter = data.draw(st.sampled_from(sorted(right)))
    wrong = data.draw(st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.binary(
        max_size=9) | st.lists(st.integers() | st.text(max_size=9), max_size=4)
        | st.dictionaries(st.text(max_size=3), st.integers(), max_size=3)
        | st.sampled_from(["articles", "\ud83d", "", "  ", "خبر", "2024-13-45", "outlet"]))
    if parameter in ("workers", "out", "folder", "corpus", "path", "paths"):
        wrong = None if isinstance(wrong, (str, int)) else wrong
    try:
        asked.call(function, right | {parameter: wrong})
    except Exception as error:
        assert ours(error), (parameter, wrong, repr(error))
    plt.close("all")


@pytest.mark.parametrize("bare", [False, True], ids=["typed", "without types"])
@pytest.mark.parametrize("name", [name for name, (_, right) in CASES.items() if any(
    isinstance(value, pd.DataFrame) for value in right.values())])
def test_nothing_is_no_error(name, bare, capsys):
    function, right = CASES[name]
    empty = {parameter: value.head(0) if isinstance(value, (pd.DataFrame, pd.Series)) else value
             for parameter, value in right.items()}
    if bare:
        empty = {parameter: pd.DataFrame(columns=list(value)) if isinstance(value, pd.DataFrame)
                 else value for parameter, value in empty.items()}
    if function.__name__ in ("in_context", "sentences_naming", "evidence") and "found" not in right:
        with pytest.raises(ValueError, match="expected"):     # nobody is named, nothing is told
            asked.call(function, empty)
            raise ValueError("expected: rows of nothing lead to nothing")
        return
    asked.call(function, empty)


def test_an_empty_figure_says_so():
    for function, right in CASES.values():
        if function.__name__.startswith("plot_"):
            table = next(iter(right))
            ax = function(right[table].head(0))
            assert [one for one in ax.texts if one.get_text()], function


def test_an_empty_export_has_its_head(tmp_path):
    none = {name: typed([], name) for name in tables.SCHEMAS}
    exports.write_exports(none["happenings"], none["events"], {}, tmp_path)
    exports.write_name_exports(none["articles"], none["sentences"], none["mentions"], tmp_path)
    for name in ("happenings", "events", "mentions", "names"):
        head = (tmp_path / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()
        assert len(head) == 1 and head[0].count(",") > 4, name


@pytest.mark.parametrize("provoke, error, said", [
    (lambda: plots.plot_tally([1]), TableError,
     "plot_tally: tally is a list; expected a table with the columns label, articles. Take"),
    (lambda: plots.plot_tally(asked.made()["tally"], top=0), ArgumentError,
     "plot_tally: top is 0; expected a number from 1 on. Give one: top=4"),
    (lambda: plots.plot_volume(asked.made()["articles"].assign(anchor="x")), TableError,
     "plot_volume: articles is a table whose column anchor holds 'x', not days; expected a table "
     "with the columns anchor, outlet. Turn the column: pd.to_datetime(table['anchor'])"),
    (lambda: plots.plot_timeline(asked.made()["happenings"], lanes="x"), ArgumentError,
     "plot_timeline: lanes is 'x'; expected a column of the happenings. Give one of them"),
    (lambda: text.clean(5), ArgumentError, "clean: text is 5; expected a text. Give one"),
    (lambda: load.read_articles(5), ArgumentError, "read_articles: paths is 5; expected a path"),
    (lambda: entities.tally_entities(asked.made()["mentions"], by="x"), TableError,
     "tally_entities: mentions is a table without the columns x (it has article_id"),
    (lambda: text.sentences(pd.concat([asked.made()["articles"]] * 2)), TableError,
     "twice; expected the table articles"),
    (lambda: show.say("{n:,} rows", m=3), ArgumentError,
     "has a place for 'n', and no value of that name; expected one of m. Give the value"),
    (lambda: report.render(5), ArgumentError, "render: corpus is 5; expected a path. Give it as"),
    (lambda: report.render(lang="fr"), ArgumentError, "render: lang is 'fr'; expected one of en"),
    (lambda: show.show_figure(5), ArgumentError, "show_figure: axes is 5; expected axes of"),
    (lambda: text.find_reprints(asked.made()["articles"].assign(published="x")), TableError,
     "whose column published holds 'x', not days"),
])
def test_messages_say_what_stood_there_what_was_expected_and_the_next_move(provoke, error, said):
    with pytest.raises(error) as told:
        provoke()
    assert said in str(told.value)
