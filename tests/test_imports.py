"""What ``import kg`` loads, and what it offers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kg

HEAVY = (
    "numpy scipy networkx rdflib pyoxigraph oxrdflib pyvis igraph rich yaml jinja2 loky sparse_dot_topn msgspec".split()
)


def loaded_by(code: str) -> set[str]:
    """Return the packages that a new process has loaded after running `code`."""
    command = [sys.executable, "-c", f"import sys\n{code}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


@pytest.mark.parametrize("code", ["import kg", "import kg\ndir(kg)\nkg.__all__"])
def test_importing_kg_loads_no_heavy_library(code: str) -> None:
    assert loaded_by(code) & set(HEAVY) == set()


def test_the_help_of_the_command_loads_no_heavy_library() -> None:
    code = "from kg.cli import main\nmain(['build', '--help'], standalone_mode=False)"
    assert (
        loaded_by(code) & {"numpy", "scipy", "networkx", "rdflib", "pyoxigraph", "pyvis", "igraph", "rich", "jinja2"}
        == set()
    )


@pytest.mark.parametrize(("formats", "more"), [("turtle", "jinja2"), ("turtle,html", "")])
def test_a_build_loads_only_what_it_uses(tmp_path: Path, examples: Path, formats: str, more: str) -> None:
    arguments = ["build", str(examples), "-o", str(tmp_path), "--formats", formats]
    code = f"from kg.cli import main\nmain({arguments}, standalone_mode=False)"
    others = more.split() + (  # email is what importlib.metadata reads packages with
        "asyncio http loky matplotlib networkx pyvis rdflib rich ssl texttable unittest xml yaml".split()
    )
    assert loaded_by(code) & set(others) == set()


def test_the_public_names_are_few_sorted_and_there() -> None:
    # as ruff sorts them: constants, classes, the rest
    assert kg.__all__ == sorted(kg.__all__)
    assert len(kg.__all__) == len(set(kg.__all__)) <= 15
    assert all(getattr(kg, name) is not None for name in kg.__all__)
    assert set(kg.__all__) <= set(dir(kg))


def test_the_public_names_are_what_they_say() -> None:
    from kg import graph
    from kg.errors import KGError
    from kg.graph import KnowledgeGraph

    assert kg.build is graph.build
    assert kg.KnowledgeGraph is KnowledgeGraph
    assert kg.open is graph.open
    assert issubclass(kg.KGError, Exception)
    assert kg.KGError is KGError


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'kg' has no attribute 'frobnicate'"):
        _ = kg.frobnicate


def test_the_face_of_a_graph_has_at_most_12_methods() -> None:
    face = vars(kg.KnowledgeGraph).items()
    assert len([name for name, value in face if not name.startswith("_") and callable(value)]) <= 12
