"""The light RDF terms that extractors yield: values, and nothing else.

An `IRI` is a string, a `Literal` a string with a datatype or a language. An IRI without a scheme is relative: the
writer (`kg.ntriples`) puts the base of the graph before it, so that no record and no extractor has to know the base.
"""

from __future__ import annotations

from typing import final

import msgspec


@final
class IRI(str):
    """An IRI, absolute or relative to the base of the graph."""

    __slots__ = ()


@final
class Literal(msgspec.Struct, frozen=True):
    """An RDF literal: a text with a datatype or a language, or neither (then it is an ``xsd:string``)."""

    value: str
    datatype: IRI | None = None
    language: str | None = None


Triple = tuple[IRI, IRI, IRI | Literal]
