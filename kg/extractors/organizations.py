"""An organization -> its names, its address, and what is the same elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import organization_iri, provider_iri
from kg.model import Organization
from kg.rdf.properties import triples
from kg.rdf.terms import IRI, Triple
from kg.rdf.vocab import RDF, SCHEMA

WIKIDATA = "http://www.wikidata.org/entity/"


def extract(organization: Organization) -> Iterator[Triple]:
    """Yield the triples of an organization; the provider of its domain and the entity of Wikidata are the same."""
    subject = organization_iri(organization.slug)
    yield subject, RDF.type, SCHEMA.Organization
    yield from triples(subject, organization, kind="organization")
    if organization.wikidata is not None:
        yield subject, SCHEMA.sameAs, IRI(f"{WIKIDATA}{organization.wikidata}")
    for domain in organization.providers:
        yield subject, SCHEMA.sameAs, provider_iri(domain)
