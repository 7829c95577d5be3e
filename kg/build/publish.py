"""A graph -> one named graph in a SPARQL store, piece by piece, and the way back.

After the SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation of 21 March 2013): the first piece is PUT, which
replaces what was there, the others are POSTed, which adds. A graph of kg has no blank nodes, so that a piece that comes
twice does no harm: that is what makes it safe to go on after an error.
"""

from __future__ import annotations

import hashlib
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import msgspec
import pyoxigraph as ox

from kg.build import lock, output
from kg.build.report import write_rows
from kg.errors import GraphError, QueryError, UsageError
from kg.folder import OutputFolder, write_whole
from kg.rdf.ntriples import base_of, lines_of, pieces
from kg.rdf.remote import TRIPLES, Remote, Stay, credentials, is_private, read_answer, refusal
from kg.rdf.store import Store, turtle

PIECE = 4 << 20  # bytes that go in one request
SECONDS = 120.0  # that a request may take
STATE = ".publish.json"  # in the output folder: how far the last publishing came
NTRIPLES = "application/n-triples"
QUERY_AT = {  # end of the path of a graph store -> that of the endpoint for queries beside it
    "/store": "/query",  # Oxigraph
    "/data": "/sparql",  # Fuseki
    "/rdf-graphs/service": "",  # RDF4J, GraphDB
}
BUILDS = "SELECT DISTINCT ?g { GRAPH ?g { ?s kg:full ?o } } ORDER BY ?g"
COUNT = "SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
STORIES = """
SELECT (COALESCE(?url, ?thing) AS ?article) (COALESCE(?known, ?thing) AS ?story) {
  ?thing kg:full ?full OPTIONAL { ?thing schema:url ?url } OPTIONAL { ?known schema:hasPart ?thing }
}"""


class Published(msgspec.Struct, frozen=True):
    """What was published: the address, the named graph, its triples, the pieces, and how many of them went now."""

    url: str
    graph: str
    triples: int
    pieces: int
    sent: int


def name(store: Store) -> str:
    """Return the IRI of the named graph of a build: the same triples have the same one."""
    return f"{base_of(store.ntriples)}build/{hashlib.sha256(store.ntriples).hexdigest()[:16]}"


def publish(
    store: Store,
    url: str,
    *,
    folder: Path,
    graph: str | None = None,
    query: str | None = None,
    piece: int = PIECE,
    progress: Callable[[int, int], None] | None = None,
) -> Published:
    """Put a graph into a SPARQL store as one named graph, and count there whether all of it came.

    Args:
        store: the graph.
        url: of the graph store (``.../store``, ``.../sparql-graph-crud-auth``, ``.../data``).
        folder: where to note how far it came; the next call goes on from there.
        graph: the IRI of the named graph; `name` if None.
        query: the address for queries; the one that servers of this kind have beside it if None, or else all triples
            are fetched back to be counted.
        piece: how many bytes go in one request, about.
        progress: is told which piece of how many goes now.

    Raises:
        GraphError: the server refuses, cannot be reached, or has another number of triples in the end.
    """
    Remote(url)  # checks the address
    named = graph or name(store)
    parts = list(pieces(store.ntriples, piece))
    mark = {"url": url, "graph": named, "triples": len(store), "piece": piece, "content": name(store)}
    start = _done(folder, mark)
    if start and _counted(url, named, query) < sum(part.count(b"\n") for part in parts[:start]):
        start = 0  # what came last time is not there any more
    for number, part in enumerate(parts[start:], start):
        if progress is not None:
            progress(number + 1, len(parts))
        _send("POST" if number else "PUT", _addressed(url, named), part)
        _note(folder, {**mark, "done": number + 1})
    if (found := _counted(url, named, query)) != len(store):
        _note(folder, None)
        raise GraphError(f"{url} has {found:,} triples in {named}, not {len(store):,}: publish again")
    _note(folder, None)
    return Published(url, named, len(store), len(parts), len(parts) - start)


def pull(url: str, *, to: Path, graph: str | None = None, query: str | None = None) -> str:
    """Fetch a named graph into an output folder that `kg.open` opens, and return the IRI of the graph.

    Args:
        url: of the graph store.
        to: the folder; a build that is there is replaced when all has come.
        graph: the IRI of the named graph; the only one of kg that is there if None.
        query: the address for queries, as `publish` takes it.

    Raises:
        GraphError: the server refuses or cannot be reached, or there is no such graph, or more than one.
    """
    Remote(url)
    named = graph or _only(url, query)
    kind, body = _send("GET", _addressed(url, named), None)
    try:
        triples = read_answer(kind, body)
    except (SyntaxError, ValueError) as error:
        raise GraphError(f"{url} gave an answer of {kind or 'no kind'} that cannot be read: {error}") from error
    text = ox.serialize(triples, None, ox.RdfFormat.N_TRIPLES) or b""
    if not text:
        raise GraphError(f"{url} has nothing in {named}")
    with lock.held(to), output.replaced(to) as fresh:
        folder = OutputFolder(fresh)
        store = Store.load((line.decode() for line in lines_of(text)), folder=folder.store)
        (fresh / "graph.ttl").write_bytes(turtle(store.triples()))
        rows = [(row["article"].value, row["story"].value.rpartition("/")[2]) for row in store.select(STORIES)]
        write_rows(sorted(rows), folder.stories)
        report = {"pulled": {"url": url, "graph": named, "triples": len(store)}}
        folder.report.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        del store
        output.forget_machine(fresh)
    return named


def _addressed(url: str, graph: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urllib.parse.urlencode({'graph': graph})}"


def _beside(url: str, query: str | None) -> str | None:
    """Return the address for queries that goes with one of a graph store, if that is known."""
    if query is not None:
        return query
    parts = urllib.parse.urlsplit(url)
    for end, other in QUERY_AT.items():
        if parts.path.endswith(end):
            return parts._replace(path=parts.path.removesuffix(end) + other, query="").geturl()
    return None


def _counted(url: str, graph: str, query: str | None) -> int:
    if (at := _beside(url, query)) is not None:
        with suppress(QueryError, LookupError):
            (row,) = Remote(at, seconds=SECONDS).select(COUNT.format(graph=graph))
            return int(row["n"].value)
    _, body = _send("GET", _addressed(url, graph), None)
    return len(set(lines_of(body)))


def _only(url: str, query: str | None) -> str:
    at = _beside(url, query)
    if at is None:
        raise GraphError(f"name the graph to pull from {url} (--name)")
    found = [row["g"].value for row in Remote(at, seconds=SECONDS).select(BUILDS)]
    if len(found) != 1:
        what = f"{len(found)} graphs of kg ({', '.join(found)})" if found else "no graph of kg"
        raise GraphError(f"{url} has {what}; name one (--name)")
    return str(found[0])


def _opener(url: str) -> urllib.request.OpenerDirector:
    """Return what sends requests: with a digest of the password where the server asks for it."""
    known = credentials(url)
    if known is None:
        return urllib.request.build_opener(Stay)
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, url, *known)
    handlers: list[urllib.request.BaseHandler] = [urllib.request.HTTPDigestAuthHandler(passwords)]
    if is_private(url):  # Basic authentication has the password in the request itself
        handlers.append(urllib.request.HTTPBasicAuthHandler(passwords))
    return urllib.request.build_opener(Stay, *handlers)


def _send(method: str, url: str, body: bytes | None) -> tuple[str, bytes]:
    """Send a request, and return the media type and the body of the answer."""
    # a writer takes any answer: Virtuoso has only HTML to say, and would refuse
    headers = {"Accept": TRIPLES} if body is None else {"Content-Type": NTRIPLES, "Accept": "*/*"}
    request = urllib.request.Request(url, data=body, method=method, headers=headers)  # noqa: S310 - http(s) only: checked
    try:
        with _opener(url).open(request, timeout=SECONDS) as response:
            return response.headers.get_content_type(), response.read()
    except urllib.error.HTTPError as error:
        hint = "; give user and password in KG_USER and KG_PASSWORD, or in netrc" if error.code in (401, 403) else ""
        raise GraphError(refusal(url, error, hint=hint)) from error
    except (OSError, HTTPException, ValueError) as error:
        raise GraphError(f"{url} cannot be reached: {getattr(error, 'reason', error)}; the next try goes on") from error


def _done(folder: Path, mark: dict[str, object]) -> int:
    """Return how many pieces of this very graph went to this very place before."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads((folder / STATE).read_text(encoding="utf-8"))
        if all(known[key] == value for key, value in mark.items()):
            return int(known["done"])
    return 0


def _note(folder: Path, mark: dict[str, object] | None) -> None:
    """Remember how far it came, where the folder can be written."""
    with suppress(OSError, UsageError):
        if mark is None:
            (folder / STATE).unlink(missing_ok=True)
        else:
            write_whole(folder / STATE, json.dumps(mark).encode())
