"""What a server has its workers do -> replies: a query of the endpoint, a saved question, a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from kg import html
from kg.errors import QueryError
from kg.folder import OutputFolder
from kg.query.questions import Question, bind
from kg.query.search import Index
from kg.rdf.ntriples import base_of
from kg.server import views
from kg.server.answers import GRAPHS, TABLES, Reply, answer, failed
from kg.server.negotiation import best
from kg.server.pages import Pages
from kg.server.protocol import QUERY, Query


class QueryJob(msgspec.Struct, frozen=True, tag="query"):
    """A query of the endpoint."""

    query: Query
    accept: str


class QuestionJob(msgspec.Struct, frozen=True, tag="question"):
    """A saved question, and the values of its parameters."""

    question: Question
    values: dict[str, list[str]]
    accept: str


class PageJob(msgspec.Struct, frozen=True, tag="page"):
    """A page, by its path as it came, percent-encoded."""

    path: str
    accept: str
    query_string: str = ""


Job = QueryJob | QuestionJob | PageJob
decode_job = msgspec.msgpack.Decoder(Job).decode
decode_reply = msgspec.msgpack.Decoder(Reply).decode
encode = msgspec.msgpack.encode


def answerer(index: Index, *, folder: str, limit: int, service: bool) -> Callable[[bytes], bytes]:
    """Return what does the jobs of a server, in a process of `kg.query.worker`.

    Args:
        index: of the graph.
        folder: the output folder of the build.
        limit: MiB that an answer may have.
        service: whether queries may ask other endpoints.
    """
    store = index.store
    index.search("warm")  # opens it, and makes it if need be, while files can be opened
    functions = index.functions()
    pages = Pages(store, base=OutputFolder(Path(folder)).base or base_of(store.ntriples))
    html.load(views.TEMPLATES)  # while files can be opened

    def queried(query: Query, accept: str) -> Reply:
        return answer(store, query, accept=accept, limit=limit << 20, service=service, functions=functions)

    def answered(job: QuestionJob) -> Reply:
        try:
            text = bind(job.question, job.values, store=store)
        except QueryError as error:
            return failed(400, str(error))
        if best(job.accept, (*TABLES, *GRAPHS, QUERY)) == QUERY:
            return Reply(200, f"{QUERY}; charset=utf-8", text.encode())
        return queried(Query(text), job.accept)

    def done(message: bytes) -> bytes:
        job = decode_job(message)
        if isinstance(job, PageJob):
            return encode(pages.page(job.path, accept=job.accept, query_string=job.query_string))
        return encode(answered(job) if isinstance(job, QuestionJob) else queried(job.query, job.accept))

    return done
