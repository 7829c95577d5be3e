r"""The plain shapes of YAML -> a tree, without the events of libyaml: seven times as fast.

Nearly all front matter is made of lines like these, and of nothing else::

    title: "A text in \"quotes\""
    provider:
      domain: a.example
    images:
      - url: 'https://a.example/1.jpg'
        width: 50

Whatever is written in another way (texts of several lines, ``|`` and ``>``, ``[a, b]``, comments, anchors, tags, tabs,
lines that do not fit in) is not understood here, and left to libyaml as a whole; so nothing is ever refused here, and
no message comes from here. What is understood gives the tree that libyaml gives, line for line: the tests compare the
two on every corpus and on made-up text.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from kg.sources.tree import MAX_DEPTH, NULLS, Mapping, Sequence

ROOT = "root"
LONGEST = 1 << 18  # characters; libyaml needs less memory for what is longer
MOST_BEGINNINGS = 1 << 12  # of lines that are remembered
ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}  # in double quotes; of the others, the sign itself or its number

_ASCII = bytes((0x0A, *range(0x20, 0x7F)))
# what YAML does not print, and other line ends and byte order marks; to name what is left would take longer to compile
_ODD = re.compile("[\x00-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# a text in double quotes without escapes, or any other value
_VALUE = r"""
    (?:
        "( [^"\\\n]++ )" [ ]*+
      | ( (?: [^\s\-?:,\[\]{}\#&*!|>'"%@`] | -(?=[^ \n]) ) [^:\#\n]*+ (?: (?: :(?=[^ \n]) | (?<![ ])\# ) [^:\#\n]*+ )*+
        | "[^"\\\n]*+ (?: \\(?: ["\\/nrt] | u(?![dD][89A-Fa-f])[0-9A-Fa-f]{4} ) [^"\\\n]*+ )*+ " [ ]*+
        | '[^'\n]*+ (?: '' [^'\n]*+ )*+ ' [ ]*+
        |
        )
    )$
    """
# a line: how it begins, then its value
_LINE = re.compile(
    r"^( [ ]*+ (?: -[ ]++ | ) (?: \w[\w-]{0,99}+: (?: [ ]++ | $ ) | ) )" + _VALUE, re.MULTILINE | re.VERBOSE | re.ASCII
)
# a key at the very left, its value, and the lines below that are set in or begin with a dash; or a sign of what else
_ENTRY = re.compile(
    r"^( \w[\w-]{0,99}+ ): (?: [ ]++ | $ )"
    + _VALUE
    + r"\n? ( (?: (?: [ ] | -[ ] ) [^\n]*+ (?: \n | \Z ) | \n )*+ ) | ( . )",
    re.MULTILINE | re.VERBOSE | re.ASCII,
)
_DASH = re.compile(" *- ")
_OUTER = re.compile(r"\n(?![ \n-])")
_ESCAPED = re.compile(r"\\(?:u(.{4})|(.))")


def scan(text: str, *, first_line: int) -> Mapping | Sequence | None:
    r"""Return the tree of a YAML text that is made of plain lines only, None for any other.

    Args:
        text: YAML.
        first_line: the number of its first line in the file.

    >>> scan("a: 1\nb:\n  - c\n", first_line=1)
    {'a': '1', 'b': ['c']}
    >>> scan("a: [1, 2]", first_line=1) is None
    True
    """
    return scan_lines(text, first_line=first_line) if is_plain(text) else None


def scan_lines(text: str, *, first_line: int) -> Mapping | Sequence | None:
    """Return what `scan` does of a part of a text that `is_plain`."""
    lines = _LINE.findall(text)
    return _tree(lines, first_line) if len(lines) == text.count("\n") + 1 else None


def is_plain(text: str) -> bool:
    """Return whether a text is short and of plain characters enough for `scan` and `entries`."""
    return len(text) <= LONGEST and not _ODD.search(text.encode("utf-8", "replace").translate(None, _ASCII).decode())


def entries(text: str) -> list[tuple[str, str | None, str]] | None:
    r"""Return each key at the top of a YAML text with its value and the lines below it; None if not all is plain.

    An entry has a value or lines, or neither. If `scan` takes the lines of each below their key, then it takes the
    whole; nobody looks into them here.

    Args:
        text: YAML that `is_plain`.

    >>> entries("a: 1\nb:\n  - c\n")
    [('a', '1', ''), ('b', None, '  - c\n')]
    >>> entries("a: [1, 2]") is None
    True
    """
    found: list[tuple[str, str | None, str]] = []
    for key, quoted, other, lines, odd in _ENTRY.findall(text):
        if odd:
            return None
        if lines and not lines.isspace():
            if quoted or other:
                return None
            found.append((key, None, lines))
        else:
            found.append((key, quoted or (_scalar(other) if other else None), ""))
    return found


def apart(text: str, key: str, *, first_line: int) -> tuple[str, list[tuple[str, int]]]:
    r"""Return a text without the items of a list at its top, and each item by itself with the line that it begins on.

    Nothing is checked: if `scan` takes what is left, and each item below the key alone, then it takes the whole.

    >>> apart("a: 1\nb:\n  - c: 2\n    d: 3\n  - e\nf: 4\n", "b", first_line=1)
    ('a: 1\nb:\n\n\n\nf: 4\n', [('  - c: 2\n    d: 3', 3), ('  - e', 5)])
    """
    start = text.find(f"\n{key}:\n") + len(key) + 3
    dash = _DASH.match(text, start)
    if start < len(key) + 3 or dash is None:
        return text, []
    outer = _OUTER.search(text, start)
    end = len(text) if outer is None else outer.start() + 1
    line = first_line + text.count("\n", 0, start)
    items = []
    for item in text[dash.end() : end].split(f"\n{dash[0]}"):
        items.append((dash[0] + item.rstrip("\n"), line))
        line += 1 + item.count("\n")
    return text[:start] + "\n" * text.count("\n", start, end) + text[end:], items


def _tree(lines: list[tuple[str, str, str]], first: int) -> Mapping | Sequence | None:
    """Put lines together by their indentation; `first` is the number of the first."""
    root = Mapping(first)
    node: Any = root  # the innermost that is open
    column = keys = -1  # where its keys or dashes stand; the same for a mapping only
    waiting: str | None = ROOT  # its last key, if a mapping or a sequence may still follow
    around: list[tuple[Any, int]] = []
    for line, (beginning, text, other) in enumerate(lines, first):
        here, after_dash, key = _beginning(beginning)
        if after_dash or here != keys or not key:  # not just the next key of the same mapping
            if not key and not (after_dash and (text or other)):
                if text or other or after_dash:  # a text goes on or stands alone, or a dash does
                    return None
                continue
            if waiting is not None and (here > column or (after_dash and here == column)):
                around.append((node, column))
                node[waiting] = inner = Sequence(line) if after_dash else Mapping(line)
                node, column = inner, here
            else:
                while column > here:
                    node, column = around.pop()
                if column == here and not after_dash and type(node) is Sequence:  # whose dashes stand below their key
                    node, column = around.pop()
                if column != here or (type(node) is Sequence) is not bool(after_dash):
                    return None
            keys = -1 if after_dash else column
            if after_dash:
                node.lines.append(line)
                if not key:
                    node.append(text or _scalar(other))
                    waiting = None
                    continue
                around.append((node, column))
                node.append(inner := Mapping(line))
                node, column, keys = inner, after_dash, after_dash
        if key in node.lines or len(around) > MAX_DEPTH:  # of doubles, libyaml's way keeps account
            return None
        node.lines[key] = line
        node[key] = text or (_scalar(other) if other else None)
        waiting = None if text or other else key
    return root.get(ROOT)


@functools.lru_cache(maxsize=MOST_BEGINNINGS)
def _beginning(text: str) -> tuple[int, int, str]:
    """Return the column in which a line begins, that after its dash (0 without one), and its key."""
    rest = text.lstrip(" ")
    inner = rest.removeprefix("-").lstrip(" ")
    return len(text) - len(rest), len(text) - len(inner) if rest.startswith("-") else 0, inner.rstrip(" ")[:-1]


def _scalar(value: str) -> str | None:
    """Return the text that is written so, None for a null."""
    value = value.rstrip(" ")
    if value[0] == '"':
        return _ESCAPED.sub(_unescaped, value[1:-1]) if "\\" in value else value[1:-1]
    if value[0] == "'":
        return value[1:-1].replace("''", "'")
    return None if value in NULLS else value


def _unescaped(match: re.Match[str]) -> str:
    number, sign = match.groups()
    return chr(int(number, 16)) if number else ESCAPES.get(sign, sign)
