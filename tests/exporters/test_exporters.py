"""The graph -> Turtle, N-Triples, JSON-LD, GraphML, GEXF, read back by other libraries; and the inline frame."""

from __future__ import annotations

import html
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import exporters
from kg.errors import UsageError
from kg.exporters import gexf, graphml, inline, jsonld, ntriples, turtle
from kg.exporters.flat import flat, flat_network
from kg.rdf.literals import any_uri, boolean, date_time, decimal, integer, text
from kg.rdf.ntriples import Writer
from kg.rdf.store import Store
from kg.rdf.terms import IRI, Literal, Triple
from kg.rdf.vocab import KG, RDF, SCHEMA, XSD

BASE = "https://n.example/"
A, B = IRI("article/a"), IRI("article/b")
HOSTILE = "a \"b\" \\ <c> & 'd' ]]> \t é 漢字 نص 😀 \u2028 \u200b"
EMPTY = {
    "csv": {"articles.csv", "edges.csv", "datapackage.json"},
    "parquet": {"articles.parquet", "edges.parquet", "datapackage.json"},
    "neo4j": {"articles.csv", "edges.csv", "README.txt"},
    "obsidian": {"Start here.md"},
    "site": {"index.html", "feed.xml", "style.css"},
}
GRAPHS = ["twin", "harbor", "hostile"]

# whatever an extractor of another package might yield
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
values = st.one_of(
    texts.map(text),
    texts.map(any_uri),
    st.booleans().map(boolean),
    st.integers(-(10**30), 10**30).map(integer),
    st.floats(-1e6, 1e6).map(decimal),
    st.datetimes(timezones=st.just(UTC)).map(date_time),
    st.builds(Literal, texts, language=st.sampled_from(["en", "de-at"])),
    st.builds(Literal, texts, datatype=st.sampled_from([XSD.integer, XSD.boolean, IRI("https://other.example/t")])),
)
predicates = st.sampled_from([SCHEMA.name, SCHEMA.headline, KG.quality, KG.related, IRI("https://other.example/name")])


def store_of(*triples: Triple) -> Store:
    return Store.load(Writer(BASE).lines(triples))


@pytest.fixture(scope="module")
def hostile() -> Store:
    """A small graph of values that formats trip over."""
    return store_of(
        (A, RDF.type, SCHEMA.NewsArticle),
        (A, SCHEMA.headline, text(HOSTILE)),
        (A, SCHEMA.abstract, text("two\nlines\r\nand\x00\x0b controls")),
        (A, SCHEMA.url, any_uri('https://a.example/a b?c=<d>&e="f"')),
        (A, SCHEMA.datePublished, date_time(datetime(2021, 3, 5, 8, 0, 0, 250_000, tzinfo=UTC))),
        (A, KG.quality, integer(-7)),
        (A, KG.published, boolean(False)),
        (A, KG.cohesion, decimal(0.125)),
        (A, SCHEMA.alternateName, text("x | y")),
        (A, SCHEMA.alternateName, text("z")),
        (A, SCHEMA.description, Literal("Straße", language="de")),
        (A, KG.related, B),
        (B, RDF.type, SCHEMA.VideoObject),
        (B, KG.quality, Literal("many", XSD.integer)),
        (B, KG.heat, integer(10**20)),
        (B, KG.related, A),
        (B, KG.related, B),
        (B, SCHEMA.about, IRI("topic/x")),
        (IRI("topic/x"), RDF.type, IRI("http://www.w3.org/2004/02/skos/core#Concept")),
    )


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Store:
    thing = request.getfixturevalue(request.param)
    return thing if isinstance(thing, Store) else thing._store


def triples(graph: rdflib.Graph) -> set[str]:
    """The triples of an rdflib graph; a text without a datatype is an xsd:string."""
    return {" ".join(term.n3() for term in triple).removesuffix(f"^^<{XSD.string}>") for triple in graph}


def wanted(store: Store) -> set[str]:
    return triples(rdflib.Graph().parse(data="".join(store.lines), format="nt"))


@pytest.mark.parametrize("store", GRAPHS, indirect=True)
def test_turtle_is_read_by_rdflib_and_by_oxigraph_as_the_store(store: Store) -> None:
    data = turtle.export(store)
    assert triples(rdflib.Graph().parse(data=data, format="turtle")) == wanted(store)
    assert {f"{quad.triple} .\n" for quad in ox.parse(data, ox.RdfFormat.TURTLE)} == set(store.lines)


@pytest.mark.parametrize("store", GRAPHS, indirect=True)
def test_n_triples_are_the_lines_of_the_store(store: Store) -> None:
    data = ntriples.export(store)
    assert data.decode() == "".join(store.lines)
    assert data.count(b"\n") == len(store)
    assert {f"{quad.triple} .\n" for quad in ox.parse(data, ox.RdfFormat.N_TRIPLES)} == set(store.lines)


@pytest.mark.parametrize("store", GRAPHS, indirect=True)
def test_json_ld_is_read_by_rdflib_and_by_oxigraph_as_the_store(store: Store) -> None:
    data = jsonld.export(store)
    assert triples(rdflib.Graph().parse(data=data, format="json-ld")) == wanted(store)
    assert {f"{quad.triple} .\n" for quad in ox.parse(data, ox.RdfFormat.JSON_LD)} == set(store.lines)


@given(st.lists(st.tuples(st.sampled_from([A, B]), predicates, values | st.just(B)), max_size=8))
@settings(deadline=None, max_examples=80)
def test_whatever_an_extractor_yields_comes_back_from_rdf(made: list[Triple]) -> None:
    store = store_of(*made)
    for export, form in (
        (turtle.export, ox.RdfFormat.TURTLE),
        (ntriples.export, ox.RdfFormat.N_TRIPLES),
        (jsonld.export, ox.RdfFormat.JSON_LD),
    ):
        assert {f"{quad.triple} .\n" for quad in ox.parse(export(store), form)} == set(store.lines)


def test_json_ld_is_plain_to_read(harbor: kg.KnowledgeGraph) -> None:
    document = json.loads(jsonld.export(harbor._store))
    things = {thing["@id"]: thing for thing in document["@graph"]}
    ferry = things["https://kg-news.example/article/fded6a3d388c2666"]
    assert ferry["@type"] == "schema:NewsArticle"
    assert ferry["quality"] == 72
    assert ferry["published"] is False
    assert ferry["datePublished"] == "2021-03-04T18:30:00Z"
    assert ferry["publisher"] == "https://kg-news.example/provider/harbor-post.example"
    assert len(ferry["related"]) == 2
    context = document["@context"]
    assert context["kg"] == "https://kg-news.example/ontology#"
    assert context["related"] == {"@id": "kg:related", "@type": "@id"}
    assert context["datePublished"] == {"@id": "schema:datePublished", "@type": "xsd:dateTime"}
    assert context["headline"] == "schema:headline"


def test_two_properties_of_one_name_are_told_apart_in_json_ld() -> None:
    store = store_of((A, SCHEMA.name, text("x")), (A, IRI("https://other.example/name"), text("y")))
    (thing,) = json.loads(jsonld.export(store))["@graph"]
    assert thing["schema:name"] == "x"
    assert thing["https://other.example/name"] == "y"


@pytest.mark.parametrize("literal", [Literal("many", XSD.integer), Literal("yes", XSD.boolean), integer(10**20)])
def test_what_json_cannot_hold_exactly_is_written_in_full(literal: Literal) -> None:
    (thing,) = json.loads(jsonld.export(store_of((A, KG.heat, literal))))["@graph"]
    assert thing["heat"]["@value"] == literal.value
    assert isinstance(thing["heat"]["@type"], str)


def assert_same_network(read: nx.Graph[str], store: Store, *, edge_kind: str) -> None:
    graph = flat_network(store)
    assert set(read) == set(graph)
    for node, data in graph.nodes(data=True):
        found = {name: value for name, value in read.nodes[node].items() if name not in ("id", "viz")}
        assert found == data
        assert {name: type(value) for name, value in found.items()} == {n: type(v) for n, v in data.items()}
    edges = sorted((source, target, data[edge_kind]) for source, target, data in read.edges(data=True))
    assert edges == sorted(graph.edges(keys=True))


@pytest.mark.parametrize("store", GRAPHS, indirect=True)
def test_graphml_is_read_by_networkx_as_the_network(store: Store) -> None:
    read = nx.read_graphml(io.BytesIO(graphml.export(store)), force_multigraph=True)
    assert read.is_directed()
    assert_same_network(read, store, edge_kind="kind")


@pytest.mark.parametrize("store", GRAPHS, indirect=True)
def test_gexf_is_read_by_networkx_as_the_network(store: Store) -> None:
    read = nx.read_gexf(io.BytesIO(gexf.export(store)))
    assert read.is_directed()
    assert_same_network(read, store, edge_kind="kind")


def test_names_in_graphml_are_declared_once(hostile: Store) -> None:
    root = ET.fromstring(graphml.export(hostile))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    ids = [key.get("id") for key in root.iter(f"{space}key")]
    assert len(ids) == len(set(ids))
    edges = [edge.get("id") for edge in root.iter(f"{space}edge")]
    assert len(edges) == len(set(edges)) == 4


def test_edges_in_gexf_are_labelled_by_their_kind(harbor: kg.KnowledgeGraph) -> None:
    root = ET.fromstring(gexf.export(harbor._store))
    edges = list(root.iter("{http://www.gexf.net/1.2draft}edge"))
    assert len(edges) == harbor.networkx().number_of_edges()
    assert {edge.get("label") for edge in edges} == {
        "publisher",
        "about",
        "image",
        "logo",
        "related",
        "broader",
        "part",
    }
    assert len({edge.get("id") for edge in edges}) == len(edges)


def test_no_format_says_when_it_was_written(harbor: kg.KnowledgeGraph) -> None:
    assert b"lastmodifieddate" not in gexf.export(harbor._store)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (["IBM", "Big Blue"], "IBM | Big Blue"),
        ([1, None, True], "1 | True"),
        (datetime(2021, 3, 5, 8, 0, 0, 250_000, tzinfo=UTC), "2021-03-05T08:00:00.25Z"),
        (Decimal("0.125"), 0.125),
        (True, True),
        (7, 7),
        (2.5, 2.5),
        ("a\x00b\x0bc\td\r\ne\rf", "abc\td\ne\nf"),
    ],
)
def test_values_are_flattened(value: Any, plain: Any) -> None:
    assert flat(value) == plain
    assert type(flat(value)) is type(plain)


def test_none_is_left_out_and_names_that_gexf_uses_are_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("x", kind="story", label="y", start=datetime(2021, 3, 4, tzinfo=UTC), end=None, id=3)
    monkeypatch.setattr("kg.exporters.flat.network", lambda _store: graph)
    assert dict(flat_network(Store.load([])).nodes["x"]) == {
        "kind": "story",
        "label": "y",
        "start_": "2021-03-04T00:00:00Z",
        "id_": 3,
    }
    read = nx.read_gexf(io.BytesIO(gexf.export(Store.load([]))))
    assert read.nodes["x"]["start_"] == "2021-03-04T00:00:00Z"


@pytest.mark.parametrize("read", [nx.read_graphml, nx.read_gexf])
def test_an_attribute_has_one_type_for_all_that_have_it(read: Any) -> None:
    name = IRI("https://other.example/pages")
    made = [(A, name, integer(1)), (A, name, integer(2)), (B, name, integer(3)), (B, KG.full, boolean(True))]
    store = store_of((A, RDF.type, SCHEMA.NewsArticle), (B, RDF.type, SCHEMA.NewsArticle), *made)
    export = graphml.export if read is nx.read_graphml else gexf.export
    found = read(io.BytesIO(export(store)))
    assert found.nodes[f"{BASE}{A}"]["pages"] == "1 | 2"
    assert found.nodes[f"{BASE}{B}"]["pages"] == "3"
    assert found.nodes[f"{BASE}{B}"]["full"] is True
    assert "full" not in found.nodes[f"{BASE}{A}"]


def test_a_truth_value_among_texts_is_a_text() -> None:
    made = [(A, KG.full, boolean(True)), (B, KG.full, Literal("perhaps", XSD.string))]
    store = store_of((A, RDF.type, SCHEMA.NewsArticle), (B, RDF.type, SCHEMA.NewsArticle), *made)
    assert {data["full"] for _, data in flat_network(store).nodes(data=True)} == {"true", "perhaps"}


@pytest.mark.parametrize("name", sorted(exporters.FORMATS))
def test_an_empty_graph_can_be_written(name: str) -> None:
    data = exporters.FORMATS[name].export(Store.load([]))
    if isinstance(data, Mapping):
        assert set(data) >= EMPTY[name]
    elif name in ("cytoscape", "graphology"):
        assert json.loads(data)
    elif name in ("png", "svg"):
        assert len(data) > 300
    elif name in ("graphml", "gexf"):
        assert len(getattr(nx, f"read_{name}")(io.BytesIO(data))) == 0
    elif name == "jsonld":
        assert len(rdflib.Graph().parse(data=data, format="json-ld")) == 0
    elif name == "html":
        assert b"</html>" in data
    else:
        assert data == b""


def test_every_format_is_the_same_bytes_in_another_process(harbor: kg.KnowledgeGraph, tmp_path: Path) -> None:
    ours = harbor.export(*exporters.FORMATS, to=tmp_path / "ours")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "kg",
        "export",
        "-g",
        harbor.folder,
        *exporters.FORMATS,
        "--to",
        tmp_path / "theirs",
    ]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "99"})
    for path in ours:
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        assert files
        for file in files:
            name = file.relative_to(tmp_path / "ours")
            assert (tmp_path / "theirs" / name).read_bytes() == file.read_bytes(), name


def test_names_of_formats_have_short_forms_and_count_once() -> None:
    assert exporters.known(["TTL", " turtle ", "nt", "json-ld", ""]) == ("turtle", "ntriples", "jsonld")
    assert exporters.known([]) == ()
    with pytest.raises(UsageError, match=r"no format 'rdf/xml'; there are csv, cytoscape, gexf, .*, turtle"):
        exporters.known(["turtle", "rdf/xml"])


def test_files_are_named_by_their_extension(hostile: Store, tmp_path: Path) -> None:
    paths = exporters.write(hostile, tuple(exporters.FORMATS), folder=tmp_path / "new")
    assert [path.name for path in paths] == [
        "graph-csv",
        "graph.cyjs",
        "graph.gexf",
        "graph.graphml",
        "graph.graphology.json",
        "graph.html",
        "graph.jsonld",
        "graph-neo4j",
        "graph.nq",
        "graph.nt",
        "graph-obsidian",
        "graph-parquet",
        "graph.png",
        "graph-site",
        "graph.svg",
        "graph.trig",
        "graph.ttl",
    ]
    assert sorted(tmp_path.joinpath("new").iterdir()) == sorted(paths), "no part of a file is left"


def test_a_file_that_cannot_be_written_is_named_and_leaves_nothing(hostile: Store, tmp_path: Path) -> None:
    (tmp_path / "graph.nt").mkdir()
    with pytest.raises(UsageError, match=f"cannot write {tmp_path / 'graph.nt'}: .*; name another folder"):
        exporters.write(hostile, ("ntriples",), folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nt"]
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot write"):
        exporters.write(hostile, ("ntriples",), folder=tmp_path / "file")


def test_a_page_cannot_get_out_of_its_frame() -> None:
    page = '<!DOCTYPE html><p title="a" id=\'b\'>&amp; "><script>alert(1)</script></iframe>é'
    frame = inline.Frame(page.encode(), height=200)
    shown = frame._repr_html_()
    match = re.fullmatch(r'<iframe srcdoc="([^"<>]*)"((?: [a-z]+="[^"<>]*")*)></iframe>', shown)
    assert match
    assert html.unescape(match[1]) == page
    assert set("".join(re.findall(r'sandbox="([^"]*)"', match[2])).split()) == {
        "allow-scripts",
        "allow-popups",
        "allow-popups-to-escape-sandbox",
    }
    assert "height:200px" in match[2]


def test_a_frame_outside_of_a_notebook_says_what_it_is() -> None:
    assert repr(inline.Frame(b"x" * 1234, height=1)) == "<Frame of 1,234 bytes: show it in a notebook>"
