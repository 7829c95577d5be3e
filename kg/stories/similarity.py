"""Articles -> weighted pairs, each with the evidence that it was made from.

A pair is weighed by the cosine of what the two say (see `kg.stories.vectors`), moved a little by the topics and
organizations of both, and raised much by curated links (the one lists the other, or a third lists both); and all of it
fades with the time between the two: a link to a piece of last year points at background. What tells two incidents of
one kind apart weighs against a pair (`kg.stories.incidents`); its surroundings are weighed without, so that an article
among many of its kind stands out no better. Text that an issue only repeats counts for nothing (`kg.stories.listings`).

Text is compared within a time window only, and with a limited number of articles before it, so that the work grows as
the articles do, however many a day has. What else is of the same days, and for an article without a date all else, is
looked up in an index whose lists are limited. An article without a date counts as old as what it is most like
(`kg.stories.undated`); where nothing tells its day, time counts neither for nor against.

Articles of the same words within a day are one report and its copies: only the report is compared with others, and
counts as many times as it was carried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import msgspec

from kg.identity import topic_slug
from kg.model import Article, RelatedLink
from kg.stories import listings
from kg.stories.incidents import Slots, differing, slots
from kg.stories.matrix import Matrix, groups, nearest, posted, products
from kg.stories.texts import read_articles, spread
from kg.stories.undated import lenders
from kg.stories.vectors import subject_vectors, vectors
from kg.stories.words import tokens

if TYPE_CHECKING:
    import numpy as np

WINDOW_DAYS = 14.0  # text further apart than this is not compared
MOST_COMPARED = 4096  # nor with more articles before it than this, where a day has hundreds; of those further off
NEAR_DAYS = 2.0  # but within these days, and of all if it is undated, with what an index has for its terms:
MOST_POSTED = 1024  # articles for each term, those in which it weighs most
HALF_DAYS = 2.5  # after so many days a half is left of a pair, after twice as many a third
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


class Columns(msgspec.Struct, frozen=True):
    """Pairs of articles (their places, `a` < `b`), what speaks for each, and its weight (0 to 1): an array each.

    `hours` is nan where a date is unknown. `plain` is the weight without curated links, and without what tells two
    incidents apart: of that `kept` is what it leaves (0 to 1; 1 if the two do not differ). `repeated` says that the
    text of the one, an issue, only repeats what it lists. `report` has for each article the place of the report that it
    is a copy of, its own if it is none; a copy has but one pair, that with its report. `lender` has for each article
    the place of that whose day it counts as of, its own if it is dated or nothing tells. `slots` are what the articles
    were told apart by, for who asks more of them.
    """

    a: np.ndarray
    b: np.ndarray
    weight: np.ndarray
    plain: np.ndarray
    text: np.ndarray
    hours: np.ndarray
    listed: np.ndarray
    listed_together: np.ndarray
    kept: np.ndarray
    repeated: np.ndarray
    report: np.ndarray
    lender: np.ndarray
    slots: Slots | None = None


def columns(articles: Sequence[Article], related: Sequence[RelatedLink], *, threads: int = 1) -> Columns:
    """Return the pairs of articles that anything speaks for, sorted, as columns.

    Args:
        articles: in an order that does not depend on how they came in.
        related: the curated links between them, and what issues list.
        threads: that compare texts. The result is the same.
    """
    import numpy as np

    # a month or a year is no day
    dates = [None if article.precision else article.published for article in articles]
    days = np.array([date.timestamp() / DAY if date else np.nan for date in dates])
    report = _reports(articles, days)
    is_copy = report != np.arange(len(articles))
    copies = np.flatnonzero(is_copy)
    alike = _text_pairs(articles, days, np.flatnonzero(~is_copy), threads=threads)
    copied = (np.minimum(copies, report[copies]), np.maximum(copies, report[copies]))
    curated, lists = ([link for link in related if link.listed is listed] for listed in (False, True))
    owned, together = _list_pairs(articles, curated, report)
    a, b, (close, copied_at, owned_at, together_at) = _joined([alike[:2], copied, owned, together])
    text, (listed, listed_together) = np.zeros(len(a)), np.zeros((2, len(a)), dtype=bool)
    text[close], text[copied_at] = alike[2], 1.0
    listed[owned_at], listed_together[together_at] = True, True
    owner, item = listings.ends(articles, lists)
    repeated = listings.repeated(a, b, text, owner=report[owner], item=report[item], count=len(articles))
    repeated[copied_at] = False
    lender = lenders(a, b, text, days)
    faded = fade(np.round(np.abs(days[lender[a]] - days[lender[b]]) * 24, 3))
    topics = _agreement([map(topic_slug, article.topics) for article in articles], a, b)
    organizations = _agreement([article.mentions for article in articles], a, b)
    said = np.where(repeated, 0.0, text) * (1 + TOPICS * topics + ORGANIZATIONS * organizations)
    plain = np.minimum(1.0, said) * faded
    filled = slots(articles)
    kept = np.where(report[a] == report[b], 1.0, differing(filled, a, b).kept)
    doubt = (1 - np.minimum(1.0, said) * kept) * (1 - LISTED * listed) * (1 - LISTED_TOGETHER * listed_together)
    return Columns(
        a=a,
        b=b,
        weight=np.round((1 - doubt) * faded, 6),
        plain=np.round(plain, 6),
        text=text,
        hours=np.round(np.abs(days[a] - days[b]) * 24, 3),
        listed=listed,
        listed_together=listed_together,
        kept=kept,
        repeated=repeated,
        report=report,
        lender=lender,
        slots=filled,
    )


def _joined(parts: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Return all pairs of several lists, sorted, each once; and for each list where its pairs are among them."""
    import numpy as np

    a, b = (np.concatenate(ends) for ends in zip(*parts, strict=True))
    where, once = groups(a, b)
    return a[once], b[once], np.split(where, np.cumsum([len(one) for one, _ in parts[:-1]]))


def fade(hours: np.ndarray) -> np.ndarray:
    """Return what time leaves of a similarity: ever less, the slower the more has passed; 1 where it is unknown (nan).

    >>> import numpy as np
    >>> fade(np.array([np.nan, 0, 24 * 2.5, 24 * 10])).round(2).tolist()
    [1.0, 1.0, 0.5, 0.2]
    """
    import numpy as np

    return 1 / (1 + np.nan_to_num(hours / 24) / HALF_DAYS)


def _reports(articles: Sequence[Article], days: np.ndarray) -> np.ndarray:
    """Return for each article the place of the first that has the same words and stands within a day of it."""
    import numpy as np

    words = read_articles(articles).words(lambda chunk: tokens(chunk.casefold()))
    starts = words.starts.tolist()
    said = [words.word[start:stop].tobytes() for start, stop in pairwise(starts)]
    report = np.arange(len(days))
    shared = Counter(said[::2])
    first: dict[tuple[bytes, bytes], int] = {}
    for place in np.argsort(days, kind="stable").tolist():
        key = said[2 * place], said[2 * place + 1]
        if shared[key[0]] == 1 or not all(key):  # a headline alone may be that of every day
            continue
        if (known := first.get(key)) is not None and not days[place] - days[known] > SAME_DAYS:
            report[place] = known
        else:
            first[key] = place
    return report


def _list_pairs(
    articles: Sequence[Article], related: Sequence[RelatedLink], report: np.ndarray
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Return the pairs that one article's list makes: owner and item, and item and item."""
    import numpy as np

    owner, item = (report[end] for end in listings.ends(articles, related))
    _, once = groups(owner, item)
    owner, item = owner[once], item[once]
    other = owner != item
    owned = np.minimum(owner, item)[other], np.maximum(owner, item)[other]
    length = np.bincount(owner, minlength=len(articles))
    behind = np.cumsum(length)[owner] - np.arange(len(owner)) - 1  # items of the same list
    behind[length[owner] > MOST_LISTED] = 0
    return owned, (np.repeat(item, behind), item[spread(np.arange(len(owner)) + 1, behind)])


def _agreement(subjects: Sequence[Iterable[str]], a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return how far the subjects of each pair agree: 1 where they are the same, -1 where none is, else between.

    A rare subject counts more than one that every article has. 0 where either has none.

    Args:
        subjects: of each article.
        a: one article of each pair.
        b: the other.
    """
    import numpy as np

    matrix = subject_vectors(subjects)
    length = np.diff(matrix.starts)
    both = np.flatnonzero((length[a] > 0) & (length[b] > 0))
    entries, values = [], []  # of each pair, with the column of each
    for row in (a[both], b[both]):
        place = spread(matrix.starts[row], length[row])
        entries.append(np.repeat(both, length[row]) * matrix.width + matrix.column[place])
        values.append(matrix.value[place])
    shared, one, other = np.intersect1d(entries[0], entries[1], assume_unique=True, return_indices=True)
    product = values[0][one] * values[1][other]
    agreement = 2 * np.bincount(shared // matrix.width, weights=product, minlength=len(a))
    agreement[both] -= 1
    return agreement


def _text_pairs(
    articles: Sequence[Article], days: np.ndarray, places: np.ndarray, *, threads: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs that are close in text and not too far in time, and their cosines; some of them twice.

    Args:
        articles: all of them.
        days: when they were published; nan where that is unknown.
        places: of the articles that are compared.
        threads: that compare them.
    """
    import numpy as np

    chosen = places[np.argsort(days[places], kind="stable")]  # the undated last
    matrix, when = vectors([articles[place] for place in chosen.tolist()]), days[chosen]
    found = [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))]
    for rows, others, cosine in chain(_near(matrix, when, threads=threads), _far(matrix, when, threads=threads)):
        # a block may be longer than the window, and what is not dated is in none
        apart = np.abs(when[rows] - when[others])
        kept = (rows != others) & ~(apart > np.where(np.abs(rows - others) > MOST_COMPARED, NEAR_DAYS, WINDOW_DAYS))
        one, other = chosen[rows[kept]], chosen[others[kept]]
        found.append((np.minimum(one, other), np.maximum(one, other), np.round(np.minimum(1.0, cosine[kept]), 6)))
    one, other, cosines = (np.concatenate(part) for part in zip(*found, strict=True))
    return one, other, cosines


def _near(matrix: Matrix, days: np.ndarray, *, threads: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield rows, those of the rows shortly before each that are nearest to it, and their cosines."""
    for start, stop, first in _blocks(days):
        block, before = matrix.rows(start, stop), matrix.rows(first, stop)
        rows, others, cosine = nearest(block, before, most=MOST_NEIGHBOURS + 1, least=LEAST_TEXT, threads=threads)
        yield start + rows, first + others, cosine


def _far(matrix: Matrix, days: np.ndarray, *, threads: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield rows, those further off that an index finds nearest to each, and their cosines."""
    import numpy as np

    for low, high, first, last in _stretches(days):
        postings = matrix.rows(low, high).postings(MOST_POSTED)
        for start in range(first, last, BLOCK):
            block = matrix.rows(start, min(start + BLOCK, last))
            rows, others, _ = posted(block, postings, most=MOST_NEIGHBOURS + 1, least=LEAST_TEXT, threads=threads)
            rows, others = start + rows, low + others
            far = np.abs(rows - others) > MOST_COMPARED
            yield rows[far], others[far], products(matrix, rows[far], others[far])


def _blocks(days: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Yield blocks of rows (start, stop), each with the first row that it is compared with; the last is its own."""
    import numpy as np

    dated = int(np.isfinite(days).sum())
    for start in range(0, dated, BLOCK):
        wide = int(np.searchsorted(days[:dated], days[start] - WINDOW_DAYS))
        yield start, min(start + BLOCK, dated), max(wide, start - MOST_COMPARED)
    for start in range(dated, len(days), BLOCK):
        yield start, min(start + BLOCK, len(days)), max(0, start - MOST_COMPARED)


def _stretches(days: np.ndarray) -> Iterator[tuple[int, int, int, int]]:
    """Yield stretches of rows (low, high), each with the rows (first, last) that are looked up in an index of it.

    What is dated is looked up among the near days if these have more than are compared; what is not, among all.
    """
    import numpy as np

    dated = int(np.isfinite(days).sum())
    number = np.floor(days[:dated] / NEAR_DAYS)
    bounds = [*np.flatnonzero(np.diff(number, prepend=np.nan) != 0).tolist(), dated, dated]
    for low, high, after in zip(bounds, bounds[1:], bounds[2:], strict=False):
        last = after if high < dated and number[high] == number[low] + 1 else high
        if last - low > MOST_COMPARED:
            yield low, high, low, last
    if dated < len(days) > MOST_COMPARED:
        yield 0, len(days), dated, len(days)
