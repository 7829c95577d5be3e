"""Whether a query asks other endpoints: each way of writing it, told by a listening port of the test's own."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.errors import QueryError
from kg.rdf.outside import asks_outside

CLAUSES = {
    "plain": "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "small, silent": "SELECT * {{ service silent <{0}> {{ ?s ?p ?o }} }}",
    "a lone CR ends a comment": "#\rSELECT * {{ #\rSERVICE#\r<{0}>#\r{{ ?s ?p ?o }} }}",
    "a name with an Ogham space": "PREFIX x: <{0}> SELECT * {{ SERVICE x:\u1680 {{ ?s ?p ?o }} }}",
    "a name that is escaped": "PREFIX x: <{0}> SELECT * {{ SERVICE x:a\\# {{ ?s ?p ?o }} }}",
    "a variable": "SELECT * {{ VALUES ?w {{ <{0}> }} SERVICE ?w {{ ?s ?p ?o }} }}",
    "behind a sign": "SELECT * {{ VALUES (?a ?b ?x) {{ (1 2 <{0}>) }} FILTER(?a<?b)SERVICE#>\n?x{{?s ?p ?o}} }}",
    "after texts of quotes": "SELECT * {{ BIND(\"\\u0022\\u0022\\u0022\" AS ?q) SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "in a subquery": "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} }} }}",
    "in EXISTS": "ASK {{ BIND(1 AS ?x) FILTER(EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }}) }}",
}  # fmt: skip
LAZY = ("a variable", "behind a sign", "in EXISTS")  # the engine asks nobody while nothing is to be joined
NONE = (
    "SELECT * { ?service ?p ?o }",
    "ASK { ?s ?p 'at your service' }",
    "ASK { ?s ?p 'SERVICE <https://a.example/> {' } # SERVICE <https://a.example/> {",
    "ASK { ?s ?p '''it's\nSERVICE <https://a.example/> {''' }",
    "PREFIX s: <https://a.example/service?x=1#> ASK { s:service ?p s:SERVICE }",
    "SELECT ?service { ?s ?p ?service }",
)


@pytest.fixture
def port() -> Iterator[tuple[int, list[object]]]:
    """A port that takes connections, and whoever came."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def take() -> None:
            with suppress(OSError):
                while True:
                    connection, who = listening.accept()
                    came.append(who)
                    connection.close()

        threading.Thread(target=take, daemon=True).start()
        yield listening.getsockname()[1], came
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("name", CLAUSES)
def test_nothing_goes_out_in_any_spelling(
    example: kg.KnowledgeGraph, port: tuple[int, list[object]], name: str
) -> None:
    number, came = port
    query = CLAUSES[name].format(f"http://127.0.0.1:{number}/")
    with suppress(OSError, RuntimeError, TypeError):
        list(ox.Store().query(query))  # type: ignore[arg-type]  # a truth value is none
    assert came or name in LAZY, "the engine itself asks: the spelling is one"
    came.clear()
    assert asks_outside(query)
    for timeout in (None, 30.0):
        with pytest.raises(QueryError, match="--allow-service"):
            example.query(query, timeout=timeout)
    assert not came


ESCAPED = r"SELECT * { \u0053ERVIC\U00000045 <https://a.example/> { ?s ?p ?o } }"
NO_KEYWORD = ("\u017fervice", "serv\u0131ce", "serv\u0130ce", "\uff33ERVICE", "S\u200bERVICE", r"\\u0053ERVICE")


def test_escaped_letters_are_the_word_though_the_engine_takes_none() -> None:
    with pytest.raises(SyntaxError):
        ox.Store().query(ESCAPED)
    assert asks_outside(ESCAPED)


@pytest.mark.parametrize("word", NO_KEYWORD)
def test_letters_that_are_like_those_of_the_word_are_no_keyword(word: str) -> None:
    query = f"SELECT * {{ {word} <https://a.example/> {{ ?s ?p ?o }} }}"
    with pytest.raises(SyntaxError):
        ox.Store().query(query)


def test_no_parser_is_loaded_for_a_query_without_the_word() -> None:
    program = (
        "import sys; from kg.rdf import outside as o; assert not o.asks_outside('ASK { ?s ?p \\'\u017fervice\\' }');"
        "assert not any(m.startswith('rdflib') for m in sys.modules); assert o.parser_needed('ASK { ?service ?p ?o }');"
        "o.load_parser(); assert not o.parser_needed('ASK { ?service ?p ?o }')"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("query", NONE)
def test_the_word_alone_is_no_clause(query: str) -> None:
    ox.Store().query(query)
    assert not asks_outside(query)


def test_the_command_asks_nobody_unless_it_is_told_to(
    example: kg.KnowledgeGraph, port: tuple[int, list[object]]
) -> None:
    number, came = port
    words = ["query", "-g", str(example.folder), CLAUSES["plain"].format(f"http://127.0.0.1:{number}/")]
    refused = CliRunner().invoke(main, words)
    assert (refused.exit_code, came) == (2, [])
    assert "--allow-service" in refused.output
    CliRunner().invoke(main, [*words, "--allow-service"])
    assert came
