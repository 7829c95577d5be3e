"""A graph -> a process that has it open: it answers one job after the other, and is ended when its time is over.

A graph keeps one for queries with a time limit (`Worker`), a server keeps several (`kg.server.pool`). Each opens the
store and its index for full text; which jobs it takes is the business of its answerer, a function that `Setting` names.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

import msgspec
import pyoxigraph as ox

from kg.errors import QueryError, TimeLimitError
from kg.query import process, search
from kg.query.answer import Answer
from kg.query.process import LONGEST, Child
from kg.query.search import Index
from kg.rdf.store import Store


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What a process opens, who answers in it, and what it may do.

    `place` is the folder of a store, or a file of N-Triples. `answerer` (``package.module:function``) is called with
    the index and `options`, and returns what makes a reply of each job. `memory` is MiB of data that the process may
    hold. Once it is ready, a `walled` one can open no further file and no connection.
    """

    place: str
    answerer: str
    options: Mapping[str, str | int | bool] = {}
    memory: int | None = None
    walled: bool = False


def start(setting: Setting, *, seconds: float = LONGEST) -> Child:
    """Start a process.

    Args:
        setting: what it opens, and what it may do.
        seconds: that it may take until it is ready.

    Raises:
        TimeoutError: it was not ready in time.
        EOFError: it ended instead; there is no graph that can be opened.
    """
    return Child(f"{__name__}:main", msgspec.json.encode(setting).decode(), seconds=seconds)


def main(setting: str) -> None:
    """Answer jobs until whoever gives them is gone: what a process does.

    Args:
        setting: of the process, in JSON.
    """
    process.serve(lambda: _opened(msgspec.json.decode(setting, type=Setting)))


def _opened(setting: Setting) -> Callable[[bytes], bytes]:
    place = Path(setting.place)
    if place.is_dir():
        index = Index(Store.open(place), folder=place)
    else:
        index = Index(Store.load(place.read_text(encoding="utf-8").splitlines(keepends=True)))
    module, _, name = setting.answerer.partition(":")
    answer: Callable[[bytes], bytes] = getattr(import_module(module), name)(index, **setting.options)
    if setting.walled:
        process.close_doors(place)
    if setting.memory is not None:
        process.bound_memory(setting.memory << 20)
    return answer


class LimitedQuery(msgspec.Struct, frozen=True):
    """A query, and how many rows to take at most."""

    text: str
    limit: int | None


class PackedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What came out: triples as N-Triples, rows or a truth value as JSON; or what is wrong, and where."""

    body: bytes = b""
    is_graph: bool = False
    cut: bool = False
    error: str = ""
    line: int | None = None
    column: int | None = None
    hint: str = ""


class Worker:
    """A process that answers queries on a graph; it starts with the first of them, and ends with this object.

    Args:
        index: of the graph.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._child: Child | None = None
        self._lock = threading.Lock()

    def answer(self, query: str, *, seconds: float, limit: int | None = None) -> Answer:
        """Return the answer to a query.

        Args:
            query: SPARQL.
            seconds: that it may take; starting the process, before the first query, does not count.
            limit: how many rows to take at most.

        Raises:
            TimeLimitError: the time is over.
            QueryError: the query is wrong.
        """
        if not seconds > 0:
            raise QueryError(f"a time limit of {seconds} s: give more than 0")
        job = msgspec.msgpack.encode(LimitedQuery(query, limit))
        with self._lock:
            try:
                reply = self._running().ask(job, seconds=seconds)
            except TimeoutError:
                raise TimeLimitError(
                    f"the query took longer than {seconds:g} s and was ended; ask for less, or allow more time"
                ) from None
            except EOFError as error:
                raise QueryError("the query cannot be answered: its process ended; was there memory?") from error
        return _unpacked(msgspec.msgpack.decode(reply, type=PackedAnswer), self._index.store)

    def _running(self) -> Child:
        if self._child is None or not self._child.alive:
            index = self._index
            with ExitStack() as stack:
                place = str(index.folder)
                if not index.identity or search.identity(index.folder) != index.identity:
                    # in memory only, or replaced since by another build
                    handle, place = tempfile.mkstemp(suffix=".nt")
                    stack.callback(os.unlink, place)
                    with os.fdopen(handle, "wb") as file:
                        file.write(index.store.ntriples)
                self._child = start(Setting(place=place, answerer=f"{__name__}:answerer"))
        return self._child


def answerer(index: Index) -> Callable[[bytes], bytes]:
    """Return what answers the queries of a `Worker`, in its process."""
    functions = index.functions()

    def answer(job: bytes) -> bytes:
        query = msgspec.msgpack.decode(job, type=LimitedQuery)
        try:
            packed = _packed(Answer(index.store.query(query.text, functions=functions), limit=query.limit))
        except QueryError as error:
            packed = PackedAnswer(error=str(error), line=error.line, column=error.column, hint=error.hint)
        return msgspec.msgpack.encode(packed)

    return answer


def _packed(answer: Answer) -> PackedAnswer:
    if answer.is_graph:
        body = ox.serialize(answer.triples, None, ox.RdfFormat.N_TRIPLES) or b""
    else:
        body = answer.to_text("json").encode()
    return PackedAnswer(body=body, is_graph=answer.is_graph, cut=answer.cut)


def _unpacked(packed: PackedAnswer, source: Store) -> Answer:
    if packed.error:
        raise QueryError(packed.error, line=packed.line, column=packed.column, hint=packed.hint)
    if packed.is_graph:
        triples = (quad.triple for quad in ox.parse(packed.body, ox.RdfFormat.N_TRIPLES))
        answer = Answer(triples, source=source)
    else:
        answer = Answer(ox.parse_query_results(packed.body, ox.QueryResultsFormat.JSON), source=source)
    answer.cut = packed.cut
    return answer
