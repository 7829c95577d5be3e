"""Saved questions, files and plain queries -> SPARQL."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.errors import QueryError
from kg.query.questions import Parameter, Question, bind, find, saved
from kg.rdf import ontology
from kg.rdf.store import Store


def test_the_saved_questions_are_the_files_of_the_ontology() -> None:
    files = sorted(path.stem for path in (ontology.folder() / "queries").glob("*.rq"))
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
        {"name": "Harbor Post", "domain": "harbor-post.example", "articles": 2, "quality": 56},
        {"name": "Tern Times", "domain": "tern-times.example", "articles": 1, "quality": 64},
        {"name": "gull.example", "domain": "gull.example", "articles": 1, "quality": None},
        {"name": "marrow-valley.example", "domain": "marrow-valley.example", "articles": 1, "quality": None},
    ]


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(QueryError, match=f"no saved question 'provider'; there are {', '.join(saved())}"):
        find("provider")


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "my own.rq"
    file.write_text("# Is it so?\nASK {}\n", encoding="utf-8")
    assert find(str(file)).query == "# Is it so?\nASK {}\n"


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "q.rq"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(QueryError, match=f"{file} cannot be read: "):
        find(str(file))


@pytest.mark.parametrize("query", ["ASK {}", "SELECT * { ?s ?p ?o }", "# only one.rq\nASK {}\n# x.rq"])
def test_anything_else_is_the_query_itself(query: str) -> None:
    assert find(query).query == query


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of questions of one's own."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "said.rq").write_text(
        "# What was said?\n# Two texts, and nothing of the graph.\n# ?one (text): the one\n# ?other (text): the other\n"
        'SELECT ?one ?other { VALUES ?one { "a" } VALUES ?other { UNDEF } }\n',
        encoding="utf-8",
    )
    return folder


HOSTILE = (
    '" } } ; DROP ALL #',
    "VALUES ?other { UNDEF }",
    "' \\ \" \n { } <x> ?other $1 \\1 \\g<0>",
    "\N{REVERSE SOLIDUS}u0022 } INSERT DATA { <a:b> <a:b> <a:b> }",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("other", HOSTILE)
def test_a_parameter_is_a_term_whatever_is_in_it(own: Path, example: kg.KnowledgeGraph, text: str, other: str) -> None:
    graph = kg.open(example.folder, queries=own)
    assert list(graph.ask("said", one=text, other=other)) == [{"one": text, "other": other}]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    question = Question(
        "q", "?", "SELECT ?a { VALUES ?a { UNDEF } }", parameters=(Parameter("a", "text", "", "UNDEF"),)
    )
    store = Store(ox.Store())
    assert [row["a"] for row in store.select(bind(question, {"a": text}, store=store))] == [ox.Literal(text)]


def test_several_values_stand_side_by_side(own: Path, example: kg.KnowledgeGraph) -> None:
    rows = kg.open(example.folder, queries=[own]).ask("said", one=["x", "y"])
    assert [row["one"] for row in rows] == ["x", "y"]


def test_a_folder_of_ones_own_is_found_by_the_environment(
    own: Path, example: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_QUERIES", str(own))
    assert example.ask("said").rows == [("a", None)]
    assert "said" in saved()
    question = saved()["said"]
    assert question.text == "Two texts, and nothing of the graph."
    assert [(each.name, each.kind, each.default) for each in question.parameters] == [
        ("one", "text", '"a"'),
        ("other", "text", "UNDEF"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# T?\n# ?a (animal): x\nSELECT ?a { VALUES ?a { UNDEF } }", "no kind 'animal' of parameters"),
        ("# T?\n# ?limit (integer): x\nSELECT ?limit { VALUES ?limit { 1 } }", "a parameter cannot be called limit"),
        ("# T?\n# ?a (text): x\nSELECT ?a { ?a ?b ?c }", r"\?a has no place in the query"),
    ],
)
def test_a_question_that_declares_wrongly_is_named(own: Path, text: str, message: str) -> None:
    (own / "wrong.rq").write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=f"{own / 'wrong.rq'}: {message}"):
        saved([own])


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"storey": "x"}, "first-reports has no parameter 'storey'; it has story, provider, since, until"),
        ({"story": "xyz"}, "story: 'xyz' is no story; give its id, or the beginning of it"),
        ({"story": "0000"}, "story: no story '0000' in this graph"),
        ({"provider": "nobody"}, "provider: no provider 'nobody' in this graph"),
        ({"provider": "harbor"}, "provider: no provider 'harbor' in this graph; there are Harbor Ledger"),
        ({"since": "yesterday"}, "since: Invalid isoformat string: 'yesterday'"),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    example: kg.KnowledgeGraph, parameters: dict[str, Any], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        example.ask("first-reports", **parameters)


def test_parameters_choose(example: kg.KnowledgeGraph) -> None:
    one = example.stories[0]
    for story in (one, one.id[:6], f"https://kg-news.example/story/{one.id}"):
        (row,) = example.ask("first-reports", story=story)
        assert row["story"].endswith(one.id)
    assert [row["name"] for row in example.ask("first-reports", provider="adbarrow.example")] == ["Adbarrow"]
    assert len(example.ask("first-reports", since="2020-06-22", until=date(2020, 6, 25))) == 2
