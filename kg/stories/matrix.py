"""Columns of numbers -> their order, their groups, sparse matrices and the nearest of their rows.

scipy has such matrices too; to load it takes as long as to find the stories of some hundred articles. So the compiled
part of sparse_dot_topn is loaded without the package around it, which loads scipy (`part`).
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from itertools import pairwise
from types import ModuleType
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import numpy as np

CORE = "sparse_dot_topn.lib._sparse_dot_topn_core"
POLICY = "OMP_WAIT_POLICY"
ROOM = 63  # bits of a number


class Matrix(msgspec.Struct, frozen=True):
    """A sparse matrix by rows (CSR): the entries of row i begin at `starts[i]`, each with its column and its value."""

    starts: np.ndarray
    column: np.ndarray
    value: np.ndarray
    width: int

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.starts) - 1

    @property
    def row(self) -> np.ndarray:
        """The row of each entry."""
        import numpy as np

        return np.repeat(np.arange(self.height), np.diff(self.starts))

    def rows(self, start: int, stop: int) -> Matrix:
        """Return some of the rows."""
        some = slice(self.starts[start], self.starts[stop])
        return Matrix(
            self.starts[start : stop + 1] - self.starts[start], self.column[some], self.value[some], self.width
        )

    def transposed(self) -> Matrix:
        """Return the matrix with its columns as rows."""
        import numpy as np

        places, lengths = order(self.column), np.bincount(self.column, minlength=self.width)
        return Matrix(starts_of(lengths), self.row[places], self.value[places], self.height)

    def postings(self, most: int) -> Matrix:
        """Return the matrix with its columns as rows, and of each no more than the `most` greatest entries."""
        import numpy as np

        lists = self.transposed()
        row = lists.row
        by_value = np.lexsort((-lists.value, row))
        kept = np.sort(by_value[np.arange(len(row)) - lists.starts[row] < most])
        lengths = np.bincount(row[kept], minlength=lists.height)
        return Matrix(starts_of(lengths), lists.column[kept], lists.value[kept], lists.width)


def summed(row: np.ndarray, column: np.ndarray, value: np.ndarray, *, height: int, width: int) -> Matrix:
    """Return a matrix of entries in any order; those of one place are summed.

    >>> import numpy as np
    >>> found = summed(np.array([1, 0, 1]), np.array([2, 0, 2]), np.array([1.0, 2.0, 3.0]), height=2, width=3)
    >>> found.starts.tolist(), found.column.tolist(), found.value.tolist()
    ([0, 1, 2], [0, 2], [2.0, 4.0])
    """
    import numpy as np

    number, first = groups(row, column)
    starts = starts_of(np.bincount(row[first], minlength=height))
    return Matrix(starts, column[first], np.bincount(number, weights=value), width)


def nearest(
    one: Matrix, other: Matrix, *, most: int, least: float, threads: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rows of one matrix, the rows of another that are nearest to each, and their products.

    Args:
        one: of unit vectors.
        other: of as many columns.
        most: rows of the other for one row.
        least: products below this are not kept.
        threads: that share the rows of the one. The result is the same.
    """
    return posted(one, other.transposed(), most=most, least=least, threads=threads)


def posted(
    one: Matrix, postings: Matrix, *, most: int, least: float, threads: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the same as `nearest`, of a matrix that has been given with its columns as rows, once for many blocks."""
    import numpy as np

    if not (len(one.column) and len(postings.column)):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0)
    core, process = _core()
    multiplied, options = core.sp_matmul_topn_sorted, {"density": 1.0}
    if threads > 1 and core._has_openmp_support and process == os.getpid():  # after a fork it would wait without end
        multiplied, options = core.sp_matmul_topn_sorted_mt, {"n_threads": threads}
    value, column, starts = multiplied(
        top_n=min(most, postings.width),
        nrows=one.height,
        ncols=postings.width,
        threshold=least,
        **options,
        **_named("A", one),
        **_named("B", postings),
    )
    return np.repeat(np.arange(one.height), np.diff(starts)), column.astype(np.int64), value


def products(matrix: Matrix, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the product of two rows of a matrix, for each pair of their numbers; those of one `a` stand together.

    >>> import numpy as np
    >>> rows = summed(np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([0.6, 0.8, 1.0]), height=2, width=2)
    >>> products(rows, np.array([0, 0]), np.array([0, 1])).round(6).tolist()
    [1.0, 0.8]
    """
    import numpy as np

    found, wide, lengths = np.zeros(len(a)), np.zeros(matrix.width), np.diff(matrix.starts)
    bounds = [*np.flatnonzero(firsts(a)).tolist(), len(a)]
    for start, stop in pairwise(bounds):
        own = slice(matrix.starts[a[start]], matrix.starts[a[start] + 1])
        wide[matrix.column[own]] = matrix.value[own]
        length = lengths[b[start:stop]]
        pair = np.repeat(np.arange(stop - start), length)
        place = np.arange(len(pair)) + np.repeat(matrix.starts[b[start:stop]] - np.cumsum(length) + length, length)
        product = wide[matrix.column[place]] * matrix.value[place]
        found[start:stop] = np.bincount(pair, weights=product, minlength=stop - start)
        wide[matrix.column[own]] = 0
    return found


@functools.cache
def _core() -> tuple[ModuleType, int]:
    """Return what multiplies, and the process that loaded it; its threads sleep while they wait for each other."""
    policy = os.environ.get(POLICY)
    os.environ[POLICY] = policy or "passive"  # is read when it is loaded, and once
    try:
        return part(CORE), os.getpid()
    finally:
        if policy is None:
            del os.environ[POLICY]


def _named(name: str, matrix: Matrix) -> dict[str, object]:
    parts = {"data": matrix.value, "indptr": matrix.starts.astype("i4"), "indices": matrix.column.astype("i4")}
    return {f"{name}_{part}": value for part, value in parts.items()}


def starts_of(lengths: np.ndarray | Sequence[int]) -> np.ndarray:
    """Return where each of some rows of these lengths starts, and where the last ends."""
    import numpy as np

    starts: np.ndarray = np.r_[0, np.cumsum(lengths, dtype=np.int64)]
    return starts


def order(*columns: np.ndarray) -> np.ndarray:
    """Return the places of rows, sorted by the first column, then by the next; among equals the first goes first.

    Where a row and its place go into one number, NumPy sorts ten times as fast.

    Args:
        columns: of equal length, whole numbers from 0.

    >>> import numpy as np
    >>> order(np.array([70_000, 3, 70_000]), np.array([2, 9, 1])).tolist()
    [1, 2, 0]
    """
    import numpy as np

    place = np.arange(len(columns[0]))
    bits = [int(column.max(initial=0)).bit_length() for column in (*columns, place)]
    if sum(bits) > ROOM:
        return np.lexsort(columns[::-1])
    rows = np.zeros(len(place), dtype=np.int64)
    for column, size in zip((*columns, place), bits, strict=True):
        rows = rows << size | column
    rows.sort()
    return rows & (1 << bits[-1]) - 1


def firsts(*columns: np.ndarray) -> np.ndarray:
    """Return which rows are other than the row before them.

    >>> import numpy as np
    >>> firsts(np.array([10, 20, 20, 30])).tolist()
    [True, True, False, True]
    """
    import numpy as np

    other = np.zeros(len(columns[0]), dtype=bool)
    other[:1] = True
    for column in columns:
        other[1:] |= column[1:] != column[:-1]
    return other


def groups(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a number for each row, the same for equal rows and greater for greater ones; the first row of each number.

    >>> import numpy as np
    >>> [part.tolist() for part in groups(np.array([30, 10, 30, 20]))]
    [[2, 0, 2, 1], [1, 3, 0]]
    """
    import numpy as np

    places = order(*columns)
    first = firsts(*(column[places] for column in columns))
    number = np.empty(len(places), dtype=np.int64)
    number[places] = np.cumsum(first) - 1
    return number, places[first]


def part(name: str) -> ModuleType:
    """Return a module of a package, loaded without the package around it, which may load far more than is needed.

    Raises:
        ImportError: there is none.
    """
    package = name.partition(".")[0]
    spec = None if {name, package} & sys.modules.keys() else find_spec(package)
    if spec is None:
        return import_module(name)
    sys.modules[package] = module_from_spec(spec)  # with its place, but empty
    try:
        return import_module(name)
    finally:
        del sys.modules[package]  # who asks for it later gets it whole
