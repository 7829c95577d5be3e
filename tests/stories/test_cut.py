"""The cut of the tree: what each node has and needs, by another way, and the best of all sets of nodes."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.stories import cut
from kg.stories.clustering import Tree, average_linkage
from kg.stories.cut import Pairs, Rule, Standing


@st.composite
def linked(draw: st.DrawFn, *, most: int = 12) -> tuple[Tree, Pairs, np.ndarray]:
    """Draw pairs of items, the tree that they make, and how often each item counts."""
    count = draw(st.integers(2, most))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    ends = np.array(list(itertools.combinations(range(count), 2)), dtype=np.int64)
    ends = ends[chance.random(len(ends)) < draw(st.sampled_from([0.3, 0.7, 1.0]))].reshape(-1, 2)
    plain = chance.integers(1, 1_000_000, len(ends)) / 1_000_000
    weight = np.maximum(plain, np.where(chance.random(len(ends)) < 0.2, 0.9, 0.0))  # a link raises a pair
    sizes = chance.integers(1, 4, count) if draw(st.booleans()) else np.ones(count, dtype=np.int64)
    pairs = Pairs(ends[:, 0], ends[:, 1], weight, plain)
    return average_linkage(pairs.a, pairs.b, weight, sizes.tolist(), least=0.0), pairs, sizes


def items_of(tree: Tree) -> list[list[int]]:
    found = [[item] for item in range(tree.count)]
    for left, right in zip(tree.left, tree.right, strict=True):
        found.append(found[left] + found[right])
    return found


def by_hand(tree: Tree, pairs: Pairs, sizes: np.ndarray, members: set[int], *, nearest: int) -> tuple[float, float]:
    """Return how alike members are to their nearest within and without, each looked at by itself."""
    within: dict[int, list[float]] = {item: [] for item in members}
    without: dict[int, list[float]] = {item: [] for item in members}
    for a, b, weight, plain in zip(*(c.tolist() for c in (pairs.a, pairs.b, pairs.weight, pairs.plain)), strict=True):
        for one, other in ((a, b), (b, a)):
            if one in members and other in members:
                within[one].append(weight)
            elif one in members:
                without[one].append(plain)
    share = min(nearest, len(members) - 1)
    total = sum(int(sizes[item]) for item in members)
    inner = sum(sizes[item] * sum(sorted(near)[-nearest:]) / share for item, near in within.items()) / total
    around = sum(sizes[item] * sum(sorted(near)[-nearest:]) / nearest for item, near in without.items()) / total
    return float(inner), float(around)


@given(linked(), st.sampled_from([1, 2, 3, 16]))
@settings(deadline=None)
def test_nodes_stand_as_they_do_by_hand(case: tuple[Tree, Pairs, np.ndarray], nearest: int) -> None:
    tree, pairs, sizes = case
    standing = cut.measured(tree, cut.outline(tree), pairs, sizes, rule=Rule(nearest=nearest))
    for join, members in enumerate(items_of(tree)[tree.count :]):
        inner, around = by_hand(tree, pairs, sizes, set(members), nearest=nearest)
        assert standing.inner[join] == pytest.approx(inner, abs=1e-9)
        assert standing.around[join] == pytest.approx(around, abs=1e-9)
        assert (standing.articles[join], standing.reports[join]) == (sizes[members].sum(), len(members))


@given(linked())
@settings(deadline=None)
def test_the_items_of_a_node_stand_together(case: tuple[Tree, Pairs, np.ndarray]) -> None:
    tree, *_ = case
    shape = cut.outline(tree)
    assert sorted(shape.items.tolist()) == list(range(tree.count))
    for node, members in enumerate(items_of(tree)):
        run = shape.items[shape.start[node] :][: shape.length[node]]
        assert sorted(run.tolist()) == sorted(members)


def sets_of_nodes(tree: Tree, node: int) -> list[list[int]]:
    """Return all sets of nodes below a node that have each of its items once."""
    if node < tree.count:
        return [[node]]
    left, right = (sets_of_nodes(tree, half[node - tree.count]) for half in (tree.left, tree.right))
    return [[node], *([*one, *other] for one in left for other in right)]


@given(linked(most=7), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_no_set_of_nodes_is_better_than_the_best(case: tuple[Tree, Pairs, np.ndarray], seed: int) -> None:
    tree, *_ = case
    excess = np.random.default_rng(seed).normal(size=len(tree.left))
    worth = [0.0] * tree.count + excess.tolist()
    chosen = cut.best(tree, excess)
    assert sorted(item for node in chosen for item in items_of(tree)[node]) == list(range(tree.count))
    all_sets = itertools.product(*(sets_of_nodes(tree, root) for root in tree.roots))
    most = max(math.fsum(worth[node] for group in groups for node in group) for groups in all_sets)
    assert math.fsum(worth[node] for node in chosen) == pytest.approx(most)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(2, 100))
def test_more_is_needed_where_more_is_around_and_of_few(one: float, other: float, reports: int) -> None:
    quiet, loud = sorted((one, other))
    assert 0 < cut.needed(0.0, reports) <= cut.needed(quiet, reports) <= cut.needed(loud, reports)
    assert cut.needed(quiet, reports + 1) <= cut.needed(quiet, reports)


@given(st.floats(0.001, 1), st.floats(0.001, 1))
def test_what_is_inside_is_between_the_nearest_and_the_halves(inner: float, height: float) -> None:
    found = cut.inside(inner, height)
    assert min(inner, height) - 1e-9 <= found <= max(inner, height) + 1e-9


def chain(count: int) -> tuple[Tree, Pairs, np.ndarray]:
    """Return a tree that is as deep as it can be, of pairs of each item with all."""
    ends = np.array([(0, other) for other in range(1, count)], dtype=np.int64)
    weight = np.linspace(0.9, 0.1, len(ends)).round(6)
    tree = Tree(count, [0, *range(count, 2 * count - 2)], list(range(1, count)), weight.tolist(), [2 * count - 2])
    return tree, Pairs(ends[:, 0], ends[:, 1], weight, weight), np.ones(count, dtype=np.int64)


def test_a_deep_tree_is_measured_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tree of 20,000 joins, each of one more item: no node looks at its items anew."""
    looked: list[int] = []
    gains = cut._gains

    def counted(near: np.ndarray, item: np.ndarray, value: np.ndarray) -> np.ndarray:
        looked.append(len(item))
        return gains(near, item, value)

    monkeypatch.setattr(cut, "_gains", counted)
    tree, pairs, sizes = chain(20_000)
    standing = cut.measured(tree, cut.outline(tree), pairs, sizes)
    assert sum(looked) == 2 * 2 * len(pairs.a)  # from either end, on the way up and on the way down
    assert standing.reports.tolist() == list(range(2, 20_001))
    assert standing.around[-1] == 0


def test_outside_is_what_a_link_does_not_raise() -> None:
    ends = np.array([(0, 1), (0, 2)], dtype=np.int64)
    tree = Tree(3, [0], [1], [0.5], [2, 3])
    pairs = Pairs(ends[:, 0], ends[:, 1], np.array([0.5, 0.9]), np.array([0.5, 0.1]))
    standing: Standing = cut.measured(tree, cut.outline(tree), pairs, np.ones(3, dtype=np.int64), rule=Rule(nearest=1))
    assert (standing.inner[0], standing.around[0]) == (0.5, 0.05)
