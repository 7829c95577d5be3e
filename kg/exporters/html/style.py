"""Kinds of things and of links -> colours, shapes, sizes and the words of the legend."""

from __future__ import annotations

import math
from typing import Any

import msgspec


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How a kind of node looks: shape (of vis-network), colours, words for one and many, words of the legend.

    `size` is its smallest radius, in units of the drawing; `growth` that of one with one article, whose area grows with
    each article until the radius is `largest`.
    """

    shape: str
    fill: str
    border: str
    size: float
    one: str
    many: str
    legend: str
    growth: float = 0.0
    largest: float = 0.0


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """How a kind of link looks and pulls: CSS variable of its colour, width, whether it has an arrow, strength of its spring."""

    color: str
    width: float
    spring: float
    arrow: bool = False
    words: str = ""


# the colours are those of Okabe and Ito, which the colour-blind tell apart; in order of the legend
KINDS: dict[str, Look] = {
    "story": Look(
        shape="star", fill="#D55E00", border="#8F3F00", size=13, growth=7, largest=40, one="story", many="stories", legend="Story"
    ),
    "article": Look(shape="dot", fill="#0072B2", border="#004C77", size=10, one="article", many="articles", legend="Article"),
    "stub": Look(shape="dot", fill="var(--stub)", border="#56A0D0", size=9, one="article", many="articles", legend="Only linked to"),
    "provider": Look(
        shape="square", fill="#E69F00", border="#9A6A00", size=8, growth=2.6, largest=22, one="provider", many="providers", legend="Provider"
    ),
    "topic": Look(
        shape="diamond", fill="#009E73", border="#00684C", size=10, growth=3.5, largest=26, one="topic", many="topics", legend="Topic"
    ),
    "organization": Look(
        shape="hexagon",
        fill="#CC79A7",
        border="#8A4A6E",
        size=9,
        growth=2.6,
        largest=22,
        one="organization",
        many="organizations", legend="Organization",
    ),
}
LINES: dict[str, Line] = {
    "part": Line(color="--part", width=1.8, spring=1.0, words="part of a story"),
    "related": Line(color="--related", width=1.2, spring=0.6, arrow=True, words="links to"),
    "publisher": Line(color="--faint", width=0.9, spring=0.5, words="published by, about"),
    "about": Line(color="--faint", width=0.9, spring=0.35),
    "broader": Line(color="--related", width=0.9, spring=0.35, arrow=True),
    "mentions": Line(color="--faint", width=0.9, spring=0.25),
    "carried": Line(color="--carried", width=1.6, spring=0.6, words="carried by"),
}
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 0},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 120,
        "keyboard": {"enabled": True, "bindToWindow": False, "autoFocus": False},
    },
    # the page draws the labels itself: those that there is room for, at one size whatever the zoom
    "nodes": {"borderWidth": 1, "borderWidthSelected": 1.5, "scaling": {"label": {"drawThreshold": 1e6}}},
    "edges": {"smooth": False, "chosen": False},
}
_SVG: dict[str, str] = {
    "dot": '<circle cx="8" cy="8" r="5.5"/>',
    "square": '<rect x="3" y="3" width="10" height="10"/>',
    "diamond": '<path d="M8 1.5 14.5 8 8 14.5 1.5 8z"/>',
    "star": '<path d="M8 .8l2 4.8 5.2.4-4 3.4 1.3 5.1L8 11.8l-4.5 2.7 1.3-5.1-4-3.4 5.2-.4z"/>',
    "hexagon": '<path d="M4.5 2h7L15 8l-3.500 6h-7L1 8z"/>',
}


def size(kind: str, articles: int) -> float:
    """Return the radius of a node that this many articles belong to."""
    look = KINDS[kind]
    return round(max(look.size, min(look.largest, look.growth * math.sqrt(articles))), 1)


def symbol(kind: str) -> str:
    """Return the shape of a kind as a small SVG drawing."""
    look = KINDS[kind]
    shape = _SVG[look.shape]
    return (
        f'<svg viewBox="0 0 16 16" aria-hidden="true" fill="{look.fill}" stroke="{look.border}">{shape}</svg>'
    )


def groups(kinds: set[str]) -> dict[str, dict[str, Any]]:
    """Return the looks as groups of vis-network."""
    return {
        kind: {"shape": look.shape, "color": {"background": look.fill, "border": look.border}}
        for kind, look in KINDS.items()
        if kind in kinds
    }
