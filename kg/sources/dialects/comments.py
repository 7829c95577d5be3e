"""YAML -> the values that a # cut off, which was meant as text: ``title: #1 reason``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kg.codes import COMMENTED_VALUE
from kg.sources.tree import Mapping, Sequence

# keys of texts that people write, in any of which a # may stand; of other keys, only a value that is lost as a whole
OF_TEXT = frozenset("title headline name subject subtitle description summary excerpt abstract caption".split())
SHOWN = 60  # characters
MESSAGE = "what follows # is a comment to YAML: {!r} is lost; put the whole text in quotes"

# a comment begins with a blank: what begins with a letter or a digit is a number or a hashtag
_LOST = re.compile(r"[ \t]#(?=\w)([^\n]*)")
_VALUE = re.compile(r"[ \t]*(?:-(?:[ \t]+|$))*(?:[^\s:#][^:#]*:(?:[ \t]+|$))?")


class Odd(NamedTuple):
    """A word on a line of front matter: of which key, what is said, under which code of `kg.codes`."""

    line: int
    key: str
    message: str
    code: str


def commented(text: str, tree: object, *, first_line: int) -> tuple[Odd, ...]:
    r"""Return a word on each value that lost text to a comment.

    Args:
        text: YAML.
        tree: what was read of it.
        first_line: the number of its first line in the file.

    >>> from kg.sources.frontmatter import parse
    >>> text = "title: #1 reason\ndate: 2020-06-11 # not sure\n"
    >>> [odd.line for odd in commented(text, parse(text), first_line=1)]
    [1]
    """
    lost = {}
    for number, line in enumerate(text.split("\n") if "#" in text else (), first_line):
        found = _LOST.search(line)
        if found is not None:
            lost[number] = (value_before(line, found.start()), line[found.start() + 1 :])
    if not lost:
        return ()
    return tuple(
        Odd(line, key, MESSAGE.format(lost[line][1][:SHOWN]), COMMENTED_VALUE)
        for key, value, line in _scalars(tree)
        if line in lost and _is_cut(key, value, lost[line][0])
    )


def value_before(line: str, end: int) -> str:
    """Return what is left of a value on a line that goes on with a comment at a place."""
    start = _VALUE.match(line, 0, end)
    return line[0 if start is None else start.end() : end].strip()


def _is_cut(key: str, value: str | None, left: str) -> bool:
    """Return whether a value is what a comment left of it."""
    return (value or "") == left and (not left or key.casefold() in OF_TEXT)


def _scalars(tree: object) -> Iterator[tuple[str, Any, int]]:
    """Yield each text and null of a tree with its key (that of its list) and line, in the order of the file."""
    stack: list[tuple[str, Any, int]] = [("", tree, 0)]
    while stack:
        key, value, line = stack.pop()
        if isinstance(value, Mapping):
            stack += [(name, inner, value.lines.get(name, value.line)) for name, inner in reversed(value.items())]
        elif isinstance(value, Sequence):
            stack += [(key, item, place) for item, place in zip(reversed(value), reversed(value.lines), strict=True)]
        else:
            yield key, value, line
