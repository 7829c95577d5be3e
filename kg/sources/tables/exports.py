"""Rows of known exports -> the same with plain keys, where a service's own would be misread.

An export is known by keys that only it has. ``description`` is the title in an export of Pinboard, ``url`` is a page of
the service itself in one of Readwise, and ``updatedAt`` is when the record was changed, not the article. What is not
in the table below keeps its key. The day on which a link was saved is ``saved``, never its publication.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import NamedTuple

from kg.sources.tables.row import Row, first_paragraph, fold, sequence
from kg.sources.tree import Mapping, Sequence

Read = Callable[[object, int], object]  # the value of a row, and its line


def _items(value: object) -> list[object]:
    return list(value) if isinstance(value, Sequence) else [value]


def _split(sign: str) -> Read:
    def split(value: object, line: int) -> object:
        if not isinstance(value, str):
            return value
        return sequence([part.strip() for part in value.split(sign) if part.strip()], line)

    return split


def _blanks(value: object, line: int) -> object:
    return sequence(value.split(), line) if isinstance(value, str) else value


def _folder(*without: str) -> Read:
    """Read the path of a folder as the names in it, but for those that a service has for all."""

    def folder(value: object, line: int) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split("/")]
        return sequence([part for part in parts if part and part.casefold() not in without], line)

    return folder


def _named(*keys: str) -> Read:
    """Read a list of mappings (or of texts) as what stands under the first of some keys in each."""

    def named(value: object, line: int) -> object:
        found = []
        for item in _items(value):
            inner = next((item[key] for key in keys if item.get(key)), None) if isinstance(item, Mapping) else item
            if isinstance(inner, str) and inner.strip():
                found.append(inner)
        return sequence(found, line)

    return named


def _name(value: object, _line: int) -> object:
    return value.get("name") if isinstance(value, Mapping) else value


def _keys(value: object, line: int) -> object:
    return sequence(list(value), line) if isinstance(value, Mapping) else value


def _values(read: Read) -> Read:
    def values(value: object, line: int) -> object:
        return read(sequence(list(value.values()), line) if isinstance(value, Mapping) else value, line)

    return values


def _turned(value: object, line: int) -> object:
    """Read ``Roe, Jane; Desk, City`` as names."""
    if not isinstance(value, str):
        return value
    parts = [part.partition(",") for part in value.split(";") if part.strip()]
    return sequence([f"{first.strip()} {last.strip()}".strip() for last, _, first in parts], line)


def _creators(value: object, line: int) -> object:
    """Read names in parts (Zotero's creators, CSL's names); of Zotero's only authors, if there is one."""
    names: list[tuple[str, str]] = []
    for item in _items(value):
        if not isinstance(item, Mapping):
            continue
        parts = [item.get(key) for key in ("firstName", "given", "lastName", "family", "name", "literal")]
        name = " ".join(part.strip() for part in parts if isinstance(part, str) and part.strip())
        names.append((str(item.get("creatorType") or "author"), name))
    authors = [name for kind, name in names if kind == "author" and name]
    return sequence(authors or [name for _, name in names if name], line)


def _date_parts(value: object, _line: int) -> object:
    """Read a date of CSL-JSON: its parts as 2020, 2020-01 or 2020-01-02, or its own words."""
    if not isinstance(value, Mapping):
        return value
    first = next(iter(_items(value.get("date-parts"))), None)
    parts = [part.strip() for part in _items(first) if isinstance(part, str)][:3]
    if parts and all(part.isdecimal() for part in parts):
        return "-".join(part.zfill(4 if place == 0 else 2) for place, part in enumerate(parts))
    return value.get("raw") or value.get("literal")


def _first_paragraph(value: object, _line: int) -> object:
    return first_paragraph(value) if isinstance(value, str) else None


def _of(key: str) -> Read:
    def inner(value: object, _line: int) -> object:
        return value.get(key) if isinstance(value, Mapping) else None

    return inner


class Export(NamedTuple):
    """An export of a service: what it is known by, and what its keys are called here (all of them folded).

    Attributes:
        needs: the keys that a row of it has.
        keys: its keys in the order in which they count, what each is called here, and how its value is read.
        without: keys that are of the record, and would be taken for the article's.
        inner: one of its keys that has a mapping.
    """

    name: str
    needs: tuple[str, ...]
    keys: tuple[tuple[str, str, Read | None], ...]
    without: tuple[str, ...] = ()
    inner: str = ""


def _as_is(**keys: str) -> tuple[tuple[str, str, Read | None], ...]:
    return tuple((theirs, ours, None) for theirs, ours in keys.items())


_PROVIDERS = ("publicationtitle", "websitetitle", "blogtitle", "forumtitle", "programtitle")  # by Zotero's item type
# the headers are those of files in the tests of public importers, and of the documents of the services, 2026
EXPORTS = (
    Export("Pocket", ("url", "timeadded", "status"), (("tags", "tags", _split("|")), *_as_is(timeadded="saved"))),
    Export(
        "Pocket's API", ("resolvedurl", "resolvedtitle"),
        (
            *_as_is(resolvedurl="url", givenurl="url", resolvedtitle="title", giventitle="title", timeadded="saved"),
            *_as_is(topimageurl="image"), ("tags", "tags", _keys), ("authors", "author", _values(_named("name"))),
            ("domainmetadata", "provider", _name),
        ),
        ("timeupdated", "timeread", "timefavorited", "image", "images", "videos"),
    ),
    Export(
        "Instapaper", ("url", "selection", "folder", "timestamp"),
        (*_as_is(selection="excerpt", timestamp="saved"),
         ("folder", "topics", _folder("unread", "archive", "starred", "home"))),
    ),
    Export(
        "Raindrop", ("url", "created", "cover", "favorite"),
        (*_as_is(created="saved", cover="image"), ("folder", "topics", _folder("unsorted"))),
    ),
    Export(
        "Raindrop's API", ("link", "lastupdate", "collection"),
        _as_is(link="url", created="saved", cover="image"), ("lastupdate", "type", "media"),
    ),
    Export("Readwise Reader", ("url", "documenttags", "saveddate"), _as_is(documenttags="tags", saveddate="saved")),
    Export(
        "Readwise's API", ("sourceurl", "readingprogress", "sitename"),
        (
            *_as_is(sourceurl="url", sitename="provider", publisheddate="published", imageurl="image"),
            *_as_is(savedat="saved", createdat="saved"), ("tags", "tags", _keys),
        ),
        ("source", "updatedat", "lastmovedat", "firstopenedat", "lastopenedat", "category", "location"),
    ),
    Export(
        "Omnivore", ("slug", "savedat", "readingprogress"),
        (
            *_as_is(publishedat="published", savedat="saved", description="excerpt", thumbnail="image"),
            *_as_is(originalarticleurl="url"), ("labels", "tags", _named("name")),
        ),
        ("updatedat", "createdat", "readat", "archivedat"),
    ),
    Export(
        "Zotero's table", ("itemtype", "abstractnote", "manualtags"),
        (
            ("author", "author", _turned), ("manualtags", "tags", _split(";")), ("automatictags", "tags", _split(";")),
            *_as_is(abstractnote="excerpt", date="published", publicationyear="published", dateadded="saved"),
            *_as_is(publicationtitle="provider", language="lang"),
        ),
        ("datemodified", "accessdate", "type", "publisher", "key"),
    ),
    Export(
        "Zotero", ("itemtype", "creators"),
        (
            *_as_is(abstractnote="excerpt", date="published", dateadded="saved", language="lang"),
            *((key, "provider", None) for key in _PROVIDERS), ("creators", "author", _creators),
            ("tags", "tags", _named("tag")),
        ),
        ("datemodified", "accessdate", "publisher", "relations", "attachments", "notes"),
    ),
    Export(
        "CSL-JSON", ("url", "type", "issued"),
        (
            ("issued", "published", _date_parts), ("author", "author", _creators), ("keyword", "tags", _split(",")),
            *_as_is(abstract="excerpt", containertitle="provider", publisher="provider", language="lang"),
        ),
        ("accessed", "type", "source"),
    ),
    Export(
        "CSL-JSON", ("url", "type", "accessed"),
        (
            ("author", "author", _creators), ("keyword", "tags", _split(",")),
            *_as_is(abstract="excerpt", containertitle="provider", publisher="provider", language="lang"),
        ),
        ("accessed", "type", "source"),
    ),
    Export(
        "Pinboard", ("href", "description", "extended"),
        (*_as_is(href="url", description="title", extended="excerpt", time="saved"), ("tags", "tags", _blanks)),
        ("shared", "hash", "meta"),
    ),
    Export(
        "wallabag", ("isarchived", "domainname"),
        (
            *_as_is(publishedat="published", createdat="saved", previewpicture="image", domainname="provider"),
            ("publishedby", "author", _named("name")), ("tags", "tags", _named("label")),
            ("content", "excerpt", _first_paragraph),
        ),
        ("updatedat", "archivedat", "starredat"),
    ),
    Export(
        "linkding", ("tagnames", "dateadded"),
        (
            *_as_is(tagnames="tags", dateadded="saved", title="title", websitetitle="title"),
            *_as_is(description="excerpt", websitedescription="excerpt", previewimageurl="image"),
        ),
        ("datemodified",),
    ),
    Export(
        "Karakeep", ("createdat", "content", "tags"),
        (("content", "url", _of("url")), ("note", "excerpt", None), *_as_is(createdat="saved"),
         ("tags", "tags", _named("name"))),
        ("modifiedat",), "content",
    ),
)  # fmt: skip
MOST_SETS = 1 << 10  # of keys that are remembered


@functools.lru_cache(maxsize=MOST_SETS)
def export_of(keys: tuple[str, ...]) -> Export | None:
    """Return the export that a row with some keys is of; None if it is of none that is known.

    >>> export_of(("title", "url", "time_added", "tags", "status")).name
    'Pocket'
    """
    folded = set(map(fold, keys))
    return next((export for export in EXPORTS if folded.issuperset(export.needs)), None)


def plain_row(row: Row) -> Row:
    """Return a row with plain keys where it is of a known export; else the row as it is."""
    if not isinstance(row, Mapping):
        return row
    export = export_of(tuple(row))
    own = {} if export is None else {fold(key): key for key in row}
    if export is None or (export.inner and not isinstance(row[own[export.inner]], Mapping)):
        return row
    found = Mapping(row.line)
    found.doubles = row.doubles
    for theirs, ours, read in export.keys:
        key = own.get(theirs)
        if key is None:
            continue
        line = row.lines.get(key, row.line)
        value = row[key] if read is None else read(row[key], line)
        if _is_empty(value):
            continue
        known = found.get(ours)
        if known is None:
            found[ours], found.lines[ours] = value, line
        elif isinstance(known, Sequence) and isinstance(value, Sequence):
            known += value
            known.lines += value.lines
    read_keys = {*(theirs for theirs, _, _ in export.keys), *export.without}
    for folded, key in own.items():
        if folded not in read_keys and key not in found and folded not in found:
            plain = folded if folded in ("url", "title") else key
            found[plain], found.lines[plain] = row[key], row.lines.get(key, row.line)
    return found


def _is_empty(value: object) -> bool:
    return not value.strip() if isinstance(value, str) else not value


def named_keys(exports: Iterable[Export] = EXPORTS) -> frozenset[str]:
    """Return what keys of exports are called here: the keys that the table of fields must know."""
    return frozenset(ours for export in exports for _, ours, _ in export.keys)
