"""A saved web page -> what it says of itself, under plain keys: JSON-LD, Open Graph, citation_*, Dublin Core, title.

Only tags that may say something are looked for, one after the other from the top, and each is short: the time is that
of one way through the text, whatever is in it. Nothing is fetched and nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

from kg.errors import SourceError
from kg.sources.json import parse_value
from kg.sources.tree import Mapping, Sequence

LONGEST_TAG = 1 << 14  # characters
LONGEST_VALUE = 1 << 14
MOST_TAGS = 5000
TEMPLATES = ("{{", "{%", "<%", "<?", "${")  # in a value: it is a page that others are made of
# Of each key, the metas that say it, the best first: ogp.me, developers.facebook.com/docs/sharing, the inclusion
# guidelines of Google Scholar (citation_*), dublincore.org, docs.parse.ly, getstarted.sailthru.com, HTML itself.
METAS: dict[str, tuple[str, ...]] = {
    "title": (
        "json-ld:headline", "og:title", "citation_title", "parsely-title", "sailthru.title", "twitter:title",
        "json-ld:name", "dc.title", "dcterms.title", "title",
    ),
    "url": (
        "link:canonical", "og:url", "json-ld:url", "citation_public_url", "citation_abstract_html_url", "parsely-link",
        "twitter:url", "saved",
    ),
    "published": (
        "json-ld:datepublished", "article:published_time", "og:article:published_time", "og:published_time",
        "citation_publication_date", "citation_online_date", "citation_date", "datepublished", "parsely-pub-date",
        "sailthru.date", "dcterms.created", "dcterms.issued", "dc.date.issued", "dc.date.created", "dcterms.date",
        "dc.date", "pubdate", "publishdate", "publish-date", "publish_date", "date",
    ),
    "updated": (
        "json-ld:datemodified", "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
        "dc.date.modified", "last-modified", "lastmod", "revised",
    ),
    "author": (
        "json-ld:author", "citation_author", "parsely-author", "dcterms.creator", "dc.creator", "sailthru.author",
        "author", "byl", "article:author",
    ),
    "site": (
        "og:site_name", "json-ld:publisher", "citation_journal_title", "dcterms.publisher", "dc.publisher", "publisher",
        "application-name",
    ),
    "description": (
        "og:description", "description", "json-ld:description", "twitter:description", "citation_abstract",
        "dcterms.description", "dc.description",
    ),
    "image": ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "json-ld:image"),
    "lang": ("html:lang", "json-ld:inlanguage", "citation_language", "dc.language", "content-language", "og:locale"),
    "section": ("article:section", "og:article:section", "json-ld:articlesection", "parsely-section"),
    "tags": (
        "article:tag", "og:article:tag", "json-ld:keywords", "citation_keywords", "parsely-tags", "sailthru.tags",
        "news_keywords", "keywords",
    ),
}  # fmt: skip
MANY = frozenset(("author", "tags", "image"))  # keys that take all the values of a meta
NAMES = frozenset(("author", "site"))  # keys whose value is a name; an address there is that of a profile
# what a page about itself as an article has, and a page of a site's own machinery has not
SIGNS = frozenset(
    """
    json-ld og:type og:title article:published_time og:article:published_time og:published_time citation_title
    citation_publication_date citation_online_date citation_date datepublished parsely-title parsely-pub-date
    sailthru.title sailthru.date twitter:title dc.title dcterms.title saved
    """.split()
)
# types of schema.org, besides those that end so, whose JSON-LD speaks of what the page is about
TYPES = frozenset("Report Review VideoObject WebPage CreativeWork Book TechArticle Recipe PodcastEpisode".split())
ENDS_OF_TYPES = ("Article", "Posting")
VAGUE = frozenset(("WebPage", "CreativeWork"))  # types that count only where there is no other
JSON_LD_KEYS = {
    "headline": "headline", "name": "name", "url": "url", "mainEntityOfPage": "url", "datePublished": "datepublished",
    "dateModified": "datemodified", "author": "author", "creator": "author", "publisher": "publisher",
    "description": "description", "image": "image", "inLanguage": "inlanguage", "articleSection": "articlesection",
    "keywords": "keywords",
}  # fmt: skip
INSIDE = {"publisher": ("name",), "author": ("name",), "image": ("url", "contentUrl", "@id"), "url": ("@id", "url")}
LD_JSON = "application/ld+json"

_OPENING = re.compile(r"<(!--|(?:script|style|title|meta|link|html|body|time|textarea)(?=[\s/>]))", re.IGNORECASE)
_TAG = re.compile(
    rf"""<[a-zA-Z]++ (?: [^<>"'] | "[^"]{{0,{LONGEST_TAG}}}+" | '[^']{{0,{LONGEST_TAG}}}+' )*+ >""", re.VERBOSE
)
_NO_TAGS = re.compile(r"<!--.*?(?:-->|$)|<\?.*?>", re.DOTALL)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_SAVED = re.compile(r"\s*(?:saved from url=\(\d+\)(\S+)|Page saved with SingleFile\s+url: (\S+))", re.IGNORECASE)
_CLOSED_BY = {"script": "</script", "style": "</style", "title": "</title", "textarea": "</textarea", "!--": "-->"}
FIRST = 2000  # characters in which a page shows that it is one


class Meta(NamedTuple):
    """Something that a page says of itself: under which name, in lower case, and on which line."""

    name: str
    value: str
    line: int


def is_page(text: str) -> bool:
    """Return whether a text is a web page, by how it begins.

    >>> is_page("<!-- saved --> <!DOCTYPE html><title>A</title>"), is_page("<b>Bold</b> text")
    (True, False)
    """
    return _PAGE.match(_NO_TAGS.sub("", text[:FIRST]).lstrip()) is not None


def metadata(text: str, *, first_line: int = 1) -> tuple[Mapping, int, int] | None:
    """Return what a page says of itself, and where its body begins (place and line); None if it says nothing.

    Args:
        text: HTML, decoded.
        first_line: the number of its first line in the file.
    """
    found: dict[str, list[Meta]] = {}
    body, body_line = len(text), first_line
    for meta, place in _metas(text, first_line):
        if meta.name == "body":
            body, body_line = min(body, place), meta.line
        elif meta.value and not any(sign in meta.value for sign in TEMPLATES):
            found.setdefault(meta.name, []).append(meta)
    if found.keys().isdisjoint(SIGNS):
        return None
    made = Mapping(first_line)
    for key, names in METAS.items():
        values = next((kept for name in names if (kept := _fitting(key, found.get(name, [])))), [])
        if not values:
            continue
        made.lines[key] = values[0].line
        made[key] = values[0].value
        if key in MANY and len(values) > 1:
            made[key] = Sequence(values[0].line)
            made[key] += [meta.value for meta in values]
            made[key].lines = [meta.line for meta in values]
    if body == len(text):
        body, body_line = 0, first_line
    return made, body, body_line


def _fitting(key: str, metas: list[Meta]) -> list[Meta]:
    """Return the values that may be what a key asks for."""
    if key in NAMES:
        metas = [meta for meta in metas if not meta.value.startswith(("http://", "https://", "@", "/"))]
    if key == "url":
        metas = [meta for meta in metas if meta.value.startswith(("http://", "https://"))]
    return list({meta.value: meta for meta in reversed(metas)}.values())[::-1]


def _metas(text: str, line: int) -> Iterator[tuple[Meta, int]]:
    """Yield what the tags of a page say, each with the place in the text, from the top."""
    at = counted = 0
    for _ in range(MOST_TAGS):
        opening = _OPENING.search(text, at)
        if opening is None:
            return
        start, name = opening.start(), opening[1].lower()
        line += text.count("\n", counted, start)
        counted = start
        tag = _TAG.match(text, start) if name != "!--" else None
        at = opening.end() if tag is None else tag.end()
        inner = ""
        closing = _CLOSED_BY.get(name)
        if closing is not None:
            end = _find(text, closing, at)
            inner, at = text[at:end], end
            if end == len(text):
                return
        if tag is None and name != "!--":
            continue
        yield from ((meta, at) for meta in _of_tag(name, _attributes(tag[0]) if tag else {}, inner, line))


def _find(text: str, closing: str, at: int) -> int:
    """Return where a closing tag stands, in small or capital letters; the end of the text if it is missing."""
    found = re.compile(closing, re.IGNORECASE).search(text, at)
    return len(text) if found is None else found.start()


def _of_tag(name: str, attributes: dict[str, str], inner: str, line: int) -> Iterator[Meta]:
    value = attributes.get("content", "").strip()[:LONGEST_VALUE]
    if name == "meta":
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for word in attributes.get(attribute, "").lower().split():
                yield Meta(word, value, line)
    elif name == "link":
        address = attributes.get("href", "").strip()[:LONGEST_VALUE]
        yield from (Meta(f"link:{word}", address, line) for word in attributes.get("rel", "").lower().split())
    elif name == "html":
        yield Meta("html:lang", (attributes.get("lang") or attributes.get("xml:lang") or "").strip(), line)
    elif name == "body":
        yield Meta("body", "", line)
    elif name == "time" and attributes.get("itemprop", "").lower() in ("datepublished", "datemodified"):
        yield Meta(attributes["itemprop"].lower(), attributes.get("datetime", "").strip(), line)
    elif name == "title":
        yield Meta("title", " ".join(unescape(inner[:LONGEST_VALUE]).split()), line)
    elif name == "!--":
        saved = _SAVED.match(inner)
        if saved is not None:
            yield Meta("saved", saved[1] or saved[2], line)
    elif name == "script" and attributes.get("type", "").strip().lower() == LD_JSON:
        yield from _of_json_ld(inner, line)


def _of_json_ld(text: str, line: int) -> Iterator[Meta]:
    """Yield what a block of JSON-LD says of what the page is about."""
    try:
        tree, _ = parse_value(text, first_line=line)
    except SourceError:
        return
    things = sorted(_things(tree), key=_is_vague)
    if not things:
        return
    thing = things[0]
    yield Meta("json-ld", "true", thing.line)
    for key, name in JSON_LD_KEYS.items():
        for value, place in _values(thing.get(key), thing.lines.get(key, thing.line), INSIDE.get(name, ())):
            if value.strip():
                yield Meta(f"json-ld:{name}", " ".join(unescape(value[:LONGEST_VALUE]).split()), place)


def _things(tree: object) -> Iterator[Mapping]:
    """Yield the things at the top of JSON-LD that a page may be about."""
    listed = tree if isinstance(tree, Sequence) else [tree]
    for item in listed:
        if not isinstance(item, Mapping):
            continue
        graph = item.get("@graph")
        for thing in (item, *(graph if isinstance(graph, Sequence) else ())):
            if isinstance(thing, Mapping) and any(_is_known(type_) for type_ in _types(thing)):
                yield thing


def _types(thing: Mapping) -> list[str]:
    value = thing.get("@type")
    listed = value if isinstance(value, Sequence) else [value]
    return [text.rpartition("/")[2].rpartition(":")[2] for text in listed if isinstance(text, str)]


def _is_known(name: str) -> bool:
    return name in TYPES or name.endswith(ENDS_OF_TYPES)


def _is_vague(thing: Mapping) -> bool:
    return VAGUE.issuperset(_types(thing))


def _values(value: object, line: int, inside: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Yield the texts of a value: of a mapping, the first of some keys in it."""
    listed = zip(value, value.lines, strict=True) if isinstance(value, Sequence) else [(value, line)]
    for item, place in listed:
        if isinstance(item, str):
            yield item, place
        elif isinstance(item, Mapping):
            key = next((key for key in inside if isinstance(item.get(key), str)), None)
            if key is not None:
                yield item[key], item.lines.get(key, place)


class _Attributes(HTMLParser):
    """Read the attributes of one tag; of doubles the first."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the attributes; there is but one tag."""
        del tag
        for name, value in attrs:
            self.found.setdefault(name, value or "")


def _attributes(tag: str) -> dict[str, str]:
    if len(tag) > LONGEST_TAG:
        return {}
    parser = _Attributes()
    parser.feed(tag)
    return parser.found
