"""kg sources, kg provenance and kg query --why: what Python says, as texts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

import kg
from kg.cli import main

QUERY = "SELECT ?headline { ?a schema:headline ?headline ; kg:full true }"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_why_adds_files_and_lines_to_each_row(twin: kg.KnowledgeGraph, seed_twin: Path) -> None:
    done = run("query", "-g", twin.folder, "--why", QUERY, "--files", seed_twin)
    assert (done.exit_code, done.stderr) == (0, "")
    (path,) = [path.name for path in seed_twin.glob("*.md")]
    assert f"{path}:3: read" in done.stdout
    assert "schema:headline" in done.stdout
    document = json.loads(run("query", "-g", twin.folder, "--why", QUERY, "--format", "json").stdout)
    assert [entry["row"] for entry in document] == list(twin.query(QUERY))
    assert document[0]["why"][0]["sources"][0]["path"] == path
    table = list(csv.DictReader(io.StringIO(run("query", "-g", twin.folder, "--why", QUERY, "--format", "csv").stdout)))
    assert table[0]["why"].startswith(f"{path}:2")
    assert run("query", "-g", twin.folder, "--why", QUERY, "--format", "turtle").exit_code == 2
    assert run("query", "-g", twin.folder, "--why", "SELECT ?a { ?a <urn:none> ?b }").stdout == "no rows\n"
    assert run("query", "-g", twin.folder, "--why", "SELECT").exit_code == 2


def test_sources_of_a_thing_or_a_triple(twin: kg.KnowledgeGraph) -> None:
    article = next(iter(twin.query("SELECT ?a { ?a kg:full true }")))["a"]
    whole = run("sources", "-g", twin.folder, article)
    one = run("sources", "-g", twin.folder, article, "schema:publisher")
    assert whole.exit_code == one.exit_code == 0
    assert one.stdout in whole.stdout
    assert one.stdout.count("\n") == 2
    (found,) = json.loads(run("sources", "-g", twin.folder, article, "schema:publisher", "--format", "json").stdout)
    assert run("sources", "-g", twin.folder, f"{found['triple']} .").stdout == one.stdout
    assert run("sources", "-g", twin.folder, "article/0000").stdout == "the graph holds no such triple\n"
    assert run("sources", "-g", twin.folder, "a b").exit_code == 2
    assert run("sources", "-g", twin.folder / "none", "a").exit_code == 2


@pytest.mark.parametrize(("form", "syntax"), [("trig", "TRIG"), ("nquads", "N_QUADS"), ("reified", "TURTLE")])
def test_provenance_goes_to_stdout_or_a_file(twin: kg.KnowledgeGraph, tmp_path: Path, form: str, syntax: str) -> None:
    done = run("provenance", "-g", twin.folder, "--format", form)
    assert len(list(ox.parse(done.stdout_bytes, getattr(ox.RdfFormat, syntax)))) > len(twin)
    written = run("provenance", "-g", twin.folder, "--format", form, "--to", tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == done.stdout_bytes
    assert written.stdout == f"{tmp_path / 'x'}\n"
    assert run("provenance", "-g", twin.folder, "--to", tmp_path / "none" / "x").exit_code == 2
