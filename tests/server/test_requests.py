"""Whatever is sent: no 500, nothing written, and the server lives on."""

from __future__ import annotations

import http.client
import socket
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote_from_bytes, urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server_support import PATIENCE, Served

MEDIA = (
    "application/sparql-query", "application/x-www-form-urlencoded", "application/sparql-update", "application/json",
    "text/plain", "multipart/form-data", "*/*", "text/turtle", "text/csv", "application/sparql-results+json", "", ";;;",
)  # fmt: skip
PATHS = (
    "/",
    "/sparql",
    "/query",
    "/questions",
    "/questions/first-reports",
    "/map",
    "/static/page.css",
    "/static/",
    "/story/",
    "/article/x",
    "/topics",
)
NAMES = [*"query default-graph-uri named-graph-uri update using-graph-uri page as format story since x".split(), ""]
WORDS = """
    SELECT * ASK CONSTRUCT DESCRIBE WHERE { } ( ) ?s ?p ?o . ; , a kg:Story schema:headline <urn:x> "text" ' " 1 -1e999
    FILTER BIND AS GROUP BY ORDER BY LIMIT 0 OFFSET 99999999999999999999 COUNT(*) UNION OPTIONAL MINUS VALUES UNDEF
    REGEX(?o,'(') kg:matches(?s,'\\"') kg:score(?s,'*') FROM GRAPH SERVICE INSERT DATA LOAD PREFIX : ^ / + | ! \\u0000 #
""".split()
texts = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.sampled_from(
        ("ASK {}", "SELECT * { ?s ?p ?o } LIMIT 3", "DESCRIBE ?s { ?s a kg:Story }", "page", "text/turtle")
    ),
)
parameters = st.lists(st.tuples(st.sampled_from(NAMES), texts), max_size=4).map(
    lambda pairs: urlencode([(key, value.encode("utf-8", "surrogatepass")) for key, value in pairs])
)
targets = st.one_of(
    st.sampled_from(PATHS),
    st.binary(max_size=30).map(lambda raw: "/" + quote_from_bytes(raw, safe="/.~%")),
)
media = st.one_of(st.sampled_from(MEDIA), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30))


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*")}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "FOO")),
    target=targets,
    asked=parameters,
    accept=media,
    content=media,
    body=st.one_of(
        texts.map(lambda text: text.encode("utf-8", "surrogatepass")), parameters.map(str.encode), st.binary()
    ),
)
def test_no_request_breaks_it(
    served: Served, method: str, target: str, asked: str, accept: str, content: str, body: bytes
) -> None:
    address = f"{target}?{asked}" if asked else target
    answer = served.ask(
        method,
        address,
        headers={"Accept": accept.strip(), "Content-Type": content.strip()},
        body=body if method != "GET" else None,
    )
    assert answer.status < 500 or (answer.status == 503 and b"ended after" in answer.body), (answer.status, answer.text)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.binary(max_size=200), st.binary(max_size=200).map(lambda raw: b"GET /" + raw + b" HTTP/1.1\r\n\r\n"))
)
def test_no_bytes_break_it(served: Served, sent: bytes) -> None:
    with socket.create_connection((served.host, served.port), timeout=PATIENCE) as connection:
        connection.sendall(sent)
        with suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        received = b""
        with suppress(OSError):
            while part := connection.recv(1 << 16):
                received += part
    assert not received.startswith(b"HTTP/1.1 5")


def test_after_all_that_nothing_was_written_and_it_is_well(served: Served) -> None:
    assert served.is_well()
    before = tree(served.folder)
    for query in ("LOAD <file:///etc/hostname>", "CLEAR ALL", "INSERT DATA { <a:a> <a:b> <a:c> }"):
        for body, content in (
            (query, "application/sparql-update"),
            (urlencode({"update": query}), "application/x-www-form-urlencoded"),
        ):
            assert served.ask("POST", "/sparql", headers={"Content-Type": content}, body=body.encode()).status == 403
    for method in ("PUT", "DELETE", "PATCH"):
        assert served.ask(method, "/store/CURRENT", body=b"x").status == 405
    assert tree(served.folder) == before


def test_a_client_that_goes_away_is_no_trouble(served: Served) -> None:
    for part in (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nASK",
    ):
        with socket.create_connection((served.host, served.port), timeout=PATIENCE) as connection:
            connection.sendall(part)
    assert served.is_well()


def test_a_connection_is_kept_for_the_next_request(served: Served) -> None:
    connection = http.client.HTTPConnection(served.host, served.port, timeout=PATIENCE)
    for _ in range(3):
        connection.request("GET", "/sparql?query=ASK%7B%7D")
        answer = connection.getresponse()
        assert (answer.status, answer.read() != b"") == (200, True)
        held = connection.sock
    assert connection.sock is held
    connection.close()
