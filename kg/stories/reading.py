"""Texts -> their words as numbers, so that what all texts hold is counted by NumPy, and a word is looked at once.

No word goes across white space: what stands between two spaces, a chunk, is taken apart once, however often it comes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import numpy as np

    from kg.model import Article

TOGETHER = 1024  # texts that are split before their chunks are numbered


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

    def of(self, places: np.ndarray) -> Texts:
        """Return some of the texts, in this order."""
        import numpy as np

        lengths = np.diff(self.starts)[places]
        return Texts(self.chunks, self.chunk[spread(self.starts[:-1][places], lengths)], _starts(lengths))

    def words(self, apart: Callable[[str], Sequence[str]]) -> Words:
        """Return the words of the texts.

        Args:
            apart: takes a chunk apart.
        """
        import numpy as np

        number = _numbering()
        parts = list(map(apart, self.chunks))
        word = np.fromiter(map(number.__getitem__, chain.from_iterable(parts)), dtype=np.int64)
        lengths = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
        here = lengths[self.chunk]
        starts = np.r_[0, np.cumsum(here)][self.starts]
        return Words([*number], word[spread(_starts(lengths)[:-1][self.chunk], here)], starts)


def read(texts: Iterable[str | None]) -> Texts:
    """Return texts as chunks.

    >>> found = read(["the ferry the tugs", None, "tugs"])
    >>> found.chunks, found.chunk.tolist(), found.starts.tolist()
    (['the', 'ferry', 'tugs'], [0, 1, 0, 2, 2], [0, 4, 4, 5])
    """
    import numpy as np

    number = _numbering()
    lengths: list[int] = []
    found = [np.empty(0, dtype=np.int64)]
    every = [text or "" for text in texts]
    for start in range(0, len(every), TOGETHER):
        split = list(map(str.split, every[start : start + TOGETHER]))
        lengths += map(len, split)
        found.append(np.fromiter(map(number.__getitem__, chain.from_iterable(split)), dtype=np.int64))
    return Texts([*number], np.concatenate(found), _starts(np.array(lengths, dtype=np.int64)))


def read_articles(articles: Iterable[Article]) -> Texts:
    """Return the title and the excerpt of each article in turn."""
    return read(text for article in articles for text in (article.title, article.excerpt))


def spread(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return the places of runs, one after another.

    >>> import numpy as np
    >>> spread(np.array([7, 2]), np.array([3, 2])).tolist()
    [7, 8, 9, 2, 3]
    """
    import numpy as np

    ends = np.cumsum(lengths)
    return np.repeat(starts - ends + lengths, lengths) + np.arange(int(ends[-1]) if len(ends) else 0)


def _numbering() -> defaultdict[str, int]:
    """Return a table that gives each new word the next number."""
    number: defaultdict[str, int] = defaultdict()
    number.default_factory = number.__len__
    return number


def _starts(lengths: np.ndarray) -> np.ndarray:
    import numpy as np

    starts: np.ndarray = np.r_[0, np.cumsum(lengths)]
    return starts
