"""Articles -> the weighted network that their stories are found on, with the evidence of each edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.identity import topic_slug
from kg.model import Article, RelatedLink
from kg.stories.similarity import pairs

if TYPE_CHECKING:
    import networkx


def article_network(articles: Sequence[Article], related: Sequence[RelatedLink]) -> networkx.Graph[str]:
    """Return the weighted network of articles that stories are found on.

    Args:
        articles: sorted by their id.
        related: the curated links between them.

    Returns:
        An undirected `networkx.Graph` of article keys. Each edge has ``weight`` (0 to 1) and its evidence: ``related``
        (one lists the other), ``listed_together`` (a third lists both), ``text`` (cosine, 0 to 1), ``topics`` (slugs
        that both have), ``organizations`` (that both mention), ``hours`` (between the two; None where a date is
        unknown).
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
            organizations=sorted({*articles[pair.a].mentions} & {*articles[pair.b].mentions}),
            hours=pair.hours,
        )
    return graph
