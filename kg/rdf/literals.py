"""Python values -> RDF literals, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from kg.rdf.terms import Literal
from kg.rdf.vocab import XSD

Bindings = dict[str, Any]  # of a solution: Python's values by the names of variables, None where there is none
INTEGERS = frozenset((XSD.integer, *(XSD.integer.replace("integer", name) for name in ("int", "long", "short"))))


def text(value: str) -> Literal:
    """Return a plain string literal.

    >>> text("IBM quits").value
    'IBM quits'
    """
    return Literal(value)


def any_uri(value: str) -> Literal:
    """Return an ``xsd:anyURI`` literal: an address as it was written, which need not be a valid IRI."""
    return Literal(value, XSD.anyURI)


def boolean(value: bool) -> Literal:  # noqa: FBT001 - the value itself, not a switch
    """Return an ``xsd:boolean`` literal."""
    return Literal("true" if value else "false", XSD.boolean)


def integer(value: int) -> Literal:
    """Return an ``xsd:integer`` literal."""
    return Literal(str(value), XSD.integer)


def decimal(value: float, *, places: int = 3) -> Literal:
    """Return an ``xsd:decimal`` literal in canonical form, rounded to `places` digits.

    >>> decimal(1 / 3).value, decimal(0.5).value, decimal(1.0).value
    ('0.333', '0.5', '1')
    """
    digits = f"{value:.{places}f}"
    return Literal(digits.rstrip("0").rstrip(".") if places else digits, XSD.decimal)


def date_time(value: datetime) -> Literal:
    """Return an ``xsd:dateTime`` literal in UTC.

    Args:
        value: an aware datetime.

    >>> date_time(datetime(2020, 6, 11, 1, 6, tzinfo=UTC)).value
    '2020-06-11T01:06:00Z'
    """
    return Literal(utc_text(value), XSD.dateTime)


WRITERS: dict[str, Callable[[Any], Literal]] = {  # by the datatype that they write
    XSD.string: text,
    XSD.anyURI: any_uri,
    XSD.boolean: boolean,
    XSD.integer: integer,
    XSD.decimal: decimal,
    XSD.dateTime: date_time,
}


def utc_text(value: datetime) -> str:
    """Return an aware datetime as ISO 8601 in UTC with a final ``Z``; a fraction only where there is one."""
    moment = value.astimezone(UTC).replace(tzinfo=None).isoformat()
    return (moment.rstrip("0") if "." in moment else moment) + "Z"


def as_utc(value: object) -> datetime | None:
    """Return a moment in UTC (one without a time zone is taken to be); None for what is no moment.

    >>> as_utc(datetime.fromisoformat("2020-06-11T03:06:00+02:00"))
    datetime.datetime(2020, 6, 11, 1, 6, tzinfo=datetime.timezone.utc)
    >>> as_utc("soon") is None
    True
    """
    if not isinstance(value, datetime):
        return None
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError:  # the first or the last day of the calendar
        return None


READERS: dict[str | None, Callable[[str], object]] = {  # by the datatype that they read
    **dict.fromkeys(INTEGERS, int),
    XSD.boolean: lambda value: value in ("true", "1"),
    XSD.decimal: Decimal,
    XSD.dateTime: datetime.fromisoformat,
}


def typed_value(
    value: str, datatype: str | None, *, readers: Mapping[str | None, Callable[[str], object]] = READERS
) -> Any:
    """Return the text of a literal as an int, a bool, a `Decimal`, an aware datetime, or else as it is.

    A text that is not what its datatype says stays a text.

    Args:
        value: the text.
        datatype: of the literal.
        readers: what makes a value of a text, by the datatype.

    >>> typed_value("7", XSD.integer), typed_value("7", None), typed_value("soon", XSD.dateTime)
    (7, '7', 'soon')
    """
    read = readers.get(datatype)
    try:
        return read(value) if read else value
    except (ValueError, ArithmeticError):
        return value
