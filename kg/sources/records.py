"""Readings -> one file beside the store, or bytes for another process, and back.

The graph says what is true, its records say where that was said: the file and the line of each related link. The first
line of the file names the format and its version; after it come blocks, each the length of what follows (4 bytes, big
endian; the highest bit says that some of its files have a text) and that many bytes of zlib, which hold readings as
`pack` packs them. The same readings in any order give the same bytes; nothing in it speaks of a machine or a time. A
change of `kg.model.Reading`, or of what goes into a block, is a new `VERSION`, and a file of another version is passed
over as if it were not there.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from kg.errors import GraphError
from kg.model import Article, Provider, Reading

VERSION = 5
HEAD = b"kg records %d\n" % VERSION  # the first line
LONGEST_HEAD = 64  # bytes
BLOCK = 256  # readings: enough for zlib to find what they share, little enough to hold
TEXT = 1 << 31  # in the length of a block: some of its readings have a text
LEVEL = 1  # of zlib: 6 makes the file an eighth smaller in three times the time

_LENGTH = struct.Struct(">I")


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    """A reading whose articles and providers stand in the lists of its block."""

    reading: Reading
    articles: list[int]
    providers: list[int]


class _Block(msgspec.Struct, frozen=True, array_like=True):
    articles: list[Article]
    providers: list[Provider]
    readings: list[_Packed]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Block).decode


def write_records(readings: Iterable[Reading], path: Path) -> None:
    """Write what the files said, sorted by their paths.

    Args:
        readings: one for each file, in any order.
        path: of the file to write.
    """
    ordered = sorted(readings, key=_order)
    with path.open("wb") as file:
        file.write(HEAD)
        for start in range(0, len(ordered), BLOCK):
            part = ordered[start : start + BLOCK]
            block = zlib.compress(pack(part), LEVEL)
            has_text = any(reading.text for reading in part)
            file.write(_LENGTH.pack(len(block) | (TEXT if has_text else 0)) + block)


def has_records(path: Path) -> bool:
    """Return whether there are records that this version of kg can read."""
    try:
        with path.open("rb") as file:
            return file.readline(LONGEST_HEAD) == HEAD
    except OSError:
        return False


def read_records(path: Path, *, with_text: bool = False) -> Iterator[Reading]:
    """Yield what each file said, sorted by their paths; one block at a time is held.

    Args:
        path: of the records.
        with_text: only files that have a text; the rest is passed over as quickly as can be.

    Raises:
        GraphError: there are no such records, or they are damaged.
    """
    if not has_records(path):
        raise GraphError(f"no records of version {VERSION} in {path.parent}; build the graph again")
    try:
        with path.open("rb") as file:
            file.readline()
            while head := file.read(_LENGTH.size):
                (length,) = _LENGTH.unpack(head)
                if with_text and not length & TEXT:
                    file.seek(length, os.SEEK_CUR)
                    continue
                readings = unpack(_decompressed(file.read(length & ~TEXT)))
                yield from (reading for reading in readings if reading.text) if with_text else readings
    except (OSError, EOFError, struct.error, zlib.error, msgspec.DecodeError) as error:
        raise GraphError(f"{path} is damaged ({error}); build the graph again") from error


def _decompressed(block: bytes) -> bytes:
    stream = zlib.decompressobj()
    data = stream.decompress(block)
    if not stream.eof or stream.unused_data:
        raise EOFError("a block does not end where it should")
    return data


def _order(reading: Reading) -> tuple[str, str, tuple[str, ...]]:
    """Return what readings are sorted by; files that could not be opened have no hash, but a reason."""
    return (reading.file.path, reading.file.sha256, tuple(rejected.reason for rejected in reading.rejected))


def pack(readings: Iterable[Reading]) -> bytes:
    """Return readings as bytes: a third of what they take one by one, for the articles of a story list each other.

    >>> unpack(pack([]))
    []
    """
    articles: dict[Article, int] = {}
    providers: dict[Provider, int] = {}
    found = [
        _Packed(
            msgspec.structs.replace(reading, articles=(), providers=()),
            [articles.setdefault(article, len(articles)) for article in reading.articles],
            [providers.setdefault(provider, len(providers)) for provider in reading.providers],
        )
        for reading in readings
    ]
    return _encode(_Block(list(articles), list(providers), found))


def unpack(data: bytes) -> list[Reading]:
    """Return the readings that were packed; they share the records that they have in common.

    Raises:
        msgspec.DecodeError: these are no packed readings.
    """
    block = _decode(data)
    articles, providers = block.articles, block.providers
    try:
        return [
            msgspec.structs.replace(
                packed.reading,
                articles=tuple([articles[i] for i in packed.articles]),
                providers=tuple([providers[i] for i in packed.providers]),
            )
            for packed in block.readings
        ]
    except IndexError as error:
        raise msgspec.DecodeError("a record that is not in the block") from error
