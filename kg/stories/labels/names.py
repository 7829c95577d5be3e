"""A corpus -> the names in it: what running text writes with capitals, in any language that writes names so.

A word is a name if running text capitalises it in mid-sentence and hardly ever writes it small; several are a name if
running text capitalises them side by side ('Bank of England'). Headlines in title case are no evidence, for they
capitalise all words, and so does German, which capitalises all nouns; both are read with the names that others teach.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain

import msgspec

from kg.model import Article, Organization
from kg.stories.labels.languages import (
    ABBREVIATIONS,
    CALENDAR,
    FILLERS,
    GENERIC,
    JOINTS,
    OPENERS,
    SAME,
    STARTS,
    STOP_WORDS,
    TITLES,
)
from kg.stories.words import STOP_WORDS as ENGLISH
from kg.stories.words import pieces, stem

MOSTLY = 0.8  # of its uses a name is capitalised
LONGEST_NAME = 8  # in words: 'U.S. Department of Health and Human Services'
TITLE_CASE = 0.6  # a text with more of its longer words capitalised is no evidence
ALL_CAPS = 0.7  # and one with more of them in capitals altogether says nothing of what is a name
SOME_CAPITALS = 0.4  # but to be asked for that, so many of its words and marks must not be small
LONGER = 4  # letters of the words that title case capitalises; it leaves the shorter ones small
ENOUGH = 0.25  # of the words of an English text are stop words; where fewer are, other languages are tried
SOME = 0.1  # but in English more are than these, unless the text has too few words to say
LEAST_WORDS = 8
ACCENTED = 0.15  # of the small words of English have letters that are not English, at the very most
NOUNS_IN_CAPITALS = frozenset(["de"])
NO_NAMES = ENGLISH | CALENDAR | TITLES | ABBREVIATIONS
ALONE = FILLERS | GENERIC | OPENERS | JOINTS  # no names by themselves; but 'State Department' is one
BETWEEN = JOINTS | {"and"}  # what stands between the words of a name
RUNNING, TITLE, CAPITALS, CASELESS = range(4)  # how a text is written; caseless: in a script without capitals

_DATELINE = re.compile(
    r"\s*(?:[^\W\d_][\w.,'’ ]{1,40}?)?\s?\([A-Z][\w .&/]{1,24}\)\s*[-–—]+"  # noqa: RUF001 - dashes are meant
    r"|\s*[A-Z][A-Z .,'’]{2,40}\s*[-–—]+\s"  # noqa: RUF001 - as above
)
_SECTION = re.compile(r"\s\|\s[^|]{2,50}$")
_WITHIN = frozenset(",;/)–—-")  # noqa: RUF001 - after these a sentence goes on
_NUMBER = re.compile(r"(?<=\w{4})-\d+$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_SHORT = frozenset(["EU", "UK", "UN"])
_WRITTEN = {"US": "U.S.", "U.S": "U.S.", "St": "St.", "Mt": "Mt.", "Ft": "Ft."}

Term = tuple[str, ...]  # what the words of a name or a phrase are known by


class Text(msgspec.Struct, frozen=True):
    """A title or an excerpt: its words and marks; how it is written, and in which language.

    A word that a hyphen joins to the next ends with it ('Coca-', 'Cola').
    """

    pieces: list[str]
    style: int
    language: str | None
    is_title: bool


class Corpus(msgspec.Struct, frozen=True):
    """What a corpus teaches, and its texts by article.

    `names` are words, `phrases` names of several words, in lower case; `starts` the words that phrases begin with.
    `small` are the stems that running text writes small, `frequency` says in how many articles each stem stands.
    """

    texts: Mapping[str, list[Text]]
    names: frozenset[str]
    phrases: frozenset[str]
    starts: frozenset[str]
    small: frozenset[str]
    frequency: Mapping[str, int]
    organizations: Mapping[str, Organization]

    @property
    def size(self) -> int:
        """The number of articles."""
        return len(self.texts)


def learn(articles: Iterable[Article], organizations: Iterable[Organization] = ()) -> Corpus:
    """Return what all articles together teach about names and rare words.

    Args:
        articles: in any order.
        organizations: that articles mention, known by their slugs.
    """
    found = {article.key: texts(article) for article in articles}
    running = [
        text.pieces
        for read in found.values()
        for text in read
        if text.style == RUNNING and text.language not in NOUNS_IN_CAPITALS
    ]
    written_so = Counter(chain.from_iterable(running))
    runs = Counter(chain.from_iterable(map(_runs, running)))
    seen = ({word for text in read for word in text.pieces} for read in found.values())
    frequency = Counter(chain.from_iterable({*map(key, words)} for words in seen))
    capital: Counter[str] = Counter()
    for run, count in runs.items():
        for word in run:
            capital[word] += count
    small = {word: count for word, count in written_so.items() if word.islower()}
    names = frozenset(
        word
        for word, count in capital.items()
        if count >= MOSTLY * (count + small.get(word, 0)) and word not in ALONE and len(word) > 1 and word[0].isalpha()
    )
    phrases = frozenset(phrase for run in runs for phrase in _phrases(run, names))
    return Corpus(
        found,
        names,
        phrases,
        frozenset(phrase.partition(" ")[0] for phrase in phrases),
        frozenset(map(key, small)),
        frequency,
        {organization.slug: organization for organization in organizations},
    )


def texts(article: Article) -> list[Text]:
    """Return the title and the excerpt of an article, each as words; its dateline and its section are not read."""
    title = article.title or ""
    if "|" in title:
        title = _SECTION.sub("", title)
    excerpt = article.excerpt or ""
    if dateline := _DATELINE.match(excerpt):
        excerpt = excerpt[dateline.end() :]
    both = (pieces(title), True), (pieces(excerpt), False)
    language = _language({word for words, _ in both for word in words})
    return [Text(words, _style(words), language, is_title) for words, is_title in both if words]


def naming(words: Iterable[str], corpus: Corpus) -> dict[str, str]:
    """Return those of some words that a name may begin with, in lower case."""
    capital = ((word, written(word).lower()) for word in words if not word.islower())
    return {word: low for word, low in capital if low in corpus.names or low in corpus.starts}


def find(text: Text, words: Mapping[str, str], shared: Container[str], corpus: Corpus) -> list[tuple[Term, str]]:
    """Return the names in a text, alone and within each other, each with the form that it is written in.

    Args:
        text: a title or an excerpt.
        words: those that a name may begin with, as `naming` returned them.
        shared: the words that it may go on with.
        corpus: where the names were learned.
    """
    if text.style == CASELESS:
        return []
    found = []
    pieces = text.pieces
    for place in [place for place, word in enumerate(pieces) if word in words]:
        low = words[pieces[place]]
        longer = []
        if low in corpus.starts:
            name = low
            for stop in range(place + 1, min(len(pieces), place + LONGEST_NAME)):
                word = pieces[stop]
                if word not in shared or (word.islower() and word not in BETWEEN):
                    break
                name = f"{name} {written(word).lower()}"
                if name in corpus.phrases or name in SAME:
                    longer.append((name, pieces[place : stop + 1]))
        # 'British' of 'British Airways' is not the UK
        if low in corpus.names and not (low in SAME and longer):
            longer.append((low, [pieces[place]]))
        found += [_named(name, tuple(parts), capitals=text.style == CAPITALS) for name, parts in longer]
    return found


@functools.lru_cache(maxsize=1 << 14)
def _named(name: str, words: tuple[str, ...], *, capitals: bool) -> tuple[Term, str]:
    if name in SAME:
        words = tuple(SAME[name].split())
    elif capitals:
        words = tuple(word.capitalize() if len(word) > 3 else word for word in words)
    return tuple(map(key, words)), form(words)


def known_by(name: str) -> Term:
    """Return what a name is known by, as the names that are found in texts are.

    >>> known_by("Coca-Cola")
    ('coca', 'cola')
    """
    return tuple(key(word) for word in pieces(name) if word[0].isalnum() or word == "&")


def form(words: Sequence[str]) -> str:
    """Return words as a text has them: those that end with a hyphen are joined to the next.

    >>> form(["Coca-", "Cola", "US"])
    'Coca-Cola U.S.'
    """
    return "".join(word if word[-1] == "-" else f"{written(word)} " for word in words).rstrip("- ")


@functools.lru_cache(maxsize=1 << 17)
def key(word: str) -> str:
    """Return what a word is known by, however it is written: the stem of its letters in lower case.

    >>> key("Stores"), key("F.B.I."), key("US"), key("us"), key("COVID-19"), key("Covid")
    ('store', 'fbi', 'u.s.', 'us', 'covid', 'covid')
    """
    return stem(_NUMBER.sub("", written(word)).lower())


@functools.lru_cache(maxsize=1 << 17)
def written(word: str) -> str:
    """Return a word as a label writes it: one form for 'U.S', 'U.S.' and 'US', and for 'F.B.I.' and 'FBI'.

    >>> written("US"), written("U.S"), written("F.B.I."), written("N.C."), written("Coca-")
    ('U.S.', 'U.S.', 'FBI', 'N.C.', 'Coca')
    """
    word = word.rstrip("-‐‑") or word  # noqa: RUF001 - hyphens
    if word in _WRITTEN:
        return _WRITTEN[word]
    if _DOTTED.match(word):
        letters = word.replace(".", "")
        return letters if len(letters) > 2 or letters in _SHORT else word
    return word


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the runs of neighbouring words that are capitalised in mid-sentence, in lower case."""
    runs: list[tuple[str, ...]] = []
    run: list[str] = []
    last = begins = -1  # the place of the last word of the run, and of the mark that a sentence begins behind
    for place in [place for place, word in enumerate(words) if not word.islower()]:
        word = words[place]
        if word == word.lower():  # a mark, a number, or a script without capitals
            if word != "&" and word[-1] not in _WITHIN:
                begins = place
            continue
        lower = written(word).lower()
        compound = word[-1] == "-" and not words[place + 1].islower()  # one word, wherever it stands
        if (place == begins + 1 and not compound) or (lower in NO_NAMES and lower not in STARTS):
            continue
        between = words[last + 1 : place]
        if run and not (len(between) <= 2 and (JOINTS.issuperset(between) or (between == ["and"] and "of" in run))):
            runs.append(tuple(run))
            run = []
        run += [*between, lower] if run else [lower]
        last = place
    if run:
        runs.append(tuple(run))
    return runs


def _phrases(run: tuple[str, ...], names: frozenset[str]) -> Iterator[str]:
    """Yield the names of several words in a run; it is 'Bank of England', but not 'Horn of Siegfried & Roy'."""
    for start in range(len(run)):
        if run[start] in JOINTS or not run[start][0].isalpha():
            continue
        for stop in range(start + 2, min(len(run), start + LONGEST_NAME) + 1):
            if run[stop - 1] == "of" and stop > 2 and names.issuperset(run[stop - 3 : stop - 1]):
                break
            if run[stop - 1] not in JOINTS and run[stop - 1] not in STARTS:
                yield " ".join(run[start:stop])


def _style(words: Sequence[str]) -> int:
    small = sum(map(str.islower, words))
    if small > (1 - SOME_CAPITALS) * len(words):
        return RUNNING
    if not small and 2 * sum(word.lower() != word.upper() for word in words) < len(words):
        return CASELESS
    capitals = [word for word in words[1:] if len(word) >= LONGER and not word.islower() and word[0].isalpha()]
    long = len(capitals) + sum(len(word) >= LONGER for word in words[1:] if word.islower())
    if sum(map(str.isupper, capitals)) > ALL_CAPS * long:
        return CAPITALS
    return TITLE if len(capitals) > TITLE_CASE * long else RUNNING


def _language(words: set[str]) -> str | None:
    """Return the language of a text by its stop words: English where there is too little to say, None if unknown."""
    if len(words & ENGLISH) >= ENOUGH * len(words):
        return "en"
    low = {word.lower() for word in words if word[0].isalnum()}
    english = len(low & ENGLISH)
    hits, language = max((len(low & table), name) for name, table in STOP_WORDS.items())
    if hits > english:
        return language
    accented = sum(word.islower() and not word.isascii() for word in words)
    few = len(low) >= LEAST_WORDS and english < SOME * len(low)
    return None if few or accented > ACCENTED * len(low) else "en"
