"""What each file said -> one file beside the store, and back.

The graph says what is true, its records say where that was said: the file and the line of each related link. The first
line of the file names the format and its version; after it come blocks, each the length of what follows (4 bytes, big
endian) and that many bytes of zlib, which hold readings as `kg.sources.parcels` packs them. The same readings in any
order give the same bytes; nothing in it speaks of a machine or a time. A change of `kg.model.Reading`, or of what goes
into a block, is a new `VERSION`, and a file of another version is passed over as if it were not there.
"""

from __future__ import annotations

import struct
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import msgspec

from kg.errors import GraphError
from kg.model import Reading
from kg.sources import parcels

VERSION = 4
MAGIC = b"kg records "
LONGEST_HEAD = 64  # bytes of the first line
BLOCK = 256  # readings: enough for zlib to find what they share, little enough to hold
LEVEL = 1  # of zlib: 6 makes the file an eighth smaller in three times the time

_LENGTH = struct.Struct(">I")


def write(readings: Iterable[Reading], path: Path) -> None:
    """Write what the files said, sorted by their paths.

    Args:
        readings: one for each file, in any order.
        path: of the file to write.
    """
    ordered = sorted(readings, key=_order)
    packed = (parcels.pack(ordered[start : start + BLOCK]) for start in range(0, len(ordered), BLOCK))
    with path.open("wb") as file:
        file.write(_head())
        for block in _aside(_compressed, packed):
            file.write(_LENGTH.pack(len(block)) + block)


def exists(path: Path) -> bool:
    """Return whether there are records that this version of kg can read."""
    try:
        with path.open("rb") as file:
            return file.readline(LONGEST_HEAD) == _head()
    except OSError:
        return False


def read(path: Path) -> Iterator[Reading]:
    """Yield what each file said, sorted by their paths; no more than three blocks are held.

    Raises:
        GraphError: there are no such records, or they are damaged.
    """
    if not exists(path):
        raise GraphError(f"no records of version {VERSION} in {path.parent}; build the graph again")
    try:
        with path.open("rb") as file:
            file.readline()
            for block in _aside(_decompressed, _blocks(file)):
                yield from (reading for reading in parcels.unpack(block) if reading is not None)
    except (OSError, EOFError, struct.error, zlib.error, msgspec.DecodeError) as error:
        raise GraphError(f"{path} is damaged ({error}); build the graph again") from error


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while head := file.read(_LENGTH.size):
        (length,) = _LENGTH.unpack(head)
        yield file.read(length)


def _compressed(block: bytes) -> bytes:
    return zlib.compress(block, LEVEL)


def _decompressed(block: bytes) -> bytes:
    stream = zlib.decompressobj()
    data = stream.decompress(block)
    if not stream.eof or stream.unused_data:
        raise EOFError("a block does not end where it should")
    return data


def _aside(work: Callable[[bytes], bytes], blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what is made of each block; another thread makes it, while this one has the next block or the last."""
    with ThreadPoolExecutor(1) as thread:
        made: deque[Future[bytes]] = deque()
        for block in blocks:
            made.append(thread.submit(work, block))
            if len(made) > 1:
                yield made.popleft().result()
        for last in made:
            yield last.result()


def _order(reading: Reading) -> tuple[str, str, tuple[str, ...]]:
    """Return what readings are sorted by; files that could not be opened have no hash, but a reason."""
    return (reading.file.path, reading.file.sha256, tuple(rejected.reason for rejected in reading.rejected))


def _head() -> bytes:
    return MAGIC + str(VERSION).encode() + b"\n"
