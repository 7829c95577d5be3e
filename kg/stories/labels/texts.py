"""Titles and excerpts -> words and marks; how each text is written, and in which language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from kg.model import Article
from kg.stories.languages import STOP_WORDS
from kg.stories.matrix import firsts, groups
from kg.stories.texts import Words, chunked
from kg.stories.words import STOP_WORDS as ENGLISH
from kg.stories.words import pieces

if TYPE_CHECKING:
    import numpy as np

TITLE_CASE = 0.6  # a text with more of its longer words capitalised is no evidence
ALL_CAPS = 0.7  # and one with more of them in capitals altogether says nothing of what is a name
SOME_CAPITALS = 0.4  # but to be asked for that, so many of its words and marks must not be small
LONGER = 4  # letters of the words that title case capitalises; it leaves the shorter ones small
ENOUGH = 0.25  # of the words of an English text are stop words; where fewer are, other languages are tried
SOME = 0.1  # but in English more are than these, unless the text has too few words to say
LEAST_WORDS = 8
ACCENTED = 0.15  # of the small words of English have letters that are not English, at the very most
RUNNING, TITLE, CAPITALS, CASELESS = range(4)  # how a text is written; caseless: in a script without capitals
EN = "en"

_DATELINE = re.compile(
    r"\s*(?:[^\W\d_][\w.,'’ ]{1,40}?)?\s?\([A-Z][\w .&/]{1,24}\)\s*[-–—]+"  # noqa: RUF001 - dashes are meant
    r"|\s*[A-Z][A-Z .,'’]{2,40}\s*[-–—]+\s"  # noqa: RUF001 - as above
)
# an address, which says nothing of the story
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\S+|\bhttps?\b")
# the name of a section or of the site
SECTION = re.compile(r"\s\|\s[^|]{2,50}$")


class Written(msgspec.Struct, frozen=True):
    """The titles and excerpts of articles, in turn, so that article i has the texts 2i and 2i + 1.

    A word that a hyphen joins to the next ends with it ('Coca-', 'Cola'). `style` is of each text, `language` of each
    article; `holding` and `held` say which article has which word, each once.
    """

    words: Words
    style: np.ndarray
    language: list[str | None]
    holding: np.ndarray
    held: np.ndarray


def written_texts(articles: Sequence[Article]) -> Written:
    """Return the titles and excerpts of articles, in any order, as words; datelines and sections are not read."""
    words = chunked(_read(articles)).words(pieces)
    article = words.text // 2
    _, once = groups(article, words.word)
    holding, held = article[once], words.word[once]
    return Written(words, _styles(words), _languages(words.forms, holding, held, len(articles)), holding, held)


def _read(articles: Iterable[Article]) -> Iterator[str]:
    """Yield the title of each article without the name of a section, and its excerpt without a dateline."""
    for article in articles:
        yield ADDRESS.sub(" ", SECTION.sub("", article.title or ""))
        dateline = _DATELINE.match(article.excerpt or "")
        yield ADDRESS.sub(" ", (article.excerpt or "")[dateline.end() if dateline else 0 :])


def _styles(words: Words) -> np.ndarray:
    """Return how each text is written."""
    import numpy as np

    text, count = words.text, np.diff(words.starts)
    later = ~firsts(text)

    def counted(test: Callable[[str], bool], among: np.ndarray) -> np.ndarray:
        passed = np.array(list(map(test, words.forms)), dtype=bool)[words.word]
        return np.bincount(text[passed & among], minlength=len(count))

    every = np.ones(len(text), dtype=bool)
    small = counted(str.islower, every)
    capital = counted(lambda word: len(word) >= LONGER and not word.islower() and word[0].isalpha(), later)
    long = capital + counted(lambda word: len(word) >= LONGER and word.islower(), later)
    high = counted(lambda word: len(word) >= LONGER and word.isupper() and word[0].isalpha(), later)
    cased = counted(lambda word: word.lower() != word.upper(), every)
    style = np.where(capital > TITLE_CASE * long, TITLE, RUNNING)
    style[high > ALL_CAPS * long] = CAPITALS
    style[(small == 0) & (2 * cased < count)] = CASELESS
    style[small > (1 - SOME_CAPITALS) * count] = RUNNING
    return style


def _languages(forms: Sequence[str], holding: np.ndarray, held: np.ndarray, count: int) -> list[str | None]:
    """Return the language of each article."""
    import numpy as np

    is_english = np.array([form in ENGLISH for form in forms], dtype=bool)
    have = np.bincount(holding, minlength=count)
    english = np.bincount(holding[is_english[held]], minlength=count) >= ENOUGH * have
    languages: list[str | None] = [EN] * count
    ends = np.cumsum(have)
    for place in np.flatnonzero(~english).tolist():
        words = held[ends[place] - have[place] : ends[place]]
        languages[place] = _language({forms[word] for word in words.tolist()})
    return languages


def _language(words: set[str]) -> str | None:
    """Return the language of words that are not plainly English by its stop words, None if it is unknown.

    It is English where there is too little to say.
    """
    low = {word.lower() for word in words if word[0].isalnum()}
    english = len(low & ENGLISH)
    hits, language = max((len(low & table), name) for name, table in STOP_WORDS.items())
    if hits > english:
        return language
    accented = sum(word.islower() and not word.isascii() for word in words)
    few = len(low) >= LEAST_WORDS and english < SOME * len(low)
    return None if few or accented > ACCENTED * len(low) else EN
