"""What all a result depends on -> a digest, and results of the last build by their digests."""

from __future__ import annotations

import hashlib

import msgspec

SIZE = 16  # bytes of a digest: two of 2^32 values have the same one once in 2^64 times

# sets have no order of their own, and the same ones must have the same digest
_encode = msgspec.msgpack.Encoder(order="deterministic").encode


def digest(*parts: object) -> bytes:
    """Return the digest (16 bytes) of texts, numbers, records, and collections of these.

    >>> digest("a", None) == digest("a", ""), digest("a", "b") == digest("ab"), digest({1, 2}) == digest({2, 1})
    (False, False, True)
    """
    return hashlib.blake2b(_encode(parts), digest_size=SIZE).digest()
