"""The fields of front matter -> texts, numbers, dates and truth values, with a word on each that does not fit.

The tables say which names a field has had; the first name with a value wins.
"""

from __future__ import annotations

import functools
from datetime import datetime
from typing import Any

from kg.codes import BAD_DATE, BROKEN_URL, DUPLICATE_KEY, MISSPELT_KEY, NO_ZONE, WRONG_TYPE
from kg.identity import image_iri
from kg.model import Image, Origin, SourceFile, Warned
from kg.sources.spelling import nearest
from kg.sources.tree import Mapping, Sequence
from kg.sources.values import as_integer, as_moment, as_prose, as_truth, has_zone, plain

ALIASES: dict[str, tuple[str, ...]] = {
    "url": ("webUrl", "originalUrl", "sourceUrl", "url"),
    "title": ("title", "headline"),
    "excerpt": ("excerpt", "abstract", "summary"),
    "published": ("publishedDateTime", "publishedDate", "datePublished", "date"),
    "updated": ("updatedDateTime", "modifiedDateTime", "dateModified", "lastModified"),
    "kind": ("type",),
    "quality": ("quality", "score"),
    "heat": ("heat",),
    "is_published": ("published",),
    "provider": ("provider",),
    "topics": ("topics",),
    "tags": ("tags",),
    "images": ("images", "image"),
    "amp_url": ("ampWebUrl", "ampUrl"),
    "cdn_amp_url": ("cdnAmpWebUrl", "cdnAmpUrl"),
    "related": ("related", "relatedArticles"),
    "name": ("name", "title"),
    "description": ("description",),
    "domain": ("domain", "_id"),
    "other_names": ("otherNames", "otherName", "alternateNames"),
    "short_name": ("shortname", "shortName"),
    "parent": ("parent",),
    "keywords": ("keywords", "keyword"),
    "hashtags": ("hashtags", "hashtag"),
}
# keys that are read in their place, or that sites have for themselves: never a misspelling of those above
OTHER_KEYS = frozenset(
    """
    width height isCached category categories tag tagline layout permalink slug author authors draft drafts weight
    secured featuredContent taxonomy services link links lang language locale source sources publisher publishers
    published_by video videos series comments subtitle subject types rating ratings content body aliases names
    topic_id dated heading headlines summaries update expires
    """.split()
)
NOT_A_TEXT = "is a {}, not a text: left out; write it on one line"
NOT_A_NUMBER = "{} is not a whole number: left out"
NOT_A_DATE = "{} is not a date: left out; write it as 2020-06-11T01:06:00Z"
NO_ZONE_GIVEN = "{} has no zone: taken as UTC; add Z, or an offset such as +02:00"
DOUBLE = "{} stands on line {} already: the last one counts"
MISSPELT = "{} is no key that is read: did you mean {}?"
NO_SIZE = (None, None)
USUAL_OF_IMAGES = frozenset(("url", "title", "width", "height", "isCached"))

_FIELDS: dict[str, tuple[str, ...]] = {  # which fields a key may be the name of
    key: tuple(field for field, keys in ALIASES.items() if key in keys) for keys in ALIASES.values() for key in keys
}


class Reader:
    """What the fields of one file share: whose they are, and a word on each value that did not fit."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.warned: list[Warned] = []

    def origin(self, line: int) -> Origin:
        return Origin(path=self.file.path, line=line, sha256=self.file.sha256)

    def warn(self, line: int, message: str, *, code: str = WRONG_TYPE) -> None:
        self.warned.append(Warned(origin=self.origin(line), message=message, code=code))


class Fields:
    """The fields of one mapping; one that does not fit is noted by the reader and taken as missing.

    Args:
        node: the mapping; it is looked through once.
        reader: of its file.
    """

    __slots__ = ("_keys", "_node", "_reader")

    def __init__(self, node: Mapping, reader: Reader) -> None:
        self._node = node
        self._reader = reader
        self._keys: dict[str, str] = {}  # of each field, the key that has its value
        keys = self._keys
        for key, before, line in node.doubles:
            reader.warn(line, DOUBLE.format(key, before), code=DUPLICATE_KEY)
        for key, value in node.items():
            if key not in _FIELDS and (meant := meant_key(key)):
                reader.warn(node.lines.get(key, node.line), MISSPELT.format(key, meant), code=MISSPELT_KEY)
            if value is None or key not in _FIELDS or (isinstance(value, str) and not value.strip()):
                continue
            for field in _FIELDS[key]:
                if field not in keys or ALIASES[field].index(key) < ALIASES[field].index(keys[field]):
                    keys[field] = key

    def line(self, field: str) -> int:
        """Return the line of a field; that of its mapping if it is missing."""
        key = self._keys.get(field)
        return self._node.line if key is None else self._node.lines.get(key, self._node.line)

    def warn(self, field: str, message: str, *, code: str = WRONG_TYPE) -> None:
        """Note a word on a field, which it begins with the name of."""
        self._reader.warn(self.line(field), f"{self._keys[field]} {message}", code=code)

    def raw(self, field: str) -> Any:
        """Return the value of a field as it is; None if it is missing or empty."""
        key = self._keys.get(field)
        return None if key is None else self._node[key]

    def inner(self, field: str) -> Fields:
        """Return the fields of a field that is a mapping."""
        return Fields(self.raw(field), self._reader)

    def text(self, field: str) -> str | None:
        """Return a field as plain text on one line: entities resolved, spaces folded."""
        value = self.raw(field)
        if value is None or isinstance(value, str):
            return (plain(value) or None) if value else None
        self.warn(field, NOT_A_TEXT.format(_shape(value)))
        return None

    def prose(self, field: str) -> str | None:
        """Return a field as plain text without its HTML tags."""
        value = self.raw(field)
        return as_prose(value) if isinstance(value, str) else self.text(field)

    def address(self, field: str) -> str | None:
        """Return an address as the file has it, but for space around it."""
        value = self.raw(field)
        if value is None or isinstance(value, str):
            return value.strip() if value else None
        self.warn(field, f"is a {_shape(value)}, not an address: left out")
        return None

    def integer(self, field: str) -> int | None:
        """Return a field as a whole number; a fraction is rounded."""
        value = self.raw(field)
        number = None if value is None else as_integer(value)
        if number is None and value is not None:
            self.warn(field, NOT_A_NUMBER.format(_shown(value)))
        return number

    def truth(self, field: str) -> bool | None:
        """Return a field as true or false."""
        value = self.raw(field)
        truth = as_truth(value) if isinstance(value, str) else None
        if truth is None and value is not None:
            self.warn(field, f"{_shown(value)} is neither true nor false: left out")
        return truth

    def moment(self, field: str) -> datetime | None:
        """Return a field as an aware datetime in UTC; without a zone it is taken as UTC."""
        value = self.raw(field)
        moment = as_moment(value) if isinstance(value, str) else None
        if moment is None and value is not None:
            self.warn(field, NOT_A_DATE.format(_shown(value)), code=BAD_DATE if isinstance(value, str) else WRONG_TYPE)
        elif isinstance(value, str) and not has_zone(value):
            self.warn(field, NO_ZONE_GIVEN.format(_shown(value)), code=NO_ZONE)
        return moment

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a list of texts; one text is a list of one, nulls and doubles are passed over."""
        found: dict[str, None] = {}
        for item, line in self.items(field):
            if isinstance(item, str):
                found.setdefault(plain(item))
            elif item is not None:
                self._reader.warn(line, f"{self._keys[field]} {NOT_A_TEXT.format(_shape(item))}")
        found.pop("", None)
        return tuple(found)

    def items(self, field: str) -> list[tuple[Any, int]]:
        """Return the items of a list with their lines; a single value is a list of one, None an empty one."""
        return items(self.raw(field), self.line(field)) if field in self._keys else []

    def images(self) -> tuple[Image, ...]:
        """Return the images of an article, an organization or a provider: mappings, or plain addresses."""
        found: dict[str, Image] = {}
        for item, line in self.items("images"):
            known = isinstance(item, Mapping)
            url = item.get("url") if known else item
            iri = image_iri(url) if isinstance(url, str) and url.strip() else None
            if iri is None or not isinstance(url, str):
                message = "the image has no usable url: left out; give its http(s) address"
                self._reader.warn(line, message, code=BROKEN_URL)
            elif iri not in found:
                size = (self._size(item, "width"), self._size(item, "height")) if known else NO_SIZE
                caption = self._caption(item) if known else None
                found[iri] = Image(url=url.strip(), iri=str(iri), width=size[0], height=size[1], caption=caption)
        return tuple(found.values())

    def _caption(self, node: Mapping) -> str | None:
        if node.keys() <= USUAL_OF_IMAGES:  # as most are: of one name, and nothing is misspelt
            title = node.get("title")
            if isinstance(title, str):
                return plain(title) or None
        return Fields(node, self._reader).text("title")

    def _size(self, node: Mapping, key: str) -> int | None:
        """Return a size in pixels; one below zero is taken as missing."""
        value = node.get(key)
        if value is None:
            return None
        number = as_integer(value)
        if number is None:
            self._reader.warn(node.lines.get(key, node.line), f"{key} {NOT_A_NUMBER.format(_shown(value))}")
        return number if number is not None and number >= 0 else None


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
    return None if key in OTHER_KEYS else nearest(key, _FIELDS)


def _shape(value: Any) -> str:
    return "mapping" if isinstance(value, Mapping) else "list"


def _shown(value: Any) -> str:
    if not isinstance(value, str):
        return f"(a {_shape(value)})"
    return repr(value if len(value) <= 40 else f"{value[:40]}...")
