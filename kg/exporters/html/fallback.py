"""What the page tells -> a table in HTML that needs no script; the script takes headlines and addresses from it.

So each text is in the page once. Row by row it has the articles in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg import html, words

if TYPE_CHECKING:
    from kg.exporters.html.columns import PageColumns

TEMPLATE = Path(__file__).with_name("fallback.html")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ALONE = "Articles of no story"
NONE = html.Html()

Row = tuple[str, str, html.Html, str]  # of an article: its headline, address, provider and moment
Group = tuple[str, int, Iterator[Row]]  # a story, how many articles it has, and these


def table(reading: PageColumns) -> str:
    """Return the table; empty if there are no articles."""
    return html.document(TEMPLATE, groups=_groups(reading)) if reading.urls else ""


def _groups(reading: PageColumns) -> Iterator[Group]:
    """Yield each story with its articles, and the articles of none."""
    rows = _rows(reading)
    sizes = [*reading.sizes, len(reading.urls) - sum(reading.sizes)]
    for name, size in zip([*reading.stories.names, ALONE], sizes, strict=True):
        if size:
            yield name, size, islice(rows, size)


def _rows(reading: PageColumns) -> Iterator[Row]:
    """Yield the articles in their order."""
    providers = list(map(html.visible, reading.providers.names))
    for title, url, provider, minute in zip(
        reading.articles.names, reading.urls, reading.publishers, reading.minutes, strict=True
    ):
        yield title, url, NONE if provider is None else providers[provider], when(minute)


def when(minute: int | None) -> str:
    """Return a minute since 1970 as a moment; empty for none.

    >>> when(26_530_626), when(None)
    ('2020-06-11 01:06', '')
    """
    return "" if minute is None else words.moment(EPOCH + timedelta(minutes=minute))
