"""Nodes and springs -> positions: each connected part laid out by itself, then all packed into one rectangle."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.exporters.html.style import LINES

if TYPE_CHECKING:
    import igraph

    from kg.exporters.html.drawing import Link

Point = tuple[float, float]

SEED = 8
STEPS = (62.0, 150.0)  # how far apart linked nodes are, in units of the drawing: at least, when there are many; at most
MANY = 300  # nodes from which on they are as near as that
GAP = 14.0  # free room around a node
MARGINS = (45.0, 28.0)  # free room around a connected part: at its sides, above and below
LONE_MARGINS = (36.0, 21.0)  # the same around a node that nothing is linked to
ASPECT = 1.65  # width to height of the whole, that of most screens less the head of the page
HUB = 6  # links of a kind that a node holds with full strength; more share that strength
LOOSE = 0.04  # a spring weaker than this does not hold parts together
SMALL = 150  # nodes up to which a part is laid out by Kamada and Kawai, which is slow and even
EFFORT = 2.0e8  # pairs of nodes that Fruchterman and Reingold may look at, over all rounds
ROUNDS = (60, 600)  # fewest and most rounds
PUSHES = 60  # rounds of pushing overlapping nodes apart


def springs(links: Sequence[Link]) -> list[float]:
    """Return how strongly each link holds its nodes: those of a hub share its strength, and too many hold nothing (0)."""
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
        strengths: how strongly each of the links holds its nodes.
    """
    import igraph

    held = [(link, strength) for link, strength in zip(links, strengths, strict=True) if strength]
    graph = igraph.Graph(n=len(sizes), edges=[(link.source, link.target) for link, _ in held])
    graph.es["weight"] = [strength for _, strength in held]
    graph.vs["size"] = list(sizes)
    graph.simplify(combine_edges={"weight": "sum"})
    step = max(STEPS[0], min(STEPS[1], STEPS[0] * math.sqrt(MANY / max(1, len(sizes)))))
    igraph.set_random_number_generator(random.Random(SEED))
    try:
        parts = sorted((sorted(part) for part in graph.connected_components()), key=lambda part: (-len(part), part))
        drawn = [_part(graph.induced_subgraph(part), step) for part in parts]
    finally:
        igraph.set_random_number_generator(random)
    places: dict[int, tuple[int, int]] = {}
    for part, corner, points in zip(parts, _pack([_box(points) for points in drawn]), drawn, strict=True):
        for node, (x, y) in zip(part, points, strict=True):
            places[node] = (round(x + corner[0]), round(y + corner[1]))
    return [places[node] for node in range(len(sizes))]


def _part(graph: igraph.Graph, step: float) -> list[Point]:
    """Return positions in one connected part: evenly spread, its long side level, no node on another."""
    size = graph.vcount()
    if size <= 2:
        return [(i * step, 0.0) for i in range(size)]
    circle = graph.layout_circle()
    weights = graph.es["weight"]
    if size <= SMALL:
        points = graph.layout_kamada_kawai(seed=circle, weights=[1 / math.sqrt(max(w, LOOSE)) for w in weights])
    else:
        rounds = max(ROUNDS[0], min(ROUNDS[1], int(EFFORT / size**2)))
        points = graph.layout_fruchterman_reingold(weights=weights, niter=rounds, grid=False)
    edges = [(e.source, e.target) for e in graph.es]
    lengths = sorted(math.dist(points[a], points[b]) for a, b in edges)
    scale = step / (lengths[len(lengths) // 2] or 1.0)
    level = _level([(x * scale, y * scale) for x, y in points])
    return _apart(level, graph.vs["size"])


def _level(points: Sequence[Point]) -> list[Point]:
    """Turn points so that they spread most from left to right."""
    mx, my = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    xx, yy, xy = (sum((p[i] - m) * (p[j] - n) for p in points) for i, j, m, n in ((0, 0, mx, mx), (1, 1, my, my), (0, 1, mx, my)))
    angle = -math.atan2(2 * xy, xx - yy) / 2
    cos, sin = math.cos(angle), math.sin(angle)
    return [((x - mx) * cos - (y - my) * sin, (x - mx) * sin + (y - my) * cos) for x, y in points]


def _apart(points: list[Point], sizes: Sequence[float]) -> list[Point]:
    """Push nodes away from each other until none lies on another."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    cell = 2 * max(sizes) + GAP
    for _ in range(PUSHES):
        cells: dict[tuple[int, int], list[int]] = {}
        for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
            cells.setdefault((int(x // cell), int(y // cell)), []).append(i)
        moved = False
        for (cx, cy), members in cells.items():
            near = [j for dx in (-1, 0, 1) for dy in (-1, 0, 1) for j in cells.get((cx + dx, cy + dy), ())]
            for i in members:
                for j in near:
                    if i >= j:
                        continue
                    dx, dy = xs[j] - xs[i], ys[j] - ys[i]
                    need = sizes[i] + sizes[j] + GAP
                    gap = math.hypot(dx, dy)
                    if gap >= need:
                        continue
                    if gap < 1e-6:
                        dx, dy, gap = math.cos(i + j), math.sin(i + j), 1.0
                        move = need / 2
                    else:
                        move = (need - gap) / 2
                    xs[i] -= dx / gap * move
                    ys[i] -= dy / gap * move
                    xs[j] += dx / gap * move
                    ys[j] += dy / gap * move
                    moved = True
        if not moved:
            break
    return list(zip(xs, ys, strict=True))


def _box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    beside, above = MARGINS if len(points) > 1 else LONE_MARGINS
    return min(xs) - beside, min(ys) - above, max(xs) + beside, max(ys) + above


def _pack(boxes: Sequence[tuple[float, float, float, float]]) -> list[Point]:
    """Return how far to move each box so that all lie in one rectangle of the wanted shape, without overlap."""
    shapes = [(right - left, bottom - top) for left, top, right, bottom in boxes]
    area = sum(w * h for w, h in shapes)
    widest = max((w for w, _ in shapes), default=0.0)
    best: tuple[float, list[Point]] = (math.inf, [])
    for step in range(20):
        width = max(widest, math.sqrt(area * ASPECT) * (0.9 + 0.05 * step))
        corners, height = _shelve(shapes, width)
        used = max((x + w for (x, _), (w, _) in zip(corners, shapes, strict=True)), default=0.0)
        cost = max(used / ASPECT, height)
        if cost < best[0]:
            best = (cost, corners)
    return [(x - box[0], y - box[1]) for (x, y), box in zip(best[1], boxes, strict=True)]


def _shelve(shapes: Sequence[Point], width: float) -> tuple[list[Point], float]:
    """Put each box, the highest first, where its top lies highest: as water fills from one side (a skyline)."""
    skyline: list[tuple[float, float, float]] = [(0.0, width, 0.0)]  # left, right, depth reached
    corners: list[Point] = [(0.0, 0.0)] * len(shapes)
    for i in sorted(range(len(shapes)), key=lambda i: (-shapes[i][1], -shapes[i][0], i)):
        w, h = shapes[i]
        fits = [
            (max(d for left, right, d in skyline if left < x + w - 1e-6 and right > x + 1e-6), x)
            for x, _, _ in skyline
            if x + w <= width + 1e-6
        ]
        y, x = min(fits)
        corners[i] = (x, y)
        kept = [(l, r, d) for l, r, d in skyline if r <= x or l >= x + w]
        cut = [(l, x, d) for l, r, d in skyline if l < x < r] + [(x + w, r, d) for l, r, d in skyline if l < x + w < r]
        skyline = sorted([*kept, *cut, (x, x + w, y + h)])
    return corners, max((d for _, _, d in skyline), default=0.0)
