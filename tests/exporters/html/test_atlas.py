"""The map of stories: which of them are near each other is found by their place, and none is missed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.exporters.html.atlas import GAP, SLACK, USUAL, _near, _quantile, _within

numbers = st.integers(-40, 40)


@given(st.lists(st.tuples(numbers, numbers), max_size=40), st.integers(1, 60))
@settings(deadline=None, max_examples=150)
def test_the_pairs_within_reach_are_those_that_one_finds_one_by_one(points: list[tuple[int, int]], reach: int) -> None:
    found = _within(np.array(points, dtype=float).reshape(-1, 2), float(reach))
    expected = {
        (a, b)
        for b in range(len(points))
        for a in range(b)
        if (points[a][0] - points[b][0]) ** 2 + (points[a][1] - points[b][1]) ** 2 <= reach**2
    }
    pairs = list(zip(*(column.tolist() for column in found), strict=True))
    assert len(pairs) == len(expected)
    assert set(pairs) == expected


@given(st.lists(st.tuples(numbers, numbers, st.integers(1, 30)), min_size=1, max_size=40))
@settings(deadline=None, max_examples=150)
def test_no_two_that_may_come_to_lie_on_each_other_are_missed(stories: list[tuple[int, int, int]]) -> None:
    points, radii = np.array([story[:2] for story in stories], dtype=float), np.array([s[2] for s in stories], float)
    usual = np.quantile(radii, USUAL)
    reach = 2 * usual + GAP + SLACK

    def near(a: int, b: int) -> bool:
        apart = np.hypot(*(points[a] - points[b]))
        large = radii[a] > usual or radii[b] > usual
        return bool(apart <= reach or (large and apart < radii[a] + radii[b] + GAP + SLACK))

    pairs = list(zip(*(column.tolist() for column in _near(points, radii)), strict=True))
    assert pairs == sorted(pairs)
    found = [(min(pair), max(pair)) for pair in pairs]
    assert len(found) == len(set(found))
    assert set(found) == {(a, b) for b in range(len(stories)) for a in range(b) if near(a, b)}


@pytest.mark.parametrize("count", [0, 1])
def test_where_there_are_no_two_there_is_no_pair(count: int) -> None:
    assert [len(column) for column in _within(np.zeros((count, 2)), 5.0)] == [0, 0]


@given(st.lists(st.floats(0, 1e6), min_size=1), st.sampled_from([0.0, 0.5, 0.95, 1.0]))
def test_a_quantile_is_that_of_numpy(values: list[float], share: float) -> None:
    assert _quantile(np.array(values), share) == np.quantile(values, share)
