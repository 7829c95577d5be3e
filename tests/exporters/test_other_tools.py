"""The graph -> Cytoscape, graphology, GEXF with positions, N-Quads, TriG; read back by what their users use."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

import kg
from attacks import attacked_store
from kg.exporters import cytoscape, gexf, graphml, graphology
from kg.exporters.layout import COLORS, positions
from kg.exporters.quads import DERIVED, named, nquads, trig
from kg.folder import OutputFolder
from kg.identity import DEFAULT_BASE, source_iri
from kg.rdf.literals import utc_text
from kg.rdf.network import network
from kg.rdf.store import Store
from kg.rdf.vocab import KG, PROV
from kg.sources.records import read_records

GRAPHS = ["twin", "harbor", "attacked"]
VIZ = "{http://www.gexf.net/1.2draft/viz}"
GRAPHOLOGY = [Path(__file__).parents[2] / "viewer" / "node_modules", Path(__file__).parents[2] / "node_modules"]


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Store:
    return attacked_store() if request.param == "attacked" else request.getfixturevalue(request.param)._store


def plain(value: Any) -> Any:
    """A value of the network as JSON has it."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return utc_text(value)
    return float(value) if isinstance(value, Decimal) else value


def attributes(store: Store) -> dict[str, dict[str, Any]]:
    graph = network(store)
    found = {node: {name: plain(v) for name, v in data.items()} for node, data in graph.nodes(data=True)}
    for story, article, key in graph.edges(keys=True):
        if key == "part":
            found[article]["story"] = found[story]["story"] = story
    return found


@pytest.mark.parametrize("store", GRAPHS, indirect=True)
def test_cytoscape_is_read_by_networkx_as_the_network(store: Store) -> None:
    document = json.loads(cytoscape.export(store))
    read = nx.cytoscape_graph(document)
    assert read.is_directed()
    assert isinstance(read, nx.MultiDiGraph)
    assert set(read.edges(keys=True)) == set(network(store).edges(keys=True))
    for node, data in attributes(store).items():
        found = {key: value for key, value in read.nodes[node].items() if key not in ("id", "value", "name")}
        assert found == {key: value for key, value in data.items() if key != "name"}
    assert all(
        data["interaction"] == key and data["weight"] == 1 for _, _, key, data in read.edges(keys=True, data=True)
    )
    ids = [element["data"]["id"] for group in document["elements"].values() for element in group]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("store", GRAPHS, indirect=True)
def test_graphology_is_the_network(store: Store) -> None:
    document = json.loads(graphology.export(store))
    assert {node["key"]: node["attributes"] for node in document["nodes"]} == attributes(store)
    edges = [(edge["source"], edge["target"], edge["attributes"]["kind"]) for edge in document["edges"]]
    assert sorted(edges) == sorted(network(store).edges(keys=True))
    assert len({edge["key"] for edge in document["edges"]}) == len(edges)


def test_graphology_itself_reads_it(tmp_path: Path) -> None:
    modules = next((folder for folder in GRAPHOLOGY if (folder / "graphology").is_dir()), None)
    if modules is None or shutil.which("node") is None:
        pytest.skip("node with graphology is not here: npm install in viewer/")
    (tmp_path / "graph.json").write_bytes(graphology.export(attacked_store()))
    script = (
        f"const Graph = require({json.dumps(str(modules / 'graphology'))});"
        f"const data = JSON.parse(require('fs').readFileSync({json.dumps(str(tmp_path / 'graph.json'))}));"
        "const graph = (Graph.default || Graph).from(data);"
        "console.log(graph.order, graph.size, graph.type, graph.multi)"
    )
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    graph = network(attacked_store())
    assert done.stdout.split() == [str(graph.number_of_nodes()), str(graph.number_of_edges()), "directed", "true"]


@pytest.mark.parametrize("store", GRAPHS, indirect=True)
def test_gexf_has_positions_sizes_and_colours(store: Store) -> None:
    data = gexf.export(store)
    read = nx.read_gexf(io.BytesIO(data))
    places = positions(network(store))
    for node, values in read.nodes(data=True):
        viz = values["viz"]
        assert (viz["position"]["x"], viz["position"]["y"]) == places[node]
        assert (viz["color"]["r"], viz["color"]["g"], viz["color"]["b"]) == COLORS[values["kind"]]
        assert 4 <= viz["size"] <= 40
    root = ET.fromstring(data)
    assert len(list(root.iter(f"{VIZ}position"))) == len(read)
    assert len(set(places.values())) == len(places), "no two nodes lie on each other"


@pytest.mark.parametrize("export", [gexf.export, graphml.export])
def test_the_story_is_a_partition_and_edges_have_weights(harbor: kg.KnowledgeGraph, export: Any) -> None:
    read = (nx.read_gexf if export is gexf.export else nx.read_graphml)(io.BytesIO(export(harbor._store)))
    (story,) = harbor.stories
    assert {node for node, data in read.nodes(data=True) if data.get("story") and data["kind"] == "article"} == set(
        story.members
    )
    assert {data["weight"] for _, _, data in read.edges(data=True)} == {1.0}


def test_positions_are_the_same_every_time_and_end_for_a_large_graph() -> None:
    drawn = nx.gnm_random_graph(3000, 6000, seed=1)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.relabel_nodes(drawn, {node: str(node) for node in drawn}))
    assert positions(graph) == positions(graph)
    assert positions(nx.MultiDiGraph()) == {}


@pytest.mark.parametrize("store", GRAPHS, indirect=True)
@pytest.mark.parametrize("form", ["nquads", "trig"])
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib.*")  # its own readers use what it deprecates
def test_quads_hold_each_triple_of_the_graph(store: Store, form: str) -> None:
    data = (nquads if form == "nquads" else trig)(store)
    read = rdflib.Dataset()
    read.parse(data=data, format=form)
    joined = {f"{quad.triple} .\n" for quad in ox.parse(data, ox.RdfFormat.from_extension(form.replace("quads", "q")))}
    assert joined == set(store.lines)
    whole = rdflib.Graph().parse(data=store.ntriples, format="nt")
    assert {(s, p, o) for s, p, o, _ in read.quads()} == set(whole)


def value(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value


def test_each_triple_is_in_the_graph_of_the_files_that_say_it(harbor: kg.KnowledgeGraph) -> None:
    built = OutputFolder(harbor.folder)
    quads = list(named(harbor._store, built=built))
    files = {f"{DEFAULT_BASE}{source_iri(r.file.sha256)}": r for r in read_records(built.records)}
    assert {value(quad.graph_name) for quad in quads} <= {*files, f"{DEFAULT_BASE}{DERIVED}"}
    headline = "https://schema.org/headline"
    found = {value(quad.subject) for quad in quads if quad.predicate.value == str(KG.firstArticle)}  # stories
    for quad in quads:
        said = files.get(value(quad.graph_name))
        if said is not None and quad.predicate.value == headline:
            assert value(quad.object) in {article.title for article in said.articles}
    derived = {
        quad.predicate.value
        for quad in quads
        if value(quad.graph_name).endswith(DERIVED)
        and (quad.predicate.value, value(quad.subject) in found) != (headline, True)
    }
    assert str(KG.firstArticle) in derived
    assert headline not in derived
    origins = {quad.subject for quad in quads if quad.predicate.value == str(PROV.wasDerivedFrom)}
    assert origins, "what a file says of itself is there"


def test_without_records_the_graph_itself_says_where_things_are_from() -> None:
    graphs = {value(quad.graph_name) for quad in named(attacked_store())}
    assert f"{DEFAULT_BASE}{DERIVED}" in graphs


def test_the_base_of_the_graphs_is_that_of_the_build(seed_twin: Path, tmp_path: Path) -> None:
    graph = kg.build(seed_twin, output=tmp_path / "out", base="https://news.example/x#", formats=["nquads"])
    data = (tmp_path / "out" / "graph.nq").read_bytes()
    names = {quad.graph_name.value for quad in ox.parse(data, ox.RdfFormat.N_QUADS)}
    assert "https://news.example/x#graph/derived" in names
    assert len(names) == 2
    (path,) = graph.export("nquads", to=tmp_path / "again")
    assert path.read_bytes() == data
