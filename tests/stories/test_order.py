"""Columns of whole numbers -> the order of their rows, as sorting tuples gives it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.stories.matrix import firsts, order

numbers = st.integers(0, 3) | st.integers(0, 1 << 40) | st.sampled_from([65_535, 65_536, 131_071])


@given(st.lists(st.tuples(numbers, numbers)))
def test_rows_are_in_the_order_of_tuples_and_equal_ones_stay_as_they_are(rows: list[tuple[int, int]]) -> None:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 2)
    assert order(columns[:, 0], columns[:, 1]).tolist() == sorted(range(len(rows)), key=rows.__getitem__)
    assert order(columns[:, 1]).tolist() == sorted(range(len(rows)), key=lambda place: rows[place][1])


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2))))
def test_a_row_is_a_first_if_any_column_is_other_than_before(rows: list[tuple[int, int]]) -> None:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 2)
    expected = [place == 0 or rows[place] != rows[place - 1] for place in range(len(rows))]
    assert firsts(columns[:, 0], columns[:, 1]).tolist() == expected
