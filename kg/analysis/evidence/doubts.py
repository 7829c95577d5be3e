"""A story -> what a reader would doubt of it: two incidents in one, an undated article that joins two times."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.stories.incidents import Slots, differing

TWO_INCIDENTS = 0.5  # of the pairs across two halves differ in names
GLUED_DAYS = 14.0  # between the dated articles on either side of an undated one


def two_incidents(slots: Slots, one: Sequence[int], other: Sequence[int]) -> float | None:
    """Return the share of pairs across two halves of a story that differ in names, None if it is no reason to doubt.

    Args:
        slots: of all articles (`kg.stories.incidents.slots`).
        one: the places of the articles of the one half.
        other: those of the other.
    """
    import numpy as np

    a, b = (end.ravel() for end in np.meshgrid(np.array(one), np.array(other), indexing="ij"))
    if not len(a):
        return None
    found = differing(slots, a, b)
    share = float((found.names | found.names_alone).mean())
    return share if share >= TWO_INCIDENTS else None


def undated_glue(days: Sequence[float | None]) -> tuple[float, float] | None:
    """Return the two days that a story's undated articles lie between with nothing dated, None if it is none.

    Args:
        days: when each article of the story was published; None where that is unknown.

    >>> undated_glue([0.0, None, 400.0]), undated_glue([0.0, 400.0]), undated_glue([0.0, None, 3.0])
    ((0.0, 400.0), None, None)
    """
    dated = sorted(day for day in days if day is not None)
    if len(dated) == len(days) or len(dated) < 2:
        return None
    gap, start, end = max((end - start, start, end) for start, end in pairwise(dated))
    return (start, end) if gap > GLUED_DAYS else None
