"""Exporters of other packages: the same door as the built-in ones, and what one does wrong stops no other."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import kg
from kg import exporters
from kg.cli import main
from kg.errors import ExporterError
from kg.exporters import Format, plugins
from kg.exporters.format import Extra
from kg.rdf.store import Store


def opml(store: Store) -> bytes:
    """Outliners."""
    return f"<opml><!-- {len(store.lines)} triples --></opml>".encode()


def broken(store: Store) -> bytes:
    """Nobody."""
    raise ZeroDivisionError("of its own")


folder = Format("", lambda store: {"a/one.txt": b"1", "two.txt": b"2"}, "a folder")
escaping = Format("", lambda store: {"../out.txt": b"1"}, "whoever trusts it")
not_bytes: Any = "text"
wrong = Format("txt", lambda store: not_bytes, "nobody")
taken = Format("ttl", opml, "who wants another Turtle")
needing = Format("need", opml, "who has it", (), Extra("more", "no_such_module_at_all"))
number = 7


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that has packages offer exporters: name -> thing of this module."""

    def offer(**things: str) -> None:
        module = Path(__file__).stem
        monkeypatch.syspath_prepend(str(Path(__file__).parent))
        points = [
            EntryPoint(name=name, value=value if ":" in value else f"{module}:{value}", group=plugins.GROUP)
            for name, value in things.items()
        ]
        monkeypatch.setattr(plugins, "installed", lambda: points)

    return offer


def run(*arguments: object) -> Any:
    return CliRunner().invoke(main, list(map(str, arguments)))


def test_one_is_used_like_any_other(offer: Any, twin: kg.KnowledgeGraph, seed_twin: Path, tmp_path: Path) -> None:
    offer(opml="opml", both="folder")
    assert exporters.known(["opml", "turtle", "both"]) == ("opml", "turtle", "both")
    file, other = twin.export("opml", "both", to=tmp_path)
    assert file == tmp_path / "graph.opml"
    assert file.read_text() == f"<opml><!-- {len(twin)} triples --></opml>"
    assert (other / "a" / "one.txt").read_bytes() == b"1"
    done = run("build", seed_twin, "-o", tmp_path / "out", "--formats", "opml,both")
    assert done.exit_code == 0
    assert (tmp_path / "out" / "graph.opml").exists()
    assert (tmp_path / "out" / "graph-both" / "two.txt").exists()
    again = run("build", seed_twin, "-o", tmp_path / "out", "--formats", "ntriples")
    assert again.exit_code == 0
    assert not (tmp_path / "out" / "graph.opml").exists()
    assert not (tmp_path / "out" / "graph-both").exists()


def test_the_list_says_what_each_is_for_who_offers_it_and_what_it_needs(offer: Any) -> None:
    offer(opml="opml", needing="needing", lost="no_such_module:export", turtle="opml")
    lines = {line.split()[0]: line for line in run("export", "--list").stdout.splitlines()}
    assert set(lines) == {*exporters.FORMATS, "opml", "needing", "lost"}
    assert "Outliners (from test_plugins:opml)" in lines["opml"]
    assert "kg-news[more]" in lines["needing"]
    assert "kg-news[png]" in lines["png"]
    assert "kg-news[parquet]" in lines["parquet"]
    assert "cannot be used" in lines["lost"]
    assert "cannot be used: several exporters claim the name 'turtle'" in lines["turtle"]


@pytest.mark.parametrize(
    ("things", "name", "message"),
    [
        ({"turtle": "opml"}, "turtle", "several exporters claim the name 'turtle': kg and test_plugins:opml"),
        ({"lost": "no_such_module:export"}, "lost", "'lost' of no_such_module:export cannot be loaded: ModuleNotFound"),
        ({"lost": "no_such_name"}, "lost", "cannot be loaded: AttributeError"),
        ({"other": "taken"}, "other", "writes graph.ttl, as 'turtle' of kg does"),
        ({"seven": "number"}, "seven", "is 7: offer a kg.exporters.Format"),
    ],
)
def test_one_that_cannot_be_used_is_named_and_stops_no_other(
    offer: Any, twin: kg.KnowledgeGraph, tmp_path: Path, things: dict[str, str], name: str, message: str
) -> None:
    offer(**things, opml="opml")
    with pytest.raises(ExporterError, match=message):
        twin.export(name, to=tmp_path)
    assert [path.name for path in twin.export("opml", "ntriples", to=tmp_path)] == ["graph.opml", "graph.nt"]
    done = run("export", "-g", twin.folder, name, "--to", tmp_path)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("thing", "message"),
    [
        ("broken", "'x' of test_plugins:broken broke: ZeroDivisionError: of its own"),
        ("wrong", "returned 'text', not bytes"),
        ("escaping", "may not write '../out.txt'"),
        ("needing", None),
    ],
)
def test_one_that_breaks_writes_nothing(
    offer: Any, twin: kg.KnowledgeGraph, tmp_path: Path, thing: str, message: str | None
) -> None:
    offer(x=thing)
    with pytest.raises(kg.KGError, match=message or "x needs no_such_module_at_all"):
        twin.export("x", to=tmp_path / "to")
    assert not list(tmp_path.rglob("*.txt"))
