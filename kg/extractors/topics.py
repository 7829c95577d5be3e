"""A topic -> a SKOS concept in the scheme of the graph's topics."""

from __future__ import annotations

from collections.abc import Iterator

from kg.identity import TOPICS, topic_iri
from kg.model import Topic
from kg.rdf.literals import text
from kg.rdf.properties import triples
from kg.rdf.terms import Triple
from kg.rdf.vocab import RDF, SKOS


def extract(topic: Topic) -> Iterator[Triple]:
    """Yield the triples of a topic; its short name and keywords are alternative labels."""
    subject = topic_iri(topic.slug)
    yield TOPICS, RDF.type, SKOS.ConceptScheme
    yield subject, RDF.type, SKOS.Concept
    yield subject, SKOS.inScheme, TOPICS
    yield from triples(subject, topic, kind="topic")
    for label in (topic.short_name, *topic.keywords):
        if label is not None and label != topic.name:
            yield subject, SKOS.altLabel, text(label)
    if topic.parent is not None:
        yield subject, SKOS.broader, topic_iri(topic.parent)
