"""What a thing is -> its one name: canonical URLs, slugs and IRIs. The only place that mints.

Minted IRIs are relative (``article/0123456789abcdef``); the base is put before them when the graph is written. A
change of a rule here changes ids: raise `VERSION` and say so in the CHANGELOG.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from typing import final
from urllib.parse import quote

import ada_url

from kg.errors import IdentityError

VERSION = 1
DEFAULT_BASE = "https://kg-news.example/"

TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "oly_", "vero_")
TRACKING_PARAMETERS = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid yclid ttclid li_fat_id igshid igsh mc_cid mc_eid mkt_tok
    _hsenc _hsmi __hssc __hstc __hsfp hsctatracking _ga _gl _openstat ns_source ns_mchannel ns_campaign
    ns_linkname ns_fee sr_share wickedid s_cid at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4
    """.split()
)
SITE_PREFIX = re.compile(r"^(?:www\.)+(?=.*\.)")

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})?")
_FORBIDDEN = re.compile(r"[^!$%&'()*+,\-./0-9:;=?@A-Z_a-z~]")
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?|\[[0-9a-f:.]+\]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LETTERS = "\u00a1-\u02af\u0370-\u1fff\u3040-\ud7ff"  # of those that RFC 3987 allows unescaped, the usual ones
_PLAIN_WEB_URL = re.compile(
    rf"https?://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:[/?](?:[!$&'()*+,\-./0-9:;=?@A-Z_a-z~{_LETTERS}]|%[0-9A-Fa-f]{{2}})*)?"
)
# an address in its normal form, but for www., tracking parameters and a slash at its end: host, path, query
_NORMAL_URL = re.compile(
    r"https?://((?:(?!xn--)[a-z0-9-]++\.)++[a-z]{2,63}+)((?:/(?!\.)[!$&'()*+,\-.0-9:;=@A-Z_a-z~]*+)*+)"
    r"(?:\?([!$()*+,\-./0-9:;=?@A-Z_a-z~&]*+))?"
)
_PLAIN_SEGMENT = re.compile(r"[!$&'()*+,\-./0-9:;=@A-Z_a-z~]*")
_DOT_SEGMENT = re.compile(r"(?<![^/])\.\.?(?![^/])")  # a reader of IRIs may resolve it: another thing, or none
_NOT_IN_SEGMENT = rf"[^!$&'()*+,\-./0-9:;=@A-Z_a-z~{_LETTERS}]"  # takes long to compile, and few need it


@final
class IRI(str):
    """An IRI, absolute or relative to the base of the graph."""

    __slots__ = ()


def _percent(match: re.Match[str]) -> str:
    """Return one percent-encoding in its normal form (RFC 3986, 6.2.2): decoded if unreserved, else in capitals."""
    digits = match[1]
    if digits is None:
        return "%25"
    char = chr(int(digits, 16))
    return char if char in _UNRESERVED else f"%{digits.upper()}"


def _normal(part: str) -> str:
    return _FORBIDDEN.sub(lambda m: quote(m[0], safe="", errors="replace"), _PERCENT.sub(_percent, part))


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in TRACKING_PARAMETERS or name.startswith(TRACKING_PREFIXES)


def _parse(url: str) -> ada_url.URL | None:
    """Parse as browsers do (WHATWG URL): lower case, default ports, dot segments, IDNA; None unless http(s)."""
    url = url.strip()
    try:
        parsed = ada_url.URL(f"https:{url}" if url.startswith("//") else url)
    except (ValueError, UnicodeError):
        return None
    return parsed if parsed.protocol in ("http:", "https:") and _HOST.fullmatch(parsed.hostname) else None


@functools.lru_cache(maxsize=1 << 16)
def canonical_url(url: str) -> str | None:
    """Return the one form of a web address that all its spellings share.

    Scheme and host in lower case, http as https, no default port, no ``www.``, no fragment, no tracking parameters,
    no trailing slash, dot segments resolved, percent-encoding in its normal form (RFC 3986, section 6).

    Args:
        url: an address as a file has it.

    Returns:
        The canonical URL (ASCII, a valid IRI), or None if `url` is not an absolute http(s) address.

    >>> canonical_url("HTTP://www.Wired.com:80/a/../story/x/?utm_source=feed&id=7&fbclid=q#top")
    'https://wired.com/story/x?id=7'
    >>> canonical_url("/story/x") is None
    True
    """
    parts = _parts(url)
    if parts is None:
        return None
    host, port, path, query = parts
    if host.startswith("www."):
        host = SITE_PREFIX.sub("", host, count=1)
    if query:
        query = "&".join(p for p in query.split("&") if p and not _is_tracking(p))
    return f"https://{host}{port}{path.rstrip('/')}" + (f"?{query}" if query else "")


def _parts(url: str) -> tuple[str, str, str, str] | None:
    """Return the host, port, path and query of an http(s) address in their normal forms; None for any other text."""
    plain = _NORMAL_URL.fullmatch(url)  # as most are: eight times as fast as to ask the library
    if plain:
        host, path, query = plain.groups()
        return host, "", path, query or ""
    parsed = _parse(url)
    if parsed is None:
        return None
    port = "" if parsed.port in ("", "443") else f":{parsed.port}"
    return parsed.hostname.rstrip("."), port, _normal(parsed.pathname), _normal(parsed.search.removeprefix("?"))


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
    if _PLAIN_WEB_URL.fullmatch(url):
        return IRI(url)
    parsed = _parse(url)
    if parsed is not None:
        return IRI(f"{parsed.protocol}//{parsed.host}{_normal(parsed.pathname)}{_normal(parsed.search)}")
    if _SCHEME.match(url):
        return None
    # without dot segments, which a tool that resolves them would take out of image/
    path = "/".join(part for part in url.partition("#")[0].split("/") if part not in ("", ".", ".."))
    return IRI(f"image/{_normal(path)}") if path else None


def article_id(key: str) -> str:
    """Return the 16 hex digits that an article is known by: the start of the SHA-256 of its canonical URL."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@functools.lru_cache(maxsize=1 << 17)
def article_iri(key: str) -> IRI:
    """Return the IRI of the article with the canonical URL `key`."""
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


@functools.lru_cache(maxsize=1 << 14)
def topic_slug(name: str) -> str:
    """Return what a topic is known by: its name with case and spaces folded.

    Punctuation stays, so that ``C++`` and ``C#`` are two topics.

    >>> topic_slug("  Computer   Vision ")
    'computer-vision'
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "-".join(unicodedata.normalize("NFKC", folded).split())  # folding can undo it; a slug is its own slug


@functools.lru_cache(maxsize=1 << 14)
def topic_iri(name: str) -> IRI:
    """Return the IRI of the topic with this name (or slug).

    >>> topic_iri("C++")
    'topic/c++'
    """
    return IRI(f"topic/{_segment(topic_slug(name)).replace('/', '%2F')}")


def organization_slug(name: str) -> str:
    """Return what an organization is known by: its name with case and spaces folded, as topics are.

    >>> organization_slug("AT&T"), organization_slug("Clearview AI")
    ('at&t', 'clearview-ai')
    """
    return topic_slug(name)


@functools.lru_cache(maxsize=1 << 14)
def organization_iri(name: str) -> IRI:
    """Return the IRI of the organization with this name (or slug).

    >>> organization_iri("World Health Organization")
    'organization/world-health-organization'
    """
    return IRI(f"organization/{_segment(organization_slug(name)).replace('/', '%2F')}")


def story_iri(id: str) -> IRI:
    """Return the IRI of a story; its id is that of its earliest article."""
    return IRI(f"story/{id}")


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
    if not _PLAIN_WEB_URL.fullmatch(base.removesuffix("#")):
        raise IdentityError(f"the base {base!r} is not an absolute http(s) IRI; give one such as {DEFAULT_BASE}")
    return base if base.endswith(("/", "#")) else f"{base}/"


def _segment(text: str) -> str:
    """Return text as part of an IRI: what an IRI may hold stays, the rest is percent-encoded; dot segments too."""
    if not _PLAIN_SEGMENT.fullmatch(text):
        text = re.sub(_NOT_IN_SEGMENT, lambda m: quote(m[0], safe="", errors="replace"), text)
    return _DOT_SEGMENT.sub(lambda m: m[0].replace(".", "%2E"), text)
