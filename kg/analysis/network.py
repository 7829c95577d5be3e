"""Articles -> the weighted network that their stories are found on, with the evidence of each edge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.identity import topic_slug
from kg.model import Article, RelatedLink
from kg.stories import furniture
from kg.stories.similarity import columns

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
    graph.add_nodes_from((article.key, {"label": article.name}) for article in articles)
    topics = [{topic_slug(name) for name in article.topics} for article in articles]
    found = columns(furniture.cleaned(articles), related)
    names = ("a", "b", "weight", "text", "hours", "listed", "listed_together")
    for a, b, weight, text, hours, listed, together in zip(
        *(getattr(found, name).tolist() for name in names), strict=True
    ):
        graph.add_edge(
            articles[a].key,
            articles[b].key,
            weight=weight,
            related=listed,
            listed_together=together,
            text=text,
            topics=sorted(topics[a] & topics[b]),
            organizations=sorted({*articles[a].mentions} & {*articles[b].mentions}),
            hours=None if math.isnan(hours) else hours,
        )
    return graph
