"""Links -> how strongly each holds, and where the nodes are drawn."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.exporters.html.pyvis.drawing import DrawnLink
from kg.exporters.html.pyvis.style import LINES
from kg.exporters.layout import spread

ROOM = 8.0  # free room around each node, for its label and its lines
HUB = 6  # links of a kind that a node holds with full strength; more share that strength
LOOSE = 0.04  # a link that is weaker than this holds nothing together
FAINT = 0.002  # but all of its kind keep what they lead to from drifting off


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
    import numpy as np

    held: dict[tuple[int, int], float] = defaultdict(float)
    for link, strength in zip(links, strengths, strict=True):
        held[min(link.source, link.target), max(link.source, link.target)] += strength or FAINT
    degrees = Counter(node for pair in held for node in pair)
    order = sorted(range(len(sizes)), key=lambda node: (-degrees[node], -sizes[node], node))
    place = {node: at for at, node in enumerate(order)}
    lines = [(place[one], place[other]) for one, other in held]
    points = spread([sizes[node] + ROOM for node in order], lines, list(held.values()))
    drawn: list[list[int]] = np.rint(points).astype(int).tolist()
    return [(drawn[place[node]][0], drawn[place[node]][1]) for node in range(len(sizes))]
