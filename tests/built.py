"""The sample's report, built once a language for all tests that look at it."""

import atexit
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from utils import tables


def run_report(folder, corpus="data/sample", lang="en", *more):
    """The finished process of `make report`; pages in folder/pages, tables in folder/tables."""
    return subprocess.run(
        [sys.executable, "-m", "utils.report", "--corpus", str(corpus), "--lang", lang,
         "--out", str(folder / "pages"), *more],
        cwd=tables.ROOT, env=os.environ | {"MASAR_PROCESSED": str(folder / "tables")},
        capture_output=True, text=True, check=False,
    )


def sample(lang="en") -> Path:
    """The folder of the sample's report in that language: pages/, tables/ and timeline.png."""
    folder, ran = _sample(lang)
    assert ran.returncode == 0, ran.stderr
    return folder


@cache
def _sample(lang):
    """The folder and the finished process, be it a failed one: it is not tried twice."""
    holder = tempfile.TemporaryDirectory(prefix="masar-report-")
    atexit.register(holder.cleanup)
    folder = Path(holder.name)
    return folder, run_report(folder, "data/sample", lang, "--picture", folder / "timeline.png")
