"""What a query may take, what it cannot reach, and a new build while the server runs."""

from __future__ import annotations

import http.client
import http.server
import importlib
import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from kg.build import output
from kg.folder import OutputFolder
from kg.model import Article
from kg.query.process import Child
from kg.query.worker import opened
from kg.rdf.outside import asks_outside
from server_support import ENDLESS, PATIENCE, START, Served, records, serving, written

SERVICE = "SELECT * {{ {} <{}> {{ ?s ?p ?o }} }}"
DOORS = """
import os, socket
import pyoxigraph as ox
from kg.server import Limits, pages

def answerer(index):
    folder = str(index.folder)
    answer = pages.answerer(index, folder=index.folder.parent, limits=Limits())
    def tried(message):
        said = [type(answer).__name__]  # which holds the store
        for act in (
            lambda: open("/etc/hostname"),
            lambda: open(os.path.join(folder, "..", "written"), "w"),
            lambda: socket.socket(),
            lambda: os.pipe(),
            lambda: list(ox.Store().query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")),
        ):
            try:
                act()
                said.append("open")
            except (OSError, RuntimeError):
                said.append("shut")
        return " ".join(said)
    return tried
"""


@pytest.fixture
def listening() -> Iterator[tuple[str, list[str]]]:
    """An endpoint elsewhere, and what it was asked."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            body = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"elsewhere"}}]}}'
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/sparql", asked
        server.shutdown()


def test_a_runaway_query_ends_at_its_limit_and_the_server_lives_on(hostile: Path) -> None:
    with serving(hostile, "--timeout", "0.6", "--workers", "1") as server:
        assert server.is_well()
        before = time.monotonic()
        answer = server.query(ENDLESS)
        assert answer.status == 503
        assert "ended after 0.6 s" in answer.text
        assert "retry-after" in answer.headers
        assert time.monotonic() - before < PATIENCE / 3
        assert server.is_well()


def test_while_one_query_runs_away_others_are_answered(hostile: Path) -> None:
    with serving(hostile, "--timeout", "20", "--workers", "2") as server:
        runaway = threading.Thread(target=lambda: server.query(ENDLESS), daemon=True)
        runaway.start()
        for _ in range(5):
            assert server.is_well()
        assert runaway.is_alive()


def test_an_answer_that_is_too_large_is_refused(hostile: Path) -> None:
    with serving(hostile, "--limit", "1") as server:
        pairs = "WHERE { ?a ?b ?c . ?d ?e ?f . BIND(CONCAT(STR(?a), STR(?c), STR(?d), STR(?f)) AS ?g) }"
        for query in (f"SELECT * {pairs}", f"CONSTRUCT {{ ?a ?b ?g }} {pairs}"):
            answer = server.query(query, accept="*/*")
            assert answer.status == 422
            assert "larger than 1 MiB" in answer.text
        assert server.is_well()


def test_it_stops_at_once_when_told_to_even_if_a_query_runs_away(hostile: Path) -> None:
    with serving(hostile, "--timeout", "60", "--workers", "1") as server:
        assert server.is_well()

        def run() -> None:
            with suppress(OSError, http.client.HTTPException):
                server.query(ENDLESS)

        runaway = threading.Thread(target=run, daemon=True)
        runaway.start()
        time.sleep(0.3)
        server.process.terminate()
        server.process.wait(PATIENCE / 3)
        runaway.join(PATIENCE / 3)
        assert not runaway.is_alive()


@pytest.mark.parametrize(
    "query",
    [
        "ASK { " + "{ " * 60_000 + "}" * 60_000 + " }",
        "SELECT (" + "(" * 60_000 + "1" + ")" * 60_000 + " AS ?x) {}",
        "SELECT (STRLEN(?x20) AS ?n) { BIND('0123456789abcdef' AS ?x0) "
        + " ".join(f"BIND(CONCAT({', '.join([f'?x{i}'] * 8)}) AS ?x{i + 1})" for i in range(20))
        + "}",
    ],
    ids=["braces", "brackets", "memory"],
)
def test_what_a_process_cannot_bear_ends_that_process_only(hostile: Path, query: str) -> None:
    with serving(hostile, "--timeout", "3", "--workers", "1") as server:
        sparql = {"Content-Type": "application/sparql-query"}
        answer = server.ask("POST", "/sparql", headers=sparql, body=query.encode())
        assert answer.status in (200, 400, 422, 503), answer.text[:200]
        assert server.is_well()


def test_a_worker_that_is_ready_opens_nothing_more(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux lists its open files there")
    (tmp_path / "doors.py").write_text(DOORS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    doors = importlib.import_module("doors")
    child = Child(partial(opened, OutputFolder(hostile).store, doors.answerer, walled=True))
    assert child.ask("", seconds=PATIENCE) == "function shut shut shut shut shut"
    assert not (hostile / "written").exists()


HIDDEN = (
    "SERVICE",
    "service",
    "SERVICE SILENT",
    "SERVICE #x\n#y\n",
    "\\u0053ERVICE",
    "SER\\u0056ICE SILENT",
    "SERVICE\tSILENT\r\n",
)


@pytest.mark.parametrize("word", HIDDEN)
def test_no_query_asks_elsewhere(served: Served, listening: tuple[str, list[str]], word: str) -> None:
    address, asked = listening
    answer = served.query(SERVICE.format(word, address))
    assert answer.status in (400, 403)
    served.query(f"PREFIX x: <{address}> SELECT * {{ {word} x: {{ ?s ?p ?o }} }}")
    served.query(f"SELECT * {{ VALUES ?where {{ <{address}> }} {word} ?where {{ ?s ?p ?o }} }}")
    served.query(f"SELECT * FROM <{address}> FROM NAMED <{address}> {{ ?s ?p ?o }}")
    assert not asked
    assert served.is_well()


def test_unless_it_is_allowed(hostile: Path, listening: tuple[str, list[str]]) -> None:
    address, asked = listening
    with serving(hostile, "--allow-service") as server:
        rows = json.loads(server.query(SERVICE.format("SERVICE", address)).body)["results"]["bindings"]
        assert [row["s"]["value"] for row in rows] == ["elsewhere"]
        assert asked == ["/sparql"]
        assert "BasicFederatedQuery" in server.get("/sparql", accept="application/n-triples").text


@pytest.mark.parametrize(
    "query",
    ["SELECT * { ?service ?p ?o }", "ASK { ?s ?p 'at your service' }", "SELECT ?service { ?s ?p ?service }", "ASK {}"],
)
def test_the_word_alone_is_no_clause(query: str) -> None:
    assert not asks_outside(query)


def test_a_new_build_is_taken_up_without_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    written(folder, records(count=9))
    count = "SELECT (COUNT(*) AS ?n) { ?a kg:full ?f }"

    def articles(server: Served) -> list[int]:
        return [int(json.loads(server.query(count).body)["results"]["bindings"][0]["n"]["value"]) for _ in range(4)]

    with serving(folder, "--workers", "2") as server:
        assert articles(server) == [9] * 4
        new = Article(key="https://new.example/1", url="https://new.example/1", title="New", published=START, full=True)
        with output.replaced(folder) as fresh:
            written(fresh, [*records(count=9), new])
        assert articles(server) == [10] * 4
        page = server.query("SELECT ?a { ?a schema:headline 'New' }", accept="text/csv").text.splitlines()[1]
        assert server.get("/" + page.split("/", 3)[3], accept="text/html").status == 200
        assert server.query('ASK { ?a kg:full ?f FILTER(kg:matches(?a, "new")) }').text.count("true") == 1


def test_a_folder_that_is_emptied_is_said_and_a_build_comes_back(tmp_path: Path) -> None:
    folder, aside = tmp_path / "output", tmp_path / "aside"
    written(folder, records())
    with serving(folder) as server:
        assert server.is_well()
        folder.rename(aside)
        answer = server.query("ASK {}")
        assert answer.status == 503
        assert "build it again" in answer.text
        aside.rename(folder)
        assert server.is_well()
