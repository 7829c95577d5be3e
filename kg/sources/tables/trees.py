"""The bookmarks of Chrome and its kin, and a backup of Firefox's -> rows with plain keys; folders are topics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from kg.errors import SourceError
from kg.sources.json import parse_json
from kg.sources.tables.row import Row, is_web, sequence
from kg.sources.tables.text import head, whole
from kg.sources.tree import Mapping, Sequence

SUFFIXES = (".json", "")  # Chrome's has none
FIREFOX = "text/x-moz-place-container"
DESCRIPTION = "bookmarkProperties/description"  # the annotation that had it, up to Firefox 62
LARGEST = 64 * 1024 * 1024  # characters; it is read whole, since folders say what they are called after what is in them
CHROME_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)  # from which it counts microseconds
FIREFOX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def rows(data: bytes, path: str = "") -> Iterator[Row] | None:  # noqa: ARG001 - known by what is in it
    """Return the links of a browser's own bookmark file; None if the file is none.

    Args:
        data: the whole file.
        path: its path.

    Raises:
        SourceError: the file is too large, or not JSON.

    >>> file = b'{"roots": {"other": {"children": [{"url": "https://a.example/1", "name": "One", "type": "url"}]}}}'
    >>> list(rows(file))
    [{'url': 'https://a.example/1', 'title': 'One'}]
    """
    start = head(data, size=1 << 16)
    if start[:1] != "{" or not ('"roots"' in start or FIREFOX in start):
        return None
    piece = whole(data)
    if len(piece.text) > LARGEST:
        raise SourceError(f"the bookmarks are more than {LARGEST:,} characters: write them as HTML")
    tree = parse_json(piece.text)
    if not isinstance(tree, Mapping):
        return None
    roots = tree.get("roots")
    if isinstance(roots, Mapping):
        return _links([root for root in roots.values() if isinstance(root, Mapping)])
    return _links([tree]) if tree.get("type") == FIREFOX else None


def _links(roots: list[Mapping]) -> Iterator[Row]:
    """Yield the links below some folders, whose own names (which each browser has) are no topics."""
    waiting: list[tuple[Mapping, tuple[str, ...]]] = [(root, ()) for root in reversed(roots)]
    while waiting:
        node, topics = waiting.pop()
        children = node.get("children")
        if isinstance(children, Sequence):
            name = node.get("name") or node.get("title")
            is_root = any(node is root for root in roots) or "root" in node
            below = topics if is_root or not isinstance(name, str) or not name.strip() else (*topics, name)
            waiting += [(child, below) for child in reversed(children) if isinstance(child, Mapping)]
        elif is_web(node.get("url") or node.get("uri")):
            yield _row(node, topics)


def _row(node: Mapping, topics: tuple[str, ...]) -> Mapping:
    row = Mapping(node.line)
    for key, names in (("url", ("url", "uri")), ("title", ("name", "title"))):
        name = next((name for name in names if isinstance(node.get(name), str) and node[name].strip()), None)
        if name is not None:
            row[key], row.lines[key] = node[name], node.lines[name]
    added = "date_added" if "date_added" in node else "dateAdded"
    found: list[tuple[str, str, Any]] = [
        ("saved", added, _moment(node.get(added), CHROME_EPOCH if added == "date_added" else FIREFOX_EPOCH)),
        ("tags", "tags", _tags(node.get("tags"), node.line)),
        ("excerpt", "annos", _description(node.get("annos"))),
        ("topics", "", sequence(dict.fromkeys(topics), node.line)),
    ]
    for key, theirs, value in found:
        if value:
            row[key], row.lines[key] = value, node.lines.get(theirs, node.line)
    return row


def _moment(value: object, epoch: datetime) -> str | None:
    """Return microseconds since an epoch as ISO 8601 has them; None if they are none, or of no year that is one."""
    if not isinstance(value, str) or not value.isdecimal() or len(value) > 18 or int(value) == 0:
        return None
    try:
        moment = epoch + timedelta(microseconds=int(value))
    except OverflowError:
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment.year >= 1970 else None


def _tags(value: object, line: int) -> Sequence | None:
    if not isinstance(value, str):
        return value if isinstance(value, Sequence) else None
    return sequence([tag.strip() for tag in value.split(",") if tag.strip()], line)


def _description(annotations: object) -> str | None:
    for one in annotations if isinstance(annotations, Sequence) else ():
        if isinstance(one, Mapping) and one.get("name") == DESCRIPTION and isinstance(one.get("value"), str):
            return str(one["value"])
    return None
