"""The articles of a story -> which of them are syndicated copies: one report, several carriers.

A copy has nearly the words of a report that appeared before it, at another provider, within two days, with the same
numbers in its headline: yesterday's case count reads like today's. The very same words are a copy at any provider.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.model import UNDATED, Article
from kg.stories.similarity import Columns

COPY = 0.8  # similarity of text from which on a report is a copy of another
WITHIN_HOURS = 48.0
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def copies(articles: Sequence[Article], columns: Columns, clusters: Iterable[Sequence[int]]) -> dict[int, int]:
    """Return the place of the report that each copy is a copy of; a report is never a copy itself.

    Args:
        articles: all of them, as `kg.stories.similarity.columns` was given them.
        columns: their weighted pairs.
        clusters: the articles of each story.
    """
    import numpy as np

    near: dict[int, set[int]] = defaultdict(set)
    for row in np.flatnonzero((columns.text >= COPY) & ~(columns.hours > WITHIN_HOURS)).tolist():
        a, b = int(columns.a[row]), int(columns.b[row])
        near[a].add(b)
        near[b].add(a)
    report: list[int] = columns.report.tolist()
    alike = near.keys() | {end for pair in enumerate(report) if pair[0] != pair[1] for end in pair}
    found: dict[int, int] = {}
    for cluster in clusters:
        originals: list[int] = []
        some = alike.intersection(cluster)
        for place in sorted(some, key=lambda place: (articles[place].published or UNDATED, articles[place].key)):
            original = next((other for other in originals if _is_copy(articles, report, near, place, other)), None)
            if original is None:
                originals.append(place)
            else:
                found[place] = original
    return found


def _is_copy(
    articles: Sequence[Article], report: Sequence[int], near: dict[int, set[int]], place: int, other: int
) -> bool:
    if report[place] == report[other]:
        return True
    one, two = articles[place], articles[other]
    return (
        report[other] in near[report[place]]
        and bool(one.title and one.excerpt and two.title and two.excerpt)
        and one.provider != two.provider
        and _numbers(one) == _numbers(two)
    )


def _numbers(article: Article) -> set[str]:
    return set(_NUMBER.findall(article.title or ""))
