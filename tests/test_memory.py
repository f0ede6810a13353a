"""Memory stays flat, however large the corpus: nothing is held twice, or longer than it is used."""

import functools
import gzip
import importlib
import random
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from toy_report import notebook, write

from utils import memory, pipeline, tables
from utils.counts import adding
from utils.load import formats
from utils.report.execution import run_notebook
from utils.text import tokens

MODULES = sorted(".".join(path.relative_to(tables.ROOT).with_suffix("").parts)
                 for path in Path(tables.ROOT, "utils").rglob("*.py") if "__" not in path.name)
REMEMBERED = 4096            # words met before; more of them are no quicker (measured)


# ---------------------------------------------------------------- words met before


@pytest.mark.parametrize("module", MODULES)
def test_words_met_before_are_forgotten_in_time(module):
    for name, found in vars(importlib.import_module(module)).items():
        if isinstance(found, functools._lru_cache_wrapper):
            most = found.cache_parameters()["maxsize"]
            assert most is None or most <= REMEMBERED, name


def test_the_words_of_a_long_list_have_the_hashes_of_single_ones(monkeypatch):
    words = [f"كلمة{number}" for number in range(10)]
    single = [tokens.hash_words([word])[0] for word in words]
    for listed in (3, 5, 10, 11):
        monkeypatch.setattr(tokens, "LISTED", listed)
        assert tokens.hash_words(words).tolist() == single
    assert tokens.hash_words([]).dtype == np.uint64


def test_a_long_list_leaves_no_long_table_behind(monkeypatch):
    monkeypatch.setattr(tokens, "_KEPT_POWERS", {})
    tokens.hash_words(["كلمة"] * 300_000)
    assert all(len(powers) < 500_000 for powers in tokens._KEPT_POWERS.values())


# ---------------------------------------------------------------- files


def test_what_a_compressed_file_holds_is_held_once(tmp_path):
    size = 8_000_000
    path = tmp_path / "all.txt.gz"
    path.write_bytes(gzip.compress(random.Random(8).randbytes(size).replace(b"\0", b"1"), 1))
    tracemalloc.start()
    try:
        packed = path.stat().st_size
        files = formats.open_files(path.name, path)
        file = next(files)
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(file.data) == size
    assert held < 1.2 * size + packed


# ---------------------------------------------------------------- Arrow's part


def test_arrow_shares_the_allocator_of_all_else_while_it_is_asked_to():
    own = pa.default_memory_pool().backend_name
    with memory.one_allocator():
        assert pa.default_memory_pool().backend_name == "system"
    with pytest.raises(ZeroDivisionError), memory.one_allocator():
        raise ZeroDivisionError
    assert pa.default_memory_pool().backend_name == own


def test_a_run_and_its_batches_have_one_allocator(tmp_path, monkeypatch):
    analyse, used = pipeline.analyse, []

    def watched(articles, **how):
        used.append(pa.default_memory_pool().backend_name)
        return analyse(articles, **how)

    def linking(folder):
        used.append(pa.default_memory_pool().backend_name)

    monkeypatch.setattr(pipeline, "analyse", watched)
    monkeypatch.setattr(pipeline, "_link", linking)
    own = pa.default_memory_pool().backend_name
    pipeline.run(tables.ROOT / "data" / "sample" / "pages", tmp_path, batch=14)
    assert len(used) > 2 and set(used) == {"system"}
    assert pa.default_memory_pool().backend_name == own


def test_so_have_the_notebooks(tmp_path):
    cell = "import pyarrow\nprint(pyarrow.default_memory_pool().backend_name)"
    folder = write(tmp_path, _01=notebook(cell))
    done = run_notebook(folder / "01.ipynb", {}, {})
    assert done.cells[-1].outputs[0].text.strip() == "system"


# ---------------------------------------------------------------- sums


def test_sums_of_words_are_those_of_all_rows_at_once(monkeypatch):
    monkeypatch.setattr(adding, "WAITING", 5)
    dice = random.Random(4)
    rows = pd.DataFrame({
        "outlet": pd.Series(dice.choices(["الأرجوان", "الشادوف", None], k=60), dtype="str"),
        "day": pd.to_datetime(dice.choices(["2024-06-18", None], k=60)),
        "articles": dice.choices(range(9), k=60),
        "label": pd.Series(map(str, range(60)), dtype="str"),
    })
    total = adding.Sum(["outlet", "day"], articles="sum", label="first")
    for begin in range(0, 60, 4):
        total.add(rows[begin:begin + 4])
        total.add(rows[:0])
        assert all(some["outlet"].dtype == np.int32 for some in total.waiting)
    expected = rows.groupby(["outlet", "day"], as_index=False, sort=False, dropna=False).agg(
        {"articles": "sum", "label": "first"})
    pd.testing.assert_frame_equal(total.rows(), expected)
    pd.testing.assert_frame_equal(total.rows(), expected)                # also when asked again


def test_sums_over_no_words_at_all():
    total = adding.Sum(["outlet"], articles="sum")
    total.add(pd.DataFrame({"outlet": pd.Series([None, None], dtype="str"), "articles": [1, 2]}))
    assert total.rows()["outlet"].isna().tolist() == [True]
    assert total.rows()["articles"].tolist() == [3]
    assert total.rows()["outlet"].dtype == "str"
