"""The text of a file -> where in it each key and value stands, to the character.

`kg.sources` knows lines, which is all that a build needs; this reads a file again, when something is to be shown.
"""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Iterator

from kg.errors import SourceError
from kg.model import Origin
from kg.sources.dialects import nodes
from kg.sources.frontmatter import decode
from kg.sources.tree import MAPPING, SCALAR, Node


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
        item = None
        for node in self.nodes():
            for key, value in node.entries:
                if key is not None and key.line == number:
                    return value if value.kind == SCALAR and value.end > value.start else key
                if key is None and value.line == number and item is None and value.kind == SCALAR:
                    item = value
        return item

    def mapping_at(self, number: int) -> Node | None:
        """Return the outermost mapping whose first key stands on a line; the root if it begins there."""
        return next((node for node in self.nodes() if node.kind == MAPPING and node.line == number), None)
