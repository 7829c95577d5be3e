"""Archives: the graph of the folder that they were made of, and nothing written but regular files in a private one."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import sources
from kg.errors import UsageError
from kg.sources.opening import SCRATCH, Opened, archives, opened, unpacked

KINDS = [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".zip"]
ARTICLE = b"---\nwebUrl: https://a.example/x\n---\n"


def packed(folder: Path, archive: Path, *, top: str) -> Path:
    """Pack a folder as an archive."""
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
            for path in sorted(folder.rglob("*")):
                made.write(path, Path(top, path.relative_to(folder)).as_posix())
        return archive
    kind = {".gz": "gz", ".tgz": "gz", ".bz2": "bz2", ".xz": "xz"}.get(archive.suffix, "")
    with tarfile.open(archive, f"w:{kind}") as tar:  # type: ignore[call-overload]
        tar.add(folder, top)
    return archive


def tar_of(path: Path, *entries: tuple[str, bytes, bytes] | tuple[str, bytes]) -> Path:
    """Write a tar archive of entries: path, bytes (or where a link leads), type."""
    with tarfile.open(path, "w") as tar:
        for name, data, *type in entries:
            entry = tarfile.TarInfo(name)
            entry.type = type[0] if type else tarfile.REGTYPE
            if type:
                entry.linkname = data.decode()
            else:
                entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return path


def files(found: Opened) -> list[str]:
    return [file.path for file in sources.find(found) if file.kind != sources.OTHER]


@pytest.mark.parametrize("top", ["", "site-1.2"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_graph_is_that_of_the_folder(site: Path, tmp_path: Path, kind: str, top: str) -> None:
    archive = packed(site, tmp_path / f"x{kind}", top=top)
    folder = kg.build(site, output=tmp_path / "a", formats=("turtle",)).folder
    built = kg.build(archive, output=tmp_path / "b", formats=("turtle",))
    for name in ("graph.ttl", "stories.csv", "records.bin", "provenance.trig"):
        assert (folder / name).read_bytes() == (built.folder / name).read_bytes(), name
    assert built.files == ()
    assert SCRATCH not in (built.folder / "report.json").read_text()


def test_zstd_is_read_or_refused_with_what_to_do(site: Path, tmp_path: Path) -> None:
    archive = packed(site, tmp_path / "x.tar", top="").rename(tmp_path / "x.tar.zst")
    with pytest.raises(UsageError, match="damaged" if sys.version_info >= (3, 14) else "from 3.14 on"):
        kg.build(archive, output=tmp_path / "out")


def test_a_second_build_of_the_same_archive_changes_nothing(site: Path, tmp_path: Path) -> None:
    archive = packed(site, tmp_path / "x.tar.gz", top="top")
    kg.build(archive, output=tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.*")}
    again = packed(site, tmp_path / "x.tar.gz", top="top")
    kg.build(again, output=tmp_path / "out")
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.*")}
    run = [sys.executable, "-m", "kg", "build", "--check", str(again), "-o", str(tmp_path / "out")]
    assert subprocess.run(run, check=False).returncode == 0


def test_only_regular_files_within_the_folder_are_taken(tmp_path: Path) -> None:
    archive = tar_of(
        tmp_path / "x.tar",
        ("./a.md", ARTICLE),
        ("../../out.md", ARTICLE),
        ("b/../../out.md", ARTICLE),
        ("/abs.md", ARTICLE),
        ("link.md", b"/etc/passwd", tarfile.SYMTYPE),
        ("link/in.md", ARTICLE),
        ("hard.md", b"./a.md", tarfile.LNKTYPE),
        ("fifo.md", b"", tarfile.FIFOTYPE),
        ("device.md", b"", tarfile.CHRTYPE),
        (".git/hooks/x.md", ARTICLE),
        ("a.md/b.md", ARTICLE),
        ("long" * 100 + ".md", ARTICLE),
        ("d/" * 100 + "x.md", ARTICLE),
        ("odd\\name.md", ARTICLE),
    )
    with opened([archive]) as found:
        root = found[0].parent
        assert files(found) == ["a.md", "link/in.md", "odd\\name.md"]
        assert all(stat.S_ISREG(p.lstat().st_mode) or stat.S_ISDIR(p.lstat().st_mode) for p in root.rglob("*"))
        assert stat.S_IMODE(root.stat().st_mode) == 0o700
        assert [remark.removeprefix(f"{archive}: ") for remark in found.remarks] == [
            "4 entries left out: a link, a device or the like",
            "3 entries left out: a name that no file can have here",
            "3 entries left out: a path that leads out of it",
        ]
    assert not root.exists()
    assert not [*tmp_path.rglob("out.md")]


def test_of_a_zip_links_and_what_is_locked_are_left_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("a.md", ARTICLE)
        made.writestr("../out.md", ARTICLE)
        made.writestr("__MACOSX/._a.md", b"x")
    with opened([tmp_path / "x.zip"]) as found:
        assert files(found) == ["a.md"]
        assert len(found.remarks) == 2


def test_one_folder_that_holds_all_is_what_was_named(tmp_path: Path) -> None:
    for name, entries, expected in (
        ("one", ["top/_news/a.md", "top/b.md", ".hidden"], ["_news/a.md", "b.md"]),
        ("two", ["top/a.md", "b.md"], ["b.md", "top/a.md"]),
        ("file", ["a.md"], ["a.md"]),
        ("posts", ["_news/a.md"], ["a.md"]),
    ):
        archive = tar_of(tmp_path / f"{name}.tar", *((entry, ARTICLE) for entry in entries))
        with opened([archive]) as found:
            assert files(found) == expected, name
            assert found.shown(str(found[0] / "x.md")) == f"{archive}/x.md"


def test_what_no_reader_opens_is_there_but_empty(site: Path, tmp_path: Path) -> None:
    with opened([packed(site, tmp_path / "x.tar", top="")]) as found:
        assert (found[0] / "assets/logo.png").stat().st_size == 0
        assert len(sources.find(found)) == len(sources.find([site]))


@pytest.mark.parametrize(
    ("kind", "pack"), [(".tar.gz", gzip.compress), (".tar.bz2", bz2.compress), (".tar.xz", lzma.compress)]
)
def test_a_bomb_ends(tmp_path: Path, kind: str, pack: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE", 1 << 20)
    assert callable(pack)
    big = tar_of(tmp_path / "x", ("a.md", b"\0" * (1 << 23)))
    (tmp_path / f"bomb{kind}").write_bytes(pack(big.read_bytes()))
    with pytest.raises(UsageError, match="more than 200 times its size"), opened([tmp_path / f"bomb{kind}"]):
        pass


def test_a_bomb_in_a_header_or_a_picture_or_a_zip_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE", 1 << 20)
    picture = tar_of(tmp_path / "x", ("a.png", b"\0" * (1 << 23)))
    (tmp_path / "picture.tgz").write_bytes(gzip.compress(picture.read_bytes()))
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 1 << 23
    (tmp_path / "header.tgz").write_bytes(gzip.compress(header.tobuf() + b"\0" * (1 << 23)))
    chain = tarfile.TarInfo("x")
    chain.type, chain.size = tarfile.GNUTYPE_LONGNAME, 10
    (tmp_path / "chain.tar").write_bytes((chain.tobuf(tarfile.GNU_FORMAT) + b"a" * 512) * 3000)
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.md", b"\0" * (1 << 23))
    for name, message in (
        ("picture.tgz", "more than 200 times"),
        ("header.tgz", "is damaged"),
        ("chain.tar", "is damaged"),
        ("x.zip", "more than 200 times"),
    ):
        with pytest.raises(UsageError, match=message), opened([tmp_path / name]):
            pass


def test_files_and_bytes_are_bounded(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = packed(site, tmp_path / "x.tar", top="")
    monkeypatch.setattr(unpacked, "MOST_FILES", 3)
    with pytest.raises(UsageError, match="more than 3 files"), opened([archive]):
        pass
    monkeypatch.setattr(unpacked, "MOST_FILES", 100)
    monkeypatch.setattr(unpacked, "MOST_BYTES", 100)
    with pytest.raises(UsageError, match="more than 100 bytes"), opened([archive]):
        pass


def test_an_archive_in_the_output_folder_is_refused(site: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    archive = packed(site, tmp_path / "out/x.zip", top="")
    with pytest.raises(UsageError, match="holds the source"):
        kg.build(archive, output=tmp_path / "out")


@given(at=st.integers(0, 2000), by=st.binary(min_size=1, max_size=20), kind=st.sampled_from(KINDS), cut=st.booleans())
def test_any_bytes_are_an_archive_or_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, by: bytes, kind: str, cut: bool
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "in").mkdir()
    (folder / "in/a.md").write_bytes(ARTICLE)
    archive = packed(folder / "in", folder / f"x{kind}", top="top")
    data = bytearray(archive.read_bytes())
    data[at : at + len(by)] = by
    archive.write_bytes(data[: len(data) // 2] if cut else data)
    problem = str(archive)
    try:
        with opened([archive]) as found:
            assert all(path.resolve().is_relative_to(found[0].resolve()) for path in found[0].rglob("*"))
    except UsageError as error:
        problem = str(error)
    assert problem.startswith(str(archive))
