"""The rows of a feed, a table or a list of links -> articles, one each."""

from __future__ import annotations

from kg.errors import SourceError
from kg.model import Reading, SourceFile
from kg.sources.articles import Articles
from kg.sources.site import Site
from kg.sources.tables import rows

NOT_LINKS = "data without addresses of articles"  # why a file is left out


def read_rows(data: bytes, file: SourceFile, site: Site) -> Reading | None:
    """Return what the rows of a file say; None of what is no feed, no table and no list.

    A row without an address is rejected, and the others stay; a file of which no row has one is left out.

    Args:
        data: the whole file.
        file: its path and hash.
        site: that it is a file of.

    Raises:
        SourceError: the file is damaged.
    """
    found = rows(data, file.path)
    if found is None:
        return None
    articles = Articles(file, site)
    for row in found:
        if isinstance(row, SourceError):
            articles.reject(row)
        else:
            articles.row(row)
    reading = articles.reading()
    return reading if reading.articles else Reading(file=file, left_out=NOT_LINKS)
