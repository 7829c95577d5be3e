"""Slow clients, many clients, and clients that went away; and the end of the server."""

from __future__ import annotations

import re
import resource
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from server_support import ENDLESS, PATIENCE, Served, serving

HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


@contextmanager
def files(*, server: int) -> Iterator[None]:
    """Let processes that are started open so many files, and this one more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 4096:
        pytest.skip("this process may open too few files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (server, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def crowded(hostile: Path, *options: str) -> Iterator[Served]:
    """A server that may open 1,024 files, beside a process that may open 4,096."""
    with ExitStack() as stack:
        with files(server=1024):
            server = stack.enter_context(serving(hostile, *options))
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 4096), hard))
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        yield server


def connected(stack: ExitStack, server: Served, count: int, *, sent: bytes = b"") -> list[socket.socket]:
    made = []
    for _ in range(count):
        with suppress(OSError):
            made.append(stack.enter_context(socket.create_connection((server.host, server.port), timeout=PATIENCE)))
            made[-1].sendall(sent)
    return made


def hung_up(server: Served, query: str) -> None:
    """Ask, and go away."""
    with socket.create_connection((server.host, server.port), timeout=PATIENCE) as connection:
        head = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: {server.host}:{server.port}\r\n\r\n"
        connection.sendall(head.encode())
        time.sleep(0.02)


def test_half_sent_requests_keep_nobody_out(hostile: Path) -> None:
    with crowded(hostile) as server, ExitStack() as stack:
        connected(stack, server, 1100, sent=HALF)
        before = time.monotonic()
        assert server.get("/").status == 200
        assert server.is_well()
        assert time.monotonic() - before < PATIENCE / 4


def test_idle_connections_do_not_keep_it_from_ending_and_little_is_said(hostile: Path) -> None:
    with crowded(hostile) as server, ExitStack() as stack:
        connected(stack, server, 3000)
        assert server.is_well()
        server.process.terminate()
        server.process.wait(5 if not PATIENCE < 30 else PATIENCE)
        assert server.process.stderr is not None
        said = server.process.stderr.read()
        assert "Traceback" not in said
        assert len(said) < 4000, said[:4000]


def test_a_head_and_a_body_have_their_time(hostile: Path) -> None:
    halves = (HALF, b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nASK")
    with serving(hostile) as server, ExitStack() as stack:
        for half in halves:
            connection = connected(
                stack, server, 1, sent=half.replace(b"localhost", f"localhost:{server.port}".encode())
            )[0]
            before = time.monotonic()
            said = connection.recv(4096)
            assert said.startswith(b"HTTP/1.1 408 ")
            assert time.monotonic() - before < PATIENCE
        assert server.is_well()


def test_bad_requests_are_told_once_a_second(hostile: Path) -> None:
    with serving(hostile) as server, ExitStack() as stack:
        before = time.monotonic()
        for connection in connected(stack, server, 300, sent=b"no HTTP at all\r\n\r\n"):
            connection.recv(100)
        took = time.monotonic() - before
        server.process.terminate()
        assert server.process.stderr is not None
        lines = server.process.stderr.read().splitlines()
        assert 1 <= len(lines) <= took + 3, lines


def test_pages_are_answered_while_long_queries_of_clients_that_hung_up_are_ended(hostile: Path) -> None:
    with serving(hostile, "--timeout", "30", "--workers", "2") as server:
        assert server.get("/").status == 200
        assert server.is_well()
        for number in range(40):
            hung_up(server, f"{ENDLESS} # {number}")
        took = []
        for _ in range(20):
            before = time.monotonic()
            assert server.get("/").status == 200
            took.append(time.monotonic() - before)
        assert statistics.quantiles(took, n=20)[-1] < 2, took
        assert server.is_well()


def test_pages_and_short_queries_are_answered_while_clients_wait_for_long_ones(hostile: Path) -> None:
    with serving(hostile, "--timeout", "8", "--workers", "2") as server:
        assert server.get("/").status == 200
        assert server.is_well()
        waiting = [
            threading.Thread(target=lambda: server.query(f"{ENDLESS} # the same"), daemon=True) for _ in range(6)
        ]
        for each in waiting:
            each.start()
        time.sleep(4)  # it is known to be long now
        for _ in range(3):
            before = time.monotonic()
            assert server.get("/").status == 200
            assert server.is_well()
            assert time.monotonic() - before < 6


def test_a_running_query_is_told_that_the_server_ends(hostile: Path) -> None:
    with serving(hostile, "--timeout", "60", "--workers", "1") as server:
        assert server.is_well()
        answers: list[str] = []

        def run() -> None:
            with suppress(OSError):
                answers.append(server.query(ENDLESS).text)

        runaway = threading.Thread(target=run, daemon=True)
        runaway.start()
        time.sleep(0.5)
        server.process.terminate()
        before = time.monotonic()
        with suppress(subprocess.TimeoutExpired):
            server.process.wait(20)
        assert time.monotonic() - before < 5
        runaway.join(PATIENCE)
        assert answers
        assert re.search("told to end", answers[0]), answers
