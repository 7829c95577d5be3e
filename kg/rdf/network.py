"""The graph -> a NetworkX graph: things as nodes with their values, relations as keyed edges."""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import msgspec

from kg.rdf import ntriples
from kg.rdf.literals import typed_value
from kg.rdf.terms import Literal
from kg.rdf.vocab import KG, RDF, SCHEMA, SKOS

if TYPE_CHECKING:
    import networkx

    from kg.rdf.store import Store

KINDS: dict[str, str] = {
    SCHEMA.NewsArticle: "article",
    SCHEMA.VideoObject: "article",
    SCHEMA.NewsMediaOrganization: "provider",
    SKOS.Concept: "topic",
    SCHEMA.Organization: "organization",
    SCHEMA.ImageObject: "image",
    KG.Story: "story",
}
EDGE_KEYS: dict[str, str] = {
    SCHEMA.publisher: "publisher",
    SCHEMA.about: "about",
    SCHEMA.image: "image",
    SCHEMA.logo: "logo",
    KG.related: "related",
    SKOS.broader: "broader",
    SCHEMA.mentions: "mentions",
    SCHEMA.hasPart: "part",
}
LABELS: tuple[str, ...] = (SCHEMA.headline, SKOS.prefLabel, SCHEMA.name, SCHEMA.caption, SCHEMA.url, SCHEMA.contentUrl)
SEVERAL: frozenset[str] = frozenset((SCHEMA.alternateName, SKOS.altLabel, KG.hashtag))  # always a list, even of one


class Parts(msgspec.Struct, frozen=True):
    """A graph as plain values: nodes with what is known of them, and edges (source, target, key), sorted."""

    nodes: dict[str, dict[str, Any]]
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


def parts(store: Store, *, images: bool = True, literals: Collection[str] | None = None) -> Parts:
    """Return what the network is made of; for those who do not need NetworkX, which takes most of the time.

    Args:
        store: the triples.
        images: whether images are nodes.
        literals: the properties to read beside those that give labels; all if None.
    """
    predicates = None if literals is None else {RDF.type, *EDGE_KEYS, *LABELS, *literals}
    kinds: dict[str, str] = {}
    values: dict[str, dict[str, list[Any]]] = {}
    links: list[tuple[str, str, str]] = []
    for subject, predicate, obj in ntriples.read(store.ntriples, predicates=predicates):
        if isinstance(obj, Literal):
            values.setdefault(subject, {}).setdefault(predicate, []).append(typed_value(obj.value, obj.datatype))
        elif predicate == RDF.type:
            kind = KINDS.get(obj)
            if kind is not None and (images or kind != "image"):
                kinds[subject] = kind
        elif predicate in EDGE_KEYS:
            links.append((subject, obj, EDGE_KEYS[predicate]))
    nodes = {}
    for node, kind in kinds.items():
        known = values.get(node, {})
        label = next((known[p][0] for p in LABELS if p in known), node)
        nodes[node] = {_local(p): _one_or_all(p, v) for p, v in known.items()} | {"kind": kind, "label": str(label)}
    return Parts(nodes, [link for link in links if link[0] in kinds and link[1] in kinds])


def _one_or_all(predicate: str, values: list[Any]) -> Any:
    return sorted(values, key=str) if predicate in SEVERAL or len(values) > 1 else values[0]


@functools.lru_cache(maxsize=256)
def _local(predicate: str) -> str:
    return predicate.replace("#", "/").rsplit("/", 1)[-1]
