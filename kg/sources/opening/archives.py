"""An archive (tar, compressed or not; zip) -> its regular files in a folder.

Nothing but regular files is taken: no links, no devices, no path that leads out. What is unpacked is bounded in files
and in bytes, and by the size of the archive itself: a bomb ends before it has been read.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from kg.errors import UsageError
from kg.sources.opening.unpacked import Unpacked

FORMATS = {  # what the name of an archive ends with, and how it is packed
    ".tar": "tar", ".tar.gz": "gzip", ".tgz": "gzip", ".tar.bz2": "bzip2", ".tbz2": "bzip2", ".tbz": "bzip2",
    ".tar.xz": "xz", ".txz": "xz", ".tar.zst": "zstd", ".tzst": "zstd", ".zip": "zip",
}  # fmt: skip
MAGIC = (  # what an archive begins with, and where
    (0, b"\x1f\x8b", ".tar.gz"), (0, b"BZh", ".tar.bz2"), (0, b"\xfd7zXZ\0", ".tar.xz"),
    (0, b"\x28\xb5\x2f\xfd", ".tar.zst"), (0, b"PK\3\4", ".zip"), (257, b"ustar", ".tar"),
)  # fmt: skip
FREE = 1 << 26  # bytes that any archive may unpack to; beyond them, so many for each of its own:
RATIO = 200
BLOCK = 1 << 16
LONGEST_READ = 1 << 20  # bytes at once; only a header that is a bomb is longer
REGULAR = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
ENCRYPTED = 1  # in the flags of an entry of a zip
NOT_REGULAR = "a link, a device or the like"
LOCKED = "encrypted"
DAMAGE = (
    EOFError, LookupError, MemoryError, NotImplementedError, OverflowError, RecursionError, RuntimeError, TypeError,
    ValueError, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def format_of(name: str) -> str | None:
    """Return how the archive of a name is packed; None if it is no archive.

    >>> format_of("Site-1.2.tar.gz"), format_of("a.TGZ"), format_of("a.md")
    ('gzip', 'gzip', None)
    """
    name = name.lower()
    return next((form for ending, form in FORMATS.items() if name.endswith(ending)), None)


def unpack(archive: Path, target: Unpacked, *, form: str) -> None:
    """Unpack an archive.

    Args:
        archive: the file.
        target: what takes its files.
        form: how it is packed, as `format_of` has it.

    Raises:
        UsageError: it is damaged, too large, or packed in a way that this Python does not know.
        OSError: it cannot be written.
    """
    try:
        opened = archive.open("rb")
    except OSError as error:
        raise UsageError(f"{target.name} cannot be read: {error.strerror}; check who may read it") from error
    with opened as file:
        most = FREE + RATIO * archive.stat().st_size
        try:
            if form == "zip":
                _unzip(file, target, most)
            else:
                _untar(_Stream(_decompressed(file, form, target.name), target.name, most), target)
        except DAMAGE as error:
            raise _damaged(target.name, error) from error
        except OSError as error:  # what gzip and bz2 say of damage has no number
            raise (error if error.errno else _damaged(target.name, error)) from error


def _damaged(name: str, error: Exception) -> UsageError:
    return UsageError(f"{name} is damaged, or no such archive ({error}); make or fetch it again")


def _decompressed(file: IO[bytes], form: str, name: str) -> IO[bytes]:
    if form == "gzip":
        return gzip.GzipFile(fileobj=file)  # type: ignore[return-value] # it has all of IO that is used
    if form == "bzip2":
        return bz2.BZ2File(file)
    if form == "xz":
        return lzma.LZMAFile(file)
    if form == "zstd":
        try:
            from compression import zstd  # type: ignore[import-not-found, unused-ignore] # from Python 3.14 on
        except ImportError as error:
            raise UsageError(
                f"{name}: Python reads zstd from 3.14 on; unpack it (tar --zstd -xf), and name the folder"
            ) from error
        unpacked: IO[bytes] = zstd.ZstdFile(file)
        return unpacked
    return file


class _Stream:
    """The bytes of a tar archive, front to back: no more of them, and no more at once, than an honest one has."""

    def __init__(self, file: IO[bytes], name: str, most: int) -> None:
        self._file = file
        self._name = name
        self._most = most
        self._at = 0

    def read(self, size: int) -> bytes:
        if not 0 <= size <= LONGEST_READ:
            raise tarfile.ReadError("a header is too long")
        data = self._file.read(size)
        self._at += len(data)
        if self._at > self._most:
            raise _bomb(self._name)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, place: int, whence: int = 0) -> int:
        if whence or place < self._at:
            raise tarfile.ReadError("an entry that is before another")
        while self._at < place and self.read(min(BLOCK, place - self._at)):
            pass
        return self._at


def _bomb(name: str) -> UsageError:
    return UsageError(
        f"{name} unpacks to more than {RATIO} times its size; if you trust it, unpack it, and name the folder"
    )


def _untar(stream: Any, target: Unpacked) -> None:
    with tarfile.TarFile(fileobj=stream) as archive:
        while (entry := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined] # or it would keep them all
            target.seen()
            if entry.isdir():
                continue
            if entry.type not in REGULAR or entry.sparse is not None:
                target.leave_out(NOT_REGULAR)
                continue
            data = archive.extractfile(entry) if target.wants(entry.name) else None
            target.add(entry.name, () if data is None else _blocks(data))


def _unzip(file: IO[bytes], target: Unpacked, most: int) -> None:
    read = 0
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            target.seen()
            kind = stat.S_IFMT(entry.external_attr >> 16)
            if entry.is_dir():
                continue
            if kind not in (0, stat.S_IFREG):
                target.leave_out(NOT_REGULAR)
            elif entry.flag_bits & ENCRYPTED:
                target.leave_out(LOCKED)
            elif not target.wants(entry.filename):
                target.add(entry.filename, ())
            else:
                read += entry.file_size  # zipfile reads no more than that
                if read > most:
                    raise _bomb(target.name)
                with archive.open(entry) as data:
                    target.add(entry.filename, _blocks(data))


def _blocks(data: IO[bytes]) -> Iterator[bytes]:
    while block := data.read(BLOCK):
        yield block
