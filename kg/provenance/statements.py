"""What each file said -> for every fact, the lines that say it.

A line says a fact if its record alone, without any other, yields the fact's triple. So the extractors that make a graph
also tell where it comes from, those of other packages among them, and nothing has to be kept while a graph is built.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kg.entities import pins, references
from kg.entities.articles import labels_of_all, of_labels
from kg.entities.merge import addresses
from kg.entities.references import Targets
from kg.extractors import Extractor, extract
from kg.extractors.things import THINGS
from kg.identity import (
    TOPICS,
    article_iri,
    host_of,
    organization_iri,
    person_iri,
    place_iri,
    provider_iri,
    slug,
    source_iri,
    topic_iri,
    topic_slug,
)
from kg.model import (
    Article,
    Image,
    Organization,
    Origin,
    Person,
    Provider,
    Reading,
    Record,
    RelatedLink,
    Topic,
)
from kg.rdf.literals import text
from kg.rdf.ntriples import Writer
from kg.rdf.terms import IRI, Triple
from kg.rdf.vocab import SCHEMA

DESCRIBED: dict[str, type[Person] | type[Organization]] = {"person": Person, "organization": Organization}
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
        self._decided = _Decided(self.readings, self.owners)
        self._records: dict[str, list[Statement]] = defaultdict(list)
        self._by_host: dict[str, list[Statement]] = defaultdict(list)
        for reading in self.readings:
            for iri, record, origin in _statements(reading, self.owners, self._decided):
                self._records[iri].append((record, origin))
            for iri, record, origin in _of_hosts(reading, self.owners, self._decided):
                self._by_host[iri].append((record, origin))
        links: dict[str, Targets] = {}
        references.resolve(self.readings, self.owners, links)
        for source, targets in links.items():
            for (target, _), origins in targets.items():
                link = RelatedLink(source=source, target=target)
                self._records[article_iri(source)] += [(link, origin) for origin in origins]

    def subjects(self) -> Iterator[str]:
        """Yield the relative IRI of each thing that a file speaks of, sorted."""
        yield from sorted(self._records)

    def records(self, subject: str) -> list[Statement]:
        """Return what is said of a thing, by its relative IRI (that of an image is absolute)."""
        return self._records.get(subject, [])

    def lines(self, subject: str) -> dict[str, list[Origin]]:
        """Return the triples that any record of a thing yields alone, as N-Triples, and where those records stand."""
        return self._lines(self.records(subject))

    def by_host(self, subject: str) -> dict[str, list[Origin]]:
        """Return the triples that articles without a provider yield by the host of their address, and where."""
        return self._lines(self._by_host.get(subject, []))

    def other_names(self, subject: str) -> dict[str, list[Origin]]:
        """Return the other names that a thing would have if each name that any record gives were one."""
        found: dict[str, list[Origin]] = defaultdict(list)
        for record, origin in self.records(subject):
            if isinstance(record, Provider | Person | Organization) and record.name:
                triple: Triple = (IRI(subject), SCHEMA.alternateName, text(record.name))
                found[self._write([triple])[0]].append(origin)
        return found

    def _lines(self, records: Iterable[Statement]) -> dict[str, list[Origin]]:
        found: dict[str, list[Origin]] = defaultdict(list)
        for record, origin in records:
            for triples in extract([record], extractors=self._extractors):
                for line in self._write(triples):
                    found[line].append(origin)
        return found


class _Decided:
    """What merge decides of an article by all of its records: what its labels count as, and whose it is.

    Args:
        readings: what the files say.
        owners: the key that each address of another article stands for.
    """

    def __init__(self, readings: Sequence[Reading], owners: dict[str, str]) -> None:
        self.full: set[str] = set()  # articles with a file of their own
        self.provided: set[str] = set()  # those of which a record names a provider
        self.topics: dict[str, set[str]] = defaultdict(set)  # the slugs of the topics that records name
        self.of_all = labels_of_all(article for reading in readings for article in reading.articles if article.full)
        for article in {id(article): article for reading in readings for article in reading.articles}.values():
            key = owners.get(article.key, article.key)
            if article.full:
                self.full.add(key)
            if article.provider is not None:
                self.provided.add(key)
            if article.topics:
                self.topics[key] |= {*map(topic_slug, article.topics)}

    def record(self, article: Article, key: str, origin: Origin) -> Article:
        """Return a record as it counts: its labels are topics, or keywords."""
        changes: dict[str, object] = {"key": key, "origins": (origin,)}
        changes |= of_labels(article, self.topics.get(key, ()), full=key in self.full, of_all=self.of_all)
        return msgspec.structs.replace(article, **changes)


def _statements(reading: Reading, owners: dict[str, str], decided: _Decided) -> Iterator[tuple[str, Record, Origin]]:
    """Yield what one file says of each thing: the thing's IRI, the record, its place."""
    whole = reading.origin(1)
    if reading.articles:
        yield source_iri(reading.file.sha256), reading.file, whole
    for article, line in zip(reading.articles, reading.lines, strict=True):
        origin = reading.origin(line)
        yield from _of_article(decided.record(article, owners.get(article.key, article.key), origin), origin)
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
    for person in reading.people:
        yield person_iri(person.slug), person, whole
    for organization in reading.organizations:
        yield organization_iri(organization.slug), organization, whole


def _of_article(article: Article, origin: Origin) -> Iterator[tuple[str, Record, Origin]]:
    yield article_iri(article.key), article, origin
    yield from _images(article.images, origin)
    kinds = {"tag": article.tags, "category": article.categories, "keyword": article.labels}
    for name in article.topics:
        if id := topic_slug(name):
            known = tuple(kind for kind, labels in kinds.items() if id in map(topic_slug, labels))
            topic = Topic(slug=id, name=name, kinds=tuple(sorted(known)))
            yield topic_iri(id), topic, origin
            yield TOPICS, topic, origin
    named = [("person", name) for name in article.authors] + [(term.kind, term.value) for term in article.terms]
    for kind, name in named:
        if kind == "place":
            yield place_iri(name), article, origin
        elif kind == "topic" and (id := topic_slug(name)):
            yield topic_iri(id), Topic(slug=id, name=name), origin
            yield TOPICS, Topic(slug=id, name=name), origin
        elif kind in DESCRIBED and (id := slug(name)):
            yield THINGS[kind](name), DESCRIBED[kind](slug=id, name=name), origin


def _of_hosts(reading: Reading, owners: dict[str, str], decided: _Decided) -> Iterator[tuple[str, Record, Origin]]:
    """Yield the providers of articles for which no record names one."""
    for article, line in zip(reading.articles, reading.lines, strict=True):
        key = owners.get(article.key, article.key)
        if key not in decided.provided and (host := host_of(key)):
            yield article_iri(key), Article(key=key, provider=host), reading.origin(line)
            yield provider_iri(host), Provider(domain=host), reading.origin(line)


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
