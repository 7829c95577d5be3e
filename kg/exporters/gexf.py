"""The graph -> GEXF."""

from __future__ import annotations

import re

from kg.exporters.flat import flat_network
from kg.exporters.layout import COLORS, positions, size
from kg.rdf.store import Store

_DATE_OF_TODAY = re.compile(r' lastmodifieddate="[^"]*"')


def export(store: Store) -> bytes:
    """Return the graph as GEXF 1.2 in UTF-8, with positions, sizes and colours by kind.

    Without the date of today that NetworkX puts in.
    """
    import networkx

    graph = flat_network(store)
    places = positions(graph)
    for node, data in graph.nodes(data=True):
        red, green, blue = COLORS[data["kind"]]
        x, y = places[node]
        data["viz"] = {
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "size": size(graph.degree(node)),
            "position": {"x": x, "y": y, "z": 0.0},
        }
    for _, _, data in graph.edges(data=True):
        data["label"] = data["kind"]
    text = "\n".join(networkx.generate_gexf(graph))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + _DATE_OF_TODAY.sub("", text, count=1) + "\n").encode()
