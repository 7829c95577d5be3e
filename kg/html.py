"""Plain values -> the HTML of a card, as notebooks show things: text as text, links only to the web, no script."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

STYLE = (  # colours of the notebook's own theme, so that it is readable in the light and in the dark
    "font:14px/1.45 system-ui,sans-serif;max-width:52rem;padding:.7rem 1rem;border:1px solid color-mix(in srgb,"
    "currentColor 25%,transparent);border-radius:8px;overflow-wrap:anywhere"
)
FAINT = "opacity:.72;font-size:.92em"
CELL = "text-align:left;vertical-align:top;padding:.15rem .8rem .15rem 0"
SHORT = 24  # characters of a cell that stays on one line
_WEB = re.compile(r"https?://[^\s<>\"\x00-\x1f\x7f]+", re.IGNORECASE)
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "�")
_BIDI = dict.fromkeys((*range(8234, 8239), *range(8294, 8298)))  # they would turn what follows round

Cell = str | tuple[str, str | None]  # a text, or a text and the address that it links to


def text(value: str) -> str:
    """Return a text as HTML that shows it as it is.

    >>> text("<b>a & b</b>")
    '&lt;b&gt;a &amp; b&lt;/b&gt;'
    """
    return html.escape(value.translate(_CONTROLS).translate(_BIDI))


def link(words: str, address: str | None) -> str:
    """Return words that link to an address, if it is one of the web.

    >>> link("a", "javascript:alert(1)"), link("a", "https://a.example/")
    ('a', '<a href="https://a.example/" target="_blank" rel="noopener noreferrer">a</a>')
    """
    if address is None or not _WEB.fullmatch(address):
        return text(words)
    return f'<a href="{text(address)}" target="_blank" rel="noopener noreferrer">{text(words)}</a>'


def card(
    title: Cell, facts: Iterable[str] = (), *, rows: Sequence[Sequence[Cell]] = (), head: Sequence[str] = ()
) -> str:
    """Return a card.

    Args:
        title: its title, with the address that it links to if it has one.
        facts: short texts below the title, set apart by dots.
        rows: of a table below them.
        head: the names of its columns; none are shown if it is empty.
    """
    names = "".join(f'<th scope="col" style="{CELL}">{text(name)}</th>' for name in head)
    lines = [f"<tr>{names}</tr>"] if names else []
    lines += [
        "<tr>" + "".join(f'<td style="{_style(cell)}">{_cell(cell)}</td>' for cell in row) + "</tr>" for row in rows
    ]
    table = f'<table style="border-collapse:collapse;margin:.5rem 0 0">{"".join(lines)}</table>' if lines else ""
    said = " · ".join(text(fact) for fact in facts if fact)
    below = f'<div style="{FAINT}">{said}</div>' if said else ""
    return f'<div style="{STYLE}" dir="auto"><strong>{_cell(title)}</strong>{below}{table}</div>'


def day(moment: datetime | None) -> str:
    """Return a moment as people write it, an empty text if it is unknown.

    >>> day(datetime(2020, 6, 11, 1, 6))
    '11 June 2020, 01:06'
    """
    return "" if moment is None else f"{moment.day} {moment:%B %Y, %H:%M}"


def counted(number: int, thing: str) -> str:
    """Return a number of things.

    >>> counted(1, "copy"), counted(1200, "report")
    ('1 copy', '1,200 reports')
    """
    if number == 1:
        return f"1 {thing}"
    return f"{number:,} {thing[:-1] + 'ies' if thing.endswith('y') else thing + 's'}"


def span(start: datetime | None, end: datetime | None) -> str:
    """Return a span of time, from day to day."""
    if start is None or end is None:
        return ""
    if start.date() == end.date():
        return f"{start.day} {start:%B %Y}"
    return f"{start.day} {start:%B %Y} to {end.day} {end:%B %Y}"


def _style(cell: Cell) -> str:
    return f"{CELL};white-space:nowrap" if isinstance(cell, str) and len(cell) <= SHORT else CELL


def _cell(cell: Cell) -> str:
    return text(cell) if isinstance(cell, str) else link(*cell)
