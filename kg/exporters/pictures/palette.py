"""Articles -> a colour for each of the providers that have the most of them, and the legend that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kg.exporters.pictures.sheet import OTHER, PALETTE, QUIET, Sheet, fitted, width
from kg.exporters.view import ArticleView

ENTRY = 190  # the widest that an entry of a legend may be


def colors(items: Iterable[ArticleView]) -> dict[str, str]:
    """Return colours by the IRIs of providers, those with the most articles first."""
    counts = Counter(item.provider.iri for item in items if item.provider)
    ranked = sorted(counts, key=lambda iri: (-counts[iri], iri))
    return dict(zip(ranked, PALETTE, strict=False))


def color(item: ArticleView, colors: Mapping[str, str]) -> str:
    """Return the colour of an article."""
    return colors.get(item.provider.iri, OTHER) if item.provider else OTHER


def rows(entries: list[tuple[str, str]], room: float, *, size: float = 13) -> list[list[tuple[str, str, float]]]:
    """Return the entries of a legend (name, colour) in lines, each with how far right it stands."""
    lines: list[list[tuple[str, str, float]]] = [[]]
    x = 0.0
    for name, fill in entries:
        text = fitted(name, ENTRY, size)
        wide = width(text, size) + 38
        if x + wide > room and lines[-1]:
            lines.append([])
            x = 0.0
        lines[-1].append((text, fill, x))
        x += wide
    return lines


def legend(sheet: Sheet, lines: list[list[tuple[str, str, float]]], *, x: float, y: float) -> None:
    """Put a legend on a sheet, its first line at `y`."""
    for place, line in enumerate(lines):
        for text, fill, right in line:
            sheet.shape("circle", cx=x + right + 6, cy=y + place * 22 - 4.5, r=5.5, fill=fill)
            sheet.text(x + right + 18, y + place * 22, text, fill=QUIET)


def entries(items: Iterable[ArticleView], colors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what a legend says: the providers that have a colour, and all others in one."""
    providers = {item.provider.iri: item.provider for item in items if item.provider}
    others = [provider.name for iri, provider in providers.items() if iri not in colors]
    named = [(providers[iri].name, fill) for iri, fill in colors.items()]
    return [*named, (others[0] if len(others) == 1 else "other providers", OTHER)] if others else named
