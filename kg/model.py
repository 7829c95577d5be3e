"""The nouns: frozen records that sources make, merge joins, extractors read and stories add to.

camelCase in the file, snake_case here. Text is plain text (no markup, no entities), datetimes are aware and in UTC,
numbers are numbers. `key` is always a canonical URL (see `kg.identity`), `url` the address as the file has it.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from kg import html, words

UNDATED = datetime.max.replace(tzinfo=UTC)  # in an order of time, when what has no date comes: last


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, array_like=True):
    """The ground of all records: frozen, keyword-only, packed as arrays."""


class Origin(Record, frozen=True):
    """Where something was said: the file, its line (1-based) and the SHA-256 of its bytes."""

    path: str
    line: int = 1
    sha256: str = ""


class Image(Record, frozen=True):
    """A picture: its address as the file has it, the IRI it goes by, size in pixels, caption."""

    url: str
    iri: str
    width: int | None = None
    height: int | None = None
    caption: str | None = None


class Provider(Record, frozen=True):
    """Who publishes: known by its domain; `name` is the most frequent of its names, `other_names` the rest."""

    domain: str
    name: str | None = None
    other_names: tuple[str, ...] = ()
    description: str | None = None
    images: tuple[Image, ...] = ()


class Topic(Record, frozen=True):
    """What an article is about: known by the slug of its name; a taxonomy adds the rest."""

    slug: str
    name: str
    short_name: str | None = None
    parent: str | None = None
    keywords: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()


class Organization(Record, frozen=True):
    """A company, authority or body that news speak of: known by the slug of its name; `wikidata` only where verified.

    `providers` are the domains under which it publishes itself.
    """

    slug: str
    name: str
    other_names: tuple[str, ...] = ()
    url: str | None = None
    wikidata: str | None = None
    providers: tuple[str, ...] = ()


class RelatedLink(Record, frozen=True):
    """A curated link from one article to another (both canonical URLs), and where it was stated."""

    source: str
    target: str
    origins: tuple[Origin, ...] = ()


class Article(Record, frozen=True):
    """An article: one file's or one list's word on it (a record), or what all of them say (an entity).

    `mentions` are the slugs of the organizations that its title or excerpt names; found after the merge.
    """

    key: str
    url: str
    title: str | None = None
    excerpt: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    kind: str = "article"
    quality: int | None = None
    heat: int | None = None
    is_published: bool | None = None
    provider: str | None = None
    topics: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    amp_url: str | None = None
    cdn_amp_url: str | None = None
    aliases: tuple[str, ...] = ()
    full: bool = False
    origins: tuple[Origin, ...] = ()

    def _repr_html_(self) -> str:
        """Return the card that a notebook shows."""
        facts = (self.provider or "", words.moment(self.published, form="long"), ", ".join(self.topics))
        return html.card((self.title or self.url, self.url), facts, rows=[[self.excerpt]] if self.excerpt else ())


class SourceFile(Record, frozen=True):
    """A file that was read: its path relative to the source folder, and the SHA-256 of its bytes."""

    path: str
    sha256: str


class Story(Record, frozen=True):
    """The articles on one event.

    `members` are article keys while a graph is built, and article IRIs when it is read back; in order of publication,
    the undated last. `first` is the earliest of them and gives the story its id. `copies` are pairs of a syndicated
    copy and the report that it is a copy of. `cohesion` is the mean similarity of all pairs of members (0 to 1).
    """

    id: str
    label: str
    members: tuple[str, ...]
    first: str
    start: datetime | None = None
    end: datetime | None = None
    topics: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    cohesion: float = 0.0

    def _repr_html_(self) -> str:
        """Return the card that a notebook shows; that of ``graph.story(id)`` names providers and articles too."""
        days = words.span(self.start, self.end, form="long")
        return html.card(self.label, (days, words.count(len(self.members), "article"), f"story {self.id}"))


class Rejected(Record, frozen=True):
    """A file, or a part of it, that could not be taken: where, and why; `code` is one of `kg.codes`.

    `key` is the key that it speaks of, as the file has it, if it speaks of one.
    """

    origin: Origin
    reason: str
    code: str = ""
    column: int = 0
    key: str = ""


class Warned(Record, frozen=True):
    """Something odd that was read all the same: where, and what was done about it; `code` is one of `kg.codes`.

    `key` is the key that it speaks of, as the file has it, if it speaks of one.
    """

    origin: Origin
    message: str
    code: str = ""
    key: str = ""


class Reading(Record, frozen=True):
    """All that one file gave: its records, and what was rejected or odd.

    `articles` are the file's own, then those that it lists; they have no origins, so that the files that list one
    article in the same words can share its record: `lines` has the line of each.
    """

    file: SourceFile
    articles: tuple[Article, ...] = ()
    lines: tuple[int, ...] = ()
    providers: tuple[Provider, ...] = ()
    topics: tuple[Topic, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    warned: tuple[Warned, ...] = ()

    def origin(self, line: int) -> Origin:
        """Return a place in the file."""
        return Origin(path=self.file.path, line=line, sha256=self.file.sha256)

    @property
    def related(self) -> tuple[RelatedLink, ...]:
        """The links from the file's own article to each that it lists."""
        listed = zip(self.articles[1:], self.lines[1:], strict=True)
        source = self.articles[0].key if self.articles else ""
        return tuple(RelatedLink(source=source, target=a.key, origins=(self.origin(line),)) for a, line in listed)
