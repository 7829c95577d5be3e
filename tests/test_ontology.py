"""The ontology: consistent under OWL RL, every term with label and comment, and a page that is current."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

ROOT = Path(__file__).resolve().parent.parent
KG = rdflib.Namespace("https://kg-news.example/ontology#")
SCHEMA = rdflib.Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology" / "kg.ttl")


def contradictions(graph: rdflib.Graph) -> list[str]:
    """What OWL RL says cannot be, once all that follows is drawn."""
    closed = rdflib.Graph()
    for triple in graph:
        closed.add(triple)
    closure = owlrl.OWLRL_Semantics(closed, axioms=False, daxioms=True, rdfs=False)
    closure.closure()
    empty = [f"{thing} is in no class that can have members" for thing in closed.subjects(RDF.type, OWL.Nothing)]
    return [*closure.error_messages, *empty]


def test_the_ontology_is_consistent_under_owl_rl(ontology: rdflib.Graph) -> None:
    assert contradictions(ontology) == []


@pytest.mark.parametrize("seed_graph", ["twin", "harbor"])
def test_graphs_are_consistent_with_it(seed_graph: str, ontology: rdflib.Graph, request: pytest.FixtureRequest) -> None:
    data = rdflib.Graph().parse(request.getfixturevalue(seed_graph).folder / "graph.ttl")
    assert contradictions(ontology + data) == []


def test_what_cannot_be_is_found(ontology: rdflib.Graph) -> None:
    odd = ontology + rdflib.Graph()
    odd.add((KG.Story, OWL.disjointWith, SCHEMA.NewsArticle))
    odd.add((KG.one, RDF.type, KG.Story))
    odd.add((KG.one, RDF.type, SCHEMA.NewsArticle))
    assert contradictions(odd) != []


def test_every_term_has_one_label_and_one_comment(ontology: rdflib.Graph) -> None:
    terms = {*ontology.subjects(RDFS.isDefinedBy), rdflib.URIRef("https://kg-news.example/ontology")}
    assert len(terms) > 50
    for term in terms:
        for what in (RDFS.label, RDFS.comment):
            (value,) = ontology.objects(term, what)
            assert str(value).strip()
            assert isinstance(value, rdflib.Literal)
            assert value.language == "en"


def test_domains_ranges_and_super_properties_are_terms_that_have_a_meaning(ontology: rdflib.Graph) -> None:
    spaces = {str(space) for _, space in ontology.namespaces()}
    for what in (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf):
        for value in ontology.objects(None, what):
            assert any(str(value).startswith(space) for space in spaces)


def test_the_page_is_current() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/ontology.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
