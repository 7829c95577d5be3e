"""A tree of joins -> the nodes of it that are stories: those that stand out most against what surrounds them.

What is inside of a node is measured as what is outside of it: how alike each member is to its nearest of the one and of
the other. Inside, the height of the node counts as well, the average over all pairs of its two halves, or a chain would
be a story. A node stands out by the logarithm of what it has over what it needs, for each of its articles. Of all sets
of nodes of which none is in another, that with the greatest sum is taken, by one pass up the tree: so HDBSCAN takes the
clusters with the greatest excess of mass (Campello, Moulavi and Sander, 2013). No node has to pass before its parts
may, and a size is neither rewarded nor punished.

All that is summed is a whole number, so that no figure depends on the order of articles or pairs.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import msgspec

from kg.stories.matrix import order

if TYPE_CHECKING:
    import numpy as np

    from kg.stories.clustering import Tree

MILLION = 1_000_000  # weights have six digits


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """The constants of the cut: those that stay whichever labelled set is left out (docs/quality.md has the table).

    `inner` is the share that the nearest members have in what is inside (of its logarithm), the rest is the height's.
    `sharpness` is how much of what is around it a story needs inside, `quiet` what it needs where nothing is around it,
    `few` what one report would need beyond that, and n reports a part of n squared: two may be alike by chance.
    `nearest` is how many articles are looked at on either side.
    """

    inner: float = 0.7
    sharpness: float = 1.1
    quiet: float = 0.03
    few: float = 0.2
    nearest: int = 16


RULE = Rule()
Number = Any  # a number, or an array of them


class Standing(msgspec.Struct, frozen=True):
    """How nodes stand, an array each.

    `articles` and the `reports` among them, each with its copies; how alike these are on average to their nearest
    members (`inner`), the two halves to each other over all pairs (`height`), and the reports to their nearest others
    (`around`): 0 to 1.
    """

    articles: np.ndarray
    reports: np.ndarray
    inner: np.ndarray
    height: np.ndarray
    around: np.ndarray


class Pairs(msgspec.Struct, frozen=True):
    """Pairs of items, none twice: the one and the other, the weight (0 to 1), and the weight without curated links.

    A link speaks for a pair, and never against another: surroundings are weighed without.
    """

    a: np.ndarray
    b: np.ndarray
    weight: np.ndarray
    plain: np.ndarray


class Outline(msgspec.Struct, frozen=True):
    """The items of a tree in an order in which those of a node are a run: from `start` on, `length` of them.

    `turn` has the joins in the same order: that of the items at i and i + 1 is at i; where nothing joins the two it is
    greater than any join.
    """

    items: np.ndarray
    start: np.ndarray
    length: np.ndarray
    turn: np.ndarray


def inside(inner: Number, height: Number, *, rule: Rule = RULE) -> Number:
    """Return how alike the members of a node are.

    Args:
        inner: how alike they are on average to their nearest members (0 to 1).
        height: how alike the two halves of the node are on average over all pairs.
        rule: the constants.

    >>> round(inside(0.4, 0.2), 2)
    0.32
    """
    return inner**rule.inner * height ** (1 - rule.inner)


def needed(around: Number, reports: Number, *, rule: Rule = RULE) -> Number:
    """Return how alike the members of a story must be at least.

    Args:
        around: how alike they are on average to their nearest articles outside of it (0 to 1).
        reports: how many they are, copies not counted.
        rule: the constants.

    >>> [round(needed(around, reports), 2) for around, reports in ((0.0, 2), (0.0, 20), (0.2, 2), (0.2, 20))]
    [0.08, 0.03, 0.27, 0.22]
    """
    return ((rule.sharpness * around) ** 2 + rule.quiet**2) ** 0.5 + rule.few / reports**2


def apart(tree: Tree, pairs: Pairs, sizes: np.ndarray, *, rule: Rule = RULE) -> np.ndarray:
    """Return the number of the story of each item: those of one story, and no others, have the same.

    Args:
        tree: of joins.
        pairs: that it was made of.
        sizes: how often each item counts.
        rule: the constants.
    """
    import numpy as np

    shape = outline(tree)
    chosen = best(tree, excess(measured(tree, shape, pairs, sizes, rule=rule), rule=rule))
    number = np.empty(tree.count, dtype=np.int64)
    number[shape.items] = np.searchsorted(np.sort(shape.start[chosen]), np.arange(tree.count), side="right")
    return number


def excess(standing: Standing, *, rule: Rule = RULE) -> np.ndarray:
    """Return how far each join stands out against what surrounds it, over all its articles; below 0 where it does not.

    Args:
        standing: how each join stands.
        rule: the constants.
    """
    import numpy as np

    has = inside(standing.inner, standing.height, rule=rule)
    with np.errstate(divide="ignore"):  # of what is 0
        over = np.log(has) - np.log(needed(standing.around, standing.reports, rule=rule))
    found: np.ndarray = standing.articles * over
    return found


def needed_as_one(least: float, excess: float) -> float:
    """Return how alike the members of a node must be to stand out more than parts of it do.

    Args:
        least: what it needs against its surroundings alone.
        excess: of the parts, an article of the node.

    >>> needed_as_one(0.1, 0.0), round(needed_as_one(0.1, 0.5), 2)
    (0.1, 0.16)
    """
    return least * math.exp(excess)


def greatest(tree: Tree, excess: np.ndarray) -> list[float]:
    """Return for each node the greatest sum of excess of nodes in it of which none is in another; 0 for an item.

    Args:
        tree: of joins.
        excess: of each join.
    """
    most = [0.0] * tree.count
    for own, left, right in zip(excess.tolist(), tree.left, tree.right, strict=True):
        most.append(max(own, most[left] + most[right]))
    return most


def best(tree: Tree, excess: np.ndarray) -> list[int]:
    """Return the nodes with the greatest sum of excess, and the items that are in none: each item is in one of them.

    Args:
        tree: of joins.
        excess: of each join.
    """
    most = greatest(tree, excess)
    chosen, waiting = [], list(tree.roots)
    while waiting:
        node = waiting.pop()
        join = node - tree.count
        if join < 0 or most[node] > most[tree.left[join]] + most[tree.right[join]]:
            chosen.append(node)
        else:
            waiting += (tree.left[join], tree.right[join])
    return chosen


def outline(tree: Tree) -> Outline:
    """Return the items of a tree so that those of each node stand together."""
    import numpy as np

    length = [1] * tree.count
    for left, right in zip(tree.left, tree.right, strict=True):
        length.append(length[left] + length[right])
    start, at = [0] * len(length), 0
    for root in tree.roots:
        start[root] = at
        at += length[root]
    turn = np.full(tree.count, len(tree.left))
    for join in reversed(range(len(tree.left))):
        left, right = tree.left[join], tree.right[join]
        start[left] = start[tree.count + join]
        start[right] = start[left] + length[left]
        turn[start[right] - 1] = join
    starts = np.array(start, dtype=np.int64)
    items = np.empty(tree.count, dtype=np.int64)
    items[starts[: tree.count]] = np.arange(tree.count)
    return Outline(items, starts, np.array(length, dtype=np.int64), turn)


def measured(tree: Tree, shape: Outline, pairs: Pairs, sizes: np.ndarray, *, rule: Rule = RULE) -> Standing:
    """Return how each join of a tree stands.

    A pair is met once from either end, where its two ends are joined: there the one comes to be a member of the other's
    cluster. It adds to what is inside as far as it is one of the nearest that are known by then, and takes as much from
    what is outside. So the work is that of the pairs, however large or deep the tree.

    Args:
        tree: of joins.
        shape: its outline.
        pairs: that it was made of.
        sizes: how often each item counts.
        rule: the constants.
    """
    import numpy as np

    item, other = np.r_[pairs.a, pairs.b], np.r_[pairs.b, pairs.a]
    weight, plain = (np.tile(np.rint(value * MILLION).astype(np.int64), 2) for value in (pairs.weight, pairs.plain))
    join = _joins(shape, item, other)
    within = join < len(tree.left)
    near = _nearest(item[~within], plain[~within], count=tree.count, most=rule.nearest)
    item, join, weight, plain = (column[within] for column in (item, join, weight, plain))
    upward = order(item, join)
    gained = np.zeros(len(item), dtype=np.int64)
    gained[upward] = _gains(np.zeros_like(near), item[upward], weight[upward])
    downward = order(item, len(tree.left) - join)
    lost = np.zeros(len(item), dtype=np.int64)
    outside = near.sum(axis=1)
    lost[downward] = _gains(near, item[downward], plain[downward])
    np.add.at(outside, item, lost)
    articles, reports = _sums(shape, sizes), shape.length[tree.count :]
    inner = _sums(shape, np.zeros_like(sizes), join=join, change=sizes[item] * gained)
    around = _sums(shape, sizes * outside, join=join, change=-sizes[item] * lost)
    return Standing(
        articles=articles,
        reports=reports,
        inner=inner / (articles * np.minimum(reports - 1, rule.nearest) * MILLION),
        height=np.array(tree.height, dtype=float),
        around=around / (articles * rule.nearest * MILLION),
    )


def _joins(shape: Outline, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the join that first has both items of each pair: the last one made of all that stand between the two."""
    import numpy as np

    place = shape.start
    first, last = np.minimum(place[one], place[other]), np.maximum(place[one], place[other])
    highest, found = shape.turn, np.empty(len(one), dtype=np.int64)
    level = np.frexp((last - first).astype(float))[1] - 1  # of the greatest power of two that is no longer
    for power in range(int(level.max(initial=0)) + 1):
        here = np.flatnonzero(level == power)
        found[here] = np.maximum(highest[first[here]], highest[last[here] - (1 << power)])
        step = 1 << power
        highest = np.maximum(highest[:-step], highest[step:]) if len(highest) > step else highest
    return found


def _nearest(item: np.ndarray, value: np.ndarray, *, count: int, most: int) -> np.ndarray:
    """Return the greatest values of each item, so many of them: a row an item, filled up with 0."""
    import numpy as np

    places = order(item, MILLION - value)
    item, value = item[places], value[places]
    lengths = np.bincount(item, minlength=count)
    rank = np.arange(len(item)) - (np.cumsum(lengths) - lengths)[item]
    found = np.zeros((count, most), dtype=np.int64)
    found[item[rank < most], rank[rank < most]] = value[rank < most]
    return found


def nearest_sums(item: np.ndarray, weight: np.ndarray, *, count: int, rule: Rule = RULE) -> np.ndarray:
    """Return the sum of the greatest weights of each item, of so many as the rule looks at.

    Args:
        item: of each weight.
        weight: 0 to 1.
        count: of all items.
        rule: the constants.
    """
    import numpy as np

    whole = np.rint(weight * MILLION).astype(np.int64)
    found: np.ndarray = _nearest(item, whole, count=count, most=rule.nearest).sum(axis=1) / MILLION
    return found


def _gains(near: np.ndarray, item: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Return how much each value adds to the sum of the greatest values of its item, which `near` has; it is changed.

    Args:
        near: a row an item.
        item: of each value, sorted; those of one item come in turn.
        value: 0 to a million.
    """
    import numpy as np

    lengths = np.bincount(item, minlength=len(near))
    rank = np.arange(len(item)) - (np.cumsum(lengths) - lengths)[item]
    found = np.zeros(len(item), dtype=np.int64)
    places = np.argsort(rank, kind="stable")
    for here in np.split(places, np.cumsum(np.bincount(rank))[:-1]):
        row = item[here]
        least = near[row].argmin(axis=1)
        found[here] = np.maximum(0, value[here] - near[row, least])
        near[row, least] += found[here]
    return found


def _sums(
    shape: Outline, values: np.ndarray, *, join: np.ndarray | None = None, change: np.ndarray | None = None
) -> np.ndarray:
    """Return for each join the sum of the values of its items, and of the changes at it and at all joins below it."""
    import numpy as np

    made = shape.length[len(values) :]
    start = shape.start[len(values) :]
    before = np.r_[0, np.cumsum(values[shape.items])]
    total: np.ndarray = before[start + made] - before[start]
    if join is not None and change is not None:
        at = np.zeros(len(made) + 1, dtype=np.int64)
        np.add.at(at, join, change)
        before = np.r_[0, np.cumsum(at[shape.turn])]
        total += before[start + made - 1] - before[start]
    return total
