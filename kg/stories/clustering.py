"""Weighted pairs -> clusters: average linkage with a threshold, on the sparse graph of pairs.

Average linkage (UPGMA: Sokal and Michener, 1958) joins the two clusters whose members are most alike on average and
stops at a threshold. A pair without a weight counts as 0, so that a chain of links does not make a story, and what has
no path between it is never looked at. Modularity is not used: it merges neighbouring stories as a corpus grows.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

THRESHOLD = 0.18


def average_linkage(
    count: int, weights: Mapping[tuple[int, int], float], *, threshold: float = THRESHOLD
) -> list[list[int]]:
    """Return the clusters of the items 0 to `count` - 1, each sorted, in the order of their first items.

    Args:
        count: the number of items.
        weights: the similarity (0 to 1) of pairs of items; a pair that is missing has 0.
        threshold: the least average similarity of two clusters that are joined.

    >>> average_linkage(4, {(0, 1): 0.9, (1, 2): 0.3})
    [[0, 1], [2], [3]]
    """
    sums: dict[int, dict[int, float]] = {item: {} for item in range(count)}
    part = _parts(count, [pair for pair, weight in weights.items() if weight >= threshold])
    for (a, b), weight in weights.items():
        if part[a] == part[b]:
            sums[a][b] = sums[b][a] = weight
    members = {item: [item] for item in range(count)}
    queue = [(-weight, a, b) for (a, b), weight in weights.items() if weight >= threshold]
    heapq.heapify(queue)
    while queue:
        _, a, b = heapq.heappop(queue)
        # clusters never change, they end: one that is still there has the weight that it was queued with
        if a not in members or b not in members:
            continue
        joined = count
        count += 1
        members[joined] = members.pop(a) + members.pop(b)
        total = _join(sums, a, b, joined)
        for other, weight in total.items():
            average = weight / (len(members[other]) * len(members[joined]))
            if average >= threshold:
                heapq.heappush(queue, (-average, min(other, joined), max(other, joined)))
    return sorted(sorted(cluster) for cluster in members.values())


def _parts(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return the connected part of each item: no average reaches a threshold that no pair between two parts reaches."""
    root = list(range(count))

    def find(item: int) -> int:
        while root[item] != item:
            root[item] = item = root[root[item]]
        return item

    for a, b in pairs:
        root[find(a)] = find(b)
    return [find(item) for item in range(count)]


def _join(sums: dict[int, dict[int, float]], a: int, b: int, joined: int) -> dict[int, float]:
    """Give the neighbours of two clusters to the one that they become, and return them with their summed weights."""
    total: dict[int, float] = {}
    for part, twin in ((a, b), (b, a)):
        for other, weight in sums.pop(part).items():
            if other != twin:
                total[other] = total.get(other, 0.0) + weight
                sums[other].pop(part, None)
    for other, weight in total.items():
        sums[other][joined] = weight
    sums[joined] = total
    return total
