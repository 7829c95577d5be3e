"""A query -> for each row the triples that it comes from, and who said them."""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.errors import QueryError
from kg.provenance.why import NOTHING, Row, why
from kg.query.questions import bind, saved


def rows(graph: kg.KnowledgeGraph, query: str) -> list[Row]:
    return why(graph.provenance, query)


def predicates(row: Row) -> set[str]:
    return {next(ox.parse(f"{r.triple} .", ox.RdfFormat.N_TRIPLES)).predicate.value.split("/")[-1] for r in row.reasons}


def test_rows_are_those_of_the_query_with_the_triples_of_each(twin: kg.KnowledgeGraph) -> None:
    query = "SELECT ?headline ?name { ?a schema:headline ?headline ; schema:publisher/schema:name ?name }"
    found = rows(twin, query)
    assert [row.values for row in found] == list(twin.query(query))
    for row in found:
        assert predicates(row) == {"headline", "publisher", "name"}
        assert all(reason.sources for reason in row.reasons)
        assert any(str(row.values["headline"])[:20] in reason.triple.replace("\\", "") for reason in row.reasons)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?n { ?a schema:publisher/schema:name ?n }", {"publisher", "name"}),
        ("SELECT ?n { ?a schema:publisher [ schema:name ?n ] }", {"publisher", "name"}),
        ("SELECT ?n { ?p ^schema:publisher ?a ; schema:name ?n }", {"publisher", "name"}),
        ("SELECT (COUNT(?a) AS ?n) { ?a kg:related ?b }", {"ontology#related"}),
        ("SELECT DISTINCT ?b { ?a kg:related|schema:about ?b }", {"ontology#related", "about"}),
        ("SELECT ?b (COUNT(*) AS ?n) { ?a schema:about ?b } GROUP BY ?b HAVING (COUNT(*) > 0) LIMIT 1", {"about"}),
        ("SELECT ?a { ?a kg:full true OPTIONAL { ?a <urn:none> ?x } }", {"ontology#full"}),
        ("SELECT ?a { { ?a kg:heat ?h } UNION { ?a <urn:none> ?x } }", {"ontology#heat"}),
        ("SELECT ?a { ?a kg:related+ ?b } # { a comment }", {"ontology#related"}),
        ("SELECT ?a { ?a schema:headline ?h FILTER NOT EXISTS { ?a kg:related ?b } } LIMIT 1", {"headline"}),
        ('SELECT ?a { ?a schema:headline ?h . VALUES ?h { "}{" } } ', set()),
        ("PREFIX x: <https://schema.org/> SELECT ?a WHERE { ?a x:headline ?h } LIMIT 1", {"headline"}),
        ("SELECT ?a { ?a kg:quality ?q } VALUES ?q { 88 }", {"ontology#quality"}),
        ("ASK { ?a kg:heat -1 }", {"ontology#heat"}),
    ],
)
def test_every_form_of_a_pattern_is_traced(twin: kg.KnowledgeGraph, query: str, expected: set[str]) -> None:
    found = rows(twin, query)
    assert {name for row in found for name in predicates(row)} == expected
    assert all(predicates(row) for row in found)


def test_a_constructed_triple_is_told_from_one_of_the_graph(twin: kg.KnowledgeGraph) -> None:
    held, made = rows(twin, "CONSTRUCT { ?a kg:heat -1 ; kg:heat 7 } WHERE { ?a kg:heat -1 }")
    assert held.reasons[0].sources
    assert held.note is None
    assert (made.reasons, made.note) == ((), "the query made this triple: the graph does not hold it")


def test_what_cannot_be_told_is_said(twin: kg.KnowledgeGraph) -> None:
    (row,) = rows(twin, "SELECT (1 AS ?one) {}")
    assert row.note == NOTHING
    assert rows(twin, "SELECT ?a { ?a <urn:none> ?b }") == []
    with pytest.raises(QueryError, match="not valid SPARQL"):
        rows(twin, "SELECT ?a { ?a")


def test_every_saved_question_can_be_asked_why(harbor: kg.KnowledgeGraph) -> None:
    for question in saved().values():
        if any(not parameter.default for parameter in question.parameters):  # that one has to give
            continue
        for row in why(harbor.provenance, bind(question, {}, store=harbor._store)):
            assert row.reasons or row.note


PARTS = st.sampled_from(
    "SELECT|ASK|CONSTRUCT|*|?a|?b|WHERE|{|}|(|)|.|;|,|a|kg:related|schema:publisher/schema:name|^kg:related|kg:related*"
    "|!kg:heat|OPTIONAL|UNION|MINUS|FILTER|BIND|AS|VALUES|1|'x'|\"}\"|# c\n|GROUP BY|LIMIT 2|DISTINCT|COUNT(?a)"
    "|[|]|<urn:x>"
    .split("|")
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(PARTS, max_size=14).map(" ".join))
def test_any_query_is_told_or_refused(twin: kg.KnowledgeGraph, query: str) -> None:
    with suppress(QueryError):
        for row in rows(twin, query):
            assert row.reasons or row.note


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a kg:related* ?b } LIMIT 3",
        "SELECT * { ?a !kg:heat ?b } LIMIT 3",
        "SELECT * { ?a (kg:related|schema:about)/skos:prefLabel ?b }",
        "SELECT * { ?a ^kg:related/schema:headline ?b }",
        "SELECT * { ?a ?p ?b . ?b ?q ?c } LIMIT 5",
        "SELECT * { { SELECT ?a { ?a kg:full true } } ?a schema:headline ?h }",
        "SELECT * { ?a schema:headline ?h MINUS { ?a kg:related ?b } } LIMIT 2",
        "SELECT (GROUP_CONCAT(?h) AS ?all) { ?a schema:headline ?h }",
        "SELECT ?h { ?a schema:headline ?h BIND(STRLEN(?h) AS ?n) } ORDER BY ?n LIMIT 1",
        "DESCRIBE ?a WHERE { ?a kg:full true }",
        "CONSTRUCT { [] schema:name ?n } WHERE { ?p schema:name ?n } LIMIT 2",
    ],
)
def test_odd_queries_are_told(twin: kg.KnowledgeGraph, query: str) -> None:
    for row in rows(twin, query):
        assert row.reasons or row.note


def test_the_face_asks_a_saved_question_why_with_its_parameters(harbor: kg.KnowledgeGraph) -> None:
    story = harbor.stories[0]
    found = harbor.why("story-articles", story=story.id)
    assert [row.values["url"] for row in found] == [row["url"] for row in harbor.ask("story-articles", story=story.id)]
    assert all(row.reasons for row in found)
