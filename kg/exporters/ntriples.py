"""The graph -> N-Triples, sorted."""

from __future__ import annotations

from kg.rdf.store import Store


def export(store: Store) -> bytes:
    """Return the graph as canonical N-Triples in UTF-8, one triple a line, sorted."""
    return store.ntriples
