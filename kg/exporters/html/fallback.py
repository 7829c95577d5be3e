"""What the page tells -> a table in HTML that needs no script; the script takes headlines and addresses from it.

So each text is in the page once. Row by row it has the articles in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kg import words

if TYPE_CHECKING:
    from kg.exporters.html.columns import Reading

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", ord("'"): "&#39;"}
# what orders text anew, ends lines or is no sign at all is written as a number; what HTML has no number for is left out
_HIDDEN = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
_NO_SIGN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
HIDDEN, NO_SIGN = re.compile(f"[{_HIDDEN}]"), re.compile(f"[{_NO_SIGN}]")
SPECIAL = re.compile(f"[&<>\"'{_HIDDEN}{_NO_SIGN}]")
HEAD = (
    '<table id="plain"><caption>Stories, the largest first, and the articles of each in order of time</caption>\n'
    '<thead><tr><th scope="col">Headline</th><th scope="col">Provider</th><th scope="col">Published (UTC)</th></tr>'
    "</thead>"
)
ALONE = "Articles of no story"


def escape(text: str) -> str:
    r"""Return text for HTML: between tags and, in double quotes, within one.

    >>> escape("</script>")
    '&lt;/script&gt;'
    >>> escape("safe"), escape("a\u202eb"), escape("a\x07b")
    ('safe', 'a&#8238;b', 'a\ufffdb')
    """
    if not SPECIAL.search(text):
        return text
    text = NO_SIGN.sub("\ufffd", text.translate(MARKUP))
    return HIDDEN.sub(lambda found: f"&#{ord(found[0])};", text)


def table(reading: Reading) -> str:
    """Return the table; empty if there are no articles."""
    if not reading.urls:
        return ""
    return "\n".join((HEAD, *_groups(reading), "</table>"))


def _groups(reading: Reading) -> Iterator[str]:
    """Yield a group of rows for each story, and one for the articles of none."""
    providers = [escape(name) for name in reading.providers.names]
    start = 0
    for name, size in zip(reading.stories.names, reading.sizes, strict=True):
        yield from _group(reading, escape(name), providers, range(start, start + size))
        start += size
    alone = range(start, len(reading.urls))
    if alone:
        yield from _group(reading, ALONE, providers, alone)


def _group(reading: Reading, name: str, providers: list[str], articles: range) -> Iterator[str]:
    count = words.count(len(articles), "article")
    yield f'<tbody><tr><th colspan="3" scope="rowgroup" dir="auto">{name} <small>({count})</small></th></tr>'
    titles, urls, minutes, publishers = reading.articles.names, reading.urls, reading.minutes, reading.publishers
    for article in articles:
        title, url, provider = escape(titles[article]), urls[article], publishers[article]
        if url:
            title = f'<a href="{escape(url)}" rel="noopener noreferrer">{title}</a>'
        by = "" if provider is None else providers[provider]
        yield f'<tr><td dir="auto">{title}</td><td dir="auto">{by}</td><td>{when(minutes[article])}</td></tr>'
    yield "</tbody>"


def when(minute: int | None) -> str:
    """Return a minute since 1970 as a moment; empty for none.

    >>> when(26_530_626), when(None)
    ('2020-06-11 01:06', '')
    """
    return "" if minute is None else (EPOCH + timedelta(minutes=minute)).isoformat(" ", "minutes")[:16]
