"""The saved questions: what they answer on the examples, on rdflib as well, and how long they take."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.query import ResultRow

import kg
from benchmarks import questions
from kg.errors import QueryError
from kg.query.questions import bind, saved
from kg.rdf.vocab import PREFIXES
from scripts import answers

ROOT = Path(__file__).resolve().parents[2]
ASKED = {  # the questions -> those that answer them
    "articles of a story": ("story-articles",),
    "who was first": ("first-reports", "firsts"),
    "lag per provider": ("lags", "lag-by-provider"),
    "stories by span, by number of providers, without a follow-up": (
        "stories-by-span", "stories-by-providers", "stories-without-follow-up",
    ),
    "co-coverage": ("co-coverage",),
    "topics that rise and fall by day": ("topic-changes",),
    "organizations mentioned together": ("organizations",),
    "what one provider covered and its peers did not": ("exclusives", "missed"),
    "articles that many relate to": ("most-related",),
    "two hops, and the path between two": ("two-hops", "path"),
    "duplicates and syndicated copies": ("same-headline", "copies"),
    "stubs without a file": ("stubs",),
    "articles without": ("without-date", "without-provider", "without-topic"),
    "quality and heat by provider": ("quality-by-provider",),
}  # fmt: skip
MEDIAN = 0.2  # seconds of CPU time a question may take on 10,000 articles


def test_the_answers_and_the_page_are_what_kg_says() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/answers.py", "--check"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_people_ask_is_there() -> None:
    assert {name for names in ASKED.values() for name in names} <= set(saved())
    assert len(saved()) >= 25


@pytest.mark.parametrize("name", sorted(saved()))
def test_a_question_answers_without_parameters(name: str, harbor: kg.KnowledgeGraph) -> None:
    assert all(parameter.default for parameter in saved()[name].parameters)
    assert harbor.ask(name).columns


@pytest.fixture(scope="session")
def beside(example: kg.KnowledgeGraph) -> rdflib.Graph:
    """The examples in rdflib's own memory, asked by rdflib's own engine."""
    return rdflib.Graph().parse(data=example._store.ntriples, format="nt")


def plain(value: Any) -> Any:
    """Return a value of kg or of rdflib so that the same values are equal: numbers as floats."""
    value = value.toPython() if hasattr(value, "toPython") else value
    if isinstance(value, rdflib.term.Identifier):
        return str(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return getattr(value, "tdelta", value) if not isinstance(value, timedelta) else value
    return round(float(value), 6)


@pytest.mark.parametrize("name", sorted(saved()))
def test_rdflib_answers_the_same(name: str, example: kg.KnowledgeGraph, beside: rdflib.Graph) -> None:
    question = saved()[name]
    asked: list[dict[str, Any]] = [{}, answers.ASKED.get(name, {})]
    for given in asked:
        if name == "path" and not given:
            continue  # rdflib tries all ways in full: fifteen seconds
        mine = example.ask(name, **given)
        theirs = beside.query(bind(question, given, store=example._store), initNs=dict(PREFIXES))
        if mine.is_graph:
            assert set(mine.rdflib()) == set(theirs.graph or ())
        else:
            rows = [tuple(map(plain, row)) for row in theirs if isinstance(row, ResultRow)]
            assert [tuple(map(plain, row)) for row in mine.rows] == rows


@pytest.mark.speed
def test_each_takes_less_than_a_fifth_of_a_second_on_ten_thousand_articles(tmp_path: Path) -> None:
    graph = questions.build(tmp_path)
    assert not {name: seconds for name, _, seconds in questions.measured(graph, runs=3) if seconds >= MEDIAN}


def test_authors_are_counted_with_those_for_whom_they_wrote(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"url": "https://a.example/1", "title": "One", "author": ["Ada Quill", "Piet Lund"], "date": "2020-06-11"},
        {"url": "https://b.example/2", "title": "Two", "author": "Ada Quill", "date": "2020-06-12"},
    ]
    graph = kg.build(rows, output=tmp_path / "out", formats=())
    counts = ("name", "articles", "providers")
    every = [tuple(row[name] for name in counts) for row in graph.ask("authors").records()]
    assert every == [("Ada Quill", 2, 2), ("Piet Lund", 1, 1)]
    assert [row["articles"] for row in graph.ask("authors", provider="b.example").records()] == [1]
    assert [row["name"] for row in graph.ask("authors", least=2).records()] == ["Ada Quill"]


def test_an_author_goes_by_a_name_or_its_slug_and_is_the_busiest_if_none_is_given(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"url": "https://a.example/1", "title": "One", "author": ["Ada Quill", "Piet Lund"], "date": "2020-06-11"},
        {"url": "https://b.example/2", "title": "Two", "author": "Ada Quill", "date": "2020-06-12"},
        {"title": "Of no address", "path": "c.md", "author": "Piet Lund"},
        {"url": "https://b.example/4", "title": "Four", "author": "ada quill"},
    ]
    graph = kg.build(rows, output=tmp_path / "out", formats=())

    def written(**given: Any) -> list[object]:
        return [row["headline"] for row in graph.ask("author", **given).records()]

    assert written() == written(author="Ada Quill") == written(author="ada-quill") == ["One", "Two", "Four"]
    assert written(author="piet lund")[0] == "One"
    assert written(author="Ada Quill", since="2020-06-12") == ["Two"]
    assert written(author="Ada Quill", until="2020-06-11") == ["One"]
    with pytest.raises(QueryError, match=r"author: no person 'Ada Quilt' in this graph; there are Ada Quill"):
        graph.ask("author", author="Ada Quilt")
