"""Lines of N-Triples -> an Oxigraph store on disk, piece by piece, while the text of the graph is still being made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future

import pyoxigraph as ox

PIECES = 6  # or more where there are more than six times `MOST` triples, or fewer where there are few
LEAST, MOST = 120_000, 1_000_000  # triples of a piece
WAITING = PIECES  # pieces that are there and not loaded


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


def load(store: ox.Store, piece: bytes) -> None:
    """Load lines of N-Triples whose terms `kg.rdf.ntriples` has checked: to check again would cost half as much."""
    store.bulk_load(piece, ox.RdfFormat.N_TRIPLES, lenient=True)


def piece_size(triples: int) -> int:
    """Return how many of so many triples to load at a time.

    A small piece takes little memory, and is at hand in the cache of a processor; but what came in four or more is
    sorted together later on, by a thread of its own. Oxigraph itself would cut what is larger, load the parts at once,
    and sort them together right then.
    """
    return min(MOST, max(LEAST, triples // PIECES))


def pieces(ntriples: bytes) -> Iterator[bytes]:
    """Yield a text in pieces to load."""
    triples = ntriples.count(b"\n")
    count, start = triples // piece_size(triples) + 1, 0
    for piece in range(1, count + 1):
        end = len(ntriples) * piece // count
        end = ntriples.find(b"\n", end) + 1 or len(ntriples)
        yield ntriples if count == 1 else ntriples[start:end]
        start = end
