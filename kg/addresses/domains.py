"""A host -> the domain that somebody registered: whether two addresses are of one owner.

By the Public Suffix List (https://publicsuffix.org) with its private part, as publicsuffixlist brings it: nothing is
fetched. An id never depends on it, for the list changes.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@functools.lru_cache(maxsize=1 << 14)
def registrable_domain(host: str) -> str | None:
    """Return the part of a host that its owner registered, or was given by a platform.

    Args:
        host: in lower case, IDNA-encoded, without a port, as `kg.identity.host_of` returns it.

    Returns:
        The domain; None for a public suffix itself, an IP address, and where the suffix is unknown (``.example``): such
        a host is equal to nothing but itself.

    >>> [registrable_domain(host) for host in ("news.bbc.co.uk", "jroe.github.io", "news.courier.example")]
    ['bbc.co.uk', 'jroe.github.io', None]
    """
    return _public_suffixes().privatesuffix(host.rstrip(".")) if host else None


@functools.cache
def _public_suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False)
