"""Articles -> unit vectors of their telling words, names and phrases (TF-IDF).

Words are stems; two that follow each other make a phrase. A word of a title counts more than one of an excerpt, and a
name more than a word: whom a report is about says more of its event than what happened. What is a name is learned from
the corpus, in any language that writes names with capitals: running text capitalises it in mid-sentence and hardly
ever writes it small. Scripts without spaces are read in pairs of characters.

TF-IDF: 1 + log tf, smoothed log idf, as in scikit-learn (Manning, Raghavan, Schütze 2008, chapter 6).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.model import Article
from kg.stories.matrix import Matrix, firsts, groups, starts_of, summed
from kg.stories.texts import read_articles
from kg.stories.words import STOP_WORDS, TOKEN, stem, without_possessive

if TYPE_CHECKING:
    import numpy as np

IN_TITLE = 2.0  # how often a word of a title counts
NAME = 2.0  # and a name, as against another word
PHRASE = 0.5  # and two words that follow each other
MOST_HEADED = 20  # articles of one text; one that more have, as "Live updates", is a standing head and tells nothing
MOSTLY = 0.8  # of its uses in mid-sentence a name is capitalised
_PIECE = re.compile(TOKEN + r"|[.!?:…]+")
_ENDS = frozenset(".!?:…")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def vectors(articles: Sequence[Article]) -> Matrix:
    """Return one unit vector an article, as the rows of a sparse matrix; a row of zeros where there is no text.

    Args:
        articles: in any order.
    """
    import numpy as np

    words = read_articles(articles).words(_pieces)
    standing = Counter(text for article in articles for text in (article.title, article.excerpt))
    read = [standing[text] <= MOST_HEADED for article in articles for text in (article.title, article.excerpt)]
    kept = np.repeat(np.array(read, dtype=bool), np.diff(words.starts))
    word, field = words.word[kept], words.text[kept]  # two fields an article: title, excerpt
    terms, capital, small, ends = _lexicon(words.forms)
    telling = terms[word] >= 0
    first = firsts(field)
    first[1:] |= ends[word[:-1]]
    names = _names(word, terms, capital, small, counted=telling & ~first & (field % 2 == 1))
    term, place = terms[word[telling]], field[telling]
    count = np.where(place % 2 == 0, IN_TITLE, 1.0)
    value = count * np.where(names[term], NAME, 1.0)
    size = int(terms.max(initial=-1)) + 1
    follows = np.flatnonzero(place[1:] == place[:-1]) + 1
    column = np.r_[term, groups(term[follows - 1], term[follows])[0] + size]
    row = np.r_[place, place[follows]] // 2
    value = np.r_[value, count[follows] * PHRASE]
    return _tfidf(summed(row, column, value, height=len(articles), width=int(column.max(initial=0)) + 1))


def subject_vectors(subjects: Sequence[Iterable[str]]) -> Matrix:
    """Return a unit vector for each list of topics or organizations; a row of zeros where there is none.

    >>> subject_vectors([["ai", "privacy"], [], ["ai"]]).value.round(2).tolist()
    [0.61, 0.8, 1.0]
    """
    import numpy as np

    rows = [sorted(set(row)) for row in subjects]
    place = {subject: column for column, subject in enumerate(sorted(set().union(*rows)))}
    column = np.array([place[subject] for row in rows for subject in row], dtype=np.int64)
    return _tfidf(Matrix(starts_of(list(map(len, rows))), column, np.ones(len(column)), max(1, len(place))))


def _tfidf(counts: Matrix) -> Matrix:
    """Return unit vectors from how often each term stands in each document."""
    import numpy as np

    value = np.where(counts.value >= 1, 1 + np.log(np.maximum(counts.value, 1)), counts.value)
    frequency = np.bincount(counts.column, minlength=counts.width)
    value = value * (np.log((1 + counts.height) / (1 + frequency)) + 1)[counts.column]
    filled = np.flatnonzero(np.diff(counts.starts))
    norms = np.ones(counts.height)
    if len(filled):
        norms[filled] = np.sqrt(np.add.reduceat(value * value, counts.starts[filled]))
    return Matrix(counts.starts, counts.column, value * (1 / norms)[counts.row], counts.width)


def _pieces(text: str) -> list[str]:
    """Return the words of a text as they are written, and the marks that end a sentence or its first part."""
    if not text.isascii():
        text = _SPACELESS.sub(lambda match: " ".join(_pairs(match[0])), text)
    return _PIECE.findall(text)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


def _lexicon(forms: Iterable[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return for each form its term (-1 if it tells nothing), and whether it is capitalised, small, a mark."""
    import numpy as np

    columns: dict[str, int] = {}
    terms, capital, small, ends = [], [], [], []
    for form in forms:
        word = without_possessive(form)
        low = word.lower()
        mark = form[0] in _ENDS
        tells = not mark and len(low) > 1 and low not in STOP_WORDS
        terms.append(columns.setdefault(stem(low), len(columns)) if tells else -1)
        small.append(word.islower())
        capital.append(not mark and not word.islower() and not word[0].isdigit())
        ends.append(mark)
    return np.array(terms, dtype=np.int64), np.array(capital, bool), np.array(small, bool), np.array(ends, bool)


def _names(
    word: np.ndarray, terms: np.ndarray, capital: np.ndarray, small: np.ndarray, *, counted: np.ndarray
) -> np.ndarray:
    """Return for each term whether it is a name, from the words of running text that do not begin a sentence."""
    import numpy as np

    seen, size = word[counted], int(terms.max(initial=-1)) + 1
    written = np.bincount(terms[seen], weights=capital[seen], minlength=size)
    other = np.bincount(terms[seen], weights=small[seen], minlength=size)
    result: np.ndarray = (written > 0) & (written >= MOSTLY * (written + other))
    return result
