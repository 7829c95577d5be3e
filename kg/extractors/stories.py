"""A story -> its label, articles, span, topics, organizations, organizations, copies and cohesion."""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import article_iri, organization_iri, story_iri, topic_iri
from kg.model import Story
from kg.rdf.literals import date_time, decimal, text
from kg.rdf.terms import Triple
from kg.rdf.vocab import KG, RDF, SCHEMA, SKOS


def extract(story: Story) -> Iterator[Triple]:
    """Yield the triples of a story."""
    subject = story_iri(story.id)
    yield subject, RDF.type, KG.Story
    yield subject, SKOS.prefLabel, text(story.label)
    yield subject, KG.firstArticle, article_iri(story.first)
    yield subject, KG.cohesion, decimal(story.cohesion)
    for member in story.members:
        yield subject, SCHEMA.hasPart, article_iri(member)
    if story.start is not None:
        yield subject, SCHEMA.startDate, date_time(story.start)
    if story.end is not None:
        yield subject, SCHEMA.endDate, date_time(story.end)
    for topic in story.topics:
        yield subject, SCHEMA.about, topic_iri(topic)
    for organization in story.organizations:
        yield subject, SCHEMA.mentions, organization_iri(organization)
    for copy, report in story.copies:
        yield article_iri(copy), KG.copyOf, article_iri(report)
