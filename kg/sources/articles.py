"""The front matter of an article -> its record, and one for each article, provider and image that it names."""

from __future__ import annotations

from typing import Any

from kg.codes import BAD_ADDRESS, BROKEN_URL, DANGLING, NO_IDENTITY, SELF_RELATION
from kg.errors import NotAnArticleError, SourceError
from kg.identity import canonical_url
from kg.model import Article, Provider, Reading, SourceFile
from kg.sources.fields import Fields, Reader, fields_of
from kg.sources.frontmatter import front_matter
from kg.sources.tree import Mapping
from kg.sources.types import OTHER_ADDRESS

PAGE_KEYS = frozenset(("layout", "permalink"))  # a page that the site itself is made of, if it has no address
NO_ADDRESS = "the related item has no absolute http(s) webUrl: left out; add its webUrl"
SELF_RELATED = "the article is related to itself: the link is dropped; delete it"
OTHER_ADDRESSES = tuple(name for name, field in fields_of("article").items() if field.type is OTHER_ADDRESS)


def read_article(text: str, file: SourceFile) -> Reading:
    """Return what an article's file says.

    Args:
        text: the decoded file.
        file: its path and hash.

    Raises:
        SourceError: no front matter, or no address that the article could be known by.
    """
    root = front_matter(text)
    reader = Reader(file)
    fields = Fields(root, reader)
    url = fields.value("url")
    if url is None:
        if not PAGE_KEYS.isdisjoint(root):
            raise NotAnArticleError("a page of the site")
        reason = "no webUrl and no originalUrl: an article is known by its address; add webUrl"
        raise SourceError(reason, line=root.line, code=NO_IDENTITY, warned=tuple(reader.warned))
    key = canonical_url(url)
    if key is None:
        reason = f"{url[:80]!r} is not an absolute http(s) address; write it in full"
        raise SourceError(
            reason, line=fields.line("url"), code=BAD_ADDRESS, key=fields.key("url"), warned=tuple(reader.warned)
        )
    own, providers = article_of(fields.values("article"), key, full=True)
    articles, lines = [own], [root.line]
    for item, line in fields.items("related"):
        if item is None:
            continue
        node = item if isinstance(item, Mapping) else Mapping(line)
        if node is not item:  # which is the address
            node["url"] = item
        stub = Fields(node, reader)
        url = stub.value("url")
        stub_key = canonical_url(url) if url else None
        if stub_key is None:
            reader.warn(line, NO_ADDRESS, key=stub.key("url"), code=BROKEN_URL if url else DANGLING)
            continue
        article, others = article_of(stub.values("article"), stub_key, full=False)
        providers += others
        if article.key == key:
            reader.warn(line, SELF_RELATED, key=fields.key("related"), code=SELF_RELATION)
            continue
        articles.append(article)
        lines.append(line)
    return Reading(
        file=file,
        articles=tuple(articles),
        lines=tuple(lines),
        providers=providers,
        warned=tuple(reader.warned),
    )


def article_of(values: dict[str, Any], key: str, *, full: bool) -> tuple[Article, tuple[Provider, ...]]:
    """Return the record of an article, full or a stub, and that of its provider if it has one.

    Args:
        values: of its fields, by the attributes of the record; of a provider, its record.
        key: its canonical address.
        full: whether it is an article's own file that says so.
    """
    provider: Provider | None = values.get("provider")
    if provider is not None:
        values["provider"] = provider.domain
    aliases = {canonical_url(values[name]) for name in OTHER_ADDRESSES if values.get(name)}
    others = tuple(sorted(alias for alias in aliases if alias and alias != key))
    return Article(key=key, full=full, aliases=others, **values), () if provider is None else (provider,)
