"""Weighted pairs -> clusters: average linkage on the sparse graph of pairs, cut where a cluster stands out.

Average linkage (UPGMA: Sokal and Michener, 1958) joins the two clusters whose members are most alike on average. A pair
without a weight counts as 0, so that a chain of links does not make a story. No one threshold fits: reports of one
epidemic are more alike than the reports of one event elsewhere. So the tree of joins is cut from the top where a
cluster stands out against what surrounds it: its members must be more alike than `needed` by how alike each is to its
nearest that are not of it. That adapts to the subject, to the length of texts and to the size of a story alike.
Modularity is not used: it merges neighbouring stories as a corpus grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from kg.stories.matrix import groups, order
from kg.stories.similarity import Columns

if TYPE_CHECKING:
    import numpy as np

SHARPNESS = 1.34  # `needed` is SHARPNESS * surroundings ** BEND: fitted once, see docs/decisions/0008
BEND = 0.7
QUIET = 0.03  # surroundings less alike than this count as this
SURROUNDINGS = 16  # nearest articles of other clusters
MOST_NEAREST = 64  # that are looked at to find them
MILLION = 1_000_000  # weights have six digits


class Tree(msgspec.Struct, frozen=True):
    """The joins of average linkage: nodes below `count` are items, node `count + i` is the i-th join.

    `left`, `right` and `height` (the average similarity of the two) are of the joins; `roots` are what nothing joins.
    """

    count: int
    left: list[int]
    right: list[int]
    height: list[float]
    roots: list[int]

    @property
    def items(self) -> list[list[int]]:
        """The items of each node: of an item itself, then of what the joins made."""
        found = [[item] for item in range(self.count)]
        for left, right in zip(self.left, self.right, strict=True):
            found.append(found[left] + found[right])
        return found


def clusters(columns: Columns) -> list[list[int]]:
    """Return the clusters of all articles, each sorted, in the order of their first members.

    Args:
        columns: the weighted pairs of the articles.
    """
    import numpy as np

    count = len(columns.report)
    carried = np.bincount(columns.report, minlength=count)  # 0 for a copy: it goes where its report goes
    kept = (carried[columns.a] > 0) & (carried[columns.b] > 0)
    a, b = columns.a[kept], columns.b[kept]
    tree = average_linkage(a, b, columns.weight[kept], carried.tolist(), least=needed(0.0))
    chosen = _cut(tree, _Nearest.of(a, b, columns.plain[kept], carried))
    label = np.empty(count, dtype=np.int64)
    for number, members in enumerate(chosen):
        label[members] = number
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


def needed(surroundings: float) -> float:
    """Return how alike the members of a story must be on average.

    Args:
        surroundings: how alike they are on average to their nearest articles outside of it (0 to 1).

    >>> round(needed(0.0), 2), round(needed(0.1), 2), round(needed(0.3), 2)
    (0.12, 0.27, 0.58)
    """
    return float(SHARPNESS * max(surroundings, QUIET) ** BEND)


def average_linkage(a: np.ndarray, b: np.ndarray, weight: np.ndarray, sizes: Sequence[int], *, least: float) -> Tree:
    """Return the tree of joins of average linkage.

    Clusters that are each other's most alike are joined, all such pairs at once, until none is left: the same tree as
    one join at a time, for no join makes another pair more alike than it was (reciprocal agglomerative clustering:
    Sumengen et al. 2021, arXiv 2105.11653). Among equals the first pair goes first.

    Args:
        a: one item of each pair.
        b: the other, greater one; no pair twice.
        weight: their similarity (0 to 1); a pair that is missing has 0.
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
    a, b, total = _summed(a, b, weight * size[a] * size[b])
    while True:
        average = total / (size[a] * size[b])
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


def _cut(tree: Tree, nearest: _Nearest) -> list[list[int]]:
    """Return the topmost nodes that stand out against their surroundings, as their items."""
    items = tree.items
    chosen = []
    waiting = list(tree.roots)
    while waiting:
        node = waiting.pop()
        join = node - tree.count
        if join >= 0 and tree.height[join] < needed(nearest.surroundings(items[node])):
            waiting += (tree.left[join], tree.right[join])
        else:
            chosen.append(items[node])
    return chosen


class _Nearest(msgspec.Struct, frozen=True):
    """The nearest items of each item, the most alike first: a row an item, padded with items that are not there."""

    items: np.ndarray
    weight: np.ndarray
    sizes: np.ndarray

    @classmethod
    def of(cls, a: np.ndarray, b: np.ndarray, weight: np.ndarray, sizes: np.ndarray) -> _Nearest:
        import numpy as np

        row, item, value = np.r_[a, b], np.r_[b, a], np.r_[weight, weight]
        places = order(row, np.rint((1 - value) * MILLION).astype(np.int64))  # the most alike first
        counts = np.bincount(row, minlength=len(sizes))
        column = np.arange(MOST_NEAREST)
        near = column < counts[:, None]
        chosen = places[((np.cumsum(counts) - counts)[:, None] + column)[near]]
        items = np.full(near.shape, len(sizes))
        weights = np.zeros(near.shape)
        items[near], weights[near] = item[chosen], value[chosen]
        return cls(items, weights, sizes.astype(float))

    def surroundings(self, members: Sequence[int]) -> float:
        """Return how alike members are on average to their nearest items that are none."""
        import numpy as np

        outside = ~np.isin(self.items[members], members)
        near = outside & (outside.cumsum(axis=1) <= SURROUNDINGS)
        alike = (self.weight[members] * near).sum(axis=1) / SURROUNDINGS
        sizes = self.sizes[members]
        return float((alike * sizes).sum() / sizes.sum())
