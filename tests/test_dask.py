"""The same run on a Dask cluster: the bytes of a single process, also when a worker is killed.

Dask is the extra `scale`, which the locked environment leaves out: without it these tests are
skipped. `pip install -e ".[scale]"` brings it.
"""

import importlib.util
import subprocess
import sys

import pytest

from utils import pipeline, tables

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason='dask.distributed is not installed: pip install -e ".[scale]"',
)
SAMPLE = tables.ROOT / "data" / "sample" / "pages"

PROGRAM = """
import os, signal, sys, threading, time
from pathlib import Path
from dask.distributed import Client, LocalCluster
from utils import pipeline

def kill_one(client, out):
    while not list(out.glob("set_aside/*.parquet")):
        time.sleep(0.01)
    worker, pid = sorted(client.run(os.getpid).items())[0]
    os.kill(pid, signal.SIGKILL)
    print("killed", worker)

if __name__ == "__main__":
    corpus, out, kills = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        if kills:
            client = Client(cluster)
            threading.Thread(target=kill_one, args=(client, out), daemon=True).start()
        pipeline.run(corpus, out, scheduler=cluster.scheduler_address, batch=4)
"""


def content(folder):
    """The bytes of every file below the folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The folder of a run by this process alone."""
    return pipeline.run(SAMPLE, tmp_path_factory.mktemp("whole") / "out", batch=4)


@pytest.mark.parametrize("kills", [0, 1])
def test_a_cluster_gives_the_same_bytes(whole, tmp_path, kills):
    program = tmp_path / "on_a_cluster.py"       # workers import the program that starts them
    program.write_text(PROGRAM, encoding="utf-8")
    ran = subprocess.run([sys.executable, program, SAMPLE, tmp_path / "out", str(kills)],
                         cwd=tables.ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("killed") == kills
    assert content(tmp_path / "out") == content(whole)


def test_no_scheduler_at_the_address_is_told(tmp_path, monkeypatch):
    import dask

    with (dask.config.set({"distributed.comm.timeouts.connect": "200ms"}),
          pytest.raises(pipeline.RunError, match="tcp://127.0.0.1:9.*dask scheduler")):
        pipeline.run(SAMPLE, tmp_path / "out", scheduler="tcp://127.0.0.1:9")
