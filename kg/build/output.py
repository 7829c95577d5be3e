"""A build's results -> the output folder, all at once: a reader sees the old folder or the new one, never half."""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg import exporters
from kg.errors import UsageError
from kg.folder import ASIDE, OWN, STORE, OutputFolder, keep_foreign, link, listed, replace_whole

MARK = ".kg-"  # in the name of a folder that is being filled


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give an empty folder to fill, and put it in the place of `folder` when that went well.

    What a user keeps in the old folder goes along; what an earlier build wrote does not. On an error the old folder
    stays as it was. What a killed build left beside it is taken away; so hold the folder's lock (`kg.build.lock`).

    Raises:
        UsageError: the folder cannot be written, or is one that must not be replaced.
    """
    target = Path(os.path.realpath(folder))
    _check(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        clear(target)
    except OSError as error:
        raise UsageError(f"cannot write beside {target}: {error.strerror}; name another folder with -o") from error
    try:
        with replace_whole(target, mark=MARK, keep=_keep_foreign) as fresh:
            yield fresh
    except OSError as error:  # of files that are not named: a full disk, mostly
        raise UsageError(f"cannot write {folder}: {error.strerror or error}; name another folder with -o") from error


def forget_machine(folder: Path) -> None:
    """Delete the log of a closed store: it is full of paths of this machine, and nothing reads it."""
    (OutputFolder(folder).store / "LOG").unlink(missing_ok=True)


def check(folder: Path, sources: Iterable[Path]) -> None:
    """Refuse an output folder that holds a source, or is one that must not be replaced.

    Raises:
        UsageError: it is; replacing the folder would move the source, or what kg did not write.
    """
    target = Path(os.path.realpath(folder))
    for source in sources:
        if Path(os.path.realpath(source)).is_relative_to(target):
            raise UsageError(f"the output folder {folder} holds the source {source}; name another folder with -o")
    _check(target)


def clear(folder: Path) -> None:
    """Take away what killed builds left beside a folder, which nobody else may be writing (`kg.build.lock`).

    Where one was killed while the folder was aside, it is put back.
    """
    target = Path(os.path.realpath(folder))
    left = sorted(target.parent.glob(f".{glob.escape(target.name)}{MARK}*"))
    for found in left:
        if found.name.endswith(ASIDE) and not target.exists():
            found.rename(target)
        else:
            shutil.rmtree(found, ignore_errors=True)


def written(folder: Path) -> list[str]:
    """Return the paths in an output folder of what a build or an export wrote there, sorted; without the store."""
    names = exporters.file_names() | OWN
    found = []
    for item in folder.iterdir():
        if item.name in names or exporters.PICTURE_FILE.fullmatch(item.name):
            found.append(item.name)
        elif item.is_dir():
            found += [f"{item.name}/{name}" for name in listed(item)]
    return sorted(name for name in found if name != STORE)


def _check(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file; name a folder with -o")
    if target.exists() and not _is_a_build(target):
        # a graph.ttl alone may be an export
        foreign = sorted(OWN & {item.name for item in target.iterdir()})
        if foreign:
            raise UsageError(
                f"{target} holds {', '.join(foreign)}, which kg did not write: move it, or name another folder with -o"
            )
    if Path.cwd().is_relative_to(target):
        raise UsageError(f"{target} is the current folder, or holds it; name a folder in it, such as -o output")


def _is_a_build(path: Path) -> bool:
    """Return whether kg wrote this folder, going by its store or, where that is damaged, by its report."""
    folder = OutputFolder(path)
    if (folder.store / "CURRENT").is_file():  # each RocksDB has one
        return True
    try:
        return b'"identity_version"' in folder.report.read_bytes()
    except OSError:
        return False


def _keep_foreign(old: Path, new: Path) -> None:
    """Link (or copy) into the new folder what is in the old one and was not written by a build or an export."""
    ours = OWN | exporters.file_names()
    for item in old.iterdir():
        if item.name in ours or exporters.PICTURE_FILE.fullmatch(item.name):
            continue
        if item.is_dir() and not item.is_symlink():
            keep_foreign(item, new / item.name)
        elif not (new / item.name).exists():
            link(str(item), str(new / item.name))
