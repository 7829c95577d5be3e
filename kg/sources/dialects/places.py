"""A tree that knows its lines, and its text -> nodes with places to the character, for dialects that know no more."""

from __future__ import annotations

import re
from typing import Any

from kg.sources.tree import MAPPING, SCALAR, SEQUENCE, Mapping, Node, Sequence

LONGEST = 200  # characters of a value that are looked for on its line

_SIGNS = re.compile(r"[\s:=\"']*")


def nodes_of(tree: Mapping, text: str) -> Node:
    """Return the nodes of what was read of a text; a value that does not stand on its line has the place of its key.

    Args:
        tree: of the front matter; it is no deeper than `kg.sources.tree.MAX_DEPTH`.
        text: of the whole file.
    """
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return _node(tree, text, starts, tree.line, 0)


def _node(value: Any, text: str, starts: list[int], line: int, column: int) -> Node:
    """Return the node of a value that stands on a line, from a column on."""
    begin, end = _line(text, starts, line)
    begin = min(begin + column, end)
    if isinstance(value, Mapping):
        made = Node(MAPPING, begin, end, line)
        for key, inner in value.items():
            place = value.lines.get(key, line)
            known = _key(key, text, starts, place)
            after = known.end - _line(text, starts, place)[0]
            made.entries.append((known, _node(inner, text, starts, _line_of(inner, place), after)))
        return made
    if isinstance(value, Sequence):
        made = Node(SEQUENCE, begin, end, line)
        for item, place in zip(value, value.lines, strict=True):
            made.entries.append((None, _node(item, text, starts, place, column if place == line else 0)))
        return made
    return _scalar(value, text, begin, end, line)


def _line_of(value: Any, line: int) -> int:
    return value.line if isinstance(value, Mapping | Sequence) else line


def _scalar(value: str | None, text: str, begin: int, end: int, line: int) -> Node:
    words = (value or "")[:LONGEST]
    start = text.find(words, begin, end) if words else -1
    if start >= 0:
        return Node(SCALAR, start, min(start + len(value or ""), end), line, value or "", plain=True)
    signs = _SIGNS.match(text, begin, end)
    start = begin if signs is None else signs.end()
    return Node(SCALAR, start, start + len(text[start:end].rstrip()), line, value or "", plain=True)


def _key(key: str, text: str, starts: list[int], line: int) -> Node:
    """Return the node of a key: where it stands on its line, or the whole line where it goes by another name."""
    begin, end = _line(text, starts, line)
    start = text.find(key, begin, end)
    if start < 0:
        written = text[begin:end]
        start = begin + len(written) - len(written.lstrip())
        return Node(SCALAR, start, start, line, key, plain=True)
    return Node(SCALAR, start, start + len(key), line, key, plain=True)


def _line(text: str, starts: list[int], line: int) -> tuple[int, int]:
    """Return where a line begins and ends."""
    if not 0 < line <= len(starts):
        return len(text), len(text)
    begin = starts[line - 1]
    return begin, starts[line] - 1 if line < len(starts) else len(text)
