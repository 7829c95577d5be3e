"""The graph -> N-Quads and TriG: each triple in the named graph of every file that says it, or of what was derived.

A file says a triple if one of its records alone yields that triple (see `kg.provenance.statements`; `kg provenance`
goes down to the line). Its graph goes by the IRI of the file (``prov:Entity``, with its path); what no
file says by itself, as stories and mentions, is in ``<base>graph/derived``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from kg import extractors
from kg.entities import pins
from kg.folder import OutputFolder
from kg.identity import source_iri
from kg.provenance.statements import Statements
from kg.rdf.ntriples import base_of
from kg.rdf.store import Store, with_sorted_prefixes
from kg.rdf.vocab import PREFIXES, PROV
from kg.sources.records import has_records, read_records

DERIVED = "graph/derived"


def nquads(store: Store, *, built: OutputFolder | None = None) -> bytes:
    """Return the graph as N-Quads in UTF-8, sorted, with its provenance."""
    data = ox.serialize(named(store, built=built), None, ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(data.splitlines(keepends=True)))


def trig(store: Store, *, built: OutputFolder | None = None) -> bytes:
    """Return the graph as TriG in UTF-8 with its provenance, a block for each file that says something."""
    text = ox.serialize(named(store, built=built), None, ox.RdfFormat.TRIG, prefixes=PREFIXES) or b""
    return with_sorted_prefixes(text)


def named(store: Store, *, built: OutputFolder | None = None) -> Iterator[ox.Quad]:
    """Yield the triples of a store as quads in named graphs, sorted by graph, then by triple.

    Args:
        store: the triples.
        built: the output folder, which has what each file said; without that the graphs are those of
            ``prov:wasDerivedFrom``.
    """
    base = base_of(store.ntriples)
    if built is not None and has_records(built.records):
        graphs = _said(set(store.lines), built, base=base)
    else:
        graphs = _stated(store)
    known = {line for lines in graphs.values() for line in lines}
    graphs[f"{base}{DERIVED}"] = {line for line in store.lines if line not in known}
    for name in sorted(graphs):
        graph = ox.NamedNode(name)
        text = "".join(sorted(graphs[name])).encode()
        for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES, lenient=True):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _said(lines: set[str], built: OutputFolder, *, base: str) -> dict[str, set[str]]:
    """Return, by the IRI of each file, the triples of a graph (as N-Triples) that the file alone would give."""
    pinned = pins.read_pins(built.pins)
    statements = Statements(read_records(built.records), base=base, extractors=extractors.load(), pinned=pinned)
    graphs: dict[str, set[str]] = defaultdict(set)
    for subject in statements.subjects():
        for line, origins in statements.lines(subject).items():
            if line in lines:
                for origin in origins:
                    graphs[f"{base}{source_iri(origin.sha256)}"].add(line)
    return graphs


def _stated(store: Store) -> dict[str, set[str]]:
    """Return the triples of each thing by the IRIs of the files that the graph says it was derived from."""
    lines: dict[str, set[str]] = defaultdict(set)
    sources: dict[str, set[str]] = defaultdict(set)
    for line in store.lines:
        subject, predicate, rest = line.split(" ", 2)
        lines[subject].add(line)
        if predicate == f"<{PROV.wasDerivedFrom}>":
            sources[subject].add(rest.removesuffix(" .\n")[1:-1])
    graphs: dict[str, set[str]] = defaultdict(set)
    for subject, names in sources.items():
        for name in names:
            graphs[name] |= lines[subject] | lines.get(f"<{name}>", set())
    return graphs
