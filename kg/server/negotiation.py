"""An Accept header, and what there is -> the media type to answer in (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUALITY = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_RANGE = re.compile(r"(\*|[\w!#$&^.+-]+)/(\*|[\w!#$&^.+-]+)", re.ASCII)


def best(accept: str, offered: Sequence[str]) -> str | None:
    """Return the offered media type that an Accept header likes best.

    Args:
        accept: the header's value; empty means anything. What is not a media range is passed over.
        offered: plain media types, the server's favourite first: it decides among equals.

    Returns:
        One of `offered`, or None if none is acceptable.

    >>> best("text/csv;q=0.5, application/*", ["application/json", "text/csv"])
    'application/json'
    >>> best("image/png", ["application/json"]) is None
    True
    """
    ranges = _ranges(accept)
    if not ranges:
        return offered[0] if not accept.strip() and offered else None
    liked = [(_liking(name, ranges), -place, name) for place, name in enumerate(offered)]
    quality, _, name = max(liked, default=(0.0, 0, ""))
    return name if quality > 0 else None


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    """Return type, subtype and quality of each range; parameters other than q are ignored."""
    found = []
    for item in accept.split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        match = _RANGE.fullmatch(name)
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                quality = float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
        if match:
            found.append((match[1].lower(), match[2].lower(), quality))
    return found


def _liking(name: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """Return the quality that the most specific range gives to a media type."""
    kind, _, subtype = name.partition("/")
    fitting = [
        ((a != "*") + (b != "*"), quality) for a, b, quality in ranges if a in ("*", kind) and b in ("*", subtype)
    ]
    return max(fitting, default=(0, 0.0))[1]
