"""The front matter of an article -> its record, and one for each article, provider and image that it names."""

from __future__ import annotations

from typing import Any

from kg.codes import BAD_ADDRESS, BROKEN_URL, DANGLING, NO_DOMAIN, NO_IDENTITY, SELF_RELATION, UNKNOWN_KIND
from kg.errors import NotAnArticleError, SourceError
from kg.identity import canonical_url, domain_key
from kg.model import Article, Provider, Reading, SourceFile
from kg.sources.fields import Fields, Reader
from kg.sources.frontmatter import front_matter
from kg.sources.tree import Mapping
from kg.sources.values import plain

PAGE_KEYS = frozenset(("layout", "permalink"))  # a page that the site itself is made of, if it has no address
KINDS = ("article", "video")
SELF_RELATED = "the article is related to itself: the link is dropped; delete it"


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
    fields = Fields(node, reader)
    url = fields.address("url")
    if url is None:
        if not PAGE_KEYS.isdisjoint(node):
            raise NotAnArticleError("a page of the site")
        reason = "no webUrl and no originalUrl: an article is known by its address; add webUrl"
        raise SourceError(reason, line=node.line, code=NO_IDENTITY, warned=tuple(reader.warned))
    key = canonical_url(url)
    if key is None:
        reason = f"{url[:80]!r} is not an absolute http(s) address; write it in full"
        raise SourceError(reason, line=fields.line("url"), code=BAD_ADDRESS, warned=tuple(reader.warned))
    providers: list[Provider] = []
    articles, lines = [article(reader, fields, key, url, providers, full=True)], [node.line]
    for item, line in fields.items("related"):
        stub = _related(reader, item, line, providers)
        if stub is None:
            continue
        if stub.key == key:
            reader.warn(line, SELF_RELATED, code=SELF_RELATION)
            continue
        articles.append(stub)
        lines.append(line)
    return Reading(
        file=file,
        articles=tuple(articles),
        lines=tuple(lines),
        providers=tuple(providers),
        warned=tuple(reader.warned),
    )


def article(reader: Reader, fields: Fields, key: str, url: str, providers: list[Provider], *, full: bool) -> Article:
    """Return the record of an article, full or a stub; its provider is added to `providers`."""
    amp, cdn_amp = fields.address("amp_url"), fields.address("cdn_amp_url")
    kind = (fields.text("kind") or KINDS[0]).lower()
    if kind not in KINDS:
        message = f"type {kind!r} is none of {', '.join(KINDS)}: taken as article"
        reader.warn(fields.line("kind"), message, code=UNKNOWN_KIND)
        kind = KINDS[0]
    aliases = {_alias(fields, field, amp) for field, amp in (("amp_url", amp), ("cdn_amp_url", cdn_amp)) if amp}
    return Article(
        key=key,
        url=url,
        title=fields.text("title"),
        excerpt=fields.prose("excerpt"),
        published=fields.moment("published"),
        updated=fields.moment("updated"),
        kind=kind,
        quality=fields.integer("quality"),
        heat=fields.integer("heat"),
        is_published=fields.truth("is_published"),
        provider=_provider(reader, fields, key, providers),
        topics=fields.texts("topics"),
        tags=fields.texts("tags"),
        images=fields.images(),
        amp_url=amp,
        cdn_amp_url=cdn_amp,
        aliases=tuple(sorted(alias for alias in aliases if alias and alias != key)),
        full=full,
    )


def _alias(fields: Fields, field: str, url: str) -> str | None:
    """Return the key of an address that an article goes by too, or None with a warning if it is no address."""
    alias = canonical_url(url)
    if alias is None:
        fields.warn(field, "is not an absolute http(s) address: no other article is known by it", code=BROKEN_URL)
    return alias


def _related(reader: Reader, item: Any, line: int, providers: list[Provider]) -> Article | None:
    """Return the stub that one item of a related list gives, or None with a warning if it has no address."""
    if item is None:
        return None
    node = item
    if not isinstance(item, Mapping):
        node = Mapping(line)
        node["url"] = item
    return _stub(reader, Fields(node, reader), line, providers)


def _stub(reader: Reader, fields: Fields, line: int, providers: list[Provider]) -> Article | None:
    """Return the stub of these fields, or None with a warning if it has no address."""
    url = fields.address("url")
    key = canonical_url(url) if url else None
    if url is None or key is None:
        message = "the related item has no absolute http(s) webUrl: left out; add its webUrl"
        reader.warn(line, message, code=BROKEN_URL if url else DANGLING)
        return None
    return article(reader, fields, key, url, providers, full=False)


def _provider(reader: Reader, fields: Fields, key: str, providers: list[Provider]) -> str | None:
    """Return the domain of an article's provider, and add the provider's record."""
    provider = publisher(reader, fields, key)
    if provider is None:
        return None
    providers.append(provider)
    return provider.domain


def publisher(reader: Reader, fields: Fields, key: str) -> Provider | None:
    """Return the record of the provider of an article with this key, if one is named."""
    value = fields.raw("provider")
    if value is None:
        return None
    if isinstance(value, Mapping):
        inner = fields.inner("provider")
        domain, label, logos = inner.text("domain"), inner.text("name"), inner.images()
    elif isinstance(value, str):
        domain, label, logos = None, plain(value), ()
    else:
        fields.warn("provider", "is a list, not a mapping with name and domain: left out")
        return None
    if not domain:
        if not label:
            return None
        domain = key.removeprefix("https://").partition("/")[0].partition("?")[0]
        line = fields.line("provider")
        message = f"the provider {label!r} has no domain: taken as {domain}, from the article's address"
        reader.warn(line, message, code=NO_DOMAIN)
    return Provider(domain=domain_key(domain), name=label, images=logos)
