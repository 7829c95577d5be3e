"""A record's line -> the line of the one field that a fact stands in, read from the source file if it is still there.

Records know the line that they begin on; where a field stands is not kept, for most are never asked. A file counts only
if it holds the bytes that were read, by its SHA-256.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from kg.errors import SourceError
from kg.identity import domain_key, image_iri, topic_slug
from kg.provenance.sources import Source, in_order
from kg.rdf.properties import PROPERTIES, properties_of
from kg.rdf.vocab import RDF
from kg.sources.dialects import content
from kg.sources.fields import FIELDS, Fields, fields_of, fields_of_property, items
from kg.sources.frontmatter import decode
from kg.sources.images import IMAGES, URL
from kg.sources.tree import Mapping
from kg.sources.types import WORDS

OF_IMAGES = fields_of("image")
# of each predicate, the fields of an article, a provider or a topic that say it; the first that is there
PREDICATES: dict[str, tuple[str, ...]] = {
    iri: fields_of_property(each, records=["article", "provider", "topic"]) for iri, each in PROPERTIES.items()
}
# of each predicate of an image, the keys that say it
IMAGE_KEYS: dict[str, tuple[str, ...]] = {
    each.iri: OF_IMAGES[each.of["image"]].keys if each.of["image"] in OF_IMAGES else (URL,)
    for each in properties_of("image")
}
KINDS = frozenset(("article", "provider", "topic", "topics", "source"))  # of things that are no images
LARGEST = 1 << 23  # bytes; no file that was read is larger
FILES = 1 << 8  # whose fields are remembered


class Fact(msgspec.Struct, frozen=True):
    """What is looked for: of which thing (its relative IRI), which predicate, and the text of the object."""

    subject: str
    predicate: str
    value: str


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
        msgspec.structs.replace(source, line=_line(node, source.line, fact))
        if source.sha256 and (node := _tree(roots, source.path, source.sha256)) is not None
        else source
        for source in sources
    )


@functools.lru_cache(maxsize=FILES)
def _tree(roots: tuple[str, ...], path: str, sha256: str) -> object:
    """Return what a file holds; None if it is gone, or is not what was read."""
    for root in roots:
        place = Path(root) if os.path.basename(root) == path and os.path.isfile(root) else Path(root, path)
        try:
            if not place.is_file() or place.stat().st_size > LARGEST:
                continue
            data = place.read_bytes()
            if hashlib.sha256(data).hexdigest() == sha256:
                return content(decode(data).value, path)
        except (OSError, SourceError):
            continue
    return None


def _line(node: object, line: int, fact: Fact) -> int:
    """Return the line of the field that says a fact, in the record that begins on a line; that line if none does."""
    record = next((record for record, start in _records(node) if start == line and _may_say(record, fact)), None)
    return line if record is None else _field_line(record, fact) or line


def _field_line(record: Mapping, fact: Fact) -> int | None:
    fields = Fields(record)
    kind = fact.subject.partition("/")[0]
    if kind == "provider" and (inner := fields.raw("provider")) is not None:
        if fact.predicate == RDF.type or not isinstance(inner, Mapping):
            return fields.line("provider")
        fields = fields.of(inner)
    if kind not in KINDS and fact.predicate in IMAGE_KEYS:
        return _image_line(fields, fact)
    if kind == "topic" and fields.raw("topics") is not None:
        return _item_line(fields, "topics", fact.subject)
    names = PREDICATES.get(fact.predicate, ()) if kind == "article" or fact.predicate != RDF.type else ()
    name = next((name for name in names if fields.raw(name) is not None), None)
    return None if name is None else _item_line(fields, name, fact.value) or fields.line(name)


def _records(node: object) -> Iterator[tuple[Mapping, int]]:
    """Yield the mappings of a file that records are made of, with the lines that they are known by."""
    for item, line in items(node, 1):
        if isinstance(item, Mapping):
            yield from ((item, start) for start in dict.fromkeys((item.line, line, 1)))
            for stub, place in Fields(item).items("related"):
                if isinstance(stub, Mapping):
                    yield stub, place


def _may_say(record: Mapping, fact: Fact) -> bool:
    """Return whether a mapping is of the topic or the provider that is asked for, as far as it says which it is of."""
    fields = Fields(record)
    kind, _, id = fact.subject.partition("/")
    if kind == "topic" and fields.raw("topics") is None:
        return topic_slug(fields.value("name") or "") == id
    if kind == "provider" and fields.raw("provider") is None and isinstance(fields.raw("domain"), str):
        return domain_key(fields.raw("domain")) == id
    return True


def _item_line(fields: Fields, name: str, value: str) -> int | None:
    """Return the line of the item of a list that means a value; None if no item does."""
    for item, line in fields.items(name):
        text = item.get(URL) if isinstance(item, Mapping) else item
        if not isinstance(text, str):
            continue
        forms = {text.strip(), f"topic/{topic_slug(text)}"}
        if FIELDS[name].type is IMAGES:
            forms.add(str(image_iri(text)))
        if FIELDS[name].type is WORDS:
            forms |= {*text.split()}
        if value in forms:
            return item.lines.get(URL, line) if isinstance(item, Mapping) else line
    return None


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
