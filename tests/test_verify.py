"""The sums of a run: equal for equal results, and the first row and column that differs named."""

import csv

import pandas as pd
import pytest

from utils import events, load, pipeline, sums, tables, verify

PAGES = tables.ROOT / "data" / "sample" / "pages"


@pytest.fixture(scope="module")
def made():
    """All tables of three pages, by name."""
    paths = sorted(PAGES.glob("*.txt"))[:3]
    corpus = load.read_articles(*paths)
    found = pipeline.analyse(corpus.articles)._asdict()
    found["happenings"] = events.merge_events(found["events"], found["articles"])
    return found | {"set_aside": corpus.set_aside}


@pytest.fixture(autouse=True)
def locked(monkeypatch):
    """No version beside the lock's, whatever this machine has."""
    monkeypatch.setattr(verify, "unlocked", lambda: [])


@pytest.fixture
def corpus(tmp_path):
    """A folder with one article to be the input."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "one.txt").write_text("خبر", encoding="utf-8")
    return folder


def write(folder, made, pages=("index.html",)):
    """The folder with the tables and pages of a run."""
    for name, table in made.items():
        tables.save_table(table, name, folder / "tables")
    (folder / "pages").mkdir(exist_ok=True)
    for page in pages:
        (folder / "pages" / page).write_text("<p>خبر</p>", encoding="utf-8")
    return folder


def changed(made, name, row, **cells):
    """The tables with some cells of one row changed."""
    table = made[name].copy()
    for column, value in cells.items():
        table.loc[row, column] = value
    return made | {name: table}


def compared(tmp_path, made, other, corpus):
    """What differs between the run that was kept and the other one."""
    verify.write_sums(verify.sums_of(write(tmp_path / "kept", made), corpus), tmp_path / "sums")
    found = verify.sums_of(write(tmp_path / "other", other), corpus)
    return verify.differences(verify.read_sums(tmp_path / "sums"), found,
                              tmp_path / "other" / "tables")


def test_the_same_tables_have_the_same_sums(tmp_path, made, corpus):
    assert compared(tmp_path, made, made, corpus) == []


def test_the_first_cell_that_differs_is_named(tmp_path, made, corpus):
    other = changed(made, "mentions", 4, label="غيره")
    row = tables.to_arrow(other["mentions"], "mentions").to_pylist()
    number = next(n for n, cells in enumerate(row) if cells["label"] == "غيره")
    place = " ".join(str(row[number][column]) for column in tables.ORDER["mentions"])
    table, line = compared(tmp_path, made, other, corpus)
    assert table == "table differs: mentions.parquet"
    count = len(made["mentions"])
    assert line == (
        f"mentions: {count} rows, expected {count}; row {number + 1} (article_id/start/end "
        f"{place}): column label differs, it is now 'غيره'"
    )


def test_a_list_and_a_day_that_differ_are_named_together(tmp_path, made, corpus):
    other = changed(made, "events", 0, earliest=pd.Timestamp("1999-01-01"), kind="call")
    (line,) = compared(tmp_path, made, other, corpus)[1:]
    assert "column kind differs, it is now 'call'; so do earliest" in line


def test_a_missing_row_is_named_by_its_place(tmp_path, made, corpus):
    other = made | {"dates": made["dates"].drop(index=1)}
    (line,) = compared(tmp_path, made, other, corpus)[1:]
    gone = tables.to_arrow(made["dates"], "dates").to_pylist()
    left = tables.to_arrow(other["dates"], "dates").to_pylist()
    row = next(row for row in gone if row not in left)
    assert f"{row['article_id']} {row['start']} {row['end']}) is missing" in line


def test_a_row_too_many_is_named(tmp_path, made, corpus):
    fewer = made | {"dates": made["dates"].drop(index=1)}
    (line,) = compared(tmp_path, fewer, made, corpus)[1:]
    count = len(made["dates"])
    assert line.startswith(f"dates: {count} rows, expected {count - 1}; row ")
    assert line.endswith("is not expected there")


def test_pages_and_what_they_are_made_from_are_compared(tmp_path, made, corpus, monkeypatch):
    before = verify.sums_of(write(tmp_path / "kept", made), corpus)
    (corpus / "one.txt").write_text("خبر آخر", encoding="utf-8")
    monkeypatch.setattr(verify, "unlocked", lambda: ["pandas 3 is installed"])
    other = write(tmp_path / "other", made, ["more.html"])
    (other / "pages" / "index.html").write_text("<p>خبر آخر</p>", encoding="utf-8")
    lines = verify.differences(before, verify.sums_of(other, corpus), other / "tables")
    assert lines == ["page not expected: more.html", "page differs: index.html",
                     "index.html: part 1 differs, it is now '<p>خبر آخر</p>'",
                     "input differs: one.txt (made from)", "pandas 3 is installed"]


@pytest.mark.parametrize("row, same", [
    ("<tr><td>Python</td><td>3.14</td></tr>", True), ("<tr><td>pandas</td><td>4</td></tr>", False)])
def test_a_front_page_that_names_another_python_is_the_same(tmp_path, made, corpus, row, same):
    sums_of = []
    for number, cells in enumerate(["<tr><td>Python</td><td>3.11</td></tr>", row]):
        folder = write(tmp_path / str(number), made)
        (folder / "pages" / "index.html").write_text(f"<p>خبر</p>{cells}<p></p>", "utf-8")
        sums_of.append(verify.sums_of(folder, corpus))
    lines = verify.differences(*sums_of, folder / "tables")
    assert (lines == []) == same
    assert same or f"index.html: part 2 differs, it is now {row!r}" in lines


def test_every_source_has_a_sum(corpus):
    found = list(sums.source_sums(corpus))
    assert {one.kind for one in found} == set(sums.SOURCES)
    named = {(one.kind, one.name) for one in found}
    assert {("input", "one.txt"), ("lexicon", "people.csv"), ("model", "names.npz"),
            ("lock", "requirements.lock"), ("code", "utils")} <= named
    assert all(len(one.sha256) == 64 for one in found)


# ---------------------------------------------------------------- the command


@pytest.fixture
def command(tmp_path, made, corpus, monkeypatch):
    """Runs the command on tables made before: to run notebooks is the test of the notebooks."""
    made = dict(made)
    monkeypatch.setattr(verify, "run_sample", lambda folder, corpus: write(folder, made))

    def run(*words):
        return verify.main([*words, "--corpus", str(corpus), "--sums", str(tmp_path / "sums")])
    return run, made


def test_refreshing_is_one_command_and_then_all_agrees(command, capsys):
    run, _ = command
    assert run("--refresh") == 0
    assert run() == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("The same: 8 tables and pages")


def test_a_difference_is_told_with_the_next_move(command, capsys):
    run, made = command
    run("--refresh")
    made.update(changed(made, "mentions", 0, label="غيره"))
    assert run() == 1
    told = capsys.readouterr().err
    assert "table differs: mentions.parquet" in told
    assert "python -m utils.verify --refresh" in told


def test_missing_sums_say_how_to_get_them(command, capsys):
    run, _ = command
    assert run() == 2
    told = capsys.readouterr().err
    assert "files.csv: no such file" in told and "--refresh" in told


@pytest.mark.parametrize("damage, told", [
    ("", "columns []"), ("kind,name\n", "columns ['kind', 'name']"),
    ("kind,name,sha256\ntable,x\n", "line 2: 2 cells"), ('kind,name,sha256\n"x', "not readable"),
])
def test_broken_sums_say_where(command, tmp_path, capsys, damage, told):
    run, _ = command
    run("--refresh")
    (tmp_path / "sums" / "files.csv").write_text(damage, encoding="utf-8")
    assert run() == 2
    assert told in capsys.readouterr().err


def test_committed_sums_name_every_table():
    folder = verify.SUMS
    if not folder.exists():
        pytest.skip(f"{folder} is not there yet: {verify.REFRESH} writes it")
    named = {one.name for one in verify.read_sums(folder).files if one.kind == "table"}
    assert named == {f"{name}.parquet" for name in tables.SCHEMAS}
    with (folder / "rows.csv").open(encoding="utf-8", newline="") as opened:
        assert {row["table"] for row in csv.DictReader(opened)} == set(tables.SCHEMAS)
