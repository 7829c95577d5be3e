"""Mappings of keys to values -> the records of articles, and of the providers and the other articles that they name."""

from __future__ import annotations

import re
from typing import Any

from kg.codes import BAD_ADDRESS, BROKEN_URL, DANGLING, LONG_TEXT, NO_ADDRESS, NO_IDENTITY, NOT_PUBLISHED, SELF_RELATION
from kg.errors import SourceError
from kg.identity import canonical_url, host_of, path_key
from kg.model import Article, Provider, Reading, Reference, Rejected, SourceFile
from kg.sources.body import Body, BodyLink, can_be_title
from kg.sources.dated_paths import date_in_path
from kg.sources.dates import AmbiguousDateError, moment
from kg.sources.dialects import NONE, FrontMatter, front_matter, with_items
from kg.sources.fields import fields_of
from kg.sources.files import below_root
from kg.sources.link_posts import linked
from kg.sources.mappings import Fields, Reader
from kg.sources.names import named
from kg.sources.pages import is_home, is_of_site, is_page, name_of, page_of
from kg.sources.site import NO_SITE, Site, address_of
from kg.sources.tree import Mapping
from kg.sources.types import DRAFTS as STATUSES
from kg.sources.types import OTHER_ADDRESS, is_address, language_of
from kg.words import count, folded

DRAFT, PAGE, NOT_FRONT_MATTER = "a draft", "a page of the site", "no front matter"  # why a file is left out
DAY = "2020-06-11"  # how a day is written, and not a month
HTML = (".html", ".htm")
DRAFTS = frozenset(("_drafts", "drafts"))  # folders
NO_ADDRESS_IN_ITEM = "the related item has no absolute http(s) webUrl: left out; add its webUrl"
NO_ADDRESS_IN_ROW = "the row has no absolute http(s) address: left out; add it as webUrl"
TOO_LONG = "the text is so long that its end is not looked at for links: split the file"
SELF_RELATED = "the article is related to itself: the link is dropped; delete it"
NO_ADDRESS_GIVEN = "no key gives the address: the article is known by its path; add webUrl, or [site] url in kg.toml"
WITH_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:\S|www\.")  # what is meant for an address, and may be none
NO_PATTERN = "no key gives the address, and how the site makes it is not known: known by its path; add permalink"
OTHER_ADDRESSES = tuple(name for name, field in fields_of("article").items() if field.type is OTHER_ADDRESS)


def read_article(text: str, file: SourceFile, site: Site = NO_SITE) -> Reading:
    """Return what an article's file says.

    Args:
        text: the decoded file.
        file: its path and hash.
        site: that it is a file of.

    Raises:
        SourceError: there is nothing that the article could be known by.
    """
    found = with_items(front_matter(text, file.path), file.path)
    body = body_of(found, file.path)
    heading = (found.heading and found.heading.text) or body.heading
    if found.dialect == NONE and not _is_article(heading, body, file.path):
        return Reading(file=file, left_out=NOT_FRONT_MATTER)
    articles = Articles(file, site)
    for line, key, message, code in found.odd:
        articles.reader.warn(line, message, key=key, code=code)
    return articles.read(found.tree, body, is_fronted=found.dialect != NONE)


def _is_article(heading: str | None, body: Body, path: str) -> bool:
    """Return whether a text without front matter is an article: with a heading, or the notes of a day, on links."""
    date = date_in_path(path) or ""
    return bool(date or body.links) if heading else len(date) >= len(DAY) and bool(body.links)


def body_of(found: FrontMatter, path: str) -> Body:
    """Return what stands below the front matter of a file: HTML in a saved page, and where its name says so."""
    is_html = found.dialect == "html" or path.lower().endswith(HTML)
    return Body(found.body, line=found.body_line, html=is_html)


class Articles:
    """The articles of one file, each its own one followed by those that it lists.

    Args:
        file: its path and hash.
        site: that it is a file of.
    """

    def __init__(self, file: SourceFile, site: Site) -> None:
        self.file = file
        self.site = site
        self.reader = Reader(file, site)
        self._articles: list[Article] = []
        self._lines: list[int] = []
        self._listed: list[int] = []
        self._providers: list[Provider] = []
        self._references: list[Reference] = []
        self._rejected: list[Rejected] = []
        self._unread: dict[str, None] = {}
        self._drafts: list[int] = []  # the lines of rows

    def read(self, root: Mapping, body: Body, *, is_fronted: bool = True) -> Reading:
        """Return what a file says; `is_fronted` says that it has front matter above its body.

        Raises:
            SourceError: there is nothing that the article could be known by.
        """
        fields = Fields(root, self.reader)
        if not self.site.drafts and (fields.value("is_draft") or not DRAFTS.isdisjoint(self.file.path.split("/")[:-1])):
            return Reading(file=self.file, left_out=DRAFT)
        values = fields.values("article")
        if "url" not in values:
            values |= linked(fields, values, body, self.site, is_fronted=is_fronted)
        try:
            self._date(values)
            url = self._address(fields, values)
            own = url is None or "url" not in values or is_of_site(url, self.site)
            if own and is_page(self._path, values, self.site):
                return Reading(file=self.file, left_out=PAGE)
            links = body.links if (own if self.site.body_links is None else self.site.body_links) else ()
            title = values.get("title") or body.heading
            is_note = not (is_fronted or title)
            links = links if self.site.body_links or (links and (is_note or body.is_list)) else ()
            if own and not (title or values.get("published") or links):
                raise SourceError(
                    "nothing says what the file is about: no address, no title, no date; add webUrl, or a title",
                    line=root.line,
                    code=NO_IDENTITY,
                )
        except SourceError as error:
            error.warned = tuple(self.reader.warned)
            raise
        values |= {"url": url, "title": title or name_of(self.file.path, own=own), "terms": fields.terms()}
        values["excerpt"] = values.get("excerpt") or body.excerpt
        if own:
            host = host_of(self.site.url) if url is None else ""
            values["provider"] = values.get("provider") or Provider(domain=host, name=self.site.name or None)
            values["language"] = values.get("language") or language_of(self.site)
        key = canonical_url(url) if url else path_key(self._path)
        if url is None:
            self.reader.warn(root.line, NO_PATTERN if self.site.url else NO_ADDRESS_GIVEN, code=NO_ADDRESS)
        self._add(values, key or "", root.line, full=True)
        self._related(fields, key or "", "related")
        self._related(fields, key or "", "links")
        for link in links:
            self._link(link, key or "")
        if links and body.is_cut:
            self.reader.warn(body.line, TOO_LONG, code=LONG_TEXT)
        return self.reading(text=body.text.strip(), unread=() if url else fields.unread_addresses())

    def row(self, row: Mapping) -> None:
        """Take an article from one row of many: of a table, a feed, a list of links.

        One that nothing could be known by is rejected, and the others stay.
        """
        fields = Fields(row, self.reader)
        if not self.site.drafts and _is_draft(fields):
            self._drafts.append(row.line)
            return
        values = fields.values("article")
        key = canonical_url(values.get("url") or "")
        if key is None:
            code = BAD_ADDRESS if values.get("url") else NO_IDENTITY
            self.reject(SourceError(NO_ADDRESS_IN_ROW, line=row.line, code=code, key=fields.key("url")))
            self._unread |= dict.fromkeys(fields.unread_addresses())
        else:
            if is_address(values.get("title")):  # Pocket has the address where the title is not known
                del values["title"]
            self._add(values | {"terms": fields.terms()}, key, row.line, full=True)
            self._related(fields, key, "related")

    def reject(self, error: SourceError) -> None:
        """Note a part of the file that cannot be taken."""
        origin = Reading(file=self.file).origin(error.line)
        rejected = Rejected(origin=origin, reason=error.reason, code=error.code, column=error.column, key=error.key)
        self._rejected.append(rejected)

    @property
    def drafts(self) -> bool:
        """Whether rows were left out as drafts."""
        return bool(self._drafts)

    @property
    def unread(self) -> tuple[str, ...]:
        """The keys of rows without an address that hold one, and that nothing reads."""
        return tuple(self._unread)

    def reading(self, **more: Any) -> Reading:
        """Return what was read; `more` are further attributes."""
        if self._drafts:
            word = f"{count(len(self._drafts), 'row')} left out: {'a draft' if len(self._drafts) == 1 else 'drafts'}"
            self.reader.warn(self._drafts[0], word, code=NOT_PUBLISHED)
        return Reading(
            file=self.file,
            articles=tuple(self._articles),
            lines=tuple(self._lines),
            providers=tuple(self._providers),
            rejected=tuple(self._rejected),
            warned=tuple(self.reader.warned),
            listed=tuple(self._listed),
            references=tuple(self._references),
            **more,
        )

    @property
    def _path(self) -> str:
        """The path that an article without an address is known by: below the root of its site."""
        return below_root(self.site, self.file.path)

    def _date(self, values: dict[str, Any]) -> None:
        """Date an article by the name of its file, if nothing in it does."""
        if values.get("published") is None and (date := date_in_path(self.file.path)):
            try:
                values["published"] = moment(date, zone=self.site.timezone)
            except AmbiguousDateError:
                return

    def _address(self, fields: Fields, values: dict[str, Any]) -> str | None:
        """Return the address of an article, as its file gives it or its site makes it; None if there is none.

        Raises:
            SourceError: the one that its file gives is none.
        """
        url: str | None = values.get("url")
        if url is not None and (fields.suits("url") or fields.raw("url") is None):
            return url
        if url is not None:
            reason = f"{url[:80]!r} is not an absolute http(s) address; write it in full"
            raise SourceError(reason, line=fields.line("url"), code=BAD_ADDRESS, key=fields.key("url"))
        published = values.get("published")
        said = {
            "permalink": fields.value("permalink"),
            "slug": fields.value("slug"),
            "title": values.get("title"),
            "date": published.value if published else None,
            "categories": values.get("categories"),
        }
        return address_of(self.site, self._path, {name: value for name, value in said.items() if value})

    def _add(self, values: dict[str, Any], key: str, line: int, *, full: bool) -> None:
        article, providers = article_of(values, key, full=full)
        self._providers += providers
        self._articles.append(article)
        self._lines.append(line)

    def _related(self, fields: Fields, key: str, field: str) -> None:
        """Take the articles that one lists as related, or as links of its text."""
        for item, line in fields.items(field):
            if item is None:
                continue
            stub, name = self._stub(item, line)
            url = stub.value("url")
            stub_key = canonical_url(url) if url else None
            if stub_key == key:
                self.reader.warn(line, SELF_RELATED, key=fields.key(field), code=SELF_RELATION)
            elif stub_key is not None:
                values = stub.values("article")
                if field == "links" and values.get("title") and not can_be_title(values["title"]):
                    continue  # a button: PDF, Code
                if field == "links":
                    self._listed.append(len(self._articles))
                self._add(values, stub_key, line, full=False)
            elif name and not url:
                self._references.append(Reference(source=key, name=name, line=line))
            elif field == "related":
                code = BROKEN_URL if url else DANGLING
                self.reader.warn(line, NO_ADDRESS_IN_ITEM, key=stub.key("url"), code=code)

    def _stub(self, item: object, line: int) -> tuple[Fields, str]:
        """Return the fields of an item of a list of articles, and what it names a file of the site by, if not a URL."""
        if isinstance(item, Mapping):
            stub = Fields(item, self.reader)
            return stub, page_of(stub.value("permalink") or stub.value("slug") or "")
        text, node = named(item) or "", Mapping(line)
        if is_address(text) or WITH_SCHEME.match(text):
            node["url"] = text
        return Fields(node, self.reader), page_of(text)

    def _link(self, link: BodyLink, key: str) -> None:
        """Take an article that the text of another lists."""
        stub_key = canonical_url(link.url)
        if stub_key is None or stub_key == key or (link.title is None and is_home(stub_key)):
            return
        if is_of_site(link.url, self.site):  # its menus, tags and earlier posts
            return
        values = {"url": link.url, "title": link.title, "labels": (link.heading,) if link.heading else ()}
        self._listed.append(len(self._articles))
        self._add(values, stub_key, link.line, full=False)


def _is_draft(row: Fields) -> bool:
    """Return whether a row says that it is a draft; a status that is a number is another thing (Pocket's)."""
    raw = row.raw("is_draft")
    return bool(row.value("is_draft")) and (folded(row.key("is_draft")) != "status" or raw.strip().lower() in STATUSES)


def article_of(values: dict[str, Any], key: str, *, full: bool) -> tuple[Article, tuple[Provider, ...]]:
    """Return the record of an article, full or a stub, and that of its provider if it has one.

    Args:
        values: of its fields, by the attributes of the record; of a provider, its record; of dates, moments.
        key: its canonical address, or what it is known by instead.
        full: whether it is an article's own file that says so.
    """
    provider: Provider | None = values.get("provider")
    if provider is not None:
        if not provider.domain:
            provider = Provider(domain=host_of(key), name=provider.name, images=provider.images)
        if not provider.domain:
            provider = None
        values["provider"] = provider and provider.domain
    for name in ("published", "updated"):
        if (found := values.get(name)) is not None:
            values[name] = found.value
            if name == "published" and found.precision in ("month", "year"):
                values["precision"] = found.precision
    aliases = {canonical_url(values[name]) for name in OTHER_ADDRESSES if values.get(name)}
    others = tuple(sorted(alias for alias in aliases if alias and alias != key)) if aliases else ()
    return Article(key=key, full=full, aliases=others, **values), () if provider is None else (provider,)
