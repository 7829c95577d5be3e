"""A long run that makes millions of records, all to stay -> no search for garbage, and no bins of what was freed."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

M_MXFAST = 1  # a parameter of glibc's malloc, by its number in malloc.h: up to which size what is freed goes into bins


def without_bins() -> None:
    """Let this process keep no bins of small pieces of freed memory; for a process that ends soon.

    glibc goes through all of them whenever something large is freed. Loading the store frees a million: without bins it
    is 3 % less time of a build of 10,000 articles, and the same memory. Other libraries of C than glibc do as they do.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(M_MXFAST, 0)


@contextmanager
def unsearched() -> Iterator[None]:
    """Let Python not look for cycles of objects while this lasts; what no name holds is still freed at once.

    Each search goes through all objects that there are. Records hold no cycles, so that it finds nothing among them,
    and takes a fifth of the time of a build.

    >>> with unsearched():
    ...     gc.isenabled()
    False
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.unfreeze()  # all that is there counts as old now: the next search would go through it otherwise
            gc.enable()
