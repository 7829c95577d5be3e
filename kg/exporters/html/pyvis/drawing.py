"""A NetworkX graph -> what the page draws: nodes, links, and the articles behind them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from kg import words
from kg.exporters.html.pyvis.style import KINDS, LINES
from kg.exporters.view import first
from kg.rdf.literals import as_utc
from kg.rdf.network import Attributes
from kg.rdf.vocab import KG, SCHEMA

if TYPE_CHECKING:
    from kg.rdf.network import Parts

LABELS: dict[str, int] = {"story": 54}  # how many characters of a name are drawn; of kinds not named here:
LABEL = 40
OWNERS = ("publisher", "about", "mentions")  # links from an article to what it belongs to (`part` goes the other way)
THEME = "theme"  # what a link from a story to a topic or an organization is called: it sums up those of its articles
SUMS = (("story", "about"), ("story", "mentions"))
SCHEMES = ("http://", "https://")  # of addresses that may be opened
LITERALS: tuple[str, ...] = (  # the properties that are read beside labels
    SCHEMA.datePublished, SCHEMA.startDate, SCHEMA.endDate, KG.domain, KG.full,
)  # fmt: skip
NEVER = datetime.max.replace(tzinfo=UTC)  # where the undated are sorted
TOO_MANY = (
    "{articles} are too many to draw: shown are the {stories} with two articles or more and the {providers} that"
    " carried them."
)
LARGEST_ONLY = (
    "{articles} are too many to draw: shown are the {stories} with the most articles and the {providers} that carried"
    " them. Left out: {left}."
)
NO_STORIES = "{articles} are too many to draw, and there are no stories to show in their place."


class ArticleCard(msgspec.Struct, frozen=True):
    """What the page says of an article; empty where nothing is known."""

    headline: str
    provider: str
    when: str
    url: str


class DrawnNode(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is drawn: name in full and in short, what more to say, its articles (indices of cards, by time).

    An article is drawn with the one card that is its own; `weight` is the number of articles that gives the size.
    """

    kind: str
    name: str
    label: str
    facts: tuple[str, ...]
    cards: tuple[int, ...]
    weight: int


class DrawnLink(msgspec.Struct, frozen=True, order=True):
    """A line between two nodes (indices), and the number of articles that it stands for."""

    source: int
    target: int
    kind: str
    articles: int = 1


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn, the articles behind it, how many there are of each kind in the graph, and what is left out."""

    nodes: tuple[DrawnNode, ...]
    links: tuple[DrawnLink, ...]
    cards: tuple[ArticleCard, ...]
    counts: Mapping[str, int]
    note: str


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """A graph, read once: things, links, the articles of each thing and all articles, both in order of time."""

    things: Mapping[str, Attributes]
    links: Sequence[tuple[str, str, str]]
    dates: Mapping[str, datetime | None]
    articles: Mapping[str, Sequence[str]]
    publishers: Mapping[str, Sequence[str]]
    counts: Mapping[str, int]

    def of_kind(self, kind: str) -> list[str]:
        """Return the things of a kind, sorted."""
        return [node for node, data in self.things.items() if data["kind"] == kind]


def draw(graph: Parts, *, largest: int) -> Drawing:
    """Return what is drawn of a graph: everything or, if that is too much, its stories and who carried them.

    Args:
        graph: with the literals `LITERALS` at least.
        largest: how many nodes are not too many.
    """
    reading = _read(graph)
    if len(reading.things) <= largest:
        links = [(source, target, key, 1) for source, target, key in reading.links]
        return _drawing(reading, list(reading.things), links, articles=list(reading.dates), note="")
    return _stories(reading, largest=largest)


def counted(number: int, kind: str) -> str:
    """Return how many there are of a kind, in words.

    >>> counted(3616, "article"), counted(1, "story")
    ('3,616 articles', '1 story')
    """
    return words.count(number, KINDS[kind].noun)


def _read(graph: Parts) -> Contents:
    things = {node: data for node, data in sorted(graph.nodes.items()) if data["kind"] in KINDS}
    links = sorted(
        (source, target, THEME if (things[source]["kind"], key) in SUMS else key)
        for source, target, key in graph.edges
        if key in LINES and source in things and target in things and source != target
    )
    dates = {
        node: as_utc(first(data.get("datePublished"))) for node, data in things.items() if data["kind"] == "article"
    }
    dates = dict(sorted(dates.items(), key=lambda item: (item[1] or NEVER, item[0])))
    order = {node: i for i, node in enumerate(dates)}
    articles: defaultdict[str, set[str]] = defaultdict(set)
    publishers: defaultdict[str, list[str]] = defaultdict(list)
    for source, target, key in links:
        if key == "part" and target in order:
            articles[source].add(target)
        elif key in OWNERS and source in order:
            articles[target].add(source)
            if key == "publisher":
                publishers[source].append(target)
    return Contents(
        things=things,
        links=links,
        dates=dates,
        articles={node: sorted(members, key=order.__getitem__) for node, members in articles.items()},
        publishers=publishers,
        counts=Counter(data["kind"] for data in things.values()),
    )


def _stories(reading: Contents, *, largest: int) -> Drawing:
    """Return the largest stories that fit, each with its providers."""
    stories = sorted(reading.of_kind("story"), key=lambda story: (-len(reading.articles.get(story, ())), story))
    carriers: dict[str, Counter[str]] = {}  # of each story that fits: how many of its articles a provider carried
    shown: set[str] = set()
    for story in stories:
        articles = reading.articles.get(story, ())
        carried_by = Counter(provider for article in articles for provider in reading.publishers.get(article, ()))
        if len(shown | {story, *carried_by}) > largest:
            break
        shown |= {story, *carried_by}
        carriers[story] = carried_by
    behind = {article for story in carriers for article in reading.articles.get(story, ())}
    left = len(stories) - len(carriers)
    note = NO_STORIES if not stories else LARGEST_ONLY if left else TOO_MANY
    note = note.format(
        articles=counted(reading.counts["article"], "article"),
        stories=counted(len(carriers), "story"),
        providers=counted(len(shown) - len(carriers), "provider"),
        left=counted(left, "story"),
    )
    links = sorted((story, provider, "carried", n) for story in carriers for provider, n in carriers[story].items())
    articles = [article for article in reading.dates if article in behind]
    return _drawing(reading, sorted(shown), links, articles=articles, note=note)


def _drawing(
    reading: Contents, shown: list[str], links: list[tuple[str, str, str, int]], *, articles: list[str], note: str
) -> Drawing:
    cards = {article: i for i, article in enumerate(articles)}
    places = {node: i for i, node in enumerate(shown)}
    return Drawing(
        nodes=tuple(_node(reading, node, cards) for node in shown),
        links=tuple(DrawnLink(places[source], places[target], kind, number) for source, target, kind, number in links),
        cards=tuple(_card(reading, article) for article in articles),
        counts=reading.counts,
        note=note,
    )


def _card(reading: Contents, article: str) -> ArticleCard:
    data, date = reading.things[article], reading.dates[article]
    url = str(first(data.get("url")) or "")
    return ArticleCard(
        headline=str(data["label"]),
        provider=", ".join(str(reading.things[p]["label"]) for p in reading.publishers.get(article, ())),
        when=f"{words.moment(date, form='short')} UTC" if date else "",
        url=url if url.lower().startswith(SCHEMES) else "",
    )


def _node(reading: Contents, node: str, cards: Mapping[str, int]) -> DrawnNode:
    data = reading.things[node]
    kind, name = data["kind"], str(data["label"])
    articles = reading.articles.get(node, ())
    facts: tuple[str, ...] = ()
    if kind == "article":
        kind, articles = "article" if data.get("full", True) is True else "stub", (node,)
    else:
        domain = str(first(data.get("domain")) or "")
        days = words.span(*(as_utc(first(data.get(name))) for name in ("startDate", "endDate")))
        shown = sum(article in cards for article in articles)
        part = f", {shown:,} of them in the stories shown" if shown < len(articles) else ""
        facts = (domain if domain != name else "", counted(len(articles), "article") + part, days)
    return DrawnNode(
        kind=kind,
        name=name,
        label=words.shorten(name, most=LABELS.get(kind, LABEL)),
        facts=tuple(fact for fact in facts if fact),
        cards=tuple(cards[article] for article in articles if article in cards),
        weight=len(articles),
    )
