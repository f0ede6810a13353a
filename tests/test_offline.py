"""Nothing leaves the machine: the whole chain and a report, with every call of a network refused.

An audit hook stands in each Python process (the notebooks' kernels too): whatever looks up a name,
connects or sends is written down and fails. Kernels talk through sockets in the file system, which
are no network.
"""

import os
import subprocess
import sys

import pytest

from utils import tables

GUARD = '''
import os
import sys

WATCHED = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
           "socket.gethostbyaddr", "socket.bind", "urllib.Request", "http.client.connect"}

def note(kind, told):
    with open(os.environ["GUARD_LOG"], "a", encoding="utf-8") as log:
        log.write(f"{kind} {told}\\n")

def guard(event, given):
    if event not in WATCHED:
        return
    here = event.startswith("socket.") and isinstance(given[-1], (str, bytes)) \\
        and event in ("socket.connect", "socket.bind")
    if not here:                                   # a path: a socket in the file system
        note("network", f"{event} {given[1:]!r}")
        raise PermissionError(f"no network in this test: {event}")

sys.addaudithook(guard)
note("guarded", " ".join(sys.orig_argv[1:4]))
'''


@pytest.fixture
def offline(tmp_path):
    """Runs Python with the words, guarded; gives the finished process and what was noted."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    log = tmp_path / "log.txt"

    def run(*words):
        ran = subprocess.run(
            [sys.executable, *map(str, words)], cwd=tables.ROOT, capture_output=True, text=True,
            env=os.environ | {"PYTHONPATH": str(tmp_path / "guard"), "GUARD_LOG": str(log),
                              "MASAR_PROCESSED": str(tmp_path / "tables")},
        )
        return ran, log.read_text(encoding="utf-8").splitlines()
    return run


@pytest.mark.parametrize("call", [
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "import socket; socket.getaddrinfo('localhost', 80)",
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
])
def test_the_guard_sees_a_call(offline, call):
    ran, noted = offline("-c", call)
    assert ran.returncode != 0 and "no network in this test" in ran.stderr
    assert any(line.startswith("network") for line in noted)


def test_the_whole_chain_on_the_sample_calls_nobody(offline, tmp_path):
    program = ("import sys; from utils import pipeline; "
               "pipeline.run('data/sample', sys.argv[1], batch=60)")
    ran, noted = offline("-c", program, tmp_path / "out")
    assert ran.returncode == 0, ran.stderr
    assert len(tables.read_table("events", tmp_path / "out"))
    assert [line for line in noted if line.startswith("network")] == []


def test_a_report_calls_nobody(offline, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for page in sorted((tables.ROOT / "data" / "sample" / "pages").glob("*.txt"))[:4]:
        (corpus / page.name).write_bytes(page.read_bytes())
    ran, noted = offline("-m", "utils.report", "--corpus", corpus, "--out", tmp_path / "pages")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "pages" / "index.html").exists()
    kernels = [line for line in noted if "ipykernel_launcher" in line]
    assert len(kernels) == 5, noted              # the guard stood in every notebook's kernel
    assert [line for line in noted if line.startswith("network")] == []
