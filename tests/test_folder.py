"""Output folders and what is in them; files and folders are whole or as they were, and what is a user's stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import kg
from kg.errors import GraphError, UsageError
from kg.folder import LISTING, OutputFolder, write_whole


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LISTING
    }


def test_stale_files_go_and_a_users_own_stay(tmp_path: Path) -> None:
    site = tmp_path / "graph-site"
    write_whole(site, {"index.html": b"1", "story/a.html": b"a", "story/b.html": b"b"})
    (site / "CNAME").write_text("news.example")
    (site / "story" / "notes.txt").write_text("mine")
    (site / "img").mkdir()
    (site / "img" / "logo.png").write_bytes(b"png")
    (site / "link").symlink_to("img")
    write_whole(site, {"index.html": b"2", "story/b.html": b"b2"})
    found = contents(site)
    assert found["index.html"] == b"2"
    assert "story/a.html" not in found
    assert {"CNAME", "story/notes.txt", "img/logo.png"} <= set(found)
    assert (site / "link").readlink() == Path("img")
    assert [path.name for path in tmp_path.iterdir()] == ["graph-site"], "nothing is left beside it"


def test_a_file_that_no_export_wrote_is_never_replaced(tmp_path: Path) -> None:
    site = tmp_path / "graph-site"
    site.mkdir()
    (site / "index.html").write_text("mine")
    with pytest.raises(UsageError, match=r"index\.html is in the way, and no export wrote it: move it"):
        write_whole(site, {"index.html": b"1"})
    assert contents(site) == {"index.html": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["graph-site"]


def test_a_failed_export_leaves_the_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "graph-csv"
    write_whole(folder, {"a.csv": b"1"})
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "b.csv":
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UsageError, match="No space left on device; name another folder"):
        write_whole(folder, {"a.csv": b"2", "b.csv": b"3"})
    assert contents(folder) == {"a.csv": b"1"}
    assert [path.name for path in tmp_path.iterdir()] == ["graph-csv"]


def test_a_build_drops_folders_of_the_last_graph_but_keeps_what_a_user_put_there(
    seed_twin: Path, harbor_site: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    graph = kg.build(seed_twin, output=out, formats=["site", "csv"])
    old = graph.stories[0].id
    (out / "graph-site" / "CNAME").write_text("news.example")
    kg.build(harbor_site, output=out, formats=["site"])
    assert (out / "graph-site" / "CNAME").read_text() == "news.example"
    assert not (out / "graph-site" / "story" / f"{old}.html").exists()
    assert not (out / "graph-csv").exists()
    kg.build(harbor_site, output=out, formats=[])
    assert [path.name for path in (out / "graph-site").iterdir()] == ["CNAME"]


def test_a_folder_that_lost_a_file_is_made_again(seed_twin: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    kg.build(seed_twin, output=out, formats=["site"])
    before = contents(out / "graph-site")
    os.unlink(out / "graph-site" / "index.html")
    kg.build(seed_twin, output=out, formats=["site"])
    assert contents(out / "graph-site") == before


def test_the_base_is_what_the_report_says(seed_twin: Path, tmp_path: Path) -> None:
    kg.build(seed_twin, output=tmp_path / "out", base="https://n.example/", formats=())
    assert OutputFolder(tmp_path / "out").base == "https://n.example/"


@pytest.mark.parametrize("report", [None, b"", b"[]", b"{}", b'{"base": 7}', b"\xff\xfe", b"[" * 100_000])
def test_a_report_that_names_no_base(tmp_path: Path, report: bytes | None) -> None:
    if report is not None:
        (tmp_path / "report.json").write_bytes(report)
    assert OutputFolder(tmp_path).base is None


@pytest.mark.parametrize("report", [None, b"", b"[]", b"\xff\xfe"])
def test_a_report_that_cannot_be_read_is_named(tmp_path: Path, report: bytes | None) -> None:
    if report is not None:
        (tmp_path / "report.json").write_bytes(report)
    with pytest.raises(GraphError, match=r"report\.json cannot be read .*; build the graph again"):
        OutputFolder(tmp_path).read_report()


def test_the_base_of_a_graph_without_a_report_is_that_of_its_articles(seed_twin: Path, tmp_path: Path) -> None:
    built = kg.build(seed_twin, output=tmp_path / "out", base="https://n.example/", formats=["trig"])
    quads = (tmp_path / "out" / "graph.trig").read_text()
    assert "<https://n.example/graph/derived>" in quads
    (tmp_path / "out" / "report.json").unlink()
    graph = kg.open(built.folder)
    assert graph.sources((graph.stories[0].members[0].removeprefix("https://n.example/"), "schema:headline", None))
