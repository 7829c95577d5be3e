"""A thing -> triples: its class and what the table of properties says of it, and what no attribute holds as it is."""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import TOPICS, article_iri, organization_iri, provider_iri, source_iri, story_iri, topic_iri
from kg.model import Article, Image, Organization, Provider, RelatedLink, SourceFile, Story, Topic
from kg.rdf.literals import text
from kg.rdf.properties import triples
from kg.rdf.terms import IRI, Triple
from kg.rdf.vocab import KG, RDF, SCHEMA, SKOS

WIKIDATA = "http://www.wikidata.org/entity/"


def of_article(article: Article) -> Iterator[Triple]:
    """Return the triples of an article (or of a stub, which has no file of its own)."""
    return triples(article_iri(article.key), article, kind="article")


def of_provider(provider: Provider) -> Iterator[Triple]:
    """Yield the triples of a provider; one that nobody names goes by its domain."""
    subject = provider_iri(provider.domain)
    yield from triples(subject, provider, kind="provider")
    if provider.name is None:
        yield subject, SCHEMA.name, text(provider.domain)


def of_topic(topic: Topic) -> Iterator[Triple]:
    """Yield the triples of a topic in the scheme of topics; its short name and keywords are alternative labels."""
    subject = topic_iri(topic.slug)
    yield TOPICS, RDF.type, SKOS.ConceptScheme
    yield subject, SKOS.inScheme, TOPICS
    yield from triples(subject, topic, kind="topic")
    for label in (topic.short_name, *topic.keywords):
        if label is not None and label != topic.name:
            yield subject, SKOS.altLabel, text(label)


def of_organization(organization: Organization) -> Iterator[Triple]:
    """Yield the triples of an organization; the provider of its domain and the entity of Wikidata are the same."""
    subject = organization_iri(organization.slug)
    yield from triples(subject, organization, kind="organization")
    if organization.wikidata is not None:
        yield subject, SCHEMA.sameAs, IRI(f"{WIKIDATA}{organization.wikidata}")
    for domain in organization.providers:
        yield subject, SCHEMA.sameAs, provider_iri(domain)


def of_related(link: RelatedLink) -> Iterator[Triple]:
    """Yield the triple of a curated link."""
    yield article_iri(link.source), KG.related, article_iri(link.target)


def of_image(image: Image) -> Iterator[Triple]:
    """Return the triples of an image."""
    return triples(IRI(image.iri), image, kind="image")


def of_source(file: SourceFile) -> Iterator[Triple]:
    """Return the triples of a source file."""
    return triples(source_iri(file.sha256), file, kind="source")


def of_story(story: Story) -> Iterator[Triple]:
    """Yield the triples of a story, and which of its articles are copies of which."""
    yield from triples(story_iri(story.id), story, kind="story")
    for copy, report in story.copies:
        yield article_iri(copy), KG.copyOf, article_iri(report)
