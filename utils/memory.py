"""Memory that others can use again: what a step of a run took is given back before the next."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa


@contextmanager
def one_allocator() -> Iterator[None]:
    """Arrow takes memory where all else takes it, while this lasts.

    Its own allocator keeps what is freed, a hundred megabytes of it, from everybody else.
    """
    own = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(own)


def give_back() -> None:
    """Gives the system what was used and freed; or what comes next comes on top of it."""
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux" and hasattr(own := ctypes.CDLL(None), "malloc_trim"):
        own.malloc_trim(0)
