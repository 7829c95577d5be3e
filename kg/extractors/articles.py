"""An article -> what it says, when, where and about what."""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import article_iri, provider_iri, source_iri, topic_iri
from kg.model import Article
from kg.rdf.literals import any_uri, boolean, date_time, integer, text
from kg.rdf.terms import IRI, Triple
from kg.rdf.vocab import KG, PROV, RDF, SCHEMA

CLASSES = {"article": SCHEMA.NewsArticle, "video": SCHEMA.VideoObject}


def extract(article: Article) -> Iterator[Triple]:
    """Yield the triples of an article (or of a stub, which has no file of its own)."""
    subject = article_iri(article.key)
    yield subject, RDF.type, CLASSES[article.kind]
    yield subject, SCHEMA.url, any_uri(article.url)
    yield subject, KG.full, boolean(article.full)
    if article.title is not None:
        yield subject, SCHEMA.headline, text(article.title)
    if article.excerpt is not None:
        yield subject, SCHEMA.abstract, text(article.excerpt)
    if article.published is not None:
        yield subject, SCHEMA.datePublished, date_time(article.published)
    if article.quality is not None:
        yield subject, KG.quality, integer(article.quality)
    if article.heat is not None:
        yield subject, KG.heat, integer(article.heat)
    if article.is_published is not None:
        yield subject, KG.published, boolean(article.is_published)
    if article.amp_url is not None:
        yield subject, KG.ampUrl, any_uri(article.amp_url)
    if article.cdn_amp_url is not None:
        yield subject, KG.cdnAmpUrl, any_uri(article.cdn_amp_url)
    if article.provider is not None:
        yield subject, SCHEMA.publisher, provider_iri(article.provider)
    for topic in article.topics:
        yield subject, SCHEMA.about, topic_iri(topic)
    for image in article.images:
        yield subject, SCHEMA.image, IRI(image.iri)
    for origin in article.origins:
        yield subject, PROV.wasDerivedFrom, source_iri(origin.sha256)
