"""A SPARQL query -> the bytes of its answer, in the form that was asked for and no larger than allowed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
import pyoxigraph as ox

from kg.errors import QueryError
from kg.query.questions import Question, bind
from kg.rdf.outside import asks_outside, parser_needed
from kg.rdf.store import Functions, Store, answering, in_words, with_sorted_prefixes
from kg.rdf.vocab import PREFIXES
from kg.server import Limits
from kg.server.negotiation import best
from kg.server.protocol import QUERY, Query

# what can be asked for -> the form, and the name that the answer bears; the first is the favourite
TABLES: dict[str, tuple[ox.QueryResultsFormat, str]] = {
    "application/sparql-results+json": (ox.QueryResultsFormat.JSON, "application/sparql-results+json"),
    "application/json": (ox.QueryResultsFormat.JSON, "application/json"),
    "application/sparql-results+xml": (ox.QueryResultsFormat.XML, "application/sparql-results+xml"),
    "application/xml": (ox.QueryResultsFormat.XML, "application/xml"),
    "text/xml": (ox.QueryResultsFormat.XML, "text/xml; charset=utf-8"),
    "text/csv": (ox.QueryResultsFormat.CSV, "text/csv; charset=utf-8"),
    "text/tab-separated-values": (ox.QueryResultsFormat.TSV, "text/tab-separated-values; charset=utf-8"),
    "text/plain": (ox.QueryResultsFormat.TSV, "text/plain; charset=utf-8"),
}
GRAPHS: dict[str, tuple[ox.RdfFormat, str]] = {
    "text/turtle": (ox.RdfFormat.TURTLE, "text/turtle; charset=utf-8"),
    "application/n-triples": (ox.RdfFormat.N_TRIPLES, "application/n-triples"),
    "application/rdf+xml": (ox.RdfFormat.RDF_XML, "application/rdf+xml"),
    "application/ld+json": (ox.RdfFormat.JSON_LD, "application/ld+json"),
    "application/json": (ox.RdfFormat.JSON_LD, "application/json"),
    "application/xml": (ox.RdfFormat.RDF_XML, "application/xml"),
    "text/xml": (ox.RdfFormat.RDF_XML, "text/xml; charset=utf-8"),
    "text/plain": (ox.RdfFormat.N_TRIPLES, "text/plain; charset=utf-8"),
}
# what ?format= and ?output= may say in place of a media type
SHORT = {
    "json": "application/json",
    "xml": "application/xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ttl": "text/turtle",
    "ntriples": "application/n-triples",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "json-ld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "rdf": "application/rdf+xml",
}
PLAIN = "text/plain; charset=utf-8"
LONGEST_ACCEPT = 200  # characters of a header that an answer repeats


class Reply(msgspec.Struct, frozen=True):
    """What a request is answered with: HTTP status, media type, bytes."""

    status: int
    media: str
    body: bytes


UNREAD = Reply(503, PLAIN, b"the query has to be parsed first, by a process that can\n")


class OpenGraph(msgspec.Struct, frozen=True):
    """A graph that a worker process has open: its triples, the functions that search it, and what its IRIs begin with.

    `limits` are those of a query.
    """

    store: Store
    functions: Functions
    base: str
    limits: Limits


Job = Callable[[OpenGraph], Reply]


class _TooLargeError(Exception):
    """More bytes than an answer may have."""


class _Bounded(io.BytesIO):
    """Take bytes up to a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._left = limit

    def write(self, data: Any, /) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise _TooLargeError
        return super().write(data)


def answer(graph: OpenGraph, query: Query, *, accept: str, base: str | None = None) -> Reply:
    """Return the answer to a query, or why there is none: `UNREAD` if this process cannot tell whom it asks.

    Args:
        graph: what is asked.
        query: a query and its dataset; the prefixes of kg need no declaration.
        accept: the request's Accept header.
        base: that relative IRIs are resolved against: the request's address.
    """
    if not graph.limits.service and parser_needed(query.text):
        return UNREAD
    if not graph.limits.service and asks_outside(query.text):
        return failed(403, "SERVICE is refused: kg serve --allow-service lets queries ask other endpoints")
    try:
        with answering():
            return _answer(graph, query, accept, base)
    except _TooLargeError:
        return failed(422, f"the answer is larger than {graph.limits.limit} MiB: ask for less, with LIMIT and OFFSET")
    except QueryError as error:
        return failed(400, in_words(error))


def answer_question(graph: OpenGraph, question: Question, values: Mapping[str, list[str]], *, accept: str) -> Reply:
    """Return the answer to a saved question, or its SPARQL if that is what is accepted.

    Args:
        graph: what is asked.
        question: the question.
        values: of its parameters.
        accept: the request's Accept header.
    """
    try:
        text = bind(question, values, store=graph.store)
    except QueryError as error:
        return failed(400, str(error))
    if best(accept, (*TABLES, *GRAPHS, QUERY)) == QUERY:
        return Reply(200, f"{QUERY}; charset=utf-8", text.encode())
    return answer(graph, Query(text), accept=accept)


def _answer(graph: OpenGraph, query: Query, accept: str, base: str | None) -> Reply:
    found = graph.store.query(
        query.text,
        default_graphs=query.default,
        named_graphs=query.named,
        base=base,
        functions=graph.functions,
    )
    offered = TABLES if isinstance(found, ox.QuerySolutions | ox.QueryBoolean) else GRAPHS
    if (name := best(accept, (*offered,))) is None:
        return failed(406, f"there is no {accept[:LONGEST_ACCEPT]}; there are {', '.join(offered)}")
    limit = graph.limits.limit << 20
    if isinstance(found, ox.QuerySolutions | ox.QueryBoolean):
        form, media = TABLES[name]
        sink = _Bounded(limit)
        found.serialize(sink, format=form)
        return Reply(200, media, sink.getvalue())
    graph_form, media = GRAPHS[name]
    return Reply(200, media, serialized(found, graph_form, limit=limit))


def serialized(triples: Iterable[ox.Triple], form: ox.RdfFormat, *, limit: int = 1 << 30) -> bytes:
    """Return triples in a form, with the prefixes of kg in Turtle.

    Args:
        triples: in their order.
        form: what to write.
        limit: bytes that there may be.

    Raises:
        _TooLargeError: there are more.
    """
    sink = _Bounded(limit)
    ox.serialize(triples, sink, form, prefixes=PREFIXES if form == ox.RdfFormat.TURTLE else None)
    return with_sorted_prefixes(sink.getvalue())


def failed(status: int, reason: str) -> Reply:
    """Return a sentence as the answer."""
    return Reply(status, PLAIN, reason.encode("utf-8", "replace") + b"\n")
