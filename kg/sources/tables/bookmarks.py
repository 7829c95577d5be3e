"""Bookmarks that a browser or a service has written as HTML (``NETSCAPE-Bookmark-file-1``) -> rows with plain keys.

The format has no end tags to go by: a list opens with ``<DL>``, a folder is the heading before it, and what follows a
``<DD>`` up to the next tag is about the link before it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from kg.sources.tables.row import Row, is_web, mapping, sequence
from kg.sources.tables.text import head, whole
from kg.sources.tree import Mapping
from kg.sources.values import as_prose

SUFFIXES = (".html", ".htm")
MARKS = (
    "<!doctype netscape-bookmark-file-1",
    "<title>pocket export</title>",
)  # of the second, only links and no folders
SAVED = ("add_date", "time_added")  # seconds since 1970
ROOTS = ("personal_toolbar_folder", "unfiled_bookmarks_folder")  # attributes of folders that each browser has
MAX_DEPTH = 64  # of folders; more are left out
_TAGS = re.compile(r"<(/?)(dl|dt|dd|h[2-6]|a|li)\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"([\w-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


def rows(data: bytes, path: str = "") -> Iterator[Row] | None:  # noqa: ARG001 - known by its first lines alone
    """Return the links of a bookmark file; None if the file is none.

    Args:
        data: the whole file.
        path: its path.

    Raises:
        SourceError: the file is empty or too large.

    >>> list(rows(b'<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="https://a.example/1" TAGS="a,b">One</A></DL>'))
    [{'url': 'https://a.example/1', 'tags': ['a', 'b'], 'title': 'One'}]
    """
    return _rows(data) if _is_marked(data) else None


def is_bookmarks(data: bytes, path: str) -> bool:
    """Return whether a web page is a bookmark file."""
    return path.lower().endswith(SUFFIXES) and bool(data.strip()) and _is_marked(data)


def _is_marked(data: bytes) -> bool:
    start = head(data).lower()
    return start.startswith(MARKS[0]) or MARKS[1] in start


def _rows(data: bytes) -> Iterator[Row]:
    piece = whole(data)
    yield from piece.odd
    text, place = piece.text, _Place()
    counted = 0
    for found in _TAGS.finditer(text):
        place.words(text, found.start())
        place.line += text.count("\n", counted, found.start())
        counted = found.start()
        name, is_end = found[2].lower(), found[1] == "/"
        if (name != "dd" and not is_end) or name == "dl":
            yield from place.taken()
        if name == "dl":
            place.list(is_end=is_end)
        elif not is_end and name not in ("dt", "li"):
            place.open(name, found[3], found.end())
    place.words(text, len(text))
    yield from place.taken()


class _Place:
    """Where in the file we are: the folders around it, the link before it, and the element whose words follow."""

    def __init__(self) -> None:
        self.line = 1
        self._folders: list[str] = []  # one for each list that is open; an empty one where it has no heading
        self._heading = ""
        self._row: Mapping | None = None
        self._within = ""  # a, dd or a heading, whose words begin at `_start`
        self._start = 0
        self._is_root = False

    def taken(self) -> Iterator[Mapping]:
        """Yield the link that nothing more can be said of."""
        if self._row is not None:
            yield self._row
        self._row = None

    def list(self, *, is_end: bool) -> None:
        """Begin or end a list, which is called as the heading before it."""
        if is_end:
            self._folders[-1:] = []
        elif len(self._folders) < MAX_DEPTH:
            self._folders.append(self._heading)
        self._heading = ""

    def open(self, name: str, text: str, start: int) -> None:
        """Begin an element whose words count."""
        self._within, self._start = name, start
        attributes = {} if name == "dd" else _attributes(text)
        self._is_root = any(root in attributes for root in ROOTS)
        if name == "a":
            self._row = _row(attributes, self._folders, self.line)

    def words(self, text: str, end: int) -> None:
        """End the element that is open: its words are a title, a description or the name of a folder."""
        within, self._within = self._within, ""
        if not within:
            return
        words = as_prose(text[self._start : end]) or ""
        if within not in ("a", "dd"):
            self._heading = "" if self._is_root else words
        elif self._row is not None and words:
            key = "title" if within == "a" else "excerpt"
            self._row[key], self._row.lines[key] = words, self.line


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): html.unescape(one or two or three) for name, one, two, three in _ATTRIBUTES.findall(text)}


def _row(attributes: dict[str, str], folders: list[str], line: int) -> Mapping | None:
    """Return a link; None for one that leads to no page (a script, a search of the browser)."""
    address = attributes.get("href", "").strip()
    if not is_web(address):
        return None
    tags = [tag.strip() for tag in attributes.get("tags", "").split(",") if tag.strip()]
    topics = [folder for folder in dict.fromkeys(folders) if folder]
    saved = next((value for key in SAVED if (value := attributes.get(key, "").strip()) not in ("", "0")), "")
    pairs = {
        "url": address,
        "tags": sequence(tags, line),
        "topics": sequence(topics, line),
        "saved": saved,
    }
    return mapping([(key, value) for key, value in pairs.items() if value], line)
