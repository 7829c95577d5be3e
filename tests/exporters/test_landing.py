"""Folders of exports: whole or as they were; what is stale goes, what is a user's stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import kg
from kg.errors import UsageError
from kg.exporters import landing


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != landing.LISTING
    }


def test_stale_files_go_and_a_users_own_stay(tmp_path: Path) -> None:
    site = tmp_path / "graph-site"
    landing.land(site, {"index.html": b"1", "story/a.html": b"a", "story/b.html": b"b"})
    (site / "CNAME").write_text("news.example")
    (site / "story" / "notes.txt").write_text("mine")
    (site / "img").mkdir()
    (site / "img" / "logo.png").write_bytes(b"png")
    (site / "link").symlink_to("img")
    landing.land(site, {"index.html": b"2", "story/b.html": b"b2"})
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
        landing.land(site, {"index.html": b"1"})
    assert contents(site) == {"index.html": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["graph-site"]


def test_a_failed_export_leaves_the_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "graph-csv"
    landing.land(folder, {"a.csv": b"1"})
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "b.csv":
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UsageError, match="No space left on device; name another folder"):
        landing.land(folder, {"a.csv": b"2", "b.csv": b"3"})
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
