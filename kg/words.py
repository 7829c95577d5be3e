"""Values -> words for people: counts, days, moments, spans, durations, long texts; and misspelt names -> those meant.

English whatever the locale.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
STOPS = " ,;:.-\u2013\u2014"  # that no text ends with before an ellipsis
JOINERS = ("\u200d", "\ufe0e", "\ufe0f")  # they make one sign of several, and are not to be parted from it

LONGEST_NAME = 40  # characters; no longer name is a misspelling
LETTERS_WRONG = ((4, 0), (8, 1), (LONGEST_NAME, 2))  # names of at most so many letters may have so many wrong
SHORTEST_MEANT = 4  # letters

_NOT_A_LETTER = re.compile(r"[\W_]+")

Form = Literal["short", "long", "iso"]  # 11 Jun 2020, 11 June 2020, 2020-06-11


def count(number: int, one: str) -> str:
    """Return how many there are of something.

    Args:
        number: how many.
        one: what one of them is called, by a word with a regular plural.

    >>> count(1, "story"), count(1200, "story"), count(0, "related link")
    ('1 story', '1,200 stories', '0 related links')
    """
    if number == 1:
        return f"1 {one}"
    return f"{number:,} {one[:-1]}ies" if one.endswith("y") else f"{number:,} {one}s"


def day(value: datetime | None, *, form: Form = "short") -> str:
    """Return the day of a moment; empty if it is unknown.

    >>> moment = datetime(2020, 6, 1)
    >>> day(moment), day(moment, form="long"), day(moment, form="iso")
    ('1 Jun 2020', '1 June 2020', '2020-06-01')
    """
    if value is None:
        return ""
    if form == "iso":
        return value.date().isoformat()
    month = MONTHS[value.month - 1]
    return f"{value.day} {month if form == 'long' else month[:3]} {value.year}"


def moment(value: datetime | None, *, form: Form = "iso") -> str:
    """Return a moment to the minute, in the time zone that it is given in; empty if it is unknown.

    >>> moment(datetime(2020, 6, 11, 1, 6)), moment(datetime(2020, 6, 11, 1, 6), form="long")
    ('2020-06-11 01:06', '11 June 2020, 01:06')
    """
    if value is None:
        return ""
    if form == "iso":
        return value.replace(tzinfo=None).isoformat(" ", "minutes")
    return f"{day(value, form=form)}, {value.hour:02}:{value.minute:02}"


def span(start: datetime | None, end: datetime | None, *, form: Form = "short") -> str:
    """Return the days from one moment to another: one if they are the same, or if only one is known.

    >>> span(datetime(2020, 6, 8), datetime(2020, 6, 28)), span(None, datetime(2020, 6, 28), form="iso")
    ('8 Jun 2020 to 28 Jun 2020', '2020-06-28')
    """
    return " to ".join(dict.fromkeys(day(value, form=form) for value in (start, end) if value is not None))


def duration(hours: float, *, form: Literal["short", "long"] = "short") -> str:
    """Return a length of time, in minutes up to an hour, in days from two days on.

    >>> duration(0.2), duration(5.25), duration(60)
    ('12 min', '5.2 h', '2.5 days')
    >>> duration(0.5, form="long"), duration(13.21, form="long"), duration(80, form="long")
    ('30 minutes', '13 hours', '3.3 days')
    """
    if hours >= 48:
        return f"{hours / 24:.1f} days"
    if form == "long":
        return count(round(hours * 60), "minute") if hours < 1 else count(round(hours), "hour")
    return f"{hours * 60:.0f} min" if hours < 1 else f"{hours:.1f} h"


def shorten(text: str, *, most: int, tidy: bool = True) -> str:
    """Return a text with an ellipsis where it is cut, between words where it can be.

    Args:
        text: of any length.
        most: how many characters it may have.
        tidy: put it on one line, end it with a word rather than with a comma, and part no accent from its letter;
            without it the ellipsis may be one character more.

    >>> shorten("Amazon puts police use of Rekognition on hold", most=30)
    'Amazon puts police use of…'
    >>> shorten("Amazon, Google, Microsoft", most=16), shorten("Amazon, Google, Microsoft", most=16, tidy=False)
    ('Amazon, Google…', 'Amazon, Google,…')
    """
    text = " ".join(text.split()) if tidy else text
    if len(text) <= most:
        return text
    head, space, _ = text[:most].rpartition(" ")
    if not tidy:
        return (head if space and len(head) > most // 3 else text[:most]) + "…"
    is_long_word = not space or len(head) < most // 2  # or a script without spaces
    return (_whole_signs(text, most - 1) if is_long_word else head).rstrip(STOPS) + "…"


def _whole_signs(text: str, end: int) -> str:
    """Return the start of a text, not parting a letter from its accents or an emoji from what joins it."""
    while end > 1 and (unicodedata.combining(text[end]) or text[end] in JOINERS or text[end - 1] == JOINERS[0]):
        end -= 1
    return text[:end]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that another was probably meant to be; None if there is no such, or several.

    In other case or with other separators it is the same name; else a letter or two may be wrong, left out, doubled or
    exchanged with the next, and more in a longer name.

    >>> nearest("web_url", ["webUrl", "title"]), nearest("ttile", ["webUrl", "title"]), nearest("note", ["name"])
    ('webUrl', 'title', None)
    """
    if len(name) > LONGEST_NAME:
        return None
    letters = folded(name)
    names = _names(tuple(known))
    if len(letters) > 2 and letters in names.same:
        return names.same[letters]
    allowed = next(wrong for length, wrong in LETTERS_WRONG if len(letters) <= length)
    distances = {
        other: distance(letters, spelt)
        for length in range(len(letters) - allowed, len(letters) + allowed + 1) if allowed
        for other, spelt, its in names.by_length.get(length, ())
        if len(its.difference(letters)) <= allowed  # each of these is a letter that is wrong
    }  # fmt: skip
    near = [other for other, letters_off in distances.items() if letters_off == min(distances.values())]
    return near[0] if len(near) == 1 and distances[near[0]] <= allowed else None


class _Names(NamedTuple):
    """Known names: the first of each spelling; by how many letters they have, each with its spelling and letters."""

    same: dict[str, str]
    by_length: dict[int, list[tuple[str, str, frozenset[str]]]]


@functools.lru_cache(maxsize=1 << 6)
def _names(known: tuple[str, ...]) -> _Names:
    names = _Names({}, {})
    for other in known:
        spelt = folded(other)
        names.same.setdefault(spelt, other)
        if len(other) >= SHORTEST_MEANT:
            names.by_length.setdefault(len(spelt), []).append((other, spelt, frozenset(spelt)))
    return names


def folded(name: str) -> str:
    """Return a name without case and separators."""
    return _NOT_A_LETTER.sub("", name).lower()


def distance(one: str, other: str) -> int:
    """Return how many letters to change, leave out, put in or exchange with the next (optimal string alignment).

    >>> distance("titel", "title"), distance("exerpt", "excerpt"), distance("a", "b")
    (1, 1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
