"""Running the notebooks, each in its own kernel of this very Python, with progress shown.

A kernel named python3 may have been installed by anyone for any Python; so the command is given
here, not looked up.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from utils.tables import ROOT

NOTEBOOKS = ROOT / "notebooks"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_PLACE = re.compile(r"Cell In\[\d+\], line (\d+)|^-+> (\d+) ", re.M)


class NotebookError(RuntimeError):
    """A notebook stopped; the message says which cell and line, and the error.

    `name` and `words` are the error's class and message alone.
    """

    def __init__(self, message: str, name: str = "", words: str = ""):
        super().__init__(message)
        self.name, self.words = name, words


class _OwnKernel(KernelSpecManager):
    """Knows one kernel: the Python that runs this."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The one kernel, whatever name a notebook asks for."""
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        # As in a run: Arrow's own allocator holds on to what it freed (a quarter of a gigabyte).
        return KernelSpec(argv=command, display_name="Masar", language="python",
                          env={"ARROW_DEFAULT_MEMORY_POOL": "system"})


def _own_kernel(folder: str) -> AsyncKernelManager:
    """A kernel that talks through files in `folder`: no port is opened for others to listen at."""
    manager = AsyncKernelManager(kernel_spec_manager=_OwnKernel(), transport="ipc")
    manager.connection_file = f"{folder}/kernel.json"
    return manager


def code_cells(path: Path) -> int:
    """How many cells of the notebook are run."""
    cells = nbformat.read(path, as_version=4).cells
    return sum(cell.cell_type == "code" for cell in cells)


def with_parameters(source: str, values: dict[str, object]) -> str:
    """The source of a cell with the values given to those names that it sets itself.

    >>> print(with_parameters('CORPUS = "data/sample"', {"CORPUS": "أخبار", "WORKERS": 2}))
    CORPUS = "data/sample"
    CORPUS = 'أخبار'
    """
    known = {node.id for node in ast.walk(ast.parse(source))
             if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    given = [f"{name} = {value!r}" for name, value in values.items() if name in known]
    return "\n".join([source, *given])


def run_notebook(path: Path, parameters: dict[str, object], shown: dict[str, object],
                 done: Callable[[], object] = lambda: None) -> nbformat.NotebookNode:
    """The notebook with the outputs of a run from a fresh kernel, in the notebook's folder.

    It runs with the `parameters`, and shows those of `shown`: a page must not tell in which folder
    of whose machine it was made. `done` is called after every cell. Raises NotebookError where a
    cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    settings = {cell.id: cell.source for cell in notebook.cells
                if "parameters" in cell.metadata.get("tags", ())}
    for cell in notebook.cells:
        if cell.id in settings:
            cell.source = with_parameters(cell.source, parameters)
    failed = {}

    def note_error(cell, cell_index, execute_reply):
        failed.update(cell=cell, number=cell_index + 1, told=execute_reply["content"])

    try:
        with TemporaryDirectory(prefix="masar-") as folder:
            NotebookClient(
                notebook,
                km=_own_kernel(folder),
                kernel_name="python3",
                resources={"metadata": {"path": str(path.parent)}},
                timeout=None,
                on_cell_error=note_error,
                on_cell_executed=lambda **_: done(),
            ).execute(cleanup_kc=True)
    except CellExecutionError:
        raise _told(path, **failed) from None
    except DeadKernelError as error:
        raise NotebookError(
            f"{path.name}: the kernel died while a cell ran; expected it to live. Memory is the "
            "usual reason: try a smaller corpus, or the command-line pipeline, which works in "
            "batches."
        ) from error
    for cell in notebook.cells:
        if cell.id in settings:
            cell.source = with_parameters(settings[cell.id], shown)
    return notebook


def _told(path: Path, cell: nbformat.NotebookNode, number: int, told: dict) -> NotebookError:
    """The failure in words: notebook, cell, line, what stood there, the error."""
    trace = _COLOURS.sub("", "\n".join(told["traceback"]))
    places = [int(first or second) for first, second in _PLACE.findall(trace)[:1]]
    lines = cell.source.splitlines()
    line = places[0] if places and places[0] <= len(lines) else 1
    name, words = told["ename"], told["evalue"]
    return NotebookError(
        f"{path.parent.name}/{path.name}, cell {number}, line {line}:\n"
        f"    {lines[line - 1].strip()}\n"
        f"{name}: {words}", name, words,
    )
