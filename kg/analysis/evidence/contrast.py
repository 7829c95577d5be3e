"""Articles of a graph -> how they stand out as one story, and what becomes of it without a link.

All of it asks `kg.stories.cut`: a story is a node of the tree of average linkage that stands out against what surrounds
it, and more than its parts do.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from kg.analysis.evidence import Evidence, reports
from kg.stories import cut
from kg.stories.clustering import Tree, average_linkage, clusters
from kg.stories.cut import Pairs
from kg.stories.similarity import WINDOW_DAYS, Columns

if TYPE_CHECKING:
    import numpy as np

REACH = timedelta(days=2 * WINDOW_DAYS)  # what is further from a story in time has no pair with its neighbours


class Contrast(msgspec.Struct, frozen=True, kw_only=True):
    """How articles stand as one story, and what it takes.

    `inside` is how alike they are: between `inner`, the mean weight to the nearest of them, and `average`, the mean
    weight between two parts of them. `surroundings` is how alike they are on average to their nearest articles outside;
    the more, the more is `needed`, and the more so the better the two parts stand out as two.
    """

    inside: float
    inner: float
    average: float
    needed: float
    surroundings: float


def contrast(evidence: Evidence, one: Sequence[int], other: Sequence[int], *, without: int | None = None) -> Contrast:
    """Return how two groups of articles stand, or would stand, as one story.

    Args:
        evidence: of the graph.
        one: articles of the one group.
        other: those of the other.
        without: the row of a pair that is left out.
    """
    import numpy as np

    first, second = reports(evidence, one), reports(evidence, other)
    items, pairs = _around(evidence, [*first, *second], without=without)
    sizes = np.array([evidence.carried[item] for item in items])
    tree = _as_one(pairs, sizes, len(first), len(second))
    standing = cut.measured(tree, cut.outline(tree), pairs, sizes)
    most = cut.greatest(tree, cut.excess(standing))
    parts = most[tree.left[-1]] + most[tree.right[-1]]
    inner, height, around = (float(column[-1]) for column in (standing.inner, standing.height, standing.around))
    needed = cut.needed_as_one(cut.needed(around, len(first) + len(second)), parts / int(standing.articles[-1]))
    return Contrast(
        inside=round(cut.inside(inner, height), 6),
        inner=round(inner, 6),
        average=round(height, 6),
        needed=round(needed, 6),
        surroundings=round(around, 6),
    )


def _around(evidence: Evidence, group: list[int], *, without: int | None) -> tuple[list[int], Pairs]:
    """Return some reports and all that they have pairs with, these last, and the pairs, by their places there."""
    import numpy as np

    near = ((row, item, other) for item in group for other, row in evidence.near[item].items())
    rows = {row: (item, other) for row, item, other in near if row != without and evidence.carried[other]}
    items = [*group, *sorted({end for ends in rows.values() for end in ends}.difference(group))]
    at = {item: place for place, item in enumerate(items)}
    places = sorted(rows)
    ends = np.sort(np.array([[at[end] for end in rows[row]] for row in places], dtype=np.int64).reshape(-1, 2), axis=1)
    return items, Pairs(ends[:, 0], ends[:, 1], evidence.pairs.weight[places], evidence.pairs.plain[places])


def _as_one(pairs: Pairs, sizes: np.ndarray, one: int, other: int) -> Tree:
    """Return the trees of the first items and of those after them, joined last; what is around them stays apart."""
    import numpy as np

    of = np.repeat([0, 1, 2], [one, other, len(sizes) - one - other])  # what nothing joins within a group has height 0
    own, across = of[pairs.a] == of[pairs.b], (of[pairs.a] < of[pairs.b]) & (of[pairs.b] < 2)
    own &= of[pairs.a] < 2
    tree = average_linkage(pairs.a[own], pairs.b[own], pairs.weight[own], sizes.tolist(), least=0.0)
    shape = cut.outline(tree)
    roots: tuple[list[int], list[int], list[int]] = ([], [], [])
    for root in tree.roots:
        roots[of[shape.items[shape.start[root]]]].append(root)
    total = float((pairs.weight * sizes[pairs.a] * sizes[pairs.b])[across].sum())
    mean = total / float(sizes[:one].sum() * sizes[one : one + other].sum())

    def joined(left: int, right: int, height: float) -> int:
        tree.left.append(left)
        tree.right.append(right)
        tree.height.append(height)
        return tree.count + len(tree.left) - 1

    left, right = (functools.reduce(lambda one, other: joined(one, other, 0.0), group) for group in roots[:2])
    whole = joined(left, right, mean)
    return Tree(tree.count, tree.left, tree.right, tree.height, sorted([*roots[2], whole]))


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
    shape = cut.outline(tree)
    ends = tree.roots if len(tree.roots) > 1 else (tree.left[-1], tree.right[-1])
    # nothing joins more than two: another version of kg found the story
    first, *others = (shape.items[shape.start[end] :][: shape.length[end]].tolist() for end in ends)
    return sorted(items[at] for at in first), sorted(items[at] for other in others for at in other)


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
