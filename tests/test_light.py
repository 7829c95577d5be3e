"""Libraries that are loaded without what they would load beside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg import light


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose modules say that they are loaded, and which loads one of them for itself."""
    folder = tmp_path / "heavy"
    folder.mkdir()
    (folder / "__init__.py").write_text("__all__ = ['used', 'slow', 'said']\nfrom heavy import used\nsaid = 'heavy'\n")
    for name in ("used", "slow"):
        (folder / f"{name}.py").write_text(f"import sys\nsys.loaded_of_heavy.append('{name}')\nvalue = '{name}'\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "loaded_of_heavy", [], raising=False)
    for name in ("heavy", "heavy.used", "heavy.slow"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield folder
    for name in ("heavy", "heavy.used", "heavy.slow"):
        sys.modules.pop(name, None)


@pytest.mark.usefixtures("package")
def test_what_a_package_names_is_loaded_when_it_is_used() -> None:
    import heavy

    light.later(heavy)
    taken: dict[str, object] = {}
    exec("from heavy import *", taken)
    assert sys.loaded_of_heavy == ["used"]
    assert taken["said"] == "heavy"
    assert heavy.slow.value == "slow"
    assert taken["slow"] is heavy.slow
    assert sys.loaded_of_heavy == ["used", "slow"]
    light.later(heavy)  # again: all is there
    assert sys.loaded_of_heavy == ["used", "slow"]


@pytest.mark.usefixtures("package")
def test_a_part_comes_without_the_whole_and_the_whole_afterwards() -> None:
    slow = light.part("heavy.slow")
    assert slow.value == "slow"
    assert sys.loaded_of_heavy == ["slow"]
    import heavy
    from heavy import slow as again

    assert again is slow
    assert heavy.said == "heavy"
    assert light.part("heavy.used") is heavy.used
    assert sys.loaded_of_heavy == ["slow", "used"]


@pytest.mark.usefixtures("package")
def test_a_part_that_is_not_there_leaves_nothing_behind() -> None:
    with pytest.raises(ImportError, match="nowhere"):
        light.part("heavy.nowhere")
    assert "heavy" not in sys.modules
    with pytest.raises(ImportError, match="no_such_package"):
        light.part("no_such_package.part")


def test_the_libraries_of_a_build_are_whole_afterwards() -> None:
    code = """
from kg.light import part
from kg.stories import sparse
core = part("igraph._igraph")
import igraph, numpy, scipy.sparse
assert issubclass(igraph.Graph, core.GraphBase)
assert igraph.Graph.Ring(4).layout("fr").dim == 2
assert scipy.sparse.csr_matrix is sparse.csr_matrix
numpy.testing.assert_allclose(numpy.ma.masked_array([1.0, 2.0], [0, 1]).sum(), 1.0)
assert numpy.random.default_rng(1).random() < 1
assert numpy.f2py.__name__ == "numpy.f2py"
"""
    subprocess.run([sys.executable, "-c", code], check=True)
