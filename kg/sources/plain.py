"""Plain front matter -> its fields; what stands below a key is known by its text, and read once.

One provider has many articles, and an article stands in the lists of those around it: the same few lines come again
and again. What is read here has no lines of its own: whoever has to warn of something lets go of it, and reads the
whole file as `kg.sources.frontmatter` does.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from kg.sources.fields import Fields, Reader
from kg.sources.scan import entries, scan_lines
from kg.sources.tree import Mapping

MOST_BELOW = 1 << 12  # texts that are remembered
DEEP = " " * 13  # what is set in less is nested less deep than `kg.sources.tree.MAX_DEPTH`

Value = TypeVar("Value")


class Below:
    """What stands below a key; and what was made of it as one field or another, in any file."""

    __slots__ = ("known", "node")

    def __init__(self, node: Any) -> None:
        self.node = node
        self.known: dict[str, Any] = {}


class PlainFields(Fields):
    """The fields of a mapping that was read by its parts.

    Args:
        node: the mapping; a value that takes more than a line is a `Below`.
        reader: of its file. Once it has a warning, the lines of that are wrong, and nothing here is to be used.
    """

    __slots__ = ()

    def raw(self, field: str) -> Any:
        """Return the value of a field as it is; None if it is missing or empty."""
        value = super().raw(field)
        return value.node if type(value) is Below else value

    def once(self, field: str, read: Callable[[], Value]) -> Value:
        """Return what is read of a field; of the same text below its key, what was read the first time."""
        key = self._keys.get(field)
        below = None if key is None else self._node[key]
        if type(below) is not Below:
            return read()
        if field not in below.known:
            warned = len(self._reader.warned)
            value = read()
            if len(self._reader.warned) > warned:
                return value
            below.known[field] = value
        known: Value = below.known[field]
        return known


def fields(text: str, reader: Reader) -> PlainFields | None:
    r"""Return the fields of a mapping; None if not all of it is plain.

    Args:
        text: YAML of plain characters (see `kg.sources.scan.is_plain`).
        reader: of its file.

    >>> from kg.model import SourceFile
    >>> fields("title: a\ntopics:\n  - b\n", Reader(SourceFile(path="", sha256=""))).texts("topics")
    ('b',)
    """
    found = entries(text)
    if not found:
        return None
    node = Mapping(1)
    for key, value, lines in found:
        if lines:
            below = _below(lines)
            if below is None:
                return None
            node[key] = below
        else:
            node[key] = value
    # a key that stands twice is for libyaml's way, which keeps account of it
    return PlainFields(node, reader) if len(node) == len(found) else None


@functools.lru_cache(maxsize=MOST_BELOW)
def _below(lines: str) -> Below | None:
    node: Any = None if DEEP in lines else scan_lines(f"_:\n{lines}", first_line=0)
    return None if node is None else Below(node["_"])


def set_out(item: str) -> str | None:
    r"""Return the mapping that an item of a list is, as if it stood at the very left; None if its lines do not fit.

    >>> set_out("  - a: 1\n    b:\n      c: 2")
    'a: 1\nb:\n  c: 2\n'
    """
    indent = item.index("-") + 2
    inner = item[indent:] + "\n"
    outer = "\n" + " " * indent
    # each line is set in, or empty
    if inner.count(outer) != inner.count("\n") - inner.count("\n\n") - 1:
        return None
    return inner.replace(outer, "\n")
