"""The output folder (design, section 7): all of it at once, and nobody's files lost."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg import exporters
from kg import folder as swap
from kg.build import output
from kg.errors import GraphError, UsageError

OURS = ["graph.html", "graph.ttl", "provenance.trig", "records.bin", "report.json", "store", "stories.csv"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def fail(store: object) -> bytes:
    raise RuntimeError("the disk is full of eels")


@pytest.fixture
def folder(seed_twin: Path, tmp_path: Path) -> Path:
    """An output folder with a graph."""
    return kg.build(seed_twin, output=tmp_path / "output").folder


def test_the_folder_holds_exactly_what_the_design_says(folder: Path) -> None:
    assert names(folder) == OURS
    assert names(folder.parent) == ["output"], "nothing is left beside it"


def test_the_store_names_no_path_of_the_machine(folder: Path) -> None:
    assert not [
        path for path in folder.rglob("*") if path.is_file() and str(folder.parent).encode() in path.read_bytes()
    ]


@pytest.mark.parametrize("exporter", ["turtle", "html"])
def test_when_a_build_fails_the_old_folder_stays_whole(
    folder: Path, harbor_site: Path, monkeypatch: pytest.MonkeyPatch, exporter: str
) -> None:
    before = contents(folder)
    broken = exporters.Format(exporters.FORMATS[exporter].extension, fail, "to fail")
    monkeypatch.setitem(exporters.FORMATS, exporter, broken)
    with pytest.raises(RuntimeError, match="full of eels"):
        kg.build(harbor_site, output=folder, anew=True)  # else Turtle may be mended, not exported
    assert contents(folder) == before
    assert names(folder.parent) == ["output"]
    assert len(kg.open(folder)) == 254


def test_when_a_first_build_fails_nothing_is_there(
    seed_twin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(exporters.FORMATS, "html", exporters.Format("html", fail, "to fail"))
    with pytest.raises(RuntimeError, match="full of eels"):
        kg.build(seed_twin, output=tmp_path / "output")
    assert list(tmp_path.iterdir()) == []


def test_what_a_user_keeps_in_the_folder_survives(folder: Path, harbor_site: Path) -> None:
    (folder / "notes.md").write_text("mine")
    (folder / ".gitkeep").touch()
    (folder / "page.png").write_text("a picture of the page")
    (folder / "papers" / "2021").mkdir(parents=True)
    (folder / "papers" / "2021" / "graph.ttl").write_text("mine too")
    (folder / "papers" / "empty").mkdir()
    (folder / "link").symlink_to("papers/2021")
    os.utime(folder / "notes.md", (1_000_000_000, 1_000_000_000))
    kg.build(harbor_site, output=folder)
    assert names(folder) == sorted([*OURS, "notes.md", ".gitkeep", "page.png", "papers", "link"])
    assert (folder / "notes.md").read_text() == "mine"
    assert (folder / "notes.md").stat().st_mtime == 1_000_000_000
    assert (folder / "papers" / "2021" / "graph.ttl").read_text() == "mine too"
    assert (folder / "papers" / "empty").is_dir()
    assert (folder / "link").readlink() == Path("papers/2021")
    assert len(kg.open(folder)) == 136


def test_what_the_last_build_exported_does_not_survive(folder: Path, seed_twin: Path) -> None:
    kg.open(folder).export(*exporters.FORMATS)
    (folder / "store" / "stale.sst").touch()
    kg.build(seed_twin, output=folder, formats=["ntriples"])
    assert names(folder) == ["graph.nt", "provenance.trig", "records.bin", "report.json", "store", "stories.csv"]
    assert not (folder / "store" / "stale.sst").exists()


def test_a_reader_never_sees_a_file_missing(folder: Path, seed_twin: Path, harbor_site: Path) -> None:
    if not _can_exchange(folder.parent):
        pytest.skip("this file system cannot exchange two folders in one step (renameat2)")
    missing: list[str] = []
    seen: set[int] = set()
    done = threading.Event()

    def poll() -> None:
        while not done.is_set():
            for name in ("graph.ttl", "graph.html", "stories.csv", "report.json", "store/CURRENT"):
                try:
                    seen.add(os.stat(folder / name).st_ino)
                except OSError as error:
                    missing.append(f"{name}: {error}")

    reader = threading.Thread(target=poll)
    reader.start()
    for source in (harbor_site, seed_twin, harbor_site):
        kg.build(source, output=folder, formats=["turtle", "html"])
    done.set()
    reader.join()
    assert missing == []
    assert len(seen) >= 10, "the reader looked while folders were replaced"


def test_a_reader_keeps_the_graph_that_it_has_opened(folder: Path, harbor_site: Path) -> None:
    old = kg.open(folder)
    kg.build(harbor_site, output=folder)
    assert len(list(old.query("SELECT ?a { ?a a schema:NewsArticle }"))) == 8
    assert len(kg.open(folder)) == 136


def test_without_an_exchange_in_one_step_two_renames_do(
    folder: Path, harbor_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_system_exchange", lambda: lambda _one, _other: errno.EINVAL)
    kg.build(harbor_site, output=folder)
    assert len(kg.open(folder)) == 136
    assert names(folder.parent) == ["output"]


def test_a_folder_that_cannot_be_exchanged_is_named_and_stays(
    folder: Path, harbor_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)
    monkeypatch.setattr(swap, "_system_exchange", lambda: lambda _one, _other: errno.EBUSY)
    with pytest.raises(UsageError, match=f"cannot replace {folder}: .*is it a mount point"):
        kg.build(harbor_site, output=folder)
    assert contents(folder) == before
    assert names(folder.parent) == ["output"]


def test_an_output_that_is_a_file_is_refused(seed_twin: Path, tmp_path: Path) -> None:
    (tmp_path / "output").write_text("mine")
    with pytest.raises(UsageError, match=f"{tmp_path / 'output'} is a file; name a folder with -o"):
        kg.build(seed_twin, output=tmp_path / "output")
    assert (tmp_path / "output").read_text() == "mine"


@pytest.mark.parametrize("where", [".", "..", "deeper/.."])
def test_the_current_folder_is_never_replaced(
    seed_twin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    here = tmp_path / "here"
    (here / "deeper").mkdir(parents=True)
    monkeypatch.chdir(here)
    with pytest.raises(UsageError, match="is the current folder, or holds it"):
        kg.build(seed_twin, output=where)
    assert names(here) == ["deeper"]


@pytest.mark.parametrize("place", ["site", "."])
def test_an_output_that_holds_the_source_is_refused(
    article_file: Callable[..., Path], tmp_path: Path, place: str
) -> None:
    file = article_file("site/a.md", webUrl="https://a.example/a", title="A")
    with pytest.raises(UsageError, match=r"holds the source .*; name another folder with -o"):
        kg.build(tmp_path / "site", output=tmp_path / place)
    assert file.exists()
    with pytest.raises(UsageError, match="holds the source"):
        kg.build(file, output=tmp_path / "site")


def test_a_link_to_a_folder_is_followed_and_stays(seed_twin: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    kg.build(seed_twin, output=tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert names(tmp_path / "real") == OURS


def test_folders_above_are_made(seed_twin: Path, tmp_path: Path) -> None:
    assert names(kg.build(seed_twin, output=tmp_path / "a" / "b" / "c").folder) == OURS


def test_the_folder_has_the_permissions_that_new_folders_have(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "usual").mkdir()
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE((tmp_path / "usual").stat().st_mode)


def test_a_folder_that_cannot_be_made_is_named(seed_twin: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"cannot write beside .*name another folder with -o"):
        kg.build(seed_twin, output=tmp_path / "file" / "output")


def test_a_read_only_folder_can_be_opened(folder: Path) -> None:
    for path in (folder / "store", folder):
        path.chmod(0o555)
    try:
        assert len(kg.open(folder)) == 254
        assert list(kg.open(folder).query("ASK { ?s a kg:Story }")) == [{"answer": True}]
    finally:
        for path in (folder, folder / "store"):
            path.chmod(0o755)


def test_reading_a_graph_writes_nothing(folder: Path) -> None:
    before = contents(folder)
    graph = kg.open(folder)
    graph.query("SELECT * { ?s ?p ?o }")
    assert graph.stories
    assert contents(folder) == before


def test_a_folder_without_a_graph_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=f"build one with kg build SOURCE -o {tmp_path}"):
        kg.open(tmp_path)


def _can_exchange(folder: Path) -> bool:
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    one, other = folder / "one", folder / "other"
    one.mkdir()
    other.mkdir()
    able = rename is not None and rename(-100, os.fsencode(one), -100, os.fsencode(other), 2) == 0
    one.rmdir()
    other.rmdir()
    return able


@pytest.mark.parametrize("name", ["stories.csv", "report.json", "records.bin"])
def test_what_another_program_wrote_under_our_names_is_not_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=f"holds {name}, which kg did not write"), output.replaced(tmp_path / "out"):
        pass
    assert (tmp_path / "out" / name).read_text(encoding="utf-8") == "mine"
