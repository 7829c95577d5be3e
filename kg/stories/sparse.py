"""The sparse matrices of scipy, loaded without what they do not need.

On the way to them scipy names everything that numpy has, and so loads numpy's reader of Fortran: a fifth of the time
that a small build takes to load its libraries. An empty module stands in its place meanwhile.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import numpy as np

__all__ = ["coo_matrix", "csr_matrix", "diags_array"]

NEEDLESS = "f2py"  # of numpy


@contextmanager
def _without(part: str) -> Iterator[None]:
    """Let numpy have an empty module in the place of a part of it that was not loaded yet."""
    name = f"numpy.{part}"
    if name in sys.modules or part in vars(np):
        yield
        return
    empty = ModuleType(name)
    sys.modules[name] = empty
    setattr(np, part, empty)
    try:
        yield
    finally:
        del sys.modules[name]
        delattr(np, part)


with _without(NEEDLESS):
    from scipy.sparse import coo_matrix, csr_matrix, diags_array
