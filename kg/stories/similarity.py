"""Articles -> weighted pairs, each with the evidence that it was made from.

A pair is weighed by the cosine of what the two say (see `kg.stories.vectors`), moved a little by the topics and
organizations of both, and raised much by curated links (the one lists the other, or a third lists both); and all of it
fades with the time between the two: a link to a piece of last year points at background. Text is compared within a time
window only. An article without a date is compared with all, and its time counts neither for nor against.

Articles of the same words within a day are one report and its copies: only the report is compared with others, and
counts as many times as it was carried.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from kg.identity import topic_slug
from kg.model import Article, RelatedLink
from kg.stories.vectors import subject_vectors, vectors
from kg.stories.words import tokens

if TYPE_CHECKING:
    import numpy as np

    from kg.stories.sparse import coo_matrix, csr_matrix

WINDOW_DAYS = 14.0  # text further apart than this is not compared
FULL_DAYS = 0.5  # up to here time takes nothing from a pair
FADE_DAYS = 6.0  # and from here on it fades by 1/e in so many days
LEAST_TEXT = 0.03  # cosines below this are noise
MOST_NEIGHBOURS = 64  # of one article, by text
LISTED = 0.6  # how far a related link alone raises a pair
LISTED_TOGETHER = 0.4  # and a list that names both
MOST_LISTED = 50  # articles of a list; a longer one is a page of links, and says nothing of any two of them
TOPICS = 0.1  # how far topics move a similarity: up if they are the same, down if they are not
ORGANIZATIONS = 0.1  # and the organizations that both mention
SAME_DAYS = 1.0  # the same words further apart than this are two reports
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
    """The same for all pairs, a NumPy array each; `hours` is nan where a date is unknown.

    `plain` is the weight without curated links. `report` has for each article the place of the report that it is a
    copy of, its own if it is none; the only pair of a copy is that with its report.
    """

    a: np.ndarray
    b: np.ndarray
    weight: np.ndarray
    plain: np.ndarray
    text: np.ndarray
    hours: np.ndarray
    listed: np.ndarray
    listed_together: np.ndarray
    report: np.ndarray

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

    size = max(1, len(articles))
    days = np.array([a.published.timestamp() / DAY if a.published else np.nan for a in articles])
    report = _reports(articles, days)
    copies = np.flatnonzero(report != np.arange(len(articles)))
    codes, cosines = _text_pairs(articles, days, np.flatnonzero(report == np.arange(len(articles))))
    copied = np.minimum(copies, report[copies]) * size + np.maximum(copies, report[copies])
    codes, places = np.unique(np.r_[codes, copied], return_index=True)
    cosines = np.r_[cosines, np.ones(len(copied))][places]
    owned, together = _list_pairs(articles, related, report)
    known = _distinct(np.r_[codes, owned, together])
    a, b = np.divmod(known, size)
    text = np.zeros(len(known))
    text[np.searchsorted(known, codes)] = cosines
    listed, listed_together = np.zeros((2, len(known)), dtype=bool)
    listed[np.searchsorted(known, owned)] = True
    listed_together[np.searchsorted(known, together)] = True
    hours = np.round(np.abs(days[a] - days[b]) * 24, 3)
    faded = fade(hours)
    topics = _agreement([[topic_slug(name) for name in article.topics] for article in articles], a, b)
    organizations = _agreement([article.mentions for article in articles], a, b)
    plain = np.minimum(1.0, text * (1 + TOPICS * topics + ORGANIZATIONS * organizations)) * faded
    doubt = (1 - np.minimum(1.0, plain / faded)) * (1 - LISTED * listed) * (1 - LISTED_TOGETHER * listed_together)
    return Columns(
        a, b, np.round((1 - doubt) * faded, 6), np.round(plain, 6), text, hours, listed, listed_together, report
    )


def fade(hours: np.ndarray) -> np.ndarray:
    """Return what time leaves of a similarity: 1 for half a day, then ever less; 1 where it is unknown (nan).

    >>> import numpy as np
    >>> fade(np.array([np.nan, 12, 24 * 8])).round(2).tolist()
    [1.0, 1.0, 0.29]
    """
    import numpy as np

    return np.exp(-np.nan_to_num(np.maximum(0.0, hours / 24 - FULL_DAYS)) / FADE_DAYS)


def _reports(articles: Sequence[Article], days: np.ndarray) -> np.ndarray:
    """Return for each article the place of the first that has the same words and stands within a day of it."""
    import numpy as np

    report = np.arange(len(articles))
    titles = [_said(article.title or "") for article in articles]
    shared = Counter(titles)
    first: dict[tuple[str, str], int] = {}
    for place in np.argsort(days, kind="stable").tolist():
        if shared[titles[place]] == 1:
            continue
        key = titles[place], _said(articles[place].excerpt or "")
        if not all(key):  # a headline alone may be that of every day
            continue
        if (known := first.get(key)) is not None and not days[place] - days[known] > SAME_DAYS:
            report[place] = known
        else:
            first[key] = place
    return report


def _said(text: str) -> str:
    return " ".join(tokens(text.casefold()))


def _list_pairs(
    articles: Sequence[Article], related: Sequence[RelatedLink], report: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs that one article's list makes, as sorted codes: owner and item, and item and item."""
    import numpy as np

    size = len(articles)
    place = {article.key: index for article, index in zip(articles, report.tolist(), strict=True)}
    lists: dict[int, set[int]] = defaultdict(set)
    for link in related:
        if link.source in place and link.target in place:
            lists[place[link.source]].add(place[link.target])
    owned = [min(a, b) * size + max(a, b) for a, items in lists.items() for b in items if a != b]
    short = (sorted(items) for items in lists.values() if len(items) <= MOST_LISTED)
    together = [a * size + b for items in short for a, b in combinations(items, 2)]
    return _distinct(np.array(owned, dtype=np.int64)), _distinct(np.array(together, dtype=np.int64))


def _distinct(codes: np.ndarray) -> np.ndarray:
    """Return the codes sorted, each once; what is made of sorted runs is sorted faster than `numpy.unique` does."""
    import numpy as np

    ordered = np.sort(codes, kind="stable")
    return ordered[np.r_[True, ordered[1:] != ordered[:-1]]] if len(ordered) else ordered


def _agreement(subjects: Sequence[Sequence[str]], a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return how far the subjects of each pair agree: 1 where they are the same, -1 where none is, else between.

    A rare subject counts more than one that every article has. 0 where either has none.
    """
    import numpy as np

    matrix = subject_vectors(subjects)
    known = np.diff(matrix.indptr) > 0
    both = np.flatnonzero(known[a] & known[b])
    agreement = np.zeros(len(a))
    agreement[both] = 2 * np.asarray(matrix[a[both]].multiply(matrix[b[both]]).sum(axis=1)).ravel() - 1
    return agreement


def _text_pairs(articles: Sequence[Article], days: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each pair that is close in text and not too far in time, as a code (a * size + b), and its cosine.

    Args:
        articles: all of them.
        days: when they were published; nan where that is unknown.
        places: of the articles that are compared.
    """
    import numpy as np

    order = places[np.argsort(days[places], kind="stable")]  # the undated last
    matrix, when = vectors([articles[place] for place in order.tolist()]), days[order]
    found = [(np.empty(0, dtype=np.int64), np.empty(0))]
    for start, stop, first in _blocks(when):
        near = _neighbours(matrix[start:stop], matrix[first:stop])
        rows, others = start + near.row, first + near.col
        # a block may be longer than the window, and what is not dated is in none
        kept = (rows != others) & ~(np.abs(when[rows] - when[others]) > WINDOW_DAYS)
        one, other = order[rows[kept]].astype(np.int64), order[others[kept]].astype(np.int64)
        codes = np.minimum(one, other) * len(articles) + np.maximum(one, other)
        found.append((codes, np.round(np.minimum(1.0, near.data[kept]), 6)))
    codes, where = np.unique(np.concatenate([codes for codes, _ in found]), return_index=True)
    return codes, np.concatenate([cosines for _, cosines in found])[where]


def _blocks(days: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Yield blocks of rows (start, stop), each with the first row that it is compared with; the last is its own."""
    import numpy as np

    dated = int(np.isfinite(days).sum())
    for start in range(0, dated, BLOCK):
        stop = min(start + BLOCK, dated)
        yield start, stop, int(np.searchsorted(days[:dated], days[start] - WINDOW_DAYS))
    for start in range(dated, len(days), BLOCK):
        yield start, min(start + BLOCK, len(days)), 0


def _neighbours(rows: csr_matrix, others: csr_matrix) -> coo_matrix:
    """Return the cosines of each row (row) and the nearest of `others` (col)."""
    from sparse_dot_topn import sp_matmul_topn

    return sp_matmul_topn(rows, others.T.tocsr(), top_n=MOST_NEIGHBOURS + 1, threshold=LEAST_TEXT, sort=True).tocoo()
