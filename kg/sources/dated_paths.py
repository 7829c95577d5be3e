"""The path of a file -> the date in it."""

from __future__ import annotations

import re

from kg.sources.dates import FIRST_DIGITS, LAST_DIGITS, LONGEST_DATE, existing
from kg.sources.spelling import month_names, spelt

_IN_NAME = (  # year, what stands between, month, day
    re.compile(r"(?<!\d)(\d{4})([-_.])(\d\d?)\2(\d\d?)(?!\d)"),
    re.compile(r"(?<!\d)(\d{4})()(\d\d)(\d\d)(?:\d{4}|\d{6})?(?!\d)"),
)
_YEAR_MONTH = re.compile(r"(\d{4})[-_.](\d\d)")
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d\d)(?:[-_. ]+([^\W\d_]+))?")
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)(?!\d)")
_DAY = re.compile(r"(\d\d)(?!\d)")
_SHORT = re.compile(r"\d\d?")


def date_in_path(path: str) -> str | None:
    """Return the date that the path of a file has, as `moment` reads it; None if there is none.

    What stands nearest to the file's own name wins. A number before a title is no month (it may be an issue's), a
    folder of a year alone is no date.

    >>> date_in_path("_posts/2016-01-21-x.md"), date_in_path("2016/01/21/x.md"), date_in_path("2016/01/x.md")
    ('2016-01-21', '2016-01-21', '2016-01')
    >>> date_in_path("2016/x.md"), date_in_path("2016/01-x.md"), date_in_path("2016-02-30-x.md")
    (None, None, None)
    """
    *folders, name = path.replace("\\", "/").rsplit("/", maxsplit=8)[-8:]
    parts = [part[:LONGEST_DATE] for part in (*folders, name.rpartition(".")[0] or name)]
    for at in range(len(parts) - 1, -1, -1):
        if found := _in_name(parts[at]) or _in_folders(parts[:at], parts[at], own=at == len(parts) - 1):
            return found
    return None


def _in_name(part: str) -> str | None:
    """Return the day in the name of a file or folder, if it begins with one or has but one; or the month."""
    for pattern in _IN_NAME:
        found = {match.start(): _day(*match.group(1, 3, 4)) for match in pattern.finditer(part)}
        days = set(filter(None, found.values()))
        if found.get(0) or days:
            return found.get(0) or (days.pop() if len(days) == 1 else None)
    match = _YEAR_MONTH.fullmatch(part)
    return _day(*match.groups()) if match else None


def _in_folders(folders: list[str], part: str, *, own: bool) -> str | None:
    """Return the date of a name in a folder of a month in one of a year, or of a year; `own` says it is the file's."""
    if folders and _YEAR.fullmatch(folders[-1]):
        if match := _MONTH_DAY.match(part):
            return _day(folders[-1], *match.groups())
        match = _MONTH.fullmatch(part)
        if match and (match[2] is None or (not own and month_names().get(spelt(match[2])) == int(match[1]))):
            return _day(folders[-1], match[1])
    if len(folders) < 2 or not _YEAR.fullmatch(folders[-2]):
        return None
    if _SHORT.fullmatch(folders[-1]) and _SHORT.fullmatch(part):
        return _day(folders[-2], folders[-1], part)
    month, day = _MONTH.fullmatch(folders[-1]), _DAY.match(part)
    return _day(folders[-2], month[1], day[1]) if month and day else None


def _day(year: str, month: str, day: str = "") -> str | None:
    """Return a date of a path in ISO 8601, if there is such a day."""
    found = existing(*(int(part) for part in (year, month, day or "1"))) if f"{year}{month}{day}".isascii() else None
    if found is None or not FIRST_DIGITS <= found.value.year < LAST_DIGITS:
        return None
    return f"{found.value:%Y-%m-%d}" if day else f"{found.value:%Y-%m}"
