"""TOML -> a tree of mappings, sequences and texts with their lines, as YAML gives it.

`tomllib` reads the values; a scan of the text before it finds where each key and item stands, and refuses what is
nested too deep for it. What type a value has is for `kg.sources.fields` to decide, so all become the texts that YAML
would have: ``true``, ``12``, ``2020-06-11T01:06:00Z``.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from typing import Any

from kg.errors import SourceError
from kg.sources.tree import MAPPING, MAX_DEPTH, SCALAR, SEQUENCE, Mapping, Node, Sequence

LONGEST = 1 << 19  # characters; tomllib reads half a million in a second
OPENED_BY = {"[": SEQUENCE, "{": MAPPING}
CLOSED_BY = {SEQUENCE: "]", MAPPING: "}"}

_BASIC, _LITERAL = r'"(?: [^"\\\n] | \\[^\n] )*+"', r"'[^'\n]*+'"
_PART = rf"(?: [A-Za-z0-9_-]++ | {_BASIC} | {_LITERAL} )"
_KEYS = rf"(?P<keys> {_PART} (?: [ \t]*+ \. [ \t]*+ {_PART} )*+ ) [ \t]*+"
_PARTS = re.compile(_PART, re.VERBOSE)
_ASSIGNMENT = re.compile(rf"{_KEYS} = [ \t]*+", re.VERBOSE)
_HEADER = re.compile(rf"\[ (\[?) [ \t]*+ {_KEYS} \]", re.VERBOSE)
_BLANK = re.compile(r"(?: [ \t\n]++ | \#[^\n]*+ )*+", re.VERBOSE)
_SCALAR = re.compile(
    rf"""
    \"\"\" (?: [^"\\] | \\. | "{{1,2}}(?!") )*+ "{{3,5}}
  | ''' (?: [^'] | '{{1,2}}(?!') )*+ '{{3,5}}
  | (?!\"\"\"|''') (?: {_BASIC} | {_LITERAL} )
  | [^\s,\[\]{{}}#"'=]++ (?: [ ] \d [^\s,\[\]{{}}#"'=]*+ )?
    """,
    re.VERBOSE | re.DOTALL,
)
# a day that there is not, which stands for none in some sites
_NO_DAY = re.compile(
    r"(=[ \t]*)(0000-\d\d-\d\d(?:[Tt ][\d:.]+(?:[Zz]|[+-]\d\d:\d\d)?)?)(?=[ \t]*(?:\#|$))", re.MULTILINE
)
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_toml(text: str, *, first_line: int = 1) -> Mapping:
    r"""Return a TOML document as `kg.sources.frontmatter.parse` does YAML.

    Args:
        text: TOML, decoded.
        first_line: the number of its first line in the file.

    Raises:
        SourceError: it is not TOML, or nested more than `MAX_DEPTH` deep.

    >>> parse_toml("draft = true\n[extra]\ndate = 2026-04-03 08:00:00Z")
    {'draft': 'true', 'extra': {'date': '2026-04-03T08:00:00Z'}}
    """
    scan = _Scan(text[:LONGEST], first_line=first_line, offset=0)
    scan.run()
    return scan.tree(_values(text, first_line))


def nodes(text: str, *, first_line: int = 1, offset: int = 0) -> Node:
    """Return the nodes of a TOML text as `kg.sources.events.nodes` does those of YAML; as far as it can be read.

    Args:
        text: TOML, decoded.
        first_line: the number of its first line in the file.
        offset: where it begins in the text of the file, in characters.
    """
    scan = _Scan(text[:LONGEST], first_line=first_line, offset=offset)
    try:
        scan.run()
        scan.tree(_values(text, first_line))
    except SourceError:
        pass
    return scan.root


def _values(text: str, first_line: int) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise SourceError(f"TOML of more than {LONGEST:,} characters: split it, or write it as JSON", line=first_line)
    if "0000-" in text:
        text = _NO_DAY.sub(r'\1"\2"', text)
    try:
        return tomllib.loads(text, parse_float=str)
    except RecursionError:
        raise SourceError(f"nested more than {MAX_DEPTH} deep", line=first_line) from None
    except ValueError as error:  # a number of thousands of digits, and a day that there is not, are others than its own
        place = _AT.search(str(error))
        problem = _AT.sub("", str(error))
        problem = f"{problem[:1].lower()}{problem[1:]}"
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.count("\n") + 1, 0)
        raise SourceError(
            f"not valid TOML: {problem}; put texts in quotes",
            line=first_line + line - 1 if place else first_line,
            column=column if place else 0,
        ) from None


class _Scan:
    """Find the keys and items of a TOML text, with a stack of its own; what it does not understand ends it in silence.

    `tomllib` reads the text after it, and says what is wrong with it.
    """

    def __init__(self, text: str, *, first_line: int, offset: int) -> None:
        self.root = Node(MAPPING, offset, offset + len(text), first_line)
        self._text, self._offset = text, offset
        self._line, self._counted = first_line, 0
        self._depths = {id(self.root): 1}
        self._known: dict[tuple[int, str], tuple[Node, Node]] = {}  # by mapping and key, the key and what it has

    def run(self) -> None:
        table, at = self.root, 0
        while True:
            at = _end(_BLANK.match(self._text, at), at)
            header = _HEADER.match(self._text, at)
            if header is not None:
                table = self._table(header)
                at = header.end() + len(header[1])
                continue
            key = _ASSIGNMENT.match(self._text, at)
            value_end = None if key is None else self._value(table, key)
            if value_end is None:
                return
            at = value_end

    def tree(self, values: dict[str, Any]) -> Mapping:
        """Return what the values are with the lines of the nodes; each scalar node takes its value."""
        return self._mapping(values, self.root, self.root.line)

    def _mapping(self, values: dict[str, Any], node: Node | None, line: int) -> Mapping:
        made = Mapping(line)
        for key, value in values.items():
            pair = None if node is None else self._known.get((id(node), key))
            made.lines[key] = line if pair is None else pair[0].line
            made[key] = self._made(value, None if pair is None else pair[1], made.lines[key])
        return made

    def _made(self, value: Any, node: Node | None, line: int) -> Any:
        """Return what a value is; it is no deeper than `MAX_DEPTH`."""
        line = line if node is None else node.line
        if isinstance(value, dict):
            return self._mapping(value, node, line)
        if isinstance(value, list):
            made = Sequence(line)
            items = [] if node is None else [item for _, item in node.entries]
            for place, inner in enumerate(value):
                item = items[place] if place < len(items) else None
                made.append(self._made(inner, item, line))
                made.lines.append(line if item is None else item.line)
            return made
        text = _as_text(value)
        if node is not None:
            node.value = text
        return text

    def _table(self, header: re.Match[str]) -> Node:
        """Return the table that a header begins; of a list of tables, a new one."""
        is_item = bool(header[1])
        *names, last = self._names(header)
        table = self._inner(self.root, names)
        if not is_item:
            return self._inner(table, [last])
        known = self._known.get((id(table), last.value))
        listed = known[1] if known is not None else self._put(table, last, self._node(SEQUENCE, header.start()))
        item = self._node(MAPPING, header.start())
        self._append(listed, None, item)
        return item

    def _names(self, found: re.Match[str]) -> list[Node]:
        """Return the parts of a dotted key, each with its place."""
        keys = "keys"
        start, names = found.start(keys), []
        for part in _PARTS.finditer(found[keys]):
            node = self._node(SCALAR, start + part.start(), start + part.end())
            node.style = part[0][0] if part[0][0] in "\"'" else None
            node.value = part[0]
            if node.style is not None:
                node.value = part[0][1:-1] if "\\" not in part[0] else next(iter(_quietly(f"{part[0]} = 0")), "")
            names.append(node)
        return names

    def _inner(self, table: Node, names: list[Node]) -> Node:
        """Return the table that a dotted key leads to, of lists of tables in the last; what is not there is made."""
        for name in names:
            known = self._known.get((id(table), name.value))
            if known is None:
                table = self._put(table, name, self._node(MAPPING, name.start - self._offset))
                continue
            table = known[1]
            if table.kind == SEQUENCE and table.entries:
                table = table.entries[-1][1]
        return table

    def _put(self, table: Node, key: Node, value: Node) -> Node:
        self._known[id(table), key.value] = (key, value)
        return self._append(table, key, value)

    def _append(self, parent: Node, key: Node | None, value: Node) -> Node:
        depth = self._depths.get(id(parent), 1) + 1
        if value.kind != SCALAR:
            if depth > MAX_DEPTH:
                raise SourceError(f"nested more than {MAX_DEPTH} deep", line=value.line)
            self._depths[id(value)] = depth
        parent.entries.append((key, value))
        return value

    def _value(self, table: Node, key: re.Match[str]) -> int | None:
        """Take the value after a key; return the place after it, None where it is not understood."""
        *names, name = self._names(key)
        opened: list[Node] = []
        holder, at = self._inner(table, names), key.end()
        while True:
            if opened and self._text.startswith(CLOSED_BY[opened[-1].kind], at):
                at += 1
                opened.pop().end = self._offset + at
            else:
                kind = OPENED_BY.get(self._text[at : at + 1], SCALAR)
                found = _SCALAR.match(self._text, at) if kind == SCALAR else None
                end = _end(found, at + 1)
                if kind == SCALAR and found is None:
                    return None
                node = self._node(kind, at, end)
                node.style = self._text[at] if self._text[at] in "\"'" else None
                node.plain, node.flow = kind == SCALAR and node.style is None, kind != SCALAR
                if holder.kind == SEQUENCE:
                    self._append(holder, None, node)
                else:
                    self._put(holder, name, node)
                at = end
                if kind != SCALAR:
                    opened.append(node)
            if not opened:
                return at
            holder = opened[-1]
            at = _end(_BLANK.match(self._text, at), at)
            if self._text.startswith(",", at):
                at = _end(_BLANK.match(self._text, at + 1), at + 1)
            if holder.kind == MAPPING and not self._text.startswith("}", at):
                inner = _ASSIGNMENT.match(self._text, at)
                if inner is None:
                    return None
                *names, name = self._names(inner)
                holder, at = self._inner(holder, names), inner.end()

    def _node(self, kind: str, start: int, end: int = 0) -> Node:
        self._line += self._text.count("\n", self._counted, start)
        self._counted = max(start, self._counted)
        return Node(kind, self._offset + start, self._offset + max(start, end), self._line, self._text[start:end])


def _end(found: re.Match[str] | None, otherwise: int) -> int:
    return otherwise if found is None else found.end()


def _quietly(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError:
        return {}


def _as_text(value: object) -> str:
    """Return the text that YAML would have for a value."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date | time):
        return value.isoformat().replace("+00:00", "Z")
    return _SURROGATE.sub("\ufffd", str(value))
