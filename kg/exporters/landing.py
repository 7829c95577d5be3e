"""Bytes of one file or of several -> the disk: whole or not at all, and nothing of a user's is lost."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path, PurePosixPath

from kg.errors import ExporterError, UsageError
from kg.exporters.format import Files
from kg.folder import exchange, link, umask

LISTING = ".kg-export"  # in a folder that was written: what was, a path a line


def land(path: Path, data: bytes | Files) -> None:
    """Write a file, or a folder of files: it is whole or as it was.

    What an earlier export wrote into the folder goes; what somebody else put there stays.

    Raises:
        UsageError: it cannot be written, or would take the place of a file that is not an export's.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(data, bytes):
            _file(path, data)
        else:
            _folder(path, data)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}; name another folder") from error


def keep(old: Path, new: Path) -> None:
    """Link (or copy) what is in a folder, and was not written there by an export, into another.

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
    """Return the paths of what an export wrote into a folder; none if none did."""
    try:
        return frozenset((folder / LISTING).read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        return frozenset()


def _file(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()


def _folder(path: Path, files: Files) -> None:
    target = Path(os.path.realpath(path))
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        fresh.chmod(0o777 & ~umask())
        names = sorted(map(_inside, files))
        for folder in sorted({os.path.dirname(name) for name in names}):
            (fresh / folder).mkdir(parents=True, exist_ok=True)
        for name in names:
            (fresh / name).write_bytes(files[name])
        (fresh / LISTING).write_text("".join(f"{name}\n" for name in [LISTING, *names]), encoding="utf-8")
        if target.exists():
            keep(target, fresh)
            exchange(fresh, target)
        else:
            fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.as_posix() != name or name == LISTING or "\n" in name:
        raise ExporterError(f"an exporter may not write {name!r}: give paths within its folder, such as pages/one.html")
    return name
