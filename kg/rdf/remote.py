"""A SPARQL 1.1 endpoint -> a store: what is asked of it goes over HTTP, and the same questions run there.

After the SPARQL 1.1 Protocol (W3C Recommendation of 21 March 2013): a query is POSTed as a form, which every server
takes; Virtuoso 7.2 never answers one that comes as application/sparql-query. Basic authentication with KG_USER and
KG_PASSWORD from the environment, or else with what netrc has for the host; never over plain HTTP to another machine.
"""

from __future__ import annotations

import base64
import netrc
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from http.client import HTTPException

import pyoxigraph as ox

from kg.errors import GraphError, QueryError, TimeLimitError
from kg.rdf.ntriples import lines_of
from kg.rdf.store import Result, Store
from kg.rdf.vocab import PREFIXES

SECONDS = 60.0  # that an answer may take, unless told otherwise
LONGEST_REASON = 300  # of what a server says is wrong
PAGE = 50_000  # triples that are fetched at a time where the whole graph is needed
ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/turtle;q=0.5"
FORMATS = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/plain": ox.RdfFormat.N_TRIPLES}
CHUNK = 1 << 16  # bytes that are read at a time
BAD_REQUEST = 400
LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


class Remote(Store):
    """The triples behind a SPARQL 1.1 endpoint.

    Queries run there. What needs the whole graph (the network, an export, rdflib) fetches all triples once.

    Args:
        url: of the endpoint, http(s).
        seconds: that each answer may take.

    Raises:
        GraphError: the address is none of http(s), or has a user in it.
    """

    url: str

    def __init__(self, url: str, *, seconds: float = SECONDS) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise GraphError(f"{url} is no address of an endpoint: it begins with https:// or http://")
        if parts.username or parts.password:
            raise GraphError("give user and password in KG_USER and KG_PASSWORD, or in netrc, not in the address")
        self.url = url
        self._seconds = seconds
        self._authorization = basic(url)
        self._fetched: ox.Store | None = None
        self._ntriples = None
        self._thread = None

    @property
    def _store(self) -> ox.Store:
        if self._fetched is None:
            made = ox.Store()
            made.bulk_load(self.ntriples, ox.RdfFormat.N_TRIPLES)
            self._fetched = made
        return self._fetched

    def __len__(self) -> int:
        (row,) = self.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        return int(row["n"].value)

    @property
    def ntriples(self) -> bytes:
        """All triples as canonical N-Triples in UTF-8, a line each, sorted."""
        if self._ntriples is None:
            found: set[bytes] = set()
            while True:
                query = (
                    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SELECT * {{ ?s ?p ?o }} ORDER BY ?s ?p ?o LIMIT {PAGE} OFFSET"
                )
                triples = list(self.construct(f"{query} {len(found)} }}"))
                page = ox.serialize(triples, None, ox.RdfFormat.N_TRIPLES) or b""
                before = len(found)
                found.update(lines_of(page))
                if len(found) == before or len(triples) < PAGE:
                    break
            self._ntriples = b"".join(sorted(found))
        return self._ntriples

    def query(self, query: str, *, seconds: float | None = None, **options: object) -> Result:
        """Ask the endpoint in SPARQL 1.1; the prefixes of kg need no declaration.

        Args:
            query: the query.
            seconds: that the answer may take; as the endpoint was opened with if None.
            options: of `Store.query`; `functions` are of no use here (an endpoint has its own), others are refused.

        Raises:
            QueryError: the query is wrong, or the endpoint gives no answer; says what it said.
        """
        refused = [name for name, value in options.items() if value is not None and name != "functions"]
        if refused:
            raise QueryError(f"an endpoint is asked without {', '.join(refused)}: write that into the query")
        limit = self._seconds if seconds is None else seconds
        head = "".join(f"PREFIX {prefix}: <{space}> " for prefix, space in PREFIXES.items())
        request = urllib.request.Request(  # noqa: S310 - __init__ lets only http(s) in
            self.url,
            data=urllib.parse.urlencode({"query": head + query}).encode(),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": f"{ROWS}, {TRIPLES}",
                **self._authorization,
            },
        )
        try:
            kind, body = self._answered(request, limit)
        except QueryError as error:
            if isinstance(error.__cause__, urllib.error.HTTPError) and error.__cause__.code == BAD_REQUEST:
                Store(ox.Store()).query(query)  # which knows the line and the column, if it is no SPARQL
            raise
        try:
            if kind in (ROWS, "application/json"):
                return ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
            return iter(read_answer(kind, body))
        except (SyntaxError, ValueError) as error:
            raise QueryError(
                f"{self.url} gave an answer of {kind or 'no kind'} that cannot be read: {error}"
            ) from error

    def _answered(self, request: urllib.request.Request, seconds: float) -> tuple[str, bytes]:
        try:
            end = time.monotonic() + seconds
            with _OPENER.open(request, timeout=seconds) as response:
                parts = []
                while part := response.read1(CHUNK):
                    parts.append(part)
                    if time.monotonic() > end:
                        raise TimeoutError
                return response.headers.get_content_type(), b"".join(parts)
        except urllib.error.HTTPError as error:
            raise QueryError(refusal(self.url, error)) from error
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise TimeLimitError(f"{self.url} gave no answer within {seconds:g} s; allow more time") from error
            raise QueryError(f"{self.url} cannot be asked: {reason}") from error


def read_answer(kind: str, body: bytes) -> list[ox.Triple]:
    """Return the triples of an answer.

    Args:
        kind: its media type; N-Triples or else Turtle.
        body: what came.

    Raises:
        SyntaxError: they cannot be read.
    """
    return [quad.triple for quad in ox.parse(body, FORMATS.get(kind, ox.RdfFormat.TURTLE))]


def refusal(url: str, error: urllib.error.HTTPError, *, hint: str = "") -> str:
    """Return why a server gives no answer: its status and the beginning of what it says, a hint between them."""
    with error:
        said = " ".join(error.read(4 * LONGEST_REASON).decode("utf-8", "replace").split())[:LONGEST_REASON]
    return f"{url} says {error.code} {error.reason}{hint}: {said}"


class Stay(urllib.request.HTTPRedirectHandler):
    """Follow no redirection: it would take the password to another address, and lose the query."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(Stay)


def credentials(url: str) -> tuple[str, str] | None:
    """Return user and password for an address: KG_USER and KG_PASSWORD, or what netrc has for its host."""
    user = os.environ.get("KG_USER")
    if user:
        return user, os.environ.get("KG_PASSWORD", "")
    with suppress(OSError, netrc.NetrcParseError):
        known = netrc.netrc().authenticators(urllib.parse.urlsplit(url).hostname or "")
        if known:
            return known[0], known[2] or ""
    return None


def is_private(url: str) -> bool:
    """Return whether nobody on the way reads what goes to an address: it is HTTPS, or this machine."""
    parts = urllib.parse.urlsplit(url)
    return parts.scheme == "https" or parts.hostname in LOOPBACK


def basic(url: str) -> dict[str, str]:
    """Return the header with user and password for an address, if there are any for it and it is private."""
    known = credentials(url)
    if known is None or not is_private(url):
        return {}
    return {"Authorization": "Basic " + base64.b64encode(":".join(known).encode()).decode()}
