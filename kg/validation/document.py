"""The text of a file -> where in it each key and value stands, to the character.

`kg.sources` knows lines, which is all that a build needs; this reads a file again, when something is to be shown.
"""

from __future__ import annotations

import bisect
import functools
import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from kg.errors import SourceError
from kg.model import Origin
from kg.sources.dialects import nodes
from kg.sources.frontmatter import decode
from kg.sources.tree import MAPPING, SCALAR, Node
from kg.sources.values import plain

Entry = tuple[Node, Node | None, Node]  # a node, and of one of its entries key and value


class _Lines(NamedTuple):
    """What stands on each line, the first of each; and what begins at each place."""

    values: dict[int, Node]
    items: dict[int, Node]
    mappings: dict[int, Node]
    keys: dict[tuple[int, str], Node]
    entries: dict[int, Entry]


class Document:
    """A file as it stands: its text with line ends made one, and the nodes of its front matter, in whichever dialect.

    Args:
        data: the bytes of the file.
        path: its path; tells data from Markdown and web pages.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self.sha256 = hashlib.sha256(data).hexdigest()
        try:
            self.text = decode(data).value
        except SourceError:
            self.text = data[:4096].decode("utf-8", "replace")
        self._starts = [0, *(place + 1 for place, char in enumerate(self.text) if char == "\n")]
        self.root, self.dialect = nodes(self.text, path)
        self._entries: dict[tuple[int, tuple[str, ...]], tuple[Node, Node] | None] = {}
        self._items: dict[int, dict[str, Node]] = {}

    def origin(self, line: int) -> Origin:
        """Return a line as a place in the file."""
        return Origin(path=self.path, line=line, sha256=self.sha256)

    def nodes(self) -> Iterator[Node]:
        """Yield all nodes, in the order in which they stand."""
        if self.root is not None:
            yield from self.root.nodes()

    def get(self, *keys: str) -> tuple[Node, Node] | None:
        """Return the first of some keys at the top that has a value, and the value."""
        return None if self.root is None else self.root.get(*keys)

    def place(self, start: int) -> tuple[int, int]:
        """Return the line and the column (both 1-based, in characters) of a place in the text."""
        line = bisect.bisect_right(self._starts, start)
        return line, start - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Return a line by its number (1-based); an empty one if there is no such."""
        return self.text[self.start_of(number) : self.start_of(number + 1)].removesuffix("\n")

    def start_of(self, number: int) -> int:
        """Return the place in the text at which a line begins."""
        return self._starts[number - 1] if 0 < number <= len(self._starts) else len(self.text)

    def quoted(self, node: Node) -> str:
        """Return the source of a node."""
        return self.text[node.start : node.end]

    def at_line(self, number: int) -> Node | None:
        """Return what stands on a line: the value of the key there, or else the item; the outermost of them."""
        return self._lines.values.get(number) or self._lines.items.get(number)

    def mapping_at(self, number: int) -> Node | None:
        """Return the outermost mapping whose first key stands on a line; the root if it begins there."""
        return self._lines.mappings.get(number)

    def key_at(self, number: int, key: str) -> Node | None:
        """Return the first key of a name on a line."""
        return self._lines.keys.get((number, key))

    def entry_of(self, node: Node, keys: tuple[str, ...]) -> tuple[Node, Node] | None:
        """Return what `Node.get` does, once for each mapping and keys."""
        known = self._entries
        if (id(node), keys) not in known:
            known[id(node), keys] = node.get(*keys)
        return known[id(node), keys]

    def item_of(self, node: Node, text: str) -> Node | None:
        """Return the first item of a list that is a text, folded as `kg.sources.values.plain` does."""
        if id(node) not in self._items:
            self._items[id(node)] = {plain(item.value): item for _, item in reversed(node.entries)}
        return self._items[id(node)].get(text)

    def entry_at(self, start: int) -> Entry | None:
        """Return what stands at a place: the node that it is part of, its key, and its value."""
        return self._lines.entries.get(start)

    @functools.cached_property
    def _lines(self) -> _Lines:
        lines = _Lines({}, {}, {}, {}, {})
        for node in self.nodes():
            if node.kind == MAPPING:
                lines.mappings.setdefault(node.line, node)
            for key, value in node.entries:
                if key is not None:
                    whole = value if value.kind == SCALAR and value.end > value.start else key
                    lines.values.setdefault(key.line, whole)
                    lines.keys.setdefault((key.line, key.value), key)
                    lines.entries.setdefault(key.start, (node, key, value))
                elif value.kind == SCALAR:
                    lines.items.setdefault(value.line, value)
                lines.entries.setdefault(value.start, (node, key, value))
        return lines
