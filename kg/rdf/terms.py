"""The light RDF terms that extractors yield: values, and nothing else.

An `IRI` is a string, a `Literal` a string with a datatype or a language. An IRI without a scheme is relative: the
writer (`kg.rdf.ntriples`) puts the base of the graph before it, and no record, no extractor has to know the base.
"""

from __future__ import annotations

from typing import final

import msgspec

from kg.identity import IRI

__all__ = ["IRI", "Literal", "Triple"]


@final
class Literal(msgspec.Struct, frozen=True):
    """An RDF literal: a text with a datatype or a language, or neither (then it is an ``xsd:string``)."""

    value: str
    datatype: IRI | None = None
    language: str | None = None


Triple = tuple[IRI, IRI, IRI | Literal]
