"""Rows of texts -> a page of its own with a table that can be sorted and filtered: what a notebook shows in a frame."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg import html, words

MOST_SHOWN = 2_000  # rows; a notebook keeps what it shows
ROW, HEAD, MOST_HEIGHT = 44, 80, 460  # pixels: of a row, of what is above the rows, of the frame
TABLE = Path(__file__).with_name("table.html")


def page(columns: Sequence[str], rows: Sequence[Sequence[tuple[str, str | None, bool]]], *, more: str) -> bytes:
    """Return a table as a page that makes no request.

    Args:
        columns: their names.
        rows: of cells: a text, the address that it links to or None, and whether it is a number, to be sorted as such.
        more: said beside the number of rows, if there are more than these.
    """
    cells = [[(html.level(text), *rest) for text, *rest in row] for row in rows]
    status = words.count(len(rows), "row") + (f", {more}" if more else "")
    return html.document(TABLE, columns=list(map(html.level, columns)), rows=cells, status=status).encode()


def height(count: int) -> int:
    """Return how high a frame with so many rows is, in pixels."""
    return min(MOST_HEIGHT, HEAD + ROW * max(count, 1))
