"""Average linkage, held against scipy's, and the cut of its tree."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from kg.stories import cut
from kg.stories.clustering import Tree, average_linkage, clusters, cohesion, confidences
from kg.stories.cut import needed
from kg.stories.similarity import Columns
from weighted_pairs import columns_of, weights_of

Weights = Mapping[tuple[int, int], float]


def ordered(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def linkage(weights: Weights, sizes: Sequence[int], *, least: float = 0.0) -> Tree:
    ends = np.array(list(weights), dtype=np.int64).reshape(-1, 2)
    return average_linkage(ends[:, 0], ends[:, 1], np.array(list(weights.values())), sizes, least=least)


def found(weights: Weights, count: int, *, plain: Weights | None = None) -> list[list[int]]:
    return clusters(columns_of(weights, report=range(count), plain=plain))


def all_pairs(items: Iterable[int], weight: float) -> dict[tuple[int, int], float]:
    return dict.fromkeys(itertools.combinations(sorted(items), 2), weight)


def at_cut(tree: Tree, height: float) -> list[list[int]]:
    """Return the clusters that the joins at this height or above it make."""
    members = {item: [item] for item in range(tree.count)}
    for join, (left, right, joined) in enumerate(zip(tree.left, tree.right, tree.height, strict=True)):
        if joined >= height:
            members[tree.count + join] = members.pop(left) + members.pop(right)
    return sorted(map(sorted, members.values()))


def by_scipy(count: int, weights: Weights) -> np.ndarray:
    """Return the tree that scipy makes of the same matrix, with 1 - similarity as the distance."""
    distances = np.ones((count, count)) - np.eye(count)
    for (a, b), weight in weights.items():
        distances[a, b] = distances[b, a] = 1 - weight
    tree: np.ndarray = hierarchy.linkage(squareform(distances), method="average")
    return tree


def scipy_at_cut(count: int, weights: Weights, height: float) -> list[list[int]]:
    labels = hierarchy.fcluster(by_scipy(count, weights), 1 - height, criterion="distance")
    return sorted([item for item in range(count) if labels[item] == label] for label in set(labels))


@st.composite
def similarities(draw: st.DrawFn, *, most: int = 14) -> tuple[int, dict[tuple[int, int], float]]:
    """Draw the similarities of some items, no two of them equal; some or all of the pairs may be missing."""
    count = draw(st.integers(2, most))
    values = (
        np.random.default_rng(draw(st.integers(0, 2**32 - 1))).permutation(999_999)[: count * (count - 1) // 2]
        / 1_000_000
    )
    least = draw(st.sampled_from([0.0, 0.3, 0.7]))
    pairs = zip(itertools.combinations(range(count), 2), values.tolist(), strict=True)
    return count, {pair: value for pair, value in pairs if value >= least}


@st.composite
def reported(draw: st.DrawFn) -> Columns:
    """Draw weighted pairs of articles, some of which are copies of others."""
    count, weights = draw(similarities(most=10))
    report = [draw(st.sampled_from([item, item, *range(item)])) for item in range(count)]
    for item in range(count):  # a report is no copy
        report[item] = report[report[item]]
    kept = {(a, b): weight for (a, b), weight in weights.items() if report[a] == a and report[b] == b}
    return columns_of({**kept, **{(report[b], b): 1.0 for b in range(count) if report[b] != b}}, report=report)


# the tree


@given(similarities(), st.floats(0.02, 0.98))
@settings(deadline=None)
def test_the_tree_is_that_of_scipy(case: tuple[int, Weights], height: float) -> None:
    count, weights = case
    tree = linkage(weights, [1] * count)
    heights = 1 - by_scipy(count, weights)[:, 2]
    joined = sorted(tree.height, reverse=True)
    assert joined == pytest.approx(heights[: len(joined)].tolist())
    assert heights[len(joined) :] == pytest.approx(0)  # what no pair joins
    assert len(tree.roots) == count - len(joined)
    assert at_cut(tree, height) == scipy_at_cut(count, weights, height)


@given(similarities(), st.floats(0.02, 0.98))
@settings(deadline=None)
def test_joins_below_the_least_are_not_made_and_the_others_are_the_same(
    case: tuple[int, Weights], least: float
) -> None:
    count, weights = case
    whole, tree = linkage(weights, [1] * count), linkage(weights, [1] * count, least=least)
    assert sorted(tree.height) == sorted(height for height in whole.height if height >= least)
    assert at_cut(tree, least) == at_cut(whole, least)


@given(similarities(most=7), st.data())
@settings(deadline=None)
def test_an_item_that_counts_thrice_is_three_that_are_wholly_alike(
    case: tuple[int, Weights], data: st.DataObject
) -> None:
    count, weights = case
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=count, max_size=count))
    item_of = [item for item in range(count) for _ in range(sizes[item])]
    repeated = {
        (a, b): 1.0 if item_of[a] == item_of[b] else weights.get((item_of[a], item_of[b]), 0.0)
        for a, b in itertools.combinations(range(len(item_of)), 2)
    }
    once, each = linkage(weights, sizes), linkage(repeated, [1] * len(item_of))
    heights = sorted([*once.height, *[1.0] * (len(item_of) - count)])
    assert [height for height in sorted(each.height) if height] == pytest.approx(heights)
    for height in (0.2, 0.5, 0.8):
        spread = [
            [place for item in group for place, of in enumerate(item_of) if of == item]
            for group in at_cut(once, height)
        ]
        assert at_cut(each, height) == sorted(map(sorted, spread))


@given(similarities(), st.randoms(use_true_random=False), st.floats(0.02, 0.98))
@settings(deadline=None)
def test_names_and_order_of_items_do_not_show(case: tuple[int, Weights], chance: random.Random, height: float) -> None:
    count, weights = case
    names = chance.sample(range(count), count)
    renamed = {ordered(names[a], names[b]): weight for (a, b), weight in weights.items()}
    tree, other = linkage(weights, [1] * count), linkage(dict(sorted(renamed.items())), [1] * count)
    assert sorted(other.height) == pytest.approx(sorted(tree.height))
    named = [sorted(names[item] for item in group) for group in at_cut(tree, height)]
    assert at_cut(other, height) == sorted(named)


@given(similarities())
@settings(deadline=None)
def test_no_join_is_above_those_below_it_and_the_order_of_pairs_does_not_show(case: tuple[int, Weights]) -> None:
    count, weights = case
    tree = linkage(weights, [1] * count)
    for left, right, height in zip(tree.left, tree.right, tree.height, strict=True):
        assert all(tree.height[node - count] >= height - 1e-12 for node in (left, right) if node >= count)
    assert linkage(dict(reversed(list(weights.items()))), [1] * count).roots == tree.roots


@pytest.mark.parametrize("count", [0, 1, 3])
def test_without_pairs_nothing_is_joined(count: int) -> None:
    assert linkage({}, [1] * count) == Tree(count, [], [], [], list(range(count)))


def test_among_equals_the_first_pair_is_joined() -> None:
    chain = {(0, 1): 0.5, (1, 2): 0.5, (2, 3): 0.5}
    tree = linkage(chain, [1] * 4)
    assert (tree.left, tree.right, tree.height) == ([0, 2, 4], [1, 3, 5], [0.5, 0.5, 0.125])
    assert linkage({(1, 2): 0.5, (0, 1): 0.5}, [1] * 3) == linkage({(0, 1): 0.5, (1, 2): 0.5}, [1] * 3)
    assert at_cut(linkage(all_pairs(range(3), 0.5), [1] * 3), 0.5) == [[0, 1, 2]]


def test_the_mean_of_all_pairs_decides_and_not_the_nearest_pair() -> None:
    weights = {(0, 1): 0.9, (1, 2): 0.8, (2, 3): 0.9, (0, 2): 0.1, (1, 3): 0.1, (0, 3): 0.1}
    tree = linkage(weights, [1] * 4)
    assert at_cut(tree, 0.3) == [[0, 1], [2, 3]]
    assert tree.height == pytest.approx([0.9, 0.9, 1.1 / 4])
    assert linkage(weights, [1, 1, 2, 1]).height == pytest.approx([0.9, 0.9, (2 * 0.9 + 0.2) / 6])


# the cut


@given(reported())
@settings(deadline=None)
def test_every_article_is_in_one_cluster_and_copies_where_their_report_is(drawn: Columns) -> None:
    groups = clusters(drawn)
    assert sorted(item for group in groups for item in group) == list(range(len(drawn.report)))
    assert groups == sorted(map(sorted, groups))
    of = {item: number for number, group in enumerate(groups) for item in group}
    assert all(of[item] == of[report] for item, report in enumerate(drawn.report.tolist()))


@given(similarities(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_articles_does_not_show_in_clusters(case: tuple[int, Weights], chance: random.Random) -> None:
    count, weights = case
    names = chance.sample(range(count), count)
    renamed = {ordered(names[a], names[b]): weight for (a, b), weight in weights.items()}
    assert found(renamed, count) == sorted(sorted(names[item] for item in group) for group in found(weights, count))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_without_pairs_all_stand_alone(count: int) -> None:
    assert found({}, count) == [[item] for item in range(count)]


def test_a_chain_of_links_is_no_cluster() -> None:
    chain = {(item, item + 1): 0.5 for item in range(39)}
    assert max(map(len, found(chain, 40))) <= 4
    assert found(all_pairs(range(40), 0.5), 40) == [list(range(40))]


def test_two_that_are_hardly_alike_are_no_story_and_a_little_more_makes_them_one() -> None:
    assert found({(0, 1): needed(0, 2) - 0.001}, 2) == [[0], [1]]
    assert found({(0, 1): needed(0, 2) + 0.001}, 2) == [[0, 1]]


GROUP = range(4)
CROWD = range(4, 404)


def crowd(weight: float) -> dict[tuple[int, int], float]:
    """Return the pairs of many items, each like some of the others, any of them: a subject without stories."""
    chance = random.Random(7)
    return {ordered(a, b): weight for a in CROWD for b in chance.sample([b for b in CROWD if b != a], 10)}


def test_a_group_that_stands_out_is_a_story_and_the_same_group_in_a_crowd_is_none() -> None:
    group = all_pairs(GROUP, 0.28)
    beside = {(a, b): 0.3 for a in GROUP for b in CROWD[:20]}
    assert found({**group, **crowd(0.3)}, 404)[0] == [0, 1, 2, 3]
    assert found({**group, **crowd(0.3), **beside}, 404)[0] != [0, 1, 2, 3]
    closer = all_pairs(GROUP, 0.7)
    assert found({**closer, **crowd(0.3), **beside}, 404)[0] == [0, 1, 2, 3]


def test_a_crowd_is_no_story() -> None:
    """Some that are alike by chance may be taken for one; the subject is not."""
    assert max(map(len, found(crowd(0.3), 404))) <= len(CROWD) / 10


def test_a_large_story_does_not_stand_in_its_own_way() -> None:
    """Members never count as surroundings, however many there are."""
    assert found(all_pairs(range(50), 0.3), 50) == [list(range(50))]


def test_two_stories_side_by_side_are_told_apart() -> None:
    between = {(a, b): 0.08 for a in range(5) for b in range(5, 10)}
    assert found({**all_pairs(range(5), 0.5), **all_pairs(range(5, 10), 0.5), **between}, 10) == [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
    ]


def test_a_link_to_another_event_does_not_make_the_surroundings_louder() -> None:
    """Surroundings are weighed without links: a link speaks for a pair, never against another."""
    others = range(3, 19)
    text = {**all_pairs(range(3), 0.2), **{(a, b): 0.03 for a in range(3) for b in others}}
    linked = {**text, **{(a, b): 0.19 for a in range(3) for b in others}}
    assert found(text, 19)[0] == [0, 1, 2]
    assert found(linked, 19)[0] != [0, 1, 2]
    tree = Tree(19, [0, 19], [1, 2], [0.2, 0.2], [20, *others])
    told = columns_of(linked, report=range(19), plain=text)
    pairs = cut.Pairs(told.a, told.b, told.weight, told.plain)
    standing = cut.measured(tree, cut.outline(tree), pairs, np.ones(19, dtype=np.int64))
    assert standing.around[-1] == pytest.approx(0.03)


def test_a_report_counts_as_often_as_it_was_carried() -> None:
    """Three carriers of one report and two others: what holds for most of the five decides."""
    weights = {(0, 1): 0.3, (0, 2): 0.3, (1, 2): 0.001}
    alone, carried = [0, 1, 2], [0, 1, 2, 1, 1, 1, 1, 1, 1]
    copies = {(1, item): 1.0 for item in range(3, 9)}
    assert clusters(columns_of(weights, report=alone)) == [[0, 1, 2]]
    assert clusters(columns_of({**weights, **copies}, report=carried)) == [[0, 1, 3, 4, 5, 6, 7, 8], [2]]


# cohesion


@given(reported())
@settings(deadline=None)
def test_cohesion_is_the_mean_of_all_pairs(drawn: Columns) -> None:
    groups, report, weights = clusters(drawn), drawn.report.tolist(), weights_of(drawn)

    def alike(one: int, other: int) -> float:
        a, b = sorted((report[one], report[other]))
        return 1.0 if a == b else weights.get((a, b), 0.0)

    means = [
        float(np.mean([alike(*pair) for pair in itertools.combinations(group, 2)])) if len(group) > 1 else 1.0
        for group in groups
    ]
    assert cohesion(drawn, groups) == pytest.approx(means)


def test_cohesion_of_a_group_by_hand() -> None:
    weights = {(0, 1): 0.6, (0, 2): 0.3}
    assert cohesion(columns_of(weights, report=range(4)), [[0, 1, 2], [3]]) == pytest.approx([0.3, 1.0])
    copied = columns_of({**weights, (0, 3): 1.0}, report=[0, 1, 2, 0])
    assert cohesion(copied, [[0, 1, 2, 3]]) == pytest.approx([(0.6 * 2 + 0.3 * 2 + 1.0 + 0.0) / 6])
    assert cohesion(columns_of({}, report=[]), []) == []


# in pieces


@given(similarities(most=10), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_the_order_of_pairs_does_not_show_in_the_last_bit(case: tuple[int, Weights], seed: int) -> None:
    """Totals are whole numbers: however pairs are ordered, the tree is the same, heights and all."""
    count, weights = case
    shuffled = list(weights.items())
    random.Random(seed).shuffle(shuffled)
    assert linkage(dict(shuffled), [1] * count) == linkage(weights, [1] * count)


# confidences


def test_a_story_far_from_others_is_surer_than_one_that_hardly_stands_out() -> None:
    firm, loose = all_pairs(range(4), 0.8), all_pairs(range(4, 8), 0.2)
    beside = {(a, b): 0.15 for a in range(4, 8) for b in range(8, 24)}
    groups = [[0, 1, 2, 3], [4, 5, 6, 7], *([n] for n in range(8, 24))]
    of_group, weak = confidences(columns_of({**firm, **loose, **beside}, report=range(24)), groups)
    assert of_group[0] > of_group[1]
    assert of_group[2:] == [1.0] * 16
    assert not weak.keys() & {0, 1, 2, 3}


def test_the_member_that_hardly_belongs_is_the_one_in_doubt() -> None:
    weights = {**all_pairs(range(4), 0.8), (0, 4): 0.02, (1, 4): 0.02}
    _, weak = confidences(columns_of(weights, report=range(5)), [[0, 1, 2, 3, 4]])
    assert [*weak] == [4]
    assert 0 < weak[4] < 0.5


def test_copies_are_as_sure_as_their_report() -> None:
    of_group, weak = confidences(columns_of({}, report=[0, 0, 0]), [[0, 1, 2]])
    assert (of_group, weak) == ([1.0], {})


@given(reported())
@settings(deadline=None)
def test_a_confidence_is_between_0_and_1(drawn: Columns) -> None:
    groups = clusters(drawn)
    of_group, weak = confidences(drawn, groups)
    assert len(of_group) == len(groups)
    assert all(0 <= value <= 1 for value in of_group)
    assert all(0 <= value < 0.5 for value in weak.values())
