"""Queries with a time limit: the same answers, and an end."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import kg
from kg.errors import QueryError, TimeLimitError
from kg.query.search import Index
from kg.query.worker import Worker
from kg.rdf.store import Store

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
PATIENCE = 60.0


def test_answers_are_the_same_with_a_limit_of_time(example: kg.KnowledgeGraph) -> None:
    for query in (
        "first-reports",
        "ASK { ?s a kg:Story }",
        'SELECT ?a { ?a kg:full true FILTER(kg:matches(?a, "police")) }',
    ):
        assert example.query(query, timeout=PATIENCE).to_text("csv") == example.query(query).to_text("csv")
    query = "CONSTRUCT { ?s kg:domain ?d } WHERE { ?s kg:domain ?d }"
    assert example.query(query, timeout=PATIENCE).to_text("turtle") == example.query(query).to_text("turtle")


def test_what_takes_too_long_is_ended_and_the_next_is_answered(example: kg.KnowledgeGraph) -> None:
    example.query("ASK {}", timeout=PATIENCE)
    before = time.monotonic()
    with pytest.raises(TimeLimitError, match=r"the query took longer than 0\.5 s and was ended"):
        example.query(ENDLESS, timeout=0.5)
    assert time.monotonic() - before < PATIENCE / 2
    assert example.query("ASK {}", timeout=PATIENCE)


def test_what_is_wrong_is_said_with_its_place(example: kg.KnowledgeGraph) -> None:
    with pytest.raises(QueryError) as caught:
        example.query("SELECT *\nWHERE { ?s ?p }", timeout=PATIENCE)
    assert (caught.value.line, caught.value.column) == (2, 16)


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_no_time_is_refused(example: kg.KnowledgeGraph, seconds: float) -> None:
    with pytest.raises(QueryError, match="give more than 0"):
        example.query("ASK {}", timeout=seconds)


def test_a_store_that_is_not_on_disk_any_more_is_handed_over(example: kg.KnowledgeGraph, tmp_path: Path) -> None:
    worker = Worker(Index(Store.load(example._store.lines), folder=tmp_path / "none"))
    assert worker.answer("ASK { ?s a kg:Story }", seconds=PATIENCE)
    assert worker._child is not None
    process = worker._child._process
    del worker
    assert process.poll() is not None, "the process ends with its owner"


def test_a_limit_of_rows_cuts_and_says_so(example: kg.KnowledgeGraph) -> None:
    for timeout in (None, PATIENCE):
        cut = example.query("SELECT ?s { ?s ?p ?o } ORDER BY ?s ?p ?o", limit=3, timeout=timeout)
        assert (len(cut), cut.cut) == (3, True)
        assert "cut: these are the first 3 rows" in repr(cut)
        whole = example.query("SELECT ?s { ?s a kg:Story }", limit=5, timeout=timeout)
        assert (len(whole), whole.cut) == (5, False)
        triples = example.query("CONSTRUCT { ?s a kg:Story } WHERE { ?s ?p ?o }", limit=3, timeout=timeout)
        assert (len(triples), triples.cut) == (3, True)
    with pytest.raises(QueryError, match="give 1 or more"):
        example.query("ASK {}", limit=0)
