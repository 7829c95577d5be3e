"""The events of libyaml -> a tree; with a stack of its own, limits to what may be nested or named, and no objects."""

from __future__ import annotations

import itertools
import re
from typing import Any

import yaml
from yaml._yaml import CParser

from kg.errors import SourceError
from kg.sources.tree import MAX_ALIASES, MAX_DEPTH, MAX_DIRECTIVES, MAX_WRITTEN_OUT, NULLS, Mapping, Sequence

PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
) | {"!"}

_DIRECTIVE = re.compile("^%", re.MULTILINE)
_MERGE: Any = object()  # the key << where it is not in quotes


def tree(text: str, *, first_line: int = 1) -> Any:
    """Return the first YAML document of a text as `kg.sources.frontmatter.parse` does.

    Args:
        text: YAML, decoded.
        first_line: the number of its first line in the file.

    Raises:
        SourceError: not YAML, nested or aliased beyond the limits, or with a tag that would make an object.
    """
    directives = list(itertools.islice(_DIRECTIVE.finditer(text), MAX_DIRECTIVES + 1))
    if len(directives) > MAX_DIRECTIVES:
        line = first_line + text.count("\n", 0, directives[-1].start())
        raise SourceError(f"more than {MAX_DIRECTIVES} lines begin with %; delete these YAML directives", line=line)
    try:
        return _Builder(first_line).build(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
        opened = getattr(error, "context_mark", None)
        if opened is not None and problem.endswith("end of stream"):  # not where its end is missed
            mark, problem = opened, f"{problem} {getattr(error, 'context', '')}".rstrip()
        raise SourceError(
            f"not valid YAML: {problem}; put texts with special characters in quotes",
            line=first_line + (mark.line if mark else 0),
            column=mark.column + 1 if mark else 0,
        ) from None


class _Builder:
    """Build a tree from the events of libyaml, with a stack of its own."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.stack: list[Mapping | Sequence] = []
        self.keys: list[str | None] = []
        self.opened: list[tuple[str | None, int]] = []  # the anchor of each in the stack, and the size before it
        self.merges: list[list[Any]] = []  # what each in the stack is to be merged with, once it is complete
        self.anchors: dict[str, Any] = {}
        self.sizes: dict[str, int] = {}  # of what the anchors name, in characters, with aliases written out
        self.size = 0
        self.written_out = 0
        self.aliases = 0
        self.root: Any = None

    def build(self, text: str) -> Any:
        parser = CParser(text)
        try:
            while True:
                event: Any = parser.get_event()
                if event is None or isinstance(event, yaml.DocumentEndEvent | yaml.StreamEndEvent):
                    return self.root
                self.take(event, self.first_line + event.start_mark.line)
        finally:
            parser.dispose()

    def take(self, event: yaml.Event, line: int) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self.check_tag(event, line)
            null = not event.style and event.tag is None and event.value in NULLS  # not in quotes
            merge = event.value == "<<" and not event.style and event.tag is None
            self.grow(1 + len(event.value), event.anchor)
            self.add(None if null else event.value, event.anchor, line, key=_MERGE if merge else event.value)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self.check_tag(event, line)
            if len(self.stack) >= MAX_DEPTH:
                raise SourceError(f"nested more than {MAX_DEPTH} deep", line=line)
            node: Mapping | Sequence = Mapping(line) if isinstance(event, yaml.MappingStartEvent) else Sequence(line)
            self.add(node, event.anchor, line)
            self.stack.append(node)
            self.keys.append(None)
            self.opened.append((event.anchor, self.size))
            self.merges.append([])
            self.size += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            complete = self.stack.pop()
            for value in self.merges.pop():
                _merge(complete, value)
            self.keys.pop()
            anchor, before = self.opened.pop()
            if anchor is not None:
                self.sizes[anchor] = self.size - before
        elif isinstance(event, yaml.AliasEvent):
            self.aliases += 1
            if self.aliases > MAX_ALIASES:
                raise SourceError(f"more than {MAX_ALIASES} aliases (*name); write the values out", line=line)
            if event.anchor not in self.anchors:
                raise SourceError(f"alias *{event.anchor} has no anchor &{event.anchor} before it", line=line)
            value = self.anchors[event.anchor]
            if any(value is node for node in self.stack):
                raise SourceError(f"alias *{event.anchor} stands inside of what it names", line=line)
            self.grow(self.sizes[event.anchor])
            self.written_out += self.sizes[event.anchor]
            if self.written_out > MAX_WRITTEN_OUT:
                raise SourceError(
                    f"aliases (*name) stand for more than {MAX_WRITTEN_OUT:,} characters; use fewer of them", line=line
                )
            self.add(value, None, line, key=value if isinstance(value, str) else None)

    def grow(self, size: int, anchor: str | None = None) -> None:
        self.size += size
        if anchor is not None:
            self.sizes[anchor] = size

    def check_tag(self, event: Any, line: int) -> None:
        if event.tag is not None and event.tag not in PLAIN_TAGS:
            raise SourceError(f"the tag {event.tag} is not allowed: front matter is data; delete the tag", line=line)

    def add(self, value: Any, anchor: str | None, line: int, *, key: str | None = None) -> None:
        if anchor is not None:
            self.anchors[anchor] = value
        if not self.stack:
            self.root = value
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.append(value)
            parent.lines.append(line)
        elif self.keys[-1] is None:
            if key is None:
                raise SourceError("a key is a list or a mapping; use a text", line=line)
            self.keys[-1] = key
            if key is not _MERGE:
                if key in parent.lines:
                    parent.doubles += ((key, parent.lines[key], line),)
                parent.lines[key] = line
        else:
            known, self.keys[-1] = self.keys[-1], None
            if known is _MERGE:
                self.merges[-1].append(value)
            else:
                parent[known] = value


def _merge(mapping: Any, value: Any) -> None:
    """Obey a merge key (``<<: *other``): the mapping's own keys win, of several the first."""
    for other in value if isinstance(value, Sequence) else (value,):
        if isinstance(other, Mapping):
            for key, item in other.items():
                mapping.setdefault(key, item)
