"""The graph -> GEXF."""

from __future__ import annotations

import re

from kg.exporters.flat import flat_network
from kg.store import Store

_DATE_OF_TODAY = re.compile(r' lastmodifieddate="[^"]*"')


def export(store: Store) -> bytes:
    """Return the graph as GEXF 1.2 in UTF-8, without the date of today that NetworkX puts in."""
    import networkx

    graph = flat_network(store)
    for _, _, data in graph.edges(data=True):
        data["label"] = data["kind"]
    text = "\n".join(networkx.generate_gexf(graph))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + _DATE_OF_TODAY.sub("", text, count=1) + "\n").encode()
