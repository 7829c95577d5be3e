"""A web address as a file has it -> the one form that all its spellings share.

Parsed as browsers do, in its normal form, and without what makes it another spelling of the same page
(`kg.addresses.spellings`). A change of a rule here or there changes ids: raise `kg.identity.VERSION`.
"""

from __future__ import annotations

import functools
import re
from urllib.parse import quote

import ada_url

from kg.addresses.spellings import (
    CACHES,
    HOST_BEGINNINGS,
    IN_HOST,
    IN_URL,
    INITIALS,
    MOST_ENCLOSED,
    PATH_ENDS,
    enclosed,
    may_enclose,
    own_host,
    own_path,
    own_query,
)

SITE_PREFIX = re.compile(r"^(?:www\.)+(?=.*\.)")
LETTERS = "\u00a1-\u02af\u0370-\u1fff\u3040-\ud7ff"  # of those that RFC 3987 allows unescaped, the usual ones
PLAIN_WEB_URL = re.compile(
    rf"https?://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:[/?](?:[!$&'()*+,\-./0-9:;=?@A-Z_a-z~{LETTERS}]|%[0-9A-Fa-f]{{2}})*)?"
)

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})?")
_FORBIDDEN = re.compile(r"[^!$%&'()*+,\-./0-9:;=?@A-Z_a-z~]")
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?|\[[0-9a-f:.]+\]")
# an address in its normal form, but for what is left out of it and a slash at its end: host without www., path, query
_NORMAL_URL = re.compile(
    r"https?://(?:www\.)?((?:(?!xn--)[a-z0-9-]++\.)++[a-z]{2,63}+)((?:/(?!\.)[!$&'()*+,\-.0-9:;=@A-Z_a-z~]*+)*+)"
    r"(?:\?([!$()*+,\-./0-9:;=?@A-Z_a-z~&]*+))?"
)

Parts = tuple[str, str, str, str]  # host, port (with its colon), path, query


@functools.lru_cache(maxsize=1 << 16)
def canonical_url(url: str) -> str | None:
    """Return the one form of a web address that all its spellings share.

    Scheme and host in lower case, http as https, no default port, no ``www.``, no fragment, no tracking parameters,
    no trailing slash, dot segments resolved, percent-encoding in its normal form (RFC 3986, section 6); of a mobile
    or AMP edition, a cache or an archive, the page that it shows (docs/decisions/0024-addresses.md).

    Args:
        url: an address as a file has it.

    Returns:
        The canonical URL (ASCII, a valid IRI), or None if `url` is not an absolute http(s) address.

    >>> canonical_url("HTTP://www.Wired.com:80/a/../story/x/?utm_source=feed&id=7&fbclid=q#top")
    'https://wired.com/story/x?id=7'
    >>> canonical_url("https://web.archive.org/web/2020/http://m.wired.com/story/x-and-y/amp")
    'https://wired.com/story/x-and-y'
    >>> canonical_url("/story/x") is None
    True
    """
    plain = _NORMAL_URL.fullmatch(url)  # as in `_parts`, which is left to all others: this is asked most of all
    if plain and not plain[1].startswith("www."):
        host, path, query = plain.groups("")
        port = ""
    else:
        parts = _parts(url)
        if parts is None:
            return None
        host, port, path, query = parts
    path = path.rstrip("/")
    may_be_amp = IN_URL in url
    if (
        (host[0] in INITIALS and host.startswith(HOST_BEGINNINGS))
        or IN_HOST in host
        or (may_be_amp and host.endswith(CACHES))
    ):
        return _page(host, port, path, query)
    if may_be_amp and path.endswith(PATH_ENDS):
        path = own_path(path)
    return _joined(host, port, path, query) if query else f"https://{host}{port}{path}"


def _parts(url: str) -> Parts | None:
    """Return host (without www.), port, path and query of a web address in normal form; None for any other text."""
    plain = _NORMAL_URL.fullmatch(url)  # as most are: eight times as fast as to ask the library
    if plain:
        host, path, query = plain.groups("")
        return _without_www(host) if host.startswith("www.") else host, "", path, query
    found = parsed(url)
    if found is None:
        return None
    port = "" if found.port in ("", "443") else f":{found.port}"
    return (
        _without_www(found.hostname.rstrip(".")),
        port,
        normal(found.pathname),
        normal(found.search.removeprefix("?")),
    )


def _without_www(host: str) -> str:
    return SITE_PREFIX.sub("", host, count=1)


def _page(host: str, port: str, path: str, query: str) -> str:
    """Return the canonical URL of the page that an address shows: out of caches and archives around it."""
    outermost = ""
    for depth in range(MOST_ENCLOSED + 1):
        if not port:
            host = own_host(host, path)
        inner = None if port else enclosed(host, path, query)
        if inner is None:
            return _joined(host, port, own_path(path), query)
        as_it_is = _joined(host, port, path, query)
        outermost = outermost or as_it_is
        if depth == MOST_ENCLOSED:
            break
        if not may_enclose(inner):
            return canonical_url(inner) or as_it_is  # known by now, where it is another address of an article
        found = _parts(inner)
        if found is None:
            return as_it_is
        host, port, path, query = found
        path = path.rstrip("/")
    return outermost


def _joined(host: str, port: str, path: str, query: str) -> str:
    if query:
        query = own_query(host, path, query)
    return f"https://{host}{port}{path}?{query}" if query else f"https://{host}{port}{path}"


def as_written(url: str) -> str | None:
    """Return an address in its normal form, with all that `canonical_url` takes for a mere spelling.

    Where it differs from the canonical URL, another address says what page this one shows.

    >>> as_written("http://amp.courier.example/x/?id=7"), canonical_url("http://amp.courier.example/x/?id=7")
    ('https://amp.courier.example/x?id=7', 'https://courier.example/x?id=7')
    """
    parts = _parts(url)
    if parts is None:
        return None
    host, port, path, query = parts
    return f"https://{host}{port}{path.rstrip('/')}" + (f"?{query}" if query else "")


def host_of(key: str) -> str:
    """Return the host of a canonical address, as a provider goes by it; nothing for an article without an address.

    >>> host_of("https://courier.example:8080/x"), host_of("https://m.courier.example?id=7"), host_of("path:a.md")
    ('courier.example', 'courier.example', '')
    """
    if not key.startswith("https://"):
        return ""
    host = re.split(r"[/?]", key[len("https://") :], maxsplit=1)[0]
    host = re.sub(r":[0-9]+\Z", "", host)
    return own_host(host, "/a")


def parsed(url: str) -> ada_url.URL | None:
    """Parse as browsers do (WHATWG URL): lower case, default ports, dot segments, IDNA; None unless http(s)."""
    url = url.strip()
    try:
        found = ada_url.URL(f"https:{url}" if url.startswith("//") else url)
    except (ValueError, UnicodeError):
        return None
    return found if found.protocol in ("http:", "https:") and _HOST.fullmatch(found.hostname) else None


def normal(part: str) -> str:
    """Return a path or a query with its percent-encoding in normal form (RFC 3986, 6.2.2) and nothing that no IRI has.

    >>> normal("/%7ea%2f b")
    '/~a%2F%20b'
    """
    return _FORBIDDEN.sub(lambda m: quote(m[0], safe="", errors="replace"), _PERCENT.sub(_percent, part))


def _percent(match: re.Match[str]) -> str:
    """Return one percent-encoding in its normal form: decoded if unreserved, else in capitals."""
    digits = match[1]
    if digits is None:
        return "%25"
    char = chr(int(digits, 16))
    return char if char in _UNRESERVED else f"%{digits.upper()}"
