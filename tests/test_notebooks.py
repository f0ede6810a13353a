"""The notebooks run from top to bottom on the sample and on the seed page, and hand over tables.

The report is built twice, each time into a folder of its own, by the command that `make report`
calls.
"""

import hashlib
import re

import built
import nbformat
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from utils import tables

# A notebook of your own may lie beside them; what is asked here is asked of ours.
NAMES = sorted(set(tables.WRITTEN_BY.values()))
NOTEBOOKS = [tables.ROOT / "notebooks" / f"{name}.ipynb" for name in NAMES]
LONGEST_CELL = 8           # lines: longer code belongs into utils


@pytest.fixture(scope="module")
def report():
    """The folder of a report on the sample: pages/ and tables/."""
    return built.sample()


def sums(folder):
    """The sha256 of every page, table and export below the folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*/**/*")) if path.is_file()
    }


def test_a_page_a_notebook_and_a_table_a_schema(report):
    assert {path.stem for path in (report / "pages").iterdir()} >= {"index", *NAMES}
    assert {path.stem for path in (report / "tables").glob("*.parquet")} == set(tables.SCHEMAS)


def test_notebooks_export_names_and_happenings_for_other_programs(report):
    kept = {path.name for path in (report / "tables" / "exports").iterdir()}
    assert {"names.csv", "names.gexf", "happenings.csv", "happenings.ics", "plover.tsv"} <= kept


@pytest.mark.parametrize("name", tables.SCHEMAS)
def test_each_table_keeps_its_schema_and_has_rows(report, name):
    assert len(tables.read_table(name, report / "tables"))


def test_the_picture_for_the_readme_is_light_and_as_wide_as_the_one_just_built(report):
    """Made by `python -m utils.report --picture docs/timeline.png`."""
    kept = tables.ROOT / "docs" / "timeline.png"
    assert kept.stat().st_size < 200_000
    with Image.open(kept) as picture, Image.open(report / "timeline.png") as built_now:
        assert (picture.format, picture.width) == (built_now.format, built_now.width)


def test_a_second_run_elsewhere_on_earth_gives_the_same_bytes(report, tmp_path, monkeypatch):
    for name, value in {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "LANG": "C",
                        "OMP_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "Prescott"}.items():
        monkeypatch.setenv(name, value)
    ran = built.run_report(tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert sums(tmp_path) == sums(report)


@pytest.mark.parametrize("name", ["index", *NAMES])
def test_no_page_names_this_machine_or_a_warning(report, name):
    page = (report / "pages" / f"{name}.html").read_text(encoding="utf-8")
    assert str(tables.ROOT) not in page
    assert str(report) not in page
    assert not re.search(r"\w+Warning:|Traceback", page)


@pytest.mark.parametrize("name", NAMES)
def test_every_notebook_ends_with_findings_that_hold_numbers(report, name):
    markup = (report / "pages" / f"{name}.html").read_text(encoding="utf-8")
    page = BeautifulSoup(markup, "html.parser")
    for code in page("pre"):
        code.decompose()
    words = page.get_text(" ")
    found = words[words.rindex("What we found"):]
    assert len(re.findall(r"\d", found)) >= 3
    assert "End of this notebook" in found


def test_the_seed_page_comes_out_as_its_readers_know_it(shared, tmp_path):
    corpus = shared / "corpora" / "seed"
    ran = built.run_report(tmp_path, corpus)
    assert ran.returncode == 0, ran.stderr
    host, guest = tables.read_table("articles", tmp_path / "tables").itertuples()
    assert host.headline == "محادثات عسكرية سورية تركية بوساطة روسية"
    assert str(host.published) == "2024-06-18 00:00:00"
    assert str(host.updated) == "2024-06-18 13:10:00"
    assert (host.place, host.outlet) == ("بغداد", "شبكة أخبار العراق")
    assert host.body.startswith("عقد وفدان") and host.body.endswith("الجانبين.")
    assert guest.parent_id == host.article_id
    assert guest.headline == "الإدارة السورية الجديدة تعلن موقفها من العلاقات مع مصر"
    assert (guest.anchor_basis, str(guest.anchor)) == ("none", "NaT")
    dates = tables.read_table("dates", tmp_path / "tables")
    resolved = dates.dropna(subset="earliest").astype({"earliest": str})
    assert {"2024-06-11", "2023-05-10"} <= set(resolved["earliest"])
    saturday = dates[dates["surface"] == "اليوم السبت"].iloc[0]
    assert str(saturday["earliest"]) == "NaT" and "no anchor" in saturday["reason"]
    assert (dates[dates["surface"] == "غداة"]["basis"] == "event").all()
    mentions = tables.read_table("mentions", tmp_path / "tables")
    assert {
        "Turkey", "Syria", "Russia", "Iran", "Iraq", "Egypt", "Vladimir Putin", "Hakan Fidan",
        "Alexander Lavrentiev", "Asaad al-Shaibani", "Hmeimim", "Latakia", "Idlib", "Baghdad",
        "Moscow", "Sputnik", "Aydinlik",
    } <= set(mentions["label_en"])
    assert {"أنقرة", "دمشق"} <= set(mentions.loc[mentions["sense"] == "metonym", "surface"])
    named = dict(zip(mentions["entity_id"], mentions["label_en"], strict=True))
    told = {
        (frozenset(map(named.get, event.participants)), event.status, named.get(event.venue),
         str(event.earliest)[:10]): event
        for event in tables.read_table("events", tmp_path / "tables").itertuples()
    }
    states = frozenset(["Turkey", "Syria"])
    hmeimim = told[states, "held", "Hmeimim", "2024-06-11"]
    assert named[hmeimim.mediator] == "Russia"
    assert hmeimim.reported_by == ["سبوتنيك", "آيدنليك"]
    assert (frozenset(["Vladimir Putin", "Hakan Fidan"]), "held", "Moscow", "NaT") in told
    assert (states, "planned", "Baghdad", "NaT") in told
    four = frozenset(["Russia", "Turkey", "Iran", "Syria"])
    assert (four, "held", "Moscow", "2023-05-10") in told


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_asks_tells_its_files_and_shows_in_short_cells(path):
    cells = nbformat.read(path, as_version=4).cells
    first = cells[0].source
    assert first.startswith("# ") and "?" in first.splitlines()[0]
    assert "| Reads | Writes | Before | Next |" in first
    assert sum("parameters" in cell.metadata.get("tags", []) for cell in cells) == 1
    assert any("How sure are we?" in cell.source for cell in cells)
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    assert 12 <= len(cells) <= 20 and len(code) * 2 == len(cells), "as much prose as code"
    assert "by hand" in "".join(cell.source for cell in cells)
    assert "random_state=" in "".join(code), "no rows to read by eye"
    assert max(len(source.splitlines()) for source in code) <= LONGEST_CELL


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_no_number_is_typed_into_prose(path):
    """Counts in prose go stale; names of notebooks and examples in quotes are no counts."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            prose = re.sub(r'\d\d-[a-z]+|`[^`]*`|"[^"]*"|\(\d\d', "", cell.source)
            assert not re.search(r"\d{2,}", prose), cell.source


def test_a_table_of_the_readme_names_each_notebook_and_what_it_writes():
    readme = (tables.ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[([^\]]+)\]\(notebooks/([^)]+)\) \|(.+)\|$", readme, re.MULTILINE)
    assert [name for name, _, _ in rows] == NAMES
    assert [f"{name}.ipynb" for name in NAMES] == [link for _, link, _ in rows]
    for name, _, cells in rows:
        writes = cells.split("|")[-1]
        for table, notebook in tables.WRITTEN_BY.items():
            again = (table, name) == ("articles", "02-clean")     # adds reprint_of
            assert (table in writes) == (notebook == name or again)
