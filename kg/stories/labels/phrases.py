"""A text -> its telling phrases: runs of words that are no names, no stop words and no fillers of headlines."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from itertools import pairwise

from kg.stories.labels import languages
from kg.stories.labels.languages import FILLERS, GENERIC, NO_ADVERBS, NO_PARTICIPLES, OPENERS
from kg.stories.labels.names import CAPITALS, CASELESS, NOUNS_IN_CAPITALS, Corpus, Term, Text, form, key, written
from kg.stories.words import STOP_WORDS

LONGEST_PHRASE = 3  # in words
ENGLISH = "en"
NOT_TELLING = STOP_WORDS | languages.CALENDAR | languages.TITLES | languages.JOINTS | FILLERS


def telling(words: Iterable[str], text: Text, corpus: Corpus) -> dict[str, str]:
    """Return those of some words that tell something in texts like this one, as a label writes them.

    That is in small letters if running text does, and as they are otherwise. Of a language that capitalises its nouns
    only these tell.
    """
    if text.style == CASELESS or text.language is None:
        return {}
    nouns = text.language in NOUNS_IN_CAPITALS and text.style != CAPITALS
    dull = NOT_TELLING if text.language == ENGLISH else languages.STOP_WORDS[text.language] | languages.JOINTS
    found = {}
    for word in words:
        low = written(word).lower()
        if low not in dull and _tells(low) and low not in corpus.names and not (nouns and word.islower()):
            small = not nouns and (text.style == CAPITALS or key(word) in corpus.small)
            found[word] = word.lower() if small else word
    return found


def find(text: Text, words: Mapping[str, str]) -> list[tuple[Term, str]]:
    """Return the phrases of a text, alone and within each other, each with the form that it is written in.

    Args:
        text: a title or an excerpt.
        words: those that tell something, as `telling` returned them.
    """
    places = [place for place, word in enumerate(text.pieces) if word in words]
    if not places:
        return []
    found: list[tuple[Term, str]] = []
    run = [words[text.pieces[places[0]]]]
    for last, place in pairwise(places):
        if place != last + 1:
            found += _phrases(tuple(run))
            run = []
        run.append(words[text.pieces[place]])
    return found + list(_phrases(tuple(run)))


def is_dull(phrase: str) -> bool:
    """Say whether a phrase fits many stories.

    >>> is_dull("state officials"), is_dull("recovery plan")
    (True, False)
    """
    return all(word in GENERIC or word in OPENERS for word in phrase.lower().replace("-", " ").split())


@functools.lru_cache(maxsize=1 << 14)
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
