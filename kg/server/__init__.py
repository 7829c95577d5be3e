"""A graph's output folder -> HTTP: a read-only SPARQL 1.1 endpoint, and pages to read.

`serve` runs it, `kg.server.app.application` is the same as an ASGI application. Starlette and uvicorn come with the
extra ``serve``. Queries run in worker processes, for Oxigraph cannot be told to stop: at its limit a worker is ended,
and another takes its place (`kg.server.pool`).
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.errors import UsageError

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from kg.server.access import Access

HOST = "127.0.0.1"
PORT = 8765
TIMEOUT = 10.0  # seconds that a query may take
LIMIT = 64  # MiB that an answer may have
MEMORY = 2048  # MiB of data that a worker process may hold; where the system can limit it
WORKERS = 4  # at most; no more than the machine has cores
LONGEST_QUERY = 1 << 20  # bytes of a request's body
BACKLOG = 2048  # connections that the system holds until they are taken


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a query may take.

    `timeout` is in seconds, `limit` (the size of an answer) and `memory` (of a worker process) in MiB. `service` allows
    queries to ask other endpoints. `workers` is how many queries run at a time; as many as there are cores, but no more
    than four, if None.
    """

    timeout: float = TIMEOUT
    limit: int = LIMIT
    memory: int = MEMORY
    service: bool = False
    workers: int | None = None


def application(
    folder: str | Path = "output", *, limits: Limits | None = None, access: Access | None = None
) -> Starlette:
    """Return the ASGI application of a graph, for a server of your own.

    Args:
        folder: the output folder of a build; a new build in it is taken up with the next request.
        limits: of a query; `Limits()` if None.
        access: who may ask (`kg.server.access`); those who name the address that is served, if None.

    Raises:
        GraphError: there is no graph in the folder.
        UsageError: the extra ``serve`` is not installed.
    """
    try:
        from kg.server.access import Access
        from kg.server.app import application as made
    except ImportError as error:
        raise _missing(error) from error
    return made(Path(folder), limits=limits or Limits(), access=access or Access())


def serve(
    folder: str | Path = "output",
    *,
    host: str = HOST,
    port: int = PORT,
    limits: Limits | None = None,
    cors: Iterable[str] = (),
    public: bool = False,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a graph over HTTP until the process is told to stop (Ctrl+C, SIGTERM).

    Args:
        folder: the output folder of a build; a new build in it is taken up with the next request.
        host: address to listen on; other machines reach it only if it is not a loopback address.
        port: to listen on; 0 takes a free one.
        limits: of a query; `Limits()` if None.
        cors: origins (``https://my-site.example``) whose pages may read answers.
        public: let any page read answers, and take any name in the Host header.
        ready: called with the address once connections are taken.

    Raises:
        GraphError: there is no graph in the folder.
        UsageError: the extra ``serve`` is not installed, or the address cannot be listened on.
    """
    try:
        import uvicorn  # noqa: F401 - what runs it; named by the error if it is missing

        from kg.server.access import from_environment
        from kg.server.run import run
    except ImportError as error:
        raise _missing(error) from error
    app = application(folder, limits=limits, access=from_environment(cors=cors, public=public))
    listening = _listening(host, port)
    bound, number = listening.getsockname()[:2]
    if ready is not None:
        ready(f"http://{f'[{bound}]' if ':' in bound else bound}:{number}/")
    with listening:
        run(app, listening)


def _missing(error: ImportError) -> UsageError:
    return UsageError(f"{error.name} is not installed: pip install 'kg-news[serve]'")


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that takes connections.

    Raises:
        UsageError: the address is not one of this machine, or taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=BACKLOG)
        # connections inherit it; asyncio would set it itself only on sockets that name their protocol, and without it
        # each answer waits 40 ms for an acknowledgement
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot listen on {host}, port {port} ({reason}); name another with --port") from error
