"""A corpus -> the names in it: what running text writes with capitals, in any language that writes names so.

A word is a name if running text capitalises it in mid-sentence and hardly ever writes it small; several are a name if
running text capitalises them side by side ('Bank of England'). Headlines in title case are no evidence, for they
capitalise all words, and so does German, which capitalises all nouns; both are read with the names that others teach.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from kg.model import Article, Organization
from kg.stories.labels import texts as written_texts
from kg.stories.labels.texts import RUNNING, Written
from kg.stories.languages import ABBREVIATIONS, CALENDAR, FILLERS, GENERIC, JOINTS, OPENERS, SAME, STARTS, TITLES
from kg.stories.matrix import firsts, groups
from kg.stories.texts import numbered
from kg.stories.words import STOP_WORDS as ENGLISH
from kg.stories.words import pieces, stem

if TYPE_CHECKING:
    import numpy as np

MOSTLY = 0.8  # of its uses a name is capitalised
MOST_BETWEEN = 2  # words between two of a name: 'of the'
LONGEST_NAME = 8  # in words: 'U.S. Department of Health and Human Services'
NOUNS_IN_CAPITALS = frozenset(["de"])
NO_NAMES = ENGLISH | CALENDAR | TITLES | ABBREVIATIONS
ALONE = FILLERS | GENERIC | OPENERS | JOINTS  # no names by themselves; but 'State Department' is one
SMALL = frozenset(["&", "of", "for", "the"])  # of these none begins a name, as 'La' of 'La Loche' does
LASTS = frozenset("day days eve week weekend night year".split())  # no names, but 'Memorial Day' is
BETWEEN = JOINTS | {"and"}  # what stands between the words of a name

_WITHIN = frozenset(",;/)–—-")  # noqa: RUF001 - after these a sentence goes on
_NUMBER = re.compile(r"(?<=\w{4})-\d+$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_SHORT = frozenset(["EU", "UK", "UN"])
_WRITTEN = {"US": "U.S.", "U.S": "U.S.", "St": "St.", "Mt": "Mt.", "Ft": "Ft."}

Term = tuple[str, ...]  # what the words of a name or a phrase are known by


class Corpus(msgspec.Struct, frozen=True):
    """What a corpus teaches, and its texts.

    `names` are words, `phrases` names of several words, in lower case; `starts` the words that phrases begin with.
    `small` are the stems that running text writes small. `place` is that of each article, by its key; `number` that
    of what each word is known by, `known` these numbers by word, and `frequency` says in how many articles each stands.
    """

    place: Mapping[str, int]
    written: Written
    number: Mapping[str, int]
    known: np.ndarray
    frequency: np.ndarray
    names: frozenset[str]
    phrases: frozenset[str]
    starts: frozenset[str]
    small: frozenset[str]
    organizations: Mapping[str, Organization]

    @property
    def size(self) -> int:
        """The number of articles."""
        return len(self.place)


def learn(articles: Sequence[Article], organizations: Iterable[Organization] = ()) -> Corpus:
    """Return what all articles together teach about names and rare words.

    Args:
        articles: in any order.
        organizations: that articles mention, known by their slugs.
    """
    import numpy as np

    written = written_texts.written_texts(articles)
    words = written.words
    nouns = [language in NOUNS_IN_CAPITALS for language in written.language]
    running = (written.style == RUNNING) & ~np.repeat(np.array(nouns, dtype=bool), 2)
    kept = np.repeat(running, np.diff(words.starts))
    word, text = words.word[kept], words.text[kept]
    often = np.bincount(word, minlength=len(words.forms)).tolist()
    small = {form: count for form, count in zip(words.forms, often, strict=True) if count and form.islower()}
    capitalised = _runs(word, text, words.forms)
    capital: Counter[str] = Counter()
    for run, count in capitalised.items():
        for word in run:
            capital[word] += count if word not in LASTS else 0
    names = frozenset(
        word
        for word, count in capital.items()
        if count >= MOSTLY * (count + small.get(word, 0)) and word not in ALONE and len(word) > 1 and word[0].isalpha()
    )
    phrases = frozenset(phrase for run in capitalised for phrase in _phrases(run, names))
    number, known = numbered(map(key, words.forms))
    holding = known[written.held]
    return Corpus(
        {article.key: place for place, article in enumerate(articles)},
        written,
        number,
        known,
        np.bincount(holding[groups(written.holding, holding)[1]], minlength=len(number)),
        names,
        phrases,
        frozenset(phrase.partition(" ")[0] for phrase in phrases),
        frozenset(map(key, small)),
        {organization.slug: organization for organization in organizations},
    )


def named(name: str, words: tuple[str, ...], *, capitals: bool) -> tuple[Term, str]:
    """Return what a name is known by, and the form that a label writes it in.

    Args:
        name: in lower case.
        words: as they stand in the text.
        capitals: the text is in capitals.
    """
    if name in SAME:
        words = tuple(SAME[name].split())
    elif capitals:
        words = tuple(word.capitalize() if len(word) > 3 else word for word in words)
    return tuple(map(key, words)), form(words)


@functools.lru_cache(maxsize=1 << 14)
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


def _runs(word: np.ndarray, text: np.ndarray, forms: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Return the runs of neighbouring words that are capitalised in mid-sentence, in lower case, and how often each is.

    Args:
        word: the place of each word in `forms`.
        text: that each stands in.
        forms: the words as they are written.
    """
    import numpy as np

    def of(test: Callable[[str], bool]) -> np.ndarray:
        passed: np.ndarray = np.array(list(map(test, forms)), dtype=bool)[word]
        return passed

    ends = of(lambda form: form == form.lower() and not form.islower() and form != "&" and form[-1] not in _WITHIN)
    begins = firsts(text)
    begins[1:] |= ends[:-1]
    compound = of(lambda form: form[-1] == "-") & ~np.append(of(str.islower), True)[1:]  # one word, wherever it stands
    capitals = np.flatnonzero(of(_is_capital) & (~begins | compound)).tolist()
    shown, texts = [forms[place] for place in word.tolist()], text.tolist()
    runs: list[list[str]] = []
    last = -1
    for place in capitals:
        low = written(shown[place]).lower()
        near = bool(runs) and place - last <= MOST_BETWEEN + 1 and texts[last] == texts[place]
        between = shown[last + 1 : place] if near else []
        # 'and' joins only what an 'of' stands in, as in 'Department of Health and Human Services'
        if near and (JOINTS.issuperset(between) or (between == ["and"] and "of" in runs[-1])):
            runs[-1] += [*between, low]
        else:
            runs.append([low])
        last = place
    return Counter(map(tuple, runs))


def _is_capital(form: str) -> bool:
    low = written(form).lower()
    return form != form.lower() and (low not in NO_NAMES or low in STARTS or low in LASTS)


def _phrases(run: tuple[str, ...], names: frozenset[str]) -> Iterator[str]:
    """Yield the names of several words in a run; it is 'Bank of England', but not 'Horn of Siegfried & Roy'."""
    for start in range(len(run)):
        if (
            (run[start] in JOINTS and (start or run[start] in SMALL))
            or run[start] in LASTS
            or not run[start][0].isalpha()
        ):
            continue
        for stop in range(start + 2, min(len(run), start + LONGEST_NAME) + 1):
            if run[stop - 1] == "of" and stop > 2 and names.issuperset(run[stop - 3 : stop - 1]):
                break
            if run[stop - 1] not in JOINTS and run[stop - 1] not in STARTS:
                yield " ".join(run[start:stop])
