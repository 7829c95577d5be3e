"""Kinds of nodes and links -> colours, shapes, sizes and the words of the legend."""

from __future__ import annotations

import math

import msgspec
from markupsafe import Markup


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How a kind of node looks: shape (of vis-network), colours, and the word of the legend.

    `smallest` is the radius of its smallest, in units of the drawing. A node that articles belong to has `growth` as
    the radius of one article, and grows in area with each, until its radius is `largest`.
    """

    shape: str
    fill: str
    border: str
    legend: str
    smallest: float
    growth: float = 0.0
    largest: float = 0.0


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """How a kind of link looks and holds: its colour (a variable of page.css), width, arrow, strength of its spring."""

    color: str
    width: float
    spring: float
    arrow: bool = False


# in the order of the legend; the colours are those of Okabe and Ito (2008), which the colour-blind tell apart
KINDS: dict[str, Look] = {
    "story": Look(shape="star", fill="#D55E00", border="#8F3F00", legend="Story", smallest=13, growth=7, largest=40),
    "storyline": Look(
        shape="triangleDown", fill="#F0E442", border="#8A8100", legend="Storyline", smallest=15, growth=7, largest=44
    ),
    "article": Look(shape="dot", fill="#0072B2", border="#004C77", legend="Article", smallest=10),
    "stub": Look(shape="dot", fill="var(--stub)", border="#56A0D0", legend="Only linked to", smallest=9),
    "provider": Look(
        shape="square", fill="#E69F00", border="#9A6A00", legend="Provider", smallest=8, growth=2.6, largest=22
    ),
    "topic": Look(
        shape="diamond", fill="#009E73", border="#00684C", legend="Topic", smallest=10, growth=3.5, largest=26
    ),
    "organization": Look(
        shape="hexagon", fill="#CC79A7", border="#8A4A6E", legend="Organization", smallest=9, growth=2.6, largest=22
    ),
    "person": Look(
        shape="triangle", fill="#56B4E9", border="#2A6F97", legend="Person", smallest=8, growth=2.6, largest=22
    ),
}
LINES: dict[str, Line] = {
    "part": Line(color="--part", width=1.8, spring=1.0),
    "related": Line(color="--related", width=1.2, spring=0.6, arrow=True),
    "publisher": Line(color="--faint", width=0.9, spring=0.5),
    "author": Line(color="--faint", width=0.9, spring=0.35),
    "lists": Line(color="--related", width=0.9, spring=0.25, arrow=True),
    "about": Line(color="--faint", width=0.9, spring=0.35),
    "theme": Line(color="--faint", width=0.9, spring=0.0),  # story to topic or organization
    "broader": Line(color="--related", width=0.9, spring=0.35, arrow=True),
    "mentions": Line(color="--faint", width=0.9, spring=0.25),
    "carried": Line(color="--carried", width=1.6, spring=0.6),  # story to provider, where no articles are drawn
}
OPTIONS: dict[str, object] = {  # of vis-network
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 0},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 120,
        "keyboard": {"enabled": True, "bindToWindow": False, "autoFocus": False},
    },
    # the page draws labels itself: as many as there is room for, at one size whatever the zoom
    "nodes": {"borderWidth": 1, "borderWidthSelected": 1.5, "scaling": {"label": {"drawThreshold": 1e6}}},
    "edges": {"smooth": False, "chosen": False},
}
SYMBOLS: dict[str, str] = {  # the shapes of vis-network, in 16 by 16
    "dot": '<circle cx="8" cy="8" r="5.5"/>',
    "square": '<rect x="3" y="3" width="10" height="10"/>',
    "diamond": '<path d="M8 1.5 14.5 8 8 14.5 1.5 8z"/>',
    "star": '<path d="M8 .8l2 4.8 5.2.4-4 3.4 1.3 5.1L8 11.8l-4.5 2.7 1.3-5.1-4-3.4 5.2-.4z"/>',
    "triangle": '<path d="M8 2 14 13.5H2z"/>',
    "triangleDown": '<path d="M8 14 2 2.5h12z"/>',
    "hexagon": '<path d="M4.5 2h7L15 8l-3.5 6h-7L1 8z"/>',
}


def size(kind: str, articles: int) -> float:
    """Return the radius of a node that this many articles belong to.

    >>> size("story", 2), size("story", 9), size("story", 900)
    (13, 21.0, 40)
    """
    look = KINDS[kind]
    return max(look.smallest, min(look.largest, round(look.growth * math.sqrt(articles), 1)))


def symbol(kind: str) -> Markup:
    """Return the shape of a kind as a small SVG drawing."""
    look = KINDS[kind]
    colors = f'fill="{look.fill}" stroke="{look.border}"'
    return Markup(f'<svg viewBox="0 0 16 16" aria-hidden="true" {colors}>{SYMBOLS[look.shape]}</svg>')


def groups(kinds: set[str]) -> dict[str, dict[str, object]]:
    """Return the looks of these kinds as groups of vis-network."""
    return {
        kind: {"shape": look.shape, "color": {"background": look.fill, "border": look.border}}
        for kind, look in KINDS.items()
        if kind in kinds
    }
