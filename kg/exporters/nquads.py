"""The graph -> N-Quads with its provenance, sorted."""

from __future__ import annotations

import pyoxigraph as ox

from kg.exporters.quads import named
from kg.folder import OutputFolder
from kg.rdf.store import Store


def export(store: Store, *, built: OutputFolder | None = None) -> bytes:
    """Return the graph as N-Quads in UTF-8, a named graph a file that says something; see `kg.exporters.quads`."""
    data = ox.serialize(named(store, built=built), None, ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(data.splitlines(keepends=True)))
