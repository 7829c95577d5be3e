"""A provider -> its names, domain and logos."""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import provider_iri
from kg.model import Provider
from kg.rdf.literals import text
from kg.rdf.properties import triples
from kg.rdf.terms import IRI, Triple
from kg.rdf.vocab import RDF, SCHEMA


def extract(provider: Provider) -> Iterator[Triple]:
    """Yield the triples of a provider; one that nobody names goes by its domain."""
    subject = provider_iri(provider.domain)
    yield subject, RDF.type, SCHEMA.NewsMediaOrganization
    yield from triples(subject, provider, kind="provider")
    if provider.name is None:
        yield subject, SCHEMA.name, text(provider.domain)
    for image in provider.images:
        yield subject, SCHEMA.logo, IRI(image.iri)
