"""The bytes of a file -> its front matter as a tree of mappings, sequences, texts and nulls, each with its line.

YAML is never resolved: ``NO``, ``010`` and ``12:30:45`` stay the texts that they are, and what type a field has is for
`kg.sources.fields` to decide. Plain lines are read by `kg.sources.scan`, all else as events of libyaml. Nothing is
constructed from a tag, nesting and aliases are bounded, and no recursion follows the depth of the input.
"""

from __future__ import annotations

import codecs
import itertools
import re
from typing import Any

import yaml
from yaml._yaml import CParser

from kg.codes import NO_FRONT_MATTER, UNREADABLE
from kg.errors import SourceError
from kg.sources.scan import scan
from kg.sources.tree import MAX_DEPTH, NULLS, Mapping, Sequence

MAX_BYTES = 4 * 1024 * 1024
MAX_ALIASES = 200
MAX_WRITTEN_OUT = 100_000  # characters, of all that aliases stand for
MAX_DIRECTIVES = 10  # libyaml compares each with all others
FENCE = "---"
PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
) | {"!"}

# what YAML 1.1 does not let stand in a file (its section 5.1)
_NOT_PRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ASCII = bytes((0x09, 0x0A, 0x0D, *range(0x20, 0x7F)))  # of what it does
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?")
_DIRECTIVE = re.compile("^%", re.MULTILINE)
_MERGE: Any = object()  # the key << where it is not in quotes


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not UTF-8 as Windows-1252, and those around them as the UTF-8 that they are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_CP1252 = "kg.cp1252"
codecs.register_error(_CP1252, _as_cp1252)


class Text:
    """The text of a file, with what was odd about its bytes: pairs of line and message."""

    __slots__ = ("odd", "value")

    def __init__(self, value: str, odd: list[tuple[int, str]]) -> None:
        self.value = value
        self.odd = odd


def decode(data: bytes) -> Text:
    """Return the text of a file: byte order marks, line ends, encodings and control characters put right.

    UTF-8 is expected; a UTF-16 byte order mark is obeyed, and bytes that are no UTF-8 are read as Windows-1252, the
    rest of the file as UTF-8 all the same. Characters that YAML forbids are read as what Windows-1252 has in their
    place, or dropped.

    Raises:
        SourceError: the file is empty, or larger than `MAX_BYTES`.
    """
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"the file is larger than the limit of {MAX_BYTES:,} bytes: split it or cut it down", code=UNREADABLE
        )
    if not data.strip():
        raise SourceError("the file is empty", code=UNREADABLE)
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


def parse(text: str, *, first_line: int = 1) -> Any:
    """Return the first YAML document of a text: a `Mapping`, a `Sequence`, a `str` (every scalar is one) or None.

    Args:
        text: YAML, decoded by `decode`.
        first_line: the number of its first line in the file.

    Raises:
        SourceError: not YAML, nested or aliased beyond the limits, or with a tag that would make an object.
    """
    plain = scan(text, first_line=first_line)
    return parse_events(text, first_line=first_line) if plain is None else plain


def parse_events(text: str, *, first_line: int = 1) -> Any:
    """Return what `parse` does, from the events of libyaml alone: the reference, and all that is not plain."""
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
