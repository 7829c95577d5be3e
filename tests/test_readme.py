"""The README says what is true: its answers, its Python, its smallest file, its links."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kg

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def test_the_answers_are_what_kg_says() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/readme.py", "--check"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_opens_with_the_two_commands() -> None:
    assert [line.split("#")[0].strip() for line in blocks("console")[0].splitlines()] == ["$ make graph", "$ make test"]


def test_the_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.symlink(ROOT / "examples", tmp_path / "examples")
    scope: dict[str, Any] = {}
    exec(blocks("python")[0], scope)
    assert (tmp_path / "output" / "graph.jsonld").exists()
    assert len(scope["network"]) > 0


def test_the_smallest_file_makes_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(blocks("markdown")[0], encoding="utf-8")
    graph = kg.build(tmp_path / "a.md", output=tmp_path / "out")
    assert [row["h"] for row in graph.query("SELECT ?h { ?a schema:headline ?h }")] == [
        "Harbor town votes on a new bridge"
    ]


def test_the_extractor_runs() -> None:
    scope: dict[str, Any] = {}
    exec(blocks("python")[1], scope)
    asked = kg.Article(key="https://a.example/x", url="https://a.example/x", title="Why?")
    assert [triple[2].value for triple in scope["extract"](asked)] == ["Why?"]


def test_what_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (ROOT / target).exists(), target


def test_contributing_has_a_row_for_every_room() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = {path.name + "/" * path.is_dir() for path in (ROOT / "kg").glob("[a-z]*") if path.suffix in ("", ".py")}
    assert rooms
    assert not {room for room in rooms if f"`{room}`" not in table}
    named = {
        name
        for row in table.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`(\w+(?:/|\.py))`", row.split("|")[1])
    }
    assert named == rooms
