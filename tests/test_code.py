"""The code as it is kept: imports go one way, all are declared, all is said, nothing is stored."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[1]
MODULES = sorted((REPOSITORY / "utils").rglob("*.py"))
TESTS = sorted((REPOSITORY / "tests").glob("*.py"))
NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))

# Needed without an import of ours, each with what it is needed for.
USED_UNIMPORTED = {
    "brotli": "fontTools packs the pages' woff2 fonts with it",
    "ipykernel": "runs the notebooks' cells",
    "ipywidgets": "draws tqdm's progress bars in JupyterLab",
    "jupyterlab": "where the notebooks are read and changed",
}


def parse(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def names(requirements: list[str]) -> set[str]:
    """The packages that the requirements ask for."""
    return {canonicalize_name(Requirement(line).name) for line in requirements}


PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = names(PROJECT["dependencies"])
OWNERS = packages_distributions()          # which package brings which module
EXTRAS = {name: names(lines) for name, lines in PROJECT["optional-dependencies"].items()}


# ---------------------------------------------------------------- imports


def imported(tree: ast.AST) -> set[str]:
    """The full names of the modules that the code imports, anywhere in it."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = ".".join(filter(None, ["utils" if node.level else "", node.module]))
            if is_package(module):     # from utils import dates; from utils.plots import lanes
                names.update(f"{module}.{alias.name}" for alias in node.names)
            else:
                names.add(module)
    return names


def is_package(module: str) -> bool:
    """Whether the module is a folder of ours, of which modules may be imported."""
    return REPOSITORY.joinpath(*module.split("."), "__init__.py").exists()


def dotted(path: Path) -> str:
    """The module's name below utils, `plots.lanes`; its package's name where it is the door.

    >>> dotted(REPOSITORY / "utils" / "plots" / "__init__.py")
    'plots'
    """
    parts = path.relative_to(REPOSITORY / "utils").with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def code_of(notebook: Path) -> ast.Module:
    """The notebook's code cells as one program, without the lines that only IPython reads."""
    cells = nbformat.read(notebook, as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    return ast.parse(re.sub(r"(?m)^\s*[%!].*$", "", code), str(notebook))


def packages(names: set[str]) -> set[str]:
    """The distributions that the imported modules come from, ours and Python's own left out."""
    tops = {name.partition(".")[0] for name in names} - {"utils"} - sys.stdlib_module_names
    return {canonicalize_name(OWNERS[top][0]) if top in OWNERS else top for top in tops}


def order() -> dict[str, int]:
    """How far right each module stands in the order that utils/__init__.py gives."""
    told = ast.get_docstring(parse(REPOSITORY / "utils" / "__init__.py"))
    modules: list[str] = []
    for line in re.findall(r"(?m)^    (?:<- )?(\w+(?:: .*(?:\n      .*)*)?)$", told):
        package, _, inner = line.partition(":")
        modules += [name if name == package else f"{package}.{name}"
                    for name in re.findall(r"\w+", inner or package)]
    return {module: place for place, module in enumerate(modules)}


def ours(tree: ast.AST, place: dict[str, int]) -> set[str]:
    """The modules of ours that the code imports; a package's function counts as the package."""
    found = {name.removeprefix("utils.") for name in imported(tree) if name.startswith("utils.")}
    return {name if name in place else name.rpartition(".")[0] or name for name in found}


def test_order_names_every_module_and_no_other():
    assert set(order()) == {*map(dotted, MODULES)} - {"", "report.__main__", "lexicon.__main__"}


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_go_one_way_only(path):
    place, found = order(), ours(parse(path), order())
    if path == REPOSITORY / "utils" / "__init__.py":
        assert not found
        return
    if path.stem == "__main__":
        assert found == {path.parent.name}
        return
    unknown = (found | {dotted(path)}) - set(place)
    assert not unknown, f"{unknown} have no place in the order in utils/__init__.py"
    wrong = {name for name in found if place[name] >= place[dotted(path)]}
    assert not wrong, f"{dotted(path)} imports {wrong}, which do not stand left of it"


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_every_import_of_utils_stands_in_pyproject(path):
    unnamed = packages(imported(parse(path))) - RUNTIME - EXTRAS["scale"]
    assert not unnamed, f"{path.name} imports {unnamed}: add to pyproject.toml, then make lock"


def test_every_import_of_notebooks_and_tests_stands_in_pyproject():
    trees = [*map(parse, TESTS), *map(code_of, NOTEBOOKS)]
    own = {path.stem for path in [*TESTS, *(REPOSITORY / "benchmarks").glob("*.py")]}
    found = packages(set().union(*map(imported, trees))) - own
    assert found <= RUNTIME | EXTRAS["test"] | EXTRAS["scale"]


def test_every_runtime_dependency_is_used():
    trees = [*map(parse, MODULES), *map(code_of, NOTEBOOKS)]
    used = packages(set().union(*map(imported, trees)))
    assert RUNTIME - used == set(USED_UNIMPORTED)


# ---------------------------------------------------------------- what is kept


def public(tree: ast.Module):
    """The module, its public functions and classes, and their public methods."""
    yield "module", tree
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            outer = isinstance(node, ast.Module | ast.ClassDef)
            if named and outer and not child.name.startswith("_"):
                yield child.name, child


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_every_public_name_says_what_it_is(path):
    assert [name for name, node in public(parse(path)) if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_stored_without_outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    ran = [
        number
        for number, cell in enumerate(cells, 1)
        if cell.get("outputs") or cell.get("execution_count") is not None
    ]
    assert not ran, (
        f"{path.name}: cells {ran} hold results. "
        f"Run .venv/bin/nbstripout --keep-id notebooks/{path.name}"
    )


def test_ruff_has_nothing_to_say():
    run = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--output-format", "concise", "."],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
