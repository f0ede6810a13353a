"""Building the report: all notebooks run on one corpus, their pages written together or not at all.

Pages are made ready in a folder of their own and moved to their place at the end: a run that stops
leaves the pages of the last good one. The front page goes first and comes last: a run killed
between two moves leaves a folder without it, never the pages of two runs behind one.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from tqdm import tqdm

from utils import pipeline
from utils.load.paths import find_paths
from utils.locks import locked
from utils.report.execution import NOTEBOOKS, code_cells, run_notebook
from utils.report.front import front_page, write_picture
from utils.report.pages import page_of, whole_pages
from utils.show.phrases import prose
from utils.tables import PROCESSED, ROOT
from utils.words import page_language

LARGE = 2_000_000            # bytes of a corpus that may be more than a batch


class PlaceError(OSError):
    """Pages or tables cannot be written where they should be; the message says what to do."""


class CorpusError(ValueError):
    """There is nothing to read at the corpus's place; the message says what to do."""


def build(corpus: Path | str, out: Path | str, lang: str = "en", workers: int | None = None,
          notebooks: Path | str = NOTEBOOKS, processed: Path | str = PROCESSED,
          picture: Path | str | None = None) -> list[Path]:
    """The pages written: the front page and one a notebook, all of them or none.

    With `picture`, the figure of the front page is written to that file too.

    Raises CorpusError when there is nothing to read, PlaceError where pages or tables cannot be
    written, LockedError while another report fills the same tables or writes the same pages,
    NotebookError where a notebook stops.
    """
    place = Path(os.path.abspath(corpus))
    if not place.exists():
        raise CorpusError(
            f"{corpus}: no such file or folder; expected a file, a folder or an archive of "
            'articles. Give its place: make report CORPUS="path/to/my articles"'
        )
    if workers is not None and workers < 1:
        raise CorpusError(f"workers is {workers}; expected a number from 1 on. Say how many "
                          "processes may work at once: make report WORKERS=2")
    out, processed = Path(out), Path(processed)
    _see_that_it_can_be_written(out, "pages", "--out")
    _see_that_it_can_be_written(processed, "tables", "MASAR_PROCESSED")
    for folder in (processed, out):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with (locked(processed / ".report.lock", f"{processed}: another report fills these tables "
                     "now; both would mix their rows"),
              locked(out / ".pages.lock", f"{out}: another report writes its pages there now; "
                     "both would mix them")):
            if sum(path.stat().st_size for _, path in find_paths(place)) > LARGE:
                pipeline.read(place, workers, processed)     # here its progress can be seen
            files, executed = _built(place, lang, workers, Path(notebooks), processed)
            with _refused(out, "pages", "--out"):
                if picture is not None:
                    write_picture(executed, Path(picture))
                return _write_all(files, out)
    finally:
        with suppress(OSError):
            out.rmdir()                  # nothing was written: no empty folder stays


def _built(place: Path, lang: str, workers: int | None, notebooks: Path, processed: Path
           ) -> tuple[dict[str, str], dict[str, nbformat.NotebookNode]]:
    """The pages by their file's name, and the executed notebooks that they show."""
    inside = place.relative_to(ROOT).as_posix() if place.is_relative_to(ROOT) else ""
    with _told(MASAR_LANG=lang, MASAR_PAGES="yes"):
        executed = _run_all(
            sorted(notebooks.glob("[0-9]*.ipynb")),
            {"CORPUS": inside or str(place)} | ({"WORKERS": workers} if workers else {}),
            {"CORPUS": inside or place.name},
        )
        for notebook in executed.values():
            _translate(notebook)
        pages = [page_of(name, notebook) for name, notebook in executed.items()]
        first = page_of("index", front_page(executed, place, processed, pages))
        return whole_pages([first, *pages]), executed


def _see_that_it_can_be_written(folder: Path, what: str, setting: str) -> None:
    """Raises PlaceError where the folder cannot be: better now than when all notebooks have run."""
    with _refused(folder, what, setting):
        there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
        with TemporaryDirectory(prefix=".try-", dir=there):
            pass


@contextmanager
def _refused(folder: Path, what: str, setting: str) -> Iterator[None]:
    """Says what to do where the disk refuses."""
    try:
        yield
    except OSError as error:
        raise PlaceError(
            f"{folder}: the {what} cannot be written there ({error.strerror or error}); expected a "
            f"folder with room that this user may write. Make room, or name another one by "
            f"{setting}. Where a front page stands, the pages behind it are of one run."
        ) from error


@contextmanager
def _told(**values: str) -> Iterator[None]:
    """Lets this process and its kernels read the values in their environment meanwhile."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, old in before.items():
            if old is None:
                del os.environ[name]
            else:
                os.environ[name] = old


def _run_all(paths: list[Path], parameters: dict, shown: dict) -> dict[str, nbformat.NotebookNode]:
    """The executed notebooks by their name, with a progress bar where somebody looks on."""
    executed = {}
    total = sum(map(code_cells, paths))
    with tqdm(total=total, unit="cell", disable=None, file=sys.stderr, leave=False) as bar:
        for path in paths:
            bar.set_description(path.stem)
            executed[path.stem] = run_notebook(path, parameters, shown, bar.update)
            if bar.disable:
                print(f"{path.stem} done", file=sys.stderr, flush=True)
    return executed


def _translate(notebook: nbformat.NotebookNode) -> None:
    """Puts the prose of the notebook into the language of the pages."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and page_language() != "en":
            cell.source = prose(cell.source)


def _write_all(pages: dict[str, str], out: Path) -> list[Path]:
    """The files written, the front page first; nothing is touched before all lie ready beside."""
    ready = out / ".ready"
    shutil.rmtree(ready, ignore_errors=True)         # what a killed run left: the lock is ours
    ready.mkdir(parents=True)
    try:
        for name, markup in pages.items():
            (ready / name).write_text(markup, encoding="utf-8", newline="\n")
        front, *others = pages
        (out / front).unlink(missing_ok=True)
        for name in (*others, front):
            (ready / name).replace(out / name)
    finally:
        shutil.rmtree(ready, ignore_errors=True)
    return [out / name for name in pages]
