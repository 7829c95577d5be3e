"""The bytes of a file -> its front matter as a tree of mappings, sequences, texts and nulls, each with its line.

YAML is never resolved: ``NO``, ``010`` and ``12:30:45`` stay the texts that they are, and what type a field has is for
`kg.sources.fields` to decide. Plain lines are read by `kg.sources.lines`, all else as events of libyaml. Nothing is
constructed from a tag, nesting and aliases are bounded, and no recursion follows the depth of the input.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from kg.codes import NO_FRONT_MATTER, UNREADABLE
from kg.errors import SourceError
from kg.sources.files import YAML
from kg.sources.lines import scan
from kg.sources.signatures import binary
from kg.sources.tree import Mapping

MAX_BYTES = 4 * 1024 * 1024
FENCE = "---"

# what YAML 1.1 does not let stand in a file (its section 5.1)
_NOT_PRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ASCII = bytes((0x09, 0x0A, 0x0D, *range(0x20, 0x7F)))  # of what it does
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not UTF-8 as Windows-1252, and those around them as the UTF-8 that they are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_CP1252 = "kg.cp1252"
codecs.register_error(_CP1252, _as_cp1252)


class Text(NamedTuple):
    """The text of a file, with what was odd about its bytes: pairs of line and message."""

    value: str
    odd: list[tuple[int, str]]


def decode(data: bytes) -> Text:
    """Return the text of a file: byte order marks, line ends, encodings and control characters put right.

    UTF-8 is expected; a UTF-16 byte order mark is obeyed, and bytes that are no UTF-8 are read as Windows-1252, the
    rest of the file as UTF-8 all the same. Characters that YAML forbids are read as what Windows-1252 has in their
    place, or dropped.

    Raises:
        SourceError: the file is empty, no text, or larger than `MAX_BYTES`.
    """
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"the file is larger than the limit of {MAX_BYTES:,} bytes: split it or cut it down", code=UNREADABLE
        )
    if not data.strip():
        raise SourceError("the file is empty", code=UNREADABLE)
    if name := binary(data):
        raise SourceError(f"the file is {name}, and no text; move it elsewhere", code=UNREADABLE)
    odd: list[tuple[int, str]] = []
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
        data = text.encode()
    else:
        data = data.removeprefix(codecs.BOM_UTF8)
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            byte = f"0x{data[error.start]:02X}"
            odd.append((line, f"byte {byte} is not UTF-8: read as Windows-1252; save it as UTF-8"))
            text = data.decode("utf-8", _CP1252)
            data = text.encode()
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
        data = text.encode()
    if _NOT_PRINTABLE.search(data.translate(None, _ASCII).decode()):
        text = _without_controls(text, odd)
    return Text(text, odd)


def is_clean(data: bytes) -> bool:
    """Return whether `decode` takes a part of a file as it is, but for its line ends and without a word."""
    try:
        data.decode()
        return not _NOT_PRINTABLE.search(data.translate(None, _ASCII).decode())
    except UnicodeDecodeError:
        return False


def _without_controls(text: str, odd: list[tuple[int, str]]) -> str:
    first: dict[str, int] = {}

    def mend(match: re.Match[str]) -> str:
        char = match[0]
        first.setdefault(char, match.start())
        return bytes((ord(char),)).decode("cp1252", "ignore") if "\x7f" < char < "\xa0" else ""

    mended = _NOT_PRINTABLE.sub(mend, text)
    for char, start in first.items():
        line = text.count("\n", 0, start) + 1
        odd.append(
            (line, f"control character U+{ord(char):04X} is not allowed in YAML: replaced or dropped; delete it")
        )
    return mended


def front_matter(text: str) -> Mapping:
    """Return the front matter of a Markdown file: the mapping between its first two ``---`` lines.

    Raises:
        SourceError: there is none, it is not closed, or it is not YAML.
    """
    yaml_text, first_line = fenced(text)
    tree = parse(yaml_text, first_line=first_line)
    if not isinstance(tree, Mapping):
        raise SourceError("the front matter is not a mapping of keys to values (key: value)", line=first_line)
    return tree


def content(text: str, path: str) -> object:
    """Return what a file holds: its front matter; or all of it, if it is YAML by its name or has none.

    Raises:
        SourceError: it is not YAML.
    """
    whole = path.lower().endswith(YAML) or not text.lstrip("\n").startswith(FENCE)
    return parse(text) if whole else front_matter(text)


def fenced(text: str) -> tuple[str, int]:
    """Return what stands between the first two ``---`` lines of a file, and the number of its first line.

    Raises:
        SourceError: there are no such lines.
    """
    start = len(text) - len(text.lstrip("\n"))
    line, newline, _ = text[start:].partition("\n")
    if line.rstrip() != FENCE:
        reason = "no front matter: the first line is not ---; begin the file with a line ---"
        raise SourceError(reason, line=start + 1, code=NO_FRONT_MATTER)
    body = start + len(line) + len(newline)
    end = _CLOSING.search(text, body - 1)
    if end is None:
        raise SourceError("the front matter is not closed; add a line --- after it", line=start + 1)
    return text[body : end.start() + 1], start + 2


def parse(text: str, *, first_line: int = 1) -> object:
    """Return the first YAML document of a text: a `Mapping`, a `Sequence`, a `str` (every scalar is one) or None.

    Args:
        text: YAML, decoded by `decode`.
        first_line: the number of its first line in the file.

    Raises:
        SourceError: not YAML, nested or aliased beyond the limits, or with a tag that would make an object.
    """
    plain = scan(text, first_line=first_line)
    return parse_events(text, first_line=first_line) if plain is None else plain


def parse_events(text: str, *, first_line: int = 1) -> object:
    """Return what `parse` does, from the events of libyaml alone: the reference, and all that is not plain."""
    from kg.sources.events import tree  # most sites never need it

    return tree(text, first_line=first_line)
