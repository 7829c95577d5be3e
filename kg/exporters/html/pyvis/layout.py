"""Links -> positions: each connected part is laid out by itself, then all are packed into one rectangle."""

from __future__ import annotations

import itertools
import math
import statistics
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.exporters.html.pyvis.style import LINES
from kg.exporters.layout import seeded

if TYPE_CHECKING:
    import igraph

    from kg.exporters.html.pyvis.drawing import DrawnLink

Point = tuple[float, float]  # also of a box: its width and height
Box = tuple[float, float, float, float]  # left, top, right, bottom
Pair = tuple[int, int, float]  # two nodes, and how far apart they need to be
Step = tuple[float, float, float]  # of a skyline: left, right, and how far down it is taken

SEED = 8
STEPS = (62.0, 150.0)  # how far apart linked nodes are, in units of the drawing: at least, when there are many; at most
MANY = 300  # nodes from which on they are as near as that
GAP = 14.0  # free room between two nodes
MARGINS = (36.0, 19.0)  # free room around a connected part: at its sides, above and below
LONE_MARGINS = (28.0, 13.0)  # the same around a node that nothing is linked to
ASPECT = 1.65  # width to height of the whole: that of a screen, less the head of the page
WIDTHS = (0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2, 1.3, 1.4)  # to try, to that of a rectangle without gaps
HUB = 6  # links of a kind that a node holds with full strength; more share that strength
LOOSE = 0.04  # a link that is weaker than this holds nothing together
SMALL = 150  # nodes up to which a part is laid out by Kamada and Kawai, which is even, and slow
EVEN = 0.7  # how far a large part is made as dense in the middle as at the rim: 0 not at all, 1 quite
FAN = 0.9  # radians between two that hang on the same node
EFFORT = 1.0e8  # pairs of nodes that Fruchterman and Reingold may look at, over all rounds
ROUNDS = (60, 600)  # the fewest and the most of them
LOOKS = 9  # how often to look which nodes are near each other, and
PUSHES = 8  # how often to push those apart before looking again
SLACK = 20.0  # how much farther than need be two are that still count as near


def springs(links: Sequence[DrawnLink]) -> list[float]:
    """Return how strongly each link holds its nodes: those of a hub share its strength, too many of them have none."""
    degrees = Counter((node, link.kind) for link in links for node in (link.source, link.target))
    strengths = []
    for link in links:
        busiest = max(degrees[link.source, link.kind], degrees[link.target, link.kind])
        share = LINES[link.kind].spring * min(1.0, HUB / busiest)
        strengths.append(share * math.sqrt(link.articles) if share >= LOOSE else 0.0)
    return strengths


def positions(sizes: Sequence[float], links: Sequence[DrawnLink], strengths: Sequence[float]) -> list[tuple[int, int]]:
    """Return where each node is drawn, in whole units; always the same for the same arguments.

    Args:
        sizes: the radius of each node.
        links: between the nodes.
        strengths: how strongly each of the links holds its nodes, 0 for not at all.
    """
    import igraph

    held = [(link, strength) for link, strength in zip(links, strengths, strict=True) if strength]
    graph = igraph.Graph(n=len(sizes), edges=[(link.source, link.target) for link, _ in held])
    graph.es["weight"] = [strength for _, strength in held]
    graph.vs["size"] = list(sizes)
    graph.simplify(combine_edges={"weight": "sum"})
    step = max(STEPS[0], min(STEPS[1], STEPS[0] * math.sqrt(MANY / max(1, len(sizes)))))
    with seeded(igraph, SEED):
        parts = sorted((sorted(part) for part in graph.connected_components()), key=lambda part: (-len(part), part))
        drawn = [_part(graph.induced_subgraph(part), step) for part in parts]
    places = [(0, 0)] * len(sizes)
    boxes = [_box(points, [sizes[node] for node in part]) for part, points in zip(parts, drawn, strict=True)]
    for part, points, (right, down) in zip(parts, drawn, _pack(boxes), strict=True):
        for node, (x, y) in zip(part, points, strict=True):
            places[node] = (round(x + right), round(y + down))
    return places


def _part(graph: igraph.Graph, step: float) -> list[Point]:
    """Return positions in one connected part: evenly spread, its long side level, no node on another."""
    size = graph.vcount()
    if size <= 2:
        return [(i * step, 0.0) for i in range(size)]
    if size > SMALL:
        return _large(graph, step)
    lengths = [1 / math.sqrt(weight) for weight in graph.es["weight"]]
    points = graph.layout_kamada_kawai(seed=graph.layout_circle(), weights=lengths)
    return _apart(_scaled(_level(points), graph, step), graph.vs["size"])


def _large(graph: igraph.Graph, step: float) -> list[Point]:
    """Return positions in a large part: inner nodes as springs hold them, what hangs on one of them only around it."""
    sizes, degrees = graph.vs["size"], graph.degree()
    leaves: dict[int, list[int]] = {i: [] for i, degree in enumerate(degrees) if degree > 1}
    for i, degree in enumerate(degrees):
        if degree == 1:
            leaves[graph.neighbors(i)[0]].append(i)
    orbits = [_orbit(sizes[i], [sizes[leaf] for leaf in around]) for i, around in leaves.items()]
    inner = graph.induced_subgraph(list(leaves))
    inner.vs["size"] = [
        ring + max((sizes[j] for j in leaves[i]), default=0) for i, ring in zip(leaves, orbits, strict=True)
    ]
    rounds = max(ROUNDS[0], min(ROUNDS[1], int(EFFORT / len(leaves) ** 2)))
    points = inner.layout_fruchterman_reingold(weights=inner.es["weight"], niter=rounds, grid=False)
    placed = _apart(_scaled(_even(_level(points)), inner, step), inner.vs["size"])
    places = dict(zip(leaves, placed, strict=True))
    for (i, around), ring in zip(leaves.items(), orbits, strict=True):
        x, y = places[i]
        near = [places[j] for j in graph.neighbors(i) if j in leaves]
        outward = math.atan2(sum(y - other for _, other in near), sum(x - other for other, _ in near))
        for k, leaf in enumerate(around):
            angle = outward + (k - (len(around) - 1) / 2) * min(FAN, 2 * math.pi / len(around))
            places[leaf] = (x + ring * math.cos(angle), y + ring * math.sin(angle))
    return _apart([places[i] for i in range(len(sizes))], sizes)


def _orbit(size: float, leaves: Sequence[float]) -> float:
    """Return how far from a node of this size its leaves go round it."""
    return max(size + max(leaves) + GAP, sum(2 * leaf + GAP for leaf in leaves) / 2 / math.pi) if leaves else size


def _even(points: Sequence[Point]) -> list[Point]:
    """Return points nearly as dense in the middle as at the rim: each keeps its direction and its rank in distance."""
    distances = [math.hypot(x, y) or 1.0 for x, y in points]
    even = list(points)
    for rank, i in enumerate(sorted(range(len(points)), key=lambda i: (distances[i], i))):
        factor = (math.sqrt(rank + 0.5) / distances[i]) ** EVEN
        even[i] = (points[i][0] * factor, points[i][1] * factor)
    return even


def _scaled(points: Sequence[Point], graph: igraph.Graph, step: float) -> list[Point]:
    """Return points so far apart that half of the links are longer than a step, and there is room for all."""
    apart = statistics.median([math.dist(points[edge.source], points[edge.target]) for edge in graph.es] or [0.0])
    spread = math.sqrt(sum(x * x + y * y for x, y in points))
    area = sum((2 * size + GAP) ** 2 for size in graph.vs["size"])
    room = math.sqrt(area * len(points) / 2 / math.pi)  # what `spread` is of as many points in a disc of that area
    scale = max(step / (apart or 1.0), room / (spread or 1.0))
    return [(x * scale, y * scale) for x, y in points]


def _level(points: Sequence[Point]) -> list[Point]:
    """Return points turned about their middle so that they spread most from left to right."""
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    centred = [(x - middle_x, y - middle_y) for x, y in points]
    xx, yy, xy = (sum(x * x for x, _ in centred), sum(y * y for _, y in centred), sum(x * y for x, y in centred))
    angle = -math.atan2(2 * xy, xx - yy) / 2
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in centred]


def _apart(points: Sequence[Point], sizes: Sequence[float]) -> list[Point]:
    """Return points pushed off each other until no node lies on another."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    for _ in range(LOOKS):
        near = _near(xs, ys, sizes)
        if not sum(_push(xs, ys, near) for _ in range(PUSHES)):
            break
    return list(zip(xs, ys, strict=True))


def _push(xs: list[float], ys: list[float], near: Sequence[Pair]) -> bool:
    """Push each of these pairs as far apart as it needs to be; return whether any was nearer."""
    moved = False
    for i, j, need in near:
        dx, dy = xs[j] - xs[i], ys[j] - ys[i]
        if dx * dx + dy * dy >= need * need:
            continue
        distance = math.hypot(dx, dy)
        push = (need - distance) / 2 + 0.01
        if distance < 0.01:  # one on the other: any direction will do, but always the same
            dx, dy, distance = math.cos(i + j), math.sin(i + j), 1.0
        dx, dy = dx / distance * push, dy / distance * push
        xs[i], ys[i], xs[j], ys[j] = xs[i] - dx, ys[i] - dy, xs[j] + dx, ys[j] + dy
        moved = True
    return moved


def _near(xs: Sequence[float], ys: Sequence[float], sizes: Sequence[float]) -> list[Pair]:
    """Return the nodes that are near each other, each two once, found by going from left to right."""
    import numpy as np

    order = np.argsort(xs, kind="stable")
    x, y, size = (np.asarray(values)[order] for values in (xs, ys, sizes))
    first = np.arange(1, len(x) + 1)  # to the right of each node: from here
    last = np.searchsorted(x, x + size + (max(sizes) + GAP + SLACK))  # to here, so far that none can be near
    many = np.maximum(last - first, 0)
    i = np.repeat(first - 1, many)
    j = np.arange(len(i)) + np.repeat(first - np.cumsum(many) + many, many)
    need = size[i] + size[j] + GAP
    near = (np.abs(y[j] - y[i]) < need + SLACK) & (x[j] - x[i] < need + SLACK)
    return list(zip(order[i[near]].tolist(), order[j[near]].tolist(), need[near].tolist(), strict=True))


def _box(points: Sequence[Point], sizes: Sequence[float]) -> Box:
    """Return the rectangle that nodes take, with free room around them."""
    beside, above = MARGINS if len(points) > 1 else LONE_MARGINS
    nodes = [(x, y, size) for (x, y), size in zip(points, sizes, strict=True)]
    left, top = min(x - size for x, _, size in nodes) - beside, min(y - size for _, y, size in nodes) - above
    return left, top, max(x + size for x, _, size in nodes) + beside, max(y + size for _, y, size in nodes) + above


def _pack(boxes: Sequence[Box]) -> list[Point]:
    """Return how far to move each box so that all lie in one rectangle of the wanted shape, none on another."""
    shapes = [(right - left, bottom - top) for left, top, right, bottom in boxes]
    widest = max((width for width, _ in shapes), default=0.0)
    whole = math.sqrt(ASPECT * sum(width * height for width, height in shapes))
    best, least = [(0.0, 0.0)] * len(shapes), math.inf
    for share in WIDTHS:
        corners = _shelve(shapes, max(widest, whole * share))
        right = max((x + width for (x, _), (width, _) in zip(corners, shapes, strict=True)), default=0.0)
        bottom = max((y + height for (_, y), (_, height) in zip(corners, shapes, strict=True)), default=0.0)
        if max(right / ASPECT, bottom) < least:
            best, least = corners, max(right / ASPECT, bottom)
    return [(x - box[0], y - box[1]) for (x, y), box in zip(best, boxes, strict=True)]


def _shelve(shapes: Sequence[Point], width: float) -> list[Point]:
    """Return the corner of each box, put as high up as it fits below what lies there, the highest box first."""
    skyline: list[Step] = [(0.0, width, 0.0)]
    corners = [(0.0, 0.0)] * len(shapes)
    for i in sorted(range(len(shapes)), key=lambda i: (-shapes[i][1], -shapes[i][0], i)):
        wide, high = shapes[i]
        y, x = min(
            (_depth(skyline, at, wide), skyline[at][0])
            for at in range(len(skyline))
            if skyline[at][0] + wide <= width or at == 0
        )
        corners[i] = (x, y)
        rest = [(left, min(right, x), down) for left, right, down in skyline if left < x]
        rest += [(max(left, x + wide), right, down) for left, right, down in skyline if right > x + wide]
        skyline = sorted([*rest, (x, x + wide, y + high)])
    return corners


def _depth(skyline: Sequence[Step], at: int, wide: float) -> float:
    """Return how far down the skyline is taken over a width from one of its steps on."""
    end, depth = skyline[at][0] + wide, 0.0
    for left, _, down in itertools.islice(skyline, at, None):
        if left >= end:
            break
        depth = max(depth, down)
    return depth
