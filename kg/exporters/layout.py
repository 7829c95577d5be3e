"""A network -> positions and colours for the tools that draw it: always the same."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx

SEED = 6
ROUNDS = 200  # of Fruchterman and Reingold, at most
EFFORT = 4e6  # nodes and edges to move over all rounds, about
FEWEST = 30  # rounds
SPREAD = 60.0  # units a node
# of Okabe and Ito (2008), which the colour-blind tell apart
COLORS: dict[str, tuple[int, int, int]] = {
    "story": (213, 94, 0), "article": (0, 114, 178), "provider": (230, 159, 0), "topic": (0, 158, 115),
    "organization": (204, 121, 167), "image": (153, 153, 153),
}  # fmt: skip
SIZES = (4.0, 40.0)  # of a node without edges, and the most


@contextmanager
def seeded(igraph: ModuleType, seed: int) -> Iterator[random.Random]:
    """Give igraph the same random numbers each time, so that it draws the same."""
    chance = random.Random(seed)  # noqa: S311 - a drawing is no secret
    igraph.set_random_number_generator(chance)
    try:
        yield chance
    finally:
        igraph.set_random_number_generator(random)


def positions(graph: networkx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    """Return where each node is drawn, y upwards."""
    import igraph

    nodes = list(graph)
    places = {node: place for place, node in enumerate(nodes)}
    edges = sorted({(places[a], places[b]) for a, b in graph.edges() if a != b})
    drawn = igraph.Graph(n=len(nodes), edges=edges)
    rounds = max(FEWEST, min(ROUNDS, int(EFFORT / (len(nodes) + len(edges) + 1))))
    side = math.sqrt(len(nodes)) or 1.0
    with seeded(igraph, SEED) as chance:
        start = [(chance.uniform(-side, side), chance.uniform(-side, side)) for _ in nodes]
        layout = drawn.layout_fruchterman_reingold(seed=start, niter=rounds, grid="auto") if nodes else []
    # igraph's layout is that of C doubles: hundredths are the same on every machine that rounds as IEEE 754 says
    return {
        node: (round(x * SPREAD, 2) + 0.0, round(y * SPREAD, 2) + 0.0)
        for node, (x, y) in zip(nodes, layout, strict=True)
    }


def size(degree: int) -> float:
    """Return how large a node with so many edges is drawn.

    >>> size(0), size(9), size(10**6)
    (4.0, 10.0, 40.0)
    """
    return min(SIZES[1], round(SIZES[0] + 2 * math.sqrt(degree), 1))
