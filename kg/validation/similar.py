"""Articles with files of their own -> those whose title and excerpt are nearly those of another.

Runs of three words (shingles) are compared; only rare ones bring two articles together, so that the work grows with
the number of articles. Reports on numbers (case counts, prices) read alike from day to day: two whose numbers differ
are no duplicates.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kg.codes import NEAR_DUPLICATE
from kg.model import Article, Reading
from kg.validation.finding import Draft, Own, own_articles

NEAR = 0.8  # Jaccard similarity of shingles from which on two texts are nearly the same
FEWEST_WORDS = 12  # shorter texts say too little to tell
MOST_FILES = 20  # that share a shingle which brings them together
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def drafts(readings: Iterable[Reading]) -> Iterator[Draft]:
    """Yield a draft for each article that is nearly the same as an earlier one, at another address."""
    found = sorted(
        (own for reading in readings for own in own_articles(reading)),
        key=lambda own: (_time(own), own.reading.file.path, own.line),
    )
    shingles = [_shingles(own.article) for own in found]
    frequency = Counter(shingle for text in shingles for shingle in text)
    earlier: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(shingles):
        rare = [shingle for shingle in text if 1 < frequency[shingle] <= MOST_FILES]
        shared = Counter(other for shingle in rare for other in earlier[shingle])
        for shingle in rare:
            earlier[shingle].append(place)
        near = [(_jaccard(text, shingles[other]), -other) for other, n in shared.items() if 2 * n >= NEAR * len(rare)]
        near = [(score, other) for score, other in near if score >= NEAR and _alike(found[place], found[-other])]
        if near:
            score, other = max(near)
            yield _draft(found[place], found[-other], score)


def _draft(own: Own, other: Own, score: float) -> Draft:
    one, two = own.article, other.article
    where = "at the same provider" if one.provider == two.provider else f"at {two.provider or 'no provider'}"
    message = f"{score:.0%} of what it says stands in {other.reading.file.path}, {where}"
    return Draft(NEAR_DUPLICATE, own.reading.origin(own.line), message, ("title",))


def _time(own: Own) -> float:
    published = own.article.published
    return published.timestamp() if published is not None else float("inf")


def _shingles(article: Article) -> frozenset[str]:
    words = _WORD.findall(_text(article).lower()) if article.excerpt else []
    if len(words) < FEWEST_WORDS:
        return frozenset()
    return frozenset(" ".join(words[start : start + 3]) for start in range(len(words) - 2))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _alike(own: Own, other: Own) -> bool:
    """Return whether two texts can be one report: not the same article, and the same numbers in both."""
    numbers, others = ({*_NUMBER.findall(_text(each.article))} for each in (own, other))
    return own.article.key != other.article.key and numbers == others


def _text(article: Article) -> str:
    return f"{article.title or ''} {article.excerpt or ''}"
