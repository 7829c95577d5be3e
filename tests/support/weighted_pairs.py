"""The columns of weighted pairs as rows, for tests to look at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from kg.model import Article, RelatedLink
from kg.stories.similarity import Columns, columns


class Pair(NamedTuple):
    """Two articles (their places, `a` < `b`), what speaks for them, and the weight of it."""

    a: int
    b: int
    weight: float
    text: float
    hours: float | None
    listed: bool
    listed_together: bool


def rows(found: Columns) -> list[Pair]:
    """Return the pairs, sorted."""
    columns = (getattr(found, name).tolist() for name in Pair._fields)
    pairs = (Pair(*row) for row in zip(*columns, strict=True))
    return [pair._replace(hours=None if math.isnan(pair.hours or 0.0) else pair.hours) for pair in pairs]


def pairs(articles: Sequence[Article], related: Sequence[RelatedLink]) -> list[Pair]:
    """Return the pairs of articles that anything speaks for."""
    return rows(columns(articles, related))


def weights_of(found: Columns) -> dict[tuple[int, int], float]:
    """Return the weight of each pair."""
    return {(pair.a, pair.b): pair.weight for pair in rows(found)}
