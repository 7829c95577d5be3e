"""Texts -> their words as numbers, so that what all texts hold is counted by NumPy, and a word is looked at once.

No word goes across white space: what stands between two spaces, a chunk, is taken apart once, however often it comes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from kg.stories.matrix import starts_of

if TYPE_CHECKING:
    import numpy as np

    from kg.model import Article

T = TypeVar("T")


class Words(msgspec.Struct, frozen=True):
    """The words of texts: `word` has their places in `forms`, text by text; those of text i begin at `starts[i]`."""

    forms: list[str]
    word: np.ndarray
    starts: np.ndarray

    @property
    def text(self) -> np.ndarray:
        """The text of each word."""
        import numpy as np

        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


class Texts(msgspec.Struct, frozen=True):
    """Texts as chunks: `chunk` has their places in `chunks`, text by text; those of text i begin at `starts[i]`."""

    chunks: list[str]
    chunk: np.ndarray
    starts: np.ndarray

    def words(self, apart: Callable[[str], Sequence[str]]) -> Words:
        """Return the words of the texts.

        Args:
            apart: takes a chunk apart.
        """
        import numpy as np

        parts = list(map(apart, self.chunks))
        number, word = numbered(chain.from_iterable(parts))
        lengths = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
        here = lengths[self.chunk]
        starts = np.r_[0, np.cumsum(here)][self.starts]
        return Words([*number], word[spread(starts_of(lengths)[:-1][self.chunk], here)], starts)


def chunked(texts: Iterable[str | None]) -> Texts:
    """Return texts as chunks.

    >>> found = chunked(["the ferry the tugs", None, "tugs"])
    >>> found.chunks, found.chunk.tolist(), found.starts.tolist()
    (['the', 'ferry', 'tugs'], [0, 1, 0, 2, 2], [0, 4, 4, 5])
    """
    import numpy as np

    lengths: list[int] = []

    def chunks() -> Iterator[str]:
        for text in texts:
            split = (text or "").split()
            lengths.append(len(split))
            yield from split

    number, chunk = numbered(chunks())
    return Texts([*number], chunk, starts_of(np.array(lengths, dtype=np.int64)))


def read_articles(articles: Iterable[Article]) -> Texts:
    """Return the title and the excerpt of each article in turn."""
    return chunked(text for article in articles for text in (article.title, article.excerpt))


def spread(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return the places of runs, one after another.

    >>> import numpy as np
    >>> spread(np.array([7, 2]), np.array([3, 2])).tolist()
    [7, 8, 9, 2, 3]
    """
    import numpy as np

    ends = np.cumsum(lengths)
    return np.repeat(starts - ends + lengths, lengths) + np.arange(int(ends[-1]) if len(ends) else 0)


def runs(word: np.ndarray, start: np.ndarray, length: np.ndarray) -> tuple[list[tuple[int, ...]], np.ndarray]:
    """Return the different runs of words, and which of them each run is.

    >>> import numpy as np
    >>> different, which = runs(np.array([7, 8, 7, 8, 8]), np.array([0, 2, 4]), np.array([2, 2, 1]))
    >>> sorted(different), [different[place] for place in which]
    ([(7, 8), (8,)], [(7, 8), (7, 8), (8,)])
    """
    import numpy as np

    number = numbering()
    which = np.empty(len(start), dtype=np.int64)
    for size in np.flatnonzero(np.bincount(length)).tolist():
        here = np.flatnonzero(length == size)
        rows = np.ascontiguousarray(word[start[here][:, None] + np.arange(size)])
        which[here] = numbered(rows.view(f"V{size * rows.itemsize}").ravel().tolist(), number)[1]
    return [tuple(np.frombuffer(run, dtype=word.dtype).tolist()) for run in number], which


def numbering() -> defaultdict[Any, int]:
    """Return a table that gives each new thing the next number."""
    number: defaultdict[Any, int] = defaultdict()
    number.default_factory = number.__len__
    return number


def numbered(things: Iterable[T], number: defaultdict[T, int] | None = None) -> tuple[defaultdict[T, int], np.ndarray]:
    """Return a table that gives each other thing the next number, and the numbers of things.

    Args:
        things: that are the same if they are equal.
        number: the table of things that were numbered before.

    >>> number, found = numbered("abca")
    >>> dict(number), found.tolist()
    ({'a': 0, 'b': 1, 'c': 2}, [0, 1, 2, 0])
    """
    import numpy as np

    number = numbering() if number is None else number
    return number, np.fromiter(map(number.__getitem__, things), dtype=np.int64)
