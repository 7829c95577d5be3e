"""The keys of front matter -> the fields of records: the one table of fields, and what reads a mapping by it.

A row of `FIELDS` says all that is known of a field: the keys that it has had (the first with a value wins), how its
value is read, and which attributes of which records it fills. Both readers of articles, merge, validation, provenance
and `kg doctor` go by it. A new field is a row here, and the attribute in `kg.model`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

import msgspec

from kg.codes import DUPLICATE_KEY, MISSPELT_KEY, WRONG_TYPE
from kg.model import Origin, SourceFile, Warned
from kg.rdf.properties import Property
from kg.sources.images import IMAGES
from kg.sources.tree import Mapping, Sequence
from kg.sources.types import (
    ADDRESS,
    INTEGER,
    KIND,
    MOMENT,
    OTHER_ADDRESS,
    PROSE,
    PROVIDER,
    RELATED,
    SIZE,
    TEXT,
    TEXTS,
    TRUTH,
    WORDS,
    Type,
)
from kg.words import nearest


class Field(msgspec.Struct, frozen=True):
    """A field of front matter.

    Attributes:
        keys: the keys it goes by; the first that has a value wins.
        type: how its value is read.
        fills: the attributes of records that take it, as "record.attribute".
        elsewhere: what other sites call it; `kg doctor` suggests such keys where no key of the field is used.
    """

    name: str
    keys: tuple[str, ...]
    type: Type
    fills: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()


_TABLE = (
    Field(
        "url", ("webUrl", "originalUrl", "sourceUrl", "url"), ADDRESS, ("article.url",),
        ("link", "canonical", "canonical_url", "article_url", "external_url", "href", "uri"),
    ),
    Field(
        "title", ("title", "headline"), TEXT, ("article.title", "image.caption"), ("name", "headline_text", "subject"),
    ),
    Field(
        "excerpt", ("excerpt", "abstract", "summary"), PROSE, ("article.excerpt",),
        ("description", "lead", "lede", "teaser", "intro", "deck", "dek", "standfirst"),
    ),
    Field(
        "published", ("publishedDateTime", "publishedDate", "datePublished", "date"), MOMENT, ("article.published",),
        ("pubDate", "published_at", "publishedAt", "published_on", "publish_date", "created", "timestamp"),
    ),
    Field(
        "updated", ("updatedDateTime", "modifiedDateTime", "dateModified", "lastModified"), MOMENT,
        ("article.updated",), ("updated", "updated_at", "updatedAt", "modified", "lastmod", "last_modified"),
    ),
    Field("kind", ("type",), KIND, ("article.kind",)),
    Field("quality", ("quality", "score"), INTEGER, ("article.quality",)),
    Field("heat", ("heat",), INTEGER, ("article.heat",)),
    Field("is_published", ("published",), TRUTH, ("article.is_published",), ("draft", "live", "visible")),
    Field(
        "provider", ("provider",), PROVIDER, ("article.provider",),
        ("source", "publisher", "outlet", "site", "publication", "newspaper"),
    ),
    Field(
        "topics", ("topics",), TEXTS, ("article.topics",), ("topic", "categories", "subjects", "section", "sections"),
    ),
    Field("tags", ("tags",), TEXTS, ("article.tags",), ("keywords", "labels")),
    Field(
        "images", ("images", "image"), IMAGES, ("article.images", "provider.images"),
        ("thumbnail", "cover", "featured_image", "hero", "picture", "photo"),
    ),
    Field("amp_url", ("ampWebUrl", "ampUrl"), OTHER_ADDRESS, ("article.amp_url",)),
    Field("cdn_amp_url", ("cdnAmpWebUrl", "cdnAmpUrl"), OTHER_ADDRESS, ("article.cdn_amp_url",)),
    Field(
        "related", ("related", "relatedArticles"), RELATED, ("reading.related",),
        ("see_also", "related_posts", "links"),
    ),
    Field("width", ("width",), SIZE, ("image.width",)),
    Field("height", ("height",), SIZE, ("image.height",)),
    Field("name", ("name", "title"), TEXT, ("provider.name", "topic.name")),
    Field("description", ("description",), PROSE, ("provider.description",)),
    Field("domain", ("domain", "_id"), TEXT, ("provider.domain",)),
    Field("other_names", ("otherNames", "otherName", "alternateNames"), TEXTS, ("provider.other_names",)),
    Field("short_name", ("shortname", "shortName"), TEXT, ("topic.short_name",)),
    Field("parent", ("parent",), TEXT, ("topic.parent",)),
    Field("keywords", ("keywords", "keyword"), TEXTS, ("topic.keywords",)),
    Field("hashtags", ("hashtags", "hashtag"), WORDS, ("topic.hashtags",)),
)  # fmt: skip
FIELDS = {field.name: field for field in _TABLE}
NO_FILE = SourceFile(path="", sha256="")  # of what is read without one
DOUBLE = "{} stands on line {} already: the last one counts"
MISSPELT = "{} is no key that is read: did you mean {}?"


@functools.cache
def fields_of(record: str) -> dict[str, Field]:
    """Return the fields that fill a record by the attributes that take them, in the order of the table.

    >>> list(fields_of("image"))
    ['caption', 'width', 'height']
    """
    filled = ((field, *place.partition(".")) for field in _TABLE for place in field.fills)
    return {attribute: field for field, name, _, attribute in filled if name == record}


def fields_of_property(known: Property, *, records: Iterable[str]) -> tuple[str, ...]:
    """Return the fields that say a property of the graph in some records, the first that is there.

    >>> from kg.rdf.properties import PROPERTIES
    >>> from kg.rdf.vocab import SCHEMA
    >>> fields_of_property(PROPERTIES[SCHEMA.alternateName], records=["provider", "topic"])
    ('other_names', 'name')
    """
    having = [record for record in records if record in known.of]
    filling = [fields_of(record)[known.of[record]].name for record in having if known.of[record] in fields_of(record)]
    return tuple(dict.fromkeys((*filling, *known.said_by))) if having else ()


_NAMES: dict[str, tuple[str, ...]] = {  # which fields a key may be the key of
    key: tuple(field.name for field in _TABLE if key in field.keys) for known in _TABLE for key in known.keys
}
_OF_IMAGES = frozenset(fields_of("image").values()) - frozenset(fields_of("article").values())
_SPELT = tuple(key for field in _TABLE for key in field.keys if field not in _OF_IMAGES)  # what a misspelt key can mean
# keys that are read in their place, or that sites have for themselves: never a misspelling of those above
OTHER_KEYS = frozenset(
    """
    width height isCached category categories tag tagline layout permalink slug author authors draft drafts weight
    secured featuredContent taxonomy services link links lang language locale source sources publisher publishers
    published_by video videos series comments subtitle subject types rating ratings content body aliases names
    topic_id dated heading headlines summaries update expires
    """.split()
) - {*_SPELT}


class Reader:
    """What the fields of one file share: whose they are, and a word on each value that did not fit."""

    def __init__(self, file: SourceFile = NO_FILE) -> None:
        self.file = file
        self.warned: list[Warned] = []

    def warn(self, line: int, message: str, *, key: str = "", code: str = WRONG_TYPE) -> None:
        """Note a word on a line; `key` is the key that it speaks of, if any."""
        origin = Origin(path=self.file.path, line=line, sha256=self.file.sha256)
        self.warned.append(Warned(origin=origin, message=message, code=code, key=key))


class Fields:
    """The fields of one mapping; one that does not fit is noted by the reader and taken as missing.

    Args:
        node: the mapping; it is looked through once.
        reader: of its file; left out where nobody asks what did not fit.
    """

    __slots__ = ("_keys", "_node", "reader")

    def __init__(self, node: Mapping, reader: Reader | None = None) -> None:
        self._node = node
        self.reader = reader = reader or Reader()
        self._keys: dict[str, str] = {}  # of each field, the key that has its value
        keys = self._keys
        for key, before, line in node.doubles:
            reader.warn(line, DOUBLE.format(key, before), key=key, code=DUPLICATE_KEY)
        for key, value in node.items():
            if key not in _NAMES and (meant := meant_key(key)):
                line = node.lines.get(key, node.line)
                reader.warn(line, MISSPELT.format(key, meant), key=key, code=MISSPELT_KEY)
            if value is None or key not in _NAMES or (isinstance(value, str) and not value.strip()):
                continue
            for name in _NAMES[key]:
                ranked = FIELDS[name].keys
                if name not in keys or ranked.index(key) < ranked.index(keys[name]):
                    keys[name] = key

    def value(self, name: str) -> Any:
        """Return the value of a field, as its type reads it."""
        return FIELDS[name].type.read(self, name)

    def values(self, record: str) -> dict[str, Any]:
        """Return what the fields that are there give for the attributes of a record."""
        keys = self._keys
        found = fields_of(record).items()
        return {attribute: field.type.read(self, field.name) for attribute, field in found if field.name in keys}

    def key(self, name: str) -> str:
        """Return the key that has the value of a field; an empty one if it is missing."""
        return self._keys.get(name, "")

    def line(self, name: str) -> int:
        """Return the line of a field; that of its mapping if it is missing."""
        key = self._keys.get(name)
        return self._node.line if key is None else self._node.lines.get(key, self._node.line)

    def raw(self, name: str) -> Any:
        """Return the value of a field as it is; None if it is missing or empty."""
        key = self._keys.get(name)
        return None if key is None else self._node[key]

    def items(self, name: str) -> list[tuple[Any, int]]:
        """Return the items of a list with their lines; a single value is a list of one, None an empty one."""
        return items(self.raw(name), self.line(name)) if name in self._keys else []

    def of(self, node: Mapping) -> Fields:
        """Return the fields of another mapping of the same file."""
        return Fields(node, self.reader)

    def warn(self, name: str, message: str, *, line: int | None = None, code: str = WRONG_TYPE) -> None:
        """Note a word on a field, which it begins with the key of."""
        self.note(name, f"{self._keys[name]} {message}", line=line, code=code)

    def note(self, name: str, message: str, *, line: int | None = None, code: str = WRONG_TYPE) -> None:
        """Note a word on a field."""
        self.reader.warn(self.line(name) if line is None else line, message, key=self.key(name), code=code)


def items(value: Any, line: int) -> list[tuple[Any, int]]:
    """Return the items of a list with their lines; a single value is a list of one, None an empty one."""
    if value is None:
        return []
    if isinstance(value, Sequence):
        return list(zip(value, value.lines, strict=True))
    return [(value, line)]


@functools.lru_cache(maxsize=1 << 12)
def meant_key(key: str) -> str | None:
    """Return the key that one which nothing reads was probably meant to be; None if there is no such, or several.

    >>> meant_key("weburl"), meant_key("publshedDateTime"), meant_key("titel"), meant_key("secured")
    ('webUrl', 'publishedDateTime', 'title', None)
    """
    return None if key in OTHER_KEYS else nearest(key, _SPELT)
