"""The text of a file -> where in it each key and value stands, to the character.

`kg.sources` knows lines, which is all that a build needs; this reads a file again, when something is to be shown.
"""

from __future__ import annotations

import bisect

from kg.errors import SourceError
from kg.sources.files import YAML
from kg.sources.frontmatter import FENCE, decode, fenced
from kg.sources.tree import MAPPING, SCALAR, Node


class Document:
    """A file as it stands: its text with line ends made one, and the nodes of its YAML.

    Args:
        data: the bytes of the file.
        path: its path; tells YAML from Markdown.
    """

    def __init__(self, data: bytes, path: str) -> None:
        try:
            self.text = decode(data).value
        except SourceError:
            self.text = data[:4096].decode("utf-8", "replace")
        self._starts = [0, *(place + 1 for place, char in enumerate(self.text) if char == "\n")]
        self.root: Node | None = None
        self.body = 0  # where the YAML begins
        whole = path.lower().endswith(YAML) or not self.text.lstrip("\n").startswith(FENCE)
        try:
            yaml_text, first_line = (self.text, 1) if whole else fenced(self.text)
        except SourceError:
            return
        self.body = self._starts[first_line - 1] if first_line <= len(self._starts) else len(self.text)
        if not whole or path.lower().endswith(YAML):
            from kg.sources.events import nodes  # libyaml, which a build seldom needs

            self.root = nodes(yaml_text, offset=self.body)

    def place(self, start: int) -> tuple[int, int]:
        """Return the line and the column (both 1-based, in characters) of a place in the text."""
        line = bisect.bisect_right(self._starts, start)
        return line, start - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Return a line by its number (1-based); an empty one if there is no such."""
        if not 0 < number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)]

    def start_of(self, number: int) -> int:
        """Return the place in the text at which a line begins."""
        return self._starts[number - 1] if 0 < number <= len(self._starts) else len(self.text)

    def quoted(self, node: Node) -> str:
        """Return the source of a node."""
        return self.text[node.start : node.end]

    def at_line(self, number: int) -> Node | None:
        """Return what stands on a line: the value of the key there, or else the item; the outermost of them."""
        if self.root is None:
            return None
        item = None
        for node in self.root.nodes():
            for key, value in node.entries:
                if key is not None and self.place(key.start)[0] == number:
                    return value if value.kind == SCALAR and value.end > value.start else key
                if key is None and self.place(value.start)[0] == number and item is None and value.kind == SCALAR:
                    item = value
        return item

    def mapping_at(self, number: int) -> Node | None:
        """Return the outermost mapping whose first key stands on a line; the root if it begins there."""
        if self.root is None:
            return None
        for node in self.root.nodes():
            if node.kind == MAPPING and self.place(node.start)[0] == number:
                return node
        return None
