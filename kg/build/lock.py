"""One build at a time into a folder: a lock beside it, which ends with the process that holds it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import UsageError

BUSY = frozenset((errno.EACCES, errno.EAGAIN, errno.EDEADLK))
CLOSED = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))  # where no lock can be made, no folder can be replaced
LONGEST = 200  # bytes of what a lock says


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock of an output folder.

    It is a file beside the folder, ``.NAME.lock``, locked by the system: it goes when the build ends, and one that a
    killed build left is taken over.

    Args:
        folder: the output folder; it need not be there.

    Raises:
        UsageError: another build writes into it; says which process.
    """
    target = Path(os.path.realpath(folder))
    path = target.with_name(f".{target.name}.lock")
    with suppress(OSError):  # who makes the folder says what is wrong
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = _taken(path, folder)
    except OSError as error:
        if error.errno not in CLOSED and path.parent.is_dir():
            raise UsageError(f"cannot lock {folder}: {error.strerror}; name another folder with -o") from error
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def _taken(path: Path, folder: Path) -> int:
    """Return the handle of the lock that this process holds now."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        try:
            _lock(handle)
            if os.path.samestat(os.fstat(handle), os.stat(path)):
                with suppress(OSError):  # on a full disk it holds, but does not say for whom
                    os.ftruncate(handle, 0)
                    os.write(handle, f"process {os.getpid()}".encode())
                return handle
        except FileNotFoundError:
            pass  # the last holder took it away between our two steps
        except OSError as error:
            holder = os.read(handle, LONGEST).decode("utf-8", "replace") if error.errno in BUSY else ""
            os.close(handle)
            if error.errno not in BUSY:
                raise
            raise UsageError(
                f"{folder} is being written by another build ({holder or 'another process'}); "
                "wait for it to end, or name another folder with -o"
            ) from error
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, LONGEST, os.SEEK_SET)  # beyond what it says, which others may read
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
