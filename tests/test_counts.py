"""What notebooks count, part by part: the counts of one table, whatever its parts."""

import shutil

import numpy as np
import pandas as pd
import pytest

from utils import counts, entities, events, pipeline, tables
from utils.counts import names
from utils.counts.adding import Sum
from utils.entities.evidence import sentences_naming
from utils.entities.shares import find_new, new_names, shares_of, tally_shares
from utils.show import overview
from utils.stored import Stored

SAMPLE = tables.ROOT / "data" / "sample"


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """The folder of a run in small batches."""
    return pipeline.run(SAMPLE, tmp_path_factory.mktemp("parts"), batch=60)


@pytest.fixture(scope="module")
def whole(parts, tmp_path_factory):
    """The same tables as notebooks write them, each in one file."""
    folder = tmp_path_factory.mktemp("whole")
    for name in tables.SCHEMAS:
        tables.save_table(tables.read_table(name, parts), name, folder)
    return folder


@pytest.fixture(scope="module")
def frames(whole):
    """The tables in memory."""
    return {name: tables.read_table(name, whole) for name in tables.SCHEMAS}


@pytest.fixture(scope="module")
def counted(frames):
    """The mentions in articles that are no reprints, with the outlet."""
    articles = frames["articles"]
    originals = articles.loc[articles["reprint_of"].isna(), ["article_id", "outlet"]]
    return frames["mentions"].merge(originals, on="article_id")


def ordered(table):
    """The rows in the order of their cells."""
    return sorted(map(str, table.astype(object).fillna("").values.tolist()))


@pytest.mark.parametrize("piece", names.Named._fields)
def test_names_are_counted_alike_in_parts_and_in_one_file(parts, whole, piece):
    one, other = (getattr(counts.named(folder), piece) for folder in (parts, whole))
    if isinstance(one, int):
        assert one == other > 0
        return
    columns = [column for column in one if not column.startswith("label")]   # the first wins
    assert ordered(one[columns]) == ordered(other[columns]) and len(one)


def test_the_tally_is_that_of_all_mentions(whole, counted):
    found, expected = counts.named(whole), entities.tally_entities(counted)
    columns = ["entity_id", "kind", "articles", "outlets", "mentions"]
    assert found.tally[columns].astype(str).equals(expected[columns].astype(str))
    assert found.entities == len(expected)
    assert found.unlisted == expected["entity_id"].str.startswith("name:").sum()


def test_only_the_most_named_are_counted_closely(whole, monkeypatch):
    everybody = counts.named(whole)
    for limit, number in (("TALLIED", 9), ("FOLLOWED", 4), ("OPENED", 2)):
        monkeypatch.setattr(names, limit, number)
    few = counts.named(whole)
    assert few.entities == everybody.entities > 9
    assert few.tally["articles"].tolist() == everybody.tally["articles"].head(9).tolist()
    assert few.senses["entity_id"].nunique() == 4
    assert set(few.pairs["one"]) | set(few.pairs["other"]) <= set(few.senses["entity_id"])
    assert few.evidence["entity_id"].nunique() <= 4


def test_a_row_of_the_tally_opens_to_its_earliest_sentences(whole, frames, counted):
    named = counts.named(whole)
    for entity_id in named.tally["entity_id"].head(20):
        expected = sentences_naming(entity_id, counted, frames["articles"], frames["sentences"],
                                    most=10**6)
        found = named.evidence[named.evidence["entity_id"] == entity_id]
        assert found["sentence"].tolist() == expected["sentence"].head(5).tolist()
        assert found["start"].tolist() == expected["start"].head(5).tolist()
        assert set(found["of"]) == {len(expected)}


def test_pairs_are_those_of_all_sentences(whole, counted):
    named = counts.named(whole)
    found = entities.pairs.most_together(named.pairs, named.tally)
    assert found["together"].tolist() == entities.pairs.pairs_together(counted)["together"].tolist()


def test_shares_and_newcomers_are_those_of_all_mentions(whole, frames, counted):
    named, articles = counts.named(whole), frames["articles"]
    ids = named.tally["entity_id"].head(5).tolist()
    labels = dict(zip(named.tally["entity_id"], named.tally["label"], strict=True))
    rows = named.outlets[named.outlets["entity_id"].isin(ids)].dropna(subset="outlet")
    found = shares_of(rows, articles, "outlet", ids, labels)
    expected = tally_shares(counted, articles, "outlet", ids)
    assert found["articles"].tolist() == expected["articles"].tolist()
    columns = ["entity_id", "first", "articles", "outlets"]
    new, expected = new_names(named.outlets, named.tally, articles), find_new(counted, articles)
    assert len(new) and ordered(new[columns]) == ordered(expected[columns])


def test_what_tells_of_an_event_is_its_sentence_with_the_parties_marked(whole, frames):
    told = tables.from_arrow(counts.telling(whole))
    found = frames["events"]
    assert told["event_id"].tolist() == found["event_id"].tolist()
    texts = frames["sentences"].set_index("sentence_id")["text"]
    assert told["sentence"].tolist() == texts.loc[found["sentence_id"]].tolist()
    marked = [one in row.sentence for row in told.itertuples() for one in row.surface]
    assert len(marked) > len(told) and sum(marked) > 0.95 * len(marked)   # the text is cleaned
    assert told["named"].map(len).equals(told["surface"].map(len))
    happening_id = found["happening_id"].value_counts().index[0]
    expected = events.evidence(happening_id, found, frames["articles"], frames["sentences"])
    rows = told[told["happening_id"] == happening_id]
    assert ordered(rows[["file", "start", "end"]]) == ordered(expected[["file", "start", "end"]])


def test_all_whom_events_name_have_a_name(parts, whole, frames):
    one, other = counts.labels(parts), counts.labels(whole)
    assert set(one["entity_id"]) == set(other["entity_id"]) and one["entity_id"].is_unique
    known = set(frames["mentions"]["entity_id"])
    named = {who for row in frames["events"]["participants"] for who in row}
    assert named & known <= set(one["entity_id"])


def test_sums_are_added_up_while_they_come(monkeypatch):
    monkeypatch.setattr("utils.counts.adding.WAITING", 3)
    total = Sum(["a"], b="sum", c="first")
    for number in range(10):
        total.add(pd.DataFrame({"a": [number % 2, None], "b": 1, "c": number}))
        assert len(total.waiting) < 4
    assert total.rows().fillna(-1).values.tolist() == [[0, 5, 0], [-1, 10, 0], [1, 5, 1]]


# ---------------------------------------------------------------- read a piece at a time


@pytest.mark.parametrize("most", [4, 10**6])
def test_rows_are_drawn_as_from_one_table(parts, most):
    stored, table = Stored("sentences", parts), tables.read_table("sentences", parts)
    assert stored.in_parts and len(stored) == len(table)
    drawn = table.sample(min(most, len(table)), random_state=1)
    assert stored.sample(most, random_state=1).equals(drawn)
    assert stored.head(most).equals(table.head(most))


def test_rows_are_found_by_their_id_in_any_part(parts):
    stored, table = Stored("sentences", parts), tables.read_table("sentences", parts)
    ids = table["sentence_id"].iloc[[0, len(table) // 2, -1]]
    assert set(stored.where("sentence_id", [*ids, None, "no such id"])["sentence_id"]) == set(ids)
    assert stored.where("sentence_id", []).empty
    assert list(stored[["text"]].read()) == ["text"]


def test_a_stored_table_that_is_not_there_names_its_notebook(tmp_path):
    with pytest.raises(tables.TableError, match="03-entities"):
        Stored("mentions", tmp_path)


@pytest.mark.parametrize("ask", [
    lambda stored, _: stored.read(), lambda stored, _: stored.at(np.array([0])),
    lambda stored, _: list(stored.parts()),
    lambda stored, known: stored.where("sentence_id", [known]),
], ids=["all", "some", "parts", "by id"])
def test_a_damaged_part_is_refused(parts, tmp_path, ask):
    shutil.copytree(parts / "sentences", tmp_path / "sentences")
    path = min((tmp_path / "sentences").glob("*.parquet"))
    known = Stored("sentences", tmp_path).head(1)["sentence_id"].iloc[0]
    data = bytearray(path.read_bytes())
    for place in range(40, len(data) // 2, 97):                  # in every column's pages
        data[place] ^= 4
    path.write_bytes(data)
    with pytest.raises(tables.TableError, match=r"part-00000\.parquet: not a readable"):
        ask(Stored("sentences", tmp_path), known)


def test_a_damaged_count_says_what_to_delete(parts, tmp_path):
    shutil.copytree(parts, tmp_path / "run")
    path = min((tmp_path / "run" / counts.KEPT).glob("telling-*.parquet"))
    data = bytearray(path.read_bytes())
    for place in range(40, len(data) // 2, 97):
        data[place] ^= 4
    path.write_bytes(data)
    with pytest.raises(tables.TableError, match="Delete the folder"):
        counts.telling(tmp_path / "run")


def test_open_dates_and_reasons_are_those_of_one_table(parts, frames):
    columns = ["basis", "reason", "dates"]
    assert overview.open_dates(Stored("dates", parts))[columns].equals(
        overview.open_dates(frames["dates"])[columns])
    found, expected = (overview.by_reason(one) for one in (
        Stored("set_aside", parts), frames["set_aside"]))
    assert found.drop(columns="example").equals(expected.drop(columns="example"))


def test_many_days_are_counted_where_few_are_listed(parts, frames, monkeypatch):
    stored, articles = Stored("dates", parts), frames["articles"]
    each = overview.days_told(stored, articles).dropna(subset=["anchor", "earliest"])
    monkeypatch.setattr(overview, "POINTS", 1)
    counted = overview.days_told(stored, articles)
    assert counted["dates"].sum() == len(each) > len(counted)
    assert len(overview.without(articles, stored)) == len(articles) - len(
        set(frames["dates"]["article_id"]))
