"""Articles without a date -> the dated article that each counts as old as, so that none glues years together.

Such an article is as near to a report of last year as to one of today, if its words are, and would join the two. So it
counts as old as the dated article that it is most alike, if the two are alike enough; where an undated one is nearer,
as old as that. This holds where most of what it is like is dated: what stands among undated articles is compared by
its words, as a corpus without dates is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

LIKE = 0.1  # cosines from which on two articles are like each other
MOST = 0.5  # of what an article is like is dated, or it counts as of no day
ENOUGH = (0.9, 0.7, 0.5, 0.35)  # cosines at which a day is taken, the most alike first; below the last, none is


def lenders(a: np.ndarray, b: np.ndarray, text: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return the place of the article whose day each counts as of: its own if it is dated, or can tell no day.

    Args:
        a: the one of each pair of articles, by its place.
        b: the other.
        text: how alike their texts are (0 to 1).
        days: when each was published; nan where that is unknown.

    >>> import numpy as np
    >>> lenders(np.array([0, 1]), np.array([2, 2]), np.array([0.5, 0.6]), np.array([0.0, 900.0, np.nan])).tolist()
    [0, 1, 1]
    """
    import numpy as np

    lender, known = np.arange(len(days)), np.isfinite(days)
    if known.all() or not known.any():
        return lender
    pair = np.flatnonzero((text >= LIKE) & ~(known[a] & known[b]))
    giver, taker, alike = np.r_[a[pair], b[pair]], np.r_[b[pair], a[pair]], np.tile(text[pair], 2)
    like, dated = (np.bincount(taker[some], minlength=len(days)) for some in (slice(None), known[giver]))
    tells = known | (dated >= MOST * like)
    kept = tells[giver] & tells[taker]
    giver, taker, alike = giver[kept], taker[kept], alike[kept]
    for least in ENOUGH:
        while len(gives := np.flatnonzero(known[giver] & ~known[taker] & (alike >= least))):
            # the nearest first, among equals that of the earliest day, so that no order of articles shows
            gives = gives[np.lexsort((days[lender[giver[gives]]], -alike[gives], taker[gives]))]
            takes, first = np.unique(taker[gives], return_index=True)
            lender[takes] = lender[giver[gives[first]]]
            known[takes] = True
    return lender
