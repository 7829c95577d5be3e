"""What front matter is read into: nodes that know their places, or mappings and sequences that know their lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

MAX_DEPTH = 32  # of nesting
MAX_ALIASES = 200
MAX_WRITTEN_OUT = 100_000  # characters, of all that aliases stand for
MOST_DOUBLES = 1000  # keys of one mapping that stood in it before, and are known
MAX_DIRECTIVES = 10  # libyaml compares each with all others
MAPPING, SEQUENCE, SCALAR, ALIAS = "mapping", "sequence", "scalar", "alias"  # kinds of nodes
NULLS = frozenset(("", "~", "null", "Null", "NULL"))  # if not in quotes


class Mapping(dict[str, Any]):
    """A YAML mapping; `line` is where it starts, `lines` where each of its keys stands (1-based).

    `doubles` are the keys that stood in it before, each with the line before and its own; the last one counts.
    """

    __slots__ = ("doubles", "line", "lines")

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: dict[str, int] = {}
        self.doubles: tuple[tuple[str, int, int], ...] = ()

    def place(self, key: str, line: int) -> None:
        """Note the line of a key; one that stood there before is a double."""
        if key in self.lines and len(self.doubles) < MOST_DOUBLES:
            self.doubles += ((key, self.lines[key], line),)
        self.lines[key] = line


class Sequence(list[Any]):
    """A YAML sequence; `line` is where it starts, `lines` where each of its items stands (1-based)."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: list[int] = []


class Node(msgspec.Struct, eq=False):
    """A part of the YAML: `start` and `end` are places in the text (characters), `line` is where it starts.

    `style` is how a scalar is quoted, `plain` says that it is not, and has no tag. `entries` are the pairs of a
    mapping, doubles among them, and (None, item) for each item of a sequence. `named` says that it has an anchor,
    `target` is what an alias names.
    """

    kind: str
    start: int
    end: int
    line: int
    value: str = ""
    style: str | None = None
    plain: bool = False
    named: bool = False
    flow: bool = False
    target: Node | None = None
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
