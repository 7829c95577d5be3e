"""The graph -> N-Quads with its provenance, sorted."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.exporters.quads import named
from kg.rdf.store import Store


def export(store: Store, *, records: Path | None = None) -> bytes:
    """Return the graph as N-Quads in UTF-8, a named graph a file that says something; see `kg.exporters.quads`."""
    data = ox.serialize(named(store, records=records), None, ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(data.splitlines(keepends=True)))
