"""An organization -> its names, its address, and what is the same elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import organization_iri, provider_iri
from kg.model import Organization
from kg.rdf.literals import any_uri, text
from kg.rdf.terms import IRI, Triple
from kg.rdf.vocab import RDF, SCHEMA

WIKIDATA = "http://www.wikidata.org/entity/"


def extract(organization: Organization) -> Iterator[Triple]:
    """Yield the triples of an organization; the provider of its domain and the entity of Wikidata are the same."""
    subject = organization_iri(organization.slug)
    yield subject, RDF.type, SCHEMA.Organization
    yield subject, SCHEMA.name, text(organization.name)
    for name in organization.other_names:
        yield subject, SCHEMA.alternateName, text(name)
    if organization.url is not None:
        yield subject, SCHEMA.url, any_uri(organization.url)
    if organization.wikidata is not None:
        yield subject, SCHEMA.sameAs, IRI(f"{WIKIDATA}{organization.wikidata}")
    for domain in organization.providers:
        yield subject, SCHEMA.sameAs, provider_iri(domain)
