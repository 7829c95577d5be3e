"""Libraries that are loaded without what they would load beside."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.stories import matrix


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A package whose modules say that they are loaded, and which loads one of them for itself."""
    folder = tmp_path / "heavy"
    folder.mkdir()
    (folder / "__init__.py").write_text("__all__ = ['used', 'slow', 'said']\nfrom heavy import used\nsaid = 'heavy'\n")
    for name in ("used", "slow"):
        (folder / f"{name}.py").write_text(f"import sys\nsys.loaded_of_heavy.append('{name}')\nvalue = '{name}'\n")
    monkeypatch.syspath_prepend(tmp_path)
    names: list[str] = []
    monkeypatch.setattr(sys, "loaded_of_heavy", names, raising=False)
    for name in ("heavy", "heavy.used", "heavy.slow"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield names
    for name in ("heavy", "heavy.used", "heavy.slow"):
        sys.modules.pop(name, None)


def test_a_part_comes_without_the_whole_and_the_whole_afterwards(loaded: list[str]) -> None:
    slow = matrix.part("heavy.slow")
    assert slow.value == "slow"
    assert loaded == ["slow"]
    heavy = importlib.import_module("heavy")
    assert importlib.import_module("heavy.slow") is slow
    assert heavy.said == "heavy"
    assert matrix.part("heavy.used") is heavy.used
    assert loaded == ["slow", "used"]


@pytest.mark.usefixtures("loaded")
def test_a_part_that_is_not_there_leaves_nothing_behind() -> None:
    with pytest.raises(ImportError, match="nowhere"):
        matrix.part("heavy.nowhere")
    assert "heavy" not in sys.modules
    with pytest.raises(ImportError, match="no_such_package"):
        matrix.part("no_such_package.part")


def test_the_libraries_of_a_build_are_whole_afterwards() -> None:
    code = """
import sys
import numpy
from kg.stories.matrix import part
from kg.stories.matrix import nearest, summed
core = part("igraph._igraph")
ends = numpy.array([0, 1])
one = summed(ends, ends, ends + 1.0, height=2, width=2)
near = nearest(one, one, most=1, least=0.1)[2].tolist()
assert near == [1.0, 4.0]
assert not {"scipy", "pandas", "psutil"} & {*sys.modules}
import igraph, sparse_dot_topn
assert issubclass(igraph.Graph, core.GraphBase)
assert igraph.Graph.Ring(4).layout("fr").dim == 2
assert sparse_dot_topn.sp_matmul.__name__ == "sp_matmul"
assert nearest(one, one, most=1, least=0.1)[2].tolist() == near
"""
    subprocess.run([sys.executable, "-c", code], check=True)
