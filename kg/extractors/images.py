"""An image -> its address, size and caption."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Image
from kg.rdf.properties import triples
from kg.rdf.terms import IRI, Triple
from kg.rdf.vocab import RDF, SCHEMA


def extract(image: Image) -> Iterator[Triple]:
    """Yield the triples of an image."""
    subject = IRI(image.iri)
    yield subject, RDF.type, SCHEMA.ImageObject
    yield from triples(subject, image, kind="image")
