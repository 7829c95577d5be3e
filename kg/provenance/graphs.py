"""The graph -> named graphs by what said each triple, or reified statements; both with PROV.

A named graph is a line of a source file (``source/<sha256>#L12``: the record that begins there), and holds what that
line says; what a build derived stands in ``derived/stories`` and the like. A triple that several lines say stands in
each of their graphs. The default graph tells what the named graphs are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.identity import absolute, source_iri
from kg.provenance import Provenance, activity
from kg.provenance.activity import Description, Triple
from kg.provenance.sources import Source
from kg.rdf.store import turtle, with_sorted_prefixes
from kg.rdf.vocab import KG, PREFIXES, PROV, RDF

DERIVED = "derived"  # what rules begin with that add to what files say
FORMATS = ("trig", "nquads", "reified")
Sourced = list[tuple[ox.Triple, tuple[Source, ...]]]  # triples of pyoxigraph, with who said them


def export(provenance: Provenance, format: str, *, build: Description | None) -> bytes:
    """Return the graph with who said each triple.

    Args:
        provenance: of the graph.
        format: trig or nquads (named graphs), reified (Turtle, a statement for each triple).
        build: that made it, as its report has it; None if that does not tell.
    """
    sourced = list(everything(provenance))
    head = sorted(set(map(activity.terms, _descriptions(provenance, sourced, build))), key=str)
    if format == "reified":
        statements = {activity.terms(triple) for entry in sourced for triple in reified(provenance, *entry)}
        return turtle(sorted({*head, *statements}, key=str))
    quads = sorted(
        {
            ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))
            for triple, sources in sourced
            for graph in graphs_of(provenance, sources)
        },
        key=lambda quad: (str(quad.graph_name), str(quad)),
    )
    everywhere = [ox.Quad(t.subject, t.predicate, t.object, ox.DefaultGraph()) for t in head]
    if format == "nquads":
        return b"".join(
            sorted((ox.serialize([*everywhere, *quads], None, ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
        )
    return trig([*everywhere, *quads])


def everything(provenance: Provenance) -> Iterator[tuple[ox.Triple, tuple[Source, ...]]]:
    """Yield every triple of a graph, sorted, with who said it; of stories, the lines of all of their articles."""
    for quad in provenance.store.triples():
        yield quad.triple, provenance.of(quad.triple, deep=False)


def graphs_of(provenance: Provenance, sources: Iterable[Source]) -> list[str]:
    """Return the named graphs that a triple stands in: a line each, or that of the part of a build that derived it."""
    return sorted({_derived(provenance, source.rule) or place_iri(provenance, source) for source in sources})


def place_iri(provenance: Provenance, source: Source) -> str:
    """Return the IRI of a line of a source file."""
    return f"{provenance.absolute(source_iri(source.sha256))}#L{source.line}"


def reified(provenance: Provenance, triple: ox.Triple, sources: Iterable[Source]) -> Iterator[Triple]:
    """Yield a triple as an RDF statement, with what it was derived from, by which rule and why."""
    line = f"{triple} ."
    statement = provenance.absolute(f"statement/{hashlib.sha256(line.encode()).hexdigest()[:16]}")
    yield statement, RDF.type, RDF.Statement
    yield statement, RDF.subject, triple.subject
    yield statement, RDF.predicate, triple.predicate
    yield statement, RDF.object, triple.object
    for source in sources:
        yield statement, PROV.wasDerivedFrom, place_iri(provenance, source)
        yield statement, KG.rule, ox.Literal(source.rule)
        for evidence in source.evidence:
            yield statement, KG.evidence, ox.Literal(evidence)


def trig(quads: Iterable[ox.Quad]) -> bytes:
    """Return quads, graph by graph, as TriG in UTF-8 with sorted prefixes."""
    text = ox.serialize(quads, None, ox.RdfFormat.TRIG, prefixes=PREFIXES) or b""
    return with_sorted_prefixes(text, gap=b"\n")


def _derived(provenance: Provenance, rule: str) -> str | None:
    kind, _, part = rule.partition(": ")
    return provenance.absolute(f"{DERIVED}/{part or 'other'}") if kind == DERIVED else None


def _descriptions(provenance: Provenance, sourced: Sourced, build: Description | None) -> Iterator[Triple]:
    """Yield what the named graphs are: lines of files, parts of a build; and the build."""
    made = None
    if build is not None:
        files = [reading.file for reading in provenance.statements.readings if not reading.left_out]
        yield from activity.statements(build, files, base=provenance.base)
        made = absolute(str(build["id"]), base=provenance.base)
    for source in {source for _, sources in sourced for source in sources}:
        place, file = place_iri(provenance, source), provenance.absolute(source_iri(source.sha256))
        yield place, RDF.type, PROV.Entity
        yield place, PROV.wasDerivedFrom, file
        yield place, KG.line, ox.Literal(source.line)
        yield from activity.of_file(file, source.path, source.sha256)
        if derived := _derived(provenance, source.rule):
            yield derived, RDF.type, PROV.Entity
            if made is not None:
                yield derived, PROV.wasGeneratedBy, made
