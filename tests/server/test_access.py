"""Who may ask: the host that a request names, the site that it comes from, the token that it has."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.server.access import has_token, is_served
from server_support import Answer, Served, serving

SITE = "https://my-site.example"
ELSEWHERE = "https://elsewhere.example"


def asked(served: Served, host: str | None = None, **headers: str) -> Answer:
    named = {} if host is None else {"Host": host}
    return served.ask("GET", "/sparql?query=ASK%7B%7D", headers={**named, **headers})


def test_a_host_that_is_not_served_is_refused(served: Served) -> None:
    port = served.port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
        assert asked(served, host).status == 200, host
    for host in (f"evil.example:{port}", "localhost", f"localhost:{port + 1}", f"127.0.0.1.evil.example:{port}", "x"):
        answer = asked(served, host)
        assert answer.status == 421, host
        assert "--public" in answer.text
    for path in ("/", "/map", "/questions", "/static/page.css", "/ontology"):
        assert served.ask("GET", path, headers={"Host": f"evil.example:{port}"}).status == 421, path


def test_the_site_that_is_named_may_read(hostile: Path) -> None:
    with serving(hostile, "--cors", SITE, "--cors", "https://other.example/") as server:
        for origin in (SITE, "https://other.example"):
            answer = asked(server, Origin=origin)
            assert answer.headers["access-control-allow-origin"] == origin
            assert "origin" in answer.headers["vary"].lower()
        assert "access-control-allow-origin" not in asked(server, Origin=ELSEWHERE).headers
        may = server.ask("OPTIONS", "/sparql", headers={"Origin": SITE, "Access-Control-Request-Method": "POST"})
        assert may.status == 204
        assert "POST" in may.headers["access-control-allow-methods"]


def test_a_public_server_may_be_read_by_all(hostile: Path) -> None:
    with serving(hostile, "--public") as server:
        answer = asked(server, "news.example", Origin=ELSEWHERE)
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, "*")


def test_with_a_token_only_who_has_it_may_ask(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_SERVE_TOKEN", "sésame 1")
    with serving(hostile, "--cors", SITE) as server:
        refused = asked(server)
        assert refused.status == 401
        assert "Basic" in refused.headers["www-authenticate"]
        assert asked(server, Authorization="Bearer sesame").status == 401
        basic = base64.b64encode("anyone:sésame 1".encode()).decode()
        assert asked(server, Authorization=f"Basic {basic}").status == 200
        assert server.ask("OPTIONS", "/sparql", headers={"Origin": SITE}).status == 204
        assert server.ask("GET", "/map").status == 401


@pytest.mark.parametrize(
    ("host", "server", "served"),
    [
        ("localhost", ("127.0.0.1", 80), True),
        ("192.0.2.7:8765", ("192.0.2.7", 8765), True),
        ("localhost:8765", ("192.0.2.7", 8765), False),
        ("[2001:DB8::1]:8765", ("2001:db8:0::1", 8765), True),
        ("127.0.0.1:8765", ("::ffff:127.0.0.1", 8765), True),
        ("localhost.:8765", ("::1", 8765), True),
        ("localhost:8765@evil.example", ("127.0.0.1", 8765), False),
        ("localhost:8765", None, False),
    ],
)
def test_which_names_are_those_of_an_address(host: str, server: tuple[str, int] | None, served: bool) -> None:
    assert is_served(host, server) is served


@given(st.text(), st.text(min_size=1))
def test_no_header_but_the_token_opens(said: str, token: str) -> None:
    assert not has_token(said, token) or said.partition(" ")[2].strip() == token or said.lower().startswith("basic ")
