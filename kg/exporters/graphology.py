"""The graph -> graphology's JSON, as its ``Graph.from`` reads it."""

from __future__ import annotations

import json

from kg.exporters.flat import typed_network
from kg.rdf.store import Store


def export(store: Store) -> bytes:
    """Return the graph as JSON in UTF-8: nodes and edges with keys and attributes; lists are lists, dates ISO 8601."""
    graph = typed_network(store)
    document: dict[str, object] = {
        "options": {"type": "directed", "multi": True, "allowSelfLoops": True},
        "attributes": {"name": "kg"},
        "nodes": [{"key": node, "attributes": data} for node, data in graph.nodes(data=True)],
        "edges": [
            {"key": f"{source} {key} {target}", "source": source, "target": target, "attributes": data}
            for source, target, key, data in graph.edges(keys=True, data=True)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
