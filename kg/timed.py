"""A query with a time limit -> its answer, from a process of its own, which can be ended when the time is over.

Oxigraph cannot be told to stop. So the query runs in another process on the same store; that process is kept for the
next one, and killed at the limit.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from kg import search
from kg.errors import KGError, QueryError, TimeLimitError
from kg.results import Answer
from kg.store import Store

ROWS = ox.QueryResultsFormat.JSON
LONGEST = 10 * 24 * 3600.0  # seconds: longer than this is no limit, and more than a timer takes


class Worker:
    """A process that answers queries on a store; it starts with the first of them, and ends with this object.

    Args:
        store: the graph.
        folder: of its store on disk.
        identity: of the store in that folder, as `kg.search.identity` gives it.
    """

    def __init__(self, store: Store, *, folder: Path, identity: str) -> None:
        self._store = store
        self._folder = folder
        self._identity = identity
        self._process: subprocess.Popen[bytes] | None = None
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
            process = self._process = self._running()
            over = threading.Event()

            def end() -> None:
                over.set()
                process.kill()

            timer = threading.Timer(min(seconds, LONGEST), end)
            timer.daemon = True
            timer.start()
            try:
                head, body = _asked(process, {"query": query, "limit": limit})
            except BaseException as error:  # an interrupt too: nobody waits for the answer any more
                _end(process)
                self._process = None
                if over.is_set():
                    raise TimeLimitError(
                        f"the query took longer than {seconds:g} s and was ended; ask for less, or allow more time"
                    ) from None
                if isinstance(error, OSError | ValueError):
                    raise QueryError("the query cannot be answered: its process ended; was there memory?") from error
                raise
            finally:
                timer.cancel()
        return _answer(head, body, self._store)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        same = bool(self._identity) and search.identity(self._folder) == self._identity
        with contextlib.ExitStack() as stack:
            place = str(self._folder)
            if not same:  # in memory only, or replaced since by another build
                handle, place = tempfile.mkstemp(suffix=".nt")
                stack.callback(os.unlink, place)
                with os.fdopen(handle, "wb") as file:
                    file.write(self._store.ntriples)
            process = subprocess.Popen(  # noqa: S603 - this Python, and a path of our own
                [sys.executable, "-c", f"from {__name__} import serve; serve()", place],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            )
            weakref.finalize(self, _end, process)
            with contextlib.suppress(OSError):
                _read(process.stdout)  # it has opened the store
        return process


def serve() -> None:
    """Answer queries from stdin on stdout until stdin ends: what the process of a `Worker` does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asks decides
    given, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed must not get in between
    place = Path(sys.argv[1])
    if place.is_dir():
        store = Store.open(place)
        index = search.Index(store, folder=place, identity=search.identity(place))
    else:
        store = Store.load(place.read_text(encoding="utf-8").splitlines(keepends=True))
        index = search.Index(store)
    _write(out, {}, b"")
    for line in given:
        asked = json.loads(line)
        try:
            result = store.query(asked["query"], functions=index.functions())
            _write(out, *_packed(Answer(result, limit=asked["limit"])))
        except KGError as error:
            place_of = {name: getattr(error, name, None) for name in ("line", "column")}
            _write(out, {"error": str(error), **place_of}, b"")


def _packed(answer: Answer) -> tuple[dict[str, Any], bytes]:
    head = {"cut": answer.cut, "graph": answer.is_graph}
    if answer.is_graph:
        return head, ox.serialize(answer.triples, None, ox.RdfFormat.N_TRIPLES) or b""
    return head, answer.to_text("json").encode()


def _answer(head: dict[str, Any], body: bytes, source: Store) -> Answer:
    if "error" in head:
        raise QueryError(head["error"], line=head["line"], column=head["column"])
    if head["graph"]:
        answer = Answer((quad.triple for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES)), source=source)
    else:
        answer = Answer(ox.parse_query_results(body, ROWS), source=source)
    answer.cut = head["cut"]
    return answer


def _asked(process: subprocess.Popen[bytes], message: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    if process.stdin is None:
        raise OSError("the process has no stdin")
    process.stdin.write(json.dumps(message).encode() + b"\n")
    process.stdin.flush()
    return _read(process.stdout)


def _read(pipe: IO[bytes] | None) -> tuple[dict[str, Any], bytes]:
    """Return a message: a line that says what it is, and so many bytes."""
    line = pipe.readline() if pipe else b""
    if not line.endswith(b"\n"):
        raise OSError("the process ended")
    head: dict[str, Any] = json.loads(line)
    body = pipe.read(head["bytes"]) if pipe else b""
    if len(body) < head["bytes"]:
        raise OSError("the process ended")
    return head, body


def _write(pipe: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    pipe.write(json.dumps({**head, "bytes": len(body)}).encode() + b"\n" + body)
    pipe.flush()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()
