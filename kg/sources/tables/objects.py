"""JSON and JSON Lines -> rows: the objects of a list, at the top or one level below; JSON Feed, and any export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kg.errors import SourceError
from kg.sources.tables.cursor import Cursor
from kg.sources.tables.exports import plain_row
from kg.sources.tables.row import Row, first_paragraph, fold, is_of_domain, of_links, row_of, sequence
from kg.sources.tables.text import Piece, check, head, pieces, whole
from kg.sources.tree import Mapping
from kg.sources.values import as_prose

SUFFIXES = (".json", ".jsonfeed")
LINES = (".jsonl", ".ndjson", ".jsonlines")
# keys that a list of links goes by, folded; of several the first counts
LISTS = ("items", "entries", "articles", "links", "bookmarks", "data", "list", "results", "posts", "docs", "records",
         "rows", "news", "stories")  # fmt: skip
JSON_FEED = "https://jsonfeed.org/version/"
FEED_KEYS = (  # of an item of JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): what it is called here
    ("external_url", "url"), ("url", "url"), ("title", "title"), ("summary", "excerpt"), ("content_text", "excerpt"),
    ("content_html", "excerpt"), ("date_published", "published"), ("date_modified", "updated"), ("authors", "author"),
    ("author", "author"), ("tags", "tags"), ("language", "lang"), ("image", "image"), ("banner_image", "image"),
)  # fmt: skip


def rows(data: bytes, path: str = "") -> Iterator[Row] | None:
    r"""Return the rows of JSON or JSON Lines; None if there is no list of objects, or no address in the first of them.

    Args:
        data: the whole file.
        path: its path, which may say that each line is JSON of its own.

    Raises:
        SourceError: the file is empty or too large, or no JSON from its beginning.

    >>> list(rows(b'{"items": [\n{"url": "https://a.example/1"}]}', "x.json"))
    [{'url': 'https://a.example/1'}]
    """
    start = head(data)
    if path.lower().endswith(LINES) or _is_lines(start):
        return of_links(_of_lines(data))
    if start[:1] not in ("[", "{"):
        check(data)
        return None
    return _of_document(whole(data), named=path.lower().endswith(SUFFIXES))


def _is_lines(start: str) -> bool:
    first, _, rest = start.partition("\n")
    return first[:1] == "{" and first.rstrip()[-1:] == "}" and rest.lstrip()[:1] == "{"


def _of_lines(data: bytes) -> Iterator[Row]:
    rest = ""
    line = 1
    for piece in (*pieces(data), Piece("\n", 0)):
        yield from piece.odd
        *parts, rest = (rest + piece.text).split("\n")
        for part in parts:
            if part.strip():
                yield _of_line(part, line)
            line += 1


def _of_line(text: str, line: int) -> Row:
    cursor = Cursor(text, 0, line)
    try:
        cursor.peek()
        value = cursor.value()
    except SourceError as error:
        return error
    if cursor.peek():
        rest = text[cursor.at : cursor.at + 20]
        return SourceError(f"something follows the JSON of the line: {rest!r}; begin a new line", line=line)
    return plain_row(row_of(value, line))


def _of_document(piece: Piece, *, named: bool) -> Iterator[Row] | None:
    text = piece.text
    cursor = Cursor(text, 0, 1)
    if cursor.peek() == "[":
        return of_links(_chained(piece.odd, _rows(text, _Place(cursor.at, cursor.line))))
    outline = _outline(cursor)
    if str(outline.values.get("version") or "").startswith(JSON_FEED):
        return _chained(piece.odd, _feed(text, outline))
    found = of_links(_chained(piece.odd, _of_named(text, outline)))
    found = found or of_links(_chained(piece.odd, _of_groups(text, outline)), inner=False)
    if found is None and outline.error is not None and named:
        raise outline.error
    return found


def _chained(*parts: Iterable[Row]) -> Iterator[Row]:
    for part in parts:
        yield from part


class _Place(NamedTuple):
    """Where a list stands in a text: its first character, and the line of it."""

    at: int
    line: int


class _Outline:
    """The keys of an object: where its lists stand, the objects in it, and all other values."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.lists: dict[str, _Place] = {}
        self.inner: dict[str, _Outline] = {}
        self.error: SourceError | None = None

    def named(self) -> _Place | None:
        """Return the list that goes by a name of `LISTS`."""
        folded = {fold(key): place for key, place in reversed(self.lists.items())}
        return next((folded[name] for name in LISTS if name in folded), None)


def _outline(cursor: Cursor, *, is_inner: bool = False) -> _Outline:
    found = _Outline()
    try:
        for key in cursor.members():
            sign = cursor.peek()
            if sign == "[":
                found.lists[key] = _Place(cursor.at, cursor.line)
                cursor.skip_items()
            elif sign == "{" and not is_inner:
                inner = found.inner[key] = _outline(cursor, is_inner=True)
                if inner.error is not None:
                    raise inner.error
            else:
                found.values[key] = cursor.value()
        if not is_inner and cursor.peek():
            raise SourceError("not valid JSON: something follows the end of the object", line=cursor.line)
    except SourceError as error:
        found.error = error
    return found


def _of_named(text: str, outline: _Outline) -> Iterator[Row]:
    """Yield the rows of the list that has a name of `LISTS`, or of such an object in which each value is a row."""
    inner = list(outline.inner.values())
    place = outline.named() or next(filter(None, (one.named() for one in inner)), None)
    if place is not None:
        yield from _rows(text, place)
        return
    for key, one in outline.inner.items():
        if fold(key) in LISTS:
            for value in one.values.values():
                if isinstance(value, Mapping):
                    yield plain_row(value)


def _of_groups(text: str, outline: _Outline) -> Iterator[Row]:
    """Yield the rows of all lists of an object, each with the key of its list as a topic."""
    for key, place in outline.lists.items():
        for row in _rows(text, place):
            if isinstance(row, Mapping) and "topics" not in row:
                row["topics"], row.lines["topics"] = sequence([key], row.line), row.line
            yield row


def _rows(text: str, place: _Place) -> Iterator[Row]:
    try:
        for value, line in Cursor(text, *place).items():
            yield plain_row(row_of(value, line))
    except SourceError as error:
        yield error


def _feed(text: str, outline: _Outline) -> Iterator[Row]:
    """Yield the items of a JSON Feed with plain keys."""
    site, language = outline.values.get("home_page_url"), outline.values.get("language")
    title = outline.values.get("title")
    place = outline.lists.get("items")
    for row in () if place is None else _rows(text, place):
        if not isinstance(row, Mapping):
            yield row
            continue
        found = Mapping(row.line)
        for theirs, ours in FEED_KEYS:
            value = _of_feed(theirs, row.get(theirs))
            if value and ours not in found:
                found[ours], found.lines[ours] = value, row.lines.get(theirs, row.line)
        if language and "lang" not in found:
            found["lang"], found.lines["lang"] = language, row.line
        if title and is_of_domain(found.get("url"), site):
            found["provider"], found.lines["provider"] = _provider(title, site, row.line), row.line
        yield found
    if outline.error is not None and place is None:
        yield outline.error


def _of_feed(key: str, value: Any) -> Any:
    if key in ("authors", "author"):
        people = value if isinstance(value, list) else [value]
        names = [person.get("name") for person in people if isinstance(person, Mapping)]
        return sequence([name for name in names if isinstance(name, str) and name.strip()], 1)
    if key.startswith("content_") and isinstance(value, str):
        return as_prose(first_paragraph(value))
    return value


def _provider(name: object, url: object, line: int) -> Mapping:
    found = Mapping(line)
    found["name"], found["url"] = name, url
    found.lines.update(name=line, url=line)
    return found
