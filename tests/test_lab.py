"""`make lab`: JupyterLab in a browser, its table of contents open, the first notebook run there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time

import pytest
from test_setup import dry

from utils import tables
from utils.report.execution import code_cells

TOKEN = "masar"
PROMPTS = "[...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')]"
RAN = rf"count => {PROMPTS}.filter(one => /^\[\d+\]/.test(one.textContent)).length === count"
# All that the tests ask of the notebook once it has run.
FACTS = """() => {
    const all = pattern => [...document.querySelectorAll(pattern)];
    const told = one => [one.direction, one.textAlign];
    return {
        wrong: all('.jp-OutputArea-output:is([data-mime-type*=error], [data-mime-type*=stderr])')
            .map(one => one.textContent),
        prompts: all('.jp-Notebook .jp-CodeCell .jp-InputPrompt').map(one => one.textContent),
        tables: all('.jp-OutputArea-output table').map(one => [
            one.dir, getComputedStyle(one).direction, one.caption.textContent,
            one.tBodies[0].rows.length]),
        arabic: all('.jp-OutputArea-output td[lang=ar]').map(one => told(getComputedStyle(one))),
        images: all('.jp-OutputArea-output figure img')
            .map(one => [one.alt, one.complete && one.naturalWidth]),
        side: document.querySelector('#jp-left-stack .jp-TableOfContents')?.innerText ?? '',
        dialogs: all('.jp-Dialog, .Toastify__toast').map(one => one.textContent),
    };
}"""


def command(folder):
    """What `make lab` runs, as (its words, its settings), on the copies in the folder."""
    line = next(one for one in dry("lab").replace("\\\n", " ").splitlines()
                if "-m jupyterlab" in one)
    words = shlex.split(line)
    first = next(place for place, word in enumerate(words) if word.endswith("python"))
    assert words[-1] == "notebooks"
    ours = [re.sub(r"(workspaces_dir)=.*", rf"\1={folder / 'desk'}", word)
            for word in words[first + 1:-1]]
    more = ["--no-browser", "--ServerApp.port=0", f"--IdentityProvider.token={TOKEN}"]
    settings = dict(word.split("=", 1) for word in words[:first])
    return [sys.executable, *ours, *more, str(folder / "notebooks")], settings


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where a JupyterLab answers that was started as `make lab` starts it, on copies."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(tables.ROOT / "notebooks", folder / "notebooks")
    (folder / "desk").mkdir()
    (desk,) = (tables.ROOT / ".jupyter").glob("*.jupyterlab-workspace")
    shutil.copy(desk, folder / "desk")
    words, settings = command(folder)
    own = {f"JUPYTER_{name}_DIR": str(folder / name.lower())
           for name in ("CONFIG", "DATA", "RUNTIME")}
    places = {"MASAR_PROCESSED": str(folder / "tables"), "IPYTHONDIR": str(folder / "ipython")}
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(words, cwd=tables.ROOT, stderr=log,
                                  env=os.environ | own | places | settings)
    try:
        yield _answers(server, folder / "log")
    finally:
        server.terminate()
        server.wait(30)


def _answers(server, log):
    """The address that the server's log names once it answers."""
    for _ in range(600):
        told = log.read_text(encoding="utf-8", errors="replace")
        if found := re.search(r"(http://localhost:\d+/\S+\?token=)", told):
            return found[1] + TOKEN
        assert server.poll() is None, told
        time.sleep(0.1)
    pytest.fail(f"JupyterLab did not answer within a minute: {told}")


@pytest.fixture(scope="module")
def ran(browser, address):
    """What is to be seen after "Run All Cells" in 01-load, and what was asked of whom."""
    page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
    asked = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(address)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    count = code_cells(tables.ROOT / "notebooks" / "01-load.ipynb")
    page.wait_for_function(RAN, arg=count, timeout=180_000)
    page.wait_for_function("[...document.images].every(one => one.complete)")
    yield {**page.evaluate(FACTS), "asked": asked, "page": page}
    page.context.close()


def test_it_opens_the_first_notebook_beside_its_table_of_contents(ran):
    for heading in ("Which articles do we have", "One file by hand", "What we found"):
        assert heading in ran["side"]
    assert ran["dialogs"] == [], "something stands in the way of the notebook"


def test_it_asks_nobody_but_itself(ran, address):
    own = re.match(r"http://[^/]+", address)[0]
    outside = [url for url in ran["asked"]
               if not url.startswith((own, own.replace("http", "ws"), "data:", "blob:"))]
    assert outside == []


def test_every_cell_runs_without_a_word_of_warning(ran):
    assert ran["wrong"] == []
    assert [re.sub(r"\D", "", prompt) for prompt in ran["prompts"]] == [
        str(number) for number in range(1, len(ran["prompts"]) + 1)]


def test_tables_run_from_the_right_though_the_notebook_is_not_trusted(ran):
    assert len(ran["tables"]) >= 5
    for said, runs, caption, rows in ran["tables"]:
        assert said == runs and caption and rows, caption
    assert ("rtl", "rtl") in {(said, runs) for said, runs, *_ in ran["tables"]}
    assert ran["arabic"] and {*map(tuple, ran["arabic"])} == {("rtl", "right")}


def test_the_figure_is_there_with_its_description(ran):
    ((words, width),) = ran["images"]
    assert "outlet" in words and width > 300


def test_make_lab_leaves_the_committed_desk_as_it_is(address):
    """What is open where is kept beside the environment, so that git sees no change."""
    told = dry("lab")
    assert "cp .jupyter/masar-" in told and ".venv/workspaces" in told
