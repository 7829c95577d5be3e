"""The bytes of a table -> its text, piece by piece, so that a large file is never held twice."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import NamedTuple

from kg.codes import UNREADABLE
from kg.errors import SourceError
from kg.sources.frontmatter import decode
from kg.sources.tables.row import Remark

MAX_BYTES = 256 * 1024 * 1024  # of a table: some 500,000 rows
PIECE = 1 << 20  # bytes; well below what `kg.sources.frontmatter.decode` takes at once
MOST_REMARKS = 20  # of one file, on its bytes
_OF_YAML = " in YAML"  # which a table is not
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Piece(NamedTuple):
    """Whole lines of a file (or a part of one that is very long), the number of the first, and what was odd there."""

    text: str
    line: int
    odd: tuple[Remark, ...] = ()


def pieces(data: bytes) -> Iterator[Piece]:
    r"""Yield the text of a file in pieces that end with a line, each decoded as `kg.sources.frontmatter.decode` does.

    Raises:
        SourceError: the file is empty, or larger than `MAX_BYTES`.

    >>> list(pieces(b"a,b\r\n1,2\r\n"))
    [Piece(text='a,b\n1,2\n', line=1, odd=())]
    """
    check(data)
    if data.startswith(_UTF_16):
        data = data.decode("utf-16", "replace").encode()
    start, line, said = 0, 1, 0
    while start < len(data):
        end = _end(data, start)
        part = data[start:end]
        if part.startswith((*_UTF_16, codecs.BOM_UTF8)) and start:
            part = b"\n" + part  # it is a mark only where a file begins
            line -= 1
        text, odd = _decoded(part)
        remarks = tuple(Remark(line + at - 1, message.replace(_OF_YAML, "")) for at, message in odd)
        remarks = remarks[: MOST_REMARKS - said]
        said += len(remarks)
        yield Piece(text, line, remarks)
        line += text.count("\n")
        start = end


def whole(data: bytes) -> Piece:
    """Return the text of a file in one piece.

    Raises:
        SourceError: the file is empty, or larger than `MAX_BYTES`.
    """
    found = list(pieces(data))
    return Piece("".join(part.text for part in found), 1, tuple(remark for part in found for remark in part.odd))


def head(data: bytes, *, size: int = 4096) -> str:
    """Return the beginning of a file, to see what it is: without byte order mark and blanks."""
    part = data[:size]
    if part.startswith(_UTF_16):
        return part.decode("utf-16", "replace").lstrip("\ufeff \t\r\n")
    return part.decode("utf-8-sig", "replace").lstrip()


def check(data: bytes) -> None:
    """Hold that a file is neither empty nor larger than `MAX_BYTES`.

    Raises:
        SourceError: it is.
    """
    if len(data) > MAX_BYTES:
        reason = f"the table is larger than the limit of {MAX_BYTES:,} bytes: split it into several files"
        raise SourceError(reason, code=UNREADABLE)
    if not data[:PIECE].strip() and not data.strip():
        raise SourceError("the file is empty", code=UNREADABLE)


def _end(data: bytes, start: int) -> int:
    """Return where a piece ends: after a line, or inside one that is longer than a piece, but in no character."""
    if start + PIECE >= len(data):
        return len(data)
    end = data.rfind(b"\n", start, start + PIECE) + 1
    if end:
        return end
    end = start + PIECE
    while end > start + 1 and (data[end] & 0xC0 == 0x80 or data[end - 1] == 0x0D):
        end -= 1
    return end if end > start + PIECE // 2 else start + PIECE


def _decoded(part: bytes) -> tuple[str, list[tuple[int, str]]]:
    if not part.strip():
        return part.decode("ascii", "ignore").replace("\r\n", "\n").replace("\r", "\n"), []
    text = decode(part)
    return text.value, text.odd
