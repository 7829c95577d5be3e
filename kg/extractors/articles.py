"""An article -> what it says, when, where and about what."""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import article_iri, provider_iri, source_iri, topic_iri
from kg.model import Article
from kg.rdf.properties import KINDS, triples
from kg.rdf.terms import IRI, Triple
from kg.rdf.vocab import PROV, RDF, SCHEMA

CLASSES = {kind: IRI(term) for term, kind in KINDS["article"].classes.items()}


def extract(article: Article) -> Iterator[Triple]:
    """Yield the triples of an article (or of a stub, which has no file of its own)."""
    subject = article_iri(article.key)
    yield subject, RDF.type, CLASSES[article.kind]
    yield from triples(subject, article, kind="article")
    if article.provider is not None:
        yield subject, SCHEMA.publisher, provider_iri(article.provider)
    for topic in article.topics:
        yield subject, SCHEMA.about, topic_iri(topic)
    for image in article.images:
        yield subject, SCHEMA.image, IRI(image.iri)
    for origin in article.origins:
        yield subject, PROV.wasDerivedFrom, source_iri(origin.sha256)
