"""A long run that makes millions of records, all of them to stay -> no search for garbage among them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
