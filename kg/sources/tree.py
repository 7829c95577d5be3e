"""What front matter is read into: mappings and sequences that know the lines they stand on."""

from __future__ import annotations

from typing import Any

MAX_DEPTH = 32  # of nesting
MAX_ALIASES = 200
MAX_WRITTEN_OUT = 100_000  # characters, of all that aliases stand for
MAX_DIRECTIVES = 10  # libyaml compares each with all others
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


class Sequence(list[Any]):
    """A YAML sequence; `line` is where it starts, `lines` where each of its items stands (1-based)."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: list[int] = []
