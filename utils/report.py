"""The report: all notebooks run on one corpus, as pages that open offline.

    python -m utils.report --corpus data/sample --out reports

Pages are built beside their place and moved there together at the end: a run that stops leaves
the pages of the last good one.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from tqdm import tqdm

from utils.execution import NotebookError, code_cells, run_notebook
from utils.formats import LoadError
from utils.front import front_page
from utils.report_pages import page_of, whole_pages
from utils.show import highlight, quote, say, show_figure, show_table
from utils.tables import PROCESSED, ROOT
from utils.words import LANGUAGES

__all__ = ["highlight", "main", "quote", "render", "say", "show_figure", "show_table"]

NOTEBOOKS = ROOT / "notebooks"


class CorpusError(ValueError):
    """There is nothing to read at the corpus's place; the message says what to do."""


def render(corpus: Path | str = "data/sample", out: Path | str = "reports",
           lang: str = "en", workers: int | None = None, notebooks: Path | str = NOTEBOOKS,
           processed: Path | str = PROCESSED) -> list[Path]:
    """The pages written: the front page and one a notebook, all of them or none.

    Raises CorpusError when there is nothing to read, NotebookError where a notebook stops.
    """
    place = Path(os.path.abspath(corpus))
    if not place.exists():
        raise CorpusError(
            f"{corpus}: no such file or folder; expected a file, a folder or an archive of "
            'articles. Give its place: make report CORPUS="path/to/my articles"'
        )
    inside = place.relative_to(ROOT).as_posix() if place.is_relative_to(ROOT) else ""
    os.environ["MASAR_LANG"] = lang
    executed = _run_all(
        sorted(Path(notebooks).glob("[0-9]*.ipynb")),
        {"CORPUS": inside or str(place), "WORKERS": workers},
        {"CORPUS": inside or place.name, "WORKERS": workers},
    )
    pages = [page_of(name, notebook) for name, notebook in executed.items()]
    first = page_of("index", front_page(executed, place, Path(processed), pages))
    return _write_all(whole_pages([first, *pages]), Path(out))


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


def _write_all(pages: dict[str, str], out: Path) -> list[Path]:
    """The files written; nothing is touched before all of them lie ready beside."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".building-", dir=out.absolute().parent) as beside:
        for name, markup in pages.items():
            Path(beside, name).write_text(markup, encoding="utf-8", newline="\n")
        for name in pages:
            Path(beside, name).replace(out / name)
    return [out / name for name in pages]


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 with the pages written, 1 when a notebook stops, 2 for a corpus unread."""
    parser = argparse.ArgumentParser(prog="python -m utils.report", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", default="data/sample", help="a file, a folder or an archive")
    parser.add_argument("--out", default="reports", help="the folder for the pages")
    parser.add_argument("--lang", default="en", choices=LANGUAGES, help="the pages' language")
    parser.add_argument("--workers", type=int, help="processes, for notebooks that ask for them")
    given = parser.parse_args(arguments)
    try:
        written = render(given.corpus, given.out, given.lang, given.workers)
    except CorpusError as error:
        return _stop(str(error), 2)
    except NotebookError as error:
        if error.name == LoadError.__name__:         # the corpus is at fault, not the notebook
            return _stop(error.words, 2)
        return _stop(f"{error}\nNo page was changed. Run the cell by itself with: make lab", 1)
    print(f"Open {written[0]}")
    return 0


def _stop(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
