"""Words -> articles, ranked; in Python and in SPARQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.errors import QueryError
from kg.graph import KnowledgeGraph
from kg.query import search
from kg.rdf.store import Store


@pytest.fixture
def fresh(example: kg.KnowledgeGraph, tmp_path: Path) -> kg.KnowledgeGraph:
    """The examples, in a folder that nobody has searched yet."""
    shutil.copytree(example.folder, tmp_path / "out")
    (tmp_path / "out" / "store" / search.FILE).unlink(missing_ok=True)
    return kg.open(tmp_path / "out")


def test_the_best_come_first_and_hold_the_words(example: kg.KnowledgeGraph) -> None:
    found = example.search("facial recognition police").records()
    assert len(found) > 3
    scores = [row["score"] for row in found]
    assert scores == sorted(scores, reverse=True)
    for row in found:
        told = f"{row['headline']} {row['passage']}".lower()
        assert "police" in told or "facial" in told or "recogni" in told, row


def test_endings_case_and_accents_do_not_count(example: kg.KnowledgeGraph) -> None:
    plain = example.search("processor").records()
    assert plain
    assert example.search("PROCESSORS").records() == plain
    assert example.search("procéssors").records() == plain


def test_filters_leave_what_they_say(example: kg.KnowledgeGraph) -> None:
    every = example.search("Microsoft", limit=1000).records()
    story = next(row["story"] for row in every if row["story"])
    providers = {row["provider"] for row in every}
    assert len(providers) > 2
    one = sorted(filter(None, providers))[0]
    expected: dict[str, Callable[[dict[str, Any]], Any]] = {
        "story": lambda row: row["story"] == story,
        "provider": lambda row: row["provider"] == one,
        "since": lambda row: row["published"] and str(row["published"]) >= "2020-06-12",
        "until": lambda row: row["published"] and str(row["published"]) < "2020-06-13",
    }
    given = {"story": story, "provider": one, "since": "2020-06-12", "until": "2020-06-12"}
    for name, holds in expected.items():
        rows = example.search("Microsoft", limit=1000, **{name: given[name]}).records()
        assert {row["article"] for row in rows} == {row["article"] for row in every if holds(row)}, name
        assert 0 < len(rows) < len(every), name


def test_a_topic_filters_too(example: kg.KnowledgeGraph) -> None:
    topics = list(example.query("SELECT ?a ?name { ?a schema:about/skos:prefLabel ?name ; kg:full true } ORDER BY ?a"))
    name = topics[0]["name"]
    found = {row["article"] for row in example.search("microsoft OR amazon ibm the", topic=name, limit=1000)}
    assert found <= {row["a"] for row in topics if row["name"] == name}
    assert found


@pytest.mark.parametrize("text", ["", "  ", '"', "-", '* - ""', "\0"])
def test_no_word_is_said(example: kg.KnowledgeGraph, text: str) -> None:
    with pytest.raises(QueryError, match="nothing to search for"):
        example.search(text)


@pytest.mark.parametrize(
    "text", ['" OR 1', "a:b", "headline:police", "NEAR(a b)", "^x", "x AND", "'; DROP TABLE texts"]
)
def test_the_words_are_words_and_no_commands(example: kg.KnowledgeGraph, text: str) -> None:
    assert example.search(text) is not None


@given(st.text())
def test_any_text_is_asked_or_refused(example: kg.KnowledgeGraph, text: str) -> None:
    with suppress(QueryError):
        assert len(example.search(text, limit=5)) <= 5


def test_the_index_is_made_once_and_again_for_another_store(fresh: kg.KnowledgeGraph) -> None:
    file = fresh.folder / "store" / search.FILE
    assert not file.exists()
    first = fresh.search("police").records()
    made = file.read_bytes()
    assert kg.open(fresh.folder).search("police").records() == first
    assert file.read_bytes() == made
    file.write_bytes(b"not a database")
    assert kg.open(fresh.folder).search("police").records() == first


def test_a_graph_in_memory_is_searched_in_memory(example: kg.KnowledgeGraph) -> None:
    store = Store.load(example._store.lines)
    index = search.Index(store)
    assert index.search("police").records() == example.search("police").records()


def test_a_graph_that_cannot_be_written_to_is_searched_in_memory(
    fresh: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, example: kg.KnowledgeGraph
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError("read only")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert fresh.search("police").records() == example.search("police").records()
    assert not (fresh.folder / "store" / search.FILE).exists()


def test_sparql_searches_with_the_same_rank(example: KnowledgeGraph) -> None:
    rows = example.query(
        'SELECT ?a ?score { ?a kg:full ?f . BIND(kg:score(?a, "police") AS ?score) FILTER(BOUND(?score)) }'
        " ORDER BY DESC(?score) ?a"
    ).records()
    found = example.search("police", limit=1000).records()
    assert [row["a"] for row in rows] == [row["article"] for row in found]
    assert [round(row["score"], 3) for row in rows] == [float(row["score"]) for row in found]
    matching = example.query('SELECT ?a { ?a kg:full ?f FILTER(kg:matches(?a, "police")) }')
    assert {row["a"] for row in matching} == {row["a"] for row in rows}


def test_a_limit_says_that_there_are_more(example: kg.KnowledgeGraph) -> None:
    found = example.search("microsoft", limit=2)
    assert (len(found), found.cut) == (2, True)
    assert not example.search("microsoft", limit=1000).cut
