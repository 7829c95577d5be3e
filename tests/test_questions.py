"""Saved questions, files and plain queries -> SPARQL."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import QueryError
from kg.questions import ontology, resolve, saved


def test_the_saved_questions_are_the_files_of_the_ontology() -> None:
    files = sorted(path.stem for path in (ontology() / "queries").glob("*.rq"))
    assert list(saved()) == files
    assert "providers" in files


@pytest.mark.parametrize("name", sorted(saved()))
def test_every_saved_question_says_what_it_asks_and_can_be_asked(name: str, harbor: kg.KnowledgeGraph) -> None:
    question = saved()[name]
    assert question.name == name
    assert question.title.endswith("?")
    assert not question.title.startswith("#")
    assert harbor.query(name).columns


def test_a_saved_question_is_asked_by_its_name(harbor: kg.KnowledgeGraph) -> None:
    assert list(harbor.query("providers")) == [
        {"name": "Harbor Post", "articles": 2, "quality": 56},
        {"name": "Tern Times", "articles": 1, "quality": 64},
    ]


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(QueryError, match=f"no saved question 'provider'; there are {', '.join(saved())}"):
        resolve("provider")


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "my own.rq"
    file.write_text("# Is it so?\nASK {}\n", encoding="utf-8")
    assert resolve(str(file)) == "# Is it so?\nASK {}\n"


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "q.rq"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(QueryError, match=f"{file} cannot be read: "):
        resolve(str(file))


@pytest.mark.parametrize("query", ["ASK {}", "SELECT * { ?s ?p ?o }", "# only one.rq\nASK {}\n# x.rq"])
def test_anything_else_is_the_query_itself(query: str) -> None:
    assert resolve(query) == query
