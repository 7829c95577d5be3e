"""The graph -> TriG with its provenance: a block for each file that says something."""

from __future__ import annotations

import pyoxigraph as ox

from kg.exporters.quads import named
from kg.folder import OutputFolder
from kg.rdf.store import Store
from kg.rdf.vocab import PREFIXES


def export(store: Store, *, built: OutputFolder | None = None) -> bytes:
    """Return the graph as TriG in UTF-8, a named graph a file that says something; see `kg.exporters.quads`."""
    quads = named(store, built=built)
    text = ox.serialize(quads, None, ox.RdfFormat.TRIG, prefixes=PREFIXES) or b""
    # Oxigraph writes the prefixes in the order of a hash, on a line each
    end = 0
    while text.startswith(b"@prefix ", end):
        end = text.index(b"\n", end) + 1
    return b"".join((*sorted(text[:end].splitlines(keepends=True)), text[end:]))
