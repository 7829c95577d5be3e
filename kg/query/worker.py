"""A query with a time limit -> its answer, from a process of its own, which can be ended when the time is over.

The process works on the same store, and is kept for the next query (`kg.query.process`).
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pyoxigraph as ox

from kg.errors import KGError, QueryError, TimeLimitError
from kg.query import search
from kg.query.answer import Answer
from kg.query.process import Child, serve
from kg.rdf.store import Store

ROWS = ox.QueryResultsFormat.JSON


class _Asked(msgspec.Struct, frozen=True):
    query: str
    limit: int | None


class _Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What came out: triples as N-Triples, rows or a truth value as JSON; or what is wrong, and where."""

    body: bytes = b""
    is_graph: bool = False
    cut: bool = False
    error: str = ""
    line: int | None = None
    column: int | None = None


class Worker:
    """A process that answers queries on a store; it starts with the first of them, and ends with this object.

    Args:
        store: the graph.
        folder: of its store on disk.
        identity: of the store in that folder, as `kg.query.search.identity` gives it.
    """

    def __init__(self, store: Store, *, folder: Path, identity: str) -> None:
        self._store = store
        self._folder = folder
        self._identity = identity
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
        message = msgspec.msgpack.encode(_Asked(query, limit))
        with self._lock:
            try:
                found = self._running().ask(message, seconds=seconds)
            except TimeoutError:
                raise TimeLimitError(
                    f"the query took longer than {seconds:g} s and was ended; ask for less, or allow more time"
                ) from None
            except EOFError as error:
                raise QueryError("the query cannot be answered: its process ended; was there memory?") from error
        return _read(msgspec.msgpack.decode(found, type=_Answered), self._store)

    def _running(self) -> Child:
        if self._child is None or not self._child.alive:
            same = bool(self._identity) and search.identity(self._folder) == self._identity
            with ExitStack() as stack:
                place = str(self._folder)
                if not same:  # in memory only, or replaced since by another build
                    handle, place = tempfile.mkstemp(suffix=".nt")
                    stack.callback(os.unlink, place)
                    with os.fdopen(handle, "wb") as file:
                        file.write(self._store.ntriples)
                self._child = Child(f"{__name__}:main", place)
        return self._child


def main(place: str) -> None:
    """Answer queries: what the process of a `Worker` does.

    Args:
        place: the folder of a store, or a file of N-Triples.
    """
    serve(lambda: _answering(Path(place)))


def _answering(place: Path) -> Callable[[bytes], bytes]:
    if place.is_dir():
        store = Store.open(place)
        index = search.Index(store, folder=place, identity=search.identity(place))
    else:
        store = Store.load(place.read_text(encoding="utf-8").splitlines(keepends=True))
        index = search.Index(store)

    def answered(message: bytes) -> bytes:
        asked = msgspec.msgpack.decode(message, type=_Asked)
        try:
            result = store.query(asked.query, functions=index.functions())
            found = _packed(Answer(result, limit=asked.limit))
        except KGError as error:
            line, column = (getattr(error, name, None) for name in ("line", "column"))
            found = _Answered(error=str(error), line=line, column=column)
        return msgspec.msgpack.encode(found)

    return answered


def _packed(answer: Answer) -> _Answered:
    if answer.is_graph:
        body = ox.serialize(answer.triples, None, ox.RdfFormat.N_TRIPLES) or b""
    else:
        body = answer.to_text("json").encode()
    return _Answered(body=body, is_graph=answer.is_graph, cut=answer.cut)


def _read(found: _Answered, source: Store) -> Answer:
    if found.error:
        raise QueryError(found.error, line=found.line, column=found.column)
    if found.is_graph:
        triples = (quad.triple for quad in ox.parse(found.body, ox.RdfFormat.N_TRIPLES))
        answer = Answer(triples, source=source)
    else:
        answer = Answer(ox.parse_query_results(found.body, ROWS), source=source)
    answer.cut = found.cut
    return answer
