"""Columns of whole numbers -> the order of their rows, by a sort of single numbers, or by sorts of digits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

DIGIT = 16  # bits: NumPy sorts numbers of so many by radix, ten times as fast as longer ones
ROOM = 63  # bits of a number


def order(*columns: np.ndarray) -> np.ndarray:
    """Return the places of rows, sorted by the first column, then by the next; among equals the first goes first.

    Args:
        columns: of equal length, whole numbers from 0.

    >>> import numpy as np
    >>> order(np.array([70_000, 3, 70_000]), np.array([2, 9, 1])).tolist()
    [1, 2, 0]
    """
    return _order(_packed(columns))


def _order(keys: list[np.ndarray]) -> np.ndarray:
    """Return the places of rows; where a key and its place go into one number, NumPy sorts five times as fast."""
    import numpy as np

    count = len(keys[0])
    if len(keys) == 1 and np.all(keys[0][1:] >= keys[0][:-1]):
        return np.arange(count)
    bits = count.bit_length()
    if len(keys) == 1 and int(keys[0].max()).bit_length() + bits <= ROOM:
        places = keys[0].astype(np.int64)
        places <<= bits
        places |= np.arange(count)
        places.sort()
        places &= (1 << bits) - 1
        return places
    return np.lexsort([digit for key in reversed(keys) for digit in _digits(key)])


def _packed(columns: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return fewer columns of the same order: several as one, while there is room in a number."""
    packed, room = [columns[0]], ROOM - int(columns[0].max(initial=0)).bit_length()
    for column in columns[1:]:
        bits = int(column.max(initial=0)).bit_length()
        room -= bits
        if room < 0:
            packed.append(column)
            room = ROOM - bits
        else:
            packed[-1] = packed[-1] << bits | column
    return packed


def _digits(column: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the digits of the numbers of a column, the lowest first."""
    most = int(column.max(initial=0))
    yield column.astype("u2")  # which cuts the higher ones
    for shift in range(DIGIT, most.bit_length(), DIGIT):
        yield (column >> shift).astype("u2")


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

    keys = _packed(columns)
    places = _order(keys)
    first = firsts(*(key[places] for key in keys))
    number = np.empty(len(places), dtype=np.int64)
    number[places] = np.cumsum(first) - 1
    return number, places[first]
