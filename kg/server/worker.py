"""One process that answers: jobs -> replies, from a store, with every other door closed.

`kg.server.pool` starts and ends it. Once the store and its index are open, the process can open no further file and no
connection, unless it may ask other endpoints.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from kg.errors import QueryError
from kg.query import process, search
from kg.query.questions import Question, bind
from kg.rdf.store import Store
from kg.server.answers import GRAPHS, TABLES, Reply, answer, failed
from kg.server.negotiation import best
from kg.server.pages import Pages
from kg.server.protocol import QUERY, Query


class Asked(msgspec.Struct, frozen=True, tag="query"):
    """A query of the endpoint."""

    query: Query
    accept: str


class Saved(msgspec.Struct, frozen=True, tag="saved"):
    """A saved question, and the values of its parameters."""

    question: Question
    values: dict[str, list[str]]
    accept: str


class Page(msgspec.Struct, frozen=True, tag="page"):
    """A page, by its path as it came, percent-encoded."""

    path: str
    accept: str
    query_string: str = ""


Job = Asked | Saved | Page
decode_job = msgspec.msgpack.Decoder(Job).decode
decode_reply = msgspec.msgpack.Decoder(Reply).decode
encode = msgspec.msgpack.encode


def main(folder: str, limit: str, memory: str, service: str) -> None:
    """Answer jobs.

    Args:
        folder: of the store.
        limit: MiB that an answer may have.
        memory: MiB of data that this process may hold.
        service: 1 if queries may ask other endpoints, else 0.
    """
    process.serve(
        lambda: _answering(Path(folder), limit=int(limit) << 20, memory=int(memory) << 20, service=service == "1")
    )


def _answering(folder: Path, *, limit: int, memory: int, service: bool) -> Callable[[bytes], bytes]:
    store = Store.open(folder)
    index = search.Index(store, folder=folder, identity=search.identity(folder))
    index.search("warm")  # opens it, and makes it if need be, while files can be opened
    functions = index.functions()
    pages = Pages(store, folder.parent)
    if not service:
        close_doors(folder)
    bound_memory(memory)

    def answered(message: bytes) -> bytes:
        job = decode_job(message)
        if isinstance(job, Page):
            return encode(pages.page(job.path, accept=job.accept, query_string=job.query_string))
        if isinstance(job, Saved):
            try:
                text = bind(job.question, job.values, store=store)
            except QueryError as error:
                return encode(failed(400, str(error)))
            if best(job.accept, (*TABLES, *GRAPHS, QUERY)) == QUERY:
                return encode(Reply(200, f"{QUERY}; charset=utf-8", text.encode()))
            job = Asked(Query(text), job.accept)
        return encode(answer(store, job.query, accept=job.accept, limit=limit, service=service, functions=functions))

    return answered


def close_doors(store: Path) -> None:
    """Let this process open no further file and no connection, as far as the system can be told so (not on Windows).

    Files of the store that are not open yet still may be: RocksDB opens those of a large one when they are needed.
    """
    try:
        import resource

        numbers = os.listdir("/proc/self/fd")
    except (ImportError, OSError):
        return
    opened = set()
    for number in numbers:
        with suppress(OSError):  # the one that listed them is closed by now
            opened.add(os.readlink(f"/proc/self/fd/{number}"))
    tables = {os.path.realpath(path) for path in store.glob("*.sst")}
    null = os.open(os.devnull, os.O_RDONLY)
    highest = max(map(int, numbers))
    while (free := os.dup(null)) <= highest:  # fill the gaps below
        pass
    os.close(free)
    allowed = free + len(tables - opened)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, allowed))


def bound_memory(size: int) -> None:
    """Bound the memory of this process to so many bytes, where the system can; beyond, the system ends it."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    except (ImportError, AttributeError, ValueError, OSError):
        return
