"""Feeds, tables and bookmark files -> rows: one module a format, none of which knows another.

A row is a `Mapping` with its line, whose keys are those of the file; feeds, bookmarks and known exports have plain ones
(``url title excerpt published updated saved author tags topics lang image provider``), so that the one table of
fields reads them all. Rows are made one at a time, as they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from kg.errors import SourceError
from kg.sources.tables import bookmarks, delimited, feeds, lists, objects, trees
from kg.sources.tables.row import Remark, Row
from kg.sources.tables.text import MAX_BYTES
from kg.sources.tree import Mapping

__all__ = ["FORMATS", "MAX_BYTES", "SUFFIXES", "Remark", "Row", "rows"]


MOST_ERRORS = 1_000  # and more of them than rows: then the rest is not read
MOST_REMARKS = 100  # of one file


class Format(NamedTuple):
    """A format of tables: its name for people, the suffixes of its files, and what reads one (None if it is none)."""

    name: str
    suffixes: tuple[str, ...]
    rows: Callable[[bytes, str], Iterator[Row] | None]


FORMATS = (  # in the order in which they are tried: what is most easily known comes first
    Format("feed", feeds.SUFFIXES, feeds.rows),
    Format("bookmarks", bookmarks.SUFFIXES, bookmarks.rows),
    Format("browser", trees.SUFFIXES, trees.rows),
    Format("JSON", (*objects.SUFFIXES, *objects.LINES), objects.rows),
    Format("list of links", lists.SUFFIXES, lists.rows),
    Format("table", delimited.SUFFIXES, delimited.rows),
)
SUFFIXES = tuple(sorted({suffix for format in FORMATS for suffix in format.suffixes if suffix}))


def rows(data: bytes, path: str) -> Iterator[Row] | None:
    r"""Return the rows of a feed, a table or a bookmark file; None if the file is none.

    Args:
        data: the whole file.
        path: its path; its suffix decides where the bytes do not.

    Returns:
        An iterator of what is read as it is asked for: a `Mapping` for a row, a `SourceError` (not raised) for one that
        cannot be read, or for the rest of the file, and a `Remark` on one that is odd, which is read all the same.

    Raises:
        SourceError: the file cannot be read at all.

    >>> list(rows(b"url,title\nhttps://a.example/1,One\n", "links.csv"))
    [{'url': 'https://a.example/1', 'title': 'One'}]
    """
    for format in FORMATS:
        found = format.rows(data, path)
        if found is not None:
            return _guarded(found)
    return None


def _guarded(found: Iterator[Row]) -> Iterator[Row]:
    """Yield what a format yields, and the error in which it ends; of words on what is odd the first, then a count."""
    count = errors = remarks = 0
    try:
        for row in found:
            if isinstance(row, Mapping):
                count += 1
            elif isinstance(row, SourceError):
                errors += 1
                if errors > max(MOST_ERRORS, count):
                    reason = f"{errors:,} rows of the table cannot be read: the rest is left out; mend them"
                    raise SourceError(reason, line=row.line)
            else:
                remarks += 1
                if remarks > MOST_REMARKS:
                    continue
            yield row
    except SourceError as error:
        yield error
    if remarks > MOST_REMARKS:
        yield Remark(1, f"{remarks - MOST_REMARKS:,} more such words on rows of the table")
