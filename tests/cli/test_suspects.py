"""kg suspects: what an editor should look at."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kg
from kg.analysis.evidence import suspects
from kg.cli import main, output
from kg.cli import suspects as command
from kg.graph import suspects as suspected

Run = Callable[..., Result]
Write = Callable[..., Path]


@pytest.fixture
def run() -> Run:
    """Return a function that runs kg with arguments, in this process."""
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def graph(article_file: Write, tmp_path: Path) -> kg.KnowledgeGraph:
    """A story of a single provider, five times told, and a related link that looks wrong."""
    words, auk = "Tugs pull the ferry Skylark off the sandbank", {"name": "Auk", "domain": "a.example"}
    for hour in range(5):
        url, date = f"https://a.example/{hour}", f"2021-03-04T1{hour}:00:00Z"
        article_file(f"in/{hour}.md", webUrl=url, title=f"{words} {hour}", date=date, provider=auk)
    far = {"webUrl": "https://c.example/budget", "title": "Council quarrels", "date": "2021-01-04"}
    article_file("in/c.md", webUrl="https://c.example/1", title="Frost in orchards", date="2021-03-04", related=[far])
    return kg.build(tmp_path / "in", output=tmp_path / "out", formats=())


def test_the_kinds_are_those_of_the_library() -> None:
    assert list(command.KINDS) == list(suspects.KINDS)


def test_they_are_listed_by_kind_with_reason_headlines_and_place(run: Run, graph: kg.KnowledgeGraph) -> None:
    one, odd = suspected(graph)
    done = run("suspects", "-g", graph.folder)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        "Stories of a single provider\n\n"
        f"0.80  {one.reason}\n"
        "      Auk: Tugs pull the ferry Skylark off the sandbank 0\n"
        "      Auk: Tugs pull the ferry Skylark off the sandbank 1\n"
        "      Auk: Tugs pull the ferry Skylark off the sandbank 2\n"
        "      Auk: Tugs pull the ferry Skylark off the sandbank 3\n"
        "      and 1 more\n"
        f"      kg stories {graph.stories[0].id}\n\n\n"
        "Related links that look wrong\n\n"
        f"1.00  {odd.reason}\n"
        f"      {odd.place}\n\n"
    )
    assert odd.place is not None
    assert odd.place.startswith("c.md:")


def test_kind_and_limit_choose(run: Run, graph: kg.KnowledgeGraph) -> None:
    done = run("suspects", "-g", graph.folder, "--kind", "odd-link", "--kind", "weak-link", "--limit", 1)
    assert done.stdout.startswith("Related links that look wrong\n\n1.00")
    assert run("suspects", "-g", graph.folder, "--kind", "weak-link").stdout == "Nothing is suspect.\n"
    for wrong in (["--kind", "odd"], ["--limit", "0"]):
        assert run("suspects", "-g", graph.folder, *wrong).exit_code == 2


def test_csv_has_a_row_each(run: Run, graph: kg.KnowledgeGraph) -> None:
    done = run("suspects", "-g", graph.folder, "--format", "csv")
    one, odd = csv.DictReader(io.StringIO(done.stdout, newline=""))
    assert list(one) == list(command.CSV)
    assert one["kind"] == "one-provider"
    assert one["score"] == "0.800"
    assert one["urls"].split() == [f"https://a.example/{i}" for i in range(5)]
    assert one["stories"] == graph.stories[0].id
    assert (one["place"], odd["place"]) == ("", suspected(graph)[1].place)


def test_json_has_every_field(run: Run, graph: kg.KnowledgeGraph) -> None:
    document = json.loads(run("suspects", "-g", graph.folder, "--format", "json").stdout)
    assert [list(suspect) for suspect in document] == [list(suspects.Suspect.__struct_fields__)] * 2
    assert [suspect["reason"] for suspect in document] == [suspect.reason for suspect in suspected(graph)]
    assert run("suspects", "-g", graph.folder, "--kind", "weak-link", "--format", "json").stdout == "[]\n"


def test_lines_fit_the_terminal(run: Run, graph: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = run("suspects", "-g", graph.folder).stdout
    monkeypatch.setattr(output, "columns", lambda: 60)
    narrow = run("suspects", "-g", graph.folder).stdout
    assert max(map(len, narrow.splitlines())) <= 60
    assert narrow.split() == wide.split()
