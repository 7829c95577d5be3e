"""Sparse matrices, held against those of scipy."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_matrix

from kg.stories.matrix import Matrix, nearest, summed

HEIGHT, WIDTH = 6, 4
entries = st.lists(st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), st.integers(1, 9)), max_size=30)


def matrix(drawn: list[tuple[int, int, int]]) -> Matrix:
    row, column, value = np.array(drawn, dtype=np.int64).reshape(-1, 3).T
    return summed(row, column, value.astype(float), height=HEIGHT, width=WIDTH)


def dense(found: Matrix) -> list[list[float]]:
    whole = coo_matrix((found.value, (found.row, found.column)), shape=(found.height, found.width))
    rows: list[list[float]] = whole.toarray().tolist()
    return rows


@given(entries)
def test_entries_of_one_place_are_summed_and_rows_are_sorted(drawn: list[tuple[int, int, int]]) -> None:
    found, expected = matrix(drawn), np.zeros((HEIGHT, WIDTH))
    for row, column, value in drawn:
        expected[row, column] += value
    assert dense(found) == expected.tolist()
    assert len(found.value) == len({(row, column) for row, column, _ in drawn})
    assert list(zip(found.row, found.column, strict=True)) == sorted(zip(found.row, found.column, strict=True))
    assert dense(found.transposed()) == expected.T.tolist()
    assert dense(found.rows(2, 5)) == expected[2:5].tolist()


@given(entries, st.integers(1, HEIGHT))
def test_the_nearest_rows_are_those_of_the_largest_products(drawn: list[tuple[int, int, int]], most: int) -> None:
    found = matrix(drawn)
    products = np.array(dense(found)) @ np.array(dense(found)).T
    row, other, value = nearest(found, found, most=most, least=2.0)
    assert value.tolist() == products[row, other].tolist()
    for place in range(HEIGHT):
        kept = sorted(value[row == place], reverse=True)
        assert kept == sorted((near for near in products[place] if near > 2.0), reverse=True)[:most]


def test_nothing_is_near_to_nothing() -> None:
    nothing = matrix([])
    assert [part.tolist() for part in nearest(nothing, nothing, most=3, least=0.1)] == [[], [], []]


@given(entries, st.integers(1, HEIGHT))
def test_threads_find_the_same(drawn: list[tuple[int, int, int]], most: int) -> None:
    found = matrix(drawn)
    alone, shared = (nearest(found, found, most=most, least=2.0, threads=threads) for threads in (1, 3))
    assert [part.tolist() for part in alone] == [part.tolist() for part in shared]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_that_was_forked_compares_too() -> None:
    code = """
import os, signal
import numpy as np
from kg.stories.matrix import nearest, summed
ends = np.arange(500)
one = summed(ends, ends, ends + 1.0, height=500, width=500)
before = nearest(one, one, most=1, least=0.1, threads=2)[2].tolist()
assert "OMP_WAIT_POLICY" not in os.environ
if child := os.fork():
    assert os.waitpid(child, 0)[1] == 0
else:
    signal.alarm(20)  # which ends a process that waits
    assert nearest(one, one, most=1, least=0.1, threads=2)[2].tolist() == before
"""
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
