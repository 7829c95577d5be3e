"""A text of front matter -> what it means: a text without markup, a number, a date, true or false."""

from __future__ import annotations

import contextlib
import functools
import html
import re
from datetime import datetime

from kg.sources.dates import AmbiguousDateError, moment

TRUE = frozenset(("true", "yes", "on", "1"))
FALSE = frozenset(("false", "no", "off", "0"))
LARGEST = 10**9  # number
DIGITS = 10  # of `LARGEST`
HTML_TAGS = """a abbr article aside b big blockquote body br center cite code dd del details div dl dt em figcaption
figure font footer h1 h2 h3 h4 h5 h6 head header hr html i iframe img ins kbd li link main mark meta nav noscript ol p
picture pre q s script section small source span strike strong style sub summary sup table tbody td tfoot th thead time
title tr tt u ul var video wbr""".split()

_TAG = re.compile(rf"</?(?:{'|'.join(HTML_TAGS)})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_UNTEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")  # what entities and escapes can bring in
_INTEGER = re.compile(r"[+-]?\d{1,18}(?:\.\d*)?")


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
    """Return a date (`kg.sources.dates.moment`) in UTC; None if it is none, or may be several.

    >>> as_moment("2020-06-11 03:06:00 +02:00").isoformat()
    '2020-06-11T01:06:00+00:00'
    """
    try:
        found = moment(value)
    except AmbiguousDateError:
        return None
    return found.value if found else None


@functools.lru_cache(maxsize=1 << 14)
def has_zone(value: str) -> bool:
    """Return whether a text that `as_moment` reads says which zone it is in.

    >>> has_zone("2020-06-11T01:06:00Z"), has_zone("2020-06-11 01:06"), has_zone("2020-06-11")
    (True, False, False)
    """
    try:
        found = moment(value)
    except AmbiguousDateError:
        return True
    return found is None or found.zoned
