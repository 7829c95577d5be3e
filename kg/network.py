"""The graph -> a NetworkX graph: things as nodes with their values, relations as keyed edges."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.vocab import KG, RDF, SCHEMA, SKOS

if TYPE_CHECKING:
    import networkx

    from kg.store import Store

KINDS: dict[str, str] = {
    SCHEMA.NewsArticle: "article",
    SCHEMA.VideoObject: "article",
    SCHEMA.NewsMediaOrganization: "provider",
    SKOS.Concept: "topic",
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
    SCHEMA.hasPart: "part",
}
LABELS: tuple[str, ...] = (SCHEMA.headline, SKOS.prefLabel, SCHEMA.name, SCHEMA.caption, SCHEMA.url, SCHEMA.contentUrl)
SEVERAL: frozenset[str] = frozenset((SCHEMA.alternateName, SKOS.altLabel, KG.hashtag))  # always a list, even of one
XSD = "http://www.w3.org/2001/XMLSchema#"


def network(store: Store, *, images: bool = True) -> networkx.MultiDiGraph:
    """Return the graph as a `networkx.MultiDiGraph`.

    Args:
        store: the triples.
        images: whether images are nodes.

    Returns:
        Nodes are IRIs with ``kind`` (article, provider, topic, image, story), ``label``, and the literals of the node
        under the local names of their properties (``headline``, ``datePublished``, ...) as Python values; a property
        that has several is a sorted list. Edge keys are publisher, about, image, logo, related, broader and part;
        edges of stories carry no weight, for what a story is made of see `kg.stories.article_network`.
    """
    import networkx

    kinds: dict[str, str] = {}
    values: dict[str, dict[str, list[Any]]] = {}
    links: list[tuple[str, str, str]] = []
    for triple in store.triples():
        subject, predicate, obj = triple.subject.value, triple.predicate.value, triple.object
        if isinstance(obj, ox.Literal):
            values.setdefault(subject, {}).setdefault(predicate, []).append(python_value(obj))
        elif predicate == RDF.type:
            kind = KINDS.get(obj.value)
            if kind is not None and (images or kind != "image"):
                kinds[subject] = kind
        elif predicate in EDGE_KEYS:
            links.append((subject, obj.value, EDGE_KEYS[predicate]))
    graph = networkx.MultiDiGraph()
    for node, kind in kinds.items():
        literals = values.get(node, {})
        label = next((literals[p][0] for p in LABELS if p in literals), node)
        graph.add_node(node, kind=kind, label=label, **{_local(p): _one_or_all(p, v) for p, v in literals.items()})
    graph.add_edges_from((s, o, key) for s, o, key in links if s in kinds and o in kinds)
    return graph


def python_value(literal: ox.Literal) -> Any:
    """Return an RDF literal as a Python value: int, bool, Decimal, float, aware datetime, else the text."""
    kind = literal.datatype.value
    if not kind.startswith(XSD):
        return literal.value
    try:
        match kind.removeprefix(XSD):
            case "integer" | "int" | "long":
                return int(literal.value)
            case "boolean":
                return literal.value in ("true", "1")
            case "decimal":
                return Decimal(literal.value)
            case "double" | "float":
                return float(literal.value)
            case "dateTime":
                return datetime.fromisoformat(literal.value)
    except ValueError:  # a user's own triple may claim what it is not
        return literal.value
    return literal.value


def _one_or_all(predicate: str, values: list[Any]) -> Any:
    return sorted(values, key=str) if predicate in SEVERAL or len(values) > 1 else values[0]


def _local(predicate: str) -> str:
    return predicate.replace("#", "/").rsplit("/", 1)[-1]
