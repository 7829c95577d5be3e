"""A place in a JSON text that is read value by value, so that a list of any length is never held whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecoder
from typing import Any

from kg.errors import SourceError
from kg.sources.json import parse_value
from kg.sources.tables.row import sequence
from kg.sources.tree import MAX_DEPTH, Mapping

_BLANK = re.compile(r"[ \t\r\n]*+")
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of an object, as the decoder gives them."""


_values = JSONDecoder(
    object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=lambda _: None, strict=False
)
_extents = JSONDecoder(parse_int=str, parse_float=str, strict=False)  # of what is only passed over


class Cursor:
    """A place in a JSON text, and its line; what Python's decoder reads stands on one line, what does not is ours."""

    def __init__(self, text: str, at: int, line: int) -> None:
        self.text = text
        self.at = at
        self.line = line

    def peek(self) -> str:
        """Pass over blanks, and return the character that follows; nothing at the end."""
        found = _BLANK.match(self.text, self.at)
        self._move(self.at if found is None else found.end())
        return self.text[self.at : self.at + 1]

    def value(self) -> Any:
        """Return the value that stands here, as `kg.sources.json.parse_value` does, and pass over it."""
        try:
            found, end = _values.raw_decode(self.text, self.at)
            is_plain = self.text.find("\n", self.at, end) < 0
        except (ValueError, RecursionError):
            is_plain = False
        if is_plain:
            value = _converted(found, self.line)
        else:  # each key has a line of its own, or something is wrong
            value, end = parse_value(self.text, start=self.at, first_line=self.line)
        self._move(end)
        return value

    def items(self) -> Iterator[tuple[Any, int]]:
        """Yield the items of the array that stands here, each with its line, and pass over it."""
        if self._is_empty("]"):
            return
        while True:
            self.peek()
            line = self.line
            yield self.value(), line
            if self._closes("]"):
                return

    def skip_items(self) -> None:
        """Pass over the array that stands here."""
        if self._is_empty("]"):
            return
        while True:
            self.peek()
            try:
                _, end = _extents.raw_decode(self.text, self.at)
            except (ValueError, RecursionError):
                _, end = parse_value(self.text, start=self.at, first_line=self.line)
            self._move(end)
            if self._closes("]"):
                return

    def members(self) -> Iterator[str]:
        """Yield the keys of the object that stands here; whoever takes one passes over its value."""
        if self._is_empty("}"):
            return
        while True:
            if self.peek() != '"':
                raise self._refusal("a key in double quotes is missing")
            key = self.value()
            if self.peek() != ":":
                raise self._refusal("a colon (:) is missing after a key")
            self._move(self.at + 1)
            self.peek()
            yield key
            if self._closes("}"):
                return

    def _is_empty(self, sign: str) -> bool:
        self._move(self.at + 1)
        is_empty = self.peek() == sign
        if is_empty:
            self._move(self.at + 1)
        return is_empty

    def _closes(self, sign: str) -> bool:
        found = self.peek()
        if found not in (",", sign) or not found:
            raise self._refusal(f"a comma, or a closing {sign}, is missing")
        self._move(self.at + 1)
        return found == sign

    def _move(self, at: int) -> None:
        self.line += self.text.count("\n", self.at, at)
        self.at = at

    def _refusal(self, problem: str) -> SourceError:
        here = self.text[self.at : self.at + 20]
        place = f"before {here!r}" if here else "at the end"
        column = self.at - self.text.rfind("\n", 0, self.at)
        return SourceError(f"not valid JSON: {problem} ({place}); mend it there", line=self.line, column=column)


def _converted(value: Any, line: int, depth: int = 0) -> Any:
    """Return what the decoder gives as a tree of mappings, sequences and texts; never deeper than `MAX_DEPTH`."""
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return None
    if depth >= MAX_DEPTH:
        raise SourceError(f"nested more than {MAX_DEPTH} deep", line=line)
    if isinstance(value, _Pairs):
        found = Mapping(line)
        for given, inner in value:
            key = given if given.isascii() else _SURROGATE.sub("\ufffd", given)
            found.place(key, line)
            found[key] = _converted(inner, line, depth + 1)
        return found
    return sequence([_converted(inner, line, depth + 1) for inner in value], line)
