"""The text of a file -> where in it each key and value stands, to the character.

`kg.sources` knows lines, which is all that a build needs; this reads a file again, when something is to be shown.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from typing import Any

import msgspec

from kg.errors import SourceError
from kg.sources.files import YAML
from kg.sources.frontmatter import FENCE, decode, fenced
from kg.sources.tree import MAX_ALIASES, MAX_DEPTH

MAPPING, SEQUENCE, SCALAR, ALIAS = "mapping", "sequence", "scalar", "alias"


class Node(msgspec.Struct, eq=False):
    """A part of the YAML: `start` and `end` are places in the text (characters), `style` is how a scalar is quoted.

    `entries` are the pairs of a mapping, doubles among them, and (None, item) for each item of a sequence.
    """

    kind: str
    start: int
    end: int
    value: str = ""
    style: str | None = None
    flow: bool = False
    entries: list[tuple[Node | None, Node]] = msgspec.field(default_factory=list)

    def get(self, *keys: str) -> tuple[Node, Node] | None:
        """Return the first of some keys that a mapping has a value for, and the value (of doubles the last)."""
        for key in keys:
            found = [(k, v) for k, v in self.entries if k is not None and k.value == key]
            if found and (found[-1][1].kind != SCALAR or found[-1][1].value.strip()):
                return found[-1]
        return None

    def nodes(self) -> Iterator[Node]:
        """Yield this node and all below it, in the order in which they stand."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack += [value for _, value in reversed(node.entries)]


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
            self.root = _tree(yaml_text, self.body)

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


def _tree(text: str, offset: int) -> Node | None:
    """Return the nodes of a YAML text that begins at `offset`; as far as it can be read."""
    import yaml
    from yaml._yaml import CParser

    parser, builder = CParser(text), _Builder(offset)
    try:
        while True:
            event: Any = parser.get_event()
            if event is None or isinstance(event, yaml.DocumentEndEvent | yaml.StreamEndEvent):
                return builder.root
            if not builder.take(event):
                return builder.root
    except yaml.YAMLError:
        return builder.root
    finally:
        parser.dispose()


class _Builder:
    """Put nodes together from the events of libyaml, with a stack of its own."""

    def __init__(self, offset: int) -> None:
        self.root: Node | None = None
        self._offset = offset
        self._stack: list[Node] = []
        self._keys: list[Node | None] = []
        self._anchors: dict[str, Node] = {}
        self._aliases = 0

    def take(self, event: Any) -> bool:
        """Take one event; return whether to go on."""
        import yaml

        start, end = self._offset + event.start_mark.index, self._offset + event.end_mark.index
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self._stack.pop()
            self._keys.pop()
            last = done.entries[-1][1].end if done.entries else end
            done.end = end if done.flow else max(last, done.start)
            return True
        node = _node(event, start, end)
        if node is None:
            return True
        if node.kind == ALIAS:
            self._aliases += 1
            node.value = self._anchors[event.anchor].value if event.anchor in self._anchors else ""
        elif event.anchor is not None:
            self._anchors[event.anchor] = node
        self._add(node)
        if node.kind in (MAPPING, SEQUENCE):
            self._stack.append(node)
            self._keys.append(None)
        return self._aliases <= MAX_ALIASES and len(self._stack) <= MAX_DEPTH

    def _add(self, node: Node) -> None:
        if not self._stack:
            self.root = node
        elif self._stack[-1].kind == SEQUENCE:
            self._stack[-1].entries.append((None, node))
        elif self._keys[-1] is None:
            self._keys[-1] = node
        else:
            self._stack[-1].entries.append((self._keys[-1], node))
            self._keys[-1] = None


def _node(event: Any, start: int, end: int) -> Node | None:
    import yaml

    if isinstance(event, yaml.ScalarEvent):
        return Node(SCALAR, start, end, event.value, event.style)
    if isinstance(event, yaml.AliasEvent):
        return Node(ALIAS, start, end)
    if isinstance(event, yaml.MappingStartEvent):
        return Node(MAPPING, start, end, flow=bool(event.flow_style))
    if isinstance(event, yaml.SequenceStartEvent):
        return Node(SEQUENCE, start, end, flow=bool(event.flow_style))
    return None
