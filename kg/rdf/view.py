"""The embedded store -> an rdflib graph over it: nothing is copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import oxrdflib
import pyoxigraph as ox
import rdflib
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.rdf.vocab import PREFIXES


class _PlainTexts(oxrdflib.OxigraphStore):
    """An oxrdflib store that gives plain texts as rdflib's own parsers do.

    In RDF 1.1 a text without a datatype is an ``xsd:string``. oxrdflib says so each time, and for rdflib the two are
    not equal: ``Literal("Wired") in graph.objects()`` would be false.
    """

    def triples(
        self, triple_pattern: tuple[Node | None, Node | None, Node | None], context: rdflib.Graph | None = None
    ) -> Iterator[tuple[tuple[Node, Node, Node], Iterator[rdflib.Graph | None]]]:
        found = super().triples(triple_pattern, context)
        return (((s, p, _plain(o)), contexts) for (s, p, o), contexts in found)

    def query(self, *arguments: Any, **options: Any) -> Any:
        result: Any = super().query(*arguments, **options)
        if result.type == "SELECT":
            result.bindings = [{name: _plain(term) for name, term in row.items()} for row in result.bindings]
        elif result.type == "CONSTRUCT":
            graph = rdflib.Graph()
            graph += ((s, p, _plain(o)) for s, p, o in result.graph)
            result.graph = graph
        return result


def rdflib_graph(store: ox.Store) -> rdflib.Graph:
    """Return an `rdflib.Graph` over an Oxigraph store, with the prefixes of kg bound.

    >>> len(rdflib_graph(ox.Store()))
    0
    """
    graph = rdflib.Graph(store=_PlainTexts(store=store), identifier=rdflib.graph.DATASET_DEFAULT_GRAPH_ID)
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, replace=True)
    return graph


def _plain(term: Node) -> Node:
    if isinstance(term, rdflib.Literal) and term.datatype == XSD.string:
        return rdflib.Literal(str(term))
    return term
