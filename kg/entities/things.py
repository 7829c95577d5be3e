"""The records of providers, of topics and of images -> each of them once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from kg.identity import topic_slug
from kg.model import Article, Image, Organization, Person, Provider, Reading, Topic

_Named = tuple[Provider, int]  # the record of a provider, and how often it stands somewhere


def providers(files: Iterable[Reading], articles: Iterable[Article]) -> tuple[Provider, ...]:
    """Return every provider that a file names, or that an article has by its address, sorted by domain."""
    records = [provider for reading in files for provider in reading.providers]
    count = Counter(map(id, records))
    groups: dict[str, list[_Named]] = defaultdict(list)
    for provider in {id(provider): provider for provider in records}.values():
        groups[provider.domain].append((provider, count[id(provider)]))
    for article in articles:
        if article.provider is not None:
            groups.setdefault(article.provider, [])
    return tuple(_provider(domain, groups[domain]) for domain in sorted(groups))


def _provider(domain: str, group: list[_Named]) -> Provider:
    """Return a provider under the most frequent of its names; the others are kept."""
    names: Counter[str] = Counter()
    for provider, count in group:
        if provider.name:
            names[provider.name] += count
    by_frequency = sorted(names, key=lambda name: (-names[name], name))
    others = {*by_frequency[1:], *(name for provider, _ in group for name in provider.other_names)}
    return Provider(
        domain=domain,
        name=by_frequency[0] if names else None,
        other_names=tuple(sorted(others - set(by_frequency[:1]))),
        description=_longest(provider.description for provider, _ in group),
        images=fullest(image for provider, _ in group for image in provider.images),
    )


def topics(files: Iterable[Reading], articles: Iterable[Article]) -> tuple[Topic, ...]:
    """Return every topic that a taxonomy or an article names; the taxonomy's name wins, then the most frequent."""
    records: dict[str, list[Topic]] = defaultdict(list)
    for topic in [topic for reading in files for topic in reading.topics]:
        records[topic.slug].append(topic)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    articles = list(articles)
    for name, count in Counter(n for article in articles for n in _names(article, "topic", article.topics)).items():
        names[topic_slug(name)][name] += count
    for topic in [topic for group in records.values() for topic in group if topic.parent]:
        parent = topic_slug(topic.parent or "")
        if parent not in records:
            names[parent][topic.parent or ""] += 0
    kinds: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for kind, labels in (("tag", article.tags), ("category", article.categories), ("keyword", article.labels)):
            for name in labels:
                kinds[topic_slug(name)].add(kind)
    return tuple(
        _topic(slug, records.get(slug, []), names[slug], tuple(sorted(kinds[slug])))
        for slug in sorted({*records, *names} - {""})
    )


def _topic(slug: str, group: list[Topic], names: Counter[str], kinds: tuple[str, ...]) -> Topic:
    if not group:
        return Topic(slug=slug, name=_most_frequent(names), kinds=kinds)
    spellings = Counter(topic.name for topic in group)
    parents = sorted({topic.parent for topic in group if topic.parent and topic_slug(topic.parent) != slug})
    return Topic(
        slug=slug,
        name=_most_frequent(spellings),
        short_name=min((topic.short_name for topic in group if topic.short_name), default=None),
        parent=parents[0] if parents else None,
        keywords=tuple(sorted({word for topic in group for word in topic.keywords})),
        hashtags=tuple(sorted({tag for topic in group for tag in topic.hashtags})),
        kinds=kinds,
    )


def people(files: Iterable[Reading], articles: Iterable[Article]) -> tuple[Person, ...]:
    """Return every person that a file describes, or that an article names, sorted by slug."""
    described = [person for reading in files for person in reading.people]
    names = Counter(name for article in articles for name in _names(article, "person", article.authors))
    return tuple(
        Person(
            slug=slug,
            name=name,
            other_names=tuple(sorted({*others, *(other for person in group for other in person.other_names)} - {name})),
            url=_longest(person.url for person in group),
            description=_longest(person.description for person in group),
        )
        for slug, name, others, group in _by_slug(described, names)
    )


def organizations(files: Iterable[Reading], articles: Iterable[Article]) -> tuple[Organization, ...]:
    """Return every organization that a file describes, or that a term of the site's own names, sorted by slug."""
    described = [organization for reading in files for organization in reading.organizations]
    names = Counter(name for article in articles for name in _names(article, "organization"))
    return tuple(
        Organization(
            slug=slug,
            name=name,
            other_names=tuple(sorted({*others, *(other for one in group for other in one.other_names)} - {name})),
            url=_longest(one.url for one in group),
        )
        for slug, name, others, group in _by_slug(described, names)
    )


_Described = TypeVar("_Described", bound=Person | Organization)


def _by_slug(
    described: Iterable[_Described], names: Counter[str]
) -> Iterator[tuple[str, str, set[str], list[_Described]]]:
    """Yield each slug with the name to go by, the other spellings, and the records: those described win."""
    groups: dict[str, list[_Described]] = defaultdict(list)
    for thing in described:
        groups[thing.slug].append(thing)
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for name, count in names.items():
        spelt[topic_slug(name)][name] += count
    for key in sorted({*groups, *spelt} - {""}):
        described_as = Counter(thing.name for thing in groups[key])
        name = _most_frequent(described_as or spelt[key])
        yield key, name, {*described_as, *spelt[key]} - {name}, groups[key]


def _most_frequent(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _names(article: Article, kind: str, names: Iterable[str] = ()) -> Iterator[str]:
    """Yield the names of things of a kind that an article speaks of."""
    yield from names
    yield from (term.value for term in article.terms if term.kind == kind)


def _longest(texts: Iterable[str | None]) -> str | None:
    """Return the longest of some texts, of several the first in order."""
    return min(filter(None, texts), default=None, key=lambda text: (-len(text), text))


def fullest(images: Iterable[Image]) -> tuple[Image, ...]:
    """Return each image once, as the fullest of its descriptions has it, sorted by IRI."""
    best: dict[str, Image] = {}
    for image in images:
        known = best.get(image.iri)
        if known is None or (image != known and _image_rank(image) < _image_rank(known)):
            best[image.iri] = image
    return tuple(best[iri] for iri in sorted(best))


def is_as_full(image: Image, other: Image) -> bool:
    """Return whether two descriptions are of one image, and the other says no more of it."""
    return image.iri == other.iri and (image == other or _image_rank(image) < _image_rank(other))


def _image_rank(image: Image) -> tuple[object, ...]:
    gaps = (image.width is None) + (image.height is None) + (image.caption is None)
    return (gaps, image.url, image.caption or "", image.width or 0, image.height or 0)
