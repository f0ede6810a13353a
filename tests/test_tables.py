"""The tables keep their schema, order and bytes, and say what is wrong when they cannot."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import tables

DAY = pd.Timestamp("2024-06-11")


def sentences(*rows):
    return tables.typed(
        [dict(zip(("sentence_id", "article_id", "start", "end", "text"), row, strict=True))
         for row in rows],
        "sentences",
    )


def test_what_is_saved_is_read_back(tmp_path):
    saved = sentences(("a-1:1", "a-1", 0, 5, "عُقد"), ("a-1:2", "a-1", 6, 9, None))
    tables.save_table(saved, "sentences", tmp_path)
    pd.testing.assert_frame_equal(tables.read_table("sentences", tmp_path), saved)


def test_lists_and_days_come_back_as_lists_and_days(tmp_path):
    row = {"event_id": "a:e1", "participants": ["TUR", "SYR"], "earliest": DAY}
    event = tables.typed([row], "events")
    tables.save_table(event, "events", tmp_path)
    row = tables.read_table("events", tmp_path).iloc[0]
    assert row["participants"] == ["TUR", "SYR"]
    assert row["reported_by"] == []
    assert row["earliest"] == DAY
    assert pd.isna(row["latest"])


@pytest.mark.parametrize("name", tables.SCHEMAS)
def test_a_table_without_rows_is_saved_and_read(name, tmp_path):
    tables.save_table(tables.typed([], name), name, tmp_path)
    again = tables.read_table(name, tmp_path)
    tables.save_table(again, name, tmp_path)
    assert again.empty


def test_rows_in_any_order_give_the_same_bytes(tmp_path):
    rows = [("a-1:1", "a-1", 0, 5, "x"), ("a-1:2", "a-1", 6, 9, "y"), ("b-1:1", "b-1", 0, 2, "z")]
    first = tables.save_table(sentences(*rows), "sentences", tmp_path / "one").read_bytes()
    second = tables.save_table(sentences(*rows[::-1]), "sentences", tmp_path / "two").read_bytes()
    assert first == second


def test_parts_of_a_large_corpus_are_read_as_one_table(tmp_path):
    tables.save_table(sentences(("a:1", "a", 0, 1, "x")), "sentences", tmp_path, part="part-00000")
    tables.save_table(sentences(("b:1", "b", 0, 1, "y")), "sentences", tmp_path, part="part-00001")
    assert tables.read_table("sentences", tmp_path)["text"].tolist() == ["x", "y"]


def test_no_file_is_left_beside_the_table(tmp_path):
    tables.save_table(sentences(("a:1", "a", 0, 1, "x")), "sentences", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["sentences.parquet"]


def test_a_missing_table_names_its_notebook(tmp_path):
    with pytest.raises(tables.TableError, match="notebooks/02-clean.ipynb"):
        tables.read_table("sentences", tmp_path)


def test_an_unknown_table_names_those_there_are():
    with pytest.raises(tables.TableError, match="articles, set_aside"):
        tables.read_table("artikles")


def test_a_column_too_many_or_too_few_is_refused(tmp_path):
    table = sentences(("a:1", "a", 0, 1, "x"))
    with pytest.raises(tables.TableError, match="unknown columns \\['mood'\\]"):
        tables.save_table(table.assign(mood="good"), "sentences", tmp_path)
    with pytest.raises(tables.TableError, match="missing columns \\['text'\\]"):
        tables.save_table(table.drop(columns="text"), "sentences", tmp_path)


def test_a_wrong_type_names_the_column(tmp_path):
    table = sentences(("a:1", "a", 0, 1, "x")).astype({"start": object})
    table.loc[0, "start"] = "first"
    with pytest.raises(tables.TableError, match="column 'start'"):
        tables.save_table(table, "sentences", tmp_path)


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"not a table at all"])
def test_a_broken_file_says_what_to_do(tmp_path, damage):
    (tmp_path / "sentences.parquet").write_bytes(damage)
    with pytest.raises(tables.TableError, match="Delete it and run notebooks/02-clean.ipynb"):
        tables.read_table("sentences", tmp_path)


def test_no_damaged_byte_goes_unseen(tmp_path):
    """One bit in a page of text changed a name, and nobody was told."""
    rows = [(f"a:{n}", "a", n, n + 1, f"زار الوفد بغداد {n}") for n in range(300)]
    path = tables.save_table(sentences(*rows), "sentences", tmp_path)
    data, saved = path.read_bytes(), tables.read_table("sentences", tmp_path)
    for place in range(0, len(data), 29):
        for damaged in (data[:place], data[:place] + bytes([data[place] ^ 4]) + data[place + 1:],
                        data[:place] + bytes(40) + data[place + 40:]):
            path.write_bytes(damaged)
            try:
                assert tables.read_table("sentences", tmp_path).equals(saved), place
            except tables.TableError as error:
                assert "sentences.parquet: " in str(error) and "02-clean.ipynb again" in str(error)


def test_another_tables_columns_are_refused(tmp_path):
    path = tables.save_table(sentences(("a:1", "a", 0, 1, "x")), "sentences", tmp_path)
    path.rename(tmp_path / "dates.parquet")
    with pytest.raises(tables.TableError, match="expected .*'basis'"):
        tables.read_table("dates", tmp_path)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_any_text_survives(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("any")
    saved = sentences(*((f"a:{n}", "a", n, n + 1, words) for n, words in enumerate(texts)))
    tables.save_table(saved, "sentences", folder)
    assert tables.read_table("sentences", folder)["text"].tolist() == texts


@pytest.mark.parametrize("name", tables.SCHEMAS)
def test_cells_of_a_table_can_be_changed(name, tmp_path):
    """A researcher corrects a row: no column may be a view of what cannot be written."""
    row = {"file": "a", "article_id": "a-1", "start": 0, "end": 3, "happening_id": "h:1",
           "earliest": pd.Timestamp("2024-06-18"), "anchor": pd.Timestamp("2024-06-18"),
           "articles": 1, "participants": ["SYR"], "reported_by": ["x"]}
    tables.save_table(tables.typed([row, row], name), name, tmp_path)
    for table in (tables.typed([row, row], name), tables.read_table(name, tmp_path)):
        for column in table:
            table.loc[0, column] = None if table[column].dtype == object else pd.NA \
                if table[column].dtype != "datetime64[us]" else pd.NaT
            assert pd.isna(table.loc[0, column])
