"""Many clients of one endpoint at once -> how many answers, how many errors, how long they took.

``python -m benchmarks.clients http://127.0.0.1:8765/ --clients 200 --seconds 60`` asks a server that runs;
``python -m benchmarks.clients output`` starts one on that folder first.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import NamedTuple
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

# what people ask of a story: its articles in order of time, who told it, what it is about, all of it, its links
OF_A_STORY = (
    "SELECT ?d ?h { <{}> schema:hasPart ?a . ?a schema:headline ?h ; schema:datePublished ?d } ORDER BY ?d",
    "SELECT DISTINCT ?n { <{}> schema:hasPart/schema:publisher/schema:name ?n } ORDER BY ?n",
    "SELECT ?l { <{}> schema:about|schema:mentions ?x . ?x skos:prefLabel|schema:name ?l }",
    "DESCRIBE <{}>",
    "CONSTRUCT { ?a kg:related ?b } WHERE { <{}> schema:hasPart ?a . ?a kg:related ?b }",
)
# and of the whole graph: whether there is a story, the topics, and a count over all articles; and two pages
OF_ALL = (
    "ASK { ?s a kg:Story }",
    "SELECT ?t ?l { ?t a skos:Concept ; skos:prefLabel ?l } ORDER BY ?l LIMIT 20",
    "SELECT ?n (COUNT(?a) AS ?c) { ?a schema:publisher/schema:name ?n } GROUP BY ?n ORDER BY DESC(?c) ?n LIMIT 20",
)


class Load(NamedTuple):
    """What came of it: counts, and seconds that an answer took."""

    clients: int
    seconds: float
    answers: int
    errors: int
    median: float
    p95: float
    longest: float

    def __str__(self) -> str:
        return (
            f"clients: {self.clients}, seconds: {self.seconds:.1f}, answers: {self.answers:,} "
            f"({self.answers / self.seconds:,.0f} a second), errors: {self.errors}, "
            f"median: {self.median * 1000:.0f} ms, p95: {self.p95 * 1000:.0f} ms, longest: {self.longest * 1000:.0f} ms"
        )


def run(host: str, port: int, *, clients: int, seconds: float) -> Load:
    """Have clients ask one question after the other, each on a connection of its own."""
    return asyncio.run(_run(host, port, clients, seconds))


async def _run(host: str, port: int, clients: int, seconds: float) -> Load:
    took: list[float] = []
    errors: list[str] = []
    lists = [_targets(story) for story in _stories(host, port)]
    start = time.perf_counter()
    tasks = (
        _client(
            host, port, lists[number % len(lists)][number % len(lists[0]) :] + lists[0], start + seconds, took, errors
        )
        for number in range(clients)
    )
    await asyncio.gather(*tasks)
    took.sort()
    if errors:
        print(*sorted(set(errors))[:5], sep="\n", file=sys.stderr)
    at = [took[min(len(took) - 1, int(len(took) * share))] if took else float("nan") for share in (0.5, 0.95, 1.0)]
    return Load(clients, time.perf_counter() - start, len(took), len(errors), *at)


def _stories(host: str, port: int) -> list[str]:
    """Return the IRIs of some stories."""
    query = quote("SELECT ?s { ?s a kg:Story } ORDER BY ?s LIMIT 50")
    with urlopen(f"http://{host}:{port}/sparql?query={query}") as answer:
        return [row["s"]["value"] for row in json.load(answer)["results"]["bindings"]]


def _targets(story: str) -> list[str]:
    queries = [*(query.replace("{}", story) for query in OF_A_STORY), *OF_ALL]
    return [*(f"/sparql?query={quote(query)}" for query in queries), "/", urlsplit(story).path]


async def _client(host: str, port: int, targets: list[str], end: float, took: list[float], errors: list[str]) -> None:
    writer = None
    for target in cycle(targets):
        if time.perf_counter() >= end:
            break
        before = time.perf_counter()
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection(host, port)
            writer.write(f"GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: */*\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            if not head.startswith(b"HTTP/1.1 200 "):
                errors.append(head.partition(b"\r\n")[0].decode())
            took.append(time.perf_counter() - before)
        except (OSError, EOFError) as error:
            errors.append(repr(error))
            writer = None
    if writer is not None:
        writer.close()


@contextmanager
def _server(place: str) -> Iterator[str]:
    """Give the address of a server: the one that is named, or a new one on a folder."""
    if place.startswith("http://"):
        yield place
        return
    command = [sys.executable, "-m", "kg", "serve", "-g", place, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        said = process.stderr.readline() if process.stderr else ""
        try:
            yield said.strip().rpartition(" ")[2]
        finally:
            process.terminate()


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description="Many clients of one endpoint at once.")
    parser.add_argument("place", help="the address of a server, or the output folder of a build")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    with _server(options.place) as address:
        where = urlsplit(address)
        print(run(where.hostname or "127.0.0.1", where.port or 80, clients=options.clients, seconds=options.seconds))


if __name__ == "__main__":
    main()
