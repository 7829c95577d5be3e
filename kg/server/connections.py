"""Connections -> requests, each within its time, and no more of them than there is room for.

uvicorn ends idle connections (`timeout_keep_alive`) and counts requests (`limit_concurrency`); it has no limit for the
time that a head or a body takes, nor for connections. When all places are taken, the connection that has waited
longest for its client makes room; only if all are being answered is a new one refused.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD = 10.0  # seconds that the head of a request may take
BODY = 20.0  # and its body
READING = 30.0  # seconds that a client may take nothing of its answer
CONNECTIONS = 512  # at a time; fewer if the process may open fewer files
PER_ADDRESS = 384  # of one address: that of a proxy is all that is seen of who is behind it
SPARE = 96  # files for anything but connections: workers, pages, the listening socket
FULL = b"all connections are taken: try again later\n"
SLOW = b"the request took too long to come\n"


class Places:
    """Who is connected, and which of them wait for their client, the longest first.

    Args:
        most: connections at a time.
        each: of one address.
    """

    def __init__(self, *, most: int = CONNECTIONS, each: int = PER_ADDRESS) -> None:
        self.most = most
        self.each = min(each, most)
        self.taken: dict[Connection, str] = {}
        self.waiting: dict[Connection, None] = {}
        self.by_address: Counter[str] = Counter()

    def take(self, connection: Connection, address: str) -> bool:
        """Give a place to a connection, that of another if need be; return whether there is one."""
        if self.by_address[address] >= self.each:
            crowded = next((each for each in self.waiting if self.taken[each] == address), None)
        else:
            crowded = next(iter(self.waiting), None) if len(self.taken) >= self.most else connection
        if crowded is None:
            return False
        if crowded is not connection:
            crowded.refuse(503, FULL)
            self.leave(crowded)
        self.taken[connection] = address
        self.by_address[address] += 1
        return True

    def leave(self, connection: Connection) -> None:
        """Take a connection's place from it."""
        self.waiting.pop(connection, None)
        address = self.taken.pop(connection, None)
        if address is not None:
            self.by_address[address] -= 1
            if self.by_address[address] <= 0:
                del self.by_address[address]


def room(wanted: int = CONNECTIONS) -> int:
    """Return how many connections there may be, by the files that this process may open."""
    try:
        import resource

        allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    except (ImportError, OSError):
        return wanted
    return wanted if allowed == resource.RLIM_INFINITY else max(8, min(wanted, allowed - SPARE))


class Connection(H11Protocol):
    """A connection of uvicorn with limits of time."""

    places: Places  # that all connections of a server share; see `sharing`

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._timer: asyncio.TimerHandle | None = None
        self._state = ""
        self.last = time.monotonic()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        if not self.places.take(self, self.client[0] if self.client else ""):
            self.refuse(503, FULL)
            return
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._at(None)
        self.places.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        super().data_received(data)
        self._watch(came=True)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._at(READING)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._at(None)
        self._state = ""
        self._watch()

    def timeout_keep_alive_handler(self) -> None:
        if self.transport.get_write_buffer_size():  # an answer that nobody reads
            self.transport.abort()
        else:
            super().timeout_keep_alive_handler()

    def shutdown(self) -> None:
        try:
            super().shutdown()
        except h11.LocalProtocolError:  # in the middle of a request's head
            self.transport.abort()

    def refuse(self, status: int, said: bytes) -> None:
        """Say why, if nothing was said yet, and close the connection at once."""
        self._at(None)
        if self.transport.is_closing():
            return
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE) and not self.transport.get_write_buffer_size():
            phrase = {408: b"Request Timeout", 503: b"Service Unavailable"}[status]
            self.transport.write(
                b"HTTP/1.1 %d %s\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n"
                b"retry-after: 5\r\nconnection: close\r\n\r\n%s" % (status, phrase, len(said), said)
            )
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self.transport.close()

    def _watch(self, *, came: bool = False) -> None:
        """Set the time for what is awaited now: a head, a body, or nothing from the client."""
        if self.transport.is_closing():
            return
        state = self._awaited(came=came)
        if state == self._state:
            return
        self._state = state
        self.places.waiting.pop(self, None)
        if state != "nothing" and self in self.places.taken:
            self.places.waiting[self] = None
        self._at({"head": HEAD, "body": BODY}.get(state))

    def _awaited(self, *, came: bool) -> str:
        answered = self.cycle is None or self.cycle.response_complete
        if self.conn.their_state is h11.SEND_BODY:
            return "body"
        if not answered or self.conn.their_state is not h11.IDLE:
            return "nothing"
        if self.cycle is None or came:
            return "head"
        return "next"  # uvicorn's own timer ends it

    def _at(self, seconds: float | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if seconds is None else self.loop.call_later(seconds, self._late)

    def _late(self) -> None:
        self.refuse(408, SLOW)


def sharing(places: Places) -> type[Connection]:
    """Return the class of the connections that share these places."""
    return type("SharingConnection", (Connection,), {"places": places})
