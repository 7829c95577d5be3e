"""The graph -> what a reader wants of it: stories with their articles, providers, topics, organizations and people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

import msgspec

from kg.model import UNDATED
from kg.rdf import ntriples
from kg.rdf.literals import as_utc
from kg.rdf.network import NODE_KINDS, Attributes, Parts, parts
from kg.rdf.properties import EDGE_KEYS, PROPERTIES, local
from kg.rdf.store import Store
from kg.rdf.vocab import KG, SCHEMA

THINGS = ("provider", "topic", "organization", "person")  # the kinds that articles belong to
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
# controls, and signs that turn the direction of what follows: in a text they stand for nothing
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+")


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """A provider, a topic, an organization or a person: its IRI, its name, and the rest that the graph says of it."""

    iri: str
    name: str
    values: dict[str, object]


class ArticleView(msgspec.Struct, frozen=True, kw_only=True):
    """An article: `link` is its address if a browser may open it; what is not known is None or empty."""

    iri: str
    headline: str
    abstract: str
    link: str | None
    published: datetime | None
    provider: Thing | None
    topics: tuple[Thing, ...]
    organizations: tuple[Thing, ...]
    authors: tuple[Thing, ...]
    related: tuple[str, ...]
    listed: tuple[str, ...]
    copy_of: str | None
    values: dict[str, object]


class StoryView(msgspec.Struct, frozen=True, kw_only=True):
    """A story: its articles in order of time, the undated last; its title is its label where it has none."""

    iri: str
    title: str
    label: str
    series: bool
    start: datetime | None
    end: datetime | None
    items: tuple[ArticleView, ...]
    topics: tuple[Thing, ...]
    organizations: tuple[Thing, ...]
    values: dict[str, object]

    @property
    def id(self) -> str:
        """The last part of its IRI."""
        return self.iri.rsplit("/", 1)[-1]

    @property
    def providers(self) -> tuple[Thing, ...]:
        """Who carried it, in order of first report."""
        return tuple({item.provider.iri: item.provider for item in self.items if item.provider}.values())


class StorylineView(msgspec.Struct, frozen=True, kw_only=True):
    """A storyline: its stories in the order in which they began."""

    iri: str
    title: str
    stories: tuple[StoryView, ...]
    values: dict[str, object]


class View(msgspec.Struct, frozen=True, kw_only=True):
    """All of a graph: `stories` with the largest first, articles by IRI in order of time, things by kind and IRI.

    `graph` is what it was made of.
    """

    stories: tuple[StoryView, ...]
    storylines: tuple[StorylineView, ...]
    items: dict[str, ArticleView]
    things: dict[str, dict[str, Thing]]
    graph: Parts

    @property
    def counts(self) -> dict[str, int]:
        """How many things there are of each kind."""
        things = {kind: len(things) for kind, things in self.things.items()}
        return {"article": len(self.items), "story": len(self.stories), **things}

    def storyline_of(self) -> dict[str, StorylineView]:
        """Return the storyline of each story that is a part of one, by the IRI of the story."""
        return {story.iri: line for line in self.storylines for story in line.stories}

    def items_of(self) -> dict[str, list[ArticleView]]:
        """Return the articles of each provider, topic, organization and person by its IRI, in order of time."""
        found: dict[str, list[ArticleView]] = defaultdict(list)
        for item in self.items.values():
            for thing in filter(None, (item.provider, *item.topics, *item.organizations, *item.authors)):
                found[thing.iri].append(item)
        return found


class _Links:
    """What each thing is linked to, by the property that links them."""

    def __init__(self, graph: Parts, things: dict[str, dict[str, Thing]]) -> None:
        self._things = things
        self._targets: dict[tuple[str, str], list[str]] = defaultdict(list)
        for source, target, key in graph.edges:
            self._targets[source, key].append(target)

    def targets(self, iri: str, term: str) -> Sequence[str]:
        return self._targets.get((iri, EDGE_KEYS[term]), ())

    def things(self, iri: str, term: str) -> tuple[Thing, ...]:
        known = self._things[PROPERTIES[term].value]
        return tuple(known[target] for target in self.targets(iri, term) if target in known)


def view(store: Store) -> View:
    """Return what a graph holds, each thing once; linear in its size."""
    graph = parts(store, images=False)
    copies = {s: str(o) for s, _, o in ntriples.read_triples(store.ntriples, predicates={KG.copyOf})}
    of_kind: dict[str, dict[str, Attributes]] = {kind: {} for kind in NODE_KINDS}
    for iri, values in graph.nodes.items():
        of_kind[values["kind"]][iri] = values
    things = {
        kind: {iri: Thing(iri=iri, name=plain(v["label"]) or iri, values=v) for iri, v in of_kind[kind].items()}
        for kind in THINGS
    }
    links = _Links(graph, things)
    found = [_article(iri, values, links, copies.get(iri)) for iri, values in of_kind["article"].items()]
    items = {item.iri: item for item in sorted(found, key=_time)}
    stories = [_story(iri, values, links, items) for iri, values in of_kind["story"].items()]
    stories.sort(key=lambda story: (-len(story.items), story.id))
    known = {story.iri: story for story in stories}
    lines = tuple(_storyline(iri, values, links, known) for iri, values in sorted(of_kind["storyline"].items()))
    return View(stories=tuple(stories), storylines=lines, items=items, things=things, graph=graph)


def plain(text: object) -> str:
    r"""Return a text on one line, without signs that are not seen.

    >>> plain("two\nlines \u202eand\x00 more")
    'two lines and more'
    """
    return " ".join(_HIDDEN.sub(" ", str(text)).split())


def link(url: object) -> str | None:
    """Return an address that a browser may open, as http(s); else None.

    >>> link("https://a.example/b c"), link("javascript:alert(1)")
    ('https://a.example/b%20c', None)
    """
    text = str(first(url) or "").strip()
    if not _WEB.match(text) or _HIDDEN.search(text):
        return None
    return re.sub(r"""[\s"'<>\\^`{|}]""", lambda match: quote(match[0]), text)


def first(value: object) -> object:
    """Return the value of a property, the first if it has several."""
    return next(iter(value), None) if isinstance(value, list) else value


def _article(iri: str, values: dict[str, object], links: _Links, copy_of: str | None) -> ArticleView:
    return ArticleView(
        iri=iri,
        headline=plain(values["label"]) or iri,
        abstract=plain(_value(values, SCHEMA.abstract) or ""),
        link=link(_value(values, SCHEMA.url)),
        published=as_utc(_value(values, SCHEMA.datePublished)),
        provider=next(iter(links.things(iri, SCHEMA.publisher)), None),
        topics=links.things(iri, SCHEMA.about),
        organizations=links.things(iri, SCHEMA.mentions),
        authors=links.things(iri, SCHEMA.author),
        related=tuple(links.targets(iri, KG.related)),
        listed=tuple(links.targets(iri, KG.lists)),
        copy_of=copy_of,
        values=values,
    )


def _story(iri: str, values: dict[str, object], links: _Links, items: dict[str, ArticleView]) -> StoryView:
    members = [items[other] for other in links.targets(iri, SCHEMA.hasPart) if other in items]
    label = plain(values["label"]) or iri
    return StoryView(
        iri=iri,
        title=plain(_value(values, SCHEMA.headline) or "") or label,
        label=label,
        series=_value(values, KG.series) is True,
        start=as_utc(_value(values, SCHEMA.startDate)),
        end=as_utc(_value(values, SCHEMA.endDate)),
        items=tuple(sorted(members, key=_time)),
        topics=links.things(iri, SCHEMA.about),
        organizations=links.things(iri, SCHEMA.mentions),
        values=values,
    )


def _storyline(iri: str, values: dict[str, object], links: _Links, stories: dict[str, StoryView]) -> StorylineView:
    found = [stories[other] for other in links.targets(iri, SCHEMA.hasPart) if other in stories]
    found.sort(key=lambda story: (story.start or UNDATED, story.id))
    return StorylineView(iri=iri, title=plain(values["label"]) or iri, stories=tuple(found), values=values)


def _time(item: ArticleView) -> tuple[datetime, str]:
    return item.published or UNDATED, item.iri


def _value(values: dict[str, object], term: str) -> object:
    """Return the value of a property, the first if there are several."""
    return first(values.get(local(term)))
