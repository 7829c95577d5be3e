"""Stories and what they share -> a place for each on the map, and the lines between those that share most.

Stories that speak of the same organizations and topics lie near each other. The picture is the same every time.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from kg.exporters.layout import seeded
from kg.stories.matrix import Matrix, nearest, part, summed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.exporters.html.columns import PageColumns

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

SEED = 8
RADIUS = 9.0  # of a story on the map, times the root of its articles
NEIGHBOURS = 4  # lines from each story to those that share most with it
LEAST = 0.2  # cosine of what two stories share, from which on a line joins them
ROUNDS = (150, 400)  # of Fruchterman and Reingold, for many and for few stories
MANY = 500  # stories from which on it takes the fewest rounds
GAP = 11.0  # free room between two stories
FILLED = 0.30  # the share of the map that stories take
EVEN = 0.8  # how far the crowd in the middle is spread: 0 not at all, 1 until the map is as dense everywhere
ASPECT = 1.9  # width to height
LOOKS = 12  # how often to look which stories are near each other, and
PUSHES = 12  # how often to push those apart before looking again
SLACK = 24.0  # how much farther than need be two are that still count as near
USUAL = 0.95  # the share of stories that are found by their place; the few larger ones are held against all
TIMES = (6, 30)  # so many stories that began one after the other share their time, too,
SAME_TIME = 0.35  # and this is its weight, to that of all topics and organizations
GOLDEN = math.pi * (3 - math.sqrt(5))


class Atlas(msgspec.Struct, frozen=True, kw_only=True):
    """Where the middle of each story is, its radius, and pairs of stories that share most, by place."""

    xs: Sequence[int]
    ys: Sequence[int]
    radii: Sequence[int]
    lines: Sequence[tuple[int, int]]


def atlas(reading: PageColumns) -> Atlas:
    """Return the map of the stories of a graph; always the same for the same graph."""
    import numpy as np

    count = len(reading.sizes)
    if not count:
        return Atlas(xs=(), ys=(), radii=(), lines=())
    radii = np.maximum(12.0, RADIUS * np.sqrt(np.asarray(reading.sizes, dtype=np.float64)))
    lines, weights = _lines(reading)
    points = _points(count, lines, weights)
    points = _apart(_spread(points, radii), radii)
    places = np.rint(points - (points.min(axis=0) + points.max(axis=0)) / 2).astype(int)
    return Atlas(
        xs=places[:, 0].tolist(), ys=places[:, 1].tolist(), radii=np.rint(radii).astype(int).tolist(), lines=lines
    )


def _lines(reading: PageColumns) -> tuple[list[tuple[int, int]], list[float]]:
    """Return the pairs of stories that share most, and how much, as cosine of weighted topics and organizations."""
    import numpy as np

    shares = _shares(reading)
    row, other, alike = nearest(shares, shares, most=NEIGHBOURS + 1, least=LEAST)
    first, second = np.minimum(row, other), np.maximum(row, other)
    found = {(a, b): w for a, b, w in zip(first.tolist(), second.tolist(), alike.tolist(), strict=True) if a < b}
    lines = sorted(found)
    return lines, [round(found[line], 4) for line in lines]


def _shares(reading: PageColumns) -> Matrix:
    """Return a row for each story: how much of it each topic and organization is, rare ones weighing more."""
    import numpy as np

    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    topics, start = len(reading.topics.iris), 0
    for story, size in enumerate(reading.sizes):
        own = range(start, start + size)
        start += size
        counts = Counter(topic for article in own for topic in reading.about[article])
        counts.update(topics + organization for article in own for organization in reading.mentions[article])
        rows += [story] * len(counts)
        columns += counts.keys()
        values += [number / size for number in counts.values()]
    shape = (len(reading.sizes), topics + len(reading.organizations.iris))
    column, value = np.asarray(columns, dtype=np.int64), np.asarray(values, dtype=np.float64)
    known = np.bincount(column, minlength=shape[1])
    value *= np.log((1 + shape[0]) / np.maximum(known, 1))[column]
    row = np.asarray(rows, dtype=np.int64)
    norm = np.sqrt(np.bincount(row, weights=value * value, minlength=shape[0]))
    value /= np.maximum(norm, 1e-9)[row]
    dated, times = _times(reading)
    width = int(times.max(initial=0)) + 1
    return summed(
        np.concatenate((row, dated)),
        np.concatenate((column, shape[1] + times)),
        np.concatenate((value, np.full(len(dated), SAME_TIME))),
        height=shape[0],
        width=shape[1] + width,
    )


def _times(reading: PageColumns) -> tuple[Indices, Indices]:
    """Return the stories that have a date, and as columns the stretches of time that they begin in."""
    import numpy as np

    starts = np.cumsum([0, *reading.sizes[:-1]])
    begun = [(reading.minutes[start], story) for story, start in enumerate(starts.tolist())]
    dated = np.asarray([story for minute, story in sorted((m, s) for m, s in begun if m is not None)], dtype=np.int64)
    rank = np.arange(len(dated))
    near, wide = (rank // length for length in TIMES)
    return np.tile(dated, len(TIMES)), np.concatenate((near, near.max(initial=-1) + 1 + wide))


def _points(count: int, lines: Sequence[tuple[int, int]], weights: Sequence[float]) -> Floats:
    """Return points of Fruchterman and Reingold (1991), begun on a spiral with the largest stories in the middle."""
    import numpy as np

    place = np.arange(count)
    spiral = np.sqrt(place + 0.5)[:, None] * np.column_stack((np.cos(place * GOLDEN), np.sin(place * GOLDEN)))
    if not lines:
        return np.asarray(spiral)
    igraph = part("igraph._igraph")  # the whole loads what draws and what writes tables, too: three times as long
    graph = igraph.GraphBase(n=count, edges=lines)
    rounds = max(ROUNDS[0], round(ROUNDS[1] - (ROUNDS[1] - ROUNDS[0]) * count / MANY))
    with seeded(igraph, SEED):
        found = graph.layout_fruchterman_reingold(
            weights=list(weights), niter=rounds, seed=spiral.tolist(), grid="grid" if count > MANY else "nogrid"
        )
    return np.asarray(found)


def _spread(points: Floats, radii: Floats) -> Floats:
    """Return points as widely and as evenly spread as stories of these radii need."""
    import numpy as np

    if len(points) == 1:
        return points
    points = points - np.column_stack([_quantile(along, 0.5) for along in points.T])
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    points = (
        points @ (axes * np.sign(axes[:, np.abs(axes).argmax(axis=1)].diagonal())[:, None]).T
    )  # its long side level
    distance = np.maximum(np.hypot(points[:, 0], points[:, 1]), 1e-9)
    order = np.argsort(distance, kind="stable")
    even = np.empty(len(points))
    even[order] = np.sqrt(np.cumsum((radii[order] + GAP / 2) ** 2 / FILLED))
    scale = even.max() / distance.max()
    wanted = EVEN * even + (1 - EVEN) * distance * scale
    stretch = np.array([math.sqrt(ASPECT), 1 / math.sqrt(ASPECT)])
    return np.asarray(points / distance[:, None] * wanted[:, None] * stretch)


def _apart(points: Floats, radii: Floats) -> Floats:
    """Return points pushed off each other until no story lies on another."""
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
    """Return the pairs of stories, the largest first, that may come to lie on each other before one looks again.

    Two columns, sorted. Each is found from the larger of the two: all but a few reach no farther than most do. The map
    is wide, so that few are above or below; to load a library with a tree took half the time of the whole map.
    """
    import numpy as np

    usual = 2 * _quantile(radii, USUAL) + GAP + SLACK
    reach = np.maximum(usual, 2 * radii + GAP + SLACK) + 1
    order = np.argsort(points[:, 0], kind="stable")
    x, middle = points[order, 0], points[:, 0]
    one, place = _ranges(np.searchsorted(x, middle - reach), np.searchsorted(x, middle + reach))
    other = order[place]
    one, other = (column[other > one] for column in (one, other))
    apart = np.hypot(*(points[one] - points[other]).T)
    near = (apart <= usual) | (apart < radii[one] + radii[other] + GAP + SLACK)
    one, other = one[near], other[near]
    by_place = np.lexsort((other, one))
    return one[by_place], other[by_place]


def _quantile(values: Floats, share: float) -> float:
    """Return the number that this share of some numbers does not exceed, as numpy.quantile does, which loads numpy.ma.

    >>> import numpy as np
    >>> _quantile(np.array([4.0, 1.0, 2.0]), 0.5), _quantile(np.array([4.0, 1.0]), 0.9)
    (2.0, 3.7)
    """
    import numpy as np

    below, place = divmod(share * (len(values) - 1), 1)
    low, high = np.sort(values)[[int(below), math.ceil(below + place)]].tolist()
    return float(low + (high - low) * place if place < 0.5 else high - (high - low) * (1 - place))


def _ranges(starts: Indices, ends: Indices) -> tuple[Indices, Indices]:
    """Return each range by its place, as often as it has numbers, and beside it these numbers.

    >>> import numpy as np
    >>> [column.tolist() for column in _ranges(np.array([3, 7, 1]), np.array([5, 7, 2]))]
    [[0, 0, 2], [3, 4, 1]]
    """
    import numpy as np

    count = ends - starts
    one = np.repeat(np.arange(len(count)), count)
    return one, np.arange(len(one)) + np.repeat(starts - (np.cumsum(count) - count), count)
