"""Terms of Oxigraph <-> Python values, and SPARQL 1.1 Query Results in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
import pyoxigraph as ox

from kg.rdf.literals import READERS
from kg.rdf.store import Term, value_of
from kg.rdf.vocab import PREFIXES, XSD

Row = tuple[Term | None, ...]  # None where nothing is bound


def python(term: Term | None) -> Any:
    """Return a term as Python has it: an IRI as `str`, a literal as number, date, `timedelta`, bool or its text.

    A text that is not what its datatype says stays a text, a duration in months too.

    >>> python(ox.Literal("PT1H30M", datatype=ox.NamedNode(PREFIXES["xsd"] + "dayTimeDuration")))
    datetime.timedelta(seconds=5400)
    """
    return value_of(term, readers=READ)


def typed(value: str, datatype: str) -> ox.Literal:
    """Return a literal of a datatype of XML Schema, by its name."""
    return ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


def duration(value: str) -> timedelta:
    """Return a length of time in ISO 8601.

    Raises:
        ValueError: it is one in months or years, or none.
    """
    try:
        return msgspec.convert(value, timedelta)
    except msgspec.ValidationError as error:
        raise ValueError(f"{value!r} is no length of time in days, hours, minutes and seconds: P1D, PT36H") from error


def as_json(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return rows as SPARQL 1.1 Query Results JSON, in UTF-8 (W3C Recommendation of 21 March 2013)."""
    bindings = [
        {name: _json(term) for name, term in zip(columns, row, strict=True) if term is not None} for row in rows
    ]
    document = {"head": {"vars": [*columns]}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _json(term: Term) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == XSD.string:
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


READ = READERS | {
    PREFIXES["xsd"] + "double": float,
    PREFIXES["xsd"] + "float": float,
    PREFIXES["xsd"] + "date": date.fromisoformat,
    PREFIXES["xsd"] + "dayTimeDuration": duration,
    PREFIXES["xsd"] + "duration": duration,
}
