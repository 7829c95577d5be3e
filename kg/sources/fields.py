"""The values of front matter -> texts, numbers, dates and truth values, with a word on each that does not fit.

The tables say which names a field has had; the first name with a value wins.
"""

from __future__ import annotations

import contextlib
import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from kg.identity import image_iri
from kg.model import Image, Origin, SourceFile, Warned
from kg.sources.frontmatter import Mapping, Sequence

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
TRUE = frozenset(("true", "yes", "on", "1"))
FALSE = frozenset(("false", "no", "off", "0"))
LARGEST = 10**9
HTML_TAGS = """a abbr article aside b big blockquote body br center cite code dd del details div dl dt em figcaption
figure font footer h1 h2 h3 h4 h5 h6 head header hr html i iframe img ins kbd li link main mark meta nav noscript ol p
picture pre q s script section small source span strike strong style sub summary sup table tbody td tfoot th thead time
title tr tt u ul var video wbr""".split()

LONGEST_DATE = 100  # characters; no date is longer, and patterns need not try

_TAG = re.compile(rf"</?(?:{'|'.join(HTML_TAGS)})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_UNTEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")  # what entities and escapes can bring in
_INTEGER = re.compile(r"[+-]?\d{1,18}(?:\.\d*)?")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|[ \t]+)(.+))?")


class Reader:
    """Take the fields of one file; what does not fit is noted in `warned` and taken as missing."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.warned: list[Warned] = []

    def origin(self, line: int) -> Origin:
        return Origin(path=self.file.path, line=line, sha256=self.file.sha256)

    def warn(self, line: int, message: str) -> None:
        self.warned.append(Warned(origin=self.origin(line), message=message))

    def raw(self, node: Mapping, field: str) -> tuple[Any, int, str]:
        """Return the first value that is there for a field, its line and the key it stands under."""
        for key in ALIASES[field]:
            value = node.get(key)
            if value is not None and not (isinstance(value, str) and not value.strip()):
                return value, node.lines.get(key, node.line), key
        return None, node.line, field

    def text(self, node: Mapping, field: str) -> str | None:
        """Return a field as plain text on one line: entities resolved, spaces folded."""
        value, line, key = self.raw(node, field)
        return self.as_text(value, line, key)

    def prose(self, node: Mapping, field: str) -> str | None:
        """Return a field as plain text without its HTML tags."""
        value, line, key = self.raw(node, field)
        if isinstance(value, str) and "<" in value:
            # what no --> follows is no comment; each <!-- there would be searched to the end of the text
            closed = value.rfind("-->") + len("-->")
            value = _TAG.sub(" ", _COMMENT.sub(" ", value[:closed]) + value[closed:])
        return self.as_text(value, line, key)

    def as_text(self, value: Any, line: int, key: str) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            self.warn(line, f"{key} is a {_shape(value)}, not a text: left out; write it on one line")
            return None
        return plain(value) or None

    def address(self, node: Mapping, field: str) -> str | None:
        """Return an address as the file has it, but for space around it."""
        value, line, key = self.raw(node, field)
        if value is None:
            return None
        if not isinstance(value, str):
            self.warn(line, f"{key} is a {_shape(value)}, not an address: left out")
            return None
        return value.strip() or None

    def integer(self, node: Mapping, field: str) -> int | None:
        """Return a field as a whole number; a fraction is rounded."""
        value, line, key = self.raw(node, field)
        return self.as_integer(value, line, key)

    def as_integer(self, value: Any, line: int, key: str) -> int | None:
        if value is None:
            return None
        if (
            isinstance(value, str)
            and _INTEGER.fullmatch(value.strip())
            and abs(number := round(float(value))) <= LARGEST
        ):
            return number
        self.warn(line, f"{key} {_shown(value)} is not a whole number: left out")
        return None

    def truth(self, node: Mapping, field: str) -> bool | None:
        """Return a field as true or false."""
        value, line, key = self.raw(node, field)
        if value is None:
            return None
        word = value.strip().lower() if isinstance(value, str) else ""
        if word in TRUE or word in FALSE:
            return word in TRUE
        self.warn(line, f"{key} {_shown(value)} is neither true nor false: left out")
        return None

    def moment(self, node: Mapping, field: str) -> datetime | None:
        """Return a field as an aware datetime in UTC; without a zone it is taken as UTC."""
        value, line, key = self.raw(node, field)
        if value is None:
            return None
        moment = as_moment(value) if isinstance(value, str) else None
        if moment is None:
            self.warn(line, f"{key} {_shown(value)} is not a date: left out; write it as 2020-06-11T01:06:00Z")
        return moment

    def texts(self, node: Mapping, field: str) -> tuple[str, ...]:
        """Return a list of texts; one text is a list of one, nulls and doubles are passed over."""
        value, line, key = self.raw(node, field)
        found: dict[str, None] = {}
        for item, item_line in items(value, line):
            text = self.as_text(item, item_line, key)
            if text is not None:
                found.setdefault(text)
        return tuple(found)

    def images(self, node: Mapping) -> tuple[Image, ...]:
        """Return the images of an article, an organization or a provider: mappings, or plain addresses."""
        value, line, _ = self.raw(node, "images")
        found: dict[str, Image] = {}
        for item, item_line in items(value, line):
            url = item.get("url") if isinstance(item, Mapping) else item
            iri = image_iri(url) if isinstance(url, str) and url.strip() else None
            if iri is None or not isinstance(url, str):
                self.warn(item_line, "the image has no usable url: left out; give its http(s) address")
            elif iri not in found:
                sized = item if isinstance(item, Mapping) else Mapping(item_line)
                width, height = self.size(sized, "width"), self.size(sized, "height")
                caption = self.text(sized, "title")
                found[iri] = Image(url=url.strip(), iri=str(iri), width=width, height=height, caption=caption)
        return tuple(found.values())

    def size(self, node: Mapping, key: str) -> int | None:
        """Return a size in pixels; one below zero is taken as missing."""
        number = self.as_integer(node.get(key), node.lines.get(key, node.line), key)
        return number if number is not None and number >= 0 else None


def items(value: Any, line: int) -> list[tuple[Any, int]]:
    """Return the items of a list with their lines; a single value is a list of one, None an empty one."""
    if value is None:
        return []
    if isinstance(value, Sequence):
        return list(zip(value, value.lines, strict=True))
    return [(value, line)]


def plain(value: str) -> str:
    r"""Return text with its entities resolved and its spaces folded.

    >>> plain("  we&#233;k\n end ")
    'weék end'
    """
    if "&" in value:
        with contextlib.suppress(ValueError):  # a number of thousands of digits is no character
            value = html.unescape(value)
    value = " ".join(value.split())
    return " ".join(_UNTEXT.sub("", value).split()) if _UNTEXT.search(value) else value


def as_moment(value: str) -> datetime | None:
    """Return a date in ISO 8601, as YAML writes it or as e-mail does, in UTC; None if it is none of these.

    >>> as_moment("2020-06-11 03:06:00 +02:00").isoformat()
    '2020-06-11T01:06:00+00:00'
    """
    value = value.strip()
    if len(value) > LONGEST_DATE:
        return None
    match = _DATE.fullmatch(value)
    try:
        if match:
            year, month, day, time = match.groups()
            iso = f"{year}-{int(month):02}-{int(day):02}"
            if time:
                clock = time.replace(" ", "").replace("\t", "").upper()
                iso += "T" + (f"0{clock}" if clock[1:2] == ":" else clock)
            moment = datetime.fromisoformat(iso)
        else:
            moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _shape(value: Any) -> str:
    return "mapping" if isinstance(value, Mapping) else "list"


def _shown(value: Any) -> str:
    if not isinstance(value, str):
        return f"(a {_shape(value)})"
    return repr(value if len(value) <= 40 else f"{value[:40]}...")
