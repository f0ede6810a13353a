"""The report: what notebooks show, and all notebooks run on one corpus into pages.

    python -m utils.report --corpus data/sample --out reports

Every notebook imports this module, so what builds pages is imported when pages are built: it
would cost each kernel seconds.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from utils.asking import PATH, asks, one_of
from utils.load.paths import LoadError
from utils.show import highlight, quote, say, show_figure, show_table
from utils.words import LANGUAGES

__all__ = ["highlight", "main", "quote", "render", "say", "show_figure", "show_table"]


@asks(corpus=PATH, out=PATH, lang=one_of(*LANGUAGES))
def render(corpus: Path | str = "data/sample", out: Path | str = "reports", lang: str = "en",
           workers: int | None = None, **places: Path | str | None) -> list[Path]:
    """The pages written: the front page and one a notebook, all of them or none.

    `places` may name other folders of `notebooks` and of `processed` tables, and a file for the
    `picture` of the front page. Raises CorpusError
    when there is nothing to read, NotebookError where a notebook stops.
    """
    from utils.report.building import build

    return build(corpus, out, lang, workers, **places)


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 with the pages written, 1 when a notebook stops, 2 for a corpus unread."""
    parser = argparse.ArgumentParser(prog="python -m utils.report", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", default="data/sample", help="a file, a folder or an archive")
    parser.add_argument("--out", default="reports", help="the folder for the pages")
    parser.add_argument("--lang", default="en", type=_language, help="the pages' language")
    parser.add_argument("--picture", help="a file for the front page's figure, such as a.svg")
    parser.add_argument("--workers", type=_workers, help="processes, for notebooks that use them")
    given = parser.parse_args(arguments)
    from utils.locks import LockedError
    from utils.pipeline import RunError
    from utils.report.building import CorpusError, PlaceError
    from utils.report.execution import NotebookError
    from utils.report.front import PictureError

    try:
        written = render(given.corpus, given.out, given.lang, given.workers, picture=given.picture)
    except (CorpusError, LoadError, LockedError, PictureError, PlaceError, RunError) as error:
        return _stop(str(error), 2)
    except NotebookError as error:
        if error.name == LoadError.__name__:         # the corpus is at fault, not the notebook
            return _stop(error.words, 2)
        return _stop(f"{error}\nNo page was changed. Run the cell by itself with: make lab", 1)
    print(f"Open {written[0]}")
    return 0


def _language(name: str) -> str:
    """One of the pages' languages."""
    if name in LANGUAGES:
        return name
    raise argparse.ArgumentTypeError(f"{name!r} is no language of the pages; expected one of "
                                     f"{', '.join(LANGUAGES)}: make report LANG=ar")


def _workers(number: str) -> int:
    """How many processes may work at once."""
    if number.isdecimal() and int(number) > 0:
        return int(number)
    raise argparse.ArgumentTypeError(f"{number!r} is no number of processes; expected a number "
                                     "from 1 on: make report WORKERS=2")


def _stop(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code
