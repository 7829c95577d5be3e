r"""A SPARQL query -> whether it asks other endpoints (SERVICE), by its algebra and by its tokens.

Two readings, for no parser is another's twin: rdflib's algebra says what stands in the query, and the tokens of the
grammar say it for what rdflib reads otherwise than Oxigraph (a lone CR ends a comment) or not at all. It is enough
that one of them finds a clause. A query without the word has none, so that the parser is loaded for few: a keyword is
letters of ASCII, in any case; an escape (``\u0053``) is read as the letter, though Oxigraph takes none for a keyword.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import cast

NOT_OUTSIDE = "SERVICE is refused, for it sends what it is joined with elsewhere: --allow-service lets it"
WORD = re.compile("service", re.IGNORECASE | re.ASCII)  # the long s and its like are no letters of a keyword
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")  # section 19.2
PARSER = "rdflib.plugins.sparql.parser"
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
    return any(_among_tokens(text) or _in_algebra(text) for text in _with_the_word(query))


def parser_needed(query: str) -> bool:
    """Return whether `asks_outside` would have to load its parser now, for which it opens files."""
    return PARSER not in sys.modules and bool(_with_the_word(query))


def load_parser() -> None:
    """Load what `asks_outside` needs, while files can be opened."""
    _in_algebra("ASK { }")


def _with_the_word(query: str) -> list[str]:
    """Return those of the query as it is written, and with its escapes read, that have the word."""
    return [text for text in dict.fromkeys((query, ESCAPE.sub(_letter, query))) if WORD.search(text)]


def _letter(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number <= sys.maxunicode else escape[0]


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
