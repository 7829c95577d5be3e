"""A story -> its label, articles, span, topics, organizations, organizations, copies and cohesion."""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import article_iri, organization_iri, story_iri, topic_iri
from kg.model import Story
from kg.rdf.properties import triples
from kg.rdf.terms import Triple
from kg.rdf.vocab import KG, RDF, SCHEMA


def extract(story: Story) -> Iterator[Triple]:
    """Yield the triples of a story."""
    subject = story_iri(story.id)
    yield subject, RDF.type, KG.Story
    yield from triples(subject, story, kind="story")
    yield subject, KG.firstArticle, article_iri(story.first)
    for member in story.members:
        yield subject, SCHEMA.hasPart, article_iri(member)
    for topic in story.topics:
        yield subject, SCHEMA.about, topic_iri(topic)
    for organization in story.organizations:
        yield subject, SCHEMA.mentions, organization_iri(organization)
    for copy, report in story.copies:
        yield article_iri(copy), KG.copyOf, article_iri(report)
