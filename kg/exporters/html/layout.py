"""Links -> positions: each connected part is laid out by itself, then all are packed into one rectangle."""

from __future__ import annotations

import itertools
import math
import random
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.exporters.html.style import LINES

if TYPE_CHECKING:
    import igraph

    from kg.exporters.html.drawing import Link

Point = tuple[float, float]  # also of a box: its width and height
Box = tuple[float, float, float, float]  # left, top, right, bottom
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
EFFORT = 1.5e8  # pairs of nodes that Fruchterman and Reingold may look at, over all rounds
ROUNDS = (60, 600)  # the fewest and the most of them
PUSHES = 40  # rounds of pushing nodes off each other


def springs(links: Sequence[Link]) -> list[float]:
    """Return how strongly each link holds its nodes: those of a hub share its strength, too many of them have none."""
    degrees = Counter((node, link.kind) for link in links for node in (link.source, link.target))
    strengths = []
    for link in links:
        busiest = max(degrees[link.source, link.kind], degrees[link.target, link.kind])
        share = LINES[link.kind].spring * min(1.0, HUB / busiest)
        strengths.append(share * math.sqrt(link.articles) if share >= LOOSE else 0.0)
    return strengths


def positions(sizes: Sequence[float], links: Sequence[Link], strengths: Sequence[float]) -> list[tuple[int, int]]:
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
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - a drawing is no secret
    try:
        parts = sorted((sorted(part) for part in graph.connected_components()), key=lambda part: (-len(part), part))
        drawn = [_part(graph.induced_subgraph(part), step) for part in parts]
    finally:
        igraph.set_random_number_generator(random)
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
    """Return positions in a large part: what hangs on one node only lies around it."""
    inner = [i for i, degree in enumerate(graph.degree()) if degree > 1]
    leaves: dict[int, list[int]] = {i: [] for i in inner}
    for i, degree in enumerate(graph.degree()):
        if degree == 1:
            leaves[graph.neighbors(i)[0]].append(i)
    sizes = graph.vs["size"]
    orbits = {i: _orbit(sizes[i], [sizes[leaf] for leaf in leaves[i]]) for i in inner}
    core = graph.induced_subgraph(inner)
    core.vs["size"] = [orbits[i] + max((sizes[leaf] for leaf in leaves[i]), default=0.0) for i in inner]
    rounds = max(ROUNDS[0], min(ROUNDS[1], int(EFFORT / len(inner) ** 2)))
    points = core.layout_fruchterman_reingold(weights=core.es["weight"], niter=rounds, grid=False)
    points = _apart(_scaled(_even(_level(points)), core, step), core.vs["size"])
    places = dict(zip(inner, points, strict=True))
    for i in inner:
        x, y = places[i]
        near = [places[j] for j in graph.neighbors(i) if j in leaves]
        away = math.atan2(*(sum(place - other[axis] for other in near) for axis, place in ((1, y), (0, x))))
        for k, leaf in enumerate(leaves[i]):
            angle = away + (k - (len(leaves[i]) - 1) / 2) * min(FAN, 2 * math.pi / len(leaves[i]))
            places[leaf] = (x + orbits[i] * math.cos(angle), y + orbits[i] * math.sin(angle))
    return [places[i] for i in range(len(sizes))]


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
    apart = statistics.median(math.dist(points[edge.source], points[edge.target]) for edge in graph.es)
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
    for _ in range(PUSHES):
        moved = False
        for i, j in _near(xs, ys, 2 * max(sizes) + GAP):
            dx, dy = xs[j] - xs[i], ys[j] - ys[i]
            need = sizes[i] + sizes[j] + GAP
            if abs(dx) >= need or abs(dy) >= need or dx * dx + dy * dy >= need * need:
                continue
            distance = math.hypot(dx, dy)
            if distance < 0.01:  # one on the other: any direction will do, but always the same
                dx, dy, distance = math.cos(i + j), math.sin(i + j), 1.0
                push = need / 2
            else:
                push = (need - distance) / 2 + 0.01
            dx, dy = dx / distance * push, dy / distance * push
            xs[i], ys[i], xs[j], ys[j] = xs[i] - dx, ys[i] - dy, xs[j] + dx, ys[j] + dy
            moved = True
        if not moved:
            break
    return list(zip(xs, ys, strict=True))


def _near(xs: Sequence[float], ys: Sequence[float], reach: float) -> Iterator[tuple[int, int]]:
    """Yield the pairs of points that may be nearer than `reach`, each once."""
    cells: dict[tuple[int, int], list[int]] = {}
    for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells.setdefault((int(x // reach), int(y // reach)), []).append(i)
    for (column, line), members in cells.items():
        for position, i in enumerate(members):
            for j in members[position + 1 :]:
                yield i, j
        for right, down in ((1, 0), (-1, 1), (0, 1), (1, 1)):
            for j in cells.get((column + right, line + down), ()):
                for i in members:
                    yield i, j


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
