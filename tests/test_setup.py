"""The set-up: one set of versions, `utils` that is ours, words of make that do what they say."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import nbformat
import pytest
import yaml
from nbclient import NotebookClient
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[1]


def read(name: str) -> str:
    """The text of a file of the repository."""
    return (REPOSITORY / name).read_text(encoding="utf-8")


def requirements(*lines: str) -> dict[str, Requirement]:
    """The requirements by their normalised name."""
    return {canonicalize_name(one.name): one for one in map(Requirement, lines)}


def pins(lines) -> dict[str, tuple[str, str]]:
    """Version and marker of each `name==version ; marker` line, by name."""
    found = {}
    for line in lines:
        one = Requirement(line)
        (version,) = one.specifier
        assert version.operator == "==", f"{line!r} leaves its version open"
        assert canonicalize_name(one.name) not in found, f"{one.name} is pinned twice"
        found[canonicalize_name(one.name)] = (version.version, str(one.marker or ""))
    return found


def locked(name: str) -> dict[str, tuple[str, str]]:
    """The pins of a lock file."""
    return pins(line.rstrip(" \\") for line in read(name).splitlines() if re.match(r"\w", line))


PYPROJECT = tomllib.loads(read("pyproject.toml"))
PROJECT, GROUPS = PYPROJECT["project"], PYPROJECT["dependency-groups"]
LOCKS = {
    "requirements.lock": requirements(
        *PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"], *GROUPS["build"]
    ),
    "requirements-mpl310.lock": requirements(*GROUPS["mpl310"]),
}


# ---------------------------------------------------------------- one set of versions


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_what_pyproject_asks_for(name):
    pinned = locked(name)
    unmet = [
        str(wish)
        for package, wish in LOCKS[name].items()
        if package not in pinned or not wish.specifier.contains(pinned[package][0])
    ]
    assert not unmet, f"{name} does not meet {unmet}: run make lock"


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_a_hash_for_every_pin_and_no_address(name):
    entries = re.split(r"\n(?=\w)", re.sub(r"(?m)^ *#.*\n?", "", read(name)).strip())
    assert len(entries) == len(locked(name))
    form = re.compile(r"[\w.-]+==[^\\]+(\\\n +--hash=sha256:[0-9a-f]{64} ?)+")
    assert [entry for entry in entries if not form.fullmatch(entry)] == []


def test_conda_gets_the_locked_versions():
    environment = yaml.safe_load(read("environment.yml"))
    *of_conda, of_pip = environment["dependencies"]
    assert of_conda == ["python>=3.11,<3.15", "pip"]
    link, *versions = of_pip["pip"]
    assert link == "-e ."          # without hashes, or pip would refuse it
    assert pins(versions) == locked("requirements.lock")


def test_the_two_matplotlibs_stand_on_two_sides_of_3_11():
    old, new = (locked(name)["matplotlib"][0] for name in reversed(LOCKS))
    assert old.startswith("3.10.") and Requirement("matplotlib>=3.11").specifier.contains(new)


def test_citation_and_package_name_one_version_and_licence():
    import utils

    citation = yaml.safe_load(read("CITATION.cff"))
    assert citation["version"] == PROJECT["version"] == utils.__version__
    assert citation["license"] == PROJECT["license"] == "MIT"
    assert PROJECT["version"] in read("CHANGELOG.md")


# ---------------------------------------------------------------- `utils` is ours


def where_utils_lies(python: str | Path, folder: Path) -> Path:
    """The file that `import utils` reads when Python starts in `folder`."""
    program = "import utils; print(utils.__file__)"
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    run = subprocess.run(
        [python, "-c", program], cwd=folder, env=alone, capture_output=True, text=True, check=True
    )
    return Path(run.stdout.strip()).resolve()


def test_utils_is_ours_from_any_folder(tmp_path):
    for folder in (REPOSITORY, REPOSITORY / "notebooks", tmp_path):
        assert where_utils_lies(sys.executable, folder) == REPOSITORY / "utils" / "__init__.py"


def test_utils_is_ours_on_the_old_matplotlib(old_python, tmp_path):
    assert where_utils_lies(old_python, tmp_path) == REPOSITORY / "utils" / "__init__.py"


def test_utils_is_ours_in_a_fresh_kernel_started_in_notebooks():
    cell = nbformat.v4.new_code_cell("import utils; print(utils.__file__)")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    folder = str(REPOSITORY / "notebooks")
    NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": folder}}, timeout=60
    ).execute()
    assert Path(cell.outputs[0].text.strip()).resolve() == REPOSITORY / "utils" / "__init__.py"


def test_nothing_installed_brings_another_utils():
    assert set(packages_distributions().get("utils")) == {"masar"}


# ---------------------------------------------------------------- the words


def make(*words: str, folder: Path = REPOSITORY, check: bool = True, **more: str):
    """The finished run of `make` with the words, as if nobody's make had started it."""
    outer = {name: value for name, value in os.environ.items()
             if not name.startswith("MAKE") and name != "ARGS"}         # of `make test ARGS=...`
    return subprocess.run(
        ["make", *words],
        cwd=folder, env=outer | more, capture_output=True, text=True, check=check,
    )


def dry(*words: str, **more: str) -> str:
    """The commands that `make` would run, not run."""
    return make("--dry-run", "--always-make", *words, **more).stdout


def test_report_command_passes_on_what_was_typed():
    typed = dry("report", "CORPUS=my own/news's.zip", "LANG=ar", "WORKERS=2")
    assert '--corpus "$CORPUS" --out reports --lang "ar" --workers "2"' in typed


def test_language_of_the_shell_is_not_the_language_of_the_pages():
    assert "--lang" not in dry("report", LANG="ar_SY.UTF-8")


def test_corpus_arrives_as_typed(tmp_path):
    """A path with spaces and quotes reaches the program in one piece, and LANG no locale."""
    (tmp_path / "Makefile").write_text(read("Makefile"), encoding="utf-8")
    stand_in = tmp_path / ".venv" / "bin" / "python"
    stand_in.parent.mkdir(parents=True)
    stand_in.write_text('#!/bin/sh\nprintf "%s\\n" "$@" "$LANG"\n', encoding="utf-8")
    stand_in.chmod(0o755)
    (tmp_path / "requirements.lock").touch()
    (tmp_path / ".venv" / "built-from.lock").touch()
    corpus = 'شرق "أوسط"/it\'s mine.zip'
    run = make("--silent", "report", f"CORPUS={corpus}", "LANG=ar", folder=tmp_path)
    assert run.stdout.splitlines() == [
        "-m", "utils.report", "--corpus", corpus, "--out", "reports", "--lang", "ar", "",
    ]


def test_an_old_python_is_told_what_to_do(tmp_path):
    for name in ("Makefile", "requirements.lock"):
        (tmp_path / name).write_text(read(name), encoding="utf-8")
    run = make("env", "PYTHON=false", folder=tmp_path, check=False)
    assert run.returncode != 0 and not (tmp_path / ".venv").exists()
    assert "needs Python 3.11 or later" in run.stdout + run.stderr
    assert "make env PYTHON=/path/to" in run.stdout + run.stderr


def test_first_words_of_the_readme_are_the_ones_ci_runs():
    top = "\n".join(read("README.md").splitlines()[:20])
    block = re.search(r"(?s)```\w*\n(.*?)```", top).group(1)
    commands = re.findall(r"(?m)^make \w+", block)
    assert commands == ["make report", "make test"]
    assert read(".ci/run").splitlines()[-1] == commands[1]


def test_help_lists_every_word_of_the_makefile():
    listed = make().stdout
    (words,) = re.findall(r"(?m)^\.PHONY: (.*)", read("Makefile"))
    assert re.findall(r"(?m)^make (\w+)", listed) == words.split()


# ---------------------------------------------------------------- tools of the page tests


def test_axe_finds_a_missing_alt_without_a_network(browser):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_context(offline=True).new_page()
    form = "<html lang=en><title>t</title><main><h1>h</h1><img src='data:,' {}></main></html>"
    found = {}
    for alt in ("", "alt='a bar'"):
        page.set_content(form.format(alt))
        found[alt] = [broken["id"] for broken in Axe().run(page).response["violations"]]
    assert found == {"": ["image-alt"], "alt='a bar'": []}
