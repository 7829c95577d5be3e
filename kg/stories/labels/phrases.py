"""A text -> its telling phrases: runs of words that are no names, no stop words and no fillers of headlines."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from itertools import chain

from kg.stories import languages
from kg.stories.labels.counts import Occurrences, StoryWords
from kg.stories.labels.names import NOUNS_IN_CAPITALS, Corpus, Term, form, key, written
from kg.stories.labels.texts import CAPITALS, CASELESS, EN
from kg.stories.languages import FILLERS, GENERIC, NO_ADVERBS, NO_PARTICIPLES, OPENERS
from kg.stories.matrix import firsts
from kg.stories.texts import numbered, numbering, runs, spread
from kg.stories.words import STOP_WORDS

LONGEST_PHRASE = 3  # in words
NOT_TELLING = {name: table | languages.JOINTS for name, table in languages.STOP_WORDS.items()}
NOT_TELLING[EN] = STOP_WORDS | languages.CALENDAR | languages.TITLES | languages.JOINTS | FILLERS


def find_phrases(words: StoryWords) -> Occurrences:
    """Return the phrases in the texts of stories, alone and within each other, each in the form that it is written in.

    They are made of words that tell something and stand side by side.
    """
    import numpy as np

    forms = words.corpus.written.words.forms
    kinds, kind = numbered(_kinds(words))
    shared = np.flatnonzero(words.shared)
    code = kind[words.text[shared]] * len(forms) + words.word[shared]
    shown = np.full(len(kinds) * len(forms), -1)
    label = numbering()
    by_kind = [*kinds]
    for place in np.flatnonzero(np.bincount(code)).tolist():
        language, capitals = by_kind[place // len(forms)]
        word = _telling(forms[place % len(forms)], language, words.corpus, capitals=capitals)
        if word is not None:
            shown[place] = label[word]
    tells = np.flatnonzero(shown[code] >= 0)
    at, telling = shared[tells], shown[code[tells]]
    start = np.flatnonzero(firsts(words.text[at], at - np.arange(len(at))))
    different, which = runs(telling, start, np.diff(np.r_[start, len(at)]))
    labels = [*label]
    phrases = [_phrases(tuple(labels[number] for number in run)) for run in different]
    count = np.array(list(map(len, phrases)), dtype=np.int64)
    return Occurrences(
        np.repeat(words.text[at[start]], count[which]),
        spread((np.cumsum(count) - count)[which], count[which]),
        [*chain.from_iterable(phrases)],
    )


def _kinds(words: StoryWords) -> Iterator[tuple[str | None, bool]]:
    """Yield the language of each text, None if it has no telling words, and whether it is in capitals."""
    styles, language = words.corpus.written.style[words.source].tolist(), words.corpus.written.language
    for source, style in zip(words.source.tolist(), styles, strict=True):
        yield None if style == CASELESS else language[source // 2], style == CAPITALS


def _telling(word: str, language: str | None, corpus: Corpus, *, capitals: bool) -> str | None:
    """Return a word that tells something in a text of some language as a label writes it, None if it tells nothing.

    That is in small letters if running text does, and as it is otherwise. Of a language that capitalises its nouns
    only these tell.
    """
    if language is None:
        return None
    low = written(word).lower()
    nouns = language in NOUNS_IN_CAPITALS and not capitals
    if low in NOT_TELLING[language] or not _tells(low) or low in corpus.names or (nouns and word.islower()):
        return None
    return word.lower() if not nouns and (capitals or key(word) in corpus.small) else word


def is_dull(phrase: str) -> bool:
    """Say whether a phrase fits many stories.

    >>> is_dull("state officials"), is_dull("recovery plan")
    (True, False)
    """
    return all(word in GENERIC or word in OPENERS for word in phrase.lower().replace("-", " ").split())


def _phrases(run: tuple[str, ...]) -> tuple[tuple[Term, str], ...]:
    """Return the phrases in a run of telling words."""
    return tuple(
        (tuple(map(key, words)), _even(form(words)))
        for start in range(len(run))
        for stop in range(start + 1, min(len(run), start + LONGEST_PHRASE) + 1)
        if _is_phrase(words := run[start:stop])
    )


def _even(phrase: str) -> str:
    """Return a phrase without capitals if a part of it is without: they are those of a headline.

    >>> _even("sex Bias"), _even("COVID-19 tests")
    ('sex bias', 'COVID-19 tests')
    """
    words = phrase.split()
    if not any(map(str.islower, words)):
        return phrase
    return " ".join(word.lower() if word.istitle() else word for word in words)


def _is_phrase(words: tuple[str, ...]) -> bool:
    first, last = words[0].lower(), words[-1].lower()
    if last in OPENERS or last[-1] == "-" or _is_participle(last) or _is_adverb(last):
        return False
    return len(words) == 1 or not _is_adverb(first)


@functools.lru_cache(maxsize=1 << 16)
def _tells(low: str) -> bool:
    if len(low) < 3:
        return low[0].isdigit() and low[-1].isalpha()  # '5G'
    return low[0].isalpha() and "'" not in low and "’" not in low  # noqa: RUF001 - meant


def _is_participle(low: str) -> bool:
    return low.endswith("ed") and len(low) > 3 and low not in NO_PARTICIPLES


def _is_adverb(low: str) -> bool:
    return low.endswith("ly") and len(low) > 4 and low not in NO_ADVERBS
