"""data/README.md says what the code and the files hold: every table, every column, every type."""

import csv
import re

import pytest

from utils import tables

PAGE = (tables.ROOT / "data" / "README.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def described(section):
    """(first cell, second cell) of each row of the section's table, its head left out."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", SECTIONS[section], re.MULTILINE)
    return rows[1:]


@pytest.mark.parametrize("name", tables.SCHEMAS)
def test_every_column_is_described_with_its_type(name):
    assert described(name) == [(field.name, str(field.type)) for field in tables.SCHEMAS[name]]


@pytest.mark.parametrize("name", tables.SCHEMAS)
def test_every_table_names_the_notebook_that_writes_it(name):
    assert tables.WRITTEN_BY[name] in SECTIONS[name]


LEXICON = sorted(path.name for path in tables.LEXICON.glob("*.csv"))


def test_every_lexicon_file_is_described():
    listed = re.findall(r"^### `([^`]+)`", PAGE, re.MULTILINE)
    assert sorted(listed) == LEXICON


@pytest.mark.parametrize("name", LEXICON)
def test_every_lexicon_column_is_described(name):
    with (tables.LEXICON / name).open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    section = rf"^### `{re.escape(name)}`\n(.*?)(?=^#|\Z)"
    body = re.search(section, PAGE, re.MULTILINE | re.DOTALL)[1]
    assert re.findall(r"^- `([^`]+)`:", body, re.MULTILINE) == columns
