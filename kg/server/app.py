"""Requests -> responses: the routes, the headers of each response, and who answers."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kg import exporters
from kg.folder import OutputFolder
from kg.query import questions
from kg.rdf import ontology
from kg.rdf.ntriples import base_of
from kg.rdf.store import Store
from kg.server import LONGEST_QUERY, Limits, description, pages, protocol, views
from kg.server.access import Access, Door
from kg.server.answers import GRAPHS, PLAIN, SHORT, Job, Reply, answer, answer_question, failed, serialized
from kg.server.negotiation import best
from kg.server.pages import HTML, HTML_UTF8
from kg.server.pool import Pool

STATIC = Path(__file__).parent / "static"
FILES = {
    "page.css": "text/css; charset=utf-8",
    "query.css": "text/css; charset=utf-8",
    "query.js": "text/javascript; charset=utf-8",
    "LICENSES.txt": PLAIN,
}
# nothing from elsewhere, no script but our own
STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
# the editor and its tables set styles of elements, their icons are in their style sheet
ASKING = STRICT.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") + (
    "; script-src 'self'; connect-src 'self'; font-src 'self' data:"
)
# one file with all in it, which has a policy of its own besides this
MAP = STRICT.replace("style-src 'self'", "style-src 'unsafe-inline'") + (
    "; script-src 'unsafe-inline'; connect-src data: blob:; worker-src blob:; font-src data:"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
    "content-security-policy": STRICT,
    "cache-control": "no-cache",
}
PREFLIGHT = {
    "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
    "access-control-allow-headers": "accept, content-type, authorization, x-requested-with",
    "access-control-max-age": "86400",
}
VOCABULARY = "kg.ttl"
RETRY_AFTER = "5"  # seconds
METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
READING = ["GET", "HEAD", "OPTIONS"]


class _Response(Response):
    """A response with the headers that all share."""

    def init_headers(self, headers: Mapping[str, str] | None = None) -> None:
        super().init_headers({**HEADERS, **(headers or {})})


class Server:
    """What answers the requests to one output folder.

    Args:
        folder: the output folder of a build.
        limits: of a query.
    """

    def __init__(self, folder: OutputFolder, limits: Limits) -> None:
        self.folder = folder
        self.pool = Pool(folder, limits)
        self.files = {name: (STATIC / name).read_bytes() for name in FILES}
        self.questions = [*questions.saved().values()]
        text = (ontology.folder() / VOCABULARY).read_bytes()
        self.terms = sorted((quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE)), key=str)

    async def sparql(self, request: Request) -> Response:
        """Answer a request of the SPARQL 1.1 Protocol."""
        if request.method == "OPTIONS":
            return _Response(status_code=204, headers=PREFLIGHT)
        query_string: bytes = request.scope["query_string"]
        query: protocol.Query | None
        if request.method == "POST":
            body = await _body(request)
            query = protocol.read_post(query_string, request.headers.get("content-type", ""), body)
        else:
            query = protocol.read_get(query_string)
        if query is None:
            return self._described(request)
        base = description.endpoint(_address(request))
        accept = _form(request, query.form)
        return await self._answered(request, partial(answer, query=query, accept=accept, base=base), query.text)

    def _described(self, request: Request) -> Response:
        media = best(_accept(request), (*GRAPHS, HTML))
        base = self.folder.base or base_of(Store.open(self.folder.store).ntriples)
        if media == HTML:
            page = views.query(self.questions, base=base)
            return _Response(page, media_type=HTML_UTF8, headers={"content-security-policy": ASKING})
        if media is None:
            raise HTTPException(406, f"there are {', '.join((*GRAPHS, HTML))}")
        endpoint = description.endpoint(_address(request))
        return _response(description.described(endpoint, media, base=base, service=self.pool.limits.service))

    async def ontology(self, request: Request) -> Response:
        """Answer with the vocabulary: the classes and properties that the graph is written in."""
        media = best(_accept(request), (*GRAPHS,))
        if media is None:
            raise HTTPException(406, f"there are {', '.join(GRAPHS)}")
        form, name = GRAPHS[media]
        return _response(Reply(200, name, serialized(self.terms, form)))

    async def page(self, request: Request) -> Response:
        """Answer with the page, or the triples, of what the graph calls so."""
        if request.method == "OPTIONS":
            return _Response(status_code=204, headers=PREFLIGHT)
        path = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
        query_string = request.scope["query_string"].decode("ascii", "replace")
        job = partial(pages.page, path=path, accept=_accept(request), query_string=query_string)
        return await self._answered(request, job)

    async def map(self, request: Request) -> Response:
        """Answer with the interactive page of the build."""
        name = f"graph.{exporters.FORMATS['html'].extension}"
        try:
            body = (self.folder.path / name).read_bytes()
        except OSError as error:
            raise HTTPException(404, f"this build has no {name}: make it with kg export html") from error
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if tag in request.headers.get("if-none-match", ""):
            return _Response(status_code=304, headers={"etag": tag})
        return _Response(body, media_type=HTML_UTF8, headers={"etag": tag, "content-security-policy": MAP})

    async def listed(self, _: Request) -> Response:
        """Answer with the saved questions: name, title, SPARQL, parameters of each."""
        return _Response(msgspec.json.encode(self.questions), media_type="application/json")

    async def saved(self, request: Request) -> Response:
        """Answer a saved question, its parameters bound as the address says; ``format`` stands for an Accept header."""
        question = next((each for each in self.questions if each.name == request.path_params["name"]), None)
        if question is None:
            raise HTTPException(404, "there is no such question: /questions lists them")
        values: dict[str, list[str]] = defaultdict(list)
        for name, value in protocol.parameters(request.scope["query_string"]):
            values[name].append(value)
        accept = values.pop("format", [_accept(request)])[0]
        accept = SHORT.get(accept, accept)
        job = partial(answer_question, question=question, values=values, accept=accept)
        return await self._answered(request, job, f"{question.name} {request.url.query}")

    async def static(self, request: Request) -> Response:
        """Answer with one of the files that belong to the pages; no other can be named."""
        name = request.path_params["name"]
        if name not in self.files:
            raise HTTPException(404, "there is no such file")
        return _Response(self.files[name], media_type=FILES[name])

    async def _answered(self, request: Request, job: Job, query: str | None = None) -> Response:
        """Answer with a worker's reply; the job is ended with the connection of the one who asked."""
        work = asyncio.ensure_future(self.pool.run(job, query=query))
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                return _response(failed(503, "the client went away"))
            return _response(await work)
        finally:
            work.cancel()
            gone.cancel()


async def _gone(request: Request) -> None:
    """Return when the client has."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _address(request: Request) -> str:
    return str(request.url.replace(query="", fragment=""))


def _form(request: Request, named: str | None) -> str:
    """Return what is accepted: what the request names in its parameters, else what its header says."""
    return _accept(request) if named is None else SHORT.get(named.lower(), named)


def _accept(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


async def _body(request: Request) -> bytes:
    """Return what was sent.

    Raises:
        HTTPException: it is too long.
    """
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > LONGEST_QUERY:
                raise HTTPException(413, f"a query may have {LONGEST_QUERY:,} bytes")
            parts.append(part)
    except ClientDisconnect:
        return b""
    return b"".join(parts)


def _response(reply: Reply, headers: Mapping[str, str] | None = None) -> Response:
    later = {"retry-after": RETRY_AFTER} if reply.status == 503 else {}
    return _Response(reply.body, reply.status, headers={**later, **(headers or {}), "content-type": reply.media})


async def _refused(_: Request, error: Any) -> Response:
    return _response(failed(error.status_code, error.detail))


async def _not_allowed(request: Request, _: Exception) -> Response:
    allowed = METHODS if request.url.path in ("/sparql", "/query") else READING
    reply = failed(405, f"{request.method} is refused: this server is read-only")
    return _response(reply, {"allow": ", ".join(allowed)})


async def _broken(_: Request, __: Exception) -> Response:
    return _Response("something is wrong within the server\n", 500, headers={"content-type": PLAIN})


def application(folder: Path, *, limits: Limits, access: Access) -> Starlette:
    """Return the ASGI application of the graph in a folder; see `kg.server.application`."""
    server = Server(OutputFolder(folder), limits)
    Store.open(server.folder.store)

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        async with server.pool:
            yield

    made = Starlette(
        routes=[
            Route("/sparql", server.sparql, methods=METHODS),
            Route("/query", server.sparql, methods=METHODS),
            Route("/questions", server.listed, methods=READING),
            Route("/questions/{name}", server.saved, methods=READING),
            Route("/ontology", server.ontology, methods=READING),
            Route("/map", server.map, methods=READING),
            Route("/static/{name}", server.static, methods=READING),
            Route("/{path:path}", server.page, methods=READING),
        ],
        exception_handlers={405: _not_allowed, HTTPException: _refused, Exception: _broken},
        middleware=[Middleware(Door, access=access)],
        lifespan=running,
    )
    made.state.pool = server.pool
    return made
