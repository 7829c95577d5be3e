"""The graph -> Turtle, sorted: the same graph is the same file."""

from __future__ import annotations

from kg.rdf.store import Store, turtle


def export(store: Store) -> bytes:
    """Return the graph as Turtle 1.1 in UTF-8, subjects and their triples in the order of their IRIs."""
    return turtle(store.triples())
