"""Values of the graph -> words for a reader: counts, dates, spans and shortened headlines."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Any

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STOPS = " ,;:.-\u2013\u2014"  # that no text ends with before an ellipsis
JOINERS = ("\u200d", "\ufe0e", "\ufe0f")  # they make one sign of several, and are not to be parted from it


def first(value: Any) -> Any:
    """Return the value of a property, the first if it has several.

    >>> first(["a", "b"]), first("a"), first(None)
    ('a', 'a', None)
    """
    return next(iter(value), None) if isinstance(value, list) else value


def number(value: int) -> str:
    """Return a number with its thousands set apart.

    >>> number(3616)
    '3,616'
    """
    return f"{value:,}"


def count(value: int, one: str, many: str) -> str:
    """Return how many there are of something.

    >>> count(1, "story", "stories"), count(1200, "story", "stories")
    ('1 story', '1,200 stories')
    """
    return f"{number(value)} {one if value == 1 else many}"


def utc(value: Any) -> datetime | None:
    """Return a moment in UTC (one without a time zone is taken to be), None for what is none.

    >>> utc(datetime.fromisoformat("2020-06-11T03:06:00+02:00"))
    datetime.datetime(2020, 6, 11, 1, 6, tzinfo=datetime.timezone.utc)
    >>> utc("soon") is None
    True
    """
    value = first(value)
    if not isinstance(value, datetime):
        return None
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError:  # the first or the last day of the calendar
        return None


def day(value: datetime) -> str:
    """Return the day of a moment, in English whatever the locale.

    >>> day(datetime(2020, 6, 1, tzinfo=UTC))
    '1 Jun 2020'
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """Return a moment to the minute.

    >>> moment(datetime(2020, 6, 11, 1, 6, tzinfo=UTC))
    '11 Jun 2020, 01:06 UTC'
    """
    return f"{day(value)}, {value:%H:%M} UTC"


def span(start: datetime | None, end: datetime | None) -> str:
    """Return the days from start to end; empty if neither is known.

    >>> span(datetime(2020, 6, 8, tzinfo=UTC), datetime(2020, 6, 28, tzinfo=UTC))
    '8 Jun 2020 to 28 Jun 2020'
    >>> span(None, datetime(2020, 6, 28, tzinfo=UTC))
    '28 Jun 2020'
    """
    return " to ".join(dict.fromkeys(day(value) for value in (start, end) if value is not None))


def shorten(text: str, *, most: int) -> str:
    """Return text of at most `most` characters, cut between words where it can be, with an ellipsis.

    >>> shorten("Amazon puts police use of Rekognition on hold", most=30)
    'Amazon puts police use of…'
    >>> shorten("A short one", most=30)
    'A short one'
    """
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    words, space, _ = text[:most].rpartition(" ")
    long_word = not space or len(words) < most // 2  # or a script without spaces
    return (_whole_signs(text, most - 1) if long_word else words).rstrip(STOPS) + "…"


def _whole_signs(text: str, end: int) -> str:
    """Return the start of a text, not parting a letter from its accents or an emoji from what joins it."""
    while end > 1 and (unicodedata.combining(text[end]) or text[end] in JOINERS or text[end - 1] == JOINERS[0]):
        end -= 1
    return text[:end]
