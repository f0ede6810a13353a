"""Runs over many batches: linked as one table would be, safe from kills, full disks and mix-ups."""

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

from utils import events, load, pipeline, tables, text
from utils.pipeline import happenings_across, reprints_across, runs

BODY = ("عقد وزير الخارجية التركي هاكان فيدان اجتماعا مع نظيره السوري أسعد الشيباني في دمشق يوم {} "
        "2024. {}.")


def filler(number):
    """Sixty words that no other number has in this order."""
    dice = random.Random(number)
    return " ".join("".join(dice.choices("بتثجحخدذرزسشصضطظعغفقكلمنهي", k=5)) for _ in range(60))


def article(number, outlet, day, copied=None):
    """A record that tells of a meeting; a copy has the words of another, but for one."""
    body = BODY.format(f"{day} حزيران", filler(number if copied is None else copied))
    if copied is not None:
        body = body.replace("وزير الخارجية", "وزير خارجية تركيا", 1)
    return {"title": f"خبر {number}", "content": body, "source": outlet,
            "date_extracted": f"2024-06-{day:02} 10:00:00"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A file of 24 records: twelve days, each told by two outlets, some by copies."""
    folder = tmp_path_factory.mktemp("corpus")
    records = [article(day, "صحيفة الأرجوان", day) for day in range(1, 13)]
    records += [article(day + 20, "صحيفة الشادوف", day, day if day % 3 else None)
                for day in range(1, 13)]
    (folder / "all.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(corpus, tmp_path_factory):
    """The folder of a run in batches of five that nothing stopped."""
    return pipeline.run(corpus, tmp_path_factory.mktemp("whole") / "out", batch=5)


def content(folder):
    """The bytes of every file below the folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


# ---------------------------------------------------------------- linked across batches


def test_reprints_across_batches_are_those_of_one_table(corpus, whole):
    one = load.read_articles(corpus).articles
    expected = dict(zip(one["article_id"], text.find_reprints(one).fillna(""), strict=True))
    found = tables.read_table("articles", whole)
    assert dict(zip(found["article_id"], found["reprint_of"].fillna(""), strict=True)) == expected
    assert sum(map(bool, expected.values())) == 8
    part = tables.read_table("articles", whole, "part-00003")
    assert not set(part["reprint_of"].dropna()) & set(part["article_id"])     # they lie elsewhere


def test_happenings_across_batches_are_those_of_one_table(whole):
    articles, found = (tables.read_table(name, whole) for name in ("articles", "events"))
    ids = events.link_events(found.assign(happening_id=None).astype({"happening_id": "str"}),
                             articles)
    assert found["happening_id"].tolist() == ids.tolist()
    kept = tables.read_table("happenings", whole)
    pd.testing.assert_frame_equal(kept, events.merge_events(found, articles))
    assert len(kept) > 1 and kept["articles"].max() > 1


@pytest.mark.parametrize("eventful", [False, True])
def test_batches_without_an_event_are_batches(tmp_path, eventful):
    quiet = {"title": "أسعار", "content": f"ارتفعت أسعار الطماطم في الأسواق. {filler(1)}"}
    records = [quiet, article(2, "صحيفة الأرجوان", 2)] if eventful else [quiet, quiet]
    path = tmp_path / "all.json"
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    out = pipeline.run(path, tmp_path / "out", batch=1)
    assert len(tables.read_table("articles", out)) >= 1
    assert len(tables.read_table("happenings", out)) == int(eventful)


@pytest.mark.parametrize("whole_until", [0, 5])
def test_happenings_month_by_month_are_those_of_one_table(tmp_path, monkeypatch, whole_until):
    folder = tmp_path / "in"
    folder.mkdir()
    records = [article(1, "صحيفة الأرجوان", 1)] + [
        article(number, f"صحيفة {number % 5}", 1 + number % 28) | {
            "date_extracted": f"2024-{1 + number % 9:02}-{1 + number % 28:02} 10:00:00",
            "content": BODY.format(f"{1 + number % 28} {month}", filler(number))}
        for number in range(2, 60)
        for month in [("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب",
                       "أيلول")[number % 9]]]
    (folder / "all.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    at_once = pipeline.run(folder, tmp_path / "one", batch=20)
    monkeypatch.setattr(happenings_across, "WHOLE", whole_until)
    by_month = pipeline.run(folder, tmp_path / "months", batch=20)
    one, other = (tables.read_table("happenings", out).sort_values("happening_id",
                                                                  ignore_index=True)
                  for out in (at_once, by_month))
    assert len(one) > 20
    pd.testing.assert_frame_equal(one, other)


def test_the_size_of_batches_changes_no_link(corpus, whole, tmp_path):
    other = pipeline.run(corpus, tmp_path, batch=7)
    for name, key in (("articles", "article_id"), ("events", "event_id"),
                      ("happenings", "happening_id")):
        one, two = (tables.read_table(name, out).sort_values(key, ignore_index=True)
                    for out in (other, whole))
        assert len(one)
        pd.testing.assert_frame_equal(one, two)


def test_real_reprints_are_linked_across_batches_as_in_one_table(shared, tmp_path):
    path = shared / "corpora" / "saudinewsnet" / "2015-08-03.zip"
    articles = load.read_articles(path).articles
    parts = []
    for begin in range(0, len(articles), 300):
        part = f"part-{len(parts):05}"
        some = articles.iloc[begin:begin + 300]
        tables.save_table(some, "articles", tmp_path, part)
        reprints_across.save_keys(some, tmp_path / "work" / "keys" / f"{part}.parquet")
        parts.append(part)
    reprints_across.link_reprints(parts, tmp_path, tmp_path / "work")
    found = tables.read_table("articles", tmp_path)
    links = dict(zip(found["article_id"], found["reprint_of"].fillna(""), strict=True))
    expected = text.find_reprints(articles).fillna("")
    assert links == dict(zip(articles["article_id"], expected, strict=True))
    assert sum(map(bool, links.values())) > 20


# ---------------------------------------------------------------- the record


def test_the_record_names_what_the_tables_are_made_from(whole):
    record = json.loads((whole / "run.json").read_text(encoding="utf-8"))
    assert record["settings"] == {"batch": 5, "tagger": True}
    assert set(record["made_from"]) == {"input", "lexicon", "model", "lock", "code"}
    assert list(record["made_from"]["input"]) == ["all.json"]
    assert record["rows"]["articles"] == 24
    made = {path.relative_to(whole).as_posix() for path in whole.rglob("part-*.parquet")}
    assert set(record["gave"]) == made and len(made) == 5 * 7 + 1


def test_a_finished_run_keeps_nothing_but_tables_counts_and_record(whole):
    assert {path.name for path in whole.iterdir()} == {*tables.SCHEMAS, "counts", "run.json"}


def test_a_finished_run_is_not_done_again(corpus, whole, monkeypatch):
    before = content(whole)
    monkeypatch.setattr(pipeline, "analyse", None)
    assert pipeline.run(corpus, whole, batch=5) == whole
    assert content(whole) == before


# ---------------------------------------------------------------- killed


PROGRAM = """
import os, signal, sys
from utils import pipeline, tables
corpus, out, file, times = sys.argv[1:]
renamed = 0
def dies(event, given):                      # before a finished file takes its place
    global renamed
    if event == "os.rename" and file in os.path.relpath(given[1], out):
        renamed += 1
        if renamed == int(times):
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(dies)
pipeline.run(corpus, out, batch=5)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("file, times", [
    ("mentions/part-00002", 1), ("set_aside/part-00001", 1),
    ("articles/part-00003", 2),              # when its reprints are linked to other batches
    ("happenings/", 1), ("run.json", 2),
], ids=str)
def test_killed_at_any_file_and_started_again_it_ends_with_the_same_bytes(
        corpus, whole, tmp_path, file, times):
    out = tmp_path / "out"
    ran = subprocess.run([sys.executable, "-c", PROGRAM, corpus, out, file, str(times)],
                         cwd=tables.ROOT, capture_output=True, text=True)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    for path in out.glob("*/part-*.parquet"):                  # what is there is whole
        tables.read_table(path.parent.name, out, path.stem)
    assert not (out / "run.json").exists()
    assert content(pipeline.run(corpus, out, batch=5)) == content(whole)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_at_any_moment_and_started_again_it_ends_with_the_same_bytes(
        corpus, whole, tmp_path):
    out = tmp_path / "out"
    program = "import sys; from utils import pipeline; pipeline.run(*sys.argv[1:3], batch=5)"
    for number in range(3):
        run = subprocess.Popen([sys.executable, "-c", program, str(corpus), str(out)],
                               cwd=tables.ROOT, stderr=subprocess.DEVNULL)
        while run.poll() is None and len(list(out.glob("*/part-*.parquet"))) < 9 * number + 1:
            time.sleep(0.005)
        run.kill()
        run.wait()
    assert content(pipeline.run(corpus, out, batch=5)) == content(whole)


def test_a_worker_that_dies_says_what_to_do_and_nothing_is_lost(corpus, whole, tmp_path):
    program = (
        "import os, sys\n"
        "from utils import pipeline\n"
        "def analyse(articles, own=pipeline.analyse, **how):\n"
        "    if len(articles) == 4:\n"                                     # the last batch
        "        os._exit(1)\n"
        "    return own(articles, **how)\n"
        "pipeline.analyse = analyse\n"                       # workers are forked with it
        "pipeline.run(*sys.argv[1:3], workers=2, batch=5)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program, str(corpus), str(tmp_path)],
                         cwd=tables.ROOT, capture_output=True, text=True)
    if ran.returncode == 0:
        pytest.skip("workers are not forked here: the fault cannot be planted")
    assert "a worker died" in ran.stderr and "Start the same run again" in ran.stderr
    assert content(pipeline.run(corpus, tmp_path, batch=5)) == content(whole)


# ---------------------------------------------------------------- one run, one corpus a folder


def test_a_second_run_at_once_is_refused_by_the_number_of_the_first(corpus, tmp_path):
    with runs.opened(tmp_path, [corpus], {}), pytest.raises(runs.RunError) as refused:
        pipeline.run(corpus, tmp_path)
    told = str(refused.value)
    assert f"process {os.getpid()} on " in told and "Wait for it" in told
    assert "lock" in told and "delete" in told


def test_what_a_killed_worker_left_half_written_is_gone_when_the_others_finish(corpus, tmp_path):
    half = tmp_path / "articles" / ".part-00000.parquet.123"
    with runs.opened(tmp_path, [corpus], {}) as run:
        half.parent.mkdir()
        half.touch()
        run.finish({})
    assert not half.exists()


@pytest.mark.parametrize("left", ["", "123", "no number at all"])
def test_the_lock_of_a_dead_process_is_taken_over(corpus, tmp_path, left):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    import socket
    lock = tmp_path / runs.WORK / "lock"
    lock.parent.mkdir()
    lock.write_text(left.replace("123", f"{dead.pid} {socket.gethostname()}"), encoding="utf-8")
    with runs.opened(tmp_path, [corpus], {}):
        assert lock.read_text(encoding="utf-8").split()[0] == str(os.getpid())
    assert not lock.exists()


def test_a_lock_from_another_machine_is_respected(corpus, tmp_path):
    lock = tmp_path / runs.WORK / "lock"
    lock.parent.mkdir()
    lock.write_text("1 another-machine", encoding="utf-8")
    with pytest.raises(runs.RunError, match="process 1 on another-machine"):
        pipeline.run(corpus, tmp_path)


def test_other_settings_are_refused_by_name(corpus, whole):
    before = content(whole)
    with pytest.raises(runs.RunError, match="batch was 5, is 6.*Give another folder"):
        pipeline.run(corpus, whole, batch=6)
    assert content(whole) == before


def test_other_inputs_are_refused_by_name(corpus, whole, tmp_path):
    (tmp_path / "all.json").write_bytes((corpus / "all.json").read_bytes())
    (tmp_path / "more.txt").write_text("خبر", encoding="utf-8")
    with pytest.raises(runs.RunError, match="input more.txt"):
        pipeline.run(tmp_path, whole, batch=5)


def test_a_changed_lexicon_is_refused_while_the_run_is_unfinished(corpus, tmp_path, monkeypatch):
    settings = {"batch": 5, "tagger": True}
    with pytest.raises(ZeroDivisionError), runs.opened(tmp_path, [corpus], settings):
        raise ZeroDivisionError
    own = runs.source_sums
    monkeypatch.setattr(runs, "source_sums", lambda *paths: [
        one._replace(sha256="0") if one.name == "people.csv" else one for one in own(*paths)])
    with pytest.raises(runs.RunError, match="made differently: lexicon people.csv"):
        pipeline.run(corpus, tmp_path, batch=5)


def test_tables_of_unknown_making_are_not_mixed_with(corpus, tmp_path):
    tables.save_table(tables.typed([], "dates"), "dates", tmp_path)
    with pytest.raises(runs.RunError, match="holds the tables dates, but no run.json"):
        pipeline.run(corpus, tmp_path)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"settings": 1}', "{}"])
def test_a_broken_record_says_what_to_do(corpus, tmp_path, damage):
    (tmp_path / "run.json").write_text(damage, encoding="utf-8")
    with pytest.raises(runs.RunError, match="run.json: cannot be read.*empty this one"):
        pipeline.run(corpus, tmp_path)


# ---------------------------------------------------------------- a disk that refuses


@pytest.mark.parametrize("after", [0, 9, 33])
def test_a_full_disk_stops_the_run_and_it_goes_on_when_there_is_room(
        corpus, whole, tmp_path, monkeypatch, after):
    write, written = tables.pq.write_table, []

    def full(rows, where, **how):
        if len(written) == after:
            with open(where, "wb") as half:
                half.write(b"PAR1 half a table")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(where))
        written.append(where)
        return write(rows, where, **how)

    monkeypatch.setattr(tables.pq, "write_table", full)
    with pytest.raises(runs.RunError, match="No space left.*Make room.*goes on where it stopped"):
        pipeline.run(corpus, tmp_path, batch=5)
    monkeypatch.setattr(tables.pq, "write_table", write)
    for path in tmp_path.glob("*/part-*.parquet"):
        tables.read_table(path.parent.name, tmp_path, path.stem)
    assert content(pipeline.run(corpus, tmp_path, batch=5)) == content(whole)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0,
                    reason="root may write anywhere: the next test stands in")
def test_a_folder_that_cannot_be_written_is_named(corpus, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(runs.RunError, match="Permission denied"):
        pipeline.run(corpus, tmp_path / "out")


def test_a_refused_folder_is_named(corpus, tmp_path, monkeypatch):
    def refused(self, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(runs.Path, "mkdir", refused)
    with pytest.raises(runs.RunError, match="out.*Permission denied.*can be written"):
        pipeline.run(corpus, tmp_path / "out")


def test_a_file_where_the_folder_should_be_is_named(corpus, tmp_path):
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(runs.RunError, match="out"):
        pipeline.run(corpus, tmp_path / "out")


def test_no_dask_says_how_to_get_it(corpus, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "dask.distributed", None)
    with pytest.raises(runs.RunError, match=r"extra scale.*\[scale\]"):
        pipeline.run(corpus, tmp_path, scheduler="tcp://127.0.0.1:1")
