"""A request -> the query that it means (SPARQL 1.1 Protocol, section 2.1), or why it means none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl

import msgspec
from starlette.exceptions import HTTPException

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
MOST_PARAMETERS = 100
READ_ONLY = "updates are refused: this endpoint is read-only"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_DATASET = ("default-graph-uri", "named-graph-uri")
_FORMS = ("format", "output")  # as Fuseki, Virtuoso and others name it
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")


class Query(msgspec.Struct, frozen=True):
    """A query, and the dataset that the request names for it: IRIs of graphs; None where it names none.

    `form` is what the request names as the form of the answer, in place of its Accept header.
    """

    text: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    form: str | None = None


def read_get(query_string: bytes) -> Query | None:
    """Return the query of a GET request; None if it asks nothing, which means the service description.

    Raises:
        HTTPException: it is wrong, or asks for something else than a query.

    >>> read_get(b"query=ASK%20%7B%7D")
    Query(text='ASK {}', default=None, named=None, form=None)
    """
    found = parameters(query_string)
    return _query(found) if {name for name, _ in found} & {"query", *_DATASET, *_UPDATES} else None


def read_post(query_string: bytes, content_type: str, body: bytes) -> Query:
    """Return the query of a POST request: of a form, or as the body itself.

    Args:
        query_string: of the request's target, undecoded.
        content_type: the header's value.
        body: the bytes sent.

    Raises:
        HTTPException: it is wrong, or asks for something else than a query.
    """
    media, charset = _media(content_type)
    if media == UPDATE:
        raise HTTPException(403, READ_ONLY)
    if media not in (FORM, QUERY):
        raise HTTPException(415, f"send the query as {FORM} or {QUERY}")
    if charset not in ("", "utf-8", "utf8"):
        raise HTTPException(415, "send the query in UTF-8")
    if media == FORM:
        return _query(parameters(body))
    found = parameters(query_string)
    if any(name == "query" for name, _ in found):
        raise HTTPException(400, "two queries: one in the address, one in the body")
    try:
        return _query([*found, ("query", body.decode("utf-8"))])
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the query is not UTF-8: byte {error.start}") from error


def _media(content_type: str) -> tuple[str, str]:
    media, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charsets = [value.strip(' "') for name, _, value in (p.partition("=") for p in parameters) if name == "charset"]
    return media, charsets[0] if charsets else ""


def parameters(text: bytes) -> list[tuple[str, str]]:
    """Return the parameters of a query string, or of a form.

    Raises:
        HTTPException: they are not UTF-8, or too many.
    """
    try:
        return parse_qsl(text.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeError as error:
        raise HTTPException(400, "the parameters are not percent-encoded UTF-8") from error
    except ValueError as error:
        raise HTTPException(400, f"more than {MOST_PARAMETERS} parameters") from error


def _query(found: Sequence[tuple[str, str]]) -> Query:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in found if key == name)

    if any(values(name) for name in _UPDATES):
        raise HTTPException(403, READ_ONLY)
    texts = values("query")
    if len(texts) != 1:
        raise HTTPException(400, f"{len(texts)} parameters named query: give one")
    for iri in (iri for name in _DATASET for iri in values(name)):
        if not _IRI.fullmatch(iri):
            raise HTTPException(400, f"not an absolute IRI of a graph: {iri!r}")
    form = next((value for name in _FORMS for value in values(name) if value), None)
    default, named = map(values, _DATASET)
    if not default and not named:
        return Query(texts[0], form=form)
    return Query(
        texts[0], default=default, named=named, form=form
    )  # as the protocol says: what the request names is all there is
