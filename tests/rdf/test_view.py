"""The rdflib view speaks as rdflib's own parsers do."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.query import ResultRow

from kg.rdf.view import rdflib_graph

NAME = "https://schema.org/name"
GIVEN = f"""
<https://n.example/a> <{NAME}> "Wired" .
<https://n.example/a> <{NAME}> "drahtig"@de .
<https://n.example/a> <{NAME}> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .
"""


@pytest.fixture
def view() -> rdflib.Graph:
    store = ox.Store()
    store.load(GIVEN.encode(), ox.RdfFormat.N_TRIPLES)
    return rdflib_graph(store)


def test_what_is_read_through_it_equals_what_rdflib_parses(view: rdflib.Graph) -> None:
    assert set(view) == set(rdflib.Graph().parse(data=GIVEN, format="nt"))


def test_a_plain_text_is_found_and_equals_a_plain_literal(view: rdflib.Graph) -> None:
    wired = rdflib.Literal("Wired")
    assert wired in set(view.objects())
    assert (None, rdflib.URIRef(NAME), wired) in view


def test_rows_and_constructed_triples_have_plain_texts(view: rdflib.Graph) -> None:
    rows = view.query("SELECT ?o { ?s schema:name ?o }")
    assert {row.o for row in rows if isinstance(row, ResultRow)} == {
        rdflib.Literal("Wired"),
        rdflib.Literal("drahtig", lang="de"),
        rdflib.Literal(7),
    }
    built = view.query("CONSTRUCT { ?s schema:name ?o } WHERE { ?s schema:name ?o }").graph
    assert built is not None
    assert set(built) == set(view)
    assert view.query("ASK { ?s schema:name 'Wired' }").askAnswer


def test_the_prefixes_of_kg_are_bound(view: rdflib.Graph) -> None:
    assert view.namespace_manager.qname(NAME) == "schema:name"
