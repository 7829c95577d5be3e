"""The rows of a feed, a table or a list of links -> articles, one each."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import SourceError
from kg.model import Reading, SourceFile
from kg.sources import plugins
from kg.sources.articles import DRAFT, Articles
from kg.sources.files import DATA_ENDINGS
from kg.sources.site import Site
from kg.sources.tables import SUFFIXES, Remark, Row, rows
from kg.sources.tree import Mapping

NOT_LINKS = "data without addresses of articles"  # why a file is left out
ONLY_ADDRESSES = "addresses without titles"  # labels of articles that stand elsewhere, redirects
NOT_READ = "data with addresses under keys that nothing reads ({}): name the right one in [fields] of kg.toml"
MOST_KEYS = 3  # that are named
TITLES = ("title", "headline")  # of articles; friends, profiles and menus have a name
HALF = 0.5  # of the rows of a data file have a title, if they are articles


def read_rows(data: bytes, file: SourceFile, site: Site, *, named: bool = False) -> Reading | None:
    """Return what the rows of a file say; None of what is no feed, no table and no list.

    A row without an address is rejected, and the others stay; a file of which no row has one is left out.

    Args:
        data: the whole file.
        file: its path and hash.
        site: that it is a file of.
        named: whether the file was named itself.

    Raises:
        SourceError: the file is damaged.
    """
    found = rows(data, file.path)
    if found is None:
        return None
    if not named and file.path.lower().endswith(DATA_ENDINGS):
        listed = list(found)
        if not _are_articles(listed):
            return Reading(file=file, left_out=NOT_LINKS)
        found = iter(listed)
    articles = Articles(file, site)
    reading = _read(found, articles)
    if named or _say_more_than_addresses(reading):
        return reading
    if articles.drafts and not reading.articles:
        return Reading(file=file, left_out=DRAFT)
    if reading.articles:
        return Reading(file=file, left_out=ONLY_ADDRESSES)
    keys = articles.unread[:MOST_KEYS]
    return Reading(file=file, left_out=NOT_READ.format(", ".join(keys)) if keys else NOT_LINKS, unread=keys)


def all_rows(data: bytes, path: str) -> Iterator[Row] | None:
    """Return the rows of a file, by a reader of another package or by our own; None of what has none.

    Raises:
        SourceError: the file is damaged.
    """
    reader = plugins.reader_of(path, plugins.load(taken=SUFFIXES))
    return rows(data, path) if reader is None else plugins.rows(reader, data, path)


def read_with_plugin(data: bytes, file: SourceFile, site: Site) -> Reading | None:
    """Return what a reader of another package makes of a file; None if none reads files of its suffix."""
    reader = plugins.reader_of(file.path, plugins.load(taken=SUFFIXES))
    return None if reader is None else _read(plugins.rows(reader, data, file.path), Articles(file, site))


def _read(found: Iterator[Row], articles: Articles) -> Reading:
    for row in found:
        if isinstance(row, SourceError):
            articles.reject(row)
        elif isinstance(row, Remark):
            articles.reader.warn(row.line, row.message, code=row.code)
        else:
            articles.row(row)
    return articles.reading()


def _say_more_than_addresses(reading: Reading) -> bool:
    """Return whether rows are articles, rather than what a table says of addresses for another end."""
    titled = sum(article.title is not None for article in reading.articles)
    return bool(reading.articles) and titled >= HALF * len(reading.articles)


def _are_articles(listed: list[Row]) -> bool:
    """Return whether rows of a site's own data are articles, rather than its friends, profiles or menus."""
    mappings = [row for row in listed if isinstance(row, Mapping)]
    titled = sum(any(row.get(title) for title in TITLES) for row in mappings)
    return bool(mappings) and titled >= HALF * len(mappings)
