"""A new folder -> the place of the old one, in one step."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kg.errors import UsageError

ASIDE = ".old"  # at the end of the name of one that is being replaced, where the system cannot exchange two
_AT_FDCWD, _EXCHANGE = -100, 2  # of Linux' renameat2(2), and macOS' renamex_np(2)


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


def umask() -> int:
    """Return the permissions that new files are not to have."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
