"""Every notebook runs from top to bottom, and shows what it promises."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # the libraries of notebooks take seconds to load, also where these tests are left out
    from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PROMISED = {  # parts of what is shown, in the order of the cells
    "1-build-and-look": ["30 articles", "'stubs': 6", "([], [])", 'title="knowledge graph"', 'title="answer"'],
    "2-stories-and-evidence": [
        " 9 articles  10 Jun to 14 Jun  Amazon, Microsoft",
        "Harbor Ledger first",
        "copies: 1",
        'title="knowledge graph"',
        "One story",
        "A lists B",
        "not in one story",
        ".md",
        "'text':",
    ],
    "3-sparql-by-example": [
        "cut: these are the first 5 rows",
        "Northgate Wire",
        "Facial Recognition",
        'title="knowledge graph"',
        "Who was first in each story",
        "'quality':",
        "std",
    ],
    "4-providers-over-time": ["2020-06-08", "image/png", "median", "image/png", "image/png"],
    "5-your-own-site": [
        "2 articles",
        "is not an absolute http(s) address",
        "([], 3)",
        "article",
        "Privacy",
        "graph.jsonld",
        "asks",
    ],
}


def run(path: Path, folder: Path) -> NotebookNode:
    import nbformat
    from nbclient import NotebookClient

    shutil.copytree(ROOT / "examples", folder / "examples")
    (folder / "notebooks").mkdir()
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder / "notebooks")}})
    return client.execute()


def shown(notebook: NotebookNode) -> str:
    """All that the cells show, in their order; of pictures, what kind they are."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    parts = [
        output.get("text") or "\n".join(f"{kind}\n{data}" for kind, data in sorted(output.get("data", {}).items()))
        for output in outputs
    ]
    return "\n".join(parts)


def test_each_notebook_has_its_promises() -> None:
    assert [path.stem for path in NOTEBOOKS] == list(PROMISED)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the kernel's own libraries
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_it_promises(path: Path, tmp_path: Path) -> None:
    text = shown(run(path, tmp_path))
    place = 0
    for promised in PROMISED[path.stem]:
        place = text.find(promised, place)
        assert place >= 0, f"{promised} is not shown, or not in its place"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_committed_without_outputs(path: Path) -> None:
    import nbformat

    cells = nbformat.read(path, as_version=4).cells
    assert not any(cell.get("outputs") for cell in cells)
