"""The graph -> GraphML."""

from __future__ import annotations

import io

from kg.exporters.flat import flat_network
from kg.rdf.store import Store


def export(store: Store) -> bytes:
    """Return the graph as GraphML in UTF-8; an edge's key is its attribute ``kind``, for GraphML ids must differ."""
    import networkx

    graph = flat_network(store)
    for number, (_, _, data) in enumerate(graph.edges(data=True)):
        data["id"] = f"e{number}"
    buffer = io.BytesIO()
    # not write_graphml: with lxml installed its bytes are others
    # and not named_key_ids: nodes and edges both have a kind, and ids must differ
    networkx.write_graphml_xml(graph, buffer, edge_id_from_attribute="id")
    return buffer.getvalue()
