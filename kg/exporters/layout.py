"""A network -> where its nodes are drawn, and in which colours and sizes: always the same.

No node lies on another, and all are in a rectangle.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.stories.matrix import part
from kg.stories.texts import spread as ranges

if TYPE_CHECKING:
    import networkx
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

SEED = 8
TURNS = (150, 400)  # rounds of Fruchterman and Reingold for what is looked at, for many and for few nodes
MANY = 500  # nodes from which on it takes the fewest
GAP = 11.0  # free room between two nodes
FILLED = 0.30  # the share of the drawing that nodes take, if nothing else is asked for
EVEN = 0.8  # how far the crowd in the middle is spread: 0 not at all, 1 until the drawing is as dense everywhere
ASPECT = 1.9  # width to height
LOOKS = 12  # how often to look which nodes are near each other, and
PUSHES = 12  # how often to push those apart before looking again
SLACK = 24.0  # how much farther than need be two are that still count as near
USUAL = 0.95  # the share of nodes that are found by their place; the few larger ones are held against all
GOLDEN = math.pi * (3 - math.sqrt(5))

# of Okabe and Ito (2008), which the colour-blind tell apart
COLORS: dict[str, tuple[int, int, int]] = {
    "story": (213, 94, 0), "article": (0, 114, 178), "provider": (230, 159, 0), "topic": (0, 158, 115),
    "organization": (204, 121, 167), "person": (86, 180, 233), "image": (153, 153, 153),
}  # fmt: skip
SIZES = (4.0, 40.0)  # of a node without edges, and the most


def spread(
    radii: Sequence[float] | Floats,
    lines: Sequence[tuple[int, int]],
    weights: Sequence[float],
    *,
    filled: float = FILLED,
) -> Floats:
    """Return where nodes are drawn, y downwards: those that a line joins near each other, none on another.

    Args:
        radii: of the nodes, (n,), the most important first: they begin in the middle.
        lines: pairs of nodes by their places.
        weights: how strongly each line holds its two.
        filled: the share of the drawing that nodes take, before they are pushed apart.

    Returns:
        Points, (n, 2), about (0, 0); as wide to high as `ASPECT` says, about.
    """
    import numpy as np

    if not len(radii):
        return np.zeros((0, 2))
    sizes = np.asarray(radii, dtype=np.float64)
    points = _apart(_stretched(_points(len(sizes), lines, weights), sizes, filled), sizes)
    return np.asarray(points - (points.min(axis=0) + points.max(axis=0)) / 2)


def positions(graph: networkx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    """Return where each node is drawn, y upwards, in whole units: those with the most edges begin in the middle."""
    nodes = sorted(graph, key=lambda node: (-graph.degree(node), node))
    places = {node: place for place, node in enumerate(nodes)}
    lines = sorted({(min(ends), max(ends)) for a, b in graph.edges() if len(ends := {places[a], places[b]}) > 1})
    points = spread([size(graph.degree(node)) for node in nodes], lines, [1.0] * len(lines))
    return {node: (float(round(x)), float(round(-y))) for node, (x, y) in zip(nodes, points.tolist(), strict=True)}


def size(degree: int) -> float:
    """Return how large a node with so many edges is drawn.

    >>> size(0), size(9), size(10**6)
    (4.0, 10.0, 40.0)
    """
    return min(SIZES[1], round(SIZES[0] + 2 * math.sqrt(degree), 1))


def _points(count: int, lines: Sequence[tuple[int, int]], weights: Sequence[float]) -> Floats:
    """Return points of Fruchterman and Reingold (1991), begun on a spiral with the first nodes in the middle."""
    import numpy as np

    place = np.arange(count)
    spiral = np.sqrt(place + 0.5)[:, None] * np.column_stack((np.cos(place * GOLDEN), np.sin(place * GOLDEN)))
    if not lines:
        return np.asarray(spiral)
    igraph = part("igraph._igraph")  # the whole loads what draws and what writes tables, too: three times as long
    graph = igraph.GraphBase(n=count, edges=lines)
    rounds = max(TURNS[0], round(TURNS[1] - (TURNS[1] - TURNS[0]) * count / MANY))
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - a drawing is no secret
    try:
        return np.asarray(
            graph.layout_fruchterman_reingold(
                weights=list(weights), niter=rounds, seed=spiral.tolist(), grid="grid" if count > MANY else "nogrid"
            )
        )
    finally:
        igraph.set_random_number_generator(random)


def _stretched(points: Floats, radii: Floats, filled: float) -> Floats:
    """Return points as widely and as evenly spread as nodes of these radii need."""
    import numpy as np

    if len(points) == 1:
        return points
    points = points - np.quantile(points, 0.5, axis=0)
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    points = (
        points @ (axes * np.sign(axes[:, np.abs(axes).argmax(axis=1)].diagonal())[:, None]).T
    )  # its long side level
    distance = np.maximum(np.hypot(points[:, 0], points[:, 1]), 1e-9)
    order = np.argsort(distance, kind="stable")
    even = np.empty(len(points))
    even[order] = np.sqrt(np.cumsum((radii[order] + GAP / 2) ** 2 / filled))
    scale = even.max() / distance.max()
    wanted = EVEN * even + (1 - EVEN) * distance * scale
    stretch = np.array([math.sqrt(ASPECT), 1 / math.sqrt(ASPECT)])
    return np.asarray(points / distance[:, None] * wanted[:, None] * stretch)


def _apart(points: Floats, radii: Floats) -> Floats:
    """Return points pushed off each other until no node lies on another."""
    import numpy as np

    for _ in range(LOOKS):
        a, b = _near(points, radii)
        need = radii[a] + radii[b] + GAP
        if not (np.hypot(*(points[b] - points[a]).T) < need).any():
            break
        turn = (a + b) * GOLDEN  # one on the other: any direction will do, but always the same
        anywhere = np.column_stack((np.cos(turn), np.sin(turn)))
        for _push in range(PUSHES):
            away = points[b] - points[a]
            distance = np.hypot(away[:, 0], away[:, 1])
            close = np.flatnonzero(distance < need)
            if not len(close):
                break
            far = np.maximum(distance[close], 1e-6)[:, None]
            unit = np.where(far > 1e-6, away[close] / far, anywhere[close])
            push = unit * ((need[close] - distance[close]) / 2 + 0.5)[:, None]
            for axis in (0, 1):
                points[:, axis] += np.bincount(b[close], weights=push[:, axis], minlength=len(points))
                points[:, axis] -= np.bincount(a[close], weights=push[:, axis], minlength=len(points))
    return points


def _near(points: Floats, radii: Floats) -> tuple[Indices, Indices]:
    """Return the pairs of nodes, the largest first, that may come to lie on each other before one looks again.

    Two columns, sorted. Each is found from the larger of the two: all but a few reach no farther than most do. The map
    is wide, so that few are above or below; to load a library with a tree took half the time of the whole map.
    """
    import numpy as np

    usual = 2 * np.quantile(radii, USUAL) + GAP + SLACK
    reach = np.maximum(usual, 2 * radii + GAP + SLACK) + 1
    order = np.argsort(points[:, 0], kind="stable")
    x, middle = points[order, 0], points[:, 0]
    starts, ends = np.searchsorted(x, middle - reach), np.searchsorted(x, middle + reach)
    one, other = np.repeat(np.arange(len(x)), ends - starts), order[ranges(starts, ends - starts)]
    one, other = (column[other > one] for column in (one, other))
    apart = np.hypot(*(points[one] - points[other]).T)
    near = (apart <= usual) | (apart < radii[one] + radii[other] + GAP + SLACK)
    one, other = one[near], other[near]
    by_place = np.lexsort((other, one))
    return one[by_place], other[by_place]
