"""Measured builds -> a plot as SVG: time and memory against articles, both axes logarithmic."""

from __future__ import annotations

import math
from typing import Any

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 760, 380, 70, 50, 20  # pixels
LINE = 16
SERIES = (
    ("wall", "wall time, s", "#0072B2"),
    ("cpu", "CPU time, s", "#009E73"),
    ("memory", "peak memory, MiB", "#D55E00"),
)


def svg(rows: list[dict[str, Any]]) -> str:
    """Return the plot; a line that rises as steeply as the diagonal of the grid grows as its input grows."""
    sizes = [row["articles"] for row in rows]
    values = [row[key] for row in rows for key, _, _ in SERIES]
    x0, x1 = (
        math.floor(math.log10(min(sizes))),
        max(math.ceil(math.log10(max(sizes))), math.floor(math.log10(min(sizes))) + 1),
    )
    y0, y1 = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def place(size: float, value: float) -> tuple[float, float]:
        x = LEFT + (math.log10(size) - x0) / (x1 - x0) * (WIDTH - LEFT - 170)
        return x, HEIGHT - BOTTOM - (math.log10(value) - y0) / (y1 - y0) * (HEIGHT - BOTTOM - TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="13" font-family="Arial">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(x0, x1 + 1):
        (x, bottom), (_, top) = place(10**power, 10**y0), place(10**power, 10**y1)
        parts.append(f'<path d="M{x:.1f} {bottom:.1f}V{top:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 20:.1f}" text-anchor="middle">{10**power:,}</text>')
    for power in range(y0, y1 + 1):
        (left, y), (right, _) = place(10**x0, 10**power), place(10**x1, 10**power)
        label = f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"
        parts.append(f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
    ends = []
    for key, name, color in SERIES:
        points = [place(row["articles"], row[key]) for row in rows]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{color}"/>' for x, y in points]
        ends.append((points[-1][1], points[-1][0], name, color))
    last = -math.inf
    for y, x, name, color in sorted(ends):  # no name on another
        last = max(y + 4, last + LINE)
        parts.append(f'<text x="{x + 10:.1f}" y="{last:.1f}" fill="{color}">{name}</text>')
    middle = (place(10**x0, 10**y0)[0] + place(10**x1, 10**y0)[0]) / 2
    parts.append(f'<text x="{middle:.1f}" y="{HEIGHT - 10}" text-anchor="middle">articles</text>')
    return "\n".join([*parts, "</svg>", ""])
