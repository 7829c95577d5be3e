"""Weighted pairs -> clusters: average linkage on the sparse graph of pairs, and the nodes of its tree that stand out.

Average linkage (UPGMA: Sokal and Michener, 1958) joins the two clusters whose members are most alike on average. A pair
without a weight counts as 0, so that a chain of links does not make a story. No one threshold fits: reports of one
epidemic are more alike than the reports of one event elsewhere. So `kg.stories.cut` chooses among all nodes of the tree
those that stand out most against what surrounds them. Modularity is not used: it merges neighbouring stories as a
corpus grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from kg.stories import cut
from kg.stories.cut import MILLION, Pairs
from kg.stories.matrix import groups
from kg.stories.similarity import Columns

if TYPE_CHECKING:
    import numpy as np

DOUBTFUL = 0.5  # a member that has less inside than is needed is in doubt
LEAST_JOIN = 0.02  # joins below this average similarity are not made: no story has one


class Tree(msgspec.Struct, frozen=True):
    """The joins of average linkage: nodes below `count` are items, node `count + i` is the i-th join.

    `left`, `right` and `height` (the average similarity of the two) are of the joins; `roots` are what nothing joins.
    """

    count: int
    left: list[int]
    right: list[int]
    height: list[float]
    roots: list[int]


def clusters(columns: Columns, *, rule: cut.Rule = cut.RULE) -> list[list[int]]:
    """Return the clusters of all articles, each sorted, in the order of their first members.

    Args:
        columns: the weighted pairs of the articles.
        rule: the constants of the cut.
    """
    import numpy as np

    count = len(columns.report)
    carried = np.bincount(columns.report, minlength=count)  # 0 for a copy: it goes where its report goes
    kept = (carried[columns.a] > 0) & (carried[columns.b] > 0)
    a, b = columns.a[kept], columns.b[kept]
    tree = average_linkage(a, b, columns.weight[kept], carried.tolist(), least=LEAST_JOIN)
    pairs = Pairs(a, b, columns.weight[kept], columns.plain[kept])
    label = cut.apart(tree, pairs, carried, rule=rule)
    groups: dict[int, list[int]] = {}
    for place, number in enumerate(label[columns.report].tolist()):
        groups.setdefault(number, []).append(place)
    return list(groups.values())


def cohesion(columns: Columns, groups: Sequence[Sequence[int]]) -> list[float]:
    """Return the mean weight of all pairs of each cluster (0 to 1); a copy stands where its report stands."""
    import numpy as np

    count = len(columns.report)
    label, size = np.empty(count, dtype=np.int64), np.array([len(group) for group in groups])
    for number, members in enumerate(groups):
        label[list(members)] = number
    carried = np.bincount(columns.report, minlength=count)
    inside = (label[columns.a] == label[columns.b]) & (carried[columns.a] > 0) & (carried[columns.b] > 0)
    a, b = columns.a[inside], columns.b[inside]
    total = np.bincount(label[a], weights=columns.weight[inside] * carried[a] * carried[b], minlength=len(groups))
    total = total + np.bincount(label, weights=carried * (carried - 1) / 2, minlength=len(groups))
    mean: list[float] = np.where(size > 1, total / np.maximum(1, size * (size - 1) / 2), 1.0).tolist()
    return mean


def confidences(columns: Columns, groups: Sequence[Sequence[int]]) -> tuple[list[float], dict[int, float]]:
    """Return how far each cluster is from falling apart, and each member that does not belong to one by itself.

    Both are what is inside over the sum of that and of what is needed (`kg.stories.cut`): above a half where there is
    more than is needed. Inside is how alike the articles, or the one, are to their nearest in the cluster.

    Args:
        columns: the weighted pairs of the articles.
        groups: the clusters; each article is in one.

    Returns:
        A value a cluster (0 to 1; 1 where it is but one report), and those of members below a half, by their places.
    """
    import numpy as np

    count = len(columns.report)
    label = np.empty(count, dtype=np.int64)
    for number, members in enumerate(groups):
        label[list(members)] = number
    carried = np.bincount(columns.report, minlength=count)
    kept = (carried[columns.a] > 0) & (carried[columns.b] > 0)
    item, other = np.r_[columns.a[kept], columns.b[kept]], np.r_[columns.b[kept], columns.a[kept]]
    inside = label[item] == label[other]
    inner, around = (
        cut.nearest_sums(item[some], np.tile(weight[kept], 2)[some], count=count)
        for some, weight in ((inside, columns.weight), (~inside, columns.plain))
    )
    reports = np.bincount(label[carried > 0], minlength=len(groups))
    articles = np.bincount(label, weights=carried, minlength=len(groups))
    known = np.minimum(np.maximum(reports - 1, 1), cut.RULE.nearest)
    outside = np.bincount(label, weights=carried * around, minlength=len(groups)) / (articles * cut.RULE.nearest)
    needed = cut.needed(outside, np.maximum(reports, 1))
    mean = np.bincount(label, weights=carried * inner, minlength=len(groups)) / (articles * known)
    of_group = np.where(reports > 1, mean / (mean + needed), 1.0)
    own = inner / known[label]
    of_member = own / (own + needed[label])
    weak = np.flatnonzero((carried > 0) & (reports[label] > 1) & (of_member < DOUBTFUL))
    return of_group.tolist(), dict(zip(weak.tolist(), of_member[weak].tolist(), strict=True))


def average_linkage(a: np.ndarray, b: np.ndarray, weight: np.ndarray, sizes: Sequence[int], *, least: float) -> Tree:
    """Return the tree of joins of average linkage.

    Clusters that are each other's most alike are joined, all such pairs at once, until none is left: the same tree as
    one join at a time, for no join makes another pair more alike than it was (reciprocal agglomerative clustering:
    Sumengen et al. 2021, arXiv 2105.11653). Among equals the first pair goes first.

    Args:
        a: one item of each pair.
        b: the other, greater one; no pair twice.
        weight: their similarity (0 to 1, six digits); a pair that is missing has 0. Its totals are whole numbers of
            millionths, which are the same in whatever order they are summed.
        sizes: how often each item counts.
        least: joins below this average similarity are not made.

    >>> import numpy as np
    >>> average_linkage(np.array([0, 1]), np.array([1, 2]), np.array([0.9, 0.3]), [1, 1, 1], least=0.1)
    Tree(count=3, left=[0, 3], right=[1, 2], height=[0.9, 0.15], roots=[4])
    """
    import numpy as np

    tree = Tree(len(sizes), [], [], [], [])
    node = np.arange(len(sizes))  # of each cluster
    size = np.array(sizes, dtype=float)
    a, b, total = _summed(a, b, np.rint(weight * MILLION) * size[a] * size[b])  # whole numbers: sums are exact
    while True:
        average = total / (size[a] * size[b] * MILLION)
        pairs, height = _reciprocal(a, b, average, least=least, count=len(node))
        if not len(pairs):
            break
        one, other = a[pairs], b[pairs]
        tree.left.extend(node[one].tolist())
        tree.right.extend(node[other].tolist())
        tree.height.extend(height.tolist())
        node[one] = np.arange(len(tree.left) - len(pairs), len(tree.left)) + tree.count
        size[one] += size[other]
        goes_on = np.ones(len(node), dtype=bool)
        goes_on[other] = False
        place = np.cumsum(goes_on) - 1
        place[other] = place[one]
        node, size = node[goes_on], size[goes_on]
        a, b, total = _summed(place[a], place[b], total)
    tree.roots.extend(sorted(node.tolist()))
    return tree


def _reciprocal(
    a: np.ndarray, b: np.ndarray, weight: np.ndarray, *, least: float, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of the pairs that are each other's most alike, and their weight."""
    import numpy as np

    places = np.flatnonzero(weight >= least)
    a, b, weight = a[places], b[places], weight[places]
    most = np.zeros(count)
    np.maximum.at(most, a, weight)
    np.maximum.at(most, b, weight)
    best = np.full(count, len(places))  # the first of the pairs that have as much
    for item in (a, b):
        top = np.flatnonzero(weight == most[item])
        np.minimum.at(best, item[top], top)
    chosen = np.flatnonzero(best[a] == best[b])  # no pair but this one can be the best of both
    chosen = chosen[np.argsort(-weight[chosen], kind="stable")]
    return places[chosen], weight[chosen]


def _summed(a: np.ndarray, b: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return each pair of two different clusters once, sorted, with its summed weight."""
    import numpy as np

    apart = a != b
    a, b = a[apart], b[apart]
    a, b, total = np.minimum(a, b), np.maximum(a, b), total[apart]
    number, first = groups(a, b)
    return a[first], b[first], np.bincount(number, weights=total)
