"""The triples of an answer -> a graph to go on with: a store, a NetworkX graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.query.values import python
from kg.rdf.network import LABELS, NODE_OF
from kg.rdf.properties import EDGE_KEYS, local, prefixed
from kg.rdf.store import Store, text_of
from kg.rdf.vocab import RDF

if TYPE_CHECKING:
    import networkx

AT_ONCE = 500  # things that are asked about in one query
KNOWN = """SELECT ?thing ?property ?value {{
  VALUES ?thing {{ {things} }} VALUES ?property {{ {properties} }} ?thing ?property ?value
}}"""


def store_of(triples: Iterable[ox.Triple]) -> Store:
    """Return triples as a store in memory."""
    made = ox.Store()
    made.extend(ox.Quad(*triple) for triple in triples)
    return Store(made)


def drawable(triples: Sequence[ox.Triple], source: Store | None) -> list[ox.Triple]:
    """Return triples with the class and the label that the graph they come from knows of each thing in them."""
    if source is None:
        return list(triples)
    things = {term for triple in triples for term in (triple.subject, triple.object) if isinstance(term, ox.NamedNode)}
    properties = " ".join(f"<{each}>" for each in (RDF.type, *LABELS))
    ordered = sorted(map(str, things))
    found = set(triples)
    for start in range(0, len(ordered), AT_ONCE):
        query = KNOWN.format(things=" ".join(ordered[start : start + AT_ONCE]), properties=properties)
        found.update(ox.Triple(row["thing"], row["property"], row["value"]) for row in source.select(query))
    return sorted(found, key=str)


def network(triples: Sequence[ox.Triple], source: Store | None) -> networkx.MultiDiGraph[str]:
    """Return triples as a `networkx.MultiDiGraph`: things as nodes, relations as edges, values as attributes.

    Args:
        triples: of the answer.
        source: the graph that they come from; gives the kinds and labels that the triples do not say.

    Returns:
        As `kg.rdf.network.network`, but whatever the triples are: each IRI that is not only a class is a node, with
        ``label`` and, where its class is known, ``kind``; an edge's key is the name of its property. An attribute that
        has several values is a sorted list.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    own = set(triples)
    labels: dict[str, list[tuple[int, str]]] = {}
    values: dict[str, dict[str, list[object]]] = {}
    for triple in drawable(triples, source):
        subject, predicate, obj = triple.subject, triple.predicate.value, triple.object
        node = text_of(subject)
        if triple in own:
            graph.add_node(node)
        if predicate == RDF.type:
            if kind := NODE_OF.get(text_of(obj)):
                graph.add_node(node, kind=kind)
        elif isinstance(obj, ox.Literal):
            if predicate in LABELS:
                labels.setdefault(node, []).append((LABELS.index(predicate), obj.value))
            if triple in own:
                values.setdefault(node, {}).setdefault(local(predicate), []).append(python(obj))
        elif triple in own:
            graph.add_edge(node, text_of(obj), key=EDGE_KEYS.get(predicate, prefixed(predicate)))
    for node, data in graph.nodes.items():
        known = values.get(node, {})
        data |= {name: found[0] if len(found) == 1 else sorted(found, key=str) for name, found in known.items()}
        data["label"] = min(labels[node])[1] if node in labels else prefixed(node)
    return graph
