"""What the page tells -> a table in HTML that needs no script; the script takes headlines and addresses from it.

So each text is in the page once. Row by row it has the articles in their order.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from kg import html, words

if TYPE_CHECKING:
    from kg.exporters.html.columns import PageColumns

TEMPLATE = Path(__file__).with_name("fallback.html")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ALONE = "Articles of no story"


def table(reading: PageColumns) -> str:
    """Return the table, story by story, and last the articles of none; empty if there are no articles."""
    if not reading.urls:
        return ""
    providers = [*map(html.visible, reading.providers.names), Markup()]
    names = (providers[-1 if place is None else place] for place in reading.publishers)
    rows = zip(reading.articles.names, reading.urls, names, map(when, reading.minutes), strict=True)
    sizes = [*reading.sizes, len(reading.urls) - sum(reading.sizes)]
    labels = ("" if name == title else name for title, name in zip(reading.titles, reading.stories.names, strict=True))
    series = set(reading.series)
    # the template takes the rows one after the other, as many for each story as it has
    groups = zip([*reading.titles, ALONE], [*labels, ""], sizes, (islice(rows, size) for size in sizes), strict=True)
    told = ((*group, place in series) for place, group in enumerate(groups) if group[2])
    return html.document(TEMPLATE, groups=told)


def when(minute: int | None) -> str:
    """Return a minute since 1970 as a moment; empty for none.

    >>> when(26_530_626), when(None)
    ('2020-06-11 01:06', '')
    """
    return "" if minute is None else words.moment(EPOCH + timedelta(minutes=minute))
