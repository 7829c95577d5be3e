"""What each file said -> for every fact, the lines that say it.

A line says a fact if its record alone, without any other, yields the fact's triple. So the extractors that make a graph
also tell where it comes from, those of other packages among them, and nothing has to be kept while a graph is built.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kg.entities import pins
from kg.entities.merge import addresses
from kg.extractors import Extractor, extract
from kg.identity import TOPICS, article_iri, provider_iri, source_iri, topic_iri, topic_slug
from kg.model import Article, Image, Origin, Provider, Reading, Record, RelatedLink, Topic
from kg.rdf.literals import text
from kg.rdf.ntriples import Writer
from kg.rdf.terms import Triple
from kg.rdf.vocab import SCHEMA

Statement = tuple[Record, Origin]  # what one place says of one thing


class Statements:
    """The records of all files by the thing that they speak of.

    Args:
        readings: what the files said.
        base: of the graph.
        extractors: that the graph was made by.
        pinned: what is one, or never is, by the user's word.
    """

    def __init__(
        self,
        readings: Iterable[Reading],
        *,
        base: str,
        extractors: Sequence[Extractor],
        pinned: pins.Pins = pins.NOTHING,
    ) -> None:
        self._write = Writer(base).lines
        self._extractors = extractors
        self.given, self.pins = list(readings), pinned
        self.obeyed = pins.obeyed(self.given, pinned)
        self.readings, self.owners = addresses(self.obeyed)
        self._records: dict[str, list[Statement]] = defaultdict(list)
        for reading in self.readings:
            for iri, record, origin in _statements(reading, self.owners):
                self._records[iri].append((record, origin))

    def subjects(self) -> Iterator[str]:
        """Yield the relative IRI of each thing that a file speaks of, sorted."""
        yield from sorted(self._records)

    def records(self, subject: str) -> list[Statement]:
        """Return what is said of a thing, by its relative IRI (that of an image is absolute)."""
        return self._records.get(subject, [])

    def lines(self, subject: str) -> dict[str, list[Origin]]:
        """Return the triples that any record of a thing yields alone, as N-Triples, and where those records stand."""
        found: dict[str, list[Origin]] = defaultdict(list)
        for record, origin in self.records(subject):
            for triples in extract([record], extractors=self._extractors):
                for line in self._write(triples):
                    found[line].append(origin)
        return found

    def other_names(self, subject: str) -> dict[str, list[Origin]]:
        """Return the other names that a provider would have if each name that any record gives were one."""
        found: dict[str, list[Origin]] = defaultdict(list)
        for record, origin in self.records(subject):
            if isinstance(record, Provider) and record.name:
                triple: Triple = (provider_iri(record.domain), SCHEMA.alternateName, text(record.name))
                found[self._write([triple])[0]].append(origin)
        return found


def _statements(reading: Reading, owners: dict[str, str]) -> Iterator[tuple[str, Record, Origin]]:
    """Yield what one file says of each thing: the thing's IRI, the record, its place."""
    whole = reading.origin(1)
    if reading.articles:
        yield source_iri(reading.file.sha256), reading.file, whole
    for article, line in zip(reading.articles, reading.lines, strict=True):
        yield from _of_article(article, reading.origin(line), owners)
    for link in reading.related:
        source, target = (owners.get(key, key) for key in (link.source, link.target))
        if target != source:
            yield article_iri(source), RelatedLink(source=source, target=target, listed=link.listed), link.origins[0]
    for provider, line in provider_lines(reading):
        yield provider_iri(provider.domain), provider, reading.origin(line)
        yield from _images(provider.images, reading.origin(line))
    for topic in reading.topics:
        yield topic_iri(topic.slug), topic, whole
        yield TOPICS, topic, whole
        if topic.parent:
            yield topic_iri(topic.parent), Topic(slug=topic_slug(topic.parent), name=topic.parent), whole


def _of_article(article: Article, origin: Origin, owners: dict[str, str]) -> Iterator[tuple[str, Record, Origin]]:
    key = owners.get(article.key, article.key)
    yield article_iri(key), msgspec.structs.replace(article, key=key, origins=(origin,)), origin
    yield from _images(article.images, origin)
    for name in article.topics:
        if slug := topic_slug(name):
            yield topic_iri(slug), Topic(slug=slug, name=name), origin
            yield TOPICS, Topic(slug=slug, name=name), origin


def _images(images: Iterable[Image], origin: Origin) -> Iterator[tuple[str, Record, Origin]]:
    for image in images:
        yield image.iri, image, origin


def provider_lines(reading: Reading) -> list[tuple[Provider, int]]:
    """Return the providers of a file, each with the line of the article that names it.

    A link that was dropped leaves its provider behind, but no article; then every article of the domain may be meant.
    """
    named = [
        (a.provider, line) for a, line in zip(reading.articles, reading.lines, strict=True) if a.provider is not None
    ]
    if [domain for domain, _ in named] == [provider.domain for provider in reading.providers]:
        return [(provider, line) for provider, (_, line) in zip(reading.providers, named, strict=True)]
    lines: dict[str, list[int]] = defaultdict(list)
    for domain, line in named:
        lines[domain].append(line)
    return [(provider, line) for provider in reading.providers for line in lines.get(provider.domain, [1])]
