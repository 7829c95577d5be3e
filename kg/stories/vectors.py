"""Articles -> unit vectors of their telling words, names and phrases (TF-IDF).

Words are stems, by the stemmer of their language (see `kg.stories.tongues`); two that follow each other make a phrase,
and where a language compounds its words or bends them much, so do their parts. A word of a title counts more than one
of an excerpt, and a name more than a word: whom a report is about says more of its event than what happened. What is a
name is learned from the corpus, in any language that writes names with capitals: running text capitalises it in
mid-sentence and hardly ever writes it small. Scripts without spaces are read in pairs of characters.

TF-IDF: 1 + log tf, smoothed log idf, as in scikit-learn (Manning, Raghavan, Schütze 2008, chapter 6).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from kg.model import Article
from kg.stories import tongues
from kg.stories.languages import FILLERS
from kg.stories.matrix import Matrix, firsts, groups, starts_of, summed
from kg.stories.texts import Words, numbered, numbering, read_articles, spread
from kg.stories.tongues import EN
from kg.stories.words import STOP_WORDS, TOKEN, without_possessive

if TYPE_CHECKING:
    import numpy as np

IN_TITLE = 2.0  # how often a word of a title counts
NAME = 2.0  # and a name, as against another word
PHRASE = 0.5  # and two words that follow each other
DULL = 0.75  # and a verb of headlines, or another word that fits any event: 'wins', 'amid' (English)
PART = 4  # letters of a part of a word: what 'Coronakrise' and 'Coronapolitik' share
IN_PART = 0.35  # and how much one counts
WHOLE = frozenset([EN, ""])  # languages whose words are compared whole: that hardly compounds, and one not known
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
    field = words.text[kept]  # two an article: title, excerpt
    forms, word = _spoken(words, tongues.languages(articles, words))
    word = word[kept]
    lexicon = _lexicon(forms)
    telling = lexicon.term[word] >= 0
    first = firsts(field)
    first[1:] |= lexicon.ends[word[:-1]]
    names = _names(word, lexicon, counted=telling & ~first & (field % 2 == 1))
    word, place = word[telling], field[telling]
    term = lexicon.term[word]
    count = np.where(place % 2 == 0, IN_TITLE, 1.0)
    follows = np.flatnonzero(place[1:] == place[:-1]) + 1
    size = int(lexicon.term.max(initial=-1)) + 1
    phrase = groups(term[follows - 1], term[follows])[0] + size
    size = int(phrase.max(initial=size - 1)) + 1
    parts = np.diff(lexicon.starts)[word]
    part = lexicon.part[spread(lexicon.starts[:-1][word], parts)] + size
    row = np.r_[place, place[follows], np.repeat(place, parts)] // 2
    column = np.r_[term, phrase, part]
    value = np.r_[
        count * np.where(names[term], NAME, 1.0) * np.where(lexicon.dull[word], DULL, 1.0),
        count[follows] * PHRASE,
        np.repeat(count, parts) * IN_PART,
    ]
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


class _Lexicon(msgspec.Struct, frozen=True):
    """The forms of words: the term of each (-1 if it tells nothing); whether it is capitalised, small, a mark, dull.

    `part` has the parts of each form; those of form i begin at `starts[i]`.
    """

    term: np.ndarray
    capital: np.ndarray
    small: np.ndarray
    ends: np.ndarray
    dull: np.ndarray
    part: np.ndarray
    starts: np.ndarray


def _spoken(words: Words, language: Sequence[str]) -> tuple[list[tuple[str, str]], np.ndarray]:
    """Return the forms of words, each with a language that it is used in, and for each word which of them it is.

    Args:
        words: of the title and the excerpt of each article in turn.
        language: of each article.
    """
    import numpy as np

    number, spoken = numbered(language)
    code = spoken[words.text // 2] * len(words.forms) + words.word
    seen = np.flatnonzero(np.bincount(code))
    place = np.zeros(int(seen.max(initial=-1)) + 1, dtype=np.int64)
    place[seen] = np.arange(len(seen))
    names = [*number]
    return [(words.forms[at % len(words.forms)], names[at // len(words.forms)]) for at in seen.tolist()], place[code]


def _lexicon(forms: Sequence[tuple[str, str]]) -> _Lexicon:
    """Return what forms are known by; what two languages write alike is one term, as the one of most forms stems it.

    Args:
        forms: each with its language.
    """
    import numpy as np

    often = Counter(language for _, language in forms)
    spoken = {name: (place, name) for place, name in enumerate(sorted(often, key=lambda name: (-often[name], name)))}
    lows = [tongues.lower(without_possessive(form), language) for form, language in forms]
    stemmed: dict[str, tuple[int, str]] = {}
    for low, (_, language) in zip(lows, forms, strict=True):
        stemmed[low] = min(stemmed.get(low, spoken[language]), spoken[language])
    columns, parts = numbering(), numbering()
    terms, found = [], list[list[int]]()
    for low, (form, language) in zip(lows, forms, strict=True):
        tells = form[0] not in _ENDS and len(low) > 1 and low not in _silent(language)
        stem = tongues.stem(low, stemmed[low][1]) if tells else ""
        terms.append(columns[stem] if tells else -1)
        found.append([parts[part] for part in _parts(stem)] if tells and language not in WHOLE else [])
    ends = np.array([form[0] in _ENDS for form, _ in forms], bool)
    small = np.array([form.islower() for form, _ in forms], bool)
    return _Lexicon(
        np.array(terms, dtype=np.int64),
        ~ends & ~small & np.array([not form[0].isdigit() for form, _ in forms], bool),
        small,
        ends,
        np.array([low in FILLERS and language == EN for low, (_, language) in zip(lows, forms, strict=True)], bool),
        np.array([*chain.from_iterable(found)], dtype=np.int64),
        starts_of(list(map(len, found))),
    )


def _silent(language: str) -> frozenset[str]:
    """Return the words of a language that tell nothing."""
    return STOP_WORDS if language == EN else tongues.function_words(language)


def _parts(stem: str) -> list[str]:
    """Return the parts of a word; that which begins it is another than the same within.

    >>> _parts("bank")
    ['^ban', 'bank']
    """
    if stem.isdigit():
        return []
    stem = f"^{stem}"
    return [stem[at : at + PART] for at in range(len(stem) - PART + 1)]


def _names(word: np.ndarray, lexicon: _Lexicon, *, counted: np.ndarray) -> np.ndarray:
    """Return for each term whether it is a name, from the words of running text that do not begin a sentence."""
    import numpy as np

    seen, size = word[counted], int(lexicon.term.max(initial=-1)) + 1
    written = np.bincount(lexicon.term[seen], weights=lexicon.capital[seen], minlength=size)
    other = np.bincount(lexicon.term[seen], weights=lexicon.small[seen], minlength=size)
    result: np.ndarray = (written > 0) & (written >= MOSTLY * (written + other))
    return result
