"""The articles of stories -> which are a series: one title with other names and numbers, day by day.

Daily counts, market reports, hints for a game, weather and lotteries have one title whose slots are filled anew. They
are alike in all but what they tell, so that they come to stand together; but nothing happened that all of them tell.
Papers that carry one event on one day fill the slots in words of their own, and are none.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.stories.incidents import Slots, differing, one_frame

FEWEST = 3  # reports of a series
MOST_PAIRS = 0.5  # of its reports have one title, differ in what fills it and are no two reports of one event
MOST_ASKED = 64  # reports of a story that are looked at, the first


def series(slots: Slots, stories: Sequence[Sequence[int]], days: Sequence[int | None]) -> list[bool]:
    """Return which stories are a series.

    Two reports of different days count as two of a series where their titles are one but for names or numbers; two of
    one day, or of a day that is unknown, where they differ in both.

    Args:
        slots: of all articles.
        stories: the places of the reports of each, without copies, in the order in which they were published.
        days: on which each article was published, as a number; None where that is unknown.
    """
    import numpy as np

    asked = [place for place, reports in enumerate(stories) if len(reports) >= FEWEST]
    found = [False] * len(stories)
    if not asked:
        return found
    one, other, of = [], [], []
    for place in asked:
        reports = np.array(stories[place][:MOST_ASKED], dtype=np.int64)
        a, b = np.triu_indices(len(reports), 1)
        one.append(reports[a])
        other.append(reports[b])
        of.append(np.full(len(a), place))
    a, b, story = (np.concatenate(column) for column in (one, other, of))
    framed = np.flatnonzero(one_frame(slots, a, b))
    a, b = a[framed], b[framed]
    when = np.array([np.nan if day is None else day for day in days], dtype=float)
    differs = differing(slots, a, b)
    names = differs.names | differs.names_alone
    apart = np.abs(when[a] - when[b]) >= 1  # not where either is unknown
    counts = np.where(apart, names | differs.numbers, names & differs.numbers)
    pairs = np.bincount(story, minlength=len(stories))
    filled = np.bincount(story[framed], weights=counts, minlength=len(stories))
    for place in asked:
        found[place] = bool(filled[place] >= MOST_PAIRS * pairs[place])
    return found
