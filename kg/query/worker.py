"""A graph -> a process that has it open: it answers one question after the other, and is ended when its time is over.

A graph keeps one for queries with a time limit (`Worker`), a server keeps several (`kg.server.pool`). Each opens the
store and its index for full text (`opened`); which questions it takes is the business of the one who starts it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from kg.errors import QueryError, TimeLimitError
from kg.query import process, search
from kg.query.answer import Answer
from kg.query.process import Child
from kg.query.search import Index
from kg.rdf.store import Store, loaded


def opened(
    place: Path | bytes,
    make: Callable[[Index], Callable[[Any], Any]],
    *,
    memory: int | None = None,
    walled: bool = False,
) -> Callable[[Any], Any]:
    """Return what answers questions on a graph; for the process that does it.

    Args:
        place: the folder of a store, or the graph as N-Triples.
        make: what makes it of the index; whatever file it needs, it opens now.
        memory: MiB of data that the process may hold; as much as there is if None.
        walled: let the process open no further file and no connection from now on.
    """
    if isinstance(place, bytes):
        return make(Index(Store(loaded(place), ntriples=place)))
    answer = make(Index(Store.open(place), folder=place))
    if walled:
        process.close_doors(place)
    if memory is not None:
        process.bound_memory(memory << 20)
    return answer


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
        with self._lock:
            try:
                found: Answer | QueryError = self._running().ask((query, limit), seconds=seconds)
            except TimeoutError:
                raise TimeLimitError(
                    f"the query took longer than {seconds:g} s and was ended; ask for less, or allow more time"
                ) from None
            except EOFError as error:
                raise QueryError("the query cannot be answered: its process ended; was there memory?") from error
        if isinstance(found, QueryError):
            raise found
        found.source = self._index.store
        return found

    def _running(self) -> Child:
        if self._child is None or not self._child.alive:
            index = self._index
            # it may be in memory only, or replaced since by another build
            kept = index.folder if index.identity and search.identity(index.folder) == index.identity else None
            self._child = Child(partial(opened, kept or index.store.ntriples, answerer))
        return self._child


def answerer(index: Index) -> Callable[[tuple[str, int | None]], Answer | QueryError]:
    """Return what answers the queries of a `Worker`, each with its limit of rows, in the process."""
    functions = index.functions()

    def answer(question: tuple[str, int | None]) -> Answer | QueryError:
        query, limit = question
        try:
            return Answer(index.store.query(query, functions=functions), limit=limit)
        except QueryError as error:
            return error

    return answer
