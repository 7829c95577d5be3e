"""A text of front matter -> what it means: a text without markup, a number, a date, true or false."""

from __future__ import annotations

import contextlib
import functools
import html
import re
from datetime import UTC, datetime

TRUE = frozenset(("true", "yes", "on", "1"))
FALSE = frozenset(("false", "no", "off", "0"))
LARGEST = 10**9  # number
DIGITS = 10  # of `LARGEST`
HTML_TAGS = """a abbr article aside b big blockquote body br center cite code dd del details div dl dt em figcaption
figure font footer h1 h2 h3 h4 h5 h6 head header hr html i iframe img ins kbd li link main mark meta nav noscript ol p
picture pre q s script section small source span strike strong style sub summary sup table tbody td tfoot th thead time
title tr tt u ul var video wbr""".split()
LONGEST_DATE = 100  # characters; no date is longer, and patterns need not try

_TAG = re.compile(rf"</?(?:{'|'.join(HTML_TAGS)})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_UNTEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")  # what entities and escapes can bring in
_INTEGER = re.compile(r"[+-]?\d{1,18}(?:\.\d*)?")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|[ \t]+)(.+))?")


def plain(value: str) -> str:
    r"""Return text with its entities resolved and its spaces folded.

    >>> plain("  we&#233;k\n end ")
    'weék end'
    """
    if "&" in value:
        with contextlib.suppress(ValueError):  # a number of thousands of digits is no character
            value = html.unescape(value)
    if value.isprintable() and "  " not in value:  # as most are: then no space but the usual one stands in it
        return value.strip(" ")
    value = " ".join(value.split())
    if value.isprintable() or not _UNTEXT.search(value):  # what is not printable need not be un-text
        return value
    return " ".join(_UNTEXT.sub("", value).split())


def as_prose(value: str) -> str | None:
    """Return text as `plain` does, without its HTML tags and comments; None if nothing is left.

    >>> as_prose("<p>A <b>big</b> week</p>")
    'A big week'
    """
    if "<" in value:
        # what no --> follows is no comment; each <!-- there would be searched to the end of the text
        closed = value.rfind("-->") + len("-->")
        value = _TAG.sub(" ", _COMMENT.sub(" ", value[:closed]) + value[closed:])
    return plain(value) or None


def as_truth(value: str) -> bool | None:
    """Return a text as true or false; None if it is neither.

    >>> as_truth("Yes"), as_truth("0"), as_truth("maybe")
    (True, False, None)
    """
    word = value.strip().lower()
    return True if word in TRUE else False if word in FALSE else None


def as_integer(value: object) -> int | None:
    """Return a text as a whole number, rounded; None if it is none, or beyond `LARGEST`.

    >>> as_integer("1024"), as_integer("2.5"), as_integer("many")
    (1024, 2, None)
    """
    if not isinstance(value, str):
        return None
    value = value.strip()
    if len(value) < DIGITS and value.isdecimal():
        return int(value)
    if _INTEGER.fullmatch(value) and abs(number := round(float(value))) <= LARGEST:
        return number
    return None


@functools.lru_cache(maxsize=1 << 14)
def as_moment(value: str) -> datetime | None:
    """Return a date in ISO 8601, as YAML writes it or as e-mail does, in UTC; None if it is none of these.

    >>> as_moment("2020-06-11 03:06:00 +02:00").isoformat()
    '2020-06-11T01:06:00+00:00'
    """
    value = value.strip()
    if len(value) > LONGEST_DATE:
        return None
    match = _DATE.fullmatch(value)
    try:
        if match:
            year, month, day, time = match.groups()
            iso = f"{year}-{int(month):02}-{int(day):02}"
            if time:
                clock = time.replace(" ", "").replace("\t", "").upper()
                iso += "T" + (f"0{clock}" if clock[1:2] == ":" else clock)
            moment = datetime.fromisoformat(iso)
        else:
            moment = _of_email(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _of_email(value: str) -> datetime:
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(value)


@functools.lru_cache(maxsize=1 << 14)
@functools.lru_cache(maxsize=1 << 14)
def has_zone(value: str) -> bool:
    """Return whether a text that `as_moment` reads says which zone it is in.

    >>> has_zone("2020-06-11T01:06:00Z"), has_zone("2020-06-11 01:06"), has_zone("2020-06-11")
    (True, False, False)
    >>> has_zone("Thu, 11 Jun 2020 01:06:00 GMT"), has_zone("Thu, 11 Jun 2020 01:06:00")
    (True, False)
    """
    value = value.strip()
    match = _DATE.fullmatch(value)
    with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
        if match:
            clock = (match[4] or "").strip()
            return clock[-1:] in ("Z", "z") or "+" in clock or "-" in clock
        return _of_email(value).tzinfo is not None
    return True
