"""A folder in which much is wrong, and disks that are full: named in the report, and the old output stays."""

from __future__ import annotations

import json
import os
import resource
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import sources

NAMED = {  # path within the source, and a part of the reason
    "pipe.md": "it is not a regular file",
    "folder.md": "it is not a regular file",
    "socket.md": "cannot be read",
    "nowhere.md": "No such file",
    "loop.md": "Too many levels of symbolic links",
    "empty.md": "empty",
}


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One article among what is no article."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.md").write_text("---\nwebUrl: https://a.example/1\ntitle: One\n---\n")
    os.mkfifo(source / "pipe.md")
    (source / "folder.md").mkdir()
    (source / "nowhere.md").symlink_to("gone")
    (source / "loop.md").symlink_to("loop.md")
    (source / "parent").symlink_to(source)
    (source / "empty.md").touch()
    monkeypatch.chdir(source)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket.md")
    monkeypatch.chdir(tmp_path)
    return source


@pytest.mark.timeout(30)
@pytest.mark.parametrize("times", [1, 2])
def test_what_is_no_file_is_named_and_the_rest_is_built(odd: Path, tmp_path: Path, times: int) -> None:
    for _ in range(times):  # the second goes on from the first
        graph = kg.build(odd, output=tmp_path / "output")
    rejected = {item["path"]: item["reason"] for item in graph.report["rejected"]}
    assert rejected.keys() == NAMED.keys()
    assert all(part in rejected[path] for path, part in NAMED.items())
    assert graph.report["counts"]["articles"] == 1


def test_a_file_that_goes_between_the_listing_and_the_reading_is_named(
    odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = sources.find

    def found(*arguments: Any, **options: Any) -> object:
        files = find(*arguments, **options)
        (odd / "b.md").unlink()
        return files

    (odd / "b.md").write_text("---\nwebUrl: https://a.example/2\n---\n")
    monkeypatch.setattr(sources, "find", found)
    graph = kg.build(odd, output=tmp_path / "output")
    assert "No such file" in {item["path"]: item["reason"] for item in graph.report["rejected"]}["b.md"]


BUILD = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (%d, %d)); from kg.cli import main; main()"


@pytest.mark.parametrize("limit", [0, 1_000, 30_000, 200_000])
def test_where_a_file_cannot_be_written_in_full_the_old_output_stays(
    limit: int, examples: Path, tmp_path: Path
) -> None:
    if resource.getrlimit(resource.RLIMIT_FSIZE)[1] != resource.RLIM_INFINITY:
        pytest.skip("this machine limits the size of files already")
    source, output = tmp_path / "source", tmp_path / "output"
    shutil.copytree(examples, source)
    kg.build(source, output=output)
    before = {path: path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()}
    next(source.rglob("_news/*.md")).unlink()
    command = [sys.executable, "-c", BUILD % (limit, limit), "build", str(source), "-o", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("kg: cannot ")
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()} == before
    assert sorted(os.listdir(tmp_path)) == ["output", "source"]
    assert json.loads((output / "report.json").read_text())["counts"]["articles"] == 30
