"""A SPARQL query -> whether it asks other endpoints (SERVICE), by its algebra and by its tokens.

Two readings, for no parser is another's twin: rdflib's algebra says what stands in the query, and the tokens of the
grammar say it for what rdflib reads otherwise than Oxigraph (a lone CR ends a comment) or not at all. It is enough
that one of them finds a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

NOT_OUTSIDE = "SERVICE is refused, for it sends what it is joined with elsewhere: --allow-service lets it"
WORD = re.compile("service", re.IGNORECASE | re.ASCII)
# terminals of SPARQL 1.1 (section 19.8) in the order in which they are tried; blanks are these four and no others
_BLANK = r"(?:[ \t\r\n]|\#[^\r\n]*)*+"
_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*+>"
_NAME = (
    r"(?:\\.|%[0-9A-Fa-f]{2}|[^\s\\%<>\"'{}()\[\]#,;|^/!=&*+`]|[^\x00-\x7f])++"  # wide: prefixed names and variables
)
_TEXT = r"'''[\s\S]*?'''|\"\"\"[\s\S]*?\"\"\"|'(?:[^'\\\r\n]|\\.)*+'|\"(?:[^\"\\\r\n]|\\.)*+\""
TOKEN = re.compile(rf"(?P<comment>\#[^\r\n]*+)|(?P<iri>{_IRI})|(?P<text>{_TEXT})|(?P<name>{_NAME})|[\s\S]")
# ServiceGraphPattern: the word, perhaps SILENT, an IRI or a variable, a group
CLAUSE = re.compile(rf"service{_BLANK}(?:silent{_BLANK})?(?:{_IRI}|{_NAME}){_BLANK}\{{", re.IGNORECASE | re.ASCII)


def asks_outside(query: str) -> bool:
    r"""Return whether a query has a SERVICE clause.

    >>> asks_outside("SELECT * { SERVICE <https://other.example/sparql> { ?s ?p ?o } }")
    True
    >>> asks_outside("SELECT * { ?s ?p ?o FILTER(CONTAINS(?o, 'SERVICE <https://other.example/> {')) }")
    False
    """
    if WORD.search(query) is None:
        return False
    return _among_tokens(query) or _in_algebra(query)


def _among_tokens(query: str) -> bool:
    """Return whether a clause stands outside of texts and comments.

    What looks like an IRI may be the sign "less than" and what follows, so that a clause within one counts.
    """
    for token in TOKEN.finditer(query):
        if token.lastgroup == "name" and CLAUSE.match(query, token.start()):
            return True
        if token.lastgroup == "iri" and any(
            CLAUSE.match(query, word.start()) for word in WORD.finditer(query, token.start(), token.end())
        ):
            return True
    return False


def _in_algebra(query: str) -> bool:
    """Return whether rdflib's algebra has a clause; a query that it cannot read has none that Oxigraph alone sees."""
    from rdflib.plugins.sparql.parser import parseQuery
    from rdflib.plugins.sparql.parserutils import CompValue

    try:
        left: list[object] = [parseQuery(query.replace("\r", "\n"))]
    except Exception:
        return False
    while left:
        each = left.pop()
        if isinstance(each, CompValue):
            if each.name == "ServiceGraphPattern":
                return True
            left.extend(each.values())
        elif isinstance(each, list | tuple) or hasattr(each, "as_list"):
            left.extend(cast(Iterable[object], each))  # a ParseResults
    return False
