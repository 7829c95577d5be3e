"""Stories and what they share -> a place for each on the map, and the lines between those that share most.

Stories that speak of the same organizations and topics lie near each other. The picture is the same every time.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from kg.exporters.layout import spread
from kg.stories.matrix import Matrix, nearest, summed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.exporters.html.columns import PageColumns

    Indices = NDArray[np.intp]

RADIUS = 9.0  # of a story on the map, times the root of its articles
NEIGHBOURS = 4  # lines from each story to those that share most with it
LEAST = 0.2  # cosine of what two stories share, from which on a line joins them
TIMES = (6, 30)  # so many stories that began one after the other share their time, too,
SAME_TIME = 0.35  # and this is its weight, to that of all topics and organizations


class Atlas(msgspec.Struct, frozen=True, kw_only=True):
    """Where the middle of each story is, its radius, and pairs of stories that share most, by place."""

    xs: Sequence[int]
    ys: Sequence[int]
    radii: Sequence[int]
    lines: Sequence[tuple[int, int]]


def atlas(reading: PageColumns) -> Atlas:
    """Return the map of the stories of a graph; always the same for the same graph."""
    import numpy as np

    radii = np.maximum(12.0, RADIUS * np.sqrt(np.asarray(reading.sizes, dtype=np.float64)))
    lines, weights = _lines(reading)
    places = np.rint(spread(radii, lines, weights)).astype(int)
    return Atlas(
        xs=places[:, 0].tolist(), ys=places[:, 1].tolist(), radii=np.rint(radii).astype(int).tolist(), lines=lines
    )


def _lines(reading: PageColumns) -> tuple[list[tuple[int, int]], list[float]]:
    """Return the pairs of stories that share most, and how much, as cosine of weighted topics and organizations."""
    import numpy as np

    shares = _shares(reading)
    row, other, alike = nearest(shares, shares, most=NEIGHBOURS + 1, least=LEAST)
    first, second = np.minimum(row, other), np.maximum(row, other)
    found = {(a, b): w for a, b, w in zip(first.tolist(), second.tolist(), alike.tolist(), strict=True) if a < b}
    lines = sorted(found)
    return lines, [round(found[line], 4) for line in lines]


def _shares(reading: PageColumns) -> Matrix:
    """Return a row for each story: how much of it each topic and organization is, rare ones weighing more."""
    import numpy as np

    sizes, topics = np.asarray(reading.sizes, dtype=np.int64), len(reading.topics.iris)
    story_of = np.repeat(np.arange(len(sizes)), sizes).tolist()
    things = [
        (story, thing)
        for article, story in enumerate(story_of)
        for thing in chain(reading.about[article], (topics + place for place in reading.mentions[article]))
    ]
    row, column = np.asarray(things, dtype=np.int64).reshape(-1, 2).T
    width = topics + len(reading.organizations.iris)
    found = summed(row, column, np.ones(len(row)), height=len(sizes), width=width)
    row, column = found.row, found.column
    value = found.value / sizes[row]
    value *= np.log((1 + len(sizes)) / np.bincount(column)[column])
    value /= np.maximum(np.sqrt(np.bincount(row, weights=value * value)), 1e-9)[row]
    dated, times = _times(reading)
    return summed(
        np.concatenate((row, dated)),
        np.concatenate((column, width + times)),
        np.concatenate((value, np.full(len(dated), SAME_TIME))),
        height=len(sizes),
        width=width + int(times.max(initial=0)) + 1,
    )


def _times(reading: PageColumns) -> tuple[Indices, Indices]:
    """Return the stories that have a date, and as columns the stretches of time that they begin in."""
    import numpy as np

    starts = np.cumsum([0, *reading.sizes[:-1]])
    begun = [(reading.minutes[start], story) for story, start in enumerate(starts.tolist())]
    dated = np.asarray([story for minute, story in sorted((m, s) for m, s in begun if m is not None)], dtype=np.int64)
    rank = np.arange(len(dated))
    near, wide = (rank // length for length in TIMES)
    return np.tile(dated, len(TIMES)), np.concatenate((near, near.max(initial=-1) + 1 + wide))
