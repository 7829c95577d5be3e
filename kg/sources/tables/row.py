"""What a table is read into: rows, each a mapping with its line, and words on those that are odd or cannot be read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.codes import ODD_BYTES
from kg.errors import SourceError
from kg.sources.tree import Mapping, Sequence

LOOKED_AT = 100  # rows, of which one has an address if the table is one of links
ADDRESS_KEYS = ("url", "link", "href", "uri", "address", "permalink")  # what folded keys of addresses end with
WEB = ("http://", "https://")
LONGEST = 1_000  # characters of an excerpt that is taken of a whole text
_PARAGRAPH_END = re.compile(r"</(?:p|div|h[1-6]|li|blockquote)>|<br ?/?>\s{0,9}<br ?/?>|\n[ \t]{0,9}\n", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_INLINE = re.compile(  # tags at which no word ends
    r"</?(?:a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>", re.IGNORECASE
)
_FOLDED = re.compile(r"[\W_]+")


class Remark(NamedTuple):
    """A word on a line of a table that is read all the same."""

    line: int
    message: str
    code: str = ODD_BYTES


Row = Mapping | SourceError | Remark  # a row; why one (or the rest of the file) cannot be read; a word on one that is


def fold(key: str) -> str:
    """Return a key without regard to case, blanks and punctuation.

    >>> fold("Document tags"), fold("date_added"), fold("dateAdded")
    ('documenttags', 'dateadded', 'dateadded')
    """
    return _FOLDED.sub("", key).casefold()


def sequence(values: Iterable[object], line: int) -> Sequence:
    """Return values as a sequence whose items all stand on one line."""
    found = Sequence(line)
    found += values
    found.lines += [line] * len(found)
    return found


def mapping(pairs: Iterable[tuple[str, object]], line: int) -> Mapping:
    """Return pairs as a mapping whose keys all stand on one line; the last of doubles counts."""
    found = Mapping(line)
    for key, value in pairs:
        found.place(key, line)
        found[key] = value
    return found


def is_web(value: object) -> bool:
    """Return whether a value is an absolute http(s) address."""
    return isinstance(value, str) and value.lstrip()[:8].lower().startswith(WEB)


def has_address(row: Mapping, *, inner: bool = True) -> bool:
    """Return whether an address stands in a row; or, with `inner`, in a mapping or list right in it."""
    for value in row.values():
        if is_web(value):
            return True
        within = value.values() if isinstance(value, Mapping) else value if isinstance(value, Sequence) else ()
        if inner and any(
            is_web(one) or (isinstance(one, Mapping) and any(map(is_web, one.values()))) for one in within
        ):
            return True
    return False


def of_links(rows: Iterable[Row], *, inner: bool = True) -> Iterator[Row] | None:
    """Return the rows of a table of links; None if none of the first of them has an address in it."""
    rows = iter(rows)
    first: list[Row] = []
    for row in rows:
        first.append(row)
        if isinstance(row, Mapping) and has_address(row, inner=inner):
            return itertools.chain(first, rows)
        if len(first) >= LOOKED_AT:
            return None
    return None


def row_of(value: object, line: int) -> Row:
    """Return an item of a list as a row: a mapping, an address alone, or ``{"Title": "https://..."}``."""
    if is_web(value):
        return mapping([("url", value)], line)
    if not isinstance(value, Mapping):
        return SourceError("an item of the list has no keys; write it as a url and a title", line=line)
    ((key, address),) = value.items() if len(value) == 1 else (("", None),)
    if is_web(address) and not fold(key).endswith(ADDRESS_KEYS):
        return mapping([("title", key), ("url", address)], value.line)
    return value


def is_of_domain(address: object, site: object) -> bool:
    """Return whether an address is of the same host as a site, or of one below or above it.

    >>> is_of_domain("https://news.a.example/1", "https://www.a.example/"), is_of_domain("https://b.example/", "https://a.example")
    (True, False)
    """
    if not (isinstance(address, str) and isinstance(site, str)):
        return False
    one, other = _host(address), _host(site)
    return bool(one) and bool(other) and (one == other or one.endswith("." + other) or other.endswith("." + one))


def _host(address: str) -> str:
    rest = address.strip().partition("://")[2]
    return re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].lower().removeprefix("www.")


def first_paragraph(text: str) -> str:
    """Return the first paragraph of a text or HTML that has words; of a long one the beginning, up to a word's end.

    >>> first_paragraph("<p><img src=x></p><p>A <b>week</b>.</p><p>More.</p>")
    '<p>A week.'
    """
    text = _INLINE.sub("", text)
    start = 0
    for end in _PARAGRAPH_END.finditer(text):
        part = text[start : end.start()]
        if _TAG.sub("", part).strip():
            return _cut(part)
        start = end.end()
    return _cut(text[start:])


def _cut(text: str) -> str:
    text = text.strip()
    if len(text) <= LONGEST:
        return text
    text = text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]
    opened = text.rfind("<")
    return text[:opened] if opened > text.rfind(">") else text
