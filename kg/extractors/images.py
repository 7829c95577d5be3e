"""An image -> its address, size and caption."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Image
from kg.rdf.literals import any_uri, integer, text
from kg.rdf.terms import IRI, Triple
from kg.rdf.vocab import RDF, SCHEMA


def extract(image: Image) -> Iterator[Triple]:
    """Yield the triples of an image."""
    subject = IRI(image.iri)
    yield subject, RDF.type, SCHEMA.ImageObject
    yield subject, SCHEMA.contentUrl, any_uri(image.url)
    if image.width is not None:
        yield subject, SCHEMA.width, integer(image.width)
    if image.height is not None:
        yield subject, SCHEMA.height, integer(image.height)
    if image.caption is not None:
        yield subject, SCHEMA.caption, text(image.caption)
