"""Articles -> the words that two of them share, as people write them, and how alike their texts are."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from kg.model import Article
from kg.stories.words import stem, stems, tokens

MOST_WORDS = 6  # shared words that are named


class StemmedTexts(msgspec.Struct, frozen=True):
    """The texts of articles, their stems, and in how many texts each stem stands."""

    texts: list[str]
    stems: list[list[str]]
    frequency: Counter[str]


def read_texts(articles: Sequence[Article]) -> StemmedTexts:
    """Return the texts of articles with their words."""
    texts = [f"{article.title or ''} . {article.excerpt or ''}" for article in articles]
    found = list(map(stems, texts))
    return StemmedTexts(texts, found, Counter(word for document in found for word in set(document)))


def cosine(texts: StemmedTexts, a: int, b: int) -> float:
    """Return how alike two texts are (0 to 1) by all their words: the cosine of TF-IDF, as scikit-learn weighs it.

    Args:
        texts: of all articles.
        a: the place of the one.
        b: the place of the other.

    >>> from kg.model import Article
    >>> titles = ["Ferry aground", "Ferry sails", "Museum opens"]
    >>> texts = read_texts([Article(key=title, url=title, title=title) for title in titles])
    >>> round(cosine(texts, 0, 1), 2), cosine(texts, 0, 2), cosine(texts, 0, 0)
    (0.37, 0.0, 1.0)
    """
    one, other = _vector(texts, a), _vector(texts, b)
    norm = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    shared = sum(value * other[word] for word, value in one.items() if word in other)
    return round(min(1.0, shared / norm), 6) if norm else 0.0


def shared_words(texts: StemmedTexts, a: int, b: int) -> tuple[str, ...]:
    """Return the telling words that two texts share as people write them, the weightiest first."""
    one, other = _vector(texts, a), _vector(texts, b)
    shared = sorted(one.keys() & other.keys(), key=lambda word: (-round(one[word] * other[word], 9), word))
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for token in (*tokens(texts.texts[a]), *tokens(texts.texts[b])):
        forms[stem(token.lower())][token] += 1
    return tuple(_usual(forms[word], word) for word in shared[:MOST_WORDS])


def _usual(forms: Counter[str], word: str) -> str:
    """Return the most frequent form of a word; one that is written small anywhere is no name."""
    return min(forms, key=lambda form: (not form.islower(), -forms[form], form), default=word)


def _vector(texts: StemmedTexts, index: int) -> dict[str, float]:
    size = len(texts.texts)
    return {
        word: (1 + math.log(count)) * (math.log((1 + size) / (1 + texts.frequency[word])) + 1)
        for word, count in sorted(Counter(texts.stems[index]).items())
    }
