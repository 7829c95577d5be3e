"""Records -> entities: all that is said of one thing, joined by its key.

A fold by key: records go in one by one, in any order and as often as one likes, and the same entities come out. Of
single values the best record's wins, and the next best fills what it leaves open; of lists all items are kept. The
best record of an article is its own file, then one under its own address rather than its AMP address, then the later
`publishedDateTime`, then the path that sorts first. Where an article comes from is its own files, or, for a stub, the
files that list it; and any other that adds something.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

import msgspec

from kg.codes import REPEATED, SELF_RELATION
from kg.identity import topic_slug
from kg.model import (
    Article,
    Image,
    Organization,
    Origin,
    Provider,
    Reading,
    Record,
    Rejected,
    RelatedLink,
    SourceFile,
    Topic,
    Warned,
)

SINGLE_VALUES = (
    "title", "excerpt", "published", "updated", "quality", "heat", "is_published", "provider", "amp_url", "cdn_amp_url",
)  # fmt: skip
_single_values = attrgetter(*SINGLE_VALUES)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

_Said = tuple[Article, list[Origin]]  # the record of an article, and where it stands
_Named = tuple[Provider, int]  # the record of a provider, and how often it stands somewhere


class Entities(Record, frozen=True):
    """All things that the files speak of, each once, sorted by key; and what was odd about the files.

    `organizations` are those that articles mention: found after the merge, by `kg.organizations`.
    """

    articles: tuple[Article, ...] = ()
    providers: tuple[Provider, ...] = ()
    topics: tuple[Topic, ...] = ()
    images: tuple[Image, ...] = ()
    related: tuple[RelatedLink, ...] = ()
    organizations: tuple[Organization, ...] = ()
    files: tuple[SourceFile, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    warned: tuple[Warned, ...] = ()

    def in_order(self) -> Iterator[Record]:
        """Yield every entity that extractors read, kind by kind; the links of an article after the article."""
        at = 0
        for article in self.articles:
            yield article
            while at < len(self.related) and self.related[at].source == article.key:
                yield self.related[at]
                at += 1
        yield from self.related[at:]
        for kind in (self.providers, self.topics, self.images, self.organizations, self.files):
            yield from kind


class Merged(msgspec.Struct, frozen=True):
    """Entities, and of what they were merged: a reading for each content, and the addresses that stand for others."""

    entities: Entities
    files: list[Reading]
    owners: dict[str, str]


def merge(readings: Iterable[Reading]) -> Entities:
    """Join what the files say into entities.

    Files with the same bytes count once, under the shortest of their paths. An article found under the AMP address
    of another is that other. A link that leads back to its own article that way is dropped with a warning.

    Args:
        readings: one for each file, in any order.

    >>> merge([]).articles
    ()
    """
    return merged(readings).entities


def merged(readings: Iterable[Reading], *, last: Merged | None = None) -> Merged:
    """Join what the files say into entities, as `merge` does.

    Args:
        readings: one for each file, in any order.
        last: what was merged of some of the same readings: articles of which no other reading speaks, and their links,
            are taken from it.
    """
    files, copies = _each_content_once(readings)
    owners = _owners(files)
    if last is None or last.owners != owners:
        last = Merged(Entities(), [], owners)
    touched = _touched(last.files, files, owners)
    records, links, self_links = _said(files, touched, owners)
    articles = [article for article in last.entities.articles if article.key not in touched]
    articles += [_article(key, [*group.values()]) for key, group in records.items()]
    articles.sort(key=attrgetter("key"))
    related = [link for link in last.entities.related if link.source not in touched]
    for source in sorted(links):
        targets = links[source]
        related += [RelatedLink(source=source, target=t, origins=_in_order(targets[t])) for t in sorted(targets)]
    related.sort(key=attrgetter("source"))
    providers = _providers(files)
    entities = Entities(
        articles=tuple(articles),
        providers=providers,
        topics=_topics(files, articles),
        images=_fullest(image for holder in (articles, providers) for thing in holder for image in thing.images),
        related=tuple(related),
        files=tuple(reading.file for reading in files if reading.articles),
        rejected=tuple(sorted((r for reading in files for r in reading.rejected), key=_by_place)),
        warned=tuple(sorted([*copies, *self_links, *(w for reading in files for w in reading.warned)], key=_by_place)),
    )
    return Merged(entities, files, owners)


def addresses(readings: Iterable[Reading]) -> tuple[list[Reading], dict[str, str]]:
    """Return what `merge` joins, and which addresses it takes for others.

    Args:
        readings: one for each file, in any order.

    Returns:
        One reading for each content, sorted by path; and the key that each address of another article stands for.

    >>> addresses([])
    ([], {})
    """
    files, _ = _each_content_once(readings)
    return files, _owners(files)


def _each_content_once(readings: Iterable[Reading]) -> tuple[list[Reading], list[Warned]]:
    """Return one reading for each content, under the shortest path that it was found at, and a word on each copy."""
    same: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    for reading in readings:
        same[reading.file.sha256, reading.file.path if reading.rejected else ""].append(reading)
    once, copies = [], []
    for group in same.values():
        if len(group) == 1:
            once += group
            continue
        group.sort(key=lambda reading: (len(reading.file.path), reading.file.path))
        once.append(group[0])
        message = f"the same bytes as {group[0].file.path}: counted once; delete one of them"
        others = {reading.file.path for reading in group} - {group[0].file.path}
        copies += [
            Warned(origin=Origin(path=p, sha256=group[0].file.sha256), message=message, code=REPEATED) for p in others
        ]
    return sorted(once, key=lambda reading: (reading.file.path, reading.file.sha256)), copies


def _owners(files: Sequence[Reading]) -> dict[str, str]:
    """Return the key that each AMP address stands for, where some article goes by that address.

    An address that several articles claim belongs to the one with a file of its own, then to the first by key.
    """
    records = {id(article): article for reading in files for article in reading.articles}.values()
    keys = {article.key for article in records}
    claims: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    for article in records:
        for alias in article.aliases:
            if alias in keys and alias != article.key:
                claims[alias].append((not article.full, article.key))
    chosen = {alias: min(claimants)[1] for alias, claimants in claims.items()}
    owners = {}
    for alias in sorted(chosen):
        key, seen = alias, [alias]
        while key in chosen and chosen[key] not in seen:
            key = chosen[key]
            seen.append(key)
        # addresses that claim each other: the first by key stands for all
        owners[alias] = min(seen[seen.index(chosen[key]) :]) if key in chosen else key
    return {alias: key for alias, key in owners.items() if alias != key}


def _touched(before: Sequence[Reading], files: Sequence[Reading], owners: dict[str, str]) -> set[str]:
    """Return the keys of the articles of which any reading speaks that was not there before, or is there no more."""
    old, new = set(map(id, before)), set(map(id, files))
    others = [r for r in before if id(r) not in new] + [r for r in files if id(r) not in old]
    return {owners.get(article.key, article.key) for reading in others for article in reading.articles}


def _said(
    files: Iterable[Reading], keys: set[str], owners: dict[str, str]
) -> tuple[dict[str, dict[int, _Said]], dict[str, dict[str, list[Origin]]], list[Warned]]:
    """Return what files say of some articles: their records, and for each of their links where it is stated.

    And a word on each link, of any article, that leads back to where it comes from.
    """
    records: dict[str, dict[int, _Said]] = defaultdict(dict)
    links: dict[str, dict[str, list[Origin]]] = {}
    self_links = []
    for reading in files:
        ends = [owners.get(article.key, article.key) for article in reading.articles]
        if not ends or (keys.isdisjoint(ends) and ends[0] not in ends[1:]):
            continue
        path, sha256 = reading.file.path, reading.file.sha256
        targets = links.setdefault(ends[0], {}) if ends[0] in keys and len(ends) > 1 else None
        for place, (article, line, key) in enumerate(zip(reading.articles, reading.lines, ends, strict=True)):
            origin = Origin(path=path, line=line, sha256=sha256)
            if place and key == ends[0]:
                message = (
                    f"related to itself: {article.key} is the same article under another address: the link is dropped"
                )
                self_links.append(Warned(origin=origin, message=message, code=SELF_RELATION))
            elif place and targets is not None:
                targets.setdefault(key, []).append(origin)
            if key in keys:
                group = records[key]
                if said := group.get(id(article)):  # the same record, which other files have too
                    said[1].append(origin)
                else:
                    group[id(article)] = article, [origin]
    return records, links, self_links


def _rank(said: _Said, key: str) -> tuple[Any, ...]:
    article, origins = said
    published = article.published or _LONG_AGO
    return (not article.full, article.key != key, -published.timestamp(), *min(map(_place, origins)))


def _article(key: str, group: list[_Said]) -> Article:
    """Return what all records of one article say."""
    own = [said for said in group if said[0].full]
    if len(own) == 1:  # most others are stubs that say no more
        gaps = [name for name, value in zip(SINGLE_VALUES, _single_values(own[0][0]), strict=True) if value is None]
        group = own + [said for said in group if not said[0].full and _adds(said[0], own[0][0], gaps)]
    if len(group) > 1:
        group.sort(key=lambda said: _rank(said, key))
    best, places = group[0]
    topics = {topic_slug(name): name for article, _ in reversed(group) for name in article.topics}
    names = tuple([topics[slug] for slug in sorted(topics)])
    if len(group) == 1:
        return msgspec.structs.replace(
            best, key=key, topics=names, images=_fullest(best.images), origins=_in_order(places)
        )
    own = [said for said in group if said[0].full == best.full]
    others = [said for said in group if said[0].full != best.full]
    sources = own + _saying_more(others, [article for article, _ in own])
    values = {name: next((v for a, _ in group if (v := getattr(a, name)) is not None), None) for name in SINGLE_VALUES}
    return msgspec.structs.replace(
        best,
        key=key,
        topics=names,
        tags=tuple(sorted({tag for article, _ in group for tag in article.tags})),
        images=_fullest(image for article, _ in group for image in article.images),
        aliases=tuple(sorted({alias for article, _ in group for alias in article.aliases} - {key})),
        full=any(article.full for article, _ in group),
        origins=tuple(sorted({origin for _, origins in sources for origin in origins}, key=_place)),
        **values,
    )


def _adds(stub: Article, best: Article, gaps: Iterable[str]) -> bool:
    """Return whether a stub has anything that the article's own record has not."""
    for name in gaps:
        if getattr(stub, name) is not None:
            return True
    for image in stub.images:
        if image not in best.images and not any(_is_as_full(own, image) for own in best.images):
            return True
    return (
        (stub.aliases != best.aliases and not {*stub.aliases} <= {*best.aliases})
        or (stub.tags != best.tags and not {*stub.tags} <= {*best.tags})
        or (stub.topics != best.topics and not {*map(topic_slug, stub.topics)} <= {*map(topic_slug, best.topics)})
    )


def _saying_more(stubs: Iterable[_Said], own: Sequence[Article]) -> list[_Said]:
    """Return the stubs that say something of an article that its own files do not."""
    gaps = [name for name in SINGLE_VALUES if all(getattr(article, name) is None for article in own)]
    images = {image.iri for article in own for image in article.images}
    topics = {topic_slug(name) for article in own for name in article.topics}
    return [
        (stub, places)
        for stub, places in stubs
        if any(getattr(stub, name) is not None for name in gaps)
        or not images.issuperset([image.iri for image in stub.images])
        or not topics.issuperset(map(topic_slug, stub.topics))
    ]


def _in_order(origins: list[Origin]) -> tuple[Origin, ...]:
    return tuple(origins) if len(origins) == 1 else tuple(sorted(set(origins), key=_place))


def _providers(files: Iterable[Reading]) -> tuple[Provider, ...]:
    records = [provider for reading in files for provider in reading.providers]
    count = Counter(map(id, records))
    groups: dict[str, list[_Named]] = defaultdict(list)
    for provider in {id(provider): provider for provider in records}.values():
        groups[provider.domain].append((provider, count[id(provider)]))
    return tuple(_provider(domain, groups[domain]) for domain in sorted(groups))


def _provider(domain: str, group: list[_Named]) -> Provider:
    """Return a provider under the most frequent of its names; the others are kept."""
    names: Counter[str] = Counter()
    for provider, count in group:
        if provider.name:
            names[provider.name] += count
    by_frequency = sorted(names, key=lambda name: (-names[name], name))
    others = {*by_frequency[1:], *(name for provider, _ in group for name in provider.other_names)}
    descriptions = [provider.description for provider, _ in group if provider.description]
    return Provider(
        domain=domain,
        name=by_frequency[0] if names else None,
        other_names=tuple(sorted(others - set(by_frequency[:1]))),
        description=min(descriptions, default=None, key=lambda text: (-len(text), text)),
        images=_fullest(image for provider, _ in group for image in provider.images),
    )


def _topics(files: Iterable[Reading], articles: Iterable[Article]) -> tuple[Topic, ...]:
    """Return every topic that a taxonomy or an article names; the taxonomy's name wins, then the most frequent."""
    records: dict[str, list[Topic]] = defaultdict(list)
    for topic in [topic for reading in files for topic in reading.topics]:
        records[topic.slug].append(topic)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for name, count in Counter(name for article in articles for name in article.topics).items():
        names[topic_slug(name)][name] += count
    for topic in [topic for group in records.values() for topic in group if topic.parent]:
        parent = topic_slug(topic.parent or "")
        if parent not in records:
            names[parent][topic.parent or ""] += 0
    return tuple(_topic(slug, records.get(slug, []), names[slug]) for slug in sorted({*records, *names} - {""}))


def _topic(slug: str, group: list[Topic], names: Counter[str]) -> Topic:
    if not group:
        return Topic(slug=slug, name=min(names, key=lambda name: (-names[name], name)))
    spellings = Counter(topic.name for topic in group)
    parents = sorted({topic.parent for topic in group if topic.parent and topic_slug(topic.parent) != slug})
    return Topic(
        slug=slug,
        name=min(spellings, key=lambda name: (-spellings[name], name)),
        short_name=min((topic.short_name for topic in group if topic.short_name), default=None),
        parent=parents[0] if parents else None,
        keywords=tuple(sorted({word for topic in group for word in topic.keywords})),
        hashtags=tuple(sorted({tag for topic in group for tag in topic.hashtags})),
    )


def _fullest(images: Iterable[Image]) -> tuple[Image, ...]:
    """Return each image once, as the fullest of its descriptions has it, sorted by IRI."""
    best: dict[str, Image] = {}
    for image in images:
        known = best.get(image.iri)
        if known is None or (image != known and _image_rank(image) < _image_rank(known)):
            best[image.iri] = image
    return tuple(best[iri] for iri in sorted(best))


def _is_as_full(image: Image, other: Image) -> bool:
    """Return whether two descriptions are of one image, and the other says no more of it."""
    return image.iri == other.iri and (image == other or _image_rank(image) < _image_rank(other))


def _image_rank(image: Image) -> tuple[Any, ...]:
    gaps = (image.width is None) + (image.height is None) + (image.caption is None)
    return (gaps, image.url, image.caption or "", image.width or 0, image.height or 0)


def _place(origin: Origin) -> tuple[str, int, str]:
    return (origin.path, origin.line, origin.sha256)


def _by_place(finding: Rejected | Warned) -> tuple[Any, ...]:
    return (_place(finding.origin), finding.reason if isinstance(finding, Rejected) else finding.message)
