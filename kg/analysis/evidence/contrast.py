"""Articles of a graph -> how they stand out as one story, and what becomes of it without a link.

All of it asks `kg.stories.clustering`: a story is a node of the tree of average linkage whose two halves are more alike
than its surroundings ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

import msgspec

from kg.analysis.evidence import Evidence, reports
from kg.stories.clustering import SURROUNDINGS, average_linkage, clusters, needed
from kg.stories.similarity import WINDOW_DAYS, Columns

REACH = timedelta(days=2 * WINDOW_DAYS)  # what is further from a story in time has no pair with its neighbours


class Contrast(msgspec.Struct, frozen=True, kw_only=True):
    """How articles stand as one story: the mean weight between two parts of them, and what it takes.

    `surroundings` is how alike they are on average to their nearest articles outside; the more, the more is `needed`.
    """

    average: float
    needed: float
    surroundings: float


def contrast(evidence: Evidence, one: Sequence[int], other: Sequence[int]) -> Contrast:
    """Return how two groups of articles stand, or would stand, as one story."""
    first, second = reports(evidence, one), reports(evidence, other)
    around = round(surroundings(evidence, {*first, *second}), 6)
    mean = average(evidence, first, second)
    return Contrast(average=round(mean, 6), needed=round(needed(around), 6), surroundings=around)


def halves(evidence: Evidence, group: Sequence[int]) -> tuple[list[int], list[int]] | None:
    """Return the two parts, of reports, that a story was joined from last; None if it is one report and its copies."""
    import numpy as np

    items = reports(evidence, group)
    if len(items) == 1:
        return None
    at = {item: index for index, item in enumerate(items)}
    rows = sorted({row for item in items for other, row in evidence.near[item].items() if other in at})
    pairs, sizes = evidence.pairs, [evidence.carried[item] for item in items]
    a, b = (np.array([at[end] for end in ends[rows].tolist()], dtype=np.int64) for ends in (pairs.a, pairs.b))
    tree = average_linkage(a, b, pairs.weight[rows], sizes, least=0.0)
    parts = [sorted(items[place] for place in places) for places in tree.items]
    if len(tree.roots) > 1:  # nothing joins them: another version of kg found the story
        first, *others = (parts[root] for root in tree.roots)
        return first, sorted(item for other in others for item in other)
    return parts[tree.left[-1]], parts[tree.right[-1]]


def average(evidence: Evidence, one: Sequence[int], other: Sequence[int]) -> float:
    """Return how alike two groups of reports are: the mean weight of all pairs with an end in each, copies counted."""
    carried = evidence.carried
    rows = rows_between(evidence, one, other)
    total = sum(evidence.weight[row] * carried[a] * carried[b] for row, (a, b) in rows.items())
    return total / (sum(carried[a] for a in one) * sum(carried[b] for b in other))


def rows_between(evidence: Evidence, one: Sequence[int], other: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return the rows of all pairs with an end in each of two groups of reports, and these ends."""
    beyond = set(other)
    return {row: (a, b) for a in one for b, row in sorted(evidence.near[a].items()) if b in beyond}


def surroundings(evidence: Evidence, group: Iterable[int]) -> float:
    """Return how alike some reports are on average to their nearest others, by all but related links."""
    inside = set(group)
    total = 0.0
    for item in sorted(inside):
        outside = evidence.near[item].keys() - inside
        near = (evidence.plain[evidence.near[item][other]] for other in outside if evidence.carried[other])
        total += evidence.carried[item] * sum(sorted(near, reverse=True)[:SURROUNDINGS]) / SURROUNDINGS
    return total / sum(evidence.carried[item] for item in inside)


def parts_without(evidence: Evidence, group: Sequence[int], row: int | None) -> list[list[int]]:
    """Return what becomes of a story's articles if all are clustered again without one pair.

    Args:
        evidence: of the graph.
        group: all articles of the story.
        row: of the pair that is left out; None to cluster as it is.

    Returns:
        The clusters that hold the story's articles, cut down to them; the same group if nothing changed.
    """
    import numpy as np

    items = np.array(_within_reach(evidence, group), dtype=np.int64)
    pairs = evidence.pairs
    inside = np.zeros(len(evidence.articles), dtype=bool)
    inside[items] = True
    kept = inside[pairs.a] & inside[pairs.b]
    if row is not None:
        kept[row] = False
    columns = ("weight", "plain", "text", "hours", "listed", "listed_together", "kept", "repeated")
    found = clusters(
        Columns(
            a=np.searchsorted(items, pairs.a[kept]),
            b=np.searchsorted(items, pairs.b[kept]),
            report=np.searchsorted(items, pairs.report[items]),
            lender=np.arange(len(items)),
            **{name: getattr(pairs, name)[kept] for name in columns},
        )
    )
    wanted = set(group)
    parts = ([int(items[index]) for index in cluster] for cluster in found)
    return [here for part in parts if (here := sorted(wanted.intersection(part)))]


def _within_reach(evidence: Evidence, group: Sequence[int]) -> list[int]:
    """Return the articles that are near enough in time to matter, and the reports that they are copies of."""
    dates = [when for item in group if (when := evidence.articles[item].published) is not None]
    if len(dates) < len(group):
        return list(range(len(evidence.articles)))
    start, end = min(dates) - REACH, max(dates) + REACH
    near = {i for i, a in enumerate(evidence.articles) if a.published is None or start <= a.published <= end}
    return sorted(near | {evidence.report[item] for item in near})
