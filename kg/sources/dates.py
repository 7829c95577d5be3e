"""A text -> the moment, day, month or year that it names.

A text is read whole: a word that is no month, weekday or zone, or a number too many, and it is no date. What could be
two dates is an `AmbiguousDateError`, never a guess. Source of the forms: ISO 8601, RFC 9557, RFC 5322, RFC 850, those
that JavaScript and Unix write, and CLDR's patterns.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from kg.sources.months import WEEKDAYS
from kg.sources.spelling import month_names, spelt
from kg.zones import AMBIGUOUS, known_zone, zone_in_text, zone_of

LONGEST_DATE = 100  # characters; no date is longer, and patterns need not try
MOST_DATES = 1 << 14  # that are remembered
ORDERS = ("dmy", "mdy")
FIRST_DIGITS, LAST_DIGITS = 1900, 2100  # years of dates in digits alone, and of dates in paths
FIRST_SECONDS = 1990  # year of numbers that count from 1970
FIRST_YEAR, LAST_YEAR = 1000, 2999  # of a year alone, or with a month
CENTURY = 69  # POSIX: from here a year of two digits is one of 1900
# words that CLDR's patterns and usage put between the parts of a date: of, the, day, year, o'clock, ordinal endings
FILLERS = frozenset(
    "of the on at st nd rd th de del d le er e el la l a o os um uhr am den der kl klo om dne m gada lui".split()
    + "г р в о".split()  # noqa: RUF001 - Cyrillic is meant
)
MAIL_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
EDGES = " ,.;<>()[]-"  # that may stand around a date
TEMPLATES = ("{{", "{%", "<%", "${")  # Jinja, Liquid, Handlebars; EJS, Templater; shells
_MAIL = re.compile(r"[A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d(?::\d\d)?) (?:GMT|UTC|([+-]\d{4}))")
_CLOCKS = (  # hour, minute, second, fraction, a or p
    re.compile(
        r"(?:(?<=\d)t|(?<![\d:.,+-]))(\d{1,2}):(\d\d?)(?::(\d\d?)(?:[.,](\d+))?)?(?![\d:])(?: ?([ap])\.? ?m\b\.?)?"
    ),
    re.compile(r"(?<=\d)t(\d\d)(?:(\d\d)(?:(\d\d)(?:[.,](\d+))?)?)?(?!\d)()"),
    re.compile(r"(?<![\d.,:+-])(\d{1,2})()()() ?([ap])\.? ?m\b\.?"),
    re.compile(r"(?<![\d.,:+-])(\d{1,2}) ?h ?(\d\d)?(?!\w)()()()"),
)
_ZONE = re.compile(
    r" ?\(?(?:(?:utc|gmt)? ?([+-])(\d{1,2})(?::?(\d\d))?(?::?\d\d)?(?![\d:])|([a-z]+(?:/[a-z0-9_+-]+)*)(?![a-z]))\)?"
)
_COMMENT = re.compile(r" ?(?:\[[^\[\]()]*\]|\([^\[\]()]*\))")  # the zone's name after its offset
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[\s.,/'\u2019·\u060c<>()\-]*")  # what may stand around the numbers beside the name of a month
_YEAR_FIRST = re.compile(r"(\d{4})(-|/|\. ?)(\d{1,2})\2(\d{1,2})\.?( ?z| ?[+-]\d\d:?\d\d)?")
_YEAR_LAST = re.compile(r"(\d{1,2})(-|/|\. ?)(\d{1,2})\2(\d{4}|\d\d)\.?")
_YEAR_AND_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_SECONDS = re.compile(r"(\d{10})(?:\.\d{1,9}|(\d{3})|(\d{6}))?")
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?")


class Moment(NamedTuple):
    """What a text says of a time.

    `value` is aware and in UTC. Of a day, month or year it is the first moment of it in UTC, whatever the zone: the day
    that was written is the day that is shown. `precision` is "time", "day", "month" or "year"; `zoned` says that the
    text names its zone.
    """

    value: datetime
    precision: str
    zoned: bool


class AmbiguousDateError(ValueError):
    """A text could be several dates; `readings` has them."""

    def __init__(self, value: str, readings: Iterable[str]) -> None:
        self.readings = tuple(readings)
        super().__init__(f"{value!r} may be {' or '.join(self.readings)}")


def moment(value: str, *, zone: str = "", order: str = "", language: str = "") -> Moment | None:
    """Return what a text says of a time; None if it is no date, or none that exists.

    A time that a change of clocks skips is read as if they had not been changed yet (02:30 is 03:30 then); of one that
    comes twice the first is taken (PEP 495, fold=0).

    Args:
        value: the text.
        zone: in which times without a zone are, by its IANA name (`known_zone`); UTC if empty.
        order: "dmy" or "mdy", of days and months in numbers; if empty, 05/04/2021 is ambiguous, 13/04/2021 is not.
        language: for the few names that are two months: listopad is November in Polish, October in Croatian.

    Raises:
        AmbiguousDateError: if the text could be several dates, and nothing says which.
        ValueError: if the text needs a zone or order, and there is none of this name.

    >>> moment("15. Juni 2025").value.isoformat(), moment("2025-12").precision
    ('2025-06-15T00:00:00+00:00', 'month')
    >>> moment("05/04/2021", order="dmy").value.isoformat()
    '2021-04-05T00:00:00+00:00'
    """
    value = value.strip()
    return _moment(value, zone, order, language) if len(value) <= LONGEST_DATE else None


@functools.lru_cache(maxsize=MOST_DATES)
def _moment(value: str, zone: str, order: str, language: str) -> Moment | None:
    """Return the same of a text that is no longer than a date; the usual forms by Python's reader of ISO 8601."""
    iso = ""
    if value[4:5] == "-" == value[7:8] and value[10:11] in ("", "T", " "):
        iso = value.replace(" +", "+").replace(" -", "-") if value.count(" ") > 1 else value
    elif value[3:4] == "," and (match := _MAIL.fullmatch(value)) and match[2] in MAIL_MONTHS:
        iso = f"{match[3]}-{MAIL_MONTHS.index(match[2]) + 1:02}-{match[1]:0>2}T{match[4]}{match[5] or 'Z'}"
    try:
        found = datetime.fromisoformat(iso)
        utc = found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return _of_text(value, zone, order, language)
    if utc:
        return Moment(utc, "time", zoned=True)
    return _in_utc(found, "time" if value[10:] else "day", zone)


def _of_text(value: str, zone: str, order: str, language: str) -> Moment | None:
    if zone and not known_zone(zone):
        raise ValueError(f"{zone!r} is no zone: write it as America/New_York")
    if order and order not in ORDERS:
        raise ValueError(f"{order!r} is no order of dates: write dmy or mdy")
    try:
        return _Text(value, zone, order, language).read()
    except AmbiguousDateError:
        raise
    except (ValueError, OverflowError):
        return None  # no such day, no such time


def _in_utc(found: datetime, precision: str, zone: str) -> Moment:
    """Return the moment of a time, which may have a zone, or of a day."""
    if found.tzinfo is not None:
        return Moment(found.astimezone(UTC), precision, zoned=True)
    if precision == "time" and zone:
        return Moment(found.replace(tzinfo=zone_of(zone)).astimezone(UTC), precision, zoned=False)
    return Moment(found.replace(tzinfo=UTC), precision, zoned=False)


class _Text:
    """A text that is no usual ISO 8601: its clock and zone are cut out, and what is left must be a date and no more.

    Its readers raise `ValueError` where a number is too large.
    """

    def __init__(self, value: str, zone: str, order: str, language: str) -> None:
        self.value = value
        self.zone = zone
        self.order = order
        self.language = language.lower().replace("_", "-").partition("-")[0]

    def read(self) -> Moment | None:
        if any(mark in self.value for mark in TEMPLATES):
            return None
        text = spelt(self.value)
        if not text.isascii() and any(char.isdecimal() and not char.isascii() for char in text):
            return None  # as other calendars are written
        if text.replace(".", "", 1).isdecimal() and (found := self._of_digits(text)):
            return found
        clock, zone, text = self._clock(text)
        date = self._date(text.strip(EDGES), clocked=clock is not None)
        if date is None or clock is None:
            return date
        if date.precision != "day" or date.zoned:
            return None
        return _in_utc((date.value + clock).replace(tzinfo=zone), "time", self.zone)

    def _of_digits(self, text: str) -> Moment | None:
        """Return what digits say: 20210405, 202104051200, seconds since 1970 or thousandths or millionths of them."""
        if match := _SECONDS.fullmatch(text):
            found = datetime.fromtimestamp(int(match[1]), UTC)
            if FIRST_SECONDS <= found.year < LAST_DIGITS:
                parts = timedelta(milliseconds=int(match[2] or 0), microseconds=int(match[3] or 0))
                return Moment(found + parts, "time", zoned=True)
        if (match := _DIGITS.fullmatch(text)) and FIRST_DIGITS <= int(match[1]) < LAST_DIGITS:
            year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
            found = datetime(year, month, day, hour, minute, second)
            return _in_utc(found, "time" if match[4] else "day", self.zone)
        return None

    def _clock(self, text: str) -> tuple[timedelta | None, tzinfo | None, str]:
        """Return the time of day, its zone, and the text without them."""
        match = next(filter(None, (clock.search(text) for clock in _CLOCKS)), None)
        if match is None:
            return None, None, text
        hour, minute, second = (int(part or 0) for part in match.groups()[:3])
        if match[5]:
            if not 1 <= hour <= 12:
                raise ValueError(hour)
            hour = hour % 12 + (12 if match[5] == "p" else 0)
        if minute > 59 or second > 60 or hour > 24 or (hour == 24 and (minute or second)):
            raise ValueError(minute)
        part = int(f"{match[4] or '':0<6}"[:6])
        # a second that is put in (60) is the last one again; the hour 24 is the next day's first
        clock = timedelta(hours=hour, minutes=minute, seconds=min(second, 59), microseconds=part)
        zone, after = self._zone(text[match.end() :])
        return clock, zone, f"{text[: match.start()]} {after}"

    def _zone(self, after: str) -> tuple[tzinfo | None, str]:
        """Return the zone that stands after a time, and what follows."""
        match = _ZONE.match(after)
        if match is None:
            return None, after
        sign, hours, minutes, name = match.groups()
        if name in AMBIGUOUS:
            raise AmbiguousDateError(self.value, (f"in {zone}" for zone in AMBIGUOUS[name]))
        if sign:
            offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
            zone: tzinfo | None = timezone(-offset if sign == "-" else offset)
        else:
            zone = zone_in_text(name)
        if zone is None:
            return None, after
        after = after[match.end() :]
        comment = _COMMENT.match(after)
        return zone, after[comment.end() :] if comment else after

    def _date(self, text: str, *, clocked: bool) -> Moment | None:
        """Return the day, month or year of a text without a clock."""
        names = _WORD.findall(text)
        rest = " ".join(_WORD.sub(" ", text).split())
        if (match := _YEAR_FIRST.fullmatch(text)) and match[5]:
            return _whole(*_numbers(match, 1, 3, 4))._replace(zoned=True)
        if not all(name in FILLERS or name in WEEKDAYS or name in month_names() for name in names):
            return None
        if months := [name for name in names if name in month_names()]:
            # mar. is March, and a day in Spanish
            sure = {name for name in months if name not in WEEKDAYS} or set(months)
            return self._of_name(sure.pop(), rest, as_mail=clocked and names[0] in WEEKDAYS) if len(sure) == 1 else None
        return self._of_numbers(rest.strip(EDGES), alone=not names)

    def _of_name(self, name: str, rest: str, *, as_mail: bool) -> Moment | None:
        """Return the day or month of a text that names a month; e-mail writes the year last."""
        numbers = re.findall(r"\d+", rest)
        if not all(_BETWEEN.fullmatch(part) for part in re.split(r"\d+", rest)):
            return None
        month = self._month(name)
        lengths = sorted(map(len, numbers))
        if lengths == [4]:
            return _month_or_year(int(numbers[0]), month)
        if lengths in ([1, 4], [2, 4]):
            day, year = sorted(numbers, key=len)
            return _whole(int(year), month, int(day))
        if lengths not in ([1, 2], [2, 2]):
            return None
        one, two = map(int, numbers)
        last = existing(_century(two), month, one)
        first = None if as_mail or self.order else existing(_century(one), month, two)
        return self._one_of({"year last": last, "year first": first})

    def _month(self, name: str) -> int:
        found = month_names()[name]
        if isinstance(found, int):
            return found
        if self.language not in found:
            raise AmbiguousDateError(self.value, (f"month {month} ({language})" for language, month in found.items()))
        return found[self.language]

    def _of_numbers(self, text: str, *, alone: bool) -> Moment | None:
        """Return the day, month or year of a text in numbers; a year only where it stands alone."""
        if match := _YEAR_FIRST.fullmatch(text):
            return _whole(*_numbers(match, 1, 3, 4))
        if (match := _DIGITS.fullmatch(text)) and not match[4]:
            return _whole(*_numbers(match, 1, 2, 3))
        if match := _YEAR_LAST.fullmatch(text):
            one, two, last = _numbers(match, 1, 3, 4)
            year = last if len(match[4]) == 4 else _century(last)
            readings = {"dmy": existing(year, two, one), "mdy": existing(year, one, two)}
            if len(match[4]) == 2 and not self.order:
                readings["ymd"] = existing(_century(one), two, last)
            return self._one_of(readings)
        if match := _YEAR_AND_MONTH.fullmatch(text):
            return _month_or_year(int(match[1] or match[4]), int(match[2] or match[3]))
        return _month_or_year(int(text)) if alone and len(text) == 4 and text.isdecimal() else None

    def _one_of(self, readings: dict[str, Moment | None]) -> Moment | None:
        """Return the reading that there is, or that the site's order says; raise if there are several."""
        found = list(dict.fromkeys(filter(None, readings.values())))
        if len(found) > 1:
            if self.order not in readings:
                raise AmbiguousDateError(self.value, (f"{day.value:%Y-%m-%d}" for day in found))
            return readings[self.order]
        return found[0] if found else None


def _whole(year: int, month: int, day: int) -> Moment:
    return Moment(datetime(year, month, day, tzinfo=UTC), "day", zoned=False)


def existing(year: int, month: int, day: int) -> Moment | None:
    """Return a day; None if there is none such."""
    try:
        return _whole(year, month, day)
    except ValueError:
        return None


def _month_or_year(year: int, month: int = 0) -> Moment | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return Moment(datetime(year, month or 1, 1, tzinfo=UTC), "month" if month else "year", zoned=False)


def _century(year: int) -> int:
    return year + (1900 if year >= CENTURY else 2000)


def _numbers(match: re.Match[str], *groups: int) -> tuple[int, int, int]:
    one, two, three = (int(match[group]) for group in groups)
    return one, two, three
