"""docs/stories.md says what is true: its Python runs, its query can be asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "stories.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def graph(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    return kg.build(examples, output=tmp_path_factory.mktemp("docs") / "output")


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL))
def test_the_python_runs(graph: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.chdir(graph.folder.parent)
    exec(code, {})


@pytest.mark.parametrize("query", re.findall(r"```sparql\n(.*?)```", TEXT, re.DOTALL))
def test_the_queries_have_answers(graph: kg.KnowledgeGraph, query: str) -> None:
    assert len(graph.query(query)) > 1


def test_the_query_counts_the_reports_of_each_story(graph: kg.KnowledgeGraph) -> None:
    (query,) = re.findall(r"```sparql\n(.*?kg:copyOf.*?)```", TEXT, re.DOTALL)
    counted = {row["label"]: (row["reports"], row["providers"]) for row in graph.query(query)}
    for story in graph.stories:
        figures = graph.story(story.id)
        independent = {entry.domain for entry in figures.timeline if entry.copy_of is None}
        assert counted[story.label] == (figures.reports, len(independent))
