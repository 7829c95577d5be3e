"""What all files say -> faults that show only when they are seen side by side. Cheap: each build does it."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.codes import (
    BAD_DOMAIN,
    DANGLING,
    FOREIGN_DOMAIN,
    OUTSIDE_TAXONOMY,
    REPEATED,
    TITLES_DIFFER,
    TOPIC_SPELLING,
    UNREAD_ADDRESS,
)
from kg.entities.merge import Entities
from kg.identity import is_path_key, topic_slug
from kg.model import Reading
from kg.sources.account import Unread
from kg.validation.finding import Draft, Own, own_articles
from kg.words import count

# at which publishers of all kinds put what is theirs
PLATFORMS = frozenset(
    """
    youtube.com youtu.be vimeo.com dailymotion.com facebook.com fb.watch twitter.com x.com t.co instagram.com
    linkedin.com medium.com substack.com tumblr.com wordpress.com blogspot.com github.com github.io soundcloud.com
    spotify.com podcasts.apple.com apple.news news.google.com msn.com yahoo.com flipboard.com feedburner.com
    feedproxy.google.com bit.ly reddit.com
    """.split()
)
SUFFIXES = frozenset("co com net org gov edu ac gob gouv or ne go info news tv me io app www m amp".split())

_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*\.?")


def drafts(readings: Sequence[Reading], entities: Entities) -> Iterator[Draft]:
    """Yield a draft of each fault: those that reading and merging the files noticed, and those across files."""
    for rejected in entities.rejected:
        yield Draft(rejected.code, rejected.origin, rejected.reason, column=rejected.column, key=rejected.key)
    for warned in entities.warned:
        yield Draft(warned.code, warned.origin, warned.message, key=warned.key)
    once = list({(reading.file.sha256, reading.file.path): reading for reading in readings}.values())
    yield from _domains(once)
    yield from _dangling(once, entities)
    yield from _titles(once)
    yield from _topics(once)
    yield from _unread(once)


def _domains(readings: Iterable[Reading]) -> Iterator[Draft]:
    """Providers whose domain is none, or not that of the address."""
    for reading in readings:
        for article, line in zip(reading.articles, reading.lines, strict=True):
            if article.provider is None or article.url is None:
                continue
            fault = _domain_fault(article.key.removeprefix("https://").partition("/")[0], article.provider)
            if fault is not None and not (fault[0] == FOREIGN_DOMAIN and article.kind == "video"):  # often elsewhere
                code, message, host = fault
                fields = ("provider", "domain")
                yield Draft(code, reading.origin(line), message, fields, replacement=host)
        for provider in reading.providers if not reading.articles else ():
            if not is_domain(provider.domain):
                message = f"{provider.domain[:80]!r} is no domain"
                yield Draft(BAD_DOMAIN, reading.origin(2), message, ("domain",))


@functools.lru_cache(maxsize=1 << 14)
def _domain_fault(host: str, domain: str) -> tuple[str, str, str] | None:
    """Return the code, the message, and what should stand there where that is sure."""
    host = host.partition("?")[0].partition(":")[0]
    if not is_domain(domain):
        written = domain.partition("://")[2] or domain
        meant = written.partition("/")[0].removeprefix("www.")
        sure = written != meant and is_domain(meant) and fits(host, meant)
        return BAD_DOMAIN, f"{domain[:80]!r} is no domain; the address is at {host}", meant if sure else ""
    if not fits(host, domain):
        return FOREIGN_DOMAIN, f"the provider is {domain}, but the address is at {host}", ""
    return None


def is_domain(domain: str) -> bool:
    """Return whether a text is a domain name: labels with a dot between them.

    >>> is_domain("wired.com"), is_domain("cnn.com/us"), is_domain("Wired")
    (True, False, False)
    """
    return len(domain) <= 253 and _DOMAIN.fullmatch(domain) is not None


def fits(host: str, domain: str) -> bool:
    """Return whether an address at a host can be one of the publisher with a domain.

    One is part of the other, they differ only in country or kind (``bbc.com``, ``bbc.co.uk``), or the host is one of
    `PLATFORMS`, where publishers put what is theirs.

    >>> fits("edition.cnn.com", "cnn.com"), fits("bbc.com", "bbc.co.uk"), fits("youtube.com", "microsoft.com")
    (True, True, True)
    >>> fits("cnn.com", "nj.com")
    False
    """
    host, domain = host.rstrip("."), domain.rstrip(".").removeprefix("www.")
    if host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}"):
        return True
    parts = host.split(".")
    if any(".".join(parts[start:]) in PLATFORMS for start in range(len(parts) - 1)):
        return True
    return _brand(host) == _brand(domain)


def _brand(domain: str) -> str:
    """Return the label of a domain that names its owner: the last that is no country, and no kind of domain."""
    labels = domain.split(".")[:-1]
    while len(labels) > 1 and (labels[-1] in SUFFIXES or len(labels[-1]) <= 2):
        labels.pop()
    return labels[-1] if labels else domain


def _dangling(readings: Iterable[Reading], entities: Entities) -> Iterator[Draft]:
    """Related links to an address of which no file and no list says more than that."""
    bare = {article.key for article in entities.articles if not article.full and article.title is None}
    if not bare:
        return
    for reading in readings:
        for article, line in reading.stubs:
            if article.key in bare:
                message = f"no file is about {article.name[:120]}, and the item gives no title"
                yield Draft(DANGLING, reading.origin(line), message, ("url",))


def _titles(readings: Iterable[Reading]) -> Iterator[Draft]:
    """Files of their own on one address: with different titles, or with the same."""
    own: dict[str, list[Own]] = defaultdict(list)
    for each in (each for reading in readings for each in own_articles(reading)):
        own[each.article.key].append(each)
    for key, group in own.items():
        if len(group) < 2 or is_path_key(key):  # of those without an address, merging says it
            continue
        contents = {(each.reading.file.sha256, each.line): each for each in sorted(group, key=_by_path, reverse=True)}
        first, *others = sorted(contents.values(), key=_by_path)
        for other in others:
            yield from _same_address(key, first, other)


def _same_address(key: str, first: Own, other: Own) -> Iterator[Draft]:
    one, two = first.article, other.article
    place = other.reading.origin(other.line)
    if one.title and two.title and one.title.casefold() != two.title.casefold():
        message = f"{two.title[:80]!r} has the address of {first.reading.file.path}, which is called {one.title[:80]!r}"
        yield Draft(TITLES_DIFFER, place, message, ("title",))
    else:
        message = f"{first.reading.file.path} is about the same article ({key[:120]})"
        yield Draft(REPEATED, place, message, ("url",))


def _by_path(own: Own) -> tuple[int, str, int]:
    return len(own.reading.file.path), own.reading.file.path, own.line


def _topics(readings: Sequence[Reading]) -> Iterator[Draft]:
    """Topics that are not in the taxonomy, if there is one, and those in another spelling."""
    taxonomy = {topic.slug: topic.name for reading in readings for topic in reading.topics}
    called = {
        topic_slug(other): topic.name
        for reading in readings
        for topic in reading.topics
        for other in (*topic.keywords, topic.short_name)
        if other
    }
    counts = Counter(name for reading in readings for article, _ in reading.own for name in article.topics)
    rarest_first = sorted(counts, key=lambda name: (-counts[name], name), reverse=True)
    usual = {topic_slug(name): name for name in rarest_first} | taxonomy
    for reading in readings:
        for name, line in ((name, line) for article, line in reading.own for name in article.topics):
            slug = topic_slug(name)
            place = reading.origin(line)
            if name != usual[slug]:
                where, sure = ("in the taxonomy", usual[slug]) if slug in taxonomy else ("elsewhere", "")
                message, mend = f"{name!r} is spelt {usual[slug]!r} {where}", f"write {usual[slug]}"
                yield Draft(TOPIC_SPELLING, place, message, ("topics",), name, mend=mend, replacement=sure)
            if taxonomy and slug not in taxonomy:
                meant = called.get(slug)
                message = f"{name!r} is no topic of the taxonomy" + (f"; it calls this {meant!r}" if meant else "")
                yield Draft(OUTSIDE_TAXONOMY, place, message, ("topics",), name)


def _unread(readings: Iterable[Reading]) -> Iterator[Draft]:
    """Keys that nothing reads and that hold the address of most articles that have none, each once."""
    known = Unread()
    for reading in readings:
        known.add(reading)
    for key, number in known.keys().items():
        first = known.first_with(key)
        message = (
            f"{key} holds an address in {number:,} of {count(known.by_path, 'file')} without one, "
            "and nothing reads it: kg init writes the line of kg.toml that does"
        )
        yield Draft(UNREAD_ADDRESS, first.origin(first.lines[0]), message, key=key)
