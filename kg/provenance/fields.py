"""A record's line -> the line of the one field that a fact stands in, read from the source file if it is still there.

Records know the line that they begin on; where a field stands is not kept, for most are never asked. A file counts only
if it holds the bytes that were read, by its SHA-256. It is read by the keys and the terms of its site. What no field of
an article's own file says was taken from its text, its name or its site: the rule tells from which.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from kg.errors import KGError, SourceError
from kg.extractors.things import THINGS
from kg.identity import domain_key, image_iri, person_iri, place_iri, slug, topic_iri
from kg.provenance.sources import READ, Source, in_order
from kg.rdf.properties import PROPERTIES, properties_of
from kg.rdf.vocab import KG, RDF, SCHEMA
from kg.sources.articles import body_of
from kg.sources.body import Body
from kg.sources.dialects import content, front_matter
from kg.sources.fields import FIELDS, fields_of, fields_of_property
from kg.sources.files import ARTICLE, PAGE, TABLE, kind_of
from kg.sources.frontmatter import decode
from kg.sources.images import IMAGES, URL
from kg.sources.mappings import Fields, Reader, items
from kg.sources.names import PEOPLE, unlinked
from kg.sources.site import NO_SITE, Site, site_of, site_within
from kg.sources.tables import rows
from kg.sources.tree import Mapping
from kg.words import folded

OF_IMAGES = fields_of("image")
RECORDS = ("article", "provider", "topic", "person", "organization")  # that fields fill
# of each predicate, the fields that say it; the first that is there
PREDICATES: dict[str, tuple[str, ...]] = {
    iri: fields_of_property(each, records=RECORDS) for iri, each in PROPERTIES.items()
}
# of each predicate of an image, the keys that say it
IMAGE_KEYS: dict[str, tuple[str, ...]] = {
    each.iri: OF_IMAGES[each.of["image"]].keys if each.of["image"] in OF_IMAGES else (URL,)
    for each in properties_of("image")
}
KINDS = frozenset(("article", "provider", "topic", "topics", "source", "person", "organization", "place"))  # no images
# of things that go by their names, the fields of an article that name them
NAMING = {"topic": PREDICATES[SCHEMA.about], "person": PREDICATES[SCHEMA.author]}
MINTS: dict[str, Callable[[str], Any]] = {**THINGS, "place": place_iri}  # the things that terms of a site name
TEXT, NAME, SITE = "derived: text", "derived: file name", "derived: site"
BY_PATH: dict[str, tuple[str, str]] = {  # what an article has that no field says: the rule, and why
    SCHEMA.url: (SITE, "made of the address of the site and the path of the file"),
    SCHEMA.datePublished: (NAME, "the date in the path of the file"),
    KG.datePrecision: (NAME, "the date in the path of the file"),
    SCHEMA.inLanguage: (SITE, "the language of the site"),
    SCHEMA.publisher: (SITE, "the site itself"),
    SCHEMA.headline: (NAME, "the name of the file"),
}
LARGEST = 1 << 23  # bytes; no file that was read is larger
FILES = 1 << 8  # whose fields are remembered


class Fact(msgspec.Struct, frozen=True):
    """What is looked for: of which thing (its relative IRI), which predicate, and the text of the object."""

    subject: str
    predicate: str
    value: str

    @property
    def kind(self) -> str:
        """The kind of the thing; an image has none of `KINDS`."""
        return self.subject.partition("/")[0]


class File(msgspec.Struct, frozen=True):
    """What a file holds: its mappings with the lines that their records are known by, and its text, if it has one."""

    reader: Reader
    records: tuple[tuple[Mapping, int], ...]
    body: Body | None = None


def refined(
    sources: Iterable[Source], subject: str, predicate: str, value: str, *, folders: Iterable[str | os.PathLike[str]]
) -> tuple[Source, ...]:
    """Return sources with the lines of the field itself, where its file is still what was read.

    Args:
        sources: with the lines of records.
        subject: of the fact, relative to the base.
        predicate: of the fact, an absolute IRI.
        value: of its object: the text of a literal, or an IRI relative to the base.
        folders: that were built from; paths are relative to one of them.
    """
    roots = tuple(str(folder) for folder in folders)
    fact = Fact(subject, predicate, value)
    return in_order(
        _refined(source, file, fact)
        if source.sha256 and (file := _file(roots, source.path, source.sha256)) is not None
        else source
        for source in sources
    )


def _refined(source: Source, file: File, fact: Fact) -> Source:
    known = ((record, Fields(record, file.reader)) for record, line in file.records if line == source.line)
    node, fields = next((pair for pair in known if _may_say(pair[1], fact)), (None, None))
    line = None if node is None or fields is None else _field_line(node, fields, fact)
    if fields is None or line is not None or file.body is None or fact.kind != "article":
        return msgspec.structs.replace(source, line=line or source.line)
    if any(fields.raw(name) is not None for name in PREDICATES.get(fact.predicate, ())):
        return source
    line = file.body.line_of(fact.value) if fact.predicate in (SCHEMA.headline, SCHEMA.abstract) else None
    found = (TEXT, "a heading or a paragraph of its text") if line else BY_PATH.get(fact.predicate)
    if found is None or source.rule != READ:
        return msgspec.structs.replace(source, line=line or source.line)
    return msgspec.structs.replace(source, line=line or source.line, rule=found[0], evidence=(found[1],))


@functools.lru_cache(maxsize=FILES)
def _file(roots: tuple[str, ...], path: str, sha256: str) -> File | None:
    """Return what a file holds; None if it is gone, or is not what was read."""
    for root in roots:
        named = os.path.basename(root) == path and os.path.isfile(root)
        place = Path(root) if named else Path(root, path)
        try:
            if not place.is_file() or place.stat().st_size > LARGEST:
                continue
            data = place.read_bytes()
            if hashlib.sha256(data).hexdigest() == sha256:
                site = _site(root, "" if named else path.rpartition("/")[0])
                return _of_bytes(data, path, kind_of(str(place), path, named=named), Reader(site=site))
        except (OSError, SourceError):
            continue
    return None


@functools.lru_cache(maxsize=FILES)
def _site(root: str, folder: str) -> Site:
    """Return the site that a folder of a source is of."""
    try:
        site = site_of(root)
        return site_within(site, root, folder) if os.path.isdir(root) else site
    except KGError:
        return NO_SITE


def _of_bytes(data: bytes, path: str, kind: str, reader: Reader) -> File:
    """Return what the bytes of a file hold.

    Raises:
        SourceError: they cannot be read.
    """
    listed = rows(data, path) if kind == TABLE else None
    if listed is not None:
        return File(reader, tuple((row, row.line) for row in listed if isinstance(row, Mapping)))
    text = decode(data).value
    if kind not in (ARTICLE, PAGE):
        return File(reader, tuple(_records(content(text, path), reader)))
    try:
        found = front_matter(text, path)
    except SourceError:
        return File(reader, tuple(_records(content(text, path), reader)))
    return File(reader, tuple(_records(found.tree, reader)), body_of(found, path))


def _records(node: object, reader: Reader) -> Iterator[tuple[Mapping, int]]:
    """Yield the mappings of a file that records are made of, with the lines that they are known by."""
    for item, line in items(node, 1):
        if isinstance(item, Mapping):
            yield from ((item, start) for start in dict.fromkeys((item.line, line, 1)))
            fields = Fields(item, reader)
            for stub, place in (*fields.items("related"), *fields.items("links")):
                if isinstance(stub, Mapping):
                    yield stub, place


def _may_say(fields: Fields, fact: Fact) -> bool:
    """Return whether a mapping is of the topic or the provider that is asked for, as far as it says which it is of."""
    kind, _, id = fact.subject.partition("/")
    if kind == "topic" and _naming_line(fields, fact) is None:
        return fields.raw("name") is None or slug(fields.value("name") or "") == id
    if kind == "provider" and fields.raw("provider") is None and isinstance(fields.raw("domain"), str):
        return domain_key(fields.raw("domain")) == id
    return True


def _field_line(node: Mapping, fields: Fields, fact: Fact) -> int | None:
    """Return the line of the field of a mapping that says a fact; None if none does."""
    if fact.kind == "provider" and (inner := fields.raw("provider")) is not None:
        if fact.predicate == RDF.type or not isinstance(inner, Mapping):
            return fields.line("provider")
        node, fields = inner, fields.of(inner)
    if fact.kind not in KINDS and fact.predicate in IMAGE_KEYS:
        return _image_line(fields, fact)
    if (line := _naming_line(fields, fact)) is not None or (line := _term_line(node, fields, fact)) is not None:
        return line
    names = PREDICATES.get(fact.predicate, ()) if fact.kind == "article" or fact.predicate != RDF.type else ()
    names = tuple(name for name in names if fields.raw(name) is not None)
    lines = (_item_line(fields, name, fact.value) for name in names)
    return next((line for line in lines if line is not None), fields.line(names[0]) if names else None)


def _naming_line(fields: Fields, fact: Fact) -> int | None:
    """Return the line at which an article names a topic or a person; None if it does not."""
    lines = (_item_line(fields, name, fact.subject) for name in NAMING.get(fact.kind, ()))
    return next((line for line in lines if line is not None), None)


def _term_line(node: Mapping, fields: Fields, fact: Fact) -> int | None:
    """Return the line of a value of a key that the site has a term for; None if none is meant."""
    terms, vocabulary = fields.reader.keys.terms, fields.reader.keys.site.vocabulary
    for key, value in node.items() if terms or vocabulary else ():
        term = terms.get(folded(key))
        predicate = term.property if term else vocabulary + quote(key, safe="")
        mint = MINTS.get(term.kind) if term else None
        if fact.kind == "article" and predicate != fact.predicate:
            continue
        wanted = fact.value if fact.kind == "article" else fact.subject
        listed = items(value, node.lines.get(key, node.line))
        texts = [(item, line) for item, line in listed if isinstance(item, str)]
        line = next((at for text, at in texts if wanted == (mint(unlinked(text)) if mint else text.strip())), None)
        if line is not None or fact.kind == "article":
            return line or (listed[0][1] if listed else None)
    return None


def _item_line(fields: Fields, name: str, value: str) -> int | None:
    """Return the line of the item of a list that means a value; None if no item does."""
    for item, line in fields.items(name):
        text = item.get(URL) if isinstance(item, Mapping) and FIELDS[name].type is IMAGES else item
        if value in _forms(fields, name, text):
            return item.lines.get(URL, line) if text is not item else line
    return None


def _forms(fields: Fields, name: str, item: object) -> set[str]:
    """Return what an item of a field may be the object of a fact as: a text, or the IRI of a thing."""
    type = fields.reader.keys.types[name]
    if type is IMAGES:
        return {str(image_iri(item)), item} if isinstance(item, str) else set()
    words = {item.strip()} if isinstance(item, str) else set()
    if type.many and item is not None:
        read = Fields.of_one(name, item, Reader(site=fields.reader.keys.site)).value(name)
        words |= {word for word in read if isinstance(word, str)}
    mint = person_iri if type is PEOPLE else topic_iri
    return words | {str(mint(word)) for word in words}


def _image_line(fields: Fields, fact: Fact) -> int | None:
    """Return the line of an image's own field; images of a provider stand in it."""
    inner = fields.raw("provider")
    for holder in (fields, *([fields.of(inner)] if isinstance(inner, Mapping) else [])):
        for item, place in holder.items("images"):
            url = item.get(URL) if isinstance(item, Mapping) else item
            if isinstance(url, str) and image_iri(url) == fact.subject:
                keys = IMAGE_KEYS[fact.predicate] if isinstance(item, Mapping) else ()
                return next((item.lines[key] for key in keys if key in item.lines), place)
    return None
