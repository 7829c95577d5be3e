"""Articles -> weighted pairs, each with the evidence that it was made from.

A pair is weighed by the cosine of the TF-IDF vectors of title and excerpt, raised by curated links (the one article
lists the other, or a third lists both), and all of it fades with the time between the two: a link to a piece of last
year points at background. Text is compared within a time window only; an article without a date is compared with all,
and its time counts neither for nor against.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from kg.model import Article, RelatedLink
from kg.stories.words import stems

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

WINDOW_DAYS = 14.0  # text further apart than this is not compared
FULL_DAYS = 1.0  # up to here time takes nothing from a pair
FADE_DAYS = 7.0  # and from here on it fades by 1/e in so many days
LEAST_TEXT = 0.08  # cosines below this are noise
MOST_NEIGHBOURS = 40  # of one article, by text
LISTED = 0.6  # how far a related link alone raises a pair
LISTED_TOGETHER = 0.4  # and a list that names both
BLOCK = 1024
DAY = 86_400.0


class Pair(msgspec.Struct, frozen=True):
    """Two articles (their places in the sequence, `a` < `b`), what speaks for them, and the weight of it (0 to 1)."""

    a: int
    b: int
    weight: float
    text: float
    hours: float | None
    listed: bool
    listed_together: bool


def pairs(articles: Sequence[Article], related: Sequence[RelatedLink]) -> list[Pair]:
    """Return the pairs of articles that anything speaks for, sorted.

    Args:
        articles: in an order that does not depend on how they came in.
        related: the curated links between them.
    """
    texts = _text_pairs(articles)
    listed, together = _list_pairs(articles, related)
    found = []
    for a, b in sorted({*texts, *listed, *together}):
        text = texts.get((a, b), 0.0)
        hours = _hours(articles[a], articles[b])
        links = ((a, b) in listed, (a, b) in together)
        doubt = (1 - text) * (1 - LISTED * links[0]) * (1 - LISTED_TOGETHER * links[1])
        found.append(Pair(a, b, round((1 - doubt) * fade(hours), 6), text, hours, *links))
    return found


def fade(hours: float | None) -> float:
    """Return what time leaves of a similarity: 1 within a day, then exponentially less; 1 where it is unknown.

    >>> fade(None), fade(12), round(fade(24 * 8), 2)
    (1.0, 1.0, 0.37)
    """
    if hours is None:
        return 1.0
    return math.exp(-max(0.0, hours / 24 - FULL_DAYS) / FADE_DAYS)


def _hours(one: Article, other: Article) -> float | None:
    if one.published is None or other.published is None:
        return None
    return round(abs((one.published - other.published).total_seconds()) / 3600, 3)


def _list_pairs(
    articles: Sequence[Article], related: Sequence[RelatedLink]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the pairs that one article's list makes: owner and item, and item and item."""
    place = {article.key: index for index, article in enumerate(articles)}
    lists: dict[int, list[int]] = defaultdict(list)
    for link in related:
        if link.source in place and link.target in place:
            lists[place[link.source]].append(place[link.target])
    listed = {(min(owner, item), max(owner, item)) for owner, items in lists.items() for item in items}
    together = {(a, b) for items in lists.values() for a in items for b in items if a < b}
    return listed, together


def _text_pairs(articles: Sequence[Article]) -> dict[tuple[int, int], float]:
    """Return the cosine of each pair that is close in text and not too far in time."""
    import numpy as np

    vectors = _tfidf([stems(f"{article.title or ''} . {article.excerpt or ''}") for article in articles])
    days = np.array([a.published.timestamp() / DAY if a.published else np.inf for a in articles])
    order = np.argsort(days, kind="stable")  # the undated last
    vectors, days = vectors[order], days[order]
    found: dict[tuple[int, int], float] = {}
    for start, stop, first in _blocks(days):
        for row, column, cosine in _neighbours(vectors[start:stop], vectors[first:stop]):
            a, b = sorted((int(order[start + row]), int(order[first + column])))
            hours = _hours(articles[a], articles[b])
            if a != b and (hours is None or hours <= 24 * WINDOW_DAYS):  # a block may be longer than the window
                found[a, b] = round(min(1.0, cosine), 6)
    return found


def _blocks(days: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Yield blocks of rows (start, stop), each with the first row that it is compared with; the last is its own."""
    import numpy as np

    dated = int(np.isfinite(days).sum())
    for start in range(0, dated, BLOCK):
        stop = min(start + BLOCK, dated)
        yield start, stop, int(np.searchsorted(days[:dated], days[start] - WINDOW_DAYS))
    for start in range(dated, len(days), BLOCK):
        yield start, min(start + BLOCK, len(days)), 0


def _tfidf(documents: list[list[str]]) -> csr_matrix:
    """Return unit vectors of TF-IDF, one row a document: 1 + log tf, smoothed log idf (as in scikit-learn)."""
    import numpy as np
    from scipy.sparse import csr_matrix, diags_array

    columns: dict[str, int] = {}
    indices, values, starts = [], [], [0]
    for words in documents:
        counts = Counter(words)
        indices += [columns.setdefault(word, len(columns)) for word in counts]
        values += [1 + math.log(count) for count in counts.values()]
        starts.append(len(indices))
    shape = (len(documents), max(1, len(columns)))
    matrix = csr_matrix((np.array(values), np.array(indices, dtype=np.int32), np.array(starts)), shape=shape)
    frequency = np.bincount(matrix.indices, minlength=shape[1])
    matrix = matrix @ diags_array(np.log((1 + shape[0]) / (1 + frequency)) + 1)
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_matrix(diags_array(1 / np.where(norms > 0, norms, 1)) @ matrix)


def _neighbours(rows: csr_matrix, others: csr_matrix) -> Iterator[tuple[int, int, float]]:
    """Yield the nearest of `others` to each row, with their cosines."""
    from sparse_dot_topn import sp_matmul_topn

    near = sp_matmul_topn(rows, others.T.tocsr(), top_n=MOST_NEIGHBOURS + 1, threshold=LEAST_TEXT, sort=True).tocoo()
    yield from zip(near.row.tolist(), near.col.tolist(), near.data.tolist(), strict=True)
