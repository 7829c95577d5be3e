"""SPARQL 1.1 Protocol, request by request, on a real server."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import partial
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

import kg
from kg.server.protocol import Query, read_get, read_post
from server_support import Served

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
ASK = "ASK { ?s ?p ?o }"
ROWS = "SELECT ?s ?d { ?s kg:domain ?d } ORDER BY ?d"
GRAPH = "CONSTRUCT { ?s kg:domain ?d } WHERE { ?s kg:domain ?d }"
EMPTY = "http://nowhere.example/graph"

# a request (method, target, content type, body) -> the status of its answer
REQUESTS = {
    "a query in the address": ("GET", f"/sparql?query={quote(ASK)}", None, None, 200),
    "with + for spaces": ("GET", f"/sparql?{urlencode({'query': ASK})}", None, None, 200),
    "with something unknown beside it": ("GET", f"/sparql?query={quote(ASK)}&x=1&format=json", None, None, 200),
    "a query of a form": ("POST", "/sparql", FORM, urlencode({"query": ASK}), 200),
    "of a form with its character set": ("POST", "/sparql", f"{FORM}; charset=UTF-8", urlencode({"query": ASK}), 200),
    "a query as the body": ("POST", "/sparql", QUERY, ASK, 200),
    "as the body with its character set": ("POST", "/sparql", f"{QUERY};charset=utf-8", ASK, 200),
    "the same under the other name": ("POST", "/query", QUERY, ASK, 200),
    "no query at all": ("GET", "/sparql", None, None, 200),
    "HEAD": ("HEAD", f"/sparql?query={quote(ASK)}", None, None, 200),
    "OPTIONS": ("OPTIONS", "/sparql", None, None, 204),
    "two queries": ("GET", f"/sparql?query={quote(ASK)}&query={quote(ASK)}", None, None, 400),
    "two queries of a form": ("POST", "/sparql", FORM, urlencode([("query", ASK), ("query", ASK)]), 400),
    "one in the address, one in the body": ("POST", f"/sparql?query={quote(ASK)}", QUERY, ASK, 400),
    "a dataset without a query": ("GET", f"/sparql?default-graph-uri={quote(EMPTY)}", None, None, 400),
    "a form without a query": ("POST", "/sparql", FORM, "x=1", 400),
    "a form of nothing": ("POST", "/sparql", FORM, "", 400),
    "an empty query": ("GET", "/sparql?query=", None, None, 400),
    "an empty body": ("POST", "/sparql", QUERY, "", 400),
    "no SPARQL": ("GET", f"/sparql?query={quote('SELECT * WHERE {')}", None, None, 400),
    "a graph that is no IRI": ("GET", f"/sparql?query={quote(ASK)}&default-graph-uri=a%20b", None, None, 400),
    "bytes that are no UTF-8": ("GET", "/sparql?query=%FF", None, None, 400),
    "a body of them": ("POST", "/sparql", QUERY, b"ASK { ?s ?p '\xff' }", 400),
    "too many parameters": ("GET", "/sparql?query=" + quote(ASK) + "&x=1" * 200, None, None, 400),
    "another media type": ("POST", "/sparql", "application/json", json.dumps({"query": ASK}), 415),
    "a form with files": ("POST", "/sparql", "multipart/form-data; boundary=x", "--x--", 415),
    "no media type": ("POST", "/sparql", None, ASK, 415),
    "another character set": ("POST", "/sparql", f"{QUERY}; charset=utf-16", ASK.encode("utf-16"), 415),
    "an update": ("POST", "/sparql", UPDATE, "DELETE WHERE { ?s ?p ?o }", 403),
    "an update of a form": ("POST", "/sparql", FORM, urlencode({"update": "CLEAR ALL"}), 403),
    "an update in the address": ("GET", f"/sparql?update={quote('CLEAR ALL')}", None, None, 403),
    "an update that says it is a query": ("POST", "/sparql", QUERY, "INSERT DATA { <a:a> <a:b> <a:c> }", 400),
    "LOAD": ("POST", "/sparql", QUERY, "LOAD <file:///etc/hostname>", 400),
    "PUT": ("PUT", "/sparql", QUERY, ASK, 405),
    "DELETE": ("DELETE", "/sparql", None, None, 405),
    "PATCH": ("PATCH", "/sparql", QUERY, ASK, 405),
    "POST to a page": ("POST", "/", FORM, "x=1", 405),
    "a body that is too long": ("POST", "/sparql", QUERY, b"#" * (1 << 20) + b"\n" + ASK.encode(), 413),
    "SERVICE": ("POST", "/sparql", QUERY, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403),
}  # fmt: skip


@pytest.mark.parametrize("name", REQUESTS)
def test_each_request_has_its_status(served: Served, name: str) -> None:
    method, target, media, body, status = REQUESTS[name]
    content = body.encode() if isinstance(body, str) else body
    answer = served.ask(method, target, headers={"Content-Type": media} if media else {}, body=content)
    assert answer.status == status, answer.text
    if status >= 400:
        assert answer.media == "text/plain"
        assert answer.text.strip(), "it says why"


def test_a_bad_query_says_the_line_and_the_column(served: Served) -> None:
    answer = served.query("SELECT ?s WHERE {\n  ?s ?p ?o .\n  ?s ?p }")
    assert answer.status == 400
    assert re.search(r"at line 3, column (\d+) \(3:\1\)", answer.text), answer.text


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml;q=0.9, image/png", "application/xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/*;q=0.3, application/sparql-results+xml;q=0.2", "text/xml"),
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
    ],
)
def test_rows_come_in_the_form_that_is_liked_best(served: Served, accept: str, media: str) -> None:
    answer = served.query(ROWS, accept=accept)
    assert (answer.status, answer.media) == (200, media), answer.text
    assert "accept" in answer.headers["vary"].lower()
    domains = [f"paper{number}.example" for number in range(3)]
    forms = {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "tab-separated-values": ox.QueryResultsFormat.TSV,
    }
    form = next((form for name, form in forms.items() if media.endswith(name)), None)
    if form is None:
        assert [row["d"] for row in csv.DictReader(io.StringIO(answer.text))] == domains
        return
    found = ox.parse_query_results(answer.body, form)
    assert isinstance(found, ox.QuerySolutions)
    assert [row["d"].value for row in found] == domains


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("*/*", ox.RdfFormat.TURTLE),
    ],
)
@pytest.mark.parametrize("query", [GRAPH, "DESCRIBE ?s { ?s kg:domain ?d }"])
def test_triples_come_in_the_form_that_is_liked_best(
    served: Served, accept: str, form: ox.RdfFormat, query: str
) -> None:
    answer = served.query(query, accept=accept)
    assert answer.status == 200, answer.text
    assert answer.media == form.media_type.partition(";")[0]
    found = {quad.object.value for quad in ox.parse(answer.body, form) if quad.predicate.value.endswith("#domain")}
    assert found == {f"paper{number}.example" for number in range(3)}


@pytest.mark.parametrize(("query", "accept"), [(ROWS, "text/turtle"), (GRAPH, "text/csv"), (ASK, "image/png")])
def test_a_form_that_there_is_not_is_not_acceptable(served: Served, query: str, accept: str) -> None:
    answer = served.query(query, accept=accept)
    assert answer.status == 406
    assert "there are" in answer.text


def test_a_truth_value_comes_as_json_xml_and_text(served: Served) -> None:
    assert json.loads(served.query(ASK).body)["boolean"] is True
    found = ox.parse_query_results(served.query(ASK, accept="text/xml").body, ox.QueryResultsFormat.XML)
    assert isinstance(found, ox.QueryBoolean)
    assert found


def test_all_forms_of_a_request_mean_the_same(served: Served) -> None:
    one = served.query(ROWS)
    form = {"Content-Type": FORM, "Accept": "application/sparql-results+json"}
    assert served.ask("POST", "/sparql", headers=form, body=urlencode({"query": ROWS}).encode()).body == one.body
    direct = {"Content-Type": QUERY, "Accept": "application/sparql-results+json"}
    assert served.ask("POST", "/sparql", headers=direct, body=ROWS.encode()).body == one.body
    head = served.ask("HEAD", f"/sparql?{urlencode({'query': ROWS})}", headers={"Accept": "application/json"})
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(one.body)))


def test_a_dataset_that_is_named_is_all_there_is(served: Served) -> None:
    everything = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"

    def count(**named: str) -> int:
        rows = json.loads(served.query(everything, **named).body)["results"]["bindings"]
        return int(rows[0]["n"]["value"])

    assert count() > 50
    assert count(**{"default-graph-uri": EMPTY}) == 0
    assert count(**{"named-graph-uri": EMPTY}) == 0
    form = urlencode([("query", everything), ("default-graph-uri", EMPTY), ("default-graph-uri", EMPTY + "2")])
    assert b'"0"' in served.ask("POST", "/sparql", headers={"Content-Type": FORM}, body=form.encode()).body
    target = f"/sparql?{urlencode({'default-graph-uri': EMPTY})}"
    assert b'"0"' in served.ask("POST", target, headers={"Content-Type": QUERY}, body=everything.encode()).body


@pytest.mark.parametrize("media", ["text/turtle", "application/n-triples", "application/ld+json"])
def test_it_describes_itself(served: Served, media: str) -> None:
    answer = served.get("/sparql", accept=media)
    assert (answer.status, answer.media) == (200, media)
    formats = [form for form in (ox.RdfFormat.from_media_type(media),) if form]
    store = ox.Store()
    store.load(answer.body, formats[0])
    sd = "http://www.w3.org/ns/sparql-service-description#"
    endpoint = f"<{served.address}/sparql>"
    assert store.query(
        f"ASK {{ {endpoint} a <{sd}Service> ; <{sd}endpoint> {endpoint} ;"
        f" <{sd}supportedLanguage> <{sd}SPARQL11Query> }}"
    )
    assert store.query(f"ASK {{ {endpoint} <{sd}resultFormat> <http://www.w3.org/ns/formats/SPARQL_Results_CSV> }}")
    assert not store.query(f"ASK {{ ?s <{sd}feature> <{sd}BasicFederatedQuery> }}")


def test_a_host_that_lies_does_not_come_into_the_description(served: Served) -> None:
    answer = served.ask("GET", "/sparql", headers={"Host": 'x> <a:b> "', "Accept": "text/turtle"})
    assert answer.status in (200, 400)
    assert b"a:b" not in answer.body


def test_no_site_may_read_unless_it_is_told(served: Served) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    for answer in (
        served.ask("OPTIONS", "/sparql", headers=asked),
        served.ask("GET", "/sparql?query=ASK%7B%7D", headers=asked),
    ):
        assert answer.status in (200, 204)
        assert "access-control-allow-origin" not in answer.headers
    assert served.ask("DELETE", "/sparql").headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_relative_addresses_are_resolved_against_that_of_the_request(served: Served) -> None:
    answer = served.query("SELECT ?x { BIND(<a> AS ?x) }", accept="text/csv")
    assert answer.text.split() == ["x", f"{served.address}/a"]
    assert served.query("ASK { <> ?p <#a> }").status == 200


@pytest.mark.parametrize("name", ["format", "output"])
@pytest.mark.parametrize(
    ("form", "media"),
    [
        ("csv", "text/csv"),
        ("xml", "application/xml"),
        ("application/sparql-results+xml",) * 2,
        ("tsv", "text/tab-separated-values"),
    ],
)
def test_the_address_may_name_the_form(served: Served, name: str, form: str, media: str) -> None:
    answer = served.query(ROWS, accept="application/json", **{name: form})
    assert (answer.status, answer.media) == (200, media)
    assert served.query(GRAPH, accept="application/json", **{name: "nt"}).media == "application/n-triples"
    assert served.query(ROWS, **{name: "png"}).status == 406


def test_it_names_its_dataset_and_hands_out_its_vocabulary(served: Served) -> None:
    store = ox.Store()
    store.load(served.get("/sparql", accept="text/turtle").body, ox.RdfFormat.TURTLE)
    dataset = "<http://www.w3.org/ns/sparql-service-description#defaultDataset>/<http://purl.org/dc/terms/title>"
    assert store.query(f"ASK {{ ?s {dataset} ?title FILTER(CONTAINS(?title, 'kg-news.example')) }}")
    answer = served.get("/ontology", accept="application/n-triples")
    assert (answer.status, answer.media) == (200, "application/n-triples")
    store.load(answer.body, ox.RdfFormat.N_TRIPLES)
    for term, kind in (("Story", "Class"), ("related", "ObjectProperty")):
        assert store.query(
            f"ASK {{ <https://kg-news.example/ontology#{term}> a <http://www.w3.org/2002/07/owl#{kind}> }}"
        ), term


def test_the_search_for_words_works_there_too(served: Served) -> None:
    query = 'SELECT ?h { ?a schema:headline ?h FILTER(kg:matches(?a, "ferry")) } ORDER BY ?h'
    rows = json.loads(served.query(query).body)["results"]["bindings"]
    assert [row["h"]["value"] for row in rows] == ["Ferry news, part 6", "Ferry news, part 7", "Ferry news, part 8"]


def test_a_graph_behind_it_is_asked_as_one_at_hand(served: Served) -> None:
    here, there = kg.open(served.folder), kg.open(f"{served.address}/sparql")
    for question in ("stories", "first-reports", "providers"):
        assert there.ask(question).rows == here.ask(question).rows
    assert there.query(GRAPH).to_text("turtle") == here.query(GRAPH).to_text("turtle")


@settings(deadline=None)
@given(st.text(), st.lists(st.sampled_from(["https://a.example/g", "urn:x:y"])))
def test_what_is_written_into_a_request_is_read_from_it(query: str, graphs: list[str]) -> None:
    try:
        query.encode()
    except UnicodeEncodeError:
        return
    form = urlencode([("query", query), *(("default-graph-uri", graph) for graph in graphs)])
    meant = Query(query, default=tuple(graphs), named=()) if graphs else Query(query)
    assert read_get(form.encode()) == meant
    assert read_post(b"", FORM, form.encode()) == meant
    dataset = urlencode([("default-graph-uri", graph) for graph in graphs])
    assert read_post(dataset.encode(), QUERY, query.encode()) == meant


@settings(deadline=None)
@given(st.binary(), st.text(), st.binary())
def test_whatever_comes_is_a_query_or_refused(address: bytes, media: str, body: bytes) -> None:
    for read in (
        partial(read_get, address),
        partial(read_post, address, media, body),
        partial(read_post, address, FORM, body),
    ):
        found: Query | HTTPException | None
        try:
            found = read()
        except HTTPException as error:
            found = error
        assert isinstance(found, Query | None) or (400 <= found.status_code < 500 and found.detail)
