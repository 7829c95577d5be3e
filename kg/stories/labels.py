"""A cluster of articles -> a label: its central names, then its telling words.

What is a name is learned from the corpus, in any language that writes names with capitals: a word that running text
capitalises in mid-sentence and hardly ever writes small. Headlines in title case are no evidence, for they capitalise
all words. Names and words are ranked by how many articles of the story have them, weighed by how rare they are.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from kg.model import Article
from kg.stories.words import STOP_WORDS, stem, tokens

MOST_NAMES = 4
MOST_WORDS = 2
LONGEST_NAME = 3  # in words
MOSTLY = 0.8  # of its uses a name is capitalised
TITLE_CASE = 0.6  # a text with more of its words capitalised is no evidence
LEAST_SHARE = 0.2  # of a story's articles have a name, or it is not central
COMMON_FIRST = 1.5  # how much more it counts that many articles have a word than that it is rare
LONGER = 0.15  # what a further word adds to a name's rank: 'Clearview AI' before 'Clearview'
CALENDAR = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
    """.split()
)
TITLES = frozenset("corp inc ltd llc plc co company group gmbh ag mr mrs ms dr gov sen rep says live watch".split())
_SENTENCE = re.compile(r"[.!?…]+[\"'”’)]*(?:\s+|$)|\n+")  # noqa: RUF001 - typographic marks are meant
_PART = re.compile(r"[:;|,()\"“”„«»]+\s*|\s+[-–—]+\s+")  # noqa: RUF001 - as above


class Corpus(msgspec.Struct, frozen=True):
    """What a corpus teaches: which words are names, and in how many articles each word or phrase stands."""

    size: int
    names: frozenset[str]
    frequency: dict[str, int]


class _Reading(msgspec.Struct):
    """The names and words of one article, each with the form it is written in; words go by their stems."""

    names: dict[str, str]
    words: dict[str, str]


def learn(articles: Sequence[Article]) -> Corpus:
    """Return what all articles together teach about names and rare words."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    frequency: Counter[str] = Counter()
    for article in articles:
        seen: set[str] = set()
        for text in _texts(article):
            running = not _is_title_case(text)
            for words in map(tokens, _SENTENCE.split(text)):
                seen.update(word.lower() for word in words)
                seen.update(stem(word.lower()) for word in words)
                if running:
                    small.update(word for word in words if word.islower())
                    capital.update(word.lower() for word in words[1:] if not word.islower())
        frequency.update(seen)
    not_names = STOP_WORDS | CALENDAR
    names = (
        word
        for word, count in capital.items()
        if count >= MOSTLY * (count + small[word]) and word not in not_names and len(word) > 1 and not word[0].isdigit()
    )
    return Corpus(len(articles), frozenset(names), dict(frequency))


def label(articles: Sequence[Article], corpus: Corpus) -> str:
    """Return the label of a story.

    Args:
        articles: its members.
        corpus: what `learn` returned for all articles.

    Returns:
        ``names: words``, ``names`` or ``words``; the first headline where no word is shared.
    """
    readings = [_read(article, corpus) for article in articles]
    least = max(2, math.ceil(LEAST_SHARE * len(articles)))
    names = _best((reading.names for reading in readings), corpus, least=least, most=MOST_NAMES)
    used = {form for name in names for word in name.lower().split() for form in (word, stem(word))}
    words = _best((reading.words for reading in readings), corpus, least=least, most=MOST_WORDS, without=used)
    if not names and not words:
        return next((article.title for article in articles if article.title), articles[0].url)
    return ": ".join(", ".join(part) for part in (names, words) if part)


def _best(
    readings: Iterable[dict[str, str]], corpus: Corpus, *, least: int, most: int, without: Iterable[str] = ()
) -> list[str]:
    """Return the best terms that at least so many articles share, none of which shares a word with another."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for reading in readings:
        for term, form in reading.items():
            forms[term][form] += 1
    taken = set(without)
    best: list[str] = []
    for _, term in sorted((-_rank(term, forms[term].total(), corpus), term) for term in forms):
        words = set(term.split())
        if forms[term].total() >= least and not words & taken and len(best) < most:
            best.append(min(forms[term], key=lambda form: (-forms[term][form], form)))
            taken |= words | _companions(words, forms)
    return best


def _companions(words: set[str], forms: dict[str, Counter[str]]) -> set[str]:
    """Return the words that stand beside these more often than not: who says Trump has said Donald."""
    longer = [term for term in forms if " " in term and words & set(term.split())]
    return {word for term in longer for word in term.split() if 2 * forms[term].total() >= forms[word].total()}


def _rank(term: str, count: int, corpus: Corpus) -> float:
    words = term.split()
    rarity = math.log((1 + corpus.size) / (1 + min(corpus.frequency.get(word, 0) for word in words))) + 1
    rank: float = count**COMMON_FIRST * rarity * (1 + LONGER * (len(words) - 1))
    return round(rank, 9)


def _read(article: Article, corpus: Corpus) -> _Reading:
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    for text in _texts(article):
        for part in _parts(text):
            for run in _runs(part, corpus.names):
                for start in range(len(run)):
                    for stop in range(start + 1, min(len(run), start + LONGEST_NAME) + 1):
                        name = " ".join(run[start:stop])
                        names.setdefault(name.lower(), name)
            telling = [word.lower() if _tells(word.lower(), corpus) else None for word in part]
            words.update((stem(word), word) for word in telling if word)
            words.update((f"{stem(a)} {stem(b)}", f"{a} {b}") for a, b in pairwise(telling) if a and b)
    return _Reading(names, words)


def _runs(words: list[str], names: frozenset[str]) -> list[list[str]]:
    """Return the runs of neighbouring words that are names and written so."""
    runs: list[list[str]] = [[]]
    for word in words:
        if word.lower() in names and not word.islower() and word.lower() not in TITLES:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _tells(word: str, corpus: Corpus) -> bool:
    dull = word in STOP_WORDS or word in CALENDAR or word in TITLES or word in corpus.names
    return not dull and len(word) > 2 and not word[0].isdigit()


def _texts(article: Article) -> Iterable[str]:
    return (text for text in (article.title, article.excerpt) if text)


def _parts(text: str) -> list[list[str]]:
    """Return the words of each part of a text between two marks: no name and no phrase goes across one."""
    return [words for sentence in _SENTENCE.split(text) for part in _PART.split(sentence) if (words := tokens(part))]


def _is_title_case(text: str) -> bool:
    long = [word for word in tokens(text)[1:] if len(word) > 3]
    return bool(long) and sum(not word.islower() for word in long) > TITLE_CASE * len(long)
