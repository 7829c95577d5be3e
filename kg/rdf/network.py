"""The graph -> a NetworkX graph: things as nodes with their values, relations as keyed edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kg.rdf import ntriples
from kg.rdf.literals import typed_value
from kg.rdf.properties import EDGE_KEYS, KIND_OF, KINDS, PROPERTIES, local, names_of
from kg.rdf.terms import Literal
from kg.rdf.vocab import RDF, SCHEMA

if TYPE_CHECKING:
    import networkx

    from kg.rdf.store import Store

NODE_KINDS = tuple(kind for kind in KINDS if kind != "source")
NODE_OF = {term: kind for term, kind in KIND_OF.items() if kind in NODE_KINDS}  # of things of a class
LABELS: tuple[str, ...] = (*names_of(NODE_KINDS), SCHEMA.url, SCHEMA.contentUrl)  # the best first
SEVERAL = frozenset(each.iri for each in PROPERTIES.values() if each.is_literal and each.many)  # a list even of one


Attributes = dict[str, Any]  # of a node: kind and label, and its literals by the local names of properties


class Parts(msgspec.Struct, frozen=True):
    """A graph as plain values: nodes with what is known of them, and edges (source, target, key), sorted."""

    nodes: dict[str, Attributes]
    edges: list[tuple[str, str, str]]


def network(store: Store, *, images: bool = True) -> networkx.MultiDiGraph[str]:
    """Return the graph as a `networkx.MultiDiGraph`.

    Args:
        store: the triples.
        images: whether images are nodes.

    Returns:
        Nodes are IRIs with ``kind`` (article, provider, topic, organization, image, story), ``label``, and the literals
        of the node under the local names of their properties (``headline``, ``datePublished``, ...) as Python values;
        a property that has several is a sorted list. Edge keys are publisher, about, image, logo, related, broader,
        mentions and part; edges of stories carry no weight, for what a story is made of see
        `kg.analysis.network.article_network`.
    """
    import networkx

    found = parts(store, images=images)
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    graph.add_nodes_from(found.nodes.items())
    for source, target, key in found.edges:
        graph.add_edge(source, target, key=key)
    return graph


def parts(store: Store, *, images: bool = True) -> Parts:
    """Return what the network is made of; for those who do not need NetworkX, which takes most of the time.

    Args:
        store: the triples.
        images: whether images are nodes.
    """
    kinds: dict[str, str] = {}
    values: dict[str, dict[str, list[object]]] = {}
    links: list[tuple[str, str, str]] = []
    for subject, predicate, obj in ntriples.read_triples(store.ntriples):
        if isinstance(obj, Literal):
            values.setdefault(subject, {}).setdefault(predicate, []).append(typed_value(obj.value, obj.datatype))
        elif predicate == RDF.type:
            kind = NODE_OF.get(obj)
            if kind is not None and (images or kind != "image"):
                kinds[subject] = kind
        elif predicate in EDGE_KEYS:
            links.append((subject, obj, EDGE_KEYS[predicate]))
    nodes = {}
    for node, kind in kinds.items():
        known = values.get(node, {})
        label = next((known[p][0] for p in LABELS if p in known), node)
        nodes[node] = {local(p): _one_or_all(p, v) for p, v in known.items()} | {"kind": kind, "label": str(label)}
    return Parts(nodes, [link for link in links if link[0] in kinds and link[1] in kinds])


def _one_or_all(predicate: str, values: list[object]) -> object:
    return sorted(values, key=str) if predicate in SEVERAL or len(values) > 1 else values[0]
