"""What people write for a triple -> the terms that are meant."""

from __future__ import annotations

from typing import Any

import msgspec
import pyoxigraph as ox

from kg.errors import UsageError
from kg.identity import absolute
from kg.rdf.store import Term, text_of, value_of
from kg.rdf.terms import Literal
from kg.rdf.vocab import PREFIXES, RDF

EXPECTED = "give (subject, predicate, object), or a line of N-Triples"


class Pattern(msgspec.Struct, frozen=True):
    """A triple that is asked for; None stands for any. `object` is as it was given, and may mean several terms."""

    subject: ox.NamedNode | None
    predicate: ox.NamedNode | None
    object: object
    base: str = ""

    def means(self, term: Term) -> bool:
        """Return whether a term is the object that is asked for."""
        wanted = self.object
        if wanted is None:
            return True
        if isinstance(wanted, ox.NamedNode | ox.Literal):
            return bool(term == wanted)
        if isinstance(wanted, Literal) or _is_rdflib_literal(wanted):
            return _is_literal(term, str(getattr(wanted, "value", wanted)), wanted)
        if isinstance(term, ox.NamedNode):
            return isinstance(wanted, str) and term == _iri(wanted, self.base)
        if isinstance(wanted, str):
            return wanted in (text_of(term), str(term))
        return isinstance(term, ox.Literal) and bool(value_of(term) == wanted)


def pattern(triple: Any, *, base: str) -> Pattern:
    """Return the triple that is meant.

    Args:
        triple: subject, predicate, object; or a line of N-Triples.
        base: put before IRIs without a scheme.

    Raises:
        UsageError: it is neither.

    >>> pattern(("article/1", "schema:headline", "IBM quits"), base="https://n.example/").subject
    <NamedNode value=https://n.example/article/1>
    """
    if isinstance(triple, str | bytes):
        return _parsed(triple.encode() if isinstance(triple, str) else triple)
    if isinstance(triple, ox.Triple | ox.Quad):
        triple = (triple.subject, triple.predicate, triple.object)
    try:
        subject, predicate, object = triple
    except (TypeError, ValueError) as error:
        raise UsageError(f"{triple!r:.200} is no triple: {EXPECTED}") from error
    if predicate == "a":
        predicate = RDF.type
    return Pattern(_node(subject, base), _node(predicate, base), object, base)


def _parsed(line: bytes) -> Pattern:
    line = line.strip()
    try:
        (quad,) = ox.parse(line if line.endswith(b".") else line + b" .", ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{line.decode(errors='replace')[:200]!r} is no triple: {EXPECTED}") from error
    return Pattern(_node(quad.subject, ""), quad.predicate, quad.object)


def _node(value: object, base: str) -> ox.NamedNode | None:
    if value is None or isinstance(value, ox.NamedNode):
        return value
    node = _iri(value, base) if isinstance(value, str) and not _is_rdflib_literal(value) else None
    if node is None:
        raise UsageError(f"{value!r:.200} is no IRI: {EXPECTED}")
    return node


def _iri(value: str, base: str) -> ox.NamedNode | None:
    """Return an IRI that is written in full, with a prefix of kg, or relative to the base; None if it is none."""
    value = str(value).removeprefix("<").removesuffix(">")
    prefix, colon, name = value.partition(":")
    full = PREFIXES[prefix] + name if colon and prefix in PREFIXES else absolute(value, base=base)
    try:
        return ox.NamedNode(full)
    except ValueError:
        return None


def _is_literal(term: Term, value: str, wanted: Any) -> bool:
    """Return whether a term is a literal of this value, and of the datatype and language that the other has, if any."""
    if not isinstance(term, ox.Literal) or term.value != value:
        return False
    datatype, language = wanted.datatype, wanted.language
    return (datatype is None or term.datatype.value == str(datatype)) and (language or None) == term.language


def _is_rdflib_literal(value: object) -> bool:
    return type(value).__module__.startswith("rdflib") and hasattr(value, "datatype")
