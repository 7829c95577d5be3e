"""The records of one article -> the article: the best record's values, what the others add, and where it is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from operator import attrgetter

import msgspec

from kg.entities.things import fullest, is_as_full
from kg.identity import as_written, host_of, topic_slug
from kg.model import Article, Origin
from kg.sources.fields import fields_of

_OF_ARTICLE = fields_of("article")
# attributes that may be missing, of which the best record's value wins; and lists of which all items are kept as they
# are (topics are known by their slugs, images by their addresses)
SINGLE_VALUES = tuple(f.name for f in msgspec.structs.fields(Article) if f.name in _OF_ARTICLE and f.default is None)
LISTS = tuple(name for name, field in _OF_ARTICLE.items() if field.type.many and name not in ("topics", "images"))
_single_values = attrgetter(*SINGLE_VALUES)
MANY = 20  # articles, before it says anything of a label that all have it
NEARLY_ALL = 0.95
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

LocatedRecord = tuple[Article, list[Origin]]  # the record of an article, and where it stands


def _rank(said: LocatedRecord, key: str) -> tuple[object, ...]:
    article, origins = said
    published = article.published or _LONG_AGO
    written = as_written(article.url or "")
    is_edition = written is not None and written.partition("?")[0] != key.partition("?")[0]  # for a phone, say
    return (not article.full, is_edition, -published.timestamp(), *min(map(place_of, origins)))


def labels_of_all(articles: Iterable[Article]) -> frozenset[str]:
    """Return the slugs of tags, categories and keywords that nearly all articles have: they tell none from another.

    Args:
        articles: records of articles with a file of their own; there must be `MANY`.
    """
    counts: Counter[str] = Counter()
    number = 0
    for article in articles:
        number += 1
        counts.update({topic_slug(name) for name in (*article.categories, *article.tags, *article.labels)})
    return frozenset(slug for slug, count in counts.items() if number >= MANY and count >= NEARLY_ALL * number)


def joined(key: str, group: list[LocatedRecord], *, of_all: Collection[str] = ()) -> Article:
    """Return what all records of one article say.

    Where no record has topics, tags, categories and keywords are the topics; else they are keywords. Where none names a
    provider, the host of the address is it.

    Args:
        key: of the article.
        group: its records, and where each stands.
        of_all: the slugs of labels that are no topic of anything, as all articles have them.
    """
    article = _joined(key, group)
    changes = of_labels(article, {topic_slug(name) for name in article.topics}, full=article.full, of_all=of_all)
    if article.provider is None and (host := host_of(key)):
        changes["provider"] = host
    return msgspec.structs.replace(article, **changes) if changes else article


def of_labels(
    article: Article, known: Collection[str], *, full: bool, of_all: Collection[str] = ()
) -> dict[str, object]:
    """Return what the tags, categories and keywords of an article count as: topics, or keywords.

    Args:
        article: a record of it, or all of them as one.
        known: the slugs of its topics.
        full: it has a file of its own.
        of_all: the slugs of labels that are no topic of anything.

    Returns:
        The values of fields that are others by that.
    """
    labels = (*article.categories, *article.tags, *article.labels)
    telling = [name for name in labels if topic_slug(name) not in of_all]
    if telling and full and not known:
        left = {name for name in labels if topic_slug(name) in of_all}
        return {"topics": names_of(telling), "keywords": tuple(sorted(left))}
    if labels:
        left = {name for name in labels if topic_slug(name) not in known}
        return {"keywords": tuple(sorted(left)), "tags": (), "categories": (), "labels": ()}
    return {}


def names_of(topics: Iterable[str]) -> tuple[str, ...]:
    """Return the names of topics, of several spellings of one the first, sorted by their slugs."""
    spelt = {topic_slug(name): name for name in reversed([*topics])}
    return tuple(spelt[slug] for slug in sorted(spelt) if slug)


def _joined(key: str, group: list[LocatedRecord]) -> Article:
    own = [said for said in group if said[0].full]
    if len(own) == 1:  # most others are stubs that say no more
        gaps = [name for name, value in zip(SINGLE_VALUES, _single_values(own[0][0]), strict=True) if value is None]
        group = own + [said for said in group if not said[0].full and _adds(said[0], own[0][0], gaps)]
    if len(group) > 1:
        group.sort(key=lambda said: _rank(said, key))
    best, places = group[0]
    names = names_of(name for article, _ in group for name in article.topics)
    if len(group) == 1:
        return msgspec.structs.replace(
            best, key=key, topics=names, images=fullest(best.images), origins=in_order(places)
        )
    own = [said for said in group if said[0].full == best.full]
    others = [said for said in group if said[0].full != best.full]
    sources = own + _saying_more(others, [article for article, _ in own])
    values = {name: next((v for a, _ in group if (v := getattr(a, name)) is not None), None) for name in SINGLE_VALUES}
    lists = {name: tuple(sorted({item for a, _ in group for item in getattr(a, name)})) for name in LISTS}
    return msgspec.structs.replace(
        best,
        key=key,
        topics=names,
        images=fullest(image for article, _ in group for image in article.images),
        terms=tuple(sorted({term for article, _ in group for term in article.terms}, key=msgspec.structs.astuple)),
        aliases=tuple(sorted({alias for article, _ in group for alias in article.aliases} - {key})),
        full=any(article.full for article, _ in group),
        origins=tuple(sorted({origin for _, origins in sources for origin in origins}, key=place_of)),
        precision=next((article.precision for article, _ in group if article.published is not None), None),
        **values,
        **lists,
    )


def _adds(stub: Article, best: Article, gaps: Iterable[str]) -> bool:
    """Return whether a stub has anything that the article's own record has not."""
    for name in gaps:
        if getattr(stub, name) is not None:
            return True
    for image in stub.images:
        if image not in best.images and not any(is_as_full(own, image) for own in best.images):
            return True
    return (
        (stub.aliases != best.aliases and not {*stub.aliases} <= {*best.aliases})
        or any(not {*getattr(stub, name)} <= {*getattr(best, name)} for name in LISTS)
        or (stub.topics != best.topics and not {*map(topic_slug, stub.topics)} <= {*map(topic_slug, best.topics)})
    )


def _saying_more(stubs: Iterable[LocatedRecord], own: Sequence[Article]) -> list[LocatedRecord]:
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


def in_order(origins: list[Origin]) -> tuple[Origin, ...]:
    """Return places by file and line, each once."""
    return tuple(origins) if len(origins) == 1 else tuple(sorted(set(origins), key=place_of))


def place_of(origin: Origin) -> tuple[str, int, str]:
    """Return what places are sorted by."""
    return (origin.path, origin.line, origin.sha256)
