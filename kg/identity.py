"""What a thing is -> its one name: keys, slugs and IRIs. The only place that mints.

Canonical addresses, by which articles are known, are made in `kg.addresses`. Minted IRIs are relative
(``article/0123456789abcdef``); the base is put before them when the graph is written. A change of a rule here or there
changes ids: raise `VERSION` and say so in the CHANGELOG.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from typing import final
from urllib.parse import quote

from kg.addresses import LETTERS, PLAIN_WEB_URL, as_written, canonical_url, host_of, normal, parsed
from kg.errors import IdentityError

__all__ = [
    "DEFAULT_BASE", "IRI", "TOPICS", "VERSION", "absolute", "article_id", "article_iri", "as_written", "canonical_url",
    "checked_base", "domain_key", "host_of", "image_iri", "is_path_key", "organization_iri", "path_key", "person_iri",
    "place_iri", "provider_iri", "slug", "source_iri", "story_iri", "storyline_iri", "topic_iri", "topic_slug",
]  # fmt: skip

VERSION = 2  # of the rules of addresses and of what is minted of them
DEFAULT_BASE = "https://kg-news.example/"

_PATH = "path:"  # what the key of an article without an address begins with
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PLAIN_SEGMENT = re.compile(r"[!$&'()*+,\-./0-9:;=@A-Z_a-z~]*")
_DOT_SEGMENT = re.compile(r"(?<![^/])\.\.?(?![^/])")  # a reader of IRIs may resolve it: another thing, or none
_NOT_IN_SEGMENT = rf"[^!$&'()*+,\-./0-9:;=@A-Z_a-z~{LETTERS}]"  # takes long to compile, and few need it


@final
class IRI(str):
    """An IRI, absolute or relative to the base of the graph."""

    __slots__ = ()


@functools.lru_cache(maxsize=1 << 16)
def image_iri(url: str) -> IRI | None:
    """Return the IRI of an image: its address, made a valid IRI where it is not one.

    An address within the site (``/assets/logo.jpg``) becomes ``image/assets/logo.jpg``, relative to the base.

    Returns:
        The IRI, or None if `url` is neither an http(s) address nor a path.

    >>> image_iri("https://media.example/a b.jpg")
    'https://media.example/a%20b.jpg'
    >>> image_iri("/assets/logo.jpg")
    'image/assets/logo.jpg'
    >>> image_iri("javascript:alert(1)") is None
    True
    """
    url = url.strip()
    if PLAIN_WEB_URL.fullmatch(url):
        return IRI(url)
    found = parsed(url)
    if found is not None:
        return IRI(f"{found.protocol}//{found.host}{normal(found.pathname)}{normal(found.search)}")
    if _SCHEME.match(url):
        return None
    # without dot segments, which a tool that resolves them would take out of image/
    path = "/".join(part for part in url.partition("#")[0].split("/") if part not in ("", ".", ".."))
    return IRI(f"image/{normal(path)}") if path else None


def path_key(path: str) -> str:
    """Return what an article without an address is known by: its path, relative to the folder of its settings.

    >>> path_key("_posts/2016-01-21-x.md")
    'path:_posts/2016-01-21-x.md'
    """
    return f"{_PATH}{path}"


def is_path_key(key: str) -> bool:
    """Return whether a key is that of an article without an address.

    >>> is_path_key(path_key("a.md")), is_path_key("https://courier.example/a.md")
    (True, False)
    """
    return key.startswith(_PATH)


def article_id(key: str) -> str:
    """Return the 16 hex digits that an article is known by: the start of the SHA-256 of its key.

    Args:
        key: its canonical URL, or what `path_key` returned.
    """
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@functools.lru_cache(maxsize=1 << 17)
def article_iri(key: str) -> IRI:
    """Return the IRI of the article with this key."""
    return IRI(f"article/{article_id(key)}")


def domain_key(domain: str) -> str:
    """Return the form of a domain that a provider is known by: in lower case.

    >>> domain_key(" Wired.com ")
    'wired.com'
    """
    return "".join(domain.split()).lower()


@functools.lru_cache(maxsize=1 << 14)
def provider_iri(domain: str) -> IRI:
    """Return the IRI of the provider with this domain."""
    return IRI(f"provider/{_segment(domain_key(domain))}")


@functools.lru_cache(maxsize=1 << 15)
def slug(name: str) -> str:
    """Return what a topic, an organization, a person or a place is known by: its name with case and spaces folded.

    Punctuation stays, so that ``C++`` and ``C#`` are two topics.

    >>> slug("  Computer   Vision "), slug("AT&T"), slug("Clearview AI")
    ('computer-vision', 'at&t', 'clearview-ai')
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "-".join(unicodedata.normalize("NFKC", folded).split())  # folding can undo it; a slug is its own slug


topic_slug = slug  # as extractors of other packages may call it


@functools.lru_cache(maxsize=1 << 14)
def topic_iri(name: str) -> IRI:
    """Return the IRI of the topic with this name (or slug).

    >>> topic_iri("C++")
    'topic/c++'
    """
    return _named("topic", name)


@functools.lru_cache(maxsize=1 << 14)
def organization_iri(name: str) -> IRI:
    """Return the IRI of the organization with this name (or slug).

    >>> organization_iri("World Health Organization")
    'organization/world-health-organization'
    """
    return _named("organization", name)


@functools.lru_cache(maxsize=1 << 14)
def person_iri(name: str) -> IRI:
    """Return the IRI of the person with this name (or slug).

    >>> person_iri("Jane Roe")
    'person/jane-roe'
    """
    return _named("person", name)


@functools.lru_cache(maxsize=1 << 14)
def place_iri(name: str) -> IRI:
    """Return the IRI of the place with this name (or slug).

    >>> place_iri("Calder Bay")
    'place/calder-bay'
    """
    return _named("place", name)


def _named(kind: str, name: str) -> IRI:
    return IRI(f"{kind}/{_segment(slug(name)).replace('/', '%2F')}")


def story_iri(id: str) -> IRI:
    """Return the IRI of a story; its id is that of its earliest article."""
    return IRI(f"story/{id}")


def storyline_iri(id: str) -> IRI:
    """Return the IRI of a storyline; its id is that of the earliest article of its stories."""
    return IRI(f"storyline/{id}")


def source_iri(sha256: str) -> IRI:
    """Return the IRI of a source file: known by what it holds, so that a copy is the same source."""
    return IRI(f"source/{sha256[:16]}")


TOPICS = IRI("topics")


def absolute(iri: str, *, base: str) -> str:
    """Return `iri` with the base before it, unless it has a scheme.

    >>> absolute("topic/ai", base=DEFAULT_BASE)
    'https://kg-news.example/topic/ai'
    """
    return iri if _SCHEME.match(iri) else base + iri


def checked_base(base: str) -> str:
    """Return a base IRI that ends in ``/`` or ``#``.

    Raises:
        IdentityError: `base` is not an absolute http(s) IRI.

    >>> checked_base("https://news.example/graph")
    'https://news.example/graph/'
    """
    if not PLAIN_WEB_URL.fullmatch(base.removesuffix("#")):
        raise IdentityError(f"the base {base!r} is not an absolute http(s) IRI; give one such as {DEFAULT_BASE}")
    return base if base.endswith(("/", "#")) else f"{base}/"


def _segment(text: str) -> str:
    """Return text as part of an IRI: what an IRI may hold stays, the rest is percent-encoded; dot segments too."""
    if not _PLAIN_SEGMENT.fullmatch(text):
        text = re.sub(_NOT_IN_SEGMENT, lambda m: quote(m[0], safe="", errors="replace"), text)
    return _DOT_SEGMENT.sub(lambda m: m[0].replace(".", "%2E"), text)
