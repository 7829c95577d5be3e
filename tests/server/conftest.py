"""Servers that the tests of a module share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server_support import Served, records, serving, written


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a graph whose texts attack."""
    return written(tmp_path_factory.mktemp("hostile") / "output", records())


@pytest.fixture(scope="session")
def served(hostile: Path) -> Iterator[Served]:
    """A server of that graph."""
    with serving(hostile, "--workers", "2") as server:
        yield server
