"""Sparse matrices, held against those of scipy; the order of columns; a part of a library without the whole."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_matrix

from kg.stories.matrix import Matrix, firsts, nearest, order, part, products, summed

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


# -- the order of columns --------------------------------------------------------------------------------------------

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


# -- a part of a library ---------------------------------------------------------------------------------------------


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A package whose modules say that they are loaded, and which loads one of them for itself."""
    folder = tmp_path / "heavy"
    folder.mkdir()
    (folder / "__init__.py").write_text("__all__ = ['used', 'slow', 'said']\nfrom heavy import used\nsaid = 'heavy'\n")
    for name in ("used", "slow"):
        (folder / f"{name}.py").write_text(f"import sys\nsys.loaded_of_heavy.append('{name}')\nvalue = '{name}'\n")
    monkeypatch.syspath_prepend(tmp_path)
    names: list[str] = []
    monkeypatch.setattr(sys, "loaded_of_heavy", names, raising=False)
    for name in ("heavy", "heavy.used", "heavy.slow"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield names
    for name in ("heavy", "heavy.used", "heavy.slow"):
        sys.modules.pop(name, None)


def test_a_part_comes_without_the_whole_and_the_whole_afterwards(loaded: list[str]) -> None:
    slow = part("heavy.slow")
    assert slow.value == "slow"
    assert loaded == ["slow"]
    heavy = importlib.import_module("heavy")
    assert importlib.import_module("heavy.slow") is slow
    assert heavy.said == "heavy"
    assert part("heavy.used") is heavy.used
    assert loaded == ["slow", "used"]


@pytest.mark.usefixtures("loaded")
def test_a_part_that_is_not_there_leaves_nothing_behind() -> None:
    with pytest.raises(ImportError, match="nowhere"):
        part("heavy.nowhere")
    assert "heavy" not in sys.modules
    with pytest.raises(ImportError, match="no_such_package"):
        part("no_such_package.part")


def test_the_libraries_of_a_build_are_whole_afterwards() -> None:
    code = """
import sys
import numpy
from kg.stories.matrix import part
from kg.stories.matrix import nearest, summed
core = part("igraph._igraph")
ends = numpy.array([0, 1])
one = summed(ends, ends, ends + 1.0, height=2, width=2)
near = nearest(one, one, most=1, least=0.1)[2].tolist()
assert near == [1.0, 4.0]
assert not {"scipy", "pandas", "psutil"} & {*sys.modules}
import igraph, sparse_dot_topn
assert issubclass(igraph.Graph, core.GraphBase)
assert igraph.Graph.Ring(4).layout("fr").dim == 2
assert sparse_dot_topn.sp_matmul.__name__ == "sp_matmul"
assert nearest(one, one, most=1, least=0.1)[2].tolist() == near
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_postings_are_the_greatest_entries_of_each_column(seed: int, most: int) -> None:
    dense = np.random.default_rng(seed).permutation(48).reshape(8, 6) % 17
    row, column = np.nonzero(dense)
    lists = summed(row, column, dense[row, column].astype(float), height=8, width=6).postings(most)
    assert (lists.height, lists.width) == (6, 8)
    for number in range(6):
        entries = slice(lists.starts[number], lists.starts[number + 1])
        assert sorted(lists.value[entries], reverse=True) == sorted(dense[:, number][dense[:, number] > 0])[::-1][:most]
        assert dense[lists.column[entries], number].tolist() == lists.value[entries].tolist()


@given(st.integers(0, 2**32 - 1))
def test_products_of_pairs_are_those_of_the_whole(seed: int) -> None:
    chance = np.random.default_rng(seed)
    dense = chance.random((7, 5)) * (chance.random((7, 5)) < 0.5)
    row, column = np.nonzero(dense)
    found = summed(row, column, dense[row, column], height=7, width=5)
    a, b = np.nonzero(chance.random((7, 7)) < 0.5)
    assert products(found, a, b) == pytest.approx((dense @ dense.T)[a, b])
