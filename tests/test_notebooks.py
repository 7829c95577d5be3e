"""Every notebook runs from top to bottom, and says what it promises."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def run(path: Path, folder: Path) -> nbformat.NotebookNode:
    shutil.copytree(ROOT / "examples", folder / "examples")
    (folder / "notebooks").mkdir()
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder / "notebooks")}})
    return client.execute()


def shown(notebook: nbformat.NotebookNode) -> list[str]:
    return [
        output.get("text") or "".join(output.get("data", {}).values())
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]


def test_there_is_a_notebook() -> None:
    assert [path.name for path in NOTEBOOKS] == ["first-look.ipynb"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the kernel's own libraries
def test_first_look_shows_stories_rows_evidence_and_the_page(tmp_path: Path) -> None:
    text = "\n".join(shown(run(ROOT / "notebooks" / "first-look.ipynb", tmp_path)))
    for promised in ("Amazon", "Microsoft", "facial recognition", "'text':", "graph.graphml", "<iframe srcdoc="):
        assert promised in text
    assert (tmp_path / "output" / "first-look" / "graph.jsonld").exists()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_committed_without_outputs(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    assert not any(cell.get("outputs") for cell in cells)
