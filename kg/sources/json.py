"""JSON -> a tree of mappings, sequences, texts and nulls with their lines, as YAML gives it; by a stack, no recursion.

Numbers and truth values stay the texts that they are, as those of YAML do: what type a field has is for
`kg.sources.fields` to decide. What stands in a file of an export is read one item at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any, NamedTuple

from kg.errors import SourceError
from kg.sources.tree import MAPPING, MAX_DEPTH, SCALAR, SEQUENCE, Mapping, Node, Sequence

NO_VALUES = frozenset(("null", "NaN", "Infinity", "-Infinity"))  # the last three as Python's json and pandas write them
KEY, VALUE, NULL, OPEN_MAPPING, OPEN_SEQUENCE, CLOSE = "key", "value", "null", "{", "[", "close"  # kinds of events
CLOSED_BY = {"{": "}", "[": "]"}
LONGEST_SHOWN = 20  # characters of what does not fit

_SPACE = r"[ \t\r\n]*+"
_BLANK = re.compile(_SPACE)
# a text without escapes, the beginning of one with them, a number or a word, or what opens
_VALUE = re.compile(
    rf"""
    {_SPACE}
    (?:
        "( [^"\\]*+ )"
      | ( " )
      | ( -? (?: (?: 0 | [1-9]\d*+ ) (?: \.\d++ )? (?: [eE][+-]?\d++ )? | Infinity ) | true | false | null | NaN )
        (?![\w.])
      | ( [\[{{] )
    )
    """,
    re.VERBOSE | re.ASCII,
)
_COLON = re.compile(rf"{_SPACE}:")
_AFTER = re.compile(rf"{_SPACE}([,\]}}])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_decoder = JSONDecoder(strict=False)  # of texts with escapes: those with control characters in them too
_WORD = re.compile(r"[^\s,:\[\]{}]+|.")


class Event(NamedTuple):
    """A part of a JSON text: where it starts and ends (characters), its line, and the text of a key or a value."""

    kind: str
    start: int
    end: int
    line: int
    value: str = ""


def parse_json(text: str, *, first_line: int = 1) -> object:
    """Return a JSON text as `kg.sources.frontmatter.parse` does YAML: a `Mapping`, a `Sequence`, a `str` or None.

    Args:
        text: JSON, decoded.
        first_line: the number of its first line in the file.

    Raises:
        SourceError: it is not JSON, or nested more than `MAX_DEPTH` deep.

    >>> parse_json('{"draft": true, "tags": ["a", 1.50, null]}')
    {'draft': 'true', 'tags': ['a', '1.50', None]}
    """
    found, end = parse_value(text, first_line=first_line)
    rest = _BLANK.match(text, end)
    if rest is not None and rest.end() < len(text):
        raise _refusal(text, rest.end(), first_line, "something follows the end of the value")
    return found


def parse_value(text: str, *, start: int = 0, first_line: int = 1) -> tuple[object, int]:
    """Return the JSON value that begins at a place of a text, and the place after it.

    Args:
        text: JSON up to the end of the value, and then anything.
        start: where it begins, in characters.
        first_line: the number of the line of that place in the file.

    Raises:
        SourceError: it is not JSON, or nested more than `MAX_DEPTH` deep.

    >>> parse_value('{"a": 1} text')
    ({'a': '1'}, 8)
    """
    builder, end = _Builder(), start
    for event in events(text, start=start, first_line=first_line):
        builder.take(event)
        end = event.end
    return builder.root, end


def items_of_array(text: str, *, first_line: int = 1) -> Iterator[tuple[object, int]]:
    r"""Yield the items of a JSON array one by one, each with its line; no more than one of them is held.

    Args:
        text: a JSON array, decoded.
        first_line: the number of its first line in the file.

    Raises:
        SourceError: it is not JSON, or no array; after the items that stand before that place.

    >>> list(items_of_array('[{"a": 1},\n{"a": 2}]'))
    [({'a': '1'}, 1), ({'a': '2'}, 2)]
    """
    depth = end = line = 0
    builder: _Builder | None = None
    for event in events(text, first_line=first_line):
        is_outer, end = depth == 0, event.end
        if is_outer and event.kind != OPEN_SEQUENCE:
            raise _refusal(text, event.start, first_line, "it is no array, which begins with [")
        depth += (event.kind in CLOSED_BY) - (event.kind == CLOSE)
        if is_outer or depth == 0:  # the brackets of the array itself
            continue
        if builder is None:
            builder, line = _Builder(), event.line
        builder.take(event)
        if builder.is_done:
            yield builder.root, line
            builder = None
    rest = _BLANK.match(text, end)
    if rest is not None and rest.end() < len(text):
        raise _refusal(text, rest.end(), first_line, "something follows the end of the array")


def nodes(text: str, *, start: int = 0, first_line: int = 1, offset: int = 0) -> Node | None:
    """Return the nodes of a JSON text as `kg.sources.events.nodes` does those of YAML; as far as it can be read.

    Args:
        text: JSON up to the end of a value.
        start: where that begins in it, in characters.
        first_line: the number of the line of that place in the file.
        offset: where the text begins in that of the file, in characters.
    """
    root: Node | None = None
    stack: list[Node] = []
    key: Node | None = None
    try:
        for event in events(text, start=start, first_line=first_line):
            first, end = offset + event.start, offset + event.end
            if event.kind == CLOSE:
                stack.pop().end = end
                continue
            kind = {OPEN_MAPPING: MAPPING, OPEN_SEQUENCE: SEQUENCE}.get(event.kind, SCALAR)
            style = '"' if text.startswith('"', event.start) else None
            node = Node(kind, first, end, event.line, event.value, style, plain=style is None, flow=kind != SCALAR)
            if event.kind == KEY:
                key = node
                continue
            if stack:
                stack[-1].entries.append((key, node))
            else:
                root = node
            key = None
            if kind != SCALAR:
                stack.append(node)
    except SourceError:
        pass
    return root


def events(text: str, *, start: int = 0, first_line: int = 1) -> Iterator[Event]:
    """Yield the parts of the JSON value that begins at a place of a text, in order.

    Raises:
        SourceError: it is not JSON, or nested more than `MAX_DEPTH` deep.
    """
    stack: list[str] = []
    at = counted = start
    line = first_line
    is_first = False  # just after what opens, which may close at once
    while True:
        in_mapping = bool(stack) and stack[-1] == "{"
        if is_first and (closing := _AFTER.match(text, at)) is not None and closing[1] == CLOSED_BY[stack[-1]]:
            at = closing.start(1)
        else:
            if in_mapping:
                key = _key(text, at, start, first_line)
                line += text.count("\n", counted, key.start)
                counted = key.start
                yield key._replace(line=line)
                at = key.end
                colon = _COLON.match(text, at)
                if colon is None:
                    raise _refusal(text, at, first_line, "a colon (:) is missing after a key", start=start)
                at = colon.end()
            value = _value(text, at, start, first_line)
            line += text.count("\n", counted, value.start)
            counted = value.start
            yield value._replace(line=line)
            at = value.end
            if value.kind in CLOSED_BY:
                stack.append(value.kind)
                if len(stack) > MAX_DEPTH:
                    raise SourceError(f"nested more than {MAX_DEPTH} deep", line=line)
                is_first = True
                continue
        is_first = False
        while stack:
            after = _AFTER.match(text, at)
            if after is None or after[1] not in (",", CLOSED_BY[stack[-1]]):
                opened = "object ({" if stack[-1] == "{" else "array (["
                message = f"a comma, or a {CLOSED_BY[stack[-1]]} that closes the {opened}), is missing"
                raise _refusal(text, at, first_line, message, start=start)
            at = after.end()
            if after[1] == ",":
                break
            stack.pop()
            line += text.count("\n", counted, at)
            counted = at
            yield Event(CLOSE, at - 1, at, line)
        if not stack:
            return


def _key(text: str, at: int, start: int, first_line: int) -> Event:
    found = _VALUE.match(text, at)
    if found is None or found.lastindex not in (1, 2):
        raise _refusal(text, at, first_line, "a key in double quotes is missing", start=start)
    return _value(text, at, start, first_line)._replace(kind=KEY)


def _value(text: str, at: int, start: int, first_line: int) -> Event:
    """Return the value, or what opens one, that stands at a place; its line is not counted yet."""
    found = _VALUE.match(text, at)
    if found is None:
        raise _refusal(text, at, first_line, "a value is missing, or a text is not in double quotes", start=start)
    plain, escaped, word, opening = found.groups()
    end = found.end()
    if plain is not None:
        return Event(VALUE, end - len(plain) - 2, end, 0, plain)
    if opening:
        return Event(opening, end - 1, end, 0)
    if word:
        kind = NULL if word in NO_VALUES else VALUE
        return Event(kind, end - len(word), end, 0, "" if kind == NULL else word)
    try:
        value, after = _decoder.raw_decode(text, end - len(escaped))
    except JSONDecodeError as error:
        raise _refusal(
            text, min(error.pos, len(text)), first_line, error.msg.lower().rstrip(": "), start=start
        ) from None
    return Event(VALUE, end - 1, after, 0, _SURROGATE.sub("\ufffd", value))


def _refusal(text: str, at: int, first_line: int, problem: str, *, start: int = 0) -> SourceError:
    blank = _BLANK.match(text, at)
    at = blank.end() if blank is not None else at
    word = _WORD.match(text, at)
    here = f"before {word[0][:LONGEST_SHOWN]!r}" if word is not None else "at the end"
    line = first_line + text.count("\n", start, at)
    return SourceError(
        f"not valid JSON: {problem} ({here}); mend it there", line=line, column=at - text.rfind("\n", 0, at)
    )


class _Builder:
    """Put a tree together from events."""

    def __init__(self) -> None:
        self.root: Any = None
        self.is_done = False
        self._stack: list[Any] = []
        self._keys: list[tuple[str, int]] = []

    def take(self, event: Event) -> None:
        kind = event.kind
        if kind == KEY:
            self._keys[-1] = (event.value, event.line)
            return
        if kind == CLOSE:
            self._stack.pop()
            self._keys.pop()
            self.is_done = not self._stack
            return
        made: Any
        if kind == OPEN_MAPPING:
            made = Mapping(event.line)
        elif kind == OPEN_SEQUENCE:
            made = Sequence(event.line)
        else:
            made = event.value if kind == VALUE else None
        self._add(made, event.line)
        if kind in CLOSED_BY:
            self._stack.append(made)
            self._keys.append(("", 0))

    def _add(self, made: Any, line: int) -> None:
        if not self._stack:
            self.root, self.is_done = made, isinstance(made, str | None)
            return
        parent = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.lines.append(line)
            parent.append(made)
            return
        key, key_line = self._keys[-1]
        parent.place(key, key_line)
        parent[key] = made
