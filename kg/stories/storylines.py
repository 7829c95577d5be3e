"""Stories -> storylines: stories of one subject that runs on, each the next step of those before.

Texts are compared within two weeks only, and a story is one event. What runs on over weeks is seen from further off: a
story as a whole (its centroid: the mean of the vectors of its articles) is compared with those that began up to
`WINDOW_DAYS` before it. What the two say counts less the longer nothing was heard between them, and average linkage
joins stories that are alike on average, so that one story which is like two others does not chain them: all that is
said on an epidemic is no storyline. An article that stands alone is no step, and a story without a date has no place in
time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.model import UNDATED, Article, Story, Storyline
from kg.stories.clustering import average_linkage
from kg.stories.matrix import Matrix, nearest, summed
from kg.stories.vectors import vectors

if TYPE_CHECKING:
    import numpy as np

LEAST = 0.15  # how alike the stories of a storyline are on average; docs/decisions/0035 has what was tried
FADE_DAYS = 30.0  # of silence between two stories, in which what they share fades by 1/e
WINDOW_DAYS = 60.0  # stories that began further apart are not compared
MOST_COMPARED = 4096  # nor with more stories before it than this
MOST_NEIGHBOURS = 64  # of one story
BLOCK = 1024
DAY = 86_400.0


def storylines(stories: Sequence[Story], members: Sequence[Sequence[Article]]) -> tuple[Storyline, ...]:
    """Return the storylines among stories, sorted by id; a story that is part of none stands for itself.

    Args:
        stories: of two articles or more.
        members: the articles of each, as they are read for similarity.
    """
    import numpy as np

    chosen = [place for place, story in enumerate(stories) if story.start is not None and not story.series]
    chosen.sort(key=lambda place: (stories[place].start or UNDATED, stories[place].id))
    if len(chosen) < 2:
        return ()
    found = [stories[place] for place in chosen]
    starts, ends = (
        np.array([date.timestamp() / DAY for date in dates if date is not None])
        for dates in ([story.start for story in found], [story.end for story in found])
    )
    a, b, weight = _pairs(_centroids([members[place] for place in chosen]), starts, ends)
    tree = average_linkage(a, b, weight, [1] * len(found), least=LEAST)
    items = [[place] for place in range(tree.count)]
    for left, right in zip(tree.left, tree.right, strict=True):
        items.append(items[left] + items[right])
    lines = [_storyline([found[place] for place in sorted(items[root])]) for root in tree.roots if len(items[root]) > 1]
    return tuple(sorted(lines, key=lambda line: line.id))


def _storyline(stories: Sequence[Story]) -> Storyline:
    """Return the storyline of stories in the order in which they began; the largest gives its title."""
    first = min(stories, key=lambda story: (story.start or UNDATED, story.first))
    largest = min(stories, key=lambda story: (-len(story.members), story.start or UNDATED, story.id))
    return Storyline(
        id=first.id,
        title=largest.name,
        stories=tuple(story.id for story in stories),
        start=min(story.start for story in stories if story.start),
        end=max(story.end for story in stories if story.end),
    )


def _centroids(members: Sequence[Sequence[Article]]) -> Matrix:
    """Return the unit vector of each story: the direction of the mean of those of its articles."""
    import numpy as np

    each = vectors([article for articles in members for article in articles])
    row = np.repeat(np.arange(len(members)), list(map(len, members)))[each.row]
    mean = summed(row, each.column, each.value, height=len(members), width=each.width)
    length = np.ones(mean.height)
    np.add.at(length, mean.row, mean.value**2)
    return Matrix(mean.starts, mean.column, mean.value / np.sqrt(length - 1)[mean.row], mean.width)


def _pairs(centroids: Matrix, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of stories that are not too far in time, and how alike they are after the silence between."""
    import numpy as np

    none = np.empty(0, dtype=np.int64)
    parts = [(none, none, np.empty(0))]
    for first, start, stop in _blocks(starts):
        rows, others, cosine = nearest(
            centroids.rows(start, stop), centroids.rows(first, stop), most=MOST_NEIGHBOURS + 1, least=LEAST / 2
        )
        rows, others = start + rows, first + others
        kept = (others < rows) & (starts[rows] - starts[others] <= WINDOW_DAYS)
        one, other = others[kept], rows[kept]
        silence = np.maximum(0.0, starts[other] - ends[one])
        parts.append((one, other, np.round(np.minimum(1.0, cosine[kept]) * np.exp(-silence / FADE_DAYS), 6)))
    a, b, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
    return a, b, weight


def _blocks(starts: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Yield blocks of stories (start, stop), each with the first that it is compared with before."""
    import numpy as np

    for start in range(0, len(starts), BLOCK):
        earliest = int(np.searchsorted(starts, starts[start] - WINDOW_DAYS))
        yield max(earliest, start - MOST_COMPARED), start, min(start + BLOCK, len(starts))
