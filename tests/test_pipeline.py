"""The chain over one batch and over many: what it finds, what a stopped or failing run keeps."""

from pathlib import Path

import pandas as pd
import pytest

from utils import load, pipeline, tables, text

SAMPLE = tables.ROOT / "data" / "sample" / "pages"
NAMES = ("articles", "sentences", "mentions", "dates", "events")


@pytest.fixture(scope="module")
def sample():
    return pipeline.analyse(load.read_articles(SAMPLE).articles)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The tables of a run that nothing stopped, in small batches."""
    return pipeline.run(SAMPLE, tmp_path_factory.mktemp("whole"), batch=7)


def content(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below the folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_rows_and_keeps_its_schema(sample, name, tmp_path):
    table = getattr(sample, name)
    assert len(table)
    tables.save_table(table, name, tmp_path)
    assert len(tables.read_table(name, tmp_path)) == len(table)


@pytest.mark.parametrize("name", ["mentions", "dates"])
def test_every_find_stands_where_the_row_says(sample, name):
    bodies = sample.articles.set_index("article_id")["body"]
    for row in getattr(sample, name).itertuples():
        assert bodies[row.article_id][row.start:row.end] == row.surface


def test_every_event_stands_where_the_row_says(sample):
    bodies = sample.articles.set_index("article_id")["body"]
    for row in sample.events.itertuples():
        assert bodies[row.article_id][row.start:row.end] == row.trigger


@pytest.mark.parametrize("name", ["mentions", "dates", "events"])
def test_every_find_lies_in_its_sentence(sample, name):
    rows = getattr(sample, name).merge(sample.sentences, on="sentence_id", suffixes=("", "_of"))
    assert len(rows) == len(getattr(sample, name))
    assert (rows["start_of"] <= rows["start"]).all()
    assert (rows["start"] < rows["end_of"]).all()
    assert (rows["article_id"] == rows["article_id_of"]).all()


def test_a_find_outside_every_sentence_has_no_sentence():
    articles = tables.typed([{"article_id": "a"}], "articles")
    sentences = tables.typed(
        [{"sentence_id": "a:1", "article_id": "a", "start": 0, "end": 4}], "sentences"
    )
    found = pd.DataFrame({"doc": [0, 0], "start": [1, 9], "end": [3, 11], "surface": ["x", "y"]})
    rows = pipeline.by_article(found, articles, sentences, "dates")
    assert rows["sentence_id"].tolist()[0] == "a:1"
    assert rows["sentence_id"].isna().tolist() == [False, True]


@pytest.mark.parametrize("workers", [None, 2])
def test_a_stage_gives_the_same_rows_however_its_articles_are_cut(sample, workers):
    rows = (sample.articles, sample.sentences)
    cut = pipeline.in_batches(pipeline.find_mentions, *rows, workers=workers, size=7)
    pd.testing.assert_frame_equal(cut, sample.mentions)


def test_a_stage_over_no_articles_gives_a_table_without_rows():
    none = tables.typed([], "articles")
    found = pipeline.in_batches(text.sentences, none)
    assert list(found) == tables.SCHEMAS["sentences"].names


def test_no_articles_give_empty_tables():
    none = pipeline.analyse(tables.typed([], "articles"))
    assert [len(table) for table in none] == [0, 0, 0, 0, 0]


def test_without_the_tagger_only_people_on_lists_are_found():
    body = "وقال المهندس سالم القحطاني إن المشروع انتهى، وحضر هاكان فيدان الحفل."
    articles = tables.typed([{"article_id": "a-1", "file": "a.txt", "body": body}], "articles")
    found, listed = (set(pipeline.analyse(articles, tagger=tagger).mentions["via"])
                     for tagger in (True, False))
    assert found == {"lexicon", "tagger"}
    assert listed == {"lexicon"}


def test_a_run_in_batches_finds_what_one_batch_finds(sample, whole):
    for name in ("mentions", "dates"):
        parts = tables.read_table(name, whole)
        assert len(parts) == len(getattr(sample, name))
    assert len(list((whole / "events").iterdir())) > 1


def test_a_second_run_gives_the_same_bytes(whole, tmp_path):
    assert content(pipeline.run(SAMPLE, tmp_path, batch=7)) == content(whole)


def test_two_processes_give_the_same_bytes(whole, tmp_path):
    assert content(pipeline.run(SAMPLE, tmp_path, workers=2, batch=7)) == content(whole)


def test_a_stopped_run_goes_on_where_it_was(whole, tmp_path, monkeypatch):
    analyse, done = pipeline.analyse, []

    def stopped_after_two(articles, **how):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(len(articles))
        return analyse(articles, **how)

    monkeypatch.setattr(pipeline, "analyse", stopped_after_two)
    with pytest.raises(KeyboardInterrupt):
        pipeline.run(SAMPLE, tmp_path, batch=7)
    finished = content(tmp_path)
    assert 0 < len(finished) < len(content(whole))
    monkeypatch.setattr(pipeline, "analyse", analyse)
    pipeline.run(SAMPLE, tmp_path, batch=7)
    assert content(tmp_path) == content(whole)


def test_a_batch_that_fails_is_set_aside_and_the_rest_finishes(tmp_path, monkeypatch):
    analyse = pipeline.analyse

    def failing_once(articles, **how):
        if articles["file"].iloc[0].startswith("2022-12-28"):
            raise ZeroDivisionError("no such number")
        return analyse(articles, **how)

    monkeypatch.setattr(pipeline, "analyse", failing_once)
    out = pipeline.run(SAMPLE, tmp_path, batch=7)
    failed = tables.read_table("set_aside", out)
    failed = failed[failed["reason"] == "not analysed: ZeroDivisionError: no such number"]
    kept = tables.read_table("articles", out)
    everything = load.read_articles(SAMPLE).articles
    assert len(failed) and len(failed) + len(kept) == len(everything)
    assert failed["words"].tolist() == everything["body"].tolist()[:len(failed)]
