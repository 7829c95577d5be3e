"""Articles -> stories: similarity, clusters, labels; and the network of articles that they are found on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg.identity import article_id, topic_slug
from kg.model import Article, RelatedLink, Story
from kg.stories import labels
from kg.stories.clustering import average_linkage
from kg.stories.similarity import columns, pairs

if TYPE_CHECKING:
    import networkx

__all__ = ["article_network", "find"]

COMMON_TOPIC = 0.5  # of a story's articles that have topics share one, or it is not the story's
_AT_LAST = datetime.max.replace(tzinfo=UTC)


def find(articles: Sequence[Article], related: Sequence[RelatedLink]) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    """Return the stories among articles, and those that stand alone as stories of one.

    Args:
        articles: merged articles, in any order.
        related: the curated links between them.

    Returns:
        Stories of two articles or more, and the rest; each sorted by id. A story's id is that of its earliest article,
        so that it depends on nothing but what the story holds.
    """
    ordered = sorted(articles, key=lambda article: article_id(article.key))
    weights = columns(ordered, related).weights()
    clusters = average_linkage(len(ordered), weights)
    corpus = labels.learn(ordered)
    stories = sorted((_story(cluster, ordered, weights, corpus) for cluster in clusters), key=lambda story: story.id)
    return (
        tuple(story for story in stories if len(story.members) > 1),
        tuple(story for story in stories if len(story.members) == 1),
    )


def article_network(articles: Sequence[Article], related: Sequence[RelatedLink]) -> networkx.Graph[str]:
    """Return the weighted network of articles that stories are found on.

    Args:
        articles: sorted by their id.
        related: the curated links between them.

    Returns:
        An undirected `networkx.Graph` of article keys. Each edge has ``weight`` (0 to 1) and its evidence: ``related``
        (one lists the other), ``listed_together`` (a third lists both), ``text`` (cosine, 0 to 1), ``topics`` (slugs
        that both have), ``hours`` (between the two; None where a date is unknown).
    """
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from((article.key, {"label": article.title or article.url}) for article in articles)
    topics = [{topic_slug(name) for name in article.topics} for article in articles]
    for pair in pairs(articles, related):
        graph.add_edge(
            articles[pair.a].key,
            articles[pair.b].key,
            weight=pair.weight,
            related=pair.listed,
            listed_together=pair.listed_together,
            text=pair.text,
            topics=sorted(topics[pair.a] & topics[pair.b]),
            hours=pair.hours,
        )
    return graph


def _story(
    cluster: list[int], articles: Sequence[Article], weights: dict[tuple[int, int], float], corpus: labels.Corpus
) -> Story:
    members = sorted((articles[i] for i in cluster), key=lambda a: (a.published or _AT_LAST, a.key))
    dates = [article.published for article in members if article.published]
    several = len(members) > 1
    return Story(
        id=article_id(members[0].key),
        label=labels.label(members, corpus) if several else members[0].title or members[0].url,
        members=tuple(article.key for article in members),
        first=members[0].key,
        start=min(dates, default=None),
        end=max(dates, default=None),
        topics=_topics(members),
        cohesion=_cohesion(cluster, weights) if several else 1.0,
    )


def _topics(members: Sequence[Article]) -> tuple[str, ...]:
    """Return the slugs of the topics that at least half of the articles with topics share."""
    sets = [{topic_slug(name) for name in article.topics} for article in members if article.topics]
    counts = Counter(slug for slugs in sets for slug in slugs)
    return tuple(sorted(slug for slug, count in counts.items() if count >= COMMON_TOPIC * len(sets)))


def _cohesion(cluster: list[int], weights: dict[tuple[int, int], float]) -> float:
    """Return the mean weight of all pairs of a cluster."""
    total = sum(weights.get((a, b), 0.0) for index, b in enumerate(cluster) for a in cluster[:index])
    return total * 2 / (len(cluster) * (len(cluster) - 1))
