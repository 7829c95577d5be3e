"""User and password: from where they come, and to whom they go."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.build import publish
from kg.errors import GraphError, KGError
from kg.rdf.remote import basic

WORD = "Basic " + base64.b64encode(b"ann:sesame").decode()


class Asked(ThreadingHTTPServer):
    """A graph store of one graph that wants to know who asks, or sends all elsewhere; remembers what it was asked."""

    daemon_threads = True

    def __init__(self, *, elsewhere: str | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.url = f"http://127.0.0.1:{self.server_port}/graphs"
        self.elsewhere = elsewhere
        self.seen: list[tuple[str, str | None]] = []
        self.content = b""
        self.breaks_at: int | None = None


class _Answer(BaseHTTPRequestHandler):
    server: Asked

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        who = self.headers.get("Authorization")
        self.server.seen.append((self.command, who))
        if self.server.elsewhere is not None:
            self.reply(307, Location=self.server.elsewhere)
        elif who != WORD:
            self.reply(401, b"", **{"WWW-Authenticate": 'Basic realm="graphs"'})
        elif self.command == "GET":
            self.reply(200, self.server.content, **{"Content-Type": "application/n-triples"})
        elif sum(word is not None for _, word in self.server.seen) == self.server.breaks_at:
            self.reply(503)
        else:
            self.server.content = body if self.command == "PUT" else self.server.content + body
            self.reply(204)

    do_GET = do_PUT = do_POST = answer  # noqa: N815 - their names in http.server

    def reply(self, code: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(server: Asked) -> Iterator[Asked]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def from_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_USER", "ann")
    monkeypatch.setenv("KG_PASSWORD", "sesame")


@pytest.fixture
def from_netrc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KG_USER", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / ".netrc"
    file.write_text("machine 127.0.0.1 login ann password sesame\n", encoding="utf-8")
    file.chmod(0o600)


@pytest.mark.parametrize("source", ["from_environment", "from_netrc"])
def test_a_server_that_asks_who_is_there_is_told(
    example: kg.KnowledgeGraph, tmp_path: Path, request: pytest.FixtureRequest, source: str
) -> None:
    request.getfixturevalue(source)
    with serving(Asked()) as server:
        done = publish.publish(example._store, server.url, folder=tmp_path, piece=50_000)
        assert done.triples == len(example)
        assert server.content == example._store.ntriples
        assert server.seen[:2] == [("PUT", None), ("PUT", WORD)]
        publish.pull(server.url, to=tmp_path / "back", graph=done.graph)
    assert kg.open(tmp_path / "back")._store.ntriples == example._store.ntriples


def test_a_wrong_word_is_refused_once_and_says_where_it_comes_from(
    example: kg.KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_USER", "ann")
    monkeypatch.setenv("KG_PASSWORD", "wrong")
    with serving(Asked()) as server:
        with pytest.raises(GraphError, match=r"401 .*KG_USER and KG_PASSWORD, or in netrc"):
            publish.publish(example._store, server.url, folder=tmp_path)
        assert len(server.seen) == 2
        assert server.content == b""


@pytest.mark.usefixtures("from_environment")
def test_a_redirection_takes_nothing_to_another_place(example: kg.KnowledgeGraph, tmp_path: Path) -> None:
    with serving(Asked()) as other, serving(Asked(elsewhere=other.url)) as server:
        with pytest.raises(GraphError, match="307"):
            publish.publish(example._store, server.url, folder=tmp_path)
        with pytest.raises(GraphError, match="307"):
            publish.pull(server.url, to=tmp_path / "back", graph="https://n.example/g")
        with pytest.raises(KGError, match="307"):
            kg.open(server.url).query("ASK {}")
        assert server.seen
        assert other.seen == []


@pytest.mark.usefixtures("from_environment")
@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://graphs.example/", True),
        ("http://localhost:1/", True),
        ("http://[::1]:1/", True),
        ("http://graphs.example/", False),
        ("http://localhost.graphs.example/", False),
        ("http://127.0.0.1.graphs.example/", False),
    ],
)
def test_nobody_on_the_way_reads_it(url: str, sent: bool) -> None:
    assert basic(url) == ({"Authorization": WORD} if sent else {})


@pytest.mark.usefixtures("from_environment")
def test_it_begins_anew_where_the_server_has_lost_what_came(example: kg.KnowledgeGraph, tmp_path: Path) -> None:
    with serving(Asked()) as server:
        server.breaks_at = 3
        with pytest.raises(GraphError, match="503"):
            publish.publish(example._store, server.url, folder=tmp_path, piece=20_000)
        server.breaks_at, server.content = None, b""
        done = publish.publish(example._store, server.url, folder=tmp_path, piece=20_000)
        assert done.sent == done.pieces > 3
        assert server.content == example._store.ntriples


@pytest.mark.usefixtures("from_environment")
def test_it_goes_on_after_the_server_failed(example: kg.KnowledgeGraph, tmp_path: Path) -> None:
    with serving(Asked()) as server:
        server.breaks_at = 3
        with pytest.raises(GraphError, match="503"):
            publish.publish(example._store, server.url, folder=tmp_path, piece=20_000)
        server.breaks_at = None
        done = publish.publish(example._store, server.url, folder=tmp_path, piece=20_000)
        assert done.sent == done.pieces - 2
        assert server.content == example._store.ntriples
