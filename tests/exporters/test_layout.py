"""Where nodes are drawn: which of them are near each other is found by their place, and none is missed."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.exporters.layout import GAP, SLACK, USUAL, _near

numbers = st.integers(-40, 40)


@given(st.lists(st.tuples(numbers, numbers, st.integers(1, 30)), min_size=1, max_size=40))
@settings(deadline=None, max_examples=150)
def test_no_two_that_may_come_to_lie_on_each_other_are_missed(stories: list[tuple[int, int, int]]) -> None:
    stories = sorted(stories, key=lambda story: -story[2])
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


def test_where_there_are_no_two_there_is_no_pair() -> None:
    assert [len(column) for column in _near(np.zeros((1, 2)), np.ones(1))] == [0, 0]
