"""RSS, Atom and RSS 1.0 -> rows with plain keys; an entry that is no XML is read by feedparser, up to a limit."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from kg.codes import NOT_PUBLISHED, SYNTAX
from kg.errors import SourceError
from kg.sources.tables.elements import Broken, Element, Entry, entries
from kg.sources.tables.row import Remark, Row, first_paragraph, is_of_domain, is_web, mapping
from kg.sources.tables.text import check, head
from kg.sources.tree import Mapping, Sequence
from kg.sources.values import as_prose, plain
from kg.words import count as counted

SUFFIXES = (".xml", ".rss", ".atom", ".rdf")
# elements of an entry -> what they are called here; of several the first that has a value counts, in lists each
URLS = ("feedburner:origlink", "link", "atom:link", "guid", "atom:id")
TEXTS = {
    "title": ("title", "atom:title", "dc:title", "media:title"),
    "excerpt": ("description", "atom:summary", "dc:description", "media:description", "content:encoded",
                "atom:content"),
    "published": ("pubdate", "atom:published", "atom:issued", "dc:date", "dcterms:issued", "dcterms:created"),
    "updated": ("atom:updated", "atom:modified", "dcterms:modified"),
    "lang": ("dc:language", "language"),
}  # fmt: skip
AUTHORS = ("atom:author", "author", "dc:creator", "itunes:author")
TAGS = ("category", "atom:category", "dc:subject")
IMAGES = ("media:thumbnail", "media:content", "media:group", "enclosure", "atom:link", "itunes:image")
# what feedparser calls them
OF_FEEDPARSER = {"url": "link", "title": "title", "excerpt": "summary", "published": "published", "updated": "updated"}
MOST_MENDED = 256  # entries that are no XML: feedparser takes a millisecond for one, and 4 s for a MB at worst
LARGEST_MENDED = 1 << 15  # bytes
ALL_MENDED = 1 << 18
# what an export of a whole site has beside its posts: types of WordPress, and what begins with wp_; kinds of Blogger
NO_POSTS = frozenset(
    """
    page attachment revision nav_menu_item custom_css customize_changeset oembed_cache user_request feedback
    comment settings template
    """.split()
)
KIND = "/g/2005#kind"  # how the scheme ends of the category that Blogger has a kind in
DRAFTS = frozenset("draft pending private future".split())  # the status of a post in WordPress that is not published
THROWN_AWAY = frozenset("trash auto-draft".split())
LEFT_OUT = "{} left out of the export of a site: {}"
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|RDF|feed)[\s>/]")
_BEFORE_ROOT = re.compile(r"<[?!]")
_NAME_OF_MAIL = re.compile(r"\S+@\S+\s+\(([^()]+)\)")  # as RSS 2.0 has authors: desk@a.example (City Desk)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def rows(data: bytes, path: str = "") -> Iterator[Row] | None:  # noqa: ARG001 - a feed is known by its root alone
    """Return the entries of a feed, with keys as articles have them; None if the file is none.

    Args:
        data: the whole file.
        path: its path.

    Raises:
        SourceError: the file is empty or too large.

    >>> feed = b"<rss><channel><item><link>https://a.example/1</link><title>One</title></item></channel></rss>"
    >>> list(rows(feed))
    [{'url': 'https://a.example/1', 'title': 'One'}]
    """
    start = head(data, size=1 << 16)
    root = _ROOT.search(start)
    if start[:1] != "<" or root is None:
        return None
    before = start[: root.start()]
    if before.count("<") != len(_BEFORE_ROOT.findall(before)) or "<!doctype html" in before[:1000].lower():
        return None
    check(data)
    return _rows(data)


def _rows(data: bytes) -> Iterator[Row]:
    count = size = 0
    others: Counter[str] = Counter()
    first = 1
    try:
        for found in entries(data):
            if isinstance(found, Remark):
                yield found
            elif isinstance(found, Broken):
                count, size = count + 1, size + len(found.xml)
                is_small = len(found.xml) <= LARGEST_MENDED and size <= ALL_MENDED and count <= MOST_MENDED
                yield from _mended(found) if found.xml and is_small else (SourceError(found.reason, line=found.line),)
            elif other := _other_than_post(found[0]):
                first = first if others else found[0].line
                others[other] += 1
            else:
                yield _row(*found)
    except SourceError as error:
        yield error
    if others:
        kinds = ", ".join(f"{kind} ({number:,})" for kind, number in sorted(others.items()))
        yield Remark(first, LEFT_OUT.format(counted(others.total(), "entry"), kinds), NOT_PUBLISHED)


def _other_than_post(entry: Entry) -> str:
    """Return what an entry of the export of a whole site is if it is no post; of any other, an empty text."""
    kind = next((one.text.strip().lower() for one in entry.all("wp:post_type")), "") or _kind(entry)
    if kind in NO_POSTS or kind.startswith("wp_"):
        return kind
    status = _status(entry)
    return status if status in THROWN_AWAY else ""


def _kind(entry: Entry) -> str:
    """Return what kind of entry it is in an export of Blogger."""
    kinds = (one for one in entry.all("atom:category") if one.attributes.get("scheme", "").endswith(KIND))
    return next((one.attributes.get("term", "").rpartition("#")[2].lower() for one in kinds), "")


def _status(entry: Entry) -> str:
    """Return the status of an entry: of WordPress, or whether AtomPub (RFC 5023, 13.1.1) has it as a draft."""
    for control in entry.all("app:control"):
        if control.child("app:draft").lower() == "yes":
            return "draft"
    return next((one.text.strip().lower() for one in entry.all("wp:status")), "")


def _row(entry: Entry, feed: Entry) -> Row:
    if not entry.elements:
        return SourceError("an entry of the feed has nothing in it; give it a link and a title", line=entry.line)
    row = Mapping(entry.line)
    site = _first_address(feed, "", ("atom:link", "link"))[0]
    base = entry.attributes.get("xml:base") or feed.attributes.get("xml:base") or site
    _set(row, "url", *_first_address(entry, base, URLS))
    for key, names in TEXTS.items():
        for one in entry.all(*names):
            if text := _text(key, one):
                _set(row, key, text, one.line)
                break
    _set_all(row, "author", [(_author(one), one.line) for one in entry.all(*AUTHORS)])
    tags = (one for one in entry.all(*TAGS) if not one.attributes.get("scheme", "").endswith(KIND))
    _set_all(row, "tags", [(_tag(one), one.line) for one in tags])
    _set(row, "draft", "true" if _status(entry) in DRAFTS else "", entry.line)
    _set(row, "image", *_image(entry, base))
    _set(row, "lang", row.get("lang") or entry.attributes.get("xml:lang"), row.lines.get("lang", entry.line))
    _set(row, "provider", *_source(entry))
    _of_feed(row, feed, site)
    return row


def _of_feed(row: Mapping, feed: Entry, site: str) -> None:
    """Set what a feed says for all its entries; it has published those whose address is of the same host."""
    if "lang" not in row:
        language = feed.attributes.get("xml:lang") or _header(feed, "language", "dc:language")
        _set(row, "lang", language, row.line)
    if "author" not in row:
        _set_all(row, "author", [(_author(one), row.line) for one in feed.all("atom:author")])
    if "provider" not in row and is_of_domain(row.get("url"), site):
        _set(row, "provider", _named(_header(feed, "title", "atom:title"), site, row.line), row.line)


def _set(row: Mapping, key: str, value: Any, line: int) -> None:
    if value:
        row[key], row.lines[key] = value, line


def _set_all(row: Mapping, key: str, found: list[tuple[str, int]]) -> None:
    values = Sequence(row.line)
    for value, line in found:
        if value and value not in values:
            values.append(value)
            values.lines.append(line)
    _set(row, key, values, values.lines[0] if values else row.line)


def _text(key: str, element: Element) -> str:
    """Return the text of an element: of prose the words, without tags, and of a whole article its first paragraph."""
    text = element.text.strip()
    kind = element.attributes.get("type", "")
    is_plain = element.name.startswith("atom:") and kind in ("", "text", "text/plain") and not element.is_markup
    if key == "title":
        return plain(text) if is_plain or not _TAG.search(text) else as_prose(text) or ""
    if key == "excerpt":
        return " ".join(first_paragraph(text).split()) if is_plain else as_prose(first_paragraph(text)) or ""
    return text


def _first_address(entry: Entry, base: str, names: tuple[str, ...]) -> tuple[str, int]:
    """Return the address of an entry, or of a feed, and its line."""
    for name in names:
        found = [(address, one.line) for one in entry.all(name) if (address := _link(one))]
        for address, line in found:
            full = _joined(base, address) if name not in ("guid", "atom:id") else address
            if is_web(full):
                return full, line
    return "", entry.line


def _link(element: Element) -> str:
    """Return where an element of an address leads; nothing if it is another than that of the entry itself."""
    attributes = element.attributes
    if element.name == "guid":
        return (
            element.text.strip() if attributes.get("ispermalink", attributes.get("isPermaLink", "")) != "false" else ""
        )
    if element.name != "atom:link":
        return element.text.strip() or attributes.get("href", "")
    is_page = attributes.get("type", "text/html") in ("text/html", "application/xhtml+xml", "")
    return attributes.get("href", "") if attributes.get("rel", "alternate") == "alternate" and is_page else ""


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip()) if base else address.strip()
    except ValueError:  # a host in brackets that is none
        return ""


def _author(element: Element) -> str:
    name = element.child("atom:name", "name") or ("" if element.children else element.text)
    mail = _NAME_OF_MAIL.fullmatch(name.strip())
    return plain(mail[1] if mail else name)


def _tag(element: Element) -> str:
    return plain(element.attributes.get("label") or element.attributes.get("term") or element.text)


def _image(entry: Entry, base: str) -> tuple[str, int]:
    for element in entry.all(*IMAGES):
        for one in (element, *element.children):
            address = _picture(one)
            if address and is_web(full := _joined(base, address)):
                return full, one.line
    return "", entry.line


def _picture(element: Element) -> str:
    attributes = element.attributes
    kind = attributes.get("type", "")
    if element.name == "media:thumbnail":
        return attributes.get("url", "")
    if element.name == "media:content":
        is_picture = attributes.get("medium", "image" if kind.startswith("image/") else "") == "image"
        return attributes.get("url", "") if is_picture else ""
    if element.name == "itunes:image":
        return attributes.get("href", "")
    is_enclosed = element.name == "enclosure" or attributes.get("rel") == "enclosure"
    return attributes.get("url") or attributes.get("href", "") if is_enclosed and kind.startswith("image/") else ""


def _source(entry: Entry) -> tuple[Mapping | None, int]:
    """Return who published an entry that a feed has from elsewhere."""
    source = next(entry.all("source", "atom:source"), None)
    if source is None:
        return None, entry.line
    links = [one for one in source.children if one.name in ("atom:link", "link")]
    address = next(filter(is_web, map(_link, links)), "") or source.attributes.get("url", "")
    name = source.child("atom:title", "title") or ("" if source.children else source.text)
    return _named(name, address, source.line), source.line


def _named(name: str, address: str, line: int) -> Mapping | None:
    pairs = [pair for pair in (("name", plain(name)), ("url", address)) if pair[1]]
    return mapping(pairs, line) if plain(name) else None


def _header(feed: Entry, *names: str) -> str:
    return next((text for one in feed.all(*names) if (text := one.text.strip())), "")


def _mended(broken: Broken) -> Iterator[Row]:
    """Yield an entry that is no XML as feedparser reads it; it is given bytes alone, so that it opens nothing."""
    import feedparser

    error = SourceError(broken.reason, line=broken.line)
    try:
        found = feedparser.parse(io.BytesIO(broken.xml), sanitize_html=False, resolve_relative_uris=False).entries
        entry = dict(found[0]) if found else {}
    except Exception:  # whatever it says of bytes that are no feed
        entry = {}
    row = Mapping(broken.line)
    for key, theirs in OF_FEEDPARSER.items():
        value = entry.get(theirs)
        text = value.strip() if isinstance(value, str) else ""
        _set(row, key, as_prose(first_paragraph(text)) if key in ("title", "excerpt") else text, broken.line)
    authors = [one.get("name") for one in entry.get("authors", ()) if isinstance(one, dict)]
    _set_all(row, "author", [(plain(name), broken.line) for name in authors if isinstance(name, str)])
    tags = [one.get("label") or one.get("term") for one in entry.get("tags", ()) if isinstance(one, dict)]
    _set_all(row, "tags", [(plain(tag), broken.line) for tag in tags if isinstance(tag, str)])
    if not is_web(row.get("url")):
        yield error
        return
    if broken.feed is not None:
        _of_feed(row, broken.feed, _first_address(broken.feed, "", ("atom:link", "link"))[0])
    yield Remark(broken.line, broken.reason, SYNTAX)
    yield row
