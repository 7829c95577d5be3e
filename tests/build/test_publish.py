"""A graph -> a real server, and back; and the saved questions asked there."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

import kg
from kg.build import publish
from kg.errors import GraphError
from servers import oxigraph, virtuoso


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an Oxigraph server."""
    with oxigraph() as url:
        yield url


def test_what_was_published_is_pulled_as_it_was(example: kg.KnowledgeGraph, server: str, tmp_path: Path) -> None:
    done = publish.publish(example._store, f"{server}/store", folder=example.folder, piece=20_000)
    assert done.triples == len(example)
    assert done.sent == done.pieces > 3
    assert publish.pull(f"{server}/store", to=tmp_path / "back") == done.graph
    back = kg.open(tmp_path / "back")
    assert back._store.ntriples == example._store.ntriples
    assert (tmp_path / "back" / "stories.csv").read_bytes() == (example.folder / "stories.csv").read_bytes()


def test_a_graph_that_was_published_is_asked_where_it_is(
    example: kg.KnowledgeGraph, server: str, tmp_path: Path
) -> None:
    graph = "https://n.example/build/asked?a=1&b=2"
    publish.publish(example._store, f"{server}/store", folder=tmp_path, graph=graph)
    remote = kg.open(f"{server}/query?{urlencode({'default-graph-uri': graph})}")
    assert len(remote) == len(example)
    assert remote.ask("first-reports").rows == example.ask("first-reports").rows


def test_it_goes_on_where_it_ended(
    example: kg.KnowledgeGraph, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    send = publish._send

    def broken(method: str, url: str, body: bytes | None) -> tuple[str, bytes]:
        if body is not None:
            sent.append(method)
            if len(sent) == 3:
                raise GraphError("cut")
        return send(method, url, body)

    monkeypatch.setattr(publish, "_send", broken)
    graph = "https://n.example/build/resumed"
    with pytest.raises(GraphError, match="cut"):
        publish.publish(example._store, f"{server}/store", folder=tmp_path, graph=graph, piece=20_000)
    done = publish.publish(example._store, f"{server}/store", folder=tmp_path, graph=graph, piece=20_000)
    assert done.sent == done.pieces - 2
    assert sent[:2] == ["PUT", "POST"]
    assert sent.count("PUT") == 1
    assert not (tmp_path / publish.STATE).exists()


def test_a_server_that_is_not_there_is_said(example: kg.KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="cannot be reached"):
        publish.publish(example._store, "http://127.0.0.1:9/store", folder=tmp_path)
    with pytest.raises(GraphError, match="in KG_USER and KG_PASSWORD"):
        publish.publish(example._store, "http://user:word@127.0.0.1:9/store", folder=tmp_path)


def test_saved_questions_run_on_an_endpoint(example: kg.KnowledgeGraph, server: str) -> None:
    request = urllib.request.Request(
        f"{server}/store?default",
        data=example._store.ntriples,
        method="PUT",
        headers={"Content-Type": "application/n-triples"},
    )
    urllib.request.urlopen(request).close()
    remote = kg.open(f"{server}/query")
    assert len(remote) == len(example)
    story = example.stories[0].id[:8]
    for name in ("first-reports", "story-articles", "mentions", "path"):
        given: dict[str, Any] = {"story": story} if name == "story-articles" else {}
        assert remote.ask(name, **given).rows == example.ask(name, **given).rows
    with pytest.raises(kg.KGError):
        remote.query("SELECT nonsense")


def test_virtuoso_takes_a_graph_by_digest_and_gives_it_back(
    example: kg.KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "server").mkdir()
    with virtuoso(tmp_path / "server") as url:
        at = f"{url}/sparql-graph-crud-auth"
        with pytest.raises(GraphError, match="401"):
            publish.publish(example._store, at, folder=tmp_path)
        monkeypatch.setenv("KG_USER", "dba")
        monkeypatch.setenv("KG_PASSWORD", "dba")
        done = publish.publish(example._store, at, folder=tmp_path, piece=50_000)
        assert done.triples == len(example)
        publish.pull(at, to=tmp_path / "back", graph=done.graph)
        monkeypatch.delenv("KG_USER")
        remote = kg.open(f"{url}/sparql?{urlencode({'default-graph-uri': done.graph})}")
        assert len(remote) == len(example)
        for name in ("first-reports", "firsts", "leads", "mentions", "topics", "two-hops", "topic-articles"):
            assert remote.ask(name).rows == example.ask(name).rows
    assert kg.open(tmp_path / "back")._store.ntriples == example._store.ntriples
