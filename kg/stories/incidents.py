"""Pairs of articles -> whether they tell of two incidents of one kind: the names and numbers in which they differ.

Two reports of one kind share their words and differ in what fills them: a place, a person, a count. Where either title
has a name that the other article mentions nowhere, the two may well speak of two places or people; the more so where
their titles are one but for that ('Fire closes a mill in Arden', 'Fire closes a mill in Corby'). That weighs more than
numbers, of which the two have none in common: a toll rises within one story. A name is learned from the corpus, in any
language that writes names with capitals: running text capitalises it in mid-sentence and hardly ever writes it small.
It is known by its first letters, as endings change with its case; a number by its digits, in any script.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from kg.stories.matrix import Matrix, firsts, summed
from kg.stories.texts import Words, numbered, read_articles, spread
from kg.stories.words import STOP_WORDS, TOKEN, without_possessive

if TYPE_CHECKING:
    import numpy as np

    from kg.model import Article

OTHER_NAMES = 0.85  # of its weight a pair keeps where either title names what the other article does not,
OTHER_NAMES_ALONE = 0.5  # and where their titles are one but for that
OTHER_NUMBERS = 0.9  # and where both have numbers, and none in common
LEAST_SHARED = 2  # words but names of two titles that are one,
SHARED = 2 / 3  # and so many of the longer
KNOWN_BY = 5  # letters of a name, of which its case leaves as many alone
MOSTLY = 0.8  # of its uses in mid-sentence a name is capitalised
_DIGITS = r"\d+(?:[.,'\u00a0\u202f]\d+)*"  # with what parts thousands
_PIECE = re.compile(rf"{_DIGITS}(?![^\W_])|{TOKEN}|[.!?:…]+")
_ENDS = frozenset(".!?:…")
_NO_DIGIT = re.compile(r"\D")


class Slots(msgspec.Struct, frozen=True):
    """What may differ between articles of one kind, a row an article.

    `named` has the names of the title as running text tells them, `maybe` those that titles tell as well, `frame` the
    other words of the title, `words` all words of title and excerpt, `numbers` all numbers of both. `forms` has a word
    for each column, `figures` a number.
    """

    named: Matrix
    maybe: Matrix
    frame: Matrix
    words: Matrix
    numbers: Matrix
    forms: list[str]
    figures: list[str]


class Differing(msgspec.Struct, frozen=True):
    """Whether the two of each pair differ in names, in nothing but these (their titles), in numbers: an array each."""

    names: np.ndarray
    names_alone: np.ndarray
    numbers: np.ndarray

    @property
    def kept(self) -> np.ndarray:
        """How much of its weight each pair keeps (0 to 1)."""
        import numpy as np

        names = np.where(self.names_alone, OTHER_NAMES_ALONE, np.where(self.names, OTHER_NAMES, 1.0))
        kept: np.ndarray = names * np.where(self.numbers, OTHER_NUMBERS, 1.0)
        return kept


class Difference(msgspec.Struct, frozen=True):
    """How two articles differ: the names of either title that the other does not mention, the numbers of either.

    Both have such names, or none is said; so with numbers. `alone` says that their titles differ in nothing but names.
    """

    names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    numbers: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    alone: bool = False


class _Forms(msgspec.Struct, frozen=True):
    """What each form is: the number of what it is known by, of its digits; a word, capitalised, a number, a mark."""

    known: np.ndarray
    figure: np.ndarray
    word: np.ndarray
    capital: np.ndarray
    number: np.ndarray
    mark: np.ndarray
    forms: list[str]
    figures: list[str]


def slots(articles: Sequence[Article]) -> Slots:
    """Return what may differ between articles.

    Args:
        articles: in any order; of all of them it is learned what a name is.
    """
    import numpy as np

    read = read_articles(articles).words(_PIECE.findall)
    word, field, forms = read.word, read.text, _lexicon(read.forms)  # two fields an article: title, excerpt
    in_title, told, capital = field % 2 == 0, forms.word[word], forms.capital[word]
    named, maybe = _names(read, forms)
    at = forms.known[word]

    def matrix(kept: np.ndarray, column: np.ndarray, names: list[str]) -> Matrix:
        ones = np.ones(int(kept.sum()))
        return summed(field[kept] // 2, column[kept], ones, height=len(articles), width=max(1, len(names)))

    names = told & in_title & capital
    return Slots(
        named=matrix(names & named[at], at, forms.forms),
        maybe=matrix(names & maybe[at], at, forms.forms),
        frame=matrix(told & in_title & ~maybe[at], at, forms.forms),
        words=matrix(told, at, forms.forms),
        numbers=matrix(forms.number[word], forms.figure[word], forms.figures),
        forms=forms.forms,
        figures=forms.figures,
    )


def differing(slots: Slots, a: np.ndarray, b: np.ndarray) -> Differing:
    """Return in what pairs of articles differ.

    Args:
        slots: of the articles.
        a: the one of each pair, by its place.
        b: the other.
    """
    import numpy as np

    names = _other_names(slots.named, slots.words, a, b)
    alone = one_frame(slots, a, b)
    at = np.flatnonzero(alone)
    alone[at] = _other_names(slots.maybe, slots.words, a[at], b[at])
    number = np.diff(slots.numbers.starts)
    numbers = (number[a] > 0) & (number[b] > 0)
    at = np.flatnonzero(numbers)
    numbers[at] = _shared(slots.numbers, slots.numbers, a[at], b[at]) == 0
    return Differing(names, alone, numbers)


def one_frame(slots: Slots, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return whether the titles of each pair of articles are one but for names and numbers."""
    import numpy as np

    longer = np.maximum(*(np.diff(slots.frame.starts)[end] for end in (a, b)))
    shared = _shared(slots.frame, slots.frame, a, b)
    found: np.ndarray = (shared >= LEAST_SHARED) & (shared >= SHARED * longer)
    return found


def difference(slots: Slots, one: int, other: int) -> Difference:
    """Return in what two articles differ, in words.

    Args:
        slots: of the articles.
        one: the place of the one.
        other: that of the other.
    """
    import numpy as np

    found = differing(slots, np.array([one]), np.array([other]))
    alone = bool(found.names_alone[0])
    names: tuple[tuple[str, ...], tuple[str, ...]] = (), ()
    numbers = names
    if alone or found.names[0]:
        told = slots.maybe if alone else slots.named
        mine, yours = (
            tuple(slots.forms[column] for column in sorted(_columns(told, here) - _columns(slots.words, there)))
            for here, there in ((one, other), (other, one))
        )
        names = mine, yours
    if found.numbers[0]:
        mine, yours = (
            tuple(slots.figures[column] for column in sorted(_columns(slots.numbers, here))) for here in (one, other)
        )
        numbers = mine, yours
    return Difference(names, numbers, alone)


def _columns(matrix: Matrix, row: int) -> set[int]:
    return set(matrix.column[matrix.starts[row] : matrix.starts[row + 1]].tolist())


def _lexicon(forms: Sequence[str]) -> _Forms:
    import numpy as np

    keys, digits, kinds = [], [], []
    for form in forms:
        word = without_possessive(form)
        low = word.casefold()
        mark, number = form[0] in _ENDS, form[0].isdigit()
        tells = not mark and not number and len(low) > 1 and low not in STOP_WORDS
        keys.append("" if mark or number else low[:KNOWN_BY])
        digits.append(_NO_DIGIT.sub("", form) if number else "")
        kinds.append((tells, tells and not word.islower(), bool(digits[-1]), mark))
    known_by, known = numbered(keys)
    figures, figure = numbered(digits)
    is_word, capital, is_number, is_mark = np.array(kinds, dtype=bool).reshape(-1, 4).T
    shown = dict(zip(known.tolist()[::-1], forms[::-1], strict=True))  # the first form of each
    return _Forms(
        known=known,
        figure=figure,
        word=is_word,
        capital=capital,
        number=is_number,
        mark=is_mark,
        forms=[shown[place] for place in range(len(known_by))],
        figures=[*figures],
    )


def _names(read: Words, forms: _Forms) -> tuple[np.ndarray, np.ndarray]:
    """Return whether what a word is known by is a name, from excerpts, and from titles too if they are running text."""
    import numpy as np

    word, field = read.word, read.text
    told, capital = forms.word[word], forms.capital[word]
    first = firsts(field)
    first[1:] |= forms.mark[word[:-1]]
    words = np.bincount(field[told], minlength=len(read.starts))
    large = np.bincount(field[told & capital], minlength=len(read.starts))
    running = (2 * large <= words)[field]  # most words of the title are small
    found = []
    for kept in (field % 2 == 1, (field % 2 == 1) | running):
        seen = told & ~first & kept
        written = np.bincount(forms.known[word[seen]], weights=capital[seen], minlength=len(forms.forms))
        uses = np.bincount(forms.known[word[seen]], minlength=len(forms.forms))
        found.append((written > 0) & (written >= MOSTLY * uses))
    return found[0], found[1]


def _other_names(names: Matrix, words: Matrix, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return whether either of each pair has a name that the other does not mention."""
    import numpy as np

    count = np.diff(names.starts)
    found: np.ndarray = (count[a] > 0) & (count[b] > 0)
    for one, other in ((a, b), (b, a)):
        at = np.flatnonzero(found)
        found[at] = _shared(names, words, one[at], other[at]) < count[one[at]]
    return found


def _shared(one: Matrix, other: Matrix, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return how many columns a row of one matrix shares with a row of another, for each pair of rows."""
    import numpy as np

    length = np.diff(one.starts)[a]
    pair = np.repeat(np.arange(len(a)), length)
    wanted = b[pair] * one.width + one.column[spread(one.starts[a], length)]
    known = other.row * other.width + other.column  # sorted
    at = np.searchsorted(known, wanted)
    hit = at < len(known)
    hit[hit] = known[at[hit]] == wanted[hit]
    return np.bincount(pair[hit], minlength=len(a))
