"""The mapping that a file holds -> each of its keys, and the field that its value was in fact taken for, or why none.

What reads a key is asked of the one table of fields (`kg.sources.fields`), value by value, as a build reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kg import sources
from kg.errors import SourceError
from kg.model import Reading
from kg.sources import InputFile
from kg.sources.dialects import content
from kg.sources.fields import FIELDS, WITHIN, fields_of, meant_key
from kg.sources.files import TABLE
from kg.sources.frontmatter import decode
from kg.sources.images import IMAGES, URL
from kg.sources.mappings import Fields, Reader, items
from kg.sources.names import NAMES, OF_PROVIDERS, PROVIDER
from kg.sources.rows import all_rows
from kg.sources.site import NO_SITE, Site
from kg.sources.tree import Mapping, Sequence
from kg.sources.types import ADDRESS, ADDRESSES, LINKS, MOMENT, RELATED, is_address
from kg.sources.values import as_truth
from kg.words import folded

READ_WITHIN = "its keys are read as if they stood at the top"
UNREAD = "nothing reads it"
EMPTY = "empty"
KEPT = "the day that it was kept, not of publication: not in the graph"
AMBIGUOUS = "day first or month first: left out, as nothing settles it"
NO_DRAFT = "says that it is no draft"
NO_SITE_GIVEN = "makes an address only where that of the site is known ([site] url in kg.toml)"
MADE_OF = frozenset(("permalink", "slug"))  # fields that an address is made of, where the site has one
FORM = "is_link"  # of a post, which has any other layout for nobody here
ARTICLE, STUB, PUBLISHER = "article", "stub", "publisher"
RECORD_OF_KIND = {"organization": "provider", "topic": "topic", "person": "person", "company": "organization"}
FIELDS_OF = {  # the fields that are read of a mapping, by what is made of it
    **{record: tuple(f.name for f in fields_of(record).values()) for record in ("provider", "topic", "image")},
    **{record: tuple(f.name for f in fields_of(record).values()) for record in ("person", "organization")},
    ARTICLE: tuple(field.name for record in ("article", "reading") for field in fields_of(record).values()),
    STUB: (*(field.name for field in fields_of("article").values()), *sorted(MADE_OF)),
    PUBLISHER: OF_PROVIDERS,
}
VALUES = {  # what the value of a field is, where its name does not say that
    **dict.fromkeys(("url", "amp_url", "cdn_amp_url", "homepage", "domain"), "address"),
    **dict.fromkeys(("published", "updated", "saved"), "date"),
    **dict.fromkeys(("title", "excerpt", "description", "name"), "text"),
    **dict.fromkeys(("quality", "heat", "width", "height"), "whole number"),
    **dict.fromkeys(("permalink", "slug"), "path"),
    "is_published": "truth value",
    "is_draft": "draft",
    FORM: "link post",
    "images": "images",
    "links": "list of links",
    "authors": "names",
    "labels": "keywords",
    "kind": "kind of article",
}
_BELOW = {id(IMAGES): "image", id(RELATED): STUB, id(LINKS): STUB}  # what the mappings in the value of a field become


class KeyUse(NamedTuple):
    """A key of a file: its place (``related[0].webUrl``), its line and value, and the field it was taken for.

    `field` is empty where nothing takes the value, and `note` says why.
    """

    place: str
    line: int
    value: Any
    field: str
    note: str = ""


def mappings(file: InputFile, data: bytes) -> Iterator[Mapping]:
    """Yield the mappings that a file holds: its front matter, or its rows; none if it cannot be read."""
    try:
        if file.kind == TABLE and (found := all_rows(data, file.path)) is not None:
            yield from (row for row in found if isinstance(row, Mapping))
            return
        tree = content(decode(data).value, file.path)
    except SourceError:
        return
    yield from (item for item, _ in items(tree, 1) if isinstance(item, Mapping))


def record_of(file: InputFile, reading: Reading | None) -> str:
    """Return what is made of a file: a name in `FIELDS_OF`."""
    if reading is not None and not reading.articles:
        for record, found in (
            ("person", reading.people),
            ("organization", reading.organizations),
            ("topic", reading.topics),
            ("provider", reading.providers),
        ):
            if found:
                return record
    is_article = file.kind in (sources.OTHER, "article") or (reading is not None and bool(reading.articles))
    return ARTICLE if is_article else RECORD_OF_KIND.get(file.kind, ARTICLE)


def uses(tree: Mapping, record: str = ARTICLE, *, site: Site = NO_SITE) -> list[KeyUse]:
    """Return each key of a mapping and of what is in it, in the order in which they stand.

    >>> tree = Mapping(1)
    >>> tree |= {"webUrl": "https://a.example/1", "created": "2020-06-11", "identifier": "x"}
    >>> [(use.place, use.field, use.note) for use in uses(tree) if use.place != "created"]
    [('webUrl', 'url', ''), ('identifier', '', 'nothing reads it')]
    """
    found = list(_uses(tree, record, Reader(site=site), ""))
    return sorted(found, key=lambda use: use.line)


def _uses(tree: Mapping, record: str, reader: Reader, prefix: str) -> Iterator[KeyUse]:
    """Yield the keys of one mapping; what is nested in it becomes at most a stub, its provider, and their images."""
    fields = Fields(tree, reader)
    names = FIELDS_OF[record]
    if record == PUBLISHER and fields.raw("domain") is None:
        names = (*names, "url")
    taken: dict[tuple[int, str], list[str]] = {}
    for name in names:
        if fields.raw(name) is not None:
            taken.setdefault((fields.line(name), _folded(fields.key(name))), []).append(name)
    for holder in (tree, *(tree[key] for key in tree if key in WITHIN and isinstance(tree[key], Mapping))):
        outer = prefix if holder is tree else f"{prefix}{next(k for k in tree if tree[k] is holder)}."
        for key, value in holder.items():
            line = holder.lines.get(key, holder.line)
            place = f"{outer}{key}"
            if holder is tree and key in WITHIN and isinstance(value, Mapping):
                yield KeyUse(place, line, value, "", READ_WITHIN)
                continue
            of = taken.get((line, _folded(key)), [])
            field, note = _said(of, key, value, fields, names)
            if record == "image" and key == URL:
                field, note = URL, ""
            yield KeyUse(place, line, value, field, note)
            yield from _nested(place, key, value, of, taken, reader)


def _said(of: list[str], key: str, value: object, fields: Fields, names: tuple[str, ...]) -> tuple[str, str]:
    """Return the field that a value is taken for, and why it is taken for none."""
    known = fields.reader.keys
    if value is None or value in ([], {}) or (isinstance(value, str) and not value.strip()):
        return "", EMPTY
    suited = [name for name in of if fields.suits(name) and name != "saved"]
    read = [name for name in suited if fields.value(name) not in (None, ())]
    made_of = [name for name in read if name in MADE_OF]
    if made_of and (not known.site.url or fields.suits("url")):
        read = [name for name in read if name not in MADE_OF]
    term = known.terms.get(folded(key))
    if not read and term is not None:
        read = [term.property or key]
    if not read and known.site.vocabulary and not known.uses(key):
        read = [f"{known.site.vocabulary}{key}"]
    return ("/".join(read), "") if read else ("", _why_not(of, key, value, fields, names))


def _why_not(of: list[str], key: str, value: object, fields: Fields, names: tuple[str, ...]) -> str:
    """Return why a value is taken for no field; `of` are those that have it, of which none can use it."""
    known = fields.reader.keys
    possible = [use.field for use in known.uses(key) if use.field in names and use.field != FORM]
    suited = [name for name in possible if known.types[name].suits(value)]
    others = [fields.key(name) for name in suited if name not in of and fields.raw(name) is not None]
    meant = None if known.uses(key) else meant_key(key)
    if "saved" in suited:
        note = KEPT
    elif not MADE_OF.isdisjoint(of):
        note = f"{fields.key('url')} counts" if fields.suits("url") else NO_SITE_GIVEN
    elif others:
        note = f"{others[0]} counts"
    elif any(FIELDS[name].type is MOMENT for name in suited):
        note = AMBIGUOUS
    elif "is_draft" in possible and isinstance(value, str) and as_truth(value) is False:
        note = NO_DRAFT
    elif possible:
        note = f"not read: no {' or '.join(dict.fromkeys(VALUES.get(name, name) for name in possible))}"
    else:
        note = UNREAD if meant in (None, key) else f"{UNREAD}; did you mean {meant}?"
    return note


def _nested(
    place: str, key: str, value: object, of: list[str], taken: dict[tuple[int, str], list[str]], reader: Reader
) -> Iterator[KeyUse]:
    """Yield the keys that are nested in a value, as what it is taken for has them."""
    if not isinstance(value, (Mapping, Sequence)):
        return
    types = [FIELDS[name].type for name in of]
    record = next((_BELOW[id(type)] for type in types if id(type) in _BELOW), "")
    record = record or (PUBLISHER if PROVIDER in types and isinstance(value, Mapping) else "")
    if record:
        for where, item in _holders(value, place):
            yield from _uses(item, record, reader, f"{where}.")
        return
    marks = dict(_marked(value, of))
    waiting: list[tuple[str, str, Any]] = [(place, _folded(key), value)]
    while waiting:
        where, path, node = waiting.pop()
        if isinstance(node, Sequence):
            waiting += [(f"{where}[{n}]", path, item) for n, item in enumerate(node)]
        for inner, below in node.items() if isinstance(node, Mapping) else ():
            line, at = node.lines.get(inner, node.line), f"{path}.{_folded(inner)}"
            field = marks.get((id(node), inner)) or "/".join(taken.get((line, at), ()))
            yield KeyUse(f"{where}.{inner}", line, below, field, "" if field else UNREAD)
            waiting.append((f"{where}.{inner}", at, below))


def _holders(value: object, place: str) -> Iterator[tuple[str, Mapping]]:
    if isinstance(value, Mapping):
        yield place, value
    elif isinstance(value, Sequence):
        yield from ((f"{place}[{n}]", item) for n, item in enumerate(value) if isinstance(item, Mapping))


def _marked(value: object, of: Iterable[str]) -> Iterator[tuple[tuple[int, str], str]]:
    """Yield the keys that a value which is no text gives its field by: of a mapping its address, or its name."""
    for name in of:
        type = FIELDS[name].type
        holders = [item for item, _ in items(value, 0) if isinstance(item, Mapping)]
        if type is ADDRESS:
            keys = ((item, key) for item in holders for key in ADDRESSES if is_address(item.get(key)))
            yield from (((id(item), key), name) for item, key in list(keys)[:1])
        elif type.many:
            for item in holders:
                key = next((key for key in NAMES if isinstance(item.get(key), str)), None)
                yield from [((id(item), key), name)] if key else ()


def _folded(key: str) -> str:
    return ".".join(map(folded, key.split(".")))
