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
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.model import Article
from kg.stories.words import STOP_WORDS, TOKEN, stem, without_possessive

if TYPE_CHECKING:
    import numpy as np

    from kg.stories.sparse import csr_matrix

IN_TITLE = 2.0  # how often a word of a title counts
NAME = 2.0  # and a name, as against another word
PHRASE = 0.5  # and two words that follow each other
MOST_HEADED = 20  # articles of one text; one that more have, as "Live updates", is a standing head and tells nothing
MOSTLY = 0.8  # of its uses in mid-sentence a name is capitalised
_PIECE = re.compile(TOKEN + r"|[.!?:…]+")
_ENDS = frozenset(".!?:…")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def vectors(articles: Sequence[Article]) -> csr_matrix:
    """Return one unit vector an article, as the rows of a sparse matrix; a row of zeros where there is no text."""
    import numpy as np

    from kg.stories.sparse import coo_matrix, csr_matrix

    standing = Counter(text for article in articles for text in (article.title, article.excerpt))
    forms: dict[str, int] = {}
    words: list[int] = []
    lengths: list[int] = []
    for article in articles:
        for text in (article.title, article.excerpt):
            read = text if text and standing[text] <= MOST_HEADED else ""
            found = [forms.setdefault(piece, len(forms)) for piece in _pieces(read)]
            words += found
            lengths.append(len(found))
    word = np.array(words, dtype=np.int64)
    field = np.repeat(np.arange(len(lengths)), lengths)  # two fields an article: title, excerpt
    terms, capital, small, ends = _lexicon(forms)
    telling = terms[word] >= 0
    if len(word):
        first = np.r_[True, ends[word[:-1]] | (field[1:] != field[:-1])]
        name = _names(word, terms, capital, small, counted=telling & ~first & (field % 2 == 1))
    else:
        name = np.zeros(0, dtype=bool)
    term, place = terms[word[telling]], field[telling]
    count = np.where(place % 2 == 0, IN_TITLE, 1.0)
    follows = place[1:] == place[:-1]
    phrase = term[:-1][follows] * (1 + terms.max(initial=0)) + term[1:][follows]
    phrase = np.unique(phrase, return_inverse=True)[1] + 1 + terms.max(initial=0)
    column = np.r_[term, phrase]
    row = np.r_[place, place[1:][follows]] // 2
    value = np.r_[count * np.where(name[term], NAME, 1.0), count[1:][follows] * PHRASE]
    shape = (len(articles), int(column.max(initial=0)) + 1)
    return _tfidf(csr_matrix(coo_matrix((value, (row, column)), shape=shape)))  # what is there twice is summed


def subject_vectors(subjects: Sequence[Sequence[str]]) -> csr_matrix:
    """Return a unit vector for each list of topics or organizations; a row of zeros where there is none.

    >>> subject_vectors([["ai", "privacy"], [], ["ai"]]).toarray().round(2).tolist()
    [[0.61, 0.8], [0.0, 0.0], [1.0, 0.0]]
    """
    import numpy as np

    from kg.stories.sparse import csr_matrix

    columns: dict[str, int] = {}
    found = [columns.setdefault(subject, len(columns)) for row in subjects for subject in sorted(set(row))]
    ends = np.cumsum([0, *(len(set(row)) for row in subjects)])
    return _tfidf(csr_matrix((np.ones(len(found)), found, ends), shape=(len(subjects), max(1, len(columns)))))


def _tfidf(counts: csr_matrix) -> csr_matrix:
    """Return unit vectors from how often each term stands in each document."""
    import numpy as np

    from kg.stories.sparse import csr_matrix, diags_array

    weighed = counts.copy()
    weighed.data = np.where(counts.data >= 1, 1 + np.log(np.maximum(counts.data, 1)), counts.data)
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    weighed = weighed @ diags_array(np.log((1 + counts.shape[0]) / (1 + frequency)) + 1)
    norms = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return csr_matrix(diags_array(1 / np.where(norms > 0, norms, 1)) @ weighed)


def _pieces(text: str) -> list[str]:
    """Return the words of a text as they are written, and the marks that end a sentence or its first part."""
    if not text.isascii():
        text = _SPACELESS.sub(lambda match: " ".join(_pairs(match[0])), text)
    return _PIECE.findall(text)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


def _lexicon(forms: dict[str, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
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
