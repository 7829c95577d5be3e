"""Two articles of a graph -> why they are, or are not, in one story."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from statistics import median

from kg.analysis.evidence import Evidence, gather, headline, reports
from kg.analysis.evidence.addresses import find_article
from kg.analysis.evidence.contrast import contrast, halves, parts_without, rows_between
from kg.analysis.evidence.explanation import Between, Explanation, Parting
from kg.analysis.evidence.links import link
from kg.errors import UsageError
from kg.folder import OutputFolder
from kg.rdf.store import Store

MOST_TRIED = 3  # links of the chain left out, weakest first, to see whether the two part: each costs a clustering
MOST_SHOWN = 3  # links between two stories


def explain(store: Store, a: str, b: str, *, folder: OutputFolder | None = None) -> Explanation:
    """Say why two articles are, or are not, in one story: as `kg.KnowledgeGraph.explain`; for `folder` see `gather`."""
    evidence = gather(store, folder=folder)
    one, other = (find_article(evidence, called) for called in (a, b))
    if one == other:
        raise UsageError(f"{a} and {b} are the same article; name two")
    group = evidence.groups[one]
    together = other in group
    chain = _chain(evidence, one, other) if together else []
    current = all(_stands(evidence, evidence.groups[end]) for end in (one, other))
    parting, tried = _parting(evidence, one, other, chain) if current else (None, 0)
    story, its = (evidence.story.get(evidence.articles[end].key) for end in (one, other))
    split = halves(evidence, group)
    return Explanation(
        a=headline(evidence, one),
        b=headline(evidence, other),
        together=together,
        stories=(story, its),
        direct=link(evidence, one, other),
        contrast=contrast(evidence, *split) if together and split else None,
        chain=tuple(link(evidence, *step) for step in chain),
        parting=parting,
        tried=tried,
        between=None if together else _between(evidence, group, evidence.groups[other]),
        lines_known=evidence.records is not None,
        current=current,
    )


def _stands(evidence: Evidence, group: Sequence[int]) -> bool:
    """Return whether a story of the graph stands out by the weights of this version of kg."""
    split = halves(evidence, group)
    if split is None:
        return True
    found = contrast(evidence, *split)
    return found.inside > found.needed


def _chain(evidence: Evidence, a: int, b: int) -> list[tuple[int, int]]:
    """Return the path within a story whose weakest step is strongest; of several, one with fewest steps.

    There is none in a graph that another version of kg built, if that found links that are none today.
    """
    inside = set(evidence.groups[a])
    weights = {evidence.weight[row] for item in inside for other, row in evidence.near[item].items() if other in inside}
    ordered = sorted(weights, reverse=True)
    first = bisect_left(ordered, 1, key=lambda least: bool(_path(evidence, a, b, inside, least=least)))
    return _path(evidence, a, b, inside, least=ordered[first]) if first < len(ordered) else []


def _path(evidence: Evidence, a: int, b: int, inside: set[int], *, least: float) -> list[tuple[int, int]]:
    """Return a path with fewest steps of at least this weight; each article is reached by its heaviest step."""
    came_from = {a: a}
    front = [a]
    while front and b not in came_from:
        reached: dict[int, tuple[float, int]] = {}
        for here in front:
            for there, row in evidence.near[here].items():
                if there in inside and there not in came_from and evidence.weight[row] >= least:
                    reached[there] = max(reached.get(there, (0.0, here)), (evidence.weight[row], here))
        came_from.update((there, here) for there, (_, here) in reached.items())
        front = sorted(reached)
    steps = []
    while b in came_from and b != a:
        steps.append((came_from[b], b))
        b = came_from[b]
    return steps[::-1]


def _parting(evidence: Evidence, a: int, b: int, chain: Sequence[tuple[int, int]]) -> tuple[Parting | None, int]:
    """Return the weakest step without which the two part, if there is one; and how many were left out to see."""
    group = evidence.groups[a]
    rows = {step: evidence.near[step[0]][step[1]] for step in chain}
    weakest = sorted(chain, key=lambda step: (evidence.weight[rows[step]], rows[step]))[:MOST_TRIED]
    for tried, step in enumerate(weakest, 1):
        parts = parts_without(evidence, group, rows[step])
        with_a, with_b = (next(part for part in parts if end in part) for end in (a, b))
        if with_a != with_b:
            return Parting(link=link(evidence, *step), with_a=len(with_a), with_b=len(with_b)), tried
    return None, len(weakest)


def _between(evidence: Evidence, one: Sequence[int], other: Sequence[int]) -> Between:
    first, second = reports(evidence, one), reports(evidence, other)
    rows = rows_between(evidence, first, second)
    heaviest = sorted(rows, key=lambda row: (-evidence.weight[row], row))[:MOST_SHOWN]
    return Between(
        contrast=contrast(evidence, one, other),
        pairs=len(first) * len(second),
        counted=len(rows),
        listed=sum(bool(evidence.pairs.listed[row] or evidence.pairs.listed_together[row]) for row in rows),
        hours=_hours_between(evidence, first, second),
        strongest=tuple(link(evidence, *rows[row]) for row in heaviest),
    )


def _hours_between(evidence: Evidence, one: Sequence[int], other: Sequence[int]) -> float | None:
    """Return the hours between the median dates of two groups, None where no date of one of them is known."""
    dates = [[date for item in group if (date := evidence.articles[item].published)] for group in (one, other)]
    if not all(dates):
        return None
    first, second = (median(date.timestamp() for date in group) for group in dates)
    return round(abs(first - second) / 3600, 3)
