"""Values -> words and marks of the site's pages: escaped for HTML."""

from __future__ import annotations

import html
from datetime import datetime, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def count(number: int, one: str, many: str) -> str:
    """Return how many there are of something.

    >>> count(1, "story", "stories"), count(1200, "story", "stories")
    ('1 story', '1,200 stories')
    """
    return f"{number:,} {one if number == 1 else many}"


def cut(text: str, most: int) -> str:
    """Return a text of so many letters at most, with an ellipsis where it is cut.

    >>> cut("a long headline of a paper", 12), cut("short", 12)
    ('a long…', 'short')
    """
    if len(text) <= most:
        return text
    head, space, _ = text[:most].rpartition(" ")
    return (head if space and len(head) > most // 3 else text[:most]) + "…"


def safe(text: str) -> str:
    """Return a text as HTML shows it, in an element or in a quoted attribute."""
    return html.escape(text)


def isolated(text: str, tag: str = "bdi", more: str = "") -> str:
    """Return a text of other people in an element whose direction is its own."""
    return f'<{tag} dir="auto"{more}>{safe(text)}</{tag}>'


def day(moment: datetime) -> str:
    """Return a day."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def time(moment: datetime, *, hours: str = "") -> str:
    """Return a moment for people and machines; `hours` is what else is said of the time of day."""
    return f'<time datetime="{moment:%Y-%m-%dT%H:%M:%SZ}">{day(moment)}{hours}</time>'


def days(start: datetime | None, end: datetime | None) -> str:
    """Return the days from one moment to another."""
    if start is None or end is None:
        return "no dates"
    return time(start) if day(start) == day(end) else f"{time(start)} to {time(end)}"


def after(lag: timedelta) -> str:
    """Return how long after the first report something came.

    >>> after(timedelta(minutes=12)), after(timedelta(hours=60)), after(timedelta())
    ('12 min later', '2.5 days later', 'first')
    """
    hours = lag.total_seconds() / 3600
    if hours <= 0:
        return "first"
    if hours < 1:
        return f"{max(1, round(hours * 60))} min later"
    return f"{hours:.1f} h later" if hours < 48 else f"{hours / 24:.1f} days later"
