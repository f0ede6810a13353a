"""What several test files share: places, the second environment, and a browser."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]
OLD_PYTHON = REPOSITORY / ".venv-mpl310" / "bin" / "python"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

collect_ignore = ["fuzz.py"]          # a program that needs atheris, and no test

os.environ.setdefault("MPLBACKEND", "Agg")     # figures go to files, also where a screen is there
settings.register_profile("masar", deadline=None, print_blob=True)     # shared machines are slow
settings.load_profile("masar")


def missing(what: str) -> None:
    """Never comes back: skips the test and says `what`; fails it in CI, which must have all."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds README.md."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real corpora beside the repository; they may not be passed on with it."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there: real corpora lie beside the repository, not in it")
    return folder


@pytest.fixture(scope="session")
def old_python() -> Path:
    """The Python that has matplotlib 3.10, which neither shapes nor orders Arabic."""
    if not OLD_PYTHON.exists():
        missing(f"{OLD_PYTHON} is not there: `make test` builds it")
    return OLD_PYTHON


@pytest.fixture(scope="module")
def browser():
    """The machine's own Chromium without a window, as a playwright Browser."""
    from playwright.sync_api import sync_playwright  # the second environment has no playwright

    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        missing(
            f"no Chromium found (looked for {', '.join(CHROMIUMS)}): install one, for example "
            "with apt-get install chromium, or name it: CHROMIUM=/path/to/chrome make test"
        )
    # Chromium's sandbox refuses to start for root, as in containers.
    without_sandbox = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=without_sandbox)
        yield chromium
        chromium.close()
