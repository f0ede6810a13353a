"""A notebook of your own: a copy of the template, which runs as it is and waits for your question.

    make new NAME=06-mine

From then on `make report` runs it after the others and gives it a page.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nbformat

from utils.report.execution import NOTEBOOKS
from utils.tables import ROOT

TEMPLATE = ROOT / "utils" / "templates" / "notebook.ipynb"
_NAME = re.compile(r"\d\d-\w[\w-]*")


class NotebookNameError(ValueError):
    """No notebook can have this name; the message says which one it can have."""


def begin(name: str, folder: Path = NOTEBOOKS) -> Path:
    """The new notebook's file. Raises NotebookNameError where the name does not fit or is taken.

    Notebooks run in the order of their names, so the name begins with a number that is free.
    """
    names = sorted(path.stem for path in folder.glob("[0-9]*.ipynb"))
    _check(name, names)
    before = max((one for one in names if one < name), default="–")
    notebook = nbformat.read(TEMPLATE, as_version=4)
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"{name[:2]}-{number:02}"
        cell.source = cell.source.replace("BEFORE", before)
    path = folder / f"{name}.ipynb"
    path.write_text(nbformat.writes(notebook, indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def _check(name: str, taken: list[str]) -> None:
    """Raises NotebookNameError unless the name is a free number, a hyphen and a word."""
    numbers = {one[:2] for one in taken}
    free = next((f"{one:02}" for one in range(1, 100) if f"{one:02}" not in numbers), "no number")
    wanted = ("expected a free number of two digits, a hyphen and a word: "
              f"make new NAME={free}-mine")
    if not _NAME.fullmatch(name):
        raise NotebookNameError(f"The new notebook's name is {name!r}; {wanted}")
    if holder := next((one for one in taken if one[:2] == name[:2]), None):
        raise NotebookNameError(f"The new notebook's name is {name!r}, but {holder}.ipynb has "
                                f"that number, and notebooks run in its order; {wanted}")


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 with the notebook written, 2 for a name that cannot be."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        path = begin(" ".join(given))
    except NotebookNameError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Wrote {path.parent.name}/{path.name}. Change it in JupyterLab (make lab); "
          "`make report` gives it a page.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
