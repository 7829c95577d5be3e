"""The graph -> the JSON of Cytoscape and Cytoscape.js, which NetworkX reads too."""

from __future__ import annotations

import json

from kg.exporters.flat import typed_network
from kg.exporters.layout import positions
from kg.rdf.store import Store

SIGN = -1  # y goes down there


def export(store: Store) -> bytes:
    """Return the graph as JSON in UTF-8 with positions; lists are lists, dates ISO 8601.

    ``interaction`` is what Cytoscape calls the kind of an edge, ``value`` and ``key`` are what NetworkX goes by.
    """
    graph = typed_network(store)
    places = positions(graph)
    nodes = [
        {
            "data": {**data, "id": node, "value": node, "name": data["label"]},
            "position": {"x": places[node][0], "y": SIGN * places[node][1] + 0.0},
        }
        for node, data in graph.nodes(data=True)
    ]
    edges = [
        {
            "data": {
                **data, "id": f"{source} {key} {target}", "source": source, "target": target, "key": key,
                "interaction": key,
            }
        }
        for source, target, key, data in graph.edges(keys=True, data=True)
    ]  # fmt: skip
    document = {
        "format_version": "1.0",
        "generated_by": "kg",
        "target_cytoscapejs_version": "~3.0",
        "data": {"name": "kg"},
        "directed": True,
        "multigraph": True,
        "elements": {"nodes": nodes, "edges": edges},
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
