"""An application and a listening socket -> uvicorn, within its limits of connections, time and words, until SIGTERM."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence

import uvicorn
from starlette.applications import Starlette

from kg.server import BACKLOG, log
from kg.server.connections import Places, room, sharing

KEEP_ALIVE = 5  # seconds that a connection may idle
ENDING = 2  # seconds that answers may take once the server is told to end
AT_ONCE = 32  # connections that are taken before others are looked after; each needs a file at once


class _Server(uvicorn.Server):
    """uvicorn's server, which ends running queries when it is told to end."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(log.trouble)
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(BACKLOG)  # asyncio has set it to as many as it takes at once

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        pool = getattr(getattr(self.config.app, "state", None), "pool", None)
        if pool is not None:
            pool.end()
        await super().shutdown(sockets)
        for each in [*self.server_state.connections]:
            each.transport.abort()


def run(app: Starlette, listening: socket.socket) -> None:
    """Serve an application on a socket until the process is told to stop (Ctrl+C, SIGTERM)."""
    log.to_stderr()
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=ENDING,
        backlog=AT_ONCE,
        lifespan="on",
        http=sharing(Places(most=room())),
        ws="none",
    )
    sockets: Sequence[socket.socket] = [listening]
    _Server(config).run(sockets=[*sockets])
