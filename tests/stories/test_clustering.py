"""Average linkage, held against scipy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from kg.stories.clustering import THRESHOLD, average_linkage

Weights = dict[tuple[int, int], float]


@st.composite
def similarities(draw: st.DrawFn, *, least: float = 0.0) -> tuple[int, Weights]:
    """Draw the similarities of all pairs of some items, no two of them equal; those below `least` are 0."""
    count = draw(st.integers(2, 14))
    seed = draw(st.integers(0, 2**32 - 1))
    values = np.random.default_rng(seed).random(count * (count - 1) // 2)
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    return count, {pair: float(value) for pair, value in zip(pairs, values, strict=True) if value >= least}


def by_scipy(count: int, weights: Weights, threshold: float) -> list[list[int]]:
    """Return the clusters that scipy finds in the same matrix, with 1 - similarity as the distance."""
    distances = np.ones((count, count)) - np.eye(count)
    for (a, b), weight in weights.items():
        distances[a, b] = distances[b, a] = 1 - weight
    tree = hierarchy.linkage(squareform(distances), method="average")
    labels = hierarchy.fcluster(tree, 1 - threshold, criterion="distance")
    return sorted([i for i in range(count) if labels[i] == label] for label in set(labels))


@given(similarities(), st.floats(0.05, 0.95))
@settings(deadline=None)
def test_dense_similarities_make_the_clusters_of_scipy(case: tuple[int, Weights], threshold: float) -> None:
    count, weights = case
    assert average_linkage(count, weights, threshold=threshold) == by_scipy(count, weights, threshold)


@given(similarities(least=0.6))
@settings(deadline=None)
def test_a_pair_that_is_missing_counts_as_nothing_alike(case: tuple[int, Weights]) -> None:
    count, weights = case
    assert average_linkage(count, weights) == by_scipy(count, weights, THRESHOLD)


@given(similarities(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_names_and_order_of_items_do_not_show(case: tuple[int, Weights], random: object) -> None:
    count, weights = case
    names = list(range(count))
    random.shuffle(names)
    renamed = {tuple(sorted((names[a], names[b]))): weight for (a, b), weight in reversed(weights.items())}
    found = average_linkage(count, renamed, threshold=0.5)
    back = {name: item for item, name in enumerate(names)}
    assert sorted(sorted(back[name] for name in cluster) for cluster in found) == average_linkage(
        count, weights, threshold=0.5
    )


@given(similarities(least=0.3), st.floats(0.1, 0.9))
@settings(deadline=None)
def test_every_item_is_in_one_cluster(case: tuple[int, Weights], threshold: float) -> None:
    count, weights = case
    found = average_linkage(count, weights, threshold=threshold)
    assert sorted(item for cluster in found for item in cluster) == list(range(count))
    assert found == sorted(map(sorted, found))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_without_weights_all_stand_alone(count: int) -> None:
    assert average_linkage(count, {}) == [[item] for item in range(count)]


def test_a_chain_of_links_is_no_cluster() -> None:
    chain = {(i, i + 1): 0.5 for i in range(5)}
    assert max(map(len, average_linkage(6, chain, threshold=0.4))) == 2


def test_a_pair_at_the_threshold_is_joined_and_one_below_is_not() -> None:
    assert average_linkage(2, {(0, 1): 0.18}) == [[0, 1]]
    assert average_linkage(2, {(0, 1): 0.179999}) == [[0], [1]]
    weights = {(0, 1): 0.75, (0, 2): 0.25, (1, 2): 0.25}
    assert average_linkage(3, weights, threshold=0.25) == [[0, 1, 2]]
    assert average_linkage(3, weights, threshold=0.250001) == [[0, 1], [2]]


def test_the_most_alike_are_joined_first() -> None:
    weights = {(0, 1): 0.9, (1, 2): 0.8, (2, 3): 0.9, (0, 2): 0.1, (1, 3): 0.1, (0, 3): 0.1}
    assert average_linkage(4, weights, threshold=0.3) == [[0, 1], [2, 3]]
    assert average_linkage(4, weights, threshold=0.27) == [[0, 1, 2, 3]]


def test_equal_similarities_are_joined_in_the_order_of_items() -> None:
    weights = {(0, 1): 0.5, (1, 2): 0.5}
    assert average_linkage(3, weights, threshold=0.3) == [[0, 1], [2]]
    assert average_linkage(3, dict(reversed(weights.items())), threshold=0.3) == [[0, 1], [2]]
