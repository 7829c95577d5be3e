"""Rows of texts -> a table for a terminal: it fits the width, and what is an address can be clicked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

GAP = "   "  # between the columns
LEAST = 8  # columns of the terminal that a column keeps, however narrow the terminal is
SHORTEST_LINK = 20  # an address that can be clicked is shown so far at least
_ADDRESS = re.compile(r"https?://[^\s<>\"\x00-\x20\x7f-\x9f]+")
_CONTROL = dict.fromkeys((*range(32), *range(127, 160)), "�")


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    width: int | None = None,
    links: Sequence[Sequence[str | None]] | None = None,
) -> str:
    """Return a plain table.

    Args:
        columns: their names.
        rows: of cells; line ends in them become spaces, other control characters a sign.
        width: what does not fit it is wrapped within its column; as wide as it needs if None.
        links: for each cell the address that a click on it opens (OSC 8), or None. A cell that is itself the address is
            shortened rather than wrapped, as the click has all of it.

    >>> print(table(["a", "b"], [["1", "x"]]), end="")
    a   b
    ─────
    1   x
    """
    from rich.cells import cell_len

    head = [_plain(name) for name in columns]
    lines = [[_plain(cell) for cell in row] for row in rows]
    targets = links if links is not None else [[None] * len(head)] * len(lines)
    sizes = [max(map(cell_len, column)) for column in zip(head, *lines, strict=True)]
    room = None if width is None else width - len(GAP) * (len(sizes) - 1)
    if room is not None and sum(sizes) > room:
        clicked = [any(row[i] == line[i] for row, line in zip(targets, lines, strict=True)) for i in range(len(head))]
        sizes = _shared(sizes, room, shrinkable=clicked)
    drawn = [_drawn(head, [None] * len(head), sizes)]
    drawn.append("─" * (sum(sizes) + len(GAP) * (len(sizes) - 1)) + "\n")
    drawn += [_drawn(line, target, sizes) for line, target in zip(lines, targets, strict=True)]
    return "".join(drawn)


def address(cell: str) -> str | None:
    """Return the address that a cell is, if it is one that a browser opens.

    >>> address("https://a.example/x"), address("javascript:alert(1)")
    ('https://a.example/x', None)
    """
    return cell if _ADDRESS.fullmatch(cell) else None


def _plain(cell: str) -> str:
    """Return a cell as text of one line that cannot steer the terminal."""
    return " ".join(re.split(r"[\r\n\t]+", cell)).translate(_CONTROL)


def _shared(sizes: list[int], room: int, *, shrinkable: Sequence[bool]) -> list[int]:
    """Return widths that fit: columns of links give way first, then the widest, each down to one common width."""
    sizes = list(sizes)
    for group, least in (
        ([i for i, can in enumerate(shrinkable) if can], SHORTEST_LINK),
        ([*range(len(sizes))], LEAST),
    ):
        for cap in range(max((sizes[i] for i in group), default=0), least - 1, -1):
            excess = sum(sizes) - room
            if excess <= 0:
                return sizes
            for i in group:
                if sizes[i] > cap and excess > 0:
                    sizes[i] -= 1
                    excess -= 1
    return sizes


def _drawn(cells: Sequence[str], targets: Sequence[str | None], sizes: Sequence[int]) -> str:
    """Return the lines of one row."""
    from rich.cells import cell_len

    parts = [_broken(*each) for each in zip(cells, targets, sizes, strict=True)]
    lines = []
    for number in range(max(map(len, parts))):
        line = ""
        place = end = 0  # where the next column begins, and how far the line goes
        for part, target, size in zip(parts, targets, sizes, strict=True):
            if number < len(part) and part[number]:
                line += " " * (place - end) + _linked(part[number], target)
                end = place + cell_len(part[number])
            place += size + len(GAP)
        lines.append(line + "\n")
    return "".join(lines)


def _broken(cell: str, target: str | None, size: int) -> list[str]:
    """Return a cell as lines of at most this size."""
    from rich.cells import cell_len, set_cell_size
    from rich.console import Console
    from rich.text import Text

    if cell_len(cell) <= size:
        return [cell]
    if target == cell:
        return [set_cell_size(cell, size - 1) + "…"]
    lines = (line.plain.strip() for line in Text(cell).wrap(Console(), size))
    return list(filter(None, lines)) or [""]


def _linked(text: str, target: str | None) -> str:
    """Return text that a click on opens its target (OSC 8 of the terminal)."""
    return f"\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\" if target else text
