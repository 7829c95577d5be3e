"""The rule of `kg.identity.VERSION` 1, frozen: what addresses were one before. Never mended."""

from __future__ import annotations

import functools
import re
from urllib.parse import quote

import ada_url

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
# an address in its normal form, but for www., tracking parameters and a slash at its end: host, path, query
_NORMAL_URL = re.compile(
    r"https?://((?:(?!xn--)[a-z0-9-]++\.)++[a-z]{2,63}+)((?:/(?!\.)[!$&'()*+,\-.0-9:;=@A-Z_a-z~]*+)*+)"
    r"(?:\?([!$()*+,\-./0-9:;=?@A-Z_a-z~&]*+))?"
)


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
    """Return the canonical URL as it was."""
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
