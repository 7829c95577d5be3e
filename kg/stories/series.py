"""The articles of a story -> whether they are a series: one title with other names and numbers, day by day.

Daily counts, market reports, hints for a game, weather and lotteries have one title whose slots are filled anew. They
are alike in all but what they tell, so that they come to stand together; but nothing happened that all of them tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.stories.incidents import Slots, differing, one_frame

FEWEST = 3  # articles of a series
MOST_PAIRS = 0.5  # of its articles have one title and differ in what fills it
MOST_ASKED = 64  # articles of a story that are looked at, the first


def is_series(slots: Slots, members: Sequence[int]) -> bool:
    """Return whether articles are a series.

    Args:
        slots: of all articles.
        members: the places of those of one story, in the order in which they were published.
    """
    import numpy as np

    if len(members) < FEWEST:
        return False
    places = np.array(members[:MOST_ASKED], dtype=np.int64)
    a, b = (places[end] for end in np.triu_indices(len(places), 1))
    found = differing(slots, a, b)
    other = found.names | found.names_alone | found.numbers
    return bool((one_frame(slots, a, b) & other).mean() >= MOST_PAIRS)
