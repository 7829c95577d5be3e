"""Entities and stories -> the text of the graph, and its store on disk: loaded piece by piece while the text is made.

Compressing and loading leave Python alone: a thread beside the steps of a build does them, one thing after the other.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import chain
from typing import Any

import pyoxigraph as ox

from kg import extractors
from kg.build import renewal
from kg.build.context import Build, Stories
from kg.entities.merge import Entities
from kg.folder import OutputFolder
from kg.rdf.ntriples import Writer
from kg.rdf.store import PIECES, Store, load, piece_size, pieces

TRIPLES = 4  # of an entity, about
WAITING = PIECES  # pieces that are there and not loaded


class Background(ThreadPoolExecutor):
    """A thread for what compresses or loads, which other threads of Python need not wait for.

    At the end of its `with` statement all is done, and what went wrong is raised; where the steps themselves went
    wrong, what was not begun is left undone.
    """

    def __init__(self) -> None:
        super().__init__(1)
        self._given: list[Future[Any]] = []

    def submit(self, *work: Any, **options: Any) -> Future[Any]:
        """Do this after what was given before; see `concurrent.futures.Executor.submit`."""
        self._given.append(super().submit(*work, **options))
        return self._given[-1]

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        """Wait for the end of what was begun, and forget what came of it."""
        given, self._given = self._given, []
        self.shutdown(cancel_futures=error is not None)
        if error is None:
            for work in given:
                work.result()


class Loading:
    """A store on disk that another thread loads; Python is free to go on meanwhile.

    Args:
        folder: where to keep the store; it must not exist yet, and nothing is made before there is a piece.
        thread: which loads, one thing after the other.
    """

    def __init__(self, folder: str | os.PathLike[str], thread: Executor) -> None:
        self._folder = str(folder)
        self._thread = thread
        self._store: ox.Store | None = None
        self._pieces: list[Future[None]] = []

    def add(self, piece: bytes) -> None:
        """Load checked lines of N-Triples in any order; waits where `WAITING` pieces wait already.

        Raises:
            OSError: the folder cannot be written.
        """
        self._pieces.append(self._thread.submit(self._load, piece))
        if len(self._pieces) > WAITING:
            self._pieces[-WAITING - 1].result()

    def whole(self) -> Future[ox.Store]:
        """Return the store, or what went wrong with any of its pieces, for when all of them are loaded."""
        return self._thread.submit(self._flushed)

    def _load(self, piece: bytes) -> None:
        if self._store is None:
            self._store = ox.Store(self._folder)
        load(self._store, piece)

    def _flushed(self) -> ox.Store:
        for piece in self._pieces:
            piece.result()
        store = self._store or ox.Store(self._folder)
        store.flush()
        return store


def write_graph(
    build: Build, entities: Entities, found: Stories, fresh: OutputFolder, background: Background
) -> tuple[bytes, renewal.Subjects, Store]:
    """Write the text of the graph, and make the store: of the last one, or by loading while the text is written."""
    request, say = build.request, build.stages.say
    before = renewal.read(request.output.path) if build.last.made else None
    size = len(entities) + len(found.together)
    loading = Loading(fresh.store, background)
    with build.stages.stage("triples", total=size) as count:
        things = count(chain(entities.in_order(), found.together))
        triples = extractors.extract(things, extractors=build.extractors)
        if before is None:
            ntriples = Writer(request.base).text(triples, part=loading.add, size=piece_size(TRIPLES * size))
        else:
            ntriples = Writer(request.base).text(triples)
            last = request.output.store
            if renewed := renewal.renewed(ntriples, before=before, last=last, folder=fresh.store, say=say):
                store, subjects = renewed
                return ntriples, subjects, Store(store, ntriples=ntriples)
            for piece in pieces(ntriples):
                loading.add(piece)
        return ntriples, renewal.subjects(ntriples), Store(loading.whole(), ntriples=ntriples)
