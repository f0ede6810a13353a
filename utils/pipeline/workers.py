"""Who does the work of a run: this process, several on this machine, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from utils.pipeline.runs import RunError


@contextmanager
def executor_of(scheduler: str | None,
                workers: int | None) -> Iterator[tuple[Executor | None, int]]:
    """An executor and its size: a Dask cluster's, a pool of processes, or None for this process."""
    if scheduler:
        try:
            from dask.distributed import Client  # the extra `scale`, only where it is asked for
        except ImportError as error:
            raise RunError(
                f"scheduler={scheduler!r} needs Dask, which is not installed; expected the extra "
                'scale. Install it with: .venv/bin/pip install -e ".[scale]"'
            ) from error

        try:
            client = Client(scheduler)
        except (OSError, ValueError) as error:               # no answer in time is an OSError too
            raise RunError(
                f"scheduler={scheduler!r}: no Dask scheduler answers there ({error}); expected the "
                "address that `dask scheduler` prints when it starts, like tcp://10.0.0.5:8786. "
                "docs/scale.md says how to start one."
            ) from error
        with client:
            yield client.get_executor(), max(1, sum(client.ncores().values()))
    elif workers and workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            yield pool, workers
    else:
        yield None, 1
