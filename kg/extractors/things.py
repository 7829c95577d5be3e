"""A thing -> triples: its class and what the table of properties says of it, and what no attribute holds as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from kg.identity import (
    TOPICS,
    article_iri,
    canonical_url,
    organization_iri,
    person_iri,
    place_iri,
    provider_iri,
    source_iri,
    story_iri,
    storyline_iri,
    topic_iri,
)
from kg.model import Article, Image, Organization, Person, Provider, RelatedLink, SourceFile, Story, Storyline, Topic
from kg.rdf.literals import any_uri, decimal, text
from kg.rdf.properties import triples
from kg.rdf.terms import IRI, Literal, Triple
from kg.rdf.vocab import KG, RDF, SCHEMA, SKOS

ADDRESS = "@id"  # the datatype of a term whose values are addresses
THINGS: dict[str, Callable[[str], IRI]] = {  # what mints the things that terms of a site name, by their kind
    "organization": organization_iri,
    "person": person_iri,
    "topic": topic_iri,
    "article": lambda url: article_iri(canonical_url(url) or url),
}
WIKIDATA = "http://www.wikidata.org/entity/"


def of_article(article: Article) -> Iterator[Triple]:
    """Yield the triples of an article (or of a stub, which has no file of its own), and of its site's own terms."""
    subject = article_iri(article.key)
    yield from triples(subject, article, kind="article")
    for term in article.terms:
        mint = THINGS.get(term.kind)
        if mint is not None:
            yield subject, IRI(term.predicate), mint(term.value)
        elif term.kind == "place":
            place = place_iri(term.value)
            yield from (
                (subject, IRI(term.predicate), place),
                (place, RDF.type, SCHEMA.Place),
                (place, SCHEMA.name, text(term.value)),
            )
        elif term.datatype == ADDRESS:
            yield subject, IRI(term.predicate), any_uri(term.value)
        else:
            yield subject, IRI(term.predicate), Literal(term.value, IRI(term.datatype) if term.datatype else None)


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
    yield article_iri(link.source), KG.lists if link.listed else KG.related, article_iri(link.target)


def of_person(person: Person) -> Iterator[Triple]:
    """Return the triples of a person."""
    return triples(person_iri(person.slug), person, kind="person")


def of_image(image: Image) -> Iterator[Triple]:
    """Return the triples of an image."""
    return triples(IRI(image.iri), image, kind="image")


def of_source(file: SourceFile) -> Iterator[Triple]:
    """Return the triples of a source file."""
    return triples(source_iri(file.sha256), file, kind="source")


def of_story(story: Story) -> Iterator[Triple]:
    """Yield the triples of a story, which of its articles are copies of which, and which are in doubt."""
    titled = msgspec.structs.replace(story, title=story.title or story.label)
    yield from triples(story_iri(story.id), titled, kind="story")
    for member, confidence in story.doubts:
        yield article_iri(member), KG.confidence, decimal(confidence)
    for copy, report in story.copies:
        yield article_iri(copy), KG.copyOf, article_iri(report)


def of_storyline(storyline: Storyline) -> Iterator[Triple]:
    """Yield the triples of a storyline, and the stories that it holds."""
    subject = storyline_iri(storyline.id)
    yield from triples(subject, storyline, kind="storyline")
    for story in storyline.stories:
        yield subject, SCHEMA.hasPart, story_iri(story)
