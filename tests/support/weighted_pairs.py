"""The columns of weighted pairs as rows, for tests to look at."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

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


def columns_of(
    weights: Mapping[tuple[int, int], float],
    *,
    report: Sequence[int],
    plain: Mapping[tuple[int, int], float] | None = None,
) -> Columns:
    """Return columns of pairs of these weights; without links they are the same unless `plain` says otherwise."""
    known = sorted(weights)
    ends = np.array(known, dtype=np.int64).reshape(-1, 2)
    weight = np.array([weights[pair] for pair in known], dtype=float)
    unlinked = weight if plain is None else np.array([plain[pair] for pair in known], dtype=float)
    no = np.zeros(len(known), dtype=bool)
    hours = np.zeros(len(known))
    return Columns(
        a=ends[:, 0],
        b=ends[:, 1],
        weight=weight,
        plain=unlinked,
        text=unlinked,
        hours=hours,
        listed=no,
        listed_together=no,
        kept=np.ones(len(known)),
        repeated=no,
        report=np.array(report, dtype=np.int64),
        lender=np.arange(len(report)),
    )
