"""A graph with hostile texts in it, a real server on loopback, and requests byte by byte."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from kg import extractors
from kg.identity import DEFAULT_BASE, article_id, article_iri
from kg.model import Article, Provider, Record, RelatedLink, Story, Topic
from kg.rdf.ntriples import Writer
from kg.rdf.store import Store

PATIENCE = 60.0
START = datetime(2021, 3, 1, 6, 5, tzinfo=UTC)
NASTY = (
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=2>",
    "<!--<script>window.pwned=3</script>",
    "\"'`${window.pwned=4}{{7*7}}&lt;b&gt;",
    "\u202egnp.exe\u2066 line\u2028end\u2029",
    "👩‍👩‍👧‍👦🏳️‍🌈 é عربى 漢字",
)
BAD_ADDRESS = "javascript:window.pwned=5"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r }"
FIRST = "https://paper0.example/a/0"


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


class Served:
    """A server that runs: where it is, and what it answers."""

    def __init__(self, address: str, folder: Path, process: subprocess.Popen[str]) -> None:
        self.address = address.rstrip("/")
        self.folder = folder
        self.process = process
        self.host, _, port = self.address.removeprefix("http://").rpartition(":")
        self.port = int(port)

    def ask(
        self, method: str, target: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """Send a request and return what comes back."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        try:
            connection.request(method, target, body=body, headers=dict(headers or {}))
            found = connection.getresponse()
            return Answer(found.status, {key.lower(): value for key, value in found.getheaders()}, found.read())
        finally:
            connection.close()

    def get(self, target: str, *, accept: str = "*/*", **parameters: str) -> Answer:
        """Send a GET request."""
        return self.ask("GET", target + (f"?{urlencode(parameters)}" if parameters else ""), headers={"Accept": accept})

    def query(self, query: str, *, accept: str = "application/sparql-results+json", **more: str) -> Answer:
        """Ask in SPARQL."""
        return self.get("/sparql", accept=accept, query=query, **more)

    def is_well(self) -> bool:
        """Return whether it still answers."""
        return self.process.poll() is None and self.query("ASK { ?s ?p ?o }").status == 200


def records(*, count: int = 9) -> list[Record]:
    """Return articles of three providers, hostile texts among them, in a story of hostile name."""
    articles = [
        Article(
            key=f"https://paper{i % 3}.example/a/{i}",
            url=f"https://paper{i % 3}.example/a/{i}" if i != 1 else BAD_ADDRESS,
            title=NASTY[i] if i < len(NASTY) else f"Ferry news, part {i}",
            excerpt=NASTY[(i + 1) % len(NASTY)],
            provider=f"paper{i % 3}.example",
            published=START + timedelta(hours=i) if i != 7 else None,
            topics=("sea",),
            full=i != 3,
        )
        for i in range(count)
    ]
    story = Story(
        id=article_id(articles[0].key),
        label=NASTY[0],
        members=tuple(article.key for article in articles[:8]),
        first=articles[0].key,
        start=START,
        end=START + timedelta(hours=6),
        topics=("sea",),
        cohesion=0.6,
    )
    return [
        *articles,
        *(Provider(domain=f"paper{i}.example", name=NASTY[i]) for i in range(3)),
        Topic(slug="sea", name=NASTY[2]),
        *(RelatedLink(source=articles[0].key, target=other.key) for other in articles[1:4]),
        story,
    ]


def written(folder: Path, found: list[Record], *, more: str = "") -> Path:
    """Write records as the store of an output folder, with further lines of N-Triples."""
    writer = Writer(DEFAULT_BASE)
    extracted = extractors.extract(found, extractors=extractors.load(offered=()))
    lines = [line for triples in extracted for line in writer.lines(triples)]
    folder.mkdir(parents=True, exist_ok=True)
    Store.load([*lines, *more.splitlines(keepends=True)], folder=folder / "store")
    return folder


def article_path(key: str) -> str:
    """Return the path of an article's page."""
    return f"/{article_iri(key)}"


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Served]:
    """Run ``kg serve`` on a folder, as a user does, on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "-g", str(folder), "--port", "0", *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert process.stderr is not None
    try:
        said = process.stderr.readline()
        found = re.search(r"http://\S+", said)
        assert found, said + process.stderr.read()
        yield Served(found[0], folder, process)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stderr.close()
