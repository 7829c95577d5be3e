"""Two groupings of the same articles -> how far they agree: BCubed, pairs, ARI, AMI, V-measure.

All of them are computed from sizes alone: of the gold stories, of the predicted ones, and of what the two share. Sums
are exact (`math.fsum`), so that no order of the articles shows in a score.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import product

import msgspec

from kg.errors import UsageError

LEAST = 2.0**-52  # what the denominator of the AMI is never closer to 0 than


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """How far predicted stories agree with gold ones: 1 is the best of each measure.

    `n` articles are labelled; of them `missing` were not predicted and count as alone, and `unknown` are predicted, but
    not labelled, and do not count. `gold_multi` are the gold stories of two articles or more, and `exact_multi` those
    of them that were found with neither one more nor one less.

    BCubed: Bagga and Baldwin, 1998; Amigo et al., 2009. `ari`: Hubert and Arabie, 1985. `ami`: Vinh, Epps and Bailey,
    2010, normalised by the mean of the two entropies. `v`, `homogeneity`, `completeness`: Rosenberg and Hirschberg,
    2007. `pair_*` are precision and recall of the pairs of articles that share a story.
    """

    n: int
    gold_clusters: int
    pred_clusters: int
    gold_multi: int
    exact_multi: int
    missing: int
    unknown: int
    bcubed_p: float
    bcubed_r: float
    bcubed_f1: float
    pair_p: float
    pair_r: float
    pair_f1: float
    ari: float
    ami: float
    v: float
    homogeneity: float
    completeness: float


def score(gold: Mapping[str, str], predicted: Mapping[str, str]) -> Scores:
    """Score predicted stories against gold ones.

    Args:
        gold: the label of each article.
        predicted: the story of each article. A labelled article that is missing here counts as alone, and one that
            is not labelled does not count.

    Raises:
        UsageError: no article is both labelled and predicted.

    >>> found = score({"a": "x", "b": "x", "c": "y"}, {"a": "1", "b": "1", "c": "1"})
    >>> round(found.bcubed_p, 3), found.bcubed_r, found.exact_multi
    (0.556, 1.0, 0)
    """
    shared = gold.keys() & predicted.keys()
    if not shared:
        raise UsageError("no article is both labelled and predicted; are these the labels of this corpus?")
    joint = Counter((gold[i], (True, predicted[i]) if i in predicted else (False, i)) for i in gold)
    rows, columns = Counter(gold.values()), Counter[tuple[bool, str]]()
    for (_, story), count in joint.items():
        columns[story] += count
    cells = [(count, rows[label], columns[story]) for (label, story), count in joint.items()]
    both, ours, theirs = (sum(map(_pairs, counts.values())) for counts in (joint, rows, columns))
    n = len(gold)
    bcubed = [math.fsum(cell[0] ** 2 / cell[side] for cell in cells) / n for side in (2, 1)]
    pair = [both / every if every else 1.0 for every in (theirs, ours)]
    by_chance, most = ours * theirs / max(1, _pairs(n)), (ours + theirs) / 2
    homogeneity, completeness, ami = _information(cells, list(rows.values()), list(columns.values()))
    return Scores(
        n=n,
        gold_clusters=len(rows),
        pred_clusters=len(columns),
        gold_multi=sum(count > 1 for count in rows.values()),
        exact_multi=sum(1 < count == row == column for count, row, column in cells),
        missing=n - len(shared),
        unknown=len(predicted) - len(shared),
        bcubed_p=bcubed[0],
        bcubed_r=bcubed[1],
        bcubed_f1=harmonic(*bcubed),
        pair_p=pair[0],
        pair_r=pair[1],
        pair_f1=harmonic(*pair),
        ari=(both - by_chance) / (most - by_chance) if most != by_chance else 1.0,
        ami=ami,
        v=harmonic(homogeneity, completeness),
        homogeneity=homogeneity,
        completeness=completeness,
    )


def harmonic(one: float, other: float) -> float:
    """Return the harmonic mean of two shares, 0 if both are."""
    return 2 * one * other / (one + other) if one + other else 0.0


def expected_information(one: Collection[int], other: Collection[int]) -> float:
    """Return the mutual information (nats) that two groupings of these sizes share by chance.

    The mean over all ways to draw them at random, exact: Vinh, Epps and Bailey, 2010, equation 24a. Groups of one size
    count once, so that the time depends on how many sizes there are.

    Args:
        one: the number of articles in each group of the one grouping.
        other: the same of the other; both have the same sum.

    >>> round(expected_information([2, 1], [2, 1]), 4)  # one draw in three agrees (.6365), two do not (.1744)
    0.3284
    """
    n = sum(one)
    logs = [math.lgamma(k + 1) for k in range(n + 1)]  # of factorials
    parts = []
    for (a, times), (b, often) in product(Counter(one).items(), Counter(other).items()):
        for k in range(max(1, a + b - n), min(a, b) + 1):  # how many the two share: all that can be
            chance = logs[a] + logs[b] + logs[n - a] + logs[n - b] - logs[n]
            chance -= logs[k] + logs[a - k] + logs[b - k] + logs[n - a - b + k]
            parts.append(times * often * (k / n) * math.log(n * k / (a * b)) * math.exp(chance))
    return math.fsum(parts)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _information(
    cells: Sequence[tuple[int, int, int]], rows: Collection[int], columns: Collection[int]
) -> tuple[float, float, float]:
    """Return homogeneity, completeness and AMI.

    Args:
        cells: what a gold and a predicted story share, with the sizes of the two.
        rows: the sizes of the gold stories.
        columns: those of the predicted ones.
    """
    n = sum(rows)
    shared = math.fsum(count / n * math.log(count * n / (row * column)) for count, row, column in cells)
    gold, predicted = (-math.fsum(size / n * math.log(size / n) for size in sizes) for sizes in (rows, columns))
    if len(cells) == len(rows) == len(columns):
        return 1.0, 1.0, 1.0
    expected = expected_information(rows, columns)
    room = (gold + predicted) / 2 - expected
    room = min(room, -LEAST) if room < 0 else max(room, LEAST)
    return shared / gold if gold else 1.0, shared / predicted if predicted else 1.0, (shared - expected) / room
