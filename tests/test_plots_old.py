"""The figures on matplotlib before 3.11, which neither shapes nor orders Arabic."""

import subprocess


def test_figures_and_their_pixels_hold_on_the_old_matplotlib(old_python, repository):
    which = subprocess.run(
        [old_python, "-c", "import matplotlib; print(matplotlib.__version__)"],
        capture_output=True, text=True, check=True,
    )
    assert which.stdout.startswith("3.10.")
    run = subprocess.run(
        [old_python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_plots.py",
         "utils/plots/shaping.py"],
        cwd=repository, capture_output=True, text=True, check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]
    assert "skipped" not in run.stdout, run.stdout[-500:]
