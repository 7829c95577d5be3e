"""A file that is data -> its bytes, up to a limit; TOML -> its tables, and the line of each key.

tomllib says no lines, recurses as deep as a text is nested, and takes minutes for a key of many parts: a text is looked
through first, in one pass.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from typing import Any, NamedTuple

MAX_BYTES = 256 * 1024  # of a file of settings
MAX_DEPTH = 32  # of brackets in one another, and of the parts of a key
# a FIFO must not be waited for; on Windows, line ends stay as they are
_OPEN = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))

_TOKEN = re.compile(
    r"""
      (?P<text> \"{3} (?: \\. | [^\\] )*? (?: \"{3} | \Z) | '{3} .*? (?: '{3} | \Z)
              | \" (?: \\[^\n] | [^"\\\n] )*+ \"?+ | ' [^'\n]*+ '?+ )
    | (?P<comment> \#[^\n]*+ )
    | (?P<newline> \n )
    | (?P<blank> [\ \t\r]++ )
    | (?P<bare> [A-Za-z0-9_-]++ )
    | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL,
)


class Toml(NamedTuple):
    """What a text in TOML says; `lines` are those of its keys and tables by their path (1-based)."""

    tables: dict[str, Any]
    lines: dict[tuple[str, ...], int]

    def line(self, *keys: str) -> int:
        r"""Return the line of a key; that of the table around it where the key stands within a value.

        >>> parse('[site]\nurl = "x"\n').line("site", "url")
        2
        """
        return next((self.lines[keys[:n]] for n in range(len(keys), 0, -1) if keys[:n] in self.lines), 1)


class TomlError(Exception):
    """A text is no TOML, or goes beyond the limits; `line` is where, 1 if that is unknown."""

    def __init__(self, reason: str, *, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def contents(path: str | os.PathLike[str], *, most: int = MAX_BYTES) -> bytes:
    """Return the bytes of a regular file; nothing else is waited for.

    Args:
        path: of the file.
        most: how many bytes it may have.

    Raises:
        OSError: it cannot be read, is not a regular file, or is larger.
    """
    handle = os.open(path, _OPEN)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a regular file")
        data = b""
        while len(data) <= most and (more := os.read(handle, most + 1 - len(data))):
            data += more
    finally:
        os.close(handle)
    if len(data) > most:
        raise OSError(0, f"it is larger than the limit of {most:,} bytes")
    return data


def parse(text: str) -> Toml:
    """Return what a text in TOML says, with lines.

    Raises:
        TomlError: it is none, or goes beyond the limits.

    >>> parse("a = 1").tables
    {'a': 1}
    """
    text = text.removeprefix("\ufeff")
    lines = _lines(text)
    try:
        return Toml(tomllib.loads(text), lines)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError
        place = re.search(r"\(at line (\d+)", str(error))
        last = text.rstrip().count("\n") + 1 if "at end of document" in str(error) else 1
        raise TomlError(str(error), line=int(place[1]) if place else last) from error


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the lines of keys and tables by their paths; those of a text that is no TOML are of no use.

    Raises:
        TomlError: it goes beyond the limits.
    """
    found: dict[tuple[str, ...], int] = {}
    line, depth, dots = 1, 0, 0
    table: tuple[str, ...] = ()
    parts: list[str] = []
    is_header, is_value = False, False
    for match in _TOKEN.finditer(text):
        kind, part = str(match.lastgroup), match[0]
        if kind == "newline" and depth == 0:
            if is_header:
                table = tuple(parts)
                found.setdefault(table, line)
            parts, is_header, is_value = [], False, False
        elif kind in ("bare", "text") and not is_value:
            parts.append(part if kind == "bare" else part[1:-1])
        elif kind == "sign":
            is_header = is_header or (part == "[" and not parts and not is_value)
            if part == "=" and depth == 0 and not is_value:
                found.setdefault((*table, *parts), line)
                is_value = True
            depth = max(0, depth + (part in "[{") - (part in "]}"))
            dots = dots + 1 if part == "." else 0
            if depth > MAX_DEPTH or dots > MAX_DEPTH:
                raise TomlError(f"it is nested deeper than the limit of {MAX_DEPTH}: write it out flat", line=line)
        line += part.count("\n")
    if is_header:
        found.setdefault(tuple(parts), line)
    return found
