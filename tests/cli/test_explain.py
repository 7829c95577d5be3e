"""kg explain: why two articles are, or are not, in one story."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kg
from kg.cli import main, output

Run = Callable[..., Result]
Write = Callable[..., Path]
FERRY, TUGS, MUSEUM = "https://a.example/ferry", "https://b.example/tugs", "https://c.example/museum"


@pytest.fixture
def run() -> Run:
    """Return a function that runs kg with arguments, in this process."""
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def graph(article_file: Write, tmp_path: Path) -> kg.KnowledgeGraph:
    """Two reports of one event, the one lists the other, and one of another event."""
    words = "Tugs pull the ferry Skylark off the sandbank"
    article_file(
        "in/a.md", webUrl=FERRY, title="Ferry Skylark aground on a sandbank", date="2021-03-04", related=[{"url": TUGS}]
    )
    article_file("in/b.md", webUrl=TUGS, title=words, date="2021-03-04")
    article_file("in/c.md", webUrl=MUSEUM, title="Museum buys a painting", date="2021-03-04")
    return kg.build(tmp_path / "in", output=tmp_path / "out", formats=())


def test_the_text_is_that_of_python(run: Run, graph: kg.KnowledgeGraph) -> None:
    for b in (TUGS, MUSEUM):
        done = run("explain", "-g", graph.folder, FERRY, b)
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout == str(graph.explain(FERRY, b))
    assert "A lists B (a.md:" in run("explain", "-g", graph.folder, FERRY, TUGS).stdout


def test_json_has_every_field(run: Run, graph: kg.KnowledgeGraph) -> None:
    found = graph.explain(FERRY, TUGS)
    document = json.loads(run("explain", "-g", graph.folder, FERRY, TUGS, "--format", "json").stdout)
    assert list(document) == list(found.__struct_fields__)
    assert document["a"]["url"] == FERRY
    assert document["a"]["published"] == "2021-03-04T00:00:00Z"
    assert document["stories"][0] == document["stories"][1]
    assert found.stories[0]
    assert document["stories"][0]["label"] == found.stories[0].label
    assert document["direct"]["weight"] == found.direct.weight
    assert document["direct"]["listings"][0]["places"] == [
        {"path": "a.md", "line": found.direct.listings[0].places[0].line}
    ]
    apart = json.loads(run("explain", "-g", graph.folder, FERRY, MUSEUM, "--format", "json").stdout)
    assert apart["together"] is False
    assert apart["stories"][1] is None
    assert apart["between"]["contrast"]["average"] == 0.0


def test_lines_fit_the_terminal_and_nothing_is_lost(
    run: Run, graph: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "columns", lambda: 50)
    done = run("explain", "-g", graph.folder, FERRY, TUGS)
    assert max(map(len, done.stdout.splitlines())) <= 50
    assert done.stdout.split() == str(graph.explain(FERRY, TUGS)).split()
    assert output.wrapped("a\n  b c", hanging=2) == "a\n  b c"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([FERRY, FERRY], f"kg: {FERRY} and {FERRY} are the same article; name two"),
        ([FERRY, "https://c.example/museums"], "kg: no article 'https://c.example/museums' in this graph; the nearest"),
        ([FERRY, ""], "kg: no article '' in this graph"),
        ([FERRY], "Missing argument 'B'"),
    ],
)
def test_wrong_usage_is_exit_code_2(run: Run, graph: kg.KnowledgeGraph, arguments: list[str], message: str) -> None:
    done = run("explain", "-g", graph.folder, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_without_a_graph_it_says_how_to_build_one(run: Run, tmp_path: Path) -> None:
    done = run("explain", "-g", tmp_path / "none", FERRY, TUGS)
    assert done.exit_code == 2
    assert "build one with kg build SOURCE" in done.stderr
