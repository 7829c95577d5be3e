"""Files -> records: the bytes of one file in, all that it says out. Pure and per file, so that any worker can do it."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable

import msgspec

from kg.codes import ODD_BYTES, UNREADABLE
from kg.errors import NotAnArticleError, SourceError
from kg.model import Origin, Reading, Rejected, SourceFile, Warned
from kg.sources import articles, organizations, plain, topics
from kg.sources.files import InputFile, find, input_file
from kg.sources.frontmatter import FENCE, MAX_BYTES, decode

__all__ = ["OTHER", "InputFile", "find", "input_file", "read_bytes", "read_file"]

READERS: dict[str, Callable[[str, SourceFile], Reading]] = {
    "article": articles.read_article,
    "prose": articles.read_article,
    "organization": organizations.read_organization,
    "topic": topics.read_topics,
}
OTHER = "other"
BLOCK = 1 << 16  # bytes
# a FIFO must not be waited for; on Windows, line ends stay as they are
OPEN = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


def read_bytes(data: bytes, path: str, *, kind: str = "article") -> Reading:
    r"""Return what the bytes of one file say.

    Args:
        data: the whole file.
        path: its path relative to the source folder; names the file in the graph and in messages.
        kind: article, organization or topic.

    Returns:
        A `Reading`; a file that cannot be taken gives one with a `Rejected`, whatever its bytes.

    Raises:
        NotAnArticleError: the file is a page of the site, and none of ours.

    >>> read_bytes(b"---\nwebUrl: https://a.example/x\ntitle: NO\n---\n", "x.md").articles[0].title
    'NO'
    """
    file = SourceFile(path=path, sha256=hashlib.sha256(data).hexdigest())
    known = _plain(data, file, kind=kind)
    if known is not None:
        return known
    try:
        text = decode(data)
        mended = text.value.encode()
        known = _plain(mended, file, kind=kind) if mended != data else None
        reading = known or READERS[kind](text.value, file)
    except SourceError as error:
        return _rejected(file, error)
    if not text.odd:
        return reading
    odd = tuple(
        Warned(origin=Origin(path=path, line=line, sha256=file.sha256), message=message, code=ODD_BYTES)
        for line, message in text.odd
    )
    return msgspec.structs.replace(reading, warned=odd + reading.warned)


def _plain(data: bytes, file: SourceFile, *, kind: str) -> Reading | None:
    return plain.read_plain_article(data, file) if READERS[kind] is articles.read_article else None


def read_file(found: InputFile) -> Reading | None:
    """Return what one file says; None for one that is none of ours (a README, a page of the site).

    A file that cannot be opened, or is no regular file, gives a `Rejected`.
    """
    try:
        data = _contents(found.location)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}; check what it is and who may read it"
        return _rejected(SourceFile(path=found.path, sha256=""), SourceError(reason, code=UNREADABLE))
    if found.kind == "prose" and not data.lstrip(b"\xef\xbb\xbf\r\n").startswith(FENCE.encode()):
        return None
    try:
        return read_bytes(data, found.path, kind=found.kind)
    except NotAnArticleError:
        return None


def _contents(path: str) -> bytes:
    """Return the bytes of a regular file (of one that is too large: enough to tell); nothing else is waited for."""
    handle = os.open(path, OPEN)  # without the layers of open(), of which each file would make three
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a regular file")
        data = os.read(handle, min(status.st_size, MAX_BYTES) + 1)
        while len(data) != status.st_size and len(data) <= MAX_BYTES and (more := os.read(handle, BLOCK)):
            data += more
        return data
    finally:
        os.close(handle)


def _rejected(file: SourceFile, error: SourceError) -> Reading:
    origin = Origin(path=file.path, line=error.line, sha256=file.sha256)
    rejected = Rejected(origin=origin, reason=error.reason, code=error.code, column=error.column, key=error.key)
    return Reading(file=file, rejected=(rejected,), warned=error.warned)
