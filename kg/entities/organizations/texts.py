"""A text -> where names stand in it, and how the sentences around them are written."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable

import msgspec

from kg.entities.organizations.gazetteer import Gazetteer

TITLE_CASE = 0.6  # a sentence with more of its long words capitalised is a headline: its capitals say nothing
CAPITALS = 0.8  # and with more of its letters in capitals, these say nothing either
LONG_WORD = 4  # letters; shorter words are small in headlines too
FARTHEST = 300  # characters before or after a name that are looked at
ACRONYM = 5  # letters at most, all capitals
SPACELESS = "\u2e80"  # from here on scripts (Han, kana, Hangul) put no space between words: any place is a border
ABBREVIATIONS = frozenset(
    """
    inc corp co ltd gov sen rep rev gen col lt sgt dr mr mrs ms st jr sr jan feb mar apr jun jul aug sept sep oct nov
    dec no vs u.s u.k u.n d.c e.g i.e a.m p.m est ave dept univ prof
    """.split()
)
_END = re.compile(r"[.!?…]+[\"'”)\]]*\s+|[:;|]\s+|\s[–—-]+\s+")  # noqa: RUF001 - typographic marks are meant
_WORD = re.compile(r"[^\W\d_][\w'&.-]*")
_BEFORE = re.compile(r"([\w&.'-]+)\s*$")
_AFTER = re.compile(r"(?:'s)?\s*([\w&.'-]+)")


class Occurrence(msgspec.Struct, frozen=True):
    """A name in a text: the entry that claims it, its grade, the form, and where it stands."""

    entry: int
    grade: int
    form: str
    start: int
    end: int


class Sentence(msgspec.Struct, frozen=True):
    """A sentence, or the part of a headline between two marks: where it is and how it is written."""

    start: int
    end: int
    is_headline: bool
    is_capitals: bool


def occurrences(text: str, known: Gazetteer) -> list[Occurrence]:
    """Return the names that stand in a plain text between word borders; of those that overlap, the leftmost, longest.

    The borders are looked at before the choice: in 'Bank of American Samoa' a longer name that is none hides no other.
    """
    found = [
        (start, -end, form)
        for form, start, end in known.matcher.find_matches_as_indexes(text, overlapping=True)
        if not (_joins(text, start) or _joins(text, end))
    ]
    kept: list[Occurrence] = []
    for start, minus_end, place in sorted(found):
        if not kept or start >= kept[-1].end:
            form = known.forms[place]
            kept.append(Occurrence(*known.names[form], form, start, -minus_end))
    return kept


def sentence(text: str, name: Occurrence) -> Sentence:
    """Return the sentence that a name stands in; how it is written is told by its other words."""
    start, end = max(0, name.start - FARTHEST), min(len(text), name.end + FARTHEST)
    for mark in _END.finditer(text, start, end):
        if mark.start() >= name.end:
            if not _is_abbreviation(text, mark):
                end = mark.start() + 1
                break
        elif mark.end() <= name.start and not _is_abbreviation(text, mark):
            start = mark.end()
    words = [word for word in _WORD.finditer(text, start, end) if word.start() >= name.end or word.end() <= name.start]
    long = [word[0] for word in words if len(word[0]) >= LONG_WORD and word.start() > start]
    rest = f"{text[start : name.start]} {text[name.end : end]}"
    capitals = sum(map(str.isupper, rest))
    letters = capitals + sum(map(str.islower, rest))
    return Sentence(
        start=start,
        end=end,
        is_headline=_is_headline(long, rest),
        is_capitals=letters >= LONG_WORD and capitals > CAPITALS * letters,
    )


def _is_headline(words: list[str], rest: str) -> bool:
    """Return whether capitals say nothing among these long words; they do in a script that has none of its own."""
    cased = [word for word in words if word.lower() != word.upper()]
    if len(cased) < 2:
        return sum(char.isalpha() and char.lower() == char.upper() for char in rest) < LONG_WORD
    return sum(not word[0].islower() for word in cased) > TITLE_CASE * len(cased)


def is_acronym(form: str) -> bool:
    """Return whether a name is a few capitals, such as WHO or U.N."""
    letters = [char for char in form if char.isalpha()]
    return len(letters) <= ACRONYM and form.isupper()


def word_before(text: str, place: int) -> str:
    """Return the word that ends right before a place, but for space; empty if a mark stands between."""
    match = _BEFORE.search(text, max(0, place - 40), place)
    return match[1].strip("'") if match else ""


def word_after(text: str, place: int) -> str:
    """Return the word that begins right after a place, but for space and a possessive."""
    match = _AFTER.match(text, place)
    return match[1].rstrip("'.") if match else ""


@functools.cache
def anywhere(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of these words in a text in small letters; a star stands for any ending."""
    return re.compile(rf"(?<!\w)(?:{_alternatives(words)})(?!\w)")


def stands(words: tuple[str, ...], text: str) -> bool:
    """Return whether any of these words stands in a text in small letters; a star stands for any ending.

    >>> stands(("rainforest*",), "the amazon rainforests"), stands(("rain",), "the amazon rainforests")
    (True, False)
    """
    # to look for parts of the text first is five times as fast, and few texts have them
    return any(part in text for part in _parts(words)) and anywhere(words).search(text) is not None


@functools.cache
def _parts(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.partition("*")[0] for word in words)


@functools.cache
def beside(words: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds these words at the end of the text before a name, and at the start of the text after it."""
    either = _alternatives(words)
    return re.compile(rf"(?<!\w)(?:{either})(?:'s)?[\s-]*$"), re.compile(rf"(?:'s)?[\s-]+(?:{either})(?!\w)")


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)


def _joins(text: str, place: int) -> bool:
    """Return whether the signs on both sides of a place belong to one word."""
    return 0 < place < len(text) and _in_word(text[place - 1]) and _in_word(text[place])


def _in_word(char: str) -> bool:
    return char < SPACELESS and (char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M")


def _is_abbreviation(text: str, mark: re.Match[str]) -> bool:
    return mark[0][0] == "." and word_before(text, mark.start()).lower() in ABBREVIATIONS
