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
Entry = tuple[str, str, str, str, str]
# a key at the very left, its value, and the lines below that are set in or begin with a dash; or a sign of what else.
# If `scan` takes the lines of each below their key, and no key has both a value and lines, then it takes the whole
ENTRY = re.compile(
    r"^( \w[\w-]{0,99}+ ): (?: [ ]++ | $ )"
    + _VALUE
    + r"\n? ( (?: (?: [ ] | -[ ] ) [^\n]*+ (?: \n | \Z ) | \n )*+ ) | ( . )",
    re.MULTILINE | re.VERBOSE | re.ASCII,
)
_DASH = re.compile(b" *- ")
_OUTER = re.compile(rb"\n(?=[^ \n-]|---$)", re.MULTILINE)
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
    return scan_lines(text, first_line=first_line) if is_plain(text.encode("utf-8", "replace")) else None


def scan_lines(text: str, *, first_line: int) -> Mapping | Sequence | None:
    """Return what `scan` does of a part of a text that `is_plain`."""
    lines = _LINE.findall(text)
    return _tree(lines, first_line) if len(lines) == text.count("\n") + 1 else None


def is_plain(data: bytes) -> bool:
    """Return whether a text, in UTF-8, is short and of plain characters enough for `scan` and `ENTRY`."""
    rest = data.translate(None, _ASCII)
    return len(data) <= LONGEST and not (rest and _ODD.search(rest.decode()))


def list_at_top(data: bytes, key: bytes) -> tuple[int, int, list[bytes]]:
    r"""Return where the items of a list at the top of front matter begin and end, and each by itself; else zeros.

    Nothing is checked: if `scan` takes what is left, and each item below the key alone, then it takes the whole.

    >>> list_at_top(b"---\nb:\n  - c: 2\n    d: 3\n  - e\nf: 4\n---\n", b"b")
    (7, 31, [b'  - c: 2\n    d: 3', b'  - e'])
    """
    head = b"\n%b:\n" % key
    start = data.find(head) + len(head)
    dash = _DASH.match(data, start)
    outer = _OUTER.search(data, start)
    if start < len(head) or dash is None or outer is None:
        return 0, 0, []
    end = outer.start() + 1
    items = data[dash.end() : end].rstrip(b"\n").split(b"\n" + dash[0])
    return start, end, [dash[0] + item for item in items]


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
                    node.append(text or scalar(other))
                    waiting = None
                    continue
                around.append((node, column))
                node.append(inner := Mapping(line))
                node, column, keys = inner, after_dash, after_dash
        if key in node.lines or len(around) > MAX_DEPTH:  # of doubles, libyaml's way keeps account
            return None
        node.lines[key] = line
        node[key] = text or (scalar(other) if other else None)
        waiting = None if text or other else key
    return root.get(ROOT)


@functools.lru_cache(maxsize=MOST_BEGINNINGS)
def _beginning(text: str) -> tuple[int, int, str]:
    """Return the column in which a line begins, that after its dash (0 without one), and its key."""
    rest = text.lstrip(" ")
    inner = rest.removeprefix("-").lstrip(" ")
    return len(text) - len(rest), len(text) - len(inner) if rest.startswith("-") else 0, inner.rstrip(" ")[:-1]


def scalar(value: str) -> str | None:
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
