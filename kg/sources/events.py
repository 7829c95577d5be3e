"""The events of libyaml -> nodes with their places -> a tree; within limits to what is nested or named, no objects."""

from __future__ import annotations

import itertools
import re
from typing import Any

import yaml
from yaml._yaml import CParser

from kg.errors import SourceError
from kg.sources.tree import (
    ALIAS,
    MAPPING,
    MAX_ALIASES,
    MAX_DEPTH,
    MAX_DIRECTIVES,
    MAX_WRITTEN_OUT,
    NULLS,
    SCALAR,
    SEQUENCE,
    Mapping,
    Node,
    Sequence,
)

PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
) | {"!"}
ENDS = (yaml.DocumentEndEvent, yaml.StreamEndEvent, type(None))
OPENED = ("while parsing a flow", "while scanning a quoted")  # what errors come after that something is not closed
MERGE = "<<"  # the key by which a mapping takes what others have

_DIRECTIVE = re.compile("^%", re.MULTILINE)


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
        root = _Builder(first_line=first_line).build(text)
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
    return None if root is None else _tree(root, {})


def refused_at(text: str) -> tuple[int, ...] | None:
    """Return the lines (from 0) that are to blame if a text is not YAML, the likeliest first; None if it is.

    None are named where a limit is passed, or what is not allowed is asked for.
    """
    try:
        _Builder(first_line=0).build(text)
    except _KeyError as error:
        return (error.line,)
    except SourceError:
        return ()
    except yaml.YAMLError as error:
        marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
        problem, opened = (mark.line if mark else -1 for mark in marks)
        context = str(getattr(error, "context", None) or "")
        first = (opened, problem) if context.startswith(OPENED) else (problem,)
        before = len(text.split("\n", problem + 1)[:problem]) - 1
        return tuple(line for line in (*first, before) if line >= 0)
    return None


def nodes(text: str, *, first_line: int = 1, offset: int = 0) -> Node | None:
    """Return the nodes of the first YAML document of a text; as far as it can be read, and within the limits.

    Args:
        text: YAML, decoded.
        first_line: the number of its first line in the file.
        offset: where it begins in the text of the file, in characters.
    """
    builder = _Builder(first_line=first_line, offset=offset, strict=False)
    try:
        return builder.build(text)
    except yaml.YAMLError:
        return builder.root


class _KeyError(SourceError):
    """A key that is a list or a mapping."""


class _Builder:
    """Put nodes together from the events of libyaml, with a stack of its own.

    A strict one refuses what front matter may not have; another goes on as far as the limits allow.
    """

    def __init__(self, *, first_line: int = 1, offset: int = 0, strict: bool = True) -> None:
        self.root: Node | None = None
        self._first_line, self._offset, self._strict = first_line, offset, strict
        self._stack: list[Node] = []
        self._keys: list[Node | None] = []  # of each in the stack, the key that waits for its value
        self._opened: list[tuple[str | None, int]] = []  # the anchor of each in the stack, and the size before it
        self._anchors: dict[str, Node] = {}
        self._sizes: dict[str, int] = {}  # of what the anchors name, in characters, with aliases written out
        self._size = self._written_out = self._aliases = 0

    def build(self, text: str) -> Node | None:
        parser = CParser(text)
        try:
            while True:
                event: Any = parser.get_event()
                if type(event) in ENDS:
                    return self.root
                self._take(event)
                if self._aliases > MAX_ALIASES or len(self._stack) > MAX_DEPTH:
                    return self.root
        finally:
            parser.dispose()

    def _take(self, event: Any) -> None:
        start, end = self._offset + event.start_mark.index, self._offset + event.end_mark.index
        line = self._first_line + event.start_mark.line
        form = type(event)
        if form is yaml.ScalarEvent:
            self._check_tag(event, line)
            self._size += 1 + len(event.value)
            if event.anchor is not None:
                self._sizes[event.anchor] = 1 + len(event.value)
            plain = not event.style and event.tag is None
            self._add(Node(SCALAR, start, end, line, event.value, event.style, plain=plain), event.anchor)
        elif form in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
            self._check_tag(event, line)
            if self._strict and len(self._stack) >= MAX_DEPTH:
                raise SourceError(f"nested more than {MAX_DEPTH} deep", line=line)
            kind = MAPPING if form is yaml.MappingStartEvent else SEQUENCE
            node = Node(kind, start, end, line, flow=bool(event.flow_style))
            self._add(node, event.anchor)
            self._stack.append(node)
            self._keys.append(None)
            self._opened.append((event.anchor, self._size))
            self._size += 1
        elif form in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            self._close(end)
        elif form is yaml.AliasEvent:
            self._aliases += 1
            anchor = event.anchor
            if self._strict:
                self._check_alias(anchor, line)
            target = self._anchors.get(anchor)
            self._add(Node(ALIAS, start, end, line, target.value if target is not None else "", target=target), None)

    def _close(self, end: int) -> None:
        done = self._stack.pop()
        self._keys.pop()
        last = done.entries[-1][1].end if done.entries else end
        done.end = end if done.flow else max(last, done.start)
        anchor, before = self._opened.pop()
        if anchor is not None:
            self._sizes[anchor] = self._size - before

    def _check_tag(self, event: Any, line: int) -> None:
        if self._strict and event.tag is not None and event.tag not in PLAIN_TAGS:
            raise SourceError(f"the tag {event.tag} is not allowed: front matter is data; delete the tag", line=line)

    def _check_alias(self, anchor: str, line: int) -> None:
        if self._aliases > MAX_ALIASES:
            raise SourceError(f"more than {MAX_ALIASES} aliases (*name); write the values out", line=line)
        target = self._anchors.get(anchor)
        if target is None:
            raise SourceError(f"alias *{anchor} has no anchor &{anchor} before it", line=line)
        if any(target is node for node in self._stack):
            raise SourceError(f"alias *{anchor} stands inside of what it names", line=line)
        self._size += self._sizes[anchor]
        self._written_out += self._sizes[anchor]
        if self._written_out > MAX_WRITTEN_OUT:
            raise SourceError(
                f"aliases (*name) stand for more than {MAX_WRITTEN_OUT:,} characters; use fewer of them", line=line
            )

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
            node.named = True
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if parent.kind == SEQUENCE:
            parent.entries.append((None, node))
        elif (key := self._keys[-1]) is not None:
            parent.entries.append((key, node))
            self._keys[-1] = None
        elif self._strict and not _is_key(node):
            raise _KeyError("a key is a list or a mapping; use a text", line=node.line)
        else:
            self._keys[-1] = node


def _is_key(node: Node) -> bool:
    if node.target is not None:
        return node.target.kind == SCALAR and not _is_null(node.target)
    return node.kind == SCALAR


def _is_null(node: Node) -> bool:
    return node.plain and node.value in NULLS


def _tree(node: Node, known: dict[int, Any]) -> Any:
    """Return what a node means; it is no deeper than `MAX_DEPTH`.

    Args:
        node: as a strict builder made it.
        known: what was made of each node with an anchor before, for an alias may name it.
    """
    made: Any
    if node.kind == SCALAR:
        made = None if node.plain and node.value in NULLS else node.value
    elif node.target is not None:
        return known[id(node.target)]
    elif node.kind == SEQUENCE:
        made = Sequence(node.line)
        made.lines = [item.line for _, item in node.entries]
        made += [_tree(item, known) for _, item in node.entries]
    else:
        made = _mapping(node, known)
    if node.named:
        known[id(node)] = made
    return made


def _mapping(node: Node, known: dict[int, Any]) -> Mapping:
    made, merges = Mapping(node.line), []
    for key, item in node.entries:
        if key is None:
            continue
        if key.named:
            known[id(key)] = None if _is_null(key) else key.value
        if key.plain and key.value == MERGE:
            merges.append(_tree(item, known))
            continue
        made.place(key.value, key.line)
        made[key.value] = _tree(item, known)
    for other in merges:
        _merge(made, other)
    return made


def _merge(mapping: Mapping, value: object) -> None:
    """Obey a merge key (``<<: *other``): the mapping's own keys win, of several the first."""
    for other in value if isinstance(value, Sequence) else (value,):
        if isinstance(other, Mapping):
            for key, item in other.items():
                mapping.setdefault(key, item)
