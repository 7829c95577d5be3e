"""Files -> records: the bytes of one file in, all that it says out. Pure and per file, so that any worker can do it."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator

import msgspec

from kg.errors import NotAnArticleError, SourceError
from kg.model import Origin, Reading, Rejected, SourceFile, Warned
from kg.sources import articles, organizations, topics
from kg.sources.files import Found, find
from kg.sources.frontmatter import FENCE, MAX_BYTES, decode

__all__ = ["OTHER", "Found", "find", "read", "read_all", "read_bytes"]

READERS: dict[str, Callable[[str, SourceFile], Reading]] = {
    "article": articles.read,
    "prose": articles.read,
    "organization": organizations.read,
    "topic": topics.read,
}
OTHER = "other"
CHUNK = 64
FEWEST_FOR_WORKERS = 512

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[Reading | None]).decode


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
    try:
        text = decode(data)
        reading = READERS[kind](text.value, file)
    except SourceError as error:
        return _rejected(file, error.reason, line=error.line)
    if not text.odd:
        return reading
    odd = tuple(Warned(origin=Origin(path=path, line=line, sha256=file.sha256), message=m) for line, m in text.odd)
    return msgspec.structs.replace(reading, warned=odd + reading.warned)


def read(found: Found) -> Reading | None:
    """Return what one file says; None for one that is none of ours (a README, a page of the site).

    A file that cannot be opened, or is no regular file, gives a `Rejected`.
    """
    try:
        with open(found.location, "rb", opener=_open_regular) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}; check what it is and who may read it"
        return _rejected(SourceFile(path=found.path, sha256=""), reason)
    if found.kind == "prose" and not data.lstrip(b"\xef\xbb\xbf\r\n").startswith(FENCE.encode()):
        return None
    try:
        return read_bytes(data, found.path, kind=found.kind)
    except NotAnArticleError:
        return None


def read_all(files: Iterable[Found], *, jobs: int = 1) -> Iterator[Reading | None]:
    """Yield what each file says, in the order of the files, read by `jobs` processes.

    Workers hand back packed bytes, not pickled objects.
    """
    files = list(files)
    if jobs <= 1 or len(files) < FEWEST_FOR_WORKERS:
        yield from map(read, files)
        return
    from loky import ProcessPoolExecutor

    chunks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
    with ProcessPoolExecutor(max_workers=min(jobs, len(chunks))) as pool:
        for packed in pool.map(_read_chunk, chunks):
            yield from _unpack(packed)


def _read_chunk(files: list[Found]) -> bytes:
    return _pack([read(file) for file in files])


def _open_regular(path: str, flags: int) -> int:
    """Open without waiting (a FIFO would wait for ever), and only what is a regular file."""
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(0, "it is not a regular file")
    return handle


def _rejected(file: SourceFile, reason: str, *, line: int = 1) -> Reading:
    origin = Origin(path=file.path, line=line, sha256=file.sha256)
    return Reading(file=file, rejected=(Rejected(origin=origin, reason=reason),))
