"""Lines of N-Triples -> the store, SPARQL over it, and the rdflib view."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.query import ResultRow

import kg
from kg.errors import GraphError, QueryError
from kg.rdf.literals import any_uri, boolean, date_time, decimal, integer, text
from kg.rdf.ntriples import Writer
from kg.rdf.remote import Remote
from kg.rdf.store import Store, turtle
from kg.rdf.terms import IRI, Literal
from kg.rdf.vocab import KG, SCHEMA, XSD

BASE = "https://n.example/"
AN_IRI = IRI("article/1")

plain_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
literals = st.one_of(
    plain_texts.map(text),
    plain_texts.map(any_uri),
    st.booleans().map(boolean),
    st.integers(-(10**30), 10**30).map(integer),
    st.floats(-1e6, 1e6).map(decimal),
    st.datetimes(timezones=st.just(UTC)).map(date_time),
    st.builds(Literal, plain_texts, language=st.sampled_from(["en", "de-AT", "ZH-hant"])),
    st.builds(
        Literal,
        st.from_regex(r"-?[0-9]{1,6}(\.[0-9]{1,4})?|true|1|0|2021-0[1-9]-1[0-9]T24?[01][0-9]:00:0[0-9](\.[0-9]+)?Z?"),
        datatype=st.sampled_from([XSD.integer, XSD.decimal, XSD.boolean, XSD.dateTime, XSD.string, IRI(f"{BASE}type")]),
    ),
)


def lines_of(*objects: Literal | IRI) -> list[str]:
    return Writer(BASE).lines((AN_IRI, SCHEMA.name, thing) for thing in objects)


def terms(graph: rdflib.Graph) -> set[str]:
    """The triples of an rdflib graph as N-Triples, datatypes included; a text without one is an xsd:string."""
    return {" ".join(term.n3() for term in triple).removesuffix(f"^^<{XSD.string}>") for triple in graph}


@given(st.lists(literals, max_size=8))
@settings(deadline=None, max_examples=30)
def test_a_reopened_store_gives_the_lines_that_it_was_built_from(things: list[Literal]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        built = Store.load(lines_of(*things), folder=Path(folder) / "store")
        lines = built.lines
        assert len(built) == len(lines)
        del built
        assert Store.open(Path(folder) / "store").lines == lines


@pytest.mark.parametrize(
    ("literal", "line_end"),
    [
        (Literal("x", XSD.string), '"x"'),
        (Literal("01", XSD.integer), f'"1"^^<{XSD.integer}>'),
        (Literal("1.50", XSD.decimal), f'"1.5"^^<{XSD.decimal}>'),
        (Literal("1", XSD.boolean), f'"true"^^<{XSD.boolean}>'),
        (Literal("2021-03-04T18:30:00+01:00", XSD.dateTime), f'"2021-03-04T18:30:00+01:00"^^<{XSD.dateTime}>'),
        (Literal("2021-03-04T18:30:00.50Z", XSD.dateTime), f'"2021-03-04T18:30:00.5Z"^^<{XSD.dateTime}>'),
        (Literal("ten", XSD.integer), f'"ten"^^<{XSD.integer}>'),
        (Literal("a", language="EN-us"), '"a"@en-us'),
    ],
)
def test_a_value_is_written_as_the_store_gives_it_back(literal: Literal, line_end: str) -> None:
    (line,) = lines_of(literal)
    assert line == f"<{BASE}article/1> <{SCHEMA.name}> {line_end} .\n"
    store = Store.load([line])
    assert Store(store._store).lines == (line,)  # as dumped, not as given


def test_lines_are_a_set_in_order() -> None:
    given = lines_of(text("b"), text("a"), text("b"))
    assert Store.load(given).lines == tuple(sorted(set(given)))
    assert Store.load(reversed(given)).lines == Store.load(given).lines
    assert len(Store.load(given)) == 2


def test_the_empty_store() -> None:
    store = Store.load([])
    assert (len(store), store.lines, list(store.triples()), list(store.statements())) == (0, (), [], [])
    assert turtle(store.triples()) == b""


def test_statements_are_subject_predicate_and_object_sorted() -> None:
    store = Store.load(lines_of(integer(2), IRI("topic/ai"), text("a")))
    assert list(store.statements()) == [
        (f"{BASE}article/1", SCHEMA.name, ox.Literal("2", datatype=ox.NamedNode(XSD.integer))),
        (f"{BASE}article/1", SCHEMA.name, ox.Literal("a")),
        (f"{BASE}article/1", SCHEMA.name, ox.NamedNode(f"{BASE}topic/ai")),
    ]


@given(st.lists(plain_texts, max_size=6))
@settings(deadline=None)
def test_turtle_is_read_by_rdflib_as_the_same_triples(texts: list[str]) -> None:
    store = Store.load(lines_of(*map(text, texts)))
    read = rdflib.Graph().parse(turtle(store.triples()), format="turtle")
    assert {str(o) for o in read.objects()} == set(texts)
    assert len(read) == len(set(texts))


def test_turtle_sorts_its_prefixes_and_parts_its_subjects() -> None:
    triples = [ox.Triple(ox.NamedNode(f"{BASE}{n}"), ox.NamedNode(SCHEMA.name), ox.Literal("x")) for n in "ab"]
    head, first, second = turtle(triples).decode().split("\n\n")
    prefixes = [line.split()[1] for line in head.splitlines()]
    assert prefixes == ["dcterms:", "kg:", "prov:", "rdf:", "rdfs:", "schema:", "skos:", "xsd:"]
    assert first == f'<{BASE}a> schema:name "x" .'
    assert second == f'<{BASE}b> schema:name "x" .\n'


def test_a_text_that_looks_like_a_prefix_stays_where_it_is() -> None:
    subject, label = ox.NamedNode(SCHEMA.NewsArticle), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    triples = [ox.Triple(subject, label, ox.Literal(value)) for value in ("@prefix a", "b")]
    triples.append(ox.Triple(ox.BlankNode("x"), label, ox.Literal("@prefix c\n<d>")))
    read = rdflib.Graph().parse(turtle(triples), format="turtle")
    assert {str(o) for o in read.objects()} == {"@prefix a", "b", "@prefix c\n<d>"}


def test_no_graph_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=f"no graph in {tmp_path}: build one with kg build SOURCE -o {tmp_path}"):
        Store.open(tmp_path / "store")


def test_a_damaged_store_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with pytest.raises(GraphError, match=r"cannot be opened .* build the graph again"):
        Store.open(tmp_path / "store")


def test_prefixes_need_no_declaration(harbor_store: Store) -> None:
    prefixes = ("kg:full", "schema:name", "skos:broader", "dcterms:title", "prov:value", "xsd:integer", "rdf:type")
    for name in (*prefixes, "rdfs:label"):
        assert not harbor_store.query(f"ASK {{ {name} ?p {name} }}")


def test_a_wrong_query_says_where() -> None:
    with pytest.raises(QueryError, match=r"not valid SPARQL: error at 1:17.*\(line:column\)"):
        Store.load([]).query("SELECT ?x WHERE }")


def test_a_hint_of_the_parser_is_left_out_when_it_is_endless() -> None:
    with pytest.raises(QueryError) as error:
        Store.load([]).query("SELECT * { ?s ?p")
    assert len(str(error.value)) < 300


def test_a_query_that_breaks_at_once_is_an_error_of_ours() -> None:
    with pytest.raises(QueryError, match="the query cannot be answered: "):
        Store.load([]).query("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match=r"the query cannot be answered: .*custom function"):
        Store.load([]).query("SELECT * { FILTER(<https://x.example/f>(1)) }")


def test_a_term_stands_in_the_place_of_a_variable() -> None:
    store = Store.load(lines_of(integer(2), text("a")))
    asked = "SELECT ?thing ?name { ?thing schema:name ?name FILTER(isLiteral(?name)) } ORDER BY ?name"
    subject = ox.NamedNode(f"{BASE}article/1")
    assert [row["name"].value for row in store.select(asked, values={"thing": subject})] == ["2", "a"]
    assert not list(store.select(asked, values={"thing": ox.NamedNode(f"{BASE}article/2")}))
    made = store.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", values={"o": ox.Literal("a")})
    assert [triple.object for triple in made] == [ox.Literal("a")]


def test_a_query_has_a_dataset_and_a_base_of_its_own() -> None:
    made = ox.Store()
    for name in "abc":
        made.add(
            ox.Quad(ox.NamedNode(BASE + name), ox.NamedNode(SCHEMA.name), ox.Literal(name), ox.NamedNode(BASE + name))
        )
    store = Store(made)
    names = "SELECT ?n { ?s schema:name ?n } ORDER BY ?n"
    assert not list(store.select(names))
    found = store.query(names, default_graphs=[BASE + "a", BASE + "c"])
    assert isinstance(found, ox.QuerySolutions)
    assert [row["n"].value for row in found] == ["a", "c"]
    assert store.query("ASK { GRAPH ?g { ?s schema:name 'b' } }")
    assert not store.query("ASK { GRAPH ?g { ?s schema:name 'b' } }", named_graphs=[BASE + "c"])
    assert store.query("ASK { GRAPH <b> { <b> schema:name 'b' } }", base=BASE)


def test_an_endpoint_is_asked_by_text_alone() -> None:
    with pytest.raises(QueryError, match="an endpoint is asked without values: write that into the query"):
        Remote("http://127.0.0.1:9/sparql").select("SELECT * { ?s ?p ?o }", values={"s": ox.NamedNode(BASE)})


def test_rows_and_triples_are_asked_for_by_what_gives_them() -> None:
    with pytest.raises(QueryError, match="only SELECT gives rows"):
        Store.load([]).select("ASK {}")
    with pytest.raises(QueryError, match="only CONSTRUCT and DESCRIBE give triples"):
        Store.load([]).construct("SELECT * {}")


def test_rdflib_has_the_same_triples_in_its_own_terms(harbor: kg.KnowledgeGraph, harbor_store: Store) -> None:
    graph = harbor.rdflib()
    assert isinstance(graph, rdflib.Graph)
    read = rdflib.Graph().parse(data="".join(harbor_store.lines), format="nt")
    assert terms(graph) == terms(read)
    assert len(graph) == len(harbor_store.lines)


def test_rdflib_asks_in_sparql_through_its_own_interface(harbor: kg.KnowledgeGraph) -> None:
    graph = harbor.rdflib()
    (row,) = graph.query('SELECT ?o ?n WHERE { ?o kg:domain "tern-times.example" ; schema:name ?n }')
    assert isinstance(row, ResultRow)
    assert row.o == rdflib.URIRef("https://kg-news.example/provider/tern-times.example")
    assert row.n == rdflib.Literal("Tern Times")
    assert graph.value(None, rdflib.URIRef(KG.domain), rdflib.Literal("tern-times.example")) == row.o
    assert dict(graph.namespaces())["kg"] == rdflib.URIRef("https://kg-news.example/ontology#")
    full = graph.triples((None, rdflib.URIRef(KG.full), rdflib.Literal(True)))
    assert len(list(full)) == 3


def test_a_date_is_a_date_in_rdflib(harbor: kg.KnowledgeGraph) -> None:
    said = harbor.rdflib().objects(None, rdflib.URIRef(SCHEMA.datePublished))
    dates = {value.toPython() for value in said if isinstance(value, rdflib.Literal)}
    assert datetime(2021, 3, 5, 8, 0, 0, 250_000, tzinfo=UTC) in dates


def test_a_line_end_of_unicode_ends_no_line(tmp_path: Path) -> None:
    given = lines_of(any_uri("https://a.example/x\u2028y\x85z"), text("a\nb\rc"))
    lines = Store.load(given, folder=tmp_path / "store").lines
    assert len(lines) == 2
    assert Store.open(tmp_path / "store").lines == lines


def test_rows_are_values_of_python() -> None:
    store = Store.load([f'<{BASE}a> <{SCHEMA.name}> "7"^^<{XSD.integer}> .\n'])
    query = f"SELECT ?a ?n ?none {{ ?a <{SCHEMA.name}> ?n OPTIONAL {{ ?a <urn:none> ?none }} }}"
    assert list(store.rows(query)) == [{"a": f"{BASE}a", "n": 7, "none": None}]
