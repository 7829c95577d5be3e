"""The graph -> JSON-LD with its context inside, plain to read for who knows JSON and not RDF."""

from __future__ import annotations

import json
import re
from collections import defaultdict

import pyoxigraph as ox

from kg.rdf.properties import local, prefixed
from kg.rdf.store import Store
from kg.rdf.vocab import PREFIXES, RDF, XSD

# what JSON has itself (JSON-LD 1.1 API, section 8.6), as far as all its readers hold numbers exactly
NATIVE: dict[str, re.Pattern[str]] = {
    XSD.integer: re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII),
    XSD.boolean: re.compile("true|false"),
}
PLAIN = (XSD.string, *NATIVE)
Value = ox.NamedNode | ox.Literal  # of a property


def export(store: Store) -> bytes:
    """Return the graph as JSON-LD 1.1 in UTF-8: one object a subject, a term for each property."""
    objects: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in store.statements():
        objects[subject][predicate].append(value)
    types = _types(objects)
    terms = _terms([predicate for predicate in types if predicate != RDF.type])
    graph = [
        {"@id": subject}
        | {
            ("@type" if p == RDF.type else terms[p]): _one_or_all(
                [prefixed(o.value) if p == RDF.type else _value(o, types[p]) for o in values]
            )
            for p, values in properties.items()
        }
        for subject, properties in objects.items()
    ]
    document = {"@context": _context(terms, types), "@graph": graph}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _types(objects: dict[str, dict[str, list[Value]]]) -> dict[str, str | None]:
    """Return what all objects of each property are: ``@id``, a datatype, or None where they differ."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for properties in objects.values():
        for predicate, values in properties.items():
            kinds[predicate].update(_kind(value) for value in values)
    return {predicate: min(kinds[predicate]) if len(kinds[predicate]) == 1 else None for predicate in sorted(kinds)}


def _kind(value: Value) -> str:
    if not isinstance(value, ox.Literal):
        return "@id"
    return "@language" if value.language else value.datatype.value


def _terms(predicates: list[str]) -> dict[str, str]:
    """Return a name for each property: its local name, or its prefixed name where two share that."""
    names: dict[str, list[str]] = defaultdict(list)
    for predicate in predicates:
        names[local(predicate)].append(predicate)
    return {
        p: name if len(group) == 1 and name and name not in PREFIXES else prefixed(p)
        for name, group in names.items()
        for p in group
    }


def _context(terms: dict[str, str], types: dict[str, str | None]) -> dict[str, object]:
    context: dict[str, object] = dict(sorted(PREFIXES.items()))
    for predicate, term in sorted(terms.items(), key=lambda item: item[1]):
        kind = types[predicate]
        coerced = kind is not None and kind != "@language" and kind not in PLAIN
        context[term] = {"@id": prefixed(predicate), "@type": prefixed(kind or "")} if coerced else prefixed(predicate)
    return context


def _value(value: Value, kind: str | None) -> object:
    """Return an object as JSON: a plain value where the context says what it is, else in full."""
    if not isinstance(value, ox.Literal):
        return value.value if kind == "@id" else {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    datatype = value.datatype.value
    if datatype in NATIVE and NATIVE[datatype].fullmatch(value.value):
        return json.loads(value.value)
    if datatype == XSD.string or (datatype == kind and kind not in PLAIN):
        return value.value
    return {"@value": value.value, "@type": datatype}


def _one_or_all(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values
