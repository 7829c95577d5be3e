"""A source file -> where it lies and what it held."""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import source_iri
from kg.model import SourceFile
from kg.rdf.properties import triples
from kg.rdf.terms import Triple
from kg.rdf.vocab import PROV, RDF


def extract(file: SourceFile) -> Iterator[Triple]:
    """Yield the triples of a source file."""
    subject = source_iri(file.sha256)
    yield subject, RDF.type, PROV.Entity
    yield from triples(subject, file, kind="source")
