"""Pairs with an issue of a newsletter, or a list of links -> those that say no more than the list: its text repeats it.

An issue names in its text what it lists, so that it reads like each of them, and like what they are like. Its text is
no sign for a pair with what it lists, nor with an article that something on its list is as near to as it is itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.stories.matrix import groups, order, starts_of
from kg.stories.texts import spread

if TYPE_CHECKING:
    import numpy as np

    from kg.model import Article, RelatedLink


def ends(articles: Sequence[Article], links: Sequence[RelatedLink]) -> tuple[np.ndarray, np.ndarray]:
    """Return the two articles of each link by their places, the owner and the item, each pair once; unknown ones not.

    Args:
        articles: in any order.
        links: that lead from one article to another.
    """
    import numpy as np

    place = {article.key: index for index, article in enumerate(articles)}
    found = (place.get(key, -1) for link in links for key in (link.source, link.target))
    owner, item = np.fromiter(found, dtype=np.int64, count=2 * len(links)).reshape(-1, 2).T
    known = (owner >= 0) & (item >= 0) & (owner != item)
    owner, item = owner[known], item[known]
    _, once = groups(owner, item)
    return owner[once], item[once]


def repeated(
    a: np.ndarray, b: np.ndarray, text: np.ndarray, *, owner: np.ndarray, item: np.ndarray, count: int
) -> np.ndarray:
    """Return whether what speaks for each pair is but what an issue repeats.

    Args:
        a: the one of each pair of articles, by its place; no pair twice.
        b: the other.
        text: how alike their texts are (0 to 1).
        owner: the issue of each listing.
        item: what it lists.
        count: of all articles.

    >>> import numpy as np
    >>> one, other, text = np.array([0, 0, 0, 1]), np.array([1, 2, 3, 2]), np.array([0.5, 0.2, 0.2, 0.9])
    >>> repeated(one, other, text, owner=np.array([0]), item=np.array([1]), count=4).tolist()
    [True, True, False, False]
    """
    import numpy as np

    found = np.zeros(len(a), dtype=bool)
    if not len(owner):
        return found
    is_issue = np.zeros(count, dtype=bool)
    is_issue[owner] = True
    asked = np.flatnonzero(is_issue[a] | is_issue[b])
    most = _by_lists(a, b, text, owner=owner, item=item, count=count)
    for issue, article in ((a[asked], b[asked]), (b[asked], a[asked])):
        found[asked] |= is_issue[issue] & (_looked_up(most, issue * count + article) >= text[asked])
    return found


def _by_lists(
    a: np.ndarray, b: np.ndarray, text: np.ndarray, *, owner: np.ndarray, item: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return issues with what something on their lists is like, the two as one number, and how like at most."""
    import numpy as np

    one, other, alike = np.r_[a, b], np.r_[b, a], np.tile(text, 2)
    by_one = order(one)
    length = np.bincount(one, minlength=count)
    starts = starts_of(length)
    row = by_one[spread(starts[item], length[item])]
    issue = np.r_[owner, np.repeat(owner, length[item])]
    near, value = np.r_[item, other[row]], np.r_[np.ones(len(item)), alike[row]]
    number, first = groups(issue, near)
    most = np.zeros(len(first))
    np.maximum.at(most, number, value)
    return issue[first] * count + near[first], most


def _looked_up(most: tuple[np.ndarray, np.ndarray], wanted: np.ndarray) -> np.ndarray:
    import numpy as np

    keys, values = most
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: np.ndarray = np.where(keys[at] == wanted, values[at], -1.0)
    return found
