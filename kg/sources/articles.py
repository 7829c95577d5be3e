"""The front matter of an article -> its record, and one for each article, provider and image that it names."""

from __future__ import annotations

from typing import Any

from kg.errors import NotAnArticleError, SourceError
from kg.identity import canonical_url, domain_key
from kg.model import Article, Provider, Reading, RelatedLink, SourceFile
from kg.sources.fields import Reader, items, plain
from kg.sources.frontmatter import Mapping, front_matter

PAGE_KEYS = frozenset(("layout", "permalink"))  # a page that the site itself is made of, if it has no address
KINDS = ("article", "video")


def read(text: str, file: SourceFile) -> Reading:
    """Return what an article's file says.

    Args:
        text: the decoded file.
        file: its path and hash.

    Raises:
        SourceError: no front matter, or no address that the article could be known by.
    """
    node = front_matter(text)
    reader = Reader(file)
    url = reader.address(node, "url")
    if url is None:
        if not PAGE_KEYS.isdisjoint(node):
            raise NotAnArticleError("a page of the site")
        raise SourceError(
            "no webUrl and no originalUrl: an article is known by its address; add webUrl", line=node.line
        )
    key = canonical_url(url)
    if key is None:
        line = reader.raw(node, "url")[1]
        raise SourceError(f"{url[:80]!r} is not an absolute http(s) address; write it in full", line=line)
    providers: list[Provider] = []
    articles = [article(reader, node, key, url, providers, full=True, line=node.line)]
    related: list[RelatedLink] = []
    for item, line in items(*reader.raw(node, "related")[:2]):
        stub = _related(reader, item, line, providers)
        if stub is None:
            continue
        if stub.key == key:
            reader.warn(line, "the article is related to itself: the link is dropped; delete it")
            continue
        articles.append(stub)
        related.append(RelatedLink(source=key, target=stub.key, origins=(reader.origin(line),)))
    return Reading(
        file=file,
        articles=tuple(articles),
        providers=tuple(providers),
        related=tuple(related),
        warned=tuple(reader.warned),
    )


def article(
    reader: Reader, node: Mapping, key: str, url: str, providers: list[Provider], *, full: bool, line: int
) -> Article:
    """Return the record of an article, full or a stub; its provider is added to `providers`."""
    amp, cdn_amp = reader.address(node, "amp_url"), reader.address(node, "cdn_amp_url")
    kind = (reader.text(node, "kind") or KINDS[0]).lower()
    if kind not in KINDS:
        reader.warn(reader.raw(node, "kind")[1], f"type {kind!r} is none of {', '.join(KINDS)}: taken as article")
        kind = KINDS[0]
    aliases = {canonical_url(amp) for amp in (amp, cdn_amp) if amp} - {None, key}
    return Article(
        key=key,
        url=url,
        title=reader.text(node, "title"),
        excerpt=reader.prose(node, "excerpt"),
        published=reader.moment(node, "published"),
        updated=reader.moment(node, "updated"),
        kind=kind,
        quality=reader.integer(node, "quality"),
        heat=reader.integer(node, "heat"),
        is_published=reader.truth(node, "is_published"),
        provider=_provider(reader, node, key, providers),
        topics=reader.texts(node, "topics"),
        tags=reader.texts(node, "tags"),
        images=reader.images(node),
        amp_url=amp,
        cdn_amp_url=cdn_amp,
        aliases=tuple(sorted(alias for alias in aliases if alias)),
        full=full,
        origins=(reader.origin(line),),
    )


def _related(reader: Reader, item: Any, line: int, providers: list[Provider]) -> Article | None:
    """Return the stub that one item of a related list gives, or None with a warning if it has no address."""
    if item is None:
        return None
    node = item
    if not isinstance(item, Mapping):
        node = Mapping(line)
        node["url"] = item
    url = reader.address(node, "url")
    key = canonical_url(url) if url else None
    if url is None or key is None:
        reader.warn(line, "the related item has no absolute http(s) webUrl: left out; add its webUrl")
        return None
    return article(reader, node, key, url, providers, full=False, line=line)


def _provider(reader: Reader, node: Mapping, key: str, providers: list[Provider]) -> str | None:
    """Return the domain of an article's provider, and add the provider's record."""
    value, line, name = reader.raw(node, "provider")
    if value is None:
        return None
    if isinstance(value, Mapping):
        domain = reader.text(value, "domain")
        label = reader.text(value, "name")
        logos = reader.images(value)
    elif isinstance(value, str):
        domain, label, logos = None, plain(value), ()
    else:
        reader.warn(line, f"{name} is a list, not a mapping with name and domain: left out")
        return None
    if not domain:
        if not label:
            return None
        domain = key.removeprefix("https://").partition("/")[0].partition("?")[0]
        reader.warn(line, f"the provider {label!r} has no domain: taken as {domain}, from the article's address")
    provider = Provider(domain=domain_key(domain), name=label, images=logos)
    providers.append(provider)
    return provider.domain
