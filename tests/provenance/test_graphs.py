"""The graph with who said each triple: named graphs, statements, and the build in PROV."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import kg
from kg.provenance import graphs
from kg.rdf.vocab import KG, PROV, RDF

BASE = "https://kg-news.example/"


def exported(graph: kg.KnowledgeGraph, format: str) -> bytes:
    return graphs.export(graph.provenance, format, build=graph.report["build"])


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib.*")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("graph", ["harbor", "twin"])
def test_named_graphs_hold_the_graph_and_no_more(graph: str, request: pytest.FixtureRequest) -> None:
    built: kg.KnowledgeGraph = request.getfixturevalue(graph)
    store = ox.Store()
    store.load(exported(built, "trig"), ox.RdfFormat.TRIG)
    named = [quad for quad in store if quad.graph_name != ox.DefaultGraph()]
    assert {quad.triple for quad in named} == {quad.triple for quad in built._store.triples()}
    other = ox.Store()
    other.load(exported(built, "nquads"), ox.RdfFormat.N_QUADS)
    assert set(store) == set(other)
    dataset = rdflib.Dataset()
    dataset.parse(data=exported(built, "nquads"), format="nquads")
    assert len(list(dataset.quads())) == len(store)
    for name in {quad.graph_name for quad in named}:
        about = {quad.predicate.value for quad in store.quads_for_pattern(name, None, None, ox.DefaultGraph())}
        assert {PROV.wasDerivedFrom, KG.line} <= about or PROV.wasGeneratedBy in about


def test_statements_are_reified_with_rule_and_evidence(harbor: kg.KnowledgeGraph) -> None:
    found = rdflib.Graph().parse(data=exported(harbor, "reified"), format="turtle")
    statements = set(found.subjects(rdflib.URIRef(RDF.type), rdflib.URIRef(RDF.Statement)))
    assert len(statements) == len(harbor)
    for statement in statements:
        for predicate in (RDF.subject, RDF.predicate, RDF.object):
            assert len(list(found.objects(statement, rdflib.URIRef(predicate)))) == 1
        assert list(found.objects(statement, rdflib.URIRef(PROV.wasDerivedFrom)))
        assert list(found.objects(statement, rdflib.URIRef(KG.rule)))


def test_two_builds_say_the_same_and_name_no_place_or_time(
    harbor: kg.KnowledgeGraph, harbor_site: Path, tmp_path: Path
) -> None:
    shutil.copytree(harbor_site, tmp_path / "elsewhere")
    again = kg.build(tmp_path / "elsewhere", output=tmp_path / "again")
    text = (again.folder / "provenance.trig").read_bytes()
    assert text == (harbor.folder / "provenance.trig").read_bytes()
    assert str(tmp_path).encode() not in text
    assert again.report["build"] == harbor.report["build"]
    assert exported(again, "trig") == exported(harbor, "trig")


def test_another_input_or_configuration_is_another_build(
    harbor: kg.KnowledgeGraph, harbor_site: Path, tmp_path: Path
) -> None:
    shutil.copytree(harbor_site, tmp_path / "in")
    (tmp_path / "own.csv").write_text("name,aliases,url\nSkyferry Lines,,\n")
    ids = {harbor.report["build"]["id"]}
    for options in ({"base": "https://n.example/"}, {"formats": ()}, {"organizations": tmp_path / "own.csv"}):
        ids.add(kg.build(tmp_path / "in", output=tmp_path / "out", **options).report["build"]["id"])
    with next((tmp_path / "in" / "_news").glob("*.md")).open("a") as file:
        file.write("\n")
    ids.add(kg.build(tmp_path / "in", output=tmp_path / "out").report["build"]["id"])
    assert len(ids) == 5


def test_the_build_is_an_activity_that_used_every_file(harbor: kg.KnowledgeGraph) -> None:
    store = ox.Store()
    store.load((harbor.folder / "provenance.trig").read_bytes(), ox.RdfFormat.TRIG)
    build = harbor.report["build"]
    activity = ox.NamedNode(BASE + build["id"])
    used = {quad.object for quad in store.quads_for_pattern(activity, ox.NamedNode(PROV.used), None)}
    hashes = {
        quad.object.value
        for quad in store.quads_for_pattern(None, ox.NamedNode(KG.sha256), None)
        if quad.subject in used and isinstance(quad.object, ox.Literal)
    }
    read = [reading for reading in harbor.provenance.statements.readings if not reading.left_out]
    assert hashes == {reading.file.sha256 for reading in read} | {
        other["sha256"] for other in build["inputs"]["others"]
    }
    (told,) = store.quads_for_pattern(activity, ox.NamedNode(KG.configuration), None)
    assert isinstance(told.object, ox.Literal)
    assert json.loads(told.object.value)["inputs"] == build["inputs"]["sha256"]
