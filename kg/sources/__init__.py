"""Files -> records: the bytes of one file in, all that it says out. Pure and per file, so that any worker can do it."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable

import msgspec

from kg.codes import ODD_BYTES, UNREADABLE
from kg.errors import SourceError
from kg.model import Origin, Reading, Rejected, SourceFile, Warned
from kg.sources import articles, organizations, people, plain, topics
from kg.sources.articles import NOT_FRONT_MATTER
from kg.sources.dialects import begins_with_front_matter
from kg.sources.files import ARTICLE, OTHER, PAGE, PROSE, TABLE, InputFile, find, input_file
from kg.sources.frontmatter import MAX_BYTES, decode
from kg.sources.rows import NOT_LINKS, read_rows, read_with_plugin
from kg.sources.site import NO_SITE, Site
from kg.sources.tables import MAX_BYTES as MAX_TABLE_BYTES
from kg.sources.tables.bookmarks import is_bookmarks

__all__ = ["OTHER", "InputFile", "find", "input_file", "read_bytes", "read_file"]

READERS = {
    ARTICLE: articles.read_article,
    PAGE: articles.read_article,
    "person": people.read_person,
    "company": people.read_company,
    "organization": organizations.read_organization,
    "topic": topics.read_topics,
}
TERMS = {  # what the key taxonomy says -> the kind of file
    **dict.fromkeys(("topic", "topics", "tag", "tags", "category", "categories"), "topic"),
    **dict.fromkeys(("organization", "organizations", "company", "companies"), "company"),
    **dict.fromkeys(("provider", "providers", "publisher"), "organization"),
    **dict.fromkeys(("person", "people", "author", "authors"), "person"),
}
TAXONOMY = re.compile(
    r"\A\s*(?:---|\+\+\+)\s*?\n(?:(?!---|\+\+\+).*\n){0,50}?taxonomy\s*[:=]\s*[\"']?(\w+)[\"']?\s*$", re.MULTILINE
)
TAXONOMY_KEY = b"taxonomy"
READ_ME = "a README or the like"  # why a file is left out
BLOCK = 1 << 16  # bytes
# a FIFO must not be waited for; on Windows, line ends stay as they are
OPEN = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


def read_bytes(data: bytes, path: str, *, kind: str = ARTICLE, site: Site = NO_SITE, named: bool = False) -> Reading:
    r"""Return what the bytes of one file say.

    Args:
        data: the whole file.
        path: its path relative to the source folder; names the file in the graph and in messages.
        kind: what it holds, as `kg.sources.files.kind_of` has it.
        site: that it is a file of.
        named: whether the file was named itself, so that it is read whatever it looks like.

    Returns:
        A `Reading`; a file that cannot be taken gives one with a `Rejected`, whatever its bytes, and one that is no
        article and no fault one that says why it is left out.

    >>> read_bytes(b"---\nwebUrl: https://a.example/x\ntitle: NO\n---\n", "x.md").articles[0].title
    'NO'
    """
    file = SourceFile(path=path, sha256=hashlib.sha256(data).hexdigest())
    reading = _read_plain(data, file, site) if kind == ARTICLE else None
    if reading is not None:
        return reading
    if kind == PROSE:
        return _read_prose(data, file, site)
    try:
        is_table = kind == TABLE or (kind in (PAGE, ARTICLE) and is_bookmarks(data, file.path))
        reading = _rows(data, file, site, named=named) if is_table else None
        return reading or _read_text(data, file, site, kind=kind)
    except SourceError as error:
        return _rejected(file, error)


def _rows(data: bytes, file: SourceFile, site: Site, *, named: bool) -> Reading | None:
    """Return what a table says; None of one that was named and is none: it is read as a text then.

    Raises:
        SourceError: the table is damaged.
    """
    reading = read_with_plugin(data, file, site)
    if reading is None and data.strip():
        reading = read_rows(data, file, site, named=named)
    return reading or (None if named else Reading(file=file, left_out=NOT_LINKS))


def _read_plain(data: bytes, file: SourceFile, site: Site) -> Reading | None:
    """Return what a plain file says of an article; None of any other, and of one that may be part of a taxonomy."""
    return None if TAXONOMY_KEY in data else plain.read_plain_article(data, file, site)


def _read_prose(data: bytes, file: SourceFile, site: Site) -> Reading:
    """Return what a README or the like says that has the address of an article; any other is left out."""
    try:
        reading = _read_text(data, file, msgspec.structs.replace(site, url=""), kind=ARTICLE)
    except SourceError:
        reading = None
    is_article = reading is not None and any(article.url for article, _ in reading.own)
    return reading if reading and is_article else Reading(file=file, left_out=READ_ME)


def _read_text(data: bytes, file: SourceFile, site: Site, *, kind: str) -> Reading:
    """Return what a text says, and what was odd about its bytes.

    Raises:
        SourceError: it cannot be taken.
    """
    text = decode(data)
    if kind == PAGE and not begins_with_front_matter(text.value, file.path):
        return Reading(file=file, left_out=NOT_FRONT_MATTER)
    mended = text.value.encode()
    known = _read_plain(mended, file, site) if kind == ARTICLE and mended != data else None
    reading = known or _reader(kind, text.value)(text.value, file, site)
    if not text.odd:
        return reading
    odd = tuple(
        Warned(origin=Origin(path=file.path, line=line, sha256=file.sha256), message=message, code=ODD_BYTES)
        for line, message in text.odd
    )
    return msgspec.structs.replace(reading, warned=odd + reading.warned)


def _reader(kind: str, text: str) -> Callable[[str, SourceFile, Site], Reading]:
    """Return what reads a file of a kind; one that says which taxonomy it is part of is of that kind."""
    term = TAXONOMY.search(text) if kind == ARTICLE else None
    return READERS.get(TERMS.get(term[1].lower(), kind) if term else kind, articles.read_article)


def read_file(found: InputFile) -> Reading:
    """Return what one file says; one that cannot be opened, or is no regular file, gives a `Rejected`."""
    try:
        data = _contents(found.location, MAX_TABLE_BYTES if found.kind == TABLE else MAX_BYTES)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}; check what it is and who may read it"
        return _rejected(SourceFile(path=found.path, sha256=""), SourceError(reason, code=UNREADABLE))
    return read_bytes(data, found.path, kind=found.kind, site=found.site, named=found.named)


def _contents(path: str, most: int) -> bytes:
    """Return the bytes of a regular file (of one that is too large: enough to tell); nothing else is waited for."""
    handle = os.open(path, OPEN)  # without the layers of open(), of which each file would make three
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a regular file")
        data = os.read(handle, min(status.st_size, most) + 1)
        while len(data) != status.st_size and len(data) <= most and (more := os.read(handle, BLOCK)):
            data += more
        return data
    finally:
        os.close(handle)


def _rejected(file: SourceFile, error: SourceError) -> Reading:
    origin = Origin(path=file.path, line=error.line, sha256=file.sha256)
    rejected = Rejected(origin=origin, reason=error.reason, code=error.code, column=error.column, key=error.key)
    return Reading(file=file, rejected=(rejected,), warned=error.warned)
