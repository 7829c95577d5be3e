"""Bytes -> the disk, whole or not at all; and an output folder: what a build leaves in it, and where."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from kg.errors import ExporterError, GraphError, UsageError

STORE = "store"
REPORT = "report.json"
STORIES = "stories.csv"
RECORDS = "records.bin"
HISTORY = "history.ttl"
PROVENANCE = "provenance.trig"
PINS = "merges.json"
# what speaks of one build, beside exports of its graph
OWN = frozenset((STORE, REPORT, STORIES, RECORDS, HISTORY, PROVENANCE, PINS))
LISTING = ".kg-export"  # in a folder that was written whole: what was, a path a line
ASIDE = ".old"  # at the end of the name of one that is being replaced, where the system cannot exchange two
_AT_FDCWD, _EXCHANGE = -100, 2  # of Linux' renameat2(2), and macOS' renamex_np(2)

Files = Mapping[str, bytes]  # by their path in a folder, with /


class OutputFolder(msgspec.Struct, frozen=True):
    """What a build leaves in its output folder.

    Args:
        path: of the folder; it need not be there.

    >>> OutputFolder(Path("output")).records.as_posix()
    'output/records.bin'
    """

    path: Path

    @property
    def store(self) -> Path:
        """The folder of the store (RocksDB), with what the next build goes on from."""
        return self.path / STORE

    @property
    def report(self) -> Path:
        """The report of the build, as JSON."""
        return self.path / REPORT

    @property
    def stories(self) -> Path:
        """The table of articles and their stories."""
        return self.path / STORIES

    @property
    def records(self) -> Path:
        """What each file said; see `kg.sources.records`."""
        return self.path / RECORDS

    @property
    def history(self) -> Path:
        """What became of the stories of the build before, as Turtle; there only if something changed."""
        return self.path / HISTORY

    @property
    def provenance(self) -> Path:
        """How the graph was built, as PROV in TriG."""
        return self.path / PROVENANCE

    @property
    def pins(self) -> Path:
        """The pins that the graph was built with; there only if there are any."""
        return self.path / PINS

    @property
    def base(self) -> str | None:
        """What the IRIs of the graph begin with, as its report says; None if it does not say."""
        try:
            base = self.read_report().get("base")
        except GraphError:
            return None
        return base if isinstance(base, str) else None

    def read_report(self) -> dict[str, Any]:
        """Return the report of the build.

        Raises:
            GraphError: it is missing or damaged.
        """
        try:
            report = json.loads(self.report.read_bytes())
            if not isinstance(report, dict):
                raise ValueError("it is no JSON object")
        except (OSError, ValueError, RecursionError) as error:
            raise GraphError(f"{self.report} cannot be read ({error}); build the graph again") from error
        return report


def write_whole(path: Path, data: bytes | Files, *, parents: bool = False) -> None:
    """Write a file, or a folder of files: it is whole or as it was.

    What an earlier call wrote into the folder goes; what somebody else put there stays.

    Args:
        path: of the file or the folder.
        data: the bytes of the file, or those of each file in the folder.
        parents: make the folders above it.

    Raises:
        UsageError: it cannot be written, or would take the place of a file that was not written so.
        ExporterError: a path leads out of the folder.
    """
    try:
        if parents:
            path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(data, bytes):
            _write_file(path, data)
        else:
            _write_folder(path, data)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}; name another folder") from error


@contextmanager
def replace_whole(target: Path, *, mark: str, keep: Callable[[Path, Path], None]) -> Iterator[Path]:
    """Give an empty folder to fill, and put it in the place of another when that went well.

    Args:
        target: the folder, without links; it need not be there, but the one that holds it must.
        mark: follows its name, and a dot before that, in the name of the folder that is being filled.
        keep: takes the old folder and the new one, and brings into the new one what is to survive.
    """
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}{mark}", dir=target.parent))
    try:
        fresh.chmod(0o777 & ~umask())
        yield fresh
        if target.exists():
            keep(target, fresh)
            exchange(fresh, target)
        else:
            fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def keep_foreign(old: Path, new: Path) -> None:
    """Link (or copy) what is in a folder, and was not written there by `write_whole`, into another.

    Raises:
        UsageError: a file of that name is there.
    """
    ours = listed(old)
    if not ours and not new.exists():
        shutil.copytree(old, new, symlinks=True, copy_function=link)
        return
    for folder, inner, files in os.walk(old):
        place = Path(folder).relative_to(old)
        links = [name for name in inner if os.path.islink(Path(folder, name))]
        for name in sorted([*files, *links]):
            target = new / place / name
            if (place / name).as_posix() in ours:
                continue
            if os.path.lexists(target):
                raise UsageError(f"{old / place / name} is in the way, and no export wrote it: move it")
            target.parent.mkdir(parents=True, exist_ok=True)
            link(str(Path(folder, name)), str(target))


def listed(folder: Path) -> frozenset[str]:
    """Return the paths of what `write_whole` wrote into a folder; none if it did not."""
    try:
        return frozenset((folder / LISTING).read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        return frozenset()


def link(source: str, target: str) -> str:
    """Link a file to a second place, or copy it where that cannot be; return the place, as `shutil.copytree` asks."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
    return target


def exchange(one: Path, other: Path) -> None:
    """Exchange two folders in one step; where the system has no such step, in two with a gap of microseconds."""
    swap = _system_exchange()
    if swap is not None:
        number = swap(os.fsencode(one), os.fsencode(other))
        if number == 0:
            return
        if number not in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
            raise UsageError(f"cannot replace {other}: {os.strerror(number)}; is it a mount point? name a folder in it")
    aside = one.with_name(one.name + ASIDE)
    other.rename(aside)
    try:
        one.rename(other)
    except OSError:
        aside.rename(other)
        raise
    aside.rename(one)


def umask() -> int:
    """Return the permissions that new files are not to have."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write_file(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()


def _write_folder(path: Path, files: Files) -> None:
    with replace_whole(Path(os.path.realpath(path)), mark=".", keep=keep_foreign) as fresh:
        names = sorted(map(_inside, files))
        for folder in sorted({os.path.dirname(name) for name in names}):
            (fresh / folder).mkdir(parents=True, exist_ok=True)
        for name in names:
            (fresh / name).write_bytes(files[name])
        (fresh / LISTING).write_text("".join(f"{name}\n" for name in [LISTING, *names]), encoding="utf-8")


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.as_posix() != name or name == LISTING or "\n" in name:
        raise ExporterError(f"an exporter may not write {name!r}: give paths within its folder, such as pages/one.html")
    return name


def _system_exchange() -> Callable[[bytes, bytes], int] | None:
    """Return the system's call that exchanges two paths and gives 0 or the error's number; None if it has none."""
    if sys.platform == "win32":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    with suppress(AttributeError):
        if sys.platform == "darwin":
            rename = libc.renamex_np
            return lambda one, other: rename(one, other, _EXCHANGE) and ctypes.get_errno()
        rename = libc.renameat2
        return lambda one, other: rename(_AT_FDCWD, one, _AT_FDCWD, other, _EXCHANGE) and ctypes.get_errno()
    return None
