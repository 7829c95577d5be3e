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
    """What an article is about: known by the slug of its name; a taxonomy adds the rest.

    `kinds` says as what articles name it, if not as a topic: tag, category, keyword.
    """

    slug: str
    name: str
    short_name: str | None = None
    parent: str | None = None
    keywords: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class Person(Record, frozen=True):
    """Who writes, or is written of: known by the slug of the name."""

    slug: str
    name: str
    other_names: tuple[str, ...] = ()
    url: str | None = None
    description: str | None = None


class TermValue(Record, frozen=True):
    """What a site's own key says of an article: `value` is a literal, or the name of a thing of a `kind`."""

    predicate: str
    value: str
    kind: str = ""
    datatype: str = ""


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
    """A curated link from one article to another (both by their keys), and where it was stated.

    `listed` says that the text of the first (a newsletter, a list of links) lists the other, among others.
    """

    source: str
    target: str
    origins: tuple[Origin, ...] = ()
    listed: bool = False


class Reference(Record, frozen=True):
    """What a file names another file of its site by (a slug, a path, a wiki link), where that is no address."""

    source: str
    name: str
    line: int = 1


class Article(Record, frozen=True):
    """An article: one file's or one list's word on it (a record), or what all of them say (an entity).

    `url` is missing where it is known by its path alone. `precision` is month or year where `published` is no day.
    A record has `tags`, `categories` and `labels` (keywords) as files have them; an entity has those that are its
    topics for want of others, and the rest as `keywords`. `mentions` are the slugs of the organizations that its title
    or excerpt names; found after the merge.
    """

    key: str
    url: str | None = None
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
    precision: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    terms: tuple[TermValue, ...] = ()

    @property
    def name(self) -> str:
        """What it is called where nothing better is known: its title, its address, or its path."""
        return (self.title or "").strip() or self.url or self.key.partition(":")[2]

    def _repr_html_(self) -> str:
        """Return the card that a notebook shows."""
        facts = (self.provider or "", words.moment(self.published, form="long"), ", ".join(self.topics))
        return html.card((self.name, self.url), facts, rows=[[self.excerpt]] if self.excerpt else ())


class SourceFile(Record, frozen=True):
    """A file that was read: its path relative to the source folder, and the SHA-256 of its bytes."""

    path: str
    sha256: str


class Story(Record, frozen=True):
    """The articles on one event.

    `members` are article keys while a graph is built, and article IRIs when it is read back; in order of publication,
    the undated last. `first` is the earliest of them and gives the story its id. `copies` are pairs of a syndicated
    copy and the report that it is a copy of. `title` is the headline that says best what happened, `label` who and what
    in short, the same for no two stories; a graph of an older version has no title. `cohesion` is the mean similarity
    of all pairs of members (0 to 1). A `series` is no event but reports of one kind, as daily counts are. `confidence`
    says how far the story is from falling apart (0 to 1), and `doubts` which members are near to leaving it, and how
    far each is from that. `decided` is what an editor decided of it (``stories.yaml``), a sentence each.
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
    title: str = ""
    series: bool = False
    confidence: float = 1.0
    doubts: tuple[tuple[str, float], ...] = ()
    decided: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called where there is room: its title, or its label where it has none."""
        return self.title or self.label

    def _repr_html_(self) -> str:
        """Return the card that a notebook shows; that of ``graph.story(id)`` names providers and articles too."""
        days = words.span(self.start, self.end, form="long")
        label = self.label if self.label != self.name else ""
        return html.card(self.name, (label, days, words.count(len(self.members), "article"), f"story {self.id}"))


class Storyline(Record, frozen=True):
    """The stories of one subject that runs on: announced, then debated, then passed.

    `stories` are ids, in the order in which they began; `id` is that of the earliest article of all. `title` is that
    of the story that stands for it.
    """

    id: str
    title: str
    stories: tuple[str, ...]
    start: datetime | None = None
    end: datetime | None = None

    def _repr_html_(self) -> str:
        """Return the card that a notebook shows."""
        days = words.span(self.start, self.end, form="long")
        return html.card(self.title, (days, words.count(len(self.stories), "story"), f"storyline {self.id}"))


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

    `articles` are the file's own (`full`), each followed by those that it lists; they have no origins, so that the
    files that list one article in the same words can share its record: `lines` has the line of each, and `listed` the
    places of those that stand in its text rather than among its related ones.

    Attributes:
        references: what it names other files of its site by.
        left_out: why it holds no article and is none the worse for it; empty for all others.
        unread: keys that nothing reads and that hold an address, in a file whose article has none.
        text: the text below the front matter, as it is.
    """

    file: SourceFile
    articles: tuple[Article, ...] = ()
    lines: tuple[int, ...] = ()
    providers: tuple[Provider, ...] = ()
    topics: tuple[Topic, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    warned: tuple[Warned, ...] = ()
    people: tuple[Person, ...] = ()
    organizations: tuple[Organization, ...] = ()
    listed: tuple[int, ...] = ()
    references: tuple[Reference, ...] = ()
    left_out: str = ""
    unread: tuple[str, ...] = ()
    text: str = ""

    def origin(self, line: int) -> Origin:
        """Return a place in the file."""
        return Origin(path=self.file.path, line=line, sha256=self.file.sha256)

    @property
    def own(self) -> tuple[tuple[Article, int], ...]:
        """The articles that are the file's own, each with its line."""
        return tuple((a, line) for a, line in zip(self.articles, self.lines, strict=True) if a.full)

    @property
    def related(self) -> tuple[RelatedLink, ...]:
        """The links from each article that is the file's own to those that it lists."""
        found, source = [], ""
        for place, (article, line) in enumerate(zip(self.articles, self.lines, strict=True)):
            if article.full:
                source = article.key
            else:
                origins, listed = (self.origin(line),), place in self.listed
                found.append(RelatedLink(source=source, target=article.key, origins=origins, listed=listed))
        return tuple(found)

    @property
    def stubs(self) -> tuple[tuple[Article, int], ...]:
        """The articles that it lists, each with its line."""
        return tuple((a, line) for a, line in zip(self.articles, self.lines, strict=True) if not a.full)
