"""What a build leaves for the next one: only what changed is read, and nothing is written where nothing changed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import sources
from kg.build import state
from kg.build.progress import Stages
from kg.errors import StrictError

Write = Callable[..., Path]
LONG_AGO = 1_600_000_000


@pytest.fixture
def site(harbor_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the harbor site whose files count as unchanged at once."""
    monkeypatch.setattr(state, "RACY", 0)
    return Path(shutil.copytree(harbor_site, tmp_path / "site"))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are opened, in their order."""
    opened: list[str] = []
    contents = sources._contents

    def spy(path: str, most: int) -> bytes:
        opened.append(Path(path).name)
        return contents(path, most)

    monkeypatch.setattr(sources, "_contents", spy)
    return opened


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in [folder, *folder.rglob("*")]}


def words(site: Path, folder: Path, **options: Any) -> list[str]:
    """Build, and return what was said."""
    said: list[str] = []

    class Kept(Stages):
        def say(self, line: str) -> None:
            said.append(line)

    stages = Kept()
    kg.build(site, output=folder, progress=stages, **options)
    return said


def test_where_nothing_changed_nothing_is_read_nor_written(site: Path, tmp_path: Path, read: list[str]) -> None:
    first = kg.build(site, output=tmp_path / "output")
    before = stamps(first.folder)
    read.clear()
    said = words(site, first.folder)
    assert read == []
    assert stamps(first.folder) == before
    assert said == [f"nothing changed: 13 files are as they were, and {first.folder} stays as it is"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output", "site"]


def test_where_nothing_changed_the_graph_is_there_and_strict_is_strict(site: Path, tmp_path: Path) -> None:
    first = kg.build(site, output=tmp_path / "output")
    again = kg.build(site, output=tmp_path / "output")
    assert len(again) == len(first)
    assert again.report == first.report
    with pytest.raises(StrictError, match="2 rejected"):
        kg.build(site, output=tmp_path / "output", strict=True)


def test_only_a_file_that_changed_is_read(site: Path, tmp_path: Path, read: list[str]) -> None:
    kg.build(site, output=tmp_path / "output")
    file = next(path for path in sorted(site.rglob("*.md")) if "webUrl" in path.read_text("utf-8", "replace"))
    file.write_text(file.read_text("utf-8").replace("title:", "title: Changed:", 1), "utf-8")
    read.clear()
    kg.build(site, output=tmp_path / "output")
    assert read == [file.name]


def test_a_file_that_was_only_touched_changes_nothing(site: Path, tmp_path: Path, read: list[str]) -> None:
    first = kg.build(site, output=tmp_path / "output")
    before = (first.folder / "graph.ttl").stat()
    file = min(site.rglob("*.md"))
    os.utime(file, (LONG_AGO, LONG_AGO))
    for expected in ([file.name], []):
        read.clear()
        assert words(site, first.folder)[-1].startswith("nothing changed")
        assert read == expected, "the next build knows that it was touched"
    assert (first.folder / "graph.ttl").stat() == before


def test_a_file_that_changed_right_before_it_was_read_is_read_again(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    monkeypatch.setattr(state, "RACY", 3_600_000_000_000)
    kg.build(site, output=tmp_path / "output")
    count = len(read)
    read.clear()
    assert words(site, tmp_path / "output")[-1].startswith("nothing changed")
    assert len(read) == count


@pytest.mark.parametrize("option", [{"base": "https://other.example/"}, {"organizations": True}, {"anew": True}])
def test_another_making_takes_nothing_over(site: Path, tmp_path: Path, read: list[str], option: dict[str, Any]) -> None:
    kg.build(site, output=tmp_path / "output")
    count = len(read)
    read.clear()
    if "organizations" in option:
        (tmp_path / "own.csv").write_text("name,aliases,url\nPort of Nowhere,PoN,https://pon.example/\n")
        option = {"organizations": tmp_path / "own.csv"}
    kg.build(site, output=tmp_path / "output", **option)
    assert len(read) == count


def test_other_formats_are_written_without_reading_again(site: Path, tmp_path: Path, read: list[str]) -> None:
    kg.build(site, output=tmp_path / "output")
    read.clear()
    folder = kg.build(site, output=tmp_path / "output", formats=["nt"]).folder
    assert read == []
    assert sorted(path.name for path in folder.glob("graph.*")) == ["graph.nt"]


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no state": lambda folder: (folder / "store" / state.NAME).unlink(),
    "half a state": lambda folder: os.truncate(folder / "store" / state.NAME, 100),
    "a state of something else": lambda folder: (folder / "store" / state.NAME).write_bytes(b"\x93\x01\x02"),
    "no records": lambda folder: (folder / "records.bin").unlink(),
    "half the records": lambda folder: os.truncate(folder / "records.bin", 300),
    "no store": lambda folder: shutil.rmtree(folder / "store"),
    "half a store": lambda folder: [
        path.write_bytes(path.read_bytes()[:10]) for path in (folder / "store").glob("*.sst")
    ],
    "a store without its first file": lambda folder: (folder / "store" / "CURRENT").unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_after_damage_everything_is_made_anew_with_a_word_about_it(site: Path, tmp_path: Path, damage: str) -> None:
    first = kg.build(site, output=tmp_path / "output")
    turtle = (first.folder / "graph.ttl").read_bytes()
    DAMAGE[damage](first.folder)
    said = words(site, first.folder)
    assert said
    assert said[0].endswith("everything is made anew")
    assert (first.folder / "graph.ttl").read_bytes() == turtle
    assert words(site, first.folder)[0].startswith("nothing changed")


@pytest.mark.parametrize("name", ["graph.ttl", "graph.html", "stories.csv", "report.json"])
def test_an_output_that_is_gone_is_written_again(site: Path, tmp_path: Path, name: str, read: list[str]) -> None:
    first = kg.build(site, output=tmp_path / "output")
    before = (first.folder / name).read_bytes()
    (first.folder / name).unlink()
    read.clear()
    kg.build(site, output=first.folder)
    assert read == []
    if name != "report.json":  # which has times in it, and says that the last one is missing
        assert (first.folder / name).read_bytes() == before


def test_a_build_of_nothing_changed_loads_no_heavy_library(site: Path, tmp_path: Path) -> None:
    kg.build(site, output=tmp_path / "output")
    code = (
        f"import sys, kg\nkg.build({str(site)!r}, output={str(tmp_path / 'output')!r})\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "pyoxigraph" in found
    heavy = {"numpy", "scipy", "networkx", "rdflib", "igraph", "pyvis", "rich", "loky", "jinja2", "sparse_dot_topn"}
    assert heavy & set(found) == set()


def test_the_command_says_what_it_would_have_said(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "build", str(site), "-o", str(tmp_path / "output"), "--strict"]
    first, again = (subprocess.run(command, check=False, capture_output=True, text=True) for _ in range(2))
    assert (first.returncode, again.returncode) == (1, 1)
    assert again.stdout == first.stdout
    told = again.stderr.splitlines()
    assert [line for line in first.stderr.splitlines() if line.startswith("rejected: ")] == [
        line for line in told if line.startswith("rejected: ")
    ]
    assert told[-1].partition("; in ")[0] == first.stderr.splitlines()[-1].partition("; in ")[0]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_the_old_output_whole_and_nothing_beside_it(
    site: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    folder = kg.build(site, output=tmp_path / "output").folder
    before = stamps(folder)
    (site / "new.md").write_text("---\nwebUrl: https://a.example/new\ntitle: New\n---\n")
    # the exporter waits for the signal, so that it comes when most is written
    script = (
        "import time\nfrom kg import exporters\nfrom kg.cli import main\n"
        "def wait(store):\n    print('here', flush=True)\n    for _ in range(600):\n        time.sleep(0.1)\n"
        "exporters.FORMATS['turtle'] = exporters.Format('ttl', wait, 'to wait')\n"
        f"main(['build', {str(site)!r}, '-o', {str(folder)!r}, '--anew'])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    process.send_signal(number)
    started = time.monotonic()
    _, told = process.communicate(timeout=60)
    assert time.monotonic() - started < 30
    assert process.returncode == code
    assert told.splitlines()[-1] == f"kg: stopped; {folder} is as it was"
    assert stamps(folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output", "site"]


@pytest.mark.parametrize(
    "name", ["model.py", "rdf/ntriples.py", "sources/plain.py", "entities/merge.py", "exporters/html/__init__.py"]
)
def test_other_code_in_any_room_makes_everything_anew(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = Path(kg.__file__).parent
    copy = shutil.copytree(package, tmp_path / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    before = state._code()
    monkeypatch.setattr(state, "__file__", str(copy / "build" / "state.py"))
    assert state._code() == before
    with open(copy / name, "a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert state._code() != before
