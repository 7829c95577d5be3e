"""The graph -> what the page draws: nodes, links, and the articles behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from kg import words
from kg.exporters.html.pyvis.style import LINES, size
from kg.exporters.view import ArticleView, View, first
from kg.rdf.literals import as_utc

LABELS: dict[str, int] = {"story": 54}  # how many characters of a name are drawn; of kinds not named here:
LABEL = 40
THEME = "theme"  # what a link from a story to a topic or an organization is called: it sums up those of its articles
SUMS = (("story", "about"), ("story", "mentions"))
TOO_MANY = (
    "{articles} are too many to draw: shown are the {stories} with two articles or more and the {providers} that"
    " carried them."
)
LARGEST_ONLY = (
    "{articles} are too many to draw: shown are the {stories} with the most articles and the {providers} that carried"
    " them. Left out: {left}."
)
NO_STORIES = "{articles} are too many to draw, and there are no stories to show in their place."
Card = tuple[str, str, str, str]  # what the page says of an article: headline, provider, when, and address; or empty


class DrawnNode(msgspec.Struct, frozen=True, kw_only=True, rename={"kind": "group"}):
    """A thing that is drawn: name in full and in short, what more to say, its articles (indices of cards, by time).

    An article is drawn with the one card that is its own; `size` is the radius.
    """

    kind: str
    name: str
    label: str
    facts: tuple[str, ...]
    cards: tuple[int, ...]
    size: float


class DrawnLink(msgspec.Struct, frozen=True, order=True, omit_defaults=True, rename={"source": "from", "target": "to"}):
    """A line between two nodes (indices), and the number of articles that it stands for."""

    source: int
    target: int
    kind: str
    articles: int = 1


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn, the articles behind it, and what is left out."""

    nodes: tuple[DrawnNode, ...]
    links: tuple[DrawnLink, ...]
    cards: tuple[Card, ...]
    note: str


def draw(news: View, *, largest: int) -> Drawing:
    """Return what is drawn of a graph: everything or, if that is too much, its stories and who carried them.

    Args:
        news: the graph.
        largest: how many nodes are not too many.
    """
    nodes = news.graph.nodes
    if len(nodes) > largest:
        return _stories(news, largest=largest)
    links = [
        (source, target, THEME if (nodes[source]["kind"], key) in SUMS else key, 1)
        for source, target, key in news.graph.edges
        if key in LINES and source != target
    ]
    return _drawing(news, nodes, links, articles=news.items.values(), note="")


def _stories(news: View, *, largest: int) -> Drawing:
    """Return the largest stories that fit, each with its providers."""
    shown: set[str] = set()
    behind: set[str] = set()
    links: list[tuple[str, str, str, int]] = []
    number = 0
    for story in news.stories:
        carriers = Counter(item.provider.iri for item in story.items if item.provider)
        if len(shown | {story.iri, *carriers}) > largest:
            break
        number += 1
        shown |= {story.iri, *carriers}
        behind |= {item.iri for item in story.items}
        links += [(story.iri, provider, "carried", carried) for provider, carried in carriers.items()]
    left = len(news.stories) - number
    note = NO_STORIES if not news.stories else LARGEST_ONLY if left else TOO_MANY
    note = note.format(
        articles=words.count(len(news.items), "article"),
        stories=words.count(number, "story"),
        providers=words.count(len(shown) - number, "provider"),
        left=words.count(left, "story"),
    )
    articles = [item for item in news.items.values() if item.iri in behind]
    return _drawing(news, shown, links, articles=articles, note=note)


def _drawing(
    news: View,
    shown: Iterable[str],
    links: Iterable[tuple[str, str, str, int]],
    *,
    articles: Iterable[ArticleView],
    note: str,
) -> Drawing:
    cards = {item.iri: place for place, item in enumerate(articles)}
    nodes = sorted(shown)
    places = {node: place for place, node in enumerate(nodes)}
    items_of = news.items_of() | {story.iri: list(story.items) for story in news.stories}
    return Drawing(
        nodes=tuple(_node(node, news, items_of.get(node, ()), cards) for node in nodes),
        links=tuple(DrawnLink(places[source], places[target], kind, n) for source, target, kind, n in sorted(links)),
        cards=tuple(_card(news.items[iri]) for iri in cards),
        note=note,
    )


def _card(item: ArticleView) -> Card:
    provider = str(item.provider.values["label"]) if item.provider else ""
    when = f"{words.moment(item.published, form='short')} UTC" if item.published else ""
    url = str(first(item.values["url"])) if item.link else ""
    return str(item.values["label"]), provider, when, url


def _node(node: str, news: View, items: Sequence[ArticleView], cards: Mapping[str, int]) -> DrawnNode:
    data = news.graph.nodes[node]
    kind, name = data["kind"], str(data["label"])
    facts: tuple[str, ...] = ()
    if kind == "article":
        kind, items = "article" if data.get("full", True) is True else "stub", (news.items[node],)
    else:
        domain = str(first(data.get("domain")) or "")
        days = words.span(*(as_utc(first(data.get(name))) for name in ("startDate", "endDate")))
        shown = sum(item.iri in cards for item in items)
        part = f", {shown:,} of them in the stories shown" if shown < len(items) else ""
        facts = (domain if domain != name else "", words.count(len(items), "article") + part, days)
    return DrawnNode(
        kind=kind,
        name=name,
        label=words.shorten(name, most=LABELS.get(kind, LABEL)),
        facts=tuple(fact for fact in facts if fact),
        cards=tuple(cards[item.iri] for item in items if item.iri in cards),
        size=size(kind, len(items)),
    )
