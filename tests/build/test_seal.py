"""One hash for a whole output, and a check that says what is stale and writes nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import kg
from kg.build.pipeline import stale
from kg.cli import main
from kg.errors import UsageError

Write = Callable[..., Path]


@pytest.fixture
def site(article_file: Write, tmp_path: Path) -> Path:
    article_file("in/a.md", webUrl="https://a.example/x", title="Ferry aground")
    article_file("in/b.md", webUrl="https://b.example/y", title="Tugs pull")
    return tmp_path / "in"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["build", *map(str, arguments)])


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_hash_is_that_of_the_output_whatever_the_way(site: Path, tmp_path: Path) -> None:
    first = kg.build(site, output=tmp_path / "one")
    sha256 = first.report["sha256"]
    assert len(sha256) == 64
    shutil.copytree(site, tmp_path / "elsewhere" / "in")
    assert kg.build(tmp_path / "elsewhere" / "in", output=tmp_path / "two", jobs=1).report["sha256"] == sha256
    assert kg.build(site, output=tmp_path / "one", anew=True).report["sha256"] == sha256
    with (site / "b.md").open("a") as file:
        file.write("x\n")
    assert kg.build(site, output=tmp_path / "one").report["sha256"] != sha256
    shutil.copy(tmp_path / "elsewhere" / "in" / "b.md", site / "b.md")
    again = kg.build(site, output=tmp_path / "one")
    assert again.report["sha256"] == sha256, "what became of stories since the last build is no part of it"


@pytest.mark.parametrize("change", ["formats", "base"])
def test_another_output_has_another_hash(site: Path, tmp_path: Path, change: str) -> None:
    changes: dict[str, dict[str, Any]] = {"formats": {"formats": ("turtle",)}, "base": {"base": "https://n.example/"}}
    options = changes[change]
    one, other = kg.build(site, output=tmp_path / "1"), kg.build(site, output=tmp_path / "2", **options)
    assert one.report["sha256"] != other.report["sha256"]


def test_the_build_prints_it(site: Path, tmp_path: Path) -> None:
    for word in ("first", "nothing changed"):
        done = run(site, "-o", tmp_path / "out")
        sha256 = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["sha256"]
        assert f" s; sha256 of the output: {sha256}\n" in done.stderr, word
        assert done.stdout == f"{tmp_path / 'out'}\n"


def test_check_says_what_is_stale_and_writes_nothing(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    absent = run(site, "-o", out, "--check")
    assert (absent.exit_code, absent.stdout) == (1, "")
    assert "is not there" in absent.stderr
    assert not out.exists()
    run(site, "-o", out)
    before, beside = everything(out), sorted(os.listdir(tmp_path))
    current = run(site, "-o", out, "--check")
    assert current.exit_code == 0, current.output
    assert "is current" in current.stderr
    with (site / "a.md").open("a") as file:
        file.write("x\n")
    done = run(site, "-o", out, "--check")
    assert (done.exit_code, done.stdout) == (1, "")
    for name in ("graph.ttl differs", "records.bin differs", "report.json differs", "store/ holds other triples"):
        assert f"stale: {name}" in done.stderr
    assert everything(out) == before
    assert sorted(os.listdir(tmp_path)) == beside


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda out: (out / "graph.ttl").write_text("x"), "graph.ttl differs"),
        (lambda out: (out / "stories.csv").unlink(), "stories.csv is missing"),
        (lambda out: (out / "report.json").unlink(), "report.json is missing"),
        (lambda out: (out / "report.json").write_text("[]"), "report.json differs"),
        (lambda out: (out / "store" / "CURRENT").write_text("x"), "store/ holds other triples, or is damaged"),
        (lambda out: (out / "merges.json").write_text("{}"), "merges.json is of an earlier build"),
    ],
)
def test_each_file_is_checked(site: Path, tmp_path: Path, spoil: Callable[[Path], object], word: str) -> None:
    out = kg.build(site, output=tmp_path / "out").folder
    assert stale(site, output=out) == []
    spoil(out)
    assert stale(site, output=out) == [word]


def test_what_git_leaves_out_and_what_is_the_users_own_is_no_matter(site: Path, tmp_path: Path) -> None:
    out = kg.build(site, output=tmp_path / "out").folder
    shutil.rmtree(out / "store")
    (out / "notes.txt").write_text("mine")
    assert stale(site, output=out) == []


def test_an_output_within_the_source_is_not_read(site: Path) -> None:
    out = kg.build(site, output=site / "output").folder
    assert stale(site, output=out) == []


def test_wrong_options_are_as_for_a_build(site: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        stale(tmp_path / "none", output=tmp_path / "out")
    assert run(site, "-o", tmp_path / "out", "--check", "--formats", "rdf").exit_code == 2
