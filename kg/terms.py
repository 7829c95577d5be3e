"""The light RDF terms that extractors yield: values, and nothing else.

An `IRI` is a string, a `Literal` a string with a datatype or a language. An IRI without a scheme is relative: the
writer (`kg.ntriples`) puts the base of the graph before it, so that no record and no extractor has to know the base.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

_XSD = "http://www.w3.org/2001/XMLSchema#"


class IRI(str):
    """An IRI, absolute or relative to the base of the graph."""

    __slots__ = ()


class Literal(msgspec.Struct, frozen=True):
    """An RDF literal: a text with a datatype or a language, or neither (then it is an ``xsd:string``)."""

    value: str
    datatype: IRI | None = None
    language: str | None = None


Triple = tuple[IRI, IRI, IRI | Literal]

_ANY_URI, _BOOLEAN, _DATE_TIME, _DECIMAL, _INTEGER = (
    IRI(_XSD + name) for name in ("anyURI", "boolean", "dateTime", "decimal", "integer")
)


def text(value: str) -> Literal:
    """Return a plain string literal.

    >>> text("IBM quits").value
    'IBM quits'
    """
    return Literal(value)


def any_uri(value: str) -> Literal:
    """Return an ``xsd:anyURI`` literal: an address as it was written, which need not be a valid IRI."""
    return Literal(value, _ANY_URI)


def boolean(value: bool) -> Literal:  # noqa: FBT001 - the value itself, not a switch
    """Return an ``xsd:boolean`` literal."""
    return Literal("true" if value else "false", _BOOLEAN)


def integer(value: int) -> Literal:
    """Return an ``xsd:integer`` literal."""
    return Literal(str(value), _INTEGER)


def decimal(value: float, *, places: int = 3) -> Literal:
    """Return an ``xsd:decimal`` literal in canonical form, rounded to `places` digits.

    >>> decimal(1 / 3).value, decimal(0.5).value, decimal(1.0).value
    ('0.333', '0.5', '1')
    """
    return Literal(f"{value:.{places}f}".rstrip("0").rstrip("."), _DECIMAL)


def date_time(value: datetime) -> Literal:
    """Return an ``xsd:dateTime`` literal in UTC.

    Args:
        value: an aware datetime.

    >>> date_time(datetime(2020, 6, 11, 1, 6, tzinfo=UTC)).value
    '2020-06-11T01:06:00Z'
    """
    return Literal(utc_text(value), _DATE_TIME)


def utc_text(value: datetime) -> str:
    """Return an aware datetime as ISO 8601 in UTC with a final ``Z``; a fraction only where there is one."""
    moment = value.astimezone(UTC).replace(tzinfo=None).isoformat()
    return (moment.rstrip("0") if "." in moment else moment) + "Z"
