"""The XML of a feed -> its entries, one at a time, by expat: elements with their attributes, texts and lines.

Nothing is fetched and no entity is declared: the document type is blanked out before anything is parsed, so that a
reference to an entity of its own stays the text that it is. An entry that is no XML is passed over, and given as the
bytes that it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from kg.codes import SYNTAX
from kg.errors import SourceError
from kg.sources.tables.prolog import blank_type, utf8
from kg.sources.tables.row import Remark

if TYPE_CHECKING:
    from xml.parsers import expat

ENTRIES = ("item", "atom:entry")
ROOTS = ("rss", "rdf:rdf", "atom:feed", "channel")  # what entries stand in
NAMESPACES = {  # of elements that are read, in lower case: the prefix that each has here, whatever a feed calls it
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",  # 0.3
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    **{f"http://wordpress.org/export/1.{version}/": "wp" for version in range(4)},
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/atom/app#": "app",  # as Blogger has it
}
MAX_DEPTH = 64  # of elements
MOST_ELEMENTS = 1_000  # of an entry; more are left out
LONGEST_TEXT = 1 << 20  # characters of the elements of an entry; more are left out
MOST_BROKEN = 1_000  # entries that are no XML, after which the rest is not read
PIECE = 1 << 16  # bytes that expat takes at once
BROKEN = "an entry of the feed is not well-formed XML: {}; write & as &amp; and close its tags"
_ENTRY_TAG = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>/]")
_NO_BLANK = re.compile(rb"\S")


class Element(NamedTuple):
    """An element: its name with the prefix it has here, attributes, line, text (or markup), and the elements in it."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: tuple[Element, ...] = ()
    is_markup: bool = False

    def child(self, *names: str) -> str:
        """Return the text of the first element in it with one of some names."""
        return next((child.text.strip() for child in self.children if child.name in names), "")


class Entry:
    """The elements of an entry by name, or of what the entries stand in; `start` is its place in the XML (bytes)."""

    __slots__ = ("attributes", "count", "elements", "line", "size", "start")

    def __init__(self, line: int, attributes: dict[str, str], *, start: int = 0) -> None:
        self.line = line
        self.start = start
        self.attributes = attributes
        self.elements: dict[str, list[Element]] = {}
        self.count = self.size = 0

    def add(self, element: Element) -> None:
        """Add an element."""
        self.elements.setdefault(element.name, []).append(element)
        self.count += 1

    def all(self, *names: str) -> Iterator[Element]:
        """Yield the elements of some names: all of the first, then all of the next."""
        for name in names:
            yield from self.elements.get(name, ())


class Broken(NamedTuple):
    """An entry that is no XML: its line, what is wrong with it, itself in what it stands in, and the feed."""

    line: int
    reason: str
    xml: bytes = b""
    feed: Entry | None = None


def entries(data: bytes) -> Iterator[tuple[Entry, Entry] | Broken | Remark]:
    """Yield each entry of a feed with what is known so far of the feed itself; and what is wrong with the others.

    Args:
        data: the whole file.

    Raises:
        SourceError: it is empty, too large, or has a document type that does not end.
    """
    xml, remarks = utf8(data)
    yield from remarks
    blank_type(xml)
    begins = _NO_BLANK.search(xml)
    start = len(xml) if begins is None else begins.start()
    line = 1 + xml.count(b"\n", 0, start)
    reader = _Reader()
    for _ in range(MOST_BROKEN):
        yield from reader.read(xml, start, line)
        if reader.error is None:
            return
        broken, end = reader.passed_over(xml)
        yield broken
        if end >= len(xml):
            return
        line += xml.count(b"\n", start, end)
        start = end
    yield Broken(line, f"more than {MOST_BROKEN:,} entries are not well-formed XML: the rest is not read; mend them")


class _Open:
    """An element that is read: what a direct child of an entry or of the feed has in it so far."""

    def __init__(self, name: str, attributes: dict[str, str], line: int, depth: int) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.depth = depth
        self.parts: list[tuple[bool, str]] = []  # whether it is a tag, and what it is
        self.children: list[Element] = []
        self.child: tuple[str, dict[str, str], int] | None = None
        self.child_parts: list[str] = []

    def element(self) -> Element:
        """Return it as it is at its end; with elements in it, its text is markup."""
        is_markup = any(is_tag for is_tag, _ in self.parts)
        text = "".join(part if is_tag or not is_markup else html.escape(part) for is_tag, part in self.parts)
        return Element(self.name, self.attributes, self.line, text, tuple(self.children), is_markup)


class _Reader:
    """What expat calls, and what it has been told so far; a new parser goes on after what is no XML."""

    def __init__(self) -> None:
        self.feed = Entry(1, {})
        self.error: tuple[str, int] | None = None  # what is wrong, and where (bytes)
        self._count = 0  # of entries
        self._prefixes: dict[str, str] = {"xml": "xml"}
        self._names: dict[str, str] = {}
        self._around: list[tuple[str, dict[str, str]]] = []  # the elements that are open
        self._entry: Entry | None = None
        self._depth = 0  # of the last entry
        self._open: _Open | None = None
        self._done: list[Entry] = []

    def read(self, xml: bytearray, start: int, line: int) -> Iterator[tuple[Entry, Entry]]:
        """Yield the entries from a place on, up to the end or an error."""
        from xml.parsers import expat  # here, so that a build without feeds loads no XML

        before = "".join(_tag(*one) for one in self._around).encode()
        self._around, self._entry, self._open, self.error = [], None, None, None
        self._refused_at = start
        self._lines, self._bytes = line - 1, start - len(before)
        self._parser = parser = self._made()
        view = memoryview(xml)
        try:
            parser.Parse(before)
            for at in range(start, len(xml), PIECE):
                parser.Parse(view[at : at + PIECE])
                yield from self._taken()
            parser.Parse(b"", True)  # noqa: FBT003 - it takes no keyword
        except expat.ExpatError as error:
            self.error = expat.ErrorString(error.code) or "", max(start, self._bytes + parser.ErrorByteIndex)
        except SourceError as error:
            self.error = error.reason, max(start, self._refused_at)
        yield from self._taken()

    def passed_over(self, xml: bytearray) -> tuple[Broken | Remark, int]:
        """Return the entry in which the error is, and where what follows it begins; or what is wrong beside entries."""
        reason, at = self.error or ("", 0)
        entry = self._entry
        if entry is None:
            return self._passed_over_beside(xml, reason, at)
        name = self._around[self._depth][0]
        self._around = self._around[: self._depth]
        follows = _ENTRY_TAG.search(xml, max(at, entry.start + 1))
        closing = f"</{name}".encode()
        closes = xml.find(closing, max(at - len(b"</"), entry.start + 1))
        end = xml.find(b">", closes) + 1 if closes >= 0 else 0
        if end == 0 or (follows is not None and follows.start() < end):
            end = len(xml) if follows is None else follows.start()
            closing += b">"
        else:
            closing = b""
        before = "".join(_tag(*one) for one in self._around).encode()
        after = "".join(f"</{one}>" for one, _ in reversed(self._around)).encode()
        self._count += 1
        return Broken(
            entry.line, BROKEN.format(reason), before + xml[entry.start : end] + closing + after, self.feed
        ), end

    def _passed_over_beside(self, xml: bytearray, reason: str, at: int) -> tuple[Broken | Remark, int]:
        line = self._parser.ErrorLineNumber + self._lines
        follows = _ENTRY_TAG.search(xml, at + 1)
        depth = self._depth if self._count else 1 + (len(self._around) > 1 and self._around[1][0] == "channel")
        self._around = self._around[:depth]
        message = f"the feed is not well-formed XML: {reason}; mend it there"
        if follows is not None:
            return Remark(line, message, SYNTAX), follows.start()
        return (Remark(line, message, SYNTAX) if self._count else Broken(line, message)), len(xml)

    def _made(self) -> expat.XMLParserType:
        from xml.parsers import expat

        parser = expat.ParserCreate("UTF-8")
        parser.buffer_text = True
        parser.UseForeignDTD()  # so that a reference to an unknown entity is no error
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.SkippedEntityHandler = self._skipped
        parser.ExternalEntityRefHandler = lambda *_: 1  # nothing is opened
        parser.EntityDeclHandler = lambda *_: self._refuse("it declares an entity")
        return parser

    def _taken(self) -> Iterator[tuple[Entry, Entry]]:
        for entry in self._done:
            yield entry, self.feed
        self._done.clear()

    def _line(self) -> int:
        return self._parser.CurrentLineNumber + self._lines

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        depth = len(self._around)
        if depth >= MAX_DEPTH:
            self._refuse(f"nested more than {MAX_DEPTH} deep")
        name = self._name(tag, attributes, depth)
        self._around.append((tag, attributes))
        opened = self._open
        if opened is not None:
            self._markup(f"<{_local(tag)}>")
            if depth == opened.depth + 1 and len(opened.children) < MOST_ELEMENTS:
                opened.child = name, attributes, self._line()
                opened.child_parts = []
        elif name in ENTRIES:
            if self._entry is not None:
                self._refuse("another one begins before it ends")
            start = self._bytes + self._parser.CurrentByteIndex
            self._entry = Entry(self._line(), attributes, start=start)
            self._depth = depth
        elif self._entry is None and depth < 2 and name in ROOTS:
            self.feed.attributes = {**self.feed.attributes, **attributes}
        elif (self._entry or self.feed).count < MOST_ELEMENTS:
            self._open = _Open(name, attributes, self._line(), depth)

    def _end(self, tag: str) -> None:
        self._around.pop()
        depth = len(self._around)
        opened, entry = self._open, self._entry
        if opened is None:
            if entry is not None and depth == self._depth:
                self._done.append(entry)
                self._count += 1
                self._entry = None
        elif depth == opened.depth:
            (entry or self.feed).add(opened.element())
            self._open = None
        else:
            self._markup(f"</{_local(tag)}>")
            if depth == opened.depth + 1 and opened.child is not None:
                opened.children.append(Element(*opened.child, "".join(opened.child_parts)))
                opened.child = None

    def _refuse(self, reason: str) -> None:
        """Raise an error; expat goes on to the end of the piece, without a word."""
        self._refused_at = self._bytes + self._parser.CurrentByteIndex
        raise SourceError(reason)

    def _markup(self, tag: str) -> None:
        entry = self._entry or self.feed
        if self._open is not None and entry.size <= LONGEST_TEXT:
            entry.size += len(tag)
            self._open.parts.append((True, tag))

    def _text(self, text: str) -> None:
        opened, entry = self._open, self._entry or self.feed
        if opened is None or entry.size > LONGEST_TEXT:
            return
        entry.size += len(text)
        opened.parts.append((False, text))
        if opened.child is not None:
            opened.child_parts.append(text)

    def _skipped(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - expat calls it so
        if not is_parameter:
            self._text(html.unescape(f"&{name};"))

    def _name(self, tag: str, attributes: dict[str, str], depth: int) -> str:
        """Return the name of an element, with the prefix that its namespace has here, in lower case."""
        for key, uri in attributes.items():
            if key.startswith("xmlns:") or (key == "xmlns" and depth < 2):
                known = NAMESPACES.get(uri.strip().lower())
                prefix = key[6:]
                if self._prefixes.get(prefix) != (prefix if known is None else known):
                    self._prefixes[prefix] = prefix if known is None else known
                    self._names.clear()
        if depth == 0 and tag == "feed" and "xmlns" not in attributes:
            self._prefixes[""] = "atom"
        if depth > 1 and "xmlns" in attributes:
            own = NAMESPACES.get(attributes["xmlns"].strip().lower())
            return f"{own}:{tag}".lower() if own else tag.lower()
        found = self._names.get(tag)
        if found is None:
            prefix, _, local = tag.rpartition(":")
            prefix = self._prefixes.get(prefix, prefix)
            found = f"{prefix}:{local}".lower() if prefix else local.lower()
            if len(self._names) < MOST_ELEMENTS:
                self._names[tag] = found
        return found


def _local(tag: str) -> str:
    return tag.rpartition(":")[2].lower()


def _tag(name: str, attributes: dict[str, str]) -> str:
    from xml.sax.saxutils import quoteattr  # it loads urllib.request, http and ssl

    return f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items())}>".replace("\n", " ")
