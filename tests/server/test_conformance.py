"""The W3C suites of SPARQL 1.1, asked of the endpoint over HTTP: syntax, evaluation, forms of results, protocol.

One server has the data of all of them, each file as a graph of its own; a request names those of its test.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from server_support import Answer, Served, serving, written

pytestmark = [pytest.mark.conformance, pytest.mark.timeout(1800)]

SUITES = Path(__file__).resolve().parents[3] / "shared" / "w3c" / "sparql" / "sparql11"
BASE = "https://suites.example/"  # what the folder of the suites is called in IRIs
QUERIES = (
    "aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions", "grouping",
    "json-res", "negation", "project-expression", "property-path", "subquery", "syntax-fed", "syntax-query",
)  # fmt: skip
# not asked: entailment (the engine infers nothing), service (nobody is asked), all of updates, the graph store
# protocol (the endpoint is read-only), service-description (its three tests name no request; test_protocol.py)
READ_ONLY = "an update: the endpoint is read-only"
FEDERATED = "SERVICE is refused, even where it is only to be parsed"
# suite -> test -> why it is not passed; what is here and passes is a failure, too
TAGGED = "the engine's GROUP_CONCAT keeps a language that all texts have"
NAMES_OF_GRAPHS = "the engine gives ?g of GRAPH ?g { ... } a value only by the patterns of triples within"
UNKNOWN_TERM = "the engine's paths of no length begin at no term that the data has not"
KNOWN: dict[str, dict[str, str]] = {
    "aggregates": {
        "agg-groupconcat-04": TAGGED,
        "agg-groupconcat-06": TAGGED,
        "agg-empty-group-count-graph": NAMES_OF_GRAPHS,
    },
    "bindings": {"graph": NAMES_OF_GRAPHS},
    "csv-tsv-res": {"tsv03": "the engine keeps xsd:negativeInteger and its like as xsd:integer"},
    "functions": {"bnode01": "the engine's BNODE(text) is the same node in all rows"},
    "negation": {
        "graph-minus": "the engine takes ?g of GRAPH ?g { ... MINUS ... } as a variable that both sides share"
    },
    "property-path": {
        "zero_or_more_set_start": UNKNOWN_TERM,
        "zero_or_more_set_end": UNKNOWN_TERM,
        "zero_or_one_set_start": UNKNOWN_TERM,
        "zero_or_one_set_end": UNKNOWN_TERM,
    },
    "syntax-fed": {"test_1": FEDERATED, "test_2": FEDERATED, "test_3": FEDERATED},
    "syntax-query": {"test_4": "the engine refuses a function that it does not have before it asks"},
    "protocol": {
        "update_dataset_default_graph": READ_ONLY,
        "update_dataset_default_graphs": READ_ONLY,
        "update_dataset_named_graphs": READ_ONLY,
        "update_dataset_full": READ_ONLY,
        "update_post_form": READ_ONLY,
        "update_post_direct": READ_ONLY,
        "update_base_uri": READ_ONLY,
    },
}
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
FORMS = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
TABLES = {
    ".srx": ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
    ".srj": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    ".tsv": ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ".csv": ("text/csv", None),
}
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "float", "double")}
FROM = re.compile(r"^\s*FROM\s", re.IGNORECASE | re.MULTILINE)
TRIPLES = "application/n-triples"
FORMATS = {
    "boolean": r"application/(sparql-results\+)?(json|xml)",
    "tabular": r"application/(sparql-results\+)?(json|xml)|text/(csv|tab-separated-values)",
    "RDF": r"text/turtle|application/(n-triples|rdf\+xml|ld\+json)",
}  # fmt: skip


class Manifest:
    """The tests of a suite, as its manifest has them."""

    def __init__(self, suite: str) -> None:
        self.store = ox.Store()
        self.store.load(path=SUITES / suite / "manifest.ttl", base_iri=f"{BASE}{suite}/manifest.ttl")

    def all(self, subject: ox.NamedNode | ox.BlankNode | None, name: str) -> list[ox.NamedNode | ox.BlankNode]:
        return [quad.object for quad in self.store.quads_for_pattern(subject, ox.NamedNode(name), None)]  # type: ignore[misc]

    def one(self, subject: ox.NamedNode | ox.BlankNode | None, name: str) -> ox.NamedNode | ox.BlankNode | None:
        return next(iter(self.all(subject, name)), None)

    def text(self, subject: ox.NamedNode | ox.BlankNode | None, name: str) -> str:
        found = self.one(subject, name)
        return found.value if found is not None else ""

    def listed(self, head: ox.NamedNode | ox.BlankNode | None) -> Iterator[ox.NamedNode | ox.BlankNode]:
        while head is not None and head.value != f"{RDF}nil":
            if (first := self.one(head, f"{RDF}first")) is not None:
                yield first
            head = self.one(head, f"{RDF}rest")

    def graph_data(self, action: ox.NamedNode | ox.BlankNode, name: str) -> Iterator[tuple[str, Path]]:
        """Give the named graphs of a test: IRI and file."""
        for graph in self.all(action, name):
            if file := self.text(graph, f"{UT}graph") or self.text(graph, f"{QT}graph"):
                yield self.text(graph, LABEL) or file, local(file)
            elif isinstance(graph, ox.NamedNode):
                yield graph.value, local(graph.value)

    def tests(self) -> list[ox.NamedNode]:
        return [
            each
            for head in self.all(None, f"{MF}entries")
            for each in self.listed(head)
            if isinstance(each, ox.NamedNode)
        ]


class Dataset(NamedTuple):
    """What a test asks: graphs by IRI, with their files."""

    default: dict[str, Path]
    named: dict[str, Path]


def local(iri: str) -> Path:
    return SUITES / iri.removeprefix(BASE)


def dataset(manifest: Manifest, action: ox.NamedNode | ox.BlankNode) -> Dataset:
    default = {each.value: local(each.value) for each in manifest.all(action, f"{QT}data")}
    return Dataset(default, dict(manifest.graph_data(action, f"{QT}graphData")))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the data of all suites."""
    if not SUITES.is_dir():
        pytest.skip(f"{SUITES} is not here: the W3C's test suites are not part of this repository")
    folder = written(tmp_path_factory.mktemp("suites") / "output", [])
    store = ox.Store(folder / "store")
    for suite in (*QUERIES, "protocol"):
        manifest = Manifest(suite)
        files: dict[str, Path] = {}
        for test in manifest.tests():
            action = manifest.one(test, f"{MF}action") or test
            default, named = dataset(manifest, action)
            files |= default | named | dict(manifest.graph_data(test, f"{UT}graphData"))
        for iri, path in files.items():
            store.load(path=path, format=FORMS[path.suffix], base_iri=iri, to_graph=ox.NamedNode(iri))
    store.flush()
    del store
    with serving(folder, "--workers", "1") as server:
        yield server


def posted(server: Served, query: str, *, accept: str = "*/*", asked: Dataset | None = None) -> Answer:
    pairs = [("default-graph-uri", iri) for iri in asked.default] if asked else []
    pairs += [("named-graph-uri", iri) for iri in asked.named] if asked else []
    target = "/sparql" + (f"?{urlencode(pairs or [('default-graph-uri', BASE + 'nothing')])}" if asked else "")
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return server.ask("POST", target, headers=headers, body=query.encode())


def canonical(triples: Iterable[ox.Triple]) -> set[str]:
    """Return triples with names for blank nodes that depend on the triples alone."""
    found = ox.Dataset(ox.Quad(each.subject, each.predicate, each.object) for each in triples)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in found}


def plain(value: Any) -> Any:
    """Return a number or a truth value in one of its spellings, for the engine keeps the value alone."""
    if isinstance(value, ox.Literal) and value.datatype.value == f"{XSD}boolean":
        return ox.Literal(value.value in ("1", "true"))
    if not isinstance(value, ox.Literal) or value.datatype.value not in NUMBERS:
        return value
    with suppress(ValueError):
        return ox.Literal(repr(float(value.value)), datatype=value.datatype)
    return value


def rows(found: ox.QuerySolutions) -> Iterator[ox.Triple]:
    """Give rows as the triples of a result set, their order aside."""
    names = [each.value for each in found.variables]
    for row in found:
        node = ox.BlankNode()
        yield ox.Triple(ox.NamedNode(f"{RS}set"), ox.NamedNode(f"{RS}solution"), node)
        for name, value in zip(names, row, strict=True):
            if value is not None:
                yield ox.Triple(node, ox.NamedNode(f"{RS}{name}"), plain(value))


def as_set(triples: list[ox.Triple]) -> Iterator[ox.Triple]:
    """Give a result set in RDF as `rows` gives it."""
    known: dict[tuple[object, str], Any] = {(each.subject, each.predicate.value): each.object for each in triples}
    for each in triples:
        if each.predicate.value == f"{RS}solution" and isinstance(each.object, ox.BlankNode):
            yield ox.Triple(ox.NamedNode(f"{RS}set"), each.predicate, each.object)
        if each.predicate.value == f"{RS}binding" and isinstance(each.object, ox.BlankNode):
            name, value = known[each.object, f"{RS}variable"], known[each.object, f"{RS}value"]
            assert isinstance(name, ox.Literal)
            yield ox.Triple(each.subject, ox.NamedNode(f"{RS}{name.value}"), plain(value))


def table(data: bytes, form: ox.QueryResultsFormat) -> object:
    found = ox.parse_query_results(data, form)
    return found and bool(found) if isinstance(found, ox.QueryBoolean) else canonical(rows(found))


def cells(text: str) -> list[list[tuple[str, str]]]:
    """Return rows with the names of their columns, whose order is nobody's business with SELECT *."""
    return sorted(
        sorted((name, cell(value)) for name, value in row.items()) for row in csv.DictReader(text.splitlines())
    )


def cell(text: str) -> str:
    with suppress(ValueError):
        return repr(float(text))
    return re.sub("^_:.*", "_:", text)


def agrees(server: Served, query: str, asked: Dataset | None, result: Path) -> bool:
    """Return whether the answer is the one that a file has."""
    if result.suffix == ".csv":
        said = posted(server, query, accept="text/csv", asked=asked)
        return said.status == 200 and cells(said.text) == cells(result.read_text(encoding="utf-8"))
    if result.suffix in TABLES:
        media, form = TABLES[result.suffix]
        said = posted(server, query, accept=media, asked=asked)
        assert form is not None
        return said.status == 200 and table(said.body, form) == table(result.read_bytes(), form)
    wanted = [quad.triple for quad in ox.parse(result.read_bytes(), FORMS[result.suffix], base_iri=BASE)]
    if any(each.predicate.value == f"{RS}resultVariable" for each in wanted):
        said = posted(server, query, accept=TABLES[".srj"][0], asked=asked)
        return said.status == 200 and table(said.body, ox.QueryResultsFormat.JSON) == canonical(as_set(wanted))
    said = posted(server, query, accept=TRIPLES, asked=asked)
    found = (quad.triple for quad in ox.parse(said.body, ox.RdfFormat.N_TRIPLES)) if said.status == 200 else ()
    return said.status == 200 and canonical(found) == canonical(wanted)


def passes(server: Served, manifest: Manifest, test: ox.NamedNode) -> bool:
    """Return whether a test of syntax or evaluation is passed."""
    kind = manifest.text(test, f"{RDF}type").removeprefix(MF)
    action = manifest.one(test, f"{MF}action")
    assert action is not None
    if "Syntax" in kind:
        status = posted(server, local(action.value).read_text(encoding="utf-8")).status
        return status == (400 if kind.startswith("Negative") else 200)
    name = manifest.text(action, f"{QT}query")
    query = f"BASE <{name}>\n{local(name).read_text(encoding='utf-8')}"
    asked = None if FROM.search(query) else dataset(manifest, action)
    return agrees(server, query, asked, local(manifest.text(test, f"{MF}result")))


@pytest.mark.parametrize("suite", QUERIES)
def test_a_suite_of_queries(endpoint: Served, suite: str) -> None:
    manifest = Manifest(suite)
    tests = manifest.tests()
    assert tests
    failed = {test.value.rpartition("#")[2] for test in tests if not passes(endpoint, manifest, test)}
    print(f"{suite}: {len(tests) - len(failed)} of {len(tests)}")
    assert failed == set(KNOWN.get(suite, {}))


def requested(server: Served, manifest: Manifest, request: ox.NamedNode | ox.BlankNode) -> bool:
    """Send a request of the protocol's suite, and return whether the response is one that it takes."""
    body = manifest.one(request, f"{HT}body")
    headers = {
        manifest.text(each, f"{HT}fieldName"): manifest.text(each, f"{HT}fieldValue")
        for each in manifest.listed(manifest.one(request, f"{HT}headers"))
    }
    target = manifest.text(request, f"{HT}absolutePath").replace("/sparql/", "/sparql", 1)
    sent = manifest.text(body, f"{CNT}chars").encode(manifest.text(body, f"{CNT}characterEncoding") or "utf-8")
    said = server.ask(manifest.text(request, f"{HT}methodName"), target, headers=headers, body=sent if body else None)
    response = manifest.one(request, f"{HT}resp")
    wanted = [each.value.rpartition("StatusCode")[2][0] for each in manifest.all(response, f"{MF}expectedStatus")]
    if str(said.status)[0] not in wanted:
        return False
    form, truth = manifest.text(response, f"{MF}expectedFormat"), manifest.text(response, f"{MF}expectedBoolean")
    if form and not re.fullmatch(FORMATS[form], said.media):
        return False
    return not truth or table(said.body, ox.QueryResultsFormat.JSON) == (truth == "true")


def test_the_protocol(endpoint: Served) -> None:
    manifest = Manifest("protocol")
    tests = manifest.tests()
    failed = set()
    for test in tests:
        requests = list(manifest.listed(manifest.one(manifest.one(test, f"{MF}action"), f"{HT}requests")))
        assert requests
        if not all(requested(endpoint, manifest, each) for each in requests):
            failed.add(test.value.rpartition("#")[2])
    print(f"protocol: {len(tests) - len(failed)} of {len(tests)}")
    assert failed == set(KNOWN.get("protocol", {}))
