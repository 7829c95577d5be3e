"""A library -> loaded without those that it would load beside."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Let libraries that are being loaded meanwhile not find these, which they can do without.

    What is loaded already stays. In a notebook all are found, for who sits there may want to draw with them.
    """
    absent = [] if "IPython" in sys.modules else [name for name in names if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment] # as the import system has it
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)
