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
    from scipy.sparse import coo_matrix, csr_matrix

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


class Columns(msgspec.Struct, frozen=True):
    """The same for all pairs, a NumPy array each; `hours` is nan where a date is unknown."""

    a: np.ndarray
    b: np.ndarray
    weight: np.ndarray
    text: np.ndarray
    hours: np.ndarray
    listed: np.ndarray
    listed_together: np.ndarray

    def weights(self) -> dict[tuple[int, int], float]:
        """Return the weight of each pair."""
        return dict(zip(zip(self.a.tolist(), self.b.tolist(), strict=True), self.weight.tolist(), strict=True))

    def pairs(self) -> list[Pair]:
        """Return the pairs, sorted."""
        hours = (None if math.isnan(value) else value for value in self.hours.tolist())
        rows = (self.a.tolist(), self.b.tolist(), self.weight.tolist(), self.text.tolist(), hours)
        return list(map(Pair, *rows, self.listed.tolist(), self.listed_together.tolist()))


def pairs(articles: Sequence[Article], related: Sequence[RelatedLink]) -> list[Pair]:
    """Return the pairs of articles that anything speaks for, sorted; see `columns`."""
    return columns(articles, related).pairs()


def columns(articles: Sequence[Article], related: Sequence[RelatedLink]) -> Columns:
    """Return the pairs of articles that anything speaks for, sorted, as columns.

    Args:
        articles: in an order that does not depend on how they came in.
        related: the curated links between them.
    """
    import numpy as np

    days = np.array([a.published.timestamp() / DAY if a.published else np.nan for a in articles])
    codes, cosines = _text_pairs(articles, days)
    owned, together = _list_pairs(articles, related)
    known = np.union1d(codes, np.union1d(owned, together))
    a, b = known // max(1, len(articles)), known % max(1, len(articles))
    text = np.zeros(len(known))
    text[np.searchsorted(known, codes)] = cosines
    hours = np.round(np.abs(days[a] - days[b]) * 24, 3)
    links = np.isin(known, owned), np.isin(known, together)
    doubt = (1 - text) * (1 - LISTED * links[0]) * (1 - LISTED_TOGETHER * links[1])
    return Columns(a, b, np.round((1 - doubt) * fade(hours), 6), text, hours, *links)


def fade(hours: np.ndarray) -> np.ndarray:
    """Return what time leaves of a similarity: 1 within a day, then exponentially less; 1 where it is unknown (nan).

    >>> import numpy as np
    >>> fade(np.array([np.nan, 12, 24 * 8])).round(2).tolist()
    [1.0, 1.0, 0.37]
    """
    import numpy as np

    return np.exp(-np.nan_to_num(np.maximum(0.0, hours / 24 - FULL_DAYS)) / FADE_DAYS)


def _list_pairs(articles: Sequence[Article], related: Sequence[RelatedLink]) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs that one article's list makes, as codes: owner and item, and item and item."""
    import numpy as np

    size = len(articles)
    place = {article.key: index for index, article in enumerate(articles)}
    lists: dict[int, list[int]] = defaultdict(list)
    for link in related:
        if link.source in place and link.target in place:
            lists[place[link.source]].append(place[link.target])
    owned = {min(owner, item) * size + max(owner, item) for owner, items in lists.items() for item in items}
    together = {a * size + b for items in lists.values() for a in items for b in items if a < b}
    return np.array(sorted(owned), dtype=np.int64), np.array(sorted(together), dtype=np.int64)


def _text_pairs(articles: Sequence[Article], days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each pair that is close in text and not too far in time, as a code (a * size + b), and its cosine."""
    import numpy as np

    vectors = _tfidf([stems(f"{article.title or ''} . {article.excerpt or ''}") for article in articles])
    order = np.argsort(days, kind="stable")  # the undated last
    vectors, days = vectors[order], days[order]
    found = [(np.empty(0, dtype=np.int64), np.empty(0))]
    for start, stop, first in _blocks(days):
        near = _neighbours(vectors[start:stop], vectors[first:stop])
        rows, others = start + near.row, first + near.col
        # a block may be longer than the window, and what is not dated is in none
        kept = (rows != others) & ~(np.abs(days[rows] - days[others]) > WINDOW_DAYS)
        one, other = order[rows[kept]].astype(np.int64), order[others[kept]].astype(np.int64)
        codes = np.minimum(one, other) * len(articles) + np.maximum(one, other)
        found.append((codes, np.round(np.minimum(1.0, near.data[kept]), 6)))
    codes, places = np.unique(np.concatenate([codes for codes, _ in found]), return_index=True)
    return codes, np.concatenate([cosines for _, cosines in found])[places]


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


def _neighbours(rows: csr_matrix, others: csr_matrix) -> coo_matrix:
    """Return the cosines of each row (row) and the nearest of `others` (col)."""
    from sparse_dot_topn import sp_matmul_topn

    return sp_matmul_topn(rows, others.T.tocsr(), top_n=MOST_NEIGHBOURS + 1, threshold=LEAST_TEXT, sort=True).tocoo()
