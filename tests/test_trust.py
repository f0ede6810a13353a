"""What a reader relies on: a change stays where it belongs, and errors say what to do next."""

import errno
import json
import os
import re
import signal
import subprocess
import sys

import pandas as pd
import pytest

from utils import (
    entities,
    events,
    evidence,
    exports,
    lexicon,
    load,
    locks,
    pipeline,
    quotations,
    report,
    tables,
    text,
)
from utils.report import building

SAMPLE = tables.ROOT / "data" / "sample" / "pages"
OF_ARTICLE = ("sentences", "mentions", "dates", "events")


def by_article(rows: pd.DataFrame) -> dict[str, str]:
    """The rows of each article, happening ids left out, as text."""
    shown = rows.drop(columns=[name for name in ("happening_id",) if name in rows])
    return {article: some.to_csv(index=False)
            for article, some in shown.groupby("article_id")}


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    """The articles of the sample's pages."""
    return load.read_articles(SAMPLE).articles


def told_apart(before: pipeline.Tables, after: pipeline.Tables, name: str) -> set[str]:
    """The articles whose rows in the table differ between two runs."""
    one, other = by_article(getattr(before, name)), by_article(getattr(after, name))
    return {article for article in one.keys() | other.keys()
            if one.get(article) != other.get(article)}


@pytest.fixture(scope="module")
def before(articles) -> pipeline.Tables:
    """All tables of these articles."""
    return pipeline.analyse(articles)


@pytest.fixture(scope="module")
def place(before) -> int:
    """The row of an article that tells of an event and is nobody's copy."""
    copied = set(before.articles["reprint_of"].dropna())
    linked = before.articles["reprint_of"].notna() | before.articles["article_id"].isin(copied)
    told = before.articles["article_id"].isin(before.events["article_id"])
    return before.articles.index[told & ~linked][0]


def test_changing_one_article_changes_only_what_depends_on_it(articles, before, place):
    changed = articles.copy()
    changed.loc[place, "body"] += "\nوزار بوتين أنقرة في 3 أيار 2021."
    after = pipeline.analyse(changed)
    for name in OF_ARTICLE:
        assert told_apart(before, after, name) == {articles.loc[place, "article_id"]}, name
    assert before.articles["reprint_of"].equals(after.articles["reprint_of"])


def test_taking_one_article_away_takes_only_its_rows(articles, before, place):
    after = pipeline.analyse(articles.drop(index=place))
    for name in OF_ARTICLE:
        assert told_apart(before, after, name) == {articles.loc[place, "article_id"]}, name


def test_the_order_of_articles_changes_no_row_and_no_happening(articles, before):
    after = pipeline.analyse(articles.iloc[::-1])
    for name in OF_ARTICLE:
        assert told_apart(before, after, name) == set(), name
    one, other = (events.merge_events(found.events, found.articles) for found in (before, after))
    pd.testing.assert_frame_equal(one, other)


def test_one_file_changed_on_disk_changes_only_its_articles(tmp_path):
    pages = sorted(SAMPLE.glob("*.txt"))[:12]
    for page in pages:
        (tmp_path / page.name).write_bytes(page.read_bytes())
    first = pipeline.analyse(load.read_articles(tmp_path).articles)
    edited = tmp_path / pages[5].name
    gone = set(first.articles.loc[first.articles["file"] == edited.name, "article_id"])
    edited.write_text(edited.read_text(encoding="utf-8") + "\nوزار بوتين أنقرة.\n",
                      encoding="utf-8")
    second = pipeline.analyse(load.read_articles(tmp_path).articles)
    new = set(second.articles.loc[second.articles["file"] == edited.name, "article_id"])
    assert gone and new and not gone & new           # an id tells which bytes it was read from
    for name in OF_ARTICLE:
        assert told_apart(first, second, name) <= gone | new, name


# ---------------------------------------------------------------- errors


def no_path(tmp_path):
    load.read_articles(tmp_path / "nowhere")


def no_article(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02" * 50)
    load.read_articles(tmp_path)


def no_columns(tmp_path):
    rows = [{"x": "خبر", "y": 1}] * 3
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    load.read_articles(tmp_path)


def no_table(tmp_path):
    tables.read_table("events", tmp_path)


def half_a_table(tmp_path):
    (tmp_path / "events.parquet").write_bytes(b"PAR1 cut off")
    tables.read_table("events", tmp_path)


def unknown_table(tmp_path):
    tables.read_table("cats", tmp_path)


def no_lexicon(tmp_path):
    lexicon.read_lexicon(tmp_path)


def tables_of_two_corpora(tmp_path):
    for body in ("خبر أول.", "خبر آخر أطول من الأول."):
        (tmp_path / "in.txt").write_text(f"عنوان\n{body}", encoding="utf-8")
        articles = load.read_articles(tmp_path / "in.txt").articles
        tables.save_table(articles, "articles", tmp_path)
        if body.startswith("خبر أول"):
            tables.save_table(text.sentences(articles), "sentences", tmp_path)
            tables.read_table("sentences", tmp_path)
    tables.read_table("sentences", tmp_path)


def tables_into_a_file(tmp_path):
    (tmp_path / "out").write_text("x", encoding="utf-8")
    tables.save_table(tables.typed([], "dates"), "dates", tmp_path / "out")


def exports_into_a_file(tmp_path):
    (tmp_path / "out").write_text("x", encoding="utf-8")
    none = tables.typed([], "happenings")
    exports.write_exports(none, tables.typed([], "events"), {}, tmp_path / "out")


def pages_into_a_file(tmp_path):
    (tmp_path / "out").write_text("x", encoding="utf-8")
    report.render(SAMPLE, tmp_path / "out", processed=tmp_path / "tables")


def pages_where_the_tables_are_refused(tmp_path):
    (tmp_path / "tables").write_text("x", encoding="utf-8")
    report.render(SAMPLE, tmp_path / "out", processed=tmp_path / "tables")


def two_reports_at_once(tmp_path):
    with locks.locked(tmp_path / ".report.lock", "the first"):
        report.render(SAMPLE, tmp_path / "out", processed=tmp_path)


def two_reports_into_the_same_pages(tmp_path):
    (tmp_path / "out").mkdir()
    with locks.locked(tmp_path / "out" / ".pages.lock", "the first"):
        report.render(SAMPLE, tmp_path / "out", processed=tmp_path / "tables")


def no_worker(tmp_path):
    report.render(SAMPLE, tmp_path / "out", workers=0, processed=tmp_path)


def mixed_runs(tmp_path):
    tables.save_table(tables.typed([], "dates"), "dates", tmp_path)
    pipeline.run(SAMPLE, tmp_path)


def tables_in_the_wrong_order(tmp_path):
    found = pipeline.analyse(load.read_articles(sorted(SAMPLE.glob("*.txt"))[0]).articles)
    events.find_events(found.articles, found.sentences, found.dates, found.mentions)


def events_where_articles_belong(tmp_path):
    events.merge_events(tables.typed([], "articles"), tables.typed([], "events"))


def quotations_of_what_is_set_aside(tmp_path):
    none = {name: tables.typed([], name) for name in tables.SCHEMAS}
    quotations.find_quotations(none["articles"], none["set_aside"], none["mentions"])


def evidence_the_wrong_way_round(tmp_path):
    none = {name: tables.typed([], name) for name in tables.SCHEMAS}
    evidence.evidence(none["dates"], none["sentences"], none["articles"])


def a_corpus_for_its_articles(tmp_path):
    pipeline.analyse(load.read_articles(sorted(SAMPLE.glob("*.txt"))[0]))


def a_path_for_articles(tmp_path):
    pipeline.analyse("my articles")


def a_tally_of_events(tmp_path):
    entities.tally_entities(tables.typed([], "events"))


def no_number_of_workers(tmp_path):
    pipeline.run(SAMPLE, tmp_path, workers="four")


def batches_of_nothing(tmp_path):
    pipeline.run(SAMPLE, tmp_path, batch=0)


# What each message must hold: the place, what was expected, the next move.
ERRORS = [
    (no_path, "nowhere.*no such file or folder; expected.*Check the spelling"),
    (no_article, "no readable article; expected.*a.txt.*Give another path"),
    (no_columns, "no readable article.*a.json.*name"),
    (no_table, "events.parquet: no such table yet; expected.*04-events.*make report"),
    (half_a_table, "events.parquet: not a readable Parquet table.*Delete it and run"),
    (unknown_table, "no table 'cats'; expected one of articles"),
    (no_lexicon, "csv.*expected"),
    (tables_of_two_corpora, "sentences.parquet: made from other articles than .*articles.parquet "
                            "holds; expected.*Run notebooks/02-clean.ipynb again.*make report"),
    (tables_into_a_file, "out/dates.parquet: cannot be written .*expected a folder.*whole.*"
                         "MASAR_PROCESSED="),
    (exports_into_a_file, "out/happenings.csv: cannot be written .*expected a folder.*whole"),
    (pages_into_a_file, "out: the pages cannot be written there.*expected a folder.*--out"),
    (pages_where_the_tables_are_refused, "tables: the tables cannot be written there.*"
                                         "expected a folder.*MASAR_PROCESSED"),
    (two_reports_at_once, "another report fills these tables now.*process \\d+ on.*Wait for it"),
    (two_reports_into_the_same_pages, "out: another report writes its pages there now.*"
                                      "process \\d+ on.*Wait for it.*give another folder"),
    (no_worker, "workers is 0; expected a number from 1 on.*make report WORKERS=2"),
    (tables_in_the_wrong_order, "find_events: mentions is a table without the columns .*entity_id"
                                ".*; expected the table mentions .*read_table\\('mentions'\\)"),
    (events_where_articles_belong, "merge_events: events is .* without the columns event_id.*"
                                   "expected the table events.*read_table"),
    (quotations_of_what_is_set_aside, "find_quotations: sentences is .*expected the table "
                                      "sentences"),
    (evidence_the_wrong_way_round, "evidence: articles is .*without the columns .*body.*"
                                   "; expected the table"),
    (a_corpus_for_its_articles, "analyse: articles is a Corpus; expected the table articles.*"
                                "read_articles\\(...\\).articles"),
    (a_path_for_articles, "analyse: articles is a str; expected the table articles"),
    (a_tally_of_events, "tally_entities: mentions is .*without the columns entity_id .*; expected "
                        "a table with .*Take it from entities.find_entities"),
    (no_number_of_workers, "workers is 'four'; expected a number from 1 on.*workers=4"),
    (batches_of_nothing, "batch is 0; expected a number from 1 on"),
    (mixed_runs, "holds the tables dates, but no run.json.*expected.*Give another folder"),
]


@pytest.mark.parametrize("provoke, said", ERRORS, ids=lambda one: getattr(one, "__name__", ""))
def test_errors_name_the_place_what_was_expected_and_the_next_move(tmp_path, provoke, said):
    with pytest.raises((ValueError, RuntimeError, OSError)) as error:
        provoke(tmp_path)
    assert re.search(said, str(error.value), re.S), str(error.value)


def test_a_report_that_cannot_be_written_says_so_before_a_notebook_runs(tmp_path, capsys):
    (tmp_path / "out").write_text("x", encoding="utf-8")
    assert report.main(["--corpus", str(SAMPLE), "--out", str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"{tmp_path}/out: the pages cannot be written") and "done" not in told


@pytest.mark.parametrize("words, told", [
    (["--lang", "fr"], "--lang: 'fr' is no language of the pages; expected one of en, ar: "
                       "make report LANG=ar"),
    (["--workers", "x"], "--workers: 'x' is no number of processes; expected a number from 1 on: "
                         "make report WORKERS=2"),
    (["--workers", "0"], "'0' is no number of processes"),
    (["--corpus"], "--corpus: expected one argument"),
])
def test_what_make_report_cannot_mean_is_told(words, told, capsys):
    with pytest.raises(SystemExit) as stopped:
        report.main(words)
    assert stopped.value.code == 2
    assert told in capsys.readouterr().err


# ---------------------------------------------------------------- pages of one run


MOVES = """
import os, signal, sys
from pathlib import Path
from utils.report import building
out, times = Path(sys.argv[1]), int(sys.argv[2])
moved = 0
def dies(event, given):                      # before a page takes its place
    global moved
    if event == "os.rename":
        moved += 1
        if moved == times:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(dies)
building._write_all({name: "new" for name in ("index.html", "01.html", "02.html")}, out)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("times", range(1, 5))
def test_killed_between_two_pages_no_front_page_stands_before_pages_of_two_runs(tmp_path, times):
    old = building._write_all(dict.fromkeys(("index.html", "01.html", "02.html"), "old"), tmp_path)
    ran = subprocess.run([sys.executable, "-c", MOVES, tmp_path, str(times)], cwd=tables.ROOT)
    assert ran.returncode == (-signal.SIGKILL if times < 4 else 0)
    if old[0].exists():
        assert {page.read_text(encoding="utf-8") for page in old} == {"new"}
    assert times == 4 or not old[0].exists()
    written = building._write_all(dict.fromkeys(("index.html", "01.html", "02.html"), "then"),
                                  tmp_path)
    assert {page.read_text(encoding="utf-8") for page in written} == {"then"}
    assert sorted(one.name for one in tmp_path.iterdir()) == ["01.html", "02.html", "index.html"]


def test_a_full_disk_leaves_the_pages_that_were_there(tmp_path, monkeypatch):
    old = building._write_all({"index.html": "old", "01.html": "old"}, tmp_path)
    monkeypatch.setattr(building.Path, "write_text", _full)
    with pytest.raises(OSError, match="No space left"):
        building._write_all({"index.html": "new", "01.html": "new"}, tmp_path)
    assert [page.read_bytes() for page in old] == [b"old", b"old"]
    assert not (tmp_path / ".ready").exists()


def _full(self, *_, **__):
    self.write_bytes(b"<html> half a page")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))


def test_a_passage_is_read_where_no_day_is_known():
    """A corpus without one dated article stopped notebook 03."""
    assert entities.find_entities("زار بوتين أنقرة", on=pd.NaT)["label_en"].tolist() == [
        "Vladimir Putin", "Ankara"]


SMALL_DISK = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), -1))
from utils import exports, load, pipeline, report, tables
folder, corpus = Path(sys.argv[1]), sys.argv[4:]
def save():
    tables.save_table(load.read_articles(*corpus).articles, "articles", folder)
def export():
    found = pipeline.analyse(load.read_articles(*corpus).articles)
    exports.write_name_exports(found.articles, found.sentences, found.mentions, folder)
def run():
    pipeline.run(corpus, folder / "out")
def pages():
    sys.exit(report.main(["--corpus", corpus[0], "--out", str(folder / "pages")]))
try:
    {"save": save, "export": export, "run": run, "pages": pages}[sys.argv[3]]()
except Exception as error:
    print(type(error).__name__, error, file=sys.stderr)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("what, size, said", [
    ("save", 3_000, "TableError .*articles.parquet: cannot be written.*File too large.*Make room"),
    ("export", 9_000, "TableError .*names.gexf: cannot be written.*File too large.*Make room"),
    ("run", 3_000, "RunError .*File too large.*Make room.*goes on where it stopped"),
    ("pages", 3_000, "TableError: .*cannot be written.*File too large.*Make room.*No page was"),
])
def test_a_disk_that_takes_no_more_is_told_and_leaves_whole_files(tmp_path, what, size, said):
    corpus = [str(path) for path in sorted(SAMPLE.glob("*.txt"))[:3]]
    ran = subprocess.run([sys.executable, "-c", SMALL_DISK, tmp_path, str(size), what, *corpus],
                         cwd=tables.ROOT, capture_output=True, text=True,
                         env=os.environ | {"MASAR_PROCESSED": str(tmp_path / "tables")})
    assert re.search(said, ran.stderr, re.S), ran.stderr
    assert not list(tmp_path.rglob("*.html"))
    for path in tmp_path.rglob("*.parquet"):
        tables.pq.read_table(path, partitioning=None, page_checksum_verification=True)


def test_a_full_disk_leaves_the_table_that_was_there(tmp_path, monkeypatch):
    rows = tables.typed([{"article_id": "a-1", "start": 0, "end": 3}], "dates")
    path = tables.save_table(rows, "dates", tmp_path)
    before = path.read_bytes()

    def full(_, where, **how):
        with open(where, "wb") as half:
            half.write(b"PAR1 half a table")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tables.pq, "write_table", full)
    with pytest.raises(tables.TableError, match="No space left on device.*Make room"):
        tables.save_table(rows.head(0), "dates", tmp_path)
    assert path.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == [path.name]
